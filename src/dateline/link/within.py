"""Which acts of one report are wordings of one incident: the model's view, and what values say."""

from __future__ import annotations

from bisect import bisect
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
from dateline.records import (
    COARSE,
    Actor,
    Claim,
    Count,
    CountKind,
    Days,
    IncidentType,
    Modality,
    Place,
    Values,
)
from dateline.resolve.actor import same_actor

MAX_DAYS = 10  # a vaguer date is lent to no other sentence
# Swept on 94 training reports, real and of our own; how far a place is lent, on 324 of our own.
NEAR = 1200  # characters from which a sentence may lend its place, and
NEAR_DATE = 400  # its date: of the same sentence, else of one before in the same paragraph
NEXT_TO = 150  # from which a sentence goes before the report's opening, which begins up to
OPENING = 60
MODEL = 1.0  # weight of the model's log-odds beside what values say, and
MOST = 5.0  # how far they are believed
BIAS = 0.0
# What each piece of evidence counts for.
WEIGHTS = {
    "type same": 0.2,
    "type apart": -0.6,
    "day same": 0.4,
    "days apart": float("-inf"),  # contradictory days are never one incident
    "town same": 0.2,
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
STAND = 2.05  # from which sum on: one chance in three that readers have it too
SMALL, LARGE = 2, 10  # figures up to and from which chance explains more, or less, of it
PLANNED = frozenset({Modality.PLANNED, Modality.HYPOTHETICAL})


@dataclass(slots=True)
class _Story:
    """What has been said of one occurrence."""

    claims: list[Claim[Values]]

    def dates(self) -> list[Days]:
        return [c.says.date for c in self.claims if c.says.date is not None]

    def places(self) -> list[Place]:
        return [c.says.place for c in self.claims if c.says.place is not None]


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
    paragraphs: Sequence[int] = (),
) -> list[Claim[Values]]:
    """The claims of one report, numbered by occurrence; claims of setting go where they are needed.

    Claims that share an `occurrence` on arrival (one act of one sentence) stay together. affinity:
    the model's log-odds that two of them, lower number first, are wordings of one incident; what
    their resolved values say is added to it. The two stories with the best mean are joined, as long
    as it speaks for it. paragraphs: where each begins, in order.
    """
    claims = sorted(claims, key=lambda c: (c.evidence, c.occurrence, c.id))
    settings = [c for c in claims if is_setting(c)]
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
    stories = [
        _Story([claim for n in members for claim in acts[n]]) for members in average_link(score)
    ]
    stories = [story for story in stories if _stands(story)]
    _give_settings(stories, settings, paragraphs)
    return [
        replace(claim, occurrence=number)
        for number, story in enumerate(stories)
        for claim in sorted(join_clauses(story.claims), key=lambda c: (c.evidence, c.id))
    ]


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
    yield from _date_evidence(a.dates, b.dates)
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


def _stands(story: _Story) -> bool:
    """Whether a story is told surely enough and has something of its own."""
    told = [c for c in story.claims if c.says.type is not None]
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


def _give_settings(
    stories: list[_Story], settings: list[Claim[Values]], paragraphs: Sequence[int]
) -> None:
    """Where and when told in a sentence beside the deed, for stories that lack it.

    For the place, its own sentence wins, then one right before, then the report's opening (its dateline is right four times
    in five, another sentence every other time), then the nearest before or after; one that names a town
    goes before all that name a province or country. For the date, its own sentence, then the last before
    in its paragraph. Background stories take no place, and give none.
    """
    told = [(story, c) for story in stories for c in story.claims]
    for story in stories:
        own = tuple(story.claims)
        others = [c for owner, c in told if owner is not story]
        donors = [c for c in (*settings, *others) if _fits(c, own)]
        wheres = [c for c in donors if c.says.place is not None and not c.background]
        whens = [c for c in donors if c.says.date is not None and width(c.says.date) <= MAX_DAYS]
        fine = [c for c in wheres if c.says.place and c.says.place.precision not in COARSE]
        where = None
        if not own[0].background and not story.places():
            where = (
                _nearest(fine, own, 0)
                or _nearest([c for c in fine if _is_before(c, own)], own, NEXT_TO)
                or _nearest([c for c in fine if c.evidence.start < OPENING], own, NEAR)
                or _nearest(fine, own, NEAR)
                or _nearest(wheres, own, NEAR)
            )
        when = None
        if not story.dates():
            led = [c for c in whens if _is_before(c, own) and _leads(c, own, paragraphs)]
            fresh = [c for c in whens if not c.background]
            when = _nearest(fresh, own, 0) or _nearest(whens, own, 0)
            when = when or _nearest(led, own, NEAR_DATE)
        for donor in _distinct(where, when):
            story.claims.append(
                _setting(donor, where=donor is where, when=donor is when, like=own[0])
            )


def _distinct(*donors: Claim[Values] | None) -> list[Claim[Values]]:
    return list({c.id: c for c in donors if c is not None}.values())


def _nearest(
    donors: Sequence[Claim[Values]], own: Sequence[Claim[Values]], reach: int
) -> Claim[Values] | None:
    near = [c for c in donors if _distance(c, own)[0] <= reach]
    return min(near, key=lambda c: _distance(c, own), default=None)


def _fits(donor: Claim[Values], own: Sequence[Claim[Values]]) -> bool:
    """A setting must not contradict what the story says itself."""
    says = donor.says
    if donor.modality in PLANNED:
        return False
    return not any(
        places_agree(c.says.place, says.place) is False
        or dates_agree(c.says.date, says.date) is False
        for c in own
    )


def _is_before(donor: Claim[Values], own: Sequence[Claim[Values]]) -> bool:
    return donor.evidence.end <= min(claim.evidence.start for claim in own)


def _leads(donor: Claim[Values], own: Sequence[Claim[Values]], paragraphs: Sequence[int]) -> bool:
    """Whether a donor stands in the paragraph in which a story is first told."""
    first = min(claim.evidence.start for claim in own)
    return bisect(paragraphs, donor.evidence.start) == bisect(paragraphs, first)


def _distance(donor: Claim[Values], own: Sequence[Claim[Values]]) -> tuple[int, int]:
    """Characters to the nearest sentence of the story; before counts half."""
    gaps = []
    for claim in own:
        ahead = claim.evidence.start - donor.evidence.end
        gaps.append(ahead if ahead >= 0 else 2 * (donor.evidence.start - claim.evidence.end) + 1)
    return max(0, min(gaps)), donor.evidence.start


def _setting(
    donor: Claim[Values],
    *,
    where: bool,
    when: bool,
    like: Claim[Values],
) -> Claim[Values]:
    """The donor's place, day or both as a claim of the story that `like` begins."""
    return replace(
        donor,
        id=f"{donor.id}-{like.id}",
        says=Values(
            date=donor.says.date if when else None, place=donor.says.place if where else None
        ),
        modality=like.modality,
        background=like.background,
        scope=like.scope,
    )
