"""Whose murder it was: "Okello's murder" names him whom it was done to, and no doer."""

from __future__ import annotations

from functools import cache

from dateline.extract.text import Sentence
from dateline.lexicons import read_lexicon
from dateline.records import Span

CLITICS = ("'s", "’s", "'", "’")  # in capitals a part of the token before
NEXT_WORDS = 1  # words that may stand between: "Okello's brutal murder"


def suffers(sentence: Sentence, name: Span) -> bool:
    """Whether a name stands as the possessor of a deed that is done to its possessor.

    "The army's murder of six" names its doer, so a deed with "of" behind it does not count.
    """
    tokens = sentence.tokens
    for n, clitic in enumerate(tokens):
        if clitic.lower.endswith(CLITICS) and name.start < clitic.end and clitic.start <= name.end:
            reach = range(n + 1, min(n + 2 + NEXT_WORDS, len(tokens)))
            deed = next((k for k in reach if tokens[k].lower in _deeds()), None)
            if deed is not None:
                return deed + 1 == len(tokens) or tokens[deed + 1].lower != "of"
    return False


@cache
def _deeds() -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("suffered"))
