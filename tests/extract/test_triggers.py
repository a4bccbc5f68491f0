"""Words that tell of an incident, in their sentence: a case is a line."""

import itertools

import pytest

from dateline.extract.text import read_sentences
from dateline.extract.triggers import find_triggers
from dateline.lexicons import read_lexicon

TRIGGERS, EXCEPTIONS = (read_lexicon(name) for name in ("triggers", "trigger_exceptions"))


def bracketed(example):
    """A text without its [brackets], and where they stood."""
    start, end = example.index("["), example.index("]") - 1
    return example.replace("[", "").replace("]", ""), (start, end)


def found(text):
    """ "attack/n armed_attack": every trigger as written, its class and its type."""
    return [
        f"{text[t.span.start : t.span.end].lower()}/{'n' if t.noun else 'v'} {t.type.value if t.type else 'harm'}"
        for sentence in read_sentences(text)
        for t in find_triggers(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed four herders.", ["killed/v killing"]),
        ("The killing of four herders shocked Yola.", ["killing/n killing"]),
        ("The bomb exploded, killing four.", ["exploded/v bombing", "killing/v killing"]),
        ("Rebels attack the town of Palma.", ["attack/v armed_attack"]),
        ("A rebel attack on the town was repelled.", ["attack/n armed_attack", "repelled/v armed_clash"]),
        ("The attacks went on.", ["attacks/n armed_attack"]),
        ("Rebel attack kills four", ["attack/n armed_attack", "kills/v killing"]),
        ("They were to attack at dawn.", ["attack/v armed_attack"]),
        ("Police shot dead a man.", ["shot dead/v armed_attack"]),
        ("Soldiers shot a taxi driver dead.", ["shot a taxi driver dead/v armed_attack"]),
        ("The raid left four guards dead.", ["raid/n armed_attack", "left four guards dead/v killing"]),
        ("Gunmen took nine nurses hostage.", ["took nine nurses hostage/v abduction"]),
        ("A suicide bomber blew himself up.", ["blew himself up/v bombing"]),
        ("A car bomb went off.", ["went off/v bombing"]),
        ("Jets carried out air strikes on the camp.", ["air strikes/n air_strike"]),
        ("Clashes between soldiers and rebels went on.", ["clashes/n armed_clash"]),
        ("Soldiers clashed with rebels.", ["clashed/v armed_clash"]),
        ("Police arrested 41 people.", ["arrested/v arrest"]),
        ("The arrest of the editor was condemned.", ["arrest/n arrest"]),
        ("Protesters clashed with police.", ["clashed with police/v riot"]),
        ("Thousands took to the streets.", ["took to the streets/v protest"]),
        ("A protest by miners blocked the road.", ["protest/n protest", "blocked the road/v protest"]),
        ("They burned down the mill.", ["burned down/v property_destruction"]),
        ("They set the mill on fire.", ["set the mill on fire/v property_destruction"]),
        ("The captives were beheaded.", ["beheaded/v execution"]),
        ("The shelling of the market went on.", ["shelling/n shelling"]),
        ("Troops shelled the market.", ["shelled/v shelling"]),
        ("Rebels seized the airport.", ["seized/v seizure"]),
        ("The two sides signed a ceasefire.", ["signed a ceasefire/v agreement"]),
        ("The army launched an offensive.", ["offensive/n military_operation"]),
        ("Two people were wounded.", ["wounded/v harm"]),
        ("Three were abducted and one was raped.", ["abducted/v abduction", "raped/v sexual_violence"]),
        ("The death toll rose to 31.", ["death toll/n killing"]),
        ("TERRORISTS MURDERED A MAYOR.", ["murdered/v killing"]),
        ("Murder of a mayor condemned", ["murder/n killing"]),
        # wording that looks like a trigger and is none
        ("He died of a heart attack.", ["died/v killing"]),
        ("Nurses are on strike.", []),
        ("Prices hit a record.", []),
        ("The firms struck a deal.", []),
        ("The bank came under fire for its fees.", []),
        ("The rains were late.", []),
    ],
)  # fmt: skip
def test_find_triggers(text, expected):
    assert found(text) == expected


def test_triggers_come_in_order_and_do_not_overlap():
    text = "The raid left four guards dead, wounded nine and set a bus on fire."
    spans = [t.span for s in read_sentences(text) for t in find_triggers(s)]
    assert spans == sorted(spans) and len(spans) == 4
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_token_indices_agree_with_the_span():
    text = "On Monday a car bomb went off in Quetta."
    (sentence,) = read_sentences(text)
    (trigger,) = find_triggers(sentence)
    words = [t.text for t in sentence.tokens[trigger.first : trigger.last]]
    assert " ".join(words) == text[trigger.span.start : trigger.span.end] == "went off"


@pytest.mark.parametrize("row", TRIGGERS, ids=lambda row: row["forms"][:30])
def test_trigger_is_found_in_its_example(row):
    text, place = bracketed(row["example"])
    at = {(t.span.start, t.span.end): t for s in read_sentences(text) for t in find_triggers(s)}
    assert place in at, f"found {[text[slice(*span)] for span in at]}"
    trigger = at[place]
    assert (trigger.type.value if trigger.type else "-") == row["type"]
    assert trigger.noun is (row["pos"] == "noun")


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: row["form"])
def test_exception_hides_the_trigger_in_its_example(row):
    text, (start, end) = bracketed(row["example"])
    triggers = [t.span for s in read_sentences(text) for t in find_triggers(s)]
    assert text[start:end].lower() == row["form"]
    assert not [span for span in triggers if span.start < end and start < span.end]


def test_exceptions_stand_once():
    forms = [row["form"] for row in EXCEPTIONS]
    assert sorted(form for form in set(forms) if forms.count(form) > 1) == []
