"""Agreement between two readings of the same reports."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from corpus.agree import BLIND, compare, read_blind
from corpus.build import HOUSE
from corpus.derive import to_records
from corpus.fill import read_rows

ROWS = [to_records(row) for part in ("train", "dev") for row in read_rows(HOUSE / f"{part}.jsonl")]
TOLD = [row for row in ROWS if any(incident["core"] for incident in row["incidents"])][:40]


def reread(change: Any) -> list[dict[str, Any]]:
    """The rows with one change made to each core incident of each."""
    again = copy.deepcopy(TOLD)
    for row in again:
        for incident in row["incidents"]:
            if incident["core"]:
                change(incident)
    return again


def test_a_reading_agrees_with_itself() -> None:
    found = compare(TOLD, TOLD)
    assert found["reports"] == len(TOLD)
    assert found["incident"] == found["record"] == 1
    assert set(found["field"].values()) <= {0, 1}  # 0 where neither side has a value


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("status", lambda i: i.update(status="foiled" if i["status"] != "foiled" else "planned")),
        ("date", lambda i: i.update(date=["1901-01-01", "1901-01-01"])),
        ("sources", lambda i: i.update(sources=[["somebody else entirely"]])),
        ("displaced", lambda i: i["counts"].update(displaced=[7, 7, 7])),
    ],
)
def test_what_is_read_otherwise_costs_its_field(field: str, change: Any) -> None:
    before, after = compare(TOLD, TOLD), compare(TOLD, reread(change))
    assert after["record"] < before["record"]
    assert after["field"][field] < before["field"][field]
    assert after["field"]["type"] > 0.85


def test_an_incident_that_one_reader_missed_costs_incidents() -> None:
    again = copy.deepcopy(TOLD)
    for row in again:
        row["incidents"] = row["incidents"][1:]
    assert compare(TOLD, again)["incident"] < 0.9


def test_what_is_not_core_costs_nothing() -> None:
    again = reread(lambda incident: None)
    for row in again:
        row["incidents"] = [incident for incident in row["incidents"] if incident["core"]]
    assert compare(TOLD, again)["incident"] == 1


def test_the_blind_reading_is_of_our_reports() -> None:
    rows = read_blind(BLIND)
    parts = [read_rows(HOUSE / f"{part}.jsonl") for part in ("train", "dev", "test")]
    ours = {row["doc"]: to_records(row) for part in parts for row in part}
    assert len(rows) >= 80
    found = compare([ours[row["doc"]] for row in rows], rows)
    assert found["incident"] >= 0.85


def test_a_report_read_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "blind.jsonl"
    line = json.dumps({"doc": "house/Z01", "incidents": []})
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="holds twice: house/Z01"):
        read_blind(path)
