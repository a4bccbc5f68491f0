"""A report's text to claims in the report's own words: the model finds, rules read what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dateline.extract.acts import Act, find_acts, read_types, same_incident
from dateline.extract.attributions import cue_index
from dateline.extract.counts import find_nones, read_figures, tells_of_dead, without_names_of
from dateline.extract.cues import find_cues
from dateline.extract.deeds import claims_of_act, means_of, type_told
from dateline.extract.denials import find_pointing, may_point
from dateline.extract.hamlets import find_hamlets
from dateline.extract.layers import Layers
from dateline.extract.means import types_by_means
from dateline.extract.mishaps import MISHAP, find_mishaps
from dateline.extract.model import Model, Read, read_text
from dateline.extract.names import with_full_names
from dateline.extract.persons import find_persons
from dateline.extract.places import find_places, with_capitals
from dateline.extract.quotations import find_quotations
from dateline.extract.scenes import hear, scene_candidates
from dateline.extract.sides import claims_of_sides
from dateline.extract.sources import Attribution, find_attributions
from dateline.extract.surroundings import claims_of_surroundings
from dateline.extract.text import Sentence, read_sentences, read_tokens, unwrap
from dateline.extract.times import find_times, is_filing_day, is_stamp
from dateline.extract.unnamed import claims_of_unnamed, without_doubtful_denials
from dateline.gazetteer.find import Gazetteer
from dateline.records import (
    Claim,
    CountPhrase,
    IncidentType,
    Phrases,
    PlaceMention,
    Report,
    Scope,
    Span,
)

__all__ = ["Extracted", "extract_claims", "find_sayings"]


# Probability under which a report is held to tell of no incident.
RELEVANT = 0.7


@dataclass(frozen=True, slots=True)
class Extracted:
    """Claims of one report, the place mentions that the resolver needs all together, how far the model
    holds two of the report's acts for one incident: log-odds by their `occurrence`, and by it how likely
    each type is for an act by its own words."""

    claims: tuple[Claim[Phrases], ...]
    places: tuple[PlaceMention, ...]
    affinity: Mapping[tuple[int, int], float]
    types: Mapping[int, Mapping[IncidentType, float]]


def extract_claims(report: Report, gazetteer: Gazetteer, model: Model) -> Extracted:
    """All that one report says of incidents, one claim for each wording of an act, its type by its own words.

    Each act gets a number of its own in `occurrence`; which of them are one incident is decided on
    resolved values. Sentences that only tell when or where give a claim of setting, without a type.
    """
    read = read_text(report.text, model)
    acts = find_acts(read) if read.relevance("house") >= RELEVANT else []
    if not acts:
        return Extracted((), (), {}, {})
    report = replace(report, text=unwrap(report.text))
    sentences = read_sentences(report.text)
    places = with_capitals(report.text, find_places(report.text, gazetteer))
    candidates = [scene_candidates(report.text, s.span, places) for s in sentences]
    quotations = tuple(find_quotations(sentences))
    layers = Layers(
        report=report,
        sentences=sentences,
        times=tuple(
            t
            for t in find_times(report.text)
            if not is_filing_day(report.text, t) and not is_stamp(report.text, t)
        ),
        places=tuple(places),
        candidates=candidates,
        hamlets=find_hamlets(report.text, sentences, places, candidates, gazetteer),
        attributions=find_sayings(read, acts, sentences),
        quotations=quotations,
        own_voice=_speaks_of_itself(sentences, quotations),
    )
    claims: list[Claim[Phrases]] = []
    nones = _nones(layers, acts)
    homes = [layers.sentence(act.span) for act in acts]
    spans = [act.span for act in acts]
    sayings = [a for a in layers.attributions if may_point(a, sentences, spans)]
    rated = same_incident(read, acts, [a.cue for a in sayings])
    odds = rated[: len(acts)]
    pointing = list(find_pointing(sayings, rated[len(acts) :]))
    others = [p.span for p in places if p.form != "demonym"] + list(layers.times)
    told = [
        without_names_of(others, read_figures(sentences, act, dead=dead))
        for act, dead in zip(acts, _tell_of_dead(homes, odds), strict=True)
    ]
    persons = find_persons(sentences, told, [act.spans("perpetrator") for act in acts])
    mishaps = find_mishaps(acts, homes, odds)
    heard = hear(read, [act.word for act in acts])
    worded = [type_told(act, home) for act, home in zip(acts, homes, strict=True)]
    types = [
        types_by_means(shares, [read_tokens(report.text, s.start, s.end) for s in means_of(act)])
        for shares, act in zip(read_types(acts, worded), acts, strict=True)
    ]
    for number, (act, sentence) in enumerate(zip(acts, homes, strict=True)):
        if sentence is not None and mishaps.get(number) != MISHAP:
            none = nones.get(number, ())
            kind = max(types[number], key=lambda kind: types[number][kind])
            figures = told[number].figures
            told_of = claims_of_act(
                layers, act, kind, sentence, number, figures, none, persons[number], heard[number]
            )
            if number in mishaps:
                told_of = [replace(claim, scope=Scope.ORDINARY) for claim in told_of]
            claims += told_of
    claims += claims_of_unnamed(read, layers, acts, claims, odds, pointing)
    claims = without_doubtful_denials(layers, acts, claims, odds)
    claims += claims_of_sides(layers, claims)
    for number, sentence in enumerate(sentences, start=len(acts)):
        claims += claims_of_surroundings(layers, sentence, number)
    affinity = {
        (i, j): float(odds[i, j]) for i in range(len(acts)) for j in range(i + 1, len(acts))
    }
    places += layers.hamlets
    return Extracted(
        tuple(with_full_names(claims, report.text)), tuple(places), affinity, dict(enumerate(types))
    )


def _tell_of_dead(homes: Sequence[Sentence | None], odds: np.ndarray) -> list[bool]:
    """For each act, whether anybody died, by the sentences that may tell of its incident.

    homes: the sentence of each act; odds: as `same_incident` gives them.
    """
    deadly = np.array([home is not None and tells_of_dead([home]) for home in homes])
    near = odds >= MAY_BE_SAME
    np.fill_diagonal(near, True)
    return [bool(deadly[row].any()) for row in near]


MAY_BE_SAME = -1.4  # log-odds


def find_sayings(
    read: Read, acts: Sequence[Act], sentences: Sequence[Sentence]
) -> tuple[Attribution, ...]:
    """The attributions of a report, less those whose cue is the word of a deed."""
    return tuple(a for a in find_attributions(read, sentences) if not _is_deed(a, acts, sentences))


def _is_deed(attribution: Attribution, acts: Sequence[Act], sentences: Sequence[Sentence]) -> bool:
    """Whether a cue is the word of a deed, and no word for saying: "rebels attacked"."""
    if not any(act.span.meets(attribution.cue) for act in acts):
        return False
    words = [t for s in sentences for t in s.within(attribution.cue)]
    return not find_cues(words, cue_index())


def _speaks_of_itself(sentences: Sequence[Sentence], quoted: Sequence[Span]) -> bool:
    """Whether a report says "we" or "our" outside of quotations."""
    return any(
        t.lower in OURSELVES
        and t.text != "US"
        and not any(q.holds(Span(t.start, t.end)) for q in quoted)
        for s in sentences
        for t in s.tokens
    )


OURSELVES = frozenset("we our ours us ourselves".split())


def _nones(layers: Layers, acts: Sequence[Act]) -> dict[int, tuple[CountPhrase, ...]]:
    """Harms that nobody suffered, by the act they are said of: the nearest in the sentence, else the
    last of the sentence before."""
    found: dict[int, tuple[CountPhrase, ...]] = {}
    homes = [s.index if (s := layers.sentence(a.span)) is not None else -1 for a in acts]
    for sentence in layers.sentences:
        for phrase in find_nones(sentence):
            here = [n for n, home in enumerate(homes) if home == sentence.index]
            before = [n for n, home in enumerate(homes) if home == sentence.index - 1]
            if here:
                chosen = min(here, key=lambda n: abs(acts[n].span.start - phrase.span.start))
            elif before:
                chosen = before[-1]
            else:
                continue
            found[chosen] = (*found.get(chosen, ()), phrase)
    return found
