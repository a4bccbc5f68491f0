"""Checking a database against itself: hashes, quotes, offsets, and what each row repeats."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from dateline.export.contract import claim_to_record, find_faults, record_to_judgement
from dateline.link.judgements import anchors
from dateline.store import database as t
from dateline.store.judgements import judgement_row
from dateline.store.queries import Store
from dateline.store.rows import (
    Row,
    claim_to_row,
    incident_row,
    row_to_claim,
    row_to_report,
    sha256,
)

# What a row that is not as we wrote it may raise when it is read back.
DAMAGE = (ValueError, KeyError, TypeError, AttributeError)
AGAIN = "code its file again"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which table, in which row, what, and what helps."""

    table: str
    id: str
    message: str


def verify(store: Store) -> list[Problem]:
    """Everything in a database that is not as it was written; an empty list is the good news.

    Found: a byte changed in a document, a text, a quote, an offset or a value; a row that is
    gone while another needs it; incidents that no longer agree with their claims; judgements
    whose words are not where their anchors say. Words that are gone are no fault of the database:
    such a judgement stands as unanchored.
    """
    with store.engine.connect() as db, _reading_broken_text(db):
        texts = {row["id"]: row["text"] for row in _rows(db, sa.select(t.reports))}
        return [
            *_check_file(db),
            *_check_documents(db),
            *_check_reports(db),
            *_check_claims(db, texts),
            *_check_incidents(db, texts),
            *_check_judgements(db),
            *_check_anchors(db, texts),
        ]


@contextmanager
def _reading_broken_text(db: Connection) -> Iterator[None]:
    # Bytes that are no UTF-8 must be read to be reported; SQLite's driver would stop at them.
    driver: Any = db.connection.dbapi_connection
    if db.dialect.name == "sqlite":
        driver.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        if db.dialect.name == "sqlite":
            driver.text_factory = str


def _rows(db: Connection, statement: sa.Select[Any]) -> Iterator[Row]:
    for row in db.execute(statement).mappings():
        yield dict(row)


def _check_file(db: Connection) -> Iterator[Problem]:
    if db.dialect.name != "sqlite":
        return
    for (line,) in db.exec_driver_sql("PRAGMA quick_check"):
        if line != "ok":
            yield Problem("(file)", "", f"{line}; restore a backup")
    for table, row, parent, _ in db.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(table, f"row {row}", f"needs a row of {parent} that is gone; {AGAIN}")


def _check_documents(db: Connection) -> Iterator[Problem]:
    for row in _rows(db, sa.select(t.documents).order_by("sha256")):
        try:
            raw = zlib.decompress(row["data"])
        except (zlib.error, TypeError) as error:
            yield Problem("documents", row["sha256"], f"cannot be unpacked ({error}); {AGAIN}")
            continue
        if sha256(raw) != row["sha256"] or len(raw) != row["size"]:
            yield Problem("documents", row["sha256"], f"the bytes are not those kept; {AGAIN}")


def _check_reports(db: Connection) -> Iterator[Problem]:
    for row in _rows(db, sa.select(t.reports).order_by("id")):
        if sha256(row["text"].encode("utf-8", "surrogateescape")) != row["text_sha256"]:
            yield Problem("reports", row["id"], f"the text is not the one that was coded; {AGAIN}")
        try:
            row_to_report(row)
        except DAMAGE as error:
            yield Problem("reports", row["id"], f"cannot be read back ({error}); {AGAIN}")


def _check_claims(db: Connection, texts: Mapping[str, str]) -> Iterator[Problem]:
    for row in _rows(db, sa.select(t.claims).order_by("id")):
        text, start, end = texts.get(row["report_id"], ""), row["quote_start"], row["quote_end"]
        if not 0 <= start < end <= len(text):
            fault: str | None = f"[{start}, {end}) is outside the report's {len(text)} characters"
        elif row["quote"] != text[start:end]:
            fault = f"the quote is not characters {start} to {end} of its report"
        else:
            fault = _compare_claim(row, text)
        if fault:
            yield Problem("claims", row["id"], f"{fault}; {AGAIN}")


def _compare_claim(row: Row, text: str) -> str | None:
    try:
        again = claim_to_row(
            row_to_claim(row),
            position=row["position"],
            text=text,
            judgement_id=row["judgement_id"],
        )
    except DAMAGE as error:
        return f"cannot be read back ({error})"
    return _differing(row, again)


def _check_incidents(db: Connection, texts: Mapping[str, str]) -> Iterator[Problem]:
    known = _claim_records(db)
    for row in _rows(db, sa.select(t.incidents).order_by("id")):
        try:
            record = json.loads(row["record"])
            faults = list(find_faults(record, texts))
            if sha256(row["record"].encode("utf-8", "surrogateescape")) != row["record_sha256"]:
                faults.append("the record is not the one that was kept")
        except DAMAGE as error:
            faults = [f"cannot be read back ({error})"]
        if not faults:
            faults = [fault for fault in [_differing(row, incident_row(record))] if fault]
            faults += [
                f"claim {claim['id']} is not as in the table of claims"
                for claim in record["claims"]
                if known.get(claim["id"]) != claim
            ]
        for fault in faults:
            yield Problem("incidents", row["id"], f"{fault}; run dateline code again")


def _check_judgements(db: Connection) -> Iterator[Problem]:
    """Judgements as they were written, each with its fate."""
    replayed = set(db.scalars(sa.select(t.fates.c.judgement_id)))
    numbers = set(db.scalars(sa.select(t.judgements.c.id)))
    for row in _rows(db, sa.select(t.judgements).order_by("id")):
        try:
            again = judgement_row(record_to_judgement(json.loads(row["record"])))
        except DAMAGE as error:
            fault: str | None = f"cannot be read back ({error})"
        else:
            fault = _differing(row, again)
        if row["withdraws"] is not None and row["withdraws"] not in numbers:
            fault = f"withdraws judgement {row['withdraws']}, which is not there"
        if fault:
            yield Problem("judgements", str(row["id"]), f"{fault}; restore a backup")
        elif row["id"] not in replayed:
            remedy = "run dateline code again"
            yield Problem("judgements", str(row["id"]), f"it was never replayed; {remedy}")


def _check_anchors(db: Connection, texts: Mapping[str, str]) -> Iterator[Problem]:
    """The words that each judgement rests on, where its anchors say they stand."""
    c = t.anchors.c
    statement = sa.select(t.judgements.c.id, t.judgements.c.record).order_by("id")
    for number, record in db.execute(statement):
        try:
            held = dict(anchors(record_to_judgement(json.loads(record))))
        except DAMAGE:
            continue  # said where judgements are checked
        rows = _rows(db, sa.select(t.anchors).where(c.judgement_id == number))
        found = {(row["judgement_id"], row["subject"], row["position"]): row for row in rows}
        faults = [f"{key[1]}/{key[2]} is not there" for key in held.keys() - found.keys()]
        for key in held.keys() & found.keys():
            row, quote = found[key], held[key].quote
            text = texts.get(row["report_id"]) if row["report_id"] else None
            if row["report_id"] and (text or "")[row["quote_start"] : row["quote_end"]] != quote:
                faults.append(f"{key[1]}/{key[2]} is not where report {row['report_id']} says so")
        for fault in sorted(faults):
            yield Problem("anchors", str(number), f"anchor {fault}; run dateline code again")


def _claim_records(db: Connection) -> dict[str, dict[str, Any]]:
    """Claims as contract records by id; those that cannot be made are left out."""
    reports = {row["id"]: row for row in _rows(db, sa.select(t.reports))}
    records = {}
    for row in _rows(db, sa.select(t.claims)):
        try:
            report = row_to_report(reports[row["report_id"]])
            records[row["id"]] = claim_to_record(row_to_claim(row), report)
        except DAMAGE:
            continue  # said where claims and reports are checked
    return records


def _differing(row: Row, again: Row) -> str | None:
    columns = [name for name in row if row[name] != again[name]]
    return f"{', '.join(columns)}: not as the rest of the row has it" if columns else None
