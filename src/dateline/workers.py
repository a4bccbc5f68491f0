"""Coding reports in processes of their own, where there are enough reports to be worth starting them.

The processes are started anew (`spawn`), as on macOS and Windows, and each loads what it needs
once; so this module imports little. What a report gives does not depend on the process that codes it, nor on the reports beside it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from dateline.errors import DatelineError
from dateline.records import Claim, Report, Values

log = logging.getLogger(__name__)

CodeReport = Callable[[Report], Sequence[Claim[Values]]]
LoadCoder = Callable[[], CodeReport]
Told = Sequence[Claim[Values]] | str  # what a report says, or why it could not be coded

MOST_JOBS = 4  # unless asked for: each holds a model and a gazetteer of its own
WORTH = 16  # reports from which processes are started: see docs/quality.md
AHEAD = 4  # reports given to each process before the first of them is asked for
DIED = "the process that coded it died, with none beside it; out of memory? Try it with one job"


def default_jobs() -> int:
    """As many as the processors that this process may use, at most `MOST_JOBS`."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST_JOBS, len(os.sched_getaffinity(0)))
    return min(MOST_JOBS, os.cpu_count() or 1)


def load_coder(*, actors: Path | None = None, gazetteer: Path | None = None) -> CodeReport:
    """The pipeline's coder, with a user's own actors and places on top of the packaged ones."""
    from dateline.pipeline import code_report, load_tools

    tools = load_tools(actors=actors, gazetteer=gazetteer)
    return lambda report: code_report(report, tools)


def keep_numpy_to_one_thread() -> None:
    """Its threads wait for each other, spinning, over work that is too small for two, and take the core
    of another process. Heeded where numpy is not imported yet and the user asks for no other number."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(slots=True, eq=False)
class Task:
    """A report that is to be coded, and its answer to come where a process has been given it."""

    report: Report
    future: Future[Told] | None = None


class Coders:
    """Codes reports, in this process or in up to `jobs` others. Close it when done.

    `load` makes the coder where it is needed; with several jobs it must be known by name, as
    pickle wants it. Other processes are started once `WORTH` reports have been begun.
    """

    def __init__(self, load: LoadCoder, *, jobs: int) -> None:
        self.jobs = jobs
        self._load = load
        self._here: CodeReport | None = load() if jobs == 1 else None
        self._held: list[Task] = []  # begun, and no process has them yet
        self._n_begun = 0
        self._pool: ProcessPoolExecutor | None = None
        self._single: ProcessPoolExecutor | None = None  # for reports that a process died over

    def __enter__(self) -> Coders:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the processes end the report that each is at, and forget the others."""
        for pool in (self._pool, self._single):
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        self._pool = self._single = None

    @property
    def ahead(self) -> int:
        """How many documents to begin before the first of them is asked for."""
        return 0 if self.jobs == 1 else max(WORTH, AHEAD * self.jobs)

    def begin(self, report: Report) -> Task:
        """Take a report to be coded; `finish` waits for it."""
        task = Task(report)
        self._n_begun += 1
        if self.jobs > 1:
            self._held.append(task)
            if self._n_begun >= WORTH:
                self._give_out()
        return task

    def finish(self, task: Task) -> Told:
        """What a report says, or why it could not be coded. Raises what loading a coder raises."""
        if task.future is None:
            if task in self._held:
                self._held.remove(task)
            self._here = self._here or self._load()
            return code_or_say(task.report, self._here)
        try:
            return task.future.result()
        except BrokenProcessPool:
            return self._finish_alone(task.report)

    def _give_out(self) -> None:
        self._here = None  # its memory is the workers' now
        for task in self._held:
            try:
                task.future = _submit(self._start_pool(), task.report)
            except BrokenProcessPool:  # since the last report, and nobody has asked since
                self._pool = None
                task.future = _submit(self._start_pool(), task.report)
        self._held.clear()

    def _start_pool(self) -> ProcessPoolExecutor:
        self._pool = self._pool or _make_pool(self._load, self.jobs)
        return self._pool

    def _finish_alone(self, report: Report) -> Told:
        """A process died, over this report or one beside it: this one again, with none beside it."""
        self._single = self._single or _make_pool(self._load, 1)
        try:
            return _submit(self._single, report).result()
        except BrokenProcessPool:
            self._single = None
            return DIED


def code_or_say(report: Report, code_report: CodeReport) -> Told:
    """What a report says, or why it could not be coded."""
    try:
        return code_report(report)
    except Exception as error:
        return say_fault(error, report)


def say_fault(error: Exception, report: Report) -> str:
    """Why a report could not be coded. A fault of ours in one must not lose the others: it is logged."""
    if isinstance(error, DatelineError):
        return str(error)
    log.error("%s: coding failed", report.origin, exc_info=error)
    return f"coding failed, please report it: {type(error).__name__}: {error}"


def _make_pool(load: LoadCoder, jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), initializer=_set_up, initargs=(load,)
    )


def _submit(pool: ProcessPoolExecutor, report: Report) -> Future[Told]:
    """Here a pool starts its processes: with Ctrl-C held back meanwhile, so that it finds none of them
    before it is told to ignore it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return pool.submit(_code, report)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_code, report)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# What a process of the pool holds; in the process that starts it both stay empty.
_load: LoadCoder | None = None
_coder: CodeReport | None = None


def _set_up(load: LoadCoder) -> None:
    """The first thing that a process of the pool does. Loading waits for the first report, since what
    fails here could not say why."""
    global _load
    _load = load
    keep_numpy_to_one_thread()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started it
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _code(report: Report) -> Told:
    global _coder
    if _coder is None:
        assert _load is not None
        _coder = _load()
    return code_or_say(report, _coder)
