"""The values of one incident, chosen from its claims by named rules; contradictions kept.

Nothing is averaged and no value is made up: each chosen value is one that a claim gives, or the
overlap of ranges that claims give. Judgement rows and further rules come on top of this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.link.compare import (
    COARSE,
    counts_agree,
    dates_agree,
    places_agree,
    same_actor,
    width,
)
from dateline.records import (
    Actor,
    ActorKind,
    Claim,
    Conflict,
    Count,
    CountKind,
    DatePrecision,
    Days,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Position,
    Scope,
    SourceKind,
    Status,
    Values,
)

Claims = Sequence[Claim[Values]]

# Words of one occurrence, most telling first: an attack that was a bombing is a bombing.
SPECIFIC = (
    IncidentType.AIR_STRIKE,
    IncidentType.EXECUTION,
    IncidentType.BOMBING,
    IncidentType.SHELLING,
    IncidentType.ARMED_CLASH,
    IncidentType.ARMED_ATTACK,
    IncidentType.RIOT,
    IncidentType.PROTEST,
    IncidentType.KILLING,
)
PRECISION = tuple(PlacePrecision)  # exact first
PUBLICATION_WINDOW_DAYS = 2  # "plainly fresh news": the two days before publication and that day


def choose_type(claims: Claims) -> tuple[IncidentType, str]:
    """The type most claims give; among equals the most specific wording."""
    given = [c.says.type for c in claims if c.says.type is not None]
    votes = Counter(given)
    if len(votes) > 1:
        for loose in (IncidentType.KILLING, IncidentType.ARMED_ATTACK):
            if len(votes) > 1:
                votes.pop(loose, None)  # vague where something more telling is said
    most = max(votes.values())
    best = [kind for kind, n in votes.items() if n == most]
    best.sort(key=lambda kind: SPECIFIC.index(kind) if kind in SPECIFIC else len(SPECIFIC))
    return best[0], "most specific of most claims"


def choose_status(claims: Claims) -> tuple[Status, str]:
    """Status over all claims: an assertion outweighs an accusation, a denial is kept as conflict."""
    told = [c for c in claims if c.says.type is not None] or list(claims)
    modalities = {c.modality for c in told}
    if Modality.ASSERTED in modalities:
        return Status.REPORTED, "asserted by a claim"
    for modality, status in (
        (Modality.ATTEMPTED, Status.FOILED),
        (Modality.ALLEGED, Status.ALLEGED),
        (Modality.CLAIMED, Status.CLAIMED),
        (Modality.DENIED, Status.DENIED),
        (Modality.PLANNED, Status.PLANNED),
    ):
        if modality in modalities:
            return status, f"no claim asserts it; {modality.value}"
    return Status.ALLEGED, "only hypothetical"


def choose_date(claims: Claims, published: Mapping[str, date | None]) -> tuple[Days | None, str]:
    """The overlap of compatible ranges, the day-precise first; else the publication window."""
    dated = [c.says.date for c in claims if c.says.date is not None]
    if dated:
        own = [c.says.date for c in claims if c.says.date is not None and c.says.type is not None]
        dated = sorted(own or dated, key=width)  # stable: the first told of the most precise
        chosen = dated[0]
        for other in dated[1:]:
            start, end = max(chosen.start, other.start), min(chosen.end, other.end)
            if start < end and (start, end) != (chosen.start, chosen.end):
                chosen = Days(start, end, _precision(start, end, chosen), chosen.rule)
        return chosen, "most precise compatible"
    fresh = [
        day
        for c in claims
        if not c.background
        and c.modality not in {Modality.PLANNED, Modality.HYPOTHETICAL}
        and (day := published.get(c.report_id)) is not None
    ]
    if fresh:
        first = min(fresh)
        return (
            Days(
                first - timedelta(days=PUBLICATION_WINDOW_DAYS),
                first + timedelta(days=1),
                DatePrecision.RANGE,
                "publication window",
            ),
            "publication window",
        )
    return None, "no claim gives it"


def _precision(start: date, end: date, like: Days) -> DatePrecision:
    if (end - start).days == 1:
        return DatePrecision.DAY
    return like.precision if (start, end) == (like.start, like.end) else DatePrecision.RANGE


def choose_place(claims: Claims) -> tuple[Place | None, str]:
    """The most precise place that the other places can contain; the first told among equals."""
    places = [c.says.place for c in claims if c.says.place is not None]
    if not places:
        return None, "no claim gives it"
    support = [sum(places_agree(p, q) is True for q in places) for p in places]
    best = min(
        range(len(places)),
        key=lambda i: (
            places[i].precision in COARSE,
            -support[i],
            PRECISION.index(places[i].precision),
            i,
        ),
    )
    return places[best], "most precise that most claims allow"


# Words that point to people told of before and say nothing new of them.
POINTING = frozenset(
    "people person persons victim victims others other individual individuals men man women woman"
    " dead injured wounded casualties casualty bodies body attackers attacker assailants assailant"
    " gunmen gunman bombers bomber militants suspects suspect perpetrators perpetrator group fighters"
    " killers killer kidnappers captors hostages hostage detainees prisoners civilians members member"
    " survivors forces troops authorities two three four five six seven eight nine ten some many several"
    " at least more than".split()
)


def choose_actors(groups: Sequence[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Every actor once, the wordings joined.

    A part of a name goes with the name ("Gray", "Kimani Gray"), the same noun with the noun, and
    words that only point ("the victims") go with the first actor of their kind.
    """
    chosen: list[Actor] = []
    for actor in (actor for group in groups for actor in group):
        home = next((i for i, other in enumerate(chosen) if _is_wording_of(actor, other)), None)
        if home is None:
            chosen.append(actor)
        else:
            chosen[home] = _joined(chosen[home], actor)
    return _without_pointing(chosen)


def _joined(held: Actor, actor: Actor) -> Actor:
    mentions = tuple(dict.fromkeys((*held.mentions, *actor.mentions)))
    better = actor.actor_id and not held.actor_id
    return replace(actor if better else held, mentions=mentions)


def _is_wording_of(actor: Actor, held: Actor) -> bool:
    if actor.actor_id or held.actor_id:
        return same_actor(actor, held)
    if actor.kind is not held.kind and ActorKind.UNKNOWN not in {actor.kind, held.kind}:
        return False
    new, old = _stems(actor.name) - FUNCTION_WORDS, _stems(held.name) - FUNCTION_WORDS
    return bool(new and old) and (new <= old or old <= new or _head(actor) == _head(held))


FUNCTION_WORDS = frozenset("the a an of and in at from with his her their its".split())


def _head(actor: Actor) -> str:
    """The noun a phrase turns on: the last word before "of", "from", a comma."""
    words = re.split(r" (?:of|from|in|with|at|who|on|near|for) |,|\(|\[", actor.name.casefold())[
        0
    ].split()
    return words[-1].rstrip("s") if words else ""


def _without_pointing(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """ "Gunmen" beside "Al-Shabaab", "the victims" beside "two nurses": their wording joins the other."""
    kept = [a for a in actors if a.actor_id or not set(a.name.casefold().split()) <= POINTING]
    if not kept:
        return tuple(actors)
    for actor in actors:
        if actor in kept:
            continue
        fits = [
            a for a in kept if a.kind is actor.kind or ActorKind.UNKNOWN in {a.kind, actor.kind}
        ]
        if not fits:
            kept.append(actor)
            continue
        home = kept.index(fits[0])
        kept[home] = replace(
            kept[home], mentions=tuple(dict.fromkeys((*kept[home].mentions, *actor.mentions)))
        )
    return tuple(kept)


def choose_weapons(claims: Claims) -> tuple[str, ...]:
    """Each weapon once, under its fullest wording: "bomb" goes into "car bomb"."""
    chosen: list[str] = []
    for words in (w for c in claims for w in c.says.weapons):
        parts = _stems(words)
        if any(parts <= _stems(held) for held in chosen):
            continue
        chosen = [held for held in chosen if not _stems(held) <= parts]
        chosen.append(words)
    return tuple(chosen)


def _stems(words: str) -> frozenset[str]:
    return frozenset(w.rstrip("s") for w in words.casefold().split())


def voice(claim: Claim[Values]) -> str:
    """Who really speaks: the nearest source, else the report itself."""
    if claim.sources:
        return claim.sources[0].name.casefold()
    return claim.report_id


def choose_count(claims: Claims, kind: CountKind) -> tuple[Count | None, str]:
    """The figure most voices give; a voice's own largest figure is its total, parts are not added.

    low and high are the least and greatest that any voice states as its total.
    """
    totals = _totals(claims, kind)
    if not totals:
        return None, "no claim gives it"
    support = [sum(counts_agree(a, b) for _, b in totals) for _, a in totals]
    most = max(range(len(totals)), key=lambda i: (support[i], i))
    chosen = totals[most][1]
    figures = [c for _, c in totals]
    lows = [c.low for c in figures if c.low is not None]
    highs = [c.high for c in figures]
    closed = [h for h in highs if h is not None]
    best = chosen.best
    low = min(lows) if lows else None
    high = max(closed) if closed and (None not in highs or max(closed) > (best or 0)) else None
    if chosen.high is None and high is not None and best is not None and high <= best:
        high = None
    if low is not None and best is not None:
        low = min(low, best)
    return Count(low, best, high), "most voices, the latest among equals"


def _totals(claims: Claims, kind: CountKind) -> list[tuple[str, Count]]:
    """One total for each voice, in the order told: its largest figure."""
    totals: dict[str, Count] = {}
    for claim in claims:
        count = claim.says.counts.get(kind)
        if count is None:
            continue
        name = voice(claim)
        held = totals.get(name)
        if held is None or _size(count) >= _size(held):
            totals.pop(name, None)
            totals[name] = count
    return _without_parts(totals, claims, kind)


def _without_parts(
    totals: Mapping[str, Count], claims: Claims, kind: CountKind
) -> list[tuple[str, Count]]:
    """Voices of one report that give less than half its lead figure tell of a part."""
    if len(totals) < 2:
        return list(totals.items())
    lead = next((c.says.counts[kind] for c in claims if kind in c.says.counts), None)
    size = _size(lead) if lead is not None else 0
    kept = [(name, count) for name, count in totals.items() if _size(count) * 2 > size]
    return kept or list(totals.items())


def _size(count: Count) -> int:
    return next((n for n in (count.best, count.low, count.high) if n is not None), 0)


def choose_scope(claims: Claims) -> Scope:
    scopes = {c.scope for c in claims}
    for scope in (Scope.POLITICAL, Scope.ORDINARY):
        if scope in scopes:
            return scope
    return Scope.UNKNOWN


def find_conflicts(claims: Claims) -> tuple[Conflict, ...]:
    """Fields on which claims contradict each other, with every position."""
    found = [_count_conflict(claims, kind) for kind in CountKind]
    found.append(_date_conflict(claims))
    found.append(_place_conflict(claims))
    found.append(_status_conflict(claims))
    found.append(_perpetrator_conflict(claims))
    return tuple(conflict for conflict in found if conflict is not None)


def _count_conflict(claims: Claims, kind: CountKind) -> Conflict | None:
    totals = _totals(claims, kind)
    if all(counts_agree(a, b) for _, a in totals for _, b in totals):
        return None
    positions = []
    for count in dict.fromkeys(count for _, count in totals):
        voices = {name for name, held in totals if held == count}
        ids = [c.id for c in claims if c.says.counts.get(kind) == count and voice(c) in voices]
        positions.append(Position(_worded(count), tuple(ids)))
    return Conflict(kind.value, tuple(positions))


def _worded(count: Count) -> str:
    if count.low == count.best == count.high:
        return str(count.best)
    if count.high is None:
        return f"at least {count.low}"
    if count.low is None:
        return f"up to {count.high}"
    return f"{count.low} to {count.high}"


def _date_conflict(claims: Claims) -> Conflict | None:
    dated = [
        (c, c.says.date) for c in claims if c.says.date is not None and width(c.says.date) <= 2
    ]
    if all(dates_agree(a, b) for _, a in dated for _, b in dated):
        return None
    days = dict.fromkeys(d.start for _, d in dated)
    return Conflict(
        "date",
        tuple(
            Position(day.isoformat(), tuple(c.id for c, d in dated if d.start == day))
            for day in days
        ),
    )


def _place_conflict(claims: Claims) -> Conflict | None:
    placed = [
        (c, c.says.place)
        for c in claims
        if c.says.place is not None and c.says.place.precision not in COARSE
    ]
    if all(places_agree(a, b) is not False for _, a in placed for _, b in placed):
        return None
    names = dict.fromkeys(p.name for _, p in placed)
    return Conflict(
        "place",
        tuple(Position(n, tuple(c.id for c, p in placed if p.name == n)) for n in names),
    )


def _status_conflict(claims: Claims) -> Conflict | None:
    asserted = [c.id for c in claims if c.modality is Modality.ASSERTED and c.says.type]
    denied = [c.id for c in claims if c.modality is Modality.DENIED]
    if not asserted or not denied:
        return None
    return Conflict(
        "status", (Position("asserted", tuple(asserted)), Position("denied", tuple(denied)))
    )


def _perpetrator_conflict(claims: Claims) -> Conflict | None:
    """Different named doers, each given by other voices."""
    named: dict[str, list[Claim[Values]]] = {}
    for claim in claims:
        for actor in claim.says.perpetrators:
            if actor.actor_id:
                named.setdefault(actor.name, []).append(claim)
    voices = [{voice(c) for c in group} for group in named.values()]
    if len(named) < 2 or any(a & b for i, a in enumerate(voices) for b in voices[i + 1 :]):
        return None  # one voice naming two doers says that both did it
    return Conflict(
        "perpetrators",
        tuple(Position(name, tuple(c.id for c in group)) for name, group in named.items()),
    )


def independent_voices(claims: Claims) -> int:
    """Speakers and reports that are not known to repeat each other."""
    return len(
        {voice(c) for c in claims if not any(s.kind is SourceKind.NARRATOR for s in c.sources)}
    )
