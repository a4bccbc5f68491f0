"""Days and places told beside a deed, and the story that takes them."""

import pytest
from tests.link.tellers import GAO, says
from tests.makers import claim, days, report

from dateline.link.within import group_claims
from dateline.records import IncidentType, Modality, Span, Values

TEXT = " ".join(f"Sentence {n} of an invented report." for n in range(40))
OF = report(TEXT)
MONDAY, TUESDAY = "2024-05-13", "2024-05-14"


def told(start, number, values, **other):
    """A claim of the characters from `start` on, some thirty of them."""
    fields = {"modality": Modality.ASSERTED, "confidence": 0.9, "background": False} | other
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
