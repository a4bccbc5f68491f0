"""Does linking a report cost more as the archive grows? On reports with known duplicates.

    python -m benchmarks.linking [--reports 200000] [--first 20000]

Made-up incidents are each told by one to five reports, with tolls that rise, days that are missing and
towns that many share; the news goes on for as long as there are reports, as it does. Claims are made,
not read from the text. Reports come in order of publication, a thousand at a time, as from a nightly
run. Prints the CPU time for a report just before the first mark and just before the end, their ratio, and how
well the incidents were put together.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.reports import SPEAKERS, VICTIMS
from dateline.link.clues import read_accounts
from dateline.link.incidents import make_incident, make_incidents
from dateline.link.linker import Linker
from dateline.records import (
    Actor,
    ActorKind,
    Claim,
    Count,
    CountKind,
    DatePrecision,
    Days,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Report,
    Source,
    SourceKind,
    Span,
    Values,
)
from evaluate import clusters

BATCH = 1000
WINDOW = 10  # batches that a figure is the mean of
A_DAY = 40  # incidents
TOWNS = 3000
KINDS = (IncidentType.ARMED_ATTACK, IncidentType.BOMBING, IncidentType.ABDUCTION)
WORDS = 20_000  # of the made-up language; common ones are drawn more often
START = date(2010, 1, 1)


@dataclass(frozen=True, slots=True)
class Deed:
    number: int
    kind: IncidentType
    day: date
    town: Place
    toll: int
    victims: str
    name: str
    words: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.linking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--reports", type=int, default=200_000, metavar="N")
    parser.add_argument("--first", type=int, default=20_000, metavar="N", help="compare with here")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    told = make_stories(options.reports, seed=options.seed)
    linker, reports, deed_of = Linker(), dict[str, Report](), dict[str, int]()
    costs: list[float] = []
    for n in range(0, len(told), BATCH):
        batch = told[n : n + BATCH]
        started = time.process_time()
        accounts = []
        for report, claim, deed in batch:
            reports[report.id], deed_of[report.id] = report, deed
            accounts += read_accounts(report, make_incidents([claim], {report.id: report}))
        changed = linker.add(accounts)
        for group in changed:
            make_incident(linker.claims(group), reports)
        costs.append((time.process_time() - started) / len(batch))
        if (n // BATCH) % WINDOW == WINDOW - 1:
            print(f"{n + len(batch):8} reports {1000 * mean(costs[-WINDOW:]):6.2f} ms a report", file=sys.stderr)  # fmt: skip
    mark = options.first // BATCH
    early, late = mean(costs[max(0, mark - WINDOW) : mark]), mean(costs[-WINDOW:])
    put = {a.report.report: n for n, group in enumerate(linker.groups()) for a in group}
    found = clusters.score(deed_of, put)
    print(f"{options.first} reports: {1000 * early:.2f} ms for one more; {len(told)}: {1000 * late:.2f} ms; growth {late / early:.2f}x")  # fmt: skip
    print(f"LEA {found['lea']['f1']:.3f}, pairs {found['pairwise']['f1']:.3f}, {linker.n_compared / len(told):.0f} comparisons a report")  # fmt: skip
    return 0


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def make_stories(n: int, *, seed: int) -> list[tuple[Report, Claim[Values], int]]:
    """At least `n` reports in order of publication, each with its claim and the number of its deed."""
    draw = random.Random(seed)
    names = list(_words(draw, TOWNS))
    towns = [_town(draw, k, names[k]) for k in range(TOWNS)]
    language = list(_words(draw, WORDS))
    told: list[tuple[Report, Claim[Values], int]] = []
    number = 0
    while len(told) < n:
        deed = _deed(draw, number, towns, language)
        copies = draw.choices((1, 2, 3, 5), weights=(5, 3, 2, 1))[0]
        told += [_tell(draw, deed, k, language) for k in range(copies)]
        number += 1
    told.sort(key=lambda item: (item[0].published or START, item[0].id))
    return told[:n]


def _words(draw: random.Random, n: int) -> Iterator[str]:
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    for _ in range(n):
        yield "".join(draw.choices(syllables, k=draw.choice((2, 3, 3, 4))))


def _town(draw: random.Random, k: int, name: str) -> Place:
    lat, lon = draw.uniform(-30, 50), draw.uniform(-100, 120)
    exact = PlacePrecision.EXACT
    return Place(
        name.title(), "ML", f"P{k % 200}", lat, lon, k + 1, exact, draw.choice((3.0, 15.0))
    )


def _deed(draw: random.Random, number: int, towns: list[Place], language: list[str]) -> Deed:
    return Deed(
        number=number,
        kind=draw.choice(KINDS),
        day=START + timedelta(days=number // A_DAY),
        town=towns[min(int(draw.expovariate(1 / 400)), TOWNS - 1)],
        toll=draw.choice((1, 1, 2, 3, 4, 6, 9, 14, 30)),
        victims=draw.choice(VICTIMS),
        name=f"{draw.choice(language).title()} {draw.choice(language).title()}",
        words=tuple(draw.choices(language, k=8)),
    )


def _tell(
    draw: random.Random, deed: Deed, k: int, language: list[str]
) -> tuple[Report, Claim[Values], int]:
    """One report of a deed in words partly its own; its toll may have risen, its day may be missing."""
    toll = deed.toll + draw.choice((0, 0, 0, 1, 2))
    speaker = draw.choice(SPEAKERS)
    common = [language[min(int(draw.expovariate(1 / 60)), WORDS - 1)] for _ in range(40)]
    own = draw.sample(deed.words, 5) + draw.choices(language, k=6)
    draw.shuffle(own)
    lead = f"{toll} {deed.victims} were killed in {deed.town.name}, {speaker} said. {deed.name} was among them."
    text = f"{lead} {' '.join(common + own)}."
    published = deed.day + timedelta(days=draw.choice((0, 1, 1, 2, 5, 30)))
    report = Report(
        f"r{deed.number:07}.{k}", text, None, f"Outlet {draw.randrange(60)}", None, "en",
        published, "option", "made up", None, "",
    )  # fmt: skip
    dated = draw.random() < 0.85
    day = Days(deed.day, deed.day + timedelta(days=1), DatePrecision.DAY, "weekday")
    people = Actor(deed.victims, ActorKind.CIVILIANS, mentions=(deed.victims, deed.name))
    says = Values(
        type=deed.kind,
        date=day if dated else None,
        place=deed.town,
        targets=(people,) if draw.random() < 0.5 else (),
        counts={CountKind.KILLED: Count(toll, toll, toll)},
    )
    source = Source(speaker, SourceKind.OTHER, "said")
    claim = Claim(
        f"c{report.id}", report.id, Span(0, len(lead)), says, (source,), Modality.ASSERTED, False, 0
    )
    return report, claim, deed.number


if __name__ == "__main__":
    sys.exit(main())
