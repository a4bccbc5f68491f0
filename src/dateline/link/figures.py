"""How many: what each voice last gave as its total, and the figure that a rule chooses from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from statistics import median

from dateline.lexicons.revisions import Way
from dateline.link.compare import admits, counts_agree
from dateline.link.voices import OFFICIAL, UNTOLD, Telling
from dateline.records import Count, CountKind, Modality

SINGLE = 2  # up to so many victims are often told of one by one
# Times the median of three or more voices: kept as a conflict, out of the choice. Times a toll told before:
# a greater one is no later state of it.
SUSPECT = 3
Figure = tuple[Telling, Count]


class CountRule(StrEnum):
    """How a figure is chosen from the voices that give one."""

    MAJORITY = "majority"  # what most independent voices admit
    LOWEST = "lowest"
    HIGHEST = "highest"
    LATEST = "latest"  # what the voice that speaks last says
    MOST_OFFICIAL = "most_official"  # what the voice nearest to counting the dead says
    RANGE = "range"  # from the least to the greatest, none between them chosen


DEFAULT = CountRule.MAJORITY
DENIED = "by a denial alone"  # said where nobody gives a figure but who denies the deed
REVISED = "an earlier toll put right"  # said where a later report says that it has changed
LISTED = "victims told one by one"  # said where the figure counts them (see `link.persons`)


def choose_count(
    tellings: Sequence[Telling], kind: CountKind, *, rule: CountRule = DEFAULT
) -> tuple[Count | None, str]:
    """The figure that a rule chooses from the voices, and the rule in words.

    Nothing is added up across voices, averaged or filled in; `high` is open unless a voice closes
    it. A suspect figure (see `SUSPECT`) counts only for `highest` and `range`.
    """
    told = _by_voice(tellings, kind)
    standing = _without_revised(told, kind)
    every = _without_parts(standing, kind)
    if not every:
        return None, "no claim gives it"
    figures = every if rule in (CountRule.HIGHEST, CountRule.RANGE) else _without_suspects(every)
    count = RULES[rule](figures)
    alone = len(every) == 1 and rule is not CountRule.RANGE
    words = "the one voice that gives it" if alone else WORDS[rule]
    if all(telling.claim.modality is Modality.DENIED for telling, _ in figures):
        words += f", {DENIED}"
    if len(standing) < len(told):
        words += f", {REVISED}"
    if any(kind in telling.listed and given.best == count.best for telling, given in figures):
        words += f", {LISTED}"
    return count, words


def rule_outcomes(tellings: Sequence[Telling], kind: CountKind) -> dict[CountRule, Count]:
    """What each rule makes of the same voices; empty where none gives a figure."""
    chosen = {rule: choose_count(tellings, kind, rule=rule)[0] for rule in CountRule}
    return {rule: count for rule, count in chosen.items() if count is not None}


def _majority(figures: Sequence[Figure]) -> Count:
    """The figure most voices admit; low and high are the least and greatest that any stands by.

    Among equals the most official voice decides, then the latest, then the lower figure.
    """
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
    return Count(_low(counts, best), best, _high(counts))


def _lowest(figures: Sequence[Figure]) -> Count:
    counts = [count for _, count in figures]
    stated = [n for c in counts if (n := c.best if c.best is not None else c.low) is not None]
    best = min(stated, default=None)
    return Count(_low(counts, best), best, _high(counts))


def _highest(figures: Sequence[Figure]) -> Count:
    counts = [count for _, count in figures]
    stated = [n for c in counts for n in (c.low, c.best, c.high) if n is not None]
    return Count(_low(counts, None), max(stated, default=None), _high(counts))


def _latest(figures: Sequence[Figure]) -> Count:
    return figures[-1][1]


def _most_official(figures: Sequence[Figure]) -> Count:
    """A party to the incident ranks last: it counts its own dead, or its enemy's. The latest of equals."""
    ranked = enumerate(figures)
    _, (_, count) = min(
        ranked,
        key=lambda item: (item[1][0].is_party, OFFICIAL.index(item[1][0].kind), -item[0]),
    )
    return count


def _range(figures: Sequence[Figure]) -> Count:
    counts = [count for _, count in figures]
    low, high = _low(counts, None), _high(counts)
    return Count(low, low if low == high else None, high)


RULES: Mapping[CountRule, Callable[[Sequence[Figure]], Count]] = {
    CountRule.MAJORITY: _majority,
    CountRule.LOWEST: _lowest,
    CountRule.HIGHEST: _highest,
    CountRule.LATEST: _latest,
    CountRule.MOST_OFFICIAL: _most_official,
    CountRule.RANGE: _range,
}
WORDS: Mapping[CountRule, str] = {
    CountRule.MAJORITY: "majority of voices",
    CountRule.LOWEST: "lowest of the voices",
    CountRule.HIGHEST: "highest of the voices",
    CountRule.LATEST: "the latest voice",
    CountRule.MOST_OFFICIAL: "the most official voice",
    CountRule.RANGE: "range of the voices",
}


def _low(counts: Sequence[Count], best: int | None) -> int | None:
    """The least that any voice stands by; None where none says how few."""
    lows = [n for c in counts if (n := c.low) is not None]
    low = min(lows, default=None)
    return low if low is None or best is None else min(low, best)


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
    supersedes it, whether the toll has risen or was put right, unless it tells plainly of a part. So it
    does with other voices' figures where it says that the toll has changed.
    """
    return _without_parts(_without_revised(_by_voice(tellings, kind), kind), kind)


def told_totals(
    tellings: Sequence[Telling], kind: CountKind, *, disputed: bool = False
) -> list[Figure]:
    """One total for each voice, as `live_figures` has it, for finding where they disagree.

    A speaker's figure of less than half is kept: it may be another count of the same dead. It is a
    part when it adds up with others of its text to the greatest ("ten at the market, seven in the
    kitchen": seventeen), or is of one or two; a figure of none ("no losses") never is. disputed: somebody
    rejects a figure; then none is a part of it.
    """
    figures = _without_revised(_by_voice(tellings, kind), kind)
    kept = figures if disputed else _without_parts(figures, kind)
    disputing = [
        f
        for f in figures
        if f not in kept and f[0].claim.sources and (size(f[1]) > SINGLE or f[1].high == 0)
    ]
    every = [(t.text, t.counts[kind]) for t in tellings if kind in t.counts]
    found = [f for f in figures if f in kept or f in disputing]
    return [f for f in found if not _adds_up(f, every)]


def _adds_up(figure: Figure, every: Sequence[tuple[str, Count]]) -> bool:
    """Whether a figure and others of its text, each once, are the text's greatest."""
    mine = size(figure[1])
    sizes = {size(count) for text, count in every if text == figure[0].text}
    most, sums = max(sizes, default=0), {mine}
    for other in sorted(sizes - {mine, max(sizes, default=0)}):
        sums |= {s + other for s in sums} | {s + 2 * other for s in sums}
    return 0 < mine < most and most in sums


def _by_voice(tellings: Sequence[Telling], kind: CountKind) -> list[Figure]:
    """The live figure of each voice. What is denied counts only where nothing else is told: then it says
    how many are spoken of."""
    live: dict[str, Figure] = {}
    given = [t for t in tellings if kind in t.counts]
    told = [t for t in given if t.claim.modality not in UNTOLD]
    for telling in told or [t for t in given if t.claim.modality is Modality.DENIED]:
        count = telling.counts[kind]
        held = live.get(telling.voice)
        if held is None or _supersedes((telling, count), held):
            live.pop(telling.voice, None)
            live[telling.voice] = (telling, count)
    return list(live.values())


def _supersedes(new: Figure, held: Figure) -> bool:
    if new[0].text == held[0].text:
        return size(new[1]) >= size(held[1])
    return size(new[1]) * 2 > size(held[1])


def _without_revised(figures: Sequence[Figure], kind: CountKind) -> list[Figure]:
    """Without those of earlier reports that a later one says to have changed: smaller ones where it has
    risen, greater ones, of voices no more official, where it was lowered, and both where it was only put
    right. A party to the incident puts nothing right, and a toll several times as great is of more than
    this incident."""
    later = [f for f in figures if kind in f[0].revises and not f[0].is_party]
    return [old for old in figures if not any(_revises(new, old, kind) for new in later)]


def _revises(new: Figure, old: Figure, kind: CountKind) -> bool:
    (telling, count), (earlier, held) = new, old
    if telling.published is None or earlier.published is None:
        return False
    if telling.published <= earlier.published or telling.text == earlier.text:
        return False
    way = telling.revises[kind]
    if size(count) > size(held):
        return way is not Way.DOWN and size(count) <= SUSPECT * size(held)
    is_official = OFFICIAL.index(telling.kind) <= OFFICIAL.index(earlier.kind)
    return size(count) < size(held) and way is not Way.UP and is_official


def _without_parts(figures: Sequence[Figure], kind: CountKind) -> list[Figure]:
    """Voices that tell of a part only: of one or two victims beside a toll, of one person where another
    voice of the text tells of several, of less than half of what their text leads with, or of some who came off
    unhurt."""
    lead: dict[str, int] = {}
    for telling, count in sorted(figures, key=lambda f: f[0].claim.evidence):
        if size(count) > SINGLE:
            lead.setdefault(telling.text, size(count))
    hit = {telling.text for telling, count in figures if size(count) > 0}
    several = {telling.text for telling, count in figures if size(count) > 1}
    kept = [
        (telling, count)
        for telling, count in figures
        if (size(count) * 2 > lead.get(telling.text, 0) or telling.text not in hit)
        and not (telling.text in several and _is_of_a_person(telling, count, kind))
    ]
    return kept or list(figures)


def _is_of_a_person(telling: Telling, count: Count, kind: CountKind) -> bool:
    """Whether a figure only says that a voice tells of somebody, by name or description."""
    return size(count) == 1 and any(
        p.counted and p.harm is kind for p in telling.claim.says.persons
    )


def _without_suspects(figures: Sequence[Figure]) -> list[Figure]:
    if len(figures) < 3:
        return list(figures)
    middle = median(size(count) for _, count in figures)
    return [f for f in figures if size(f[1]) <= SUSPECT * middle] or list(figures)


def size(count: Count) -> int:
    """The figure to compare by: best, else a bound, else 0."""
    return next((n for n in (count.best, count.low, count.high) if n is not None), 0)
