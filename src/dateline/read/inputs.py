"""From paths to documents: finding files, telling formats, and reading one after another."""

from __future__ import annotations

import glob
import gzip
import hashlib
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.draft import TEXT_ID, Draft, finish_report
from dateline.read.sandbox import PARSERS, Sandbox
from dateline.read.table import read_table
from dateline.read.text import read_plain_text
from dateline.read.warc import read_warc
from dateline.records import Document, Failure, Report

MAX_DOCUMENT = 128 << 20  # bytes of one document held in memory; archives and tables stream
HEAD = 8192  # bytes looked at to tell a format
STREAMED = ("warc", "jsonl", "csv", "tsv", "parquet")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`published` outranks every date found; `columns` maps our fields to a table's columns."""

    published: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # e.g. {"text": "Notes"}
    seconds: float = 30.0  # for one document in a parser
    memory_mb: int = 2048  # address space of the parser process


def read_inputs(
    inputs: Sequence[str | Path], *, options: ReadOptions | None = None
) -> Iterator[Document]:
    """Read files, folders (all files below, sorted), globs, and `-` for standard input, in order.

    What cannot be read becomes a `Failure` with its reason, and the next is read. Archives and
    tables are streamed.
    """
    options = options or ReadOptions()
    taken: dict[str, int] = {}  # id of a row -> hash of its text
    with Sandbox(seconds=options.seconds, memory_mb=options.memory_mb) as sandbox:
        for name in inputs:
            for path in find_files(name):
                for document in read_document(path, options, sandbox):
                    yield _refuse_taken_id(document, taken)


def _refuse_taken_id(document: Document, taken: dict[str, int]) -> Document:
    """The document, or a failure when its row's id already names another text of this run."""
    report = document.outcome
    if isinstance(report, Failure) or TEXT_ID.fullmatch(report.id):
        return document
    if taken.setdefault(report.id, hash(report.text)) == hash(report.text):
        return document
    reason = f"another text has the id {report.id!r} already; map another column to id, or none"
    return Document(Failure(report.origin, report.raw_sha256, reason), document.raw)


def find_files(name: str | Path) -> Iterator[str]:
    """The files that one input stands for, sorted; hidden files of a folder are left out.

    A path that is not there is handed on as it is, so that its absence is reported.
    """
    if str(name) == "-":
        yield "-"
        return
    path = Path(name)
    if path.is_dir():
        found = (p for p in path.rglob("*") if p.is_file())
        hidden = (p for p in found if not any(s.startswith(".") for s in p.relative_to(path).parts))
        yield from map(str, sorted(hidden))
    elif path.exists() or not glob.has_magic(str(name)):
        yield str(path)
    else:
        matches = sorted(glob.glob(str(name), recursive=True))  # noqa: PTH207, may be absolute
        for match in matches:
            yield from find_files(match)
        if not matches:
            yield str(name)


def read_document(
    path: str, options: ReadOptions, sandbox: Sandbox, *, url: str | None = None
) -> Iterator[Document]:
    """Read one file, or `-`; `url` is where a page was saved from, when that is known."""
    raw: bytes | None = None
    origin = say_path(path)
    try:
        with _open(path) as stream:
            head = _peek(stream)
            if not head:
                raise ReadError("the file is empty")
            kind = sniff(head, Path(path).name)
            if kind in STREAMED:
                yield from _read_parts(kind, stream, origin, options, sandbox)
                return
            raw = stream.read(MAX_DOCUMENT + 1)
        if len(raw) > MAX_DOCUMENT:
            raw = None
            raise ReadError(f"more than {MAX_DOCUMENT >> 20} MiB in one document; split it")
        yield from _read_bytes(kind, raw, origin, options, sandbox, url=url)
    except (ReadError, OSError, EOFError, zlib.error) as error:
        yield _fail(origin, raw, error)


def say_path(path: str | Path) -> str:
    """A path as it can be written down: bytes of a name that are no UTF-8, as old discs have them, escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


PART = re.compile(r"#(?=(?:row|entry) \d+$|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)


def containers(origin: str) -> list[str]:
    """What an origin is a part of: its file, then any archive or feed in that; none for all of a file.

    >>> containers("a.csv#row 3"), containers("w.warc#https://a.example/feed#entry 2"), containers("no#2.txt")
    (['a.csv'], ['w.warc', 'w.warc#https://a.example/feed'], [])
    """
    return [origin[: found.start()] for found in PART.finditer(origin)]


def _read_bytes(
    kind: str,
    raw: bytes,
    origin: str,
    options: ReadOptions,
    sandbox: Sandbox,
    *,
    url: str | None = None,
    charset: str | None = None,
) -> Iterator[Document]:
    """The documents of one file or archive member; a feed gives one for each entry."""
    try:
        if kind not in PARSERS:
            drafts = [read_plain_text(raw)]
        else:
            drafts = sandbox.parse(kind, raw, url=url, charset=charset)
    except ReadError as error:
        yield _fail(origin, raw, error)
        return
    for draft in drafts:
        yield _finish(draft, raw, origin, options)


def _finish(draft: Draft, raw: bytes, origin: str, options: ReadOptions) -> Document:
    where = f"{origin}#{draft.member}" if draft.member else origin
    sha = hashlib.sha256(raw).hexdigest()
    outcome: Report | Failure
    try:
        outcome = finish_report(draft, origin=where, raw_sha256=sha, published=options.published)
    except ReadError as error:
        outcome = Failure(where, sha, str(error))
    return Document(outcome, raw)


def _fail(origin: str, raw: bytes | None, error: Exception) -> Document:
    reason = str(error) if isinstance(error, ReadError) else _say(error)
    return Document(
        Failure(origin, hashlib.sha256(raw).hexdigest() if raw is not None else None, reason), raw
    )


def _say(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "no such file"
        case PermissionError():
            return "not allowed to read it"
        case gzip.BadGzipFile() | EOFError() | zlib.error():
            return f"damaged gzip file ({error})"
        case OSError():
            return error.strerror or str(error)
        case _:
            return str(error)


@contextmanager
def _open(path: str) -> Iterator[BinaryIO]:
    """The bytes of a file, or of standard input, out of their gzip wrapping if they have one."""
    with ExitStack() as open_files:
        source: BinaryIO = sys.stdin.buffer
        if path != "-":
            source = open_files.enter_context(Path(path).open("rb"))
        start = _peek(source)[:2]
        # a WARC is gzipped record by record, and its reader wants it so
        if start == b"\x1f\x8b" and not re.search(r"\.warc(?:\.gz)?$", path.lower()):
            source = cast(BinaryIO, gzip.GzipFile(fileobj=source))
        yield source


def _peek(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, left in it."""
    return cast(io.BufferedReader, stream).peek(HEAD)[:HEAD]


SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rss": "feed",
    ".atom": "feed",
    ".pdf": "pdf",
    ".warc": "warc",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".eml": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
}
REFUSED = (
    (b"\x89PNG", "an image needs OCR first"),
    (b"\xff\xd8\xff", "an image needs OCR first"),
    (b"GIF8", "an image needs OCR first"),
    (b"PK\x03\x04", "a zip or office file: unpack it, or save it as PDF, HTML or text"),
    (b"\xd0\xcf\x11\xe0", "an old office file: save it as PDF, HTML or text"),
    (b"SQLite format 3", "a database, not a report"),
    (b"{\\rtf", "RTF: save it as PDF, HTML or text"),
)


def sniff(head: bytes, name: str) -> str:
    """The format of a file by its first bytes, then by its name; text when nothing else fits.

    >>> sniff(b"%PDF-1.7", "report.txt"), sniff(b"<!doctype html><p>", "-"), sniff(b"Two died.", "a")
    ('pdf', 'html', 'text')
    """
    for magic, remedy in REFUSED:
        if head.startswith(magic):
            raise ReadError(remedy)
    if head.startswith(b"%PDF-") or b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    suffix = Path(name.lower().removesuffix(".gz")).suffix
    if head.startswith(b"\x1f\x8b"):
        return "warc"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00\xff\xfe").lower()
    if start.startswith(b"<"):
        if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", start[:2048]):
            return "feed"
        if re.match(
            rb"<(?:!doctype html|html|head|body|!--|meta|title|div|p|article|\?xml)", start
        ):
            return "html"
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    return _sniff_text(head)


def _sniff_text(head: bytes) -> str:
    if re.match(rb"\s*\{\s*\"", head):
        return "jsonl"
    fields = re.findall(rb"^([A-Za-z-]+): ", head.partition(b"\n\n")[0].replace(b"\r", b""), re.M)
    if {b"received", b"message-id", b"mime-version"} & {f.lower() for f in fields}:
        return "mail"
    return "text"


def _read_parts(
    kind: str, stream: BinaryIO, origin: str, options: ReadOptions, sandbox: Sandbox
) -> Iterator[Document]:
    """The documents of an archive or a table, one at a time."""
    if kind != "warc":
        yield from _read_rows(kind, stream, origin, options, sandbox)
        return
    for member in read_warc(stream):
        where = f"{origin}#{member.url}"
        if member.error:
            yield _fail(where, member.raw, ReadError(member.error))
        else:
            hints = {"url": member.url, "charset": member.charset}
            yield from _read_bytes(member.kind, member.raw, where, options, sandbox, **hints)


def _read_rows(
    kind: str, stream: BinaryIO, origin: str, options: ReadOptions, sandbox: Sandbox
) -> Iterator[Document]:
    for row in read_table(kind, stream, columns=options.columns):
        draft = row.draft
        if row.is_html:
            try:
                (page,) = sandbox.parse("html", draft.text.encode(), url=draft.url, charset="utf-8")
                draft = _merge(draft, page)
            except ReadError as error:
                draft = replace(draft, text="", error=str(error))
        yield _finish(draft, row.raw, origin, options)


def _merge(row: Draft, page: Draft) -> Draft:
    """A row whose text was a page: the row's own columns go first."""
    return replace(
        page,
        title=row.title or page.title,
        publisher=row.publisher or page.publisher,
        author=row.author or page.author,
        language=row.language or page.language,
        url=row.url or page.url,
        id=row.id,
        member=row.member,
        dates=row.dates + page.dates,
    )
