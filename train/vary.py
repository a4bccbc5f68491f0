"""The same reports told of others: who did it must be read from the words around a name, not from the name.

`exchange_actors` gives the actors of a report each other's names; `turn_passive` makes simple active
clauses passive; `exchange_numbers` tells of other figures; `join_passages` makes reports of passages. Labels go
with the words, kinds of actor with the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from train.data import KINDS, Attribution, Example, Pair, Trigger, occurrences

PEOPLE = frozenset(KINDS) - {"organisation", "media"}
# What stands before the name itself and stays: articles, figures, number words, owners.
BEFORE = re.compile(
    r"(?:(?:the|an?|some|about|at least|nearly|over|all|both|his|her|its|their|several|dozens of|"
    r"hundreds of|one|two|three|four|five|six|seven|eight|nine|ten|twelve|[\d,.]+)\s+)*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"(?:he|she|it|they|we|i|you|them|him|her|us|who|others?|those|people)", re.IGNORECASE
)
PLURAL = re.compile(r"(?:[^s']s|men|people|police|children)$", re.IGNORECASE)
WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
NUMBER = re.compile(
    r"(?<![\w.,:/$€£'’-])(?:\d{1,3}(?:,\d{3})*|" + "|".join(WORDS[2:]) + r")(?![\w:/%-]|[.,]\d)",
    re.IGNORECASE,
)
# Figures like each other: first, end, step. Days of a month are among the second and third.
LIKE = ((30, 100, 10), (2, 10, 1), (10, 13, 1), (13, 29, 1), (32, 100, 1))
LONGEST = 5  # words of a name that is exchanged
PAST = re.compile(r"[a-z]+ed|shot|hit|struck")
MANY = re.compile(
    r"(?:two|three|four|five|six|seven|eight|nine|ten|some|several|dozens|[\d,]{2,}|[2-9])\b|.*[^s']s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a new text. old: where it stood before; None for words that are new."""

    text: str
    old: Pair | None
    kept: bool  # letter by letter what stood there


def vary(examples: Sequence[Example], random: Random) -> Iterator[Example]:
    """Each example again where something in it can be told of others, or the other way round."""
    doers = frozenset(
        _head(core)
        for example in examples
        for trigger in example.triggers
        for role, *span in trigger.roles
        if role == "perpetrator" and (core := _core(example.text, (span[0], span[1])))
    )
    for example in examples:
        exchanged = exchange_actors(example, doers, random)
        passive = turn_passive(example if exchanged is None else exchanged)
        varied = passive or exchanged
        counted = exchange_numbers(varied or example, random)
        if (told := counted or varied) is not None:
            yield told


def exchange_actors(example: Example, doers: frozenset[str], random: Random) -> Example | None:
    """The actors with each other's names, plural for plural, named for named; None without two alike.

    doers: last words of what doers are called in any report; what is called otherwise may be a house.
    """
    kinds = {core: kind for core, kind in _kinds_of(example).items() if _known(core, doers)}
    groups: dict[tuple[bool, bool], list[str]] = {}
    for core in kinds:
        groups.setdefault(_form(core, doers), []).append(core)
    kinds |= {core[0].lower() + core[1:]: kind for core, kind in kinds.items()}
    new: dict[str, str] = {}
    for (named, _), cores in groups.items():
        random.shuffle(cores)
        if len(cores) > 1:
            names = cores if named else [core[0].lower() + core[1:] for core in cores]
            new |= dict(zip(cores, [*names[1:], names[0]], strict=True))
    spans = list(_spans(example))
    told = [trigger.span for trigger in example.triggers]
    for core in list(new):
        places = occurrences(example.text, [core])
        if any(_cuts(at, span) for at in places for span in spans) or any(
            at[0] < span[1] and span[0] < at[1] for at in places for span in told
        ):
            del new[core]
    placed: list[tuple[Pair, str]] = []
    for core in sorted(new, key=len, reverse=True):
        for at in occurrences(example.text, [core]):
            if all(at[1] <= other[0] or other[1] <= at[0] for other, _ in placed):
                placed.append((at, core))
    if not placed:
        return None
    blocks, end = [], 0
    for at, core in sorted(placed):
        blocks.append(Block(example.text[end : at[0]], (end, at[0]), True))
        blocks.append(Block(_cased(new[core], example.text, at), at, False))
        end = at[1]
    blocks.append(Block(example.text[end:], (end, len(example.text)), True))
    varied = _rewritten(example, blocks, "exchanged")
    if varied is not None:
        for old, told in zip(example.triggers, varied.triggers, strict=True):
            _exchange_kinds(example, old, told, new, kinds)
        for before, said in zip(example.attributions or [], varied.attributions or [], strict=True):
            if before.source and (core := _core(example.text, before.source[0])) in new:
                said.kind = None
    return varied


def _kinds_of(example: Example) -> dict[str, str]:
    """Names and words for the people who have a part in a report, with the kind told of each."""
    found: dict[str, Counter[str]] = {}
    for trigger in example.triggers:
        for role, start, end in trigger.roles:
            kind = role.removeprefix("kind ")
            if kind in PEOPLE and (core := _core(example.text, (start, end))):
                found.setdefault(core, Counter())[kind] += 1
    return {core: kinds.most_common(1)[0][0] for core, kinds in found.items()}


def _core(text: str, span: Pair) -> str | None:
    """A name or description without its article and figure; None for pronouns and long ones."""
    words = text[slice(*span)]
    core = words[BEFORE.match(words).end() :]  # type: ignore[union-attr]
    plain = re.fullmatch(r"[^\W\d][\w' .-]*\w", core) and len(core.split()) <= LONGEST
    return core if plain and not PRONOUN.fullmatch(core) else None


def _head(core: str) -> str:
    return re.split(r" (?:of|from|in|at|with|and)\b", core)[0].split()[-1]


def _known(core: str, doers: frozenset[str]) -> bool:
    return not doers.isdisjoint({_head(core), _head(core).lower()})


def _form(core: str, doers: frozenset[str]) -> tuple[bool, bool]:
    """Whether it is a name, and whether many: what one name shares with those that may stand for it."""
    head = _head(core)
    return head[0].isupper() and head.lower() not in doers, bool(
        PLURAL.search(core.split(" of ")[0])
    )


def _cuts(at: Pair, span: Pair) -> bool:
    """Whether a label begins or ends within a name."""
    return at[0] < span[0] < at[1] or at[0] < span[1] < at[1]


def _cased(name: str, text: str, at: Pair) -> str:
    """A name as it is written in that place: in a text of capitals, at the head of a sentence."""
    there = text[slice(*at)]
    if there.isupper() and len(there) > 4:
        return name.upper()
    return name[0].upper() + name[1:] if there[0].isupper() else name


def _exchange_kinds(
    example: Example, old: Trigger, varied: Trigger, new: dict[str, str], kinds: dict[str, str]
) -> None:
    """Kinds of actor go with the names."""
    for i, (role, start, end) in enumerate(old.roles):
        core = _core(example.text, (start, end))
        if role.startswith("kind ") and core in new:
            varied.roles[i] = (f"kind {kinds[new[core]]}", *varied.roles[i][1:])


def turn_passive(example: Example) -> Example | None:
    """Simple clauses of doer, verb and sufferer, side by side, made passive; None without any."""
    text, clauses = example.text, []
    for trigger in example.triggers:
        start, end = trigger.span
        if not PAST.fullmatch(text[start:end]):
            continue
        doers = [
            r[1:] for r in trigger.roles if r[0] == "perpetrator" and text[r[2] : start] == " "
        ]
        for role, a, b in trigger.roles:
            if role == "target" and doers and re.fullmatch(r" (?:the |an? )?", text[end:a]):
                article = re.search(r"\b(?:the|an?) $", text[: doers[0][0]], re.IGNORECASE)
                first = article.start() if article else doers[0][0]
                clauses.append(((first, start - 1), (start, end), (end + 1, b)))
    blocks, done = [], 0
    for doer, verb, target in sorted(set(clauses)):
        if doer[0] < done:
            continue
        blocks.append(Block(text[done : doer[0]], (done, doer[0]), True))
        who, whom = text[slice(*doer)], text[slice(*target)]
        lead = text[: doer[0]].rstrip(" ")[-1:] in {"", "\n", ".", "”", '"', ":"}
        if lead and whom[0].islower():
            whom = whom[0].upper() + whom[1:]
        if re.match(r"(?:The|An?|Some|Two) ", who):
            who = who[0].lower() + who[1:]
        be = "were" if MANY.match(whom.split(" who ")[0].split(" of ")[0]) else "was"
        blocks += [
            Block(whom, target, True),
            Block(f" {be} ", None, False),
            Block(text[slice(*verb)], verb, True),
            Block(" by ", None, False),
            Block(who, doer, True),
        ]
        done = target[1]
    if not blocks:
        return None
    blocks.append(Block(text[done:], (done, len(text)), True))
    return _rewritten(example, blocks, "passive")


def exchange_numbers(example: Example, random: Random) -> Example | None:
    """Figures by others of their size, each by the same one throughout; None without any.

    Years, ordinals, clock times and calibres stay, and "one", which is no figure half of the time.
    """
    new: dict[int, int] = {}
    for low, high, step in LIKE:
        like = list(range(low, high, step))
        new |= dict(zip(like, random.sample(like, len(like)), strict=True)) | new
    blocks, end = [], 0
    for match in NUMBER.finditer(example.text):
        told = match.group()
        value = WORDS.index(told.lower()) if told.isalpha() else int(told.replace(",", ""))
        if value not in new:
            if value < LIKE[-1][1]:
                continue
            new[value] = random.randrange(10 ** (len(str(value)) - 1), 10 ** len(str(value)))
        word = WORDS[new[value]] if told.isalpha() else f"{new[value]:,}"
        blocks.append(Block(example.text[end : match.start()], (end, match.start()), True))
        blocks.append(Block(_cased(word, example.text, match.span()), match.span(), False))
        end = match.end()
    if not blocks:
        return None
    blocks.append(Block(example.text[end:], (end, len(example.text)), True))
    return _rewritten(example, blocks, "counted")


def _spans(example: Example) -> Iterator[Pair]:
    yield from (*example.unknown, *example.unsaid)
    for trigger in example.triggers:
        yield trigger.span
        yield from ((a, b) for _, a, b in (*trigger.roles, *trigger.masked))
    for said in example.attributions or ():
        yield from (*said.source, *said.cue, *said.content)


def _rewritten(example: Example, blocks: Sequence[Block], how: str) -> Example | None:
    """The example over the blocks' text; None where a label cannot be followed."""
    text, placed = "", []
    for block in blocks:
        if block.old is not None and block.old[0] < block.old[1]:
            placed.append((block, len(text)))
        text += block.text

    def moved(span: Pair) -> Pair:
        low, high = [], []
        for block, at in placed:
            start, end = block.old  # type: ignore[misc]
            if span[1] <= start or end <= span[0]:
                continue
            if block.kept:
                low.append(at + max(span[0], start) - start)
                high.append(at + min(span[1], end) - start)
            elif span[0] <= start and end <= span[1]:
                low.append(at)
                high.append(at + len(block.text))
            else:
                raise LookupError(span)
        return min(low), max(high)

    try:
        return replace(_relabelled(example, moved), id=f"{example.id} {how}", text=text)
    except (LookupError, ValueError):
        return None


def _relabelled(example: Example, moved: Callable[[Pair], Pair]) -> Example:
    """The example with each of its labels where `moved` says that its words now stand."""

    def all_moved(spans: Iterable[Pair]) -> list[Pair]:
        return [moved(span) for span in spans]

    def roles(told: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        return [(role, *moved((a, b))) for role, a, b in told]

    return replace(
        example,
        triggers=[
            replace(t, span=moved(t.span), roles=roles(t.roles), masked=roles(t.masked))
            for t in example.triggers
        ],
        unknown=all_moved(example.unknown),
        unsaid=all_moved(example.unsaid),
        attributions=example.attributions
        and [
            Attribution(
                *(all_moved(s) for s in (a.source, a.cue, a.content)), a.kind, a.modality, a.about
            )
            for a in example.attributions
        ],
    )


def join_passages(examples: Sequence[Example], random: Random) -> Iterator[Example]:
    """Passages in a new order, up to five behind each other as one text. Whether deeds of two of them are
    one incident is not asked: a report's paragraphs are no strangers."""
    left = random.sample(examples, len(examples))
    while left:
        size = random.choice((1, 1, 2, 3, 4, 5))
        taken, left = left[:size], left[size:]
        placed, text = [], ""
        parts: list[int] = []
        for example in taken:
            parts.append(len(text))
            placed.append(_relabelled(example, partial(_shifted, by=len(text))))
            text += example.text + random.choice((" ", "\n\n"))
        yield replace(
            taken[0],
            id="+".join(example.id for example in taken),
            text=text.rstrip(),
            triggers=[trigger for example in placed for trigger in example.triggers],
            attributions=[said for example in placed for said in example.attributions or ()],
            barren=not any(example.triggers for example in taken),
            parts=parts,
        )


def _shifted(span: Pair, by: int) -> Pair:
    return span[0] + by, span[1] + by
