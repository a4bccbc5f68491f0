"""Claims of sayings that name no deed but tell of one: denials, charges, boasts, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from dateline.extract.acts import Act, Part, find_doers_told, kinds_of, same_incident
from dateline.extract.counts import find_bare_figure, find_nones, find_toll
from dateline.extract.denials import (
    calls_untrue,
    find_bare_charges,
    find_bare_claims,
    find_bare_denials,
    is_heard_as_denial,
    speaks_for_accused,
)
from dateline.extract.layers import Layers, evidence_of, tell_further
from dateline.extract.model import Read
from dateline.extract.phrases import nouns_of_actors
from dateline.extract.roles import phrases_of
from dateline.extract.sources import Attribution, attribution_of, sources_of
from dateline.extract.text import Sentence, tokens_in, word_set
from dateline.lexicons import log_odds
from dateline.records import (
    ActorKind,
    Claim,
    CountKind,
    CountPhrase,
    IncidentType,
    Modality,
    Phrases,
    Source,
    Span,
)

# Log-odds that the words of a denial mean the act; below, 3 of 16 were right on unread passages.
MEANT = -1.0
Accused = tuple[Span, Mapping[ActorKind, float]]


def claims_of_unnamed(
    read: Read,
    layers: Layers,
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
    given = (layers.attributions, layers.sentences, spans)
    meant = {one.cue: n for n, one in pointing}
    owned = {one.cue: (n, one, Modality.CLAIMED) for n, one in find_bare_claims(*given)}
    said = owned | {one.cue: (n, one, Modality.ALLEGED) for n, one in find_bare_charges(*given)}
    told_as = {c.occurrence: c.modality for c in claims}
    denied = [told_as.get(n) is Modality.DENIED for n in range(len(acts))]
    denials = [(meant.get(one.cue, n), one) for n, one in find_bare_denials(*given, denied)]
    asked = [one.cue for _, one in denials]
    rated = same_incident(read, acts, asked)[len(acts) :] if asked else ()
    said |= {
        one.cue: (n, one, Modality.DENIED)
        for (n, one), row in zip(denials, rated, strict=True)
        if row[n] >= MEANT
    }
    for one in layers.attributions:
        stance = _stance(one, layers.sentences)
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
        if modality is Modality.DENIED and speaks_for_accused(one, layers.sentences):
            charged = _charged(layers, spans, claims, number)
            if charged is None:
                continue
            number = charged
        told = next((c for c in claims if c.occurrence == number and c.says.type), None)
        sentence = layers.sentence(one.cue)
        if told is None or sentence is None:
            continue
        doers = dict(_accused(layers, one, accused.get(one.cue, ())))  # a denial asks for none
        if one.cue in owned and one.source is not None:
            doers = {one.source: {}}
        alike = {k for k in range(len(acts)) if k == number or odds[number, k] > 0}
        counted = [c for c in claims if c.occurrence in alike]
        none = tuple(n for n in find_nones(sentence) if any(p.holds(n.span) for p in one.content))
        if none and one.stance != "deny":  # "speaks of no losses": of a deed that was done
            modality = Modality.ASSERTED if modality is Modality.DENIED else modality
            counts: tuple[CountPhrase, ...] = none
        elif modality is not Modality.DENIED:
            counts = _bare_figures(layers, one, counted)
        else:  # "the figure of four dead is false"
            counts = told.says.counts if sentence.span.meets(spans[number]) else ()
        says = Phrases(
            type=told.says.type,
            trigger=one.cue,
            perpetrators=tuple(doers),
            kinds=doers,
            counts=counts,
        )
        claim = tell_further(told, evidence_of(layers, sentence, says), says)
        found.append(
            replace(
                claim,
                sources=_speakers(layers, one),
                modality=modality,
                background=False,
                confidence=told.confidence,
            )
        )
    return found


def without_doubtful_denials(
    layers: Layers, acts: Sequence[Act], claims: Sequence[Claim[Phrases]], odds: np.ndarray
) -> list[Claim[Phrases]]:
    """Claims less those of acts whose denial is doubtful where another act tells of the incident: such words
    mostly deny something beside it ("no clinic is registered there").

    odds: (acts, acts), as `same_incident` gives them.
    """
    doubtful = set()
    for claim in claims:
        number = claim.occurrence
        if claim.modality is Modality.DENIED and claim.says.trigger == acts[number].span:
            beside = max(
                (float(odds[number, n]) for n in range(len(acts)) if n != number), default=-1
            )
            if beside > 0 and _is_doubtful(layers, acts[number], claim, beside):
                doubtful.add(number)
    return [
        c
        for c in claims
        if c.occurrence not in doubtful
        or c.modality is not Modality.DENIED
        or c.says.trigger not in (None, acts[c.occurrence].span)
    ]


def _is_doubtful(layers: Layers, act: Act, claim: Claim[Phrases], beside: float) -> bool:
    """Whether the model is in doubt that an act is denied, and that it is the incident told beside it; or the
    report says of its own that those named did not do it ("the peacekeepers did not shoot").

    beside: log-odds that another act is of the same incident.
    """
    if claim.sources:
        said = attribution_of(act.span, layers.attributions)
        heard = [act.modality, *([said.modality] if said is not None and said.modality else [])]
        denied = sum(
            log_odds(shares.get(Modality.DENIED, 0.0), LEAST, 1 - LEAST) for shares in heard
        )
        return denied + 2 * beside < DOUBTFUL
    sentence = layers.sentence(act.span)
    if not claim.says.perpetrators or sentence is None:
        return False
    ours = any(t.lower in OURSELVES and t.text != "US" for t in sentence.tokens)
    return not ours and not calls_untrue(sentence.tokens)


OURSELVES = word_set("we our ours us ourselves i my")


LEAST = 0.003  # share of a denial that counts as none
# By sum of log-odds, below which 10 of 32 denials of unread passages meant the incident, and above 150 of 203.
DOUBTFUL = 5.5


def _charged(
    layers: Layers, acts: Sequence[Span], claims: Sequence[Claim[Phrases]], number: int
) -> int | None:
    """The act that a defence denies: where the one told last is an arrest, what is told in its sentence
    of the arrested; None where nothing is."""
    taken = {c.occurrence for c in claims if c.says.type in TAKING}
    if number not in taken:
        return number
    home = layers.sentence(acts[number])
    here = [n for n, act in enumerate(acts) if home is not None and home.span.holds(act)]
    return next((n for n in reversed(here) if n not in taken), None)


TAKING = frozenset({IncidentType.ARREST, IncidentType.ABDUCTION})


def _accused(layers: Layers, one: Attribution, doers: Sequence[Part]) -> Iterator[Accused]:
    """Those of `doers` whom what is said names, with how likely each kind of body is: "the mayor blamed
    herders"."""
    for piece in one.content:
        named = [doer for doer in doers if piece.holds(doer.span)]
        spans = [doer.span for doer in named]
        for phrase in phrases_of(layers, spans, piece, nouns=nouns_of_actors()):
            yield phrase, kinds_of(named, phrase)
        if not doers and one.stance == "accuse" and _is_of_people(piece, layers):
            for phrase in phrases_of(layers, [piece], piece, nouns=nouns_of_actors()):
                yield phrase, {}


def _is_of_people(piece: Span, layers: Layers) -> bool:
    """Whether words are nothing but a noun for people: all that "the guard accuses the groups" says."""
    words = [t.lower for t in tokens_in(piece, layers.sentences) if t.text[0].isalnum()]
    return 0 < len(words) <= FEW_PEOPLE and words[-1] in nouns_of_actors()


FEW_PEOPLE = 3  # words, the article among them


def _bare_figures(
    layers: Layers, one: Attribution, told: Sequence[Claim[Phrases]]
) -> tuple[CountPhrase, ...]:
    """The figure of what is said without naming the deed: of the harm that the others count, of the dead
    where they count several."""
    kinds = {phrase.kind for claim in told for phrase in claim.says.counts}
    if CountKind.KILLED not in kinds and len(kinds) != 1:
        return ()
    kind = CountKind.KILLED if CountKind.KILLED in kinds else kinds.pop()
    pieces = [tokens_in(piece, layers.sentences) for piece in one.content]
    if COUNTING & {t.lower for t in tokens_in(one.cue, layers.sentences)}:
        pieces = [list(takewhile(lambda t: t.text != ",", tokens)) for tokens in pieces]
    dated = any(time.meets(p) for time in layers.times for p in one.content)
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


def _speakers(layers: Layers, one: Attribution) -> tuple[Source, ...]:
    """Who says what is said, and who passes that on: not those of whose words it tells ("the front denied
    a police report")."""
    told = [a for a in layers.attributions if not any(p.holds(a.cue) for p in one.content)]
    if one not in told:  # found by its words alone
        told.append(one)
    return sources_of(one.content[0], told, layers.sentences, publisher=layers.report.publisher)
