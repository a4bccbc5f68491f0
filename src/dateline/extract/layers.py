"""What was found in one report, and claims made of it: speakers, evidence, id."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.extract.sources import Attribution, sources_of
from dateline.extract.text import Sentence, sentence_with
from dateline.records import MAX_QUOTE, Claim, Phrases, PlaceMention, Report, Source, Span


@dataclass(frozen=True, slots=True)
class Layers:
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


def sources_at(layers: Layers, span: Span) -> tuple[Source, ...]:
    return sources_of(
        span, layers.attributions, layers.sentences, publisher=layers.report.publisher
    )


def evidence_of(layers: Layers, sentence: Sentence, says: Phrases) -> Span:
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
    homes = [s for p in spans if (s := sentence_with(p, layers.sentences)) is not None]
    whole = Span(min(s.start for s in (sentence, *homes)), max(s.end for s in (sentence, *homes)))
    if whole.end - whole.start <= MAX_QUOTE:
        return _between_semicolons(layers, whole, spans)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Span(start, min(end, start + MAX_QUOTE))


def _between_semicolons(layers: Layers, whole: Span, spans: Sequence[Span]) -> Span:
    """What of a stretch lies between the semicolons around all that is said: "nine died, the mayor said; |
    a nurse counted four". None in a quotation parts it."""
    text = layers.report.text
    marks = [
        n
        for n in range(whole.start, whole.end)
        if text[n] == ";" and not any(q.start <= n < q.end for q in layers.quotations)
    ]
    if not marks or not spans:
        return whole
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    start = max((n + 1 for n in marks if n < first), default=whole.start)
    end = min((n for n in marks if n >= last), default=whole.end)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Span(start, end)


def tell_further(claim: Claim[Phrases], evidence: Span, says: Phrases) -> Claim[Phrases]:
    """What else is said of a claim's occurrence, in the same voice; not a deed to be weighed."""
    claim_id = make_id(claim.report_id, evidence, says, claim.says.trigger)
    return replace(claim, id=claim_id, evidence=evidence, says=says, confidence=None)


def make_id(report_id: str, evidence: Span, says: Phrases, trigger: Span | None = None) -> str:
    """trigger: of the act that a further claim belongs to, since two acts may share a place."""
    kind = says.type.value if says.type is not None else ""
    spans = (says.trigger or trigger, says.time, *says.places, *says.sides)
    figures = [(c.kind.value, c.span) for c in says.counts]
    key = f"{report_id} {evidence} {kind} {spans} {figures}"
    return "c" + hashlib.sha256(key.encode()).hexdigest()[:16]
