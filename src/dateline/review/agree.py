"""The page that says how far two people agree on the same incidents, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

from dateline.agreement import (
    Difference,
    Ratings,
    compare_reviewers,
    find_differences,
    gather,
    say_alpha,
)
from dateline.review.pages import Row, list_rows, value_text
from dateline.store import Store, open_store
from dateline.store.desk import listed
from dateline.store.judgements import read_judged

MOST_DIFFERENCES = 400  # shown; more than that are counted
GOOD, FAIR = (
    0.8,
    0.667,
)  # Krippendorff 2004, Content Analysis, p. 241: rely on; conclude tentatively


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who can be compared."""

    one: str
    other: str
    shared: int  # incidents of which both spoke
    href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Agreement on one field."""

    field: str
    incidents: int
    alike: int
    share: str
    alpha: str | None  # None: all values are one
    level: str | None  # good, fair or low, by the usual bounds


@dataclass(frozen=True, slots=True)
class Apart:
    """A field on which the two said different things; empty: not known."""

    field: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class ApartOn:
    """An incident on which they did."""

    row: Row
    fields: tuple[Apart, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    pairs: tuple[Pair, ...]
    pair: Pair | None  # that is shown; None: nobody can be compared
    lines: tuple[Line, ...]
    apart: tuple[ApartOn, ...]
    n_apart: int  # fields, those not shown among them
    of_copies: bool  # two databases, so neither saw what the other decided


def read_all_ratings(store: Store, *, database: str, beside: Path | None) -> dict[str, Ratings]:
    """What people said of fields: each person of this database; or this database, and a copy."""
    judged = {database: read_judged(store)}
    if beside is not None:
        with open_store(beside, reads_only=True) as other:
            name = beside.name if beside.name != database else str(beside.absolute())
            judged[name] = read_judged(other)
    return gather(judged)


def make_agreement_page(
    store: Store, ratings: Mapping[str, Ratings], *, pair: tuple[str, str], of_copies: bool
) -> AgreementPage:
    """`pair` is who is to be compared; where there are no such two, those who share most."""
    shared = {
        (one, other): len({incident for incident, _ in ratings[one].keys() & ratings[other].keys()})
        for one, other in combinations(ratings, 2)
    }
    shared = dict(sorted(shared.items(), key=lambda item: -item[1]))
    chosen = pair if pair in shared else next(iter(shared), None)
    pairs = tuple(
        Pair(
            *names,
            n,
            "/agreement?" + urlencode(dict(zip(("one", "other"), names, strict=True))),
            names == chosen,
        )
        for names, n in shared.items()
    )
    if chosen is None:
        return AgreementPage((), None, (), (), 0, of_copies)
    one, other = (ratings[name] for name in chosen)
    differences = find_differences(one, other)
    return AgreementPage(
        pairs=pairs,
        pair=next(pair for pair in pairs if pair.shown),
        lines=tuple(
            Line(
                found.field.value,
                found.incidents,
                found.alike,
                f"{found.alike / found.incidents:.0%}",
                None if found.alpha is None else say_alpha(found.alpha, digits=2),
                None if found.alpha is None else level(found.alpha),
            )
            for found in compare_reviewers(one, other)
        ),
        apart=_apart(store, differences[:MOST_DIFFERENCES]),
        n_apart=len(differences),
        of_copies=of_copies,
    )


def level(alpha: float) -> str:
    """
    >>> [level(alpha) for alpha in (0.95, 0.7, 0.3, -0.2)]
    ['good', 'fair', 'low', 'low']
    """
    return "good" if alpha >= GOOD else "fair" if alpha >= FAIR else "low"


def _apart(store: Store, differences: list[Difference]) -> tuple[ApartOn, ...]:
    by_incident: dict[str, list[Apart]] = {}
    for one in differences:
        values = Apart(one.field.value, value_text(one.one), value_text(one.other))
        by_incident.setdefault(one.incident, []).append(values)
    rows = list_rows(store, listed(store, list(by_incident)))
    return tuple(ApartOn(row, tuple(by_incident[row.id])) for row in rows)
