"""Who did what to whom: the phrases of a sentence tied to its triggers, without a parser.

English news puts the doer before an active verb, the victim before a passive one, and ties names
to nouns by "by", "on", "of", "between" or by standing right before them. Where none of these
holds, the role stays empty.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.extract.actors import ActorMention
from dateline.extract.objects import ObjectMention
from dateline.extract.phrases import read_forms
from dateline.extract.text import Sentence, Token, read_tokens
from dateline.extract.triggers import Trigger
from dateline.lexicons import read_lexicon
from dateline.records import IncidentType, Modality, Span

BE = frozenset("was were been being be is are got get gets getting".split())
ADVERBS = frozenset(
    "not also all later reportedly allegedly then both already again apparently seriously critically"
    " badly severely slightly lightly fatally gravely still only even either only".split()
)
PREPOSITIONS = frozenset(
    "in on at near of with from by against between for to into outside inside including after during"
    " among over under around across through toward towards off following amid despite within behind"
    " along beside besides without via".split()
)
COORDINATORS = frozenset(
    {",", "and", "or", "plus", "&", "as", "well", "including", "along", "both"}
)
SPEECH = re.compile(r"^(?:said|says|told|added|reported|announced|stated|according|confirmed)$")
# Words that begin another clause: no verb reaches over them.
CLAUSE_WORDS = frozenset(
    "when while as who which that where since because if but after before until whom whose although"
    " though so then".split()
)
AFTER_PARTICIPLE = (
    PREPOSITIONS
    | CLAUSE_WORDS
    | set(". , ; : and or today yesterday tonight overnight early late".split())
    | {""}
)
# People of whom nothing is said that could make them doers of violence.
VAGUE = frozenset(
    "people person others other civilian civilians victim victims casualty casualties injured wounded"
    " dead resident residents body bodies corpse passenger bystander passer-by patient child children"
    " hostage survivor mourner".split()
)
BESIDE = {"at", "outside", "near", "inside", "in", "under", "beside", "on", "by", "next"}
# Prepositions that are as often conjunctions.
CONJUNCTIONS = frozenset({"after", "before", "until", "since"})
STOPS = frozenset({";", ":", "—", "–", "--", "…"})
MAX_BY_GAP = 7  # tokens between "planted" and its "by"
MAX_SUBJECT_GAP = 5  # tokens between a verb and a subject whose role does not tell of force
MAX_DESCRIBED_GAP = 30
MAX_AGENT_GAP = 12  # tokens between a trigger and the "by" that brings its doer
ARMED_ROLES = frozenset(
    "soldier police army militia rebel militant gunman attacker terrorist gang criminal guard"
    " intelligence peacekeeper coalition mission group suspect name identity party government"
    " rioter protester".split()
)
# Who bears arms wherever the sentence names them; police and officials are as often its source.
BEARING_ARMS = frozenset(
    "soldier army militia rebel militant gunman attacker terrorist gang peacekeeper coalition name"
    " guerrilla".split()
)
# Who "they" and "it" may stand for as doers.
BODIES = ARMED_ROLES | {"organisation", "man", "judiciary"}


@dataclass(frozen=True, slots=True)
class Roles:
    """Mentions tied to one trigger."""

    perpetrators: tuple[ActorMention, ...] = ()
    targets: tuple[ActorMention, ...] = ()
    objects: tuple[ObjectMention, ...] = ()
    authorship: Modality = Modality.ASSERTED  # how sure the wording is of the doer


def assign_roles(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    actors: Sequence[ActorMention],
    objects: Sequence[ObjectMention],
) -> list[Roles]:
    """Roles of each trigger of a sentence, in the order of the triggers."""
    clause = _Clause(sentence, triggers, actors, objects)
    roles = [_roles(clause, trigger) for trigger in triggers]
    roles = _share_subjects(triggers, roles, sentence)
    roles = _without_sufferers(triggers, roles, sentence)
    roles = [_with_antecedents(clause, r) for r in roles]
    roles = [_with_responsibility(clause, t, r) for t, r in zip(triggers, roles, strict=True)]
    return [_plausible(t, r) for t, r in zip(triggers, roles, strict=True)]


def _with_antecedents(clause: _Clause, roles: Roles) -> Roles:
    """ "The rebels said they had burned it": a pronoun doer is the armed party told just before."""
    doers = []
    for actor in roles.perpetrators:
        if actor.pronoun:
            before = [
                a
                for _, _, a in clause.actors
                if a.span.end <= actor.span.start and not a.pronoun and a.role in BODIES
            ]
            doers += before[-1:]
        else:
            doers.append(actor)
    return replace(roles, perpetrators=tuple(doers))


def _plausible(trigger: Trigger, roles: Roles) -> Roles:
    """Doers without those who can only be the sufferers; police do not make the protest."""
    if trigger.type in {IncidentType.PROTEST, IncidentType.RIOT}:
        return replace(
            roles,
            perpetrators=tuple(
                a for a in roles.perpetrators if a.role not in {"police", "soldier"}
            ),
        )
    barred = NEVER_DOERS | (
        {"police", "official"} if trigger.type is IncidentType.BOMBING else set()
    )
    doers = (a for a in roles.perpetrators if a.noun not in VAGUE and a.role not in barred)
    return replace(roles, perpetrators=tuple(doers))


NEVER_DOERS = frozenset({"media", "journalist", "victim", "spokesman", "witness"})


class _Clause:
    """One sentence with its mentions by token index."""

    def __init__(
        self,
        sentence: Sentence,
        triggers: Sequence[Trigger],
        actors: Sequence[ActorMention],
        objects: Sequence[ObjectMention],
    ) -> None:
        self.tokens = sentence.tokens
        starts = {token.start: i for i, token in enumerate(self.tokens)}
        ends = {token.end: i + 1 for i, token in enumerate(self.tokens)}
        self.triggers = triggers
        placed = [
            (starts[a.span.start], ends[a.span.end], a)
            for a in actors
            if a.span.start in starts and a.span.end in ends
        ]
        self.actors = [(s, e, a) for s, e, a in placed if not a.attributive]
        self.all_actors = placed
        self.objects = [
            (starts[o.span.start], ends[o.span.end], o)
            for o in objects
            if o.span.start in starts and o.span.end in ends
        ]

    def before(self, i: int) -> str:
        """The word before token i, past determiners and the like."""
        while i > 0 and self.tokens[i - 1].lower in DETERMINERS:
            i -= 1
        return self.tokens[i - 1].lower if i > 0 else ""


DETERMINERS = frozenset("the a an some several many two three his her their its".split())


def _roles(clause: _Clause, trigger: Trigger) -> Roles:
    if trigger.noun:
        return _noun_roles(clause, trigger)
    return _verb_roles(clause, trigger)


def _verb_roles(clause: _Clause, trigger: Trigger) -> Roles:
    if trigger.subject == "target":  # "nine recruits died", "four people dead"
        return Roles(targets=_subject(clause, trigger) or _object(clause, trigger))
    if trigger.object == "perpetrator":  # "blamed the rebels", "accused the army of"
        return Roles(perpetrators=_object(clause, trigger), authorship=Modality.ALLEGED)
    inner = _inside(clause, trigger)  # "left four soldiers dead", "took nurses hostage"
    if trigger.subject == "weapon":  # "a bomb exploded outside the bank"
        return Roles(objects=_after_objects(clause, trigger, BESIDE, reach=6))
    if trigger.subject == "":
        return _targeted(clause, trigger, inner or _object(clause, trigger))
    if not inner and _passive(clause, trigger):
        agent = _agent(clause, trigger)
        hit = _subject(clause, trigger)
        if trigger.subject == "party":
            return Roles(perpetrators=hit, targets=agent)
        if not hit and not agent:  # "killing by", headline "Killed: two guards"
            hit = _object(clause, trigger)
        roles = _targeted(clause, trigger, hit, side="left")
        return replace(roles, perpetrators=tuple(a for a in agent if a not in hit))
    doers = _subject(clause, trigger)
    if trigger.object in {"target", "party", "weapon", ""}:
        hit = inner or _object(clause, trigger)
    else:
        marks = {trigger.object, "on", "at", "against", "into"}
        hit = inner or _after(clause, trigger, marks)
        if not hit and trigger.subject == "party":
            hit = _object(clause, trigger)  # "troops battled militants"
            if not hit and len(doers) > 1:  # "soldiers and rebels clashed"
                doers, hit = doers[:1], doers[1:]
        if not hit:
            things = _after_objects(clause, trigger, marks, reach=6)
            return Roles(perpetrators=doers, objects=things)
    if trigger.subject == "party" and not hit:
        hit = _after(clause, trigger, {"with", "against"})
    roles = _targeted(clause, trigger, hit)
    return replace(roles, perpetrators=tuple(a for a in doers if a not in hit))


def _noun_roles(clause: _Clause, trigger: Trigger) -> Roles:
    if trigger.object == "party" or trigger.subject == "party":
        sides = _between(clause, trigger)
        if len(sides) > 1:
            return Roles(perpetrators=sides[:1], targets=sides[1:])
        others = _after(clause, trigger, {"with", "against"}, reach=6)
        doers = sides or _compound(clause, trigger) or _agent(clause, trigger)
        return Roles(perpetrators=doers or others[:0], targets=others)
    doers = _agent(clause, trigger) or _compound(clause, trigger)
    marks = {"on", "against", "targeting", "at"} | ({"of"} if trigger.object == "target" else set())
    hit = _after(clause, trigger, marks, reach=3)
    things = _after_objects(clause, trigger, marks, reach=3)
    if trigger.subject == "target" and not hit:
        hit = _after(clause, trigger, {"of"}, reach=2)
    if trigger.harm and not hit and not doers:
        hit = _counted_before(clause, trigger)
    return Roles(
        perpetrators=tuple(a for a in doers if a not in hit),
        targets=hit,
        objects=things if not hit else (),
    )


def _targeted(
    clause: _Clause, trigger: Trigger, hit: tuple[ActorMention, ...], *, side: str = "right"
) -> Roles:
    """Targets of a verb: people, else the thing it was done to."""
    if hit:
        return Roles(targets=hit)
    if side == "left":
        found = [o for s, e, o in clause.objects if e <= trigger.first]
        before = [s for s, e, o in clause.objects if e <= trigger.first]
        if found and clause.before(before[-1]) not in PREPOSITIONS:
            return Roles(objects=(found[-1],))
        return Roles()
    for start, _, thing in clause.objects:
        if trigger.last <= start <= trigger.last + 4 and _open(clause, trigger.last, start):
            return Roles(objects=(thing,))
    return Roles()


def _passive(clause: _Clause, trigger: Trigger) -> bool:
    """Whether the verb tells what was done to its subject."""
    tokens = clause.tokens
    word = tokens[trigger.first].lower
    if word.endswith(("ing", "s")):
        return (
            word.endswith("ing")
            and trigger.first > 0
            and tokens[trigger.first - 1].lower in {"hanging"}
        )
    i = trigger.first - 1
    while i >= 0 and (tokens[i].lower in ADVERBS or tokens[i].lower.endswith("ly")):
        i -= 1
    if i >= 0 and tokens[i].lower in BE:
        return True
    if i >= 0 and tokens[i].lower in {"to", "will", "would", "had", "has", "have", "and", "who"}:
        acts = _object(clause, trigger) or _targeted(clause, trigger, ()).objects
        return tokens[i].lower in {"and", "who"} and not acts
    following = tokens[trigger.last].lower if trigger.last < len(tokens) else ""
    if following == "by":
        return True
    # "12 people killed in the attack", "two wounded": nothing to act on stands right of the verb
    least = [t.lower for t in tokens[trigger.last : trigger.last + 2]] in (
        ["at", "least"],
        ["at", "most"],
    )
    if trigger.object != "target" or _inside(clause, trigger) or least:
        return False
    return following in AFTER_PARTICIPLE or following.endswith("day")


def _subject(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    """The nearest noun phrase on the left that no preposition holds, with what is joined to it."""
    left = [(s, e, a) for s, e, a in clause.actors if e <= trigger.first]
    limit = _clause_start(clause, trigger)
    left = [(s, e, a) for s, e, a in left if s >= limit]
    for k in range(len(left) - 1, -1, -1):
        actor = left[k][2]
        if _held(clause, trigger, left, k):
            continue
        if not _can_be_subject(clause, trigger, left[k][1], actor):
            return ()
        group = [actor]
        while k > 0 and _joined(clause, left[k - 1][1], left[k][0]):
            k -= 1
            if clause.before(left[k][0]) in PREPOSITIONS:
                break  # "according to police, rebels killed"
            group.insert(0, left[k][2])
        parts = (a for s, _, a in left if a not in group and clause.before(s) == "including")
        return (*group, *(a for a in parts if a.span.start > actor.span.end))
    return ()


def _held(
    clause: _Clause, trigger: Trigger, left: Sequence[tuple[int, int, ActorMention]], k: int
) -> bool:
    """Whether a preposition holds a noun phrase, alone or as the second of "by A and B"."""
    start, end, _ = left[k]
    before = clause.before(start)
    if before in CONJUNCTIONS:  # "after gunmen killed": the verb follows at once
        gap = [t.lower for t in clause.tokens[end : trigger.first]]
        return not all(w in BE or w in ADVERBS or w in {"had", "have", "has"} for w in gap)
    if before in {"and", "or"} and k and _joined(clause, left[k - 1][1], start):
        return _held(clause, trigger, left, k - 1)
    return before in PREPOSITIONS


def _can_be_subject(clause: _Clause, trigger: Trigger, end: int, actor: ActorMention) -> bool:
    """Whether what stands between a noun phrase and the verb lets it be the verb's subject."""
    gap = [t.lower for t in clause.tokens[end : trigger.first]]
    if gap and gap[-1] in {"that", "which", "who"} and len(gap) > 1 and gap[0] != ",":
        return False  # "people in an attack that destroyed": the attack did
    if any(t.noun and end <= t.first < trigger.first for t in clause.triggers) and gap[-1:] == [
        "that"
    ]:
        return False
    passive = any(word in BE for word in gap[-3:])
    reach = MAX_DESCRIBED_GAP if passive else MAX_SUBJECT_GAP
    if actor.role in ARMED_ROLES or actor.pronoun or len(gap) <= reach:
        return True
    # "four men who were travelling in a blue car set fire to": nobody else stands between
    described = gap[0] in {"who", "riding", "in", "on", "armed", "wearing", "dressed", "with"}
    return described and not actor.definite and len(gap) <= MAX_DESCRIBED_GAP


def _clause_start(clause: _Clause, trigger: Trigger) -> int:
    """Where the clause of a trigger begins: after a stop or a reporting verb with "that"."""
    for i in range(trigger.first - 1, -1, -1):
        lower = clause.tokens[i].lower
        if lower in STOPS:
            return i + 1
        if lower == "that" and i and SPEECH.match(clause.tokens[i - 1].lower):
            return i + 1
        # "police said gunmen killed ..."; but "gunmen, police said, killed ..."
        told = SPEECH.match(lower) and i + 1 < trigger.first
        if told and clause.tokens[i + 1].lower not in {",", "to"}:
            return i + 1
    return 0


def _object(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    """The noun phrase right after the verb, with what is joined to it."""
    right = [(s, e, a) for s, e, a in clause.actors if s >= trigger.last]
    if not right or right[0][0] > trigger.last + 3:
        return ()
    if not _open(clause, trigger.last, right[0][0]):
        return ()
    return _with_joined(clause, right)


def _with_joined(
    clause: _Clause, right: Sequence[tuple[int, int, ActorMention]]
) -> tuple[ActorMention, ...]:
    group = [right[0][2]]
    for (_, end, _), (start, after, actor) in itertools.pairwise(right):
        if not _joined(clause, end, start) or _is_subject(clause, after):
            break
        group.append(actor)
    return tuple(group)


def _is_subject(clause: _Clause, i: int) -> bool:
    """Whether a verb follows: ", and soldiers fired back" begins another clause."""
    if i >= len(clause.tokens):
        return False
    return any(t.first == i and not t.noun for t in clause.triggers) or (
        clause.tokens[i].lower in {"said", "were", "was", "have", "had", "are", "told", "fired"}
    )


def _joined(clause: _Clause, end: int, start: int) -> bool:
    between = clause.tokens[end:start]
    return 0 < len(between) <= 3 and all(
        t.lower in COORDINATORS or t.lower in DETERMINERS or t.lower in {"another", "at", "least"}
        for t in between
    )


def _open(clause: _Clause, end: int, start: int) -> bool:
    """Whether nothing between two tokens ends the reach of a verb."""
    return all(
        t.lower not in PREPOSITIONS
        and t.lower not in CLAUSE_WORDS
        and t.text not in {",", ".", "(", ")"}
        and t.text not in STOPS
        for t in clause.tokens[end:start]
    )


def _agent(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    """Who stands behind "by", before another trigger or clause begins."""
    return _after(clause, trigger, {"by"}, reach=MAX_AGENT_GAP)


def _after(
    clause: _Clause, trigger: Trigger, marks: set[str], *, reach: int = 6
) -> tuple[ActorMention, ...]:
    """The noun phrase that one of `marks` brings within `reach` tokens after the trigger."""
    i = _mark(clause, trigger, marks, reach)
    if i is None:
        return ()
    right = [(s, e, a) for s, e, a in clause.actors if s > i]
    if right and right[0][0] <= i + 3 and _open(clause, i + 1, right[0][0]):
        return _with_joined(clause, right)
    return ()


def _between(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    """Both sides of "between A and B", whatever verb comes after them."""
    i = _mark(clause, trigger, {"between"}, 4)
    right = [(s, e, a) for s, e, a in clause.actors if i is not None and s > i]
    if len(right) > 1 and _joined(clause, right[0][1], right[1][0]):
        return right[0][2], right[1][2]
    return ()


def _after_objects(
    clause: _Clause, trigger: Trigger, marks: set[str], *, reach: int
) -> tuple[ObjectMention, ...]:
    i = _mark(clause, trigger, marks, reach)
    if i is None:
        return ()
    return tuple(o for s, _, o in clause.objects if i < s <= i + 5)[:1]


def _mark(clause: _Clause, trigger: Trigger, marks: set[str], reach: int) -> int | None:
    stop = min(len(clause.tokens), trigger.last + reach)
    for i in range(trigger.last, stop):
        token = clause.tokens[i]
        if token.lower in marks:
            return i
        if token.text in STOPS or SPEECH.match(token.lower):
            return None
        if any(t.first == i and not t.noun for t in clause.triggers):
            return None
    return None


def _compound(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    """A name right before the noun: "Boko Haram attack", "the army's shelling"."""
    for _, end, actor in reversed(clause.all_actors):
        gap = clause.tokens[end : trigger.first]
        if (
            end <= trigger.first
            and len(gap) <= 2
            and all(
                t.lower in {"'s", "'"}
                or t.lower.endswith(("ed", "al", "ar"))
                or t.lower == "suicide"
                for t in gap
            )
        ):
            return (actor,) if actor.role in ARMED_ROLES else ()
    return _plain_doer(clause, trigger)


def _plain_doer(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    """A singular noun that only names the doers' kind: "a rebel attack", "separatist raids"."""
    if trigger.first == 0:
        return ()
    token = clause.tokens[trigger.first - 1]
    for words, plural, row in read_forms("roles", "noun").get(token.lower, ()):
        if words == (token.lower,) and not plural and row["role"] in BEARING_ARMS:
            span = Span(token.start, token.end)
            return (ActorMention(span, span, token.lower, row["role"], attributive=True),)
    return ()


def _counted_before(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    """ "Three civilian deaths": the people that a noun of harm counts."""
    for _, end, actor in reversed(clause.actors):
        if end == trigger.first:
            return (actor,)
    return ()


def _inside(clause: _Clause, trigger: Trigger) -> tuple[ActorMention, ...]:
    held = [(e, a) for s, e, a in clause.actors if trigger.first < s and e <= trigger.last]
    others = [a for e, a in held if e < trigger.last]  # not the "hostage" of "took nurses hostage"
    return tuple(others or [a for _, a in held])


def _without_sufferers(
    triggers: Sequence[Trigger], roles: Sequence[Roles], sentence: Sentence
) -> list[Roles]:
    """ "Killing eight villagers and wounding 15": the villagers wounded nobody."""
    kept = list(roles)
    for k in range(1, len(kept)):
        word = sentence.tokens[triggers[k].first].lower
        before = sentence.tokens[triggers[k].first - 1].lower if triggers[k].first else ""
        if word.endswith("ing") or before == "and":
            hit = kept[k - 1].targets
            doers = tuple(a for a in kept[k].perpetrators if a not in hit)
            kept[k] = replace(kept[k], perpetrators=doers)
    return kept


def _share_subjects(
    triggers: Sequence[Trigger], roles: list[Roles], sentence: Sentence
) -> list[Roles]:
    """A participle or joined verb without a doer takes that of the verb before it."""
    shared = list(roles)
    for k in range(1, len(shared)):
        trigger, last = triggers[k], triggers[k - 1]
        word = sentence.tokens[trigger.first].lower
        before = sentence.tokens[trigger.first - 1].lower if trigger.first else ""
        follows = word.endswith("ing") or before in {"and", "then", "to", ","}
        if not follows or trigger.noun or trigger.subject != "perpetrator":
            continue
        doers = shared[k - 1].perpetrators
        if doers and not last.noun and (not shared[k].perpetrators or before in {",", "and"}):
            shared[k] = replace(shared[k], perpetrators=doers)
    return shared


def _with_responsibility(clause: _Clause, trigger: Trigger, roles: Roles) -> Roles:
    """Doers named beside the deed: "the attack, claimed by ...", "... carried out the attack"."""
    if trigger.subject == "party":
        return roles
    for i, words, who, modality in _responsibility(clause.tokens):
        end = i + len(words)
        if who == "right":
            doers = [(s, e, a) for s, e, a in clause.actors if end <= s <= end + 3]
            # after the deed or around it ("blamed the attack on"), or "a shell fired by rebels hit"
            ahead = bool(doers) and not trigger.noun and 0 <= trigger.first - doers[0][1] <= 2
            near = end > trigger.last or ahead
        else:
            near = trigger.noun and i <= trigger.first <= end + 5
            doers = [(s, e, a) for s, e, a in clause.actors if 0 <= i - e <= 4][-1:]
        if near and doers:
            found = _with_joined(clause, doers) if who == "right" else (doers[0][2],)
            if roles.perpetrators and roles.perpetrators != found:
                continue
            hit = tuple(a for a in roles.targets if a not in found)
            return replace(roles, perpetrators=found, targets=hit, authorship=modality)
    return roles


def _responsibility(
    tokens: Sequence[Token],
) -> list[tuple[int, tuple[str, ...], str, Modality]]:
    found = []
    for i, token in enumerate(tokens):
        for words, who, modality in _responsibility_forms().get(token.lower, ()):
            if tuple(t.lower for t in tokens[i : i + len(words)]) == words:
                found.append((i, words, who, modality))
                break
            by = _loose_by(tokens, i, words)
            if by is not None:
                found.append((by, words[-1:], who, modality))
                break
    return found


def _loose_by(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> int | None:
    """ "Planted along the road by": a participle and its "by", some words apart."""
    if words[-1] != "by" or len(words) != 2 or not words[0].endswith(("ed", "aid", "own")):
        return None
    for k in range(i + 2, min(len(tokens), i + MAX_BY_GAP)):
        if tokens[k].lower == "by":
            return k
        if tokens[k].text in {",", ".", ";"} or tokens[k].lower in CLAUSE_WORDS:
            return None
    return None


@cache
def _responsibility_forms() -> dict[str, list[tuple[tuple[str, ...], str, Modality]]]:
    forms: dict[str, list[tuple[tuple[str, ...], str, Modality]]] = {}
    for row in read_lexicon("responsibility"):
        words = tuple(t.lower for t in read_tokens(row["form"], 0, len(row["form"])))
        forms.setdefault(words[0], []).append((words, row["who"], Modality(row["modality"])))
    for rows in forms.values():
        rows.sort(key=lambda row: -len(row[0]))
    return forms


@cache
def doing_verbs() -> frozenset[str]:
    """First words of the forms whose subject does the deed: "launched", "carried out"."""
    rows = [row for row in read_lexicon("responsibility") if row["who"] == "left"]
    return frozenset(row["form"].split()[0] for row in rows if row["modality"] == "asserted")
