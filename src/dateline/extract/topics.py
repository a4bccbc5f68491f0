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
    return any(
        len(words & vocabulary) >= MANY for topic, words in _topics().items() if topic != ACCIDENT
    )


def is_accident(words: frozenset[str]) -> bool:
    """Whether the words of a sentence are those of an accident or a disaster."""
    return bool(_topics()[ACCIDENT] & words)


ACCIDENT = "accident"


@cache
def _topics() -> dict[str, frozenset[str]]:
    return {row["topic"]: frozenset(row["words"].split("|")) for row in read_lexicon("topics")}
