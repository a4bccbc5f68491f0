"""Which items are put together, against gold: LEA and pairwise F1, as `linking/score.py` counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

from evaluate.records import shares

Item = TypeVar("Item", bound=Hashable)
Labels = Mapping[Item, Hashable]


def score(gold: Labels[Item], predicted: Labels[Item]) -> dict[str, dict[str, float]]:
    """`lea` and `pairwise`: p, r and f1. An item without a predicted label stands alone."""
    said = {item: predicted.get(item, ("alone", item)) for item in gold}
    recall, wanted = _links(gold, said)
    precision, given = _links(said, gold)
    both = Counter((gold[item], said[item]) for item in gold)
    right = sum(map(_pairs, both.values()))
    pairs = [sum(map(_pairs, Counter(labels.values()).values())) for labels in (said, gold)]
    return {"lea": _f1(precision / given if given else 0.0, recall / wanted if wanted else 0.0),
            "pairwise": shares((right, *pairs))}  # fmt: skip


def _links(key: Labels[Item], other: Labels[Item]) -> tuple[float, int]:
    """Share of each cluster's links that the other side has too, times its size; and all sizes."""
    clusters: dict[Hashable, list[Item]] = {}
    for item, label in key.items():
        clusters.setdefault(label, []).append(item)
    sizes = Counter(other[item] for item in key)
    total = 0.0
    for items in clusters.values():
        if len(items) == 1:
            total += sizes[other[items[0]]] == 1
            continue
        kept = sum(_pairs(n) for n in Counter(other[item] for item in items).values())
        total += len(items) * kept / _pairs(len(items))
    return total, len(key)


def _pairs(n: int) -> int:
    return n * (n - 1) // 2


def _f1(p: float, r: float) -> dict[str, float]:
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}
