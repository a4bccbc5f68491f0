"""Harm that no one did to others: mishaps of nature and engines, and what was only played in a drill, are no
incidents, accidents with arms and what somebody did to himself are ordinary ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from dateline.extract.acts import Act
from dateline.extract.text import Sentence, word_set
from dateline.lexicons import read_lexicon
from dateline.records import Span

SELF = frozenset(["himself", "herself", "themselves", "itself"])
MISHAP = "mishap"
DRILL = "drill"
ATTACK = "attack"
LINKED = 0.0  # log-odds from which two acts tell of one happening


def find_mishaps(
    acts: Sequence[Act], homes: Sequence[Sentence | None], odds: np.ndarray
) -> dict[int, str]:
    """The class of each act, by its number, that tells of an accident, a suicide or a mishap.

    homes: the sentence of each act; odds: (M, M) log-odds that two acts are one incident. An act goes
    with those that it is linked to: one of them has a word for a mishap, and none has a doer but him
    who hurt himself. A weapon, or a word for an attack, outweighs the words for nature and engines. What the sentence of a drill tells
    is a mishap whoever did it.
    """
    classes = [class_of(home) for home in homes]
    doers = [_has_doer(act, home) for act, home in zip(acts, homes, strict=True)]
    found = {}
    for number in range(len(acts)):
        linked = [k for k in range(len(acts)) if k == number or odds[number, k] > LINKED]
        told = {name for k in linked if (name := classes[k]) not in (None, DRILL)}
        armed = any(acts[k].roles.get("weapon") or tells_of_attack(homes[k]) for k in linked)
        if _is_played(acts[number], homes[number]):
            found[number] = MISHAP
        elif told and not any(doers[k] for k in linked) and not (armed and told == {MISHAP}):
            found[number] = min(told)  # "accident" and "self" before "mishap"
    return found


@lru_cache(maxsize=128)  # one sentence tells of several acts
def tells_of_attack(sentence: Sentence | None) -> bool:
    """Whether a sentence tells of violence by somebody, named or not: "came | under fire | and made an
    emergency landing"."""
    text = _worded(sentence) if sentence is not None else ""
    return any(form in text for form in _attacks())


def _is_played(act: Act, home: Sentence | None) -> bool:
    """Whether an act is told behind the word for a drill, or as done in one; not who came from it or fell a day
    before it."""
    if home is None or class_of(home) != DRILL:
        return False
    for form in _drills():
        for k in range(len(home.tokens)):
            here = home.tokens[k : k + len(form)]
            if [t.lower for t in here] == form:
                lead = [t.lower for t in home.tokens[max(0, k - 2) : k]]
                between = home.within(Span(here[-1].end, max(here[-1].end, act.span.start)))
                behind = act.span.start >= here[0].start
                if "in" in lead or (behind and APART.isdisjoint(t.lower for t in between)):
                    return True
    return False


APART = word_set("after before since when while as following")


@cache
def _attacks() -> tuple[str, ...]:
    return tuple(form for form, name in _forms() if name == ATTACK)


@cache
def _drills() -> tuple[list[str], ...]:
    return tuple(form.split() for form, name in _forms() if name == DRILL)


@lru_cache(maxsize=128)  # one sentence tells of several acts
def class_of(sentence: Sentence | None) -> str | None:
    """The class of the first word for a mishap in a sentence."""
    if sentence is None:
        return None
    text = _worded(sentence)
    return next((name for form, name in _forms() if name != ATTACK and form in text), None)


def _worded(sentence: Sentence) -> str:
    return f" {' '.join(token.lower for token in sentence.tokens)} "


def _has_doer(act: Act, home: Sentence | None) -> bool:
    """Whether somebody did it to somebody else."""
    hit = act.spans("target")
    doers = [d for d in act.spans("perpetrator") if not any(d.meets(t) for t in hit)]
    if home is None or SELF.isdisjoint(t.lower for t in home.tokens):
        return bool(doers)
    others = [t for t in hit if SELF.isdisjoint(w.lower for w in home.within(t))]
    return bool(doers and others)


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    return tuple(
        (f" {form} ", row["class"])
        for row in read_lexicon("mishaps")
        for form in row["words"].split("|")
    )
