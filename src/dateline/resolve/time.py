"""Time phrases to days: what was meant, on the day of publication or beside an earlier date.

`resolve_time` makes days for the records, `timex` the TIMEX3 value for comparison with annotated
corpora; quirks of either never reach the other. The rules are rows of
`lexicons/time_rules.tsv`, read by `dateline.resolve.expressions`.
"""

from __future__ import annotations

from datetime import date

from dateline.lexicons.times import TimeMatch, match_phrase
from dateline.records import DatePrecision, Days, Span
from dateline.resolve.expressions import Context, length_value, read_expression
from dateline.resolve.granules import DAY, Reading


def resolve_time(
    text: str,
    span: Span,
    *,
    published: date | None,
    reference: Days | None = None,
    told: str = "",
) -> Days | None:
    """The days that the time expression at `span` means, and the rule that read it so.

    `published` anchors "yesterday", weekdays and months without a year; without it only full
    dates are read, or partial ones whose year an earlier date of the text (or `reference`)
    gives. `reference` is the date that "two days later" counts from; left out, it is the last
    explicit date in the text before the span. `told`, "past" or "future", is how the deed is
    known to be told, and decides between two Fridays where no verb before the time does.
    Lengths, repeated times and vague words ("recently") are None.

    >>> text = "Two villages were shelled last week."
    >>> days = resolve_time(text, Span(26, 35), published=date(2024, 5, 16))
    >>> str(days.start), str(days.end), str(days.precision), days.rule
    ('2024-05-06', '2024-05-13', 'week', 'calendar week, month or year')
    """
    match = match_phrase(text, span)
    if match is None:
        return None
    reading = read_expression(match, Context(text, match.span, published, reference, told=told))
    if reading is None or not reading.certain:
        return None
    return _days(reading, match.rule.id)


def timex(text: str, span: Span, *, dct: date | None) -> tuple[str, str] | None:
    """The TIMEX3 type and value of the expression at `span`, or None where no rule reads it."""
    match = match_phrase(text, span)
    if match is None:
        return None
    reading = read_expression(match, Context(text, match.span, dct, None, loose=True))
    if reading is None:
        return None
    if match.rule.builds == "shift" and "n" in match.slots:
        # TIMEX3 annotates "two days" of "two days later" as a length, "later" as a signal
        return "DURATION", length_value(match.slots["n"].value, match.slots["unit"])
    return _timex_type(match, reading), _timex_value(reading)


PRECISION = {
    "day": DatePrecision.DAY,
    "week": DatePrecision.WEEK,
    "month": DatePrecision.MONTH,
    "year": DatePrecision.YEAR,
}


def _days(reading: Reading, rule: str) -> Days | None:
    if reading.start is None or reading.end is None:
        return None
    start, end = reading.narrow or (reading.start, reading.end)
    if start >= end:
        return None
    precision = (
        DatePrecision.RANGE if reading.narrow else PRECISION.get(reading.kind, DatePrecision.RANGE)
    )
    if end - start == DAY:
        precision = DatePrecision.DAY
    return Days(start, end, precision, rule)


def _timex_type(match: TimeMatch, reading: Reading) -> str:
    if reading.part and reading.kind == "day":
        return "TIME"
    if match.rule.type == "TIME":
        return "DATE"
    return match.rule.type


def _timex_value(reading: Reading) -> str:
    start = reading.start
    if reading.value or start is None:
        return reading.value
    match reading.kind:
        case "day":
            return f"{start.isoformat()}{reading.part}"
        case "week" | "weekend":
            year, week, _ = start.isocalendar()
            return f"{year}-W{week:02}" + ("-WE" if reading.kind == "weekend" else "")
        case "month":
            return f"{start.year:04}-{start.month:02}"
        case "quarter":
            return f"{start.year:04}-Q{(start.month + 2) // 3}"
        case "half":
            return f"{start.year:04}-H{1 if start.month < 7 else 2}"
        case "year":
            return f"{start.year:04}"
        case "decade":
            return f"{start.year // 10:03}"
        case "century":
            return f"{start.year // 100:02}"
    return start.isoformat()
