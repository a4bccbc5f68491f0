"""Tasks `e2e` and `house`: each report coded by itself, as contract records.

The text is coded exactly as given, since offsets count in it: no furniture is taken out. The date
is the given one, else the one that its head, foot or dateline gives, as when a plain text file is read.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dateline.export.contract import incident_to_record
from dateline.read.dates import choose_date
from dateline.read.draft import find_dates
from dateline.read.furniture import strip_furniture
from dateline.read.language import find_language
from dateline.records import Incident, Report, Scope

Row = Mapping[str, Any]

log = logging.getLogger(__name__)


def predict(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """`doc` and `incidents` for each row; ordinary crime is left out, as exports do by default."""
    for row, report, incidents in code_rows(rows):
        told = [i for i in incidents if i.scope is not Scope.ORDINARY]
        records = [incident_to_record(incident, {report.id: report}) for incident in told]
        yield {"doc": row["doc"], "incidents": records}


def code_rows(rows: Iterable[Row]) -> Iterator[tuple[Row, Report, list[Incident]]]:
    """Each row as a report, coded by itself. One whose coding fails has no incidents; that is logged."""
    from dateline.pipeline import code_report, link_claims, load_tools

    tools = load_tools()
    for row in rows:
        report = make_report(row)
        try:
            incidents = link_claims(code_report(report, tools), [report], [])
        except Exception:  # one report must not lose the others their figure
            log.exception("%s: coding failed", row["doc"])
            incidents = []
        yield row, report, incidents


def make_report(row: Row) -> Report:
    """The given fields as a report; `doc` is its id."""
    text, published = row["text"], row.get("published")
    if published:
        day, how = date.fromisoformat(published[:10]), "option"
    else:
        found = choose_date(find_dates(strip_furniture(text)))
        day, how = (found.day, found.how) if found else (None, None)
    return Report(
        id=row["doc"],
        text=text,
        title=row.get("title"),
        publisher=row.get("publisher"),
        author=None,
        language=find_language(text),
        published=day,
        published_how=how,
        origin=row["doc"],
        url=None,
        raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
