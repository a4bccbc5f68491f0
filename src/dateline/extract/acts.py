"""The acts a text tells of, as the model reads them: trigger words, and who, whom, when, where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.extract.model import Read, find_runs
from dateline.records import IncidentType, Modality, Span

# Probabilities from which a word is taken, swept on the house and real training reports.
TRIGGER = 0.45  # that a word names some act
ROLE = 0.6


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that plays a role in an act, and how surely."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Act:
    """One wording of an act. `word` is the number of its first word, for the model's heads."""

    span: Span
    word: int
    type: str  # of the label space that was asked for
    confidence: float
    modality: Mapping[Modality, float]
    roles: Mapping[str, tuple[Part, ...]]

    @property
    def kind(self) -> IncidentType:
        return IncidentType(self.type)

    def spans(self, role: str) -> tuple[Span, ...]:
        return tuple(part.span for part in self.roles.get(role, ()))


def find_acts(
    read: Read, *, space: str = "house", least: float = TRIGGER, role: float = ROLE
) -> list[Act]:
    """The acts of a text in order, each with its roles.

    space: a label space of the model ("house" has the contract's types and roles).
    """
    tags = read.tags(space)
    labels = read.model.labels
    runs = []
    n, total = 0, len(tags)
    some = 1 - tags[:, 0] if total else np.zeros(0)
    while n < total:
        end = n
        while end < total and some[end] >= least:
            end += 1
        if end > n:
            runs.append((n, end))
        n = end + 1 if end == n else end
    words = [first for first, _ in runs]
    answers = read.ask(words, "roles", space)
    modal = read.modality(words) if words else np.zeros((0, 7))
    acts = []
    for (first, last), (base, answer), stance in zip(runs, answers, modal, strict=True):
        sums = tags[first:last].sum(0)
        best = int(sums[1:].argmax()) + 1
        acts.append(
            Act(
                span=read.span(first, last),
                word=first,
                type=labels["types"][space][best - 1],
                confidence=round(float(some[first:last].max()), 4),
                modality={
                    Modality(name): float(p)
                    for name, p in zip(labels["modalities"], stance, strict=True)
                },
                roles={
                    name: parts
                    for k, name in enumerate(labels["roles"][space])
                    if (parts := _parts(read, base, answer[:, k], role))
                },
            )
        )
    return acts


def _parts(read: Read, base: int, answers: np.ndarray, least: float) -> tuple[Part, ...]:
    runs = find_runs(answers, begin=0.5, inside=least)
    return tuple(Part(read.span(base + a, base + b), round(score, 4)) for a, b, score in runs)


def same_incident(read: Read, acts: Sequence[Act]) -> np.ndarray:
    """(M, M) log-odds that two acts of the text are wordings of one incident."""
    return read.same([act.word for act in acts])
