"""The possessor of a murder is its victim, unless the murder has an "of" of its own."""

import pytest

from dateline.extract.possessors import suffers
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon
from dateline.records import Span


def is_victim(marked):
    """marked: a sentence with the name in brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    (sentence,) = read_sentences(text)
    return suffers(sentence, Span(start, end))


@pytest.mark.parametrize("row", read_lexicon("suffered"), ids=lambda row: row["word"])
def test_examples(row):
    assert is_victim(row["example"])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Okello]'s brutal murder was filmed.", True),
        ("[Okello]’s murder was filmed.", True),
        ("[OKELLO]'S MURDER WAS FILMED.", True),
        ("[Okello]'s murder of two guards was filmed.", False),
        ("[Okello] spoke of his brother's murder.", False),
        ("[Okello]'s attack on the guards was filmed.", False),
        ("[Okello]'s men stood trial for the murder.", False),
        ("The murder shook [Okello]'s party.", False),
    ],
)
def test_a_possessor(marked, expected):
    assert is_victim(marked) is expected
