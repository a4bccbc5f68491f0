"""Short invented reports, from text to incidents: what is one, what is two."""

from datetime import date

import pytest
from tests.makers import report

from dateline.pipeline import code_report, link_claims, load_tools


@pytest.fixture(scope="module")
def tools():
    return load_tools()


def code(tools, *texts):
    """Incidents of texts published a day apart, each by an outlet of its own."""
    reports = [
        report(
            text,
            origin=f"{n}.txt",
            title=None,
            publisher=f"Outlet {n}",
            published=date(2024, 5, 15 + n),
        )
        for n, text in enumerate(texts)
    ]
    claims = [claim for r in reports for claim in code_report(r, tools)]
    return link_claims(claims, reports)


def brief(incidents):
    return [
        (i.type.value, i.place.name if i.place else None, i.counts.get("killed")) for i in incidents
    ]


LEAD = "Gunmen shot dead four traders in the town of Ansongo in Mali on Tuesday, police said."


@pytest.mark.parametrize(
    "rest",
    [
        "The attack began shortly after dawn and lasted an hour.",
        "The killings shocked the town. Shops stayed closed on Wednesday.",
        "The governor condemned the attack.",
        "Residents said the four were shot at the market.",
    ],
)
def test_wordings_of_one_attack(tools, rest):
    (incident,) = code(tools, f"{LEAD}\n\n{rest}")
    assert (incident.place.name, incident.counts["killed"].best) == ("Ansongo", 4)


@pytest.mark.parametrize(
    ("rest", "place"),
    [
        ("In a separate attack on Tuesday, a bomb killed two soldiers in Gao.", "Gao"),
        ("Last month gunmen killed eleven villagers in Bourem.", "Bourem"),
        ("On Monday a roadside bomb killed two soldiers near Gao.", "Gao"),
    ],
)
def test_another_attack(tools, rest, place):
    incidents = code(tools, f"{LEAD}\n\n{rest}")
    assert {i.place.name for i in incidents if i.place} == {"Ansongo", place}


def test_an_arrest_after_an_attack_is_its_own(tools):
    incidents = code(
        tools, f"{LEAD}\n\nTwo suspects were arrested in Gao on Wednesday, police said."
    )
    assert sorted(i.type.value for i in incidents) == ["armed_attack", "arrest"]


def test_a_later_report_raises_the_toll(tools):
    first = LEAD
    second = (
        "The death toll from Tuesday's attack in Ansongo, Mali, rose to six.\n\n"
        "Gunmen shot the traders in the town of Ansongo on Tuesday, a hospital official said."
    )
    (incident,) = code(tools, first, second)
    assert len(incident.reports) == 2
    killed = incident.counts["killed"]
    assert (killed.low, killed.best, killed.high) == (6, 6, 6)


def test_a_town_nearby_on_the_same_day_is_another(tools):
    second = "Gunmen shot dead three farmers in the town of Bourem in Mali on Tuesday, police said."
    assert len(code(tools, LEAD, second)) == 2


def test_every_quote_and_id_stands(tools):
    incidents = code(tools, LEAD, f"{LEAD}\n\nA bomb killed two soldiers in Gao on Monday.")
    ids = [c.id for i in incidents for c in i.claims]
    assert len(set(ids)) == len(ids)
