"""One key for the many spellings of a name: what the gazetteer is looked up by."""

from __future__ import annotations

import re
import unicodedata

# Latin letters that do not decompose, and letters of other scripts that are written both ways.
LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e",
        "ħ": "h", "ŧ": "t", "ŋ": "ng", "ß": "ss", "ё": "е", "ي": "ی", "ى": "ی", "ك": "ک", "ـ": None,
        "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه",
    }
)  # fmt: skip
# Combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic. Those of Indic scripts carry vowels.
MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
QUOTES = re.compile(r"['’‘ʼʻ`´ʿʾ′.]")
GAPS = re.compile(r"[^\w]+|_")
SHORT_FORMS = {"mt": "mount", "st": "saint", "ste": "sainte", "ft": "fort"}


def fold(name: str) -> str:
    """Fold case, accents, apostrophes and hyphens away; write Mt, St and Ft out.

    >>> fold("Khān Yūnis"), fold("St. Louis"), fold("N’Djaména"), fold("Mocímboa-da-Praia")
    ('khan yunis', 'saint louis', 'ndjamena', 'mocimboa da praia')
    """
    if name.isascii():
        text = name.lower()
    else:
        text = name.casefold().translate(LETTERS)
        text = MARKS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text)
    words = GAPS.sub(" ", QUOTES.sub("", text)).split()
    if words and words[0] in SHORT_FORMS and len(words) > 1:
        words[0] = SHORT_FORMS[words[0]]
    return " ".join(words)
