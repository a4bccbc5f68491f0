"""Real reports annotated on sheets, stand-off: offsets and no text.

    python -m corpus.marks --bench DIR [--part train|calibration] SHEET...

Triggers, roles and attributions go to `marks/SET.jsonl`; incidents of reports that `real/SET.jsonl` does not
have yet go there, with the part. What is set aside for calibration has no marks: nothing is trained on it.

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

from corpus.build import Draft, read_draft, speaker_names, to_row
from corpus.fill import REAL, SETS, digest, read_rows, read_texts
from corpus.pages import occurrences, read_blocks

Row = dict[str, Any]

MARKS = Path(__file__).parent / "marks"
# Faults of form that a report somebody else wrote may have.
FORGIVEN = ("a report has 60 to 900", "has no C line")


def is_annotated(draft: Draft) -> bool:
    return bool(draft.block.lines) or "trap" in draft.block.head


def read_faults(draft: Draft) -> list[str]:
    return [f for f in draft.faults if not any(part in f for part in FORGIVEN)]


def shift_of(draft: Draft, text: str) -> int:
    """How far the sheet's text lies inside the report's, which has blanks around it.

    Raises:
        ValueError: when the sheet's text is not the report's.
    """
    if text.strip() != draft.block.text:
        raise ValueError(f"{draft.block.id}: the sheet has another text")
    return len(text) - len(text.lstrip())


def to_marks(draft: Draft, text: str) -> Row:
    """The marks of one report, offsets into the whole text. ValueError as `shift_of`."""
    shift = shift_of(draft, text)
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
                a["kind"],
                a["modality"],
            ]
            for a in mentions["attributions"]
        ],
    }


def to_record(draft: Draft, text: str, published: str | None, part: str) -> Row:
    """The row of `real/SET.jsonl`: incidents with every wording as spans. ValueError as `shift_of`."""
    shift = shift_of(draft, text)
    row = to_row(draft)
    name, _, id = draft.block.id.partition("/")

    def spans(wordings: Iterable[str]) -> list[list[int]]:
        found = [s for w in wordings for s in occurrences(draft.block.text, w)]
        return [[s.start + shift, s.end + shift] for s in dict.fromkeys(found)]

    def actors(incident: Row, side: str) -> list[Row]:
        labels = [label for key, label in incident["labels"].items() if key[0] == side]
        return [
            {"name": label["name"], "at": spans(label["wordings"]), "kind": label["kind"]}
            for label in labels
        ]

    incidents = []
    for incident, shown in zip(draft.incidents, row["incidents"], strict=True):
        place = shown["place"]
        keys = dict.fromkeys(link["key"] for c in incident["claims"] for link in c["sources"])
        speakers = [speaker_names(draft.speakers[key]) for key in keys]
        kept = {
            "key": f"i{len(incidents) + 1}",
            "core": shown["core"],
            "type": shown["type"],
            "types_ok": shown["types_ok"],
            "status": shown["status"],
            "date": [shown["date"]["start"], shown["date"]["end"]] if shown["date"] else None,
            "place": {k: place[k] for k in PLACE} if place else None,
            "perpetrators": actors(incident, "p"),
            "targets": actors(incident, "t"),
            "weapons": [
                {"name": label["name"], "at": spans(label["wordings"])}
                for key, label in incident["labels"].items()
                if key[0] == "w"
            ],
            "counts": {k: [c["low"], c["best"], c["high"]] for k, c in shown["counts"].items()},
            "sources": [{"name": None, "at": spans(names)} for names in speakers if names],
        }
        incidents.append(kept | ({"scope": "ordinary"} if shown["scope"] == "ordinary" else {}))
    head = {"doc": draft.block.id, "set": name, "id": id, "part": part, "published": published}
    return head | {"sha256": digest(text), "incidents": incidents}


PLACE = ("name", "country", "admin1", "lat", "lon", "precision")


def read_sheets(sheets: Iterable[Path], bench: Path) -> tuple[list[tuple[Draft, Row]], list[str]]:
    """Annotated blocks, each with its report, and the faults of the blocks left out."""
    texts: dict[str, dict[str, Row]] = {}
    found: list[tuple[Draft, Row]] = []
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
            found.append((draft, texts[name][id]))
    return found, faults


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Add rows to a file of rows by `id`, in the place of those of the same id."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    held = {json.loads(line)["id"]: line for line in lines}
    held |= {row["id"]: json.dumps(row) for row in rows}
    if held:
        path.write_text("".join(f"{line}\n" for line in held.values()), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write marks and records, those held already kept; the exit status is 1 when blocks were left out."""
    parser = argparse.ArgumentParser(prog="corpus.marks", description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--part", choices=("train", "calibration"), default="train")
    parser.add_argument("sheets", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    found, faults = read_sheets(given.sheets, given.bench)
    MARKS.mkdir(exist_ok=True)
    for name in SETS:
        here = [(draft, report) for draft, report in found if draft.block.id.startswith(f"{name}/")]
        other = {r["id"] for r in read_rows(REAL / f"{name}.jsonl") if r["part"] != given.part}
        faults += [f"{d.block.id}: of another part" for d, r in here if r["id"] in other]
        here = [(draft, report) for draft, report in here if report["id"] not in other]
        if given.part == "train":
            marks = (to_marks(draft, report["text"]) for draft, report in here)
            write_rows(MARKS / f"{name}.jsonl", marks)
        held = {row["id"] for row in read_rows(REAL / f"{name}.jsonl")}
        records = [
            to_record(draft, report["text"], report["published"], given.part)
            for draft, report in here
        ]
        write_rows(REAL / f"{name}.jsonl", (r for r in records if r["id"] not in held))
    sys.stdout.write("\n".join([*faults, f"{len(found)} reports marked", ""]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
