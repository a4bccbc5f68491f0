"""Fit what speaks for and against somebody told of after the first having been hit besides: `link/further.tsv`.

    python -m train.fit_further --gold FILE [FILE ...]

Files of training parts, as `python -m evaluate house` and `e2e` take them. Whoever is told of after the first
in an incident that pairs with a core one of the gold teaches: whether a target of the gold is lost without him.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluate.e2e import make_report
from evaluate.records import match_names, pair
from train.logit import Case, fit_table

from dateline.export.contract import incident_to_record
from dateline.link.further import shows
from dateline.link.reconcile import told_as_hit
from dateline.link.voices import listen
from dateline.pipeline import Tools, code_report, link_claims
from dateline.records import Actor

OUT = Path("src/dateline/link/further.tsv")


def read_cases(row: dict[str, Any], tools: Tools) -> Iterator[Case]:
    """The further targets of one report, each a choice between being one and being none."""
    report = make_report(row)
    incidents = link_claims(code_report(report, tools), [report])
    records = [incident_to_record(incident, {report.id: report}) for incident in incidents]
    for n, m in pair(records, row["incidents"]):
        gold = [target["names"] for target in row["incidents"][m].get("targets") or []]
        if not row["incidents"][m].get("core", True):
            continue
        tellings = listen(incidents[n].claims, {report.id: report}, {})
        targets = told_as_hit(tellings, incidents[n].perpetrators)
        for k in range(1, len(targets)):
            without = [*targets[:k], *targets[k + 1 :]]
            counts = _found(targets, gold) > _found(without, gold)
            yield [shows(targets, k, tellings, incidents[n].type), {}], [counts, not counts], 1.0


def _found(targets: Sequence[Actor], gold: Sequence[Sequence[str]]) -> int:
    return match_names([[t.name, *t.mentions] for t in targets], gold)[0]


if __name__ == "__main__":
    fit_table(read_cases, OUT)
