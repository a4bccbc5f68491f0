"""Pieces of a marked text are the text; each quote is marked, all of it and nothing else."""

import html

from hypothesis import given
from hypothesis import strategies as st

from dateline.records import Span
from dateline.review.marks import Quote, as_stored, mark

texts = st.text(alphabet="ab \n\r<&\"'\U0001f4f0é\0", min_size=1, max_size=30)
spans = st.tuples(st.integers(-2, 32), st.integers(-2, 32))


@given(texts, st.lists(spans, max_size=5))
def test_pieces_are_the_text_and_quotes_are_marked(text, ends):
    quotes = [Quote(str(n), Span(*pair), "own") for n, pair in enumerate(ends)]
    pieces = mark(text, quotes)
    assert "".join(map(shown, pieces)) == text.replace("\0", "\ufffd")
    for quote in quotes:
        inside = 0 <= quote.span.start < quote.span.end <= len(text)
        words = "".join(shown(p) for p in pieces if quote in p.quotes)
        expected = text[quote.span.start : quote.span.end] if inside else ""
        assert words == expected.replace("\0", "\ufffd")
        assert sum(quote in piece.begins for piece in pieces) == int(inside)


def shown(piece):
    """What a browser makes of a piece."""
    return html.unescape(str(piece.text))


def test_nothing_in_a_piece_is_markup_or_lost():
    assert str(as_stored("<b>&\r\n\ud800")) == "&lt;b&gt;&amp;&#13;\n\ufffd"
