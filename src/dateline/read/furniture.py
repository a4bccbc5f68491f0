"""Page furniture that ends up in text: share lines, related links, cookie notes, headline echoes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateline.lexicons import read_lexicon
from dateline.read.dates import DATELINE, FoundDate, read_date

MAX_HEADLINE = 220  # characters; longer lines are prose
EDGE = 6  # lines at either end of a text where headlines, dates and credits stand


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without its furniture, and what the furniture gave away."""

    text: str
    title: str | None
    dates: tuple[FoundDate, ...]


def strip_furniture(text: str, *, title: str | None = None) -> Stripped:
    """Take out furniture lines and echoes of the headline, with the dates that they carry."""
    lines = _cut_link_lists(text.split("\n"))
    lines = [line for line in lines if not is_furniture(line)]
    dates: list[FoundDate] = []
    lines, title = _take_headlines(lines, title, dates)
    lines = _take_date_lines(lines, dates)
    return Stripped(_join(lines), title, tuple(dates))


def is_furniture(line: str) -> bool:
    """Whether a whole line is a control or a notice of the page, not of the report.

    >>> is_furniture("Share on Facebook"), is_furniture("Share prices fell in Lagos on Monday.")
    (True, False)
    """
    words = line.strip()
    return bool(words) and any(pattern.fullmatch(words) for pattern in _patterns())


@cache
def _patterns(kind: str | None = None) -> tuple[re.Pattern[str], ...]:
    rows = (row for row in read_lexicon("furniture") if kind in (None, row["kind"]))
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in rows)


def _cut_link_lists(lines: list[str]) -> list[str]:
    """Drop what follows a "Related stories" heading as long as it reads like headlines.

    Only where it runs to the end of the text: a list within the story may be its own.
    """
    for i, line in enumerate(lines):
        if not any(pattern.fullmatch(line.strip()) for pattern in _patterns("related")):
            continue
        rest = [entry.strip(" -•*") for entry in lines[i + 1 :] if entry.strip()]
        if rest and all(looks_like_headline(entry) or is_furniture(entry) for entry in rest):
            return lines[:i]
    return lines


def _take_headlines(
    lines: list[str], title: str | None, dates: list[FoundDate]
) -> tuple[list[str], str | None]:
    """Drop lines at the edges that are the headline, alone or with a date at the end.

    Without a known title, a headline is a line of its own, unlike prose: it closes with a
    date, or stands first with no full stop and a blank line after it.
    """
    kept = list(lines)
    for i in _edges(kept):
        line = kept[i].strip()
        head, day = split_dated_headline(line)
        if day is not None and looks_like_headline(head) and _is_title(head, title, line):
            title, kept[i] = head, ""
            dates.append(FoundDate(day, "title"))
        elif title is not None and _fold(line) == _fold(title):
            kept[i] = ""
    if title is None and len(kept) > 1 and _stands_apart(kept):
        title, kept[0] = kept[0].strip(), ""
    return kept, title


def _stands_apart(lines: list[str]) -> bool:
    """Whether the first line is a headline: a blank line or a whole long paragraph comes after."""
    first, second = lines[0].strip(), lines[1].strip()
    whole = len(second) > MAX_HEADLINE  # in text wrapped at a width no line is that long
    return (not second or whole) and looks_like_headline(first) and not DATELINE.match(first)


def _is_title(head: str, title: str | None, line: str) -> bool:
    return title is None or _fold(title) in (_fold(head), _fold(line))


TRAILING_DATE = re.compile(
    r"(?P<head>.{12,}?)[\s,|(–—-]+(?P<date>\d{1,4}[-./]\d{1,2}[-./]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?,?\s+\d{4}"
    r"|[A-Za-z]{3,9}\.?\s+\d{1,2},?\s+\d{4})\)?"
)


def split_dated_headline(line: str) -> tuple[str, date | None]:
    """A headline without the date that it ends with, and that date.

    >>> split_dated_headline("Shelling empties villages near Goma 14.10.2016")
    ('Shelling empties villages near Goma', datetime.date(2016, 10, 14))
    >>> split_dated_headline("Communiqué No. 217 of 5 September 2024")
    ('Communiqué No. 217 of 5 September 2024', datetime.date(2024, 9, 5))
    """
    match = TRAILING_DATE.fullmatch(line)
    day = read_date(match["date"]) if match else None
    if match is None or day is None:
        return line, None
    head = match["head"].strip()
    return (line if re.search(r"\b(?:of|on|from|dated)$", head) else head), day


def looks_like_headline(line: str) -> bool:
    """Whether a line reads as a headline: one short line of several words with no full stop."""
    return (
        len(line) <= MAX_HEADLINE
        and len(line.split()) >= 3
        and not re.search(r"[.!:;,]$|[.!?]\W? [A-Z(]", line)
    )


DATE_LINE = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated|updated on|modified|date|issued|released)\b"
    r"[\s:]*(?:on|at)?\s*)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    r"(?P<date>[^.!?]{6,24}?)(?:[\s,|–—-]*(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*"
    r"(?:[ap]\.?m\.?)?\s*\(?[A-Z+\d:]{0,9}\)?)?"
    r"(?:\s*[,|–—-]\s*(?-i:[A-Z][\w'’ -]{1,30}?)(?:\s*\([^()\n]{2,40}\))?)?",  # , Juba (Agency)
    re.IGNORECASE,
)


BYLINE = re.compile(
    r"(?i:(?:written |posted |reported )?by)\s+[A-Z][\w.'’-]+"
    r"(?:[\s,|/–—-]+(?:[A-Z0-9][\w.:'’+-]*|and|in|of|for|the|at|on|de|al|bin))*"
)


def _take_date_lines(lines: list[str], dates: list[FoundDate]) -> list[str]:
    """Drop lines at the edges that hold only a date or a byline: a header's, or the page's foot."""
    kept = list(lines)
    edges = _edges(kept)
    for i in edges:
        line = kept[i].strip()
        if len(line) > 100 or line.endswith("."):
            continue
        match = DATE_LINE.fullmatch(line)
        is_byline = i in edges[:EDGE] and BYLINE.fullmatch(line)
        day = read_date(match["date"] if match else line) if match or is_byline else None
        if day is not None:
            dates.append(FoundDate(day, "header" if i in edges[:EDGE] else "text"))
        if day is not None or is_byline:
            kept[i] = ""
    return kept


def _edges(lines: list[str]) -> list[int]:
    """Indexes of the first and the last few lines that are not blank."""
    written = [i for i, line in enumerate(lines) if line.strip()]
    return sorted({*written[:EDGE], *written[-EDGE:]})


def _join(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _fold(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.casefold()))
