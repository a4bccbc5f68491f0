"""Which accounts are worth comparing: those near in place and day, or alike in their rare words.

The keys of an account depend on nothing but itself, so that a new report finds its candidates
without a look at the others. A key that too many accounts share tells nothing and is closed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import h3

from dateline.link.clues import Account, Clues
from dateline.link.compare import width
from dateline.link.score import LARGE, VAGUE
from dateline.link.terms import SCALE, Terms
from dateline.records import COARSE, Days, Incident, Place

Key = tuple[Hashable, ...]

FULL = 300  # accounts that may share a key
ALIKE = SCALE**2 // 20  # likeness, of the words not closed, from which two texts are compared
HEAVIEST = 6  # words of a report that make a key with the day
CELL = 4  # resolution of h3: hexagons of some 45 km
NUDGE = 0.12  # degrees, some 13 km: a point counts to every cell it lies in or near


def compared_text(account: Account) -> Clues:
    """The whole report where it is mainly about this, else the sentences that tell it."""
    return account.report.text if account.lead else account.passage


def find_keys(account: Account) -> frozenset[Key]:
    """Keys of which one in common is enough: a person, a sentence, a day and a cell."""
    return frozenset(_keys(account))


def _keys(account: Account) -> Iterator[Key]:
    for name in compared_text(account).persons:
        yield "person", name
    for quote in account.quotes:
        yield "quote", quote
    if account.incident is not None:
        yield from _value_keys(account, account.incident)


def _value_keys(account: Account, incident: Incident) -> Iterator[Key]:
    place, days = incident.place, incident.date
    if days is None:
        return
    for word in heaviest(account.report.text.terms, HEAVIEST):  # where one of them lacks the place
        yield from (("day and word", day, word) for day in _days(days))
    if place is None:
        return
    cells = _cells(place)
    for day in _days(days):
        yield from (("day", day, cell) for cell in cells)
        if place.admin1:  # where towns meet the province that another report names
            yield "province", day, place.country, place.admin1
    for kind, count in incident.counts.items():
        if count.best is not None and count.best >= LARGE:  # told again much later
            yield from (("year", days.start.year, cell, kind.value, count.best) for cell in cells)


def heaviest(terms: Terms, n: int) -> list[int]:
    """Hashes of the `n` weightiest words."""
    weighed = sorted(zip(terms.weights, terms.keys, strict=True), reverse=True)
    return [key for _, key in weighed[:n]]


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
