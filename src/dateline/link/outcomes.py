"""What other rules would choose for a field: for a person who looks, beside what was chosen.

`reconcile` and `figures` choose; here every other reading of the same claims is worked out by a
named rule. A person may choose one of them (a judgement like any other), or have all figures chosen by
another rule (`incidents.apply_rules`); either re-runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.link.compare import places_agree, width
from dateline.link.figures import DEFAULT, live_figures, rule_outcomes
from dateline.link.reconcile import PRECISION
from dateline.link.voices import Telling, listen
from dateline.records import (
    Actor,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Field,
    FieldValue,
    Incident,
    Place,
    Report,
)


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule makes of a field, and the claims that it takes it from."""

    rule: str
    value: FieldValue
    claims: tuple[str, ...]


def find_outcomes(
    incident: Incident, reports: Mapping[str, Report], *, copies: Mapping[str, str] | None = None
) -> dict[Field, tuple[RuleOutcome, ...]]:
    """For each field that claims speak of, what each rule gives; a field with one reading is left out."""
    tellings = listen(incident.claims, reports, copies or {})
    found: dict[Field, tuple[RuleOutcome, ...]] = {
        Field(kind.value): tuple(count_outcomes(tellings, kind)) for kind in CountKind
    }
    found[Field.DATE] = tuple(date_outcomes(tellings))
    found[Field.PLACE] = tuple(place_outcomes(tellings))
    found[Field.PERPETRATORS] = tuple(perpetrator_outcomes(tellings))
    return {
        name: some
        for name, some in found.items()
        if len({_reading(o.value) for o in some if o.value is not None}) > 1
    }


def _reading(value: FieldValue) -> object:
    """What tells two values apart: days by which they are, however they were read; a range without
    a best figure that leaves no room for another is that figure."""
    if isinstance(value, Days):
        return value.start, value.end
    if isinstance(value, Count) and value.low is not None and value.low == value.high:
        return value.low
    return repr(value)


def count_outcomes(tellings: Sequence[Telling], kind: CountKind) -> Iterator[RuleOutcome]:
    """Each rule's figure, with the claims that give the one it settles on; all, where none."""
    figures = live_figures(tellings, kind)
    for rule, count in rule_outcomes(tellings, kind).items():
        giving = [t.claim.id for t, given in figures if given.best == count.best]
        everybody = [t.claim.id for t, _ in figures]
        name = f"{rule} (default)" if rule is DEFAULT else rule.value
        claims = giving if giving and count.best is not None else everybody
        yield RuleOutcome(name, count, tuple(claims))


def date_outcomes(tellings: Sequence[Telling]) -> Iterator[RuleOutcome]:
    dated = [(t, t.claim.says.date) for t in tellings if t.claim.says.date is not None]
    known = [(t, days) for t, days in dated if days is not None]
    if not known:
        return
    yield _of("most precise", min(known, key=lambda item: width(item[1])))
    yield _of("first told", known[0])
    yield _of("last told", known[-1])
    start, end = min(d.start for _, d in known), max(d.end for _, d in known)
    precision = DatePrecision.DAY if (end - start).days == 1 else DatePrecision.RANGE
    whole = Days(start, end, precision, "all days that claims give")
    yield RuleOutcome("range of all", whole, tuple(t.claim.id for t, _ in known))


def place_outcomes(tellings: Sequence[Telling]) -> Iterator[RuleOutcome]:
    placed = [(t, t.claim.says.place) for t in tellings if t.claim.says.place is not None]
    known = [(t, place) for t, place in placed if place is not None]
    if not known:
        return

    def support(item: tuple[Telling, Place]) -> int:
        return len({t.voice for t, place in known if places_agree(item[1], place) is True})

    yield _of("most precise", min(known, key=lambda item: PRECISION.index(item[1].precision)))
    yield _of("most voices", max(known, key=support))
    yield _of("first told", known[0])
    yield _of("last told", known[-1])
    yield _of("least precise", max(known, key=lambda item: PRECISION.index(item[1].precision)))


def perpetrator_outcomes(tellings: Sequence[Telling]) -> Iterator[RuleOutcome]:
    named = [t for t in tellings if t.claim.says.perpetrators]
    for telling in named:
        voice = telling.claim.sources[0].name if telling.claim.sources else "the report itself"
        yield RuleOutcome(
            f"as {voice} has it", telling.claim.says.perpetrators, (telling.claim.id,)
        )
    if len(named) > 1:
        actors = {actor.name: actor for t in named for actor in t.claim.says.perpetrators}
        everybody: tuple[Actor, ...] = tuple(actors.values())
        yield RuleOutcome("everybody named", everybody, tuple(t.claim.id for t in named))


def _of(rule: str, item: tuple[Telling, Days | Place]) -> RuleOutcome:
    return RuleOutcome(rule, item[1], (item[0].claim.id,))
