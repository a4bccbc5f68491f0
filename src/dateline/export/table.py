"""Incidents as a table for a spreadsheet: one row an incident, CSV as RFC 4180 has it.

What a flat row cannot hold (every claim, its speakers' chain, its modality) stays in the
contract's JSONL; the row gives the incident's chosen values, and counts what lies behind them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from dateline.records import (
    Actor,
    ActorKind,
    Conflict,
    Count,
    CountKind,
    Incident,
    IncidentType,
    Report,
    SourceKind,
)
from dateline.resolve.coding import inter_code, interaction_code, ucdp_violence

Cell = str | int | float | None

# A spreadsheet takes a cell that begins so for a formula (CWE-1236, OWASP ASVS 1.2.10).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
BETWEEN = "; "  # between the items of one cell


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    help: str
    read: Callable[[Incident, Mapping[str, Report]], Cell]


def source_names(incident: Incident) -> list[str]:
    """Everybody to whom the incident's facts are attributed, once each, in the claims' order."""
    speakers = (source for claim in incident.claims for source in claim.sources)
    return list(dict.fromkeys(s.name for s in speakers if s.kind is not SourceKind.NARRATOR))


def safe_cell(cell: Cell) -> Cell:
    """A text that a spreadsheet would run is made a text again; numbers are left alone.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell(-0.04), safe_cell(None)
    ("'=HYPERLINK(A1)", -0.04, '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell


def write_csv(incidents: Iterable[Incident], reports: Mapping[str, Report], stream: TextIO) -> int:
    """Write a header and one row an incident; returns the number of rows.

    `reports` by id, for quotes: KeyError when a claim's report is not there. Open the stream
    with encoding="utf-8" and newline="", or its line ends are written twice.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    written = 0
    for incident in incidents:
        writer.writerow(safe_cell(column.read(incident, reports)) for column in COLUMNS)
        written += 1
    return written


def _names(actors: Iterable[Actor]) -> str:
    return BETWEEN.join(actor.name for actor in actors)


def _sides(incident: Incident) -> tuple[ActorKind | None, ActorKind | None]:
    """The kinds of the first perpetrator and the first target: the two actors of ACLED and UCDP."""
    one = next((actor.kind for actor in incident.perpetrators), None)
    return one, next((actor.kind for actor in incident.targets), None)


def _is_clash(incident: Incident) -> bool:
    """Whether whoever stands as the target took part with arms."""
    return incident.type is IncidentType.ARMED_CLASH


def _inter(incident: Incident) -> int:
    return inter_code(_sides(incident)[0])


def _inter_of_target(incident: Incident) -> int:
    return inter_code(_sides(incident)[1], target=not _is_clash(incident))


def _interaction(incident: Incident) -> int | None:
    one, other = _sides(incident)
    return None if one is None else interaction_code(one, other, clash=_is_clash(incident))


def _violence(incident: Incident) -> int | None:
    one, other = _sides(incident)
    if one is None or other is None:
        return None
    return ucdp_violence(one, other, clash=_is_clash(incident))


def _conflict(conflict: Conflict) -> str:
    return f"{conflict.field}: {' | '.join(position.value for position in conflict.positions)}"


def _reviewer(incident: Incident) -> str | None:
    if incident.review is None:
        return None
    changed = ", ".join(name.value for name in incident.review.changed)
    return incident.review.author + (f" (changed since: {changed})" if changed else "")


def _first_quote(incident: Incident, reports: Mapping[str, Report]) -> str | None:
    first = next(iter(incident.claims), None)
    return reports[first.report_id].quote(first.evidence) if first else None


def _count_columns() -> Iterator[Column]:
    for kind in CountKind:
        for bound, meaning in BOUNDS.items():
            yield Column(f"{kind}_{bound}", f"People {kind}: {meaning}.", _reads(kind, bound))


def _reads(kind: CountKind, bound: str) -> Callable[[Incident, Mapping[str, Report]], Cell]:
    def read(incident: Incident, reports: Mapping[str, Report]) -> Cell:
        count: Count | None = incident.counts.get(kind)
        return None if count is None else getattr(count, bound)

    return read


BOUNDS = {
    "low": "the lowest credible figure",
    "best": "the figure chosen",
    "high": "the highest credible figure, empty when open",
}

COLUMNS: tuple[Column, ...] = (
    Column("id", "The incident's id; the same reports coded again give the same id.", lambda i, _: i.id),
    Column("type", "What happened, one of the contract's types.", lambda i, _: i.type.value),
    Column("status", "Whether it is said to have happened: reported, alleged, claimed, denied, planned, foiled.", lambda i, _: i.status.value),
    Column("scope", "political, ordinary (crime or accident with no organised side) or unknown.", lambda i, _: i.scope.value),
    Column("date_start", "First day, ISO 8601, local to the place.", lambda i, _: str(i.date.start) if i.date else None),
    Column("date_end", "Last day, inclusive.", lambda i, _: str(i.date.last) if i.date else None),
    Column("date_precision", "day, week, month, year or range.", lambda i, _: i.date.precision.value if i.date else None),
    Column("place", "The most specific place that the reports name.", lambda i, _: i.place.name if i.place else None),
    Column("admin1", "Its first-level division.", lambda i, _: i.place.admin1 if i.place else None),
    Column("country", "ISO 3166-1 alpha-2.", lambda i, _: i.place.country if i.place else None),
    Column("lat", "Degrees north, WGS84.", lambda i, _: i.place.lat if i.place else None),
    Column("lon", "Degrees east, WGS84.", lambda i, _: i.place.lon if i.place else None),
    Column("place_precision", "exact, near, admin2, admin1, country or unknown: what the point stands for.", lambda i, _: i.place.precision.value if i.place else None),
    Column("perpetrators", "Who did it; in a clash, the side that began or is named first.", lambda i, _: _names(i.perpetrators)),
    Column("targets", "To whom; victims are targets.", lambda i, _: _names(i.targets)),
    Column("inter1", "ACLED's actor type of the first perpetrator, 1 to 8; 0 where none is told.", lambda i, _: _inter(i)),
    Column("inter2", "ACLED's actor type of the first target, likewise.", lambda i, _: _inter_of_target(i)),
    Column("interaction", "ACLED's pair of both, the smaller digit first; empty without a perpetrator.", lambda i, _: _interaction(i)),
    Column("type_of_violence", "UCDP's, by the kinds of both: 1 state-based, 2 non-state, 3 one-sided; empty where it is none of them.", lambda i, _: _violence(i)),
    Column("weapons", "By what means, as worded.", lambda i, _: BETWEEN.join(i.weapons)),
    *_count_columns(),
    Column("sources", "Everybody to whom the facts are attributed, near and far.", lambda i, _: BETWEEN.join(source_names(i))),
    Column("n_sources", "How many they are; names, not independent sources.", lambda i, _: len(source_names(i))),
    Column("n_reports", "How many reports speak of it.", lambda i, _: len(i.reports)),
    Column("conflicts", "Fields on which claims disagree, with every value given.", lambda i, _: BETWEEN.join(map(_conflict, i.conflicts))),
    Column("judged", "Fields that a person set or confirmed; the others are the program's.", lambda i, _: BETWEEN.join(name.value for name in i.judged)),
    Column("reviewed_by", "Who has read the incident through; a field changed since is named.", lambda i, _: _reviewer(i)),
    Column("reports", "Ids of the reports.", lambda i, _: BETWEEN.join(i.reports)),
    Column("quote", "The words of the first claim, exactly as in its report.", _first_quote),
)  # fmt: skip
