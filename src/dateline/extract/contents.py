"""The words a reporting cue answers for: where its content begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.extract.cues import Cue
from dateline.extract.grammar import (
    ADDRESSEES,
    ADJUNCT_HEADS,
    AUXILIARIES,
    CHANNELS,
    CLAUSE_JOINERS,
    DAYS,
    DETERMINERS,
    EDGE,
    PERSONAL,
    PREPOSITIONS,
)
from dateline.extract.subjects import Line, bounds_subject, group_start, inverted_source, is_verbal
from dateline.records import Span


def content_before(line: Line, end: int, *, least: int = 3) -> Span | None:
    """What a speaker after it answers for: the quotation or clause that ends at token `end`."""
    tokens = line.tokens
    last = end - 1
    while last >= 0 and tokens[last].text in EDGE and not line.quoted[last]:
        last -= 1
    if last < 0:
        return None
    if last == end - 1 and not line.quoted[last]:
        return None  # no comma or mark between: not a clause of its own
    quote = line.quote_at(last)
    if quote is not None and quote.end - quote.start > 25:
        # words before the quotation belong to the content where they lead into it
        first = next((k for k in range(last, -1, -1) if not line.quoted[k]), -1) + 1
        if first and not is_verbal(tokens[first - 1]) and tokens[first - 1].text not in EDGE:
            first = clause_start(line, first - 1)
            return Span(tokens[first].start, quote.end) if first <= last else quote
        return quote
    first = clause_start(line, last)
    words = sum(t.text[0].isalnum() for t in tokens[first : last + 1])
    if words < least or (
        words < 9 and tokens[first].lower in PREPOSITIONS | {"as", "when", "while"}
    ):
        return None  # "On Tuesday, police said"
    return line.span(first, last + 1)


def clause_start(line: Line, last: int) -> int:
    """Back to the head of the sentence, or past another speaker's part of it."""
    first = 0
    for cue in line.cues:
        if cue.row["class"] == "verb" and cue.end <= last:
            for k in range(cue.end, last):
                if line.tokens[k].text in {",", ";"} and line.tokens[k + 1].lower in {
                    "and",
                    "but",
                    "while",
                    "although",
                    "though",
                    "as",
                }:
                    first = k + 2
    while first < last and line.tokens[first].lower in {"but", "and", "meanwhile", "however", ","}:
        first += 1
    return first


def content_after(line: Line, j: int, after: Sequence[Cue], takes: str) -> Span | None:
    """What the cue answers for when it leads: from past its adjuncts to the end of its clause."""
    tokens = line.tokens
    first = skip_adjuncts(line, j)
    if first < len(tokens) and tokens[first].lower == "that":
        first += 1
    if first >= len(tokens):
        return None
    end = content_end(line, first, after)
    span = line.span(first, end)
    if span is None:
        return None
    quote = line.quote_at(end - 1)
    if quote is not None and quote.end > span.end:
        span = Span(span.start, quote.end)  # the quotation runs on over later sentences
    return span


def content_end(line: Line, first: int, after: Sequence[Cue]) -> int:
    """Up to another speaker's clause, ", according to", or the sentence's end."""
    tokens = line.tokens
    for cue in after:
        if cue.start <= first:
            continue
        start = group_start(tokens, cue.start)
        if cue.row["takes"] == "source" and tokens[start - 1].text == ",":
            return start - 1
        if cue.row["class"] != "verb":
            continue
        if tokens[cue.start].lower.endswith("ing") and tokens[start - 1].text == ",":
            return start - 1
        if tokens[start - 1].lower in {"and", "but"}:
            return start - 1
        if tokens[start - 1].text == "," and inverted_source(
            line, start, cue.start, cue.end, cue.row["takes"]
        ):
            return start - 1
        trailing = skip_adjuncts(line, cue.end) >= len(tokens) - 1
        k = start
        while k > first and not bounds_subject(line, k - 1) and tokens[k - 1].lower != "and":
            k -= 1
        if k - 2 >= first and tokens[k - 1].lower in CLAUSE_JOINERS:
            if tokens[k - 2].text in {",", ";"}:
                return k - 2
            if line.quoted[k - 2]:
                return k - 1
        if k - 1 >= first and (
            tokens[k - 1].text == ";" or (tokens[k - 1].text == "," and trailing)
        ):
            return k - 1
    return len(tokens)


def skip_adjuncts(line: Line, j: int) -> int:
    """Past "in a statement", "on Tuesday", "to reporters" after a reporting verb."""
    tokens = line.tokens
    while j < len(tokens):
        word = tokens[j].lower
        if (tokens[j].text in {",", ":"} and not line.quoted[j]) or (
            word in DAYS and word not in {"may", "last", "same", "year", "early"}
        ):
            j += 1
        elif word in ADJUNCT_HEADS:
            end = _channel_end(line, j)
            if end is None:
                return j
            j = end
        else:
            return j
    return j


def _channel_end(line: Line, j: int) -> int | None:
    """The end of a short phrase that names a day or a channel; None for any other phrase."""
    tokens = line.tokens
    last = None
    for k in range(j + 1, min(j + 9, len(tokens))):
        if tokens[k].text in EDGE or line.quoted[k] or tokens[k].lower in {"that", "and"}:
            break
        if k > j + 1 and (is_verbal(tokens[k]) or (tokens[k].lower in {"the"} and last)):
            break
        if tokens[k].lower in CHANNELS:
            last = k + 1
    if last is not None:
        while last < len(tokens) and tokens[last].text[0].isdigit():
            last += 1
    return last


def skip_addressee(line: Line, j: int) -> tuple[int, Span | None]:
    """Past whom somebody told: the token after, and the addressee's span."""
    tokens = line.tokens
    k = j
    if k < len(tokens) and tokens[k].lower in DETERMINERS:
        k += 1
    while k < len(tokens) and k - j < 8:
        word = tokens[k].lower
        if tokens[k].text in EDGE or line.quoted[k] or word == "that" or word in PREPOSITIONS:
            break
        if k > j and (word in DETERMINERS | PERSONAL | AUXILIARIES or tokens[k].text[0].isdigit()):
            break
        if word in DAYS and k > j:
            break
        k += 1
        ends = word in ADDRESSEES or word in {"agency", "newspaper", "radio", "television", "tv"}
        if ends and k < len(tokens) and not tokens[k].text[0].isupper():
            break
    return k, line.span(j, k)
