"""The outlines that the desk's maps are drawn over, as paths in Mercator degrees."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Sequence
from functools import cache

from dateline.export.map import (
    Point,
    borders_within,
    open_path,
    read_outlines,
    thin,
    unwrap,
)

ROUGH = 0.5  # degrees between two points where a continent fills the view
FINEST = 900  # steps across a view
FURTHEST = 84.0  # degrees of latitude; Mercator has no poles


def mercator(lat: float) -> float:
    """Degrees downwards from the equator, as stretched as degrees of longitude are there.

    >>> round(mercator(0.0), 6), round(mercator(60.0), 3)
    (0.0, -75.456)
    """
    inside = max(-FURTHEST, min(FURTHEST, lat))
    return -math.degrees(math.asinh(math.tan(math.radians(inside)))) or 0.0


@cache
def land_json() -> bytes:
    """Gzipped JSON: for each country its name, where the name goes, the path of its outline, and
    that as a view of continents needs it."""
    countries = []
    for country in read_outlines():
        rings = [
            [(lon, mercator(lat)) for lon, lat in ring]
            for polygon in country["polygons"]  # type: ignore[attr-defined]  # JSON
            for outline in polygon
            for ring in unwrap(outline)
        ]
        x, y, wide = _middle(max(rings, key=_area))
        rough = [kept for ring in rings if (kept := thin(ring, least=ROUGH))]
        countries.append(
            {
                "name": country["name"],
                "x": x,
                "y": y,
                "wide": wide,
                "path": _path(rings),
                "rough": _path(rough),
            }
        )
    body = json.dumps(countries, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(body.encode(), mtime=0)


def provinces_path(box: tuple[float, float, float, float]) -> str:
    """The borders between provinces in a box (south, west, north, east) as a path, no finer than a
    screen shows them."""
    south, west, north, east = box
    least = max(east - west, 0.1) / FINEST
    lines = (
        thin([(lon, mercator(lat)) for lon, lat in line], least=least, fewest=2)
        for line in borders_within((west, south, east, north))
    )
    return "".join(open_path(line, decimals=2) for line in lines if line)


def _path(rings: Iterable[Sequence[Point]]) -> str:
    return "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring) + "Z" for ring in rings)


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _middle(ring: Sequence[Point]) -> tuple[float, float, float]:
    """The middle of a ring's box, and how wide that is."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    wide = max(xs) - min(xs)
    return round(min(xs) + wide / 2, 2), round((min(ys) + max(ys)) / 2, 2), round(wide, 2)
