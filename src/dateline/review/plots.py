"""Bars of the overview: incidents by time, kind, country and doer, each a link that narrows the filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.export.timeline import SHORT_MONTHS
from dateline.review.facets import Choice
from dateline.review.filters import Query
from dateline.store import Tally

WIDTH, HEIGHT, BASE, TOP = 960, 118, 94, 14  # pixels of the timeline's view box
MOST_MONTHS = 72  # more are drawn by year
LEAST_TICK = 52  # pixels between two labels of the axis
MOST_BARS = 8
FEWEST_SLOTS = 18  # of the timeline: a single month is no wall


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time."""

    x: float
    width: float
    top: float
    height: float
    incidents: int
    killed: int
    label: str
    tick: str | None
    href: str


@dataclass(frozen=True, slots=True)
class Timeline:
    unit: str  # month or year
    bars: tuple[Bar, ...]
    most: int
    undated: int


@dataclass(frozen=True, slots=True)
class Share:
    """One value of a plot."""

    value: str | None
    label: str
    incidents: int
    killed: int
    percent: float  # of the longest that has a value
    href: str | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Plot:
    name: str
    shares: tuple[Share, ...]


def draw_timeline(choice: Choice, query: Query) -> Timeline | None:
    """By month, or by year when that is too many; every stretch between the ends has its bar."""
    months = {g.value: g for g in choice.groups("month") if g.value is not None}
    undated = sum(g.incidents for g in choice.groups("month") if g.value is None)
    if not months:
        return None
    first, last = min(months), max(months)
    n_months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    unit = "month" if n_months <= MOST_MONTHS else "year"
    if unit == "year":
        months = {g.value: g for g in choice.groups("year") if g.value is not None}
        first, last = first[:4], last[:4]
    names = list(_between(first, last))
    most = max(g.incidents for g in months.values())
    step = WIDTH / max(len(names), FEWEST_SLOTS)
    every = max(1, -(-LEAST_TICK // max(int(step), 1)))
    bars = tuple(
        _bar(n, name, months.get(name), step, most, query, tick=n % every == 0)
        for n, name in enumerate(names)
    )
    return Timeline(unit, bars, most, undated)


def _between(first: str, last: str) -> list[str]:
    if len(first) == 4:
        return [str(year) for year in range(int(first), int(last) + 1)]
    start, end = ((int(name[:4]) * 12 + int(name[5:]) - 1) for name in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]


def _bar(
    n: int, name: str, group: Tally | None, step: float, most: int, query: Query, *, tick: bool
) -> Bar:
    incidents, killed = (group.incidents, group.killed) if group else (0, 0)
    height = (BASE - TOP) * incidents / most
    since, until = _ends(name)
    label = name if len(name) == 4 else f"{SHORT_MONTHS[int(name[5:]) - 1]} {name[:4]}"
    return Bar(
        x=n * step + step * 0.08,
        width=step * 0.84,
        top=BASE - height,
        height=height,
        incidents=incidents,
        killed=killed,
        label=label,
        tick=label if tick else None,
        href=query.address(since=since.isoformat(), until=until.isoformat()),
    )


def _ends(name: str) -> tuple[date, date]:
    year = int(name[:4])
    if len(name) == 4:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(name[5:])
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def draw_plot(
    choice: Choice, query: Query, *, by: str, param: str, names: Mapping[str, str] | None = None
) -> Plot:
    """The most frequent values; each sets the filter's parameter, the chosen one frees it."""
    groups = choice.groups(by, most=MOST_BARS)
    longest = max((g.incidents for g in groups if g.value is not None), default=1)
    return Plot(by, tuple(_share(g, longest, query, param, names or {}) for g in groups))


def _share(group: Tally, longest: int, query: Query, param: str, names: Mapping[str, str]) -> Share:
    chosen = group.value is not None and query.value(param) == group.value
    href = None
    if group.value is not None:
        href = query.address(**{param: None if chosen else group.value})
    label = names.get(group.value or "", (group.value or "").replace("_", " "))
    return Share(
        value=group.value,
        label=label,
        incidents=group.incidents,
        killed=group.killed,
        percent=min(round(100 * group.incidents / longest, 1), 100.0),
        href=href,
        chosen=chosen,
    )


def paging(query: Query, total: int, rows: int) -> Sequence[tuple[str, str | None]]:
    """First, previous, next and last page as addresses; None where one is there already."""
    last = max(1, -(-total // rows))
    here = min(query.page, last)
    steps = {"first": 1, "previous": here - 1, "next": here + 1, "last": last}
    return [
        (name, query.address(page=str(to)) if 1 <= to <= last and to != here else None)
        for name, to in steps.items()
    ]
