"""Who says what, as the model reads it: cues, the speaker and the words each answers for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.extract.model import Read, find_runs
from dateline.records import Span

CUE = 0.5
PART = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution as spans; no source where the text names none."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    score: float


def find_said(read: Read, *, space: str, cue: float = CUE, part: float = PART) -> list[Said]:
    """The attributions of a text in order of their cues.

    space: "house" (nested ones too) or "polnear" (the outermost only).
    """
    speech = read.speech(space)
    runs = find_runs(speech[:, 1], begin=cue, inside=cue)
    answers = read.ask([first for first, _, _ in runs], "saying", space)
    found = []
    for (first, last, score), (base, answer) in zip(runs, answers, strict=True):
        source = find_runs(answer[:, 0], begin=part, inside=part)
        content = find_runs(answer[:, 1], begin=0.8, inside=part)
        best = max(source, key=lambda run: run[2], default=None)
        found.append(
            Said(
                cue=read.span(first, last),
                source=read.span(base + best[0], base + best[1]) if best else None,
                content=tuple(read.span(base + a, base + b) for a, b, _ in content),
                score=score,
            )
        )
    return found


def outermost(found: Sequence[Said]) -> list[Said]:
    """Those whose cue lies in nobody else's content."""
    return [
        said
        for said in found
        if not any(
            piece.holds(said.cue) for other in found if other is not said for piece in other.content
        )
    ]
