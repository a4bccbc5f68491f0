"""A phrase has no loose ends, both its brackets, and somebody in it."""

import pytest

from dateline.extract.phrases import is_ruled_out, trim
from dateline.extract.text import read_sentences
from dateline.records import Span


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Men hit <the army and> fled.", "the army"),
        ("They sought <the men responsible for> the raid.", "the men responsible"),
        ("A blast <by Adan Goro’s> band hit Gao.", "Adan Goro"),
        ("GAO, <Mali - Gunmen> fired.", "Gunmen"),
        ("The deed of <the Night Front (NF>) was told.", "the Night Front (NF)"),
        ('He blamed the "<Night Hawks" men>.', '"Night Hawks" men'),
        ('He blamed <"Night Hawks">.', '"Night Hawks"'),
        ('He saw <"the guide> of strangers.', "the guide"),
        ("They took <the guide (a boy> to Gao.", "the guide (a boy"),
        ("<Will Okello and> two others fired.", "Will Okello"),
        ("They shot <two of them> dead.", "two of them"),
        ("They shot <each> dead.", None),
        ("They shot <twenty> dead.", None),
        ("They shot <two of his guards> dead.", "two of his guards"),
    ],
)
def test_trim(marked, expected):
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    found = trim(text, Span(start, end), read_sentences(text)[0])
    assert (None if found is None else text[found.start : found.end]) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It was rebels and not <the army> who fired.", True),
        ("It was put down to rebels, not to <the army>.", True),
        ("The mayor blamed rebels rather than <the army>.", True),
        ("He blamed rebels instead of <the army>.", True),
        ("It is not known whether or not <the army> fired.", False),
        ("It was not only <the army> that fired.", False),
        ("By nightfall <the army> had fired.", False),
    ],
)
def test_ruled_out(marked, expected):
    start, end = marked.index("<"), marked.index(">") - 1
    (sentence,) = read_sentences(marked.replace("<", "").replace(">", ""))
    assert is_ruled_out(Span(start, end), sentence) is expected
