"""A run: read documents, code each, keep it, and link all there is, so that it can be cut off
anywhere and run again.

Each document is one transaction. Incidents are a pure function of all claims in the database,
written once at the end; a run that was killed before that leaves the old ones until the next.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import ModelError
from dateline.gazetteer.find import open_gazetteer
from dateline.judging import replay_all
from dateline.read import (
    CopyGroup,
    ReadOptions,
    containers,
    find_copies,
    read_inputs,
    refusal,
    say_path,
)
from dateline.records import Claim, Document, Failure, Incident, Report, Values
from dateline.store import Store, Versions
from dateline.workers import CodeReport, Coders, Task, Told, load_coder, say_fault

LinkClaims = Callable[
    [Sequence[Claim[Values]], Sequence[Report], Sequence[CopyGroup]], Sequence[Incident]
]

CODING = (".py", ".tsv", ".npz", ".onnx", ".json")  # files that decide how a report is coded
# What a claim or an incident depends on beside the reports and the tables of words and places.
RULES = ("records.py", "pipeline.py", "read", "extract", "resolve", "link", "gazetteer", "lexicons")


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `reports` are the ids of its reports, `known` those coded already, `left` what
    was read from the same files before and is not in them any more; see `find_left`."""

    reports: tuple[str, ...]
    known: frozenset[str]
    failures: tuple[Failure, ...]
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # file -> ids of reports


def code_inputs(
    inputs: Sequence[str | Path],
    store: Store,
    *,
    options: ReadOptions | None = None,
    code_report: CodeReport | None = None,
    link_claims: LinkClaims | None = None,
    versions: Versions | None = None,
    actors: Path | None = None,
    gazetteer: Path | None = None,
    jobs: int = 1,
    on_document: Callable[[Report | Failure], None] | None = None,
) -> RunResult:
    """Read, code and link documents into an open store; what cannot be coded is a failure there.

    Files, folders, globs and `-`. A report that the same version has coded is not coded again.
    `actors` is a user's own table of actors, `gazetteer` a file of places that they imported.
    `code_report` and `link_claims` are the pipeline's unless given, and then with `versions` of
    their own. With `jobs` above one, many reports are coded in so many other processes, to the same
    outcome; a script that asks for it needs `if __name__ == "__main__":`, as these import it anew.
    `on_document` hears of each when it is done, in their order. ModelError when a data file is missing.
    """
    options = options or ReadOptions()
    load = partial(load_coder, actors=actors, gazetteer=gazetteer)
    if code_report is not None:
        load = partial(_as_it_is, code_report)
    link_claims = link_claims or load_linker()
    versions = versions or read_versions(actors=actors, gazetteer=gazetteer)
    with Coders(load, jobs=jobs) as coders:
        run = store.start_run(versions, options=_describe(inputs, options, actors, gazetteer))
        before = store.report_origins()
        reports: dict[str, bool] = {}  # id -> whether it was coded before this run
        origins: dict[str, str] = {}
        failures: list[Failure] = []
        documents = read_inputs(inputs, options=options)
        for outcome, is_known in code_documents(documents, store, coders, coder=versions.coder):
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                reports.setdefault(outcome.id, is_known)
                origins.setdefault(outcome.id, outcome.origin)
            if on_document is not None:
                on_document(outcome)
    link_store(store, link_claims)
    store.finish_run(run, coded=len(reports), failed=len(failures))
    known = frozenset(report_id for report_id, is_known in reports.items() if is_known)
    return RunResult(tuple(reports), known, tuple(failures), find_left(before, origins))


def find_left(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each file that told something new, the reports that were read from it before and are not in
    it now, as when somebody edited it: they stay in the store, and count. Both: id -> origin.

    >>> find_left({"r1": "a.txt", "r2": "t.csv#row 1"}, {"r3": "a.txt", "r4": "b.txt"})
    {'a.txt': ('r1',)}
    """
    changed = {_file(origin) for id, origin in now.items() if id not in before} - {None}
    left: dict[str, tuple[str, ...]] = {}
    for id, origin in before.items():
        if (file := _file(origin)) in changed and file is not None and id not in now:
            left[file] = (*left.get(file, ()), id)
    return left


def _file(origin: str) -> str | None:
    """The file that a text is of; None for what holds others each time: standard input, a feed."""
    file = re.sub(r"#row \d+$", "", origin)
    return None if file == "-" or re.search(r"#entry \d+$", origin) else file


def load_linker() -> LinkClaims:
    from dateline.pipeline import link_claims

    return link_claims


def _as_it_is(code_report: CodeReport) -> CodeReport:
    return code_report


def code_documents(
    documents: Iterable[Document], store: Store, coders: Coders, *, coder: str
) -> Iterator[tuple[Report | Failure, bool]]:
    """Code documents and keep each in a transaction of its own, in their order, whichever is coded
    first. True: the same was coded before."""
    waiting: deque[tuple[Document, Task | None]] = deque()
    for document in documents:
        waiting.append((document, _begin(document, waiting, store, coders, coder=coder)))
        while len(waiting) > coders.ahead:
            yield code_document(*waiting.popleft(), store, coders, coder=coder)
    while waiting:
        yield code_document(*waiting.popleft(), store, coders, coder=coder)


def _begin(
    document: Document,
    waiting: Iterable[tuple[Document, Task | None]],
    store: Store,
    coders: Coders,
    *,
    coder: str,
) -> Task | None:
    """Have a document coded ahead of its turn, unless its turn will show that it need not be."""
    report = document.outcome
    if not isinstance(report, Report) or refusal(report) is not None:
        return None
    if any(
        isinstance(other.outcome, Report) and other.outcome.id == report.id for other, _ in waiting
    ):
        return None
    report, is_known = _look_up(report, store, coder=coder)
    return None if is_known else coders.begin(report)


def _look_up(new: Report, store: Store, *, coder: str) -> tuple[Report, bool]:
    """The report as it is to be kept, and whether this version has coded it so already."""
    stored = store.report(new.id)
    report = choose_report(new, stored)
    return report, report == stored and store.coder_of(report.id) == coder


def code_document(
    document: Document, task: Task | None, store: Store, coders: Coders, *, coder: str
) -> tuple[Report | Failure, bool]:
    """Code one document, or wait until that is done, and keep it, in one transaction."""
    outcome = document.outcome
    if isinstance(outcome, Report):
        origin = outcome.origin
        report, is_known = _look_up(outcome, store, coder=coder)
        if is_known:
            _keep_bytes(document, origin, store)
            store.forget_failures([origin, *containers(origin)])
            return report, True
        outcome = _keep_report(document, report, task, store, coders, coder=coder)
        if not isinstance(outcome, Failure):
            store.forget_failures([origin, *containers(origin)])
    if isinstance(outcome, Failure):
        with store.transaction():
            _keep_bytes(document, outcome.origin, store)
            store.add_failure(outcome, coder=coder)
    return outcome, False


def _keep_report(
    document: Document,
    report: Report,
    task: Task | None,
    store: Store,
    coders: Coders,
    *,
    coder: str,
) -> Report | Failure:
    told: Told | None = refusal(report)
    if told is None:
        if task is None or task.report != report:  # another program may write to this store too
            task = coders.begin(report)
        told = coders.finish(task)
    if not isinstance(told, str):
        try:
            with store.transaction():
                _keep_bytes(document, report.origin, store)
                store.add_report(report, coder=coder)
                store.replace_claims(report.id, told)
            return report
        except SQLAlchemyError:
            raise  # the database, not the report
        except Exception as error:
            told = say_fault(error, report)
    return Failure(report.origin, report.raw_sha256, told)


def _keep_bytes(document: Document, origin: str, store: Store) -> None:
    if document.raw is not None:
        store.add_document(document.raw, origin=origin)


def choose_report(new: Report, stored: Report | None) -> Report:
    """One text met twice is one report, with the particulars of where it was met first.

    The later ones count where they come from the same place as the first, where they give the
    date that the first lacks, or where the user gave the date. So the order of files does not
    matter more than once: coding them again changes nothing.
    """
    if stored is None or new.origin == stored.origin:
        return new
    if new.published_how == "option" and new.published != stored.published:
        return replace(stored, published=new.published, published_how="option")
    if stored.published is None and new.published is not None:
        return replace(stored, published=new.published, published_how=new.published_how)
    return stored


def link_store(store: Store, link_claims: LinkClaims) -> None:
    """Find copies among all reports of a store, link all its claims into incidents, and replay
    what people decided on them."""
    reports = store.reports()
    copies = find_copies(reports)
    incidents = link_claims(store.claims(), reports, copies)
    with store.transaction():
        store.replace_copies({group.representative: group.members for group in copies})
        replay_all(store, incidents, reports)


def read_versions(*, actors: Path | None = None, gazetteer: Path | None = None) -> Versions:
    """The package's version and the digests of its tables, its gazetteer and its rules.

    A user's own `actors` count among the tables, their `gazetteer` with the packaged one. Two runs
    of equal versions code alike.
    """
    package = resources.files("dateline")
    tables = [path for path in _files(package / "lexicons") if path.name.endswith(".tsv")]
    # the model's weights and the fitted tables beside the code decide as much as the code
    rules = [
        path
        for name in (*RULES, "weights")
        for path in _files(package / name)
        if path.name.endswith(CODING) and path not in tables
    ]
    return Versions(
        package=metadata.version("dateline"),
        lexicons=_digest([*tables, *([actors] if actors else [])]),
        gazetteer=_gazetteer_digest(gazetteer),
        rules=_digest(rules),
    )


def read_data_files() -> str:
    """The data inside the package, in a line: how many tables, and how large."""
    package = resources.files("dateline")
    found = {name: _files(package / name) for name in ("lexicons", "gazetteer", "weights")}
    tables = [Path(str(file)) for file in found["lexicons"] if file.name.endswith(".tsv")]
    places = [Path(str(file)) for file in found["gazetteer"] if file.name.endswith(".sqlite")]
    weights = [Path(str(file)) for file in found["weights"]]
    sizes = [
        sum(path.stat().st_size for path in paths) / 1e6 for paths in (tables, places, weights)
    ]
    return (
        f"{len(tables)} tables ({sizes[0]:.1f} MB), gazetteer ({sizes[1]:.1f} MB), "
        f"model ({sizes[2]:.1f} MB)"
    )


def _gazetteer_digest(own: Path | None) -> str | None:
    """As its builder wrote it down; None when there is no packaged gazetteer."""
    try:
        gazetteer = open_gazetteer(own=own)
    except ModelError:
        if own is not None:
            raise
        return None
    try:
        return gazetteer.meta()["digest"][:16]
    finally:
        gazetteer.close()


def _files(path: Traversable) -> list[Traversable]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        return []
    children = sorted(path.iterdir(), key=lambda child: child.name)
    return [file for child in children for file in _files(child)]


def _digest(files: Sequence[Traversable | Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _describe(
    inputs: Sequence[str | Path],
    options: ReadOptions,
    actors: Path | None,
    gazetteer: Path | None,
) -> dict[str, object]:
    return {
        "inputs": [say_path(name) for name in inputs],
        "published": options.published.isoformat() if options.published else None,
        "columns": dict(options.columns),
        "actors": say_path(actors) if actors else None,
        "gazetteer": say_path(gazetteer) if gazetteer else None,
    }
