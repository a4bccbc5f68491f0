"""The tables, and how a database is opened.

Written in SQLAlchemy Core, for SQLite and PostgreSQL. SQLite is the default; its files open in Datasette as they
are: plain names, ISO dates, JSON only where a value is a list. What each column means is on
the page `docs/store.md`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text, event

from dateline.errors import StoreError
from dateline.records import CountKind

BUSY_SECONDS = 30  # how long one program waits for another's transaction; they last milliseconds

BACKENDS = ("sqlite", "postgresql")
WRITER = 0x64617465  # the number of the lock that a writer holds in PostgreSQL: "date"

metadata = MetaData()


def value_columns() -> list[Column[object]]:
    """The columns in which claims and incidents show their values alike."""
    texts = ["type", "date_start", "date_end", "date_precision", "date_rule"]
    texts += ["place", "admin1", "country", "place_precision"]
    counts = [f"{kind}_{bound}" for kind in CountKind for bound in ("low", "best", "high")]
    return [
        *(Column(name, Text) for name in texts),
        Column("lat", Float),
        Column("lon", Float),
        Column("geonameid", Integer),
        *(Column(name, Text) for name in ("perpetrators", "targets", "weapons")),
        *(Column(name, Integer) for name in counts),
    ]


schema_version = Table(
    "schema_version", metadata, Column("version", Integer, primary_key=True), Column("name", Text)
)
documents = Table(
    "documents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer),
    Column("data", LargeBinary),
)
origins = Table(
    "origins",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("raw_sha256", Text, primary_key=True),
)
reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("publisher", Text),
    Column("author", Text),
    Column("language", Text),
    Column("published", Text),
    Column("published_how", Text),
    Column("origin", Text),
    Column("url", Text),
    Column("raw_sha256", Text),
    Column("text_sha256", Text),
    Column("coder", Text),
    Column("text", Text),
)
failures = Table(
    "failures",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("raw_sha256", Text),
    Column("reason", Text),
    Column("coder", Text),
)
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", Text),
    Column("finished_at", Text),
    Column("version", Text),
    Column("lexicons", Text),
    Column("gazetteer", Text),
    Column("rules", Text),
    Column("coder", Text),
    Column("options", Text),
    Column("coded", Integer),
    Column("failed", Integer),
)
claims = Table(
    "claims",
    metadata,
    Column("id", Text, primary_key=True),
    Column("report_id", Text),
    Column("position", Integer),
    Column("quote", Text),
    Column("quote_start", Integer),
    Column("quote_end", Integer),
    Column("modality", Text),
    Column("background", Integer),
    Column("occurrence", Integer),
    Column("reference", Text),
    Column("scope", Text),
    Column("confidence", Float),
    *value_columns(),
    Column("says", Text),
    Column("sources", Text),
    Column("judgement_id", Integer),
)
incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("status", Text),
    Column("scope", Text),
    *value_columns(),
    Column("reports", Integer),
    Column("claims", Integer),
    Column("conflicts", Integer),
    Column("record_sha256", Text),
    Column("record", Text),
    Column("reviewed", Text),
    Column("judged", Text),
    Column("confidence", Float),
    Column("look", Float),
)
incident_claims = Table(
    "incident_claims",
    metadata,
    Column("incident_id", Text, primary_key=True),
    Column("claim_id", Text, primary_key=True),
    Column("position", Integer),
)
linked = Table(
    "linked",
    metadata,
    Column("claim_id", Text, primary_key=True),
    Column("incident_id", Text),
    Column("position", Integer),
)
judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("verdict", Text),
    Column("author", Text),
    Column("at", Text),
    Column("reason", Text),
    Column("withdraws", Integer),
    Column("record_sha256", Text),
    Column("record", Text),
)
anchors = Table(
    "anchors",
    metadata,
    Column("judgement_id", Integer, primary_key=True),
    Column("subject", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("incident_id", Text),
    Column("report_id", Text),
    Column("quote_start", Integer),
    Column("quote_end", Integer),
    Column("claim_id", Text),
)
fates = Table(
    "fates",
    metadata,
    Column("judgement_id", Integer, primary_key=True),
    Column("subject", Integer, primary_key=True),
    Column("standing", Text),
    Column("incident_id", Text),
)
copies = Table(
    "copies",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("copy_of", Text),
    Column("similarity", Float),
)


def make_engine(path_or_url: str | Path) -> sa.Engine:
    """An engine for a SQLite file, `:memory:`, or a URL of SQLite or PostgreSQL (with `://`).

    Raises StoreError for any other database.
    """
    name = str(path_or_url)
    url = sa.make_url(name) if "://" in name else sa.URL.create("sqlite", database=name)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in BACKENDS:
        raise StoreError(
            f"{url.render_as_string(hide_password=True)}: dateline keeps its data in SQLite or"
            " PostgreSQL; give a file, or postgresql://USER@HOST/DATABASE"
        )
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def can_write(path: Path) -> bool:
    """Whether SQLite can open a file as usual: even a reader writes beside it (`-wal`, `-shm`)."""
    path = path.resolve()
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def frozen_engine(path: Path) -> Iterator[sa.Engine]:
    """An engine that reads a SQLite file and leaves no trace beside it, where nothing can be written.

    What nobody else is writing is opened as immutable. Raises StoreError at the end when somebody
    wrote to it after all: what was read may then be of two moments.
    """
    path = path.resolve()
    is_quiet = not _size(Path(f"{path}-wal"))
    query = {"uri": "true", "mode": "ro"} | ({"immutable": "1"} if is_quiet else {})
    url = sa.URL.create("sqlite", database=path.as_uri(), query=query)
    engine = sa.create_engine(url)
    event.listen(engine, "connect", _leave_transactions)
    event.listen(engine, "begin", _begin_sqlite)
    before = path.stat()
    try:
        yield engine
    finally:
        engine.dispose()
    after = path.stat()
    if is_quiet and (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise StoreError(f"{path}: another program wrote to it meanwhile; run the command again")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def of_one_moment(engine: sa.Engine) -> dict[str, str]:
    """Options of a connection all of whose reads see one state. SQLite's do without any."""
    return {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}


def _leave_transactions(connection: object, _record: object) -> None:
    # The driver's own transaction handling commits before some statements; we say BEGIN ourselves.
    connection.isolation_level = None  # type: ignore[attr-defined]


def _prepare_sqlite(connection: object, record: object) -> None:
    _leave_transactions(connection, record)
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")  # safe against a killed process in WAL mode
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes its lock at once: a reader that turns writer halfway cannot wait, only fail.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: sa.Connection) -> None:
    # One writer at a time, as in SQLite: what it reads before it writes is still so when it writes.
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
