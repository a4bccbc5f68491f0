"""Reports a second and peak memory of the whole program, on generated reports.

    python -m benchmarks [--reports 200] [--words 400] [--relevant 0.5] [--jobs N] [--compare PATH]

Runs `dateline code` on a folder of text files, in a process of its own, with everything that a user
waits for: start, loading, reading, coding, linking, storing. PATH is another checkout of the
repository, or the interpreter of another installation; both code the same reports.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reports import make_reports

RUN = "import sys; from dateline.cli import cli; cli(sys.argv[1:])"
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    interpreter: str
    source: str | None = None  # folder put first on the path of imports


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float  # wall
    cpu_seconds: float  # of the program and all processes it started
    peak_mb: float  # of all its processes together, sampled; of the largest where /proc is missing


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--reports", type=int, default=200, metavar="N")
    parser.add_argument("--words", type=int, default=400, metavar="N")
    parser.add_argument("--relevant", type=float, default=0.5, metavar="SHARE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, metavar="N", help="as of dateline code")
    parser.add_argument("--compare", type=Path, metavar="PATH", help="a checkout or an interpreter")
    options = parser.parse_args()
    programs = [Program("this", sys.executable)]
    if options.compare is not None:
        programs.append(find_program(options.compare))
    texts = make_reports(
        options.reports, words=options.words, relevant=options.relevant, seed=options.seed
    )
    mean = sum(len(text.split()) for text in texts) / len(texts)
    print(f"{len(texts)} reports of {mean:.0f} words, {options.relevant:.0%} of them relevant")
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "reports"
        inputs.mkdir()
        for n, text in enumerate(texts):
            (inputs / f"{n:05}.txt").write_text(text, encoding="utf-8")
        for program in programs:
            cost = measure(program, inputs, Path(folder) / f"{program.name}.db", jobs=options.jobs)
            print(
                f"{program.name:8} {len(texts) / cost.seconds:8.1f} reports/s"
                f" {len(texts) / cost.cpu_seconds:8.1f} reports/s of CPU"
                f" {cost.seconds:8.1f} s {cost.cpu_seconds:8.1f} s CPU {cost.peak_mb:8.0f} MB"
            )
    return 0


def find_program(path: Path) -> Program:
    """SystemExit when the path is neither a checkout nor an interpreter."""
    if (path / "src/dateline").is_dir():
        return Program("other", sys.executable, str((path / "src").resolve()))
    if path.is_file() and os.access(path, os.X_OK):
        return Program("other", str(path))
    sys.exit(f"{path}: neither a folder with src/dateline nor an interpreter")


def measure(program: Program, inputs: Path, db: Path, *, jobs: int | None = None) -> Cost:
    """Run it once; when it fails, what it printed last goes to standard error."""
    environment = dict(os.environ)
    if program.source is not None:
        environment["PYTHONPATH"] = program.source
    command = [program.interpreter, "-c", RUN, "code", str(inputs), "--db", str(db)]
    if jobs is not None:
        command += ["--jobs", str(jobs)]
    log = db.with_suffix(".log")
    before, started = os.times(), time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=out, env=environment)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, memory_mb(process.pid))
            time.sleep(0.1)
    seconds, after = time.perf_counter() - started, os.times()
    if process.returncode != 0:  # 1 where some reports failed: the figures still hold
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        print(f"{program.name}: exit status {process.returncode}\n{said}", file=sys.stderr)
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Cost(seconds, cpu, peak or _largest_child_mb())


def memory_mb(root: int) -> float:
    """Resident memory of a process and all below it, pages that they share counted once each; 0 without /proc."""
    parents = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except OSError:  # it ended meanwhile
            continue
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(_proportional_kb(pid) for pid in family) / 1024


def _proportional_kb(pid: int) -> int:
    """Pss: a page that two processes share counts half in each."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _largest_child_mb() -> float:
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    sys.exit(main())
