"""Denials that name no deed of their own: "the army denied this", "called the story invented"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.extract.attributions import Attribution
from dateline.extract.text import Sentence
from dateline.records import Modality, Span

DENIES = 0.5  # share of the model's answer from which words are a denial
BACK = 2  # sentences from which a denial still points at a deed told before it


def find_bare_denials(
    attributions: Sequence[Attribution], sentences: Sequence[Sentence], acts: Sequence[Span]
) -> Iterator[tuple[int, Attribution]]:
    """Each denial that has no act in its words, with the number of the act told last before it.

    acts: spans of the report's acts, in order. A denial that stands too far behind any is left alone.
    """
    for attribution in attributions:
        denies = attribution.modality.get(Modality.DENIED, 0.0) >= DENIES
        if not (denies or attribution.stance == "deny") or attribution.shape == "agency_tag":
            continue
        said = (attribution.cue, *attribution.content)
        if any(piece.meets(act) for piece in said for act in acts):
            continue  # the deed is in the denial, and is told as denied
        before = [n for n, act in enumerate(acts) if act.end <= attribution.cue.start]
        if before:
            gap = _number(attribution.cue, sentences) - _number(acts[before[-1]], sentences)
            if gap <= BACK:
                yield before[-1], attribution


def _number(span: Span, sentences: Sequence[Sentence]) -> int:
    """Which sentence a span begins in."""
    return max((s.index for s in sentences if s.start <= span.start), default=0)
