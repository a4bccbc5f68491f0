"""Who says what, as the model reads it: cues, the speaker and the words each answers for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dateline.extract.model import Read, find_all_spans, find_spans, log_odds, sigmoid
from dateline.records import Span

# Log-odds that words of each part must pass, and what a further span costs; swept on PolNeAR train.
CUE = -1.0
SOURCE = 0.0
CONTENT = 0.0
TAGGED = 0.6  # weight of "is some source's, some content" beside "is this cue's"


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution as spans; no source where the text names none.

    kind and modality are shares: what kind of speaker the source is, how the content is told.
    """

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    score: float
    kind: Mapping[str, float] = field(default_factory=dict)
    modality: Mapping[str, float] = field(default_factory=dict)


def find_said(
    read: Read,
    *,
    space: str,
    cue: float = CUE,
    source_bias: float = SOURCE,
    content_bias: float = CONTENT,
    tagged: float = TAGGED,
    tagged_source: float = TAGGED / 2,
    rivals: float = 0.0,
) -> list[Said]:
    """The attributions of a text in order of their cues.

    space: "house" (nested ones too) or "polnear" (the outermost only).
    """
    tags = read.speech(space)
    (runs,) = find_spans(tags[None, :, 1], bias=cue, start=0.5)
    answers = read.ask([first for first, _, _ in runs], "saying", space)
    tag_odds = (
        tagged * log_odds(tags[:, 2], clip=CLIP),
        tagged_source * log_odds(tags[:, 0], clip=CLIP),
    )
    odds = np.full((len(runs), len(tags)), -FAR, dtype=np.float32)  # that a word is a cue's content
    for n, (base, answer) in enumerate(answers):
        odds[n, base : base + len(answer)] = log_odds(answer[:, 1, 1], clip=CLIP)
    asked_sources, asked_contents = [], []
    for n, (base, answer) in enumerate(answers):
        near = slice(base, base + len(answer))
        inside = odds[n, near]
        if rivals and len(runs) > 1:
            best = np.delete(odds, n, axis=0)[:, near].max(0)
            inside = inside - rivals * np.maximum(0, best - inside)
        content = np.stack([log_odds(answer[:, 1, 0], clip=CLIP), inside], -1) + tag_odds[0][near]
        source = log_odds(answer[:, 0], clip=CLIP) + tag_odds[1][near]
        asked_sources.append(sigmoid(source)[None])
        asked_contents.append(sigmoid(content)[None])
    sources = find_all_spans(asked_sources, bias=source_bias)
    contents = find_all_spans(asked_contents, bias=content_bias, start=2.0)
    found = []
    for n, (first, last, score) in enumerate(runs):
        base = answers[n][0]
        chosen = max(sources[n][0], key=lambda span: span[2], default=None)
        words = [base + k for a, b, _ in contents[n][0] for k in range(a, b)]
        found.append(
            Said(
                cue=read.span(first, last),
                source=read.span(base + chosen[0], base + chosen[1]) if chosen else None,
                content=tuple(read.span(base + a, base + b) for a, b, _ in contents[n][0]),
                score=score,
                kind=read.speaker(base + chosen[0], base + chosen[1]) if chosen else {},
                modality=read.told(first, words) if words else {},
            )
        )
    return found


FAR = 9.0  # log-odds of what lies in another window
CLIP = 1e-4  # probabilities are believed so far and no farther


def outermost(found: Sequence[Said]) -> list[Said]:
    """Those whose cue lies in nobody else's content."""
    return [
        said
        for said in found
        if not any(
            piece.holds(said.cue) for other in found if other is not said for piece in other.content
        )
    ]
