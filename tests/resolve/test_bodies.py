"""Which armed body a word for its people means."""

import re
from datetime import date

import pytest
from tests.makers import report

from dateline.lexicons import read_lexicon
from dateline.records import (
    Actor,
    ActorKind,
    Claim,
    IncidentType,
    Modality,
    Source,
    SourceKind,
    Span,
    Values,
)
from dateline.resolve.actor import load_registry
from dateline.resolve.bodies import find_only, name_bodies

REGISTRY = load_registry()
REBEL = ActorKind.REBEL


def name_in(text, wording, *, kind=REBEL, sources=(), rival=None):
    """The name of the doer `wording` in its sentence of a text."""
    at = text.index(wording)
    start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    doers = [Actor(wording, kind, mentions=(wording,))]
    doers += [Actor(rival, REBEL, mentions=(rival,))] if rival else []
    claim = Claim(
        id="c1",
        report_id="r1",
        evidence=Span(start, len(text)),
        says=Values(type=IncidentType.ARMED_ATTACK, perpetrators=tuple(doers)),
        sources=tuple(Source(name, SourceKind.REBEL, "said") for name in sources),
        modality=Modality.ASSERTED,
        background=False,
        occurrence=0,
    )
    (known,) = name_bodies(report(text), [claim], REGISTRY, country=None, day=None)
    assert known.says.perpetrators[0].mentions == (wording,)
    return known.says.perpetrators[0].name


@pytest.mark.parametrize("row", read_lexicon("bodies"), ids=lambda row: row["forms"])
def test_words_that_stand_for_a_body(row):
    body, words = (
        re.search("<(.+?)>", row["example"])[1],
        re.search(r"\[(.+?)\]", row["example"])[1],
    )
    text = re.sub(r"[<>\[\]]", "", row["example"])
    assert words.casefold().split()[-1] in row["forms"].casefold().split("|")
    kind = REBEL if row["behind"] == "-" else ActorKind(row["kinds"].split("|")[0])
    wording = f"The {words} group" if row["behind"] == "-" else words
    named, _ = find_only(body, REGISTRY, country=None, day=None)
    assert name_in(text, wording, kind=kind) == named.name


@pytest.mark.parametrize(
    ("text", "wording", "other"),
    [
        ("The rebels shot two guards. The FMLN denied it.", "The rebels", {}),  # not named before
        ("The FMLN and the ELN met. The rebels shot two guards.", "The rebels", {}),  # of two
        ("The FMLN met. Nine rebels shot two guards.", "Nine rebels", {}),  # any others
        ("The FMLN met. The young rebels shot two guards.", "The young rebels", {}),
        ("The FMLN met. The militia shot two guards.", "The militia", {"kind": ActorKind.MILITIA}),
        ("The FMLN met. The group shot two guards.", "The group", {"kind": ActorKind.CIVILIANS}),
        ("The FMLN met. The army came and its men shot two guards.", "its men", {}),
        ("The FMLN met. The group shot two guards.", "The group", {"rival": "Red Front of Meta"}),
        ("The FMLN met. The group shot two guards.", "The group", {"sources": ["the Red Front"]}),
        ("THE FMLN MET. THE REBELS PLAN A RAID.", "THE ARMY", {}),
    ],
)
def test_words_that_may_mean_another(text, wording, other):
    text = text if wording in text else f"{text} {wording} SHOT TWO."
    assert name_in(text, wording, **other) == wording


def test_a_common_word_in_capitals_names_no_body():
    text = "THE FMLN MET. THE REBELS PLAN TO BURN IT. THIS IS SURE."
    assert name_in(text, "THE REBELS") == "Farabundo Martí National Liberation Front"


def test_a_body_of_another_time_makes_it_unsure():
    day = date(1950, 1, 1)
    assert find_only("Boko Haram met.", REGISTRY, country=None, day=day) is None
