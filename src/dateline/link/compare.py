"""Whether two dates, places, actors or figures can be of one incident. Pure functions."""

from __future__ import annotations

import re
from datetime import timedelta

from dateline.gazetteer.distance import great_circle_km
from dateline.records import (
    COARSE,
    Actor,
    ActorKind,
    Count,
    Days,
    IncidentType,
    Place,
    PlacePrecision,
)
from dateline.resolve.actor import same_actor

DAY = timedelta(days=1)
STATE = frozenset({ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES})
PRIVATE = frozenset({ActorKind.CIVILIANS, ActorKind.UNKNOWN})  # of no body
# How far off a point may be when the place itself does not say.
RADIUS_KM = {
    PlacePrecision.EXACT: 10.0,
    PlacePrecision.NEAR: 20.0,
    PlacePrecision.ADMIN2: 50.0,
    PlacePrecision.ADMIN1: 200.0,
    PlacePrecision.COUNTRY: 1500.0,
    PlacePrecision.UNKNOWN: 1500.0,
}
ROUND_FROM, ROUND_SHARE = 20, 0.1  # figures from here on are rounded, by up to this share
# Where many take part, against whom a state's forces stand: "miners and then their wives filled the square".
CROWDS = frozenset({IncidentType.PROTEST, IncidentType.RIOT})
# Wordings that can stand for each other; between the rest a difference is a difference.
LOOSE = frozenset({IncidentType.ARMED_ATTACK, IncidentType.KILLING})
NEAR_TYPES = (
    frozenset({IncidentType.BOMBING, IncidentType.SHELLING}),
    frozenset({IncidentType.SHELLING, IncidentType.AIR_STRIKE}),
    frozenset({IncidentType.BOMBING, IncidentType.AIR_STRIKE}),  # "warplanes bombed"
    frozenset({IncidentType.EXECUTION, IncidentType.ABDUCTION}),
    CROWDS,
    frozenset({IncidentType.ARMED_CLASH, IncidentType.MILITARY_OPERATION}),
)
# Kinds that one attack may be told as by careful readers.
ATTACKS = frozenset(
    {
        IncidentType.ARMED_ATTACK,
        IncidentType.BOMBING,
        IncidentType.SHELLING,
        IncidentType.AIR_STRIKE,
        IncidentType.ARMED_CLASH,
        IncidentType.EXECUTION,
        IncidentType.KILLING,
    }
)


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance; None when a point is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return great_circle_km(a.lat, a.lon, b.lat, b.lon)


def places_agree(a: Place | None, b: Place | None) -> bool | None:
    """True: the same or one inside the other. False: apart. None: cannot be said."""
    if a is None or b is None:
        return None
    if a.country and b.country and a.country != b.country:
        return False
    if a.precision in COARSE or b.precision in COARSE:
        if a.admin1 and b.admin1:
            return a.admin1 == b.admin1
        return True if a.country == b.country else None
    km = distance_km(a, b)
    if km is None:
        return True if a.name == b.name else None
    return km <= radius(a) + radius(b)


def radius(place: Place) -> float:
    return place.radius_km if place.radius_km is not None else RADIUS_KM[place.precision]


def dates_agree(a: Days | None, b: Days | None) -> bool | None:
    """True: the ranges meet, or are single days one apart (zones, nights). None: unknown."""
    if a is None or b is None:
        return None
    if a.start < b.end and b.start < a.end:
        return True
    if width(a) > 2 or width(b) > 2:
        return False
    return a.start < b.end + DAY and b.start < a.end + DAY


def width(days: Days) -> int:
    return (days.end - days.start).days


def counts_agree(a: Count, b: Count) -> bool:
    """Whether one figure lies within the other's bounds; open bounds admit everything beyond."""
    return admits(a, b.best) or admits(b, a.best)


def rounds(a: Count, b: Count) -> bool:
    """Whether one is the other in round numbers: 50 for 48, 200 for 190."""
    if a.best is None or b.best is None or min(a.best, b.best) < ROUND_FROM:
        return False
    near = abs(a.best - b.best) <= ROUND_SHARE * max(a.best, b.best)
    return near and (a.best % 10 == 0 or b.best % 10 == 0)


def admits(count: Count, figure: int | None) -> bool:
    """Whether a figure lies within the bounds; an unknown figure lies anywhere."""
    if figure is None:
        return True
    above = count.low is None or figure >= count.low
    return above and (count.high is None or figure <= count.high)


def types_agree(a: IncidentType, b: IncidentType) -> bool:
    return a == b or a in LOOSE or b in LOOSE or frozenset({a, b}) in NEAR_TYPES


def same_body(a: Actor, b: Actor) -> bool:
    """The same actor, or two arms of one state: a government, its army, its police."""
    arms = {a.kind, b.kind} <= STATE and a.country is not None and a.country == b.country
    return same_actor(a, b) or arms


def names_actor(speaker: str, actor: Actor) -> bool:
    """Whether a speaker's name is that of an actor, or holds it: "Houthi military source"."""
    words = _stems(speaker)
    return any((stems := _stems(w)) and stems <= words for w in (actor.name, *actor.mentions))


def last_stem(words: str) -> str:
    """The last word of a wording, less the "s" of a plural; the empty one of none."""
    return (words.casefold().split() or [""])[-1].rstrip("s")


def _stems(name: str) -> frozenset[str]:
    return frozenset(w.rstrip("s") for w in re.findall(r"\w+", name.casefold())) - {"the", "a"}
