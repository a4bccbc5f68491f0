"""Web pages: main text by trafilatura, title, publisher, author and dates by what pages state."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from dateline.errors import ReadError
from dateline.lexicons import read_lexicon
from dateline.read.dates import FoundDate
from dateline.read.draft import Draft, normalise
from dateline.read.furniture import is_furniture
from dateline.read.text import decode

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
WALL_CHARACTERS = 1_500  # a page that says it is a wall and gives less text than this, is one
MIN_PROSE = 120  # characters of running text; briefs of one sentence have more


def read_html(raw: bytes, *, url: str | None = None, charset: str | None = None) -> list[Draft]:
    """The one report of a web page. Raises ReadError, with why, when there is none on it."""
    import trafilatura
    from trafilatura.utils import load_html

    declared = charset
    if declared is None and (match := CHARSET.search(raw[:4096])):
        declared = match[1].decode("ascii")
    source = decode(raw, declared=declared)
    tree = load_html(source) if source.strip() else None
    if tree is None:
        raise ReadError("no HTML document in it")
    found = trafilatura.bare_extraction(tree, url=url, with_metadata=False, include_comments=False)
    text = _paragraphs(found.text or "" if found else "")
    refuse_walls(text, tree)
    meta = _metadata(tree, url)
    return [
        Draft(
            text=text,
            title=meta.title,
            publisher=meta.sitename,
            author=meta.author,
            language=tree.get("lang"),
            url=url or meta.url,
            dates=tuple(_dates(meta)),
        )
    ]


BLOCKS = [
    "p",
    "div",
    "li",
    "br",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "figure",
    "ul",
    "ol",
    "table",
    "section",
]


def read_fragment(markup: str) -> str:
    """The text of a piece of HTML, a paragraph a block; no part of it is held for furniture.

    >>> read_fragment("<p>Two died.</p><p>No one spoke &amp; no one left.</p>")
    'Two died.\\n\\nNo one spoke & no one left.'
    """
    import lxml.html

    if not markup.strip():
        return ""
    tree = lxml.html.fromstring(f"<div>{markup}</div>")
    for element in tree.xpath("//script | //style | //noscript | //figcaption | //iframe"):
        element.drop_tree()
    for element in tree.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    return _paragraphs(tree.text_content())


def _metadata(tree: Any, url: str | None) -> Any:
    from trafilatura.metadata import extract_metadata

    # htmldate's own latest date is the day of the run; no reading may depend on that
    how = {"original_date": True, "extensive_search": True, "max_date": "2099-12-31"}
    return extract_metadata(tree, default_url=url, date_config=how)


def _dates(meta: Any) -> list[FoundDate]:
    from datetime import date

    return [FoundDate(date.fromisoformat(meta.date[:10]), "metadata")] if meta.date else []


def _paragraphs(text: str) -> str:
    """One blank line between blocks, so that a heading never runs into its paragraph."""
    lines = (line.strip() for line in normalise(text).split("\n"))
    return "\n\n".join(line for line in lines if line)


def refuse_walls(text: str, tree: Any) -> None:
    """Raise ReadError for a bot wall, a stub, or a page with nothing to read without scripts."""
    prose = sum(len(line) for line in text.split("\n") if _is_prose(line))
    if prose < WALL_CHARACTERS:
        visible = (
            " ".join(" ".join(tree.itertext()).split())[:20_000] if prose < MIN_PROSE else text
        )
        for row in _walls():
            if re.search(row["pattern"], visible, re.IGNORECASE):
                raise ReadError(f"{row['reason']}; save the page from a browser, then read that")
    if prose < MIN_PROSE:
        raise ReadError("no running text in the page; it is empty or is filled in by scripts")


def _is_prose(line: str) -> bool:
    return len(line) >= 25 and not is_furniture(line)


@cache
def _walls() -> tuple[dict[str, str], ...]:
    return read_lexicon("page_walls")
