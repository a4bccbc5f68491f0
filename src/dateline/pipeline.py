"""The whole way of one report, and of many, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import LexiconError
from dateline.extract import extract_claims
from dateline.extract.model import Model, open_model
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.link import incidents
from dateline.link.within import group_claims
from dateline.read.copies import CopyGroup
from dateline.records import (
    Claim,
    Incident,
    IncidentType,
    Place,
    PlaceMention,
    Report,
    Values,
)
from dateline.resolve.actor import Registry, load_registry
from dateline.resolve.claims import resolve_claims
from dateline.resolve.place import resolve_places


@dataclass(frozen=True, slots=True)
class Tools:
    """What coding needs beside the report: opened once, used for every report."""

    gazetteer: Gazetteer
    registry: Registry
    model: Model


def load_tools(*, actors: Path | None = None, gazetteer: Path | None = None) -> Tools:
    """Open the packaged gazetteer and registry, with a user's own places and actors on top.

    Raises ModelError when a gazetteer or the weights are missing, LexiconError when a table is malformed.
    """
    try:
        registry = load_registry(actors)
    except ValueError as error:
        raise LexiconError(f"{actors}: {error}; see docs/actors.md") from error
    return Tools(open_gazetteer(own=gazetteer), registry, open_model())


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one report says, its occurrences not yet told apart."""

    claims: tuple[Claim[Values], ...]
    affinity: Mapping[tuple[int, int], float]  # as `extract.Extracted`
    places: Mapping[PlaceMention, Place]  # what its place names mean, of those that mean any
    types: Mapping[int, Mapping[IncidentType, float]]  # as `extract.Extracted`


def resolve_report(report: Report, tools: Tools) -> Resolved:
    """A report's claims with the values that their words mean."""
    found = extract_claims(report, tools.gazetteer, tools.model)
    if not found.claims:
        return Resolved((), {}, {}, {})
    places = resolve_places(
        report.text, found.places, tools.gazetteer, publisher=report.publisher, title=report.title
    )
    claims = resolve_claims(report, found.claims, places, tools.registry)
    meant = {m: place for m in found.places if (place := places[m.span]) is not None}
    return Resolved(tuple(claims), found.affinity, meant, found.types)


def code_report(report: Report, tools: Tools) -> tuple[Claim[Values], ...]:
    """All that one report says, with its occurrences told apart; reports meet in `link_claims`."""
    found = resolve_report(report, tools)
    return tuple(group_claims(found.claims, found.affinity, report, found.places, found.types))


def link_claims(
    claims: Iterable[Claim[Values]],
    reports: Sequence[Report],
    copies: Sequence[CopyGroup] = (),
) -> list[Incident]:
    """The incidents that the claims of all reports tell of."""
    representative = {
        member: group.representative for group in copies for member, _ in group.members
    }
    return incidents.link_claims(
        claims, {report.id: report for report in reports}, copies=representative
    )
