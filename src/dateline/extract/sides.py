"""Whose side those who turned against their own were on: "plotters in support of the Iraqi army"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile, takewhile

from dateline.extract.cues import CueIndex, find_all_cues, index_cues
from dateline.extract.grammar import AUXILIARIES, PREPOSITIONS, SUBORDINATORS
from dateline.extract.layers import Layers, evidence_of, sources_at, tell_further
from dateline.extract.text import Sentence, Token
from dateline.lexicons import read_lexicon
from dateline.records import Claim, Modality, Phrases, Span

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
    if {cue.row["class"] for cue in found} <= {"stand", "turned"}:
        return ()
    sides: list[Side] = []
    for cue in sorted(found, key=lambda c: (c.start, -c.end)):
        party = list(_party(sentence.tokens[cue.end :]))
        inside = sides and sentence.tokens[cue.start].start < sides[-1].party.end
        if cue.row["class"] in {"turn", "stand"} and party and not inside:
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


def claims_of_sides(layers: Layers, claims: Sequence[Claim[Phrases]]) -> list[Claim[Phrases]]:
    """Whose side those were on who turned against their own, as claims about the deed told beside it.

    Where a sentence tells of a side and of no deed that was done, it is about the deed that the report
    told last beside another side: one report speaks of one turning. So is one that says who they were
    that turned: they are whom that deed hit.
    """
    found: list[Claim[Phrases]] = []
    told: Claim[Phrases] | None = None
    open_: list[tuple[Sentence, Side]] = []
    done = [
        (c.says.trigger, c)
        for c in claims
        if c.says.type and c.says.trigger and c.modality not in (Modality.PLANNED, Modality.DENIED)
    ]
    for sentence in layers.sentences:
        for side in find_sides(sentence):
            here = [(act, claim) for act, claim in done if sentence.span.holds(act)]
            if here:
                _, told = min(here, key=lambda one: _from_cue(one[0], side))
            open_.append((sentence, side))
            if told is not None:
                found += [_side_told(layers, told, s, one) for s, one in open_]
                open_ = []
        hits = any(c.says.targets for act, c in done if sentence.span.holds(act))
        if told is not None and not hits:  # else they are in the deed that the sentence tells
            found += [_turned_told(layers, told, sentence, who) for who in find_turned(sentence)]
    return found


def find_turned(sentence: Sentence) -> tuple[Span, ...]:
    """Those of whom a sentence says that they turned: "it was | soldiers of the guard |, who rebelled"."""
    tokens = sentence.tokens
    found = []
    for cue in find_all_cues(tokens, _cues()):
        if cue.row["class"] == "turned":
            before = reversed(tokens[: cue.start])
            who = list(takewhile(_names, dropwhile(lambda t: t.text == ",", before)))
            while who and who[-1].lower in ARTICLES:
                who.pop()
            if who:
                found.append(Span(who[-1].start, who[0].end))
    return tuple(found)


def _names(token: Token) -> bool:
    """Whether a word may stand in a noun phrase."""
    return token.text[0].isalnum() and (token.lower == "of" or token.lower not in ENDS)


def _from_cue(act: Span, side: Side) -> tuple[bool, int]:
    """Deeds told before a side go first, the nearest of them."""
    return act.start > side.cue.start, abs(act.start - side.cue.start)


def _turned_told(
    layers: Layers, told: Claim[Phrases], sentence: Sentence, who: Span
) -> Claim[Phrases]:
    says = Phrases(targets=(who,))
    claim = tell_further(told, evidence_of(layers, sentence, says), says)
    return replace(claim, sources=sources_at(layers, who))


def _side_told(
    layers: Layers, told: Claim[Phrases], sentence: Sentence, side: Side
) -> Claim[Phrases]:
    says = Phrases(sides=(side.party,))
    evidence = evidence_of(layers, sentence, replace(says, trigger=side.cue))
    claim = tell_further(told, evidence, says)
    return replace(claim, sources=sources_at(layers, side.cue))
