"""Where and when a sentence speaks of, as a claim without a deed."""

from __future__ import annotations

from dateline.extract.dating import dates_a_saying, dates_an_aftermath
from dateline.extract.layers import Layers, evidence_of, make_id, sources_at
from dateline.extract.modality import read_modality
from dateline.extract.siting import (
    can_be_scene,
    is_beside_deeds,
    is_elsewhere,
    is_origin,
)
from dateline.extract.text import Sentence
from dateline.extract.times import is_speaking_time
from dateline.records import Claim, Phrases

ENDINGS = frozenset({".", "!", "?", '"', "”", "’", "'", ")", "…", "..."})


def claims_of_surroundings(layers: Layers, sentence: Sentence, number: int) -> list[Claim[Phrases]]:
    """Where and when a sentence speaks of, for incidents told beside it."""
    whole = sentence.span
    speakers = [a.source for a in layers.attributions if a.source is not None]
    places = [
        p
        for p in layers.places
        if whole.holds(p.span)
        and can_be_scene(p)
        and not is_elsewhere(layers.report.text, sentence, p.span)
        and not is_origin(layers.report.text, sentence, p)
        and not is_beside_deeds(layers, p, speakers)
    ]
    times = [
        t
        for t in layers.times
        if whole.holds(t)
        and not is_speaking_time(sentence, t)
        and not dates_a_saying(layers.report.text, t, layers.attributions)
        and not dates_an_aftermath(layers, t, None)
    ]
    if sentence.tokens[-1].text not in ENDINGS:
        times = []  # a heading or a time stamp tells of the page
    if not places and not times:
        return []
    parents = {p.parent for p in places}
    places.sort(key=lambda p: (not p.locative, p.dateline, p.span in parents, p.span))
    says = Phrases(time=times[0] if times else None, places=tuple(p.span for p in places))
    middle = says.places[0] if says.places else times[0]
    read = read_modality(sentence, middle)
    is_quoted = any(q.holds(middle) for q in layers.quotations)
    evidence = evidence_of(layers, sentence, says)
    return [
        Claim(
            id=make_id(layers.report.id, evidence, says),
            report_id=layers.report.id,
            evidence=evidence,
            says=says,
            # whoever speaks there mostly tells of something else, but another's words are never the report's own
            sources=sources_at(layers, middle) if is_quoted else (),
            modality=read.modality,
            background=read.background,
            occurrence=number,
        )
    ]
