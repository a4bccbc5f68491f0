"""Which accounts are worth comparing: near in place and day, or of reports alike in rare words.

The keys of an account depend on nothing but itself, so that a new report finds its candidates
without a look at the others. A key that too many accounts share tells nothing and is closed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import h3

from dateline.link.clues import Account
from dateline.link.compare import width
from dateline.link.score import LARGE, VAGUE
from dateline.link.terms import SCALE
from dateline.records import COARSE, Days, Incident, Place

Key = tuple[Hashable, ...]

FULL = 300  # accounts that may share a key
ALIKE = SCALE**2 // 30  # likeness of two reports, by words not closed, from which they are compared
CELL = 4  # resolution of h3: hexagons of some 45 km
NUDGE = 0.12  # degrees, some 13 km: a point counts to every cell it lies in or near


def find_keys(account: Account) -> frozenset[Key]:
    """Keys of which one in common is enough: a person, a sentence, a day and a cell."""
    return frozenset(_keys(account))


def _keys(account: Account) -> Iterator[Key]:
    text = account.report.text if account.lead else account.passage
    for name in text.persons:
        yield "person", name
    for quote in account.quotes:
        yield "quote", quote
    if account.incident is not None:
        yield from _value_keys(account.incident)


def _value_keys(incident: Incident) -> Iterator[Key]:
    place, days = incident.place, incident.date
    if place is None or days is None:
        return
    cells = _cells(place)
    for day in _days(days):
        yield from (("day", day, cell) for cell in cells)
        if place.admin1:  # where towns meet the province that another report names
            yield "province", day, place.country, place.admin1
    for kind, count in incident.counts.items():
        if count.best is not None and count.best >= LARGE:  # told again much later
            yield from (("year", days.start.year, cell, kind.value, count.best) for cell in cells)


def _days(days: Days) -> range:
    """Each day of a range and the one after it; none of a wide one."""
    if width(days) > VAGUE:
        return range(0)
    return range(days.start.toordinal(), days.end.toordinal() + 1)


def _cells(place: Place) -> set[str]:
    """The cells that a point lies in or near; a province and a country have none."""
    if place.lat is None or place.lon is None or place.precision in COARSE:
        return set()
    north, east = place.lat, place.lon
    nudges = [(0.0, 0.0), *((a, b) for a in (-NUDGE, NUDGE) for b in (-NUDGE, NUDGE))]
    points = [(max(-90.0, min(90.0, north + a)), (east + b + 180) % 360 - 180) for a, b in nudges]
    return {h3.latlng_to_cell(lat, lon, CELL) for lat, lon in points}
