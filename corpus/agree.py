"""A second reading of authored reports: blank sheets for it, and how far two readers agree.

    python -m corpus.agree --blank B C --every 2 > FILE    reports without their annotation
    python -m corpus.agree                                 agreement of corpus/second with corpus/authored

A `.txt` file of `corpus/second` has blocks without head and text: `=== B01`, a line `---`, then `I` lines, each followed by its labels
(`p1`, `t1`, `w1`) and by `by "wording" ...`, its speakers. Places are the first reader's `L` lines; triggers,
times and claims are not read twice. `blind.jsonl` has reports read from the text and `GUIDELINES.md`
alone, places too, a row each in the form of the `e2e` gold. Incidents are compared by the rules of
`e2e`, each reader once as gold, and the two results are averaged.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from evaluate.records import FIELDS, score

from corpus.build import AUTHORED, HERE, Draft, read_drafts, read_line, to_row
from corpus.derive import to_records
from corpus.fill import read_rows
from corpus.pages import Block, Item, WordingError, find, open_page, read_blocks, read_items

Row = dict[str, Any]

SECOND = HERE / "second"
BLIND = SECOND / "blind.jsonl"


def write_blank(blocks: Iterable[Block]) -> str:
    """The reports with their date and places, which need no judgement, and nothing else."""
    parts = []
    for block in blocks:
        places = [words for _, words in block.lines if words.startswith("L ")]
        parts.append(
            "\n".join(
                [f"=== {block.id}", f"date: {block.head['date']}", "", block.text, "---", *places]
            )
        )
    return "\n\n".join(parts) + "\n"


def read_second(block: Block, first: Draft) -> Draft:
    """The second reader's lines on the first one's text; faults in `faults`."""
    page, given = (
        open_page(first.block.text),
        [n for n in first.block.lines if n[1].startswith("L ")],
    )
    draft = Draft(
        replace(block, text=first.block.text, head=first.block.head), page, first.published
    )
    for line, words in [*given, *block.lines]:
        try:
            if words.startswith("by "):
                read_speakers(draft, read_items(words)[1:])
            else:
                read_line(draft, read_items(words))
        except WordingError as fault:
            draft.faults.append(f"{block.file}:{line}: {block.id}: {fault}")
    return draft


def read_speakers(draft: Draft, items: Sequence[Item]) -> None:
    """by "police" "a doctor": to whom the current incident's facts are attributed."""
    for item in items:
        key = f"s{len(draft.speakers) + 1}"
        find(draft.page, item.quote or "", item.nth or 1)
        draft.speakers[key] = {"kind": "other", "names": [item.quote]}
        link = {"key": key, "name": item.quote, "kind": "other", "cue": None}
        claim = {
            "quote": item.quote,
            "start": 0,
            "end": 0,
            "modality": "asserted",
            "background": False,
        }
        draft.incidents[-1]["claims"].append(claim | {"sources": [link]})


def compare(first: Sequence[Row], second: Sequence[Row]) -> Row:
    """Agreement on incidents, on all values and by field: F1, each side once as gold.

    Both sides are rows in the form of the `e2e` gold, the same reports on each.
    """
    ways = [score(a, map(as_told, b)) for a, b in ((first, second), (second, first))]
    means = {key: sum(way[key]["f1"] for way in ways) / 2 for key in ("incident", "record")}
    fields = {name: sum(way["field"][name]["f1"] for way in ways) / 2 for name in FIELDS}
    return {"reports": len(first), **means, "field": fields}


def as_told(row: Row) -> Row:
    """A gold row as a program would tell it: core incidents, one name for each weapon and source."""
    core = [incident for incident in row["incidents"] if incident["core"]]
    return {"doc": row["doc"], "incidents": [incident_as_told(incident) for incident in core]}


def incident_as_told(incident: Row) -> Row:
    days, kept = incident["date"], ("type", "status", "place")
    sources = [{"name": names[0], "kind": "other"} for names in incident["sources"]]
    return {key: incident[key] for key in kept} | {
        "date": {"start": days[0], "end": days[1]} if days else None,
        "perpetrators": [{"mentions": actor["names"]} for actor in incident["perpetrators"]],
        "targets": [{"mentions": actor["names"]} for actor in incident["targets"]],
        "weapons": [names[0] for names in incident["weapons"]],
        "counts": {kind: {"best": count[1]} for kind, count in incident["counts"].items()},
        "claims": [{"sources": sources}],
    }


def read_blind(path: Path) -> list[Row]:
    """The blind reading, in the form of the `e2e` gold. Raises ValueError for a report read twice."""
    rows = list(read_rows(path))
    ids = sorted(row["doc"] for row in rows)
    twice = sorted({a for a, b in pairwise(ids) if a == b})
    if twice:
        raise ValueError(f"{path.name} holds twice: {', '.join(twice)}")
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Write blanks, or print the agreement of each reading as JSON; 1 where a reading has faults."""
    parser = argparse.ArgumentParser(prog="corpus.agree", description=__doc__)
    parser.add_argument("--blank", nargs="+", metavar="SHEET")
    parser.add_argument("--every", type=int, default=1, help="take each n-th report of a sheet")
    given = parser.parse_args(arguments)
    if given.blank:
        sheets = [list(read_blocks(AUTHORED / f"{sheet}.txt")) for sheet in given.blank]
        sys.stdout.write(write_blank(b for blocks in sheets for b in blocks[:: given.every]))
        return 0
    drafts = {draft.block.id: draft for draft in read_drafts(sorted(AUTHORED.glob("*.txt")))[0]}
    blocks = [block for path in sorted(SECOND.glob("*.txt")) for block in read_blocks(path)]
    again = [read_second(block, drafts[block.id]) for block in blocks]
    faults = [fault for draft in again for fault in draft.faults]
    if faults:
        sys.stdout.write("\n".join(faults) + "\n")
        return 1
    firsts = {f"house/{id}": to_records(to_row(draft)) for id, draft in drafts.items()}
    placed, blind = [to_records(to_row(draft)) for draft in again], read_blind(BLIND)
    readings = {"places given": placed, "blind": blind}
    found = {
        name: compare([firsts[row["doc"]] for row in rows], rows) for name, rows in readings.items()
    }
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
