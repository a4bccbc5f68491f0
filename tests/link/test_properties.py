"""What must hold for any claims whatever."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies as any_
from tests.link.tellers import (
    ANSONGO,
    GAO,
    GAO_REGION,
    HOSPITAL,
    ISGS,
    JNIM,
    MALI,
    POLICE,
    at_least,
    dispatch,
    exactly,
    link,
    people,
    told,
)

from dateline.link.compare import dates_agree
from dateline.link.within import group_claims, stands
from dateline.records import IncidentType, Modality, Reference

REPORTS = [dispatch(n, published=f"2024-05-{10 + n}") for n in range(1, 5)]
VIOLENT = [IncidentType.BOMBING, IncidentType.ARMED_ATTACK, IncidentType.ARMED_CLASH]


@st.composite
def stories(draw):
    """Claims of a few reports about deeds that are easily confused."""
    claims = []
    for report in REPORTS[: draw(st.integers(1, 4))]:
        for k in range(draw(st.integers(1, 3))):
            claims.append(
                told(
                    report,
                    k,
                    kind=draw(st.sampled_from(VIOLENT)),
                    on=draw(st.sampled_from([None, "2024-05-10", "2024-05-11", "2024-05-13"])),
                    at=draw(st.sampled_from([None, GAO, ANSONGO, GAO_REGION, MALI])),
                    killed=draw(st.sampled_from([None, exactly(3), exactly(30), at_least(3)])),
                    by=draw(st.sampled_from([(), (JNIM,), (ISGS,)])),
                    of=draw(st.sampled_from([(), (people("traders"),)])),
                    source=draw(st.sampled_from([None, POLICE, HOSPITAL])),
                    modality=draw(st.sampled_from([Modality.ASSERTED, Modality.ALLEGED])),
                    background=draw(st.booleans()),
                    reference=draw(st.sampled_from(Reference)),
                    occurrence=draw(st.integers(0, 2)),
                    confidence=draw(st.sampled_from([0.3, 0.98])),
                )
            )
    return claims


@settings(deadline=None)
@given(stories(), st.randoms())
def test_order_does_not_matter(claims, random):
    incidents = link(claims, REPORTS)
    shuffled, reports = list(claims), list(REPORTS)
    random.shuffle(shuffled)
    random.shuffle(reports)
    assert link(shuffled, reports) == incidents


@settings(deadline=None)
@given(stories())
def test_no_claim_of_a_story_that_stands_is_lost_and_none_is_told_twice(claims):
    incidents = link(claims, REPORTS)
    held = Counter(c.id for i in incidents for c in i.claims)
    assert set(held.values()) <= {1}
    told = {(c.report_id, c.occurrence): [] for c in claims}
    for c in claims:
        told[c.report_id, c.occurrence].append(c)
    assert {c.id for story in told.values() if stands(story) for c in story} <= set(held)
    assert len({i.id for i in incidents}) == len(incidents)


@settings(deadline=None)
@given(stories())
def test_every_incident_is_told_surely_by_some_report(claims):
    for incident in link(claims, REPORTS):
        told = {(c.report_id, c.occurrence): [] for c in incident.claims}
        for c in incident.claims:
            told[c.report_id, c.occurrence].append(c)
        assert any(map(stands, told.values()))


@settings(deadline=None)
@given(stories())
def test_a_copy_of_a_report_changes_no_value(claims):
    first = REPORTS[0]
    copy = replace(first, id="r99", publisher="Reprint", published=REPORTS[-1].published)
    copied = [
        replace(c, id=f"copy-{c.id}", report_id="r99") for c in claims if c.report_id == first.id
    ]
    # a copy that has nothing to stand on but its text needs no joining: dated and placed ones do
    before = link(claims, REPORTS)
    after = link([*claims, *copied], [*REPORTS, copy], copies={"r99": first.id})
    values = {i.id: (i.type, i.status, i.date, i.place, i.counts, i.perpetrators) for i in before}
    for incident in after:
        if incident.id in values and incident.reports != ("r99",):
            old = next(i for i in before if i.id == incident.id)
            if {c.id for c in incident.claims} - {c.id for c in copied} == {
                c.id for c in old.claims
            }:
                assert (
                    incident.type, incident.status, incident.date, incident.place,
                    incident.counts, incident.perpetrators,
                ) == values[incident.id]  # fmt: skip


@settings(deadline=None)
@given(stories())
def test_values_are_those_of_claims(claims):
    for incident in link(claims, REPORTS):
        said = [c.says for c in incident.claims]
        assert incident.type in {s.type for s in said}
        assert incident.place in {s.place for s in said}
        stated = {n for s in said for c in s.counts.values() for n in (c.low, c.best, c.high)}
        for count in incident.counts.values():
            assert {count.low, count.best, count.high} <= stated | {None}
        assert all(0 <= share <= 1 for share in incident.confidence.values())
        for conflict in incident.conflicts:
            assert len(conflict.positions) > 1
            held = {id for p in conflict.positions for id in p.claims}
            assert held <= {c.id for c in incident.claims}


def acts_of_one_report(claims):
    """The claims of the first report, and every pair of its acts."""
    one = [c for c in claims if c.report_id == REPORTS[0].id]
    numbers = sorted({c.occurrence for c in one})
    return one, [(a, b) for a in numbers for b in numbers if a < b]


log_odds = st.floats(-20, 20, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_grouping_gives_every_claim_an_id_of_its_own(data):
    report = data.draw(any_.reports)
    claims = [data.draw(any_.claims(report, n)) for n in range(data.draw(st.integers(0, 8)))]
    numbers = sorted({c.occurrence for c in claims})
    affinity = {(a, b): data.draw(log_odds) for a in numbers for b in numbers if a < b}
    grouped = group_claims(claims, affinity, report, {})
    assert len({c.id for c in grouped}) == len(grouped)
    assert group_claims(claims, affinity, report, {}) == grouped
    link(grouped, [report])


@settings(deadline=None)
@given(stories(), st.data())
def test_grouping_does_not_depend_on_the_order_of_claims(claims, data):
    one, pairs = acts_of_one_report(claims)
    affinity = {pair: data.draw(log_odds) for pair in pairs}
    shuffled = data.draw(st.permutations(one))
    assert group_claims(shuffled, affinity, REPORTS[0], {}) == group_claims(
        one, affinity, REPORTS[0], {}
    )


@settings(deadline=None)
@given(stories(), log_odds)
def test_acts_of_one_number_stay_together(claims, odds):
    one, pairs = acts_of_one_report(claims)
    grouped = group_claims(one, dict.fromkeys(pairs, odds), REPORTS[0], {})
    numbers = {c.id: c.occurrence for c in grouped}
    for a in one:
        for b in one:
            if a.occurrence == b.occurrence and {a.id, b.id} <= numbers.keys():
                assert numbers[a.id] == numbers[b.id]


@settings(deadline=None)
@given(stories(), log_odds)
def test_contradictory_dates_are_never_one_incident(claims, odds):
    """Acts that each tell of one day, two days in all: however sure the model is."""
    one, pairs = acts_of_one_report(claims)
    dated = {c.occurrence: c for c in one if c.says.date is not None}
    grouped = group_claims(list(dated.values()), dict.fromkeys(pairs, odds), REPORTS[0], {})
    for a in grouped:
        for b in grouped:
            if a.occurrence == b.occurrence and a.says.type and b.says.type:
                assert dates_agree(a.says.date, b.says.date) is not False
