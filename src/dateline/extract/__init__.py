"""A report's text to claims in the report's own words.

This is the seam for a trained model: it will replace the finders, not what is built on them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.extract.actors import ActorMention, ActorNames, find_actors
from dateline.extract.counts import find_counts
from dateline.extract.happenings import FAMILY, Happening, find_happenings
from dateline.extract.modality import read_modality
from dateline.extract.objects import find_objects, find_weapons
from dateline.extract.places import find_places
from dateline.extract.roles import BEARING_ARMS, assign_roles, doing_verbs
from dateline.extract.scope import read_scope
from dateline.extract.sources import (
    Attribution,
    attribution_of,
    find_attributions,
    sources_of,
)
from dateline.extract.text import Sentence, read_sentences
from dateline.extract.times import choose_time, find_times
from dateline.extract.topics import is_accident, is_other_news
from dateline.extract.triggers import Trigger, find_triggers
from dateline.gazetteer.find import Gazetteer
from dateline.lexicons import read_lexicon
from dateline.records import (
    MAX_QUOTE,
    Claim,
    CountPhrase,
    IncidentType,
    Modality,
    Phrases,
    PlaceMention,
    Reference,
    Report,
    Scope,
    Source,
    Span,
)

__all__ = ["FAMILY", "Extracted", "extract_claims"]

ENDINGS = frozenset({".", "!", "?", '"', "”", "’", "'", ")", "…", "..."})


@dataclass(frozen=True, slots=True)
class Extracted:
    """Claims of one report, and the place mentions that the resolver needs all together."""

    claims: tuple[Claim[Phrases], ...]
    places: tuple[PlaceMention, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the finders saw in one report."""

    report: Report
    sentences: tuple[Sentence, ...]
    times: tuple[Span, ...]
    places: tuple[PlaceMention, ...]
    attributions: tuple[Attribution, ...]
    areas: frozenset[Span]  # places that are countries, provinces or districts before all else


def extract_claims(report: Report, gazetteer: Gazetteer, names: ActorNames) -> Extracted:
    """All that one report says of incidents, sentence by sentence.

    Each happening of a sentence gets a number of its own in `occurrence`; which of them are one is
    decided on resolved values. Sentences that only tell when or where give a claim of setting,
    without a type.
    """
    sentences = read_sentences(report.text)
    triggers = [find_triggers(sentence) for sentence in sentences]
    if not any(triggers):
        return Extracted((), ())
    places = tuple(
        replace(p, compound=True) if _qualifies(report.text, p, gazetteer) else p
        for p in find_places(report.text, gazetteer)
    )
    reading = _Reading(
        report=report,
        sentences=sentences,
        times=tuple(find_times(report.text)),
        places=places,
        attributions=tuple(find_attributions(sentences)),
        areas=frozenset(p.span for p in places if _is_area(report.quote(p.span), gazetteer)),
    )
    vocabulary = frozenset(token.lower for s in sentences for token in s.tokens)
    spans = [p.span for p in places if not p.inside_name]
    doubtful = is_other_news(vocabulary)
    claims: list[Claim[Phrases]] = []
    number = 0
    for sentence, found in zip(sentences, triggers, strict=True):
        happenings = _happenings(sentence, found, names, spans, vocabulary) if found else []
        happenings = [h for h in happenings if not _is_mishap(h)]
        if doubtful:
            happenings = [h for h in happenings if _is_plain_violence(h)]
        for happening in happenings:
            claims += _claims(reading, happening, happenings, number)
            number += 1
        claims += _setting(reading, sentence, number)
        number += 1
    return Extracted(tuple(_with_full_names(claims)), places)


def _is_mishap(happening: Happening) -> bool:
    """Deaths and flight that an accident or a disaster caused: no arms, no doer, its own words."""
    if happening.type not in {None, IncidentType.KILLING, IncidentType.DISPLACEMENT}:
        return False
    if happening.weapons or happening.perpetrators or happening.trigger.rank > 1:
        return False
    return is_accident(frozenset(t.lower for t in happening.sentence.tokens))


def _is_plain_violence(happening: Happening) -> bool:
    """Told so that it can be nothing else: people were hurt, taken or held."""
    return any(c.count.best != 0 for c in happening.counts)


def _with_full_names(claims: Sequence[Claim[Phrases]]) -> list[Claim[Phrases]]:
    """Speakers named in part by the fullest name that the report gives them: "Botero" once "Mayor
    Saul Botero" has spoken. A part that two fuller names share stays as it is."""
    names = dict.fromkeys(source.name for claim in claims for source in claim.sources)
    words = {name: frozenset(name.casefold().split()) for name in names}
    fuller = {name: [other for other in names if words[name] < words[other]] for name in names}
    full = {name: max(found, key=len) for name, found in fuller.items() if _nested(found, words)}
    kinds = {s.name: s.kind for claim in claims for s in claim.sources}

    def renamed(source: Source) -> Source:
        name = full.get(source.name, source.name)
        return replace(source, name=name, kind=kinds[name])

    return [replace(c, sources=_once([renamed(s) for s in c.sources])) for c in claims]


def _nested(names: Sequence[str], words: Mapping[str, frozenset[str]]) -> bool:
    """Whether names are ever fuller forms of one: each part of the longest."""
    return bool(names) and all(words[n] <= words[max(names, key=len)] for n in names)


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple({source.name: source for source in reversed(sources)}.values())[::-1]


def _happenings(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    names: ActorNames,
    places: Sequence[Span],
    vocabulary: frozenset[str],
) -> list[Happening]:
    whole = sentence.span
    actors = list(find_actors(sentence, names, places=[p for p in places if whole.holds(p)]))
    objects = find_objects(sentence)
    roles = assign_roles(sentence, triggers, actors, objects)
    counts = find_counts(sentence, triggers, roles, actors)
    weapons = find_weapons(sentence)
    armed = any(a.role in BEARING_ARMS for a in actors)
    return find_happenings(
        sentence, triggers, roles, counts, weapons, armed=armed, vocabulary=vocabulary
    )


def _claims(
    reading: _Reading, happening: Happening, siblings: Sequence[Happening], number: int
) -> list[Claim[Phrases]]:
    """The claims of one happening: one for its deed, and one for each other voice's figures."""
    trigger = happening.trigger.span
    sentence = happening.sentence
    sources = _sources(reading, trigger)
    attribution = attribution_of(trigger, reading.attributions)
    read = read_modality(
        sentence,
        trigger,
        attribution=attribution,
        interested=_speaks_for_itself(attribution, happening),
    )
    if read.modality is Modality.HYPOTHETICAL:
        return []
    background = read.background and sentence.index > 0  # a report opens with its news
    if happening.counts and all(c.cumulative for c in happening.counts):
        return []  # a total over a season or a war is no incident
    modality: Modality = read.modality
    if happening.type is None and modality is Modality.ASSERTED:
        modality = happening.authorship  # "the rebels claimed responsibility"
    own = [c for c in happening.counts if _sources(reading, c.span) == sources]
    counts = _zeroed(own, read.negated)
    if read.negated and not counts and read.modality is Modality.ASSERTED:
        return []
    says = Phrases(
        type=happening.type,
        trigger=trigger,
        time=_time(reading, happening, siblings),
        places=_scenes(reading, happening, siblings),
        perpetrators=_spans(happening.perpetrators) or _nation(reading, happening),
        targets=_spans(happening.targets),
        objects=tuple((o.bare or o.span, o.kind) for o in happening.objects),
        weapons=_weapons(happening),
        counts=counts,
    )
    claim = _claim(
        reading.report,
        evidence=_evidence(reading.report, sentence, says),
        says=says,
        sources=sources,
        modality=modality,
        background=background,
        number=number,
        reference=happening.reference,
        scope=read_scope(sentence, happening),
        confidence=_strength(happening, says),
    )
    claims = [
        claim,
        *_told_here(reading, happening, claim),
        *_other_towns(reading, happening, claim),
    ]
    for other in happening.counts:
        if other in own:
            continue
        says = Phrases(counts=_zeroed([other], negated=False))
        evidence = _evidence(reading.report, sentence, says)
        further = _further(claim, evidence, says)
        claims.append(replace(further, sources=_sources(reading, other.span)))
    return claims


# Words by which a report points to the town of its dateline.
HERE = re.compile(r"\b(?:this|the) (?:capital|city|town)\b|\bhere\b", re.IGNORECASE)


def _told_here(
    reading: _Reading, happening: Happening, claim: Claim[Phrases]
) -> list[Claim[Phrases]]:
    """The dateline as the scene of a deed told as done "in this city"."""
    line = next((p.span for p in reading.places if p.dateline), None)
    words = reading.report.quote(happening.sentence.span)
    if line is None or claim.says.places or not HERE.search(words):
        return []
    home = next((s for s in reading.sentences if s.span.holds(line)), None)
    if home is None:
        return []
    says = Phrases(places=(line,))
    return [_further(claim, _evidence(reading.report, home, says), says)]


LISTED = re.compile(r"(?:,|;| and|, and| as well as|, as well as) (?:in |at |near |the )?")
TOWNS_APART = 10_000  # numbers of further occurrences: past those of any sentence


def _other_towns(
    reading: _Reading, happening: Happening, claim: Claim[Phrases]
) -> list[Claim[Phrases]]:
    """The same deed in each further town of a list: "clashes in Baiji, Hawija and Samarra".

    Only where the sentence gives no figure: a total over towns is divided by nobody.
    """
    says = claim.says
    if says.counts or not says.places:
        return []
    run = _listed(reading, happening.sentence, says.places[0])
    claims = []
    for k, place in enumerate(place for place in run if place != says.places[0]):
        further = _further(claim, claim.evidence, replace(says, places=(place,)))
        claims.append(
            replace(
                further,
                occurrence=(claim.occurrence + 1) * TOWNS_APART + k,
                reference=Reference.NEW,
                confidence=claim.confidence,
            )
        )
    return claims


def _listed(reading: _Reading, sentence: Sentence, place: Span) -> list[Span]:
    """The places that stand in one list with a place, itself among them."""
    runs: list[list[Span]] = []
    for mention in reading.places:
        if not sentence.span.holds(mention.span) or mention.between:
            continue
        if mention.parent in reading.areas:
            continue  # "Mosul, Iraq" is one place
        if not _can_be_scene(mention):
            continue
        gap = reading.report.text[runs[-1][-1].end : mention.span.start] if runs else ""
        if runs and LISTED.fullmatch(gap):
            runs[-1].append(mention.span)
        else:
            runs.append([mention.span])
    for run in runs:
        towns = [span for span in run if span not in reading.areas]
        joined = (
            " and " in reading.report.text[run[0].start : run[-1].end]
        )  # else "Linden, New Jersey"
        if place in towns and joined and len(towns) > 1:
            return towns
    return [place]


# What a clause needs to be believed to tell of an incident: by hand, on the training reports; a
# calibrated model will replace it.
BY_RANK = {1: 0.2, 2: 0.35, 3: 0.5, 4: 0.65, 5: 0.7}


def _strength(happening: Happening, says: Phrases) -> float:
    """How surely a clause tells of an incident of its own, 0 to 1."""
    strength = BY_RANK[happening.trigger.rank]
    strength += 0.1 * (not happening.trigger.noun)
    strength += 0.15 * bool(says.counts) + 0.1 * bool(says.perpetrators)
    strength += 0.1 * bool(says.targets or says.objects) + 0.05 * bool(says.weapons)
    strength += 0.05 * bool(says.time) + 0.05 * bool(says.places)
    return min(1.0, round(strength, 3))


def _zeroed(counts: Sequence[CountPhrase], negated: bool) -> tuple[CountPhrase, ...]:
    """Under a negation only figures of none stand: "no one was hurt"."""
    return tuple(c for c in counts if not negated or c.count.best == 0)


def _setting(reading: _Reading, sentence: Sentence, number: int) -> list[Claim[Phrases]]:
    """Where and when a sentence speaks of, for incidents told beside it."""
    whole = sentence.span
    places = [
        p
        for p in reading.places
        if whole.holds(p.span)
        and _can_be_scene(p)
        and not is_elsewhere(reading.report.text, sentence, p.span)
    ]
    times = [t for t in reading.times if whole.holds(t)]
    if sentence.tokens[-1].text not in ENDINGS:
        times = []  # a heading or a time stamp tells of the page
    if not places and not times:
        return []
    parents = {p.parent for p in places}
    places.sort(key=lambda p: (not p.locative, p.span in parents, p.span))
    says = Phrases(
        time=times[0] if times else None, places=tuple(p.span for p in places if p.locative)
    )
    if says.time is None and not says.places:
        return []
    middle = says.places[0] if says.places else times[0]
    read = read_modality(sentence, middle)
    return [
        _claim(
            reading.report,
            evidence=_evidence(reading.report, sentence, says),
            says=says,
            sources=_sources(reading, middle),
            modality=read.modality,
            background=read.background,
            number=number,
            reference=Reference.OPEN,
            scope=Scope.UNKNOWN,
        )
    ]


def _sources(reading: _Reading, span: Span) -> tuple[Source, ...]:
    return sources_of(
        span, reading.attributions, reading.sentences, publisher=reading.report.publisher
    )


def _speaks_for_itself(attribution: Attribution | None, happening: Happening) -> bool:
    """Whether the speaker is the doer: "the group said it shot the hostages"."""
    if attribution is None or attribution.source is None:
        return False
    source = attribution.source
    return any(doer.span.meets(source) or (doer.pronoun) for doer in happening.perpetrators)


def _time(reading: _Reading, happening: Happening, siblings: Sequence[Happening]) -> Span | None:
    others = [t.span for h in siblings for t in h.triggers if h is not happening]
    whole = happening.sentence.span
    times = [
        t
        for t in reading.times
        if whole.holds(t) and not _in_dateline(reading, happening.sentence, t)
    ]
    return choose_time(happening.sentence, happening.trigger.span, times, triggers=others)


def _qualifies(text: str, mention: PlaceMention, gazetteer: Gazetteer) -> bool:
    """A country named without "in" or the like is no scene: "the U.S. embassy", "US drone strike"."""
    if mention.locative and not text[mention.span.end :].startswith(_ATTRIBUTED):
        return False
    name = text[mention.span.start : mention.span.end]
    return any(entry.kind == "country" for entry in gazetteer.exact(name))


# "near the U.S. embassy", "in Iraq army uniforms": the preposition is the noun's.
_ATTRIBUTED = tuple(
    f" {noun}"
    for noun in ("embassy", "consulate", "army", "forces", "troops", "military", "EMBASSY")
)


DASH = re.compile(r"\s(?:-{1,2}|–|—)\s|\)\s*[-–—:]")
DATELINE_REACH = 110  # characters within which a dateline ends


def _in_dateline(reading: _Reading, sentence: Sentence, time: Span) -> bool:
    """Whether a date belongs to "MAIDUGURI, Nigeria, March 12 (Agency) -", not to the deed."""
    head = reading.report.text[sentence.start : sentence.start + DATELINE_REACH]
    dash = DASH.search(head)
    if dash is None or time.end > sentence.start + dash.end():
        return False
    return any(p.dateline and sentence.span.holds(p.span) for p in reading.places)


ELSEWHERE_GAP = 20  # characters between the wording and its place: "taken to hospitals in nearby"


def is_elsewhere(text: str, sentence: Sentence, place: Span) -> bool:
    """Whether a place is where somebody spoke, was treated or went, not where the deed was done."""
    before = text[max(sentence.start, place.start - 60) : place.start].lower()
    return any(
        (at := before.rfind(form)) >= 0 and len(before) - at - len(form) <= ELSEWHERE_GAP
        for form in _elsewhere()
    )


@cache
def _elsewhere() -> tuple[str, ...]:
    return tuple(row["form"] + " " for row in read_lexicon("elsewhere"))


def _is_area(name: str, gazetteer: Gazetteer) -> bool:
    entries = gazetteer.exact(name)
    towns = [e for e in entries if e.kind in {"town", "seat", "capital", "section"}]
    return bool(entries) and not towns


def _can_be_scene(mention: PlaceMention) -> bool:
    return mention.form != "demonym" and not (
        mention.metonym or mention.inside_name or mention.compound or mention.dateline
    )


def _scenes(
    reading: _Reading, happening: Happening, siblings: Sequence[Happening]
) -> tuple[Span, ...]:
    """Places of the sentence, the likeliest scene first: locative, near, not beyond another deed."""
    sentence, trigger = happening.sentence, happening.trigger.span
    whole = sentence.span
    parents = {p.parent for p in reading.places}
    taken = [a.span for a in (*happening.perpetrators, *happening.targets)]
    ranked = []
    for mention in reading.places:
        if not whole.holds(mention.span) or not _can_be_scene(mention):
            continue
        if is_elsewhere(reading.report.text, sentence, mention.span):
            continue
        gap = _gap(trigger, mention.span)
        crossed = sum(
            1
            for h in siblings
            if h is not happening and _between(h.trigger.span, trigger, mention.span)
        )
        inside = any(t.holds(mention.span) and not mention.locative for t in taken)
        behind = mention.span.start < trigger.start
        ranked.append(
            (
                crossed,
                inside,
                not mention.locative,
                mention.span in parents,
                gap + 40 * behind,
                mention.span,
            )
        )
    return tuple(entry[-1] for entry in sorted(ranked))


def _gap(a: Span, b: Span) -> int:
    return max(b.start - a.end, a.start - b.end, 0)


def _between(span: Span, a: Span, b: Span) -> bool:
    return min(a.start, b.start) < span.start < max(a.start, b.start)


def _spans(mentions: Sequence[ActorMention]) -> tuple[Span, ...]:
    return tuple(m.bare or m.span for m in mentions if not m.pronoun)


VEHICLE_BOMB = re.compile(
    r"(?:car|truck|vehicle|van|lorry|motorcycle|tractor)\b.* bomb|(?:car|truck) bombing"
)


def _weapons(happening: Happening) -> tuple[Span, ...]:
    """Weapons as worded, among them the one that the deed's own name holds: "car bombing"."""
    named = tuple(t.span for t in happening.triggers if t.noun and VEHICLE_BOMB.search(t.word))
    return (*(w.bare or w.span for w in happening.weapons), *named)


# Deeds that only a state's forces do, so that its demonym names the doer.
FORCES_ALONE = frozenset({IncidentType.AIR_STRIKE, IncidentType.SHELLING})
# Deeds that a country named as subject does.
OF_STATES = FORCES_ALONE | {
    IncidentType.ARMED_ATTACK,
    IncidentType.BOMBING,
    IncidentType.KILLING,
    IncidentType.MILITARY_OPERATION,
    IncidentType.SEIZURE,
}
MAX_STATE_GAP = 3  # words between a country and its verb: "Israel has also struck"


def _nation(reading: _Reading, happening: Happening) -> tuple[Span, ...]:
    """A state named as the doer: "Russian missiles", "US drone strikes", "Israel bombed"."""
    if happening.type not in OF_STATES:
        return ()
    starts = [happening.trigger.span.start, *(w.span.start for w in happening.weapons)]
    for mention in reading.places:
        if not happening.sentence.span.holds(mention.span):
            continue
        national = mention.form in {"demonym", "abbreviation"}
        near = any(0 < start - mention.span.end <= 12 for start in starts)
        if national and near and happening.type in FORCES_ALONE:
            return (mention.span,)
        subject = mention.form != "demonym" and (mention.compound or mention.metonym)
        if subject and _acts(happening, mention.span):
            return (mention.span,)
    return ()


def _acts(happening: Happening, country: Span) -> bool:
    """Whether the verb right after a country's name is the deed, or does it."""
    tokens = [t for t in happening.sentence.tokens if t.start >= country.end][: MAX_STATE_GAP + 1]
    verbs = {t.span.start for t in happening.triggers if not t.noun}
    for token in tokens:
        if token.start in verbs:
            return True
        if token.lower in doing_verbs():
            return any(t.noun and t.span.start > token.start for t in happening.triggers)
        if token.text in {",", "'s", "’s"} or token.lower in {"and", "in", "of", "said", "says"}:
            return False
    return False


def _evidence(report: Report, sentence: Sentence, says: Phrases) -> Span:
    """The sentence; when it is longer than a quote may be, the stretch around what is said."""
    if sentence.end - sentence.start <= MAX_QUOTE:
        return sentence.span
    spans = [
        s
        for s in (
            says.trigger,
            says.time,
            *says.places[:1],
            *says.perpetrators,
            *says.targets,
            *says.weapons,
            *(c.span for c in says.counts),
            *(o for o, _ in says.objects),
        )
        if s is not None
    ]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    tokens = sentence.within(Span(start, min(end, start + MAX_QUOTE)))
    return Span(start, tokens[-1].end if tokens else min(end, start + MAX_QUOTE))


def _claim(
    report: Report,
    *,
    evidence: Span,
    says: Phrases,
    sources: tuple[Source, ...],
    modality: Modality,
    background: bool,
    number: int,
    reference: Reference,
    scope: Scope,
    confidence: float | None = None,
) -> Claim[Phrases]:
    return Claim(
        id=_claim_id(report.id, evidence, says),
        report_id=report.id,
        evidence=evidence,
        says=says,
        sources=sources,
        modality=modality,
        background=background,
        occurrence=number,
        reference=reference,
        scope=scope,
        confidence=confidence,
    )


def _further(claim: Claim[Phrases], evidence: Span, says: Phrases) -> Claim[Phrases]:
    """What else is said of a claim's occurrence, in the same voice; not a deed to be weighed."""
    claim_id = _claim_id(claim.report_id, evidence, says)
    return replace(claim, id=claim_id, evidence=evidence, says=says, confidence=None)


def _claim_id(report_id: str, evidence: Span, says: Phrases) -> str:
    kind = says.type.value if says.type is not None else ""
    spans = (says.trigger, says.time, *says.places, *(c.span for c in says.counts))
    key = f"{report_id} {evidence} {kind} {spans}"
    return "c" + hashlib.sha256(key.encode()).hexdigest()[:16]
