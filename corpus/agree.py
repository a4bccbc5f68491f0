"""A second reading of authored reports: blank sheets for it, and how far two readers agree.

    python -m corpus.agree --blank B C --every 2 > FILE    reports without their annotation
    python -m corpus.agree                                 agreement of corpus/second with corpus/authored

A file of `corpus/second` has blocks without head and text: `=== B01`, a line `---`, then `I` lines, each followed by its labels
(`p1`, `t1`, `w1`) and by `by "wording" ...`, its speakers. Places are the first reader's `L` lines; triggers,
times and claims are not read twice. Incidents are compared by the rules of `e2e`, each reader
once as gold, and the two results are averaged.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from evaluate.records import FIELDS, score

from corpus.build import AUTHORED, HERE, Draft, read_drafts, read_line, to_row
from corpus.derive import to_records
from corpus.pages import Block, Item, WordingError, find, open_page, read_blocks, read_items

Row = dict[str, Any]

SECOND = HERE / "second"


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
    """Agreement on incidents, on all values and by field: F1, each side once as gold."""
    ways = [
        score(map(to_records, a), map(only_core, b)) for a, b in ((first, second), (second, first))
    ]
    means = {key: sum(way[key]["f1"] for way in ways) / 2 for key in ("incident", "record")}
    fields = {name: sum(way["field"][name]["f1"] for way in ways) / 2 for name in FIELDS}
    return {"reports": len(first), **means, "field": fields}


def only_core(row: Row) -> Row:
    return {"doc": row["doc"], "incidents": [as_coded(i) for i in row["incidents"] if i["core"]]}


def as_coded(incident: Row) -> Row:
    """A gold incident as the program would give it: every speaker once, all weapons."""
    sources = [
        {"name": names[0], "kind": "other"} for names in incident["wordings"]["sources"] if names
    ]
    return incident | {"claims": [{"sources": sources}]}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write blanks, or print the agreement as JSON; 1 where the second reading has faults."""
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
    first = [to_row(drafts[block.id]) for block in blocks]
    sys.stdout.write(
        json.dumps(compare(first, [to_row(draft) for draft in again]), indent=1) + "\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
