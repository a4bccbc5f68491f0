"""The store over PostgreSQL gives what it gives over SQLite, and loses no decision either."""

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from benchmarks.incidents import fill as fill_many
from starlette.testclient import TestClient
from tests.review.stock import app_over, fill, hidden, incident_of

from dateline.judging import By, judge_same, open_case, set_values, withdraw
from dateline.records import Count, Field, IncidentType, Reviewed, Scope
from dateline.review.facets import Facets
from dateline.store import Filter, GroupBy, Sort, open_store, verify
from dateline.store.judgements import read_judgements


def find_server():
    """The folder of a PostgreSQL server's programs; None where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((f for f in reversed(folders) if (f / "initdb").exists()), None)


pytestmark = [
    pytest.mark.skipif(find_server() is None, reason="no PostgreSQL found: it was NOT tested"),
    pytest.mark.skipif(
        os.name != "posix" or (os.getuid() == 0 and not shutil.which("setpriv")),
        reason="PostgreSQL does not start as root: it was NOT tested",
    ),
]
FILTERS = [
    Filter(),
    Filter(country="NG", since=None, min_killed=1),
    Filter(type=IncidentType.BOMBING, conflict=True),
    Filter(actor="BAND", scopes=(Scope.POLITICAL,)),
    Filter(place="a", reviewed=(Reviewed.NO,), max_confidence=0.6),
    Filter(box=(0.0, 0.0, 20.0, 20.0), min_reports=2),
    Filter(sample=20, country="NG"),
]


@pytest.fixture(scope="module")
def server():
    """The address of a server of our own that listens on a socket only."""
    with tempfile.TemporaryDirectory() as folder:
        data, log = f"{folder}/data", f"{folder}/log"
        before = []
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
            before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

        def run(program, *arguments):
            command = [*before, str(find_server() / program), "-D", data, *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run("initdb", "-U", "dateline", "-A", "trust", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-w", "-l", log, "-o", f"-F -k {folder} -c listen_addresses=", "start")
        try:
            yield f"postgresql://dateline@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


@pytest.fixture
def address(server, request):
    """A database of its own for each test."""
    name = f"t{abs(hash(request.node.name))}"
    engine = sa.create_engine(server.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.exec_driver_sql(f"create database {name}")
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


def test_lists_counts_and_maps_are_those_of_sqlite(address):
    with open_store(address) as store, open_store(":memory:") as lite:
        for one in (store, lite):
            fill_many(one, 150)
        assert store.incidents() == lite.incidents()
        for which in FILTERS:
            ours, theirs = (Facets().choose(one, which) for one in (store, lite))
            assert ours.totals() == theirs.totals()
            for by in GroupBy:
                mine, other = (set(one.tally(by, which)) for one in (store, lite))
                assert mine == other
        for sort in (Sort.DATE, Sort.KILLED, Sort.LOOK, Sort.CONFIDENCE):
            mine, other = (one.page(sort=sort, limit=150) for one in (store, lite))
            assert mine == other
        assert verify(store) == verify(lite)  # the generator is careless with sizes


def test_what_is_decided_is_kept_withdrawn_and_kept_over_another_coding(address):
    with open_store(address) as store:
        fill(store)
        gao, herders = (incident_of(store, name).id for name in ("cshot", "cherders"))
        set_values(store, gao, {Field.KILLED: Count(9, 9, 9)}, by=By("A", "the list"))
        merged = judge_same(store, gao, herders, by=By("B"))
        assert len(store.incidents()) == 2
        withdraw(store, merged.judged.judgement.id, by=By("B"))
        fill(store)  # coded again
    with open_store(address, create=False) as store:
        assert len(store.incidents()) == 3
        assert incident_of(store, "cshot").counts["killed"] == Count(9, 9, 9)
        assert verify(store) == []


def test_of_two_writers_the_second_waits_and_both_are_kept(address):
    with open_store(address) as one, open_store(address) as two:
        fill(one)
        gao, herders = (incident_of(one, name).id for name in ("cshot", "cherders"))
        other = threading.Thread(
            target=lambda: set_values(two, herders, {Field.KILLED: Count(2, 2, 2)}, by=By("B"))
        )
        with one.transaction():
            other.start()
            other.join(0.5)
            assert other.is_alive()
            set_values(one, gao, {Field.KILLED: Count(1, 1, 1)}, by=By("A"))
        other.join()
        assert [judgement.author for judgement in read_judgements(one)] == ["A", "B"]


def test_what_is_read_in_one_go_is_of_one_moment(address):
    with open_store(address) as store, open_store(address) as other:
        fill(store)
        gao = incident_of(store, "cshot").id
        with store.reading():
            before = open_case(store, gao)
            set_values(other, gao, {Field.KILLED: Count(7, 7, 7)}, by=By("B"))
            assert open_case(store, gao) == before
        assert open_case(store, gao).version != before.version


def test_the_desk_works_over_it(address):
    with open_store(address) as store:
        fill(store)
        gao = incident_of(store, "cshot").id
        app, desk = app_over(store)
        origin = "http://127.0.0.1:8765"
        with TestClient(app, base_url=origin, headers={"Origin": origin}) as client:
            client.get(f"/?token={desk.access.token}")
            for path in ("/?place=gao&sort=place", "/reports/rgao1", "/judgements", "/agreement"):
                assert client.get(path).status_code == 200
            form = hidden(client.get(f"/incidents/{gao}").text)
            answer = client.post(
                f"/incidents/{gao}/set", data=form | {"field": "killed", "killed_best": "4"}
            )
            assert answer.status_code == 200
            for kind in ("csv", "jsonl", "html"):
                assert client.get(f"/save/incidents.{kind}").status_code == 200
        assert incident_of(store, "cshot").counts["killed"].best == 4
