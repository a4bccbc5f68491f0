"""Modality, negated harm and background of triggers."""

import re

import pytest

from dateline.extract.attributions import Attribution
from dateline.extract.modality import read_modality
from dateline.extract.text import clauses, read_sentences
from dateline.lexicons import read_lexicon
from dateline.records import Span


def read(example, *, stance=None, named=True, interested=False):
    """The reading of the [bracketed] trigger; with a stance, under an attribution of the rest."""
    found = re.search(r"\[(.*?)\]", example)
    text = example.replace("[", "").replace("]", "")
    trigger = Span(found.start(), found.end() - 2)
    assert text[trigger.start : trigger.end] == found[1]
    sentence = next(s for s in read_sentences(text) if s.start <= trigger.start < s.end)
    first = sentence.tokens[0]
    source, cue = Span(first.start, first.end), Span(first.end, first.end + 1)
    attribution = stance and Attribution(source if named else None, cue, (sentence.span,), stance)
    return read_modality(sentence, trigger, attribution=attribution, interested=interested)


@pytest.mark.parametrize(
    ("example", "modality"),
    [
        ("Gunmen [shot] two traders in Jos.", "asserted"),
        ("Police said gunmen [shot] two traders.", "asserted"),
        ("The operation to retake Mosul is expected to [begin] this month.", "planned"),
        ("An [operation] to retake the hill is expected to begin.", "planned"),
        ("The army will [attack] at dawn, the governor said.", "planned"),
        ("Police foiled a [bombing] in Kampala and arrested six.", "attempted"),
        ("Police foiled a bombing in Kampala and [arrested] six.", "asserted"),
        ("A gunman tried to [stab] the bishop.", "attempted"),
        ("The bomb failed to go off, but guards [shot] the man.", "asserted"),
        ("Rebels could [attack] the port, the envoy warned.", "hypothetical"),
        ("If troops [enter] the camp, talks will end.", "hypothetical"),
        ("Soldiers allegedly [beat] a student.", "alleged"),
        ("Villagers accused the army of [burning] huts.", "alleged"),
        ("Three suspected militants were [killed] near Diffa.", "asserted"),
        ("Two alleged plotters were [executed] at dawn.", "asserted"),
        ("The brigade claimed responsibility for the [bombing].", "claimed"),
        ("No group has claimed responsibility for the [bombing].", "asserted"),
        ("The army denied [striking] the clinic.", "denied"),
        ("There was no [attack] on the camp, the minister said.", "denied"),
        ("The guards did not [fire] on the crowd.", "denied"),
        ("He did not deny [firing] at the bus.", "asserted"),
        ("The wall did not prevent the [attack].", "asserted"),
        ("The two men were arrested in May after they [burned] a shop.", "asserted"),
        ("Gunmen reportedly [killed] four traders.", "alleged"),
        ("Gunmen fired on a bus that was to carry pilgrims, [killing] six.", "asserted"),
        ("A man trying to enter the mosque was [shot] dead.", "asserted"),
        ("The captain, who will be tried in June, [beat] a clerk.", "asserted"),
        (
            "The ministry denied that its men shelled the ward, saying rebels [fired] first.",
            "asserted",
        ),
        ("Ten people are feared dead after a boat was [attacked].", "asserted"),
        ("Soldiers shot men who did not stop, and [burned] their carts.", "asserted"),
        ("A plane without markings [bombed] the ferry.", "asserted"),
        ("The council, which does not back the strike, said the hall was [burned].", "asserted"),
        ("The unit did not carry out the [raid].", "denied"),
        ("No shop in the street was [looted].", "denied"),
        ("No group has claimed the [raid].", "asserted"),
        ("Reports that the mill was [shelled] are pure invention.", "denied"),
    ],
)
def test_modality(example, modality):
    assert read(example).modality == modality


def test_reportedly_is_the_named_source_speaking():
    example = "Police said gunmen reportedly [killed] four traders."
    assert read(example, stance="neutral").modality == "asserted"
    assert read(example).modality == "alleged"


@pytest.mark.parametrize(
    ("stance", "interested", "modality"),
    [
        ("neutral", False, "asserted"),
        ("neutral", True, "claimed"),
        ("claim", True, "claimed"),
        ("claim", False, "alleged"),
        ("accuse", False, "alleged"),
        ("deny", False, "denied"),
        ("threat", False, "planned"),
    ],
)
def test_what_the_stance_of_a_source_makes_of_its_words(stance, interested, modality):
    example = "The brigade said it [killed] nine soldiers near Arlit."
    assert read(example, stance=stance, interested=interested).modality == modality


def test_a_nameless_source_colours_its_own_clause_only():
    example = "Feared dead are ten, after a boat was [attacked] off Lamu."
    assert read(example, stance="doubt").modality == "alleged"
    assert read(example, stance="doubt", named=False).modality == "asserted"


@pytest.mark.parametrize(
    ("example", "modality"),
    [
        ("No one was [hurt] in the blast.", "asserted"),
        ("The rockets caused no [casualties].", "asserted"),
        ("The driver was not [injured].", "asserted"),
        ("There were no reports of [casualties].", "asserted"),
        ("There was no [attack].", "denied"),
    ],
)
def test_harm_that_nobody_suffered_denies_no_deed(example, modality):
    reading = read(example)
    assert reading.cue is not None
    assert reading.modality == modality


@pytest.mark.parametrize(
    ("example", "background"),
    [
        ("Last month two policemen were [shot] dead in Diffa.", True),
        ("In 2014 rebels [seized] the town.", True),
        ("Rebels seized the town in 2014, but troops [shelled] it on Friday.", False),
        ("It was the third such [attack] in a month.", True),
        ("Gunmen [stormed] the post on Friday.", False),
        ("On 3 May 2016 gunmen [stormed] the post.", False),
    ],
)
def test_background(example, background):
    assert read(example).background is background


def test_the_cue_is_quoted():
    text = "Police foiled a bombing in Kampala."
    (sentence,) = read_sentences(text)
    start = text.index("bombing")
    cue = read_modality(sentence, Span(start, start + 7)).cue
    assert text[cue.start : cue.end] == "foiled"


@pytest.mark.parametrize("row", read_lexicon("modality"), ids=lambda row: row["form"][:40])
def test_modality_rows(row):
    text = row["example"]
    found = re.search(r"\[(.*?)\]", text)
    plain = text.replace("[", "").replace("]", "")
    (sentence, *_) = read_sentences(plain)
    reading = read_modality(sentence, Span(found.start(), found.end() - 2))
    match row["class"]:
        case "negated":
            assert reading.cue is not None
            assert reading.modality == "asserted"
        case "background":
            assert reading.background
        case modality:
            assert reading.modality == modality


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rebels fled.", ["Rebels fled."]),
        (
            "Troops, who came at dawn, burned huts; nobody died.",
            ["Troops,", "who came at dawn,", "burned huts;", "nobody died."],
        ),
        ("Gunmen fired, and police fled.", ["Gunmen fired,", "and police fled."]),
        ("It was burned the year before.", ["It was burned the year before."]),
    ],
)
def test_clauses(text, parts):
    (sentence,) = read_sentences(text)
    assert [text[c.start : c.end] for c in clauses(sentence)] == parts


def test_clauses_hold_every_token():
    for row in read_lexicon("modality"):
        for sentence in read_sentences(row["example"]):
            parts = clauses(sentence)
            assert all(
                sum(p.holds(Span(t.start, t.end)) for p in parts) == 1 for t in sentence.tokens
            )
