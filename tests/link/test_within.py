"""Days and places told beside a deed, and the story that takes them."""

from dataclasses import replace

import pytest
from tests.link.tellers import GAO, MALI, says
from tests.makers import claim, days, report

from dateline.lexicons import read_lexicon
from dateline.link.within import find_marks, group_claims
from dateline.records import Actor, ActorKind, IncidentType, Modality, Span, Values

TEXT = " ".join(f"Sentence {n} of an invented report." for n in range(40))
OF = report(TEXT)
CIVILIANS = ActorKind.CIVILIANS
MONDAY, TUESDAY = "2024-05-13", "2024-05-14"


def told(start, number, values, **other):
    """A claim of the characters from `start` on, some thirty of them."""
    fields = {"modality": Modality.ASSERTED, "confidence": 0.95, "background": False} | other
    evidence = Span(start, start + 30)
    return claim(OF, id=f"c{number}", evidence=evidence, says=values, occurrence=number, **fields)


def deed(start, number, **values):
    return told(start, number, says(IncidentType.SHELLING, at=GAO, killed=3, **values))


def setting(start, number, day, **other):
    return told(start, number, Values(date=days(day)), confidence=None, **other)


def dates(claims, paragraphs=()):
    text = list(TEXT)
    for start in paragraphs:
        text[start - 1] = "\n"
    grouped = group_claims(claims, {}, report("".join(text)), {})
    return [f"{c.says.date.start}" for c in grouped if c.says.date is not None]


@pytest.mark.parametrize(
    ("beside", "paragraphs", "wanted"),
    [
        ([(100, MONDAY)], (), [MONDAY]),  # of a sentence before
        ([(0, MONDAY), (100, TUESDAY)], (), [TUESDAY]),  # the last before
        ([(100, MONDAY)], (150,), []),  # of another paragraph
        ([(300, MONDAY)], (), []),  # of what follows
        ([(0, MONDAY), (200, TUESDAY)], (), [TUESDAY]),  # its own sentence first
    ],
)
def test_a_deed_without_a_day_takes_the_last_told_before_in_its_paragraph(
    beside, paragraphs, wanted
):
    claims = [deed(200, 1)]
    claims += [setting(at, n, day) for n, (at, day) in enumerate(beside, start=2)]
    assert dates(claims, paragraphs) == wanted


def test_an_old_day_is_lent_only_where_no_fresh_one_stands_in_the_sentence():
    old = setting(200, 2, MONDAY, background=True)
    assert dates([deed(200, 1), old]) == [MONDAY]
    assert dates([deed(200, 1), old, setting(200, 3, TUESDAY)]) == [TUESDAY]


def test_a_deed_with_a_day_of_its_own_takes_none():
    assert dates([deed(200, 1, on=TUESDAY), setting(100, 2, MONDAY)]) == [TUESDAY]


@pytest.mark.parametrize("row", read_lexicon("another"), ids=lambda row: row["form"])
def test_a_sentence_tells_of_another_deed_by_the_word_in_brackets(row):
    before, _, rest = row["example"].partition("[")
    word, _, after = rest.partition("]")
    assert word.casefold() == row["form"]
    assert find_marks(before + after) == frozenset()
    assert row["where"] in find_marks(before + word + after)


PLAIN = "Shells killed three men in Gao. Rockets killed three there."
SHELLED = says(IncidentType.SHELLING, at=GAO, killed=3)
DATED = says(IncidentType.SHELLING, on=MONDAY, at=GAO, killed=3)
NURSES = says(
    IncidentType.SHELLING,
    at=GAO,
    killed=3,
    of=[Actor("nurses", CIVILIANS, mentions=("three nurses",))],
)


def least_odds(text=PLAIN, first=SHELLED, second=SHELLED, **other):
    """The model's log-odds from which the acts of two sentences are one incident."""
    of = report(text)
    end = text.index(". ") + 1
    start = len(text) - len(text[end:].lstrip())
    told = [(Span(0, end), first, {}), (Span(start, len(text)), second, other)]
    fields = {"modality": Modality.ASSERTED, "confidence": 0.99, "background": False}
    acts = [
        claim(of, id=f"c{n}", evidence=span, says=values, occurrence=n, **fields | more)
        for n, (span, values, more) in enumerate(told)
    ]
    tries = (n / 10 for n in range(-50, 51))
    return next(odds for odds in tries if len(_incidents(acts, odds, of)) == 1)


def _incidents(acts, odds, of):
    return {c.occurrence for c in group_claims(acts, {(0, 1): odds}, of, {})}


@pytest.mark.parametrize(
    ("odds", "sure", "kept"),
    [
        (-2.0, 0.3, {0}),  # of what it denies
        (-5.0, 0.3, set()),  # of nothing told here
        (-2.0, 0.99, {1}),  # tells a story by itself
    ],
)
def test_a_denial_that_tells_no_story_by_itself_is_of_what_it_denies(odds, sure, kept):
    of = report(PLAIN)
    denial = says(IncidentType.SHELLING, at=GAO)
    end = PLAIN.index(". ") + 1
    acts = [
        claim(of, id="c0", evidence=Span(0, end), says=DATED, occurrence=0, confidence=0.99),
        claim(
            of,
            id="c1",
            evidence=Span(end + 1, len(PLAIN)),
            says=denial,
            occurrence=1,
            modality=Modality.DENIED,
            confidence=sure,
        ),
    ]
    grouped = group_claims(acts, {(0, 1): odds}, of, {})
    assert {c.occurrence for c in grouped if c.modality is Modality.DENIED} == kept


@pytest.mark.parametrize(
    "sign",
    [
        {"text": PLAIN.replace("Rockets", "Rockets also")},
        {"text": PLAIN.replace("Rockets", "On Sunday rockets")},
        {"text": PLAIN.replace(". ", ". " + " " * 600)},
        {"second": DATED},
        {"background": True},
        {"modality": Modality.ALLEGED},
    ],
    ids=["also", "setting", "far", "day", "background", "alleged"],
)
def test_the_model_must_be_surer_where_the_later_one_is_told_like_another(sign):
    assert least_odds(**sign) > least_odds()


def test_a_day_told_at_first_alone_says_nothing():
    assert least_odds(first=DATED) == least_odds()


def test_victims_of_another_noun_are_others():
    guards = says(
        IncidentType.SHELLING,
        at=GAO,
        killed=3,
        of=[Actor("guards", CIVILIANS, mentions=("three guards",))],
    )
    assert least_odds(first=NURSES, second=guards) > least_odds(first=NURSES)
    assert least_odds(first=NURSES, second=NURSES) < least_odds(first=NURSES)


MALI_AT_LARGE = says(IncidentType.SHELLING, at=MALI, killed=3)
IN_WEEKS = replace(SHELLED, date=days("2024-04-01", last=MONDAY))


@pytest.mark.parametrize(
    ("general", "single", "other"),
    [
        (SHELLED, SHELLED, {"background": True}),
        (MALI_AT_LARGE, SHELLED, {}),
        (IN_WEEKS, DATED, {}),
    ],
    ids=["background", "a country", "weeks"],
)
def test_what_is_told_like_a_state_of_things_must_be_told_more_surely(general, single, other):
    assert least_confidence(general, **other) > least_confidence(single)


def least_confidence(values, **other):
    """How surely an act must be told to stand by itself."""
    acts = (told(0, 0, values, confidence=n / 100, **other) for n in range(2, 100))
    return next(act.confidence for act in acts if group_claims([act], {}, OF, {}))


SURE_SHELLING = replace(SHELLED, date=days(MONDAY))
LATER = says(IncidentType.SHELLING, on=TUESDAY, at=GAO, killed=3)  # another day: never the same


@pytest.mark.parametrize(
    ("acts", "odds", "surer"),
    [
        ([told(0, 0, LATER), told(100, 1, LATER)], 5.0, True),
        ([told(0, 0, SURE_SHELLING, confidence=0.99), told(100, 1, LATER)], -5.0, False),
        ([told(0, 0, SURE_SHELLING, confidence=0.99), told(0, 1, LATER)], -5.0, False),
    ],
    ids=[
        "a second word tells of it",
        "another day alone says nothing",
        "told where a surer one is",
    ],
)
def test_a_story_is_as_sure_as_the_acts_beside_it_make_it(acts, odds, surer):
    alone = _confidence([acts[-1]], 0.0)
    beside = _confidence(acts, odds)
    assert beside > alone if surer else beside <= alone


@pytest.mark.parametrize("near", [-3.0, -2.0])
def test_what_is_nearly_one_with_a_surer_story_is_less_sure(near):
    surer = told(0, 0, SHELLED, confidence=0.99)
    far, close = (_confidence([surer, told(100, 1, MALI_AT_LARGE)], n) for n in (-5.0, near))
    assert close < far


def _confidence(acts, odds):
    """How sure the last act is once all are told apart."""
    grouped = group_claims(acts, {(0, 1): odds}, OF, {})
    return next(c.confidence for c in grouped if c.id == acts[-1].id)


STRIKE, ATTACK, KILLING = (
    IncidentType.AIR_STRIKE,
    IncidentType.ARMED_ATTACK,
    IncidentType.KILLING,
)


@pytest.mark.parametrize(
    ("second", "odds", "wanted"),
    [
        ({KILLING: 0.45, STRIKE: 0.3, ATTACK: 0.25}, 4.0, STRIKE),  # "nine people were killed"
        ({KILLING: 0.98, STRIKE: 0.01, ATTACK: 0.01}, 4.0, KILLING),  # too sure of its own
        ({KILLING: 0.45, STRIKE: 0.3, ATTACK: 0.25}, -9.0, KILLING),  # of another incident
    ],
)
def test_a_loose_word_has_the_type_that_the_others_of_its_incident_tell(second, odds, wanted):
    first = {STRIKE: 0.9, ATTACK: 0.05, KILLING: 0.05}
    acts = [
        told(start, number, says(max(shares, key=shares.get), at=GAO, killed=9))
        for start, number, shares in ((0, 0, first), (60, 1, second))
    ]
    grouped = group_claims(acts, {(0, 1): odds}, OF, {}, {0: first, 1: second})
    assert {c.id: c.says.type for c in grouped} == {"c0": STRIKE, "c1": wanted}
