"""Fit what speaks for and against a body being named as the doer: `link/doers.tsv`.

    python -m train.fit_doers --gold FILE [FILE ...]

Files of training parts, as `python -m evaluate house` and `e2e` take them. Every named doer of an incident
who is in doubt and not ruled out teaches: whether the incident of the gold that it pairs with has him. One that pairs with none has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evaluate.e2e import make_report
from evaluate.records import match_names, pair
from train.logit import Case, fit_table

from dateline.export.contract import incident_to_record
from dateline.link.doers import is_beyond_doubt, is_ruled_out, shows
from dateline.link.reconcile import choose_actors
from dateline.link.voices import listen
from dateline.pipeline import Tools, code_report, link_claims
from dateline.records import Actor, Incident, Report, Scope

OUT = Path("src/dateline/link/doers.tsv")


def read_cases(row: dict[str, Any], tools: Tools) -> Iterator[Case]:
    """The named doers of one report, each a choice between having done it and not."""
    report = make_report(row)
    told = link_claims(code_report(report, tools), [report])
    incidents = [_with_all_named(i, report) for i in told if i.scope is not Scope.ORDINARY]
    records = [incident_to_record(incident, {report.id: report}) for incident in incidents]
    gold_of = dict(pair(records, row["incidents"]))
    for n, incident in enumerate(incidents):
        gold = row["incidents"][gold_of[n]] if n in gold_of else {}
        quotes = {c.id: report.quote(c.evidence) for c in incident.claims}
        tellings = listen(incident.claims, {report.id: report}, {})
        for doer in incident.perpetrators:
            right = _is_named(doer, [d["names"] for d in gold.get("perpetrators") or []])
            told = doer, tellings, incident.type, quotes
            counts = doer.actor_id is not None and (right or gold.get("core", True))
            if counts and not is_beyond_doubt(*told) and not is_ruled_out(*told):
                yield [shows(doer, tellings, incident.type), {}], [right, not right], 1.0


def _with_all_named(incident: Incident, report: Report) -> Incident:
    """The incident with everybody whom its claims name as a doer, judged or not."""
    tellings = listen(incident.claims, {report.id: report}, {})
    named = choose_actors([t.claim.says.perpetrators for t in tellings])
    return replace(incident, perpetrators=named)


def _is_named(doer: Actor, gold: Sequence[Sequence[str]]) -> bool:
    return match_names([[doer.name, *doer.mentions]], gold)[0] > 0


if __name__ == "__main__":
    fit_table(read_cases, OUT)
