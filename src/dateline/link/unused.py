"""Weapons that are told of beside a deed and were not used in it: seized in it, or in the hands of
those whom police or an army shot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dateline.lexicons import read_lexicon
from dateline.link.compare import STATE, last_stem
from dateline.records import Actor, IncidentType

# Words before a weapon in which it is told what was done with it: a haul is a list.
REACH = {"taken": 10, "held": 4}
# "Seized the town with mortars", "carried out bomb attacks": what is told is of something else.
OF_ELSE = frozenset({"with", "using", "by", "under", "after", "when", "out", "off"})
RELATIVE = frozenset({"who", "that", "were", "was"})  # "police who carried"
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
STOP = re.compile(r"[.;:!?]")
PASSIVE = re.compile(r"\W*(?:was|were|been)\W+(\w+)")  # "two rifles were seized"
# Where what is found or taken is what the deed is about: a bomb that was found, a haul of rifles.
ABOUT_THEM = frozenset({IncidentType.BOMBING, IncidentType.SEIZURE, IncidentType.THREAT})
WITHOUT = frozenset({IncidentType.ARREST, IncidentType.ABDUCTION, IncidentType.AGREEMENT})


def is_unused(
    weapon: str, quotes: Sequence[str], perpetrators: Sequence[Actor], kind: IncidentType
) -> bool:
    """Whether every quote that names a weapon tells that it was taken or only held.

    kind: the incident's type. What is told of beside an arrest, an abduction or an agreement was used in
    another deed: on training reports, and those set aside, one of 17 was right.
    """
    if kind in WITHOUT:
        return True
    if kind in ABOUT_THEM:
        return False
    forces = frozenset(last_stem(w) for a in perpetrators if a.kind in STATE for w in a.mentions)
    told = [quote for quote in quotes if weapon in quote]
    return bool(told) and all(_is_left(weapon, quote, forces) for quote in told)


def _is_left(weapon: str, quote: str, forces: frozenset[str]) -> bool:
    """Whether a quote tells that a weapon was taken, or, where a state's forces did the deed, held by another.

    forces: the nouns for those."""
    before, _, behind = quote.partition(weapon)
    passive = PASSIVE.match(behind)
    if passive is not None and _unused().get(passive[1].casefold()) == "taken":
        return True
    words = [word.casefold() for word in WORD.findall(STOP.split(before)[-1])]
    for back, word in enumerate(reversed(words), start=1):
        told = _unused().get(word)
        if word in OF_ELSE or back > REACH["taken"]:
            return False
        if told is not None and back <= REACH[told]:
            holder = " ".join(w for w in words[:-back] if w not in RELATIVE)
            return told == "taken" or (bool(forces) and last_stem(holder) not in forces)
    return False


@cache
def _unused() -> dict[str, str]:
    """What each word of `lexicons/unused.tsv` tells of a weapon: taken or held."""
    return {row["form"]: row["kind"] for row in read_lexicon("unused")}
