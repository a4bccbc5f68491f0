"""Words by which somebody denies that a deed was his: "had no hand in it"."""

from __future__ import annotations

import re
from functools import cache

from dateline.lexicons import read_lexicon


def find_disowning(words: str) -> str | None:
    """The first words, in lower case, that leave the deed done and its doer another.

    >>> find_disowning("The front denied any hand in the raid."), find_disowning("There was no raid.")
    ('any hand in', None)
    """
    found = _pattern().search(" ".join(words.casefold().split()))
    return None if found is None else found.group()


@cache
def _pattern() -> re.Pattern[str]:
    # a form that begins with "n't" stands behind its verb, every other at a word's beginning
    forms = "|".join(row["form"] for row in read_lexicon("disowning"))
    return re.compile(rf"(?:\b|(?=n['’]t))(?:{forms})\b")
