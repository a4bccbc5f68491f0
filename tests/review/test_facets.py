"""Counts over arrays are those of the database, whatever the filter, and stay so while people decide."""

import pytest
from benchmarks.incidents import fill as fill_many
from tests.review.stock import fill, incident_of

from dateline.judging import By, judge_same, set_values, split_off, withdraw
from dateline.records import Count, Field, IncidentType, Reviewed, Scope
from dateline.review.facets import Facets
from dateline.store import Filter, GroupBy, Sort, open_store

FILTERS = [
    Filter(),
    Filter(country="NG"),
    Filter(type=IncidentType.BOMBING, min_killed=2),
    Filter(conflict=True, reviewed=(Reviewed.NO,)),
    Filter(actor="band", scopes=(Scope.POLITICAL,)),
    Filter(max_confidence=0.4, min_reports=2),
    Filter(box=(0.0, 0.0, 20.0, 20.0)),
    Filter(place="no such place"),
]


@pytest.fixture(scope="module")
def many():
    with open_store(":memory:") as store:
        fill_many(store, 300)
        yield store


@pytest.mark.parametrize("which", FILTERS, ids=repr)
def test_groups_and_totals_are_the_databases(many, which):
    choice = Facets().choose(many, which)
    for by in ("month", "year", "type", "country", "place", "perpetrators", "reviewed"):
        counted = {t.value: (t.incidents, t.killed) for t in choice.groups(by)}
        assert counted == {t.value: (t.incidents, t.killed) for t in many.tally(GroupBy(by), which)}
    totals = choice.totals()
    assert totals.incidents == many.page(which, limit=1).total
    assert sum(cell.incidents for cell in choice.cells(3.0, box=None, most=999)) == totals.placed


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("descending", [True, False])
def test_pages_are_in_the_databases_order(many, sort, descending):
    def key(row):
        value = {
            Sort.DATE: row.first_day,
            Sort.KILLED: row.killed and row.killed.best,
            Sort.INJURED: row.injured and row.injured.best,
        }.get(sort, getattr(row, sort.value, None))
        return str(value) if sort in (Sort.TYPE, Sort.STATUS, Sort.PLACE, Sort.COUNTRY) else value

    choice = Facets().choose(many, Filter())
    ours = [
        row
        for offset in range(0, 300, 70)
        for row in choice.page(many, sort=sort, descending=descending, limit=70, offset=offset)
    ]
    theirs = many.page(sort=sort, descending=descending, limit=300).rows
    assert [key(row) for row in ours] == [key(row) for row in theirs]
    assert len({row.id for row in ours}) == 300


def test_after_each_judgement_counts_are_as_if_read_anew():
    facets, by = Facets(), By("A")
    with open_store(":memory:") as store:
        fill(store)
        facets.choose(store, Filter())

        def agree():
            ours = facets.choose(store, Filter())
            fresh = Facets().choose(store, Filter())
            assert ours.totals() == fresh.totals()
            assert sorted(ours.table.ids) == sorted(fresh.table.ids)
            for name in ("type", "place", "reviewed"):
                assert set(ours.groups(name)) == set(fresh.groups(name))

        gao, herders = (incident_of(store, name).id for name in ("cshot", "cherders"))
        merged = judge_same(store, gao, herders, by=by)
        agree()
        set_values(store, gao, {Field.KILLED: Count(9, 9, 9)}, by=by)
        agree()
        apart = split_off(store, gao, ["cmarket"], by=by)
        agree()
        for outcome in (apart, merged):
            withdraw(store, outcome.judged.judgement.id, by=by)
            agree()
        fill(store)  # coded again
        agree()
