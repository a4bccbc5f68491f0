"""Counts, bars and map cells that follow any filter at once, over a hundred thousand incidents.

The filter itself is the store's. What it lets through is counted here, over the store's columns kept
as arrays: a dozen groupings take milliseconds where the database would sort the table a dozen times.
The arrays are those of one state of the database; after a judgement only what judgements bear on is
read again, after coding everything.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.store import Filter, Listed, Sort, Store, Tally
from dateline.store.desk import (
    COLUMNS,
    State,
    all_ids,
    columns,
    judged_ids,
    listed,
    matching,
    state,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Rows = dict[str, tuple[Any, ...]]

KEPT_FILTERS = 64  # what they let through is remembered until the database changes
CODED = ("month", "year", "type", "status", "place", "country", "perpetrators", "reviewed")
SORTED_AS_TEXT = {Sort.TYPE: "type", Sort.STATUS: "status", Sort.PLACE: "place"} | {
    Sort.COUNTRY: "country"
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Incidents in one cell of a map, drawn at the mean of their points."""

    lat: float
    lon: float
    incidents: int
    killed: int
    id: str | None  # where it is one only
    place: str | None  # where all have one name
    precision: str | None  # where it is one only


@dataclass(frozen=True, slots=True)
class Totals:
    incidents: int
    killed: int
    with_killed: int  # that give a figure
    injured: int
    conflicts: int  # with one or more
    read: int  # read through and still as they were
    placed: int  # with a point
    dated: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of names: `codes` point into `names`, -1 where there is none."""

    names: Sequence[str]
    codes: Ints


@dataclass(frozen=True, slots=True)
class Table:
    """All incidents of one state of the database, by position."""

    state: State
    rows: Rows
    ids: Sequence[str]
    position: Mapping[str, int]
    names: Mapping[str, Column]
    numbers: Mapping[str, Floats]  # nan where there is no figure


class Facets:
    """Holds the arrays of the state of the database that was seen last."""

    def __init__(self) -> None:
        self._table: Table | None = None
        self._found: dict[Filter, Ints] = {}
        self._lock = threading.Lock()

    def choose(self, store: Store, which: Filter) -> Choice:
        """The incidents that a filter lets through, as of now."""
        with self._lock:
            now = state(store)
            if self._table is None or self._table.state != now:
                self._table = _read_table(store, now, self._table)
                self._found = {}
            table, found = self._table, self._found.get(which)
        if found is None:
            here = (table.position.get(name) for name in matching(store, which))
            found = np.array([n for n in here if n is not None], dtype=np.int64)
            with self._lock:
                if len(self._found) >= KEPT_FILTERS:
                    self._found.pop(next(iter(self._found)))
                self._found[which] = found
        return Choice(table, found)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter let through; every question about it is answered from arrays."""

    table: Table
    chosen: Ints

    def totals(self) -> Totals:
        killed, injured = self._killed(), self._number("injured_best")
        read = self.table.names["reviewed"]
        yes = read.names.index("yes") if "yes" in read.names else -2
        return Totals(
            incidents=len(self.chosen),
            killed=int(np.nansum(killed)),
            with_killed=int(np.count_nonzero(~np.isnan(killed))),
            injured=int(np.nansum(injured)),
            conflicts=int(np.count_nonzero(self._number("conflicts") > 0)),
            read=int(np.count_nonzero(read.codes[self.chosen] == yes)),
            placed=int(np.count_nonzero(~np.isnan(self._number("lat")))),
            dated=int(np.count_nonzero(self.table.names["month"].codes[self.chosen] >= 0)),
        )

    def groups(self, by: str, *, most: int | None = None) -> list[Tally]:
        """By a column of names, the `most` frequent first; what has no name is the last."""
        column = self.table.names[by]
        codes = column.codes[self.chosen] + 1  # 0: none
        counts = np.bincount(codes, minlength=1)
        killed = np.bincount(codes, weights=np.nan_to_num(self._killed()), minlength=1)
        order = (np.argsort(-counts[1:], kind="stable") + 1)[:most]
        found = [
            Tally(column.names[code - 1], int(counts[code]), int(killed[code]))
            for code in order
            if counts[code]
        ]
        return found + ([Tally(None, int(counts[0]), int(killed[0]))] if counts[0] else [])

    def cells(
        self, degrees: float, *, box: tuple[float, float, float, float] | None, most: int
    ) -> list[Cell]:
        """Clusters on squares of so many degrees; `box` is south, west, north, east. The largest
        `most` of them."""
        lat, lon = self._number("lat"), self._number("lon")
        inside = ~np.isnan(lat) & ~np.isnan(lon)
        if box is not None:
            south, west, north, east = box
            inside &= (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
        here, lat, lon = self.chosen[inside], lat[inside], lon[inside]
        keys = np.floor((lat + 90) / degrees) * 1_000_000 + np.floor((lon + 180) / degrees)
        _, first, cell, counts = np.unique(
            keys, return_index=True, return_inverse=True, return_counts=True
        )
        killed = np.bincount(cell, weights=np.nan_to_num(self._killed()[inside]))
        lats = np.bincount(cell, weights=lat) / np.maximum(counts, 1)
        lons = np.bincount(cell, weights=lon) / np.maximum(counts, 1)
        place = self.table.names["place"].codes[here]
        lowest, highest = np.full(len(counts), np.iinfo(np.int64).max), np.full(len(counts), -1)
        np.minimum.at(lowest, cell, place)
        np.maximum.at(highest, cell, place)
        order = np.argsort(-counts, kind="stable")[:most]
        return [
            Cell(
                lat=round(float(lats[n]), 4),
                lon=round(float(lons[n]), 4),
                incidents=int(counts[n]),
                killed=int(killed[n]),
                id=self.table.ids[here[first[n]]] if counts[n] == 1 else None,
                place=self._name("place", lowest[n] if lowest[n] == highest[n] else -1),
                precision=self._name(
                    "place_precision",
                    self.table.names["place_precision"].codes[here[first[n]]]
                    if counts[n] == 1
                    else -1,
                ),
            )
            for n in order
        ]

    def page(
        self, store: Store, *, sort: Sort, descending: bool, limit: int, offset: int
    ) -> list[Listed]:
        """Some rows, in order; what lacks the value sorted by comes last."""
        key = self._sort_key(sort)
        worth = -key if descending else key
        order = np.lexsort((self.chosen, worth, np.isnan(key)))  # nan last, whichever way
        some = self.chosen[order[offset : offset + limit]]
        return listed(store, [self.table.ids[n] for n in some])

    def _sort_key(self, sort: Sort) -> Floats:
        if sort is Sort.DATE:
            return self._number("day")
        if sort is Sort.KILLED:
            return self._killed()
        if sort is Sort.INJURED:
            return self._number("injured_best")
        if sort in SORTED_AS_TEXT:
            column = self.table.names[SORTED_AS_TEXT[sort]]
            rank = np.empty(len(column.names) + 1)
            rank[np.argsort(np.array([*column.names, ""], dtype=object))] = np.arange(len(rank))
            codes = column.codes[self.chosen]
            return np.where(codes < 0, np.nan, rank[codes])
        return self._number(sort.value)

    def _number(self, name: str) -> Floats:
        return self.table.numbers[name][self.chosen]

    def _killed(self) -> Floats:
        best = self._number("killed_best")
        return np.where(np.isnan(best), self._number("killed_low"), best)

    def _name(self, column: str, code: int) -> str | None:
        return self.table.names[column].names[code] if code >= 0 else None


def _read_table(store: Store, now: State, held: Table | None) -> Table:
    if held is not None and (held.state.runs, held.state.finished) == (now.runs, now.finished):
        there = set(all_ids(store))
        stale = (judged_ids(store) & there) | (there - held.rows.keys())
        rows = {name: row for name, row in held.rows.items() if name in there}
        rows |= {row[0]: row for row in columns(store, stale)}
    else:
        rows = {row[0]: row for row in columns(store)}
    return make_table(now, rows)


def make_table(now: State, rows: Rows) -> Table:
    ids = list(rows)
    whole = list(zip(*rows.values(), strict=True)) if rows else [()] * len(COLUMNS)
    by_name = dict(zip(COLUMNS, whole, strict=True))
    days = by_name["date_start"]
    by_name["month"] = tuple(day and day[:7] for day in days)
    by_name["year"] = tuple(day and day[:4] for day in days)
    numbers = {
        name: _numbers(by_name[name])
        for name in COLUMNS[COLUMNS.index("lat") :]
        if name != "place_precision"
    }
    numbers["day"] = _numbers([None if day is None else int(day.replace("-", "")) for day in days])
    return Table(
        state=now,
        rows=rows,
        ids=ids,
        position={name: n for n, name in enumerate(ids)},
        names={name: _names(by_name[name]) for name in (*CODED, "place_precision")},
        numbers=numbers,
    )


def _names(values: Sequence[str | None]) -> Column:
    known: dict[str, int] = {}
    codes = [-1 if value is None else known.setdefault(value, len(known)) for value in values]
    return Column(tuple(known), np.array(codes, dtype=np.int64))


def _numbers(values: Sequence[float | int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
