"""Whether the clause around a time expression looks back or ahead, by its verbs.

News looks back: a date without a year or a bare weekday is the latest one, unless its own clause
plans. "The army said on Friday it will withdraw" is past for Friday. Cues: `time_cues.tsv`.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.lexicons import read_lexicon
from dateline.records import Span

BEFORE, AFTER = 160, 160  # characters of the sentence that are looked at on either side
MAX_BETWEEN = 4  # words from "will" or "due" to the participle it carries
SENTENCE_END = re.compile(r"[.!?;](?=[\s\"'\u201d])|\n|\'\'|``")
POSSESSIVE = ("'s ", "\u2019s ")
FOR = re.compile(r"\bfor\s*$")
SAID_THAT = re.compile(r"\bthat,?(?: (?:on|from|in|at|by|for|the|of|day|night))*\s*$")
CLAUSE_END = re.compile(r"[,:]\s|\bbut\b|\bwhile\b")


def read_tense(text: str, span: Span, *, told: str = "") -> str:
    """ "future" or "past": the last verb cue before the expression, else `told`, else the first after it; or "".

    told: how the deed of that time is known to be told, "past", "future" or "". "lapsed" is a plan told in
    the past, whose day may since have come: the nearest is meant.

    >>> read_tense("He will be tried on Friday.", Span(20, 26))
    'future'
    >>> read_tense("Police said on Friday he will be tried.", Span(15, 21))
    'past'
    >>> read_tense("Police said that on Friday he will be tried.", Span(20, 26))
    'future'
    >>> read_tense("The talks had been due to open on Friday.", Span(34, 40))
    'lapsed'
    """
    past_cue, ahead = _cues("past"), [_cues("future")]
    if told != "past":
        ahead.append(_cues("loose"))
    before = _sentences(text[max(0, span.start - BEFORE) : span.start])[-1]
    after = _sentences(text[span.end : span.end + AFTER])[0]
    if after.startswith(POSSESSIVE):
        before = FOR.sub("", before)  # "blamed for Friday's blast": a deed of that day, no plan
    if SAID_THAT.search(before) is not None:
        before = ""  # the verb of saying is another's: what was said lies behind the date
    for clause in reversed(CLAUSE_END.split(before)):
        past = [m.start() for m in past_cue.finditer(clause)]
        future = [m.start() for cue in ahead for m in cue.finditer(clause)]
        if future and (not past or _carries(clause, max(future), past[-1])):
            lapsed = _cues("lapsed")
            return "lapsed" if lapsed.search(clause) or lapsed.search(after) else "future"
        if past:
            return "past"
    if told:
        return told
    past_after, future_after = past_cue.search(after), _cues("will").search(after)
    if past_after and not (future_after and future_after.start() < past_after.start()):
        return "past"
    return "future" if future_after else ""


def _sentences(text: str) -> list[str]:
    """Split at ends of sentences; the point of "Gen." or of an initial is none, and is left out."""
    return SENTENCE_END.split(_points().sub(lambda match: match[0][:-1], text))


@cache
def _points() -> re.Pattern[str]:
    return re.compile(_cues("short").pattern + r"\.", re.IGNORECASE)


def _carries(clause: str, future: int, past: int) -> bool:
    """Whether a past form belongs to the future cue before it: "will be tried on Friday"."""
    if future > past:
        return True
    short = len(clause[future:past].split()) <= MAX_BETWEEN
    return short and not _cues("speech").match(clause, past)


@cache
def _cues(kind: str) -> re.Pattern[str]:
    cues = [row["cue"] for row in read_lexicon("time_cues") if row["kind"] == kind]
    return re.compile(rf"\b(?:{'|'.join(cues)})\b", re.IGNORECASE)
