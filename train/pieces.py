"""Where labels given in characters fall in a text's words (`dateline.extract.pieces`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Words:
    """Where a window's words stand in the text."""

    starts: np.ndarray
    ends: np.ndarray


def find_words(words: Words, span: Sequence[int]) -> tuple[int, int] | None:
    """The words [first, last) that a span of characters touches; None when it touches none."""
    first = int(np.searchsorted(words.ends, span[0], side="right"))
    last = int(np.searchsorted(words.starts, span[1], side="left"))
    return (first, last) if first < last else None
