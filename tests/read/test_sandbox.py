"""A hostile or hopeless document costs itself, never the run."""

import contextlib
import os
import signal
import sys
import threading

import pytest
from tests.read.documents import BODY, page

from dateline.errors import LimitError, ReadError
from dateline.read import ReadOptions, read_inputs
from dateline.read.sandbox import Sandbox
from dateline.records import Failure, Report

HUGE = (
    "<html><body>" + "<div><p>Some words here, and more.</p></div>" * 400_000 + "</body></html>"
).encode()


def test_one_process_reads_many_documents():
    with Sandbox(seconds=30, memory_mb=2048) as sandbox:
        sandbox.parse("html", page().encode())
        child = sandbox._child
        assert sandbox.parse("html", page().encode())[0].text.endswith(BODY)
        assert sandbox._child is child
    assert child.poll() is not None


def test_time_limit_is_a_reason_and_the_next_document_is_read(tmp_path):
    (tmp_path / "a.html").write_bytes(HUGE)
    (tmp_path / "b.html").write_text(page())
    options = ReadOptions(seconds=2)
    slow, quick = (document.outcome for document in read_inputs([tmp_path], options=options))
    assert isinstance(slow, Failure) and "time limit of 2 seconds" in slow.reason
    assert isinstance(quick, Report)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps an address-space limit")
def test_memory_limit_is_a_reason_and_the_next_document_is_read():
    with Sandbox(seconds=60, memory_mb=250) as sandbox:
        with pytest.raises(LimitError, match="memory limit of 250 MiB"):
            sandbox.parse("html", HUGE * 4)
        assert sandbox.parse("html", page().encode())[0].text.endswith(BODY)


def test_killed_while_parsing_is_a_limit_error_and_the_next_is_read():
    with Sandbox(seconds=60, memory_mb=4096) as sandbox:
        sandbox.parse("html", page().encode())
        timer = threading.Timer(0.3, os.kill, (sandbox._child.pid, signal.SIGTERM))
        timer.start()
        with pytest.raises(LimitError, match="died"):
            sandbox.parse("html", HUGE)
        assert sandbox.parse("html", page().encode())[0].text.endswith(BODY)


def test_killed_while_waiting_costs_no_document():
    with Sandbox(seconds=60, memory_mb=2048) as sandbox:
        sandbox.parse("html", page().encode())
        sandbox._child.kill()
        sandbox._child.wait()
        assert sandbox.parse("html", page().encode())[0].text.endswith(BODY)


@pytest.mark.parametrize("parser", ["html", "feed", "pdf", "mail"])
@pytest.mark.parametrize("raw", [b"", b"\x00" * 100, b"<", b"%PDF-", bytes(range(256)) * 20])
def test_no_bytes_crash_a_parser(sandbox, parser, raw):
    child = sandbox._child
    with contextlib.suppress(ReadError):
        assert sandbox.parse(parser, raw)
    assert sandbox._child is child


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(seconds=30, memory_mb=2048) as running:
        running.parse("html", page().encode())
        yield running
