"""Which armed body a word for its people means, where a report names only one: "the rebels", "its fighters"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from dateline.lexicons import read_lexicon
from dateline.records import Actor, ActorKind, Claim, Report, SourceKind, Values
from dateline.resolve.actor import Registry, find_bodies

# Of no state: only such bodies are meant. A list of kinds in the table is of these.
FREE = frozenset({ActorKind.REBEL, ActorKind.MILITIA, ActorKind.IDENTITY_MILITIA, ActorKind.GANG})
BEHIND = {"the": frozenset({"the", "this", "that"}), "its": frozenset({"its", "their"})}
NAMED = re.compile(r"[a-z]\W+[A-Z]|[A-Z]{2}|[A-Z]\w+ [A-Z]")  # a capital that opens no phrase


@dataclass(frozen=True, slots=True)
class Word:
    """A word that may stand for a body: behind what, and for bodies of which kinds."""

    behind: str
    kinds: frozenset[ActorKind]


def name_bodies(
    report: Report,
    claims: Sequence[Claim[Values]],
    registry: Registry,
    *,
    country: str | None,
    day: date | None,
) -> list[Claim[Values]]:
    """Claims with "the rebels", "its fighters" as the body that the report means: the only one of no state
    that it names, and before. Nobody where it tells of another that no registry holds."""
    meant = [
        (claim, doer)
        for claim in claims
        for doer in claim.says.perpetrators
        if doer.actor_id is None and _kinds_meant(doer)
    ]
    if not meant or any(map(_names_another, claims)):
        return list(claims)
    only = find_only(report.text, registry, country=country, day=day)
    if only is None:
        return list(claims)
    body, named = only
    known = {
        (claim.id, doer): replace(body, mentions=doer.mentions, sure=doer.sure)
        for claim, doer in meant
        if body.kind in _kinds_meant(doer) and _is_named_before(named, report, claim, doer)
    }
    return [
        replace(
            claim,
            says=replace(
                claim.says,
                perpetrators=tuple(known.get((claim.id, d), d) for d in claim.says.perpetrators),
            ),
        )
        for claim in claims
    ]


def find_only(
    text: str, registry: Registry, *, country: str | None, day: date | None
) -> tuple[Actor, tuple[int, ...]] | None:
    """The one body of no state that a text names, and where; None of several."""
    found = [
        (start, bodies)
        for start, bodies in find_bodies(text, registry, country=country, day=day)
        if not bodies or any(body.kind in FREE for body in bodies)
    ]
    if len({bodies for _, bodies in found}) != 1 or len(found[0][1]) != 1:
        return None
    return found[0][1][0], tuple(start for start, _ in found)


def _kinds_meant(doer: Actor) -> frozenset[ActorKind]:
    """The kinds of bodies that all the words for somebody may stand for; none where they name or describe him."""
    kinds = [_kinds_of_word(words, doer.kind) for words in doer.mentions]
    return frozenset.intersection(*kinds) if kinds else frozenset()


def _kinds_of_word(wording: str, kind: ActorKind) -> frozenset[ActorKind]:
    """kind: what the model hears in the wording."""
    first, *between = wording.casefold().split() or ("",)
    word = _words().get(between.pop()) if between else None
    if word is None or first not in BEHIND[word.behind] or kind not in word.kinds:
        return frozenset()
    return word.kinds if _adjectives().issuperset(between) else frozenset()


def _names_another(claim: Claim[Values]) -> bool:
    """Whether a claim names a body of no state that no registry holds: as a doer, a target or its speaker."""
    actors = (*claim.says.perpetrators, *claim.says.targets)
    bodies = [a.name for a in actors if a.actor_id is None and a.kind in FREE]
    speakers = [s.name for s in claim.sources if s.kind is SourceKind.REBEL]
    return any(NAMED.search(name) and not name.isupper() for name in (*bodies, *speakers))


def _is_named_before(
    named: Sequence[int], report: Report, claim: Claim[Values], doer: Actor
) -> bool:
    """Whether a body named at these places is so before the words for it; for "its men" in the same words,
    since they may be those of whoever was named last."""
    start, end = claim.evidence.start, claim.evidence.end
    at = report.text.find(doer.mentions[0], start, end)
    near = doer.mentions[0].casefold().split()[0] in BEHIND["its"]
    return any((start if near else 0) <= place < max(at, start) for place in named)


@cache
def _words() -> dict[str, Word]:
    return {
        form.casefold(): Word(row["behind"], frozenset(map(ActorKind, row["kinds"].split("|"))))
        for row in read_lexicon("bodies")
        if row["behind"] != "-"
        for form in row["forms"].split("|")
    }


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(
        form.casefold()
        for row in read_lexicon("bodies")
        if row["behind"] == "-"
        for form in row["forms"].split("|")
    )
