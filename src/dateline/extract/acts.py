"""The acts a text tells of, as the model reads them: trigger words, and who, whom, when, where."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.extract.model import Read, find_all_spans
from dateline.records import IncidentType, Modality, Span

# Probabilities from which a word is taken, swept on the house and real training reports.
TRIGGER = 0.45  # that a word names some act
WORDED = 4.0  # log-odds for the type that `triggers.tsv` gives the trigger's word
ROLE = 0.7  # log-odds that a word must pass


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
    types: Mapping[str, float]  # share of each type, given that it is some act
    confidence: float
    modality: Mapping[Modality, float]
    roles: Mapping[str, tuple[Part, ...]]

    def kind(self, worded: IncidentType | None) -> IncidentType:
        """The contract's type, the word's own meaning weighed in where a table knows it."""
        odds = {IncidentType(name): math.log(share + 1e-4) for name, share in self.types.items()}
        if worded is not None:
            odds[worded] += WORDED
        return max(odds, key=lambda name: odds[name])

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
    names, kinds = labels["roles"][space], labels["types"][space]
    spans_of = find_all_spans([(base, a.transpose(1, 0, 2)) for base, a in answers], bias=role)
    acts = []
    for (first, last), (base, _), stance, found in zip(runs, answers, modal, spans_of, strict=True):
        sums = tags[first:last].sum(0)
        best = int(sums[1:].argmax()) + 1
        acts.append(
            Act(
                span=read.span(first, last),
                word=first,
                type=kinds[best - 1],
                types=dict(zip(kinds, (sums[1:] / sums[1:].sum()).tolist(), strict=True)),
                confidence=round(float(some[first:last].max()), 4),
                modality={
                    Modality(name): float(p)
                    for name, p in zip(labels["modalities"], stance, strict=True)
                },
                roles=_apart(
                    {
                        name: tuple(
                            Part(read.span(base + a, base + b), round(score, 4))
                            for a, b, score in spans
                        )
                        for name, spans in zip(names, found, strict=True)
                        if spans
                    }
                ),
            )
        )
    return acts


SIDES = ("perpetrator", "target")  # nobody is on both sides of one act


def _apart(roles: dict[str, tuple[Part, ...]]) -> dict[str, tuple[Part, ...]]:
    """Roles with each of two sides' words left to the side that they were given to more surely."""
    kept = dict(roles)
    for side, other in (SIDES, SIDES[::-1]):
        rivals = roles.get(other, ())
        parts = tuple(
            part
            for part in roles.get(side, ())
            if not any(r.span.meets(part.span) and r.score > part.score for r in rivals)
        )
        if side in kept:
            kept[side] = parts
    return kept


def same_incident(read: Read, acts: Sequence[Act]) -> np.ndarray:
    """(M, M) log-odds that two acts of the text are wordings of one incident."""
    return read.same([act.word for act in acts])
