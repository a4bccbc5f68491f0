"""A report told again of others keeps its labels on its words."""

from random import Random

import pytest
from train.data import Attribution, Example, Trigger
from train.vary import exchange_actors, turn_passive, vary


def at(text, words, start=0):
    found = text.index(words, start)
    return found, found + len(words)


def shooting(text, doer, deed, sufferer, kinds=("rebel", "state_forces")):
    roles = [("perpetrator", *at(text, doer)), ("target", *at(text, sufferer))]
    told = [(f"kind {k}", *r[1:]) for k, r in zip(kinds, roles, strict=True)]
    return Example("r", "house", text, [Trigger(at(text, deed), roles=roles + told)])


def words(example):
    (trigger,) = example.triggers
    return {role: example.text[a:b] for role, a, b in trigger.roles}


def test_actors_take_each_others_names_and_kinds_everywhere():
    text = "Rebels from the hills hit at dawn four soldiers. The soldiers had slept; rebels fled."
    one = shooting(text, "Rebels", "hit", "soldiers")
    told = exchange_actors(one, frozenset({"rebels", "soldiers"}), Random(1))
    assert told is not None
    assert told.text == (
        "Soldiers from the hills hit at dawn four rebels. The rebels had slept; soldiers fled."
    )
    assert words(told) == {
        "perpetrator": "Soldiers",
        "kind state_forces": "Soldiers",
        "target": "rebels",
        "kind rebel": "rebels",
    }


@pytest.mark.parametrize(
    ("text", "deed", "passive", "doer", "sufferer"),
    [
        (
            "At noon gunmen ambushed a convoy near Gao.",
            "ambushed",
            "At noon a convoy was ambushed by gunmen near Gao.",
            "gunmen",
            "a convoy",
        ),
        (
            "The militia shot two drivers.",
            "shot",
            "Two drivers were shot by the militia.",
            "the militia",
            "Two drivers",
        ),
    ],
)
def test_active_clauses_become_passive(text, deed, passive, doer, sufferer):
    one = shooting(
        text, text[: text.index(deed) - 1].removeprefix("At noon "), deed, sufferer.lower()
    )
    one.attributions = [Attribution([], [], [(0, len(text))])]
    told = turn_passive(one)
    assert told is not None and told.text == passive
    assert words(told)["perpetrator"] == doer
    assert words(told)["target"] == sufferer
    assert told.attributions[0].content == [(0, len(passive))]


def test_nothing_is_varied_where_no_two_are_alike():
    text = "Gunmen fled after the mayor shot at them."
    assert list(vary([shooting(text, "the mayor", "shot", "Gunmen")], Random(1))) == []
