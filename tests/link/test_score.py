"""What speaks for one incident, in words; and what text clues are read."""

import pytest
from tests.link.tellers import ANSONGO, GAO, WABARIA, dispatch, people, told
from tests.makers import report

from dateline.lexicons import read_lexicon
from dateline.link.clues import find_lead, read_accounts, read_clues
from dateline.link.incidents import make_incidents
from dateline.link.score import (
    explain,
    find_evidence,
    has_ground,
    is_barred,
    is_contrary,
    read_weights,
    score,
    score_incidents,
)
from dateline.link.terms import cosine, weigh
from dateline.records import IncidentType

ONE, TWO = dispatch(1, published="2024-05-13"), dispatch(2, published="2024-05-15")
BASE = {"kind": IncidentType.BOMBING, "on": "2024-05-13", "at": GAO}


def account(where, **values):
    (found,) = read_accounts(where, make_incidents([told(where, **values)], {where.id: where}))
    return found


def test_the_reasons_are_said_in_words():
    one = account(ONE, **BASE, killed=12, of=[people("Amina Traore")])
    two = account(TWO, **BASE | {"at": WABARIA}, killed=14, of=[people("Amina Traore")])
    words = explain(one, two, most=9)
    for said in ("same day", "tolls 12 and 14", "both name Amina Traore", "published 2 days apart"):
        assert said in words


def test_every_kind_of_evidence_has_a_weight_and_words_of_its_own():
    weights = read_weights()
    assert len(weights) < 200
    for mine, theirs in [({}, {}), ({"killed": 1}, {"killed": 40}), ({"at": None}, {"on": None})]:
        found = find_evidence(account(ONE, **BASE | mine), account(TWO, **BASE | theirs))
        assert set(found) <= set(weights)


def test_the_score_is_the_same_either_way():
    one, two = account(ONE, **BASE, killed=12), account(TWO, **BASE, killed=9)
    assert score(one, two) == score(two, one)


@pytest.mark.parametrize(
    ("on", "lent", "barred"),
    [
        ("2024-05-15", True, False),  # the day of what is told beside it
        ("2024-05-15", False, True),
        ("2024-05-19", True, True),
    ],
)
def test_a_lent_day_may_be_a_little_off(on, lent, barred):
    deed = {"kind": IncidentType.BOMBING, "at": GAO, "on": None if lent else on}
    beside = told(TWO, 1, kind=None, on=on)
    (incident,) = make_incidents([told(TWO, **deed), beside], {TWO.id: TWO})
    (other,) = read_accounts(TWO, [incident])
    assert is_barred(account(ONE, **BASE), other) is barred


@pytest.mark.parametrize(
    ("mine", "theirs", "counts_for_less"),
    [
        ("2024-05-13", "2024-05-13", True),
        ("2024-05-13", None, False),  # its day is guessed from its publication
        ("2024-05-13", "2024-05-17", False),
    ],
)
def test_publication_long_after_says_little_where_both_tell_the_day(mine, theirs, counts_for_less):
    late = dispatch(3, published="2034-05-13")
    one, two = account(ONE, **BASE | {"on": mine}), account(late, **BASE | {"on": theirs})
    assert (find_evidence(one, two)["published apart"] < 2) is counts_for_less


def test_figures_kind_and_day_alone_are_no_ground():
    nowhere = BASE | {"at": None}
    one, two = account(ONE, **nowhere, killed=41), account(TWO, **nowhere, killed=41)
    assert not has_ground(one, two)
    assert has_ground(account(ONE, **BASE, killed=41), account(TWO, **BASE, killed=41))


@pytest.mark.parametrize(
    ("other", "barred", "contrary"),
    [
        ({}, False, False),
        ({"on": "2024-05-14"}, False, False),  # the night between
        ({"on": "2024-05-15"}, True, False),
        ({"kind": IncidentType.ABDUCTION}, False, True),
        ({"kind": IncidentType.ARMED_ATTACK}, False, False),
        ({"kind": IncidentType.SEIZURE}, False, True),
        ({"at": ANSONGO}, True, False),
    ],
)
def test_what_contradicts_each_other(other, barred, contrary):
    one, two = account(ONE, **BASE), account(TWO, **BASE | other)
    assert (is_barred(one, two), is_contrary(one, two)) == (barred, contrary)
    assert not contrary or score_incidents(one, two) == 0.0


@pytest.mark.parametrize(
    ("beside", "as_sure"),
    [
        ({"on": "2024-05-19"}, True),  # never the same, and so no rival
        ({"kind": IncidentType.PROTEST}, True),
        ({"of": [people("Fatou Sarr")]}, False),
    ],
)
def test_what_fits_as_well_takes_its_share(beside, as_sure):
    """A report tells of two deeds of a day in one town: at most one of them is that of another report."""
    claims = [
        told(TWO, 0, **BASE, killed=4, occurrence=0),
        told(TWO, 1, **BASE | beside, killed=4, occurrence=1),
    ]
    one, alone = account(ONE, **BASE, killed=4), account(TWO, **BASE, killed=4)
    two, other = read_accounts(TWO, make_incidents(claims, {TWO.id: TWO}))
    assert score(one, two) == score(one, alone) == score_incidents(one, alone)
    assert (score_incidents(one, two) == score(one, two)) is as_sure
    assert as_sure or score_incidents(one, two) + score_incidents(one, other) < 1
    assert score_incidents(two, one) == score_incidents(one, two)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (IncidentType.ARMED_CLASH, IncidentType.SEIZURE),  # the fight in which a town was taken
        (IncidentType.PROTEST, IncidentType.ARREST),  # those led away from a march
        (IncidentType.ABDUCTION, IncidentType.ARREST),
    ],
)
def test_two_reports_may_give_one_deed_other_kinds(mine, theirs):
    one, two = account(ONE, **BASE | {"kind": mine}), account(TWO, **BASE | {"kind": theirs})
    assert not is_contrary(one, two)
    assert find_evidence(one, two)["other deed"] == 1.0


def test_another_town_keeps_nothing_apart_when_one_report_names_both():
    claims = [
        told(TWO, 0, **BASE | {"at": ANSONGO}, occurrence=0),
        told(TWO, 1, kind=IncidentType.ARREST, at=GAO, occurrence=1),
    ]
    two, _ = read_accounts(TWO, make_incidents(claims, {TWO.id: TWO}))
    assert is_barred(account(ONE, **BASE), account(TWO, **BASE | {"at": ANSONGO}))
    assert not is_barred(account(ONE, **BASE), two)


def test_a_report_is_about_the_deed_and_not_what_it_brought_about():
    claims = [
        told(ONE, 0, kind=IncidentType.ARREST, occurrence=0),
        told(ONE, 1, kind=IncidentType.BOMBING, background=True, occurrence=1),
        told(ONE, 2, kind=IncidentType.BOMBING, occurrence=2),
    ]
    assert find_lead(make_incidents(claims, {ONE.id: ONE})).claims[0].occurrence == 2


def test_a_report_without_a_coded_incident_is_compared_by_its_words():
    text = "Amina Traore, 34, was laid to rest in Tarenko Street, two days after the shooting. " * 2
    one = report(text, id="a", title=None)
    two = report(text.replace("two days after", "days after"), id="b", title=None)
    (mine,), (theirs,) = read_accounts(one, ()), read_accounts(two, ())
    assert mine.incident is None and mine.lead
    assert score(mine, theirs) > 0.9


@pytest.mark.parametrize("row", read_lexicon("streets"), ids=lambda row: row["word"])
def test_streets(row):
    assert read_clues(row["example"]).streets == {"tarenko"}


@pytest.mark.parametrize(
    ("text", "field", "found"),
    [
        ("A 34-year-old and a boy aged 9", "ages", {34, 9}),
        ("Omar Ba, 51, a driver", "ages", {51}),
        ("in the 3400 block of Tarenko Street", "blocks", {"3400"}),
        ("Adrian Tarenko's car", "persons", {"adrian tarenko"}),
        ("ADRIAN TARENKO WAS SHOT", "persons", set()),  # all capitals show no names
    ],
)
def test_clues(text, field, found):
    assert getattr(read_clues(text), field) == found


def test_likeness_is_of_rare_words_more_than_of_common_ones():
    one = weigh("police said a man was shot in Tarenko", keep=48)
    common = weigh("police said a man was shot in Belovar", keep=48)
    rare = weigh("the mayor of Tarenko", keep=48)
    assert cosine(one, one) == pytest.approx(1.0, abs=0.01)
    assert cosine(one, rare) > 0
    assert cosine(one, common) < 0.7
