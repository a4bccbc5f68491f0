"""Whether a phrase names a thing that can be hit, and of which class: dictionary look-up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dateline.extract.grammar import PREPOSITIONS
from dateline.extract.speakers import HEAD_ENDS
from dateline.extract.text import Token, read_tokens
from dateline.lexicons import read_lexicon

ENDS = HEAD_ENDS | PREPOSITIONS  # words after which a noun is no longer the phrase's own


def class_of_thing(phrase: Sequence[Token]) -> str | None:
    """The class in `objects.tsv` of the thing that a noun phrase names; None for people and bodies.

    The last noun before "of", "in" and their like decides, by the longest form it is part of.

    >>> def named(words): return class_of_thing(read_tokens(words, 0, len(words)))
    >>> named("two army trucks"), named("the home of a judge"), named("a truck driver")
    ('military', 'residential', None)
    """
    words = tuple(token.lower for token in phrase)
    end = next((n for n, word in enumerate(words) if n and word in ENDS), len(words))
    forms = (words[a:b] for a in range(end) for b in range(len(words), end - 1, -1))
    return next((kind for form in forms if (kind := _classes().get(form))), None)


@cache
def _classes() -> dict[tuple[str, ...], str]:
    classes: dict[tuple[str, ...], str] = {}
    for row in read_lexicon("objects"):
        for form in (row["noun"], row["plural"]):
            words = tuple(token.lower for token in read_tokens(form, 0, len(form)))
            if words:
                classes.setdefault(words, row["class"])
    return classes
