"""Whose side those were on who turned against their own: only where a sentence speaks of turning."""

import pytest

from dateline.extract import extract_claims
from dateline.extract.model import open_model
from dateline.extract.sides import find_sides, find_turned
from dateline.extract.text import read_sentences
from dateline.gazetteer.find import open_gazetteer
from dateline.lexicons import read_lexicon
from dateline.records import Report

TURNS = [row for row in read_lexicon("sides") if row["class"] in {"turn", "stand"}]
NOUNS = [row for row in read_lexicon("sides") if row["class"] == "turncoat"]


def sides(text):
    (sentence,) = read_sentences(text)
    return [
        (text[s.cue.start : s.cue.end], text[s.party.start : s.party.end])
        for s in find_sides(sentence)
    ]


@pytest.mark.parametrize("row", TURNS, ids=lambda row: row["form"])
def test_examples(row):
    marked = row["example"]
    cue = marked[marked.index("[") + 1 : marked.index("]")]
    party = marked[marked.index("<") + 1 : marked.index(">")].removeprefix("the ")
    text = marked.translate(str.maketrans("", "", "[]<>"))
    assert (cue, party) in sides(text)


@pytest.mark.parametrize("row", NOUNS, ids=lambda row: row["example"])
def test_a_turncoat_makes_a_stand_a_side(row):
    noun = row["example"][row["example"].index("[") + 1 : row["example"].index("]")]
    assert sides(f"The {noun} wished to fight alongside the Kurdish army.") == [
        ("fight alongside", "Kurdish army")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Troops fought alongside the Kurdish army in Kirkuk.",  # nobody has turned
        "Thousands marched in support of the army.",
        "The defectors were shot at dawn.",
        "The spies went home.",
    ],
)
def test_no_side(text):
    assert sides(text) == []


def test_a_side_told_away_from_the_deed_is_about_those_whom_it_hit():
    text = (
        "Militants executed six men in Tal Afar on Monday who had tried to go over to the side of the "
        "Iraqi army, residents said.\n\nThe plotters had meant to rise in support of the Syrian army."
    )
    report = Report(id="r", text=text, title=None, publisher=None, author=None, language="en",
                    published=None, published_how=None, origin="r.txt", url=None, raw_sha256="")  # fmt: skip
    claims = extract_claims(report, open_gazetteer(), open_model()).claims
    told = [c for c in claims if c.says.sides]
    assert [[report.quote(s) for s in c.says.sides] for c in told] == [
        ["Iraqi army"],
        ["Syrian army"],
    ]
    assert len({c.occurrence for c in told}) == 1
    assert [len(c.sources) for c in told] == [1, 0]
    assert all(c.evidence.holds(c.says.sides[0]) for c in told)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("It was guards of the sheikh, who rebelled against him.", ["guards of the sheikh"]),
        ("The dead were the soldiers that had mutinied against the junta.", ["soldiers"]),
        ("Who rose against the king is not known.", []),
        ("They rebelled against the group in Mosul.", []),
    ],
)
def test_who_they_were_that_turned(text, who):
    (sentence,) = read_sentences(text)
    assert [text[s.start : s.end] for s in find_turned(sentence)] == who
    assert sides(text) == []


def test_who_turned_is_told_by_whoever_says_it():
    text = (
        "Militants executed six men in Tal Afar on Monday who had tried to go over to the side of the "
        'Iraqi army, residents said. "It was guards of the emir, who rebelled against the group," said '
        "a police officer."
    )
    report = Report(id="r", text=text, title=None, publisher=None, author=None, language="en",
                    published=None, published_how=None, origin="r.txt", url=None, raw_sha256="")  # fmt: skip
    claims = extract_claims(report, open_gazetteer(), open_model()).claims
    (told,) = [c for c in claims if "guards of the emir" in map(report.quote, c.says.targets)]
    executed = next(
        c for c in claims if c.says.trigger and report.quote(c.says.trigger) == "executed"
    )
    assert told.occurrence == executed.occurrence and told.says.type is None
    assert [source.name for source in told.sources] == ["police officer"]
