"""Time expressions to readings: one builder for each kind of rule in `time_rules.tsv`.

A builder takes the words that the rule caught and the context, and gives a `Reading` (a granule
of the calendar, a length, a set or a vague reference) or None where its anchor is missing.
Anchors are the day of publication and, for narrative expressions, the last date told before.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dateline.lexicons import read_lexicon
from dateline.lexicons.times import (
    TimeMatch,
    TimeWord,
    ends_in_speech,
    follows_since,
    match_times,
)
from dateline.records import Days, Span
from dateline.resolve.calendars import holiday_starts, nth_weekday
from dateline.resolve.granules import (
    DAY,
    SEASON_MONTHS,
    Reading,
    decade_with,
    months_on,
    moved,
    narrowed,
    one_century,
    one_day,
    one_half,
    one_month,
    one_quarter,
    one_season,
    one_year,
    unit_around,
    week_with,
)
from dateline.resolve.tense import read_tense

Slots = Mapping[str, TimeWord]


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands and what it may count from."""

    text: str
    span: Span
    published: date | None
    reference: Days | None
    loose: bool = False  # True: a narrative date without its anchor counts from publication
    told: str = ""  # "past" or "future" where the deed is known to be told as done or to come


def read_expression(match: TimeMatch, context: Context) -> Reading | None:
    """What a found expression means here; None where its anchor is missing."""
    builder = BUILDERS[match.rule.builds]
    try:
        reading = builder(match.slots, context, *match.rule.arguments)
    except (ValueError, OverflowError):
        return None  # 31 June, or a year out of the calendar
    if reading is None:
        return None
    part = match.slots.get("part") or match.slots.get("clock")
    if part is not None and not reading.part and reading.kind == "day":
        reading = replace(reading, part=_part(part, match.slots))
    return reading


def _edge(reading: Reading, slots: Slots, context: Context) -> Reading:
    word = slots.get("mod")
    return reading if word is None else narrowed(reading, word.lower, word.value, context.published)


def _part(word: TimeWord, slots: Slots) -> str:
    """TIMEX3's part of a day: "TMO", or the clock time ("3" p.m. is T15:00, "0330" T03:30)."""
    if not word.value[0].isdecimal():
        return word.value
    if ":" in word.value:
        hour, minute = (int(part) for part in word.value.split(":"))
    else:
        number = int(float(word.value))
        hour, minute = divmod(number, 100) if number > 24 else (number, 0)
    half = slots["half"].value if "half" in slots else ""
    if half == "PM" and hour < 12:
        hour += 12
    elif half == "AM" and hour == 12:
        hour = 0
    return f"T{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else ""


# --- which way: tense and narrative anchors


def _tense(context: Context) -> str:
    return read_tense(context.text, context.span, told=context.told)


def _reference(context: Context, *, kinds: frozenset[str]) -> Reading | None:
    """The date a narrative expression counts from: given, or the last one told before it."""
    if context.reference is not None:
        days = context.reference
        kind = "day" if days.end - days.start == DAY else days.precision.value
        return Reading(kind, days.start, days.end) if kind in kinds else None
    earlier = [m for m in match_times(context.text) if m.span.end <= context.span.start]
    for match in reversed(earlier[-6:]):
        if context.span.start - match.span.end > MAX_ANCHOR_DISTANCE:
            return None
        if match.rule.builds == "length" and OF_A_DEED.match(context.text, match.span.end):
            return None  # "three days after the raid he was shot. The next day": of a day not told
        if match.rule.type not in {"DATE", "TIME"} or match.rule.builds in SHIFTS:
            continue
        if _is_speaking_day(context.text, match.span) or follows_since(context.text, match.span):
            continue
        reading = read_expression(match, replace(context, span=match.span))
        if reading is None or not reading.certain:
            continue
        if _is_ahead(reading, replace(context, span=match.span)):
            continue
        if reading.kind in kinds:
            return reading
        if kinds == DAYS_ONLY and _is_night(reading) and reading.start is not None:
            return one_day(reading.start)
        if match.rule.builds in {"ago", "shift"}:
            return None  # "two weeks earlier a bomber struck. The next day": of a day not told
    return None


OF_A_DEED = re.compile(r"\s+(?:after|before)\b")
MAX_ANCHOR_DISTANCE = 900  # characters, some three paragraphs of news
SHIFTS = frozenset({"year_earlier", "clock", "the_unit"})  # too weak to count from
DAYS_ONLY = frozenset({"day"})
# Units that are moved by from a first of the month.
FROM_THE_FIRST = frozenset({"month", "quarter", "year", "decade", "century"})
WEEKS = DAYS_ONLY | {"week", "weekend", "range"}
MONTHS = WEEKS | {"month"}
ANY_GRANULE = MONTHS | {"quarter", "season", "year"}


# What "two weeks earlier" may count from: a date no coarser than its unit.
NO_COARSER = {"week": WEEKS, "fortnight": WEEKS, "month": MONTHS} | dict.fromkeys(
    ("quarter", "year", "decade", "century"), ANY_GRANULE
)


def _is_ahead(reading: Reading, context: Context) -> bool:
    """Whether a time lies ahead of the report: "until 10 November" begins no story that is told."""
    start, published = reading.start, context.published
    if start is None or published is None or start <= published:
        return False
    if read_tense(context.text, context.span) == "future":
        return True
    begin = context.span.start
    return AT_LATEST.search(context.text, max(0, begin - len("before the ")), begin) is not None


AT_LATEST = re.compile(r"\b(?:before|until|till|by) (?:the )?$", re.IGNORECASE)


def _is_night(reading: Reading) -> bool:
    """Whether a range is a night by its two days: "the night of 3 to 4 May"."""
    if reading.start is None or reading.end is None:
        return False
    return reading.kind == "range" and reading.end - reading.start == 2 * DAY


def _is_speaking_day(text: str, span: Span) -> bool:
    return ends_in_speech(text[max(0, span.start - 80) : span.start].lower())


# --- builders: full and partial dates


def _numeric(slots: Slots, context: Context) -> Reading | None:
    """14.10.2016, 2016-10-14, 7/25/98; day and month that could change places: the one past, or None."""
    first, second, third = (int(part) for part in re.split(r"[./-]", slots["date"].value))
    if first > 31:
        return one_day(date(first, second, third))
    year = third if third > 99 else third + (1900 if third > 50 else 2000)
    points = "." in slots["date"].value
    if points or first > 12 or first == second:
        return one_day(date(year, second, first))
    if second > 12:
        return one_day(date(year, first, second))
    either = [date(year, second, first), date(year, first, second)]
    told = [day for day in either if context.published is not None and day <= context.published]
    return one_day(told[0]) if len(told) == 1 else None


def _date(slots: Slots, context: Context) -> Reading | None:
    month, day = int(slots["month"].value), int(slots["day"].value)
    if "year" in slots:
        return one_day(date(int(slots["year"].value), month, day))
    if "rel" in slots:
        if "SAME" in slots["rel"].classes:
            anchor = _reference(context, kinds=ANY_GRANULE)
            if anchor is None or anchor.start is None:
                return None
            return one_day(date(anchor.start.year, month, day))
        if context.published is None:
            return None
        return one_day(date(context.published.year + int(slots["rel"].value), month, day))
    year = _nearest_year(context, month, day)
    if year is None:
        return None
    if context.published is not None and _tense(context) == "past":
        year -= (date(year, month, day) - context.published).days > MAX_AHEAD
    return one_day(date(year, month, day))


MAX_AHEAD = (
    60  # days that a date in a past clause may lie ahead; 30-120 swept on the time train set
)


def _nearest_year(context: Context, month: int, day: int) -> int | None:
    """The year that puts a month and day nearest to publication, or to the reference."""
    centre = context.published
    if centre is None:
        anchor = _reference(context, kinds=ANY_GRANULE)
        return anchor.start.year if anchor is not None and anchor.start is not None else None
    best: tuple[int, int] | None = None
    for year in (centre.year - 1, centre.year, centre.year + 1):
        if day <= monthrange(year, month)[1]:
            distance = abs((date(year, month, day) - centre).days)
            if best is None or distance < best[0]:
                best = (distance, year)
    return best[1] if best else None


def _day_range(slots: Slots, context: Context) -> Reading | None:
    month = int(slots["month"].value)
    month2 = int(slots["month2"].value) if "month2" in slots else month
    day, day2 = int(slots["day"].value), int(slots["day2"].value)
    if "year" in slots:
        year: int | None = int(slots["year"].value)
    else:
        year = _nearest_year(context, month2, day2)
    if year is None:
        return None
    first, last = date(year - (month > month2), month, day), date(year, month2, day2)
    if first > last:
        return None
    return Reading("range", first, last + DAY, value=first.isoformat())


def _day_number(slots: Slots, context: Context) -> Reading | None:
    """ "the 12th": the latest up to publication, the next in a future clause; undated, of the last date's month."""
    day = int(slots["day"].value)
    if context.published is None:
        anchor = _reference(context, kinds=frozenset({"day", "month"}))
        return (
            None
            if anchor is None or anchor.start is None
            else one_day(anchor.start.replace(day=day))
        )
    ahead = _tense(context) == "future"
    step = (day < context.published.day) if ahead else -(day > context.published.day)
    return one_day(months_on(context.published, step).replace(day=day))


def _weekday_number(slots: Slots, context: Context) -> Reading | None:
    """ "Sunday the 9th", "Friday 14": the nearest such day; the weekday alone where the two never meet."""
    if context.published is None:
        return None
    day, weekday = int(slots["day"].value), int(slots["wd"].value)
    months = [months_on(context.published, n) for n in MONTHS_AROUND]
    days = [m.replace(day=day) for m in months if day <= monthrange(m.year, m.month)[1]]
    met = [d for d in days if d.weekday() == weekday]
    if not met:
        return _weekday(slots, context)
    published = context.published
    return one_day(min(met, key=lambda d: abs(d - published)))


MONTHS_AROUND = range(-3, 3)  # in which a weekday and its number are looked for


def _day_numbers(slots: Slots, context: Context) -> Reading | None:
    """ "between the 9th and the 12th": days of one month, that of the later."""
    last = _day_number({"day": slots["day2"]}, context)
    if last is None or last.start is None or last.end is None:
        return None
    first = last.start.replace(day=int(slots["day"].value))
    if first > last.start:
        return None
    return Reading("range", first, last.end, value=first.isoformat())


def _day_of_rel_month(slots: Slots, context: Context) -> Reading | None:
    if context.published is None:
        return None
    month = months_on(context.published, int(slots["rel"].value))
    return one_day(month.replace(day=int(slots["day"].value)))


# --- builders: months, years and what lies between


def _month_of(slots: Slots, context: Context) -> Reading | None:
    year = _year_of(slots, context)
    if year is None:
        year = _month_year(int(slots["month"].value), context)
    return (
        None if year is None else _edge(one_month(year, int(slots["month"].value)), slots, context)
    )


def _year_of(slots: Slots, context: Context) -> int | None:
    if "year" in slots:
        return int(slots["year"].value)
    if "rel" in slots and context.published is not None:
        return context.published.year + int(slots["rel"].value)
    return None


def _month_year(month: int, context: Context) -> int | None:
    """The year of a bare month: the latest past one, the next one in a future clause."""
    published = context.published
    if published is None:
        anchor = _reference(context, kinds=ANY_GRANULE)
        return anchor.start.year if anchor is not None and anchor.start is not None else None
    tense = _tense(context)
    if tense == "future":
        return published.year + (month < published.month)
    if tense == "past" or (month - published.month) % 12 > 6:
        return published.year - (month > published.month)
    return published.year + (month < published.month)


def _month_range(slots: Slots, context: Context) -> Reading | None:
    """ "from January to March": whole months; a first month after the second is a year older."""
    last = _month_of(
        {k: v for k, v in slots.items() if k != "mod"} | {"month": slots["month2"]}, context
    )
    if last is None or last.start is None or last.end is None:
        return None
    month = int(slots["month"].value)
    first = date(last.start.year - (month > last.start.month), month, 1)
    return Reading("range", first, last.end, value=f"{first:%Y-%m}")


def _first_units(slots: Slots, context: Context) -> Reading | None:
    """ "the first three months of 2023", "the last ten days of May"."""
    whole = _month_of(slots, context) if "month" in slots else None
    year = _year_of(slots, context)
    if whole is None and year is not None:
        whole = one_year(year)
    n, unit = _number(slots), slots["unit"].unit
    if whole is None or whole.start is None or whole.end is None or n is None:
        return Reading("length", value=length_value(slots["n"].value, slots["unit"]))
    if slots["ord"].lower == "last":
        narrow = (max(moved(whole.end, -int(n), unit), whole.start), whole.end)
    else:
        narrow = (whole.start, min(moved(whole.start, int(n), unit), whole.end))
    value = length_value(slots["n"].value, slots["unit"])
    return replace(whole, narrow=narrow, value=value)


def _edge_days(slots: Slots, context: Context) -> Reading | None:
    """ "the last day of April", "the first days of this month": one day, or a week of them."""
    whole = _month_of(slots, context) if "month" in slots else None
    if whole is None and "month" not in slots and context.published is not None:
        step = int(slots["rel"].value)
        whole = unit_around(months_on(context.published, step), "month")
    if whole is None or whole.start is None or whole.end is None:
        return None
    n = 7 if slots["unit"].lower.endswith("s") else 1
    first = whole.end - n * DAY if slots["ord"].lower == "last" else whole.start
    if n == 1:
        return one_day(first)
    return replace(whole, narrow=(first, first + n * DAY))


def _month_half(slots: Slots, context: Context) -> Reading | None:
    reading = _month_of({k: v for k, v in slots.items() if k != "mod"}, context)
    if reading is None or reading.start is None or reading.end is None:
        return None
    middle = reading.start + 15 * DAY
    halves = {"1": (reading.start, middle), "2": (middle, reading.end)}
    narrow = halves.get(slots["ord"].value)
    return replace(reading, narrow=narrow) if narrow else None


def _month_week(slots: Slots, context: Context) -> Reading | None:
    """The n-th seven days of a month; the last week is its last seven days."""
    reading = _month_of(slots, context)
    if reading is None or reading.start is None or reading.end is None:
        return None
    n = -1 if slots["ord"].lower == "last" else int(slots["ord"].value)
    start = reading.end - 7 * DAY if n < 0 else reading.start + 7 * (n - 1) * DAY
    return replace(reading, narrow=(start, min(start + 7 * DAY, reading.end)))


def _rel_month(slots: Slots, context: Context) -> Reading | None:
    if context.published is None:
        return None
    month, today = int(slots["month"].value), context.published
    match int(slots["rel"].value):
        case -1:
            year = today.year - (month >= today.month)
        case 1:
            year = today.year + (month <= today.month)
        case _:
            year = today.year
    return _edge(one_month(year, month), slots, context)


def _year_builder(slots: Slots, context: Context) -> Reading | None:
    return _edge(one_year(int(slots["year"].value)), slots, context)


def _decade_builder(slots: Slots, context: Context) -> Reading | None:
    word = slots["decade"]
    number = int(word.value)
    if "DECADEWORD" in word.classes:
        number *= 10
    return _edge(decade_with(number if number > 99 else 1900 + number), slots, context)


def _century_builder(slots: Slots, context: Context) -> Reading | None:
    return _edge(one_century(int(slots["ord"].value)), slots, context)


def _quarter_builder(slots: Slots, context: Context) -> Reading | None:
    number = int(slots["ord"].value)
    if not 1 <= number <= 4:
        return None
    year = _year_of(slots, context)
    if year is None:
        if context.published is None:
            return None
        year = context.published.year - (3 * number - 2 > context.published.month)
    return _edge(one_quarter(year, number), slots, context)


def _last_quarter(context: Context) -> Reading | None:
    """The ended quarter last spoken of before the expression, unless other spans came between."""
    quarter_spoken = False
    for match in reversed(match_times(context.text)):
        if match.span.end > context.span.start:
            continue
        if match.rule.builds == "latest_quarter":
            quarter_spoken = True  # "the quarter": the figures that follow are that one's
        elif match.rule.builds == "quarter":
            reading = read_expression(match, replace(context, span=match.span))
            today = context.published
            if reading is None or reading.end is None or today is None or reading.end <= today:
                return reading
        elif (
            not quarter_spoken
            and match.rule.type == "DURATION"
            and match.slots["unit"].unit == "month"
        ):
            return None  # "in the nine months": the figures that follow are not a quarter's
    return None


def _latest_quarter(slots: Slots, context: Context) -> Reading | None:
    spoken = _last_quarter(context)
    if spoken is not None or context.published is None:
        return spoken
    ended = months_on(context.published, -3)
    return one_quarter(ended.year, (ended.month + 2) // 3)


def _year_earlier(slots: Slots, context: Context) -> Reading | None:
    """ "a year earlier": the same quarter where one was spoken of, else the year before."""
    quarter = _last_quarter(context)
    if quarter is not None and quarter.start is not None:
        year = int(slots["year"].value) if "year" in slots else quarter.start.year - 1
        return one_quarter(year, (quarter.start.month + 2) // 3)
    if "year" in slots:
        return one_year(int(slots["year"].value))
    return one_year(context.published.year - 1) if context.published is not None else None


def _half_builder(slots: Slots, context: Context) -> Reading | None:
    number, year = int(slots["ord"].value), _year_of(slots, context)
    return one_half(year, number) if year is not None and number in {1, 2} else None


def _season_builder(slots: Slots, context: Context) -> Reading | None:
    season = slots["season"].value
    if "year" in slots:
        return _edge(one_season(int(slots["year"].value), season), slots, context)
    if context.published is None:
        return None
    today = context.published
    step = int(slots["rel"].value) if "rel" in slots else 0
    year = today.year
    if step < 0:
        # the latest one that had ended
        year -= one_season(year, season).start is not None and today < months_on(
            date(year, SEASON_MONTHS[season], 1), 3
        )
    elif step > 0:
        year += today >= date(year, SEASON_MONTHS[season], 1)
    elif "rel" not in slots:
        year -= today < date(year, SEASON_MONTHS[season], 1) and _tense(context) != "future"
    return _edge(one_season(year, season), slots, context)


# --- builders: around publication


def _weekday(slots: Slots, context: Context) -> Reading | None:
    """The latest such weekday up to and including publication; ahead of it in a future clause.

    Of a plan of then, the nearest.
    """
    if context.published is None:
        return None
    back = (context.published.weekday() - int(slots["wd"].value)) % 7
    step = int(slots["rel"].value) if "rel" in slots else 0
    tense = _tense(context) if back and not step else ""
    if step < 0:
        day = context.published - (back or 7) * DAY
    elif step > 0 or tense == "future" or (tense == "lapsed" and back > 3):
        day = context.published + (7 - back) * DAY
    elif "rel" in slots:  # "this Thursday", ahead of a Monday's report, behind a Friday's
        return _weekday_of_week(slots, context)
    else:
        day = context.published - back * DAY
    return one_day(day)


def _following_weekday(slots: Slots, context: Context) -> Reading | None:
    """ "the following Sunday": the first behind the last day told."""
    anchor = _reference(context, kinds=DAYS_ONLY)
    day = anchor.start if anchor is not None else context.published if context.loose else None
    if day is None:
        return None
    return one_day(day + ((int(slots["wd"].value) - day.weekday()) % 7 or 7) * DAY)


def _weekday_beside(slots: Slots, context: Context) -> Reading | None:
    """ "the day before last Tuesday"."""
    named = _weekday(slots, context)
    if named is None or named.start is None:
        return None
    return one_day(named.start + int(slots["mod"].value) * DAY)


def _weekdays_ago(slots: Slots, context: Context, n_given: str = "") -> Reading | None:
    """ "two Sundays ago", "the Sunday before last": that many back, today not counted."""
    n = float(n_given) if n_given else _number(slots)
    if context.published is None or n is None:
        return None
    back = (context.published.weekday() - int(slots["wd"].value)) % 7 or 7
    return one_day(context.published - (back + 7 * (int(n) - 1)) * DAY)


def _weekday_of_week(slots: Slots, context: Context) -> Reading | None:
    if context.published is None:
        return None
    monday = context.published - context.published.weekday() * DAY
    return one_day(monday + (7 * int(slots["rel"].value) + int(slots["wd"].value)) * DAY)


def _weekday_night(slots: Slots, context: Context) -> Reading | None:
    later = _weekday({**slots, "wd": slots["wd2"]}, context)
    if later is None or later.start is None:
        return None
    span = (int(slots["wd2"].value) - int(slots["wd"].value)) % 7
    start = later.start - span * DAY
    return Reading("range", start, later.start + DAY, value=start.isoformat())


def _nth_weekday(slots: Slots, context: Context) -> Reading | None:
    reading = _month_of({k: v for k, v in slots.items() if k != "mod"}, context)
    if reading is None or reading.start is None or reading.end is None:
        return None
    n = -1 if slots["ord"].lower == "last" else int(slots["ord"].value)
    return one_day(nth_weekday(reading.start.year, reading.start.month, int(slots["wd"].value), n))


def _deictic(slots: Slots, context: Context) -> Reading | None:
    return _day_offset(slots, context, slots["deictic"].value)


def _day_offset(slots: Slots, context: Context, offset: str) -> Reading | None:
    return one_day(context.published + int(offset) * DAY) if context.published else None


def _tonight(slots: Slots, context: Context) -> Reading | None:
    return replace(one_day(context.published), part="TNI") if context.published else None


def _overnight(slots: Slots, context: Context, into: str = "") -> Reading | None:
    """The night into the day of publication, or the one that began on, or went `into`, the weekday named."""
    if context.published is None:
        return None
    start = context.published - DAY
    if "wd" in slots:
        named = _weekday(slots, context)
        start = named.start if named and named.start else start
        start -= DAY * bool(into)
    return Reading("range", start, start + 2 * DAY, value=f"{start.isoformat()}TNI")


def _last_night(slots: Slots, context: Context) -> Reading | None:
    return replace(one_day(context.published - DAY), part="TNI") if context.published else None


def _today_part(slots: Slots, context: Context) -> Reading | None:
    return one_day(context.published) if context.published else None


def _clock(slots: Slots, context: Context) -> Reading | None:
    """A clock time alone has the day its sentence names, else one told before that is no longer news.

    Of news it may be the day told last or the report's own, and only TIMEX3 guesses which.
    """
    text, span = context.text, context.span
    start = max(text.rfind(mark, 0, span.start) for mark in (". ", "\n")) + 1
    ends = [end for mark in (". ", ".\n", "\n") if (end := text.find(mark, span.end + 1)) >= 0]
    for match in match_times(text):
        near = start <= match.span.start and match.span.end <= min(ends, default=len(text)) + 1
        if near and match.rule.type in {"DATE", "TIME"} and match.rule.builds != "clock":
            reading = read_expression(match, replace(context, span=match.span))
            if reading is not None and reading.kind == "day" and reading.certain:
                return replace(reading, part="")
    anchor = _reference(context, kinds=DAYS_ONLY)
    day = anchor.start if anchor is not None else context.published
    if day is None:
        return None
    fresh = context.published is not None and context.published - day <= FRESH
    return replace(one_day(day), certain=not fresh)


FRESH = 2 * DAY  # before publication: news, by the publication window


def _rel_unit(slots: Slots, context: Context, step_given: str = "") -> Reading | None:
    if context.published is None:
        return None
    unit, step = slots["unit"].unit, int(step_given or slots["rel"].value)
    if unit in {"hour", "minute", "second"}:
        return None
    anchor = context.published
    if unit in {"month", "quarter", "year", "decade", "century"}:
        anchor = anchor.replace(day=1)
    return _edge(unit_around(moved(anchor, step, unit), unit), slots, context)


def _rel_unit_year(slots: Slots, context: Context) -> Reading | None:
    step = int(slots["rel"].value) if "rel" in slots else 0
    return one_year(context.published.year + step) if context.published else None


def _weekend(slots: Slots, context: Context) -> Reading | None:
    """Saturday and Sunday: the latest that has begun, or the next in a future clause."""
    if context.published is None:
        return None
    today = context.published
    step = int(slots["rel"].value) if "rel" in slots else 0
    saturday = today - (today.weekday() - 5) % 7 * DAY
    if step > 0 or (step == 0 and ("THIS" in slots or _tense(context) == "future")):
        saturday += 7 * DAY if today.weekday() < 5 or step > 0 else 0 * DAY
    elif step < 0 and today.weekday() >= 5:
        saturday -= 7 * DAY
    return Reading("weekend", saturday, saturday + 2 * DAY)


def _weekend_of(slots: Slots, context: Context) -> Reading | None:
    day = _date({k: v for k, v in slots.items() if k in {"month", "day", "year"}}, context)
    if day is None or day.start is None:
        return None
    saturday = day.start + (5 - day.start.weekday()) * DAY
    return Reading("weekend", saturday, saturday + 2 * DAY)


def _week_of(slots: Slots, context: Context) -> Reading | None:
    day = _date({k: v for k, v in slots.items() if k in {"month", "day", "year"}}, context)
    return week_with(day.start) if day is not None and day.start is not None else None


def _number(slots: Slots) -> float | None:
    word = slots.get("n")
    return None if word is None or word.value == "X" else float(word.value)


def _ago(slots: Slots, context: Context) -> Reading | None:
    return _shifted(context.published, slots, -1)


def _ago_to_day(slots: Slots, context: Context) -> Reading | None:
    """ "two years ago today", "a week ago Tuesday": that long before the day named."""
    named = _weekday(slots, context) if "wd" in slots else _deictic(slots, context)
    n = _number(slots)
    if named is None or named.start is None or n is None:
        return None
    return one_day(moved(named.start, -int(n), slots["unit"].unit))


def _half_ago(slots: Slots, context: Context) -> Reading | None:
    """ "half a year ago", "a year and a half ago": half a unit, or n and a half."""
    whole = _number(slots) if "n" in slots else 0
    if whole is None:
        return None
    n = TimeWord(0, 0, "", frozenset(), f"{whole + 0.5:g}", "-")
    return _shifted(context.published, {**slots, "n": n}, -1)


def _ahead(slots: Slots, context: Context) -> Reading | None:
    return _shifted(context.published, slots, 1)


def _shifted(anchor: date | None, slots: Slots, sign: int) -> Reading | None:
    """Days, weeks, months, years from an anchor, as wide as the unit that was used."""
    unit, n = slots["unit"].unit, _number(slots)
    if n is None or (slots["n"].lower in {"few", "several", "a few"} and n == 0):
        return _few(anchor, unit, sign)
    if anchor is None:
        return None
    if unit in {"hour", "minute", "second"}:
        days_off = n * {"hour": 1, "minute": 1 / 60, "second": 1 / 3600}[unit] / 24
        if days_off != int(days_off):
            guess = anchor + sign * int(days_off) * DAY
            return Reading("day", guess, guess + DAY, narrow=None, certain=days_off < 0.5)
        return one_day(anchor + sign * int(days_off) * DAY)
    if n != int(n):
        unit, n = {"year": ("month", 12 * n), "month": ("week", 4 * n), "week": ("day", 7 * n)}.get(
            unit, ("day", n)
        )
    day = moved(anchor, sign * int(n), unit)
    return unit_around(
        day, {"fortnight": "week", "decade": "year", "century": "year"}.get(unit, unit)
    )


FEW = {  # days: nearest, farthest
    "minute": (0, 0),
    "hour": (0, 1),
    "day": (2, 6),
    "week": (14, 42),
    "month": (60, 180),
    "year": (730, 2190),
}


def _few(anchor: date | None, unit: str, sign: int) -> Reading | None:
    """ "a few days ago": two to six of them."""
    value = "PAST_REF" if sign < 0 else "FUTURE_REF"
    if anchor is None or unit not in FEW:
        return Reading("ref", value=value)
    near, far = FEW[unit]
    if sign < 0:
        return Reading("range", anchor - far * DAY, anchor - (near - 1) * DAY, value=value)
    return Reading("range", anchor + near * DAY, anchor + (far + 1) * DAY, value=value)


def _vague_ago(slots: Slots, context: Context) -> Reading | None:
    return Reading("ref", value=f"P{_unit_code('X', slots['unit'])}"[:1] and "PAST_REF")


# --- builders: narrative


def _shift(slots: Slots, context: Context) -> Reading | None:
    """ "two days earlier": from the last date told."""
    sign = 1 if slots["mod"].lower in {"later", "after"} else -1
    anchor = _reference(context, kinds=NO_COARSER.get(slots["unit"].unit, DAYS_ONLY))
    if anchor is not None and anchor.start is not None:
        if "n" not in slots:
            return unit_around(moved(anchor.start, sign, slots["unit"].unit), slots["unit"].unit)
        if anchor.kind == "quarter" and slots["unit"].unit == "year":
            return one_quarter(
                anchor.start.year + sign * int(_number(slots) or 1), (anchor.start.month + 2) // 3
            )
        return _shifted(anchor.start, slots, sign)
    if context.loose and "n" in slots:
        return _shifted(context.published, slots, sign)
    return None


def _vague_shift(slots: Slots, context: Context) -> Reading | None:
    return Reading("ref", value="FUTURE_REF" if slots["mod"].lower == "later" else "PAST_REF")


def _narrative_unit(slots: Slots, context: Context) -> Reading | None:
    unit, rel = slots["unit"].unit, slots["rel"]
    step = 0 if "SAME" in rel.classes else int(rel.value)
    anchor = _reference(context, kinds=NO_COARSER.get(unit, DAYS_ONLY))
    if anchor is None or anchor.start is None:
        if context.published is None or (not context.loose and rel.lower != "coming"):
            return None
        anchor = one_day(context.published)
    assert anchor.start is not None
    start = anchor.start.replace(day=1) if unit in FROM_THE_FIRST else anchor.start
    return _edge(unit_around(moved(start, step, unit), unit), slots, context)


def _narrative_part(slots: Slots, context: Context) -> Reading | None:
    rel = slots["rel"]
    step = 0 if "SAME" in rel.classes else int(rel.value)
    anchor = _reference(context, kinds=DAYS_ONLY)
    if anchor is None or anchor.start is None:
        if not context.loose or context.published is None:
            return None
        return one_day(context.published + step * DAY)
    return one_day(anchor.start + step * DAY)


def _narrative_in(slots: Slots, context: Context) -> Reading | None:
    unit = slots["unit"].unit
    if unit in {"year", "month", "week"} and context.published is not None:
        return _edge(unit_around(context.published, unit), slots, context)
    anchor = _reference(context, kinds=DAYS_ONLY)
    return one_day(anchor.start) if anchor is not None and anchor.start is not None else None


def _the_unit(slots: Slots, context: Context) -> Reading | None:
    """ "the year": named before, or meant as a length; never days for a record."""
    unit = slots["unit"].unit
    ended = context.text[context.span.end :].startswith((" end", "-end"))
    if (
        ended
        or context.published is None
        or unit not in {"year", "month", "quarter", "week", "day"}
    ):
        return Reading("length", value=length_value("1", slots["unit"]))
    return replace(unit_around(context.published, unit), certain=False)


def _year_end(slots: Slots, context: Context) -> Reading | None:
    if context.published is None:
        return None
    year = one_year(context.published.year)
    return replace(
        year, narrow=(date(context.published.year, 12, 1), date(context.published.year + 1, 1, 1))
    )


# --- builders: lengths, spans up to now, sets, references


def _unit_code(n: str, unit: TimeWord) -> str:
    code = unit.value
    if code in {"H", "m", "S"}:
        return f"T{n}{code.upper()}"
    if code in {"E", "C", "F"}:
        factor, code = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}[code]
        n = n if n == "X" else f"{float(n) * factor:g}"
    return f"{n}{code}"


def length_value(n: str, unit: TimeWord) -> str:
    """TIMEX3 of a length: "3" and weeks are P3W, "1.5" and hours PT1H30M, "X" (uncounted) and days PXD."""
    number = n if n == "X" else float(n)
    if isinstance(number, float) and number != int(number):
        finer = {"Y": ("M", 12), "H": ("m", 60), "m": ("S", 60), "W": ("D", 7)}.get(unit.value)
        if finer is not None:
            whole, rest = int(number), round((number - int(number)) * finer[1])
            joint = "T" if unit.value in {"H", "m"} else ""
            return f"P{joint}{whole}{unit.value.upper()}{rest}{finer[0].upper()}"
    return f"P{_unit_code(n, unit)}"


def _length_builder(slots: Slots, context: Context) -> Reading | None:
    return Reading("length", value=length_value(slots["n"].value, slots["unit"]))


def _length_and_half(slots: Slots, context: Context) -> Reading | None:
    return Reading("length", value=length_value("1.5", slots["unit"]))


def _vague_length(slots: Slots, context: Context) -> Reading | None:
    return Reading("length", value=f"P{_vague_code(slots['unit'])}")


def _vague_code(unit: TimeWord) -> str:
    return {"E": "XE", "C": "XC"}.get(unit.value) or _unit_code("X", unit)


def _past_amount(slots: Slots, context: Context) -> Reading | None:
    return _up_to_now(slots, context, _number(slots), length_value(slots["n"].value, slots["unit"]))


def _past_unit(slots: Slots, context: Context) -> Reading | None:
    return _up_to_now(slots, context, 1, length_value("1", slots["unit"]))


def _up_to_now(slots: Slots, context: Context, n: float | None, value: str) -> Reading | None:
    """ "the past two weeks": up to and with publication; "the past few weeks" as far back as "recent"."""
    unit, today = slots["unit"].unit, context.published
    if today is not None and n is None and unit in RECENT:
        return Reading("range", today - RECENT[unit][1] * DAY, today + DAY, value=value)
    if today is None or n is None or unit in {"minute", "second"}:
        return Reading("length", value=value)
    if unit == "hour":
        return Reading("range", today - max(1, int(n // 24)) * DAY, today + DAY, value=value)
    return Reading("range", moved(today, -int(n), unit), today + DAY, value=value)


RECENT = {  # days back: nearest, farthest
    "hour": (0, 1),
    "day": (1, 6),
    "week": (7, 42),
    "month": (30, 180),
}


def _recent_units(slots: Slots, context: Context) -> Reading | None:
    unit, value = slots["unit"].unit, f"P{_vague_code(slots['unit'])}"
    if context.published is None or unit not in RECENT:
        return Reading("length", value=value)
    near, far = RECENT[unit]
    return Reading(
        "range", context.published - far * DAY, context.published - (near - 1) * DAY, value=value
    )


def _coming_amount(slots: Slots, context: Context) -> Reading | None:
    value, n, today = (
        length_value(slots["n"].value, slots["unit"]),
        _number(slots),
        context.published,
    )
    unit = slots["unit"].unit
    if today is None or n is None or unit in {"hour", "minute", "second"}:
        return Reading("length", value=value)
    return Reading("range", today, moved(today, int(n), unit) + DAY, value=value)


def _vague_ahead(slots: Slots, context: Context) -> Reading | None:
    return Reading("length", value=f"P{_vague_code(slots['unit'])}")


def _every(slots: Slots, context: Context) -> Reading | None:
    return Reading("set", value=length_value("1", slots["unit"]))


def _every_weekday(slots: Slots, context: Context) -> Reading | None:
    part = slots["part"].value if "part" in slots else ""
    return Reading("set", value=f"XXXX-WXX-{int(slots['wd'].value) + 1}{part}")


def _every_month(slots: Slots, context: Context) -> Reading | None:
    return Reading("set", value=f"XXXX-{int(slots['month'].value):02}")


def _set_word(slots: Slots, context: Context) -> Reading | None:
    return Reading("set", value=slots["set"].value)


def _ref(slots: Slots, context: Context, value: str = "") -> Reading | None:
    return Reading("ref", value=value or slots["ref"].value)


# --- builders: feasts and other calendars


def _holiday(slots: Slots, context: Context, offset: str = "0") -> Reading | None:
    name = slots["holiday"].value
    row = next(row for row in read_lexicon("holidays") if row["name"] == name)
    start = _feast_start(row["rule"], slots, context)
    if start is None:
        return None
    start += int(offset) * DAY
    length = 1 if offset != "0" else int(row["days"])
    hijri = row["rule"].startswith("hijri")
    if not hijri and length == 1:
        return one_day(start)
    # the tabular calendar may be a day off the moon that was seen
    first, last = (
        (start - DAY, start + (length + 1) * DAY) if hijri else (start, start + length * DAY)
    )
    return _edge_of_feast(Reading("range", first, last, value=start.isoformat()), slots, length)


def _edge_of_feast(reading: Reading, slots: Slots, length: int) -> Reading:
    if "mod" not in slots or length < 20 or reading.start is None or reading.end is None:
        return reading
    third = {"START": 0, "MID": 1, "END": 2}[slots["mod"].value]
    first = reading.start + 10 * third * DAY
    return replace(reading, start=first, end=min(first + 12 * DAY, reading.end))


def _feast_start(rule: str, slots: Slots, context: Context) -> date | None:
    """Of the year named, else the latest begun, the next in a future clause or after "next"."""
    if "year" in slots:
        return next(iter(holiday_starts(rule, int(slots["year"].value))), None)
    if context.published is None:
        return None
    today = context.published
    years = range(today.year - 1, today.year + 2)
    starts = sorted(day for year in years for day in holiday_starts(rule, year))
    step = int(slots["rel"].value) if "rel" in slots else 0
    if step > 0 or (step == 0 and _tense(context) == "future"):
        return next((day for day in starts if day > today), None)
    if step == 0 and "rel" in slots:
        return next((day for day in starts if day.year == today.year), None)
    return max((day for day in starts if day <= today), default=None)


Builder = Callable[..., Reading | None]
BUILDERS: Mapping[str, Builder] = {
    "numeric": _numeric,
    "date": _date,
    "day_range": _day_range,
    "day_number": _day_number,
    "weekday_number": _weekday_number,
    "day_numbers": _day_numbers,
    "day_of_rel_month": _day_of_rel_month,
    "month": _month_of,
    "edge_days": _edge_days,
    "month_half": _month_half,
    "month_range": _month_range,
    "first_units": _first_units,
    "half_ago": _half_ago,
    "month_week": _month_week,
    "rel_month": _rel_month,
    "year": _year_builder,
    "decade": _decade_builder,
    "century": _century_builder,
    "quarter": _quarter_builder,
    "half": _half_builder,
    "latest_quarter": _latest_quarter,
    "year_earlier": _year_earlier,
    "season": _season_builder,
    "weekday": _weekday,
    "following_weekday": _following_weekday,
    "weekday_beside": _weekday_beside,
    "weekdays_ago": _weekdays_ago,
    "weekday_of_week": _weekday_of_week,
    "weekday_night": _weekday_night,
    "nth_weekday": _nth_weekday,
    "deictic": _deictic,
    "day_offset": _day_offset,
    "tonight": _tonight,
    "overnight": _overnight,
    "last_night": _last_night,
    "today_part": _today_part,
    "clock": _clock,
    "rel_unit": _rel_unit,
    "rel_unit_year": _rel_unit_year,
    "weekend": _weekend,
    "week_of": _week_of,
    "weekend_of": _weekend_of,
    "ago": _ago,
    "ago_to_day": _ago_to_day,
    "ahead": _ahead,
    "vague_ago": _vague_ago,
    "shift": _shift,
    "vague_shift": _vague_shift,
    "narrative_unit": _narrative_unit,
    "narrative_part": _narrative_part,
    "narrative_in": _narrative_in,
    "the_unit": _the_unit,
    "year_end": _year_end,
    "length": _length_builder,
    "length_and_half": _length_and_half,
    "vague_length": _vague_length,
    "past_amount": _past_amount,
    "past_unit": _past_unit,
    "recent_units": _recent_units,
    "coming_amount": _coming_amount,
    "vague_ahead": _vague_ahead,
    "every": _every,
    "every_weekday": _every_weekday,
    "every_month": _every_month,
    "set_word": _set_word,
    "ref": _ref,
    "holiday": _holiday,
}
