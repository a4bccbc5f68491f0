"""How many: what each voice last gave as its total, and the figure chosen from the voices."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from dateline.link.compare import admits, counts_agree
from dateline.link.voices import OFFICIAL, Telling
from dateline.records import Count, CountKind, Modality

SINGLE = 2  # up to so many victims are often told of one by one
UNTOLD = frozenset({Modality.PLANNED, Modality.HYPOTHETICAL, Modality.DENIED})
SUSPECT = 3  # times the median of three or more voices: kept as a conflict, out of the choice
Figure = tuple[Telling, Count]


def choose_count(tellings: Sequence[Telling], kind: CountKind) -> tuple[Count | None, str]:
    """The figure most voices admit; low and high are the least and greatest that any stands by.

    Among equals the most official voice decides, then the latest, then the lower figure. Nothing
    is added up across voices, averaged or filled in; `high` is open unless a voice closes it.
    """
    figures = _without_suspects(live_figures(tellings, kind))
    if not figures:
        return None, "no claim gives it"
    support = [sum(_supports(other, count) for _, other in figures) for _, count in figures]
    chosen = max(
        range(len(figures)),
        key=lambda i: (
            figures[i][1].best is not None,
            support[i],
            -OFFICIAL.index(figures[i][0].kind),
            i,
            -size(figures[i][1]),
        ),
    )
    counts = [count for _, count in figures]
    best = counts[chosen].best
    lows = [n for count in counts if (n := count.low) is not None]
    low = min(lows) if lows else None
    if low is not None and best is not None:
        low = min(low, best)
    rule = "majority of voices" if len(figures) > 1 else "the one voice that gives it"
    return Count(low, best, _high(counts)), rule


def _high(counts: Sequence[Count]) -> int | None:
    """The greatest figure stated; None where only voices with an open end reach it."""
    stated = [n for c in counts for n in (c.low, c.best, c.high) if n is not None]
    closed = [c.high for c in counts if c.high is not None]
    return max(closed) if closed and max(closed) >= max(stated) else None


def _supports(count: Count, other: Count) -> bool:
    return admits(count, other.best) if other.best is not None else counts_agree(count, other)


def live_figures(tellings: Sequence[Telling], kind: CountKind) -> list[Figure]:
    """One total for each voice, in the order told.

    Within one text it is the voice's largest figure, as the smaller ones are parts; a later text
    supersedes it, whether the toll has risen or was put right, unless it tells plainly of a part.
    """
    live: dict[str, Figure] = {}
    for telling in tellings:
        count = telling.claim.says.counts.get(kind)
        if count is None or telling.claim.modality in UNTOLD:
            continue
        held = live.get(telling.voice)
        if held is None or _supersedes((telling, count), held):
            live.pop(telling.voice, None)
            live[telling.voice] = (telling, count)
    return _without_parts(list(live.values()))


def _supersedes(new: Figure, held: Figure) -> bool:
    if new[0].text == held[0].text:
        return size(new[1]) >= size(held[1])
    return size(new[1]) * 2 > size(held[1])


def _without_parts(figures: Sequence[Figure]) -> list[Figure]:
    """Voices that tell of a part only: of one or two victims beside a toll, of less than half of
    what their text leads with, or of some who came off unhurt."""
    lead: dict[str, int] = {}
    for telling, count in sorted(figures, key=lambda f: f[0].claim.evidence):
        if size(count) > SINGLE:
            lead.setdefault(telling.text, size(count))
    hit = {telling.text for telling, count in figures if size(count) > 0}
    kept = [
        (telling, count)
        for telling, count in figures
        if size(count) * 2 > lead.get(telling.text, 0) or telling.text not in hit
    ]
    return kept or list(figures)


def _without_suspects(figures: Sequence[Figure]) -> list[Figure]:
    if len(figures) < 3:
        return list(figures)
    middle = median(size(count) for _, count in figures)
    return [f for f in figures if size(f[1]) <= SUSPECT * middle] or list(figures)


def size(count: Count) -> int:
    """The figure to compare by: best, else a bound, else 0."""
    return next((n for n in (count.best, count.low, count.high) if n is not None), 0)
