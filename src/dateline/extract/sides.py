"""Whose side those who turned against their own were on: "plotters in support of the Iraqi army"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.extract.cues import CueIndex, find_all_cues, index_cues
from dateline.extract.grammar import AUXILIARIES, PREPOSITIONS, SUBORDINATORS
from dateline.extract.text import Sentence, Token
from dateline.lexicons import read_lexicon
from dateline.records import Span

PARTY_WORDS = 6
ARTICLES = frozenset({"the", "a", "an", "their", "his"})
ENDS = (PREPOSITIONS | SUBORDINATORS | AUXILIARIES | {"to", "and", "or", "who"}) - {"of"}


@dataclass(frozen=True, slots=True)
class Side:
    """The words that tell of taking a side, and those for whose side it is."""

    cue: Span
    party: Span


def find_sides(sentence: Sentence) -> tuple[Side, ...]:
    """Sides that a sentence tells of, in order, where it speaks of turning or of those who turned."""
    found = find_all_cues(sentence.tokens, _cues())
    if all(cue.row["class"] == "stand" for cue in found):
        return ()
    sides: list[Side] = []
    for cue in sorted(found, key=lambda c: (c.start, -c.end)):
        party = list(_party(sentence.tokens[cue.end :]))
        inside = sides and sentence.tokens[cue.start].start < sides[-1].party.end
        if cue.row["class"] != "turncoat" and party and not inside:
            span = Span(sentence.tokens[cue.start].start, sentence.tokens[cue.end - 1].end)
            sides.append(Side(span, Span(party[0].start, party[-1].end)))
    return tuple(sides)


def _party(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words of a noun phrase that begins here, without its article."""
    for n, token in enumerate(tokens[: PARTY_WORDS + 1]):
        if n == 0 and token.lower in ARTICLES:
            continue
        if token.lower in ENDS or not token.text[0].isalpha():
            return
        yield token


@cache
def _cues() -> CueIndex:
    return index_cues(read_lexicon("sides"))
