"""Political or organised violence, or ordinary crime: told by words of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from dateline.extract.text import Sentence
from dateline.lexicons import read_lexicon
from dateline.records import CountKind, CountPhrase, Scope

MASS = 4  # killed in one act: mass casualty whatever the motive (corpus/GUIDELINES.md)


FORCES = frozenset("police policemen policeman soldier soldiers army guard guards troops".split())


def read_scope(sentence: Sentence, doers: Sequence[str], figures: Sequence[CountPhrase]) -> Scope:
    """The scope one clause speaks for; UNKNOWN when its words say neither. doers: as worded."""
    totals = dict.fromkeys(Scope, 0) | _weigh(sentence)
    if any(FORCES & set(doer.lower().split()) for doer in doers):
        totals[Scope.POLITICAL] += 3  # the state uses force
    if any((c.count.best or 0) >= MASS and c.kind is CountKind.KILLED for c in figures):
        totals[Scope.POLITICAL] += 2
    if totals[Scope.POLITICAL] >= max(1, totals[Scope.ORDINARY]):
        return Scope.POLITICAL
    return Scope.ORDINARY if totals[Scope.ORDINARY] else Scope.UNKNOWN


@lru_cache(maxsize=128)  # one sentence tells of several acts
def _weigh(sentence: Sentence) -> dict[Scope, int]:
    """What the words of a sentence count for each scope."""
    text = f" {' '.join(token.lower for token in sentence.tokens)} "
    totals: dict[Scope, int] = {}
    for forms, scope, weight in _rows():
        if any(map(text.__contains__, forms)):
            totals[scope] = totals.get(scope, 0) + weight
    return totals


@cache
def _rows() -> tuple[tuple[tuple[str, ...], Scope, int], ...]:
    return tuple(
        (
            tuple(f" {form} " for form in row["words"].split("|")),
            Scope(row["scope"]),
            int(row["weight"]),
        )
        for row in read_lexicon("scope")
    )
