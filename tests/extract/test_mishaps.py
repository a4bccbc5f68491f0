"""What nobody did to others is no incident; what has a doer, or a weapon beside an accident of engines, is."""

import numpy as np
import pytest
from tests.extract.acts import act

from dateline.extract.mishaps import class_of, find_mishaps, tells_of_attack
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon


def mishap(text, trigger, **roles):
    (sentence,) = read_sentences(text)
    return find_mishaps([act(text, trigger, **roles)], [sentence], np.zeros((1, 1))).get(0)


@pytest.mark.parametrize("row", read_lexicon("mishaps"), ids=lambda row: row["words"])
def test_examples(row):
    example = row["example"].replace("[", "").replace("]", "")
    (sentence,) = read_sentences(example)
    if row["class"] == "attack":
        assert tells_of_attack(sentence)
    else:
        assert class_of(sentence) == row["class"]


@pytest.mark.parametrize(
    ("text", "trigger", "roles", "expected"),
    [
        (
            "Police held a drill in Lome in which masked men shot a clerk.",
            "shot",
            {"perpetrator": ["masked men"]},
            "mishap",
        ),
        (
            "A mine killed two cadets who came back from a security drill.",
            "killed",
            {"weapon": ["A mine"]},
            None,
        ),
        (
            "Police held a drill two days after gunmen killed a clerk.",
            "killed",
            {"perpetrator": ["gunmen"]},
            None,
        ),
        ("A boy accidentally shot himself.", "shot", {"perpetrator": ["A boy"]}, "accident"),
        ("A bus skidded and six died.", "died", {"killed": ["six"]}, "mishap"),
        ("A bus skidded on a mine and six died.", "died", {"weapon": ["a mine"]}, None),
        ("A plane came under fire and made an emergency landing.", "fire", {}, None),
        ("Six were shot dead as a bus plunged off a bridge.", "shot", {}, None),
        ("Six were shot dead at a firing range.", "shot", {}, None),
        ("Six cadets fell in a blast on a training ground.", "blast", {}, None),
        (
            "He shot his wife and then shot himself.",
            "shot",
            {"perpetrator": ["He"], "target": ["his wife"]},
            None,
        ),
        ("Police accidentally shot a neighbour.", "shot", {"perpetrator": ["Police"]}, None),
        ("A suicide bomber killed six.", "killed", {"killed": ["six"]}, None),
        ("Six died.", "died", {}, None),
        (
            "Cadets stormed a hotel in a mock assault.",
            "stormed",
            {"perpetrator": ["Cadets"]},
            "mishap",
        ),
        (
            "Rebels shot two soldiers who were on a training exercise.",
            "shot",
            {"perpetrator": ["Rebels"]},
            None,
        ),
    ],
)
def test_an_act_without_a_doer(text, trigger, roles, expected):
    assert mishap(text, trigger, **roles) == expected


def test_an_act_goes_with_those_it_is_linked_to():
    text = "A boiler exploded at the mill. Two men were killed."
    acts = [act(text, "exploded"), act(text, "killed")]
    homes = read_sentences(text)
    odds = np.array([[0.0, 2.0], [2.0, 0.0]])
    assert find_mishaps(acts, homes, odds) == {0: "mishap", 1: "mishap"}
    assert find_mishaps(acts, homes, -odds) == {0: "mishap"}
