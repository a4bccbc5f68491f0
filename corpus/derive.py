"""The house corpus as gold of the `e2e` task, for `python -m evaluate house`.

python -m corpus.derive --part dev --out FILE
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.build import HOUSE
from corpus.fill import read_rows
from corpus.split import PARTS

Row = dict[str, Any]

HEAD = ("doc", "part", "published", "title", "publisher", "text")
KEPT = ("key", "id", "core", "type", "types_ok", "status", "scope", "claims")


def read_conflicts() -> dict[str, list[Row]]:
    """The contradictions read by hand, by report; a report that was not read for them is not there."""
    return {row["doc"]: row["conflicts"] for row in read_rows(HOUSE.parent / "conflicts.jsonl")}


def to_records(row: Row, conflicts: Sequence[Row] | None = None) -> Row:
    """One row of `corpus/house` as whole-record gold: dates and counts as lists, actors by their
    names, and its contradictions where it was read for them."""
    gold = {key: row[key] for key in HEAD if key in row}
    if conflicts is not None:
        core = {incident["key"]: incident["core"] for incident in row["incidents"]}
        gold["conflicts"] = [c | {"core": core[c["incident"]]} for c in conflicts]
    return gold | {
        "incidents": [to_record(incident) for incident in row["incidents"]],
        "mentions": row["mentions"],
    }


def to_record(incident: Row) -> Row:
    """One incident in the form of the `e2e` gold."""
    days, place = incident["date"], incident["place"]
    points = ("name", "country", "admin1", "lat", "lon", "precision")
    record = {key: incident[key] for key in KEPT}
    return record | {
        "date": [days["start"], days["end"]] if days else None,
        "place": {key: place[key] for key in points} if place else None,
        "perpetrators": [to_names(actor) for actor in incident["perpetrators"]],
        "targets": [to_names(actor) for actor in incident["targets"]],
        "weapons": incident["wordings"]["weapons"],
        "counts": {k: [c["low"], c["best"], c["high"]] for k, c in incident["counts"].items()},
        "sources": incident["wordings"]["sources"],
    }


def to_names(actor: Row) -> Row:
    return {"names": actor["mentions"], "kind": actor["kind"]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gold of one part; returns the exit status."""
    parser = argparse.ArgumentParser(prog="corpus.derive", description=__doc__)
    parser.add_argument("--part", required=True, choices=PARTS)
    parser.add_argument("--out", required=True, type=Path)
    given = parser.parse_args(arguments)
    conflicts = read_conflicts()
    with given.out.open("w", encoding="utf-8") as out:
        for row in read_rows(HOUSE / f"{given.part}.jsonl"):
            out.write(
                json.dumps(to_records(row, conflicts.get(row["doc"])), ensure_ascii=False) + "\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
