"""News that borrows the language of violence: sport, business, culture, told by their words."""

from __future__ import annotations

from functools import cache

from dateline.lexicons import read_lexicon

MANY = 5  # distinct words of one topic from which a report is of it


def is_other_news(vocabulary: frozenset[str]) -> bool:
    """Whether a report's words (lower case, each once) are those of sport, business or culture.

    >>> is_other_news(frozenset("the striker coach league referee scored penalty".split()))
    True
    """
    return any(len(words & vocabulary) >= MANY for words in _topics())


@cache
def _topics() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row["words"].split("|")) for row in read_lexicon("topics"))
