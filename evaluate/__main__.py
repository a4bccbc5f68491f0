"""Measure dateline on a bench, or compare two files of predictions.

    python -m evaluate TASK --gold FILE --predictions OUT [--data DIR] [--scorer FILE]
    python -m evaluate compare TASK --gold FILE A B
    python -m evaluate gate [--raise | --lower TASK]
    python -m evaluate robustness [--reports N]
    python -m evaluate reliability --gold FILE --predictions FILE

The program is given only the text fields of FILE, never its answers, and writes OUT in the task's
format. Where FILE holds answers, scores are printed as JSON; where it holds none (a blind file),
OUT is written and nothing is scored. Actors, records, stories, links and ingest are scored by our own code; for time,
geo, geo-gold and attribution the scorer of the bench runs, the `score.py` beside FILE or the one
that --scorer names; without one, one F1 of ours is printed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evaluate.tasks import TASKS, Task

Rows = list[dict[str, Any]]


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["compare"]:
        return run_compare(arguments[1:])
    if arguments[:1] == ["gate"]:
        from evaluate import gate

        return gate.main(arguments[1:])
    if arguments[:1] == ["robustness"]:
        from evaluate import robustness

        return robustness.main(arguments[1:])
    if arguments[:1] == ["reliability"]:
        from evaluate import reliability

        return reliability.main(arguments[1:])
    return run_task(arguments)


def run_task(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "task", choices=sorted(TASKS), help="or: compare, gate, robustness, reliability"
    )
    parser.add_argument("--gold", required=True, type=Path, help="JSON lines; may be blind")
    parser.add_argument("--predictions", required=True, type=Path, help="file to write")
    parser.add_argument(
        "--data", type=Path, help="folder to look for FILE in; DATELINE_BENCH if not given"
    )
    parser.add_argument(
        "--scorer", type=Path, help="a scorer to run instead: FILE OUT as arguments"
    )
    options = parser.parse_args(arguments)
    task, gold_path = TASKS[options.task], find_gold(options.gold, options.data)
    gold = read_rows(gold_path)
    started = time.perf_counter()
    predictions = write_rows(options.predictions, task.predict(gold, folder=gold_path.parent))
    seconds = time.perf_counter() - started
    print(
        f"{len(predictions)} rows in {seconds:.1f} s, written to {options.predictions}",
        file=sys.stderr,
    )
    if is_blind(task, gold):
        print("no answers in the gold file: nothing scored", file=sys.stderr)
        return 0
    return print_scores(
        options.task, gold_path, gold, options.predictions, predictions, options.scorer
    )


def run_compare(arguments: Sequence[str]) -> int:
    from evaluate.compare import compare

    parser = argparse.ArgumentParser(
        prog="python -m evaluate compare",
        description="Paired bootstrap over reports: F1 of A and B, their difference (B - A), its 95 % interval, p.",
    )
    parser.add_argument("task", choices=comparable())
    parser.add_argument("--gold", required=True, type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--samples", type=int, default=5000)
    parser.add_argument("a", type=Path, metavar="A", help="a file of predictions")
    parser.add_argument("b", type=Path, metavar="B", help="another one")
    options = parser.parse_args(arguments)
    gold = read_rows(find_gold(options.gold, options.data))
    a, b = (tally_all(options.task, gold, read_rows(path)) for path in (options.a, options.b))
    print(json.dumps(asdict(compare(a, b, samples=options.samples)), indent=1))
    return 0


def comparable() -> list[str]:
    """Tasks whose answers are counted report by report: records, and spans of our own tallies."""
    from evaluate.spans import TALLIES

    records = [n for n, t in TASKS.items() if t.own_score in ("records", "house", "stories")]
    return sorted({*records, *TALLIES})


def tally_all(task: str, gold: Rows, predictions: Rows) -> list[tuple[int, int, int]]:
    """(right, predicted, wanted) for each report: all values of its records, or its spans."""
    if TASKS[task].own_score in ("records", "house", "stories"):
        from evaluate import records

        return [tally.values for tally in records.tally(gold, predictions)]
    from evaluate import spans

    return list(spans.tally(task, gold, predictions))


def is_blind(task: Task, gold: Rows) -> bool:
    if task.gold_spans is not None:  # the spans are given; the points are the answer
        return not any("lat" in span for row in gold for span in row.get(task.gold_spans, []))
    return task.is_blind(gold)


def print_scores(
    name: str, gold_path: Path, gold: Rows, out: Path, predictions: Rows, scorer: Path | None
) -> int:
    task, beside = TASKS[name], gold_path.parent / "score.py"
    if scorer is None and task.own_score is not None:
        scores = importlib.import_module(f"evaluate.{task.own_score}").score(gold, predictions)
        print(json.dumps(scores, indent=1))
        return 0
    above = gold_path.parent.parent / "score.py"  # events/score.py serves its folders
    scorer = scorer or next((path for path in (beside, above) if path.is_file()), None)
    if scorer is not None:
        command = [sys.executable, str(scorer), str(gold_path), str(out), *task.scorer_options]
        return subprocess.run(command, check=False).returncode
    from evaluate.records import add, shares

    print(json.dumps(shares(add(tally_all(name, gold, predictions))), indent=1))
    return 0


def find_gold(path: Path, data: Path | None) -> Path:
    """The file itself, or the one of that name in the bench's folder."""
    folder = data or Path(os.environ.get("DATELINE_BENCH", "."))
    found = next((p for p in (path, folder / path) if p.is_file()), None)
    if found is None:
        sys.exit(f"{path}: no such file, nor in {folder}; give --data or DATELINE_BENCH")
    return found


def read_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_rows(path: Path, rows: Any) -> Rows:
    """Write rows as they come, so that a run cut short leaves what it had."""
    written = []
    with path.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            written.append(row)
    return written


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
