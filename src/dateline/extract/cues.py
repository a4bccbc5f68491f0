"""Finding the rows of a cue lexicon in a sentence.

A form is words parted by blanks. "say|says|said" stands for any of them, "..." for up to
`MAX_GAP` words, and a form is found where all its words stand in order, longest form first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.extract.text import Token, read_tokens
from dateline.lexicons import Row

MAX_GAP = 4  # words that "..." may stand for: "quoted the provincial police chief as saying"
GAP = frozenset({"..."})
STOPS = frozenset({".", ";", ":", "!", "?", '"', "“", "”"})

Words = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class CueForm:
    words: Words
    row: Row
    second: frozenset[str] | None  # what its second word may be, where it has one that is no gap


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens [start, end) of a sentence that are a row's form."""

    start: int
    end: int
    row: Row


CueIndex = dict[str, list[CueForm]]


def index_cues(rows: Iterable[Row], *, column: str = "form") -> CueIndex:
    """The forms of `rows`, by first word, longest first."""
    index: CueIndex = {}
    for row in rows:
        words = _read_form(row[column])
        second = words[1] if len(words) > 1 and words[1] != GAP else None
        for first in words[0]:
            index.setdefault(first, []).append(CueForm(words, row, second))
    for forms in index.values():
        forms.sort(key=lambda form: -len(form.words))
    return index


def _read_form(form: str) -> Words:
    """A form as sets of words, cut as text is cut: "rfe/rl" is three tokens."""
    words: list[frozenset[str]] = []
    for word in form.lower().split():
        if "|" in word or word == "...":
            words.append(frozenset(word.split("|")))
        else:
            words += [frozenset({t.lower}) for t in read_tokens(word, 0, len(word))]
    return tuple(words)


def find_cues(tokens: Sequence[Token], index: CueIndex) -> list[Cue]:
    """Every cue in `tokens`, in order, not overlapping; the longest form at a place wins."""
    found: list[Cue] = []
    i = 0
    while i < len(tokens):
        cue = _cue_at(tokens, i, index)
        if cue is None:
            i += 1
        else:
            found.append(cue)
            i = cue.end if "..." not in cue.row.get("form", "") else i + 1
    return found


def find_all_cues(tokens: Sequence[Token], index: CueIndex) -> list[Cue]:
    """Every match of every row, overlapping ones too, in order."""
    following = [*(token.lower for token in tokens[1:]), None]
    return [
        Cue(i, end, form.row)
        for i, (token, after) in enumerate(zip(tokens, following, strict=True))
        for form in index.get(token.lower, ())
        # most forms end here, and a look costs less than a call
        if (form.second is None or after in form.second)
        and (end := _match(tokens, i, form.words)) is not None
    ]


def _cue_at(tokens: Sequence[Token], i: int, index: CueIndex) -> Cue | None:
    forms = index.get(tokens[i].lower)
    if forms is None:
        return None
    after = tokens[i + 1].lower if i + 1 < len(tokens) else None
    for form in forms:
        if form.second is None or after in form.second:
            end = _match(tokens, i, form.words)
            if end is not None:
                return Cue(i, end, form.row)
    return None


def _match(tokens: Sequence[Token], i: int, words: Words) -> int | None:
    """The end of `words` read from token `i` on, or None."""
    for n, word in enumerate(words):
        if word == GAP:
            for skip in range(MAX_GAP + 1):
                if i + skip >= len(tokens) or any(t.text in STOPS for t in tokens[i : i + skip]):
                    return None
                end = _match(tokens, i + skip, words[n + 1 :])
                if end is not None:
                    return end
            return None
        if i >= len(tokens) or tokens[i].lower not in word:
            return None
        i += 1
    return i
