"""Arrested or abducted: what the taken are is told by who took them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.link.compare import STATE
from dateline.records import ActorKind, Claim, Count, CountKind, IncidentType, Values
from dateline.resolve.actor import ARMED

# Whoever takes people by right of a state arrests them; whoever else, abducts them.
IRREGULAR = ARMED - STATE
TAKEN = (CountKind.ABDUCTED, CountKind.ARRESTED)


def name_taken(claims: Sequence[Claim[Values]]) -> list[Claim[Values]]:
    """The claims of one occurrence, those who were taken counted under the name that fits who took them.

    It is told by the doers of the claims that count them, else by those of the occurrence. Where nobody
    on one side is named, people told of under both names are counted under that of the deed; and
    whoever was taken to be killed is counted among the dead alone.
    """
    kinds = _takers([c for c in claims if any(kind in c.says.counts for kind in TAKEN)])
    kinds = kinds or _takers(claims) - {ActorKind.UNKNOWN}
    deed = _deed(claims)
    told = {kind: _figures(claims, kind) for kind in (*TAKEN, CountKind.KILLED)}
    twice = bool(told[CountKind.ABDUCTED] & told[CountKind.ARRESTED])
    names: dict[CountKind, CountKind | None] = {}
    if (kinds and kinds <= STATE) or (twice and deed is IncidentType.ARREST):
        names[CountKind.ABDUCTED] = CountKind.ARRESTED
    elif deed is IncidentType.ABDUCTION and (twice or (kinds and kinds <= IRREGULAR)):
        names[CountKind.ARRESTED] = CountKind.ABDUCTED
    if deed not in (IncidentType.ABDUCTION, IncidentType.ARREST):
        names |= {kind: None for kind in TAKEN if told[kind] & told[CountKind.KILLED]}
    return [_renamed(claim, names) if names else claim for claim in claims]


def _takers(claims: Sequence[Claim[Values]]) -> set[ActorKind]:
    return {actor.kind for claim in claims for actor in claim.says.perpetrators}


def _deed(claims: Sequence[Claim[Values]]) -> IncidentType | None:
    """The type told most surely in all."""
    votes: dict[IncidentType, float] = {}
    for claim in claims:
        if claim.says.type is not None:
            votes[claim.says.type] = votes.get(claim.says.type, 0.0) + (claim.confidence or 0.0)
    return max(votes, key=lambda kind: votes[kind], default=None)


def _figures(claims: Sequence[Claim[Values]], kind: CountKind) -> set[int | None]:
    return {c.says.counts[kind].best for c in claims if kind in c.says.counts} - {0, None}


def _renamed(claim: Claim[Values], names: dict[CountKind, CountKind | None]) -> Claim[Values]:
    counts: dict[CountKind, Count] = {}
    for kind, count in claim.says.counts.items():
        name = names.get(kind, kind)
        if name is not None and (name is kind or name not in claim.says.counts):
            counts[name] = count
    return replace(claim, says=replace(claim.says, counts=counts))
