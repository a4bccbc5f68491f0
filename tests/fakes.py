"""A coder and a linker that are simple enough to be sure of, in place of the real ones."""

import re

from tests.makers import days

from dateline.records import (
    Actor,
    ActorKind,
    Claim,
    Conflict,
    Count,
    CountKind,
    Incident,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Position,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Values,
)

# "Gunmen killed 3 people in Gao on 2024-05-13, residents said."
SENTENCE = re.compile(r"(\w+) killed (\d+) (\w+) in (\w+) on (\d{4}-\d\d-\d\d)(?:, (\w+) said)?\.")


def code_report(report):
    return tuple(
        Claim(
            id=f"{report.id}-{number}",
            report_id=report.id,
            evidence=Span(*found.span()),
            says=Values(
                type=IncidentType.ARMED_ATTACK,
                date=days(found[5], rule="as written"),
                place=Place(found[4], "ML", None, 16.3, 0.0, None, PlacePrecision.EXACT),
                perpetrators=(Actor(found[1], ActorKind.UNKNOWN),),
                targets=(Actor(found[3], ActorKind.CIVILIANS),),
                counts={CountKind.KILLED: Count(*[int(found[2])] * 3)},
            ),
            sources=(Source(found[6], SourceKind.RESIDENT, "said"),) if found[6] else (),
            modality=Modality.ASSERTED,
            background=False,
            occurrence=number,
            scope=Scope.ORDINARY if found[1] == "Robbers" else Scope.POLITICAL,
        )
        for number, found in enumerate(SENTENCE.finditer(report.text))
    )


def link_claims(claims, reports, copies):
    """One incident for each place and day; the lowest toll is chosen."""
    groups = {}
    for claim in claims:
        groups.setdefault((claim.says.place.name, claim.says.date.start), []).append(claim)
    return [_link(place, tuple(group)) for (place, _), group in groups.items()]


def _link(place, claims):
    tolls = {}
    for claim in claims:
        tolls.setdefault(claim.says.counts[CountKind.KILLED].best, []).append(claim.id)
    first = claims[0].says
    positions = tuple(Position(str(toll), tuple(ids)) for toll, ids in sorted(tolls.items()))
    return Incident(
        id=f"{place.lower()}{first.date.start:%Y%m%d}",
        type=IncidentType.ARMED_ATTACK,
        status=Status.REPORTED,
        date=first.date,
        place=first.place,
        perpetrators=first.perpetrators,
        targets=first.targets,
        weapons=(),
        counts={CountKind.KILLED: Count(min(tolls), min(tolls), max(tolls))},
        claims=claims,
        conflicts=(Conflict("killed", positions),) if len(positions) > 1 else (),
        reports=tuple(sorted({claim.report_id for claim in claims})),
        scope=claims[0].scope,
        rules={"killed": "lowest"},
    )
