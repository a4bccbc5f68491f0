"""Numbers as worded: "at least a dozen", "between 12 and 15", "dozens", "no one"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dateline.extract.text import Token, read_tokens
from dateline.lexicons import Row, read_lexicon
from dateline.records import Count

DIGITS = re.compile(r"^\d{1,3}(?:[,\u00a0]\d{3})+$|^\d+$")
RANGE = re.compile(r"^(\d+)[-\u2010\u2011\u2013](\d+)$")
# "twenty-five", "thirty-odd"
HYPHEN = re.compile(r"[-\u2010\u2011\u2013]")
LONGEST = 4  # words of a form in the table


def read_count(tokens: Sequence[Token]) -> Count | None:
    """What a run of number words says; None when it gives no number at all.

    An open bound is None, and so is `best` where only a least number is known.

    >>> from dateline.extract.text import read_tokens
    >>> def count(words): return read_count(read_tokens(words, 0, len(words)))
    >>> count("at least 12")
    Count(low=12, best=12, high=None)
    >>> count("between 12 and 15")
    Count(low=12, best=12, high=15)
    >>> count("dozens")
    Count(low=24, best=None, high=None)
    """
    words = [token.lower for token in tokens if token.lower != "the"]
    while words and words[-1] == "of" and " ".join(words) not in _words():
        words.pop()  # but "a pair of" is a form of its own
    words, effects = _strip_modifiers(words)
    if words[:1] == ["between"]:
        words = words[1:]
    pair = _pair(words)
    if pair is not None:
        low, high = min(pair), max(pair)
        return Count(low, low, high)
    row = _row(words)
    if row is not None and row["class"] == "vague":
        return Count(int(row["value"]), None, None)
    value = _value(words)
    return None if value is None else _bounded(value, effects)


def _bounded(value: int, effects: set[str]) -> Count:
    if "least" in effects:
        return Count(value, value, None)
    if "over" in effects:
        return Count(value + 1, value + 1, None)
    if "most" in effects or "nearly" in effects:
        return Count(None, value, value)
    return Count(value, value, value)


def is_number_word(token: Token) -> bool:
    """Whether a token can be part of a number: digits, or a word of `lexicons/numbers.tsv`."""
    lower = token.lower
    if DIGITS.match(lower) or RANGE.match(lower) or lower in _words():
        return True
    return all(part in _words() for part in HYPHEN.split(lower)) if HYPHEN.search(lower) else False


def number_run(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """The number that starts at token i, as half-open token indices.

    Modifiers are taken in: "at least 12", "12 or more". Articles alone are no number.
    """
    first = i
    last = _skip_modifiers(tokens, i)
    formed = last = last + _form_length(tokens, last)
    while last < len(tokens) and (is_number_word(tokens[last]) or _links(tokens, last)):
        last += 1
    while last > max(first, formed) and tokens[last - 1].lower in {"and", "to", "or", "of"}:
        last -= 1
    while first < last and tokens[first].lower in {"and", "to", "or", "of"}:
        first += 1
    said = tokens[_skip_modifiers(tokens, first) : last] if first < last else ()
    if all(t.lower in {"a", "an", "some", "another"} for t in said):
        return None  # "killed over a phone"
    return _with_modifiers(tokens, first, last)


def _links(tokens: Sequence[Token], k: int) -> bool:
    """ "12 to 15", "one hundred and six", "scores of": a joining word between two numbers."""
    if not 0 < k < len(tokens) - 1 or tokens[k].lower not in {"and", "to", "or", "of"}:
        return False
    if tokens[k].lower == "of":
        return tokens[k - 1].lower in {"tens", "hundreds"} and tokens[k + 1].lower.startswith(
            ("thousand", "million")
        )
    if tokens[k].lower == "and":
        ranged = k >= 2 and tokens[k - 2].lower == "between"
        return ranged or tokens[k - 1].lower in {"hundred", "thousand"}
    return is_number_word(tokens[k - 1]) and is_number_word(tokens[k + 1])


def _form_length(tokens: Sequence[Token], i: int) -> int:
    """Words of the longest form of several words at i: "half a dozen", "a couple of", or 0."""
    lowers = [t.lower for t in tokens[i : i + LONGEST]]
    for n in range(len(lowers), 1, -1):
        row = _words().get(" ".join(lowers[:n]))
        if row is not None and row["class"] != "none":
            return n
    return 0


def _skip_modifiers(tokens: Sequence[Token], i: int) -> int:
    """The token after the modifiers that begin at i."""
    lowers = [t.lower for t in tokens[i : i + _reach()]]
    for words, _ in _modifiers("before"):
        if lowers[: len(words)] == words:
            end = i + len(words)
            return end if end < len(tokens) and is_number_word(tokens[end]) else i
    between = tokens[i].lower == "between" and i + 1 < len(tokens) and is_number_word(tokens[i + 1])
    return i + between


def _with_modifiers(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    if first and tokens[first - 1].lower == "between":
        first -= 1
    before = [t.lower for t in tokens[max(0, first - _reach()) : first]]
    for words, _ in _modifiers("before"):
        if before[-len(words) :] == words:
            first -= len(words)
            break
    after = [t.lower for t in tokens[last : last + _reach()]]
    for words, _ in _modifiers("after"):
        if after[: len(words)] == words:
            last += len(words)
            break
    return first, last


def _strip_modifiers(words: list[str]) -> tuple[list[str], set[str]]:
    effects: set[str] = set()
    changed = True
    while changed:
        changed = False
        for form, effect in _modifiers("before"):
            if words[: len(form)] == form and len(words) > len(form):
                words, changed = words[len(form) :], True
                effects.add(effect)
                break
        for form, effect in _modifiers("after"):
            if words[-len(form) :] == form and len(words) > len(form):
                words, changed = words[: -len(form)], True
                effects.add(effect)
                break
    return words, effects


def _pair(words: list[str]) -> tuple[int, int] | None:
    if len(words) == 1 and (match := RANGE.match(words[0])):
        low, high = int(match[1]), int(match[2])
        return (low, high) if low < high else None
    for joint in ("to", "and", "or"):
        if joint in words:
            k = words.index(joint)
            low_value, high_value = _value(words[:k]), _value(words[k + 1 :])
            if low_value is not None and high_value is not None and low_value < high_value:
                return (low_value, high_value) if joint != "and" or k == 1 else None
    return None


def _row(words: list[str]) -> Row | None:
    rows = _words()
    for end in range(len(words), 0, -1):
        row = rows.get(" ".join(words[:end]))
        if row is not None and row["class"] in {"vague", "exact", "zero", "none"}:
            return row
    return None


def _value(words: list[str]) -> int | None:
    """The number that words or digits give; None when they give none."""
    if not words:
        return None
    row = _row(words)
    if row is not None:
        return int(row["value"]) if row["class"] in {"exact", "zero"} else None
    total = current = 0
    seen = False
    for word in (part for w in words for part in HYPHEN.split(w) if w not in {"and"}):
        if DIGITS.match(word):
            if seen:
                return None  # "2010 three" is two numbers
            current, seen = int(re.sub(r"\D", "", word)), True
            continue
        entry = _words().get(word)
        if entry is None:
            return None
        if entry["class"] == "scale":
            scale = int(entry["value"])
            current = max(current, 1) * scale
            if scale >= 1000:
                total, current = total + current, 0
            seen = True
        elif word in {"a", "an", "another"} and len(words) > 1:
            continue  # "a dozen", "another two": the word after it counts
        elif entry["class"] in {"unit", "ten", "one"}:
            current += int(entry["value"])
            seen = True
        else:
            return None
    return total + current if seen else None


@cache
def _words() -> dict[str, Row]:
    return {row["form"]: row for row in read_lexicon("numbers")}


@cache
def _modifiers(place: str) -> tuple[tuple[list[str], str], ...]:
    """Words and effect of each form, the longest first."""
    rows = [row for row in read_lexicon("number_modifiers") if row["place"] == place]
    rows.sort(key=lambda row: -len(row["form"]))
    return tuple((row["form"].split(), row["effect"]) for row in rows)


@cache
def _reach() -> int:
    """Words of the longest form of a modifier."""
    return max(len(form) for place in ("before", "after") for form, _ in _modifiers(place))


def count_of(words: str) -> Count | None:
    """`read_count` of a string."""
    return read_count(read_tokens(words, 0, len(words)))
