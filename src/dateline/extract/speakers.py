"""What kind of speaker a noun phrase names, by `lexicons/speakers.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dateline.extract.cues import CueIndex, find_cues, index_cues
from dateline.extract.text import Token, read_tokens, word_set
from dateline.lexicons import read_lexicon
from dateline.records import SourceKind


@cache
def _speaker_index() -> CueIndex:
    return index_cues(read_lexicon("speakers"))


def _plain_tokens(words: Sequence[str]) -> list[Token]:
    return [Token(n, n + 1, w, w.lower()) for n, w in enumerate(words)]


def is_outlet(words: Sequence[str]) -> bool:
    return speaker_kind(" ".join(words)) is SourceKind.MEDIA


HEAD_ENDS = word_set("of for from at in with on to who which that ,")


def head_end(words: Sequence[str]) -> int:
    """Where the head of a phrase of lower-case words ends: before its first "of", comma and their like."""
    return next((n for n, word in enumerate(words) if n and word in HEAD_ENDS), len(words))


@cache
def _kind_of_words(words: tuple[str, ...]) -> SourceKind | None:
    cues = find_cues(_plain_tokens(words), _speaker_index())
    if not cues:
        return None
    for cue in cues:  # "an official who asked not to be named"
        if cue.row["rank"] == "override":
            return SourceKind(cue.row["kind"])
    end = head_end(words)
    proper = [c for c in cues if c.row["rank"] == "proper"]
    heads = [c for c in proper if c.start < end]
    if heads:
        return SourceKind(heads[-1].row["kind"])
    roles = [c for c in cues if c.row["rank"] == "role"]
    if roles and proper:  # "a spokesman for the army"
        return SourceKind(proper[0].row["kind"])
    return SourceKind((roles or proper)[0].row["kind"])


def speaker_kind(words: str) -> SourceKind | None:
    """What kind of speaker a noun phrase names; None when no row knows it.

    >>> speaker_kind("a spokesman for the Iraqi army")
    <SourceKind.MILITARY: 'military'>
    """
    return _kind_of_words(tuple(t.lower for t in read_tokens(words, 0, len(words))))
