"""Task `linking-gva`: which reports are mainly about one incident.

The cluster of a report is the group that `group_reports` puts it in: by the words and the values of
its main incident, or by its words alone where nothing in it could be coded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.link.incidents import group_reports
from dateline.pipeline import code_report, load_tools
from dateline.records import Claim, Report, Values
from evaluate import clusters
from evaluate.e2e import make_report

Row = Mapping[str, Any]
log = logging.getLogger(__name__)


def predict(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """`id` and `cluster` for each row; all rows are one collection."""
    tools = load_tools()
    reports: dict[str, Report] = {}
    claims: list[Claim[Values]] = []
    for row in rows:
        report = make_report({**row, "doc": str(row["id"])})
        reports[report.id] = report
        try:
            claims += code_report(report, tools)
        except Exception:  # one report must not lose the others their figure
            log.exception("%s: coding failed", report.id)
    groups = group_reports(claims, reports)
    cluster_of = {id: number for number, group in enumerate(groups) for id in group}
    for report_id in reports:
        yield {"id": report_id, "cluster": str(cluster_of[report_id])}


def score(gold: Iterable[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """LEA and pairwise, as the bench's scorer counts them."""
    wanted = {str(row["id"]): row["incident"] for row in gold}
    return clusters.score(wanted, {row["id"]: row["cluster"] for row in predictions})
