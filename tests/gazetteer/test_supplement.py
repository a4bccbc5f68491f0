"""Every row of the supplement lies in its country, says where it is from, and can be found."""

from __future__ import annotations

import gzip
import itertools
import json
from importlib import resources

import pytest

from dateline.gazetteer.find import open_gazetteer
from dateline.gazetteer.fold import fold
from dateline.lexicons import Row, read_lexicon

ROWS = read_lexicon("places")
Ring = list[list[float]]
SHORE = 0.3  # degrees: outlines are coarse, camps and islands lie at the edge
# Natural Earth draws these with another state than the row's, or the row spans two
DISPUTED = {
    "Crimea",
    "Siachen",
    "Crimean Bridge",
    "Saky air base",
    "Laayoune",
    "Gdeim Izik",
    "Melilla",
}
AFLOAT = {"sea", "strait", "island", "border", "line", "lake", "river"}


@pytest.fixture(scope="module")
def polygons() -> dict[str, list[Ring]]:
    packed = (resources.files("dateline.export") / "outlines.json.gz").read_bytes()
    rings: dict[str, list[Ring]] = {}
    for country in json.loads(gzip.decompress(packed))["countries"]:
        rings.setdefault(country["iso"], []).extend(p[0] for p in country["polygons"])
    return rings


def holds(ring: Ring, lon: float, lat: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def near(ring: Ring, lon: float, lat: float) -> bool:
    return any(abs(x - lon) < SHORE and abs(y - lat) < SHORE for x, y in ring)


def test_points_lie_in_their_country(polygons: dict[str, list[Ring]]) -> None:
    outside = []
    for row in ROWS:
        if row["country"] == "-" or row["kind"] in AFLOAT or row["name"] in DISPUTED:
            continue
        lat, lon = float(row["lat"]), float(row["lon"])
        rings = polygons[row["country"]]
        if not any(holds(ring, lon, lat) or near(ring, lon, lat) for ring in rings):
            outside.append((row["name"], row["country"]))
    assert outside == []


def test_rows_are_distinct_and_sourced() -> None:
    keys = [(fold(row["name"]), row["country"], row["kind"]) for row in ROWS]
    assert len(keys) == len(set(keys))
    assert all(row["source"].startswith("https://") for row in ROWS)
    assert all(float(row["radius_km"]) > 0 for row in ROWS)


def test_every_name_and_alias_finds_its_country() -> None:
    gazetteer = open_gazetteer()
    lost = []
    for row in ROWS:
        country = None if row["country"] == "-" else row["country"]
        for name in named(row):
            if country not in {entry.country for entry in gazetteer.candidates(name, limit=200)}:
                lost.append((row["name"], name))
    assert lost == []


def named(row: Row) -> list[str]:
    aliases = [] if row["aliases"] == "-" else row["aliases"].split("|")
    return [row["name"], *aliases]


def test_country_rows_are_found_under_all_their_names() -> None:
    gazetteer = open_gazetteer()
    for row in read_lexicon("countries"):
        for column in ("name", "aliases", "abbreviations", "historic", "demonyms"):
            for name in row[column].split("|"):
                if name != "-":
                    found = {e.country for e in gazetteer.candidates(name, limit=200)}
                    assert row["iso"] in found, name
