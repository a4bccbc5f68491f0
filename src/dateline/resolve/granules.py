"""Pieces of the calendar that time expressions speak of: days, weeks, months, quarters, seasons."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: kind, and what that kind needs.

    `start` and `end` bound the calendar granule, half-open; `narrow` the days a record should
    hold when the words say less than the granule ("early October").
    """

    kind: str  # day week weekend month quarter half season year decade century range length set ref
    start: date | None = None
    end: date | None = None
    narrow: tuple[date, date] | None = None
    part: str = ""  # "TMO", "T03:00"
    value: str = ""  # TIMEX3 value of lengths, sets and references
    certain: bool = True  # False: the days are a guess that records must not hold


def one_day(start: date) -> Reading:
    return Reading("day", start, start + DAY)


def week_with(day: date) -> Reading:
    monday = day - day.weekday() * DAY
    return Reading("week", monday, monday + 7 * DAY)


def one_month(year: int, month: int) -> Reading:
    return Reading("month", date(year, month, 1), months_on(date(year, month, 1), 1))


def months_on(day: date, n: int) -> date:
    """The first day of the month n months after that of `day`."""
    years, month = divmod(day.month - 1 + n, 12)
    return date(day.year + years, month + 1, 1)


def one_quarter(year: int, quarter: int) -> Reading:
    start = date(year, 3 * quarter - 2, 1)
    return Reading("quarter", start, months_on(start, 3))


def one_half(year: int, half: int) -> Reading:
    start = date(year, 6 * half - 5, 1)
    return Reading("half", start, months_on(start, 6))


def one_year(year: int) -> Reading:
    return Reading("year", date(year, 1, 1), date(year + 1, 1, 1))


def decade_with(year: int) -> Reading:
    return Reading("decade", date(year // 10 * 10, 1, 1), date(year // 10 * 10 + 10, 1, 1))


def one_century(century: int) -> Reading:
    return Reading("century", date(100 * century - 100 or 1, 1, 1), date(100 * century, 1, 1))


SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def one_season(year: int, season: str) -> Reading:
    """Northern seasons by months; the winter of a year begins in its December."""
    start = date(year, SEASON_MONTHS[season], 1)
    return Reading("season", start, months_on(start, 3), value=f"{year:04}-{season}")


def unit_around(day: date, unit: str) -> Reading:
    match unit:
        case "week":
            return week_with(day)
        case "month":
            return one_month(day.year, day.month)
        case "quarter":
            return one_quarter(day.year, (day.month + 2) // 3)
        case "year":
            return one_year(day.year)
        case "decade":
            return decade_with(day.year)
        case "century":
            return one_century(day.year // 100 + 1)
    return one_day(day)


def moved(day: date, n: int, unit: str) -> date:
    """`day` moved by n units; in a shorter month, its last day."""
    match unit:
        case "day" | "night":
            return day + n * DAY
        case "week":
            return day + 7 * n * DAY
        case "fortnight":
            return day + 14 * n * DAY
        case "month" | "quarter":
            first = months_on(day, n * (3 if unit == "quarter" else 1))
            return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))
        case "year" | "decade" | "century":
            year = day.year + n * {"year": 1, "decade": 10, "century": 100}[unit]
            return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
    return day


THIRDS = {"START": 0, "MID": 1, "END": 2}


def narrowed(reading: Reading, wording: str, third: str, today: date | None) -> Reading:
    """A granule cut down by "early", "mid", "late" (its `third`), "earlier this", "later this".

    Early, mid and late are days 1-10, 11-20 and 21 to the end of a month, four months of a
    year, Monday and Tuesday, Wednesday, Thursday to Sunday of a week.
    """
    start, end = reading.start, reading.end
    if start is None or end is None:
        return reading
    if wording in {"earlier", "later"}:
        if today is None or not start <= today < end:
            return reading
        return replace(
            reading, narrow=(start, today + DAY) if wording == "earlier" else (today, end)
        )
    match reading.kind:
        case "month":
            inner = [start + 10 * DAY, start + 20 * DAY]
        case "year":
            inner = [months_on(start, 4), months_on(start, 8)]
        case "week":
            inner = [start + 2 * DAY, start + 3 * DAY]
        case "quarter" | "season":
            inner = [months_on(start, 1), months_on(start, 2)]
        case "decade":
            inner = [start.replace(year=start.year + years) for years in (4, 7)]
        case "century":
            inner = [start.replace(year=start.year + years) for years in (33, 66)]
        case _:
            return reading
    cuts = [start, *inner, end]
    return replace(reading, narrow=(cuts[THIRDS[third]], cuts[THIRDS[third] + 1]))
