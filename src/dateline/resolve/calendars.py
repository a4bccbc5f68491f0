"""Feast days and months of other calendars as Gregorian dates: arithmetic only."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)


def holiday_starts(rule: str, year: int) -> list[date]:
    """The first days, in a Gregorian year, of what a row of `holidays.tsv` names.

    >>> holiday_starts("easter 0", 2016), holiday_starts("orthodox 0", 2016)
    ([datetime.date(2016, 3, 27)], [datetime.date(2016, 5, 1)])
    >>> holiday_starts("hijri 9 1", 2016), holiday_starts("jalali 1 1", 2016)
    ([datetime.date(2016, 6, 7)], [datetime.date(2016, 3, 20)])
    """
    kind, *numbers = rule.split()
    match kind:
        case "fixed":
            month, day = numbers[0].split("-")
            return [date(year, int(month), int(day))]
        case "nth":
            month_n, weekday, n = (int(x) for x in numbers)
            return [nth_weekday(year, month_n, weekday, n)]
        case "easter":
            return [western_easter(year) + int(numbers[0]) * DAY]
        case "orthodox":
            return [orthodox_easter(year) + int(numbers[0]) * DAY]
        case "jalali":
            month_n, day_n = (int(x) for x in numbers)
            days = [jalali_day(year - off, month_n, day_n) for off in (622, 621)]
            return [day for day in days if day.year == year]
        case "hijri":
            month_n, day_n = (int(x) for x in numbers)
            about = int((year - 622) * 33 / 32)
            days = [hijri_day(y, month_n, day_n) for y in range(about - 1, about + 3)]
            return [day for day in days if day.year == year]
        case "hijri-friday":
            about = int((year - 622) * 33 / 32)
            ends = [hijri_day(y, int(numbers[0]), 30) for y in range(about - 1, about + 3)]
            fridays = [day - (day.weekday() - 4) % 7 * DAY for day in ends]
            return [day for day in fridays if day.year == year]
    raise ValueError(f"holidays.tsv: no rule {kind!r}")


def western_easter(year: int) -> date:
    """Easter Sunday, Gregorian (the anonymous computus of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian computus (Meeus), as a Gregorian date; 1900 to 2099."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + 13 * DAY


def hijri_day(year: int, month: int, day: int) -> date:
    """A Hijri date by the tabular civil calendar; the moon seen may differ by a day."""
    julian = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 1948438
    return date.fromordinal(julian - 1721424)


def jalali_day(year: int, month: int, day: int) -> date:
    """A Solar Hijri date, leap years by the 33-year cycle, which holds from 1799 to 2256."""
    leaps = (
        sum((25 * y + 11) % 33 < 8 for y in range(1395, year))
        if year >= 1395
        else -sum((25 * y + 11) % 33 < 8 for y in range(year, 1395))
    )
    nowruz = date(2016, 3, 20).toordinal() + 365 * (year - 1395) + leaps
    months = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return date.fromordinal(nowruz + months + day - 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday (Monday 0) of a month, from its end for n below zero."""
    if n < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - ((last.weekday() - weekday) % 7 - 7 * (n + 1)) * DAY
    first = date(year, month, 1)
    day = first + ((weekday - first.weekday()) % 7 + 7 * (n - 1)) * DAY
    if day.month != month:
        raise ValueError("no such weekday in the month")
    return day
