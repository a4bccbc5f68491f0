"""The contradictions read by hand: reports, incidents, fields and quotes are there."""

from __future__ import annotations

import pytest
from corpus.build import HOUSE
from corpus.fill import read_rows

from dateline.records import Field

REPORTS = {
    row["doc"]: row
    for part in ("train", "dev", "calibration")
    for row in read_rows(HOUSE / f"{part}.jsonl")
}
ROWS = list(read_rows(HOUSE.parent / "conflicts.jsonl"))


def test_dev_is_read_in_full_and_each_report_once():
    docs = [row["doc"] for row in ROWS]
    assert len(docs) == len(set(docs))
    assert {doc for doc, row in REPORTS.items() if row["part"] == "dev"} <= set(docs)
    assert all(row["part"] == REPORTS[row["doc"]]["part"] for row in ROWS)


@pytest.mark.parametrize("row", [r for r in ROWS if r["conflicts"]], ids=lambda row: row["doc"])
def test_form(row):
    report = REPORTS[row["doc"]]
    keys = {incident["key"] for incident in report["incidents"]}
    said = [(c["incident"], c["field"]) for c in row["conflicts"]]
    assert len(said) == len(set(said))
    for conflict in row["conflicts"]:
        assert conflict["incident"] in keys
        fields = [conflict["field"], *conflict["fields_ok"]]
        assert set(fields) <= set(Field) and len(set(fields)) == len(fields)
        assert isinstance(conflict["sure"], bool)
        assert len({p["voice"] for p in conflict["positions"]}) >= 2
        for position in conflict["positions"]:
            start, end = position["at"]
            quote = report["text"][start:end]
            assert position["value"] and quote and quote == quote.strip()
