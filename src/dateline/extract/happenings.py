"""Triggers of a sentence drawn together into what one clause says of one occurrence.

"An attack on a market killed 12 and wounded 30" has three triggers and tells of one thing;
"gunmen killed four and abducted two" tells of two. Which sentences tell of the same occurrence is
decided later, on resolved dates and places (`dateline.link.within`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from dateline.extract.actors import ActorMention
from dateline.extract.objects import ObjectMention, WeaponMention
from dateline.extract.roles import ARMED_ROLES, Roles
from dateline.extract.text import Sentence
from dateline.extract.triggers import Trigger
from dateline.lexicons import read_lexicon
from dateline.records import CountKind, CountPhrase, IncidentType, Modality, Reference, Span

# Types of one family may be wordings of one occurrence.
FAMILY = {
    IncidentType.ARMED_ATTACK: "violence",
    IncidentType.BOMBING: "violence",
    IncidentType.SHELLING: "violence",
    IncidentType.AIR_STRIKE: "violence",
    IncidentType.ARMED_CLASH: "violence",
    IncidentType.EXECUTION: "violence",
    IncidentType.KILLING: "violence",
    IncidentType.ILL_TREATMENT: "ill_treatment",
    IncidentType.SEXUAL_VIOLENCE: "sexual_violence",
    IncidentType.ABDUCTION: "abduction",
    IncidentType.ARREST: "arrest",
    IncidentType.PROPERTY_DESTRUCTION: "property",
    IncidentType.PROTEST: "crowd",
    IncidentType.RIOT: "crowd",
    IncidentType.DISPLACEMENT: "displacement",
    IncidentType.THREAT: "threat",
    IncidentType.SEIZURE: "seizure",
    IncidentType.MILITARY_OPERATION: "operation",
    IncidentType.AGREEMENT: "agreement",
    IncidentType.OTHER: "other",
}
# Between two violent triggers of one sentence these say that the second is another occurrence.
APART = frozenset({"while", "meanwhile", "elsewhere", "separately", ";", "whereas"})
NEW_WORDS = frozenset(
    {"another", "separate", "separately", "elsewhere", "second", "other", "similar"}
)
SAME_WORDS = frozenset({"the", "this", "that", "these", "'s", "its", "their", "both"})
CROWD_ROLES = frozenset({"protester", "rioter", "student", "worker", "activist", "crowd", "teacher",
                         "farmer", "community", "man", "woman", "civilian", "worshipper", "refugee"})  # fmt: skip


Mention = TypeVar("Mention")


@dataclass(frozen=True, slots=True)
class Happening:
    """One occurrence as one sentence words it."""

    sentence: Sentence
    type: IncidentType | None  # None: harm told without what caused it
    trigger: Trigger  # the most telling one
    triggers: tuple[Trigger, ...]
    perpetrators: tuple[ActorMention, ...]
    targets: tuple[ActorMention, ...]
    objects: tuple[ObjectMention, ...]
    weapons: tuple[WeaponMention, ...]
    counts: tuple[CountPhrase, ...]
    authorship: Modality
    reference: Reference

    @property
    def span(self) -> Span:
        return Span(self.triggers[0].span.start, self.triggers[-1].span.end)


def find_happenings(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    roles: Sequence[Roles],
    counts: Sequence[tuple[CountPhrase, ...]],
    weapons: Sequence[WeaponMention],
    *,
    armed: bool,
    vocabulary: frozenset[str],
) -> list[Happening]:
    """Happenings of one sentence; triggers that lack what they need are left out.

    `armed`: the sentence names somebody who bears arms. `vocabulary` holds the lower-case words of the whole report, for needs that reach beyond the
    sentence.
    """
    told = list(zip(triggers, roles, counts, strict=True))
    met = [_needs_met(t, r, c, sentence, weapons, vocabulary, armed=armed) for t, r, c in told]
    # "a bomb struck a bus; six died": violence told outright vouches for the harm beside it
    violent = any(
        ok and t.rank > 1 and _family(t) == "violence"
        for (t, _, _), ok in zip(told, met, strict=True)
    )
    parts = [
        part
        for part, ok in zip(told, met, strict=True)
        if ok or (violent and part[0].needs == "violence")
    ]
    groups: list[list[tuple[Trigger, Roles, tuple[CountPhrase, ...]]]] = []
    for part in parts:
        home = next((g for g in reversed(groups) if _belongs(part, g, sentence)), None)
        if home is None:
            groups.append([part])
        else:
            home.append(part)
    spans = [tuple(trigger.span for trigger, _, _ in group) for group in groups]
    return [
        _happening(
            sentence,
            group,
            [w for w in weapons if _nearest(w.span, spans) == k],
            alone=len(groups) == 1,
        )
        for k, group in enumerate(groups)
    ]


def _nearest(span: Span, groups: Sequence[Sequence[Span]]) -> int:
    """Which group of triggers stands nearest to a weapon."""
    gaps = [min(max(t.start - span.end, span.start - t.end) for t in group) for group in groups]
    return gaps.index(min(gaps))


def _belongs(
    part: tuple[Trigger, Roles, tuple[CountPhrase, ...]],
    group: Sequence[tuple[Trigger, Roles, tuple[CountPhrase, ...]]],
    sentence: Sentence,
) -> bool:
    trigger, last = part[0], group[-1][0]
    between = {t.lower for t in sentence.tokens[last.last : trigger.first]}
    family, other = _family(trigger), _family(group[0][0])
    if family is None or other is None:
        # harm alone goes with the violence, arrest or protest it stands beside
        return not between & APART
    if family != other:
        return (family == "property" and other == "violence") or (
            trigger.type is IncidentType.KILLING and other == "crowd"
        )
    if between & APART and trigger.rank > 1:
        return False
    harms = {c.kind for _, _, counts in group for c in counts if not c.subset}
    if trigger.harm in harms and any(not c.subset and not c.added for c in part[2]):
        # "killed four in the market and shot dead two at the mosque": a second toll of one kind
        return trigger.rank == 1 and not between & {"and", "then"}
    return True


def _family(trigger: Trigger) -> str | None:
    return None if trigger.type is None else FAMILY[trigger.type]


def _happening(
    sentence: Sentence,
    group: Sequence[tuple[Trigger, Roles, tuple[CountPhrase, ...]]],
    weapons: Sequence[WeaponMention],
    *,
    alone: bool,
) -> Happening:
    triggers = tuple(t for t, _, _ in group)
    main = _telling(triggers, [c for _, _, counts in group for c in counts])
    near = tuple(
        w
        for w in weapons
        if alone or triggers[0].span.start - 60 <= w.span.start <= triggers[-1].span.end + 60
    )
    perpetrators = _distinct(r.perpetrators for _, r, _ in group)
    targets = tuple(t for t in _distinct(r.targets for _, r, _ in group) if t not in perpetrators)
    authorship = next(
        (r.authorship for _, r, _ in group if r.authorship is not Modality.ASSERTED),
        Modality.ASSERTED,
    )
    return Happening(
        sentence=sentence,
        type=_typed(main, triggers, near, perpetrators),
        trigger=main,
        triggers=triggers,
        perpetrators=perpetrators,
        targets=targets,
        objects=_distinct(r.objects for _, r, _ in group),
        weapons=_used(near, main),
        counts=tuple(c for _, _, counts in group for c in counts),
        authorship=authorship,
        reference=_reference(sentence, main),
    )


def _telling(triggers: Sequence[Trigger], counts: Sequence[CountPhrase]) -> Trigger:
    """The most telling trigger: of the violence where people were hurt, not of what burned."""
    hurt = [t for t in triggers if counts and _family(t) == "violence"]
    return max(hurt or triggers, key=lambda t: (t.type is not None, t.rank))


def _distinct(groups: Iterable[Sequence[Mention]]) -> tuple[Mention, ...]:
    return tuple(dict.fromkeys(mention for group in groups for mention in group))


# What a weapon makes of an attack that is not told more closely.
WEAPON_TYPES = {
    **dict.fromkeys(
        ("bomb", "vehicle_bomb", "ied", "mine", "grenade", "suicide"), IncidentType.BOMBING
    ),
    **dict.fromkeys(("artillery", "rocket", "missile"), IncidentType.SHELLING),
    **dict.fromkeys(("aerial_bomb", "drone", "aircraft"), IncidentType.AIR_STRIKE),
}


def _typed(
    main: Trigger,
    triggers: Sequence[Trigger],
    weapons: Sequence[WeaponMention],
    perpetrators: Sequence[ActorMention],
) -> IncidentType | None:
    kind = main.type
    if kind in {IncidentType.KILLING, IncidentType.ARMED_ATTACK} and main.rank <= 2:
        for weapon in weapons:
            if weapon.kind in WEAPON_TYPES:
                return WEAPON_TYPES[weapon.kind]
    if kind is None and main.harm in {CountKind.KILLED, CountKind.INJURED} and weapons:
        # "a bomb wounded four rangers"
        return next((WEAPON_TYPES[w.kind] for w in weapons if w.kind in WEAPON_TYPES), None)
    crowd = any(a.role in {"protester", "rioter"} for a in perpetrators)
    if crowd and kind in {IncidentType.ARMED_ATTACK, IncidentType.PROPERTY_DESTRUCTION}:
        return IncidentType.RIOT
    if kind is IncidentType.KILLING and main.rank <= 2 and main.subject == "perpetrator":
        armed = any(a.role in ARMED_ROLES for a in perpetrators)
        shot = any(weapon.kind in {"firearm", "blade"} for weapon in weapons)
        if armed or shot:
            return IncidentType.ARMED_ATTACK
    return kind


# Types whose claims say what was used; elsewhere a weapon was carried, found or feared.
ARMED_TYPES = frozenset(
    {
        IncidentType.ARMED_ATTACK, IncidentType.BOMBING, IncidentType.SHELLING,
        IncidentType.AIR_STRIKE, IncidentType.ARMED_CLASH, IncidentType.EXECUTION,
        IncidentType.KILLING, IncidentType.RIOT, IncidentType.PROPERTY_DESTRUCTION,
        IncidentType.ILL_TREATMENT, IncidentType.ABDUCTION,
    }
)  # fmt: skip
# Words for arms in general, or that are as often something else.
GENERAL = frozenset(
    "weapon arm arms ammunition bullet belt club saw rock brick fuel stone fire gas firearm shell"
    " cartridge detonator truck vehicle car".split()
)


def _used(weapons: Sequence[WeaponMention], main: Trigger) -> tuple[WeaponMention, ...]:
    """Weapons that the deed was done with, as far as the words tell."""
    if main.type is not None and main.type not in ARMED_TYPES:
        return ()
    crowd = main.type in {IncidentType.RIOT, IncidentType.PROPERTY_DESTRUCTION}
    return tuple(w for w in weapons if crowd or w.form not in GENERAL)


def _reference(sentence: Sentence, trigger: Trigger) -> Reference:
    """Whether the wording itself says that this is another occurrence, or one told before."""
    if not trigger.noun:
        first = {t.lower.rstrip(",") for t in sentence.tokens[:4]}
        return Reference.NEW if first & {"separately", "elsewhere", "meanwhile"} else Reference.OPEN
    before = [t.lower for t in sentence.tokens[max(0, trigger.first - 4) : trigger.first]]
    first = {t.lower for t in sentence.tokens[:4]}
    if NEW_WORDS & set(before) or first & {"separately", "elsewhere", "meanwhile"}:
        return Reference.NEW
    return Reference.SAME if SAME_WORDS & set(before[-3:]) else Reference.OPEN


def _needs_met(
    trigger: Trigger,
    roles: Roles,
    counts: Sequence[CountPhrase],
    sentence: Sentence,
    weapons: Sequence[WeaponMention],
    vocabulary: frozenset[str],
    *,
    armed: bool,
) -> bool:
    people = (*roles.perpetrators, *roles.targets)
    match trigger.needs:
        case "":
            return True
        case "human":
            return bool(people)
        case "role":
            return bool(people or counts or roles.objects)
        case "object":
            return bool(roles.objects)
        case "crowd":
            words = {t.lower for t in sentence.tokens}
            return any(a.role in CROWD_ROLES or a.plural for a in people) or bool(
                words & {"protesters", "demonstrators", "crowd", "police", "thousands", "hundreds"}
            )
        case "armed":
            return armed or any(a.role in ARMED_ROLES for a in people) or bool(weapons)
        case "armed-weapon":
            return bool(weapons)
        case "weapon":
            return bool(weapons) or bool(_need_words("weapon") & vocabulary)
        case "violence":
            return len(_need_words("violence") & vocabulary) > 1
        case need:
            return bool(_need_words(need) & {t.lower for t in sentence.tokens})


@cache
def _need_words(need: str) -> frozenset[str]:
    rows = [row for row in read_lexicon("needs") if row["need"] == need]
    return frozenset(word for row in rows for word in row["words"].split("|"))
