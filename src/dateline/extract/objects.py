"""Physical targets and weapons: dictionary look-up by first word, longest match wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.extract.phrases import (
    Phrase,
    Text,
    drop_overlaps,
    grow_left,
    match_form,
    name_end,
    read_forms,
    read_text,
    span_of,
)
from dateline.extract.text import Sentence
from dateline.records import Span


@dataclass(frozen=True, slots=True)
class ObjectMention:
    """One noun phrase for a thing that can be attacked: "two army trucks", "the mosque"."""

    span: Span  # the whole phrase, with its determiner and number
    head: Span
    noun: str  # lemma, lower case
    kind: str  # class in objects.tsv: religious, education, military, ...
    number: Span | None = None
    definite: bool = False
    plural: bool = False
    named: bool = False
    bare: Span | None = None  # the phrase without its leading determiner


@dataclass(frozen=True, slots=True)
class WeaponMention:
    """One weapon as worded: "a car bomb", "AK-47 rifles"."""

    span: Span
    form: str  # lemma, lower case
    kind: str  # class in weapons.tsv: bomb, ied, rocket, firearm, ...
    plural: bool = False
    bare: Span | None = None


def find_objects(sentence: Sentence) -> list[ObjectMention]:
    """Phrases of one sentence that denote physical targets, in order."""
    text = read_text(sentence)
    mentions = []
    for phrase in _find(text, "objects", "noun"):
        end = phrase.end
        if phrase.named:
            end = max(end, name_end(text, end))
        mentions.append(
            ObjectMention(
                span=span_of(text, phrase.start, end),
                head=span_of(text, *phrase.head),
                noun=phrase.noun,
                kind=phrase.role,
                number=span_of(text, *phrase.number) if phrase.number else None,
                definite=phrase.definite,
                plural=phrase.plural,
                named=phrase.named,
                bare=span_of(text, min(phrase.bare, phrase.head[0]), end),
            )
        )
    return mentions


def find_weapons(sentence: Sentence) -> list[WeaponMention]:
    """Phrases of one sentence that denote weapons, in order."""
    text = read_text(sentence)
    return [
        WeaponMention(
            span=span_of(text, phrase.start, phrase.end),
            form=phrase.noun,
            kind=phrase.role,
            plural=phrase.plural,
            bare=span_of(text, min(phrase.bare, phrase.head[0]), phrase.end),
        )
        for phrase in _find(text, "weapons", "form")
    ]


def _find(text: Text, lexicon: str, column: str) -> Sequence[Phrase]:
    forms = read_forms(lexicon, column)
    phrases: list[Phrase] = []
    i = floor = 0
    while i < len(text.words):
        found = match_form(text, i, forms)
        if found is None:
            i += 1
            continue
        length, plural, row = found
        weapon = match_form(text, i, read_forms("weapons", "form"))
        if lexicon == "objects" and weapon is not None and weapon[0] > length:
            i += weapon[0]  # "car bomb" is no car
            continue
        phrase = Phrase(
            i, i + length, (i, i + length), row[column], row["class"], plural=plural, body=True
        )
        if phrases and phrases[-1].end == i and not phrases[-1].plural:
            phrase.start = (
                phrases.pop().start
            )  # "school | bus", "church | hall": the last is the head
            floor = phrases[-1].end if phrases else 0
        grow_left(text, phrase, floor)
        phrases.append(phrase)
        i = floor = phrase.end
    return drop_overlaps(phrases)
