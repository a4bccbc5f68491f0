"""How long the review desk takes to answer, over many generated incidents, and how much memory it holds.

    python -m benchmarks.desk [--incidents 100000] [--requests 200] [--db FILE]

The desk runs in a process of its own, as `dateline serve` starts it, and is asked one page after the
other over loopback: overviews with random filters, orders and pages, incidents drawn at random. Wall
time of a request, from sending it to its last byte, and the server's own CPU time for it. FILE is
filled where it does not exist, and kept.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.incidents import COUNTRIES, DOERS, fill
from dateline.records import IncidentType
from dateline.store import open_store

RUN = "import sys; from dateline.cli import cli; cli(sys.argv[1:])"
SORTS = ["date", "killed", "look", "place", "type", "confidence", "conflicts"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--db", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or Path(folder) / "many.db"
        if not db.exists():
            with open_store(db) as store:
                fill(store, given.incidents)
        with sqlite3.connect(db) as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM incidents ORDER BY id")]
        measure(db, ids, given.requests)


def measure(db: Path, ids: list[str], n: int) -> None:
    arguments = ["serve", "--db", str(db), "--port", "0", "--author", "a reader"]
    server = subprocess.Popen(
        [sys.executable, "-u", "-c", RUN, *arguments], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = re.search(r"http\S+", line)
        assert address is not None, line
        desk = Desk(address[0], server.pid)
        random_ = random.Random(1)
        started = time.perf_counter()
        desk.get("/")
        print(f"{len(ids):,} incidents; first page after {time.perf_counter() - started:.1f} s")
        report("overview, any filter", desk, n, lambda: "/?" + urlencode(overview(random_)))
        report("overview, no filter", desk, n // 4, lambda: f"/?page={random_.randint(1, 20)}")
        report("incident", desk, n, lambda: f"/incidents/{random_.choice(ids)}")
        report("map cells", desk, n // 2, lambda: "/api/cells?" + urlencode(view(random_)))
        print(f"memory of the server: {desk.memory_mb():.0f} MB, at most {desk.peak_mb():.0f} MB")
    finally:
        server.terminate()
        server.wait()


def overview(random_: random.Random) -> dict[str, str]:
    """An address as people make them: one to three conditions, some order, mostly the first page."""
    some = {
        "country": random_.choice(COUNTRIES),
        "type": random_.choice(list(IncidentType)).value,
        "actor": random_.choice(DOERS),
        "since": f"{random_.randint(2010, 2024)}-01-01",
        "killed": str(random_.choice([1, 3, 10])),
        "conflict": "yes",
        "reviewed": "no",
    }
    chosen = {name: some[name] for name in random_.sample(sorted(some), random_.randint(1, 3))}
    chosen["sort"] = random_.choice(SORTS)
    return chosen | ({"page": str(random_.randint(1, 9))} if random_.random() < 0.3 else {})


def view(random_: random.Random) -> dict[str, str]:
    south, west = random_.uniform(-30, 40), random_.uniform(-80, 100)
    wide = random_.choice([2, 10, 60])
    box = (south, west, min(south + wide, 90), min(west + wide, 180))
    return overview(random_) | {"degrees": str(wide / 12), "view": ",".join(map(str, box))}


class Desk:
    """A running desk, and its process."""

    def __init__(self, address: str, pid: int) -> None:
        parts = urlsplit(address)
        self.proc = Path(f"/proc/{pid}")
        self.connection = http.client.HTTPConnection(parts.netloc, timeout=120)
        self.connection.request("GET", f"/?{parts.query}")
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]

    def get(self, path: str) -> int:
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        size = len(answer.read())
        assert answer.status == 200, (path, answer.status)
        return size

    def cpu_seconds(self) -> float:
        """Of all its threads, to the microsecond: `stat` counts in hundredths of a second."""
        threads = self.proc.glob("task/*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def memory_mb(self) -> float:
        return self._status("VmRSS")

    def peak_mb(self) -> float:
        return self._status("VmHWM")

    def _status(self, name: str) -> float:
        text = (self.proc / "status").read_text()
        found = re.search(rf"{name}:\s+(\d+) kB", text)
        return int(found[1]) / 1024 if found else float("nan")


def report(name: str, desk: Desk, n: int, path: Callable[[], str]) -> None:
    walls, cpus = [], []
    desk.get(path())
    for _ in range(n):
        asked = path()
        cpu, started = desk.cpu_seconds(), time.perf_counter()
        desk.get(asked)
        walls.append(1000 * (time.perf_counter() - started))
        cpus.append(1000 * (desk.cpu_seconds() - cpu))
    print(f"{name:22} {n:4} requests: wall {spread(walls)}; server's CPU {spread(cpus)}")


def spread(times: list[float]) -> str:
    times = sorted(times)
    return f"median {times[len(times) // 2]:.0f} ms, 95th percentile {times[int(len(times) * 0.95)]:.0f} ms"


if __name__ == "__main__":
    main()
