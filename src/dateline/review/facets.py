"""Counts, bars and map cells that follow any filter at once, over a hundred thousand incidents.

The filter itself is the store's: each of its conditions is asked once, and what it lets through kept,
so that another combination or order of the same conditions asks the database nothing. The rest is
counted here, over the store's columns kept as arrays: a dozen groupings take milliseconds where the
database would sort the table a dozen times. The arrays are those of one state of the database; after a
judgement only what judgements bear on is read again, after coding everything.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    single_conditions,
    state,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = Sequence[tuple[Any, ...]]  # each as `COLUMNS` has it

KEPT_CONDITIONS = 128  # what they let through is remembered until the database changes
CODED = ("month", "year", "type", "status", "place", "country", "perpetrators", "reviewed")
SORTED_AS_TEXT = {Sort.TYPE: "type", Sort.STATUS: "status", Sort.PLACE: "place"} | {
    Sort.COUNTRY: "country"
}
SORTED_AS_NUMBER = {Sort.DATE: "day", Sort.INJURED: "injured_best"}


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
    ids: Sequence[str]
    position: Mapping[str, int]
    names: Mapping[str, Column]
    numbers: Mapping[str, Floats]  # nan where there is no figure
    orders: dict[tuple[Sort, bool], Ints] = field(default_factory=dict)  # made when asked for

    def order(self, sort: Sort, *, descending: bool) -> Ints:
        """All positions by a value; what lacks it comes last, whichever way."""
        if (sort, descending) not in self.orders:
            key = self._sort_key(sort)
            worth = -key if descending else key
            self.orders[sort, descending] = np.lexsort((worth, np.isnan(key)))  # stable
        return self.orders[sort, descending]

    def _sort_key(self, sort: Sort) -> Floats:
        if sort in SORTED_AS_TEXT:
            column = self.names[SORTED_AS_TEXT[sort]]
            rank = np.empty(len(column.names) + 1)
            rank[np.argsort(np.array([*column.names, ""], dtype=object))] = np.arange(len(rank))
            return np.where(column.codes < 0, np.nan, rank[column.codes])
        return self.numbers[SORTED_AS_NUMBER.get(sort, sort.value)]


class Facets:
    """Holds the arrays of the state of the database that was seen last."""

    def __init__(self) -> None:
        self._table: Table | None = None
        self._masks: dict[Filter, Bools] = {}  # a condition -> whether each incident meets it
        self._lock = threading.Lock()

    def choose(self, store: Store, which: Filter) -> Choice:
        """The incidents that a filter lets through, as of now."""
        with self._lock:
            now = state(store)
            if self._table is None or self._table.state != now:
                self._table = _read_table(store, now, self._table)
                self._masks = {}
            table, masks = self._table, self._masks
        chosen = np.ones(len(table.ids), dtype=np.bool_)
        for condition in single_conditions(which):
            mask = masks.get(condition)
            if mask is None:
                mask = _meeting(store, condition, table)
                with self._lock:
                    if len(masks) >= KEPT_CONDITIONS:
                        masks.pop(next(iter(masks)))
                    masks[condition] = mask
            chosen &= mask
        return Choice(table, np.flatnonzero(chosen))


def _meeting(store: Store, condition: Filter, table: Table) -> Bools:
    here = (table.position.get(name) for name in matching(store, condition))
    mask = np.zeros(len(table.ids), dtype=np.bool_)
    mask[[n for n in here if n is not None]] = True
    return mask


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter let through; every question about it is answered from arrays."""

    table: Table
    chosen: Ints

    def totals(self) -> Totals:
        killed, injured = self._number("killed"), self._number("injured_best")
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
        killed = np.bincount(codes, weights=np.nan_to_num(self._number("killed")), minlength=1)
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
        killed = np.bincount(cell, weights=np.nan_to_num(self._number("killed")[inside]))
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
        chosen = np.zeros(len(self.table.ids), dtype=np.bool_)
        chosen[self.chosen] = True
        order = self.table.order(sort, descending=descending)
        some = order[chosen[order]][offset : offset + limit]
        return listed(store, [self.table.ids[n] for n in some])

    def _number(self, name: str) -> Floats:
        return self.table.numbers[name][self.chosen]

    def _name(self, column: str, code: int) -> str | None:
        return self.table.names[column].names[code] if code >= 0 else None


def _read_table(store: Store, now: State, held: Table | None) -> Table:
    coded = (now.runs, now.finished)
    if held is None or (held.state.runs, held.state.finished) != coded:
        return make_table(now, columns(store))
    there = set(all_ids(store))
    stale = (judged_ids(store) & there) | (there - held.position.keys())
    return _amend(held, now, columns(store, stale), there)


def make_table(now: State, rows: Rows) -> Table:
    return _table(
        now,
        ids=[row[0] for row in rows],
        names={name: _names(values) for name, values in _texts(rows).items()},
        numbers={name: _numbers(values) for name, values in _figures(rows).items()},
    )


def _amend(held: Table, now: State, rows: Rows, there: set[str]) -> Table:
    """The table with these rows as they are now, and without those that are gone."""
    old = [row for row in rows if row[0] in held.position]
    new = [row for row in rows if row[0] not in held.position]
    at = np.array([held.position[row[0]] for row in old], dtype=np.int64)
    kept = np.array([name in there for name in held.ids], dtype=np.bool_)

    def amend(values: NDArray[Any], ours: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
        values = values.copy()
        values[at] = ours
        return np.concatenate([values[kept], more])

    names = {}
    texts, more_texts = _texts(old), _texts(new)
    for name, column in held.names.items():
        known = {text: code for code, text in enumerate(column.names)}
        ours, more = _codes(texts[name], known), _codes(more_texts[name], known)
        names[name] = Column(tuple(known), amend(column.codes, ours, more))
    figures, more_figures = _figures(old), _figures(new)
    return _table(
        now,
        ids=[name for name in held.ids if name in there] + [row[0] for row in new],
        names=names,
        numbers={
            name: amend(values, _numbers(figures[name]), _numbers(more_figures[name]))
            for name, values in held.numbers.items()
        },
    )


def _table(
    now: State, *, ids: list[str], names: Mapping[str, Column], numbers: Mapping[str, Floats]
) -> Table:
    return Table(
        state=now,
        ids=ids,
        position={name: n for n, name in enumerate(ids)},
        names=names,
        numbers=numbers,
    )


def _by_column(rows: Rows) -> dict[str, tuple[Any, ...]]:
    whole = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    return dict(zip(COLUMNS, whole, strict=True))


def _texts(rows: Rows) -> dict[str, Sequence[str | None]]:
    by_name = _by_column(rows)
    days = by_name["date_start"]
    by_name["month"] = tuple(day and day[:7] for day in days)
    by_name["year"] = tuple(day and day[:4] for day in days)
    return {name: by_name[name] for name in (*CODED, "place_precision")}


def _figures(rows: Rows) -> dict[str, Sequence[float | int | None]]:
    by_name = _by_column(rows)
    names = [name for name in COLUMNS[COLUMNS.index("lat") :] if name != "place_precision"]
    days, best, low = (by_name[name] for name in ("date_start", "killed_best", "killed_low"))
    return {name: by_name[name] for name in names} | {
        "day": [None if day is None else int(day.replace("-", "")) for day in days],
        "killed": [b if b is not None else a for b, a in zip(best, low, strict=True)],
    }


def _names(values: Sequence[str | None]) -> Column:
    known: dict[str, int] = {}
    codes = _codes(values, known)
    return Column(tuple(known), codes)


def _codes(values: Sequence[str | None], known: dict[str, int]) -> Ints:
    """Numbers of names; a name that is not `known` is added to it."""
    codes = [-1 if value is None else known.setdefault(value, len(known)) for value in values]
    return np.array(codes, dtype=np.int64)


def _numbers(values: Sequence[float | int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
