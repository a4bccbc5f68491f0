"""The acts a text tells of, as the model reads them: trigger words, and who, whom, when, where."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dateline.extract.model import Floats, Read, find_all_spans
from dateline.records import ActorKind, IncidentType, Modality, Span

# Probabilities from which a word is taken, swept on the reports set aside for calibration.
TRIGGER = 0.45  # that a word names some act
# Log-odds for the type that `triggers.tsv` gives the trigger's word, by how telling it is.
WORDED = {2: 1.0, 3: 2.0, 4: 3.0, 5: 3.0}
UNLIKELY = 1e-4  # share that every type has
ROLE = 0.2  # log-odds that a word must pass, and for roles that are answered more shyly:
ROLES: Mapping[str, float] = {
    **dict.fromkeys(("perpetrator", "place", "injured", "abducted", "arrested", "displaced"), 0.0),
    "weapon": -0.3,
    "killed": -0.4,
}

# Log-odds that words play a role on a side, and that they are some kind of body, from whose sum on they are somebody.
SOMEBODY = 0.8
MOST, LEAST = 0.98, 0.01  # probabilities are believed so far
KIND = "kind "  # how rows begin that ask of each word what kind of body it is of


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that plays a role in an act, and how surely."""

    span: Span
    score: float
    rival: float = 0.0  # how surely its words are on the other side: of a doer, one who was hit
    # How likely each kind of body is, of somebody on a side.
    kinds: Mapping[ActorKind, float] = field(default_factory=dict)

    @property
    def is_somebody(self) -> bool:
        """Whether the words surely enough play the role and are some kind of body, where that was asked."""
        if not self.kinds:
            return True
        return _odds(self.score) + _odds(max(self.kinds.values())) >= SOMEBODY


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

    def kinds_of(self, span: Span) -> Mapping[ActorKind, float]:
        """How likely each kind of body is for somebody on a side of the act; nothing where that is unknown."""
        return kinds_of([part for side in SIDES for part in self.roles.get(side, ())], span)


def kinds_of(parts: Sequence[Part], span: Span) -> Mapping[ActorKind, float]:
    """The kinds of the first part that a span meets, since a phrase may be cut or completed."""
    return next((part.kinds for part in parts if part.span.meets(span)), {})


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
    kinds = labels["types"][space]
    names = [name for name in labels["roles"][space] if not name.startswith(KIND)]
    asked, answers = _ask(read, words, space, names)
    modal = read.modality(words) if words else np.zeros((0, 7))
    least_of = np.array([ROLES.get(name, role) for name in names])
    own = [a[:, : len(names)].transpose(1, 0, 2) for _, a in answers]
    spans_of = find_all_spans(own, bias=least_of)
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
                        name: _make_parts(
                            read,
                            base,
                            _joined(spans) if space == "house" else spans,
                            name,
                            answer,
                            asked,
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


def _ask(
    read: Read, words: Sequence[int], space: str, roles: Sequence[str]
) -> tuple[list[str], list[tuple[int, Floats]]]:
    """What is asked, the roles first and then each kind of body, and the answers, as `Read.ask` gives them."""
    known = read.model.labels["roles"][space]
    asked = [*roles, *(name for name in known if name.startswith(KIND))]
    return asked, read.ask(words, "roles", space, rows=[known.index(name) for name in asked])


def _make_parts(
    read: Read,
    base: int,
    spans: Sequence[tuple[int, int, float]],
    role: str,
    answer: Floats,
    asked: Sequence[str],
) -> tuple[Part, ...]:
    """Words that play a role, with what else is answered of them: the mean probabilities with which they
    are given the other side's, and each kind of body; less those that are nobody.

    base: number of the window's first word; spans: first and last words in it, half-open, and scores.
    answer: (words, roles, 2), as `Read.ask` gives it for what is `asked`.
    """
    parts = []
    for first, last, score in spans:
        means: dict[str, float] = {}
        if role in SIDES:
            means = dict(zip(asked, answer[first:last, :, 1].mean(0).tolist(), strict=True))
        part = Part(
            span=read.span(base + first, base + last),
            score=round(score, 4),
            rival=round(means.get(OTHER_SIDE.get(role, ""), 0.0), 4),
            kinds={
                ActorKind(name.removeprefix(KIND)): round(share, 4)
                for name, share in means.items()
                if name.startswith(KIND)
            },
        )
        if part.is_somebody:
            parts.append(part)
    return tuple(parts)


def told_as(act: Act, side: str, span: Span) -> float | None:
    """Log-odds that somebody is on a side of an act and not on the other, as the model answers for
    the words; the mean of both questions. None where it does not give them the role."""
    found = (
        (_odds(part.score) - _odds(part.rival)) / 2
        for part in act.roles.get(side, ())
        if part.span.meets(span)
    )
    return max((round(odds, 2) for odds in found), default=None)


def _odds(p: float) -> float:
    p = min(max(p, LEAST), MOST)
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


def read_types(
    acts: Sequence[Act], worded: Sequence[tuple[IncidentType, int] | None]
) -> list[dict[IncidentType, float]]:
    """How likely each of the contract's types is for each act, by its own words.

    worded: the type that a table gives the act's own word, and how telling that is.
    """
    found = []
    for act, word in zip(acts, worded, strict=True):
        own = {IncidentType(name): share + UNLIKELY for name, share in act.types.items()}
        if word is not None:
            kind, rank = word
            own[kind] *= math.exp(WORDED[rank])
        total = sum(own.values())
        found.append({kind: share / total for kind, share in own.items()})
    return found


def same_incident(read: Read, acts: Sequence[Act], cues: Sequence[Span] = ()) -> np.ndarray:
    """(M + C, M) log-odds that each act is another wording of each act's incident, and that what is said
    behind each cue, without a word for any act, tells of it."""
    words = [*(act.word for act in acts), *_words_at(read, cues)]
    return read.same(words)[:, : len(acts)]


NAMED = 0.0  # log-odds that a word must pass to name the doer of what is said


def find_doers_told(read: Read, cues: Sequence[Span]) -> list[tuple[Part, ...]]:
    """For each cue the words that the model takes for doers when the cue's own word asks: "blamed |
    herders"."""
    asked, answers = _ask(read, _words_at(read, cues), "house", ["perpetrator"])
    spans_of = find_all_spans([a[:, :1].transpose(1, 0, 2) for _, a in answers], bias=NAMED)
    return [
        _make_parts(read, base, _joined(found[0]), "perpetrator", answer, asked)
        for (base, answer), found in zip(answers, spans_of, strict=True)
    ]


def _words_at(read: Read, spans: Sequence[Span]) -> list[int]:
    """The number of the word that each span begins in."""
    words = np.searchsorted(read.pieces.starts, [span.start for span in spans], side="right") - 1
    return [max(0, int(word)) for word in words]
