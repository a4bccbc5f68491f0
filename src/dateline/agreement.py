"""How far two people who reviewed the same incidents agree, field by field: Krippendorff's alpha.

Alpha is 1 where they always agree and 0 where they agree as often as if each value had been dealt
out at random; below 0 they disagree by system. How far two values are apart is said by field: other
kinds are simply others, figures count by their ratio, days and names by the share not in common.

After Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from dateline.records import Actor, Count, Days, Field, FieldValue, Place, Standing, Verdict
from dateline.resolve.actor import fold
from dateline.store.judgements import Judged

Value = TypeVar("Value")
Ratings = Mapping[tuple[str, Field], FieldValue]  # incident and field -> what one reviewer has

TELLING = frozenset({Verdict.VALUE, Verdict.CONFIRM, Verdict.REVIEW})


@dataclass(frozen=True, slots=True)
class Agreement:
    """On one field, over the incidents on which both reviewers said what it is."""

    field: Field
    incidents: int
    alike: int  # on which both have the same
    alpha: float | None  # None: all values are one, so there was nothing to disagree on


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an incident on which two reviewers said different things."""

    incident: str
    field: Field
    one: FieldValue
    other: FieldValue


def gather(
    judged: Mapping[str, Sequence[Judged]], reviewers: Sequence[str] = ()
) -> dict[str, Ratings]:
    """What to compare, by name: the people who decided in one database (or only some of them);
    of several databases, each with all that was decided in it."""
    if len(judged) > 1:
        return {database: read_ratings(told) for database, told in judged.items()}
    (told,) = judged.values()
    return {name: read_ratings(told, name) for name in reviewers or find_authors(told)}


def read_ratings(judged: Iterable[Judged], author: str | None = None) -> Ratings:
    """What one author, or anybody, last said of each field: set it, confirmed it, or read the incident through.

    By the ids that incidents have today; what was withdrawn, or is of an incident that is gone, is
    left out.
    """
    ratings: dict[tuple[str, Field], FieldValue] = {}
    for one in judged:
        judgement = one.judgement
        incident = one.incidents[0] if one.incidents else None
        counts = author in (None, judgement.author) and judgement.verdict in TELLING
        if counts and incident is not None and one.standing is not Standing.WITHDRAWN:
            ratings |= {(incident, name): value for name, value in judgement.values.items()}
    return ratings


def find_authors(judged: Iterable[Judged]) -> list[str]:
    """Everybody who set, confirmed or read anything, by name."""
    return sorted({j.judgement.author for j in judged if j.judgement.verdict in TELLING})


def compare_reviewers(one: Ratings, other: Ratings) -> list[Agreement]:
    """Agreement on each field that both spoke of, over the incidents on which both did."""
    found = []
    for name in Field:
        shared = sorted(key for key in one.keys() & other.keys() if key[1] is name)
        if shared:
            units = [(one[key], other[key]) for key in shared]
            alike = sum(distance(a, b) == 0 for a, b in units)
            found.append(Agreement(name, len(units), alike, alpha(units, distance)))
    return found


def find_differences(one: Ratings, other: Ratings) -> list[Difference]:
    """Where both spoke of a field and said different things, by incident and field."""
    order = {name: n for n, name in enumerate(Field)}
    shared = sorted(one.keys() & other.keys(), key=lambda key: (key[0], order[key[1]]))
    return [
        Difference(incident, name, one[incident, name], other[incident, name])
        for incident, name in shared
        if distance(one[incident, name], other[incident, name])
    ]


def say_alpha(alpha: float, *, digits: int) -> str:
    """An alpha in figures; 1 stands only where there is no difference at all.

    >>> [say_alpha(alpha, digits=2) for alpha in (1.0, 0.9987, 0.666, -0.2)]
    ['1.00', '0.99', '0.67', '-0.20']
    """
    shown = alpha if alpha == 1 else min(alpha, 1 - 10**-digits)
    return f"{shown:.{digits}f}"


def alpha(units: Sequence[Sequence[Value]], apart: Callable[[Value, Value], float]) -> float | None:
    """Krippendorff's alpha over units that were each given two or more values.

    `apart` is how far two values are from each other, squared: 0 for the same. None when no two
    values of all differ.

    >>> nominal = lambda a, b: float(a != b)
    >>> round(alpha([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")], nominal), 3)
    0.533
    """
    values = [value for unit in units for value in unit]
    if len(values) < 2:
        return None
    observed = sum(
        2 * sum(apart(a, b) for a, b in combinations(unit, 2)) / (len(unit) - 1)
        for unit in units
        if len(unit) > 1
    ) / len(values)
    expected = 2 * sum(apart(a, b) for a, b in combinations(values, 2))
    expected /= len(values) * (len(values) - 1)
    return None if expected == 0 else 1 - observed / expected


def distance(a: FieldValue, b: FieldValue) -> float:
    """How far two values of one field are apart, 0 to 1; "not known" is as far from any as can be.

    >>> distance(Count(3, 3, 3), Count(3, 3, None)), distance(Count(5, 5, 5), Count(15, 15, 15))
    (0.0, 0.25)
    """
    if not a and not b:
        return 0.0
    if not a or not b:
        return 1.0
    if isinstance(a, Count) and isinstance(b, Count):
        return _ratio(_figure(a), _figure(b))
    if isinstance(a, Days) and isinstance(b, Days):
        shared = max(0, (min(a.end, b.end) - max(a.start, b.start)).days)
        return 1 - shared / ((a.end - a.start).days + (b.end - b.start).days - shared)
    if isinstance(a, Place) and isinstance(b, Place):
        return float(_place(a) != _place(b))
    if isinstance(a, tuple) and isinstance(b, tuple):
        names, others = {_name(x) for x in a}, {_name(x) for x in b}
        return 1 - len(names & others) / len(names | others)
    return float(a != b)


def _figure(count: Count) -> int:
    return next((n for n in (count.best, count.low, count.high) if n is not None), 0)


def _ratio(a: int, b: int) -> float:
    return 0.0 if a == b else ((a - b) / (a + b)) ** 2


def _place(place: Place) -> object:
    return place.geonameid or (fold(place.name), place.country)


def _name(one: Actor | str) -> str:
    return (one.actor_id or fold(one.name)) if isinstance(one, Actor) else fold(one)
