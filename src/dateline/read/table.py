"""Tables of reports: JSON lines, CSV, TSV and Parquet, a report a row.

Columns are found by the names in `ALIASES`, capitals and punctuation aside, unless the caller
maps them. Only a text column is needed.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.dates import FoundDate, read_date, writes_month_first
from dateline.read.draft import Draft

MAX_ROW = 16 << 20  # bytes of one row
MAX_ROW_NUMBER = 6  # digits
MAX_WHOLE = 128 << 20  # bytes of a JSON document that is not in lines
WITHOUT_TEXT = 100  # rows of JSON without a text before the first that has one

# our field <- the names that tables give it, the most telling first
ALIASES = {
    "text": "text body content maintext main_text fulltext full_text article_text story article notes description html content_html",
    "title": "title headline heading subject",
    "published": "published publication_date pub_date date_published published_at publish_date published_date publishedat datepublished article_date source_date date created_at created date_reported report_date reported timestamp datetime",
    "publisher": "publisher source outlet site site_name sitename newspaper source_name media source_domain domain",
    "author": "author authors byline writer",
    "url": "url link source_url uri permalink web_url",
    "language": "language lang language_code",
    "id": "id report_id doc_id docid document_id article_id uid guid",
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as a draft, with the bytes of that row. Text marked up as HTML is yet to be parsed."""

    draft: Draft
    raw: bytes
    is_html: bool = False


def read_table(
    kind: str, stream: BinaryIO, *, columns: Mapping[str, str] | None = None
) -> Iterator[TableRow]:
    """The rows of a table of `kind` jsonl, csv, tsv or parquet.

    `columns` maps fields (the keys of `ALIASES`) to column names and outranks the aliases.
    Raises ReadError when no column holds text, when a mapped column is not there or one that is read
    is there twice, or when the file is no such table or an empty one. JSON leaves out what a row has
    not: there a row without a text is that row's failure.
    """
    unknown = set(columns or {}) - set(ALIASES)
    if unknown:
        raise ReadError(
            f"no such field: {', '.join(sorted(unknown))}; fields are {', '.join(ALIASES)}"
        )
    columns = columns or {}
    if kind == "jsonl":
        with closing(_read_json(stream)) as rows:
            yield from _sparse_rows(rows, columns)
        return
    read = _read_parquet if kind == "parquet" else read_csv
    with closing(read(stream, check=partial(_check_names, columns=columns))) as rows:
        number = 0
        for number, (values, raw) in enumerate(rows, start=1):
            assert not isinstance(values, str)  # only JSON has rows that are none
            yield read_row(values, raw, number=number, columns=columns)
        if number == 0:
            raise ReadError("a table without rows")


def _sparse_rows(rows: Raw, columns: Mapping[str, str]) -> Iterator[TableRow]:
    """Rows that need not all have the same columns: of each mapped one, and of a text, some row must tell."""
    told: dict[str, None] = {}  # names of columns, in the order met
    waiting: list[TableRow] = []  # rows without a text, before the first with one
    without: ReadError | None = None  # the first row's want of a text
    seen, number = False, 0
    for number, (values, raw) in enumerate(rows, start=1):
        if isinstance(values, str):
            row, is_row = _failed_row(values, raw, number), False
        else:
            told |= dict.fromkeys(values)
            try:
                row, is_row = read_row(values, raw, number=number, columns=columns), True
            except ReadError as error:
                row, is_row = _failed_row(str(error), raw, number), False
                without = without or error
        seen = seen or is_row
        waiting.append(row)
        if seen:
            yield from waiting
            waiting.clear()
        elif without is not None and len(waiting) >= WITHOUT_TEXT:
            break
    if number == 0:
        raise ReadError("a table without rows")
    if without is not None and not seen:
        raise without
    yield from waiting
    _check_mapped(told, columns)


def _failed_row(reason: str, raw: bytes, number: int) -> TableRow:
    return TableRow(Draft(text="", member=f"row {number}", error=reason), raw)


def _check_names(names: Sequence[str], *, columns: Mapping[str, str]) -> None:
    """ReadError when a header has no mapped column, or twice one that is to be read: a row could give
    either cell."""
    _check_mapped(names, columns)
    for field, name in _map_columns(names, columns).items():
        is_told = columns.get(field) in names  # exactly so, capitals and all
        alike = [one for one in names if one == name or (not is_told and _same(one, name))]
        if len(alike) > 1:
            remedy = "rename all but one of them"
            if len(set(alike)) > 1:
                remedy += f", or map one, as {field}={name}"
            raise ReadError(
                f"{len(alike)} columns are called {name!r}, any of which may be the {field}; {remedy}"
            )


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _check_mapped(names: Iterable[str], columns: Mapping[str, str]) -> None:
    """ReadError when the caller maps a column that a table has not: the dates of all reports, say, would
    be missing without a word."""
    names = list(names)
    there = {_fold(name) for name in names}
    for field, column in columns.items():
        if _fold(column) not in there:
            listed = ", ".join(map(repr, names))
            raise ReadError(
                f"no column {column!r} for {field} among {listed}; map another, or none"
            )


def read_row(
    values: Mapping[str, Any], raw: bytes, *, number: int, columns: Mapping[str, str]
) -> TableRow:
    """One row's fields as a draft. Raises ReadError when no column can be its text."""
    fields = _map_columns(tuple(values), columns)
    cells = {field: _cell(values.get(column)) for field, column in fields.items()}
    text = cells.get("text") or ""
    url = cells.get("url")
    day = _read_day(cells.get("published"), url)
    draft = Draft(
        text=text,
        title=cells.get("title"),
        publisher=cells.get("publisher"),
        author=cells.get("author"),
        language=cells.get("language"),
        url=url,
        id=_own_id(cells.get("id"), asked="id" in columns),
        member=f"row {number}",
        dates=(FoundDate(day, "column"),) if day else (),
        error=None if text.strip() else f"no text in column {fields['text']!r}",
    )
    return TableRow(
        draft, raw, is_html=bool(re.search(r"</(?:p|div|body|span|li|a)>|<br ?/?>", text))
    )


def _own_id(cell: str | None, *, asked: bool) -> str | None:
    """A row's id as its report's. A bare row number would name another report in every table,
    so it counts only where the caller maps the column.
    """
    numbered = cell is not None and cell.isdigit() and len(cell) <= MAX_ROW_NUMBER
    return None if numbered and not asked else cell


def _map_columns(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Our fields to the columns of this table; of two that a mapping may mean, the one called exactly so."""
    names = list(names)
    by_fold = {_fold(name): name for name in reversed(names)}
    found = {}
    for field, aliases in ALIASES.items():
        wanted = [_fold(alias) for alias in aliases.split()]
        if field in columns:
            wanted = [_fold(columns[field])]
        name = next((by_fold[w] for w in wanted if w in by_fold), None)
        if columns.get(field) in names:
            name = columns[field]
        if name is not None:
            found[field] = name
    if "text" not in found:
        listed = ", ".join(map(repr, names))
        asked = f"no column {columns['text']!r}" if "text" in columns else "no column for the text"
        raise ReadError(f"{asked} among {listed}; map one, as text=NAME")
    return found


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "", str(name).casefold())


def _cell(value: Any) -> str | None:
    """A cell as text: names in lists are joined, an object gives its name, empty is None."""
    match value:
        case None | "":
            return None
        case str():
            return value
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(filter(None, map(_cell, value))) or None
        case dict():
            return _cell(value.get("name") or value.get("title") or value.get("value"))
        case float() if value != value:  # NaN, as pandas writes an empty cell
            return None
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _read_day(cell: str | None, url: str | None) -> date | None:
    """A cell's date, written out, as 20140503, or as seconds or milliseconds since 1970."""
    if cell is None:
        return None
    digits = cell.strip()
    if re.fullmatch(r"(?:19|20)\d{6}(?:\d{6})?", digits):
        return read_date(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}")
    if re.fullmatch(r"\d{9,10}|\d{12,13}", digits):
        seconds = int(digits) / (1000 if len(digits) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).date()
    return read_date(cell, month_first=writes_month_first(url))


Raw = Generator[
    tuple[dict[str, Any] | str, bytes], None, None
]  # a row's values, or why it has none; its bytes
CheckNames = Callable[[Sequence[str]], None]  # of columns, as a header has them


def _read_json(stream: BinaryIO) -> Raw:
    """JSON lines; a file that is one JSON array, or one object holding an array, is taken whole."""
    first = stream.readline(MAX_ROW + 1)
    while first and not first.strip():
        first = stream.readline(MAX_ROW + 1)
    if not first:
        return
    values = _loads(first)
    if not isinstance(values, dict) or (_rows_in(values) and not stream.read(1)):
        yield from _read_whole_json(first + stream.read(MAX_WHOLE))
        return
    line = first
    while line:
        if len(line) > MAX_ROW:
            raise ReadError(f"a line of more than {MAX_ROW >> 20} MiB")
        values = _loads(line)
        if line.strip():
            yield (values if isinstance(values, dict) else "not a JSON object"), line
        line = stream.readline(MAX_ROW + 1)


def _loads(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _read_whole_json(raw: bytes) -> Raw:
    found = _loads(raw)
    if isinstance(found, dict):
        found = _rows_in(found) or [found]
    if not isinstance(found, list):
        raise ReadError("not JSON lines and not one JSON document, in UTF-8")
    for values in found:
        row = json.dumps(values, ensure_ascii=False).encode()
        yield (values if isinstance(values, dict) else "not a JSON object"), row


def _rows_in(values: dict[str, Any]) -> list[Any]:
    """The rows that an object wraps, as an API's answer does; empty when it is a row itself."""
    if any(isinstance(v, str) and len(v) > 200 for v in values.values()):
        return []
    lists = (v for v in values.values() if isinstance(v, list) and v and isinstance(v[0], dict))
    return next(lists, [])


def read_csv(stream: BinaryIO, *, check: CheckNames | None = None) -> Raw:
    """The rows of a CSV file whatever stands between its columns, in UTF-8, UTF-16 or Windows-1252.
    `check` may refuse its header; of columns of one name, rows hold the last."""
    csv.field_size_limit(MAX_ROW)  # the default of 128 KiB is shorter than some reports
    head = cast(io.BufferedReader, stream).peek(2)
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = io.TextIOWrapper(stream, encoding=encoding, errors=OR_CP1252, newline="")
    lines = _Lines(text)
    try:
        header = next(lines, "")
        mark = max(",;\t|", key=header.count)
        if told := re.fullmatch(r"sep=(.)\s*", header, re.IGNORECASE):  # as Excel takes it
            header, mark = next(lines, ""), told[1]
        names = next(csv.reader([header], delimiter=mark), [])
        lines.take()
        if check is not None and names:
            check(names)
        for values in csv.DictReader(lines, names, delimiter=mark):
            yield {k: v for k, v in values.items() if k}, lines.take()
    except csv.Error as error:
        raise ReadError(f"damaged table: {error}") from error
    finally:
        text.detach()  # the stream is its opener's to close


class _Lines:
    """Lines of a text, which also remembers what it gave since it was last asked."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._given: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._given.append(line)
        return line

    def take(self) -> bytes:
        given, self._given = "".join(self._given), []
        return given.encode()


def _decode_broken(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as Windows-1252: the first accent of a table may stand megabytes down."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding.startswith("utf-16"):
        return "\ufffd", error.end
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


OR_CP1252 = "dateline.cp1252"
codecs.register_error(OR_CP1252, _decode_broken)


def _read_parquet(stream: BinaryIO, *, check: CheckNames) -> Raw:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise ReadError("Parquet needs pyarrow: pip install 'dateline[parquet]'") from error
    source = stream if stream.seekable() else io.BytesIO(stream.read())
    try:
        table = parquet.ParquetFile(source)
        check(table.schema_arrow.names)
        for batch in table.iter_batches(batch_size=256):
            for values in batch.to_pylist():
                yield values, json.dumps(values, ensure_ascii=False, default=str).encode()
    except (ArrowException, OSError) as error:
        raise ReadError(f"damaged Parquet file: {error}") from error
