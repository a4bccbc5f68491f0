import dataclasses
import os
import sqlite3
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from tests.makers import GAO, claim, days, document, incident, report
from tests.strategies import incidents_with_report

from dateline.errors import StoreError
from dateline.records import (
    Actor,
    ActorKind,
    Conflict,
    Count,
    CountKind,
    Failure,
    IncidentType,
    Position,
    Review,
    Reviewed,
    Scope,
    Status,
)
from dateline.store import Filter, GroupBy, Sort, Versions, migrations, open_store, verify
from dateline.store.desk import first_matching

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


def test_which_reports_have_no_day(store):
    dated, undated = report(), report(id="r2", published=None)
    add(store, dated)
    add(store, undated)
    assert store.undated() == {"r2"}


def test_a_figure_that_no_column_holds_loses_no_report(store):
    of = report()
    told = [claim(of, killed=10**20)]
    add(store, of, told)
    assert store.claims() == told
    assert verify(store) == []


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
            {
                "status": Status.CLAIMED,
                "date": days("2024-06-01", last="2024-06-30"),
                "conflicts": (Conflict("date", (Position("a", ()), Position("b", ()))),),
            },
            {
                "scope": Scope.ORDINARY,
                "date": None,
                "place": None,
                "targets": (),
                "confidence": {"type": 0.9},
            },
            {
                "place": dataclasses.replace(GAO, name="100% Hill", country="IQ", admin1="Nineveh"),
                "perpetrators": (Actor("Islamic State", ActorKind.REBEL),),
                "confidence": {"type": 0.9, "date": 0.4},
                "review": Review(1, "A", datetime(2024, 6, 1, tzinfo=UTC), None, ()),
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
        ({"conflict": True}, "2"),
        ({"conflict": False}, "0143"),
        ({"reviewed": (Reviewed.YES,)}, "4"),
        ({"reviewed": (Reviewed.NO, Reviewed.PARTLY)}, "0123"),
        ({"max_confidence": 0.5}, "0142"),
        ({"min_reports": 2}, ""),
        ({"box": (16, -1, 17, 0)}, "0142"),
        ({"box": (16, 179, 17, 0)}, "0142"),  # over the date line
        ({"box": (16, 0, 17, 1)}, ""),
    ],
    ids=str,
)
def test_filters(stocked, which, found):
    ids = [told.id for told in stocked.incidents(Filter(**which))]
    assert ids == [f"i{number}" for number in found]

    page = stocked.page(Filter(**which))
    assert ([row.id for row in page.rows], page.total) == (ids, len(ids))
    assert sum(tally.incidents for tally in stocked.tally(GroupBy.TYPE, Filter(**which))) == len(
        ids
    )


@pytest.mark.parametrize(
    ("sort", "descending", "found"),
    [
        (Sort.DATE, False, "01423"),
        (Sort.DATE, True, "20143"),
        (Sort.KILLED, True, "14320"),
        (Sort.CONFIDENCE, False, "43012"),
        (Sort.CONFLICTS, True, "20134"),
        (Sort.PLACE, False, "40123"),
        (Sort.LOOK, True, "21034"),
    ],
)
def test_pages_are_sorted_and_follow_each_other(stocked, sort, descending, found):
    options = {"sort": sort, "descending": descending, "limit": 2}
    pages = [stocked.page(**options, offset=offset) for offset in (0, 2, 4, 6)]
    assert "".join(row.id[1:] for page in pages for row in page.rows) == found


def test_a_line_of_a_list_is_as_its_incident(stocked):
    for row in stocked.page().rows:
        told = stocked.incident(row.id)
        assert (row.type, row.status, row.scope) == (told.type, told.status, told.scope)
        assert row.killed == told.counts.get(CountKind.KILLED)
        assert row.last_day == (told.date.last if told.date else None)
        assert row.place == (told.place.name if told.place else None)
        assert row.reviewed is (Reviewed.YES if told.review else Reviewed.NO)


@pytest.mark.parametrize(
    ("by", "found"),
    [
        (GroupBy.MONTH, [("2024-05", 3), ("2024-06", 1), (None, 1)]),
        (GroupBy.YEAR, [("2024", 4), (None, 1)]),
        (GroupBy.TYPE, [("armed_attack", 4), ("bombing", 1)]),
        (GroupBy.COUNTRY, [("IQ", 1), ("ML", 3), (None, 1)]),
        (GroupBy.ADMIN1, [("Gao", 3), ("Nineveh", 1), (None, 1)]),
        (GroupBy.REVIEWED, [("no", 4), ("yes", 1)]),
        (GroupBy.PERPETRATORS, [("Islamic State", 1), ("unidentified gunmen", 4)]),
    ],
)
def test_tallies(stocked, by, found):
    assert [(tally.value, tally.incidents) for tally in stocked.tally(by)] == found
    assert sum(tally.killed for tally in stocked.tally(by)) == 0 + 9 + 2 + 3 + 4


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
        ("oracle+nothing://user:secret@host/db", "SQLite or PostgreSQL"),
        ("mysql://user:secret@host/db", "SQLite or PostgreSQL"),
        ("postgresql+nothing://user:secret@host/db", "pip install"),
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


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A database in a folder where nothing can be written; its path."""
    folder = tmp_path / "archive 100%?"  # a name that a URI must escape
    folder.mkdir()
    path = folder / "a.db"
    with open_store(path) as store:
        add(store, report())
    path.chmod(0o444)
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):  # root may write anywhere, and is only told otherwise
        monkeypatch.setattr("dateline.store.database.can_write", lambda _path: False)
    yield path
    folder.chmod(0o755)
    path.chmod(0o644)


def test_a_database_where_nothing_can_be_written_is_read(locked):
    with open_store(locked, reads_only=True) as store:
        assert store.reports() == [report()]
        assert verify(store) == []
        assert [path.name for path in locked.parent.iterdir()] == ["a.db"]


def test_what_is_only_read_cannot_be_written(locked):
    with (
        pytest.raises(StoreError, match="must be able to write it and its folder"),
        open_store(locked, reads_only=True) as store,
    ):
        store.add_document(b"words", origin="b.txt")


def test_a_locked_database_that_is_to_be_written_says_what_it_needs(locked):
    if os.access(locked.parent, os.W_OK):
        pytest.skip("root may write anywhere")
    with pytest.raises(StoreError, match="must be able to write"), open_store(locked):
        pass


def test_a_locked_database_of_an_older_version_is_named(locked, monkeypatch):
    steps = migrations.MIGRATIONS
    monkeypatch.setattr(migrations, "MIGRATIONS", [*steps, steps[-1]])
    with (
        pytest.raises(StoreError, match=r"older dateline.*use a copy"),
        open_store(locked, reads_only=True),
    ):
        pass


def test_who_writes_to_a_locked_database_meanwhile_is_noticed(tmp_path, monkeypatch):
    path = tmp_path / "a.db"
    with open_store(path) as store:
        add(store, report())
    monkeypatch.setattr("dateline.store.database.can_write", lambda _path: False)
    with (
        pytest.raises(StoreError, match="another program wrote to it meanwhile"),
        open_store(path, reads_only=True),
        open_store(path) as store,
    ):
        store.add_document(b"words", origin="b.txt")


def test_what_another_is_writing_is_read_with_it(tmp_path, monkeypatch):
    with open_store(tmp_path / "a.db") as store:
        add(store, report())  # in the log of what was written, not in the file yet
        monkeypatch.setattr("dateline.store.database.can_write", lambda _path: False)
        with open_store(tmp_path / "a.db", reads_only=True) as reader:
            assert reader.reports() == [report()]


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


def test_the_first_of_a_filter_are_those_of_its_page(stocked):
    for which in (Filter(), Filter(country="ML"), Filter(since=date(2024, 6, 1))):
        rows = stocked.page(which, limit=2).rows
        assert first_matching(stocked, which, limit=2) == [row.id for row in rows]
