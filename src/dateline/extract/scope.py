"""Political or organised violence, or ordinary crime: told by words of the sentence."""

from __future__ import annotations

from functools import cache

from dateline.extract.happenings import Happening
from dateline.extract.text import Sentence
from dateline.lexicons import read_lexicon
from dateline.records import CountKind, Scope

MASS = 4  # killed in one act: mass casualty whatever the motive (corpus/GUIDELINES.md)


def read_scope(sentence: Sentence, happening: Happening) -> Scope:
    """The scope one clause speaks for; UNKNOWN when its words say neither."""
    words = [token.lower for token in sentence.tokens]
    text = f" {' '.join(words)} "
    totals = dict.fromkeys(Scope, 0)
    for forms, scope, weight in _rows():
        if any(f" {form} " in text for form in forms):
            totals[scope] += weight
    if any(a.role in {"police", "soldier", "army", "guard"} for a in happening.perpetrators):
        totals[Scope.POLITICAL] += 3  # the state uses force
    if any((c.count.best or 0) >= MASS and c.kind is CountKind.KILLED for c in happening.counts):
        totals[Scope.POLITICAL] += 2
    if totals[Scope.POLITICAL] >= max(1, totals[Scope.ORDINARY]):
        return Scope.POLITICAL
    return Scope.ORDINARY if totals[Scope.ORDINARY] else Scope.UNKNOWN


@cache
def _rows() -> tuple[tuple[tuple[str, ...], Scope, int], ...]:
    return tuple(
        (tuple(row["words"].split("|")), Scope(row["scope"]), int(row["weight"]))
        for row in read_lexicon("scope")
    )
