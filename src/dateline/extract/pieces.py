"""A text to word pieces, words and windows: what the model reads.

A word here is what BERT's pre-tokenizer cuts: a run of letters and digits, or a single sign. Each
word is known by its first piece. Training reads texts through this same module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

BEGIN, END = 101, 102  # [CLS] and [SEP] of the vocabulary
WINDOW = 384  # pieces of a window, its two marks included; most news reports are one or two
OVERLAP = 96  # pieces that two windows share, so that every word has neighbours on both sides

# How a word is written, told to the model beside its uncased pieces: else "US" is "us".
OTHER, LOWER, TITLE, UPPER, MIXED, NUMBER = range(6)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A whole text as pieces and words. Arrays of one entry for each piece or each word."""

    ids: Ints  # (P,)
    cases: Ints  # (P,) how the word of a piece is written
    words: Ints  # (P,) the word that a piece belongs to
    starts: Ints  # (W,) first character of a word
    ends: Ints  # (W,) one past its last
    firsts: Ints  # (W,) its first piece


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text that the model reads at once, [CLS] and [SEP] around it."""

    ids: Ints  # (T,)
    cases: Ints  # (T,)
    firsts: Ints  # (w,) where the first piece of each of its words stands in `ids`
    first_word: int  # number of its first word in the text


def read_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """The pieces of a text, with offsets in code points of the text."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    words = np.array([-1 if w is None else w for w in encoding.word_ids], dtype=np.int64)
    fresh = np.ones(len(words), dtype=bool)
    fresh[1:] = words[1:] != words[:-1]
    firsts = np.flatnonzero(fresh)
    number = np.cumsum(fresh) - 1
    lasts = np.append(firsts[1:], len(words))[: len(firsts)] - 1
    starts, ends = offsets[firsts, 0], offsets[lasts, 1]
    spelled = [case_of(text[s:e]) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    cases = np.array(spelled, dtype=np.int64)[number] if len(words) else number
    return Pieces(
        np.array(encoding.ids, dtype=np.int64), cases, number, starts, ends, firsts.astype(np.int64)
    )


@lru_cache(maxsize=20_000)  # a language has few words
def case_of(word: str) -> int:
    """How a word is written.

    >>> [case_of(w) for w in ("us", "US", "Mosul", "iPad", "58", ",")]
    [1, 3, 2, 4, 5, 0]
    """
    if word.isdigit():
        return NUMBER
    if not word.isalpha():
        return OTHER
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    return TITLE if word[0].isupper() and word[1:].islower() else MIXED


def cut_windows(
    pieces: Pieces, breaks: Sequence[int] = (), *, size: int = WINDOW, overlap: int = OVERLAP
) -> Iterator[Window]:
    """Windows of whole words that cover the text.

    breaks: numbers of words that begin a sentence, in order; a window begins at one where that
    leaves it an overlap of at least half of `overlap`.
    """
    room = size - 2
    total = len(pieces.ids)
    start_word = 0
    n_words = len(pieces.firsts)
    begins = np.array(sorted(breaks), dtype=np.int64)
    while start_word < n_words:
        begin = int(pieces.firsts[start_word])
        end_word = n_words
        if total - begin > room:
            end_word = int(np.searchsorted(pieces.firsts, begin + room, side="right")) - 1
            end_word = max(end_word, start_word + 1)
        end = total if end_word == n_words else int(pieces.firsts[end_word])
        end = min(end, begin + room)  # one word longer than a window loses its tail
        yield Window(
            ids=np.concatenate([[BEGIN], pieces.ids[begin:end], [END]]),
            cases=np.concatenate([[OTHER], pieces.cases[begin:end], [OTHER]]),
            firsts=pieces.firsts[start_word:end_word] - begin + 1,
            first_word=start_word,
        )
        if end_word == n_words:
            return
        target = int(np.searchsorted(pieces.firsts, end - overlap))
        latest = int(np.searchsorted(pieces.firsts, end - overlap // 2))
        near = begins[(begins >= target) & (begins <= latest)]
        start_word = max(start_word + 1, int(near[0]) if len(near) else target)
