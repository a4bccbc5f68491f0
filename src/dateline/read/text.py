"""Bytes to characters, and plain-text reports with or without a header of `Key: value` lines."""

from __future__ import annotations

import codecs
import re

from dateline.errors import ReadError
from dateline.read.dates import FoundDate, read_date
from dateline.read.draft import Draft, normalise

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read for these labels (https://encoding.spec.whatwg.org/#names-and-labels)
BROWSER_NAMES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "tis-620": "cp874",
    "x-user-defined": "cp1252",
}


def decode(raw: bytes, *, declared: str | None = None) -> str:
    """Characters of `raw`: by its byte-order mark, as UTF-8 where that fits, as declared, by guess.

    UTF-8 goes before the declaration because hardly any other encoding passes for it, while
    pages often declare what they are not.

    >>> decode("Café in Goma".encode(), declared="iso-8859-1")
    'Café in Goma'
    >>> decode("Взрыв в Одессе".encode("cp1251"), declared="windows-1251")
    'Взрыв в Одессе'
    """
    for bom, name in BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(name, errors="replace")
    for codec in filter(None, ("utf-8", _codec(declared))):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return _guess(raw, declared)


def _codec(declared: str | None) -> str | None:
    label = (declared or "").strip().strip("\"'").lower()
    label = BROWSER_NAMES.get(label, label)
    try:
        return codecs.lookup(label).name if label else None
    except LookupError:
        return None


def _guess(raw: bytes, declared: str | None) -> str:
    if _mostly(raw, "utf-8"):  # UTF-8 with a few broken bytes, as cut or joined pages have
        return raw.decode("utf-8", errors="replace")
    if (name := _codec(declared)) and name != "utf-8" and _mostly(raw, name):
        return raw.decode(name, errors="replace")
    from charset_normalizer import from_bytes  # trafilatura brings it

    best = from_bytes(raw[:200_000]).best()
    return raw.decode(best.encoding if best else "cp1252", errors="replace")


def _mostly(raw: bytes, name: str) -> bool:
    """Whether fewer than one in fifty of the bytes above ASCII fail to decode."""
    high = sum(byte > 127 for byte in raw[:200_000])
    return raw[:200_000].decode(name, errors="replace").count("\ufffd") * 50 < high


HEADER = re.compile(
    r"(?P<key>title|headline|date|published|publication date|published on|source|publisher|outlet"
    r"|author|byline|by|url|link|language)\s*:[ \t]*(?P<value>\S.*)",
    re.IGNORECASE,
)
FIELDS = {
    "headline": "title",
    "source": "publisher",
    "outlet": "publisher",
    "byline": "author",
    "by": "author",
    "link": "url",
}


def read_plain_text(raw: bytes) -> Draft:
    """A plain-text report. `Key: value` lines before the first blank line are its header.

    Raises ReadError for bytes that are not text.
    """
    head = raw[:4096]
    if b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadError("not text, and no format that dateline reads; save it as PDF, HTML or text")
    text = normalise(decode(raw))
    block, _, rest = text.partition("\n\n")
    matches = [HEADER.fullmatch(line) for line in block.split("\n")]
    if not rest or not all(matches):
        return Draft(text=text)
    values = {FIELDS.get(k := m["key"].lower(), k): m["value"].strip() for m in matches if m}
    days = [read_date(v) for k, v in values.items() if k.startswith(("date", "publi"))]
    return Draft(
        text=rest,
        title=values.get("title"),
        publisher=values.get("publisher"),
        author=values.get("author"),
        language=values.get("language"),
        url=values.get("url"),
        dates=tuple(FoundDate(day, "header") for day in days if day),
    )
