"""Places that no gazetteer holds, and which place a report says they lie by.

"Goz Amra, a hamlet 14 km south of Gao": a name that is told once with the words for where it lies keeps
them wherever else the report has the name. A name that is never told so lies somewhere about the place of
the report's dateline. Without a dateline it is the town that the gazetteer holds by that name, though the
name alone was too slight to be taken for a place; else it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.places import DIRECTIONS, KM, cues
from dateline.extract.text import Sentence
from dateline.gazetteer.find import Gazetteer
from dateline.gazetteer.fold import fold
from dateline.records import PlaceMention, Span

MAX_WAY = 70  # characters between a name and the place that it is told to lie by
MEASURED = re.compile(KM, re.IGNORECASE)
LISTED = re.compile(
    r"^(?:, (?!and\b)| and (?:the )?)[A-Z]"
)  # one of several: "in Kulo, Gao and Bourem"


def find_hamlets(
    text: str,
    sentences: Sequence[Sentence],
    places: Sequence[PlaceMention],
    candidates: Sequence[Sequence[PlaceMention]],
    gazetteer: Gazetteer,
) -> tuple[PlaceMention, ...]:
    """Mentions of unlisted places, `parent` the mention of a listed one beside which each lies.

    places: what `find_places` found in the text; candidates: what `scene_candidates` finds in each
    sentence. The parent says how far off and where to; where it is
    only the dateline, the mention is marked as one, too.
    """
    names = [
        mention
        for sentence, inside in zip(sentences, candidates, strict=True)
        for mention in inside
        if mention.form == "unlisted" and _is_name(text, sentence, mention.span)
    ]
    anchors: dict[str, Span] = {}
    for mention in names:
        anchor = _anchor(text, mention.span, places)
        if anchor is not None:
            anchors.setdefault(_key(text, mention), anchor.span)
    filed = next((place.span for place in places if place.dateline), None)
    listed = {_key(text, place) for place in places}
    found = []
    for mention in names:
        key = _key(text, mention)
        if key in anchors:
            found.append(replace(mention, parent=anchors[key]))
        elif filed and key not in listed and not _names_thing(text, mention.span):
            found.append(replace(mention, parent=filed, dateline=True))
        elif not filed and _is_whole(text, mention.span) and gazetteer.has(key):
            found.append(mention)
    return tuple(found)


def _names_thing(text: str, name: Span) -> bool:
    """Whether a name is that of people or a thing in the town: "in Okello's car", "where the Okello family
    lived", "at the Sacré-Coeur hospital", "in the Old Bazaar"."""
    following = FOLLOWING.match(text, name.end)
    last = text[name.start : name.end].split()[-1].lower()
    return (
        text[name.end : name.end + 2] in {"'s", "’s"}
        or (following is not None and following[1] in cues("thing"))
        or last in cues("thing")
    )


FOLLOWING = re.compile(r"\s+([a-z]+)")


def _is_whole(text: str, name: Span) -> bool:
    """Whether no small word goes on with a name: "Dasht" in "Dasht-i Kalon"."""
    return text[name.end : name.end + 1] not in {"-", "‐", "‑"}


def _key(text: str, mention: PlaceMention) -> str:
    return fold(text[mention.span.start : mention.span.end])


def _is_name(text: str, sentence: Sentence, name: Span) -> bool:
    """Not a word that opens its sentence, nor one of a line in capitals."""
    words = text[name.start : name.end]
    return not words.isupper() and (name.start > sentence.start or " " in words)


def _anchor(text: str, name: Span, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place behind a name that nothing but words for where it lies parts from it."""
    following = next((m for m in places if m.span.start >= name.end and m.form != "demonym"), None)
    if following is None:
        return None
    owner = following.parent if following.form == "capital" else None
    start = (owner or following.span).start  # "12 km south of the | Malian capital"
    if not name.end <= start <= name.end + MAX_WAY:
        return None
    way = text[name.end : start]
    if not _tells_where(way) or (way == ", " and LISTED.match(text[following.span.end :])):
        return None
    return following


def _tells_where(way: str) -> bool:
    """Whether words only say where a name lies: ", a hamlet three hours by road from "."""
    if way == ", ":
        return True  # "at Kulo Bari, Gao"
    if way.startswith(" of ") or re.search(r"[.;:!?()\n]", way):
        return False
    words = re.findall(r"[\w-]+", MEASURED.sub(" ", way).casefold())
    known = DIRECTIONS | cues("way") | cues("unit")
    leads = bool(cues("lead") & set(words))
    return leads and all(w in known or w.isdigit() for w in words)
