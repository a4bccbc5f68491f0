"""A name or a title is one phrase, whatever the model parts it into."""

import pytest

from dateline.extract.acts import _joined
from dateline.extract.names import with_full_names
from dateline.extract.roles import to_word_end, whole_names
from dateline.extract.text import read_sentences
from dateline.records import Claim, Modality, Phrases, Source, SourceKind, Span


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ([(0, 1, 0.6), (1, 4, 0.9)], [(0, 4, 0.9)]),  # "Judge | Amara Diallo Ba"
        ([(0, 1, 0.6), (2, 4, 0.9)], [(0, 1, 0.6), (2, 4, 0.9)]),
        ([], []),
    ],
)
def test_spans_with_nothing_between_are_one(spans, wanted):
    assert _joined(spans) == wanted


@pytest.mark.parametrize(
    ("text", "parts", "wanted"),
    [
        ("Former Gao Mayor Aly Ba died.", ["Former Gao", "Aly Ba"], ["Former Gao Mayor Aly Ba"]),
        ("Rebels And Soldiers fell.", ["Rebels", "Soldiers"], ["Rebels", "Soldiers"]),
        ("Aly Ba, Omar Ka died.", ["Aly Ba", "Omar Ka"], ["Aly Ba", "Omar Ka"]),
        ("Guards were shot, guests hurt.", ["Guards", "guests"], ["Guards", "guests"]),
        ("A BUS WAS HIT BY SAND", ["A BUS", "SAND"], ["A BUS", "SAND"]),
    ],
)
def test_words_of_the_name_between_two_parts_are_of_it(text, parts, wanted):
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in parts]
    assert [text[s.start : s.end] for s in whole_names(text, spans)] == wanted


@pytest.mark.parametrize(
    ("text", "phrase", "wanted"),
    [
        ("Police caught Abu Talha al-Uzbeki in Gao.", "Abu Talha al", "Abu Talha al-Uzbeki"),
        ("They hit a 27-year-old in the leg.", "a 27", "a 27-year-old"),
        ("It was an officer-involved shooting.", "an officer", None),
        ("A Cuban-inspired insurgency grew.", "A Cuban", None),
        ("Two guards died.", "Two guards", "Two guards"),
    ],
)
def test_a_phrase_ends_with_its_word_or_names_nobody(text, phrase, wanted):
    (sentence,) = read_sentences(text)
    start = text.index(phrase)
    whole = to_word_end(sentence, Span(start, start + len(phrase)))
    assert (whole and text[whole.start : whole.end]) == wanted


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        ("Mayor Saul Ba spoke.", ["Mayor Saul Ba", "Ba"], "Mayor Saul Ba"),
        ("Mayor Saul Ba spoke.", ["Mayor Saul Ba", "Saul Ba"], "Mayor Saul Ba"),
        ("Mayor Saul Ba spoke.", ["Mayor Saul Ba", "mayor"], "Mayor Saul Ba"),
        ("Mayor Saul Ba met Mayor Ana Ruiz.", ["Mayor Saul Ba", "mayor"], "mayor"),
        ("Interior Minister Ba spoke.", ["Interior Minister Ba", "foreign minister"], "foreign minister"),
        ("Judge Ba and General Ba spoke.", ["Judge Ba", "General Ba"], "General Ba"),
        ("The Front for the Delta (FD) spoke.", ["Front for the Delta", "FD"], "Front for the Delta"),
        ("The Front for the Delta fought the FD.", ["Front for the Delta", "FD"], "FD"),
        ("The Federal Bureau of Ports (FBP) spoke.", ["Bureau of Ports", "FBP"], "FBP"),  # cut off
    ],
)  # fmt: skip
def test_a_speaker_has_the_fullest_name_that_is_surely_his(text, names, wanted):
    sources = tuple(Source(name, SourceKind.OTHER, None) for name in names)
    told = [Claim(n, "r", Span(0, 1), Phrases(), (s,), Modality.ASSERTED, False, 0) for n, s in zip("ab", sources, strict=True)]  # fmt: skip
    *_, last = with_full_names(told, text)
    assert [s.name for s in last.sources] == [wanted]
