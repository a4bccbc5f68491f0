"""Count how often values are right, by what their claims show: `lexicons/confidence.tsv`.

    python -m train.fit_confidence GOLD.jsonl [--part train] > src/dateline/lexicons/confidence.tsv

GOLD is what `python -m corpus.fill` writes. An incident that pairs with a gold one of `core: false`
is left out. Shares are (right + 1) / (of + 2), so that a few cases prove nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluate.e2e import make_report
from evaluate.records import compare_field, pair

from dateline.export.contract import incident_to_record
from dateline.link import confidence
from dateline.link.voices import listen
from dateline.pipeline import code_report, link_claims, load_tools
from dateline.records import CountKind, Incident, Report, Scope

Case = tuple[str, str, int, int]  # field, what the claims show, right, of
EXAMPLES = {
    "incident": "Two soldiers were killed by a mine near Gao on Monday.",
    "type": "Gunmen shot dead two guards.",
    "status": "Police said gunmen attacked the post.",
    "date": "The mine went off on Monday.",
    "place": "A mine went off in Gao.",
    "perpetrators": "Rebels shelled the town.",
    "targets": "A mine killed two soldiers.",
    "weapons": "A mine killed two soldiers.",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train.fit_confidence")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--part", default="train")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    right: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for field, shown, hits, values in find_cases(r for r in rows if r["part"] == options.part):
        right[field, shown] += hits
        of[field, shown] += values
    print("field\tshows\tshare\tright\tof\texample\tsource")
    for key in sorted(of):
        share = (right[key] + 1) / (of[key] + 2)
        example = EXAMPLES.get(key[0], "Two people were hurt and five were held.")
        cells = *key, f"{share:.2f}", right[key], of[key], example, "train/fit_confidence.py"
        print(*cells, sep="\t")


def find_cases(rows: Iterator[dict[str, Any]]) -> Iterator[Case]:
    """Every incident and every value of one that pairs with gold, with what it shows."""
    tools = load_tools()
    for row in rows:
        report = make_report(row)
        incidents = link_claims(code_report(report, tools), [report], [])
        told = [i for i in incidents if i.scope is not Scope.ORDINARY]
        records = [incident_to_record(i, {report.id: report}) for i in told]
        gold_of = dict(pair(records, row["incidents"]))
        for n, incident in enumerate(told):
            gold = row["incidents"][gold_of[n]] if n in gold_of else None
            if gold is None or gold.get("core", True):
                yield from cases_of(incident, records[n], gold, report)


def cases_of(
    incident: Incident, record: dict[str, Any], gold: dict[str, Any] | None, report: Report
) -> Iterator[Case]:
    tellings = listen(incident.claims, {report.id: report}, {})
    yield "incident", confidence.show_incident(tellings), int(gold is not None), 1
    if gold is None:
        return
    shows = {
        "type": confidence.show_type(tellings, incident.type),
        "status": "reported" if record["status"] == "reported" else "other",
        "date": confidence.show_date(tellings, incident.date),
        "place": confidence.show_place(tellings, incident.place),
        "perpetrators": confidence.show_doers(tellings, incident.type, incident.perpetrators),
        "targets": confidence.show_list(incident.targets),
        "weapons": confidence.show_list(incident.weapons),
        **{k.value: confidence.show_count(tellings, CountKind(k)) for k in incident.counts},
    }
    for field, shown in shows.items():
        hits, values, _ = compare_field(field, record, gold)
        if values:
            yield field, shown, hits, values


if __name__ == "__main__":
    main()
