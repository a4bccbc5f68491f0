"""The words of a text, weighed by how rare they are in news of violence, and compared.

Words are known by a hash, and rarity by a table that ships (`rarity.npz`, written by
`train/fit_rarity.py`), so that a text's weights never depend on the other texts of a collection.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from zlib import crc32

import numpy as np

WORD = re.compile(r"[^\W_]+")
UNSEEN = 7.5  # rarity of a word that the table lacks: one text in some two thousand


SCALE = 1000  # weights are whole thousandths: sums are exact, whatever their order


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The weightiest words of a text: hashes in ascending order, and their weights.

    Weights are thousandths; their squares add up to one. Known by itself, so that its words can be kept
    at hand while it is compared.
    """

    keys: array[int]
    weights: array[int]


def term(word: str) -> int:
    """The number that a word is known by, case aside."""
    return crc32(word.casefold().encode("utf-8", "surrogatepass"))


def rarity(key: int) -> float:
    """Natural logarithm of one over the share of texts that have the word with this hash."""
    return _rarities().get(key, UNSEEN)


@cache
def _rarities() -> dict[int, float]:
    with (
        resources.files(__package__).joinpath("rarity.npz").open("rb") as file,
        np.load(file) as table,
    ):
        terms, tenths = table["terms"].tolist(), table["tenths"].tolist()
    return {key: value / 10 for key, value in zip(terms, tenths, strict=True)}


def weigh(text: str, *, keep: int) -> Terms:
    """The `keep` weightiest words: (1 + log occurrences) x rarity, scaled to length one."""
    counts = Counter(term(word) for word in WORD.findall(text))
    weighed = sorted(((1 + math.log(n)) * rarity(key), key) for key, n in counts.items())[-keep:]
    length = math.sqrt(math.fsum(weight * weight for weight, _ in weighed)) or 1.0  # all everywhere
    kept = sorted((key, round(SCALE * weight / length)) for weight, key in weighed)
    return Terms(array("L", (key for key, _ in kept)), array("H", (w for _, w in kept)))


def cosine(a: Terms, b: Terms) -> float:
    """How alike the words of two texts are, 0 to 1."""
    mine, theirs = _held(a), _held(b)
    return sum(mine[key] * theirs[key] for key in mine.keys() & theirs.keys()) / SCALE**2


@lru_cache(maxsize=1024)
def _held(terms: Terms) -> dict[int, int]:
    return dict(zip(terms.keys, terms.weights, strict=True))


def shared_rarities(a: Terms, b: Terms) -> list[float]:
    """Rarity of each word in both, the rarest first."""
    return sorted((rarity(key) for key in _held(a).keys() & _held(b).keys()), reverse=True)
