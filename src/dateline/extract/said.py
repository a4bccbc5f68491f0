"""Who says what, as the model reads it: cues, the speaker and the words each answers for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dateline.extract.model import Floats, Read, find_spans, sigmoid
from dateline.records import Span

# Log-odds that words of each part must pass, and what a further span costs; swept on PolNeAR train.
CUE = -0.5
SOURCE = 0.0
CONTENT = 0.0
TAGGED = 0.5  # weight of "is some source's, some content" beside "is this cue's"


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution as spans; no source where the text names none."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    score: float


def find_said(
    read: Read,
    *,
    space: str,
    cue: float = CUE,
    source: float = SOURCE,
    content: float = CONTENT,
    tagged: float = TAGGED,
) -> list[Said]:
    """The attributions of a text in order of their cues.

    space: "house" (nested ones too) or "polnear" (the outermost only).
    """
    tags = read.speech(space)
    (runs,) = find_spans(tags[None, :, 1], bias=cue, start=0.5)
    answers = read.ask([first for first, _, _ in runs], "saying", space)
    found = []
    for (first, last, score), (base, answer) in zip(runs, answers, strict=True):
        near = tags[base : base + len(answer)]
        (sources,) = find_spans(blend(answer[None, :, 0], near[None, :, 0], tagged), bias=source)
        (contents,) = find_spans(
            blend(answer[None, :, 1], near[None, :, 2], tagged), bias=content, start=2.0
        )
        best = max(sources, key=lambda span: span[2], default=None)
        found.append(
            Said(
                cue=read.span(first, last),
                source=read.span(base + best[0], base + best[1]) if best else None,
                content=tuple(read.span(base + a, base + b) for a, b, _ in contents),
                score=score,
            )
        )
    return found


def blend(answers: Floats, tags: Floats, weight: float) -> Floats:
    """Probabilities that add up the log-odds of both, the second by its weight."""
    a, b = (np.log(p.clip(1e-6, 1 - 1e-6) / (1 - p.clip(1e-6, 1 - 1e-6))) for p in (answers, tags))
    return sigmoid(np.asarray(a + weight * b, dtype=np.float32))


def outermost(found: Sequence[Said]) -> list[Said]:
    """Those whose cue lies in nobody else's content."""
    return [
        said
        for said in found
        if not any(
            piece.holds(said.cue) for other in found if other is not said for piece in other.content
        )
    ]
