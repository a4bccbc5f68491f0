"""Each swap changes the words that it should, and no others."""

from random import Random

import pytest
from evaluate.robustness import SWAPS, Flips, swap_outlets, swap_sides, swap_voice


def row(text, **other):
    return {"doc": "d", "text": text, "title": None, "publisher": None, "incidents": []} | other


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("said: stated", "Police said so.", "Police stated so."),
        ("said: stated", "He is said to have fled.", None),
        (
            "said: told reporters",
            "The mayor said on Friday.",
            "The mayor told reporters on Friday.",
        ),
        ("said: told reporters", '"They fled," said the mayor.', None),
        ("said: according to", "Two men died, police said.", "Two men died, according to police."),
        ("said: according to", "Two men died, and he said.", None),
    ],
)
def test_reporting_verbs(name, text, changed):
    swapped = SWAPS[name](row(text), Random(1))
    assert (swapped and swapped["text"]) == changed


def test_sides_change_places_with_their_articles():
    text = "An UNITA column met a Taliban patrol; UNITA fled."
    swapped = swap_sides(row(text), Random(1))
    assert swapped is not None
    assert swapped["text"] == "A Taliban column met an UNITA patrol; Taliban fled."


@pytest.mark.parametrize("name", ["names, equal kind", "names, other kind"])
def test_names_are_swapped_everywhere_and_nothing_else_is(name):
    swapped = SWAPS[name](row("UNITA shelled Huambo. UNITA denied it."), Random(3))
    assert swapped is not None
    first, second = swapped["text"].split(" shelled Huambo. ")
    assert first != "UNITA" and second == f"{first} denied it."


def test_outlets():
    swapped = swap_outlets(row("Nothing.", publisher="Gao Herald"), Random(1))
    assert swapped is not None
    assert swapped["publisher"] != "Gao Herald" and swapped["text"] == "Nothing."


@pytest.mark.parametrize(
    ("clause", "parts", "passive"),
    [
        ("The rebels killed four farmers near Gao.", ("rebels", "killed", "four farmers"),
         "Four farmers were killed by the rebels near Gao."),
        ("On Monday soldiers shot the mayor.", ("soldiers", "shot", "mayor"),
         "On Monday the mayor was shot by soldiers."),
        ("Gunmen opened fire on a bus.", ("Gunmen", "opened fire on", "bus"), None),
    ],
)  # fmt: skip
def test_active_to_passive(clause, parts, passive):
    doer, verb, target = ([clause.index(p), clause.index(p) + len(p)] for p in parts)
    trigger = {
        "start": verb[0],
        "end": verb[1],
        "roles": [
            {"role": "perpetrator", "start": doer[0], "end": doer[1]},
            {"role": "target", "start": target[0], "end": target[1]},
        ],
    }
    swapped = swap_voice(row(clause, mentions={"triggers": [trigger]}), Random(1))
    assert (swapped and swapped["text"]) == passive


def test_an_incident_flips_once():
    assert (Flips(right=10, lost=1) + Flips(right=10, type=1, figure=1)).rate == 0.15
    assert Flips().rate == 0.0
