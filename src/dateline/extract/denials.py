"""What is said of a deed without naming it: "the army denied this", "the front claimed responsibility"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.extract.attributions import Attribution
from dateline.extract.text import Sentence
from dateline.records import Modality, Span

DENIES = 0.5  # share of the model's answer from which words are a denial
OWNS = frozenset({"claim", "admit"})  # stances of a speaker to a deed of his own
RESPONSIBILITY = frozenset({"responsibility", "credit", "authorship"})
BACK = 2  # sentences from which a denial still points at a deed told before it


def find_bare_denials(
    attributions: Sequence[Attribution], sentences: Sequence[Sentence], acts: Sequence[Span]
) -> Iterator[tuple[int, Attribution]]:
    """Each denial that has no act in its words, with the number of the act told last before it.

    acts: spans of the report's acts, in order. A denial that stands too far behind any is left alone.
    """
    for attribution in attributions:
        denies = attribution.modality.get(Modality.DENIED, 0.0) >= DENIES
        if denies or attribution.stance == "deny":
            number = _meant(attribution, sentences, acts)
            if number is not None:
                yield number, attribution


def find_bare_claims(
    attributions: Sequence[Attribution], sentences: Sequence[Sentence], acts: Sequence[Span]
) -> Iterator[tuple[int, Attribution]]:
    """Each claim of responsibility that has no act in its words, with the number of the act told last
    before it. acts as in `find_bare_denials`."""
    for attribution in attributions:
        if attribution.stance not in OWNS or attribution.source is None:
            continue
        said = (attribution.cue, *attribution.content)
        words = {t.lower for s in sentences for piece in said for t in s.within(piece)}
        if words & RESPONSIBILITY:
            number = _meant(attribution, sentences, acts)
            if number is not None:
                yield number, attribution


def _meant(
    attribution: Attribution, sentences: Sequence[Sentence], acts: Sequence[Span]
) -> int | None:
    """The number of the act told last before words that name none of their own."""
    said = (attribution.cue, *attribution.content)
    if attribution.shape == "agency_tag" or any(p.meets(act) for p in said for act in acts):
        return None
    before = [n for n, act in enumerate(acts) if act.end <= attribution.cue.start]
    if not before:
        return None
    gap = _number(attribution.cue, sentences) - _number(acts[before[-1]], sentences)
    return before[-1] if gap <= BACK else None


def _number(span: Span, sentences: Sequence[Sentence]) -> int:
    """Which sentence a span begins in."""
    return max((s.index for s in sentences if s.start <= span.start), default=0)
