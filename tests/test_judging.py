"""Judgements against a real store and the real linker, on claims that are easily confused."""

import os
import signal
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.link.tellers import (
    ANSONGO,
    BOUREM,
    GAO,
    HOSPITAL,
    JNIM,
    POLICE,
    dispatch,
    exactly,
    people,
    says,
    told,
)

from dateline.errors import ChangedError, JudgementError, StoreError
from dateline.judging import (
    By,
    add_claim,
    add_incident,
    confirm_values,
    discard,
    find_incident,
    find_quote,
    judge_different,
    judge_same,
    open_case,
    review,
    set_values,
    split_off,
    withdraw,
)
from dateline.link.incidents import link_claims
from dateline.records import Field, IncidentType, Modality, Span, Standing, Status, Verdict
from dateline.run import link_store
from dateline.store import Filter, Sort, database, open_store, verify
from dateline.store.judgements import read_judged, read_judgements

ME = By("A. Reader", "as I read it")
REPORTS = [dispatch(n, published=f"2024-05-{14 + n}") for n in range(1, 5)]
PLACES = [GAO, ANSONGO, BOUREM]


def linker(claims, reports, copies):
    return link_claims(claims, {report.id: report for report in reports})


@contextmanager
def stocked(claims, reports=REPORTS, path=":memory:"):
    with open_store(path) as store:
        fill(store, claims, reports)
        yield store


def fill(store, claims, reports=REPORTS):
    """Put reports and all their claims there, in place of the claims that were, and link."""
    for report in reports:
        raw = report.text.encode()
        digest = store.add_document(raw, origin=report.origin)
        store.add_report(replace(report, raw_sha256=digest), coder="c")
        store.replace_claims(report.id, [c for c in claims if c.report_id == report.id])
    link_store(store, linker)


def state(store):
    """Every row that linking and judging wrote."""
    names = ("incidents", "incident_claims", "claims", "anchors", "fates", "linked", "judgements")
    found = {}
    with store.engine.connect() as db:
        for name in names:
            table = database.metadata.tables[name]
            rows = db.execute(table.select().order_by(*table.primary_key))
            found[name] = [tuple(row) for row in rows]
    return found


def values(store):
    """Incidents without the numbers of judgements: what people see."""
    return {
        frozenset(c.id for c in i.claims): (i.type, i.date, i.place, i.counts, i.status, i.targets)
        for i in store.incidents()
    }


def one_each():
    """Three reports of one deed each, in three towns."""
    return [
        told(report, 0, on="2024-05-10", at=place, killed=3 + n, of=(people("traders"),))
        for n, (report, place) in enumerate(zip(REPORTS, PLACES, strict=False))
    ]


def id_of(store, claim_id):
    return next(i.id for i in store.incidents() if claim_id in {c.id for c in i.claims})


@pytest.fixture
def store():
    with stocked(one_each()) as store:
        yield store


@pytest.fixture
def abc(store):
    return [id_of(store, f"r0{n}-0") for n in (1, 2, 3)]


# --- what each verdict does --------------------------------------------------------------------


def test_without_judgements_incidents_are_the_programs(store):
    assert store.incidents() == sorted(
        linker(store.claims(), store.reports(), ()), key=lambda i: (i.date.start, i.id)
    )


def test_two_incidents_become_one_and_two_again(store, abc):
    before = state(store)
    outcome = judge_same(store, abc[0], abc[1], by=ME)
    assert [i.id for i in outcome.incidents] == [abc[0]]
    assert {c.id for c in outcome.incidents[0].claims} == {"r01-0", "r02-0"}
    assert len(store.incidents()) == 2
    assert find_incident(store, abc[1]).id == abc[0]  # the old id still leads there
    withdraw(store, outcome.judged.judgement.id, by=ME)
    after = state(store)
    assert [after[n] for n in ("incidents", "incident_claims", "claims")] == [
        before[n] for n in ("incidents", "incident_claims", "claims")
    ]


def test_the_order_in_which_two_are_named_does_not_matter(store, abc):
    outcome = judge_same(store, abc[1], abc[0], by=ME)
    assert [i.id for i in outcome.incidents] == [abc[0]]  # the id of the one told first


def test_a_value_is_set_and_what_the_program_chose_is_kept(store, abc):
    (incident,) = set_values(
        store, abc[0], {Field.KILLED: exactly(14), Field.DATE: None}, by=ME
    ).incidents
    assert incident.counts["killed"] == exactly(14) and incident.date is None
    decision = incident.judged[Field.KILLED]
    assert (decision.author, decision.reason, decision.program) == (
        "A. Reader",
        "as I read it",
        exactly(3),
    )
    assert incident.rules["killed"].startswith("set by A. Reader on ")
    assert "killed" not in incident.confidence
    assert store.incident(abc[0]) == incident


def test_the_later_value_wins_and_says_so(store, abc):
    first = set_values(store, abc[0], {Field.KILLED: exactly(14)}, by=ME)
    set_values(store, abc[0], {Field.KILLED: exactly(15)}, by=By("B. Second"))
    assert store.incident(abc[0]).counts["killed"] == exactly(15)
    assert standing(store, first) is Standing.OVERRULED
    second = read_judgements(store)[-1]
    withdraw(store, second.id, by=ME)
    assert store.incident(abc[0]).counts["killed"] == exactly(14)


def standing(store, outcome):
    return read_judged(store, [outcome.judged.judgement.id])[0].standing


def test_a_confirmed_value_stays_when_reports_say_otherwise(store, abc):
    confirm_values(store, abc[0], [Field.KILLED], by=ME)
    more = [told(REPORTS[3], 0, on="2024-05-10", at=GAO, killed=4, of=(people("traders"),))]
    fill(store, [*one_each(), *more])
    incident = store.incident(abc[0])
    assert len(incident.reports) == 2
    assert incident.counts["killed"] == exactly(3)
    assert incident.judged[Field.KILLED].confirmed
    assert incident.judged[Field.KILLED].program.best == 4


def test_a_review_says_what_has_changed_since(store, abc):
    (read,) = review(store, abc[0], by=ME).incidents
    assert read.review.changed == ()
    more = [told(REPORTS[3], 0, on="2024-05-10", at=GAO, killed=4, of=(people("traders"),))]
    fill(store, [*one_each(), *more])
    assert store.incident(abc[0]).review.changed == (Field.KILLED,)
    assert store.incident(abc[0]).counts["killed"].best == 4
    (row,) = store.page(Filter(place="gao")).rows[:1]
    assert row.reviewed.value == "changed"


def test_a_discarded_claim_counts_for_nothing(store):
    claims = [
        told(REPORTS[0], 0, on="2024-05-10", at=GAO, killed=3, source=POLICE),
        told(REPORTS[0], 1, on="2024-05-10", at=GAO, killed=30, source=HOSPITAL),
    ]
    fill(store, claims)
    (incident,) = store.incidents()
    outcome = discard(store, incident.id, ["r01-1"], by=ME)
    (left,) = outcome.incidents
    assert left.id == incident.id and left.counts["killed"] == exactly(3) and not left.conflicts
    case = open_case(store, incident.id)
    assert [c.id for c in case.discarded] == ["r01-1"]
    withdraw(store, outcome.judged.judgement.id, by=ME)
    assert store.incidents() == [incident]


def test_an_incident_whose_deed_is_discarded_is_gone_and_comes_back(store, abc):
    before = store.incidents()
    outcome = discard(store, abc[0], ["r01-0"], by=ME)
    assert outcome.incidents == () and outcome.judged.standing is Standing.APPLIED
    assert [i.id for i in store.incidents()] == [i.id for i in before if i.id != abc[0]]
    with pytest.raises(StoreError, match="no incident with this id"):
        open_case(store, abc[0])
    withdraw(store, outcome.judged.judgement.id, by=ME)
    assert store.incidents() == before


def test_claims_are_split_off_and_the_rest_keeps_the_id(store):
    claims = [
        told(report, 0, on="2024-05-10", at=GAO, killed=9, of=(people("traders"),))
        for report in REPORTS[:3]
    ]
    fill(store, claims)
    (whole,) = store.incidents()
    outcome = split_off(store, whole.id, ["r01-0"], by=ME)  # the one that founded it
    staying, going = outcome.incidents
    assert staying.id == whole.id and {c.id for c in staying.claims} == {"r02-0", "r03-0"}
    assert {c.id for c in going.claims} == {"r01-0"} and going.id != whole.id
    fill(store, claims)
    assert {i.id for i in store.incidents()} == {staying.id, going.id}
    withdraw(store, outcome.judged.judgement.id, by=ME)
    assert store.incidents() == [whole]


def test_a_claim_without_a_deed_can_be_split_off(store):
    harm = told(REPORTS[0], 1, kind=None, killed=5)
    fill(store, [one_each()[0], harm])
    (whole,) = store.incidents()
    staying, going = split_off(store, whole.id, ["r01-1"], by=ME).incidents
    assert (staying.counts["killed"], going.counts["killed"]) == (exactly(3), exactly(5))
    assert going.type is whole.type
    assert going.rules["type"] == "as that of the incident it was told apart from"
    assert verify(store) == []


def test_two_that_were_judged_different_stay_so(store, abc):
    judge_different(store, abc[0], abc[1], by=ME)
    again = [replace(c, says=replace(c.says, place=GAO)) for c in one_each()[:2]]
    assert len(linker(again, REPORTS, ())) == 1
    fill(store, again)
    assert [{c.id for c in i.claims} for i in store.incidents()] == [{"r01-0"}, {"r02-0"}]
    assert {i.id for i in store.incidents()} == set(abc[:2])


def test_an_added_claim_speaks_like_any_other(store, abc):
    words = REPORTS[3].quote(told(REPORTS[3], 5).evidence)
    span = find_quote(store, "r04", words)
    outcome = add_claim(
        store, abc[0], "r04", span, says(None, killed=8), by=ME, sources=(HOSPITAL,)
    )
    (incident,) = outcome.incidents
    assert incident.reports == ("r01", "r04")
    assert incident.counts["killed"].best == 8
    assert next(c.value for c in incident.conflicts[0].positions if c.value == "8")
    assert verify(store) == []
    case = open_case(store, abc[0])
    (added,) = case.added
    assert case.reports["r04"].quote(span) == words
    fill(store, one_each())  # coding again leaves it there
    assert store.incident(abc[0]) == incident
    discard(store, abc[0], [added], by=ME)
    assert store.incident(abc[0]).counts["killed"] == exactly(3)


def test_an_added_incident_has_values_of_its_own(store):
    outcome = add_incident(
        store, "r04", Span(0, 23), says(IncidentType.ABDUCTION, on="2024-05-02", at=BOUREM), by=ME
    )
    (incident,) = outcome.incidents
    assert (incident.type, incident.place) == (IncidentType.ABDUCTION, BOUREM)
    set_values(store, incident.id, {Field.STATUS: Status.ALLEGED}, by=ME)
    fill(store, one_each())
    assert store.incident(incident.id).status is Status.ALLEGED
    assert verify(store) == []
    withdraw(store, outcome.judged.judgement.id, by=ME)
    assert len(store.incidents()) == 3
    assert [j.standing for j in read_judged(store)] == ["withdrawn", "moot", "applied"]


def test_a_withdrawal_can_be_withdrawn(store, abc):
    outcome = judge_same(store, abc[0], abc[1], by=ME)
    merged = store.incidents()
    undo = withdraw(store, outcome.judged.judgement.id, by=ME)
    withdraw(store, undo.judged.judgement.id, by=ME)
    assert store.incidents() == merged
    with pytest.raises(JudgementError, match="withdrawn already, by judgement 3"):
        withdraw(store, undo.judged.judgement.id, by=ME)


@pytest.mark.parametrize(
    ("order", "together"),
    [
        ("same 0 1, same 1 2", "012"),
        ("same 0 1, different 0 1", "0 1 2"),
        ("different 0 1, same 0 1", "01 2"),
        ("same 0 1, same 1 2, split 2", "01 2"),
        ("same 0 1, same 1 2, split 1", "02 1"),
        ("different 0 2, same 0 1, same 1 2", "012"),
        ("different 0 2, same 0 1", "01 2"),
        ("same 0 1, split 1, same 1 2", "0 12"),
        ("same 0 1, split 1, same 0 1", "01 2"),
        ("same 0 1, same 1 2, split 1, same 0 1", "012"),
    ],
)
def test_the_later_of_two_that_contradict_wins(store, order, together):
    for step in order.split(", "):
        verb, *which = step.split()
        ids = [id_of(store, f"r0{int(n) + 1}-0") for n in which]
        if verb == "same":
            judge_same(store, *ids, by=ME)
        elif verb == "split" or ids[0] == ids[1]:
            split_off(store, ids[0], [f"r0{int(which[-1]) + 1}-0"], by=ME)
        else:
            judge_different(store, *ids, by=ME)
    found = {"".join(sorted(str(int(c.id[2]) - 1) for c in i.claims)) for i in store.incidents()}
    assert found == set(together.split())


# --- replay ------------------------------------------------------------------------------------


def test_words_that_have_moved_are_found_by_their_quote(store, abc):
    set_values(store, abc[0], {Field.KILLED: exactly(14)}, by=ME)
    moved = replace(REPORTS[0], id="r09", text="A new heading. " + REPORTS[0].text)
    with store.transaction() as db:
        db.execute(database.reports.delete().where(database.reports.c.id == "r01"))
    was = one_each()[0]
    moved_to = Span(was.evidence.start + 15, was.evidence.end + 15)
    again = replace(was, id="new", report_id="r09", evidence=moved_to)
    fill(store, [again, *one_each()[1:]], [moved, *REPORTS[1:]])
    incident = store.incident(abc[0])  # the same id, though its report is another
    assert incident.reports == ("r09",) and incident.counts["killed"] == exactly(14)


@pytest.mark.parametrize("text", ["Nothing of it.", REPORTS[0].text * 2])
def test_words_that_are_gone_or_there_twice_leave_it_unanchored(store, abc, text):
    before = set_values(store, abc[0], {Field.KILLED: exactly(14)}, by=ME).judged.judgement
    with store.transaction() as db:
        db.execute(database.reports.delete().where(database.reports.c.id == "r01"))
    fill(store, one_each()[1:], [replace(REPORTS[0], id="r09", text=text), *REPORTS[1:]])
    (kept,) = read_judged(store)
    assert (kept.judgement, kept.standing) == (before, Standing.UNANCHORED)
    assert verify(store) == []
    fill(store, one_each())  # and the report comes back
    assert store.incident(abc[0]).counts["killed"] == exactly(14)
    assert read_judged(store)[0].standing is Standing.APPLIED


def test_what_a_person_read_stays_when_the_program_no_longer_finds_it(store, abc):
    review(store, abc[0], by=ME)
    was = store.incident(abc[0])
    fill(store, one_each()[1:])
    kept = store.incident(abc[0])
    assert kept.claims == was.claims and kept.review.changed == ()
    assert open_case(store, abc[0]).added == {"r01-0": 1}
    assert verify(store) == []
    fill(store, one_each())
    assert store.incident(abc[0]) == was
    assert open_case(store, abc[0]).added == {}


def test_a_discarded_claim_does_not_come_back_under_another_id(store, abc):
    discard(store, abc[0], ["r01-0"], by=ME)
    renamed = replace(one_each()[0], id="other")
    fill(store, [renamed, *one_each()[1:]])
    assert len(store.incidents()) == 2
    says_else = replace(renamed, says=replace(renamed.says, counts={"killed": exactly(77)}))
    fill(store, [says_else, *one_each()[1:]])
    assert len(store.incidents()) == 3  # it is not what was discarded
    assert read_judged(store)[0].standing is Standing.MOOT


# --- two at once -------------------------------------------------------------------------------


def test_the_second_writer_is_told_what_changed(tmp_path):
    path = tmp_path / "a.db"
    with stocked(one_each(), path=path), open_store(path) as one, open_store(path) as two:
        name = id_of(one, "r01-0")
        seen = {name: open_case(two, name).version}
        set_values(one, name, {Field.KILLED: exactly(14)}, by=ME, expected=seen)
        with pytest.raises(ChangedError, match=r"value killed by A\. Reader, judgement 1") as told:
            set_values(two, name, {Field.KILLED: exactly(15)}, by=By("B"), expected=seen)
        assert (told.value.incident, told.value.now, told.value.since) == (name, name, (1,))
        assert len(read_judgements(two)) == 1
        again = {name: open_case(two, name).version}
        set_values(two, name, {Field.KILLED: exactly(15)}, by=By("B"), expected=again)
        assert one.incident(name).counts["killed"] == exactly(15)


def test_who_looks_at_an_incident_that_was_joined_is_told_where_it_is(store, abc):
    seen = {abc[1]: open_case(store, abc[1]).version}
    judge_same(store, abc[0], abc[1], by=ME)
    with pytest.raises(ChangedError, match=f"is now {abc[0]}.*same by A. Reader") as told:
        review(store, abc[1], by=ME, expected=seen)
    assert told.value.now == abc[0]


def test_coding_again_counts_as_a_change_only_when_it_is_one(store, abc):
    seen = {abc[0]: open_case(store, abc[0]).version}
    fill(store, one_each())
    review(store, abc[0], by=ME, expected=seen)
    seen = {abc[1]: open_case(store, abc[1]).version}
    other = told(REPORTS[1], 0, on="2024-05-10", at=ANSONGO, killed=40)
    fill(store, [one_each()[0], other])
    with pytest.raises(ChangedError, match="the reports were coded again"):
        review(store, abc[1], by=ME, expected=seen)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s, i: judge_same(s, i, i, by=ME), "one incident already"),
        (lambda s, i: judge_different(s, i, i, by=ME), "say which claims"),
        (lambda s, i: split_off(s, i, ["r01-0"], by=ME), "leave it some"),
        (lambda s, i: split_off(s, i, ["r02-0"], by=ME), "no such claim"),
        (lambda s, i: discard(s, i, [], by=ME), "none named"),
        (lambda s, i: set_values(s, i, {}, by=ME), "at least one field"),
        (lambda s, i: set_values(s, i, {Field.TYPE: None}, by=ME), "type cannot be None"),
        (lambda s, i: set_values(s, i, {Field.KILLED: GAO}, by=ME), "killed cannot be Place"),
        (lambda s, i: review(s, i, by=By("  ")), "needs an author"),
        (lambda s, i: withdraw(s, 7, by=ME), "judgement 7: there is none"),
        (lambda s, i: find_quote(s, "r01", " "), r"holds these words \d+ times"),
        (lambda s, i: find_quote(s, "r01", "Hello"), "does not hold"),
        (lambda s, i: add_incident(s, "r01", Span(0, 9), says(None), by=ME), "needs a type"),
        (lambda s, i: add_claim(s, i, "r01", Span(0, 9999), says(), by=ME), "no stretch"),
        (lambda s, i: add_claim(s, i, "zz", Span(0, 9), says(), by=ME), "no report"),
    ],
)
def test_what_cannot_be_judged_is_refused_and_nothing_is_written(store, abc, call, said):
    before = state(store)
    with pytest.raises(JudgementError, match=said):
        call(store, abc[0])
    assert state(store) == before


CHILD = """
    import os, signal, sys
    from sqlalchemy import event
    from dateline.store import open_store
    from dateline.judging import *
    from tests.test_judging import ME, Field, exactly, id_of

    path, left = sys.argv[1], int(sys.argv[2])
    with open_store(path) as store:
        ids = [id_of(store, f"r0{n}-0") for n in (1, 2)]
        set_values(store, ids[0], {Field.KILLED: exactly(14)}, by=ME)
        def die(*_):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        event.listen(store.engine, "after_cursor_execute", die)
        judge_same(store, *ids, by=ME)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("statements", [3, 12, 30, 45, 60, 200])
def test_killed_between_writes_a_judgement_is_there_whole_or_not_at_all(tmp_path, statements):
    path = tmp_path / "a.db"
    with stocked(one_each(), path=path):
        pass
    script = [sys.executable, "-c", textwrap.dedent(CHILD), str(path), str(statements)]
    child = subprocess.run(script, check=False, cwd=os.fspath(Path(__file__).parents[1]))
    assert child.returncode == -signal.SIGKILL
    with open_store(path) as store:
        n = len(read_judgements(store))
        assert n in (1, 2) and len(store.incidents()) == 4 - n
        assert verify(store) == []
        before = state(store)
        link_store(store, linker)
        assert state(store) == before


# --- properties --------------------------------------------------------------------------------

KINDS = [IncidentType.BOMBING, IncidentType.ARMED_ATTACK, IncidentType.ARMED_CLASH]


@st.composite
def stories(draw, prefix=""):
    claims = []
    for report in REPORTS[: draw(st.integers(2, 4))]:
        for k in range(draw(st.integers(1, 3))):
            claim = told(
                report,
                k,
                kind=draw(st.sampled_from(KINDS)),
                on=draw(st.sampled_from([None, "2024-05-10", "2024-05-13"])),
                at=draw(st.sampled_from([None, GAO, ANSONGO])),
                killed=draw(st.sampled_from([None, 3, 30])),
                by=draw(st.sampled_from([(), (JNIM,)])),
                source=draw(st.sampled_from([None, POLICE, HOSPITAL])),
                modality=draw(st.sampled_from([Modality.ASSERTED, Modality.ALLEGED])),
                occurrence=draw(st.integers(0, 1)),
            )
            claims.append(replace(claim, id=prefix + claim.id))
    return claims


verbs = st.lists(
    st.tuples(st.sampled_from(Verdict), st.integers(0, 99), st.integers(0, 99)), max_size=8
)


def decide(store, verb, a, b):
    """One judgement, of any kind, on whatever incidents there are."""
    found = store.incidents()
    if not found:
        return
    one, two = found[a % len(found)], found[b % len(found)]
    some = [claim.id for claim in one.claims][: 1 + b % 2]
    match verb:
        case Verdict.SAME if one.id != two.id:
            judge_same(store, one.id, two.id, by=ME)
        case Verdict.DIFFERENT if one.id != two.id:
            judge_different(store, one.id, two.id, by=ME)
        case Verdict.DIFFERENT if len(one.claims) > len(some):
            split_off(store, one.id, some, by=ME)
        case Verdict.VALUE:
            set_values(store, one.id, {Field.KILLED: exactly(b), Field.PLACE: BOUREM}, by=ME)
        case Verdict.CONFIRM:
            confirm_values(store, one.id, [Field.KILLED, Field.TYPE], by=ME)
        case Verdict.REVIEW:
            review(store, one.id, by=ME)
        case Verdict.DISCARD:
            discard(store, one.id, some, by=ME)
        case Verdict.ADD_CLAIM:
            add_claim(store, one.id, "r04", Span(30, 50), says(None, killed=b), by=ME)
        case Verdict.ADD_INCIDENT:
            add_incident(store, "r03", Span(b, b + 20), says(at=GAO, on="2024-05-10"), by=ME)
        case Verdict.WITHDRAW:
            judged = [j for j in read_judged(store) if j.withdrawn_by is None]
            if judged:
                withdraw(store, judged[a % len(judged)].judgement.id, by=ME)


SLOW = settings(
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(stories(), verbs)
def test_judging_step_by_step_is_the_same_as_replaying_all(claims, steps):
    with stocked(claims) as store:
        for step in steps:
            decide(store, *step)
            before = state(store)
            link_store(store, linker)
            assert state(store) == before
        assert verify(store) == []


@SLOW
@given(stories(), verbs, stories(prefix="x"))
def test_no_judgement_is_lost_when_reports_are_coded_anew(claims, steps, anew):
    with stocked(claims) as store:
        for step in steps:
            decide(store, *step)
        before, seen = read_judgements(store), store.incidents()
        fill(store, anew)
        judged = read_judged(store)
        assert [j.judgement for j in judged] == before
        assert Standing.UNANCHORED not in {j.standing for j in judged}  # the texts are still there
        assert verify(store) == []
        ids = [i.id for i in store.incidents()]
        assert len(set(ids)) == len(ids)
        fill(store, claims)
        assert store.incidents() == seen


@SLOW
@given(stories(), verbs, st.integers(0, 99), st.integers(0, 99), st.sampled_from(Verdict))
def test_deciding_and_withdrawing_is_as_if_nothing_was_decided(claims, steps, a, b, verb):
    with stocked(claims) as store:
        for step in steps:
            decide(store, *step)
        before, n = store.incidents(), len(read_judgements(store))
        if verb is Verdict.WITHDRAW:
            return
        decide(store, verb, a, b)
        if len(read_judgements(store)) > n:
            withdraw(store, n + 1, by=ME)
        assert store.incidents() == before


@SLOW
@given(stories(), st.lists(st.sampled_from(Verdict), min_size=2, max_size=4), st.randoms())
def test_the_order_of_independent_judgements_does_not_matter(claims, chosen, random):
    order = list(enumerate(chosen))
    seen = []
    for _ in range(2):
        with stocked(claims) as store:
            found = [i.id for i in store.incidents()]
            if len(found) < 2 * len(chosen):
                return
            for n, verb in order:
                independent(store, verb, found[2 * n], found[2 * n + 1])
            seen.append(values(store))
        random.shuffle(order)
    assert seen[0] == seen[1]


def independent(store, verb, one, two):
    if verb is Verdict.SAME:
        judge_same(store, one, two, by=ME)
    elif verb is Verdict.DIFFERENT:
        judge_different(store, one, two, by=ME)
    elif verb is Verdict.DISCARD:
        discard(store, one, [store.incident(one).claims[0].id], by=ME)
    else:
        set_values(store, one, {Field.KILLED: exactly(77)}, by=ME)


# --- lists -------------------------------------------------------------------------------------


def test_a_page_follows_filter_and_sort(store, abc):
    set_values(store, abc[0], {Field.KILLED: exactly(50)}, by=ME)
    page = store.page(sort=Sort.KILLED, descending=True, limit=2)
    assert page.total == 3 and [row.killed.best for row in page.rows] == [50, 5]
    assert page.rows[0].judged == (Field.KILLED,)
    rest = store.page(sort=Sort.KILLED, descending=True, limit=2, offset=2)
    assert [row.id for row in rest.rows] == [abc[1]]


# --- checking ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update judgements set author = 'B'", "author: not as the rest of the row has it"),
        (
            "update judgements set record = replace(record, '97531', '13579')",
            "record_sha256: not as",
        ),
        ("update judgements set record = '{'", "cannot be read back"),
        ("update anchors set quote_start = quote_start + 1", "is not where report r01 says so"),
        ("update anchors set report_id = 'r02'", "is not where report r02 says so"),
        ("delete from anchors", "is not there"),
        ("delete from fates", "it was never replayed"),
    ],
)
def test_verify_finds_a_judgement_that_was_changed(store, abc, statement, said):
    set_values(store, abc[0], {Field.KILLED: exactly(97531)}, by=ME)  # digits that no clock shows
    assert verify(store) == []
    with store.transaction() as db:
        db.exec_driver_sql(statement)
    assert any(said in problem.message for problem in verify(store))
