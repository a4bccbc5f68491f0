"""What the rest of the program asks of the store, and what it puts there.

Writing what is already there changes nothing: rows are compared first, so coding the same
input again leaves every table but `runs` as it was, to the byte.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from dateline.errors import StoreError
from dateline.export.contract import incident_to_record, record_to_incident
from dateline.records import (
    Claim,
    Count,
    CountKind,
    DatePrecision,
    Failure,
    Field,
    Incident,
    IncidentType,
    PlacePrecision,
    Report,
    Reviewed,
    Scope,
    Status,
    Values,
)
from dateline.store import database as t
from dateline.store.migrations import check_current, migrate
from dateline.store.rows import (
    Row,
    claim_to_row,
    incident_row,
    report_to_row,
    row_to_claim,
    row_to_report,
    sha256,
    to_json,
)


@dataclass(frozen=True, slots=True)
class Versions:
    """What coded: the package and the digests of its data and rules."""

    package: str
    lexicons: str
    gazetteer: str | None
    rules: str

    @property
    def coder(self) -> str:
        """One digest over all of them; reports and failures carry it, and runs tell what it was."""
        parts = [self.package, self.lexicons, self.gazetteer, self.rules]
        return sha256(to_json(parts).encode())[:16]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which incidents: those that meet every condition given.

    `since` and `until` are days, both inclusive; an incident whose days touch them is in, an
    undated one is not. `place` and `actor` are looked for anywhere in the names, case aside.
    """

    type: IncidentType | None = None
    status: Status | None = None
    scopes: tuple[Scope, ...] = tuple(Scope)
    country: str | None = None  # ISO 3166-1 alpha-2
    place: str | None = None
    actor: str | None = None
    since: date | None = None
    until: date | None = None
    min_killed: int | None = None  # on the best figure, else the lowest
    report: str | None = None  # id of a report, or how it begins
    conflict: bool | None = None  # whether claims disagree on something
    reviewed: tuple[Reviewed, ...] | None = None
    max_confidence: float | None = None  # of the field that is least sure; without one it is in
    min_reports: int | None = None
    box: tuple[float, float, float, float] | None = None  # south, west, north, east, in degrees
    sample: int | None = None  # so many of those that meet all else but `reviewed`; see `_drawn`


class Sort(StrEnum):
    """What a page of incidents is ordered by; what has no such value comes last."""

    DATE = "date"
    TYPE = "type"
    STATUS = "status"
    PLACE = "place"
    COUNTRY = "country"
    KILLED = "killed"
    INJURED = "injured"
    REPORTS = "reports"
    CONFLICTS = "conflicts"
    CONFIDENCE = "confidence"
    LOOK = "look"  # how much there is to gain from a person's look


class GroupBy(StrEnum):
    """What incidents are counted by."""

    MONTH = "month"  # of the first day: 2024-05
    YEAR = "year"
    TYPE = "type"
    STATUS = "status"
    COUNTRY = "country"
    ADMIN1 = "admin1"
    PLACE = "place"
    PERPETRATORS = "perpetrators"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Listed:
    """One incident as a list shows it, read from columns alone."""

    id: str
    type: IncidentType
    status: Status
    scope: Scope
    first_day: date | None
    last_day: date | None  # inclusive
    date_precision: DatePrecision | None
    place: str | None
    admin1: str | None
    country: str | None
    place_precision: PlacePrecision | None
    lat: float | None
    lon: float | None
    perpetrators: str | None  # names, "; " between them
    targets: str | None
    killed: Count | None
    injured: Count | None
    reports: int
    claims: int
    conflicts: int
    reviewed: Reviewed
    judged: tuple[Field, ...]  # fields that a person set or confirmed
    confidence: float | None  # of the field that is least sure
    look: float


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the incidents that a filter lets through, and how many those are in all."""

    rows: tuple[Listed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many incidents share a value, and the people killed in those that give a figure."""

    value: str | None
    incidents: int
    killed: int


@contextmanager
def open_store(
    path_or_url: str | Path, *, create: bool = True, reads_only: bool = False
) -> Iterator[Store]:
    """Open a database, making or migrating it as needed, and close it again.

    With `reads_only`, it must be there, and a file that nobody may write, or whose folder nobody
    may, is opened as it is.
    Raises StoreError, also for what goes wrong later inside the `with`: the file is missing
    (and `create` is off), is no database of ours, is newer than this code, locked or damaged.
    """
    name = name_database(path_or_url)
    is_file = "://" not in name and name != ":memory:"
    if not name.strip():
        raise StoreError("no database is named: give a file, e.g. incidents.db")
    if is_file and Path(name).is_dir():
        raise StoreError(f"{name}: a folder; name a file in it, e.g. {Path(name) / 'incidents.db'}")
    if is_file and (reads_only or not create) and not Path(name).is_file():
        raise StoreError(
            f"{name}: no such database; make one with: dateline code INPUT --db {name}"
        )
    if is_file and not Path(name).parent.is_dir():
        raise StoreError(f"{name}: the folder {Path(name).parent} does not exist; make it first")
    is_frozen = is_file and reads_only and not t.can_write(Path(name))
    opened = t.frozen_engine(Path(name)) if is_frozen else _engine(path_or_url, name=name)
    try:
        with opened as engine:
            store = Store(engine)
            with store.reading() if is_frozen else store.transaction() as db:
                (check_current if is_frozen else migrate)(db, name=name)
            yield store
    except sa.exc.DatabaseError as error:
        if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError):
            raise
        raise StoreError(f"{name}: {error.orig}; {_remedy(str(error.orig))}") from error


# What helps, by what SQLite or the PostgreSQL client says.
REMEDIES = {
    "not a database": "give the file that dateline code made, or another name for a new one",
    "unable to open": "dateline must be able to write it and its folder; else use a copy of it",
    "readonly database": "dateline must be able to write it and its folder; else use a copy of it",
    "disk is full": "make room, then run the same command again",
    "disk I/O error": "look whether the disk is full or failing, then run the same command again",
    "locked": "another program is writing to it: try again when it is done",
    "connection": "look whether its server runs, and at the address and the user",
}


def _remedy(message: str) -> str:
    found = (remedy for words, remedy in REMEDIES.items() if words in message)
    return next(found, "see what is wrong with: dateline verify")


def name_database(path_or_url: str | Path) -> str:
    """What messages call a database: its path, or its URL with the password left out."""
    name = str(path_or_url)
    try:
        return sa.make_url(name).render_as_string(hide_password=True) if "://" in name else name
    except sa.exc.ArgumentError as error:
        raise StoreError(f"{name}: not a database URL; give a path, or dialect://...") from error


@contextmanager
def _engine(path_or_url: str | Path, *, name: str) -> Iterator[sa.Engine]:
    try:
        engine = t.make_engine(path_or_url)
    except (ModuleNotFoundError, sa.exc.ArgumentError) as error:
        remedy = "for PostgreSQL: pip install 'dateline[postgresql]'"
        raise StoreError(f"{name}: {error}; {remedy}") from error
    try:
        yield engine
    finally:
        engine.dispose()


class Store:
    """An open database. Make one with `open_store`."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._open: Connection | None = None  # of the transaction that is open
        self._read: Connection | None = None  # of the `reading` that is open

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: what is written inside one `with` is there together, or not at all.

        The writing methods open one themselves, or join the one that is open.
        """
        if self._open is not None:
            yield self._open
            return
        with self.engine.connect().execution_options(writes=True) as db, db.begin():
            self._open = db
            try:
                yield db
            finally:
                self._open = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read by; inside a `transaction` or another `reading`, that one.

        What is read inside one `with` is of one moment, whatever others write meanwhile.
        """
        if (held := self._open or self._read) is not None:
            yield held
            return
        with self.engine.connect().execution_options(**t.of_one_moment(self.engine)) as db:
            self._read = db
            try:
                yield db
            finally:
                self._read = None

    def _rows(self, statement: sa.Select[Any]) -> list[Row]:
        with self.reading() as db:
            return [dict(row) for row in db.execute(statement).mappings()]

    # ------------------------------------------------------------------ runs

    def start_run(self, versions: Versions, *, options: Mapping[str, object]) -> int:
        row = {
            "started_at": _now(),
            "version": versions.package,
            "lexicons": versions.lexicons,
            "gazetteer": versions.gazetteer,
            "rules": versions.rules,
            "coder": versions.coder,
            "options": to_json(dict(options)),
        }
        with self.transaction() as db:
            result = db.execute(t.runs.insert().values(row))
            return int((result.inserted_primary_key or (0,))[0])

    def finish_run(self, run: int, *, coded: int, failed: int) -> None:
        """A run without an end was cut short; run again, it takes up where it stopped."""
        values = {"finished_at": _now(), "coded": coded, "failed": failed}
        with self.transaction() as db:
            db.execute(t.runs.update().where(t.runs.c.id == run).values(values))

    def runs(self) -> list[Row]:
        return self._rows(sa.select(t.runs).order_by(t.runs.c.id))

    def last_versions(self) -> dict[str, str]:
        """What the last run coded with, by name: the package, the digests of data and rules."""
        names = ("version", "lexicons", "gazetteer", "rules")
        last = self._rows(sa.select(t.runs).order_by(t.runs.c.id.desc()).limit(1))
        return {name: str(row[name]) for row in last for name in names if row[name]}

    # ------------------------------------------------------------------ documents, reports

    def add_document(self, raw: bytes, *, origin: str) -> str:
        """Keep bytes as received under their SHA-256, which is returned, and where they were."""
        digest = sha256(raw)
        with self.transaction() as db:
            if db.scalar(sa.select(t.documents.c.sha256).filter_by(sha256=digest)) is None:
                row = {"sha256": digest, "size": len(raw), "data": zlib.compress(raw)}
                db.execute(t.documents.insert().values(row))
            seen = {"origin": origin, "raw_sha256": digest}
            if db.scalar(sa.select(t.origins.c.origin).filter_by(**seen)) is None:
                db.execute(t.origins.insert().values(seen))
        return digest

    def document(self, digest: str) -> bytes:
        """The bytes as received. StoreError when there are none, or they cannot be unpacked."""
        rows = self._rows(sa.select(t.documents.c.data).filter_by(sha256=digest))
        if not rows:
            raise StoreError(f"{digest}: no document with this SHA-256; code its file again")
        try:
            return zlib.decompress(rows[0]["data"])
        except zlib.error as error:
            raise StoreError(f"{digest}: the stored bytes are damaged ({error})") from error

    def add_report(self, report: Report, *, coder: str) -> None:
        """Put a report there, or its new particulars; an old failure of its origin is gone.

        Its document must be there. `coder` is the `Versions.coder` that is about to code it.
        """
        with self.transaction() as db:
            _put(db, t.reports, report_to_row(report, coder=coder))
            self.forget_failures([report.origin])

    def forget_failures(self, origins: Sequence[str]) -> None:
        """What is there could be coded after all."""
        is_of = t.failures.c.origin.in_(origins)
        if self._rows(sa.select(t.failures.c.origin).where(is_of)):
            with self.transaction() as db:
                db.execute(t.failures.delete().where(is_of))

    def add_failure(self, failure: Failure, *, coder: str) -> None:
        row = {
            "origin": failure.origin,
            "raw_sha256": failure.raw_sha256,
            "reason": failure.reason,
            "coder": coder,
        }
        with self.transaction() as db:
            _put(db, t.failures, row)

    def failures(self) -> list[Failure]:
        rows = self._rows(sa.select(t.failures).order_by(t.failures.c.origin))
        return [Failure(row["origin"], row["raw_sha256"], row["reason"]) for row in rows]

    def reports(self, ids: Iterable[str] | None = None) -> list[Report]:
        """All reports, or those of `ids`, by id."""
        if ids is None:
            return [row_to_report(row) for row in self._rows(sa.select(t.reports).order_by("id"))]
        found = (self.report(report_id) for report_id in sorted(set(ids)))
        return [report for report in found if report is not None]

    def report_origins(self) -> dict[str, str]:
        """The id of every report -> where it was met first."""
        rows = self._rows(sa.select(t.reports.c.id, t.reports.c.origin).order_by("id"))
        return {row["id"]: row["origin"] for row in rows}

    def undated(self) -> set[str]:
        """The ids of reports without a day of publication."""
        return {
            row["id"] for row in self._rows(sa.select(t.reports.c.id).filter_by(published=None))
        }

    def report(self, report_id: str) -> Report | None:
        rows = self._rows(sa.select(t.reports).filter_by(id=report_id))
        return row_to_report(rows[0]) if rows else None

    def find_reports(self, prefix: str) -> list[Report]:
        """The report of this id, or all whose id begins so."""
        exact = self.report(prefix)
        begins = t.reports.c.id.startswith(prefix, autoescape=True)
        rows = (
            []
            if exact or not prefix
            else self._rows(sa.select(t.reports).where(begins).order_by("id"))
        )
        return [exact] if exact else [row_to_report(row) for row in rows]

    def coder_of(self, report_id: str) -> str | None:
        """Who coded a report last; None when it has not been coded."""
        rows = self._rows(sa.select(t.reports.c.coder).filter_by(id=report_id))
        return rows[0]["coder"] if rows else None

    def replace_copies(self, groups: Mapping[str, Iterable[tuple[str, float]]]) -> None:
        """Which reports print one text: representative -> (report id, similarity 0 to 1) each."""
        rows = [
            {"report_id": report_id, "copy_of": representative, "similarity": similarity}
            for representative, members in groups.items()
            for report_id, similarity in members
        ]
        with self.transaction() as db:
            replace_rows(db, t.copies, rows)

    def copies(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """Representative -> (report id, similarity) of each other report of the same text."""
        groups: dict[str, tuple[tuple[str, float], ...]] = {}
        for row in self._rows(sa.select(t.copies).order_by("copy_of", "report_id")):
            copy = (row["report_id"], row["similarity"])
            groups[row["copy_of"]] = (*groups.get(row["copy_of"], ()), copy)
        return groups

    # ------------------------------------------------------------------ claims, incidents

    def replace_claims(self, report_id: str, claims: Sequence[Claim[Values]]) -> bool:
        """All that one report says; what it was thought to say before is gone.

        Returns whether anything changed. StoreError when the report is not there.
        """
        report = self.report(report_id)
        if report is None:
            raise StoreError(f"claims of {report_id}: no such report; add it first")
        rows = [
            claim_to_row(claim, position=position, text=report.text)
            for position, claim in enumerate(claims)
        ]
        with self.transaction() as db:
            # Claims that a judgement kept when the program had lost them give way; the next
            # linking replays the judgement.
            ours = t.claims.c.judgement_id.is_(None)
            ids = [row["id"] for row in rows]
            for some in chunks(ids):
                db.execute(t.claims.delete().where(t.claims.c.id.in_(some), ~ours))
            where = (t.claims.c.report_id == report_id) & ours
            return replace_rows(db, t.claims, rows, where=where)

    def claims(self, report_id: str | None = None) -> list[Claim[Values]]:
        """All that the program read, or in one report, in the order of reports and of their text.

        What people add is in `dateline.store.judgements`.
        """
        ours = t.claims.c.judgement_id.is_(None)
        statement = sa.select(t.claims).where(ours).order_by("report_id", "position")
        if report_id is not None:
            statement = statement.filter_by(report_id=report_id)
        return [row_to_claim(row) for row in self._rows(statement)]

    def replace_incidents(self, incidents: Iterable[Incident]) -> bool:
        """All incidents there are, linked anew from all claims; those that stay keep their row.

        Returns whether anything changed.
        """
        reports = {report.id: report for report in self.reports()}
        rows, links = incident_rows(incidents, reports)
        with self.transaction() as db:
            changed = replace_rows(db, t.incidents, rows)
            return replace_rows(db, t.incident_claims, links) or changed

    def incidents(self, which: Filter | None = None) -> list[Incident]:
        """Incidents by their first day, undated ones last."""
        statement = _select_incidents(which or Filter())
        return [_read_incident(row) for row in self._rows(statement)]

    def page(
        self,
        which: Filter | None = None,
        *,
        sort: Sort = Sort.DATE,
        descending: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """Some incidents from columns alone: as quick for a hundred thousand as for ten."""
        tests = conditions(which or Filter())
        key = _SORTS[sort]
        ids = (
            sa.select(t.incidents.c.id)
            .where(*tests)
            .order_by(key.is_(None), key.desc() if descending else key.asc(), t.incidents.c.id)
        )
        with self.reading() as db:
            counted = sa.select(sa.func.count()).select_from(t.incidents).where(*tests)
            total = db.scalar(counted) or 0
            names = list(db.scalars(ids.limit(limit).offset(offset)))
            found = read_listed(db, names)
        return Page(tuple(found[name] for name in names), total)

    def tally(self, by: GroupBy, which: Filter | None = None) -> list[Tally]:
        """Incidents and people killed by a value, in its order; None stands for "not known"."""
        value = _BYS[by]
        statement = (
            sa.select(value.label("value"), sa.func.count().label("n"), _TOLL.label("killed"))
            .where(*conditions(which or Filter()))
            .group_by(value)
            .order_by(value.is_(None), value)
        )
        return [Tally(row["value"], row["n"], row["killed"]) for row in self._rows(statement)]

    def incidents_of(self, report_ids: Iterable[str]) -> list[Incident]:
        """Incidents of which any of these reports speaks."""
        wanted = set(report_ids)
        return [incident for incident in self.incidents() if wanted & set(incident.reports)]

    def record_digests(self, incident_ids: Iterable[str]) -> dict[str, str]:
        """SHA-256 of the record of each incident of exactly these ids that is there."""
        c = t.incidents.c
        digests: dict[str, str] = {}
        for some in chunks(incident_ids):
            rows = self._rows(sa.select(c.id, c.record_sha256).where(c.id.in_(some)))
            digests |= {row["id"]: row["record_sha256"] for row in rows}
        return digests

    def incident(self, prefix: str) -> Incident:
        """The one incident whose id is, or begins with, `prefix`.

        StoreError when there is none, or more than one.
        """
        if not prefix:
            raise StoreError("no incident is named; see: dateline list --all")
        statement = sa.select(t.incidents.c.id, t.incidents.c.record)
        begins = t.incidents.c.id.startswith(prefix, autoescape=True)
        found = self._rows(statement.filter_by(id=prefix)) or self._rows(
            statement.where(begins).order_by(t.incidents.c.id).limit(6)
        )
        if not found:
            raise StoreError(f"{prefix}: no incident with this id; see: dateline list --all")
        if len(found) > 1:
            ids = ", ".join(row["id"] for row in found)
            raise StoreError(f"{prefix}: more than one incident begins so: {ids}; give more of it")
        return _read_incident(found[0])

    def count_rows(self) -> dict[str, int]:
        """How many rows each table holds."""
        with self.reading() as db:
            return {
                table.name: db.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for table in t.metadata.sorted_tables
            }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read_incident(row: Row) -> Incident:
    try:
        return record_to_incident(json.loads(row["record"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "see what is wrong with: dateline verify"
        raise StoreError(f"incident {row['id']}: its record is damaged; {remedy}") from error


def _put(db: Connection, table: Table, row: Row) -> bool:
    """Insert a row, or update it where it differs; returns whether it did."""
    this = _key(table, row)
    stored = db.execute(table.select().where(this)).mappings().first()
    if stored is None:
        db.execute(table.insert().values(row))
    elif dict(stored) != row:
        db.execute(table.update().where(this).values(row))
    return stored is None or dict(stored) != row


def replace_rows(
    db: Connection, table: Table, rows: list[Row], *, where: sa.ColumnElement[bool] | None = None
) -> bool:
    """Make `rows` all that the table holds (or all that meet `where`), touching only what differs."""
    statement = table.select() if where is None else table.select().where(where)
    key = _key_of(table)
    rows_there = (dict(row) for row in db.execute(statement).mappings())
    stored = {key(row): row for row in rows_there}
    wanted = {key(row): row for row in rows}
    if len(wanted) != len(rows):
        raise StoreError(f"{table.name}: {len(rows) - len(wanted)} rows share an id with another")
    for name in stored.keys() - wanted.keys():
        db.execute(table.delete().where(_key(table, stored[name])))
    for name in wanted.keys() & stored.keys():
        if wanted[name] != stored[name]:
            db.execute(table.update().where(_key(table, wanted[name])).values(wanted[name]))
    new = [row for name, row in wanted.items() if name not in stored]
    if new:
        db.execute(table.insert(), new)
    return wanted != stored


def _key_of(table: Table) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    names = [column.name for column in table.primary_key]
    return lambda row: tuple(row[name] for name in names)


def _key(table: Table, row: Row) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


def incident_rows(
    incidents: Iterable[Incident], reports: Mapping[str, Report]
) -> tuple[list[Row], list[Row]]:
    """Rows of incidents, and of which claims they stand on."""
    records = [incident_to_record(incident, reports) for incident in incidents]
    links = [
        {"incident_id": record["id"], "claim_id": claim["id"], "position": position}
        for record in records
        for position, claim in enumerate(record["claims"])
    ]
    return [incident_row(record) for record in records], links


def chunks(ids: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """A few at a time: databases limit the length of a statement."""
    left = list(ids)
    for start in range(0, len(left), size):
        yield left[start : start + size]


def _select_incidents(which: Filter) -> sa.Select[Any]:
    c = t.incidents.c
    order = (c.date_start.is_(None), c.date_start, c.id)
    return sa.select(c.id, c.record).where(*conditions(which)).order_by(*order)


def conditions(which: Filter) -> list[sa.ColumnElement[bool]]:
    c = t.incidents.c
    killed = sa.func.coalesce(c.killed_best, c.killed_low)
    tests: list[tuple[object, Callable[[Any], sa.ColumnElement[bool]]]] = [
        (which.type, lambda value: c.type == value.value),
        (which.status, lambda value: c.status == value.value),
        (
            which.scopes if set(which.scopes) != set(Scope) else None,
            lambda value: c.scope.in_([scope.value for scope in value]),
        ),
        (which.country, lambda value: c.country == value.upper()),
        (which.place, lambda value: _holds(c.place, value) | _holds(c.admin1, value)),
        (which.actor, lambda value: _holds(c.perpetrators, value) | _holds(c.targets, value)),
        (which.since, lambda value: c.date_end >= value.isoformat()),
        (which.until, lambda value: c.date_start <= value.isoformat()),
        (which.min_killed, lambda value: killed >= value),
        (which.report, _told_by),
        (which.conflict, lambda value: (c.conflicts > 0) == value),
        (which.reviewed, lambda value: c.reviewed.in_([state.value for state in value])),
        (
            which.max_confidence,
            lambda value: c.confidence.is_(None) | (c.confidence <= value),
        ),
        (which.min_reports, lambda value: c.reports >= value),
        (which.box, lambda box: c.lat.between(box[0], box[2]) & _within(c.lon, box[1], box[3])),
        (which.sample, lambda size: c.id.in_(_drawn(which, size))),
    ]
    return [test(value) for value, test in tests if value is not None]


def _drawn(which: Filter, size: int) -> sa.Select[Any]:
    """The same for everybody who asks: the first by id, which is a digest and so as good as a lot.
    What was reviewed since stays in."""
    c = t.incidents.c
    everything = conditions(replace(which, sample=None, reviewed=None))
    return sa.select(c.id).where(*everything).order_by(c.id).limit(size)


def _within(lon: sa.ColumnElement[float], west: float, east: float) -> sa.ColumnElement[bool]:
    """Between two meridians, also where the way from west to east crosses the date line."""
    return lon.between(west, east) if west <= east else (lon >= west) | (lon <= east)


_c = t.incidents.c
_TOLL = sa.func.coalesce(sa.func.sum(sa.func.coalesce(_c.killed_best, _c.killed_low)), 0)
_SORTS: dict[Sort, sa.ColumnElement[Any]] = {
    Sort.KILLED: sa.func.coalesce(_c.killed_best, _c.killed_low),
    Sort.INJURED: _c.injured_best,
    Sort.DATE: _c.date_start,
} | {sort: _c[sort.value] for sort in Sort if sort.value in _c}
_BYS: dict[GroupBy, sa.ColumnElement[Any]] = {
    GroupBy.MONTH: sa.func.substr(_c.date_start, 1, 7),
    GroupBy.YEAR: sa.func.substr(_c.date_start, 1, 4),
} | {by: _c[by.value] for by in GroupBy if by.value in _c}
_NOT_LISTED = {"record", "record_sha256"}
_LISTED = [column for column in t.incidents.columns if column.name not in _NOT_LISTED]


def read_listed(db: Connection, ids: Sequence[str]) -> dict[str, Listed]:
    """Incidents by id, from columns alone."""
    rows = db.execute(sa.select(*_LISTED).where(t.incidents.c.id.in_(ids))).mappings()
    return {row["id"]: _read_listed(dict(row)) for row in rows}


def _read_listed(row: Row) -> Listed:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    def count(kind: CountKind) -> Count | None:
        bounds = [row[f"{kind}_{bound}"] for bound in ("low", "best", "high")]
        return None if bounds == [None] * 3 else Count(*bounds)

    precision, where = row["date_precision"], row["place_precision"]
    same = "id place admin1 country lat lon perpetrators targets reports claims conflicts"
    return Listed(
        **{name: row[name] for name in f"{same} confidence".split()},
        type=IncidentType(row["type"]),
        status=Status(row["status"]),
        scope=Scope(row["scope"]),
        first_day=day(row["date_start"]),
        last_day=day(row["date_end"]),
        date_precision=DatePrecision(precision) if precision else None,
        place_precision=PlacePrecision(where) if where else None,
        killed=count(CountKind.KILLED),
        injured=count(CountKind.INJURED),
        reviewed=Reviewed(row["reviewed"]),
        judged=tuple(map(Field, (row["judged"] or "").split("; "))) if row["judged"] else (),
        look=row["look"],
    )


def _holds(column: sa.ColumnElement[str], words: str) -> sa.ColumnElement[bool]:
    return column.icontains(words, autoescape=True)


def _told_by(report: str) -> sa.ColumnElement[bool]:
    told = (
        sa.select(t.incident_claims.c.incident_id)
        .join(t.claims, t.claims.c.id == t.incident_claims.c.claim_id)
        .where(t.claims.c.report_id.startswith(report, autoescape=True))
    )
    return t.incidents.c.id.in_(told)
