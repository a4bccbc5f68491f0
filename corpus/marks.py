"""Triggers, roles and attributions of real reports, stand-off: `marks/SET.jsonl`, offsets and no text.

    python -m corpus.marks --bench DIR SHEET...

A sheet has the form of the authored files (`WRITING.md`), its blocks named SET/ID with the report's own
text; sheets hold others' text and stay outside the repository. Blocks that nobody has annotated yet are
left out. A report that two sheets annotate is taken from the last. Only reports of the training parts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.build import Draft, read_draft, to_row
from corpus.fill import SETS, digest, read_rows, read_texts
from corpus.pages import read_blocks

Row = dict[str, Any]

MARKS = Path(__file__).parent / "marks"
# Faults of form that a report somebody else wrote may have.
FORGIVEN = ("a report has 60 to 900", "has no C line")


def is_annotated(draft: Draft) -> bool:
    return bool(draft.block.lines) or "trap" in draft.block.head


def read_faults(draft: Draft) -> list[str]:
    return [f for f in draft.faults if not any(part in f for part in FORGIVEN)]


def to_marks(draft: Draft, text: str) -> Row:
    """The marks of one report, offsets into the whole text.

    Raises:
        ValueError: when the sheet's text is not the report's.
    """
    if text.strip() != draft.block.text:
        raise ValueError(f"{draft.block.id}: the sheet has another text")
    shift = len(text) - len(text.lstrip())
    row = to_row(draft)
    mentions = row["mentions"]

    def moved(start: int, end: int) -> list[int]:
        return [start + shift, end + shift]

    number = {incident["key"]: n for n, incident in enumerate(row["incidents"])}
    places = {
        number[incident["key"]]: [
            moved(p["start"], p["end"])
            for p in mentions["places"]
            if incident["place"] and p["lat"] == incident["place"]["lat"]
        ]
        for incident in row["incidents"]
    }
    name, _, id = draft.block.id.partition("/")
    return {
        "set": name,
        "id": id,
        "sha256": digest(text),
        "places": {key: spans for key, spans in places.items() if spans},
        "triggers": [
            [
                *moved(t["start"], t["end"]),
                t["type"],
                number[t["incident"]],
                t["modality"],
                [[r["role"], *moved(r["start"], r["end"])] for r in t["roles"]],
            ]
            for t in mentions["triggers"]
        ],
        "actors": [[*moved(a["start"], a["end"]), a["kind"]] for a in mentions["actors"]],
        "attributions": [
            [
                moved(*a["source"]) if a["source"] else None,
                moved(*a["cue"]) if a["cue"] else None,
                [moved(*piece) for piece in a["content"]],
            ]
            for a in mentions["attributions"]
        ],
    }


def make_marks(sheets: Iterable[Path], bench: Path) -> tuple[dict[str, Row], list[str]]:
    """Marks by SET/ID, and the faults of the blocks left out."""
    texts: dict[str, dict[str, Row]] = {}
    found: dict[str, Row] = {}
    faults = []
    for sheet in sheets:
        for block in read_blocks(sheet):
            draft = read_draft(block)
            name, _, id = block.id.partition("/")
            if not is_annotated(draft):
                continue
            if wrong := read_faults(draft):
                faults += wrong
                continue
            if name not in texts:
                texts[name] = read_texts(bench, name)
            found[block.id] = to_marks(draft, texts[name][id]["text"])
    return found, faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the marks, those held already kept; the exit status is 1 when blocks were left out."""
    parser = argparse.ArgumentParser(prog="corpus.marks", description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("sheets", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    found, faults = make_marks(given.sheets, given.bench)
    MARKS.mkdir(exist_ok=True)
    for name in SETS:
        path = MARKS / f"{name}.jsonl"
        held = {r["id"]: r for r in read_rows(path)} if path.exists() else {}
        held |= {row["id"]: row for row in found.values() if row["set"] == name}
        lines = [json.dumps(held[id], separators=(",", ":")) + "\n" for id in sorted(held)]
        if lines:
            path.write_text("".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join([*faults, f"{len(found)} reports marked", ""]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
