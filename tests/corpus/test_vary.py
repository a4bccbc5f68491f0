"""A report told again of others keeps its labels on its words."""

import re
from random import Random

import pytest
from train.data import Attribution, Example, Trigger
from train.vary import exchange_actors, exchange_numbers, turn_passive, vary


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


@pytest.mark.parametrize("seed", range(20))
def test_a_figure_is_told_as_the_same_other_one_throughout(seed):
    text = (
        "Gunmen shot 14 farmers on 12 May 2014. Fourteen widows asked for 1,250 dollars; all 14 farmers"
        " and three guards (aged 41, 41 and 7.5) lay by the AK-47 of the 3rd Brigade at 5:30."
    )
    told = exchange_numbers(shooting(text, "Gunmen", "shot", "14 farmers"), Random(seed))
    assert told is not None
    _, *numbers = re.split(r"[^\d.,:-]+", told.text.replace("Fourteen", ""))
    shot, day, year, paid, again, *rest = [n.strip(".,") for n in numbers]
    old, new = words(told)["target"].split()
    assert new == "farmers" and old == shot == again != "14"
    assert 13 <= int(shot) < 29 and 10 <= int(day) < 13 and year == "2014" and paid[1] == ","
    first, second, *kept = [n for n in rest if n]
    assert first == second and 32 <= int(first) < 100
    assert kept[:1] == ["7.5"] and "AK-47 of the 3rd Brigade at 5:30" in told.text
