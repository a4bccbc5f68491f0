"""Agreement of two reviewers; alpha against figures worked out elsewhere."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from tests.makers import GAO, TRADERS, days
from tests.review.stock import fill, incident_of

from dateline.agreement import (
    Agreement,
    alpha,
    compare_reviewers,
    distance,
    find_authors,
    read_ratings,
)
from dateline.cli import cli
from dateline.judging import By, confirm_values, review, set_values, withdraw
from dateline.records import Count, Field, IncidentType
from dateline.store import open_store
from dateline.store.judgements import read_judged

A, B = By("A"), By("B")


def nominal(a, b):
    return float(a != b)


def interval(a, b):
    return float((a - b) ** 2)


# The four observers of Krippendorff 2011, section C, by unit; missing values are left out.
FOUR = [
    (1, 1, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (5, 5, 5),
    (1, 1),
    (3,),
]


@pytest.mark.parametrize(("apart", "expected"), [(nominal, 0.743), (interval, 0.849)])
def test_alpha_is_that_of_the_paper(apart, expected):
    units = [unit for unit in FOUR if len(unit) > 1]
    assert round(alpha(units, apart), 3) == expected


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -0.5),
        ([("a", "a"), ("a", "a")], None),
        ([], None),
    ],
)
def test_alpha_at_its_ends(units, expected):
    assert alpha(units, nominal) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (None, None, 0),
        (None, Count(3, 3, 3), 1),
        (Count(0, 0, 0), Count(0, None, None), 0),
        (Count(0, 0, 0), Count(4, 4, 4), 1),
        (days("2024-05-10"), days("2024-05-10", rule="other"), 0),
        (days("2024-05-10"), days("2024-05-11"), 1),
        (days("2024-05-10", last="2024-05-11"), days("2024-05-11"), 0.5),
        (GAO, replace(GAO, name="Gao town", lat=16.0), 0),
        (replace(GAO, geonameid=None), replace(GAO, geonameid=None, name="gao"), 0),
        ((TRADERS,), (), 1),
        ((TRADERS,), (replace(TRADERS, name="Traders"),), 0),
        (("rifles",), ("rifles", "mine"), 0.5),
        (IncidentType.BOMBING, IncidentType.SHELLING, 1),
    ],
)
def test_how_far_two_values_are_apart(a, b, expected):
    assert distance(a, b) == distance(b, a) == expected


def test_what_two_reviewers_said_last_is_compared(tmp_path):
    with open_store(tmp_path / "two.db") as store:
        fill(store)
        gao, march = (incident_of(store, name).id for name in ("cshot", "cmarch"))
        set_values(store, gao, {Field.KILLED: Count(9, 9, 9)}, by=A)
        set_values(store, gao, {Field.KILLED: Count(3, 3, 3)}, by=A)
        confirm_values(store, gao, [Field.KILLED], by=B)
        review(store, march, by=A)
        gone = set_values(store, march, {Field.TYPE: IncidentType.RIOT}, by=B)
        withdraw(store, gone.judged.judgement.id, by=B)
        set_values(store, march, {Field.STATUS: store.incident(march).status}, by=B)
        judged = read_judged(store)
    assert find_authors(judged) == ["A", "B"]
    found = compare_reviewers(read_ratings(judged, "A"), read_ratings(judged, "B"))
    assert found == [Agreement(Field.STATUS, 1, 1, None), Agreement(Field.KILLED, 1, 1, None)]


def test_the_command_compares_copies_and_people(tmp_path):
    for name, by, toll in (("one", A, 3), ("two", B, 4)):
        with open_store(tmp_path / f"{name}.db") as store:
            fill(store)
            gao = incident_of(store, "cshot").id
            set_values(store, gao, {Field.KILLED: Count(toll, toll, toll)}, by=by)
    run = CliRunner().invoke
    one, two = (str(tmp_path / f"{name}.db") for name in ("one", "two"))
    result = run(cli, ["agree", one, two])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1].split("\t")[2:] == ["killed", "1", "0", "0.000"]
    assert len(run(cli, ["agree", one]).stdout.splitlines()) == 1  # nobody to compare with
    assert run(cli, ["agree", one, two, "--reviewer", "A"]).exit_code == 2
