import json
import os
import random
import signal
import subprocess
import sys
import textwrap
from datetime import date

import pytest
import sqlalchemy as sa
from tests.fakes import code_report, link_claims
from tests.makers import report

from dateline.read import ReadOptions
from dateline.records import Document, Failure, Report
from dateline.run import choose_report, code_document, code_inputs, find_left, read_versions
from dateline.store import Versions, database, open_store, verify
from dateline.workers import Coders

N_FILES = 12
VERSIONS = Versions("0.1.0", "lexicons", None, "rules")


def dump(store):
    """Every row of every table but `runs`, by primary key."""
    with store.engine.connect() as db:
        return {
            table.name: [
                tuple(row) for row in db.execute(table.select().order_by(*table.primary_key))
            ]
            for table in database.metadata.sorted_tables
            if table is not database.runs
        }


def run(store, *inputs, **options):
    return code_inputs(
        [str(name) for name in inputs],
        store,
        options=ReadOptions(**options),
        code_report=code_report,
        link_claims=link_claims,
        versions=VERSIONS,
    )


@pytest.fixture
def folder(tmp_path):
    """Reports that share incidents and disagree, two of one text, and two that cannot be read."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(N_FILES):
        day = f"2024-05-{1 + number % 5:02}"
        text = (
            f"Paper number {number} writes from the region as follows, after a long day.\n\n"
            f"Gunmen killed {3 + number % 3} traders in Gao on {day}, residents said.\n\n"
            f"Robbers killed 1 shopkeeper in Mopti on 2024-06-{1 + number:02}."
        )
        (folder / f"r{number:02}.txt").write_text(text)
    (folder / "copy.txt").write_text((folder / "r03.txt").read_text())
    (folder / "blank.txt").write_text(" \n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n0000")
    return folder


def test_a_run_keeps_everything(folder, tmp_path):
    with open_store(tmp_path / "a.db") as store:
        result = run(store, folder)
        assert len(result.reports) == N_FILES
        assert sorted(f.origin.rpartition("/")[2] for f in result.failures) == [
            "blank.txt",
            "picture.png",
        ]
        assert store.count_rows() | {"schema_version": 0} == {
            "schema_version": 0,
            "documents": N_FILES + 1,  # a picture is refused unread
            "origins": N_FILES + 2,
            "reports": N_FILES,
            "failures": 2,
            "runs": 1,
            "claims": 2 * N_FILES,
            "incidents": 5 + N_FILES,
            "incident_claims": 2 * N_FILES,
            "copies": store.count_rows()["copies"],
            "linked": 2 * N_FILES,
            "judgements": 0,
            "anchors": 0,
            "fates": 0,
        }
        assert verify(store) == []
        (row,) = store.runs()
        assert (row["coded"], row["failed"]) == (N_FILES, 2)
        assert json.loads(row["options"])["inputs"] == [str(folder)]


def test_coding_the_same_again_changes_nothing(folder, tmp_path):
    with open_store(tmp_path / "a.db") as store:
        first = run(store, folder)
        before = dump(store)
        again = run(store, folder)
        assert dump(store) == before
        assert again.known == set(first.reports)
        assert again.reports == first.reports
        assert len(store.runs()) == 2


def test_coding_anew_with_the_same_outcome_changes_nothing(folder, tmp_path, monkeypatch):
    with open_store(tmp_path / "a.db") as store:
        run(store, folder)
        before = dump(store)
        monkeypatch.setattr(type(store), "coder_of", lambda *_: None)  # nothing counts as known
        assert run(store, folder).known == frozenset()
        assert dump(store) == before


def test_reports_may_come_in_several_runs(folder, tmp_path):
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "many.db") as many:
        run(one, folder)
        for file in sorted(folder.iterdir()):
            run(many, file)
        assert dump(many) == dump(one)


CHILD = """
    import os, signal, sys
    from sqlalchemy import event
    from dateline.store import open_store
    from tests.test_run import run

    db, folder, commits, when = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    with open_store(db) as store:
        left = commits
        def die(*_):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        event.listen(store.engine, when, die)
        run(store, folder)
"""


@pytest.mark.parametrize("seed", range(4))
def test_killed_anywhere_and_run_again_nothing_is_lost_nothing_is_twice(folder, tmp_path, seed):
    chance = random.Random(seed)
    with open_store(tmp_path / "whole.db") as store:
        run(store, folder)
        whole = dump(store)
    # before a commit, or in the middle of a transaction, after one of its statements
    when, most = [("commit", N_FILES), ("after_cursor_execute", 90)][seed % 2]
    child = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(CHILD),
            str(tmp_path / "killed.db"),
            str(folder),
            str(chance.randint(2, most)),
            when,
        ],
        check=False,
        cwd=os.fspath(os.path.dirname(os.path.dirname(__file__))),  # noqa: PTH120
    )
    assert child.returncode == -signal.SIGKILL
    with open_store(tmp_path / "killed.db") as store:
        assert dump(store) != whole
        assert verify(store) == []
        run(store, folder)
        assert dump(store) == whole
        assert verify(store) == []
        assert [bool(row["finished_at"]) for row in store.runs()] == [False, True]


def test_a_document_that_breaks_the_coder_is_a_failure(folder, tmp_path, caplog):
    def breaks(of):
        if "number 7 " in of.text:
            raise KeyError("seven")
        return code_report(of)

    with open_store(tmp_path / "a.db") as store:
        result = code_inputs([folder], store, code_report=breaks, link_claims=link_claims)
        assert len(result.reports) == N_FILES - 1
        (failure,) = (f for f in result.failures if f.origin.endswith("r07.txt"))
        assert "coding failed, please report it: KeyError: 'seven'" in failure.reason
        run(store, folder)
        assert len(store.failures()) == 2  # coded now, so no failure any more
    assert "r07.txt: coding failed" in caplog.text


def test_claims_that_cannot_be_kept_are_a_failure_and_leave_nothing(folder, tmp_path):
    def says_twice(of):
        return code_report(of) * 2

    with open_store(tmp_path / "a.db") as store:
        result = code_inputs(
            [folder / "r00.txt"], store, code_report=says_twice, link_claims=link_claims
        )
        assert "share an id" in result.failures[0].reason
        assert store.reports() == store.claims() == []
        assert store.failures() == list(result.failures)


def test_another_language_is_a_failure_and_its_bytes_are_kept(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Des hommes armés ont attaqué le marché de la ville mardi matin, selon des habitants. "
        "Le gouverneur a appelé la population au calme et annoncé une enquête sur ces faits."
    )
    with open_store(tmp_path / "a.db") as store:
        result = run(store, tmp_path / "a.txt")
        (failure,) = result.failures
        assert "English only" in failure.reason
        assert store.failures() == [failure]
        assert store.document(failure.raw_sha256) == (tmp_path / "a.txt").read_bytes()
        assert store.reports() == []


def test_the_user_may_give_the_date_later(folder, tmp_path):
    with open_store(tmp_path / "a.db") as store:
        run(store, folder / "r00.txt")
        run(store, folder / "r00.txt", published=date(2024, 5, 9))
        (stored,) = store.reports()
        assert (stored.published, stored.published_how) == (date(2024, 5, 9), "option")


@pytest.mark.parametrize(
    ("stored", "new", "kept"),
    [
        (None, {}, "b.txt"),
        ({"title": "Old"}, {"origin": "a.txt", "title": "New"}, "New"),
        ({}, {"title": "New"}, "Traders shot near Gao"),
        ({"published": None}, {"published": date(2024, 1, 1)}, date(2024, 1, 1)),
        ({}, {"published": date(2024, 1, 1)}, date(2024, 5, 15)),
        ({}, {"published": date(2024, 1, 1), "published_how": "option"}, date(2024, 1, 1)),
    ],
)
def test_which_of_two_prints_of_one_text_counts(stored, new, kept):
    stored = None if stored is None else report(**({"origin": "a.txt"} | stored))
    new = report(**({"origin": "b.txt"} | new))
    chosen = choose_report(new, stored)
    assert kept in (chosen.origin, chosen.title, chosen.published)
    assert choose_report(new, chosen) == chosen  # and again: nothing changes


def test_a_text_that_is_not_in_its_file_any_more_is_named(folder, tmp_path):
    rows = [{"text": f"Gunmen killed {n} traders in Gao on 2024-05-01."} for n in (3, 4, 5)]
    table, edited = tmp_path / "t.jsonl", folder / "r00.txt"
    table.write_text("\n".join(map(json.dumps, rows)))
    with open_store(tmp_path / "a.db") as store:
        (old,) = run(store, edited).reports
        first, *_ = run(store, folder, table).reports[-3:]
        edited.write_text("Gunmen killed 7 traders in Gao on 2024-05-13.")
        rows[0]["text"] += " It was dark."
        table.write_text("\n".join(map(json.dumps, reversed(rows))))
        assert run(store, folder, table).left == {str(edited): (old,), str(table): (first,)}
        assert run(store, folder, table).left == {}  # said once
        assert {old, first} <= {one.id for one in store.reports()}


@pytest.mark.parametrize(
    ("origin", "whole"),
    [
        ("a.csv#row 2", ["a.csv"]),
        ("w.warc#https://a.example/#top", ["w.warc"]),
        ("w.warc#https://a.example/feed#entry 2", ["w.warc", "w.warc#https://a.example/feed"]),
        ("notes#2.txt", []),  # another file than `notes`
    ],
)
def test_what_a_part_was_read_from_is_no_failure_any_more(tmp_path, origin, whole):
    with open_store(tmp_path / "a.db") as store:
        for failed in ("a.csv", "w.warc", "w.warc#https://a.example/feed", "notes", origin):
            store.add_failure(Failure(failed, None, "broken"), coder="c")
        one = report(origin=origin)
        with Coders(lambda: code_report, jobs=1) as coders:
            code_document(Document(one, one.text.encode()), None, store, coders, coder="c")
        left = {failure.origin for failure in store.failures()}
        assert left == {"a.csv", "w.warc", "w.warc#https://a.example/feed", "notes"} - {*whole}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"r1": "-"}, {"r2": "-"}),
        ({"r1": "-#row 1"}, {"r2": "-#row 1"}),
        ({"r1": "feed.xml#entry 1"}, {"r2": "feed.xml#entry 1"}),
        ({"r1": "t.csv#row 1"}, {"r1": "t.csv#row 1", "r2": "t.csv#row 2"}),  # rows were added
        ({"r1": "a.txt"}, {"r1": "a.txt", "r2": "b.txt"}),
    ],
)
def test_what_holds_other_texts_each_time_was_not_edited(before, now):
    assert find_left(before, now) == {}


def test_every_document_is_told_of(folder, tmp_path):
    heard = []
    with open_store(tmp_path / "a.db") as store:
        code_inputs(
            [folder],
            store,
            code_report=code_report,
            link_claims=link_claims,
            on_document=heard.append,
        )
    assert sum(isinstance(one, Report) for one in heard) == N_FILES + 1
    assert sum(isinstance(one, Failure) for one in heard) == 2


def test_versions_are_digests():
    versions = read_versions()
    assert len(versions.lexicons) == len(versions.rules) == len(versions.coder) == 16
    assert versions == read_versions()


def test_a_damaged_database_says_so(folder, tmp_path):
    with open_store(tmp_path / "a.db") as store:
        run(store, folder)
        with store.transaction() as db:
            db.execute(
                sa.text(
                    "update reports set text = text || '!' where id = (select min(id) from reports)"
                )
            )
        assert [problem.table for problem in verify(store)] == ["reports"]
