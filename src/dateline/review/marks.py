"""A report's text cut at the ends of every quote, so that each can be marked in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from dateline.records import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to mark: `key` names the claim, `kind` says how it looks."""

    key: str
    span: Span
    kind: str  # own, other or gone


@dataclass(frozen=True, slots=True)
class Piece:
    text: Markup
    quotes: tuple[Quote, ...]  # that hold it
    begins: tuple[Quote, ...]  # whose first piece it is
    kind: str  # of the foremost quote; empty for none


FOREMOST = ("own", "other", "gone")


def mark(text: str, quotes: Iterable[Quote]) -> list[Piece]:
    """The whole text, in pieces that each lie wholly inside or outside every quote.

    >>> [(str(p.text), p.kind) for p in mark("One. Two.", [Quote("c", Span(5, 9), "own")])]
    [('One. ', ''), ('Two.', 'own')]
    """
    inside = [q for q in quotes if 0 <= q.span.start < q.span.end <= len(text)]
    edges = {0, len(text)} | {edge for q in inside for edge in (q.span.start, q.span.end)}
    return [_piece(text, a, b, inside) for a, b in pairwise(sorted(edges))]


def _piece(text: str, start: int, end: int, quotes: Sequence[Quote]) -> Piece:
    here = tuple(q for q in quotes if q.span.start <= start and end <= q.span.end)
    kinds = {q.kind for q in here}
    return Piece(
        text=as_stored(text[start:end]),
        quotes=here,
        begins=tuple(q for q in here if q.span.start == start),
        kind=next((kind for kind in FOREMOST if kind in kinds), ""),
    )


def as_stored(text: str) -> Markup:
    """Escaped so that a browser keeps every character one: offsets are counted from its text.

    An HTML parser joins CR LF and drops NUL and lone surrogates unless told otherwise.
    """
    plain = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    return Markup(str(escape(plain)).replace("\r", "&#13;"))
