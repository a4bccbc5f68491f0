"""Average link: what is alike is joined two groups at a time, the most alike first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    while True:
        best, pair = least, None
        for (a, b), value in total.items():
            mean = value / (len(groups[a]) * len(groups[b]))
            if mean >= best:
                # Rounded: sums of floats differ between Python versions, and a tie must not.
                mean = round(mean, 9)
                if pair is None or mean > best:
                    best, pair = mean, (a, b)
        if pair is None:
            return sorted(groups.values())
        kept, gone = pair
        groups[kept] = tuple(sorted(groups[kept] + groups.pop(gone)))
        del total[kept, gone]
        for other in groups:
            if other != kept:
                lost = total.pop((min(gone, other), max(gone, other)))
                total[min(kept, other), max(kept, other)] += lost
