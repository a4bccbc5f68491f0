"""Words that put a figure in place of one told before: "the death toll has risen to 14"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from dateline.lexicons import read_lexicon
from dateline.records import CountKind


class Way(StrEnum):
    """Where the new figure lies."""

    UP = "up"
    DOWN = "down"
    EITHER = "either"


# What was counted, by its words; a bare "toll" is one of deaths.
DEAD = r"(?:toll|(?:body|death) count|numbers? of (?:the )?(?:people )?(?:dead|deaths|killed|fatalities|victims))"
HURT = r"numbers? of (?:the )?(?:people )?(?:injured|wounded|hurt|injuries)"
BETWEEN = r"[^.;!?]{0,120}?"  # "from Tuesday's bombing of a market in Gao has"
TO = r"(?: (?:up|down|upwards?|downwards?|again|further|sharply|since|already))?(?: from [\w-]+(?: [\w-]+){0,3})? to\b"


def find_revisions(words: str) -> Mapping[CountKind, Way]:
    """Which figures a sentence says to have changed, and which way.

    >>> find_revisions("The death toll from Monday's ambush has risen to 14, a nurse said.")
    {<CountKind.KILLED: 'killed'>: <Way.UP: 'up'>}
    """
    found: dict[CountKind, Way] = {}
    text = " ".join(words.casefold().split())
    for kind, way, pattern in _patterns():
        if kind not in found and pattern.search(text):
            found[kind] = way
    return found


def ends_in_revision(words: str) -> bool:
    """Whether words, in lower case, end in a changed figure, so that a day behind them is that of the change.

    >>> ends_in_revision("the death toll rose to four on "), ends_in_revision("fire rose; four were killed on ")
    (True, False)
    """
    return _figure_pattern().search(words) is not None


@cache
def last_words() -> frozenset[str]:
    """The last word of each verb: "risen", and the "up" of "gone up"."""
    rows = read_lexicon("revisions")
    return frozenset(form.split()[-1] for row in rows for form in row["form"].split("|"))


@cache
def _patterns() -> tuple[tuple[CountKind, Way, re.Pattern[str]], ...]:
    """For each kind and verb: the noun before the verb, or the verb before the noun."""
    found = []
    for row in read_lexicon("revisions"):
        for kind, noun in ((CountKind.KILLED, DEAD), (CountKind.INJURED, HURT)):
            verb = rf"\b(?:{row['form']})"
            before = rf"\b{noun}\b{BETWEEN}{verb}{TO}"
            behind = rf"{verb} (?:(?:the|its|their|his|her) )?(?:[\w-]+ )?{noun}\b{BETWEEN} to\b"
            found.append((kind, Way(row["way"]), re.compile(f"(?:{before}|{behind}){_number()}")))
    return tuple(found)


@cache
def _number() -> str:
    """What must follow "to": "the toll bridge fell to rebels" changes no figure."""
    words = [row["form"] for row in read_lexicon("numbers") if row["class"] != "none"]
    beside = [row["form"] for row in read_lexicon("number_modifiers") if row["place"] == "before"]
    either = "|".join(re.escape(word) for word in sorted(beside, key=len, reverse=True))
    numbers = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return rf"(?: (?:{either}))* (?:\d|(?:{numbers})\b)"


@cache
def _figure_pattern() -> re.Pattern[str]:
    verbs = "|".join(row["form"] for row in read_lexicon("revisions"))
    noun = rf"\b(?:{DEAD}|{HURT})\b"
    return re.compile(
        rf"{noun}{BETWEEN}\b(?:{verbs}){TO} (?:[\w-]+ ){{1,4}}(?:on |by |late |early )*$"
    )
