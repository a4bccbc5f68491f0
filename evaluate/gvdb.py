"""Task `gvdb`: how many were killed and injured in the incident that a report is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.link.persons import BODILY
from dateline.records import Incident
from evaluate.e2e import code_rows

Row = Mapping[str, Any]


def predict(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """`id`, `killed` and `injured`; null where the report's main incident gives no figure."""
    for row, _, incidents in code_rows({"doc": row["id"], **row} for row in rows):
        main = choose_main(incidents)
        yield {"id": row["id"]} | {
            kind.value: main.counts[kind].best if main and kind in main.counts else None
            for kind in BODILY
        }


def choose_main(incidents: Sequence[Incident]) -> Incident | None:
    """The incident that most claims tell of, the first told among equals; one with dead or hurt first."""

    def rank(incident: Incident) -> tuple[bool, int, int]:
        first = min(claim.evidence.start for claim in incident.claims)
        return any(kind in incident.counts for kind in BODILY), len(incident.claims), -first

    return max(incidents, key=rank, default=None)
