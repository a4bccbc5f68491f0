"""The table of 500 wordings is sound, and stays right."""

import json
from collections import Counter
from pathlib import Path

import pytest

from dateline.resolve.actor import load_registry
from evaluate import actors

TABLE = Path(actors.__file__).with_name("actors.jsonl")
ROWS = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
REGISTRY = load_registry()


def test_the_table_is_sound():
    assert len(ROWS) == 500 and len({row["id"] for row in ROWS}) == 500
    assert Counter(row["half"] for row in ROWS) == {"tuning": 256, "held": 244}
    for row in ROWS:
        assert row["wording"] in row["sentence"], row["id"]
        assert bool(row["actor_ids"]) is (row["fits"] == 1), row["id"]
        assert len(row.get("country", "XX")) == 2, row["id"]


def test_nothing_is_given_where_two_fit_and_the_rest_is_right():
    scores = actors.score(ROWS, list(actors.predict(ROWS)))["all"]
    assert scores["accuracy"] >= 0.99
    assert (scores["two_fit_wrong"], scores["invented"]) == (0, 0)


@pytest.mark.parametrize(
    ("wanted", "fits", "said", "outcome"),
    [
        (["hamas"], 1, "hamas", "right"),
        (["hamas"], 1, "fatah", "other"),
        (["hamas"], 1, None, "missed"),
        ([], 0, None, "right"),
        ([], 0, "hamas", "invented"),
        ([], 3, "hamas", "two_fit_wrong"),
        (["military-id"], 1, "kopassus", "right"),  # a unit of the army
        (["police-bf"], 1, "gendarmerie-bf", "right"),
        (["kopassus"], 1, "military-id", "other"),
        (["islamic-state"], 1, "islamic-state-khorasan", "other"),  # a branch, not a unit
    ],
)
def test_judge(wanted, fits, said, outcome):
    assert actors.judge({"actor_ids": wanted, "fits": fits}, said, REGISTRY) == outcome


def test_score_by_half():
    rows = [
        {"id": "a", "actor_ids": ["hamas"], "fits": 1, "half": "held"},
        {"id": "b", "actor_ids": [], "fits": 2, "half": "tuning"},
    ]
    said = [{"id": "a", "actor_id": "hamas"}, {"id": "b", "actor_id": "hamas"}]
    scores = actors.score(rows, said)
    assert (scores["held"]["right"], scores["tuning"]["two_fit_wrong"]) == (1, 1)
    assert (scores["all"]["rows"], scores["all"]["accuracy"]) == (2, 0.5)
