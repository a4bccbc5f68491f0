"""Whether a body named as a doer may stand in the record: a false accusation is the worst error.

A claim keeps whom its words may mean; the record names only who is told of plainly or surely enough. The
weights are a table, `doers.tsv`, fitted by `train/fit_doers.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from dateline.extract.grammar import IRREGULAR
from dateline.extract.patients import BE, HELPERS
from dateline.extract.text import Sentence, Token, read_sentences, read_tokens, word_set
from dateline.extract.triggers import Trigger, find_triggers
from dateline.lexicons import Row, log_odds, read_lexicon, read_weights, weigh
from dateline.link.compare import ATTACKS, CROWDS, STATE
from dateline.link.voices import UNTOLD, Telling
from dateline.records import Actor, ActorKind, IncidentType, Modality
from dateline.resolve.actor import same_actor

Tellings = Sequence[Telling]

# Log-odds from which a body stands. Of 199 named doers of calibration and training reports that could be told by
# eye, 27 in 100 were not told as such; with a bar of 0.8 9 in 100 of those that stand are not, and 71 of 100 right ones
# stand. From 0.6 on it is 9 and 75, from 1.5 on 6 and 51, from 2 on none (of 58) and 40. Since words that are no kind of
# body name nobody, of 16 more that 0.5 lets stand on the 318 reports set aside 13 are right: half way there.
STANDS = 0.65
MOST = 0.995  # probability that a word tells of a deed, believed so far
# Kinds that words of one another may tell of: "killed" in an air strike, no "arrest" in a murder.
VIOLENT = ATTACKS | {
    IncidentType.ILL_TREATMENT,
    IncidentType.MILITARY_OPERATION,
    IncidentType.SEIZURE,
}
REACH = 4  # words that may stand between a deed and its doer's "by", or a deed and what denies it
BEFORE_VERB = HELPERS | word_set("who that which")
BEFORE_NOUN = word_set("the a an his her its their our some suspected alleged")
DOUBTING = word_set(
    "not never no nor neither without deny denies denied if would will could might may should whether fear fears feared"
)
# What says that a deed was not done, or not by him: "no herder was shot by | the army", "denied that ...".
NEGATING = word_set("not never no nor neither without if whether")
DENYING = word_set("deny denies denied denying")
NO_NEGATION = word_set("only fewer less longer doubt")  # "no fewer than", "not only"
CLAUSE = 12  # words ahead of a deed in which it may be denied or only thought of
# Kinds that whoever finds, guards or searches has a part in, so that such a word says nothing.
STILL = frozenset(
    {
        IncidentType.ARREST,
        IncidentType.SEIZURE,
        IncidentType.AGREEMENT,
        IncidentType.MILITARY_OPERATION,
        IncidentType.DISPLACEMENT,
        IncidentType.EXECUTION,  # a court condemned them
    }
)
# Deeds beside which who only arrests somebody answers them.
ANSWERED = VIOLENT - {
    IncidentType.ARMED_CLASH,
    IncidentType.MILITARY_OPERATION,
    IncidentType.ILL_TREATMENT,
}
BESIDE_VERB = BEFORE_VERB | word_set(
    "be will would still now yesterday today each both continue continues continued began to had"
)
OF_ANYBODY = frozenset({"responder", "cleared"})  # what rules out who is no known body too
CROWD = frozenset({ActorKind.PROTESTERS, ActorKind.RIOTERS})
SIDES = word_set("with between against and")  # "fought with | rebels"


def load_weights() -> Mapping[str, float]:
    return read_weights("dateline.link", "doers.tsv")


def stand(
    doers: Iterable[Actor], tellings: Tellings, kind: IncidentType, quotes: Mapping[str, str]
) -> tuple[Actor, ...]:
    """Those of `doers` who may be named: all that are no known bodies, and bodies told of plainly or surely; not
    who only answered the deed.

    kind: the incident's type; quotes: the words of each claim, by its id.
    """
    doers = tuple(doers)
    crowd = any(doer.kind in CROWD for doer in doers)
    return tuple(
        doer
        for doer in doers
        if not hit_back(doer, tellings, kind)
        and not _only_defends(doer, kind)
        and not (crowd and faces_crowd(doer, kind) and not breaks_up(doer, tellings, quotes))
        and (
            (doer.actor_id is None and not is_ruled_out(doer, tellings, kind, quotes))
            or is_beyond_doubt(doer, tellings, kind, quotes)
            or (
                not is_ruled_out(doer, tellings, kind, quotes)
                and weigh(load_weights(), shows(doer, tellings, kind)) >= STANDS
            )
        )
    )


def hit_back(doer: Actor, tellings: Tellings, kind: IncidentType) -> bool:
    """Whether somebody is told only to have hit the attackers, of a deed that hit others: troops who "killed
    three of the attackers" did not ambush the convoy."""
    if kind not in ANSWERED:
        return False
    named = {telling.claim.id: telling for telling, _ in _namings(doer, tellings)}
    victims = [target for telling in named.values() for target in telling.claim.says.targets]
    if not victims or not all(map(_attacked, victims)):
        return False
    return any(
        not _attacked(target)
        for telling in tellings
        if telling.claim.id not in named
        for target in telling.claim.says.targets
    )


def _attacked(target: Actor) -> bool:
    last = (words.lower().split()[-1] for words in target.mentions if words.strip())
    return any(word in _called("attacker") for word in last)


def fell_attacking(target: Actor, kind: IncidentType) -> bool:
    """Whether somebody hit is one of those who did such a deed: "soldiers killed three of the | attackers"."""
    return kind in ANSWERED and _attacked(target)


def _only_defends(doer: Actor, kind: IncidentType) -> bool:
    """Whether somebody only answers an air strike: "four drones were destroyed by | air defence"."""
    words = " ".join(doer.mentions).lower()
    return kind is IncidentType.AIR_STRIKE and any(form in words for form in _called("defence"))


@cache
def _called(who: str) -> frozenset[str]:
    """The words of one class of `attackers.tsv`."""
    rows = (row for row in read_lexicon("attackers") if row["who"] == who)
    return frozenset(form for row in rows for form in row["forms"].split("|"))


def is_ruled_out(
    doer: Actor, tellings: Tellings, kind: IncidentType, quotes: Mapping[str, str]
) -> bool:
    """Whether every quote that names a body tells something else of it, or that it did not do it; of nobody
    known, that he answered it ("made safe by | army experts"), or that he did not do what others tell was done."""
    told = [
        (quotes.get(telling.claim.id, ""), words)
        for telling, named in _namings(doer, tellings)
        for words in named.mentions
    ]
    known = doer.actor_id is not None or _is_only_denied(doer, tellings)
    return bool(told) and all(stands_by(quote, words, kind, known=known) for quote, words in told)


def _is_only_denied(doer: Actor, tellings: Tellings) -> bool:
    """Whether only denials name somebody, of a deed that another claim tells as done."""
    named = {telling.claim.id for telling, _ in _namings(doer, tellings)}
    denied = {t.claim.id for t in tellings if t.claim.modality is Modality.DENIED}
    return named <= denied < {t.claim.id for t in tellings}


def is_beyond_doubt(
    doer: Actor, tellings: Tellings, kind: IncidentType, quotes: Mapping[str, str]
) -> bool:
    """Whether a claim that was not judged names a body, as a person's does and a claim of responsibility, or
    one whose grammar makes it the doer; of a state's forces in a crowd, whose deeds are others, only that they broke
    it up."""
    told = list(_namings(doer, tellings))
    unjudged = [(telling, named) for telling, named in told if named.sure is None]
    if not told or any(
        not is_accused_of_else(quotes.get(telling.claim.id, ""), words)
        for telling, named in unjudged
        for words in named.mentions or ("",)
    ):
        return True
    if faces_crowd(doer, kind):
        return breaks_up(doer, tellings, quotes)
    return any(
        is_plain(quotes.get(telling.claim.id, ""), words, kind)
        for telling, named in told
        if telling.claim.modality not in UNTOLD
        for words in named.mentions
    )


def shows(doer: Actor, tellings: Tellings, kind: IncidentType) -> dict[str, float]:
    """What speaks for and against a body having done it, as the claim tells that names it most surely: rows of
    `doers.tsv`."""
    told = list(_namings(doer, tellings))
    deed, as_doer = max(((_deed(t), named.sure or 0.0) for t, named in told), key=sum)
    return {
        "always": 1.0,
        "deed": deed,
        "doer": as_doer,
        "again": float(len(told) > 1),
        "state in a crowd": float(faces_crowd(doer, kind)),
        "state bombing": float(doer.kind in STATE and kind is IncidentType.BOMBING),
    }


def faces_crowd(doer: Actor, kind: IncidentType) -> bool:
    """Whether somebody is of a state's forces, and the deed that of a crowd: he stands against it."""
    return doer.kind in STATE and kind in CROWDS


def breaks_up(doer: Actor, tellings: Tellings, quotes: Mapping[str, str]) -> bool:
    """Whether a state's forces are plainly told to have broken up a crowd, beaten or shot at it."""
    return any(
        is_told_to_break_up(quotes.get(telling.claim.id, ""), words)
        for telling, named in _namings(doer, tellings)
        if telling.claim.modality not in UNTOLD
        for words in named.mentions
    )


def is_told_to_break_up(quote: str, doer: str) -> bool:
    """
    >>> is_told_to_break_up("The march was dispersed by police.", "police")
    True
    >>> is_told_to_break_up("Police watched the march.", "Police")
    False
    >>> is_told_to_break_up("Police were beaten by the marchers.", "Police")
    False
    """
    return any(
        _follows(tokens, first, end, forms, active=True)
        and DOUBTING.isdisjoint(t.lower for t in tokens[max(0, first - CLAUSE) : end + REACH])
        for sentence in read_sentences(quote)
        for tokens in (sentence.tokens,)
        for first, end in _places(tokens, doer)
        for forms in _breaking_up()
    )


@cache
def _breaking_up() -> tuple[tuple[str, ...], ...]:
    rows = read_lexicon("breaking_up")
    return tuple(tuple(form.split()) for row in rows for form in row["forms"].split("|"))


def _namings(doer: Actor, tellings: Tellings) -> Iterator[tuple[Telling, Actor]]:
    for telling in tellings:
        for named in telling.claim.says.perpetrators:
            if same_actor(named, doer) or set(named.mentions) & set(doer.mentions):
                yield telling, named


def _deed(telling: Telling) -> float:
    """Log-odds that the claim's words tell of a deed at all."""
    return log_odds(telling.claim.confidence or 0.5, 1 - MOST, MOST)


def is_plain(quote: str, doer: str, kind: IncidentType) -> bool:
    """Whether somebody did it by the grammar of a listed word for such a deed: its subject, its agent, a side
    of a clash; neither denied nor only thought of.

    >>> is_plain("Two were shot by the guards.", "the guards", IncidentType.ARMED_ATTACK)
    True
    >>> is_plain("Guards came upon two who were shot.", "Guards", IncidentType.ARMED_ATTACK)
    False
    """
    return any(
        _did(tokens, first, end, deed) and not _is_doubted(tokens, first, end, deed)
        for sentence in read_sentences(quote)
        for tokens in (sentence.tokens,)
        for first, end in _places(tokens, doer)
        for deed in find_triggers(sentence)
        if deed.type in {None, kind} or {deed.type, kind} <= VIOLENT
    )


def _places(tokens: Sequence[Token], words: str) -> Iterator[tuple[int, int]]:
    """Where the words of somebody stand among tokens."""
    said = [t.text for t in read_tokens(words, 0, len(words))]
    for n in range(len(tokens) - len(said) + 1):
        if said and [t.text for t in tokens[n : n + len(said)]] == said:
            yield n, n + len(said)


def _did(tokens: Sequence[Token], first: int, end: int, deed: Trigger) -> bool:
    """Whether tokens [first, end) stand where the one who did a deed does."""
    words = [t.lower for t in tokens]
    while end < deed.first and words[end] in BEFORE_VERB:
        end += 1
    if end == deed.first:  # "the army | has shelled", "an army | raid"
        passive = words[end - 1] in BE and not words[end].endswith("ing")
        return deed.subject == "perpetrator" and not passive
    while first > 0 and words[first - 1] in BEFORE_NOUN:
        first -= 1
    if first == 0 or not deed.last <= first - 1 <= deed.last + REACH:
        return False
    if words[max(0, deed.first - 3) : deed.first] in (
        ["scene", "of", "the"],
        ["site", "of", "the"],
    ):
        return False  # "flights near the scene of the massacre by | the army"
    if not BE.isdisjoint(words[deed.last : first - 1]):
        return False  # "who shot two was seen by | the army"
    is_side = deed.type is IncidentType.ARMED_CLASH and words[first - 1] in SIDES
    does = deed.noun or deed.subject == "perpetrator"  # not "made safe by | the army"
    return is_side or (does and words[first - 1] == "by")  # "an offensive launched by | the army"


def _is_doubted(tokens: Sequence[Token], first: int, end: int, deed: Trigger) -> bool:
    """Whether a word that denies a deed or only thinks of it stands by it and its doer."""
    around = tokens[max(0, min(first, deed.first) - CLAUSE) : max(end, deed.last)]
    if deed.first > 0 and tokens[deed.first - 1].lower == "to":  # "threatened to | shell"
        return True
    return any(t.lower in DOUBTING or t.lower.endswith("n't") for t in around)


def stands_by(quote: str, doer: str, kind: IncidentType, *, known: bool = True) -> bool:
    """Whether somebody is told to have done something else than such a deed, to have been hit by it, or not to
    have done it. known: whether he is a known body; of others it counts only that they answered it, were
    cleared of it, or that what was left of it was found by them.

    >>> stands_by("The police found two who had been shot.", "The police", IncidentType.ARMED_ATTACK)
    True
    >>> stands_by("The police shot two.", "The police", IncidentType.ARMED_ATTACK)
    False
    """
    told = [
        _stands_by(sentence, first, end, kind, known=known)
        for sentence in read_sentences(quote)
        for first, end in _places(sentence.tokens, doer)
    ]
    return bool(told) and all(told)


def _stands_by(
    sentence: Sentence, first: int, end: int, kind: IncidentType, *, known: bool
) -> bool:
    tokens = sentence.tokens
    did = [deed for deed in find_triggers(sentence) if _did(tokens, first, end, deed)]
    such = [deed for deed in did if deed.type in {None, kind} or {deed.type, kind} <= VIOLENT]
    if such:
        return known and all(_is_denied(tokens, first, end, deed) for deed in such)
    if known and kind in ANSWERED and any(deed.type is IncidentType.ARREST for deed in did):
        return True
    if kind in STILL or _goes_on(tokens, end) or _kills_so(sentence, end):
        return False
    return any(
        row["stands"] == stands
        and (known or row["tells"] in OF_ANYBODY or (row["tells"] == "finder" and agent))
        and not (row["tells"] == "hit" and kind is IncidentType.ARMED_CLASH)
        for stands, row, agent in _told_beside(tokens, first, end)
    )


def _goes_on(tokens: Sequence[Token], end: int) -> bool:
    """Whether another verb is joined to what is told of somebody: "arrived | and took two"."""
    words = [t.lower for t in tokens]
    return any(
        words[i] in {"and", "then"} and (words[i + 1].endswith("ed") or words[i + 1] in IRREGULAR)
        for i in range(end, len(words) - 1)
    )


def _kills_so(sentence: Sentence, end: int) -> bool:
    """Whether a participle tells what somebody did to others: "dragged out six, | killing all". Not behind a
    clause of another's, as "found those hit by a shell that fell, killing two"."""
    tokens = sentence.tokens
    return any(
        deed.subject == "perpetrator"
        and deed.first > end
        and tokens[deed.first - 1].lower == ","
        and tokens[deed.first].lower.endswith("ing")
        and OTHERS_CLAUSE.isdisjoint(t.lower for t in tokens[end : deed.first])
        for deed in find_triggers(sentence)
    )


OTHERS_CLAUSE = word_set(
    "after when while as where which who that whose by in since before because from"
)


def _name_end(tokens: Sequence[Token], end: int) -> int:
    """Where a name ends that goes on behind token `end` with its place: "the police | of Gao | found"."""
    names = end + 1
    if names >= len(tokens) or tokens[end].lower not in ("of", "in", "from"):
        return end
    while names < len(tokens) and tokens[names].text[0].isupper():
        names += 1
    return names if names > end + 1 else end


def _told_beside(tokens: Sequence[Token], first: int, end: int) -> Iterator[tuple[str, Row, bool]]:
    """Rows of `bystanding.tsv` whose words stand by tokens [first, end), on which side, and whether he is the
    agent there: "found by | herders"."""
    start = _before_article(tokens, first)
    for forms, row in _bystanding():
        if row["stands"] == "before":
            before = tokens[max(0, start - len(forms)) : start]
            if tuple(t.lower for t in before) == forms:
                yield "before", row, False
        elif _follows(tokens, first, end, forms):
            yield row["stands"], row, _is_agent(tokens, first, forms)


def _before_article(tokens: Sequence[Token], first: int) -> int:
    while first > 0 and tokens[first - 1].lower in BEFORE_NOUN:
        first -= 1
    return first


def _follows(
    tokens: Sequence[Token], first: int, end: int, forms: tuple[str, ...], *, active: bool = False
) -> bool:
    """Whether tokens [first, end) are the subject of a verb, or its agent: "police | found", "found by | police".
    active: not of one that tells what befell them ("police | were beaten")."""
    words = [t.lower for t in tokens]
    verb, n = _name_end(tokens, end), len(forms)
    while verb < len(words) and (words[verb] in BESIDE_VERB or words[verb].endswith("ly")):
        verb += 1
    # "a unit searching the hill | shot two"
    finite = not forms[0].endswith("ing") or words[verb - 1] in BE
    suffers = active and not forms[0].endswith("ing")
    if finite and any(
        tuple(words[k : k + n]) == forms and not (suffers and not BE.isdisjoint(words[end:k]))
        for k in range(end, verb + 1)
    ):
        return True
    return _is_agent(tokens, first, forms)


def _is_agent(tokens: Sequence[Token], first: int, forms: tuple[str, ...]) -> bool:
    """Whether tokens [first, ...) stand behind the "by" of a verb."""
    first, n = _before_article(tokens, first), len(forms)
    agent = first - 1 if first > 0 and tokens[first - 1].lower == "by" else 0
    return tuple(t.lower for t in tokens[max(0, agent - n) : agent]) == forms


@cache
def _bystanding() -> tuple[tuple[tuple[str, ...], Row], ...]:
    return tuple(
        (tuple(form.split()), row)
        for row in read_lexicon("bystanding")
        for form in row["forms"].split("|")
    )


def _is_denied(tokens: Sequence[Token], first: int, end: int, deed: Trigger) -> bool:
    """Whether what stands around or ahead of a deed and its doer says that it was not done."""
    words = [t.lower for t in tokens]
    start = min(first, deed.first)
    ahead = set(words[max(0, start - CLAUSE) : start])
    while start > 0 and words[start - 1] in HELPERS:
        start -= 1
    return not ahead.isdisjoint(DENYING) or any(
        (words[i] in NEGATING or words[i].endswith("n't"))
        and words[i + 1] not in NO_NEGATION
        and not first <= i < end
        for i in range(max(0, start - 2), max(end, deed.last) - 1)
    )


def is_accused_of_else(quote: str, doer: str) -> bool:
    """Whether somebody is accused of what no listed word for a deed tells: "accused the rebels of greed"."""
    return any(
        tokens[end : end + 1]
        and tokens[end].lower == "of"
        and any(t.lower.startswith("accus") for t in tokens[max(0, first - REACH) : first])
        and all(deed.last <= end for deed in find_triggers(sentence))
        for sentence in read_sentences(quote)
        for tokens in (sentence.tokens,)
        for first, end in _places(tokens, doer)
    )
