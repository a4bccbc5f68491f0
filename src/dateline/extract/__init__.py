"""A report's text to claims in the report's own words: the model finds, rules read what it found."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

import numpy as np

from dateline.extract.acts import (
    Act,
    choose_types,
    find_acts,
    find_doers_told,
    same_incident,
    told_as_doer,
)
from dateline.extract.attributions import cue_index
from dateline.extract.counts import (
    find_bare_figure,
    find_nones,
    find_toll,
    read_figures,
    tells_of_dead,
    without_names_of,
)
from dateline.extract.cues import find_cues
from dateline.extract.denials import (
    find_bare_charges,
    find_bare_claims,
    find_bare_denials,
    find_pointing,
    is_heard_as_denial,
    may_point,
    speaks_for_accused,
    words_deny,
)
from dateline.extract.grammar import AUXILIARIES, IRREGULAR, PREPOSITIONS, SUBORDINATORS
from dateline.extract.hamlets import MAX_WAY, find_hamlets
from dateline.extract.means import type_by_means
from dateline.extract.mishaps import MISHAP, find_mishaps
from dateline.extract.modality import Reading, read_modality
from dateline.extract.model import Model, Read, read_text
from dateline.extract.objects import class_of_thing
from dateline.extract.patients import BODILY, find_agent
from dateline.extract.persons import find_persons
from dateline.extract.phrases import (
    complete,
    is_ruled_out,
    nouns_of_actors,
    nouns_of_weapons,
    trim,
)
from dateline.extract.places import cues, find_places
from dateline.extract.possessors import suffers
from dateline.extract.quotations import find_quotations
from dateline.extract.scenes import (
    Heard,
    choose_scenes,
    hear,
    is_part_of_name,
    preposition,
    scene_candidates,
    words_of,
)
from dateline.extract.scope import read_scope
from dateline.extract.sides import Side, find_sides
from dateline.extract.sources import (
    Attribution,
    attribution_of,
    find_attributions,
    sources_of,
    speaker_kind,
)
from dateline.extract.speakers import head_end
from dateline.extract.text import (
    Sentence,
    read_sentences,
    read_tokens,
    tokens_in,
    unwrap,
    word_set,
)
from dateline.extract.times import find_times, is_filing_day, is_speaking_time, is_stamp
from dateline.extract.triggers import find_triggers
from dateline.gazetteer.find import Gazetteer
from dateline.lexicons import read_lexicon
from dateline.lexicons.aftermath import RELEASE, find_aftermath
from dateline.lexicons.revisions import ends_in_revision
from dateline.lexicons.times import follows_since
from dateline.records import (
    MAX_QUOTE,
    Claim,
    CountKind,
    CountPhrase,
    IncidentType,
    Modality,
    Person,
    Phrases,
    PlaceMention,
    Reference,
    Report,
    Scope,
    Source,
    SourceKind,
    Span,
)

__all__ = ["Extracted", "extract_claims", "find_sayings"]

ENDINGS = frozenset({".", "!", "?", '"', "”", "’", "'", ")", "…", "..."})


# Probability under which a report is held to tell of no incident.
RELEVANT = 0.7
# What is not taken from cues alone: a plain telling, and "if" and "could", which reach too far.
UNCERTAIN = frozenset({Modality.ASSERTED, Modality.HYPOTHETICAL})


@dataclass(frozen=True, slots=True)
class Extracted:
    """Claims of one report, the place mentions that the resolver needs all together, and how far
    the model holds two of the report's acts for one incident: log-odds by their `occurrence`."""

    claims: tuple[Claim[Phrases], ...]
    places: tuple[PlaceMention, ...]
    affinity: Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found in one report."""

    report: Report
    sentences: tuple[Sentence, ...]
    times: tuple[Span, ...]
    places: tuple[PlaceMention, ...]
    candidates: Sequence[Sequence[PlaceMention]]  # of each sentence: where a deed of it may lie
    hamlets: tuple[PlaceMention, ...]
    attributions: tuple[Attribution, ...]
    quotations: tuple[Span, ...]
    own_voice: bool  # the report speaks of itself as "we", as a communique does

    def sentence(self, span: Span) -> Sentence | None:
        """The sentence that a span begins in."""
        n = bisect_right(self.sentences, span.start, key=lambda s: s.end)
        found = self.sentences[n : n + 1]
        return found[0] if found and found[0].start <= span.start else None


def extract_claims(report: Report, gazetteer: Gazetteer, model: Model) -> Extracted:
    """All that one report says of incidents, one claim for each wording of an act.

    Each act gets a number of its own in `occurrence`; which of them are one incident is decided on
    resolved values. Sentences that only tell when or where give a claim of setting, without a type.
    """
    read = read_text(report.text, model)
    acts = find_acts(read) if read.relevance("house") >= RELEVANT else []
    if not acts:
        return Extracted((), (), {})
    report = replace(report, text=unwrap(report.text))
    sentences = read_sentences(report.text)
    places = find_places(report.text, gazetteer)
    candidates = [scene_candidates(report.text, s.span, places) for s in sentences]
    quotations = tuple(find_quotations(sentences))
    reading = _Reading(
        report=report,
        sentences=sentences,
        times=tuple(
            t
            for t in find_times(report.text)
            if not is_filing_day(report.text, t) and not is_stamp(report.text, t)
        ),
        places=tuple(places),
        candidates=candidates,
        hamlets=find_hamlets(report.text, sentences, places, candidates),
        attributions=find_sayings(read, acts, sentences),
        quotations=quotations,
        own_voice=_speaks_of_itself(sentences, quotations),
    )
    claims: list[Claim[Phrases]] = []
    nones = _nones(reading, acts)
    homes = [reading.sentence(act.span) for act in acts]
    spans = [act.span for act in acts]
    sayings = [a for a in reading.attributions if may_point(a, sentences, spans)]
    rated = same_incident(read, acts, [a.cue for a in sayings])
    odds = rated[: len(acts)]
    pointing = list(find_pointing(sayings, rated[len(acts) :]))
    others = [p.span for p in places if p.form != "demonym"] + list(reading.times)
    told = [
        without_names_of(others, read_figures(sentences, act, dead=dead))
        for act, dead in zip(acts, _tell_of_dead(homes, odds), strict=True)
    ]
    persons = find_persons(sentences, told, [act.spans("perpetrator") for act in acts])
    mishaps = find_mishaps(acts, homes, odds)
    heard = hear(read, [act.word for act in acts])
    words = [_words_of(act, home) for act, home in zip(acts, homes, strict=True)]
    kinds = choose_types(acts, [kind for kind, _ in words], [vague for _, vague in words], odds)
    kinds = [
        type_by_means(kind, [read_tokens(report.text, s.start, s.end) for s in _means(act)])
        for kind, act in zip(kinds, acts, strict=True)
    ]
    for number, (act, sentence) in enumerate(zip(acts, homes, strict=True)):
        if sentence is not None and mishaps.get(number) != MISHAP:
            none = nones.get(number, ())
            kind = kinds[number]
            figures = told[number].figures
            told_of = _claims(
                reading, act, kind, sentence, number, figures, none, persons[number], heard[number]
            )
            if number in mishaps:
                told_of = [replace(claim, scope=Scope.ORDINARY) for claim in told_of]
            claims += told_of
    claims += _said_of(read, reading, acts, claims, odds, pointing)
    claims += _sided(reading, claims)
    for number, sentence in enumerate(sentences, start=len(acts)):
        claims += _setting(reading, sentence, number)
    affinity = {
        (i, j): float(odds[i, j]) for i in range(len(acts)) for j in range(i + 1, len(acts))
    }
    places += reading.hamlets
    return Extracted(tuple(_with_full_names(claims)), tuple(places), affinity)


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


def _nones(reading: _Reading, acts: Sequence[Act]) -> dict[int, tuple[CountPhrase, ...]]:
    """Harms that nobody suffered, by the act they are said of: the nearest in the sentence, else the
    last of the sentence before."""
    found: dict[int, tuple[CountPhrase, ...]] = {}
    homes = [s.index if (s := reading.sentence(a.span)) is not None else -1 for a in acts]
    for sentence in reading.sentences:
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


def _said_of(
    read: Read,
    reading: _Reading,
    acts: Sequence[Act],
    claims: Sequence[Claim[Phrases]],
    odds: np.ndarray,
    pointing: Sequence[tuple[int, Attribution]],
) -> list[Claim[Phrases]]:
    """A claim for each saying that names no deed but tells of one: of that which the model takes it
    for; a denial, a charge or a claim of responsibility of what was told last. In its speaker's voice.

    odds: (acts, acts), as `same_incident` gives them; pointing: as `find_pointing` gives it.
    """
    spans = [act.span for act in acts]
    given = (reading.attributions, reading.sentences, spans)
    meant = {one.cue: n for n, one in pointing}
    owned = {one.cue: (n, one, Modality.CLAIMED) for n, one in find_bare_claims(*given)}
    said = owned | {one.cue: (n, one, Modality.ALLEGED) for n, one in find_bare_charges(*given)}
    told_as = {c.occurrence: c.modality for c in claims}
    denied = [told_as.get(n) is Modality.DENIED for n in range(len(acts))]
    said |= {one.cue: (n, one, Modality.DENIED) for n, one in find_bare_denials(*given, denied)}
    for one in reading.attributions:
        stance = _stance(one, reading.sentences)
        words = (one.cue, *one.content)
        if one.cue in meant and stance and not any(w.meets(cue) for w in words for cue in said):
            said[one.cue] = (meant[one.cue], one, stance)
    blaming = [
        one.cue
        for _, one, modality in said.values()
        if modality is not Modality.DENIED and one.cue not in owned
    ]
    accused = dict(zip(blaming, find_doers_told(read, blaming), strict=True))
    found = []
    for last, one, modality in said.values():  # one claim for each cue: who denies claims nothing
        number = meant.get(one.cue, last)
        if modality is Modality.DENIED and speaks_for_accused(one, reading.sentences):
            charged = _charged(reading, spans, claims, number)
            if charged is None:
                continue
            number = charged
        told = next((c for c in claims if c.occurrence == number and c.says.type), None)
        sentence = reading.sentence(one.cue)
        if told is None or sentence is None:
            continue
        if one.cue in owned and one.source is not None:
            doers: tuple[Span, ...] = (one.source,)
        elif modality is Modality.DENIED:
            doers = ()
        else:
            doers = _accused(reading, one, accused.get(one.cue, ()))
        alike = {k for k in range(len(acts)) if k == number or odds[number, k] > 0}
        counted = [c for c in claims if c.occurrence in alike]
        none = tuple(n for n in find_nones(sentence) if any(p.holds(n.span) for p in one.content))
        if none and one.stance != "deny":  # "speaks of no losses": of a deed that was done
            modality = Modality.ASSERTED if modality is Modality.DENIED else modality
            counts: tuple[CountPhrase, ...] = none
        elif modality is not Modality.DENIED:
            counts = _bare_figures(reading, one, counted)
        else:  # "the figure of four dead is false"
            counts = told.says.counts if sentence.span.meets(spans[number]) else ()
        says = Phrases(type=told.says.type, trigger=one.cue, perpetrators=doers, counts=counts)
        claim = _further(told, _evidence(reading, sentence, says), says)
        found.append(
            replace(
                claim,
                sources=_speakers(reading, one),
                modality=modality,
                background=False,
                confidence=told.confidence,
            )
        )
    return found


def _charged(
    reading: _Reading, acts: Sequence[Span], claims: Sequence[Claim[Phrases]], number: int
) -> int | None:
    """The act that a defence denies: where the one told last is an arrest, what is told in its sentence
    of the arrested; None where nothing is."""
    taken = {c.occurrence for c in claims if c.says.type in TAKING}
    if number not in taken:
        return number
    home = reading.sentence(acts[number])
    here = [n for n, act in enumerate(acts) if home is not None and home.span.holds(act)]
    return next((n for n in reversed(here) if n not in taken), None)


TAKING = frozenset({IncidentType.ARREST, IncidentType.ABDUCTION})


def _accused(reading: _Reading, one: Attribution, doers: Sequence[Span]) -> tuple[Span, ...]:
    """Those of `doers` whom what is said names: "the mayor blamed herders"."""
    return tuple(
        span
        for piece in one.content
        for span in _phrases(
            reading, [d for d in doers if piece.holds(d)], piece, nouns=nouns_of_actors()
        )
    )


def _bare_figures(
    reading: _Reading, one: Attribution, told: Sequence[Claim[Phrases]]
) -> tuple[CountPhrase, ...]:
    """The figure of what is said without naming the deed: of the harm that the others count, of the dead
    where they count several."""
    kinds = {phrase.kind for claim in told for phrase in claim.says.counts}
    if CountKind.KILLED not in kinds and len(kinds) != 1:
        return ()
    kind = CountKind.KILLED if CountKind.KILLED in kinds else kinds.pop()
    pieces = [tokens_in(piece, reading.sentences) for piece in one.content]
    if COUNTING & {t.lower for t in tokens_in(one.cue, reading.sentences)}:
        pieces = [list(takewhile(lambda t: t.text != ",", tokens)) for tokens in pieces]
    dated = any(time.meets(p) for time in reading.times for p in one.content)
    found = [phrase for tokens in pieces if (phrase := find_toll(tokens))]
    if not found and not dated and sum(map(len, pieces)) <= FEW:
        found = [phrase for tokens in pieces if (phrase := find_bare_figure(tokens, kind))]
    return tuple(found) if len(found) == 1 else ()


COUNTING = word_set("count counts counted counting")  # "counts eleven, with the two missing"
FEW = 6  # words; in more a number may count anything


def _stance(attribution: Attribution, sentences: Sequence[Sentence]) -> Modality | None:
    """How the model hears what is said told; None where it tells of nothing, or is half denied."""
    shares = attribution.modality
    stance = max(shares, key=lambda name: shares[name], default=Modality.ASSERTED)
    unsure = stance is Modality.DENIED and not is_heard_as_denial(attribution, sentences)
    return None if unsure or stance is Modality.HYPOTHETICAL else stance


def _claims(
    reading: _Reading,
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
    report = reading.report
    near = _reach(reading, sentence)
    sources = _sources(reading, act.span)
    attribution = attribution_of(act.span, reading.attributions)
    doers = _doers(reading, act, sentence, near, attribution)
    interested = bool(sources) and _boasts(reading, attribution, sources[0], act, doers)
    read = read_modality(sentence, act.span, attribution=attribution, interested=interested)
    modality = _modality(
        act, attribution, read, denying=_holds_denial(reading, act.span, attribution)
    )
    if modality is Modality.CLAIMED and not sources and not reading.own_voice:
        modality = Modality.ASSERTED  # whoever writes of himself as of others claims nothing
    if modality is Modality.HYPOTHETICAL:
        return []
    spared = _spared(act, sentence, kind, modality)
    figures = tuple(c for c in figures if c.kind not in spared)
    persons = [p for p in persons if p.harm not in spared]
    told = {phrase.kind for phrase in figures}
    figures += tuple(phrase for phrase in nones if phrase.kind not in told)
    if figures and all(c.cumulative for c in figures):
        return []  # a total over a season or a war is no incident
    own = tuple(c for c in figures if _sources(reading, c.span) == sources)
    others = [c for c in figures if c not in own]
    targets = _phrases(reading, act.spans("target"), near, nouns=nouns_of_actors())
    things = {
        span: thing
        for span in targets
        if (thing := class_of_thing(read_tokens(report.text, span.start, span.end)))
    }
    says = Phrases(
        type=kind,
        trigger=act.span,
        time=_time(reading, act, sentence, near, kind),
        places=_scenes(reading, act, sentence, near, heard),
        perpetrators=doers,
        sure={s: sure for s in doers if (sure := told_as_doer(act, s)) is not None},
        targets=tuple(s for s in targets if s not in things),
        objects=tuple(things.items()),
        weapons=_phrases(reading, act.spans("weapon"), near, nouns=nouns_of_weapons()),
        counts=own,
        persons=tuple(p for p in persons if not any(_is_of(p, c) for c in others)),
    )
    evidence = _evidence(reading, sentence, says)
    claim = Claim(
        id=_claim_id(report.id, evidence, says),
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
    if not says.places and (afar := _afar(reading, act, near)) is not None:
        says = Phrases(places=(afar,))
        home = reading.sentence(afar) or sentence
        claims.append(_further(claim, _evidence(reading, home, says), says))
    for other in others:
        says = Phrases(counts=(other,), persons=tuple(p for p in persons if _is_of(p, other)))
        home = reading.sentence(other.span) or sentence
        further = _further(claim, _evidence(reading, home, says), says)
        claims.append(replace(further, sources=_sources(reading, other.span)))
    return claims


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


def _holds_denial(reading: _Reading, act: Span, attribution: Attribution | None) -> bool:
    """Whether the sentence of an act, or that of the saying that it stands in, has words that deny."""
    spans = [act] if attribution is None else [act, attribution.cue]
    homes = [home for span in spans if (home := reading.sentence(span)) is not None]
    return any(words_deny(home.tokens) for home in homes)


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


def _phrases(
    reading: _Reading, spans: Sequence[Span], near: Span, *, nouns: Collection[str]
) -> tuple[Span, ...]:
    """What the model gives a role, near enough to be believed, as whole phrases.

    nouns: those that a phrase of the role may turn on."""
    found = []
    for span in spans:
        home = reading.sentence(span)
        whole = _to_word_end(home, span)
        if whole is not None and near.holds(span):
            if home is not None:
                whole = complete(whole, home, nouns, reading.times)
            phrase = trim(reading.report.text, whole, home)
            if phrase is not None:
                found.append(phrase)
    return tuple(_whole_names(reading.report.text, sorted(set(found), key=lambda s: s.start)))


def _to_word_end(sentence: Sentence | None, span: Span) -> Span | None:
    """A phrase with all of its last word: "Abu Bakr al-Masri", "a 27-year-old". None where that word
    only tells of what kind another is: "an officer-involved shooting" was no officer's."""
    tokens = sentence.tokens if sentence is not None else ()
    cut = next((t for t in tokens if t.start < span.end < t.end), None)
    if cut is None:
        return span
    rest = cut.text[span.end - cut.start :].strip("-")
    named = rest[:1].isupper() or rest[:1].isdigit() or cut.lower.endswith("-old")
    return Span(span.start, cut.end) if named else None


def _whole_names(text: str, spans: Sequence[Span]) -> list[Span]:
    """Phrases parted by a word or two of the same name or title, as one: "Former Gao [mayor] Aly Ba"."""
    whole: list[Span] = []
    for span in spans:
        if whole and whole[-1].end < span.start <= whole[-1].end + WIDEST_GAP:
            between = read_tokens(text, whole[-1].end, span.start)
            if between and all(
                t.text.isalpha() and t.text[0].isupper() and t.lower not in NO_TITLE
                for t in between
            ):
                span = Span(whole.pop().start, span.end)
        whole.append(span)
    return whole


WIDEST_GAP = 30  # letters that a name or a title may have been broken by
NO_TITLE = AUXILIARIES | PREPOSITIONS | SUBORDINATORS | IRREGULAR | frozenset(["and", "or", "of"])


def _doers(
    reading: _Reading, act: Act, sentence: Sentence, near: Span, attribution: Attribution | None
) -> tuple[Span, ...]:
    """Who did it as the model answers, less a speaker who tells of it as of another's deed.

    "The army said 58 men were executed" names no doer; "the army said it had killed 12" and "its
    fighters" do, and so does a speaker who owns to the deed.
    """
    found = _phrases(reading, act.spans("perpetrator"), near, nouns=nouns_of_actors())
    found = tuple(
        s
        for s in found
        if (home := reading.sentence(s)) is None or not (suffers(home, s) or is_ruled_out(s, home))
    )
    agent = find_agent(sentence, act.span)
    if agent is not None:
        deeds = (t for t in find_triggers(sentence) if t.span.meets(act.span))
        if any(t.subject == "perpetrator" for t in deeds):
            # in a passive, what stands before the verb is who was hit
            found = tuple(s for s in found if s.start > act.span.end) or (agent,)
    if attribution is None or attribution.source is None or attribution.stance in OWNING:
        return found
    source = attribution.source
    if not any(s.meets(source) for s in found):
        return found
    told = [piece for piece in attribution.content if piece.start <= act.span.start < piece.end]
    words = [
        t.lower
        for piece in told
        for t in read_tokens(reading.report.text, piece.start, act.span.start)
        if t.text != "US"  # the country
    ]
    if any(word in OWN_DEED for word in words[-12:]):
        return found
    return tuple(s for s in found if not s.meets(source))


def _boasts(
    reading: _Reading,
    attribution: Attribution | None,
    voice: Source,
    act: Act,
    doers: Sequence[Span],
) -> bool:
    """Whether an armed group tells its own deed, or an army claims one. What police or an army plainly say
    of theirs is reported."""
    if attribution is None or attribution.source is None:
        return False
    if attribution.stance == "claim":
        return voice.kind in {SourceKind.REBEL, SourceKind.MILITARY}
    own = any(
        doer.meets(attribution.source)
        or reading.report.quote(doer).split(maxsplit=1)[0].lower() in OWN_DEED
        for doer in doers
    )
    return (own or _is_his_own(reading, attribution, act)) and voice.kind is SourceKind.REBEL


def _is_his_own(reading: _Reading, attribution: Attribution, act: Act) -> bool:
    """Whether what is said opens with the speaker himself, who did it: "that | its men had shot two"."""
    for piece in attribution.content:
        if piece.start <= act.span.start < piece.end:
            words = [t.lower for t in read_tokens(reading.report.text, piece.start, act.span.end)]
            words = words[1:] if words[:1] == ["that"] else words
            return words[:1] != [] and words[0] in OWN_DEED and not PASSIVE & set(words)
    return False


# What is suffered, not done: "that its men were shot", "we lost two".
PASSIVE = frozenset("was were been being is are lost lose mourn mourns lament laments".split())
# Stances of a speaker to a deed of his own.
OWNING = frozenset({"claim", "admit", "deny", "threat"})
# Words of a speaker for himself or those under him.
OWN_DEED = frozenset("it its they their we our us i my he his she her itself themselves".split())


def _words_of(act: Act, sentence: Sentence | None) -> tuple[IncidentType | None, bool]:
    """The type that the table of trigger words gives an act's own words, none where they are loose;
    and whether they tell of harm alone."""
    met = [t for t in find_triggers(sentence) if t.span.meets(act.span)] if sentence else []
    hurts_somebody = any(act.spans(role) for role in ("target", "killed", "injured"))
    found = [
        t
        for t in met
        if t.type is not None
        and t.rank >= TELLING
        and (not t.needs or (t.needs == "human" and hurts_somebody))
    ]
    vague = bool(met) and all(t.rank < TELLING and t.harm is not None for t in met)
    return (max(found, key=lambda t: t.rank).type if found else None), vague


def _means(act: Act) -> tuple[Span, ...]:
    return (*act.spans("weapon"), *act.spans("perpetrator"))


TELLING = 2  # rank from which a word's own meaning counts


def _reach(reading: _Reading, sentence: Sentence) -> Span:
    """How far from an act its roles are believed: the sentence before, its own, the one after."""
    first = reading.sentences[max(0, sentence.index - 1)]
    last = reading.sentences[min(len(reading.sentences) - 1, sentence.index + 1)]
    span = Span(first.start, last.end)
    return span if span.end - span.start <= MAX_QUOTE else sentence.span


def _time(
    reading: _Reading, act: Act, sentence: Sentence, near: Span, kind: IncidentType | None
) -> Span | None:
    """The time expression that the model's answer lies on, in the act's own sentence before any beside
    it. A time that the model does not answer with is another's: of who spoke, flew over, remembers.
    One that only tells since when comes last."""
    parts = sorted(act.roles.get("time", ()), key=lambda part: -part.score)
    times = [
        t
        for t in reading.times
        if near.holds(t)
        and not _stamps(reading, t)
        and not _dates_a_figure(reading, t)
        and not _dates_an_aftermath(reading, t, kind)
    ]
    found = [
        time
        for reach in (sentence.span, near)
        for part in parts
        for time in times
        if time.meets(part.span) and reach.holds(time)
    ]
    return min(found, key=lambda time: follows_since(reading.report.text, time), default=None)


def _dates_a_figure(reading: _Reading, time: Span) -> bool:
    """Whether a time is when a figure changed: "the number of dead rose to four on Friday"."""
    sentence = reading.sentence(time)
    if sentence is None:
        return False
    before = reading.report.text[sentence.span.start : time.start]
    return ends_in_revision(" ".join(before.casefold().split()) + " ")


CAPTIVITY = frozenset({IncidentType.ABDUCTION, IncidentType.ARREST})


def _dates_an_aftermath(reading: _Reading, time: Span, kind: IncidentType | None) -> bool:
    """Whether a time is when the hurt died, the dead were buried, or the taken came free: "she died of
    her burns on Friday"."""
    sentence = reading.sentence(time)
    if sentence is None:
        return False
    text = reading.report.text
    what = find_aftermath(
        text[sentence.span.start : time.start], text[time.end : sentence.span.end]
    )
    return what is not None and (what != RELEASE or kind in CAPTIVITY)


def _stamps(reading: _Reading, time: Span) -> bool:
    """Whether a time stands alone behind a heading: "Rebels shell the port 14.10.2016" was put on
    the page that day."""
    sentence = reading.sentence(time)
    if sentence is None or sentence.tokens[-1].end != time.end:
        return False
    words = reading.report.quote(time)
    return words[:1].isdigit() and words[-1:].isdigit() and len(words) > len("2016")


def _afar(reading: _Reading, act: Act, near: Span) -> Span | None:
    """The place of an act that its own sentences do not name: the dateline, or one spoken of before."""
    for part in sorted(act.roles.get("place", ()), key=lambda part: -part.score):
        for mention in reading.places:
            if mention.span.meets(part.span) and mention.form != "demonym":
                return None if near.holds(mention.span) else mention.span
    return None


LEAN = 3.0  # log-odds by which an act's own sentence rather names its place than not: of five on 324 reports


def _scenes(
    reading: _Reading, act: Act, sentence: Sentence, near: Span, heard: Heard
) -> tuple[Span, ...]:
    """The place names of an act: of its own sentence; where that has none, those near by that the
    model's answers lie on, the surest first."""
    text = reading.report.text
    candidates = reading.candidates[sentence.index]
    scenes = choose_scenes(text, sentence.span, act.span, candidates, heard, lean=LEAN)
    chosen = [scene.mention.span for scene in scenes]
    if not chosen:
        parts = sorted(act.roles.get("place", ()), key=lambda part: -part.score)
        chosen = [part.span for part in parts]
    found = [
        _innermost(reading, mention).span
        for span in chosen
        for mention in (*reading.hamlets, *reading.places)
        if mention.span.meets(span)
        and near.holds(mention.span)
        and mention.form != "demonym"
        and not _is_part(reading, mention)
        and not is_elsewhere(
            text, reading.sentence(mention.span) or sentence, mention.span, told=True
        )
    ]
    return tuple(dict.fromkeys(found))


def _innermost(reading: _Reading, mention: PlaceMention) -> PlaceMention:
    """The hamlet that a place is named for: "Kulo, a hamlet near Gao" tells of Kulo."""
    before = [
        h
        for h in reading.hamlets
        if h.parent == mention.span and 0 <= mention.span.start - h.span.end <= MAX_WAY
    ]
    return before[-1] if before else mention


def _with_full_names(claims: Sequence[Claim[Phrases]]) -> list[Claim[Phrases]]:
    """Speakers named in part by the fullest name that the report gives them: "Botero" and "the mayor
    Botero" once "Saul Botero" has spoken. A part that two fuller names share stays as it is."""
    names = dict.fromkeys(source.name for claim in claims for source in claim.sources)
    words = {name: _name_words(name) for name in names}
    fuller = {
        name: [o for o in names if words[name] < words[o] and _shortens(name, o)] for name in names
    }
    full = {name: max(found, key=len) for name, found in fuller.items() if _nested(found, words)}
    said = Counter((s.name, s.kind) for claim in claims for s in claim.sources)
    kinds = {name: kind for (name, kind), _ in reversed(said.most_common())}

    def renamed(source: Source) -> Source:
        name = full.get(source.name, source.name)
        return replace(source, name=name, kind=kinds[name])

    return [replace(c, sources=_once([renamed(s) for s in c.sources])) for c in claims]


def _shortens(name: str, fuller: str) -> bool:
    """Whether a name may stand for a fuller one that holds its words: "Botero"; "council" for "village
    council", not "police" for "lieutenant in the police"."""
    words = fuller.split()
    head = words[: head_end([word.casefold() for word in words])]
    part = name.split()
    return head[-len(part) :] == part or all(word[0].isupper() for word in _own_words(name))


def _name_words(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _own_words(name))


def _own_words(name: str) -> list[str]:
    """The words of a name behind its title; all, where it is nothing but a title."""
    words = name.split()
    titles = [n for n, word in enumerate(words) if word.casefold().strip(".") in cues("title")]
    return words[titles[-1] + 1 :] or words if titles else words


def _nested(names: Sequence[str], words: Mapping[str, frozenset[str]]) -> bool:
    """Whether names are ever fuller forms of one: each part of the longest."""
    return bool(names) and all(words[n] <= words[max(names, key=len)] for n in names)


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple({source.name: source for source in reversed(sources)}.values())[::-1]


def _sided(reading: _Reading, claims: Sequence[Claim[Phrases]]) -> list[Claim[Phrases]]:
    """Whose side those were on who turned against their own, as claims about the deed told beside it.

    Where a sentence tells of a side and of no deed that was done, it is about the deed that the report
    told last beside another side: one report speaks of one turning.
    """
    found: list[Claim[Phrases]] = []
    told: Claim[Phrases] | None = None
    open_: list[tuple[Sentence, Side]] = []
    done = [
        (c.says.trigger, c)
        for c in claims
        if c.says.type and c.says.trigger and c.modality not in (Modality.PLANNED, Modality.DENIED)
    ]
    for sentence in reading.sentences:
        for side in find_sides(sentence):
            here = [(act, claim) for act, claim in done if sentence.span.holds(act)]
            if here:
                _, told = min(here, key=lambda one: _from_cue(one[0], side))
            open_.append((sentence, side))
            if told is not None:
                found += [_side_told(reading, told, s, one) for s, one in open_]
                open_ = []
    return found


def _from_cue(act: Span, side: Side) -> tuple[bool, int]:
    """Deeds told before a side go first, the nearest of them."""
    return act.start > side.cue.start, abs(act.start - side.cue.start)


def _side_told(
    reading: _Reading, told: Claim[Phrases], sentence: Sentence, side: Side
) -> Claim[Phrases]:
    says = Phrases(sides=(side.party,))
    evidence = _evidence(reading, sentence, replace(says, trigger=side.cue))
    claim = _further(told, evidence, says)
    return replace(claim, sources=_sources(reading, side.cue))


def _setting(reading: _Reading, sentence: Sentence, number: int) -> list[Claim[Phrases]]:
    """Where and when a sentence speaks of, for incidents told beside it."""
    whole = sentence.span
    speakers = [a.source for a in reading.attributions if a.source is not None]
    places = [
        p
        for p in reading.places
        if whole.holds(p.span)
        and _can_be_scene(p)
        and not is_elsewhere(reading.report.text, sentence, p.span)
        and not is_origin(reading.report.text, sentence, p)
        and not seats_speaker(reading.report.text, p.span, speakers)
        and not _is_part(reading, p)
    ]
    times = [
        t
        for t in reading.times
        if whole.holds(t)
        and not is_speaking_time(sentence, t)
        and not _dates_an_aftermath(reading, t, None)
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
    is_quoted = any(q.holds(middle) for q in reading.quotations)
    evidence = _evidence(reading, sentence, says)
    return [
        Claim(
            id=_claim_id(reading.report.id, evidence, says),
            report_id=reading.report.id,
            evidence=evidence,
            says=says,
            # whoever speaks there mostly tells of something else, but another's words are never the report's own
            sources=_sources(reading, middle) if is_quoted else (),
            modality=read.modality,
            background=read.background,
            occurrence=number,
        )
    ]


def _speakers(reading: _Reading, one: Attribution) -> tuple[Source, ...]:
    """Who says what is said, and who passes that on: not those of whose words it tells ("the front denied
    a police report")."""
    told = [a for a in reading.attributions if not any(p.holds(a.cue) for p in one.content)]
    if one not in told:  # found by its words alone
        told.append(one)
    return sources_of(one.content[0], told, reading.sentences, publisher=reading.report.publisher)


def _sources(reading: _Reading, span: Span) -> tuple[Source, ...]:
    return sources_of(
        span, reading.attributions, reading.sentences, publisher=reading.report.publisher
    )


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


def is_origin(text: str, sentence: Sentence, place: PlaceMention) -> bool:
    """Whether somebody or something is from a place: "a team from Gao brought drips"."""
    words = words_of(text, sentence.span)
    at = next((i for i, w in enumerate(words) if w.start >= place.span.start), 0)
    return not place.near and preposition(words, at) == "from"


def _is_part(reading: _Reading, place: PlaceMention) -> bool:
    """Whether the name of a listed place is a part of a longer one that no list has."""
    home = reading.sentence(place.span)
    return (
        home is not None
        and place.form == "place"
        and not place.dateline
        and is_part_of_name(place, words_of(reading.report.text, home.span))
    )


def seats_speaker(text: str, place: Span, sources: Iterable[Span]) -> bool:
    """Whether a place is where one of `sources` sits, told with his name: "a lawyer in Gao said".

    Who lives there or saw it speaks of the place itself, and so do its police.
    """
    return any(
        (source.holds(place) or text[source.end : place.start] in SITS)
        and speaker_kind(text[source.start : source.end]) not in THERE
        for source in sources
    )


SITS = frozenset({" in ", " at ", " of "})
THERE = frozenset({SourceKind.RESIDENT, SourceKind.WITNESS, SourceKind.POLICE})


@cache
def _elsewhere() -> tuple[str, ...]:
    return tuple(row["form"] + " " for row in read_lexicon("elsewhere"))


def _can_be_scene(mention: PlaceMention) -> bool:
    return mention.form != "demonym" and not (
        mention.metonym or mention.inside_name or mention.compound
    )


def _evidence(reading: _Reading, sentence: Sentence, says: Phrases) -> Span:
    """The sentence, and its neighbour where a value stands in it; when that is longer than a quote
    may be, the stretch around what is said."""
    spans = [
        s
        for s in (
            says.trigger,
            says.time,
            *says.places[:1],
            *says.perpetrators,
            *says.targets,
            *says.weapons,
            *says.sides,
            *(c.span for c in says.counts),
            *(o for o, _ in says.objects),
        )
        if s is not None
    ]
    homes = [s for p in spans if (s := reading.sentence(p)) is not None and s.span.holds(p)]
    whole = Span(min(s.start for s in (sentence, *homes)), max(s.end for s in (sentence, *homes)))
    if whole.end - whole.start <= MAX_QUOTE:
        return whole
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Span(start, min(end, start + MAX_QUOTE))


def _further(claim: Claim[Phrases], evidence: Span, says: Phrases) -> Claim[Phrases]:
    """What else is said of a claim's occurrence, in the same voice; not a deed to be weighed."""
    claim_id = _claim_id(claim.report_id, evidence, says, claim.says.trigger)
    return replace(claim, id=claim_id, evidence=evidence, says=says, confidence=None)


def _claim_id(report_id: str, evidence: Span, says: Phrases, trigger: Span | None = None) -> str:
    """trigger: of the act that a further claim belongs to, since two acts may share a place."""
    kind = says.type.value if says.type is not None else ""
    spans = (says.trigger or trigger, says.time, *says.places, *says.sides)
    figures = [(c.kind.value, c.span) for c in says.counts]
    key = f"{report_id} {evidence} {kind} {spans} {figures}"
    return "c" + hashlib.sha256(key.encode()).hexdigest()[:16]
