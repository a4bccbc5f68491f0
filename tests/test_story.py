"""A story told by eight reports: what `dateline show` tells a person of it in ten seconds.

The claims are those that the reports make, so that the page is tested apart from the reading.
"""

from datetime import date
from pathlib import Path

import pytest
from tests.makers import claim, days, report
from tests.test_terminal import render

from dateline.export.dossier import make_dossier, render_dossier
from dateline.link.incidents import make_incident
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
from dateline.terminal import show_incident

STORY = Path(__file__).parent / "stories" / "sarband"
PESHAWAR = Place("Peshawar", "PK", None, 34.008, 71.579, 1168197, PlacePrecision.EXACT)
LASHKAR = Actor("Lashkar-e-Islam", ActorKind.REBEL, "lashkar-e-islam", "PK", ("Lashkar-e-Islam",))
POLICE = Source("police", SourceKind.POLICE, "said")
HOSPITAL = Source("Lady Reading hospital", SourceKind.MEDICAL, "said")
MINISTRY = Source("interior ministry", SourceKind.STATE, "said")
DRIVER = Source("bus driver", SourceKind.WITNESS, "said")
GROUP = Source("Lashkar-e-Islam", SourceKind.REBEL, "denied")

OUTLETS = {
    "1-police": ("Khyber Morning", 4),
    "2-police-later": ("Khyber Morning", 5),
    "3-hospital": ("Frontier Gazette", 5),
    "4-ministry": ("Capital Wire", 6),
    "5-misprint": ("Bazaar News", 6),
    "6-accusation": ("Khyber Morning", 6),
    "7-denial": ("Frontier Gazette", 7),
    "8-background": ("Transport Weekly", 9),
}
# report, words, speaker, killed, injured, modality, doer
CLAIMS = (
    ("1-police", "A bomb exploded", POLICE, Count(5, 5, 5), 11, "asserted", ()),
    ("2-police-later", "Nine people were killed", POLICE, Count(9, 9, 9), None, "asserted", ()),
    ("3-hospital", "At least 12 people", HOSPITAL, Count(12, 12, None), None, "asserted", ()),
    ("4-ministry", "killed 12 people", MINISTRY, Count(12, 12, 12), None, "asserted", ()),
    ("5-misprint", "54 people were killed", DRIVER, Count(54, 54, 54), None, "asserted", ()),
    ("6-accusation", "Police accused", POLICE, None, None, "alleged", (LASHKAR,)),
    ("6-accusation", "12 people were killed", None, Count(12, 12, 12), None, "asserted", ()),
    ("7-denial", "denied on Thursday", GROUP, None, None, "denied", ()),
    ("8-background", "a bomb killed 12", None, Count(12, 12, 12), None, "asserted", ()),
)


@pytest.fixture(scope="module")
def told():
    reports = {}
    for name, (publisher, day) in OUTLETS.items():
        title, _, text = (STORY / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
        read = report(
            text.strip(),
            id=f"r{name}",
            title=title,
            publisher=publisher,
            origin=f"{name}.txt",
            published=date(2019, 3, day),
        )
        reports[read.id] = read
    claims = [
        claim(
            reports[f"r{name}"],
            quote=words,
            id=f"c{n:02}",
            sources=() if source is None else (source,),
            modality=Modality(modality),
            says=Values(
                type=IncidentType.BOMBING,
                date=days("2019-03-04"),
                place=PESHAWAR,
                perpetrators=doers,
                counts={
                    kind: count
                    for kind, count in (
                        (CountKind.KILLED, killed),
                        (CountKind.INJURED, Count(injured, injured, injured) if injured else None),
                    )
                    if count is not None
                },
            ),
        )
        for n, (name, words, source, killed, injured, modality, doers) in enumerate(CLAIMS, start=1)
    ]
    return make_incident(claims, reports), reports


def test_the_page_says_what_is_known_by_whom_and_what_is_disputed(told, assert_golden):
    lines = render(show_incident(*told), width=100).splitlines()
    assert_golden(STORY / "show.json", [line.rstrip() for line in lines])


def test_the_dossier_says_the_same(told):
    incident, reports = told
    dossier = make_dossier([incident], reports, title="Sarband")
    (entry,) = dossier.entries
    shown = {
        d.field: (
            d.recorded,
            [who for who, _ in d.standing.by] if d.standing else [],
            [(p.value, [who for who, _ in p.by]) for p in d.against],
        )
        for d in entry.conflicts
    }
    assert shown["killed"][0] == "12 (9 to 12)"
    assert shown["killed"][2] == [("9", ["police"]), ("54", ["bus driver"])]
    assert shown["perpetrators"][2] == [("denied", ["Lashkar-e-Islam"])]
    assert "but <strong><bdi>54</bdi></strong>" in render_dossier(dossier)
