"""Time expressions in a text, and which of them dates an event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.extract.text import Sentence, Token
from dateline.lexicons.times import match_times
from dateline.records import Span


def find_times(text: str) -> list[Span]:
    """All time expressions of a text, in order: dates, parts of days, lengths, repeated times.

    >>> text = "Two days after the raid, on Friday, the road was open again."
    >>> [text[span.start:span.end] for span in find_times(text)]
    ['Two days', 'Friday']
    """
    return [match.span for match in match_times(text)]


SPEECH = frozenset(
    "said says say saying told tells announced announces announce reported reports added adds stated states"
    " confirmed claimed warned vowed denied tweeted wrote declared acknowledged insisted noted according"
    " statement condemned".split()
)
BOUNDARY = re.compile(
    r"[,;:\u2013\u2014]|--|\b(?:and|but|while|when|after|before|which|who|as|because)\b"
)


def choose_time(
    sentence: Sentence, trigger: Span, times: Sequence[Span], *, triggers: Sequence[Span] = ()
) -> Span | None:
    """Which time expression of the sentence says when the trigger happened, or None.

    The nearest, where a clause boundary or another trigger between counts as distance; an
    expression attached to a reporting verb ("said on Tuesday") is the speaking day, not the
    event's.
    """
    inside = [span for span in times if sentence.span.holds(span)]
    scored = [
        (_distance(sentence, trigger, span, triggers), span)
        for span in inside
        if not is_speaking_time(sentence, span)
    ]
    return min(scored)[1] if scored else None


def is_speaking_time(sentence: Sentence, time: Span) -> bool:
    """Whether the expression dates the saying: "the army said on Tuesday", "told reporters Friday"."""
    before = [token for token in sentence.tokens if token.end <= time.start][-5:]
    for token in reversed(before):
        if token.lower in SPEECH:
            return True
        if token.lower not in PASSED_OVER and not token.text[0].isupper():
            return False
    return False


PASSED_OVER = frozenset(
    "on in late early at a an the reporters journalists statement afp reuters that by by-phone".split()
) - {"that"}


def _distance(sentence: Sentence, trigger: Span, time: Span, triggers: Sequence[Span]) -> int:
    first, last = (trigger, time) if trigger.start < time.start else (time, trigger)
    between = [t for t in sentence.tokens if first.end <= t.start and t.end <= last.start]
    crossed = sum(other != trigger and first.end <= other.start < last.start for other in triggers)
    return len(between) + CLAUSE * sum(_bounds(token) for token in between) + OTHER_EVENT * crossed


CLAUSE = 4  # tokens that a clause boundary is worth
OTHER_EVENT = 6  # tokens that another trigger in between is worth


def _bounds(token: Token) -> bool:
    return BOUNDARY.fullmatch(token.lower) is not None
