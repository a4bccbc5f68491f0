"""Texts as pieces, words and windows: every word is read, and offsets point into the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extract.model import open_model
from dateline.extract.pieces import LOWER, NUMBER, TITLE, UPPER, cut_windows, read_pieces

TOKENIZER = open_model().tokenizer
TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=400
)


def words(text):
    pieces = read_pieces(text, TOKENIZER)
    return [text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Troops shelled Al-Hawija.", ["Troops", "shelled", "Al", "-", "Hawija", "."]),
        ("Says Müller: 1,200 déplacés", ["Says", "Müller", ":", "1", ",", "200", "déplacés"]),
        ("الموصل “Mosul”", ["الموصل", "“", "Mosul", "”"]),
        ("", []),
    ],
)
def test_words_are_those_of_the_text(text, wanted):
    assert words(text) == wanted


def test_case_is_kept_beside_the_uncased_pieces():
    pieces = read_pieces("US troops left Kirkuk in 2017", TOKENIZER)
    assert pieces.cases[pieces.firsts].tolist() == [UPPER, LOWER, LOWER, TITLE, LOWER, NUMBER]


@given(TEXTS)
def test_words_are_in_order_and_never_empty(text):
    pieces = read_pieces(text, TOKENIZER)
    assert all(s < e for s, e in zip(pieces.starts, pieces.ends, strict=True))
    assert all(a <= b for a, b in zip(pieces.ends[:-1], pieces.starts[1:], strict=True))


@settings(deadline=None)
@given(st.integers(1, 900), st.integers(20, 200), st.integers(2, 16))
def test_windows_read_every_word_and_none_is_too_long(n_words, size, overlap):
    text = " ".join(["siege", "Abidjan", "Mogadishu"][n % 3] for n in range(n_words))
    pieces = read_pieces(text, TOKENIZER)
    windows = list(cut_windows(pieces, range(0, n_words, 7), size=size, overlap=overlap))
    read = {w.first_word + k for w in windows for k in range(len(w.firsts))}
    assert read == set(range(len(pieces.firsts)))
    assert all(len(w.ids) <= size for w in windows)
    for window in windows:  # a window's pieces are those of the text
        begin = int(pieces.firsts[window.first_word])
        assert window.ids[1:-1].tolist() == pieces.ids[begin : begin + len(window.ids) - 2].tolist()
