"""200 names from conflict news, by someone who had not seen the supplement, are placed within 25 km.

The odd lines showed what kinds of places were missing; only the even ones are a figure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.extract.places import find_places
from dateline.gazetteer.distance import great_circle_km
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.lexicons import Row, read_table
from dateline.resolve.place import look_up, resolve_places

ROWS = read_table(Path(__file__).with_name("names.tsv"))
NEAR_KM = 25.0


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def is_placed(row: Row, gazetteer: Gazetteer) -> bool:
    """By its sentence; a sentence that is not in English is not read, and its name looked up."""
    name, text = row["name"], row["sentence"]
    if not any("a" <= letter <= "z" for letter in text.lower()):
        points = [(c.entry.lat, c.entry.lon) for c in look_up(name, gazetteer)[:1]]
    else:
        places = resolve_places(text, find_places(text, gazetteer), gazetteer)
        found = {text[span.start : span.end]: place for span, place in places.items()}
        points = [
            (place.lat, place.lon)
            for surface, place in found.items()
            if (surface in name or name in surface) and place is not None
            if place.lat is not None and place.lon is not None
        ]
    lat, lon = float(row["lat"]), float(row["lon"])
    return any(great_circle_km(lat, lon, *point) < NEAR_KM for point in points)


def test_nine_in_ten_names_that_were_not_looked_at_are_placed(gazetteer: Gazetteer) -> None:
    missed = [row["name"] for row in ROWS[1::2] if not is_placed(row, gazetteer)]
    assert len(missed) <= len(ROWS[1::2]) / 10, missed


def test_every_name_that_was_looked_at_is_placed(gazetteer: Gazetteer) -> None:
    assert [row["name"] for row in ROWS[::2] if not is_placed(row, gazetteer)] == []
