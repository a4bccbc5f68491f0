"""Small makers of records for tests: each takes only what the case is about."""

import hashlib
from datetime import date, timedelta

from dateline.records import (
    Actor,
    ActorKind,
    Claim,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Document,
    Incident,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Report,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Values,
)

TEXT = (
    "Gunmen shot dead three traders near Gao on Monday, residents said.\n\n"
    "The governor's office put the toll at two. Roads in the area were closed."
)
RESIDENTS = Source("residents", SourceKind.RESIDENT, "said")
GAO = Place("Gao", "ML", "Gao", 16.27, -0.04, 2457161, PlacePrecision.NEAR)
GUNMEN = Actor("unidentified gunmen", ActorKind.UNKNOWN, mentions=("Gunmen",))
TRADERS = Actor("traders", ActorKind.CIVILIANS, mentions=("three traders",))


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def report(text=TEXT, *, origin="gao.txt", published=date(2024, 5, 15), **other):
    values = {
        "id": sha256(text)[:12],
        "text": text,
        "title": "Traders shot near Gao",
        "publisher": "Sahel Courier",
        "author": None,
        "language": "en",
        "published": published,
        "published_how": None if published is None else "dateline",
        "origin": origin,
        "url": None,
        "raw_sha256": sha256(text),
    }
    return Report(**(values | other))


def document(text=TEXT, **other):
    return Document(report(text, **other), text.encode())


def days(start, *, last=None, precision=DatePrecision.DAY, rule="last weekday"):
    first = date.fromisoformat(start)
    last = first if last is None else date.fromisoformat(last)
    return Days(first, last + timedelta(days=1), precision, rule)


def claim(of=None, *, quote=None, killed=None, id=None, **other):
    """A claim of the report `of`; `quote` must stand in its text (its first sentence if None)."""
    of = of or report()
    start = 0 if quote is None else of.text.index(quote)
    end = start + len(quote) if quote is not None else of.text.index(".") + 1
    counts = {} if killed is None else {CountKind.KILLED: Count(killed, killed, killed)}
    values = {
        "id": id or f"{of.id}-{start}",
        "report_id": of.id,
        "evidence": Span(start, end),
        "says": Values(type=IncidentType.ARMED_ATTACK, counts=counts),
        "sources": (RESIDENTS,),
        "modality": Modality.ASSERTED,
        "background": False,
        "occurrence": 0,
        "scope": Scope.POLITICAL,
    }
    return Claim(**(values | other))


def incident(claims=None, *, id=None, **other):
    claims = tuple(claims if claims is not None else [claim(killed=3)])
    counts = next((c.says.counts for c in claims if c.says.counts), {})
    values = {
        "id": id or "i" + claims[0].id,
        "type": IncidentType.ARMED_ATTACK,
        "status": Status.REPORTED,
        "date": days("2024-05-13"),
        "place": GAO,
        "perpetrators": (GUNMEN,),
        "targets": (TRADERS,),
        "weapons": ("firearms",),
        "counts": counts,
        "claims": claims,
        "conflicts": (),
        "reports": tuple(sorted({c.report_id for c in claims})),
        "scope": Scope.POLITICAL,
        "rules": {"counts.killed": "majority of independent sources"},
    }
    return Incident(**(values | other))
