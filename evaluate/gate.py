"""Pinned floors: no score may fall under the one that `floors.json` holds for it.

    python -m evaluate gate                 our own corpus; the benches too where DATELINE_BENCH points
    python -m evaluate gate --raise         write today's scores as floors, where they are higher
    python -m evaluate gate --lower TASK    write today's scores of TASK, lower ones too: say why in the commit

A floor counts for the very data it was measured on, known by a digest: where the data changed, the
gate fails until the floor is measured anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
SLACK = 0.015  # of the floor: arithmetic of eight bits differs between processors


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluate gate", description=__doc__)
    parser.add_argument("--raise", dest="up", action="store_true", help="write higher scores")
    parser.add_argument("--lower", metavar="TASK", help="write this task's scores, lower ones too")
    options = parser.parse_args(arguments)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    failed = False
    for name, floor in floors.items():
        gold = find_data(name, floor)
        if gold is None:
            print(f"{name}: no data here, not measured")
            continue
        digest = hashlib.sha256(gold.read_bytes()).hexdigest()[:16]
        found = measure(name, floor, gold)
        write = options.lower == name or options.up
        if digest != floor["sha256"] and not write:
            print(
                f"{name}: {gold} is not what the floor was measured on; measure it anew with --lower {name}"
            )
            failed = True
            continue
        for path, least in floor["least"].items():
            value = look_up(found, path)
            low = value < least * (1 - SLACK) and digest == floor["sha256"]
            failed |= low and options.lower != name
            print(f"{name} {path}: {value:.4f}, floor {least:.4f}{'  UNDER' if low else ''}")
            if options.lower == name or (
                options.up and (value > least or digest != floor["sha256"])
            ):
                floor["least"][path] = round(value, 4)
        if write:
            floor["sha256"] = digest
    if options.up or options.lower:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return int(failed)


def find_data(name: str, floor: Mapping[str, Any]) -> Path | None:
    """The gold file: of our corpus always, of a bench where DATELINE_BENCH points to one."""
    if floor.get("own"):
        out = Path(tempfile.mkdtemp()) / f"{name}.jsonl"
        command = [sys.executable, "-m", "corpus.derive", "--part", "dev", "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True)
        return out
    bench = os.environ.get("DATELINE_BENCH")
    path = Path(bench) / floor["file"] if bench else None
    return path if path is not None and path.is_file() else None


def measure(name: str, floor: Mapping[str, Any], gold: Path) -> Mapping[str, Any]:
    """The scores of one task as JSON."""
    from evaluate.__main__ import read_rows, write_rows
    from evaluate.tasks import TASKS

    task = TASKS[name]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        rows = read_rows(gold)
        predictions = write_rows(out, task.predict(rows, folder=gold.parent))
        if task.own_score is not None:
            from importlib import import_module

            scored: Mapping[str, Any] = import_module(f"evaluate.{task.own_score}").score(
                rows, predictions
            )
            return scored
        scorer = next(p for p in (gold.parent, gold.parent.parent) if (p / "score.py").is_file())
        command = [sys.executable, str(scorer / "score.py"), str(gold), str(out), "--json"]
        command += [*task.scorer_options]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        held: Mapping[str, Any] = json.loads(ran.stdout)
        return held


def look_up(scores: Mapping[str, Any], path: str) -> float:
    """A score by its path: "record/f1"."""
    value: Any = scores
    for key in path.split("/"):
        value = value[key]
    return float(value)
