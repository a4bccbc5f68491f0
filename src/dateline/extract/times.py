"""Time expressions in a text, and which of them dates an event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.extract.text import Sentence, Token
from dateline.lexicons.times import STAMP, TimeMatch, ends_in_speech, match_times
from dateline.records import Span


def find_times(text: str) -> list[Span]:
    """All time expressions of a text, in order: dates, parts of days, lengths, repeated times.

    >>> text = "Two days after the raid, on Friday, the road was open again."
    >>> [text[span.start:span.end] for span in find_times(text)]
    ['Two days', 'Friday']
    """
    return [match.span for match in match_times(text) if not _counts_one(text, match)]


def _counts_one(text: str, match: TimeMatch) -> bool:
    """Whether what reads like a day's number opens a sentence as one of several: "The third, a baker, died."."""
    word = text[match.span.start : match.span.end]
    return (
        match.rule.id == "day number"
        and word.isalpha()
        and text.endswith("The ", 0, match.span.start)
        and text.startswith(",", match.span.end)
    )


# What stands before and behind the day of a dateline: "GAO, Mali, [3 May] (Reuters) - ", "([Jan. 8, 2016]) — "
OPENING = 200  # characters of a report within which its dateline stands
FILED_AT = re.compile(
    r"(?:^|\n)\W*(?:\(|(?:(?:[A-Z][\w.'’-]*|de|del|la|el|al|of|\([^)\n]{2,60}\)|[/–—-]+)[\s,]+){1,10}\(?)\s*$"
)
FILED_BY = re.compile(
    r"(?: \d\d\b)?\s*,?\)?\s*(?:[(\[][^)\]\n]{2,60}[)\]])?\s*(?:--?|–|—)\s*[\[\w\"“]"
)


def is_filing_day(text: str, time: Span) -> bool:
    """Whether a time is the day in the report's dateline: when it was written, not when anything happened.

    >>> is_filing_day("GAO, Mali, 3 May (ANP) - Shells fell today.", Span(11, 16))
    True
    """
    if time.end > OPENING:
        return False
    if FILED_AT.search(text[: time.start]) and FILED_BY.match(text, time.end):
        return True
    return bool(OPENED_AT.match(text[: time.start])) and bool(OPENED_BY.match(text, time.end))


# The same at the head of a report: "Gao, 3 May. ", "GAO, May 3: ", "Gao, Mali, 3 May, Sahel News. "
OPENED_AT = re.compile(
    r"\s*(?!(?:On|In|At|By|From|Since|Until) )(?:[A-Z][\w.'’-]*[ ,]+){1,6}(?<=, )$"
)
OPENED_BY = re.compile(r"(?:,? \d{4})?(?:, [A-Z][\w -]{2,30})?(?:[.:]|\.-) (?=[\"“]?[A-Z])")


STAMPED = re.compile(rf"{STAMP}$")


def is_stamp(text: str, time: Span) -> bool:
    """Whether a time is when the page was published or put right, not when anything happened.

    >>> is_stamp("Port shelled again Published duration 27 May 2019 Three quays burned.", Span(38, 49))
    True
    """
    return STAMPED.search(text[max(0, time.start - OPENING) : time.start]) is not None


def choose_time(
    sentence: Sentence, trigger: Span, times: Sequence[Span], *, triggers: Sequence[Span] = ()
) -> Span | None:
    """Which time expression of the sentence says when the trigger happened, or None.

    The nearest in tokens, where a clause's end, or another of the `triggers` in between, counts
    as distance, and so does being a mere length ("a three-hour fight on Friday"). One that is
    attached to a reporting verb ("the army said on Tuesday") dates the saying and is left out,
    unless the trigger is that verb.
    """
    candidates = [
        span
        for span in times
        if sentence.span.holds(span)
        and not trigger.meets(span)
        and not is_speaking_time(sentence, span, trigger)
    ]
    return min(
        candidates,
        key=lambda span: (_distance(sentence, trigger, span, triggers), span),
        default=None,
    )


def is_speaking_time(sentence: Sentence, time: Span, trigger: Span | None = None) -> bool:
    """Whether the expression dates the saying: "the army said on Tuesday", "told them Friday"."""
    before = [token for token in sentence.tokens if token.end <= time.start][-8:]
    if trigger is not None and any(
        trigger.start <= token.start < trigger.end for token in before[-2:]
    ):
        return False
    return ends_in_speech(" ".join(token.lower for token in before))


# Weights in tokens, swept on event-time links of the time train set.
CLAUSE_END = 4
OTHER_TRIGGER = 4
LENGTH = 8
CLAUSE_WORDS = frozenset(
    ", ; : -- – — and but while when after before which who as because".split()
)
UNITS = frozenset(
    "second minute hour day night week month quarter year decade century now currently".split()
)
ANCHORED = frozenset(
    "ago earlier later last this next same that following previous before after past".split()
)


def _distance(sentence: Sentence, trigger: Span, time: Span, triggers: Sequence[Span]) -> int:
    first, last = (trigger, time) if trigger.start < time.start else (time, trigger)
    between = [t for t in sentence.tokens if first.end <= t.start and t.end <= last.start]
    crossed = sum(other != trigger and first.end <= other.start < last.start for other in triggers)
    ends = sum(token.lower in CLAUSE_WORDS for token in between)
    length = LENGTH * _is_length(sentence.within(time))
    return len(between) + CLAUSE_END * ends + OTHER_TRIGGER * crossed + length


def _is_length(tokens: Sequence[Token]) -> bool:
    """ "three hours", "two-day", "now": no date, by its words."""
    words = {word for token in tokens for word in token.lower.split("-")}
    units = {word.removesuffix("s") for word in words} & UNITS
    return bool(units) and not words & ANCHORED
