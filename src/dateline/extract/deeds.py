"""The claims of one act: its deed, and each other voice's figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.acts import Act, told_as
from dateline.extract.counts import find_nones
from dateline.extract.dating import time_of
from dateline.extract.denials import knows_of_none, tells_of_no_loss, undisputed, words_deny
from dateline.extract.layers import Layers, evidence_of, make_id, sources_at, tell_further
from dateline.extract.modality import Reading, read_modality
from dateline.extract.objects import class_of_thing
from dateline.extract.patients import BODILY
from dateline.extract.phrases import nouns_of_actors, nouns_of_weapons
from dateline.extract.roles import boasts, doers_of, phrases_of
from dateline.extract.scenes import Heard
from dateline.extract.scope import read_scope
from dateline.extract.siting import place_afar, scenes_of
from dateline.extract.sources import Attribution, attribution_of, rejected_voices
from dateline.extract.text import Sentence, Token, read_tokens
from dateline.extract.triggers import find_triggers
from dateline.records import (
    MAX_QUOTE,
    Claim,
    CountKind,
    CountPhrase,
    IncidentType,
    Modality,
    Person,
    Phrases,
    Reference,
    Span,
)

# What is not taken from cues alone: a plain telling, and "if" and "could", which reach too far.
UNCERTAIN = frozenset({Modality.ASSERTED, Modality.HYPOTHETICAL})


def claims_of_act(
    layers: Layers,
    act: Act,
    kind: IncidentType,
    sentence: Sentence,
    number: int,
    figures: tuple[CountPhrase, ...],
    nones: Sequence[CountPhrase],
    persons: Sequence[Person],
    heard: Heard,
) -> list[Claim[Phrases]]:
    """The claims of one act: one for its deed, and one for each other voice's figures."""
    report = layers.report
    near = _reach(layers, sentence)
    sources = sources_at(layers, act.span)
    attribution = attribution_of(act.span, layers.attributions)
    doers = doers_of(layers, act, sentence, near, attribution)
    interested = bool(sources) and boasts(layers, attribution, sources[0], act, doers)
    read = read_modality(sentence, act.span, attribution=attribution, interested=interested)
    modality = _modality(
        act, attribution, read, denying=_holds_denial(layers, act.span, attribution)
    )
    if modality is Modality.CLAIMED and not sources and not layers.own_voice:
        modality = Modality.ASSERTED  # whoever writes of himself as of others claims nothing
    if modality is Modality.DENIED and tells_of_no_loss(sentence, act.span):
        modality = Modality.CLAIMED if interested else Modality.ASSERTED
    if modality is Modality.HYPOTHETICAL or (
        modality is Modality.DENIED
        and attribution is not None
        and knows_of_none(attribution, layers.sentences)
    ):
        return []
    spared = _spared(act, sentence, kind, modality)
    figures = tuple(c for c in figures if c.kind not in spared)
    persons = [p for p in persons if p.harm not in spared]
    told = {phrase.kind for phrase in figures}
    figures += tuple(phrase for phrase in nones if phrase.kind not in told)
    if figures and all(c.cumulative for c in figures):
        return []  # a total over a season or a war is no incident
    own = tuple(c for c in figures if sources_at(layers, c.span) == sources)
    others = [c for c in figures if c not in own]
    targets = phrases_of(layers, act.spans("target"), near, nouns=nouns_of_actors())
    things = {
        span: thing
        for span in targets
        if (thing := class_of_thing(read_tokens(report.text, span.start, span.end)))
    }
    says = Phrases(
        type=kind,
        trigger=act.span,
        time=time_of(layers, act, sentence, near, kind),
        places=scenes_of(layers, act, sentence, near, heard),
        perpetrators=doers,
        sure={
            span: sure
            for side, spans in (("target", targets), ("perpetrator", doers))  # of both: as doer
            for span in spans
            if (sure := told_as(act, side, span)) is not None
        },
        targets=tuple(s for s in targets if s not in things),
        kinds={s: kinds for s in (*doers, *targets) if (kinds := act.kinds_of(s))},
        objects=tuple(things.items()),
        weapons=phrases_of(layers, act.spans("weapon"), near, nouns=nouns_of_weapons()),
        counts=own,
        persons=tuple(p for p in persons if not any(_is_of(p, c) for c in others)),
    )
    evidence = evidence_of(layers, sentence, says)
    claim = Claim(
        id=make_id(report.id, evidence, says),
        report_id=report.id,
        evidence=evidence,
        says=says,
        sources=sources,
        modality=modality,
        background=read.background and sentence.index > 0,  # a report opens with its news
        occurrence=number,
        reference=Reference.OPEN,
        scope=read_scope(sentence, [report.quote(s) for s in says.perpetrators], figures),
        confidence=act.confidence,
    )
    claims = [claim]
    if not says.places and (afar := place_afar(layers, act, near)) is not None:
        says = Phrases(places=(afar,))
        home = layers.sentence(afar) or sentence
        claims.append(tell_further(claim, evidence_of(layers, home, says), says))
    if modality is Modality.DENIED and attribution is not None:
        claims += _rejected_claims(layers, claim, attribution)
    for other in others:
        says = Phrases(counts=(other,), persons=tuple(p for p in persons if _is_of(p, other)))
        home = layers.sentence(other.span) or sentence
        further = tell_further(claim, evidence_of(layers, home, says), says)
        claims.append(replace(further, sources=sources_at(layers, other.span)))
    return claims


def _rejected_claims(
    layers: Layers, denial: Claim[Phrases], attribution: Attribution
) -> list[Claim[Phrases]]:
    """The deed that is denied, as those say it whose words are rejected: "the front denied a | police report |
    that it had"."""
    if attribution.stance != "deny":
        return []
    voices = rejected_voices(attribution, layers.attributions, layers.sentences)
    if not voices:
        return []
    says = Phrases(
        type=denial.says.type, trigger=attribution.cue, perpetrators=denial.says.perpetrators
    )
    told = tell_further(denial, denial.evidence, says)
    return [replace(told, sources=voices, modality=Modality.ALLEGED, confidence=denial.confidence)]


def _spared(
    act: Act, sentence: Sentence, kind: IncidentType, modality: Modality
) -> frozenset[CountKind]:
    """The harms that nobody came to: any by a threat, death by a failed murder."""
    if kind is IncidentType.THREAT:
        return BODILY
    fails = modality is Modality.ATTEMPTED and _means_death(act, sentence)
    return frozenset({CountKind.KILLED}) if fails else frozenset()


def _means_death(act: Act, sentence: Sentence) -> bool:
    """Whether the table of trigger words has an act's own word for a killing: "attempted murder"."""
    met = (t for t in find_triggers(sentence) if t.span.meets(act.span))
    return any(t.harm is CountKind.KILLED and not t.harm_open for t in met)


def _answers(attribution: Attribution | None) -> bool:
    """Whether a speaker simply says it: then he answers for it, and the report does not doubt it."""
    return (
        attribution is not None
        and attribution.source is not None
        and attribution.stance in {"neutral", "admit"}
    )


def _holds_denial(layers: Layers, act: Span, attribution: Attribution | None) -> bool:
    """Whether the sentence of an act, or that of the saying that it stands in, has words that deny. "No
    victims" is a count of zero, and denies no deed."""
    spans = [act] if attribution is None else [act, attribution.cue]
    homes = [home for span in spans if (home := layers.sentence(span)) is not None]
    return any(words_deny(undisputed(_without_nones(home))) for home in homes)


def _without_nones(sentence: Sentence) -> list[Token]:
    nones = [sentence.within(none.span) for none in find_nones(sentence)]
    return [t for t in sentence.tokens if not any(t in none for none in nones)]


def _modality(
    act: Act, attribution: Attribution | None, read: Reading, *, denying: bool
) -> Modality:
    """How an act is told: as the model hears it by its word and by the attribution that it stands in, and
    as the words of a table have it; these are outvoted where the model is sure.

    denying: whether the words around hold a denial; the model alone is not believed that they do."""
    said = attribution.modality if attribution is not None else {}
    odds = {
        name: math.log(share + LEAST) + math.log(said.get(name, 1.0) + LEAST)
        for name, share in act.modality.items()
    }
    if read.cue is not None and read.modality not in UNCERTAIN:
        stands = attribution is not None and read.cue == attribution.cue
        odds[read.modality] += STANCE if stands else CUE  # "denies that", "allegedly"
    elif read.cue is not None:
        odds[Modality.DENIED] -= CUE  # "no one was hurt": a count of zero
    elif _answers(attribution):
        odds[Modality.ALLEGED] -= ANSWERED
    if not denying:
        odds[Modality.DENIED] -= UNSAID
    return max(odds, key=lambda name: odds[name])


LEAST = 0.001  # share below which the model's doubt counts no further


CUE = 1.0  # log-odds for what a cue of the tables says, and


STANCE = 9.0  # for what the attribution's own cue says


UNSAID = 4.0  # log-odds against a denial without a word of denial


ANSWERED = 1.0  # log-odds against doubt where a speaker plainly answers for it


def _is_of(person: Person, figure: CountPhrase) -> bool:
    """Whether a figure's words are those of a single person."""
    return person.harm is figure.kind and person.span.meets(figure.span)


def type_told(act: Act, sentence: Sentence | None) -> tuple[IncidentType, int] | None:
    """The type that the table of trigger words gives an act's own words, and how telling they are of it, 2 to 5;
    none where they are loose."""
    met = [t for t in find_triggers(sentence) if t.span.meets(act.span)] if sentence else []
    hurts_somebody = any(act.spans(role) for role in ("target", "killed", "injured"))
    found = [
        (t.type, t.rank)
        for t in met
        if t.type is not None
        and t.rank >= TELLING
        and (not t.needs or (t.needs == "human" and hurts_somebody))
    ]
    return max(found, key=lambda told: told[1], default=None)


def means_of(act: Act) -> tuple[Span, ...]:
    return (*act.spans("weapon"), *act.spans("perpetrator"))


TELLING = 2  # rank from which a word's own meaning counts


def _reach(layers: Layers, sentence: Sentence) -> Span:
    """How far from an act its roles are believed: the sentence before, its own, the one after."""
    first = layers.sentences[max(0, sentence.index - 1)]
    last = layers.sentences[min(len(layers.sentences) - 1, sentence.index + 1)]
    span = Span(first.start, last.end)
    return span if span.end - span.start <= MAX_QUOTE else sentence.span
