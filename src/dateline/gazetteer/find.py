"""Look places up by name in the SQLite file that ships with the package."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from weakref import finalize

from dateline.errors import ModelError
from dateline.gazetteer.fold import fold
from dateline.lexicons import read_lexicon

NAME, ALTERNATE, ABBREVIATION, DEMONYM, HISTORIC = range(5)
# Town populations to the radius (km) within which a report of "in X" may mean.
RADII = ((10_000, 3.0), (100_000, 6.0), (1_000_000, 12.0), (float("inf"), 25.0))
SECTION_KM = 2.0
CLASS = {"capital": "town", "seat": "town"}
ARTICLES = ("al ", "el ", "ad ", "an ", "ar ", "as ", "ash ", "at ", "az ", "the ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place under one of its names. `id` is the GeoNames id, negative for the supplement."""

    id: int
    name: str
    kind: (
        str  # country, admin1, admin2, capital, seat, town, section; others in lexicons/places.tsv
    )
    lat: float
    lon: float
    radius_km: float
    pop: int
    country: str | None  # ISO 3166-1 alpha-2
    admin1: int | None
    admin2: int | None
    listed: bool  # of the supplement: known to be in the news
    form: int  # NAME, ALTERNATE, ABBREVIATION, DEMONYM or HISTORIC: how the name was looked up
    loose: bool = False  # found without its type word, its article, or one letter off

    @property
    def geonameid(self) -> int | None:
        return self.id if self.id > 0 else None


COLUMNS = "id, place.name, kind, lat, lon, radius_km, pop, country, admin1, admin2, listed"
# What a name is looked up in: the packaged file alone, or with the user's own attached beside it. A
# place that both hold stands in the packaged one, with the further names in the user's.
PACKAGED = (("main", "main"),)
WITH_OWN = (*PACKAGED, ("own", "main"), ("own", "own"))


class Gazetteer:
    """An open gazetteer. Holds a read-only connection and a cache of look-ups.

    `layers`: pairs of the files (as SQLite names them) that hold the names and their places.
    """

    def __init__(
        self, connection: sqlite3.Connection, layers: tuple[tuple[str, str], ...] = PACKAGED
    ) -> None:
        self.connection = connection
        finalize(self, connection.close)  # where nobody calls `close`
        self._by_key = [
            f"SELECT {COLUMNS}, form FROM {names}.name AS name JOIN {places}.place AS place"
            " ON place.id = name.place WHERE key = ?"
            for names, places in layers
        ]
        self._files = dict.fromkeys(places for _, places in layers)
        self._look_up = lru_cache(maxsize=20_000)(self._read_key)
        self._entry = lru_cache(maxsize=5_000)(self._read_id)
        self._countries = {
            row[0]: row[1]
            for row in connection.execute(
                "SELECT country, id FROM main.place WHERE kind = 'country'"
            )
        }
        self._capitals = dict(
            connection.execute("SELECT country, id FROM main.place WHERE kind = 'capital'")
        )

    def __del__(self) -> None:
        self.connection.close()

    def candidates(self, name: str, *, limit: int = 40) -> list[Entry]:
        """Places called `name`, the most populous first.

        Exact folded names; else without a type word ("Helmand province"), an article, or, from
        six letters on, with one letter wrong in the tail.
        """
        key = fold(name)
        found = self._look_up(key) or self._loosely(key)
        return list(found[:limit])

    def exact(self, name: str) -> list[Entry]:
        """Places one of whose names folds to the same key, the most populous first."""
        return list(self._look_up(fold(name)))

    def beginning(self, start: str, *, limit: int = 12) -> list[Entry]:
        """Places one of whose names begins so, for a person who types: whole names first, then the
        most populous."""
        key = fold(start)
        if not key:
            return []
        columns = ", ".join(f"place.{c.removeprefix('place.')}" for c in COLUMNS.split(", "))
        query = (
            f"SELECT {columns}, min(form), max(key = ?) AS whole FROM name JOIN place ON place.id ="
            " name.place WHERE key >= ? AND key < ? GROUP BY place.id"
            " ORDER BY whole DESC, pop DESC, place.id LIMIT ?"
        )
        rows = self.connection.execute(query, (key, key, key + "\U0010ffff", limit))
        return [_entry(row, row[11]) for row in rows]

    def within(
        self, box: tuple[float, float, float, float], *, kinds: tuple[str, ...], limit: int
    ) -> list[Entry]:
        """The most populous places in a box of degrees (south, west, north, east), to find one's way."""
        marks = ", ".join("?" * len(kinds))
        query = (
            f"SELECT {COLUMNS} FROM place WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
            f" AND kind IN ({marks}) ORDER BY pop DESC, id LIMIT ?"
        )
        south, west, north, east = box
        rows = self.connection.execute(query, (south, north, west, east, *kinds, limit))
        return [_entry(row, NAME) for row in rows]

    def has(self, name: str) -> bool:
        return bool(self._look_up(fold(name)))

    def entry(self, id: int) -> Entry | None:
        return self._entry(id)

    def country(self, iso: str) -> Entry | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        id = self._countries.get(iso)
        return None if id is None else self._entry(id)

    def capital(self, iso: str) -> Entry | None:
        """The capital of the country with this code."""
        id = self._capitals.get(iso)
        return None if id is None else self._entry(id)

    def admin1_name(self, entry: Entry) -> str | None:
        unit = None if entry.admin1 is None else self._entry(entry.admin1)
        return None if unit is None else unit.name

    def meta(self) -> dict[str, str]:
        """Credit, digest and versions of what the gazetteer was built from.

        With a user's own file, the digest is of both.
        """
        metas = [dict(self.connection.execute(f"SELECT * FROM {f}.meta")) for f in self._files]
        if len(metas) == 1:
            return metas[0]
        joint = hashlib.sha256("".join(meta["digest"] for meta in metas).encode())
        return metas[0] | {"digest": joint.hexdigest(), "own places": metas[1]["places"]}

    def close(self) -> None:
        self.connection.close()

    def _read_key(self, key: str) -> tuple[Entry, ...]:
        entries: dict[int, Entry] = {}
        for query in self._by_key:
            for row in self.connection.execute(query, (key,)):
                entries.setdefault(row[0], _entry(row, row[11]))
        return tuple(sorted(entries.values(), key=lambda e: (-e.pop, e.form, e.id)))

    def _read_id(self, id: int) -> Entry | None:
        for file in self._files:
            query = f"SELECT {COLUMNS} FROM {file}.place AS place WHERE id = ?"
            if row := self.connection.execute(query, (id,)).fetchone():
                return _entry(row, NAME)
        return None

    def _loosely(self, key: str) -> tuple[Entry, ...]:
        for bare, kinds in _without_type(key):
            found = self._look_up(bare)
            fitting = [e for e in found if CLASS.get(e.kind, e.kind) in kinds] or list(found)
            if fitting:
                return tuple(_loose(entry) for entry in fitting)
        for article in ARTICLES:
            if key.startswith(article) and (found := self._look_up(key.removeprefix(article))):
                return tuple(_loose(entry) for entry in found)
        return tuple(_loose(entry) for entry in self._one_off(key))

    def _one_off(self, key: str) -> list[Entry]:
        """Keys within one edit that share all but the last letters or all but a middle one."""
        if len(key) < 6:
            return []
        from rapidfuzz.distance import Levenshtein

        # the same first half: one range scan of the primary key
        start = key[: max(4, len(key) // 2)]
        stop = start[:-1] + chr(ord(start[-1]) + 1)
        query = "SELECT DISTINCT key FROM {}.name WHERE key >= ? AND key < ? LIMIT 3000"
        near = {
            other
            for file in self._files
            for (other,) in self.connection.execute(query.format(file), (start, stop))
            if abs(len(other) - len(key)) <= 1
            and Levenshtein.distance(key, other, score_cutoff=1) == 1
        }
        return sorted((e for k in near for e in self._look_up(k)), key=lambda e: (-e.pop, e.id))


def open_gazetteer(path: Path | None = None, *, own: Path | None = None) -> Gazetteer:
    """Open a gazetteer file, read-only; the packaged one when no path is given.

    `own` is a file that `dateline.gazetteer.own` made, looked up beside it. Raises ModelError when
    a file is missing, or is no gazetteer.
    """
    if path is None:
        with resources.as_file(resources.files(__package__) / "gazetteer.sqlite") as packaged:
            path = packaged
    if not path.is_file():
        raise ModelError(f"{path}: no gazetteer there; build one with dateline.gazetteer.build")
    if own is not None and not own.is_file():
        raise ModelError(f"{own}: no gazetteer there; make one with: dateline gazetteer import")
    connection = sqlite3.connect(_read_only(path), uri=True, check_same_thread=False)
    if own is None:
        return Gazetteer(connection)
    try:
        connection.execute("ATTACH DATABASE ? AS own", (_read_only(own),))
        connection.execute("SELECT 1 FROM own.name, own.place, own.meta LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise ModelError(f"{own}: no gazetteer of the user's own: {error}") from error
    return Gazetteer(connection, WITH_OWN)


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _entry(row: tuple, form: int) -> Entry:  # type: ignore[type-arg]
    id, name, kind, lat, lon, radius, pop, country, admin1, admin2, listed = row[:11]
    if radius is None:
        radius = SECTION_KM if kind == "section" else next(km for top, km in RADII if pop < top)
    return Entry(id, name, kind, lat, lon, radius, pop, country, admin1, admin2, bool(listed), form)


def _loose(entry: Entry) -> Entry:
    return replace(entry, loose=True)


def _without_type(key: str) -> list[tuple[str, tuple[str, ...]]]:
    first, _, rest = key.partition(" ")
    before, _, last = key.rpartition(" ")
    options = []
    if before and last in type_words():
        options.append((before, type_words()[last]))
    if first in type_words() and rest.startswith("of "):
        options.append((rest[3:], type_words()[first]))
    return options


@cache
def type_words() -> Mapping[str, tuple[str, ...]]:
    """Words of kind that a name may carry, and the kinds of place that each may be."""
    return {row["word"]: tuple(row["kinds"].split("|")) for row in read_lexicon("type_words")}
