"""Judgements in the database, and what replaying them left there.

`judgements` is append only. `anchors` and `fates` say how each stands today, `linked` what the
program alone joined; with the claims that people added they are written anew whenever judgements
are replayed, all or just the part of the incidents that one of them touches.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from dateline.errors import StoreError
from dateline.export.contract import judgement_to_record, record_to_judgement
from dateline.link.judgements import ADDED, AnchorKey, Fate, Replayed, Spot, anchors
from dateline.records import Claim, Incident, Judgement, Report, Span, Standing, Values
from dateline.store import database as t
from dateline.store.queries import Store, chunks, incident_rows, replace_rows
from dateline.store.rows import Row, claim_to_row, row_to_claim, row_to_report, sha256, to_json


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement and how it stands today."""

    judgement: Judgement
    standing: Standing
    incidents: tuple[str | None, ...]  # which incident each of its subjects is now
    withdrawn_by: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """Incidents of the program that judgements connect, and these judgements: they are replayed
    together, and nothing else with them."""

    groups: Mapping[str, tuple[Claim[Values], ...]]  # incident of the program -> its claims
    judgements: tuple[Judgement, ...]


def next_id(store: Store) -> int:
    with store.transaction() as db:
        return (db.scalar(sa.select(sa.func.max(t.judgements.c.id))) or 0) + 1


def add_judgement(
    store: Store, judgement: Judgement, spots: Mapping[AnchorKey, Spot | None]
) -> None:
    """Append one. Its effect is there when it has been replayed."""
    with store.transaction() as db:
        db.execute(t.judgements.insert().values(judgement_row(judgement)))
        claims = {key: anchor.claim.id for key, anchor in anchors(judgement)}
        rows = _anchor_rows([judgement], spots, claims)
        if rows:
            db.execute(t.anchors.insert(), rows)


def read_judgements(store: Store, ids: Iterable[int] | None = None) -> list[Judgement]:
    """All judgements, or some, in the order in which they were made."""
    statement = sa.select(t.judgements.c.id, t.judgements.c.record).order_by(t.judgements.c.id)
    with store.reading() as db:
        rows: list[Any] = []
        if ids is None:
            rows += db.execute(statement).all()
        else:
            for some in chunks(sorted(set(ids))):
                rows += db.execute(statement.where(t.judgements.c.id.in_(some))).all()
    return [_read(number, text) for number, text in rows]


def _read(number: int, text: str) -> Judgement:
    try:
        return record_to_judgement(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "see what is wrong with: dateline verify"
        raise StoreError(f"judgement {number}: its record is damaged; {remedy}") from error


def judgement_row(judgement: Judgement) -> Row:
    record = to_json(judgement_to_record(judgement))
    return {
        "id": judgement.id,
        "verdict": judgement.verdict.value,
        "author": judgement.author,
        "at": judgement.at.isoformat(),
        "reason": judgement.reason,
        "withdraws": judgement.withdraws,
        "record_sha256": sha256(record.encode()),
        "record": record,
    }


# --- reading ---------------------------------------------------------------------------------


def read_judged(store: Store, ids: Iterable[int] | None = None) -> list[Judged]:
    """Judgements with how they stand today, in the order in which they were made."""
    judgements = read_judgements(store, ids)
    found = None if ids is None else [judgement.id for judgement in judgements]
    with store.reading() as db:
        fates = _rows_of(db, t.fates, t.fates.c.judgement_id, found)
        back = sa.select(t.judgements.c.withdraws, t.judgements.c.id)
        back = back.where(t.judgements.c.withdraws.is_not(None)).order_by(t.judgements.c.id)
        withdrawals = {row[0]: row[1] for row in db.execute(back)}
    by_id: dict[int, list[Row]] = {}
    for row in sorted(fates, key=lambda row: (row["judgement_id"], row["subject"])):
        by_id.setdefault(row["judgement_id"], []).append(row)
    return [
        _judged(judgement, by_id.get(judgement.id, []), withdrawals) for judgement in judgements
    ]


def _judged(judgement: Judgement, fates: Sequence[Row], withdrawals: Mapping[int, int]) -> Judged:
    standing = Standing(fates[0]["standing"]) if fates else Standing.UNANCHORED
    gone = withdrawals.get(judgement.id) if standing is Standing.WITHDRAWN else None
    return Judged(judgement, standing, tuple(row["incident_id"] for row in fates), gone)


def judgements_on(store: Store, incident_id: str) -> list[int]:
    """Every judgement that bears on an incident today, withdrawn or not; its history."""
    statement = sa.select(t.fates.c.judgement_id).where(t.fates.c.incident_id == incident_id)
    with store.reading() as db:
        return sorted(set(db.scalars(statement)))


def last_judgements(store: Store, incident_ids: Iterable[str]) -> dict[str, int]:
    """The latest judgement that bears on each of some incidents; those without any are left out."""
    c, found = t.fates.c, dict[str, int]()
    with store.reading() as db:
        for some in chunks(incident_ids):
            latest = sa.select(c.incident_id, sa.func.max(c.judgement_id))
            latest = latest.where(c.incident_id.in_(some)).group_by(c.incident_id)
            found |= {str(name): int(last) for name, last in db.execute(latest)}
    return found


def current_id(store: Store, incident_id: str) -> str | None:
    """What an incident is called now that was called `incident_id` once: one that was joined to
    another is that one. None when nothing is left of it."""
    inc, links = t.incidents.c, t.incident_claims.c
    was = sa.select(links.incident_id).join(t.linked, t.linked.c.claim_id == links.claim_id)
    judged = sa.select(links.incident_id).join(t.anchors, t.anchors.c.claim_id == links.claim_id)
    with store.reading() as db:
        for statement in (
            sa.select(inc.id).where(inc.id == incident_id),
            was.where(t.linked.c.incident_id == incident_id).order_by(t.linked.c.position),
            judged.where(t.anchors.c.incident_id == incident_id, t.anchors.c.subject == 0).order_by(
                t.anchors.c.judgement_id, t.anchors.c.position
            ),
        ):
            found = db.scalar(statement.limit(1))
            if found is not None:
                return str(found)
    return None


def former_ids(store: Store, prefix: str) -> list[str]:
    """What incidents are called, or were once, that begins so."""
    found: set[str] = set()
    if not prefix:
        return []
    with store.reading() as db:
        for column in (t.linked.c.incident_id, t.anchors.c.incident_id):
            begins = column.startswith(prefix, autoescape=True)
            found |= set(db.scalars(sa.select(column).distinct().where(begins)))
    return sorted(found)


def read_spots(store: Store, ids: Iterable[int]) -> dict[AnchorKey, Spot | None]:
    """Where the words of some judgements stand, as it was found out last."""
    with store.reading() as db:
        rows = _rows_of(db, t.anchors, t.anchors.c.judgement_id, ids)
    return {
        (row["judgement_id"], row["subject"], row["position"]): None
        if row["report_id"] is None
        else Spot(row["report_id"], Span(row["quote_start"], row["quote_end"]))
        for row in rows
    }


def read_reports(
    store: Store, report_ids: Iterable[str]
) -> tuple[dict[str, Report], dict[str, str]]:
    """Some reports by id, with those of which they are copies; and which is a copy of which."""
    wanted = set(report_ids)
    with store.reading() as db:
        rows = _rows_of(db, t.copies, t.copies.c.report_id, wanted)
        copies = {row["report_id"]: row["copy_of"] for row in rows}
        rows = _rows_of(db, t.reports, t.reports.c.id, wanted | set(copies.values()))
    return {row["id"]: row_to_report(row) for row in rows}, copies


def read_claims(store: Store, claim_ids: Iterable[str]) -> list[tuple[Claim[Values], int | None]]:
    """Claims by id, with the judgement that put each there (None: the program read it)."""
    with store.reading() as db:
        rows = _rows_of(db, t.claims, t.claims.c.id, claim_ids)
    return [(row_to_claim(row), row["judgement_id"]) for row in rows]


def find_claims(store: Store, prefix: str) -> list[tuple[str, str]]:
    """Claims that incidents stand on, each with its incident, by how the parts of an id begin.

    A lent claim's id has two parts, its own and that of the claim it was lent to.
    """
    if not prefix:
        return []
    parts = prefix.split("-")
    links = t.incident_claims.c
    begins = links.claim_id.startswith(parts[0], autoescape=True)
    statement = sa.select(links.claim_id, links.incident_id).where(begins).order_by(links.claim_id)
    with store.reading() as db:
        rows = [(row[0], row[1]) for row in db.execute(statement)]
    exact = [row for row in rows if row[0] == prefix]
    return exact or [row for row in rows if _begin_so(row[0].split("-"), parts)]


def _begin_so(parts: Sequence[str], beginnings: Sequence[str]) -> bool:
    alike = len(parts) == len(beginnings)
    return alike and all(p.startswith(b) for p, b in zip(parts, beginnings, strict=True))


def find_part(store: Store, ids: Iterable[int]) -> Part:
    """All that has to be replayed with some judgements: what they speak of, what else was decided
    on that, and so on to the end."""
    links, todo = t.linked.c, set(ids)
    judgements: set[int] = set()
    groups: set[str] = set()
    with store.reading() as db:
        while todo:
            judgements |= todo
            held = _rows_of(db, t.anchors, t.anchors.c.judgement_id, todo)
            claims = {row["claim_id"] for row in held} - {None}
            names = {row["incident_id"] for row in held} - {None}
            new = {row["incident_id"] for row in _rows_of(db, t.linked, links.claim_id, claims)}
            new |= {row["incident_id"] for row in _rows_of(db, t.linked, links.incident_id, names)}
            names |= new
            told = _rows_of(db, t.linked, links.incident_id, new - groups)
            groups |= new
            claims |= {row["claim_id"] for row in told}
            around = _rows_of(db, t.anchors, t.anchors.c.claim_id, claims)
            around += _rows_of(db, t.anchors, t.anchors.c.incident_id, names)
            found = {row["judgement_id"] for row in around}
            of = t.judgements.c
            found |= {row["id"] for row in _rows_of(db, t.judgements, of.withdraws, judgements)}
            found |= {
                row["withdraws"]
                for row in _rows_of(db, t.judgements, of.id, todo)
                if row["withdraws"] is not None
            }
            todo = found - judgements
        rows = _rows_of(db, t.linked, links.incident_id, groups)
        told_by = {
            row["id"]: row_to_claim(row)
            for row in _rows_of(db, t.claims, t.claims.c.id, [row["claim_id"] for row in rows])
        }
    by_group: dict[str, list[Claim[Values]]] = {name: [] for name in sorted(groups)}
    for row in sorted(rows, key=lambda row: (row["incident_id"], row["position"])):
        by_group[row["incident_id"]].append(told_by[row["claim_id"]])
    return Part(
        {name: tuple(claims) for name, claims in by_group.items()},
        tuple(read_judgements(store, judgements)),
    )


# --- writing ---------------------------------------------------------------------------------


def keep_all(
    store: Store,
    replayed: Replayed,
    *,
    program: Sequence[Incident],
    judgements: Sequence[Judgement],
    spots: Mapping[AnchorKey, Spot | None],
    reports: Mapping[str, Report],
) -> None:
    """Everything, after all claims were linked and all judgements replayed."""
    links = [
        {"claim_id": claim.id, "incident_id": incident.id, "position": position}
        for incident in program
        for position, claim in enumerate(incident.claims)
    ]
    theirs = t.claims.c.judgement_id.is_not(None)
    with store.transaction() as db:
        replace_rows(db, t.linked, links)
        replace_rows(db, t.claims, _claim_rows(replayed, reports), where=theirs)
        store.replace_incidents(replayed.incidents)
        replace_rows(db, t.anchors, _anchor_rows(judgements, spots, replayed.claims))
        replace_rows(db, t.fates, _fate_rows(replayed.fates))


def keep_part(
    store: Store,
    part: Part,
    replayed: Replayed,
    spots: Mapping[AnchorKey, Spot | None],
    reports: Mapping[str, Report],
) -> None:
    """What came of replaying one part; all other incidents stay as they are."""
    ids = [judgement.id for judgement in part.judgements]
    told = [claim.id for claims in part.groups.values() for claim in claims]
    rows, links = incident_rows(replayed.incidents, reports)
    added = _claim_rows(replayed, reports)
    with store.transaction() as db:
        of = t.claims.c.judgement_id
        put = [row["id"] for row in _rows_of(db, t.claims, of, ids)]
        standing = _rows_of(db, t.incident_claims, t.incident_claims.c.claim_id, [*told, *put])
        was = {row["incident_id"] for row in standing} | {row["id"] for row in rows}
        for some in chunks(sorted(was)):
            db.execute(t.incident_claims.delete().where(t.incident_claims.c.incident_id.in_(some)))
        replace_rows(db, t.claims, added, where=of.in_(ids))
        replace_rows(db, t.incidents, rows, where=t.incidents.c.id.in_(was))
        if links:
            db.execute(t.incident_claims.insert(), links)
        for table, new in (
            (t.anchors, _anchor_rows(part.judgements, spots, replayed.claims)),
            (t.fates, _fate_rows(replayed.fates)),
        ):
            replace_rows(db, table, new, where=table.c.judgement_id.in_(ids))


def _claim_rows(replayed: Replayed, reports: Mapping[str, Report]) -> list[Row]:
    return [
        claim_to_row(
            claim, position=0, text=reports[claim.report_id].text, judgement_id=judgement_id
        )
        for judgement_id, claim in replayed.added.values()
    ]


def _anchor_rows(
    judgements: Iterable[Judgement],
    spots: Mapping[AnchorKey, Spot | None],
    claims: Mapping[AnchorKey, str],
) -> list[Row]:
    rows = []
    for judgement in judgements:
        for key, _ in anchors(judgement):
            spot = spots.get(key)
            named = None if key[1] == ADDED else judgement.subjects[key[1]].incident
            rows.append(
                {
                    "judgement_id": key[0],
                    "subject": key[1],
                    "position": key[2],
                    "incident_id": named,
                    "report_id": None if spot is None else spot.report_id,
                    "quote_start": None if spot is None else spot.span.start,
                    "quote_end": None if spot is None else spot.span.end,
                    "claim_id": claims.get(key),
                }
            )
    return rows


def _fate_rows(fates: Iterable[Fate]) -> list[Row]:
    """One for each subject; one for a judgement that has none."""
    return [
        {
            "judgement_id": fate.judgement,
            "subject": number,
            "standing": fate.standing.value,
            "incident_id": incident,
        }
        for fate in fates
        for number, incident in enumerate(fate.incidents or (None,))
    ]


def _rows_of(
    db: Connection,
    table: sa.Table,
    column: sa.ColumnElement[Any],
    values: Iterable[Any] | None,
) -> list[Row]:
    """Rows whose column has one of these values; all rows for None."""
    if values is None:
        return [dict(row) for row in db.execute(table.select()).mappings()]
    rows: list[Row] = []
    for some in chunks(sorted(set(values))):
        found = db.execute(table.select().where(column.in_(some))).mappings()
        rows += [dict(row) for row in found]
    return rows
