import pytest
from tests.link.tellers import (
    ANSONGO,
    ARMY,
    GAO,
    HOSPITAL,
    JNIM,
    MALI,
    MINISTRY,
    POLICE,
    WABARIA,
    at_least,
    dispatch,
    heard,
    says,
    told,
)

from dateline.link.conflicts import find_conflicts
from dateline.records import Actor, ActorKind, IncidentType, Modality, Values

ONE, TWO = dispatch(1), dispatch(2)
MALI_POLICE = Actor("Police Forces of Mali", ActorKind.STATE_FORCES, "mali-police", "ML")


def conflicts(*pairs):
    claims = [told(ONE, n, source=source, **values) for n, (source, values) in enumerate(pairs)]
    return find_conflicts(heard(claims, [ONE]))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"killed": 12}, {"killed": at_least(10)}),  # containment
        ({"killed": 48}, {"killed": 50}),  # rounding
        ({"at": GAO}, {"at": WABARIA}),  # within each other's reach
        ({"at": GAO}, {"at": MALI}),
        ({"on": "2024-05-13"}, {"on": "2024-05-14"}),  # one night
        ({"by": [ARMY]}, {"by": [MALI_POLICE]}),  # two arms of one state
        ({"by": [JNIM]}, {}),
    ],
)
def test_no_contradiction(mine, theirs):
    assert conflicts((POLICE, mine), (HOSPITAL, theirs)) == ()


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "positions"),
    [
        ("killed", {"killed": 12}, {"killed": 9}, ["12", "9"]),
        ("place", {"at": GAO}, {"at": ANSONGO}, ["Gao", "Ansongo"]),
        ("date", {"on": "2024-05-11"}, {"on": "2024-05-13"}, ["2024-05-11", "2024-05-13"]),
        ("perpetrators", {"by": [ARMY]}, {"by": [JNIM]}, ["Military Forces of Mali", "JNIM"]),
    ],
)
def test_contradiction(field, mine, theirs, positions):
    (conflict,) = conflicts((POLICE, mine), (HOSPITAL, theirs))
    assert conflict.field == field
    assert [p.value for p in conflict.positions] == positions
    assert [p.claims for p in conflict.positions] == [("r01-0",), ("r01-1",)]


def test_one_voice_does_not_contradict_itself():
    assert conflicts((POLICE, {"at": GAO}), (POLICE, {"at": ANSONGO})) == ()


def test_a_lent_place_contradicts_nothing():
    lent = told(ONE, 1, source=HOSPITAL, says=Values(place=ANSONGO))
    assert find_conflicts(heard([told(ONE, 0, at=GAO), lent], [ONE])) == ()


def test_a_denial_needs_somebody_who_denies():
    asserted = told(ONE, 0, source=POLICE)
    denied = told(ONE, 1, source=MINISTRY, modality=Modality.DENIED)
    (conflict,) = find_conflicts(heard([asserted, denied], [ONE]))
    assert [p.value for p in conflict.positions] == ["asserted", "denied"]
    nobody = told(ONE, 1, modality=Modality.DENIED)
    assert find_conflicts(heard([asserted, nobody], [ONE])) == ()
    weak = told(ONE, 1, source=MINISTRY, modality=Modality.DENIED, confidence=0.3)
    assert find_conflicts(heard([asserted, weak], [ONE])) == ()


def test_types_alone_are_no_conflict():
    bombing = says(IncidentType.BOMBING)
    assert conflicts((POLICE, {"says": bombing}), (HOSPITAL, {})) == ()
