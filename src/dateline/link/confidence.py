"""How likely each value of an incident is right, by what its claims show.

A table of shares (`lexicons/confidence.tsv`), counted on annotated reports by
`train/fit_confidence.py`: how often an incident told so strongly was one, and how often a value
given so was right in those that were. A value's confidence is the product of the two. It is
counted on single reports; reports that confirm each other do not raise it yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from dateline.lexicons import read_lexicon
from dateline.link.compare import width
from dateline.link.figures import live_figures
from dateline.link.reconcile import PUBLICATION_WINDOW, naming
from dateline.link.voices import Telling
from dateline.link.within import weigh
from dateline.records import (
    COARSE,
    Actor,
    Claim,
    Count,
    CountKind,
    Days,
    IncidentType,
    Place,
    Status,
    Values,
)

STEPS = (2.5, 3.5, 4.5)  # log-odds, as `within.weigh` gives them


def judge_values(
    tellings: Sequence[Telling],
    *,
    kind: IncidentType,
    status: Status,
    days: Days | None,
    place: Place | None,
    perpetrators: Sequence[Actor],
    targets: Sequence[Actor],
    weapons: Sequence[str],
    counts: Mapping[CountKind, Count],
) -> dict[str, float]:
    """Confidence by field, for the fields that have a value; empty where there is no table."""
    shows = {
        "type": show_type(tellings, kind),
        "status": "reported" if status is Status.REPORTED else "other",
        "date": show_date(tellings, days),
        "place": show_place(tellings, place),
        "perpetrators": show_doers(tellings, kind, perpetrators),
        "targets": show_list(targets),
        "weapons": show_list(weapons),
    }
    shows |= {harm.value: show_count(tellings, harm) for harm in counts}
    shares = _shares()
    real = shares.get(("incident", show_incident(tellings)))
    if real is None:
        return {}
    return {
        field: round(real * share, 2)
        for field, shown in shows.items()
        if (share := shares.get((field, shown))) is not None
    }


@cache
def _shares() -> dict[tuple[str, str], float]:
    return {(row["field"], row["shows"]): float(row["share"]) for row in read_lexicon("confidence")}


def show_incident(tellings: Sequence[Telling]) -> str:
    """How much an incident weighs in the report that tells it most surely."""
    claims: dict[str, list[Claim[Values]]] = {}
    for telling in tellings:
        claims.setdefault(telling.claim.report_id, []).append(telling.claim)
    most = max((weigh(told) for told in claims.values()), default=STEPS[0])
    least = max((step for step in STEPS if step <= most), default=None)
    return f"weight under {STEPS[0]}" if least is None else f"weight from {least}"


def show_type(tellings: Sequence[Telling], kind: IncidentType) -> str:
    types = {t.claim.says.type for t in tellings if t.claim.says.type is not None}
    return "one" if types == {kind} else "several"


def show_date(tellings: Sequence[Telling], days: Days | None) -> str:
    if days is None:
        return "none"
    if days.rule == PUBLICATION_WINDOW:
        return PUBLICATION_WINDOW
    if not any(t.claim.says.date and t.claim.says.type for t in tellings):
        return "lent"
    return "day" if width(days) <= 2 else "wider"


def show_place(tellings: Sequence[Telling], place: Place | None) -> str:
    if place is None:
        return "none"
    if place.precision in COARSE:
        return "province or country"
    told = any(t.claim.says.place == place and t.claim.says.type for t in tellings)
    return "town" if told else "lent"


def show_list(values: Sequence[object]) -> str:
    return "none" if not values else "one" if len(values) == 1 else "several"


def show_doers(
    tellings: Sequence[Telling], kind: IncidentType, perpetrators: Sequence[Actor]
) -> str:
    """How often the one doer is named, and whether only for a deed of another kind, which is often another's."""
    if len(perpetrators) != 1:
        return show_list(perpetrators)
    told = naming(perpetrators[0], tellings)
    if len(told) > 1:
        return "one, named again"
    if all(t.claim.says.type not in {kind, None} for t in told):
        return "one, of another kind of deed"
    return "one, named once"


def show_count(tellings: Sequence[Telling], harm: CountKind) -> str:
    return "one voice" if len(live_figures(tellings, harm)) == 1 else "several voices"
