"""What the review desk asks of the store beyond lists: columns to count by, the claims of one report
with the incidents they are of, and which incident to look at next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from dateline.records import Claim, Reviewed, Values
from dateline.store import database as t
from dateline.store.queries import Filter, Listed, Store, chunks, conditions, read_listed
from dateline.store.rows import row_to_claim

# What facets count by and maps draw, in the order of the tuples that `columns` gives.
COLUMNS = (
    "id",
    "date_start",
    "type",
    "status",
    "place",
    "country",
    "perpetrators",
    "reviewed",
    "lat",
    "lon",
    "place_precision",
    "killed_low",
    "killed_best",
    "injured_best",
    "conflicts",
    "reports",
    "confidence",
    "look",
)
EVERYTHING = Filter()
TO_READ = (Reviewed.NO, Reviewed.PARTLY, Reviewed.CHANGED)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as it stands today."""

    claim: Claim[Values]
    incident: str | None  # None: somebody discarded it
    judgement: int | None  # who put it there; None: the program read it


@dataclass(frozen=True, slots=True)
class State:
    """Of a database: it differs when anything was coded or judged in between."""

    runs: int
    finished: str | None
    judgement: int


def state(store: Store) -> State:
    runs, finished = sa.func.count(t.runs.c.id), sa.func.max(t.runs.c.finished_at)
    with store.reading() as db:
        row = db.execute(sa.select(runs, finished)).one()
        last = db.scalar(sa.select(sa.func.max(t.judgements.c.id)))
    return State(int(row[0]), row[1], int(last or 0))


def columns(store: Store, ids: Collection[str] | None = None) -> list[tuple[Any, ...]]:
    """`COLUMNS` of all incidents, or of some, without reading their records."""
    chosen = sa.select(*(t.incidents.c[name] for name in COLUMNS))
    with store.reading() as db:
        if ids is None:
            return [tuple(row) for row in db.execute(chosen)]
        rows: list[tuple[Any, ...]] = []
        for some in chunks(sorted(ids)):
            rows += [tuple(row) for row in db.execute(chosen.where(t.incidents.c.id.in_(some)))]
        return rows


def single_conditions(which: Filter) -> list[Filter]:
    """Filters of one condition each: what all of them let through is what this one does.

    >>> single_conditions(Filter(country="ML", min_killed=3)) == [
    ...     Filter(country="ML"), Filter(min_killed=3)]
    True
    """
    if which.sample is not None:  # it is drawn from what meets all others
        return [which]
    given = {f.name: getattr(which, f.name) for f in fields(which)}
    return [
        Filter(**{name: value})
        for name, value in given.items()
        if value != getattr(EVERYTHING, name)
    ]


def matching(store: Store, which: Filter) -> list[str]:
    """The ids of all incidents that a filter lets through, in no order."""
    # As one text: a hundred thousand rows take the driver longer than the database.
    ids = sa.func.aggregate_strings(t.incidents.c.id, "\n")
    with store.reading() as db:
        found = db.scalar(sa.select(ids).where(*conditions(which)))
    return found.split("\n") if found else []


def all_ids(store: Store) -> list[str]:
    return matching(store, EVERYTHING)


def judged_ids(store: Store) -> set[str]:
    """Every incident that a judgement bears on, withdrawn or not."""
    named = sa.select(t.fates.c.incident_id).where(t.fates.c.incident_id.is_not(None)).distinct()
    with store.reading() as db:
        return set(db.scalars(named))


def first_matching(store: Store, which: Filter, *, limit: int) -> list[str]:
    """The ids of some that a filter lets through, by their first day, the undated last."""
    c = t.incidents.c
    order = (c.date_start.is_(None), c.date_start, c.id)
    chosen = sa.select(c.id).where(*conditions(which)).order_by(*order).limit(limit)
    with store.reading() as db:
        return list(db.scalars(chosen))


def same_text(store: Store, report_id: str) -> list[str]:
    """The ids of other reports that print the text of this one."""
    c = t.copies.c
    with store.reading() as db:
        of = db.scalar(sa.select(c.copy_of).where(c.report_id == report_id)) or report_id
        others = {of, *db.scalars(sa.select(c.report_id).where(c.copy_of == of))}
    return sorted(others - {report_id})


def listed(store: Store, ids: Sequence[str]) -> list[Listed]:
    """Incidents as a list shows them, in the order of `ids`; those that are gone are left out."""
    with store.reading() as db:
        found = read_listed(db, ids)
    return [found[name] for name in ids if name in found]


def told_in(store: Store, report_id: str) -> list[Told]:
    """The claims of a report, in the order of its text; added and discarded ones among them."""
    links = t.incident_claims
    joined = t.claims.outerjoin(links, links.c.claim_id == t.claims.c.id)
    statement = (
        sa.select(t.claims, links.c.incident_id)
        .select_from(joined)
        .where(t.claims.c.report_id == report_id)
        .order_by(t.claims.c.quote_start, t.claims.c.quote_end, t.claims.c.id)
    )
    with store.reading() as db:
        rows = [dict(row) for row in db.execute(statement).mappings()]
    return [Told(row_to_claim(row), row["incident_id"], row["judgement_id"]) for row in rows]


def next_look(
    store: Store, which: Filter, *, after: tuple[float, str] | None = None
) -> tuple[float, str] | None:
    """The incident not read through that is most worth a look, after one of that worth and id."""
    c = t.incidents.c
    tests = [*conditions(which), c.reviewed.in_([state.value for state in TO_READ])]
    if after is not None:
        tests.append((c.look < after[0]) | ((c.look == after[0]) & (c.id > after[1])))
    statement = sa.select(c.look, c.id).where(*tests).order_by(c.look.desc(), c.id).limit(1)
    with store.reading() as db:
        row = db.execute(statement).first()
    return None if row is None else (float(row[0]), str(row[1]))


def look_of(store: Store, incident_id: str) -> float | None:
    with store.reading() as db:
        return db.scalar(sa.select(t.incidents.c.look).where(t.incidents.c.id == incident_id))
