"""The noun phrases around a reporting cue, found without a parser: who may be speaking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.extract.cues import Cue
from dateline.extract.grammar import (
    ADDRESSEES,
    ADVERBS,
    AUXILIARIES,
    CHANNELS,
    CLAUSE_HEADS,
    CLOSERS,
    DASHES,
    DAYS,
    EDGE,
    IRREGULAR,
    NOT_ADVERBS,
    OPENERS,
    PARTICLES,
    PREPOSITIONS,
    SUBORDINATORS,
)
from dateline.extract.text import Token
from dateline.records import Span


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what the rules look up again and again."""

    tokens: tuple[Token, ...]
    quotes: tuple[Span, ...]  # quotations that touch the sentence
    quoted: tuple[bool, ...]  # for each token: inside a quotation
    cues: tuple[Cue, ...]
    asides: frozenset[int]  # tokens of "who asked not to be named": part of the speaker's phrase

    def span(self, start: int, end: int) -> Span | None:
        """Tokens [start, end) less commas and stops at the edges; None when nothing is left."""
        while start < end and self.tokens[start].text in EDGE:
            start += 1
        while start < end and self.tokens[end - 1].text in EDGE:
            end -= 1
        return Span(self.tokens[start].start, self.tokens[end - 1].end) if start < end else None

    def quote_at(self, i: int) -> Span | None:
        if not 0 <= i < len(self.tokens) or not self.quoted[i]:
            return None
        token = self.tokens[i]
        return next((q for q in self.quotes if q.start <= token.start and token.end <= q.end), None)


def cue_span(line: Line, cue: Cue) -> Span:
    return Span(line.tokens[cue.start].start, line.tokens[cue.end - 1].end)


def group_start(tokens: Sequence[Token], i: int) -> int:
    """Where the verb group that ends in the cue begins: "has also said"."""
    start = i
    while start > 0 and _is_helper(tokens[start - 1]):
        start -= 1
    while start < i and tokens[start].lower in {"all", "both"}:
        start += 1
    return start


def _is_helper(token: Token) -> bool:
    word = token.lower
    return (
        word in AUXILIARIES
        or word in ADVERBS
        or (
            word.endswith("ly")
            and len(word) > 4
            and word not in NOT_ADVERBS
            and not token.text[0].isupper()
        )
    )


def find_subject(line: Line, start: int) -> tuple[int, Span | None] | None:
    """The noun phrase left of a verb group: its first token, and its span."""
    tokens = line.tokens
    if start == 0:
        return None
    previous = tokens[start - 1]
    if previous.lower in {"who", "which", "that"}:
        return _before_relative(line, start - 1)
    if previous.lower in {"and", "but", "or"} or (
        previous.text == "," and start > 1 and tokens[start - 2].lower in {"and", "but"}
    ):
        return start, first_subject(line, start)
    end = start
    at = start - 1
    if previous.text == "," and not line.quoted[start - 1]:  # "X, head of Y, said"
        comma = at
        at -= 1
        while at >= 0 and tokens[at].text != "," and not line.quoted[at]:
            at -= 1
        if at < 0 or line.quoted[at] or comma - at > 20:
            return None
        end = comma
        at -= 1
    while at >= 0 and not bounds_subject(line, at):
        at -= 1
    first = at + 1
    first = _skip_openers(tokens, first, end)
    if first >= end or start - first > 40:
        return None
    span = line.span(first, end)
    if span is None or not any(t.text[0].isalpha() for t in tokens[first:end]):
        return None
    return first, span


def bounds_subject(line: Line, i: int) -> bool:
    token = line.tokens[i]
    if i in line.asides:
        return False
    if line.quoted[i] and token.text in OPENERS | CLOSERS | {'"', "‘", "’"}:
        quote = line.quote_at(i)
        if i and line.tokens[i - 1].text in {",", ".", "?", "!"}:
            return True  # speech ends so, a name does not
        # a nickname or a scare quote may be part of a name
        return quote is None or quote.end - quote.start > 40 or token.text not in CLOSERS | {'"'}
    if token.text in EDGE or token.text == "]":
        return True
    word = token.lower
    if word in SUBORDINATORS:
        return True
    if word in {"and", "or"}:
        # a conjunction of clauses, unless what stands before it is plain nouns
        k = i - 1
        while k >= 0 and line.tokens[k].text not in EDGE and not line.quoted[k]:
            if is_verbal(line.tokens[k]):
                return True
            k -= 1
        return False
    return word in AUXILIARIES and word != "may"


def is_verbal(token: Token) -> bool:
    word = token.lower
    return (
        word in AUXILIARIES
        or word in IRREGULAR
        or (word.endswith("ed") and len(word) > 4 and token.text.islower())
    )


def _skip_openers(tokens: Sequence[Token], first: int, end: int) -> int:
    """Past "But", "Meanwhile", "On Tuesday" at the head of a clause."""
    while first < end:
        word = tokens[first].lower
        if word in CLAUSE_HEADS or (
            word in DAYS and end - first > 1 and word not in {"may", "march"}
        ):
            first += 1
        elif word in {"on", "in", "at", "by"} and first + 1 < end:
            skip = first + 1
            while skip < end and (tokens[skip].lower in DAYS or tokens[skip].text[0].isdigit()):
                skip += 1
            if skip == first + 1:
                return first
            first = skip
        else:
            return first
    return first


def _before_relative(line: Line, at: int) -> tuple[int, Span | None] | None:
    """The noun phrase before "who said"."""
    tokens = line.tokens
    end = at
    if end > 0 and tokens[end - 1].text == ",":
        end -= 1
    k = end - 1
    while k >= 0 and end - k < 9 and not bounds_subject(line, k) and not is_verbal(tokens[k]):
        if tokens[k].lower in {"by", "to", "with", "from"}:
            break
        k -= 1
    return at, line.span(k + 1, end)


def first_subject(line: Line, start: int) -> Span | None:
    """The subject of the first clause, for a verb joined to it by "and"."""
    tokens = line.tokens
    first = _skip_openers(tokens, 0, start)
    k = first
    while k < start and k - first < 12 and not line.quoted[k]:
        if k > first and (is_verbal(tokens[k]) or tokens[k].text in EDGE):
            break
        if k > first and any(c.start == k and c.row["class"] == "verb" for c in line.cues):
            break
        k += 1
    while k > first + 1 and tokens[k - 1].lower in ADVERBS:
        k -= 1
    return line.span(first, k) if k - first < 12 else None


def inverted_source(line: Line, start: int, i: int, j: int, takes: str) -> tuple[int, Span] | None:
    """The speaker after the verb: '"...," said the mayor', "..., reports Reuters, citing ..."."""
    tokens = line.tokens
    if start != i or start == 0 or j >= len(tokens) or takes == "infinitive":
        return None
    previous = tokens[start - 1]
    after_quote = line.quoted[start - 1] or (
        previous.text in DASHES | {","} and start > 1 and line.quoted[start - 2]
    )
    if not after_quote and previous.text not in DASHES | {","}:
        return None
    first = j
    if takes == "to":
        if tokens[first].lower not in ADDRESSEES:
            return None  # "X, a trader, told Reuters"
        first += 1  # translated: "he told reporters Colonel Ahmed"
        if first >= len(tokens) or not tokens[first].text[0].isupper() or not after_quote:
            return None
    if tokens[first].lower.endswith("ly") and tokens[first].text.islower():
        return None
    if not after_quote and not any(is_verbal(t) for t in tokens[: start - 1]):
        return None  # "X, a spokesman, said ...": what stands before is no clause
    if tokens[first].lower in DAYS | PREPOSITIONS | {"that", ",", ":", "."} or line.quoted[first]:
        return None
    end = first
    while end < len(tokens) and not ends_speaker(line, end, first):
        end += 1
    if end == first or end - first > 16:
        return None
    clean = not any(is_verbal(t) and t.lower != "united" for t in tokens[first:end])
    ends_well = end == len(tokens) or tokens[end].text in EDGE or tokens[end].lower in PREPOSITIONS
    if not clean or (not after_quote and not ends_well):
        return None
    end = _apposition_end(line, end)
    span = line.span(first, end)
    return (end, span) if span else None


def late_speaker(line: Line, j: int) -> Span | None:
    """The name after the addressee in translated English: "he told reporters Colonel Ahmed"."""
    tokens = line.tokens
    if j + 1 >= len(tokens) or tokens[j].lower not in ADDRESSEES:
        return None
    end = j + 1
    while end < len(tokens) and (
        tokens[end].text[0].isupper() or tokens[end].lower.startswith(PARTICLES)
    ):
        end += 1
    return line.span(j + 1, _apposition_end(line, end)) if end > j + 1 else None


def ends_speaker(line: Line, i: int, first: int) -> bool:
    token = line.tokens[i]
    if token.text in EDGE or (line.quoted[i] and token.text in OPENERS | {'"'}):
        return True
    word = token.lower
    if word in {"on", "during", "after", "before", "via", "through", "late", "early", "by", "as"}:
        return True
    if word in {"in", "at", "to"} and i > first:
        rest = {t.lower for t in line.tokens[i : i + 5]}
        return bool(rest & CHANNELS) or word == "to"
    return word in DAYS - {"may", "march"} or word in {"when", "while", "that", "who", "adding"}


def _apposition_end(line: Line, end: int) -> int:
    """Past ", head of military intelligence" where a comma or the end closes it."""
    tokens = line.tokens
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return end
    k = end + 1
    if tokens[k].lower in AUXILIARIES | PREPOSITIONS | {"who", "which", "and", "but", "while"}:
        return end
    if any(c.start == k for c in line.cues) or tokens[k].lower.endswith("ing") or line.quoted[k]:
        return end
    while k < len(tokens) and tokens[k].text not in {",", ".", ";", ":", "—"}:
        if is_verbal(tokens[k]) or line.quoted[k]:
            return end
        k += 1
    return k


def speaker_after(line: Line, first: int) -> tuple[int, Span | None]:
    """The noun phrase that "according to" or "citing" governs."""
    tokens = line.tokens
    end = first
    while end < len(tokens):
        token = tokens[end]
        if token.text in EDGE or token.lower in {"that", "but", "while", "as", "said", "when"}:
            break
        if line.quoted[end] and token.text in OPENERS | {'"'} and end > first:
            quote = line.quote_at(end)
            if quote is None or quote.end - quote.start > 30:
                break
        if end > first + 1 and token.lower in AUXILIARIES:
            break
        end += 1
    if end < len(tokens) and tokens[end].text == "," and end > first:
        end = _apposition_end(line, end) if tokens[first].text[0].isupper() else end
    return end, line.span(first, end)
