"""A database of many invented incidents, written straight into the store: as many rows, as wide and
as unevenly spread as a busy desk's, none of them read from a report by the program."""

from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Iterator
from datetime import date, timedelta

from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.records import (
    Actor,
    ActorKind,
    Claim,
    Conflict,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Incident,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Position,
    Report,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Values,
)
from dateline.store import Store
from dateline.store import database as t
from dateline.store.queries import incident_rows
from dateline.store.rows import claim_to_row, report_to_row

FIRST, LAST = date(2010, 1, 1), date(2024, 12, 31)
COUNTRIES = "NG ML BF NE SO SD CD CF ET MZ IQ SY YE AF PK MM UA CO MX HT".split()
DOERS = [
    "unidentified gunmen",
    "bandits",
    "rebels",
    "soldiers",
    "Islamic State",
    "militia fighters",
]
HIT = ["civilians", "farmers", "traders", "police officers", "villagers", "aid workers"]
SPEAKERS = [
    Source("residents", SourceKind.RESIDENT, "said"),
    Source("police", SourceKind.POLICE, "said"),
    Source("a hospital official", SourceKind.MEDICAL, "told reporters"),
]
OUTLETS = ["Plain Gazette", "Delta Courier", "Hill Radio", "Northern Wire", "Coast Herald"]
BATCH = 2_000


def fill(store: Store, n: int, *, seed: int = 1) -> None:
    """Put `n` incidents there, each told by one to three reports."""
    random_ = random.Random(seed)
    towns = _towns(open_gazetteer())
    batch: list[tuple[Incident, list[Report]]] = []
    for number in range(n):
        batch.append(_incident(number, towns, random_))
        if len(batch) == BATCH or number == n - 1:
            _write(store, batch)
            batch = []


def _write(store: Store, batch: list[tuple[Incident, list[Report]]]) -> None:
    reports = {report.id: report for _, told in batch for report in told}
    incidents = [incident for incident, _ in batch]
    rows, links = incident_rows(incidents, reports)
    claims = [claim for incident in incidents for claim in incident.claims]
    documents = [
        {"sha256": r.raw_sha256, "size": len(r.text), "data": zlib.compress(r.text.encode(), 1)}
        for r in reports.values()
    ]
    with store.transaction() as db:
        db.execute(t.documents.insert(), documents)
        db.execute(t.reports.insert(), [report_to_row(r, coder="") for r in reports.values()])
        db.execute(
            t.claims.insert(),
            [claim_to_row(c, position=0, text=reports[c.report_id].text) for c in claims],
        )
        db.execute(t.incidents.insert(), rows)
        db.execute(t.incident_claims.insert(), links)
        db.execute(t.linked.insert(), links)


def _towns(gazetteer: Gazetteer) -> list[Place]:
    marks = ", ".join("?" * len(COUNTRIES))
    found = gazetteer.connection.execute(
        f"SELECT id, name, lat, lon, country FROM place WHERE country IN ({marks})"
        " AND kind IN ('town', 'seat', 'capital') ORDER BY id",
        COUNTRIES,
    )
    return [
        Place(name, country, None, lat, lon, number if number > 0 else None, PlacePrecision.EXACT)
        for number, name, lat, lon, country in found
    ]


def _incident(
    number: int, towns: list[Place], random_: random.Random
) -> tuple[Incident, list[Report]]:
    place = towns[int(len(towns) * random_.random() ** 3)]
    first = FIRST + timedelta(days=int((LAST - FIRST).days * random_.random() ** 0.6))
    kind, doer, hit = random_.choice(list(IncidentType)), random_.choice(DOERS), random_.choice(HIT)
    days = Days(first, first + timedelta(days=1), DatePrecision.DAY, "weekday")
    toll = int(random_.paretovariate(1.1))
    told = list(_told(number, place, days, kind, doer, hit, toll, random_))
    claims = tuple(claim for claim, _ in told)
    tolls = [claim.says.counts[CountKind.KILLED].best or 0 for claim in claims]
    positions = tuple(Position(str(n), (c.id,)) for n, c in zip(tolls, claims, strict=True))
    killed = Count(min(tolls), toll, max(tolls))
    incident = Incident(
        id="i" + hashlib.sha256(f"generated {number}".encode()).hexdigest()[:12],
        type=kind,
        status=Status.REPORTED if random_.random() < 0.8 else Status.ALLEGED,
        date=days,
        place=place,
        perpetrators=(Actor(doer, ActorKind.UNKNOWN),),
        targets=(Actor(hit, ActorKind.CIVILIANS),),
        weapons=("firearms",),
        counts={CountKind.KILLED: killed},
        claims=claims,
        conflicts=(Conflict("killed", positions),) if len(set(tolls)) > 1 else (),
        reports=tuple(report.id for _, report in told),
        scope=Scope.POLITICAL if random_.random() < 0.9 else Scope.ORDINARY,
        rules={"killed": "majority of voices", "date": "most precise compatible"},
        confidence={"type": 0.8, "killed": round(random_.random(), 2)},
    )
    return incident, [report for _, report in told]


def _told(
    number: int,
    place: Place,
    days: Days,
    kind: IncidentType,
    doer: str,
    hit: str,
    toll: int,
    random_: random.Random,
) -> Iterator[tuple[Claim[Values], Report]]:
    for n in range(random_.choice([1, 1, 1, 2, 3])):
        figure = toll if random_.random() < 0.7 else toll + random_.randint(1, 4)
        sentence = f"{doer.capitalize()} killed {figure} {hit} in {place.name} on {days.start:%A}."
        text = f"{sentence} Roads in the area were closed. Note {number}-{n} of an invented report."
        digest = hashlib.sha256(text.encode()).hexdigest()
        report = Report(
            id="r" + digest[:12],
            text=text,
            title=f"{hit.capitalize()} killed in {place.name}",
            publisher=random_.choice(OUTLETS),
            author=None,
            language="en",
            published=days.start + timedelta(days=2),
            published_how="metadata",
            origin=f"generated/{number}-{n}.txt",
            url=None,
            raw_sha256=digest,
        )
        claim = Claim(
            id="c" + digest[:16],
            report_id=report.id,
            evidence=Span(0, len(sentence)),
            says=Values(
                type=kind,
                date=days,
                place=place,
                perpetrators=(Actor(doer, ActorKind.UNKNOWN),),
                targets=(Actor(hit, ActorKind.CIVILIANS),),
                counts={CountKind.KILLED: Count(figure, figure, figure)},
            ),
            sources=(random_.choice(SPEAKERS),),
            modality=Modality.ASSERTED,
            background=False,
            occurrence=0,
            scope=Scope.POLITICAL,
            confidence=0.8,
        )
        yield claim, report
