"""Publication dates: the ones a document states, and which of them to trust.

How a date was found is kept with it. The order of trust is `TRUST`; between two of the same
standing the first found wins. No date is made up: a day whose year, or whose order of day and
month, nothing decides stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from dateline.lexicons.times import MONTH_NAMES, STAMP

TRUST = ("option", "column", "metadata", "header", "dateline", "title", "url", "text")
EARLIEST = date(1900, 1, 1)

MONTHS = {
    form: number for number, name in enumerate(MONTH_NAMES, start=1) for form in (name, name[:3])
} | {"sept": 9}
# Hosts of these write the month first; every other country that uses Latin script, the day.
MONTH_FIRST = re.compile(r"(?:\.us|\.gov|\.mil|\.ph)$")
DAY_FIRST = re.compile(r"\.(?!com$|org$|net$|info$|us$|gov$|mil$|ph$|ca$|edu$|int$)[a-z]{2,}$")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day, and how it was found: one of `TRUST`."""

    day: date
    how: str


def choose_date(found: Iterable[FoundDate]) -> FoundDate | None:
    """The most trusted date; the first found where two are trusted alike."""
    return min(found, key=lambda f: TRUST.index(f.how), default=None)


_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
WRITTEN = [
    re.compile(rf"(?<!\d){_YEAR}[-/.](?P<m>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)"),
    re.compile(rf"(?<![\d/.-])(?P<a>[0-3]?\d)([/.-])(?P<b>[0-3]?\d)\2{_YEAR}(?!\d)"),
    re.compile(rf"(?<![\w]){_DAY}[\s-]*(?:of\s+)?{_MONTH}[\s,-]*{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+){_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}年(?P<m>[01]?\d)月(?P<day>[0-3]?\d)日"),
]


def read_date(text: str, *, month_first: bool | None = None) -> date | None:
    """The first full date written in `text`; None when there is none or its order is open.

    `month_first` says how an all-figures date such as 03/04/2016 is meant; None leaves it
    unread unless a figure above 12, or points between the figures, decide.

    >>> read_date("Published: 3 May 2014, 10:20 GMT"), read_date("14.10.2016"), read_date("03/04/2016")
    (datetime.date(2014, 5, 3), datetime.date(2016, 10, 14), None)
    """
    matches = [m for pattern in WRITTEN if (m := pattern.search(text))]
    for match in sorted(matches, key=lambda m: m.start()):
        if (day := _to_date(match, month_first)) is not None:
            return day
    return None


def _to_date(match: re.Match[str], month_first: bool | None) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("a"):
        a, b = int(parts["a"]), int(parts["b"])
        pair = _order(a, b, point="." in match.group(), month_first=month_first)
        return _valid(year, *pair) if pair else None
    month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["m"])
    return _valid(year, month, int(parts["day"]))


def _order(a: int, b: int, *, point: bool, month_first: bool | None) -> tuple[int, int] | None:
    """(month, day) of two figures, or None when either reading is possible."""
    if a > 12 or a == b or point:  # 14.10.2016: points are written where the day comes first
        return b, a
    if b > 12 or month_first:
        return a, b
    return None if month_first is None else (b, a)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= EARLIEST else None


def writes_month_first(url: str | None) -> bool | None:
    """Whether an outlet's country writes the month first, by its host; None when open."""
    host = (urlsplit(url).hostname or "") if url else ""
    if MONTH_FIRST.search(host):
        return True
    return False if DAY_FIRST.search(host) else None


URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/_.]?(?P<m>[01]\d|[1-9](?=[-/_.])|[a-z]{3}(?=[-/_.]))"
    r"[-/_.]?(?P<day>[0-3]\d|[1-9](?!\d))(?!\d)"
)


def find_url_date(url: str | None) -> list[FoundDate]:
    """The day that a URL's path spells, as /2014/05/03/, /2014-05-03-, /2014/may/03 or 20140503.

    >>> find_url_date("https://news.example/world/2014/may/03/market-attack")
    [FoundDate(day=datetime.date(2014, 5, 3), how='url')]
    """
    for match in URL_DAY.finditer(urlsplit(url or "").path.lower()):
        month = MONTHS.get(match["m"]) or (int(match["m"]) if match["m"].isdigit() else 0)
        if (day := _valid(int(match["year"]), month, int(match["day"]))) is not None:
            return [FoundDate(day, "url")]
    return []


# MOSUL, Iraq, Oct 14 (Reuters) -   ·   LIMA, 13 JAN 90 (EFE) --   ·   KABUL (AP) — May 3, 2012   ·   Abuja, 3 May 2014:   ·   MACON, Ga. (May 3, 2012) -
DATELINE = re.compile(
    r"""\A\W*
    (?P<place>[^\W\d_][^\n.:;!?()\d]{1,50}?(?:,\ [A-Z][a-z]{1,5}\.)?)
    (?:[\s,(/–—-]+(?P<agency>[A-Z][A-Za-z. /]{1,24}?)\)?)?
    [\s,(/:–—-]+
    (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?
    (?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?P<month>{m})\.?|(?P<month2>{m})\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?)
    (?:(?:,?\s*(?P<year>(?:19|20)\d\d)|(?:,\s*|\s+)(?P<short_year>\d\d))(?!\d))?
    \)?\s*,?\s*(?:[(/\[][^)/\]\n]{2,40}[)/\]])?\s*(?:[-–—:/.,]|\n)
    """.replace("{m}", "|".join(sorted(MONTHS, key=len, reverse=True))),
    re.VERBOSE | re.IGNORECASE,
)


def find_dateline_date(text: str, *, years: Sequence[int] = ()) -> list[FoundDate]:
    """The date in a report's dateline. Without a year there it takes one that is vouched for.

    `years` are those of the other dates found, the most trusted first.

    >>> find_dateline_date("MOSUL, Iraq, Oct 14 (Reuters) - Residents fled.", years=[2016])
    [FoundDate(day=datetime.date(2016, 10, 14), how='dateline')]
    >>> find_dateline_date("MOSUL, Iraq, Oct 14 (Reuters) - Residents fled.")
    []
    >>> find_dateline_date("LIMA, 13 JAN 90 (EFE) -- A PYLON FELL.")
    [FoundDate(day=datetime.date(1990, 1, 13), how='dateline')]
    """
    match = DATELINE.match(text[:200])
    if match is None or not match["place"][0].isupper():
        return []
    month = MONTHS[(match["month"] or match["month2"]).lower()]
    year = next(
        (_whole_year(int(y)) for y in [match["year"], match["short_year"], *years] if y), None
    )
    day = _valid(year, month, int(match["day"] or match["day2"])) if year else None
    return [FoundDate(day, "dateline")] if day else []


def _whole_year(year: int) -> int:
    """A year of two figures in full: "90" is 1990, "04" is 2004."""
    return year if year > 99 else year + (1900 if year >= CENTURY else 2000)


CENTURY = 50  # from which two figures are a year of the last one


# Within running text, where a page's lines have been joined.
STAMPED = re.compile(
    STAMP
    + r"(?P<date>\d{1,2}\s+[A-Za-z]{3,9}\.?,?\s+\d{4}|[A-Za-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d)(?!\d)"
)
HEAD = 400  # characters at the head of a text within which its page is stamped


def find_stamp_date(text: str) -> list[FoundDate]:
    """The day that a page's head says it was published or put right, in running text.

    >>> find_stamp_date("Port shelled again Published duration 27 May 2019 Three quays burned.")
    [FoundDate(day=datetime.date(2019, 5, 27), how='text')]
    >>> find_stamp_date("The list, published on Monday, names 27 dead.")
    []
    """
    days = [read_date(match["date"]) for match in STAMPED.finditer(text[:HEAD])]
    return [FoundDate(day, "text") for day in days if day is not None][:1]
