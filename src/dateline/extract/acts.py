"""The acts a text tells of, as the model reads them: trigger words, and who, whom, when, where."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.extract.model import Floats, Read, find_all_spans
from dateline.records import IncidentType, Modality, Span

# Probabilities from which a word is taken, swept on the reports set aside for calibration.
TRIGGER = 0.45  # that a word names some act
WORDED = 3.0  # log-odds for the type that `triggers.tsv` gives the trigger's word
ROLE = 0.2  # log-odds that a word must pass, and for roles that are answered more shyly:
ROLES: Mapping[str, float] = {
    **dict.fromkeys(("perpetrator", "place", "injured", "abducted", "arrested", "displaced"), 0.0),
    "weapon": -0.3,
    "killed": -0.4,
}

TAUGHT = "kind "  # how rows begin that taught the encoder what kind of body each doer is; nobody asks them


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that plays a role in an act, and how surely."""

    span: Span
    score: float
    rival: float = 0.0  # how surely its words are on the other side: of a doer, one who was hit


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
    names, kinds = labels["roles"][space], labels["types"][space]
    asked = [n for n, name in enumerate(names) if not name.startswith(TAUGHT)]
    names = [names[n] for n in asked]
    answers = read.ask(words, "roles", space, rows=asked)
    modal = read.modality(words) if words else np.zeros((0, 7))
    least_of = np.array([ROLES.get(name, role) for name in names])
    spans_of = find_all_spans([a.transpose(1, 0, 2) for _, a in answers], bias=least_of)
    acts = []
    for (first, last), (base, answer), stance, found in zip(
        runs, answers, modal, spans_of, strict=True
    ):
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
                            Part(
                                read.span(base + a, base + b),
                                round(score, 4),
                                _rival(name, names, answer[a:b]),
                            )
                            for a, b, score in (_joined(spans) if space == "house" else spans)
                        )
                        for name, spans in zip(names, found, strict=True)
                        if spans
                    }
                ),
            )
        )
    return acts


def _joined(spans: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Spans with nothing between them as one: a title and the name that it stands before."""
    joined: list[tuple[int, int, float]] = []
    for first, last, score in spans:
        if joined and joined[-1][1] == first:
            before = joined.pop()
            first, score = before[0], max(score, before[2])
        joined.append((first, last, score))
    return joined


SIDES = ("perpetrator", "target")  # nobody is on both sides of one act
OTHER_SIDE = dict(zip(SIDES, reversed(SIDES), strict=True))


def _rival(name: str, names: Sequence[str], answers: Floats) -> float:
    """The mean probability with which words that play a role are given the other side's.

    answers: (words, roles, 2), as `Read.ask` gives them.
    """
    other = OTHER_SIDE.get(name)
    return round(float(answers[:, names.index(other), 1].mean()), 4) if other in names else 0.0


MOST, LEAST = 0.98, 0.01  # probabilities that a doer is one, and was hit, are believed so far


def told_as_doer(act: Act, span: Span) -> float | None:
    """Log-odds that somebody is the doer of an act and not the one who was hit, as the model answers for
    the words; the mean of both questions. None where it does not give them the role."""
    found = (
        (_odds(min(part.score, MOST)) - _odds(max(part.rival, LEAST))) / 2
        for part in act.roles.get("perpetrator", ())
        if part.span.meets(span)
    )
    return max((round(odds, 2) for odds in found), default=None)


def _odds(p: float) -> float:
    return math.log(p / (1 - p))


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


VAGUE = 0.5  # weight of what an act's own words say of its type where they tell of harm alone


def choose_types(
    acts: Sequence[Act],
    worded: Sequence[IncidentType | None],
    vague: Sequence[bool],
    odds: np.ndarray,
) -> list[IncidentType]:
    """The contract's type of each act: by its own words, vague ones by those of the same incident too.

    "Killed" is the same word in an air strike and an ambush; what else tells of the deed says which.

    worded: the type that a table gives the act's own word. vague: whether the word tells of harm alone.
    odds: (M, M) log-odds of the same incident.
    """
    if not acts:
        return []
    names = list(acts[0].types)
    own = np.log(np.array([[act.types[name] for name in names] for act in acts]) + 1e-4)
    for row, kind in zip(own, worded, strict=True):
        if kind is not None:
            row[names.index(kind.value)] += WORDED
    told = own * np.where(vague, VAGUE, 1.0)[:, None]
    near = 1 / (1 + np.exp(-odds))
    np.fill_diagonal(near, 0)
    lent = near @ told / np.maximum(1, near.sum(1))[:, None]
    total = np.where(np.array(vague)[:, None], told + lent, told)
    return [IncidentType(names[k]) for k in total.argmax(1)]


def same_incident(read: Read, acts: Sequence[Act], cues: Sequence[Span] = ()) -> np.ndarray:
    """(M + C, M) log-odds that each act is another wording of each act's incident, and that what is said
    behind each cue, without a word for any act, tells of it."""
    words = [*(act.word for act in acts), *_words_at(read, cues)]
    return read.same(words)[:, : len(acts)]


NAMED = 0.0  # log-odds that a word must pass to name the doer of what is said


def find_doers_told(read: Read, cues: Sequence[Span]) -> list[tuple[Span, ...]]:
    """For each cue the words that the model takes for doers when the cue's own word asks: "blamed |
    herders"."""
    row = read.model.labels["roles"]["house"].index("perpetrator")
    answers = read.ask(_words_at(read, cues), "roles", "house", rows=[row])
    spans_of = find_all_spans([a.transpose(1, 0, 2) for _, a in answers], bias=NAMED)
    return [
        tuple(read.span(base + a, base + b) for a, b, _ in _joined(found[0]))
        for (base, _), found in zip(answers, spans_of, strict=True)
    ]


def _words_at(read: Read, spans: Sequence[Span]) -> list[int]:
    """The number of the word that each span begins in."""
    words = np.searchsorted(read.pieces.starts, [span.start for span in spans], side="right") - 1
    return [max(0, int(word)) for word in words]
