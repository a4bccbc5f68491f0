"""Short makers of places, days, claims and tellings for the tests of linking."""

import random
from datetime import date

from tests.makers import claim, days, report

from dateline.link.incidents import link_claims
from dateline.link.voices import listen
from dateline.records import (
    Actor,
    ActorKind,
    Count,
    CountKind,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Source,
    SourceKind,
    Values,
)

GAO = Place("Gao", "ML", "Gao", 16.27, -0.04, 2457161, PlacePrecision.EXACT)
ANSONGO = Place("Ansongo", "ML", "Gao", 15.66, 0.50, 2460845, PlacePrecision.EXACT)
BOUREM = Place("Bourem", "ML", "Gao", 16.95, -0.35, 2459000, PlacePrecision.EXACT)
WABARIA = Place("Wabaria", "ML", "Gao", 16.20, 0.02, 2449000, PlacePrecision.EXACT)  # 10 km off
GAO_REGION = Place("Gao", "ML", "Gao", 17.0, 0.5, 2457163, PlacePrecision.ADMIN1)
MALI = Place("Mali", "ML", None, 18.0, -2.0, 2453866, PlacePrecision.COUNTRY)
NIGER = Place("Niger", "NE", None, 18.0, 9.0, 2440476, PlacePrecision.COUNTRY)

POLICE = Source("police", SourceKind.POLICE, "said")
HOSPITAL = Source("the hospital", SourceKind.MEDICAL, "said")
MINISTRY = Source("the ministry", SourceKind.STATE, "said")
DRIVER = Source("a driver", SourceKind.WITNESS, "said")
ARMY = Actor("Military Forces of Mali", ActorKind.STATE_FORCES, "mali-army", "ML", ("the army",))
JNIM = Actor("JNIM", ActorKind.REBEL, "jnim", "ML", ("JNIM",))
ISGS = Actor("ISGS", ActorKind.REBEL, "isgs", "ML", ("ISGS",))


def exactly(n):
    return Count(n, n, n)


def at_least(n):
    return Count(n, n, None)


def says(
    kind=IncidentType.ARMED_ATTACK,
    *,
    on=None,
    at=None,
    killed=None,
    by=(),
    of=(),
    weapons=(),
):
    count = exactly(killed) if isinstance(killed, int) else killed
    return Values(
        type=kind,
        date=days(on) if isinstance(on, str) else on,
        place=at,
        perpetrators=tuple(by),
        targets=tuple(of),
        weapons=tuple(weapons),
        counts={} if count is None else {CountKind.KILLED: count},
    )


def people(name):
    return Actor(name, ActorKind.CIVILIANS, mentions=(name,))


SYLLABLES = "ba de ki lo mu na pe ri so tu va we".split()


def dispatch(n, *, published="2024-05-15", publisher=None):
    """A report in words that no other has; a claim finds its sentences by number."""
    draw = random.Random(n)
    words = [" ".join("".join(draw.choices(SYLLABLES, k=4)) for _ in range(6)) for _ in range(12)]
    text = " ".join(f"Sentence {k} of report {n}. {words[k].capitalize()}." for k in range(12))
    return report(
        text,
        id=f"r{n:02}",
        title=None,
        origin=f"{n}.txt",
        publisher=publisher or f"Outlet {n}",
        published=date.fromisoformat(published),
    )


def told(where, k=0, *, source=None, **values):
    """The claim of sentence `k`: its own `says`, or the keywords of `says`."""
    other = {
        name: values.pop(name)
        for name in ("modality", "background", "occurrence", "reference", "confidence", "scope")
        if name in values
    }
    return claim(
        where,
        quote=f"Sentence {k} of report {where.id.removeprefix('r').lstrip('0') or '0'}.",
        id=f"{where.id}-{k}",
        says=values.pop("says", None) or says(**values),
        sources=() if source is None else (source,),
        **({"confidence": 0.98, "modality": Modality.ASSERTED} | other),
    )


def heard(claims, reports, copies=None):
    return listen(claims, {r.id: r for r in reports}, copies or {})


def link(claims, reports, copies=None):
    return link_claims(claims, {r.id: r for r in reports}, copies=copies)
