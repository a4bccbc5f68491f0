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
        if (text := _decode_nearly(raw, codec)) is not None:
            return text
    return _guess(raw)


def _codec(declared: str | None) -> str | None:
    label = (declared or "").strip().strip("\"'").lower()
    label = BROWSER_NAMES.get(label, label)
    try:
        return codecs.lookup(label).name if label else None
    except LookupError:
        return None


def _decode_nearly(raw: bytes, codec: str) -> str | None:
    """The text, a few broken bytes in it replaced; None when too many are.

    Cut and joined pages are broken in places. In another encoding nearly every byte above ASCII
    is wrong as UTF-8; the one-byte encodings have few gaps to be wrong by, so one is too many.
    """
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        text = raw.decode(codec, errors="replace")
    except LookupError:  # a codec that is none of text, such as "hex"
        return None
    high = sum(byte > 127 for byte in raw)
    return text if codec == "utf-8" and text.count("\ufffd") * 4 < high else None


# What pages are written in (https://encoding.spec.whatwg.org/); Mac and DOS look-alikes left out
GUESSED = (
    "cp1252 cp1251 cp1250 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8_r koi8_u"
    " cp932 euc_jp gb18030 big5 cp949 iso8859_2 iso8859_5 iso8859_6 iso8859_7 iso8859_8"
).split()


def _guess(raw: bytes) -> str:
    from charset_normalizer import from_bytes  # trafilatura brings it

    best = from_bytes(raw[:200_000], cp_isolation=GUESSED).best()
    return raw.decode(best.encoding if best else "cp1252", errors="replace")


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
