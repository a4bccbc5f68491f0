"""The agreement page: who is compared, what the figures are, where two differ, what a sample is."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from tests.review.stock import app_over, incident_of, stocked

from dateline.errors import StoreError
from dateline.judging import By, review, set_values
from dateline.records import Count, Field, Reviewed
from dateline.review.agree import make_agreement_page, read_all_ratings
from dateline.review.app import serve
from dateline.store import Filter, open_store
from dateline.store.desk import matching, next_look

HERE = "http://127.0.0.1:8765"
A, B, C = By("A. Reader"), By("B. Reader"), By("C. Reader")


@pytest.fixture
def store(tmp_path):
    with open_store(stocked(tmp_path / "desk.db")) as store:
        yield store


def gao(store):
    return incident_of(store, "cshot").id


def page_of(store, pair=("", "")):
    ratings = read_all_ratings(store, database="desk.db", beside=None)
    return make_agreement_page(store, ratings, pair=pair, of_copies=False)


def test_two_people_are_compared_field_by_field(store):
    for incident in store.incidents():
        review(store, incident.id, by=A)
        review(store, incident.id, by=B)
    set_values(store, gao(store), {Field.KILLED: Count(5, 5, 5)}, by=B)
    page = page_of(store)
    lines = {line.field: line for line in page.lines}
    assert (lines["killed"].incidents, lines["killed"].alike) == (3, 2)
    assert (lines["type"].incidents, lines["type"].alike) == (3, 3)
    assert lines["type"].level == "good" and lines["abducted"].alpha is None
    assert [(one.row.id, one.fields[0].field) for one in page.apart] == [(gao(store), "killed")]
    assert (page.apart[0].fields[0].one, page.apart[0].fields[0].other) == ("3 (3 to 5)", "5")
    assert page.n_apart == 1 and page.pair.shared == 3


def test_of_several_people_those_who_share_most_come_first(store):
    for incident in store.incidents():
        review(store, incident.id, by=A)
        review(store, incident.id, by=C)
    review(store, gao(store), by=B)
    page = page_of(store)
    assert [(pair.one, pair.other, pair.shared) for pair in page.pairs] == [
        ("A. Reader", "C. Reader", 3),
        ("A. Reader", "B. Reader", 1),
        ("B. Reader", "C. Reader", 1),
    ]
    assert page.pair.shown and page.pair.other == "C. Reader"
    assert page_of(store, ("A. Reader", "B. Reader")).pair.other == "B. Reader"


def test_nobody_or_one_alone_cannot_be_compared(store):
    assert page_of(store).pair is None
    review(store, gao(store), by=A)
    assert page_of(store).pair is None


def test_who_shares_nothing_is_told_so(store):
    review(store, gao(store), by=A)
    review(store, incident_of(store, "cmarch").id, by=B)
    page = page_of(store)
    assert page.pair.shared == 0 and page.lines == () and page.apart == ()


@pytest.mark.parametrize("beside", [False, True])
def test_the_page_shows_it(store, tmp_path, beside):
    copy = stocked(tmp_path / "theirs.db")
    review(store, gao(store), by=A)
    with open_store(copy) as other:
        for one in (other,) if beside else (store,):
            review(one, gao(one), by=B)
            set_values(one, gao(one), {Field.KILLED: Count(4, 4, 9)}, by=B)
    app, desk = app_over(store)
    desk.beside = copy if beside else None
    with TestClient(app, base_url=HERE) as client:
        client.get(f"/?token={desk.access.token}")
        page = client.get("/agreement")
        figures = client.get("/api/agreement").json()
    assert page.status_code == 200
    assert "4 (4 to 9)" in page.text and f"/incidents/{gao(store)}" in page.text
    assert ("theirs.db" in page.text) == beside
    assert ("without seeing each other" in page.text) == beside
    (killed,) = [one for one in figures if one["field"] == "killed"]
    assert (killed["incidents"], killed["alike"]) == (1, 0)


def test_a_copy_that_is_no_database_is_told_before_the_desk_opens(store, tmp_path):
    (tmp_path / "copy.db").write_text("no database at all, whatever its name says")
    with pytest.raises(StoreError, match=r"copy\.db"):
        serve(
            store.engine.url.database,
            host="127.0.0.1",
            port=0,
            url=None,
            users=None,
            author="A. Reader",
            beside=tmp_path / "copy.db",
            on_ready=pytest.fail,
        )


def test_a_sample_stays_while_it_is_reviewed(store):
    which = Filter(sample=2)
    drawn = set(matching(store, which))
    assert drawn == set(sorted(incident.id for incident in store.incidents())[:2])
    unread = replace(which, reviewed=(Reviewed.NO,))
    looked = []
    while (found := next_look(store, unread)) is not None:
        looked.append(found[1])
        review(store, found[1], by=A)
    assert set(looked) == drawn == set(matching(store, which))
    assert matching(store, unread) == []


def test_a_sample_is_of_what_meets_the_other_conditions(store):
    herders = incident_of(store, "cherders").id
    assert matching(store, Filter(min_killed=4, sample=1)) == [herders]
    assert matching(store, Filter(sample=0)) == []
    assert len(matching(store, Filter(sample=99))) == 3
