"""Where the voices of one incident contradict each other: every position kept, none resolved.

A difference is no contradiction when one figure lies within the other's bounds or rounds it, when
the same speaker has corrected it, when one place holds the other, or when two days are neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TypeVar

from dateline.link.compare import (
    counts_agree,
    dates_agree,
    places_agree,
    rounds,
    same_body,
    width,
)
from dateline.link.figures import live_figures
from dateline.link.voices import Telling
from dateline.records import (
    COARSE,
    Actor,
    Conflict,
    Count,
    CountKind,
    Days,
    Modality,
    Place,
    Position,
)

SURE = 0.5  # least strength of a clause that denies: "no word on the motive of the attack" is none
Value = TypeVar("Value")


def find_conflicts(tellings: Sequence[Telling]) -> tuple[Conflict, ...]:
    """Fields on which different voices contradict each other, with every position."""
    found = [_count_conflict(tellings, kind) for kind in CountKind]
    found.append(_date_conflict(tellings))
    found.append(_place_conflict(tellings))
    found.append(_status_conflict(tellings))
    found.append(_perpetrator_conflict(tellings))
    return tuple(conflict for conflict in found if conflict is not None)


def _count_conflict(tellings: Sequence[Telling], kind: CountKind) -> Conflict | None:
    given = [
        (telling, count)
        for telling, count in live_figures(tellings, kind)
        if (count.best, count.low, count.high) != (None, None, None)
    ]
    return _conflict(kind.value, given, lambda a, b: counts_agree(a, b) or rounds(a, b), word_count)


def _date_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    given: list[tuple[Telling, Days]] = [
        (t, t.claim.says.date)
        for t in _of_the_deed(tellings)
        if t.claim.says.date is not None and width(t.claim.says.date) <= 2
    ]
    return _conflict(
        "date", given, lambda a, b: dates_agree(a, b) is not False, lambda d: d.start.isoformat()
    )


def _place_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    given: list[tuple[Telling, Place]] = [
        (t, t.claim.says.place)
        for t in _of_the_deed(tellings)
        if t.claim.says.place is not None and t.claim.says.place.precision not in COARSE
    ]
    return _conflict("place", given, lambda a, b: places_agree(a, b) is not False, lambda p: p.name)


def _of_the_deed(tellings: Sequence[Telling]) -> list[Telling]:
    """Those that tell the deed; a day or place lent by a sentence beside it contradicts nothing."""
    return [t for t in tellings if t.claim.says.type is not None]


def _perpetrator_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    """Registered bodies only; one voice that names two says that both did it."""
    given: list[tuple[Telling, Actor]] = [
        (t, actor) for t in tellings for actor in t.claim.says.perpetrators if actor.actor_id
    ]
    named_together = {
        frozenset({a.name, b.name})
        for (t, a), (u, b) in combinations(given, 2)
        if t.voice == u.voice
    }
    return _conflict(
        "perpetrators",
        given,
        lambda a, b: same_body(a, b) or frozenset({a.name, b.name}) in named_together,
        lambda actor: actor.name,
    )


def _status_conflict(tellings: Sequence[Telling]) -> Conflict | None:
    """Somebody says that it happened, somebody else that it did not."""
    deeds = _of_the_deed(tellings)
    asserted = [t for t in deeds if t.claim.modality is Modality.ASSERTED]
    denied = [
        t
        for t in deeds
        if t.claim.modality is Modality.DENIED
        and t.claim.sources
        and (t.claim.confidence is None or t.claim.confidence >= SURE)
        and t.voice not in {other.voice for other in asserted}
    ]
    if not asserted or not denied:
        return None
    return Conflict("status", (_position("asserted", asserted), _position("denied", denied)))


def _conflict(
    name: str,
    given: Sequence[tuple[Telling, Value]],
    agree: Callable[[Value, Value], bool],
    word: Callable[[Value], str],
) -> Conflict | None:
    """A conflict if two voices differ; values worded alike are one position."""
    if all(agree(a, b) for (t, a), (u, b) in combinations(given, 2) if t.voice != u.voice):
        return None
    positions: dict[str, list[Telling]] = {}
    for telling, value in given:
        positions.setdefault(word(value), []).append(telling)
    if len(positions) < 2:
        return None
    return Conflict(name, tuple(_position(value, held) for value, held in positions.items()))


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
