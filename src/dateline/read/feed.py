"""RSS and Atom feeds: every entry is a report."""

from __future__ import annotations

import io
from typing import Any

from dateline.errors import ReadError
from dateline.read.dates import FoundDate, read_date
from dateline.read.draft import Draft
from dateline.read.html import read_fragment


def read_feed(raw: bytes, *, url: str | None = None, charset: str | None = None) -> list[Draft]:
    """The entries of a feed. Raises ReadError when it has none."""
    import feedparser

    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    feed: Any = feedparser.parse(io.BytesIO(raw), response_headers=headers)
    if not feed.entries:
        raise ReadError(f"no entry in the feed ({feed.get('bozo_exception', 'it is empty')})")
    return [_read_entry(entry, feed.feed, n) for n, entry in enumerate(feed.entries, start=1)]


def _read_entry(entry: Any, feed: Any, number: int) -> Draft:
    contents = [part.value for part in entry.get("content", [])] + [entry.get("summary", "")]
    text = read_fragment(max(contents, key=len))
    # as written, not as feedparser turns it to UTC: the day is the outlet's own
    stated = entry.get("published") or entry.get("updated") or ""
    day = read_date(stated)
    return Draft(
        text=text,
        title=read_fragment(entry.get("title", "")) or None,
        publisher=entry.get("source", {}).get("title") or feed.get("title"),
        author=entry.get("author"),
        language=entry.get("language") or feed.get("language"),
        url=entry.get("link"),
        member=f"entry {number}",
        dates=(FoundDate(day, "metadata"),) if day else (),
        error=None if text else "no text in the entry; save the page that it links to",
    )
