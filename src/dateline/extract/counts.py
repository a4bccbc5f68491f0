"""How many were killed, injured, abducted, arrested or displaced, as each clause words it.

A number belongs to a harm when it counts the people the trigger was done to, or stands bare
beside it ("killing 12", "nine dead", "the toll rose to 31"). Nothing is added up here across
sentences, and no number is made up: a plural without a number gives none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.actors import ActorMention
from dateline.extract.numbers import number_run, read_count
from dateline.extract.roles import Roles
from dateline.extract.text import Sentence, Token
from dateline.extract.triggers import Trigger
from dateline.records import Count, CountPhrase, Span

# A figure over several incidents or a long time, not this incident's.
CUMULATIVE = re.compile(
    r"\b(?:since (?:last|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|\d{4}|early|late|mid)|so far this (?:year|month)|this year|in (?:the past|recent)"
    r" (?:\w+ )?(?:days|weeks|months|years|decades?)|over the (?:past|last)|in the last (?:\w+ )?(?:weeks|months"
    r"|years)|in the (?:first|second|same|last) (?:half|quarter|period|\w+ months)|in the \w+ (?:months|weeks|years) to"
    r"|each year|every year|a year|in total since|to date|during the (?:war|conflict|civil war))\b"
)
ADDED = re.compile(r"\b(?:another|more|others|additional|further|other)\b")
JOINT = re.compile(
    r"\bkilled (?:or|and/or) (?:wounded|injured)\b|\bdead (?:or|and) (?:wounded|injured)\b"
)
# Words between a noun of harm and its number: "the death toll from the blast rose to 31".
TOLL = re.compile(
    r"^(?:toll|death toll|death count|deaths|fatalities|casualties|injuries|number of .*|put the dead)$"
)
TOLL_VERBS = frozenset("to at is was stands stood reached reaches hit hits as".split())
MAX_TOLL_GAP = 14


def find_counts(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    roles: Sequence[Roles],
    actors: Sequence[ActorMention],
) -> list[tuple[CountPhrase, ...]]:
    """Count phrases of each trigger, in the order of the triggers."""
    text = " ".join(token.lower for token in sentence.tokens)
    cumulative = CUMULATIVE.search(text) is not None
    if JOINT.search(text):  # a joint total fills neither killed nor injured
        return [() for _ in triggers]
    taken: set[Span] = set()
    counts: list[tuple[CountPhrase, ...]] = []
    for trigger, role in zip(triggers, roles, strict=True):
        if trigger.harm is None or (trigger.harm_open and trigger.also is None):
            counts.append(())
            continue
        if trigger.also is not None:
            counts.append(_none_of_both(sentence, trigger, actors))
            continue
        bare = _bare(sentence, trigger, actors, cumulative)
        if bare is not None and not any(m.span.holds(bare.span) for m in role.targets):
            found = [bare]  # "six were killed and five wounded": the five, not the six again
        else:
            found = _of_mentions(sentence, trigger, role, cumulative)
        found = [phrase for phrase in found if not any(phrase.span.meets(span) for span in taken)]
        if TOLL.match(trigger.word):  # "the toll is none": a toll not given is no zero
            found = [phrase for phrase in found if phrase.count.best != 0 or trigger.word in NOUNS]
        taken.update(phrase.span for phrase in found)
        counts.append(tuple(found))
    return [_within_toll(triggers, phrases, counts) for phrases in counts]


def _within_toll(
    triggers: Sequence[Trigger],
    phrases: tuple[CountPhrase, ...],
    counts: Sequence[tuple[CountPhrase, ...]],
) -> tuple[CountPhrase, ...]:
    """ "The toll rose to 14 after five more bodies were found": the five are in the fourteen."""
    tolls = {
        p.kind
        for t, found in zip(triggers, counts, strict=True)
        if TOLL.match(t.word)
        for p in found
    }
    return tuple(replace(p, subset=True) if p.added and p.kind in tolls else p for p in phrases)


def _none_of_both(
    sentence: Sentence, trigger: Trigger, actors: Sequence[ActorMention]
) -> tuple[CountPhrase, ...]:
    """ "No casualties": none killed and none injured. Any other number does not say which."""
    bare = _bare(sentence, trigger, actors, cumulative=False)
    if bare is None or bare.count.best != 0 or trigger.also is None:
        return ()
    return (bare, replace(bare, kind=trigger.also))


def _of_mentions(
    sentence: Sentence, trigger: Trigger, roles: Roles, cumulative: bool
) -> list[CountPhrase]:
    found: list[CountPhrase] = []
    part = False  # "including six women and eight children": the part goes on over "and"
    for mention in roles.targets:
        part = _is_subset(sentence, mention.span) or (
            part and _joined_by_and(sentence, mention.span)
        )
        count = mention_count(sentence, mention)
        if count is None or trigger.harm is None:
            continue
        words = [t.lower for t in sentence.within(mention.span)]
        found.append(
            CountPhrase(
                kind=trigger.harm,
                span=mention.span,
                count=count,
                group=mention.head,
                subset=part,
                added=bool(words) and words[0] in {"another", "others"},
                cumulative=cumulative and (count.best or 0) > 1,
            )
        )
    return found


UNITS_OF_PEOPLE = frozenset({"family", "household", "clan", "couple", "crew", "village"})


def mention_count(sentence: Sentence, mention: ActorMention) -> Count | None:
    """How many people a noun phrase stands for: its number, or 1 for a single described person."""
    if mention.noun in UNITS_OF_PEOPLE:
        return None  # forty families are no forty people
    if mention.number is not None:
        return read_count(sentence.within(mention.number))
    if mention.pronoun or mention.plural or mention.body:
        return None
    return Count(1, 1, 1)


def _joined_by_and(sentence: Sentence, span: Span) -> bool:
    before = [t.lower for t in sentence.tokens if t.end <= span.start][-1:]
    return before in (["and"], [","])


def _is_subset(sentence: Sentence, span: Span) -> bool:
    """ "... including three children", "two of them women": part of another figure."""
    before = [t.lower for t in sentence.tokens if t.end <= span.start][-3:]
    after = [t.lower for t in sentence.tokens if t.start >= span.end][:3]
    inside = [t.lower for t in sentence.within(span)]
    if "including" in before or "among" in before[-2:]:
        return True
    return inside[-2:] in (["of", "them"], ["of", "whom"]) or after[:2] in (
        ["of", "them"],
        ["of", "whom"],
    )


def _bare(
    sentence: Sentence, trigger: Trigger, actors: Sequence[ActorMention], cumulative: bool
) -> CountPhrase | None:
    """A number that stands beside the trigger without naming whom it counts."""
    tokens = sentence.tokens
    run = (
        _inside_run(tokens, trigger) or _after_run(tokens, trigger) or _before_run(tokens, trigger)
    )
    if run is None or trigger.harm is None:
        return None
    first, last = run
    if _is_not_people(tokens, first, last):
        return None
    count = read_count(tokens[first:last])
    if count is None:
        return None
    span = Span(tokens[first].start, tokens[last - 1].end)
    for actor in actors:
        if actor.span.holds(span) and actor.span.end < trigger.span.start - 1 and not actor.pronoun:
            gap = sentence.within(Span(actor.span.end, trigger.span.start))
            if any(t.lower not in BETWEEN for t in gap):
                return None  # the number counts other people
    words = " ".join(t.lower for t in tokens[first:last])
    return CountPhrase(
        kind=trigger.harm,
        span=span,
        count=count,
        subset=_is_subset(sentence, span),
        added=bool(ADDED.search(words)) or _next(tokens, last) in {"more", "others", "other"},
        cumulative=cumulative and (count.best or 0) > 1,
    )


def _inside_run(tokens: Sequence[Token], trigger: Trigger) -> tuple[int, int] | None:
    """ "left 12 dead", "took nine hostage"."""
    for i in range(trigger.first + 1, trigger.last):
        run = number_run(tokens, i)
        if run is not None and run[1] <= trigger.last:
            return run
    return None


def _after_run(tokens: Sequence[Token], trigger: Trigger) -> tuple[int, int] | None:
    if TOLL.match(trigger.word):
        stop = min(len(tokens), trigger.last + MAX_TOLL_GAP)
        for i in range(trigger.last, stop):
            if tokens[i].lower in TOLL_VERBS and i + 1 < len(tokens):
                run = number_run(tokens, i + 1)
                if run is not None:
                    return run
        return None
    if trigger.last >= len(tokens):
        return None
    of = trigger.noun and tokens[trigger.last].lower == "of" and trigger.last + 1 < len(tokens)
    return number_run(tokens, trigger.last + of)  # "the bodies of nine men"


def _before_run(tokens: Sequence[Token], trigger: Trigger) -> tuple[int, int] | None:
    """ "nine dead", "12 were killed", "no casualties", "three others were wounded"."""
    i = trigger.first
    while i > 0 and tokens[i - 1].lower in BETWEEN:
        i -= 1
    return number_run(tokens, i, backward=True) if i > 0 else None


BETWEEN = frozenset(
    "was were been being be is are have had has people others other more reported confirmed were"
    " civilian also seriously critically badly severely feared believed of them".split()
)
UNITS = re.compile(
    r"^(?:km|kms|kilomet\w+|miles?|met\w*|years?|months?|weeks?|days?|hours?|minutes?|am|pm|a\.m\.|p\.m\."
    r"|per|percent|%|o'clock|dollars|euros?|houses?|homes?|villages?|towns?|vehicles?|cars?|january|february"
    r"|march|april|may|june|july|august|september|october|november|december|rounds|times|bombs?|rockets?"
    r"|shells?|explosions?|blasts?|attacks?|buildings?|shops?|schools?)$"
)


def _is_not_people(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Ages, dates, distances, things: numbers that count no people."""
    following = _next(tokens, last)
    before = tokens[first - 1].lower if first else ""
    if UNITS.match(following) or before in {"aged", "age", "$", "€", "£", "no", "number", "route"}:
        return True
    if before == "," and following in {",", ".", ""}:
        return True  # "a driver, 32, was killed"
    earlier = tokens[first - 2].lower if first > 1 else ""
    if before == "of" and earlier in AGED:
        return True  # "a man of 34"
    if before in {"in", "since", "of"} and re.match(r"^(?:19|20)\d\d$", tokens[first].text):
        return True
    return re.match(r"^(?:19|20)\d\d$", tokens[last - 1].text) is not None and last - first == 1


AGED = frozenset("man woman boy girl person youth teenager child student driver guard".split())
NOUNS = frozenset({"deaths", "fatalities", "casualties", "injuries"})


def _next(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].lower if i < len(tokens) else ""
