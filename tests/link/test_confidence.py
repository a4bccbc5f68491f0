"""How sure an incident is: by the report that tells it most surely."""

import pytest
from tests.link.tellers import dispatch, heard, people, told

from dateline.lexicons import read_lexicon
from dateline.link.confidence import STEPS, judge_values, show_incident
from dateline.link.within import weigh
from dateline.records import IncidentType, Status

ONE, TWO = dispatch(1), dispatch(2)
FAINT = told(ONE, confidence=0.6)
SURE = told(TWO, confidence=0.999, by=[people("gunmen")], of=[people("traders")], killed=4)


def judged(*claims):
    return judge_values(
        heard(claims, [ONE, TWO]),
        kind=IncidentType.ARMED_ATTACK,
        status=Status.REPORTED,
        days=None,
        place=None,
        perpetrators=(),
        targets=(),
        weapons=(),
        counts={},
    )


def test_the_surest_report_tells_how_sure_an_incident_is():
    assert weigh([FAINT]) < STEPS[0] < STEPS[-1] < weigh([SURE])
    assert show_incident(heard([FAINT, SURE], [ONE, TWO])) == show_incident(heard([SURE], [TWO]))
    assert judged(FAINT)["type"] < judged(FAINT, SURE)["type"] == judged(SURE)["type"]


def test_the_table_has_every_step_and_rises_with_it():
    shares = {
        r["shows"]: float(r["share"])
        for r in read_lexicon("confidence")
        if r["field"] == "incident"
    }
    steps = [f"weight under {STEPS[0]}", *(f"weight from {step}" for step in STEPS)]
    assert sorted(shares) == sorted(steps)
    assert [shares[step] for step in steps] == sorted(shares.values())


@pytest.mark.parametrize("weight", STEPS)
def test_a_step_begins_at_its_weight(weight, monkeypatch):
    monkeypatch.setattr("dateline.link.confidence.weigh", lambda claims: weight)
    assert show_incident(heard([FAINT], [ONE])) == f"weight from {weight}"
