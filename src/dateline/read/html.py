"""Web pages: main text by trafilatura, title, publisher, author and dates by what pages state."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from dateline.errors import ReadError
from dateline.lexicons import read_lexicon
from dateline.read.draft import Draft, normalise
from dateline.read.furniture import is_furniture
from dateline.read.page import prune, read_page
from dateline.read.text import decode

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
WALL_CHARACTERS = 1_500  # a page that says it is a wall and gives less text than this, is one
MIN_PROSE = 120  # characters of running text; briefs of one sentence have more
MAX_REPEATED = 0.2  # of a text; the articles it was tried on stay under .09
SAVE = "save the page from a browser once it is shown, then read that"


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
    page = read_page(tree, url=url)  # before the furniture goes: bylines stand among it
    prune(tree)
    found = trafilatura.bare_extraction(tree, url=url, include_comments=False)
    text = _paragraphs(getattr(found, "text", None) or "")
    refuse_walls(text, tree, is_video=page.is_video)
    return [
        Draft(
            text=text,
            title=page.title,
            publisher=page.site_name,
            author=page.author,
            language=tree.get("lang"),
            url=url or page.url,
            dates=page.dates,
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


def _paragraphs(text: str) -> str:
    """One blank line between blocks, so that a heading never runs into its paragraph."""
    lines = (line.strip() for line in normalise(text).split("\n"))
    return "\n\n".join(line for line in lines if line)


def refuse_walls(text: str, tree: Any, *, is_video: bool = False) -> None:
    """Raise ReadError for a bot wall, a stub, or a page with nothing to read without scripts."""
    prose = sum(len(line) for line in text.split("\n") if _is_prose(line))
    if prose < WALL_CHARACTERS:
        visible = " ".join(" ".join(tree.itertext()).split())[:20_000]
        for row in _walls():
            if re.search(row["pattern"], visible if prose < MIN_PROSE else text, re.IGNORECASE):
                raise ReadError(f"{row['reason']}; {SAVE}")
    if prose < MIN_PROSE:
        size = len(visible)
        kind = "script-heavy" if size > MIN_PROSE else "blocked or empty"
        raise ReadError(f"{kind}: no running text in the {size} characters of the page; {SAVE}")
    if is_video and prose < WALL_CHARACTERS:
        raise ReadError("script-heavy: a video page with a caption; transcribe the film first")
    if _repeated(text) > MAX_REPEATED:
        raise ReadError(f"script-heavy: the page's own controls in place of running text; {SAVE}")


def _repeated(text: str) -> float:
    """The share of a text that is the same few sentences over and over, as controls are."""
    sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n", text) if len(s) > 10]
    times = Counter(sentences)
    return sum(len(s) for s in sentences if times[s] >= 5) / max(1, len(text))


def _is_prose(line: str) -> bool:
    return len(line) >= 25 and not is_furniture(line)


@cache
def _walls() -> tuple[dict[str, str], ...]:
    return read_lexicon("page_walls")
