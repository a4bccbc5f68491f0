"""Does a confidence of .7 mean seven in ten?

    python -m evaluate reliability --gold FILE --predictions FILE

FILE of predictions is what `e2e` or `house` wrote: records with a confidence for each field. Every value
that is told counts, as in the record score: those of an incident that has no gold one are wrong, those
that pair with a gold one of `core: false` are left out. Printed are the share of right values by
confidence (reliability), how far the two are apart on average (expected calibration error, Naeini et al.
2015), and the precision when only the surest values are kept (risk and coverage).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluate.records import FIELDS, compare_field, pair

Row = Mapping[str, Any]
Case = tuple[float, int, int]  # confidence, values right, values told

BINS = 10
COVERAGES = (0.1, 0.25, 0.5, 0.75, 1.0)


def score(gold: Iterable[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """`bins` with their confidence, share right and values; `ece`; `precision` by coverage."""
    cases = sorted(find_cases(gold, predictions), reverse=True)
    total = sum(values for _, _, values in cases)
    bins = []
    for n in range(BINS):
        inside = [c for c in cases if min(int(c[0] * BINS), BINS - 1) == n]
        values = sum(c[2] for c in inside)
        if values:
            bins.append(
                {
                    "confidence": sum(c[0] * c[2] for c in inside) / values,
                    "right": sum(c[1] for c in inside) / values,
                    "values": values,
                }
            )
    apart = sum(abs(b["confidence"] - b["right"]) * b["values"] for b in bins)
    return {
        "values": total,
        "ece": apart / total if total else 0.0,
        "bins": bins,
        "precision": {str(share): precision_at(cases, share * total) for share in COVERAGES},
    }


def precision_at(cases: Sequence[Case], least: float) -> float:
    """Share right among the surest cases that hold at least so many values. cases: surest first."""
    right = told = 0
    for _, hits, values in cases:
        right, told = right + hits, told + values
        if told >= least:
            break
    return right / told if told else 0.0


def find_cases(gold: Iterable[Row], predictions: Iterable[Row]) -> Iterator[Case]:
    """One case for each field of each predicted incident that has a value and a confidence."""
    incidents = {row["doc"]: row["incidents"] for row in predictions}
    for row in gold:
        told = incidents.get(row["doc"], [])
        gold_of = dict(pair(told, row["incidents"]))
        for n, record in enumerate(told):
            partner = row["incidents"][gold_of[n]] if n in gold_of else None
            if partner is not None and not partner.get("core", True):
                continue
            for field in FIELDS:
                confidence = record.get("confidence", {}).get(field)
                if confidence is not None:
                    hits, values, _ = compare_field(field, record, partner)
                    if values:
                        yield confidence, hits, values


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluate reliability", description=__doc__)
    parser.add_argument("--gold", required=True, type=Path)
    parser.add_argument("--predictions", required=True, type=Path)
    options = parser.parse_args(arguments)
    gold, told = (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in (options.gold, options.predictions)
    )
    print(json.dumps(score(gold, told), indent=1))
    return 0
