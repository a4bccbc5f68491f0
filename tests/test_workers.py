"""Coding in several processes gives what coding in one gives. The coders below are known by name, as
processes started anew must find them."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from tests.fakes import code_report, link_claims
from tests.makers import report
from tests.test_run import N_FILES, VERSIONS, dump, folder  # noqa: F401

from dateline import workers
from dateline.errors import ModelError
from dateline.run import code_inputs
from dateline.store import open_store, verify
from dateline.workers import DIED, Coders, code_or_say, default_jobs

EXAMPLES = Path(__file__).parents[1] / "examples/reports"


def later_is_quicker(of):
    time.sleep(0.3 if "number 0 " in of.text else 0)
    return code_report(of)


def dies_at_seven(of):
    if "number 7 " in of.text:
        os._exit(9)
    return code_report(of)


def breaks_at_seven(of):
    if "number 7 " in of.text:
        raise KeyError("seven")
    return code_report(of)


def slow(of):
    time.sleep(0 if "number 0 " in of.text else 1.5)
    return code_report(of)


def say_process(_):
    return (os.getpid(),)


def load_nothing():
    raise ModelError("weights missing; reinstall dateline")


def load_process_sayer():
    return say_process


@pytest.fixture
def soon(monkeypatch):
    """Other processes from the second report on."""
    monkeypatch.setattr(workers, "WORTH", 2)


def run(store, inputs, coder, *, jobs, heard=None):
    return code_inputs(
        inputs,
        store,
        code_report=coder,
        link_claims=link_claims,
        versions=VERSIONS,
        jobs=jobs,
        on_document=None if heard is None else heard.append,
    )


def test_the_examples_are_coded_alike_in_one_process_and_in_two(tmp_path, soon):
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "two.db") as two:
        results = [code_inputs([EXAMPLES], store, jobs=n) for n, store in [(1, one), (2, two)]]
        assert results[0] == results[1]
        assert len(one.claims()) > N_FILES
        assert dump(one) == dump(two)


@pytest.mark.parametrize("worth", [2, 5, 100])
def test_documents_are_kept_and_told_of_in_their_order(folder, tmp_path, monkeypatch, worth):  # noqa: F811
    monkeypatch.setattr(workers, "WORTH", worth)
    told = []
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "three.db") as three:
        for n, store in [(1, one), (3, three)]:
            heard = []
            result = run(store, [folder, folder / "r01.txt"], later_is_quicker, jobs=n, heard=heard)
            told.append((heard, result))
        assert told[0] == told[1]
        assert dump(one) == dump(three)
        again = run(three, [folder], later_is_quicker, jobs=3)
        assert len(again.known) == N_FILES


def test_a_report_that_a_process_dies_over_is_a_failure_and_the_others_are_kept(
    folder,  # noqa: F811
    tmp_path,
    soon,
):
    with open_store(tmp_path / "a.db") as store:
        result = run(store, [folder], dies_at_seven, jobs=2)
        assert [f.reason for f in result.failures if f.origin.endswith("r07.txt")] == [DIED]
        assert len(result.reports) == N_FILES - 1
        assert verify(store) == []
        run(store, [folder], code_report, jobs=2)
        assert len(store.reports()) == N_FILES


def test_a_report_that_breaks_the_coder_fails_alike(folder, tmp_path, soon, caplog):  # noqa: F811
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "two.db") as two:
        for n, store in [(1, one), (2, two)]:
            result = run(store, [folder], breaks_at_seven, jobs=n)
            (failure,) = (f for f in result.failures if f.origin.endswith("r07.txt"))
            assert "coding failed, please report it: KeyError: 'seven'" in failure.reason
        assert dump(one) == dump(two)


def test_what_fails_in_loading_is_said_and_is_no_failure_of_a_report():
    with Coders(load_nothing, jobs=2) as coders:
        tasks = [coders.begin(report(id=str(n))) for n in range(workers.WORTH)]
        with pytest.raises(ModelError, match="reinstall"):
            coders.finish(tasks[0])
    with pytest.raises(ModelError):
        Coders(load_nothing, jobs=1)


def test_few_reports_stay_in_the_process_and_many_do_not():
    with Coders(load_process_sayer, jobs=2) as coders:
        tasks = [coders.begin(report(id=str(n))) for n in range(workers.WORTH - 1)]
        assert {coders.finish(task) for task in tasks} == {(os.getpid(),)}
        tasks = [coders.begin(report(id=str(n))) for n in range(4)]
        assert os.getpid() not in {pid for task in tasks for pid in coders.finish(task)}


INTERRUPTED = """
    import os, signal, sys
    from dateline import workers
    from dateline.store import open_store
    from tests.test_workers import run, slow

    workers.WORTH = 2
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run in a shell's background

    class Told:
        def append(self, outcome):
            print(outcome.origin, flush=True)

    if __name__ == "__main__":
        with open_store(sys.argv[1]) as store:
            try:
                run(store, [sys.argv[2]], slow, jobs=2, heard=Told())
            except KeyboardInterrupt:
                sys.exit(130)
"""


def start(folder, db, tmp_path):  # noqa: F811
    """A run in a session of its own, that has kept its first documents."""
    script = tmp_path / "interrupted.py"
    script.write_text(textwrap.dedent(INTERRUPTED))
    child = subprocess.Popen(
        [sys.executable, script, db, folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).parents[1],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    for _ in range(3):  # blank.txt, copy.txt, picture.png
        child.stdout.readline()
    return child


def end(child):
    out, err = child.communicate(timeout=60)  # until no process holds its pipes any more
    return child.returncode, out, err


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_ctrl_c_ends_all_processes_quietly_and_keeps_what_was_coded(folder, tmp_path):  # noqa: F811
    child = start(folder, tmp_path / "a.db", tmp_path)
    child.stdout.readline()
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to all of them
    assert end(child)[::2] == (130, "")
    with open_store(tmp_path / "a.db") as store, open_store(tmp_path / "whole.db") as whole:
        assert 0 < len(store.reports()) < N_FILES
        assert verify(store) == []
        run(store, [folder], code_report, jobs=1)
        run(whole, [folder], code_report, jobs=1)
        assert dump(store) == dump(whole)


def test_no_process_outlives_the_one_that_started_it(folder, tmp_path):  # noqa: F811
    child = start(folder, tmp_path / "a.db", tmp_path)
    child.kill()
    end(child)


def test_the_default_number_of_processes():
    assert 1 <= default_jobs() <= workers.MOST_JOBS


def test_a_fault_is_said_in_words(caplog):
    assert code_or_say(report(), breaks_at_seven) == code_report(report())
    said = code_or_say(report(text="number 7 "), breaks_at_seven)
    assert said == "coding failed, please report it: KeyError: 'seven'"
    assert ": coding failed" in caplog.text
