"""Fit what speaks for one of a report's places where a deed is told without any: `link/lending.tsv`.

    python -m train.fit_lending --gold FILE [FILE ...]

Files of training parts, as `python -m evaluate house` and `e2e` take them: our own reports, and real ones
with records. A deed teaches where its incident pairs with one of the gold, it has no place of its own, and
one of the report's other places is the gold's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evaluate.e2e import make_report
from evaluate.records import is_same_place, pair
from train.logit import Case, fit_table

from dateline.export.contract import incident_to_record
from dateline.link.clauses import is_setting
from dateline.link.lending import find_donors, lending_options, read_named
from dateline.link.within import find_stories, group_claims, stands
from dateline.pipeline import Tools, link_claims, resolve_report

OUT = Path("src/dateline/link/lending.tsv")


def read_cases(row: dict[str, Any], tools: Tools) -> Iterator[Case]:
    """The deeds of one report that teach."""
    report = make_report(row)
    found = resolve_report(report, tools)
    claims = group_claims(found.claims, found.affinity, report, found.places, found.types)
    incidents = link_claims(claims, [report])
    records = [incident_to_record(incident, {report.id: report}) for incident in incidents]
    gold = {records[n]["id"]: row["incidents"][m] for n, m in pair(records, row["incidents"])}
    owner = {claim.id: incident.id for incident in incidents for claim in incident.claims}
    stories = [
        s for s in find_stories(found.claims, found.affinity, report, found.types) if stands(s)
    ]
    named = read_named(report, found.places)
    settings = [claim for claim in found.claims if is_setting(claim)]
    for own, donors in zip(stories, find_donors(stories, settings), strict=True):
        home = next((owner[claim.id] for claim in own if claim.id in owner), None)
        wanted = gold.get(home, {}).get("place")
        if wanted is None or any(claim.says.place for claim in own):
            continue
        fresh = [claim for claim in donors if not claim.background]
        choices = lending_options(report, named, own, fresh)
        right = [is_same_place(asdict(claim.says.place), wanted) for claim, _ in choices]
        if any(right):
            yield [features for _, features in choices], right, 1.0


if __name__ == "__main__":
    fit_table(read_cases, OUT)
