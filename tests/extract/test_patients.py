"""Who was killed or hurt, by the grammar of the word that says so."""

import pytest

from dateline.extract.patients import find_agent, find_patients, is_person
from dateline.extract.text import read_sentences, read_tokens
from dateline.records import Span

CASES = [
    ("A herder was shot in the leg.", [("shot", "A herder")]),
    ("Man shot several times in Otavi.", [("shot", "Man")]),
    (
        "Gunmen killed two guards and wounded a driver.",
        [("killed", "two guards"), ("wounded", "a driver")],
    ),
    ("A 32-year-old man who was shot lay by the kiln.", [("shot", "A 32-year-old man")]),
    ("Ana Ruiz, 32, was shot and killed.", [("shot and killed", "Ana Ruiz")]),
    ("The murder of a local clerk shook the town.", [("murder", "a local clerk")]),
    ("Police shot a man dead.", [("shot ... dead", "a man")]),
    ("A soldier shot him at the gate.", [("shot", "him")]),
    ("The driver was critically wounded.", [("wounded", "The driver")]),
    ("Two killed in raid on mill", [("killed", "Two")]),
    ("The victim died at the clinic.", [("died", "The victim")]),
    ("They opened fire on the barracks.", []),
    ("The shooting took place at noon.", []),
    ("A bridge was damaged by the blast.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_the_sufferer_stands_where_the_voice_puts_him(text, expected):
    (sentence,) = read_sentences(text)
    found = find_patients(sentence)
    assert [(word.word, text[span.start : span.end]) for word, span in found] == expected


def test_the_searched_for_is_not_the_shot():
    """The doer of a relative clause is no sufferer of its verb."""
    text = "Police are looking for the man who shot a clerk."
    (sentence,) = read_sentences(text)
    assert [text[s.start : s.end] for _, s in find_patients(sentence)] == ["a clerk"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("guard", True), ("Ruiz", True), ("bridge", False), ("32", False), ("USA", False)],
)
def test_a_person_is_a_noun_for_one_or_a_name(word, expected):
    (token,) = read_tokens(word, 0, len(word))
    assert is_person(token) is expected


@pytest.mark.parametrize(
    ("text", "deed", "agent"),
    [
        ("The rebels were ambushed by the troops near Goma.", "ambushed", "the troops"),
        ("Two men were later shot by three masked gunmen.", "shot", "three masked gunmen"),
        ("The rebels ambushed the troops by night.", "ambushed", None),
        ("The rebels were ambushed by night.", "ambushed", None),
        ("The rebels were ambushed by Monday.", "ambushed", None),
        ("The rebels were ambushed near Goma by troops.", "ambushed", None),
    ],
)
def test_who_did_what_a_passive_tells(text, deed, agent):
    (sentence,) = read_sentences(text)
    start = text.index(deed)
    found = find_agent(sentence, Span(start, start + len(deed)))
    assert (found and text[found.start : found.end]) == agent
