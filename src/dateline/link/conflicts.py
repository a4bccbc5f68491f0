"""Where the voices of one incident contradict each other: every position kept, none resolved.

A difference is no contradiction when one figure lies within the other's bounds or rounds it, when
the same speaker has corrected it, when one place holds the other, or when two days are neighbours.
Whoever denies a deed contradicts those who tell it; where the deed stands without the denier having
done it, the quarrel is over who did it. For whom those who turned against their own meant to act is a
quarrel of a report with itself too: its heading may say one thing, its body another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

from dateline.link.compare import (
    STATE,
    counts_agree,
    dates_agree,
    places_agree,
    rounds,
    same_body,
    width,
)
from dateline.link.denials import (
    PLANS,
    TOLD,
    accuses,
    find_denials,
    is_of_authorship,
    is_sure,
    of_the_deed,
    tell_it,
)
from dateline.link.figures import size, told_totals
from dateline.link.voices import Telling
from dateline.records import (
    COARSE,
    Actor,
    ActorKind,
    Conflict,
    Count,
    CountKind,
    Days,
    IncidentType,
    Modality,
    Place,
    Position,
)
from dateline.resolve.actor import ARMED

Value = TypeVar("Value")
# How somebody died: one cannot be put to death and fall in a fight.
MANNERS = {IncidentType.EXECUTION, IncidentType.ARMED_CLASH}


def find_conflicts(tellings: Sequence[Telling]) -> tuple[Conflict, ...]:
    """Fields on which different voices contradict each other, with every position."""
    found = [_count_conflict(tellings, kind) for kind in CountKind]
    found.append(_date_conflict(tellings))
    found.append(_place_conflict(tellings))
    found.append(_type_conflict(tellings))
    found.append(_status_conflict(tellings))
    found.append(_perpetrator_conflict(tellings))
    found.append(_side_conflict(tellings))
    return tuple(conflict for conflict in found if conflict is not None)


def _count_conflict(tellings: Sequence[Telling], kind: CountKind) -> Conflict | None:
    """Totals of different voices; a figure told in order to be rejected is a position too, of others
    than of whoever rejects it."""
    rejected = _rejected(tellings, kind)
    disputed = any(size(count) for _, count in rejected)
    told = told_totals(tellings, kind, disputed=disputed)
    given = [
        (telling, count)
        for telling, count in (*told, *rejected)
        if (count.best, count.low, count.high) != (None, None, None)
    ]
    return _conflict(kind.value, given, lambda a, b: counts_agree(a, b) or rounds(a, b), word_count)


def _rejected(tellings: Sequence[Telling], kind: CountKind) -> list[tuple[Telling, Count]]:
    """Figures told by whoever denies the deed: those of others, but "no dead" is his own."""
    denied = [
        (t, t.claim.says.counts[kind])
        for t in tellings
        if t.claim.modality is Modality.DENIED and kind in t.claim.says.counts
    ]
    return [
        (replace(t, voice=f"against {t.voice}") if size(count) else t, count) for t, count in denied
    ]


def _date_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    given: list[tuple[Telling, Days]] = [
        (t, t.claim.says.date)
        for t in of_the_deed(tellings)
        if t.claim.says.date is not None and width(t.claim.says.date) <= 2
    ]
    return _conflict(
        "date", given, lambda a, b: dates_agree(a, b) is not False, lambda d: d.start.isoformat()
    )


def _place_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    """Towns that different speakers, or different reports, name; what a report says of its own beside a
    speaker is more often where he sits or where the hurt were taken."""
    given: list[tuple[Telling, Place]] = [
        (t, t.claim.says.place)
        for t in of_the_deed(tellings)
        if t.claim.says.place is not None
        and t.claim.says.place.precision not in COARSE
        and not _sits_at(t, t.claim.says.place)
    ]
    quoting = {t.text for t, _ in given if t.claim.sources}
    given = [(t, place) for t, place in given if t.claim.sources or t.text not in quoting]
    return _conflict("place", given, lambda a, b: places_agree(a, b) is not False, lambda p: p.name)


def _sits_at(telling: Telling, place: Place) -> bool:
    """Whether the place is told in a speaker's own name: "a diplomat in Niamey"."""
    name = re.compile(rf"(?<!\w){re.escape(place.name)}(?!\w)", re.IGNORECASE)
    return any(name.search(source.name) for source in telling.claim.sources)


def _type_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    """Whether those who died were put to death or fell in a fight, as speakers tell it; other kinds may
    be parts of one deed, and the report's own words only name it."""
    given: list[tuple[Telling, IncidentType]] = [
        (t, t.claim.says.type)
        for t in tellings
        if t.claim.says.type is not None
        and t.claim.sources
        and t.claim.modality in TOLD
        and is_sure(t)
    ]
    return _conflict("type", given, lambda a, b: {a, b} != MANNERS, lambda kind: kind.value)


def _perpetrator_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    """Registered bodies that different voices name, a charge that is returned, or a denial by whoever is accused.

    One voice that names two says that both did it.
    """
    given: list[tuple[Telling, Actor]] = [
        (t, actor)
        for t in tellings
        if t.claim.modality is not Modality.DENIED
        for actor in t.claim.says.perpetrators
        if actor.actor_id
    ]
    named_together = {
        frozenset({a.name, b.name})
        for (t, a), (u, b) in combinations(given, 2)
        if t.voice == u.voice or _strikes(t, u, b) or _strikes(u, t, a)
    }
    found = _conflict(
        "perpetrators",
        given,
        lambda a, b: same_body(a, b) or frozenset({a.name, b.name}) in named_together,
        lambda actor: actor.name,
    )
    positions = list(found.positions) if found is not None else _returned_charges(tellings)
    denials = [t for t in find_denials(tellings) if is_of_authorship(t, tellings)]
    against = [t for t in tell_it(tellings, denials) if accuses(t, denials)]
    if against and denials:
        known = {claim for position in positions for claim in position.claims}
        new = [t for t in against if t.claim.id not in known]
        for name in dict.fromkeys(t.claim.says.perpetrators[0].name for t in new):
            same = [t for t in new if t.claim.says.perpetrators[0].name == name]
            positions.append(_position(name, same))
        positions.append(_position("denied", denials))
    if len(positions) < 2:
        return None
    return _made("perpetrators", positions, tellings)


def _strikes(telling: Telling, other: Telling, body: Actor) -> bool:
    """Whether those whom a telling says were hit are such people as a body's that another names, armed all of
    them, and others than it hit: each side of a fight tells of its own blow."""
    kinds = {body.kind} if body.kind in STATE else {body.kind, ActorKind.UNKNOWN}
    hit = telling.claim.says.targets
    if {one.kind for one in hit} & {one.kind for one in other.claim.says.targets}:
        return False
    return all(one.kind in FIGHTERS for one in hit) and any(
        same_body(one, body) or one.kind in kinds & FIGHTERS for one in hit
    )


FIGHTERS = ARMED | {ActorKind.UNKNOWN}


def _returned_charges(tellings: Sequence[Telling]) -> list[Position]:
    """Those whom a speaker accuses, and whom they accuse in their turn: "the front blames the guard; the
    guard, the front"."""
    blaming = [
        t
        for t in tellings
        if t.claim.sources and t.claim.says.perpetrators and t.claim.modality in TOLD
    ]
    for one in blaming:
        for other in blaming:
            if one.voice != other.voice and accuses(one, [other]) and not accuses(other, [other]):
                return [_position(t.claim.says.perpetrators[0].name, [t]) for t in (one, other)]
    return []


def _side_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    """Two bodies for whose side the same people are said to have been, unless one claim names both."""
    given = [(t, actor) for t in tellings for actor in t.claim.says.sides]
    together = [t.claim.says.sides for t in tellings if len(t.claim.says.sides) > 1]
    sides: list[list[tuple[Telling, Actor]]] = []
    for telling, actor in given:
        like = (s for s in sides if any(_is_one_side(actor, a, together) for _, a in s))
        alike = next(like, None)
        if alike is None:
            sides.append([(telling, actor)])
        else:
            alike.append((telling, actor))
    if len(sides) < 2:
        return None
    positions = [_position(held[0][1].name, [t for t, _ in held]) for held in sides]
    return _made("sides", positions, tellings)


def _is_one_side(a: Actor, b: Actor, together: Sequence[Sequence[Actor]]) -> bool:
    return same_body(a, b) or any(a in named and b in named for named in together)


def _status_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    """Somebody says that it happened, or was to happen, somebody else that it did not or was not."""
    denials = [t for t in find_denials(tellings) if not is_of_authorship(t, tellings)]
    told = tell_it(tellings, denials) or tell_it(tellings, denials, PLANS)
    if not told or not denials:
        return None
    firmest = min((t.claim.modality for t in told), key=(*TOLD, *PLANS).index)
    positions = [_position(firmest.value, told), _position("denied", denials)]
    return _made("status", positions, tellings)


def _conflict(
    name: str,
    given: Sequence[tuple[Telling, Value]],
    agree: Callable[[Value, Value], bool],
    word: Callable[[Value], str],
) -> Conflict | None:
    """A conflict if no value of one voice agrees with any of another's; values worded alike are one
    position."""
    said: dict[str, list[Value]] = {}
    for telling, value in given:
        said.setdefault(telling.voice, []).append(value)
    if all(
        any(agree(a, b) for a in one for b in other)
        for one, other in combinations(said.values(), 2)
    ):
        return None
    positions: dict[str, list[Telling]] = {}
    for telling, value in given:
        positions.setdefault(word(value), []).append(telling)
    if len(positions) < 2:
        return None
    found = [_position(value, held) for value, held in positions.items()]
    return _made(name, found, [telling for telling, _ in given])


def _made(name: str, positions: Sequence[Position], tellings: Sequence[Telling]) -> Conflict:
    by_id = {t.claim.id: t for t in tellings}
    held = [[by_id[id] for id in position.claims] for position in positions]
    independent = any(
        _are_independent(a, b) for one, other in combinations(held, 2) for a in one for b in other
    )
    return Conflict(name, tuple(positions), independent)


def _are_independent(a: Telling, b: Telling) -> bool:
    """Whether two voices differ, and neither passes the other's words on."""
    return a.voice != b.voice and a.voice not in b.via and b.voice not in a.via


def _position(value: str, tellings: Sequence[Telling]) -> Position:
    return Position(value, tuple(dict.fromkeys(t.claim.id for t in tellings)))


def word_count(count: Count) -> str:
    """As the dossier shows it: "12", "at least 12", "up to 12", "12 to 15"."""
    if count.low == count.best == count.high:
        return str(count.best)
    if count.high is None:
        return f"at least {count.low if count.low is not None else count.best}"
    if count.low is None:
        return f"up to {count.high}"
    return f"{count.low} to {count.high}"
