"""The annotation of real reports: its form always, its offsets where the texts are at hand."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from corpus.fill import (
    REAL,
    SETS,
    TextChangedError,
    fill_report,
    join_tokens,
    read_rows,
    read_texts,
)

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "incident.schema.json").read_text(encoding="utf-8"))
ROWS = [row for path in sorted(REAL.glob("*.jsonl")) for row in read_rows(path)]
COUNTED = {"killed", "injured", "abducted", "arrested", "displaced"}


def enum(*path: str) -> set[str]:
    """The values that the contract allows at a path of keys."""
    node: Any = SCHEMA
    for key in path:
        node = node[key]
    return set(node["enum"])


TYPES = enum("properties", "type")
STATUSES = enum("properties", "status")
MODALITIES = enum("$defs", "claim", "properties", "modality")
SOURCE_KINDS = enum("$defs", "source", "properties", "kind")
KINDS = enum("$defs", "actor", "properties", "kind")


def test_reports_are_annotated_once() -> None:
    assert ROWS
    assert len({row["doc"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["doc"])
def test_form(row: dict[str, Any]) -> None:
    assert row["doc"] == f"{row['set']}/{row['id']}"
    assert row["set"] in SETS
    assert row["part"] in {"train", "dev", "calibration"}
    assert len(row["sha256"]) == 64
    assert row["published"] is None or date.fromisoformat(row["published"])
    assert len({incident["key"] for incident in row["incidents"]}) == len(row["incidents"])
    for incident in row["incidents"]:
        check_incident(incident)


def check_incident(incident: dict[str, Any]) -> None:
    assert incident["type"] in TYPES
    assert set(incident["types_ok"]) <= TYPES - {incident["type"]}
    assert incident["status"] in STATUSES
    assert incident.get("scope", "political") in {"political", "ordinary"}
    if incident["date"]:
        start, end = map(date.fromisoformat, incident["date"])
        assert start <= end
    if incident["place"]:
        check_place(incident["place"])
    assert set(incident["counts"]) <= COUNTED
    assert all(0 <= low <= best <= high for low, best, high in incident["counts"].values())
    assert all(
        actor["kind"] in KINDS for role in ("perpetrators", "targets") for actor in incident[role]
    )
    for role in ("perpetrators", "targets", "weapons", "sources"):
        assert all(0 <= start < end for label in incident[role] for start, end in label["at"])
        assert all(label["at"] for label in incident[role])
    for claim in incident.get("claims", []):
        check_claim(claim)
    if incident["core"]:
        own = ("place", "date", "perpetrators", "targets", "counts")
        assert any(incident[name] for name in own)


def check_claim(claim: dict[str, Any]) -> None:
    start, end = claim["at"]
    assert 0 <= start < end <= start + 1200
    assert claim["modality"] in MODALITIES
    assert isinstance(claim["background"], bool)
    assert all(source["kind"] in SOURCE_KINDS and source["at"] for source in claim["sources"])


def check_place(place: dict[str, Any]) -> None:
    assert set(place) == {"name", "country", "admin1", "lat", "lon", "precision"}
    assert place["precision"] in {"exact", "admin2", "admin1", "country"}
    assert -90 <= place["lat"] <= 90
    assert -180 <= place["lon"] <= 180
    assert place["country"] is None or len(place["country"]) == 2  # none of a sea


def test_no_text_is_kept() -> None:
    """Labels are short names: nothing that could be a sentence of a report."""
    for row in ROWS:
        for incident in row["incidents"]:
            labels = [
                label
                for role in ("perpetrators", "targets", "weapons", "sources")
                for label in incident[role]
            ]
            given = [incident["key"], *(label["name"] for label in labels if label["name"])]
            assert all(len(name.split()) <= 8 for name in given), row["doc"]


@pytest.mark.parametrize("name", sorted(SETS))
def test_offsets(name: str) -> None:
    """Digests hold, and every wording is a whole stretch of words."""
    bench = os.environ.get("DATELINE_BENCH")
    if not bench:
        pytest.skip("DATELINE_BENCH does not say where the texts are")
    rows = [row for row in ROWS if row["set"] == name]
    texts = read_texts(Path(bench), name) if rows else {}
    for row in rows:
        for incident in fill_report(row, texts[row["id"]])["incidents"]:
            actors = [
                actor["names"] for role in ("perpetrators", "targets") for actor in incident[role]
            ]
            wordings = [*actors, *incident["weapons"], *incident["sources"]]
            assert all(word and word == word.strip() for names in wordings for word in names), row[
                "doc"
            ]


def test_changed_text_is_refused() -> None:
    report = {"text": "Two guards were hurt in Gao.", "title": None, "publisher": None}
    row = {
        "doc": "x/1",
        "set": "x",
        "part": "dev",
        "published": None,
        "sha256": "0" * 64,
        "incidents": [],
    }
    with pytest.raises(TextChangedError, match="x/1"):
        fill_report(row, report)


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("The U . S . envoy left .", "The U.S. envoy left."),
        ("About 3 , 200 fled at 10 : 30 .", "About 3,200 fled at 10:30."),
        ("AVERA ( Aran ) - A guard died .", "AVERA (Aran) - A guard died."),
        (
            "It was ' legal , ' he said , and \" just . \" Then he left .",
            "It was 'legal,' he said, and \"just.\" Then he left.",
        ),
        ("The governor ’ s car did n't stop .", "The governor’s car didn't stop."),
        ("`` Run , '' she said .", '"Run," she said.'),
    ],
)
def test_join_tokens(tokens: str, text: str) -> None:
    assert join_tokens(tokens.split()) == text
