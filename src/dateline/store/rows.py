"""Records as rows, and back."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from dateline.export.contract import (
    Record,
    record_to_source,
    record_to_values,
    source_to_record,
    values_to_record,
)
from dateline.records import (
    Claim,
    CountKind,
    Modality,
    Reference,
    Report,
    Reviewed,
    Scope,
    Span,
    Values,
)

Row = dict[str, Any]


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def report_to_row(report: Report, *, coder: str) -> Row:
    return {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "author": report.author,
        "language": report.language,
        "published": report.published.isoformat() if report.published else None,
        "published_how": report.published_how,
        "origin": report.origin,
        "url": report.url,
        "raw_sha256": report.raw_sha256,
        "text_sha256": sha256(report.text.encode()),
        "coder": coder,
        "text": report.text,
    }


def row_to_report(row: Mapping[str, Any]) -> Report:
    values = {key: row[key] for key in Report.__dataclass_fields__}
    published = row["published"]
    return Report(**values | {"published": date.fromisoformat(published) if published else None})


def claim_to_row(
    claim: Claim[Values], *, position: int, text: str, judgement_id: int | None = None
) -> Row:
    """A claim's row; `position` counts the claims of its report, `text` is that report's.

    `judgement_id` is that of the judgement that put it there, where the program did not.
    """
    values = values_to_record(claim.says)
    return {
        "id": claim.id,
        "report_id": claim.report_id,
        "position": position,
        "quote": text[claim.evidence.start : claim.evidence.end],
        "quote_start": claim.evidence.start,
        "quote_end": claim.evidence.end,
        "modality": claim.modality.value,
        "background": int(claim.background),
        "occurrence": claim.occurrence,
        "reference": claim.reference.value,
        "scope": claim.scope.value,
        "confidence": claim.confidence,
        **value_cells(values),
        "says": to_json(values),
        "sources": to_json([source_to_record(source) for source in claim.sources]),
        "judgement_id": judgement_id,
    }


def row_to_claim(row: Mapping[str, Any]) -> Claim[Values]:
    return Claim(
        id=row["id"],
        report_id=row["report_id"],
        evidence=Span(row["quote_start"], row["quote_end"]),
        says=record_to_values(json.loads(row["says"])),
        sources=tuple(record_to_source(source) for source in json.loads(row["sources"])),
        modality=Modality(row["modality"]),
        background=bool(row["background"]),
        occurrence=row["occurrence"],
        reference=Reference(row["reference"]),
        scope=Scope(row["scope"]),
        confidence=row["confidence"],
    )


def incident_row(record: Record) -> Row:
    """The row of an incident, from its contract record."""
    sure = min(record.get("confidence", {}).values(), default=None)
    reviewed = review_state(record)
    return {
        "id": record["id"],
        "status": record["status"],
        "scope": record["scope"],
        **value_cells(record),
        "reports": len(record["reports"]),
        "claims": len(record["claims"]),
        "conflicts": len(record["conflicts"]),
        "record_sha256": sha256(to_json(record).encode()),
        "record": to_json(record),
        "reviewed": reviewed.value,
        "judged": _join(record.get("judged", ())),
        "confidence": sure,
        "look": worth_a_look(record, sure=sure, reviewed=reviewed),
    }


def review_state(record: Mapping[str, Any]) -> Reviewed:
    """How far people have come with an incident."""
    review = record.get("review")
    if review is not None:
        return Reviewed.CHANGED if review["changed"] else Reviewed.YES
    return Reviewed.PARTLY if record.get("judgements") else Reviewed.NO


def worth_a_look(record: Mapping[str, Any], *, sure: float | None, reviewed: Reviewed) -> float:
    """How much there is to gain from a person's look: conflicts that nobody has settled, the toll
    (a point for ten killed, two for a hundred), and up to two points for what is least sure. None
    for what has been read through and is still as it was."""
    if reviewed is Reviewed.YES:
        return 0.0
    settled = set(record.get("judged", ()))
    n_open = sum(conflict["field"] not in settled for conflict in record["conflicts"])
    killed = record["counts"].get("killed", {})
    toll = killed.get("best") or killed.get("low") or 0
    unsure = 1 - (0.5 if sure is None else sure)
    return round(n_open + math.log10(1 + toll) + 2 * unsure, 4)


def value_cells(record: Mapping[str, Any]) -> Row:
    """The columns shared by claims and incidents, from a record's values. Names joined by `; `."""
    days, place = record.get("date") or {}, record.get("place") or {}
    counts = record.get("counts", {})
    return {
        "type": record.get("type"),
        "date_start": days.get("start"),
        "date_end": days.get("end"),
        "date_precision": days.get("precision"),
        "date_rule": days.get("rule"),
        "place": place.get("name"),
        "admin1": place.get("admin1"),
        "country": place.get("country"),
        "place_precision": place.get("precision"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "geonameid": place.get("geonameid"),
        "perpetrators": _join(actor["name"] for actor in record.get("perpetrators", ())),
        "targets": _join(actor["name"] for actor in record.get("targets", ())),
        "weapons": _join(record.get("weapons", ())),
        **{
            f"{kind}_{bound}": _held(counts.get(kind.value, {}).get(bound))
            for kind in CountKind
            for bound in ("low", "best", "high")
        },
    }


MOST = 2**31 - 1  # PostgreSQL's integer


def _held(figure: int | None) -> int | None:
    """A figure as a column can hold it; the record has it as it was told, however mad."""
    return figure if figure is None else min(figure, MOST)


def _join(names: Any) -> str | None:
    return "; ".join(names) or None
