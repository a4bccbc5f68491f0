"""The values of one incident, chosen from its claims by named rules.

Nothing is averaged and no value is made up: each chosen value is one that a claim gives, or the
overlap of ranges that claims give. Figures are chosen in `figures`, contradictions kept in
`conflicts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from dateline.extract.objects import class_of_thing
from dateline.extract.phrases import nouns_of_actors
from dateline.extract.text import read_tokens
from dateline.lexicons import read_lexicon
from dateline.link.compare import (
    CROWDS,
    PRIVATE,
    STATE,
    dates_agree,
    last_stem,
    places_agree,
    width,
)
from dateline.link.denials import find_denials, is_of_authorship, is_sure, of_the_deed
from dateline.link.doers import faces_crowd, fell_attacking, stand
from dateline.link.figures import size
from dateline.link.further import hit_besides
from dateline.link.persons import BODILY
from dateline.link.unused import is_unused
from dateline.link.voices import UNTOLD, Telling, plain_name
from dateline.records import (
    COARSE,
    Actor,
    ActorKind,
    Claim,
    DatePrecision,
    Days,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Reference,
    Scope,
    SourceKind,
    Status,
    Values,
)
from dateline.resolve.actor import is_personal_name, same_actor

Tellings = Sequence[Telling]

# Words of one occurrence, most telling first: an attack that was a bombing is a bombing.
SPECIFIC = (
    IncidentType.AIR_STRIKE,
    IncidentType.EXECUTION,
    IncidentType.BOMBING,
    IncidentType.SHELLING,
    IncidentType.ARMED_CLASH,
    IncidentType.ARMED_ATTACK,
    IncidentType.RIOT,
    IncidentType.PROTEST,
    IncidentType.KILLING,
)
# What a loose word may stand for: "attacked" for a bombing, never for a riot.
MEANT = frozenset(
    {
        IncidentType.AIR_STRIKE,
        IncidentType.EXECUTION,
        IncidentType.BOMBING,
        IncidentType.SHELLING,
        IncidentType.ARMED_CLASH,
    }
)
MEANT_BY = {
    IncidentType.KILLING: MEANT | {IncidentType.ARMED_ATTACK},
    IncidentType.ARMED_ATTACK: MEANT,
}
LIKE_SUPPORT = (
    0.8  # share of a loose word's support from which a telling one is chosen; swept on train
)
PRECISION = tuple(PlacePrecision)  # exact first
POINTS_BACK = 0.5  # a definite clause weaker than this only points back
INDEPENDENT = 2  # texts in which speakers who are no party outweigh a denial
NO_QUOTES: Mapping[str, str] = MappingProxyType({})
PUBLICATION_WINDOW = "publication window"
PUBLICATION_WINDOW_DAYS = 2  # "plainly fresh news": the two days before publication and that day


def choose_type(tellings: Tellings) -> tuple[IncidentType, str]:
    """The type told most strongly, each text's strongest clause counted; the rest are mentions.

    What is said not to have been done ("nobody was shot") names the deed only where nothing else does. A loose word ("attack", "killed") gives way to a telling one that it may stand for and that is
    told about as strongly. Of kinds told as strongly, that of more clauses, then the more specific.
    """
    strongest: dict[tuple[str, IncidentType], float] = {}
    clauses: Counter[IncidentType] = Counter()
    done = [t for t in of_the_deed(tellings) if t.claim.modality is not Modality.DENIED]
    for telling in done or tellings:
        kind = telling.claim.says.type
        if kind is not None:
            held = strongest.get((telling.text, kind), 0.0)
            strongest[telling.text, kind] = max(held, strength(telling.claim))
            clauses[kind] += 1
    votes: dict[IncidentType, float] = {}
    for (_, kind), value in strongest.items():
        votes[kind] = votes.get(kind, 0.0) + value
    best = _strongest(votes, clauses)
    precise = {
        kind: value
        for kind, value in votes.items()
        if kind in MEANT_BY.get(best, ()) and value >= LIKE_SUPPORT * votes[best]
    }
    if precise:
        return _strongest(precise, clauses), "told most strongly, a loose word giving way"
    return best, "told most strongly"


def _strongest(
    votes: Mapping[IncidentType, float], clauses: Mapping[IncidentType, int]
) -> IncidentType:
    return max(votes, key=lambda kind: (round(votes[kind], 1), clauses[kind], -_rank(kind)))


def _rank(kind: IncidentType) -> int:
    return SPECIFIC.index(kind) if kind in SPECIFIC else len(SPECIFIC)


def strength(claim: Claim[Values]) -> float:
    """How surely a clause tells an occurrence, 0 to 1; a middling figure where it was not judged."""
    return claim.confidence if claim.confidence is not None else 0.3


def choose_status(tellings: Tellings) -> tuple[Status, str]:
    """Whether it happened, by the first of these that holds.

    Foiled: the report's first sure clause on it tells an attempt, and none tells of dead or wounded.
    Reported: the report tells it in its own voice, unless that boasts more often (claimed) or denies it more strongly
    (denied), or speakers who are no party to it assert it in two texts and more, whoever denies. Denied:
    somebody else denies it, or only the denial is told; a denial of authorship is none. Claimed: only its
    doer says so, as a speaker or in a text of his own, and it is no deed that is done openly. Reported:
    a speaker asserts it. Else what is left: foiled, claimed, alleged, planned.
    """
    claimed = Status.REPORTED if choose_type(tellings)[0] in OPENLY else Status.CLAIMED
    told = of_the_deed(tellings) or list(tellings)
    asserted = [t for t in told if t.claim.modality is Modality.ASSERTED]
    modalities = {t.claim.modality for t in told}
    first = next((t for t in told if is_sure(t)), told[0])
    if first.claim.modality is Modality.ATTEMPTED and not any(map(_tells_of_harm, asserted)):
        return Status.FOILED, "first told as an attempt"
    plain = [t for t in asserted if not t.claim.sources]
    owned = [t for t in told if t.claim.modality is Modality.CLAIMED and not t.claim.sources]
    if plain and len(owned) > len(plain):
        return claimed, "told by its doer in a text of his own"
    if plain and _denies_more(plain, find_denials(tellings, of_all=True)):
        return Status.DENIED, "denied by a report more strongly than told"
    if plain:
        return Status.REPORTED, "told by a report itself"
    # whoever also tells it, or boasts of it in his own text, denies a part of it
    telling_it = {t.voice for t in (*asserted, *owned)}
    denials = [
        t
        for t in find_denials(tellings, of_all=True)
        if t.voice not in telling_it and not is_of_authorship(t, tellings)
    ]
    if denials and Modality.PLANNED not in modalities:
        deniers = {t.voice for t in denials}
        free = {t.text for t in asserted if _is_of_no_party(t) and t.voice not in deniers}
        if len(free) >= INDEPENDENT:
            return (
                Status.REPORTED,
                "asserted by speakers of several texts who are no party, disputed",
            )
        return Status.DENIED, "told and denied, and no report says it of its own"
    if asserted and all(map(_own_deed, asserted)):
        return claimed, "asserted by its doer alone"
    if asserted:
        return Status.REPORTED, "asserted by a speaker"
    for modality, status in (
        (Modality.ATTEMPTED, Status.FOILED),
        (Modality.CLAIMED, claimed),
        (Modality.ALLEGED, Status.ALLEGED),
        (Modality.PLANNED, Status.PLANNED),
        (Modality.DENIED, Status.DENIED),
    ):
        if modality in modalities:
            return status, f"no claim asserts it; {modality.value}"
    return Status.ALLEGED, "only hypothetical"


# Done before everybody, or by saying so: whoever did it and tells of it reports it.
OPENLY = frozenset(
    {
        IncidentType.AGREEMENT,
        IncidentType.ARREST,
        IncidentType.DISPLACEMENT,
        IncidentType.PROTEST,
        IncidentType.RIOT,
        IncidentType.THREAT,
    }
)


def _tells_of_harm(telling: Telling) -> bool:
    return any(size(telling.counts[harm]) > 0 for harm in BODILY if harm in telling.counts)


def _denies_more(plain: Tellings, denials: Tellings) -> bool:
    """Whether the reports that tell a deed in their own voice also deny it, and more strongly."""
    own = [t for t in denials if not t.claim.sources]
    if not {t.voice for t in plain} <= {t.voice for t in own}:
        return False
    return sum(strength(t.claim) for t in own) > sum(strength(t.claim) for t in plain)


def _is_of_no_party(telling: Telling) -> bool:
    return not telling.is_party and not _own_deed(telling)


def _own_deed(telling: Telling) -> bool:
    """Whether a rebel body tells its own deed."""
    return telling.kind is SourceKind.REBEL and any(
        telling.voice in map(plain_name, (actor.name, *actor.mentions))
        for actor in telling.claim.says.perpetrators
    )


def choose_date(tellings: Tellings) -> tuple[Days | None, str]:
    """The overlap of compatible ranges, the day-precise first; else the publication window.

    Ranges that cannot all be right: the one most voices allow, the more precise among equals. A day
    that lies ahead of the report that tells the deed as done is misread, and counts only alone.
    """
    dated = _surest([t for t in tellings if t.claim.says.date is not None])
    dated = [t for t in dated if t.claim.says.type is not None] or dated
    dated = [t for t in dated if not _lies_ahead(t)] or [t for t in dated if not _threatens(t)]
    ranges = sorted(
        ((t.voice, t.text, t.claim.says.date) for t in dated if t.claim.says.date is not None),
        key=lambda item: width(item[2]),  # stable: the first told of the most precise
    )
    if ranges:
        chosen = max(
            ranges, key=lambda item: len({t for _, t, d in ranges if dates_agree(item[2], d)})
        )[2]
        for _, _, other in ranges:
            start, end = max(chosen.start, other.start), min(chosen.end, other.end)
            if start < end and (start, end) != (chosen.start, chosen.end):
                chosen = Days(start, end, _precision(start, end, chosen), chosen.rule)
        return chosen, "most precise compatible"
    fresh = [
        t.published
        for t in tellings
        if not t.claim.background and t.claim.modality not in UNDATED and t.published is not None
    ]
    # without a place too it is seldom the news: of 32 such windows 11 were right
    if not fresh or all(t.claim.says.place is None for t in tellings):
        return None, "no claim gives it"
    first = min(fresh)
    start, end = first - timedelta(days=PUBLICATION_WINDOW_DAYS), first + timedelta(days=1)
    return Days(start, end, DatePrecision.RANGE, PUBLICATION_WINDOW), PUBLICATION_WINDOW


# What is told so is no fresh news: of the windows of deeds that were only alleged one in five was right.
UNDATED = UNTOLD | {Modality.ALLEGED}


def _threatens(telling: Telling) -> bool:
    """Whether a telling is of a threat, whose day to come is that of what it threatens with."""
    return telling.claim.says.type is IncidentType.THREAT


def _lies_ahead(telling: Telling) -> bool:
    days, published = telling.claim.says.date, telling.published
    if days is None or published is None or telling.claim.modality in UNTOLD:
        return False
    return days.start > published + timedelta(
        days=1
    )  # a day further on the other side of the date line


def _precision(start: date, end: date, like: Days) -> DatePrecision:
    if (end - start).days == 1:
        return DatePrecision.DAY
    return like.precision if (start, end) == (like.start, like.end) else DatePrecision.RANGE


def choose_place(tellings: Tellings) -> tuple[Place | None, str]:
    """The most precise place that the other places can contain: those of most texts, then of most
    claims; the first told among equals."""
    placed = _surest([t for t in tellings if t.claim.says.place is not None])
    places = [t.claim.says.place for t in placed if t.claim.says.place is not None]
    if not places:
        return None, "no claim gives it"
    texts = [t.text for t in placed]
    agreeing = [
        [t for t, q in zip(texts, places, strict=True) if places_agree(p, q)] for p in places
    ]
    best = min(
        range(len(places)),
        key=lambda i: (
            places[i].precision in COARSE,
            -len(set(agreeing[i])),
            -len(agreeing[i]),
            PRECISION.index(precision_of(places[i])),
            i,
        ),
    )
    return places[best], "most precise that most claims allow"


def precision_of(place: Place) -> PlacePrecision:
    """A named hamlet says more of where than the town it lies by, though its point is less sure."""
    unlisted = place.geonameid is None and place.precision is PlacePrecision.NEAR
    return PlacePrecision.EXACT if unlisted else place.precision


def _surest(tellings: Tellings) -> list[Telling]:
    """Without those whose day or place is likely another's, where others remain: a denial is dated
    by its speaker, a clause that only points back ("hurt in the attack, she was taken to
    Gao") tells of what came after, and "the toll rose to four on Friday" of when it rose."""
    kept = [
        t
        for t in tellings
        if t.claim.modality is not Modality.DENIED
        and not (t.claim.reference is Reference.SAME and strength(t.claim) < POINTS_BACK)
        and not t.revises
    ]
    return kept or list(tellings)


# Kinds of bodies that act in the open: no words for fighters of no state mean them.
ORDERLY = frozenset(
    {
        ActorKind.STATE_FORCES,
        ActorKind.EXTERNAL_FORCES,
        ActorKind.ORGANISATION,
        ActorKind.MEDIA,
    }
)


def choose_perpetrators(
    tellings: Tellings, kind: IncidentType, quotes: Mapping[str, str] = NO_QUOTES
) -> tuple[tuple[Actor, ...], str]:
    """The doer that most voices name, and whoever did it with it: named in one claim with it and in
    another one, joined to it by "and", or one more part of a crowd; behind a crowd the forces that broke it up.

    Of those named beside it once, in other words, half were no doers on training reports. Doers named instead of
    it by other claims are left to the conflicts. kind: the incident's type; quotes: the words of each claim, by
    its id.
    """
    named = choose_actors([t.claim.says.perpetrators for t in tellings])
    standing = stand(named, tellings, kind, quotes)
    actors = tuple(replace(actor, sure=None) for actor in standing)  # that is of one claim
    if len(actors) < 2:
        return actors, "the one doer named"

    telling_of = [naming(actor, tellings) for actor in actors]
    lead = max(
        range(len(actors)),
        key=lambda i: (
            not faces_crowd(actors[i], kind),
            len({t.voice for t in telling_of[i]}),
            len(telling_of[i]),
            -i,
        ),
    )
    beside = {t.claim.id for t in telling_of[lead]}
    kept = tuple(
        actor
        for i, actor in enumerate(actors)
        if i == lead
        or faces_crowd(actor, kind)
        or (
            any(t.claim.id in beside for t in telling_of[i])
            and (
                len(telling_of[i]) > 1
                or (kind in CROWDS and actor.kind not in ORDERLY)
                or are_joined(actor, actors[lead], quotes.get(telling_of[i][0].claim.id, ""))
            )
        )
    )
    kept = tuple(sorted(kept, key=lambda actor: faces_crowd(actor, kind)))
    return kept, "named by most voices, with whom it is named"


def naming(actor: Actor, tellings: Tellings) -> list[Telling]:
    """The tellings that name an actor as a doer."""
    return [
        t
        for t in tellings
        if any(
            same_actor(named, actor) or set(named.mentions) & set(actor.mentions)
            for named in t.claim.says.perpetrators
        )
    ]


def are_joined(one: Actor, other: Actor, quote: str) -> bool:
    """Whether words name two doers together: "rebels and their allies"."""
    words = " ".join(quote.split())
    return any(
        re.search(rf"{re.escape(first)}{JOINED}{re.escape(second)}", words) is not None
        for a in one.mentions
        for b in other.mentions
        for first, second in ((a, b), (b, a))
    )


# What stands between doers who are named together.
JOINED = (
    r"\W{0,3}(?:,|&|\b(?:and|or|(?:together |along )?with|as well as)\b)(?:\W{1,2}(?:and|by|with)\b){0,2}\W{1,2}"
    r"(?:(?:the|a|an|some|other|their|its|his|several|\d+) )?"
)


def choose_targets(
    tellings: Tellings,
    perpetrators: Sequence[Actor],
    kind: IncidentType,
    quotes: Mapping[str, str] = NO_QUOTES,
) -> tuple[Actor, ...]:
    """Those that were hit, less the doers, whoever is likely told of before or hit in another deed, and
    attackers who fell in the answer to it. Some of those told of go with all of them.

    kind: the incident's type; quotes: the words of each claim, by its id.
    """
    told = told_as_hit(tellings, perpetrators)
    hit = hit_besides(with_parts(told, tellings, quotes), tellings, kind)
    others = tuple(target for target in hit if not fell_attacking(target, kind))
    if kind is IncidentType.ARMED_CLASH:
        others = tuple(t for t in others if not _is_of_doers(t, perpetrators)) or others
    return others or hit


def _is_of_doers(target: Actor, doers: Sequence[Actor]) -> bool:
    """Whether somebody who fell in a clash is of the state's forces that are its doers: "the army lost a | soldier". Who
    is of the rebels a speaker's words tell too badly."""
    return bool(doers) and all(
        {target.kind, doer.kind} <= STATE
        and (target.country == doer.country or None in (target.country, doer.country))
        for doer in doers
    )


def with_parts(
    actors: Sequence[Actor], tellings: Tellings, quotes: Mapping[str, str]
) -> tuple[Actor, ...]:
    """Actors, each with the wordings of those who are told of as some of them, or by their names: "22 miners, |
    including four foremen", "two reporters, | Aly Ba and Sidi Keita"."""
    texts = {" ".join(quotes.get(t.claim.id, "").split()) for t in tellings if t.claim.says.targets}
    homes: dict[int, int] = {}
    for text in sorted(texts):
        homes = _homes(actors, text) | homes  # the first text that tells it
    whole = list(actors)
    for n in sorted(homes, reverse=True):  # some of some first: a home has a smaller number
        home = whole[homes[n]]
        whole[homes[n]] = replace(
            home, mentions=tuple(dict.fromkeys((*home.mentions, *whole[n].mentions)))
        )
    return tuple(actor for n, actor in enumerate(whole) if n not in homes)


def _homes(actors: Sequence[Actor], text: str) -> dict[int, int]:
    """For each actor that a text tells of as some of one before, the number of that one."""
    told = sorted(
        (m.start(), -m.end(), n)
        for n, actor in enumerate(actors)
        for words in actor.mentions
        for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    )
    homes: dict[int, int] = {}
    for (start, end, n), (at, to, part) in pairwise(told):
        before, between, after = text[start:-end], text[-end:at], text[at:-to]
        if n >= part or not _may_be_among(actors[part], actors[n]):
            continue
        if PART.fullmatch(between) or (
            BY_NAME.fullmatch(between) and _is_noun(before) and _are_names(after)
        ):
            homes.setdefault(part, homes.get(n, n))
        elif n in homes and NEXT.fullmatch(between) and _are_names(before) and _are_names(after):
            homes.setdefault(part, homes[n])
    return homes


def _may_be_among(part: Actor, whole: Actor) -> bool:
    """Whether somebody may be one of others: of their kind, or private persons among them or the reverse."""
    return part.kind is whole.kind or not PRIVATE.isdisjoint({part.kind, whole.kind})


# What stands between people and those of them who are told of apart, and between people and their names.
PART = re.compile(
    r"(?:[^.;:]{0,60}?(?:,|\b(?:and|or)\b)? ?\b(?:including|among them|among whom(?: were| was)?|such as|one of them|two of them)"
    r"|,? (?:identified|named|known) (?:as )?),? ?(?:(?:the|a|an|at|one) )?",
    re.IGNORECASE,
)
BY_NAME = re.compile(r"(?:,|:| \(| -| --)? ?")
NEXT = re.compile(r",? and |, ")


def _is_noun(words: str) -> bool:
    """Whether a wording turns on a noun for people: "two | reporters"."""
    return words.split()[-1].lower() in nouns_of_actors()


def _are_names(words: str) -> bool:
    return all(map(is_personal_name, re.split(r",? and |, ", words)))


def told_as_hit(tellings: Tellings, perpetrators: Sequence[Actor]) -> tuple[Actor, ...]:
    """All who are told of as hit, the doers left out."""
    targets = choose_actors([t.claim.says.targets for t in tellings])
    return tuple(
        replace(t, sure=None)  # that is of one claim
        for t in targets
        if not any(same_actor(t, p) for p in perpetrators)
    )


@cache
def pointing(kind: str | None = None) -> frozenset[str]:
    """Words that point to people told of before: all, or those of one class in `lexicons/pointing.tsv`."""
    rows = [row for row in read_lexicon("pointing") if kind in (None, row["class"])]
    return frozenset(form for row in rows for form in row["form"].split("|"))


def choose_actors(groups: Sequence[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Every actor once, the wordings joined.

    A part of a name goes with the name ("Gray", "Kimani Gray"), the same noun with the noun, and
    words that only point ("the victims") go with the first actor of their kind.
    """
    chosen: list[Actor] = []
    for actor in (actor for group in groups for actor in group):
        home = next((i for i, other in enumerate(chosen) if _is_wording_of(actor, other)), None)
        if home is None:
            chosen.append(actor)
        else:
            chosen[home] = _joined(chosen[home], actor)
    return _without_pointing(chosen)


def _joined(held: Actor, actor: Actor) -> Actor:
    mentions = tuple(dict.fromkeys((*held.mentions, *actor.mentions)))
    better = actor.actor_id and not held.actor_id
    return replace(actor if better else held, mentions=mentions)


def _is_wording_of(actor: Actor, held: Actor) -> bool:
    if actor.actor_id or held.actor_id:
        return same_actor(actor, held)
    new, old = _naming(actor.name), _naming(held.name)
    return bool(new and old) and (new <= old or old <= new or _head(actor) == _head(held))


def _naming(name: str) -> frozenset[str]:
    """What of a wording may name: neither grammar nor age."""
    return _stems(AGE.sub("", name)) - FUNCTION_WORDS


AGE = re.compile(r"\b\d+[- ]?years?[- ]?old\b|,? \d{1,2}(?=,|$)", re.IGNORECASE)


FUNCTION_WORDS = frozenset("the a an of and in at from with his her their its".split())


def _head(actor: Actor) -> str:
    """The noun a phrase turns on: the last word before "of", "from", a comma."""
    return last_stem(BEHIND_NOUN.split(actor.name.casefold())[0])


BEHIND_NOUN = re.compile(r" (?:of|from|in|with|at|who|on|near|for) |,|\(|\[")


def _without_pointing(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """ "Gunmen" beside "Al-Shabaab", "the victims" beside "two nurses": their wording joins the other."""
    kept = [
        a
        for a in actors
        if a.actor_id or not set(a.name.casefold().split()) - FUNCTION_WORDS <= pointing()
    ]
    if not kept:
        return tuple(actors)
    for actor in actors:
        if actor in kept:
            continue
        fits = [a for a in kept if _may_point(actor, a)]
        if not fits:
            kept.append(actor)
            continue
        home = kept.index(fits[0])
        kept[home] = replace(
            kept[home], mentions=tuple(dict.fromkeys((*kept[home].mentions, *actor.mentions)))
        )
    return tuple(kept)


def _may_point(actor: Actor, told: Actor) -> bool:
    """Whether words that only point may mean somebody told of: "the gunmen" are no state's, nor are they
    villagers, and "13 people" no station."""
    if class_of_thing(read_tokens(told.name, 0, len(told.name))) is not None:
        return False
    if actor.kind is told.kind:
        return True
    words = actor.name.casefold().split()
    orderly = told.kind in ORDERLY and not pointing("fighter").isdisjoint(words)
    return ActorKind.UNKNOWN in {told.kind, actor.kind} and not orderly


def choose_weapons(
    tellings: Tellings,
    perpetrators: Sequence[Actor],
    kind: IncidentType,
    quotes: Mapping[str, str] = NO_QUOTES,
) -> tuple[str, ...]:
    """Each weapon that was used once, under the first of its fullest wordings: "bomb" goes into "car
    bomb", and so do "the bomb" and "the device".

    kind: the incident's type; quotes: the words of each claim, by its id.
    """
    quoted: dict[str, list[str]] = {}
    for t in tellings:
        for words in t.claim.says.weapons:
            quote = " ".join(quotes.get(t.claim.id, "").split())
            quoted.setdefault(words, []).append(quote)
    chosen: list[str] = []
    for words in (w for w, q in quoted.items() if not is_unused(w, q, perpetrators, kind)):
        at = next((i for i, held in enumerate(chosen) if _is_one_weapon(words, held)), None)
        if at is None:
            chosen.append(words)
        elif _tells_more(words, chosen[at]):
            chosen[at] = words
    return tuple(chosen)


def _is_one_weapon(a: str, b: str) -> bool:
    one, other = _stems(a), _stems(b)
    if one <= other or other <= one or last_stem(a) == last_stem(b):
        return True
    kinds = {kind for kind, _ in _weapon_class(a)} & {kind for kind, _ in _weapon_class(b)}
    return any((kind, True) in _weapon_class(a) | _weapon_class(b) for kind in kinds)


def _tells_more(new: str, held: str) -> bool:
    """Whether a wording says more of a weapon than the one before: a word that the other lacks, where that
    is loose or a part of it."""
    if _stems(held) < _stems(new):
        return True
    return _is_loose(held) and not _is_loose(new)


def _is_loose(words: str) -> bool:
    """Whether a wording fits every weapon of its class, with no word beside it but articles and numbers."""
    return all(any(loose for _, loose in _weapon_class(word)) for word in _naming(words))


def _weapon_class(words: str) -> frozenset[tuple[str, bool]]:
    """The classes that the words of a wording have in `lexicons/weapons.tsv`, and whether each is loose there."""
    text = " ".join(words.casefold().split())
    table = _weapon_forms()
    return frozenset(table[found] for found in _weapon_pattern().findall(text))


@cache
def _weapon_forms() -> Mapping[str, tuple[str, bool]]:
    return {r["form"]: (r["class"], r["loose"] == "yes") for r in read_lexicon("weapons")}


@cache
def _weapon_pattern() -> re.Pattern[str]:
    forms = sorted(_weapon_forms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?!\w)")


def _stems(words: str) -> frozenset[str]:
    return frozenset(w.rstrip("s") for w in words.casefold().split())


def choose_scope(tellings: Tellings) -> Scope:
    scopes = {t.claim.scope for t in tellings}
    for scope in (Scope.POLITICAL, Scope.ORDINARY):
        if scope in scopes:
            return scope
    return Scope.UNKNOWN
