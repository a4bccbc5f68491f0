"""Which of a report's place names are where an act was done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dateline.extract.acts import Act
from dateline.extract.dating import aftermath_at
from dateline.extract.hamlets import MAX_WAY
from dateline.extract.layers import Layers
from dateline.extract.scenes import (
    Heard,
    choose_scenes,
    is_part_of_name,
    names_street,
    preposition,
    words_of,
)
from dateline.extract.sources import speaker_kind
from dateline.extract.text import Sentence
from dateline.lexicons import read_lexicon
from dateline.lexicons.aftermath import DEATH
from dateline.records import PlaceMention, SourceKind, Span

LEAN = 3.0  # log-odds by which an act's own sentence rather names its place than not: of five on 324 reports


def scenes_of(
    layers: Layers, act: Act, sentence: Sentence, near: Span, heard: Heard
) -> tuple[Span, ...]:
    """The place names of an act: of its own sentence; where that has none, those near by that the
    model's answers lie on, the surest first."""
    text = layers.report.text
    doers = [part.span for part in act.roles.get("perpetrator", ())]
    # "The elders of Gao called for a march": who tells of his own deed does it where he sits.
    speakers = [
        a.source
        for a in layers.attributions
        if a.source is not None and not any(a.source.meets(doer) for doer in doers)
    ]
    candidates = layers.candidates[sentence.index]
    scenes = choose_scenes(text, sentence.span, act.span, candidates, heard, lean=LEAN)
    chosen = [scene.mention.span for scene in scenes]
    if not chosen:
        parts = sorted(act.roles.get("place", ()), key=lambda part: -part.score)
        chosen = [part.span for part in parts]
    found = [
        _innermost(layers, mention).span
        for span in chosen
        for mention in (*layers.hamlets, *layers.places)
        if mention.span.meets(span)
        and near.holds(mention.span)
        and mention.form != "demonym"
        and not is_beside_deeds(layers, mention, speakers)
        and not is_elsewhere(
            text, layers.sentence(mention.span) or sentence, mention.span, told=True
        )
    ]
    return tuple(dict.fromkeys(found))


def _innermost(layers: Layers, mention: PlaceMention) -> PlaceMention:
    """The hamlet that a place is named for: "Kulo, a hamlet near Gao" tells of Kulo."""
    before = [
        h
        for h in layers.hamlets
        if h.parent == mention.span and 0 <= mention.span.start - h.span.end <= MAX_WAY
    ]
    return before[-1] if before else mention


def place_afar(layers: Layers, act: Act, near: Span) -> Span | None:
    """The place of an act that its own sentences do not name: the dateline, or one spoken of before."""
    text = layers.report.text
    for part in sorted(act.roles.get("place", ()), key=lambda part: -part.score):
        for mention in layers.places:
            if (
                mention.span.meets(part.span)
                and mention.form != "demonym"
                and not is_of_a_speech(text, mention)
            ):
                return None if near.holds(mention.span) else mention.span
    return None


ELSEWHERE_GAP = 20  # characters between the wording and its place: "taken to hospitals in nearby"


def is_elsewhere(text: str, sentence: Sentence, place: Span, *, told: bool = False) -> bool:
    """Whether a place is where somebody spoke, was treated or went, not where the deed was done.

    told: the deed's own sentence names it. Then a building in it may be what was hit ("a hospital in Gao
    was shelled"), and only ways elsewhere count.
    """
    before = text[max(sentence.start, place.start - 60) : place.start].lower()
    return any(
        len(before) - before.rfind(form) - len(form) <= ELSEWHERE_GAP
        for form in filter(before.__contains__, _elsewhere())
        if not (told and form.endswith((" in ", " for ")))
    )


@cache
def _elsewhere() -> tuple[str, ...]:
    return tuple(row["form"] + " " for row in read_lexicon("elsewhere"))


def is_beside_deeds(layers: Layers, place: PlaceMention, speakers: Iterable[Span]) -> bool:
    """Whether no deed is done where a name stands so: in a longer name, over a speech, where one of `speakers`
    sits, or where the hurt died."""
    text = layers.report.text
    return (
        is_part(layers, place)
        or is_of_a_speech(text, place)
        or seats_speaker(text, place.span, speakers)
        or is_where_the_hurt_died(layers, place)
    )


def is_where_the_hurt_died(layers: Layers, place: PlaceMention) -> bool:
    """Whether a place is where somebody died who was hurt before: "two died of their wounds in Gao". The
    dead are mostly buried where they were killed."""
    return aftermath_at(layers, place.span) == DEATH


def is_origin(text: str, sentence: Sentence, place: PlaceMention) -> bool:
    """Whether somebody or something is from a place: "a team from Gao brought drips"."""
    words = words_of(text, sentence.span)
    at = next((i for i, w in enumerate(words) if w.start >= place.span.start), 0)
    return not place.near and preposition(words, at) == "from"


def is_of_a_speech(text: str, place: PlaceMention) -> bool:
    """Whether a name only tells who speaks or where he does, and nothing of where deeds were done."""
    return is_where_it_was_said(text, place) or takes_turn(text, place.span)


def is_where_it_was_said(text: str, place: PlaceMention) -> bool:
    """Whether a dateline tells where a speech was held or an editorial written: "LIMA, 13 JAN -- [SPEECH]"."""
    behind = SPOKEN.match(text, place.span.end) if place.dateline else None
    return behind is not None and behind["kind"].lower().startswith(_spoken())


SPOKEN = re.compile(r"[^\n\[]{0,60}(?:[–—]|--?) *\[(?P<kind>[^\]]{3,200})\]")


@cache
def _spoken() -> tuple[str, ...]:
    return tuple(row["form"] for row in read_lexicon("spoken"))


def takes_turn(text: str, place: Span) -> bool:
    """Whether a name stands where a transcript says whose turn it is: "[SALVADOR] We have ..."."""
    line = text.rfind("\n", 0, place.start) + 1
    opened = text.rfind("[", line, place.start)
    if opened < 0 or text[line:opened].rstrip()[-1:] not in TURNS_AFTER:
        return False
    turn = TURN_MARK.match(text, opened)
    return turn is not None and place.end <= turn.end(1)


TURN_MARK = re.compile(r"\[([A-Z][^\[\]\d]{2,40})\] +(?=[A-Z\"“.\[])")
TURNS_AFTER = frozenset({"", ".", "?", "!", '"', "”", "]"})  # what ends the turn before, or nothing


def is_part(layers: Layers, place: PlaceMention) -> bool:
    """Whether the name of a listed place is a part of a longer one that no list has, or a street's."""
    home = layers.sentence(place.span)
    if home is None or place.form != "place" or place.dateline:
        return False
    words = words_of(layers.report.text, home.span)
    return is_part_of_name(place, words) or names_street(place, words)


def seats_speaker(text: str, place: Span, sources: Iterable[Span]) -> bool:
    """Whether a place is where one of `sources` sits, told with his name: "a lawyer in Gao said".

    Who lives there or saw it speaks of the place itself, and so do its police; "Gao witnessed a raid" has
    nobody who sits there.
    """
    return any(
        source != place
        and (source.holds(place) or text[source.end : place.start] in SITS)
        and speaker_kind(text[source.start : source.end]) not in THERE
        and not SENT_FROM.search(text, source.start, place.start)
        for source in sources
    )


# "A report from Gao says that a post was overrun" tells of Gao.
SENT_FROM = re.compile(
    r"\b(?:reports?|accounts?|news|word|messages?|footage|videos?)\s+from\b", re.IGNORECASE
)
SITS = frozenset({" in ", " at ", " of "})


THERE = frozenset({SourceKind.RESIDENT, SourceKind.WITNESS, SourceKind.POLICE})


def can_be_scene(mention: PlaceMention) -> bool:
    """Whether other sentences' deeds may be done there. To "the capital" people go, and from there they
    speak; what is done there names it itself."""
    return mention.form not in {"demonym", "capital"} and not (
        mention.metonym or mention.inside_name or mention.compound
    )
