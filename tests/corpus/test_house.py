"""The authored reports: their format, and the rows built from them."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from corpus.build import HOUSE, read_days, read_draft, to_row
from corpus.derive import to_records
from corpus.fill import read_rows
from corpus.pages import WordingError, find, open_page, read_blocks
from corpus.split import PARTS, assign_parts, unit_of
from corpus.tables import shared_runs
from jsonschema import Draft202012Validator
from train.data import read_house

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "incident.schema.json").read_text(encoding="utf-8"))
ROWS = [row for part in PARTS for row in read_rows(HOUSE / f"{part}.jsonl")]
LAYERS = ("triggers", "times", "places", "numbers", "actors")

AUTHORED = """\
=== Z01
date: 2011-05-09
style: wire

GAO, Mali - Gunmen shot dead two clerks in Gao on Sunday, police said. Residents of
Gao said the gunmen rode off to the north; the army, they said, never came. The town has been
calm since the rains, and its market opens every day but Friday; traders from Niger and from Algeria
come there with dates, salt, cloth and petrol, and they pay a small tax at the gate to the council.
---
L "Gao" ML ; "Mali" ML ; "Niger" NE ; "Algeria" DZ
X "every day but Friday"
S s1 police "police"
I clerks armed_attack reported 2011-05-08 place="Gao" killed=2
p1 unknown "gunmen" "Gunmen"
t1 civilians "two clerks"
E "shot dead" p1 "Gunmen" t1 "two clerks" killed "two" when "on Sunday" where "Gao"
C asserted "Gunmen .. police said" s1 "said"
"""


def authored(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "Z.txt"
    path.write_text(text, encoding="utf-8")
    (block,) = read_blocks(path)
    return read_draft(block)


def test_a_block_becomes_a_row(tmp_path: Path) -> None:
    draft = authored(tmp_path, AUTHORED)
    assert draft.faults == []
    row = to_row(draft)
    (incident,), text = row["incidents"], row["text"]
    assert incident["place"]["country"] == "ML"
    assert incident["counts"] == {"killed": {"low": 2, "best": 2, "high": 2}}
    (trigger,) = row["mentions"]["triggers"]
    roles = {role["role"]: text[role["start"] : role["end"]] for role in trigger["roles"]}
    assert roles == {
        "perpetrator": "Gunmen",
        "target": "two clerks",
        "killed": "two",
        "time": "Sunday",
        "place": "Gao",
    }
    (said,) = row["mentions"]["attributions"]
    assert [text[a:b] for a, b in said["content"]] == [
        "Gunmen shot dead two clerks in Gao on Sunday"
    ]
    assert [text[p["start"] : p["end"]] for p in row["mentions"]["places"]] == [
        *("GAO", "Mali", "Gao", "Gao", "Niger", "Algeria")
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"two clerks" killed', '"two guards" killed', "not in the text: 'two guards'"),
        ('E "shot dead"', 'E "gunmen" p1 "said"', "stands"),
        ("armed_attack", "attack", "the type must be one of"),
        ('s1 "said"', 's2 "said"', "s2 has no S line"),
        ('place="Gao"', 'place="Timbuktu"', "has no L line"),
        ("killed=2", "killed=3/2/4", "must rise"),
        ('"Niger" NE', '"Niger" FR', "not in the gazetteer"),
        ("C asserted", "// C asserted", "has no C line"),
    ],
)
def test_faults_say_what_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in AUTHORED
    draft = authored(tmp_path, AUTHORED.replace(old, new, 1))
    assert any(fault in found and "Z.txt:" in found for found in draft.faults)


@pytest.mark.parametrize(
    ("words", "end", "precision"),
    [
        ("2019-03-05", "2019-03-05", "day"),
        ("2019-02", "2019-02-28", "month"),
        ("2019", "2019-12-31", "year"),
        ("2019-03-04..2019-03-10", "2019-03-10", "week"),
        ("2019-03-04..2019-03-06", "2019-03-06", "range"),
    ],
)
def test_days(words: str, end: str, precision: str) -> None:
    days = read_days(words)
    assert days is not None
    assert (days["end"], days["precision"]) == (end, precision)


def test_a_wording_that_stands_twice_needs_its_number() -> None:
    page = open_page("Two men fell. Two men ran.")
    with pytest.raises(WordingError, match="stands 2 times"):
        find(page, "Two men")
    assert find(page, "Two men", 2).start == 14
    assert find(page, "Two men", near=[page.sentences[1]]).start == 14


def test_parts_stay_once_given(tmp_path: Path) -> None:
    rows = ROWS[:60]
    first = assign_parts(rows[:30], tmp_path / "split.tsv")
    again = assign_parts(rows, tmp_path / "split.tsv")
    assert all(again[doc] == part for doc, part in first.items())


def test_reports_have_ids_of_their_own() -> None:
    assert len({row["doc"] for row in ROWS}) == len(ROWS)


def test_parts_share_no_story() -> None:
    parts = defaultdict(set)
    for row in ROWS:
        parts[unit_of(row)].add(row["part"])
    assert all(len(found) == 1 for found in parts.values())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["doc"])
def test_row(row: dict[str, Any]) -> None:
    text = row["text"]
    validator = Draft202012Validator(SCHEMA)
    for incident in row["incidents"]:
        assert not [error.message for error in validator.iter_errors(incident)]
        assert incident["types_ok"] == [t for t in incident["types_ok"] if t != incident["type"]]
        for count in incident["counts"].values():
            assert 0 <= count["low"] <= count["best"] <= count["high"]
        for claim in incident["claims"]:
            assert claim["quote"] == text[claim["start"] : claim["end"]]
    keys = {incident["key"] for incident in row["incidents"]}
    for layer in LAYERS:
        for mention in row["mentions"][layer]:
            assert_whole_words(text, mention["start"], mention["end"])
    for trigger in row["mentions"]["triggers"]:
        assert trigger["incident"] in keys
        for role in trigger["roles"]:
            assert_whole_words(text, role["start"], role["end"])
    for said in row["mentions"]["attributions"]:
        assert said["content"]
        for start, end in filter(None, [said["source"], said["cue"], *said["content"]]):
            assert_whole_words(text, start, end)


def assert_whole_words(text: str, start: int, end: int) -> None:
    """A span that holds something and cuts no word."""
    assert 0 <= start < end <= len(text)
    assert text[start:end].strip() == text[start:end]
    assert not (start and text[start - 1].isalnum() and text[start].isalnum())
    assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def test_reports_of_different_stories_share_no_long_run() -> None:
    assert shared_runs(ROWS) == []


def test_derived_gold_has_the_records_form() -> None:
    for row in ROWS:
        gold = to_records(row)
        for incident in gold["incidents"]:
            assert incident["date"] is None or len(incident["date"]) == 2
            assert all(len(count) == 3 for count in incident["counts"].values())
            assert all(names for names in incident["sources"] + incident["weapons"])
            assert all(actor["names"] for actor in incident["perpetrators"] + incident["targets"])


def test_sayings_without_a_word_for_the_act_are_about_an_incident_of_their_report():
    """What training asks of them: the incident that the claims tell, "" for none, nothing where a word tells."""
    kinds = set()
    for example in read_house(HOUSE / "dev.jsonl"):
        keys = {t.incident for t in example.triggers}
        for said in example.attributions:
            words = [*said.cue, *said.content]
            named = any(a < t.span[1] and t.span[0] < b for t in example.triggers for a, b in words)
            assert said.about is None if named or not said.cue else said.about in {"", *keys}
            kinds.add(said.about if said.about in {None, ""} else "an incident")
    assert kinds == {None, "", "an incident"}
