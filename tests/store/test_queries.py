import dataclasses
import sqlite3
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from tests.makers import GAO, claim, days, document, incident, report
from tests.strategies import incidents_with_report

from dateline.errors import StoreError
from dateline.records import (
    Actor,
    ActorKind,
    Count,
    CountKind,
    Failure,
    IncidentType,
    Scope,
    Status,
)
from dateline.store import Filter, Versions, open_store

CODER = "coder-1"


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        yield store


def add(store, of, claims=()):
    raw = of.text.encode()
    store.add_document(raw, origin=of.origin)
    store.add_report(of, coder=CODER)
    store.replace_claims(of.id, claims)


def test_bytes_come_back_as_received(store):
    raw = bytes(range(256)) * 10
    digest = store.add_document(raw, origin="a.bin")
    store.add_document(raw, origin="b.bin")
    assert store.document(digest) == raw
    counted = store.count_rows()
    assert (counted["documents"], counted["origins"]) == (1, 2)


def test_reports_and_claims_come_back_equal(store):
    of = report()
    told = [claim(of, killed=3), claim(of, quote="the toll at two", killed=2)]
    add(store, of, told)
    assert store.reports() == [of]
    assert store.report(of.id) == of
    assert store.claims() == store.claims(of.id) == told
    assert store.report("none") is None


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(incidents_with_report())
def test_any_incident_comes_back_equal(pair):
    told, of = pair
    of = dataclasses.replace(of, raw_sha256=report(of.text).raw_sha256)
    with open_store(":memory:") as store:
        add(store, of, told.claims)
        assert store.replace_incidents([told])
        assert not store.replace_incidents([told])
        assert store.incidents() == [told]
        assert store.claims() == list(told.claims)


def test_claims_are_replaced_as_a_whole(store):
    of = report()
    first, second = claim(of, killed=3), claim(of, quote="the toll at two", killed=2)
    add(store, of, [first])
    assert not store.replace_claims(of.id, [first])
    assert store.replace_claims(of.id, [second])
    assert store.claims() == [second]


def test_claims_need_their_report(store):
    with pytest.raises(StoreError, match="no such report"):
        store.replace_claims("nowhere", [claim()])


def test_two_claims_of_one_id_are_an_error(store):
    of = report()
    with pytest.raises(StoreError, match="share an id"):
        add(store, of, [claim(of, id="c"), claim(of, quote="the toll at two", id="c")])


def test_failures_are_kept_by_origin_until_coded(store):
    store.add_failure(Failure("gao.txt", None, "no text in 12 bytes"), coder=CODER)
    store.add_failure(Failure("gao.txt", None, "no text in 14 bytes"), coder=CODER)
    assert [failure.reason for failure in store.failures()] == ["no text in 14 bytes"]
    add(store, report(origin="gao.txt"))
    assert store.failures() == []


def test_a_transaction_is_all_or_nothing(store):
    of = report()

    def stop_halfway():
        with store.transaction():
            add(store, of, [claim(of)])
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        stop_halfway()
    assert store.count_rows()["documents"] == 0
    assert store.reports() == []


def test_copies_are_groups(store):
    texts = [report(f"Copy {n}.") for n in range(3)]
    for of in texts:
        add(store, of)
    groups = {texts[0].id: tuple(sorted([(texts[1].id, 1.0), (texts[2].id, 0.83)]))}
    store.replace_copies(groups)
    assert store.copies() == groups
    store.replace_copies({})
    assert store.copies() == {}


def test_runs_say_what_coded(store):
    versions = Versions("0.1.0", "aa", None, "bb")
    run = store.start_run(versions, options={"published": "2024-05-15"})
    store.finish_run(run, coded=2, failed=1)
    (row,) = store.runs()
    assert row["coder"] == versions.coder
    assert (row["coded"], row["failed"]) == (2, 1)
    assert row["started_at"].endswith("+00:00") and row["finished_at"] >= row["started_at"]


@pytest.fixture
def stocked(store):
    told = []
    for number, other in enumerate(
        [
            {},
            {"type": IncidentType.BOMBING, "counts": {CountKind.KILLED: Count(9, None, 20)}},
            {"status": Status.CLAIMED, "date": days("2024-06-01", last="2024-06-30")},
            {"scope": Scope.ORDINARY, "date": None, "place": None, "targets": ()},
            {
                "place": dataclasses.replace(GAO, name="100% Hill", country="IQ", admin1="Nineveh"),
                "perpetrators": (Actor("Islamic State", ActorKind.REBEL),),
            },
        ]
    ):
        of = report(f"Report {number}. It tells of one thing.")
        add(store, of, [claim(of, killed=number, id=f"c{number}")])
        told.append(incident([claim(of, killed=number, id=f"c{number}")], id=f"i{number}", **other))
    store.replace_incidents(told)
    return store


@pytest.mark.parametrize(
    ("which", "found"),
    [
        ({}, "01423"),
        ({"type": IncidentType.BOMBING}, "1"),
        ({"status": Status.CLAIMED}, "2"),
        ({"scopes": (Scope.POLITICAL, Scope.UNKNOWN)}, "0142"),
        ({"country": "iq"}, "4"),
        ({"place": "nine"}, "4"),
        ({"place": "100%"}, "4"),
        ({"place": "%"}, "4"),  # a wildcard is a character like any other
        ({"actor": "islamic"}, "4"),
        ({"actor": "traders"}, "0142"),
        ({"since": date(2024, 6, 30)}, "2"),
        ({"since": date(2024, 7, 1)}, ""),
        ({"until": date(2024, 5, 13)}, "014"),
        ({"until": date(2024, 5, 12)}, ""),
        ({"min_killed": 4}, "14"),
        ({"report": report("Report 2. It tells of one thing.").id[:8]}, "2"),
        ({"type": IncidentType.BOMBING, "min_killed": 10}, ""),
    ],
    ids=str,
)
def test_filters(stocked, which, found):
    ids = [told.id for told in stocked.incidents(Filter(**which))]
    assert ids == [f"i{number}" for number in found]


def test_an_incident_by_how_its_id_begins(stocked):
    assert stocked.incident("i3").id == "i3"
    with pytest.raises(StoreError, match=r"more than one.*i0, i1"):
        stocked.incident("i")
    with pytest.raises(StoreError, match="no incident with this id"):
        stocked.incident("x")


def test_incidents_of_some_reports(stocked):
    ids = [report(f"Report {number}. It tells of one thing.").id for number in (1, 3)]
    assert [told.id for told in stocked.incidents_of(ids)] == ["i1", "i3"]


def test_incidents_that_are_no_longer_linked_are_gone(stocked):
    kept = stocked.incidents()[1:]
    assert stocked.replace_incidents(kept)
    assert stocked.incidents() == kept
    assert stocked.count_rows()["incident_claims"] == 4


def test_a_missing_database_is_not_made_for_reading(tmp_path):
    with (
        pytest.raises(StoreError, match="no such database; make one with"),
        open_store(tmp_path / "none.db", create=False),
    ):
        pass
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "content", [b"not a database at all, only words" * 50, b"SQLite format 3\0"]
)
def test_a_file_that_is_no_database(tmp_path, content):
    path = tmp_path / "words.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"words\.db: "), open_store(path):
        pass


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="does not exist"), open_store(tmp_path / "no" / "a.db"):
        pass


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("oracle+nothing://user:secret@host/db", "install the driver"),
        ("://", "not a database URL"),
        ("sqlite:////no/such/folder/a.db", "unable to open"),
    ],
)
def test_a_url_that_leads_nowhere(url, said):
    with pytest.raises(StoreError, match=said) as raised, open_store(url):
        pass
    assert "secret" not in str(raised.value)


def test_a_url_opens_the_same_file(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        add(store, report())
    with open_store(f"sqlite:///{tmp_path / 'a.db'}", create=False) as store:
        assert store.reports() == [report()]


def test_two_may_read_while_one_writes(tmp_path):
    of = report()
    with open_store(tmp_path / "a.db") as writer, open_store(tmp_path / "a.db") as reader:
        with writer.transaction():
            add(writer, of, [claim(of)])
            assert reader.claims() == []
        assert reader.claims() == [claim(of)]


def test_it_reads_as_plain_sqlite(tmp_path):
    told = incident()
    with open_store(tmp_path / "a.db") as store:
        add(store, report(), told.claims)
        store.replace_incidents([told])
    with sqlite3.connect(tmp_path / "a.db") as db:
        row = db.execute(
            "select date_start, date_end, place, country, killed_best, perpetrators from incidents"
        ).fetchone()
    db.close()
    assert row == ("2024-05-13", "2024-05-13", "Gao", "ML", 3, "unidentified gunmen")


def test_documents_have_their_bytes():
    assert document().raw == document().outcome.text.encode()
