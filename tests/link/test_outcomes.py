"""What other rules would choose, from claims that are easily told apart."""

import pytest
from tests.link.tellers import (
    ANSONGO,
    GAO,
    GAO_REGION,
    HOSPITAL,
    ISGS,
    JNIM,
    MINISTRY,
    POLICE,
    at_least,
    dispatch,
    told,
)

from dateline.link.incidents import make_incident
from dateline.link.outcomes import find_outcomes
from dateline.records import Count, Field

REPORTS = {r.id: r for r in (dispatch(n, published=f"2024-05-{10 + n}") for n in (1, 2, 3, 4))}


def outcomes(field, *tellings):
    claims = [
        told(report, 0, source=source, **values)
        for report, (source, values) in zip(REPORTS.values(), tellings, strict=False)
    ]
    incident = make_incident(claims, REPORTS)
    return {o.rule: o for o in find_outcomes(incident, REPORTS).get(field, ())}


TOLLS = (
    (POLICE, {"killed": 5}),
    (HOSPITAL, {"killed": 7}),
    (MINISTRY, {"killed": 5}),
    (None, {"killed": at_least(9)}),
)


@pytest.mark.parametrize(
    ("rule", "count", "claims"),
    [
        ("majority (default)", Count(5, 5, None), ("r01-0", "r03-0")),
        ("lowest", Count(5, 5, None), ("r01-0", "r03-0")),
        ("highest", Count(5, 9, None), ("r04-0",)),
        ("latest", Count(9, 9, None), ("r04-0",)),
        ("most_official", Count(7, 7, 7), ("r02-0",)),
        ("range", Count(5, None, None), ("r01-0", "r02-0", "r03-0", "r04-0")),
    ],
)
def test_tolls_by_rule(rule, count, claims):
    found = outcomes(Field.KILLED, *TOLLS)[rule]
    assert (found.value, found.claims) == (count, claims)


def test_a_range_is_closed_where_all_are():
    found = outcomes(Field.KILLED, *TOLLS[:2])
    assert found["range"].value == Count(5, None, 7)


def test_days_by_rule():
    found = outcomes(Field.DATE, (POLICE, {"on": "2024-05-10"}), (HOSPITAL, {"on": "2024-05-11"}))
    assert str(found["first told"].value.start) == "2024-05-10"
    assert str(found["last told"].value.start) == "2024-05-11"
    assert (found["range of all"].value.end - found["range of all"].value.start).days == 2


def test_places_by_rule():
    found = outcomes(
        Field.PLACE,
        (POLICE, {"at": GAO_REGION}),
        (HOSPITAL, {"at": GAO}),
        (MINISTRY, {"at": GAO}),
        (None, {"at": ANSONGO}),
    )
    assert found["most precise"].value == GAO
    assert found["least precise"].value == GAO_REGION
    assert found["last told"].value == ANSONGO


def test_perpetrators_by_speaker():
    found = outcomes(Field.PERPETRATORS, (POLICE, {"by": (JNIM,)}), (HOSPITAL, {"by": (ISGS,)}))
    assert found["as police has it"].value == (JNIM,)
    assert found["everybody named"].value == (JNIM, ISGS)


def test_what_all_say_alike_is_left_out():
    assert outcomes(Field.KILLED, (POLICE, {"killed": 5}), (HOSPITAL, {"killed": 5})) == {}
