"""Borders of provinces: read from a shapefile, made fewer points, packed, and drawn again."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReadError
from dateline.export.map import borders_within, read_provinces
from dateline.gazetteer.provinces import TOLERANCE, _away, pack, read_lines, simplify

LINE = [(0.0, 0.0), (1.0, 0.5), (2.0, 0.0)]
degrees = st.floats(-80, 80).map(lambda x: round(x, 3))
lines = st.lists(st.tuples(degrees, degrees), min_size=2, max_size=20)


def shapefile(*records):
    """The bytes of a shapefile whose records are polylines of several parts, or empty (None)."""
    body = struct.pack(">i", 9994) + bytes(24) + struct.pack("<ii", 1000, 3) + bytes(64)
    for number, parts in enumerate(records, start=1):
        if parts is None:
            content = struct.pack("<i", 0)
        else:
            points = [point for part in parts for point in part]
            starts = [sum(map(len, parts[:n])) for n in range(len(parts))]
            content = struct.pack("<i4d2i", 3, 0, 0, 0, 0, len(parts), len(points))
            content += struct.pack(f"<{len(starts)}i", *starts)
            content += b"".join(struct.pack("<2d", *point) for point in points)
        body += struct.pack(">ii", number, len(content) // 2) + content
    return body


def test_every_part_of_every_record_is_a_line():
    body = shapefile([LINE, LINE[:2]], None, [LINE])
    assert list(read_lines(body)) == [LINE, LINE[:2], LINE]


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04" * 40, bytes(100)])
def test_what_is_no_shapefile_of_lines_is_told(body):
    with pytest.raises(ReadError, match="shapefile"):
        list(read_lines(body))


@given(lines)
def test_no_point_left_out_is_far_from_what_stays(line):
    kept = simplify(line, TOLERANCE)
    assert kept[0] == line[0] and kept[-1] == line[-1]
    places = [line.index(point) for point in kept]
    if places == sorted(set(places)) and len(set(line)) == len(line):
        for first, last in pairwise(places):
            for n in range(first, last):
                assert _away(line[n], line[first], line[last]) <= TOLERANCE


@given(lines)
def test_a_packed_line_is_the_same_to_a_hundredth(line):
    packed = pack(line)
    x = y = 0
    points = []
    for dx, dy in zip(packed[::2], packed[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    rounded = [(round(lon * 100), round(lat * 100)) for lon, lat in line]
    assert points == [p for n, p in enumerate(rounded) if n == 0 or p != rounded[n - 1]]


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("Gao and Kidal", (-1.5, 16.5, 2.0, 19.0)),
        ("Borno and Yobe", (11.0, 11.0, 13.0, 13.5)),
        ("Nineveh and Erbil", (42.5, 35.5, 44.5, 37.0)),
    ],
)
def test_borders_run_where_provinces_meet(name, box):
    assert borders_within(box), name


def test_there_is_none_at_sea_and_many_on_land():
    assert borders_within((-40.0, -40.0, -20.0, -20.0)) == []
    assert len(read_provinces().lines) > 10_000
    west, south = read_provinces().boxes[:, :2].min(axis=0)
    east, north = read_provinces().boxes[:, 2:].max(axis=0)
    assert -180 <= west < east <= 180 and -90 <= south < north <= 90
