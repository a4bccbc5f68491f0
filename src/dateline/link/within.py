"""Which acts of one report are wordings of one incident: the model's view, and what values say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, takewhile, zip_longest
from math import exp, log
from types import MappingProxyType

from dateline.lexicons import log_odds, read_lexicon
from dateline.link.average import average_link
from dateline.link.clauses import is_setting, join_clauses
from dateline.link.compare import (
    counts_agree,
    dates_agree,
    last_stem,
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
    Modality,
    Place,
    PlaceMention,
    Report,
    Span,
    Values,
)
from dateline.resolve.actor import same_actor

MOST = 5.0  # how far the model's log-odds are believed
# What each piece of evidence counts for beside them: a logistic regression on 33,000 pairs of acts of
# training reports; `BIAS` swept on the reports set aside for calibration, and of those against the ones told
# of place, modality and background, since the model knows its training reports and needs them less (`train/LOG.md`).
BIAS = 0.4
WEIGHTS = {
    "type same": 0.3,
    "type apart": -0.3,
    # More than fitted (-0.2 and 0.1), with no loss: of two short paragraphs the model knows too little.
    "day same": 0.5,
    "days apart": float("-inf"),  # contradictory days are never one incident
    "town same": 0.7,
    "place apart": -1.0,
    "large figure same": 2.0,  # fitted: 0.2, on few; up to 2.5 the reports set aside stay as they are
    "figure same": 0.5,
    "small figure same": 0.2,
    "figure less": -0.4,
    "doer same": 0.2,
    "doer apart": -0.3,
    "doers of other nouns": -0.2,
    "victim same": 0.5,
    "victims of other nouns": -0.4,
    "planned": -0.4,
    "other modality": -0.4,
    "other background": -0.9,
    "dated anew": -0.5,
    "opens with a setting": -0.7,
    "told as another": -0.5,
}
FAR = -0.26  # for the log of how many steps lie between the two sentences, and
STEP = 150  # characters of one
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
    # Fitted later, on 5,100 stories of training reports: a state of things is told without a day or town.
    "background": -0.35,
    "vague date": -0.4,
    "coarse place": -0.2,
    # What its acts and the surer stories of its report say: fitted on 4,600 stories of passages that the model
    # had not read, and halved, which the reports set aside like as well and training reports better.
    "second act": 0.4,  # times how surely a second word tells of it
    "near a surer one": -0.1,  # times how far their mean evidence lies above that of strangers
    "retold": -0.4,  # all its sentences tell a surer one
}
STRANGERS = -4.0  # mean evidence that two stories are one, up to which nothing suggests it, and
APART = -9.0  # what counts for two acts that cannot be one
STAND = 2.1  # from which sum on: swept on the reports set aside for calibration
FAINT = 1.0  # from which sum on a story is kept for another report to bear it out (`stands`)
SMALL, LARGE = 2, 10  # figures up to and from which chance explains more, or less, of it


# By `occurrence`, how likely each type is for an act by its own words.
Types = Mapping[int, Mapping[IncidentType, float]]
NO_TYPES: Types = MappingProxyType({})
LENT = 0.7  # weight of what the other acts of an incident say of its type: up to 1.5 as good
DOUBT = 0.01  # share below which their doubt counts no further, and
NEVER = 1e-6  # that of its own words


@dataclass(frozen=True, slots=True)
class _Act:
    """The values that the claims of one act give, gathered once: every act is held beside every other."""

    types: frozenset[IncidentType]
    dates: tuple[Days, ...]
    places: tuple[Place, ...]  # the finest; a country beside a town tells nothing more
    perpetrators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    counts: Mapping[CountKind, tuple[Count, ...]]
    perpetrator_nouns: frozenset[str]  # last words of the wordings
    target_nouns: frozenset[str]
    modality: Modality
    background: bool
    sentence: Span
    marks: frozenset[str]  # what its sentence has of `another.tsv`


def group_claims(
    claims: Sequence[Claim[Values]],
    affinity: Mapping[tuple[int, int], float],
    report: Report,
    places: Mapping[PlaceMention, Place],
    types: Types = NO_TYPES,
) -> list[Claim[Values]]:
    """The claims of one report, numbered by occurrence; claims of setting go where they are needed.

    Claims that share an `occurrence` on arrival (one act of one sentence) stay together. affinity:
    the model's log-odds that two of them, lower number first, are wordings of one incident. places:
    what the report's place names mean, of those that mean any. types: by `occurrence` how likely each type
    is for an act by its own words.
    """
    stories = sorted(find_stories(claims, affinity, report, types), key=stands, reverse=True)
    sure = list(takewhile(stands, stories))  # faint ones come last, and are lent nothing
    settings = [claim for claim in claims if is_setting(claim)]
    lent = lend_settings(sure, settings, report, read_named(report, places))
    return [
        replace(claim, occurrence=number)
        for number, (story, more) in enumerate(zip_longest(stories, lent, fillvalue=()))
        for claim in sorted(
            join_clauses(name_taken([*story, *more])), key=lambda c: (c.evidence, c.id)
        )
    ]


def find_stories(
    claims: Sequence[Claim[Values]],
    affinity: Mapping[tuple[int, int], float],
    report: Report,
    types: Types = NO_TYPES,
) -> list[list[Claim[Values]]]:
    """The claims of each incident that is told at least faintly, those of setting left out.

    What the resolved values say, and how the later of two acts is told, is added to the model's
    log-odds. The two stories with the best mean are joined, as long as it speaks for it. Then each of their
    acts is typed by them all, and their claims are as sure as the story is by what only all acts of the
    report show.
    """
    claims = sorted(claims, key=lambda c: (c.evidence, c.occurrence, c.id))
    acts = _acts(claims)
    numbers = [act[0].occurrence for act in acts]
    told = [_gather(act, report) for act in acts]
    score = {}
    for i, j in combinations(range(len(acts)), 2):
        pair = min(numbers[i], numbers[j]), max(numbers[i], numbers[j])
        score[i, j] = _score(told[i], told[j], affinity.get(pair, 0.0))
    groups = _with_lone_denials(average_link(range(len(acts)), score), acts, score)
    stories = [(_typed([acts[n] for n in members], types), members) for members in groups]
    stories.sort(key=lambda told: weigh(told[0]), reverse=True)
    rated = []
    for rank, (story, members) in enumerate(stories):
        surer = stories[:rank]
        shows = {
            "second act": _second([acts[n] for n in members]),
            "near a surer one": max(
                (_mean(score, members, others) - STRANGERS for _, others in surer), default=0.0
            ),
            "retold": any(_sentences(story) <= _sentences(other) for other, _ in surer),
        }
        more = sum(STANDS[name] * max(0.0, n) for name, n in shows.items())
        rated.append((members, _as_sure(story, more)))
    rated.sort(key=lambda told: told[0])  # as they are told
    return [story for _, story in rated if weigh(story) >= FAINT]


def _typed(acts: Sequence[Sequence[Claim[Values]]], types: Types) -> list[Claim[Values]]:
    """The claims of one incident's acts, each of the type that its own words and those of the others speak
    for: "killed" is the same word in an air strike and an ambush, and what else tells of the deed says which.
    """
    told = [act for act in acts if act[0].occurrence in types]
    if len(told) < 2:
        return [claim for act in acts for claim in act]
    sure = [max(c.confidence or 0.0 for c in act) for act in told]
    said = [types[act[0].occurrence] for act in told]
    doubted = [{kind: log(share + DOUBT) for kind, share in shares.items()} for shares in said]
    chosen = {}
    for n, (act, own) in enumerate(zip(told, said, strict=True)):
        others = [k for k in range(len(told)) if k != n]
        total = sum(sure[k] for k in others) or 1.0
        lent = {kind: sum(sure[k] * doubted[k][kind] for k in others) / total for kind in own}
        odds = {kind: log(share + NEVER) + LENT * lent[kind] for kind, share in own.items()}
        chosen[act[0].occurrence] = max(odds, key=lambda kind: odds[kind])
    return [
        _of_type(claim, chosen[claim.occurrence]) if claim.occurrence in chosen else claim
        for act in acts
        for claim in act
    ]


def _of_type(claim: Claim[Values], kind: IncidentType) -> Claim[Values]:
    if claim.says.type in (None, kind):
        return claim
    return replace(claim, says=replace(claim.says, type=kind))


def _second(acts: Sequence[Sequence[Claim[Values]]]) -> float:
    """How surely the second surest of some acts is told; 0 of one alone."""
    sure = sorted(max(c.confidence or 0.0 for c in act) for act in acts)
    return sure[-2] if len(sure) > 1 else 0.0


def _mean(
    score: Mapping[tuple[int, int], float], ours: Sequence[int], theirs: Sequence[int]
) -> float:
    """The mean evidence that the acts of two stories are one incident."""
    pairs = [(min(a, b), max(a, b)) for a in ours for b in theirs]
    return sum(max(APART, score[pair]) for pair in pairs) / len(pairs)


def _sentences(story: Sequence[Claim[Values]]) -> set[int]:
    """Where the sentences begin that tell what was done."""
    return {c.evidence.start for c in story if c.says.type is not None}


def _as_sure(story: Sequence[Claim[Values]], more: float) -> list[Claim[Values]]:
    """The claims of a story, so much surer that it weighs so much more (`weigh`)."""
    return [_surer(claim, more / STANDS["surest act"]) for claim in story]


def _surer(claim: Claim[Values], more: float) -> Claim[Values]:
    if not more or claim.says.type is None or claim.confidence is None:
        return claim
    odds = log_odds(claim.confidence, *SURE) + more
    return replace(claim, confidence=round(1 / (1 + exp(-odds)), 4))


def _with_lone_denials(
    groups: Iterable[Sequence[int]],
    acts: Sequence[Sequence[Claim[Values]]],
    score: Mapping[tuple[int, int], float],
) -> list[list[int]]:
    """The groups, where a denial that would tell no story by itself is with the one that it most likely
    denies, and is not lost."""
    told: list[list[int]] = []
    lone: list[list[int]] = []
    for members in groups:
        claims = [claim for n in members for claim in acts[n]]
        denies = all(c.modality is Modality.DENIED for c in claims if c.says.type is not None)
        (lone if denies and not stands(claims) else told).append(list(members))
    stories = [list(members) for members in told]
    for members in lone:
        means = [_mean(score, members, story) for story in stories]
        if max(means, default=APART) >= DENIED:
            told[means.index(max(means))] += members
        else:
            told.append(members)
    return [sorted(members) for members in told]


DENIED = -1.0  # mean evidence from which a lone denial is of a story; -2.5 is as good


def _acts(claims: Sequence[Claim[Values]]) -> list[list[Claim[Values]]]:
    groups: dict[int, list[Claim[Values]]] = {}
    for claim in claims:
        if not is_setting(claim):
            groups.setdefault(claim.occurrence, []).append(claim)
    return sorted(groups.values(), key=lambda group: (group[0].evidence, group[0].occurrence))


def _gather(act: Sequence[Claim[Values]], report: Report) -> _Act:
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
        perpetrator_nouns=_nouns(a for c in act for a in c.says.perpetrators),
        target_nouns=_nouns(a for c in act for a in c.says.targets),
        modality=act[0].modality,
        background=act[0].background,
        sentence=act[0].evidence,
        marks=find_marks(report.quote(act[0].evidence)),
    )


def _nouns(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(last_stem(words) for actor in actors for words in actor.mentions)


def find_marks(sentence: str) -> frozenset[str]:
    """Where a sentence has a word that tells of another deed than the one before: "opening", "anywhere".

    >>> sorted(find_marks("On Sunday rebels also shelled the ford."))
    ['anywhere', 'opening']
    """
    words = re.findall(r"\w+", sentence.casefold())
    held = {"opening": set(words[:1]), "anywhere": set(words)}
    return frozenset(where for form, where in _another() if form in held[where])


@cache
def _another() -> frozenset[tuple[str, str]]:
    return frozenset((row["form"], row["where"]) for row in read_lexicon("another"))


def _score(earlier: _Act, later: _Act, odds: float) -> float:
    """Evidence that two acts are one incident; 0 is none either way."""
    told = sum(WEIGHTS[name] for name in _evidence(earlier, later))
    steps = max(0, later.sentence.start - earlier.sentence.start) / STEP
    return max(-MOST, min(MOST, odds)) + told + FAR * log(1 + steps) + BIAS


def _evidence(a: _Act, b: _Act) -> Iterator[str]:
    """What speaks for and against two acts being one incident, the earlier first: names in WEIGHTS."""
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
    yield from _doer_evidence(a, b)
    yield from _victim_evidence(a, b)
    yield from _telling_evidence(a, b)


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
    elif {places_agree(a, b) for a, b in pairs} & {True, False} == {False}:
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
        most = max((a.best or a.low or 0) for a in new)
        if min((b.best or b.low or 0) for b in old) <= most:  # else a toll has grown
            yield "figure less"


def _doer_evidence(a: _Act, b: _Act) -> Iterator[str]:
    if any(same_actor(x, y) for x in a.perpetrators for y in b.perpetrators):
        yield "doer same"
    elif _known(a.perpetrators) and _known(b.perpetrators):
        yield "doer apart"
    if _differ(a.perpetrator_nouns, b.perpetrator_nouns):
        yield "doers of other nouns"


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and a.isdisjoint(b)


def _known(actors: Sequence[Actor]) -> bool:
    return any(actor.actor_id for actor in actors)


def _victim_evidence(a: _Act, b: _Act) -> Iterator[str]:
    if any(same_actor(x, y) for x in a.targets for y in b.targets):
        yield "victim same"
    if _differ(a.target_nouns, b.target_nouns):
        yield "victims of other nouns"


def _telling_evidence(a: _Act, b: _Act) -> Iterator[str]:
    """How the later one is told beside the earlier."""
    if (a.modality in PLANNED) != (b.modality in PLANNED):
        yield "planned"
    # a denial and what it denies differ in modality, and seldom both give the day
    denies = Modality.DENIED in (a.modality, b.modality)
    if a.modality is not b.modality and not denies:
        yield "other modality"
    if a.background != b.background:
        yield "other background"
    if b.dates and not a.dates and not denies:
        yield "dated anew"
    if a.sentence != b.sentence:
        if "opening" in b.marks:
            yield "opens with a setting"
        if "anywhere" in b.marks:
            yield "told as another"


def stands(claims: Sequence[Claim[Values]]) -> bool:
    """Whether the claims of one report tell an incident surely enough to be told by it alone; claims that
    nobody judged do."""
    unjudged = any(c.confidence is None for c in claims if c.says.type is not None)
    return unjudged or weigh(claims) >= STAND


def weigh(story: Sequence[Claim[Values]]) -> float:
    """How surely a story is told, as log-odds; without anything of its own it is not told at all."""
    told = [c for c in story if c.says.type is not None]
    says = [c.says for c in told]
    sure = max((c.confidence or 0.0 for c in told), default=0.0)
    own = {
        "date": any(v.date for v in says),
        "place": any(v.place for v in says),
        "perpetrators": any(v.perpetrators for v in says),
        "targets": any(v.targets for v in says),
        "counts": any(v.counts for v in says),
        "weapons": any(v.weapons for v in says),
    }
    if not any(own.values()):
        return float("-inf")
    total = STANDS["surest act"] * log_odds(sure, *SURE)
    total += STANDS["sentences"] * log(max(1, len({c.evidence.start for c in told})))
    return total + sum(STANDS[name] for name, has in (own | _generality(told)).items() if has)


def _generality(told: Sequence[Claim[Values]]) -> dict[str, bool]:
    """What speaks for a state of things rather than a deed: names in STANDS."""
    dates = [c.says.date for c in told if c.says.date is not None]
    places = [c.says.place for c in told if c.says.place is not None]
    return {
        "background": all(c.background for c in told),
        "vague date": bool(dates) and all(width(days) > VAGUE for days in dates),
        "coarse place": bool(places) and all(p.precision in COARSE for p in places),
    }


VAGUE = 10  # days; within more, a deed is hardly told of by itself
SURE = (0.02, 0.999)  # nothing is held for less or more sure
