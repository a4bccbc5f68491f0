import pytest
from tests.link.tellers import (
    ANSONGO,
    ARMY,
    GAO,
    GAO_REGION,
    JNIM,
    MALI,
    NIGER,
    WABARIA,
    at_least,
    exactly,
)
from tests.makers import days

from dateline.link.compare import (
    counts_agree,
    dates_agree,
    distance_km,
    places_agree,
    rounds,
    same_body,
    types_agree,
)
from dateline.records import Actor, ActorKind, Count, IncidentType


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        (GAO, GAO, True),
        (GAO, WABARIA, True),  # within both radii
        (GAO, ANSONGO, False),
        (GAO, GAO_REGION, True),
        (GAO, MALI, True),
        (GAO, NIGER, False),
        (MALI, NIGER, False),
        (GAO, None, None),
    ],
)
def test_places_agree(a, b, agree):
    assert places_agree(a, b) is agree
    assert places_agree(b, a) is agree


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        (days("2024-05-13"), days("2024-05-13"), True),
        (days("2024-05-13"), days("2024-05-14"), True),  # a night, a time zone
        (days("2024-05-13"), days("2024-05-15"), False),
        (days("2024-05-13"), days("2024-05-01", last="2024-05-31"), True),
        (days("2024-06-01"), days("2024-05-01", last="2024-05-31"), False),
        (days("2024-05-13"), None, None),
    ],
)
def test_dates_agree(a, b, agree):
    assert dates_agree(a, b) is agree
    assert dates_agree(b, a) is agree


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        (exactly(12), exactly(12), True),
        (exactly(12), exactly(13), False),
        (at_least(12), exactly(15), True),
        (at_least(12), exactly(9), False),
        (Count(12, 12, 15), exactly(14), True),
        (Count(None, 20, 20), exactly(14), True),  # up to 20
        (Count(24, None, None), exactly(30), True),  # dozens
    ],
)
def test_counts_agree(a, b, agree):
    assert counts_agree(a, b) is agree
    assert counts_agree(b, a) is agree


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [(48, 50, True), (190, 200, True), (48, 52, False), (9, 10, False), (40, 50, False)],
)
def test_round_figures_are_those_of_an_exact_one(a, b, same):
    assert rounds(exactly(a), exactly(b)) is same


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ("bombing", "bombing", True),
        ("armed_attack", "bombing", True),
        ("killing", "armed_clash", True),
        ("protest", "riot", True),
        ("bombing", "armed_clash", False),
        ("arrest", "abduction", False),
    ],
)
def test_types_agree(a, b, agree):
    assert types_agree(IncidentType(a), IncidentType(b)) is agree


def test_arms_of_one_state_are_one_body():
    police = Actor("Police Forces of Mali", ActorKind.STATE_FORCES, "mali-police", "ML")
    assert same_body(ARMY, police)
    assert same_body(JNIM, Actor("the group", ActorKind.REBEL, "jnim"))
    assert not same_body(ARMY, JNIM)


def test_distance_is_that_of_the_globe():
    assert distance_km(GAO, ANSONGO) == pytest.approx(89, abs=2)
