"""Where speech is quoted: quotation marks paired over the sentences of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.extract.grammar import CLOSERS, OPENERS
from dateline.extract.text import Sentence, Token
from dateline.records import Span


def find_quotations(sentences: Sequence[Sentence]) -> list[Span]:
    """Quotations with their marks, in order, each within its paragraph.

    A mark left open runs to the end of its paragraph: the next one opens anew by convention.
    """
    quotes: list[Span] = []
    opened: Token | None = None
    paragraph, last_end = -1, 0
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            if opened is not None:
                quotes.append(Span(opened.start, last_end))
            opened, paragraph = None, sentence.paragraph
        for i, token in enumerate(sentence.tokens):
            if _doubled(sentence.tokens, i):
                if opened is not None and opened.text == "'":
                    quotes.append(Span(opened.start, sentence.tokens[i + 1].end))
                    opened = None
                else:
                    opened = opened or token
            elif token.text in OPENERS or (token.text == '"' and opened is None):
                opened = opened or token
            elif opened is None and token.text == "‘" and _opens_single(sentence.tokens, i):
                opened = token
            elif opened is not None and _closes(token, opened, sentence.tokens, i):
                quotes.append(Span(opened.start, token.end))
                opened = None
        last_end = sentence.end
    if opened is not None:
        quotes.append(Span(opened.start, last_end))
    return quotes


def _doubled(tokens: Sequence[Token], i: int) -> bool:
    """Whether two apostrophes stand for a quotation mark here, as agencies send it."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        tokens[i].text == "'"
        and following is not None
        and following.text == "'"
        and following.start == tokens[i].end
    )


def _opens_single(tokens: Sequence[Token], i: int) -> bool:
    return any(t.text == "’" for t in tokens[i + 1 :])


def _closes(token: Token, opened: Token, tokens: Sequence[Token], i: int) -> bool:
    if opened.text == "'":
        return False  # closed by a doubled apostrophe
    if opened.text == "‘":
        # a plural's apostrophe ("soldiers’ homes") stands before a blank and a small letter
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        return token.text == "’" and (
            tokens[i - 1].text in {",", ".", "?", "!"}
            or following is None
            or not following.text[0].islower()
        )
    return token.text in CLOSERS or token.text == '"'
