"""A map drawn without a tile server: country outlines cropped to the incidents, as shapes for SVG.

Plate carrée, shrunk east to west by the cosine of the middle latitude, so that a radius in
kilometres is a circle. A view that spans the date line is drawn from -180 to 180.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from dateline.records import Incident, Place, PlacePrecision

Point = tuple[float, float]  # longitude, latitude in degrees; or x, y in pixels
Box = tuple[float, float, float, float]  # west, south, east, north in degrees

WIDTH = 960  # pixels of the view box
HEIGHTS = (380, 600)  # lowest and highest view
KM_PER_DEGREE = 111.32  # of latitude
LEAST_DEGREES = 3.0  # one village still shows what country it is in
MOST_LABELS = 14
WITH_PROVINCES = 25.0  # degrees across up to which borders of provinces are drawn

# What a point stands for when nothing says how far off it is; drawn dashed, as a reminder only.
NOMINAL_KM = {
    PlacePrecision.NEAR: 10.0,
    PlacePrecision.ADMIN2: 30.0,
    PlacePrecision.ADMIN1: 100.0,
    PlacePrecision.COUNTRY: 250.0,
}


@dataclass(frozen=True, slots=True)
class Land:
    name: str
    path: str  # the `d` of an SVG path


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Marker:
    """One point and the incidents there, by their number on the page."""

    x: float
    y: float
    size: float
    around: float  # radius of the uncertainty in pixels, 0 when the place is exact
    nominal: bool  # the radius stands for a district or a province, nobody gave it
    place: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Map:
    width: int
    height: int
    lands: tuple[Land, ...]
    provinces: str  # the `d` of their borders' path; empty where the view is too wide for them
    countries: tuple[Label, ...]
    markers: tuple[Marker, ...]  # the widest first, so that the exact ones lie on top
    places: tuple[Label, ...]
    scale_px: float
    scale_km: int
    unplaced: int  # incidents without a point


@dataclass(frozen=True, slots=True)
class Projection:
    west: float
    north: float
    per_lon: float  # pixels a degree
    per_lat: float

    def __call__(self, lon: float, lat: float) -> Point:
        return (lon - self.west) * self.per_lon, (self.north - lat) * self.per_lat

    def pixels(self, km: float) -> float:
        return km / KM_PER_DEGREE * self.per_lat


@cache
def read_outlines() -> tuple[dict[str, object], ...]:
    """The countries of the packaged Natural Earth outlines: `iso`, `name`, `polygons`."""
    packed = (resources.files(__package__) / "outlines.json.gz").read_bytes()
    return tuple(json.loads(gzip.decompress(packed))["countries"])


@cache
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-2 to the English name."""
    return {str(c["iso"]): str(c["name"]) for c in reversed(read_outlines()) if c["iso"]}


@dataclass(frozen=True, slots=True)
class Borders:
    """Borders between provinces, and the box of each: west, south, east, north in degrees."""

    lines: tuple[tuple[Point, ...], ...]
    boxes: NDArray[np.float64]  # (lines, 4)


@cache
def read_provinces() -> Borders:
    """The borders of the packaged Natural Earth provinces."""
    packed = (resources.files(__package__) / "provinces.json.gz").read_bytes()
    content = json.loads(gzip.decompress(packed))
    lines = tuple(_unpacked(numbers, content["scale"]) for numbers in content["lines"])
    boxes = [
        (min(xs), min(ys), max(xs), max(ys))
        for xs, ys in (zip(*line, strict=True) for line in lines)
    ]
    return Borders(lines, np.array(boxes))


def _unpacked(numbers: Sequence[int], scale: int) -> tuple[Point, ...]:
    """A line from its first point and the way from each point to the next, in whole numbers."""
    xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
    return tuple((x / scale, y / scale) for x, y in zip(xs, ys, strict=True))


def borders_within(box: Box) -> list[tuple[Point, ...]]:
    """Borders between provinces of which a part may be in the box, in longitude and latitude."""
    west, south, east, north = box
    borders = read_provinces()
    boxes = borders.boxes
    inside = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
    inside &= (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return [borders.lines[n] for n in np.flatnonzero(inside)]


def draw_map(incidents: Sequence[Incident]) -> Map | None:
    """The map of all incidents that have a point, numbered from 1; None when none has."""
    placed = [(n, i.place) for n, i in enumerate(incidents, start=1) if i.place is not None]
    placed = [(n, place) for n, place in placed if place.lat is not None and place.lon is not None]
    if not placed:
        return None
    box, height = fit_box([place for _, place in placed])
    project = Projection(box[0], box[3], WIDTH / (box[2] - box[0]), height / (box[3] - box[1]))
    markers = tuple(_markers(placed, project))
    lands = tuple(_lands(box, project))
    scale_km = _round_scale(150 / project.pixels(1))
    taken = [_around(marker) for marker in markers]
    places = tuple(_place_labels(markers, height, taken))
    return Map(
        width=WIDTH,
        height=height,
        lands=tuple(Land(name, " ".join(map(_path, rings))) for name, rings in lands),
        provinces="".join(_provinces(box, project)) if box[2] - box[0] < WITH_PROVINCES else "",
        countries=tuple(_country_labels(lands, height, taken)),
        markers=markers,
        places=places,
        scale_px=project.pixels(scale_km),
        scale_km=scale_km,
        unplaced=len(incidents) - len(placed),
    )


def fit_box(places: Iterable[Place]) -> tuple[Box, int]:
    """The degrees to show, padded, and the height in pixels at which a kilometre is as wide as high."""
    points = [(p.lon or 0.0, p.lat or 0.0, (p.radius_km or 0.0) / KM_PER_DEGREE) for p in places]
    south = max(min(lat - r for _, lat, r in points), -85.0)
    north = min(max(lat + r for _, lat, r in points), 85.0)
    middle = (south + north) / 2
    shrink = max(math.cos(math.radians(middle)), 0.15)
    west = max(min(lon - r / shrink for lon, _, r in points), -180.0)
    east = min(max(lon + r / shrink for lon, _, r in points), 180.0)
    wide = max((east - west) * shrink * 1.3, LEAST_DEGREES * 1.6)
    high = max((north - south) * 1.35, LEAST_DEGREES)
    height = min(max(round(WIDTH * high / wide), HEIGHTS[0]), HEIGHTS[1])
    wide, high = max(wide, high * WIDTH / height), max(high, wide * height / WIDTH)
    lon = (west + east) / 2
    half = wide / shrink / 2
    return (lon - half, middle - high / 2, lon + half, middle + high / 2), height


def clip(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of a ring inside the box, after Sutherland and Hodgman 1974."""
    west, south, east, north = box
    points = list(ring)
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[Point] = []
        for before, after in zip(points[-1:] + points[:-1], points, strict=True):
            inside = sign * (after[axis] - limit) >= 0
            if inside != (sign * (before[axis] - limit) >= 0):
                kept.append(_crossing(before, after, axis, limit))
            if inside:
                kept.append(after)
        points = kept
        if not points:
            break
    return points


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
    return (limit, y) if axis == 0 else (x, limit)


def _lands(box: Box, project: Projection) -> Iterator[tuple[str, list[list[Point]]]]:
    """Each country's rings in pixels, cut a little outside the view so that no cut is seen."""
    west, south, east, north = box
    margin = (north - south) * 0.02
    wider = (west - margin, south - margin, east + margin, north + margin)
    for country in read_outlines():
        rings = []
        for polygon in country["polygons"]:  # type: ignore[attr-defined]  # JSON
            for ring in (copy for outline in polygon for copy in unwrap(outline)):
                if shape := thin([project(*point) for point in clip(ring, wider)]):
                    rings.append(shape)
        if rings:
            yield str(country["name"]), rings


def _provinces(box: Box, project: Projection) -> Iterator[str]:
    for line in borders_within(box):
        if len(points := thin([project(*point) for point in line], fewest=2)) >= 2:
            yield open_path(points)


def open_path(points: Sequence[Point], *, decimals: int = 1) -> str:
    """The part of an SVG path that draws a line.

    >>> open_path([(1.0, 2.0), (3.25, 4.0)])
    'M1.0 2.0L3.2 4.0'
    """
    return "M" + "L".join(f"{x:.{decimals}f} {y:.{decimals}f}" for x, y in points)


def unwrap(ring: Sequence[Point]) -> list[list[Point]]:
    """A ring that crosses the date line, once on either side of the map; any other as it is.

    >>> unwrap([(179.0, 0.0), (-179.0, 0.0), (-179.0, 1.0), (179.0, 0.0)])[0]
    [(179.0, 0.0), (181.0, 0.0), (181.0, 1.0), (179.0, 0.0)]
    """
    whole, turn, before = [], 0, ring[0][0]
    for lon, lat in ring:
        turn -= (lon - before > 180) - (lon - before < -180)
        before = lon
        whole.append((lon + 360 * turn, lat))
    if turn or all(point == tuple(same) for point, same in zip(whole, ring, strict=True)):
        return [whole if not turn else list(ring)]  # around a pole it never closes: left alone
    aside = -360 if max(lon for lon, _ in whole) > 180 else 360
    return [whole, [(lon + aside, lat) for lon, lat in whole]]


def thin(points: Sequence[Point], *, least: float = 0.8, fewest: int = 3) -> list[Point]:
    """Points nearer than `least` pixels to the one before are dropped; less than `fewest` are none."""
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= least:
            kept.append((x, y))
    return kept if len(kept) >= fewest else []


def _path(ring: Sequence[Point]) -> str:
    return open_path(ring) + "Z"


def _markers(placed: Sequence[tuple[int, Place]], project: Projection) -> Iterator[Marker]:
    spots: dict[Point, list[tuple[int, Place]]] = {}
    for number, place in placed:
        point = (round(place.lon or 0.0, 3), round(place.lat or 0.0, 3))
        spots.setdefault(point, []).append((number, place))
    drawn = []
    for here in spots.values():
        place = here[0][1]
        x, y = project(place.lon or 0.0, place.lat or 0.0)
        known = max(p.radius_km or 0.0 for _, p in here)
        unknown = [NOMINAL_KM.get(p.precision, 0.0) for _, p in here if p.radius_km is None]
        nominal = max(unknown, default=0.0)
        around = project.pixels(max(known, nominal))
        numbers = tuple(number for number, _ in here)
        size = min(5 + 2.2 * math.sqrt(len(numbers)), 20)
        drawn.append(Marker(x, y, size, around, nominal > known, place.name, numbers))
    yield from sorted(drawn, key=lambda m: (-m.around, -m.size, m.numbers))


def _country_labels(
    lands: Iterable[tuple[str, list[list[Point]]]], height: int, taken: Sequence[Box]
) -> Iterator[Label]:
    """A name where the country's largest piece in view has room for it, and nothing lies there."""
    for name, rings in lands:
        largest = max(rings, key=lambda ring: _centroid(ring)[0])
        area, x, y = _centroid(largest)
        room = max(p[0] for p in largest) - min(p[0] for p in largest)
        half = len(name) * 5.0
        inside = half < x < WIDTH - half and 16 < y < height - 36  # the scale stands below
        box = (x - half, y - 12, x + half, y + 4)
        if area > 3000 and room > 2.4 * half and inside and not _covered(box, taken):
            yield Label(name, x, y)


def _centroid(ring: Sequence[Point]) -> tuple[float, float, float]:
    """Area in square pixels, and the centre of gravity."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if abs(area) < 1e-6:
        return 0.0, ring[0][0], ring[0][1]
    return abs(area) / 2, x / (3 * area), y / (3 * area)


def _place_labels(markers: Sequence[Marker], height: int, taken: list[Box]) -> Iterator[Label]:
    """Names of the places with most incidents, where they cover nothing; adds to what is taken."""
    ranked = sorted(markers, key=lambda m: (-len(m.numbers), m.around, m.numbers))
    for marker in ranked[:MOST_LABELS]:
        for label, box in _label_sites(marker):
            in_view = box[0] >= 2 and box[1] >= 2 and box[2] <= WIDTH - 2 and box[3] <= height - 2
            if in_view and not _covered(box, taken):
                taken.append(box)
                yield label
                break


def _around(marker: Marker) -> Box:
    x, y, size = marker.x, marker.y, marker.size
    return x - size, y - size, x + size, y + size


def _label_sites(marker: Marker) -> Iterator[tuple[Label, Box]]:
    wide, gap = 7.0 * len(marker.place), marker.size + 4
    x, y = marker.x, marker.y
    yield Label(marker.place, x + gap, y + 4, "start"), (x + gap, y - 8, x + gap + wide, y + 8)
    yield Label(marker.place, x - gap, y + 4, "end"), (x - gap - wide, y - 8, x - gap, y + 8)
    for line in (y - gap - 3, y + gap + 12):
        yield Label(marker.place, x, line), (x - wide / 2, line - 12, x + wide / 2, line + 4)


def _covered(box: Box, taken: Iterable[Box]) -> bool:
    west, south, east, north = box
    return any(west < b[2] and b[0] < east and south < b[3] and b[1] < north for b in taken)


def _round_scale(km: float) -> int:
    """The largest of 1, 2, 5, 10, 20, ... kilometres that is not more than `km`."""
    power = 10 ** math.floor(math.log10(max(km, 1.0)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(km, 1.0)))
