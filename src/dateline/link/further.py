"""Whether somebody told of as hit, after the first, was hit besides: of those whom a long report tells of
in further clauses most are told of before in other words, or were hit in another deed.

The weights are a table, `further.tsv`, fitted by `train/fit_further.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.extract.numbers import is_number_word
from dateline.extract.objects import class_of_thing
from dateline.extract.text import read_tokens
from dateline.lexicons import read_weights, weigh
from dateline.link.compare import last_stem
from dateline.link.voices import Telling
from dateline.records import Actor, ActorKind, IncidentType

Tellings = Sequence[Telling]

HIT = -1.1  # log-odds: one in four
# Log-odds by the words alone, as the model hears them: of later targets under it 25 of 125 were hit on passages that
# it had not read, none of 7 on the reports set aside. In a clash both sides are heard as doers too.
HEARD = 1.25
FAR = 300  # characters behind the first telling that count once, and
FARTHEST = 5  # how often at most


def load_weights() -> Mapping[str, float]:
    return read_weights("dateline.link", "further.tsv")


def hit_besides(
    targets: Sequence[Actor], tellings: Tellings, kind: IncidentType
) -> tuple[Actor, ...]:
    """The first of `targets`, and of the others those likely to have been hit besides.

    kind: the incident's type. Whoever is told of in two texts stands, and so does the first of any text.
    """
    told = {target: _naming(target, tellings) for target in targets}
    firsts = {_first(text, told) for text in {t.text for t in tellings}}
    return tuple(
        target
        for n, target in enumerate(targets)
        if target in firsts
        or len({t.text for t in told[target]}) > 1
        or (
            (kind is IncidentType.ARMED_CLASH or is_heard(told[target], target))
            and weigh(load_weights(), shows(targets, n, tellings, kind)) >= HIT
        )
    )


def is_heard(told: Tellings, target: Actor) -> bool:
    """Whether some claim of a target's names it surely enough as hit, where that was judged."""
    words = set(target.mentions)
    sure = [
        actor.sure
        for telling in told
        for actor in telling.claim.says.targets
        if actor.sure is not None and words & set(actor.mentions)
    ]
    return not sure or max(sure) >= HEARD


def shows(
    targets: Sequence[Actor], n: int, tellings: Tellings, kind: IncidentType
) -> dict[str, float]:
    """What speaks for and against target `n` having been hit besides those before it: rows of `further.tsv`."""
    target = targets[n]
    told = _naming(target, tellings)
    openings = [words.casefold().split()[:1] for words in target.mentions]
    counted = any(
        is_number_word(token) or token.lower in {"a", "an"}
        for words in target.mentions
        for token in read_tokens(words, 0, len(words))[:1]
    )
    definite = all(opening == ["the"] for opening in openings)
    nouns = {last_stem(words) for t in targets[:n] for words in t.mentions}
    return {
        "always": 1.0,
        "the": float(definite),
        "bare": float(not definite and not counted),
        "thing": float(any(class_of_thing(read_tokens(w, 0, len(w))) for w in target.mentions)),
        "unknown": float(target.kind is ActorKind.UNKNOWN),
        "same noun": float(any(last_stem(w) in nouns for w in target.mentions)),
        "far": min((_distance(t, tellings) for t in told), default=0.0),
        "other type": float(all(t.claim.says.type is not kind for t in told)),
        "no figure": float(not any(t.claim.says.counts for t in told)),
        "surest": _surest(told) / (_surest(tellings) or 1.0),
        "background": float(all(t.claim.background for t in told)),
    }


def _naming(target: Actor, tellings: Tellings) -> list[Telling]:
    words = set(target.mentions)
    return [t for t in tellings if any(words & set(a.mentions) for a in t.claim.says.targets)]


def _first(text: str, told: Mapping[Actor, Sequence[Telling]]) -> Actor | None:
    return next((a for a, naming in told.items() if any(t.text == text for t in naming)), None)


def _surest(tellings: Tellings) -> float:
    return max((t.claim.confidence or 0.0 for t in tellings), default=0.0)


def _distance(telling: Telling, tellings: Tellings) -> float:
    """How far behind the deed's first telling in the same text."""
    starts = [
        t.claim.evidence.start
        for t in tellings
        if t.text == telling.text and t.claim.says.type is not None
    ]
    far = telling.claim.evidence.start - min(starts, default=telling.claim.evidence.start)
    return float(min(FARTHEST, max(0, far // FAR)))
