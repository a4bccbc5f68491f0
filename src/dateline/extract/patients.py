"""Who was killed or hurt, by the grammar of the word that says so: "a man was shot", "killed two guards".

A plain second look where the model names nobody: a noun for persons, a name or a number, right beside
the word, on the side that its voice gives to the one who suffers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dateline.extract.numbers import is_number_word
from dateline.extract.text import Sentence, Token, word_set
from dateline.extract.triggers import Trigger, find_triggers
from dateline.lexicons import read_lexicon
from dateline.records import CountKind, Span

BODILY = frozenset({CountKind.KILLED, CountKind.INJURED})
BE = word_set("was were been being is are be got get gets")
HELPERS = BE | word_set(
    "has have had also later then allegedly reportedly apparently critically seriously severely fatally "
    "badly slightly lightly mortally both all either accidentally"
)
RELATIVES = word_set("who that which")
BEFORE_HEAD = word_set(
    "a an the one another two three four five six his her their its our my this that"
)
# What may follow a participle that has its sufferer before it: "man shot in the leg".
AFTER_PARTICIPLE = word_set(
    "in at by on near during while after outside inside dead multiple several and , . ; ) - – when as "
    "over amid through once twice early late overnight to"
)
REACH = 6  # words from a verb to the head of its object


def find_patients(sentence: Sentence) -> list[tuple[Trigger, Span]]:
    """Words for killing or wounding, each with the phrase of who suffered it; those without are left
    out."""
    found = []
    for trigger in find_triggers(sentence):
        if trigger.harm in BODILY and (span := find_patient(sentence, trigger)) is not None:
            found.append((trigger, span))
    return found


def find_patient(sentence: Sentence, trigger: Trigger) -> Span | None:
    """The phrase of who suffered what a word of the sentence tells."""
    tokens = sentence.tokens
    if trigger.noun:
        of = trigger.last < len(tokens) and tokens[trigger.last].lower == "of"
        return _phrase_after(tokens, trigger.last + 1) if of else None
    if "..." in trigger.word:  # "shot a driver dead"
        return _phrase_after(tokens[: trigger.last - 1], trigger.first + 1)
    start = trigger.first
    while start > 0 and tokens[start - 1].lower in HELPERS:
        start -= 1
    passive = any(t.lower in BE for t in tokens[start : trigger.first])
    if trigger.subject == "target" or passive:
        return _phrase_before(tokens, start)
    if (after := _phrase_after(tokens, trigger.last)) is not None:
        return after
    following = tokens[trigger.last].lower if trigger.last < len(tokens) else "."
    participle = not tokens[trigger.first].lower.endswith(("ing", "s"))
    if participle and following in AFTER_PARTICIPLE:
        return _phrase_before(tokens, start)
    return None


def find_agent(sentence: Sentence, deed: Span) -> Span | None:
    """The persons who did what a passive tells: "were ambushed by [the troops] near Goma"."""
    tokens = sentence.tokens
    first = next((i for i, t in enumerate(tokens) if t.start >= deed.start), len(tokens))
    after = next((i for i, t in enumerate(tokens) if t.start >= deed.end), len(tokens))
    if after >= len(tokens) or tokens[after].lower != "by":
        return None
    start = first
    while start > 0 and tokens[start - 1].lower in HELPERS:
        start -= 1
    if BE.isdisjoint(t.lower for t in tokens[start:first]):
        return None
    found = _phrase_after(tokens, after + 1)
    named = found is not None and not _people().isdisjoint(t.lower for t in sentence.within(found))
    return found if named else None


def _phrase_before(tokens: Sequence[Token], end: int) -> Span | None:
    """A phrase of persons that ends right before a token, an age or "who" between them left aside."""
    i = end - 1
    if i >= 0 and tokens[i].lower in RELATIVES:
        i -= 1
    if i > 1 and tokens[i].text == "," and tokens[i - 1].lower.isdigit():
        i -= 2
    if i > 0 and tokens[i].lower.isdigit() and tokens[i - 1].text == ",":
        i -= 2
    elif i > 0 and tokens[i].text == ",":
        i -= 1
    if i < 0 or not (is_person(tokens[i]) or is_number_word(tokens[i])):
        return None
    first = i
    while first > 0 and _joins(tokens[first - 1]):
        first -= 1
    return Span(tokens[first].start, tokens[i].end)


def _phrase_after(tokens: Sequence[Token], start: int) -> Span | None:
    """A phrase of persons that begins at a token."""
    head = None
    for k in range(start, min(len(tokens), start + REACH)):
        token = tokens[k]
        if is_person(token):
            head = k
        elif not (_joins(token) or token.lower.isalpha()) or token.lower in AFTER_PARTICIPLE:
            break
    return Span(tokens[start].start, tokens[head].end) if head is not None else None


def is_person(token: Token) -> bool:
    """Whether a word is a noun for persons, or written like a name."""
    name = token.text[:1].isupper() and token.lower.isalpha() and len(token.text) > 1
    return token.lower in _people() or (name and not token.text.isupper())


def _joins(token: Token) -> bool:
    """Whether a word may stand in a phrase of persons before its head."""
    return (
        token.lower in BEFORE_HEAD
        or token.lower.endswith("-old")
        or is_number_word(token)
        or is_person(token)
    )


@cache
def _people() -> frozenset[str]:
    rows = [row for row in read_lexicon("roles") if row["sort"] == "person"]
    words = [row[form] for row in rows for form in ("noun", "plural") if row[form]]
    return frozenset(w for w in words if " " not in w) | word_set(
        "male female others person he she him"
    )
