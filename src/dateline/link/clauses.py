"""What one speaker says of an incident in one clause is one claim, however many words tell it.

The reader gives a claim for each word of an act: "attacked the post and killed three" is two. Once
it is settled that both are of one incident, they are joined, unless they contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from dateline.link.compare import places_agree
from dateline.link.reconcile import MEANT_BY, PRECISION, precision_of, strength
from dateline.records import COARSE, Claim, Days, IncidentType, Place, Values

Item = TypeVar("Item")


def join_clauses(claims: Iterable[Claim[Values]]) -> list[Claim[Values]]:
    """The claims of one incident in one report, those of one clause, speaker and modality joined.

    The surest lends its id, and its kind unless that is a loose word, and goes first. Claims of setting,
    and claims that give two figures of one kind, two days or two places, stay apart.
    """
    joined: dict[object, list[Claim[Values]]] = {}
    for claim in sorted(claims, key=lambda c: (-strength(c), c.id)):
        key = (
            (claim.report_id, claim.evidence, claim.sources, claim.modality, claim.background),
            (claim.reference, claim.scope, is_setting(claim)),
        )
        alike = joined.setdefault(key, [])
        for n, other in enumerate(alike):
            if not is_setting(claim) and not contradict(other.says, claim.says):
                alike[n] = replace(other, says=join(other.says, claim.says))
                break
        else:
            alike.append(claim)
    return [claim for alike in joined.values() for claim in alike]


def is_setting(claim: Claim[Values]) -> bool:
    """A claim that gives only when or where, of nothing in particular."""
    says = claim.says
    told = says.counts or says.perpetrators or says.targets or says.sides
    return says.type is None and not told


def contradict(a: Values, b: Values) -> bool:
    """Whether they give other days, towns or figures."""
    if a.date is not None and b.date is not None and _range(a.date) != _range(b.date):
        return True
    if a.place is not None and b.place is not None and other_towns(a.place, b.place):
        return True
    return any(a.counts[kind] != b.counts[kind] for kind in a.counts.keys() & b.counts.keys())


def other_towns(a: Place, b: Place) -> bool:
    """Whether neither is the same place as the other nor holds it."""
    if a.precision in COARSE or b.precision in COARSE:
        return not places_agree(a, b)
    return (a.geonameid, a.name) != (b.geonameid, b.name)


def _range(days: Days) -> tuple[date, date]:
    return days.start, days.end


def join(a: Values, b: Values) -> Values:
    """All that either says; `a` is the surer."""
    return Values(
        type=_join_types(a.type, b.type),
        date=a.date or b.date,
        place=_join_places(a.place, b.place),
        perpetrators=_join_all(a.perpetrators, b.perpetrators),
        targets=_join_all(a.targets, b.targets),
        weapons=_join_all(a.weapons, b.weapons),
        counts={**a.counts, **b.counts},
        persons=_join_all(a.persons, b.persons),
        sides=_join_all(a.sides, b.sides),
    )


def _join_types(a: IncidentType | None, b: IncidentType | None) -> IncidentType | None:
    """The surer one's, unless it is a loose word that may stand for the other's."""
    return b if a is None or b in MEANT_BY.get(a, ()) else a


def _join_places(a: Place | None, b: Place | None) -> Place | None:
    if a is None or b is None:
        return a or b
    return min(a, b, key=lambda place: PRECISION.index(precision_of(place)))


def _join_all(a: Sequence[Item], b: Sequence[Item]) -> tuple[Item, ...]:
    """Each once, those of `a` first."""
    return tuple(dict.fromkeys((*a, *b)))
