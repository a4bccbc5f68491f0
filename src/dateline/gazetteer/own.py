"""A user's own gazetteer: GeoNames dumps in a file of their own, looked up beside the packaged one.

    own = import_dumps([Path("IQ.txt")], Path("places.db"))
    gazetteer = open_gazetteer(own=Path("places.db"))

The file has the tables of the packaged one. A place that the packaged gazetteer holds gets only
its further names there; what kind it is and which unit holds it stays as packaged. Which feature
codes are taken, and as what, is in `lexicons/feature_codes.tsv`.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import ReadError
from dateline.gazetteer.build import (
    COLUMNS,
    INSERT_PLACE,
    SCHEMA,
    Row,
    add_article_free,
    call_unit,
    is_code,
)
from dateline.gazetteer.find import ALTERNATE, NAME, Entry, open_gazetteer
from dateline.lexicons import read_lexicon

CREDIT = "Places: GeoNames (geonames.org), CC BY 4.0, from dumps that the user imported."
CELLS = 19  # of a line of a dump
UNITS = frozenset({"admin1", "admin2"})


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import did: places the packaged gazetteer lacks, places it holds, lines left out."""

    added: int
    known: int
    left_out: int


@dataclass(frozen=True, slots=True)
class DumpLine:
    """The cells of a dump that are of use, in its order."""

    id: int
    name: str
    others: tuple[str, ...]
    lat: float
    lon: float
    code: str
    country: str
    admin1: str
    admin2: str
    pop: int


def import_dumps(dumps: Sequence[Path], out: Path) -> Imported:
    """Add GeoNames dumps (`IQ.txt`, or `IQ.zip` as it is downloaded) to the user's file `out`.

    The file is made when it is not there; importing a dump again replaces what it brought. Raises
    ReadError when a file is no such dump, and then nothing of this call is kept.
    """
    packaged = open_gazetteer()
    codes = {row["code"]: row for row in read_lexicon("feature_codes")}
    lines = [line for dump in dumps for line in read_dump_lines(dump)]
    entries = {line.id: entry for line in lines if (entry := packaged.entry(line.id))}
    units = find_units(lines, entries, codes)
    rows = [to_row(line, codes[line.code], units) for line in lines if line.code in codes]
    new = [row for row in rows if row.id not in entries]
    packaged.close()
    try:
        with closing(sqlite3.connect(out)) as connection, connection:
            write_own(connection, rows, new)
    except sqlite3.DatabaseError as error:
        raise ReadError(f"{out}: cannot be a gazetteer of your own: {error}") from error
    return Imported(len(new), len(rows) - len(new), len(lines) - len(rows))


def read_dump_lines(path: Path) -> Iterator[DumpLine]:
    """The lines of a dump. Raises ReadError, naming the line, where one has not its 19 columns."""
    for number, line in enumerate(_text_of(path).split("\n"), start=1):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")  # quotes are plain characters here
        try:
            if len(cells) != CELLS:
                raise ValueError(f"{len(cells)} columns, a GeoNames dump has {CELLS}")
            yield DumpLine(
                int(cells[0]),
                cells[1],
                tuple(name for name in (cells[2], *cells[3].split(",")) if name),
                round(float(cells[4]), 4),
                round(float(cells[5]), 4),
                cells[7],
                cells[8],
                cells[10],
                cells[11],
                int(cells[14] or 0),
            )
        except ValueError as error:
            raise ReadError(f"{path}, line {number}: {error}") from error


def _text_of(path: Path) -> str:
    try:
        if not zipfile.is_zipfile(path):
            return path.read_text(encoding="utf-8")
        with zipfile.ZipFile(path) as packed:
            name = f"{path.stem}.txt"
            if name not in packed.namelist():
                raise ReadError(f"{path}: holds no {name}")
            return packed.read(name).decode("utf-8")
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise ReadError(f"{path}: not readable as a GeoNames dump: {error}") from error


def find_units(
    lines: Sequence[DumpLine], entries: dict[int, Entry], codes: dict[str, dict[str, str]]
) -> dict[tuple[str, ...], int]:
    """Which place a dump's codes of first- and second-level units mean.

    By the units' own lines, else by what most of the places that both know are packaged under.
    """
    votes: dict[tuple[str, ...], Counter[int]] = defaultdict(Counter)
    for line in lines:
        first, second = (line.country, line.admin1), (line.country, line.admin1, line.admin2)
        kind = codes[line.code]["kind"] if line.code in {"ADM1", "ADM2"} else ""
        if kind == "admin1":
            votes[first][line.id] += 1_000_000
        elif kind == "admin2":
            votes[second][line.id] += 1_000_000
        entry = entries.get(line.id)
        if entry is not None and entry.kind not in UNITS:
            if entry.admin1 is not None:
                votes[first][entry.admin1] += 1
            if entry.admin2 is not None and line.admin2:
                votes[second][entry.admin2] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in votes.items()}


def to_row(line: DumpLine, code: dict[str, str], units: dict[tuple[str, ...], int]) -> Row:
    kind = code["kind"]
    radius = None if code["radius_km"] == "-" else float(code["radius_km"])
    row = Row(line.id, line.name, kind, line.lat, line.lon, radius, line.pop)
    row.country = line.country or None
    row.admin1 = units.get((line.country, line.admin1))
    if kind != "admin1" and line.admin2:
        second = units.get((line.country, line.admin1, line.admin2))
        row.admin2 = None if second == line.id else second
    for number, name in enumerate((line.name, *line.others)):
        form = ALTERNATE if number else NAME
        if kind in UNITS:
            call_unit(row, name, form)
        elif not (number and is_code(name)):
            row.call(name, form)
    for key in list(row.names):
        add_article_free(row, key)
    return row


def write_own(connection: sqlite3.Connection, rows: Sequence[Row], new: Sequence[Row]) -> None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'place'").fetchone():
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
    ids = [(row.id,) for row in rows]
    connection.executemany("DELETE FROM name WHERE place = ?", ids)
    connection.executemany("DELETE FROM place WHERE id = ?", ids)
    connection.executemany(INSERT_PLACE, [[getattr(row, c) for c in COLUMNS] for row in new])
    names = [(key, row.id, form) for row in rows for key, form in row.names.items()]
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
    digest = hashlib.sha256()
    for table, order in (("place", "id"), ("name", "key, place")):
        for values in connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):
            digest.update(repr(values).encode())
    places = connection.execute("SELECT count(*) FROM place").fetchone()[0]
    meta = [("credit", CREDIT), ("digest", digest.hexdigest()), ("places", str(places))]
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta)
