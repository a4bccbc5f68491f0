"""Average link: what is alike is joined two groups at a time, the most alike first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import TypeVar

OVER_0 = 1e-6  # more than the rounding of sums leaves of 0
Id = TypeVar("Id", int, tuple[str, int])


def average_link(
    ids: Sequence[Id], similarity: Mapping[tuple[Id, Id], float], *, least: float = OVER_0
) -> list[tuple[Id, ...]]:
    """Join the two groups that are most alike on average, until none reach `least`.

    ids: in order. similarity: of each two of them, in order too, which settles ties; minus infinity where
    they can never be one.
    """
    groups: dict[Id, tuple[Id, ...]] = {id: (id,) for id in ids}
    total = dict(similarity)
    rank = {pair: n for n, pair in enumerate(similarity)}
    means: dict[tuple[Id, Id], float] = {}  # as they stand, of those that reach `least`
    queue: list[tuple[float, int, tuple[Id, Id]]] = []

    def weigh(pair: tuple[Id, Id]) -> None:
        mean = total[pair] / (len(groups[pair[0]]) * len(groups[pair[1]]))
        means.pop(pair, None)
        if mean >= least:
            # Rounded: sums of floats differ between Python versions, and a tie must not.
            means[pair] = round(mean, 9)
            heappush(queue, (-means[pair], rank[pair], pair))

    for pair in similarity:
        weigh(pair)
    while queue:
        mean, _, pair = heappop(queue)
        if means.get(pair) != -mean:  # one of the two has changed since
            continue
        kept, gone = pair
        groups[kept] = tuple(sorted(groups[kept] + groups.pop(gone)))
        del total[pair], means[pair]
        for other in groups:
            if other != kept:
                old = min(gone, other), max(gone, other)
                new = min(kept, other), max(kept, other)
                total[new] += total.pop(old)
                means.pop(old, None)
                weigh(new)
    return sorted(groups.values())
