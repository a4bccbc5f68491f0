"""What a parser hands back before it is a report: plain values that cross a process boundary.

A parser decides nothing that needs another document or the user's options. `finish_report`
does: it takes the furniture out, chooses the date and the publisher, and names the report.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from dateline.errors import ReadError
from dateline.read.dates import (
    FoundDate,
    choose_date,
    find_dateline_date,
    find_stamp_date,
    find_url_date,
)
from dateline.read.furniture import Stripped, strip_furniture
from dateline.read.language import find_language
from dateline.read.publishers import find_publisher, original_url
from dateline.records import Report

MAX_TEXT = (
    2_000_000  # characters: a PDF of 500 full pages; what is longer would be coded for an hour
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document's text and what it says of itself, as a parser found it."""

    text: str
    title: str | None = None
    publisher: str | None = None  # as the document names its site
    author: str | None = None
    language: str | None = None  # as declared; the text itself decides where it is long enough
    url: str | None = None
    id: str | None = None  # of a row that carries its own
    member: str | None = None  # which part of its container: "line 3", "entry 2"
    dates: tuple[FoundDate, ...] = ()
    error: str | None = None  # why this part gave no text; the text is then empty

    def to_json(self) -> dict[str, Any]:
        dates = [[found.day.isoformat(), found.how] for found in self.dates]
        return {**asdict(self), "dates": dates}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Draft:
        known = {f.name: values[f.name] for f in fields(cls) if f.name in values}
        dates = tuple(FoundDate(date.fromisoformat(day), how) for day, how in known["dates"])
        return cls(**{**known, "dates": dates})


def finish_report(
    draft: Draft, *, origin: str, raw_sha256: str, published: date | None = None
) -> Report:
    """Make the report that a draft amounts to.

    `published` is the user's word and outranks every date found. Raises ReadError when the
    draft says it failed, or when nothing is left of its text without the furniture.
    """
    if draft.error is not None:
        raise ReadError(draft.error)
    # what names it goes where no NUL and no half of a character can: a database, a link, a line
    draft = replace(draft, id=_line(draft.id), url=_line(draft.url), language=_line(draft.language))
    text = normalise(draft.text)
    if len(text) > MAX_TEXT:
        raise ReadError(f"more than {MAX_TEXT:,} characters in one report; split it into articles")
    stripped = strip_furniture(text, title=draft.title)
    if not any(char.isalpha() for char in stripped.text):
        raise ReadError("no text in it; a scanned or drawn page needs OCR first")
    address = original_url(draft.url)
    found = FoundDate(published, "option") if published else None
    chosen = found or choose_date(find_dates(stripped, draft.dates, find_url_date(address)))
    return Report(
        id=name_report(draft, stripped.text),
        text=stripped.text,
        title=_line(stripped.title),
        publisher=find_publisher(draft.url, _line(draft.publisher)),
        author=_line(draft.author),
        language=find_language(stripped.text, declared=draft.language),
        published=chosen.day if chosen else None,
        published_how=chosen.how if chosen else None,
        origin=origin,
        url=draft.url,
        raw_sha256=raw_sha256,
    )


def find_dates(
    stripped: Stripped, stated: Sequence[FoundDate] = (), addressed: Sequence[FoundDate] = ()
) -> list[FoundDate]:
    """All days on which a report may have been published: those that its document states, its lines and its
    address give, that of its dateline, and that of a stamp in its running text."""
    found = [*stated, *stripped.dates, *addressed]
    found += find_dateline_date(stripped.text, years=[d.day.year for d in found])
    return found + find_stamp_date(stripped.text)


TEXT_ID = re.compile(r"r[0-9a-f]{16}")  # an id made from a text


def name_report(draft: Draft, text: str) -> str:
    """The row's own id, else one made from the text: the same text is the same report."""
    return draft.id or "r" + hashlib.sha256(text.encode()).hexdigest()[:16]


NEWLINES = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
# zero-width joiner and non-joiner (200c, 200d) spell words in Persian and Indic scripts: kept
UNSEEN = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def normalise(text: str) -> str:
    """One kind of newline and of blank, nothing invisible, NFC; every other character stays.

    >>> normalise("Two\\u00a0died.\\r\\n\\u200bNo one spoke. ")
    'Two died.\\nNo one spoke.'
    """
    text = NEWLINES.sub("\n", text)
    text = BLANKS.sub(" ", text)
    text = CONTROLS.sub("", UNSEEN.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r" +\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _line(value: str | None) -> str | None:
    """A field as one line, None when nothing is in it."""
    if value is None:
        return None
    return " ".join(normalise(value).split()) or None
