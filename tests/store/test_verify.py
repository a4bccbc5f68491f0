import json
import sqlite3

import pytest
from tests.fakes import code_report, link_claims
from tests.makers import report

from dateline.store import open_store, verify

TEXT = "Gunmen killed 3 traders in Gao on 2024-05-13, résidents said. Roads were closed."


@pytest.fixture
def path(tmp_path):
    of, path = report(TEXT), tmp_path / "a.db"
    with open_store(path) as store:
        store.add_document(TEXT.encode() * 20, origin="other.txt")
        store.add_document(TEXT.encode(), origin=of.origin)
        store.add_report(of, coder="c")
        store.replace_claims(of.id, code_report(of))
        store.replace_incidents(link_claims(store.claims(), [of], []))
    return path


def find(path):
    with open_store(path, create=False) as store:
        return {(problem.table, problem.message) for problem in verify(store)}


def change(path, statement, *values):
    db = sqlite3.connect(path)
    with db:
        assert db.execute(statement, values).rowcount == 1
    db.close()


def test_an_untouched_database_has_no_problem(path):
    assert find(path) == set()


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_any_flipped_byte_of_a_document_is_found(path):
    db = sqlite3.connect(path)
    digest, data = db.execute("select sha256, data from documents where size > 1000").fetchone()
    db.close()
    for at in range(len(data)):
        change(path, "update documents set data = ? where sha256 = ?", flip(data, at), digest)
        assert {table for table, _ in find(path)} == {"documents"}, at


@pytest.mark.parametrize(
    ("table", "column"), [("reports", "text"), ("claims", "quote"), ("incidents", "record")]
)
def test_a_flipped_byte_of_wording_is_found(path, table, column):
    db = sqlite3.connect(path)
    (kept,) = db.execute(f"select cast({column} as blob) from {table}").fetchone()
    db.close()
    quote = kept.find(b"Gunmen")
    # each byte of the quoted sentence, the two of "é" among them
    for at in range(quote, quote + 62, 1 if column != "record" else 3):
        broken = flip(kept, at)
        change(path, f"update {table} set {column} = cast(? as text)", broken)
        assert table in {name for name, _ in find(path)}, (at, broken)


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("documents", "size", 12, "not those kept"),
        ("reports", "published", "soon", "cannot be read back"),
        ("reports", "text_sha256", "00", "not the one that was coded"),
        ("claims", "quote_start", 1, "the quote is not characters 1 to"),
        ("claims", "quote_end", 5000, "outside the report's"),
        ("claims", "quote_start", -1, "outside the report's"),
        ("claims", "modality", "sung", "cannot be read back"),
        ("claims", "killed_best", 4, "killed_best: not as the rest of the row has it"),
        ("claims", "says", "{", "cannot be read back"),
        ("claims", "sources", "[]", ""),
        ("incidents", "killed_best", 4, "killed_best: not as the rest of the row has it"),
        ("incidents", "status", "denied", "status: not as"),
        ("incidents", "record", "{}", "not an incident record"),
        ("incidents", "record", "[", "cannot be read back"),
    ],
)
def test_a_changed_cell_is_found(path, table, column, value, said):
    where = " where size < 1000" if table == "documents" else ""
    change(path, f"update {table} set {column} = ?{where}", value)
    assert any(said in message for _, message in find(path))


def test_a_record_whose_figures_cannot_be_is_found(path):
    db = sqlite3.connect(path)
    record = json.loads(db.execute("select record from incidents").fetchone()[0])
    db.close()
    record["counts"]["killed"] = {"low": 5, "best": 3, "high": 4}
    record["date"]["end"] = "2024-05-01"
    change(path, "update incidents set record = ?", json.dumps(record))
    messages = " ".join(message for _, message in find(path))
    assert "killed: low 5, best 3, high 4" in messages
    assert "the last day 2024-05-01 is before the first" in messages


@pytest.mark.parametrize("table", ["documents", "reports", "claims"])
def test_a_row_that_is_gone_is_missed(path, table):
    db = sqlite3.connect(path)
    with db:
        db.execute(f"delete from {table}")  # foreign keys are off in a bare connection
    db.close()
    assert any("is gone" in message or "not as in" in message for _, message in find(path))


def test_the_store_reads_on_after_a_check(path):
    with open_store(path) as store:
        assert verify(store) == []
        assert store.reports()[0].text == TEXT
