"""Reports of the same deed, and of deeds that only look the same."""

from dataclasses import replace
from datetime import date

import pytest
from tests.link.tellers import (
    ANSONGO,
    GAO,
    GAO_REGION,
    ISGS,
    JNIM,
    WABARIA,
    dispatch,
    link,
    people,
    told,
)
from tests.makers import days

from dateline.records import DatePrecision, IncidentType, Modality

ONE = dispatch(1, published="2024-05-13")
TWO = dispatch(2, published="2024-05-14")
THREE = dispatch(3, published="2024-05-15")
BASE = {"kind": IncidentType.BOMBING, "on": "2024-05-13", "at": replace(GAO, radius_km=12.0)}
SMALL = {"at": replace(WABARIA, radius_km=3.0)}
YEAR = days("2024-01-01", last="2024-12-31", precision=DatePrecision.YEAR)

TRADERS = {"killed": 4, "of": [people("traders of the salt market")]}


def how_many(mine, theirs):
    claims = [told(ONE, **(BASE | mine)), told(TWO, **(BASE | theirs))]
    incidents = link(claims, [ONE, TWO])
    assert incidents == link(claims[::-1], [TWO, ONE])
    return len(incidents)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (SMALL, SMALL),
        ({"killed": 4}, {"killed": 4}),
        ({"of": [people("Amina Traore")]}, {"of": [people("Amina Traore")], "at": None}),
        ({"killed": 4}, {"killed": 6, "of": [people("traders")]}),
        ({"killed": 5}, {"killed": 9, "by": [JNIM]}),  # it has risen
        ({"of": [people("three traders")], "killed": 3}, {"of": [people("traders")], "killed": 4}),
        ({"killed": 41, "by": [JNIM]}, {"killed": 41, "by": [JNIM], "on": "2024-05-14"}),  # a night
        (SMALL | {"killed": 4}, SMALL | {"killed": 40}),  # a misprint, shown as a conflict
        ({"killed": 4}, {"killed": 4, "at": WABARIA}),  # 10 km apart
        ({"killed": 4, "by": [JNIM]}, {"killed": 4, "by": [ISGS]}),  # they accuse each other
        (SMALL, SMALL | {"modality": Modality.PLANNED}),  # announced in one, done in the other
        ({"killed": 4}, {"killed": 4, "kind": IncidentType.ARMED_ATTACK}),
        ({"killed": 41}, {"killed": 41, "on": YEAR}),  # told again much later
        ({"killed": 41, "by": [JNIM]}, {"killed": 41, "by": [JNIM], "at": GAO_REGION}),
        (
            SMALL | {"killed": 41, "by": [JNIM]},
            {"killed": 41, "by": [JNIM], "at": GAO_REGION, "on": YEAR},
        ),
    ],
)
def test_one_deed(mine, theirs):
    assert how_many(mine, theirs) == 1


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({}, {}),  # in a large town the same day and kind prove nothing
        (SMALL, SMALL | {"on": "2024-05-14"}),
        ({"killed": 4}, {"killed": 4, "at": ANSONGO}),
        ({"killed": 41, "by": [JNIM]}, {"killed": 41, "by": [JNIM], "on": "2024-05-16"}),
        ({"killed": 1}, {"killed": 1}),
        ({"killed": 4}, {"killed": 40}),
        ({"killed": 4}, {"killed": 4, "kind": IncidentType.ABDUCTION}),
        ({"at": GAO}, {"at": GAO, "kind": IncidentType.ARMED_CLASH}),
        ({"killed": 4}, {"killed": 4, "at": GAO_REGION}),
        ({"killed": 4}, {"killed": 4, "on": YEAR}),
        (SMALL | TRADERS, TRADERS | {"at": GAO_REGION, "on": YEAR}),  # a total over the year
    ],
)
def test_two_deeds(mine, theirs):
    assert how_many(mine, theirs) == 2


def test_what_one_report_tells_faintly_another_bears_out():
    """Alone it is no incident; beside the same told surely it is a second voice."""
    faint = told(ONE, **BASE | {"at": WABARIA}, killed=4, confidence=0.4)
    sure = told(TWO, **BASE | {"at": WABARIA}, killed=4)
    assert link([faint], [ONE]) == []
    assert [len(i.claims) for i in link([faint, sure], [ONE, TWO])] == [2]
    assert link([faint, replace(faint, id="f", report_id=TWO.id)], [ONE, TWO]) == []


def test_one_report_s_two_deeds_stay_two_whatever_another_says():
    claims = [
        told(ONE, 0, **BASE, killed=4, occurrence=0),
        told(ONE, 1, **BASE, killed=6, occurrence=1),
        told(TWO, 0, **BASE, killed=6),
    ]
    incidents = link(claims, [ONE, TWO])
    assert sorted(len(i.reports) for i in incidents) == [1, 2]
    joined = next(i for i in incidents if len(i.reports) == 2)
    assert {c.id for c in joined.claims} == {"r01-1", "r02-0"}


@pytest.mark.parametrize(
    ("other", "incidents"),
    [
        ({"kind": IncidentType.ABDUCTION}, 1),  # held together by what agrees with both
        ({"on": "2024-05-15"}, 2),
        ({"at": replace(ANSONGO, radius_km=3.0)}, 2),
    ],
)
def test_a_third_report_holds_two_that_are_contrary_by_kind(other, incidents):
    alike = {"killed": 41, "of": [people("Amina Traore")]}
    week = days("2024-05-13", last="2024-05-19", precision=DatePrecision.WEEK)
    claims = [
        told(ONE, **(BASE | alike)),
        told(TWO, **(alike | {"kind": IncidentType.KILLING, "on": week, "at": GAO_REGION})),
        told(THREE, **(BASE | alike | other)),
    ]
    assert len(link(claims, [ONE, TWO, THREE])) == incidents
    assert len(link([claims[0], claims[2]], [ONE, THREE])) == 2


def test_the_id_outlives_later_reports():
    claims = [told(ONE, **BASE, killed=4)]
    (alone,) = link(claims, [ONE])
    claims.append(told(TWO, **BASE, killed=5))
    (both,) = link(claims, [ONE, TWO])
    assert both.id == alone.id
    assert both.reports == ("r01", "r02")


def test_each_deed_of_a_copy_is_that_of_its_own_sentence():
    """Two bombings alike, without day or place: a copy's second is not the first's."""
    copy = replace(ONE, id="r99", publisher="Reprint", published=date(2024, 5, 14))
    claims = [
        told(ONE, k, kind=IncidentType.BOMBING, occurrence=k, by=by, confidence=None)
        for k, by in ((0, ()), (1, (JNIM,)))
    ]
    claims += [replace(c, id=f"copy-{c.id}", report_id="r99") for c in claims]
    incidents = link(claims, [ONE, copy], copies={"r99": ONE.id})
    assert [[c.id for c in i.claims] for i in incidents] == [
        ["r01-0", "copy-r01-0"],
        ["r01-1", "copy-r01-1"],
    ]


def test_a_copy_printed_days_later_tells_of_the_same_day():
    """What is read as another day because a paper printed it later, is still one sentence."""
    late = replace(ONE, id="r99", publisher="Reprint", published=date(2024, 5, 30))
    claims = [told(ONE, 0, on="2024-05-10")]
    claims.append(replace(told(ONE, 0, on="2024-05-24"), id="late", report_id="r99"))
    assert len(link(claims, [ONE, late], copies={"r99": ONE.id})) == 1


def test_two_deeds_of_one_sentence_are_not_taken_for_each_other():
    """A copy of which only the abduction was read: it is not the attack that the sentence tells too."""
    copy = replace(ONE, id="r99", publisher="Reprint", published=date(2024, 5, 30))
    attack = told(ONE, 0, kind=IncidentType.ARMED_ATTACK, on="2024-05-10", at=GAO, by=(JNIM,))
    taken = told(ONE, 0, kind=IncidentType.ABDUCTION, on="2024-05-12", at=ANSONGO, occurrence=1)
    claims = [attack, replace(taken, id="r01-0b")]
    claims.append(replace(taken, id="copy", report_id="r99", occurrence=0))
    incidents = link(claims, [ONE, copy], copies={"r99": ONE.id})
    assert ["r01-0"] in [[c.id for c in i.claims] for i in incidents]


def test_bulletins_of_two_days_that_share_a_sentence_stay_two():
    """Alike in nearly all words, and one sentence of a deed the same; the others tell of other deeds."""
    other = replace(ONE, id="r02", text=ONE.text.replace("of report 1", "of report 2", 3))
    mine = [told(ONE, k, on="2024-05-10", at=GAO, occurrence=k) for k in range(4)]
    theirs = [
        replace(c, id=f"r02-{k}", report_id="r02", says=replace(c.says, date=days("2024-05-13")))
        for k, c in enumerate(mine)
    ]
    for incident in link([*mine, *theirs], [ONE, other]):
        assert len({c.says.date for c in incident.claims}) == 1


def test_a_copy_is_no_second_voice():
    copy = dispatch(4, published="2024-05-14")
    claims = [told(ONE, **BASE, killed=9), told(TWO, **BASE, killed=12)]
    claims += [told(copy, **BASE, killed=9)]
    heard_thrice = link(claims, [ONE, TWO, copy])
    heard_twice = link(claims, [ONE, TWO, copy], copies={"r04": "r01"})
    assert len(heard_thrice) == len(heard_twice) == 1
    assert str(heard_thrice[0].counts["killed"].best) == "9"  # two outlets against one
    assert str(heard_twice[0].counts["killed"].best) == "12"  # one against one: the later


def test_a_text_printed_twice_tells_one_deed_without_date_or_place():
    one = dispatch(1, published="2024-05-13")
    again = replace(one, id="r09", publisher="Niger Herald", published=date(2024, 5, 14))
    claims = [told(one, killed=2), replace(told(one, killed=2), id="r09-0", report_id="r09")]
    assert len(link(claims, [one, again])) == 1
