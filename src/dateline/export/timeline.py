"""Incidents in time, as bars for SVG: by day, month or year, whichever fits the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dateline.lexicons.times import MONTH_NAMES
from dateline.records import Days, Incident

MONTHS = [name.title() for name in MONTH_NAMES]
SHORT_MONTHS = [month[:3] for month in MONTHS]

WIDTH = 960  # pixels of the view box
HEIGHT = 170
BASE = 130  # where bars stand
TOP = 18
MOST_DAYS = 62  # more days than this are drawn by month
MOST_MONTHS = 60  # more months than this are drawn by year
FEWEST_BARS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    precise: float  # height in pixels of incidents whose date lies within the bar
    loose: float  # of those dated less precisely, by their first day
    n_precise: int
    n_loose: int
    label: str  # in words, for a reader who does not see the bar
    tick: str | None  # under the axis


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    base: int
    unit: str  # "day", "month" or "year"
    bars: tuple[Bar, ...]
    most: int  # incidents in the highest bar
    top: float  # where the highest bar ends
    undated: int


def draw_timeline(incidents: Sequence[Incident]) -> Timeline | None:
    """Bars from the first to the last dated incident; None when none is dated."""
    dates = [incident.date for incident in incidents if incident.date is not None]
    if not dates:
        return None
    unit = choose_unit(dates)
    bins = _bins(dates, unit)
    loads = [_count(dates, start, end) for start, end in bins]
    most = max(sum(load) for load in loads)
    step, unit_height = (WIDTH - 40) / len(bins), (BASE - TOP) / most
    ticks = _ticks([start for start, _ in bins], unit)
    bars = tuple(
        Bar(
            x=30 + n * step + step * 0.1,
            width=step * 0.8,
            precise=precise * unit_height,
            loose=loose * unit_height,
            n_precise=precise,
            n_loose=loose,
            label=_name(start, unit),
            tick=ticks.get(n),
        )
        for n, ((start, _), (precise, loose)) in enumerate(zip(bins, loads, strict=True))
    )
    undated = len(incidents) - len(dates)
    return Timeline(WIDTH, HEIGHT, BASE, unit, bars, most, float(TOP), undated)


def choose_unit(dates: Iterable[Days]) -> str:
    starts = sorted(days.start for days in dates)
    first, last = starts[0], starts[-1]
    if (last - first).days < MOST_DAYS:
        return "day"
    if (last.year - first.year) * 12 + last.month - first.month < MOST_MONTHS:
        return "month"
    return "year"


def _bins(dates: Iterable[Days], unit: str) -> list[tuple[date, date]]:
    """Half-open, without a gap; a few empty ones around when there are few."""
    starts = sorted(days.start for days in dates)
    first, last = _floor(starts[0], unit), _floor(starts[-1], unit)
    edges = [first]
    while edges[-1] <= last:
        edges.append(_after(edges[-1], unit))
    while len(edges) <= FEWEST_BARS and edges[-1].year < 9990 and edges[0].year > 10:
        edges.append(_after(edges[-1], unit))
        edges.insert(0, _floor(edges[0] - timedelta(days=1), unit))
    return list(pairwise(edges))


def _floor(day: date, unit: str) -> date:
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _after(day: date, unit: str) -> date:
    if unit == "day":
        return day + timedelta(days=1)
    if unit == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date(day.year + 1, 1, 1)


def _count(dates: Iterable[Days], start: date, end: date) -> tuple[int, int]:
    here = [days for days in dates if start <= days.start < end]
    precise = sum(days.end <= end for days in here)
    return precise, len(here) - precise


def _ticks(starts: Sequence[date], unit: str) -> dict[int, str]:
    """Labels under at most a dozen bars, the first with its year."""
    every = -(-len(starts) // 12)
    ticks = {}
    for n in range(0, len(starts), every):
        day, new_year = starts[n], n == 0 or starts[n].year != starts[n - every].year
        if unit == "year":
            ticks[n] = str(day.year)
        elif unit == "month":
            ticks[n] = (
                f"{SHORT_MONTHS[day.month - 1]} {day.year}"
                if new_year
                else SHORT_MONTHS[day.month - 1]
            )
        else:
            short = f"{day.day} {SHORT_MONTHS[day.month - 1]}"
            ticks[n] = f"{short} {day.year}" if new_year else short
    return ticks


def _name(day: date, unit: str) -> str:
    if unit == "day":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{MONTHS[day.month - 1]} {day.year}" if unit == "month" else str(day.year)
