"""Words that tell of an incident, in their sentence: a case is a line."""

import itertools

import pytest
from tests.extract.clauses import read, read_one

from dateline.extract.happenings import FAMILY
from dateline.extract.text import read_sentences
from dateline.extract.triggers import find_triggers
from dateline.lexicons import read_lexicon

TRIGGERS, EXCEPTIONS, NEEDS = (
    read_lexicon(name) for name in ("triggers", "trigger_exceptions", "needs")
)


def bracketed(example):
    """A text without its [brackets], and where they stood."""
    start, end = example.index("["), example.index("]") - 1
    return example.replace("[", "").replace("]", ""), (start, end)


def found(text):
    """ "attack/n armed_attack": every trigger as written, its class and its type."""
    return [
        f"{clause.wording(t)}/{'n' if t.noun else 'v'} {t.type.value if t.type else 'harm'}"
        for clause in read(text)
        for t in clause.triggers
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
    spans = [t.span for t in read_one(text).triggers]
    assert spans == sorted(spans) and len(spans) == 4
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_token_indices_agree_with_the_span():
    clause = read_one("On Monday a car bomb went off in Quetta.")
    (trigger,) = clause.triggers
    words = [t.text for t in clause.sentence.tokens[trigger.first : trigger.last]]
    assert " ".join(words) == clause.quote(trigger.span) == "went off"


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


@pytest.mark.parametrize("row", NEEDS, ids=lambda row: row["need"])
def test_need_stands_in_its_example(row):
    text, (start, end) = bracketed(row["example"])
    assert text[start:end].lower() in row["words"].split("|")
    assert row["need"] in {trigger["needs"] for trigger in TRIGGERS}


KNOWN_NEEDS = {"-", "human", "role", "object", "crowd", "armed", "armed-weapon"} | {row["need"] for row in NEEDS}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("pos", {"verb", "noun", "phrase", "adj"}),
        ("subject", {"perpetrator", "target", "party", "weapon", "-"}),
        ("object", {"target", "party", "weapon", "perpetrator", "on", "at", "into", "with", "-"}),
        ("rank", set("12345")),
        ("needs", KNOWN_NEEDS),
        ("type", {"-"} | {kind.value for kind in FAMILY}),
    ],
)
def test_cells_are_of_the_listed_kinds(column, allowed):
    assert {row[column] for row in TRIGGERS} <= allowed


def test_no_form_stands_twice_for_one_class():
    seen = [(form, row["pos"]) for row in TRIGGERS for form in row["forms"].split("|")]
    assert sorted(f for f in set(seen) if seen.count(f) > 1) == []
