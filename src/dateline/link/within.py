"""Which acts of one report are wordings of one incident: the model's view, and what values say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from dateline.link.clauses import is_setting, join_clauses
from dateline.link.compare import (
    counts_agree,
    dates_agree,
    places_agree,
    types_agree,
    width,
)
from dateline.link.lending import PLANNED, lend_settings, read_named
from dateline.link.taken import name_taken
from dateline.records import (
    COARSE,
    Actor,
    Claim,
    Count,
    CountKind,
    Days,
    IncidentType,
    Place,
    PlaceMention,
    Report,
    Values,
)
from dateline.resolve.actor import same_actor

MODEL = 1.0  # weight of the model's log-odds beside what values say, and
MOST = 5.0  # how far they are believed
BIAS = 0.0
# What each piece of evidence counts for.
WEIGHTS = {
    "type same": 0.2,
    "type apart": -0.6,
    "day same": 0.9,
    "days apart": float("-inf"),  # contradictory days are never one incident
    "town same": 0.9,
    "town near": -0.2,
    "place inside": 0.2,
    "place apart": -3.0,
    "large figure same": 1.5,  # two executions of 58 in one report are one
    "figure same": 0.5,
    "small figure same": 0.0,
    "figure less": -0.2,
    "figure greater": -0.5,
    "doer same": 0.2,
    "doer apart": -0.5,
    "victim same": 0.3,
    "victim apart": -0.3,
    "planned": -1.0,
}
# Whether a story is told at all: a logistic regression on 1,032 stories of 514 reports that the model of
# the day had not seen (`train/LOG.md`).
STANDS = {
    "surest act": 0.51,  # times its log-odds
    "sentences": 0.25,  # times the log of how many tell it
    "date": 0.45,
    "place": 0.61,
    "perpetrators": 0.75,
    "targets": 0.7,
    "counts": 0.34,
    "weapons": 0.27,
}
STAND = 1.85  # from which sum on: swept on the reports set aside for calibration
SMALL, LARGE = 2, 10  # figures up to and from which chance explains more, or less, of it


@dataclass(frozen=True, slots=True)
class _Act:
    """The values that the claims of one act give, gathered once: every act is held beside every other."""

    types: frozenset[IncidentType]
    dates: tuple[Days, ...]
    places: tuple[Place, ...]  # the finest; a country beside a town tells nothing more
    perpetrators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    counts: Mapping[CountKind, tuple[Count, ...]]
    planned: bool


def group_claims(
    claims: Sequence[Claim[Values]],
    affinity: Mapping[tuple[int, int], float],
    report: Report,
    places: Mapping[PlaceMention, Place],
) -> list[Claim[Values]]:
    """The claims of one report, numbered by occurrence; claims of setting go where they are needed.

    Claims that share an `occurrence` on arrival (one act of one sentence) stay together. affinity:
    the model's log-odds that two of them, lower number first, are wordings of one incident. places:
    what the report's place names mean, of those that mean any.
    """
    stories = find_stories(claims, affinity)
    settings = [claim for claim in claims if is_setting(claim)]
    lent = lend_settings(stories, settings, report, read_named(report, places))
    return [
        replace(claim, occurrence=number)
        for number, (story, more) in enumerate(zip(stories, lent, strict=True))
        for claim in sorted(
            join_clauses(name_taken([*story, *more])), key=lambda c: (c.evidence, c.id)
        )
    ]


def find_stories(
    claims: Sequence[Claim[Values]], affinity: Mapping[tuple[int, int], float]
) -> list[list[Claim[Values]]]:
    """The claims of each incident that is told surely enough, those of setting left out.

    What the resolved values say is added to the model's log-odds. The two stories with the best mean
    are joined, as long as it speaks for it.
    """
    claims = sorted(claims, key=lambda c: (c.evidence, c.occurrence, c.id))
    acts = _acts(claims)
    numbers = [act[0].occurrence for act in acts]
    told = [_gather(act) for act in acts]
    score = [
        [
            _score(a, b, affinity.get((min(m, n), max(m, n)), 0.0)) if m != n else 0.0
            for n, b in zip(numbers, told, strict=True)
        ]
        for m, a in zip(numbers, told, strict=True)
    ]
    stories = [[claim for n in members for claim in acts[n]] for members in average_link(score)]
    return [story for story in stories if _stands(story)]


def average_link(score: Sequence[Sequence[float]]) -> list[list[int]]:
    """Groups of numbers by average link: the best pair of groups first, while its mean is over 0."""
    groups = [[n] for n in range(len(score))]
    sums = [list(row) for row in score]
    while len(groups) > 1:
        best, pair = 0.0, None
        for i in range(len(groups)):
            for j in range(i + 1, len(groups)):
                # Rounded: sums of floats differ between Python versions, and a tie must not.
                mean = round(sums[i][j] / (len(groups[i]) * len(groups[j])), 6)
                if mean > best:
                    best, pair = mean, (i, j)
        if pair is None:
            break
        i, j = pair
        groups[i] += groups.pop(j)
        for k in range(len(sums)):
            sums[k][i] += sums[k][j]
            del sums[k][j]
        row = sums.pop(j)
        sums[i] = [a + b for a, b in zip(sums[i], row, strict=True)]
    return sorted(sorted(group) for group in groups)


def _acts(claims: Sequence[Claim[Values]]) -> list[list[Claim[Values]]]:
    groups: dict[int, list[Claim[Values]]] = {}
    for claim in claims:
        if not is_setting(claim):
            groups.setdefault(claim.occurrence, []).append(claim)
    return sorted(groups.values(), key=lambda group: (group[0].evidence, group[0].occurrence))


def _gather(act: Sequence[Claim[Values]]) -> _Act:
    places = tuple(c.says.place for c in act if c.says.place is not None)
    counts = {
        kind: found
        for kind in CountKind
        if (found := tuple(c.says.counts[kind] for c in act if kind in c.says.counts))
    }
    return _Act(
        types=frozenset(c.says.type for c in act if c.says.type is not None),
        dates=tuple(c.says.date for c in act if c.says.date is not None),
        places=tuple(p for p in places if p.precision not in COARSE) or places,
        perpetrators=tuple(a for c in act for a in c.says.perpetrators),
        targets=tuple(a for c in act for a in c.says.targets),
        counts=counts,
        planned=act[0].modality in PLANNED,
    )


def _score(a: _Act, b: _Act, odds: float) -> float:
    """Evidence that two acts are one incident; 0 is none either way."""
    odds = max(-MOST, min(MOST, odds))
    told = sum(WEIGHTS[name] for name in _evidence(a, b))
    return MODEL * odds + told + BIAS


def _evidence(a: _Act, b: _Act) -> Iterator[str]:
    """What their values say for and against two acts being one incident: names in WEIGHTS."""
    if a.types and b.types:
        yield from _type_evidence(a, b)
    if a.dates and b.dates:
        yield from _date_evidence(a.dates, b.dates)
    if a.places and b.places:
        yield from _place_evidence(a.places, b.places)
    alike = bool(a.types & b.types)
    for kind, counts in a.counts.items():
        if kind in b.counts:
            yield from _count_evidence(counts, b.counts[kind], alike=alike)
    yield from _actor_evidence("doer", a.perpetrators, b.perpetrators)
    yield from _actor_evidence("victim", a.targets, b.targets)
    if a.planned != b.planned:
        yield "planned"


def _type_evidence(a: _Act, b: _Act) -> Iterator[str]:
    if a.types & b.types:
        yield "type same"
    elif not any(types_agree(x, y) for x in a.types for y in b.types):
        yield "type apart"


def _date_evidence(new: Sequence[Days], old: Sequence[Days]) -> Iterator[str]:
    verdicts = [(dates_agree(a, b), width(a) <= 2 or width(b) <= 2) for a in new for b in old]
    if (True, True) in verdicts:
        yield "day same"
    elif any(agree is False for agree, _ in verdicts):
        yield "days apart"


def _place_evidence(new: Sequence[Place], old: Sequence[Place]) -> Iterator[str]:
    pairs = [(a, b) for a in new for b in old]
    if any(_same_town(a, b) for a, b in pairs):
        yield "town same"
    elif any(places_agree(a, b) is True for a, b in pairs):
        coarse = any(p.precision in COARSE for p in (*new, *old))
        yield "place inside" if coarse else "town near"
    elif any(places_agree(a, b) is False for a, b in pairs):
        yield "place apart"


def _same_town(a: Place, b: Place) -> bool:
    if a.precision in COARSE or b.precision in COARSE:
        return False
    return a.name == b.name if a.geonameid is None else a.geonameid == b.geonameid


def _count_evidence(new: Sequence[Count], old: Sequence[Count], *, alike: bool) -> Iterator[str]:
    same = [a.best for a in new for b in old if a.best is not None and a.best == b.best]
    if same:
        most = max(same)
        size = "large " if most >= LARGE and alike else "" if most > SMALL else "small "
        yield f"{size}figure same"
    elif not any(counts_agree(a, b) for a in new for b in old):
        most = max((b.best or b.low or 0) for b in old)
        grows = min((a.best or a.low or 0) for a in new) > most
        yield "figure greater" if grows else "figure less"  # less is often a part of the toll


def _actor_evidence(role: str, new: Sequence[Actor], old: Sequence[Actor]) -> Iterator[str]:
    if not new or not old:
        return
    if any(same_actor(a, b) for a in new for b in old):
        yield f"{role} same"
    elif {a.actor_id for a in new if a.actor_id} and {a.actor_id for a in old if a.actor_id}:
        yield f"{role} apart"


def _stands(story: Sequence[Claim[Values]]) -> bool:
    """Whether a story is told surely enough and has something of its own."""
    told = [c for c in story if c.says.type is not None]
    says = [c.says for c in told]
    sure = max((c.confidence or 0.0 for c in told), default=0.0)
    sure = min(max(sure, SURE[0]), SURE[1])
    own = {
        "date": any(v.date for v in says),
        "place": any(v.place for v in says),
        "perpetrators": any(v.perpetrators for v in says),
        "targets": any(v.targets for v in says),
        "counts": any(v.counts for v in says),
        "weapons": any(v.weapons for v in says),
    }
    total = STANDS["surest act"] * log(sure / (1 - sure))
    total += STANDS["sentences"] * log(max(1, len({c.evidence.start for c in told})))
    total += sum(STANDS[name] for name, has in own.items() if has)
    return any(own.values()) and total >= STAND


SURE = (0.02, 0.999)  # nothing is held for less or more sure
