"""The schema, step by step: numbered functions, each run once, in order, in one transaction.

A released step is never edited; a change is a new function at the end of the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy import Connection

from dateline.errors import StoreError
from dateline.store.database import schema_version

Migration = Callable[[Connection], None]
MIGRATIONS: list[Migration] = []

VALUES = """
    type text, date_start text, date_end text, date_precision text, date_rule text,
    place text, admin1 text, country text, place_precision text,
    lat float, lon float, geonameid integer,
    perpetrators text, targets text, weapons text,
    killed_low integer, killed_best integer, killed_high integer,
    injured_low integer, injured_best integer, injured_high integer,
    abducted_low integer, abducted_best integer, abducted_high integer,
    arrested_low integer, arrested_best integer, arrested_high integer,
    displaced_low integer, displaced_best integer, displaced_high integer
"""


def migration(step: Migration) -> Migration:
    MIGRATIONS.append(step)
    return step


@migration
def m001_documents_and_reports(db: Connection) -> None:
    blob = "bytea" if db.dialect.name == "postgresql" else "blob"
    db.exec_driver_sql(f"""create table documents (
        sha256 text primary key, size integer not null, data {blob} not null)""")
    db.exec_driver_sql("""create table origins (
        origin text not null, raw_sha256 text not null references documents (sha256),
        primary key (origin, raw_sha256))""")
    db.exec_driver_sql("""create table reports (
        id text primary key, title text, publisher text, author text, language text,
        published text, published_how text, origin text not null, url text,
        raw_sha256 text not null references documents (sha256),
        text_sha256 text not null, coder text not null, text text not null)""")
    db.exec_driver_sql("""create table failures (
        origin text primary key, raw_sha256 text references documents (sha256),
        reason text not null, coder text not null)""")
    db.exec_driver_sql("""create table copies (
        report_id text primary key references reports (id) on delete cascade,
        copy_of text not null references reports (id) on delete cascade,
        similarity float not null)""")


@migration
def m002_runs(db: Connection) -> None:
    identity = "serial" if db.dialect.name == "postgresql" else "integer"
    db.exec_driver_sql(f"""create table runs (
        id {identity} primary key, started_at text not null, finished_at text,
        version text not null, lexicons text not null, gazetteer text, rules text not null,
        coder text not null, options text not null, coded integer, failed integer)""")


@migration
def m003_claims_and_incidents(db: Connection) -> None:
    db.exec_driver_sql(f"""create table claims (
        id text primary key, report_id text not null references reports (id) on delete cascade,
        position integer not null, quote text not null,
        quote_start integer not null, quote_end integer not null,
        modality text not null, background integer not null, occurrence integer not null,
        reference text not null, scope text not null, confidence float, {VALUES},
        says text not null, sources text not null)""")
    db.exec_driver_sql("create index claims_of_report on claims (report_id)")
    db.exec_driver_sql(f"""create table incidents (
        id text primary key, status text not null, scope text not null, {VALUES},
        reports integer not null, claims integer not null, conflicts integer not null,
        record_sha256 text not null, record text not null)""")
    db.exec_driver_sql("create index incidents_by_date on incidents (date_start, date_end)")
    db.exec_driver_sql("""create table incident_claims (
        incident_id text not null references incidents (id) on delete cascade,
        claim_id text not null references claims (id) on delete cascade,
        position integer not null, primary key (incident_id, claim_id))""")
    db.exec_driver_sql("create index incidents_of_claim on incident_claims (claim_id)")


@migration
def m004_judgements(db: Connection) -> None:
    db.exec_driver_sql("""create table judgements (
        id integer primary key, verdict text not null, author text not null, at text not null,
        reason text, withdraws integer references judgements (id),
        record_sha256 text not null, record text not null)""")
    db.exec_driver_sql("create index judgements_that_withdraw on judgements (withdraws)")
    db.exec_driver_sql("""create table anchors (
        judgement_id integer not null references judgements (id), subject integer not null,
        position integer not null, incident_id text,
        report_id text, quote_start integer, quote_end integer, claim_id text,
        primary key (judgement_id, subject, position))""")
    db.exec_driver_sql("create index anchors_by_claim on anchors (claim_id)")
    db.exec_driver_sql("create index anchors_by_incident on anchors (incident_id)")
    db.exec_driver_sql("""create table fates (
        judgement_id integer not null references judgements (id), subject integer not null,
        standing text not null, incident_id text, primary key (judgement_id, subject))""")
    db.exec_driver_sql("create index fates_by_incident on fates (incident_id)")
    db.exec_driver_sql("""create table linked (
        claim_id text primary key references claims (id) on delete cascade,
        incident_id text not null, position integer not null)""")
    db.exec_driver_sql("create index linked_by_incident on linked (incident_id)")
    db.exec_driver_sql(
        "insert into linked select claim_id, incident_id, position from incident_claims"
    )
    db.exec_driver_sql(
        "alter table claims add column judgement_id integer references judgements (id)"
    )
    db.exec_driver_sql("create index claims_of_judgement on claims (judgement_id)")
    for column in ("reviewed text", "judged text", "confidence float", "look float"):
        db.exec_driver_sql(f"alter table incidents add column {column}")
    for name, text in db.exec_driver_sql("select id, record from incidents").all():
        try:
            record = json.loads(text)
            shares = record.get("confidence", {}).values()
            killed = record["counts"].get("killed", {})
            n_conflicts = len(record["conflicts"])
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # damaged: `verify` says so
        sure = min(shares, default=None)
        toll = killed.get("best") or killed.get("low") or 0
        unsure = 1 - (0.5 if sure is None else sure)
        look = round(n_conflicts + math.log10(1 + toll) + 2 * unsure, 4)
        row = sa.table("incidents", *map(sa.column, ("id", "reviewed", "confidence", "look")))
        db.execute(
            row.update().where(row.c.id == name).values(reviewed="no", confidence=sure, look=look)
        )
    # Filters and sorts over many incidents read this instead of the wide rows. PostgreSQL keeps
    # wide cells apart by itself, and has a limit on the length of an index entry.
    wide = (
        ""
        if db.dialect.name == "postgresql"
        else """, id, type, status, scope, place, admin1,
        country, lat, lon, place_precision, perpetrators, targets, killed_low, killed_best,
        injured_best, reports, conflicts, reviewed, judged, confidence, look"""
    )
    db.exec_driver_sql("drop index incidents_by_date")
    db.exec_driver_sql(f"create index incidents_by_date on incidents (date_start, date_end{wide})")


@migration
def m005_points(db: Connection) -> None:
    # What is near a place, without reading every incident of its days.
    db.exec_driver_sql("create index incidents_by_point on incidents (lat, lon, date_start, id)")


def migrate(db: Connection, *, name: str) -> None:
    """Bring a database up to this code's schema; `name` is what messages call it.

    Raises StoreError as `read_version`.
    """
    version = read_version(db, name=name)
    if version is None:
        db.exec_driver_sql("create table schema_version (version integer primary key, name text)")
    for number, step in enumerate(MIGRATIONS[version or 0 :], start=(version or 0) + 1):
        step(db)
        db.execute(schema_version.insert().values(version=number, name=step.__name__))


def check_current(db: Connection, *, name: str) -> None:
    """StoreError when a database that cannot be written is not of this code's schema, or as `read_version`."""
    if read_version(db, name=name) != len(MIGRATIONS):
        raise StoreError(
            f"{name}: written by an older dateline, and not to be brought up to date where"
            " nothing can be written; use a copy of it"
        )


def read_version(db: Connection, *, name: str) -> int | None:
    """The number of the last step that made a database; None where it is empty.

    Raises StoreError when it is newer than this code, or holds somebody else's tables.
    """
    tables = sa.inspect(db).get_table_names()
    if "schema_version" not in tables:
        if tables:
            raise StoreError(
                f"{name}: a database, but not one of dateline's; choose another file with --db"
            )
        return None
    version = int(db.scalar(sa.select(sa.func.max(schema_version.c.version))) or 0)
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{name}: written by a newer dateline (schema {version}, this one knows"
            f" {len(MIGRATIONS)}); upgrade dateline, or choose another file with --db"
        )
    return version
