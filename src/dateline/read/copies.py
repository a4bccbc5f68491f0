"""Copies of one text: a wire story and the outlets that print it, whole or a little changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.records import Report

SHINGLE = 4  # words
PERMUTATIONS = 128
BANDS = (
    32  # of 4 rows: finds a pair of similarity .5 in nearly nine cases of ten, of .6 in 99 of 100
)
SEED = 8_191  # any number; fixed, so that groups never change between runs
NEAR = 0.6  # estimated Jaccard similarity of shingles from which two texts are one text


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Reports of one text; `members` holds (report id, similarity to the representative).

    The representative is the longest, as wire copy is cut rather than added to; it is no
    member itself.
    """

    representative: str
    members: tuple[tuple[str, float], ...]


def find_copies(reports: Iterable[Report], *, near: float = NEAR) -> list[CopyGroup]:
    """Groups of two and more copies, whatever the order of `reports`.

    Every member is at least `near` similar to its representative (Jaccard similarity of
    four-word shingles, estimated by MinHash; 1.0 is the same words in the same order). Time
    grows with the number of reports, not of pairs.
    """
    by_id = {report.id: report for report in reports}
    ordered = sorted(by_id.values(), key=lambda r: (-len(r.text), r.id))
    signatures = {report.id: _signature(report.text) for report in ordered}
    buckets: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    members: dict[str, list[tuple[str, float]]] = {}
    for report in ordered:  # the longest first: each joins the first representative it resembles
        signature = signatures[report.id]
        candidates = dict.fromkeys(r for band in _bands(signature) for r in buckets.get(band, ()))
        scored = [(_similarity(signature, signatures[r]), r) for r in candidates]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
        if signature and best[0] >= near:
            members[best[1]].append((report.id, best[0]))
            continue
        members[report.id] = []
        for band in _bands(signature):
            buckets.setdefault(band, []).append(report.id)
    return [CopyGroup(r, tuple(sorted(found))) for r, found in members.items() if found]


def _signature(text: str) -> tuple[int, ...]:
    """MinHash of a text's shingles; empty for a text with fewer words than one shingle."""
    from rensa import RMinHash

    words = re.findall(r"\w+", text.casefold())
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    if not shingles:
        return ()
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(shingles))
    return tuple(sketch.digest())


def _bands(signature: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    rows = PERMUTATIONS // BANDS
    return [(i, tuple(signature[i : i + rows])) for i in range(0, len(signature), rows)]


def _similarity(a: Sequence[int], b: Sequence[int]) -> float:
    return sum(x == y for x, y in zip(a, b, strict=True)) / PERMUTATIONS
