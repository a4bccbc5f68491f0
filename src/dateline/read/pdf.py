"""PDF files with text in them: pages joined, running heads out, lines unwrapped."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from dateline.errors import ReadError
from dateline.read.draft import Draft, normalise

MAX_PAGES = 500
MIN_REPEATS = 3  # pages on which a line must stand to be a running head
NO_TITLE = re.compile(r"^(?:untitled|microsoft word\b.*|.*\.(?:docx?|pdf|indd|rtf|qxd)|\W*)$", re.I)


def read_pdf(raw: bytes, *, url: str | None = None, charset: str | None = None) -> list[Draft]:
    """The text of a PDF as one report. Raises ReadError for a scan or a locked file.

    The file's own creation date is when it was printed or saved, so it is not used.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError("the PDF is locked with a password; save it unlocked")
    pages = [normalise(page.extract_text()).split("\n") for page in reader.pages[:MAX_PAGES]]
    text = join_pages(pages)
    if sum(map(str.isalpha, text)) < 20 * min(len(pages), 5):
        raise ReadError("no text in the PDF: it is a scan and needs OCR first (e.g. ocrmypdf)")
    info = reader.metadata
    title = str(info.title) if info and info.title else ""
    return [
        Draft(
            text=text,
            title=None if NO_TITLE.match(title) else title,
            author=str(info.author) if info and info.author else None,
            url=url,
        )
    ]


def join_pages(pages: Sequence[Sequence[str]]) -> str:
    """One text of many pages' lines.

    >>> join_pages([["A shell hit the mar-", "ket in Goma on Monday,", "police said.", "Page 1"]])
    'A shell hit the market in Goma on Monday, police said.'
    """
    heads = Counter(_shape(line) for page in pages for line in {*page[:3], *page[-3:]})
    lines = [
        line.strip()
        for page in pages
        for line in page
        if not (heads[_shape(line)] >= MIN_REPEATS and line.strip()) and not _is_page_number(line)
    ]
    return _unwrap(lines)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip().casefold())


def _is_page_number(line: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*", line, re.I))


def _unwrap(lines: list[str]) -> str:
    """Join the lines of a paragraph; a blank line, or a short line with an end, closes one."""
    width = median(len(line) for line in lines if line) if any(lines) else 0
    text = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        hyphen = re.search(r"[a-z]-$", line) and after[:1].islower()
        text += line[:-1] if hyphen else line
        ended = len(line) < 0.8 * width and (line[-1:] in '.!?:”"' or after[:1].isupper())
        if not line or not after or ended or after[:1] in "•-–":
            text += "\n\n"
        elif not hyphen:
            text += " "
    return re.sub(r"\n{3,}", "\n\n", text).strip()
