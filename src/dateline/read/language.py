"""Which language a report is in, and whether it can be coded."""

from __future__ import annotations

import re

from dateline.records import Report

CODED = "en"  # the language that the rules and lexicons are written in
MIN_LETTERS = 60  # below this, py3langid confuses close languages and headline English
CLOSE = frozenset({"pcm", "sco"})  # Nigerian Pidgin and Scots: short English is taken for them
SURE_LETTERS = 400  # from which they are believed
ENOUGH = 2_000  # characters looked at; more adds time and no certainty
# Words that are frequent in English and in no other language together. On 100 pages in 15 languages they
# are 4 % of the words at most (German), and 19 % at least in English prose.
ENGLISH = frozenset(
    "the of and to in was were that by said from with at who which had has have on for is".split()
)
ENGLISH_SHARE = 0.12


def find_language(text: str, *, declared: str | None = None) -> str | None:
    """ISO 639-1 code of a text's language, or None when the text is too short to tell.

    The declared language counts only for short texts: sites declare their template's.

    >>> find_language("Three people were killed when a shell hit the market in Omdurman, residents said.")
    'en'
    >>> find_language("Breaking")
    """
    if sum(map(str.isalpha, text[:ENOUGH])) < MIN_LETTERS:
        return None if declared is None else declared.strip().lower()[:2] or None
    if _is_plainly_english(text[:ENOUGH]):
        return "en"
    import py3langid  # takes half a second to load

    code, _ = py3langid.classify(text[:ENOUGH])
    if code in CLOSE and sum(map(str.isalpha, text[:ENOUGH])) < SURE_LETTERS:
        return "en"
    return str(code)


def _is_plainly_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(word in ENGLISH for word in words) >= ENGLISH_SHARE * len(words) > 0


def refusal(report: Report) -> str | None:
    """Why a report is not coded: it is in another language than English. None when it can be.

    An undetermined language is let through: better a thin record than a lost report.
    """
    if report.language in (None, CODED):
        return None
    return (
        f"language: {report.language}; dateline codes English only, "
        "so translate the report first and keep the original beside it"
    )
