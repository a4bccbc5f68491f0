"""Whom "he", "it" or "the agency" stands for, where such a word is all that names a speaker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from dateline.extract.attributions import Attribution
from dateline.extract.grammar import AUXILIARIES, IRREGULAR, PERSONAL
from dateline.extract.places import cues
from dateline.extract.speakers import head_end, speaker_kind
from dateline.extract.text import Sentence, Token, joined, read_tokens, text_of, word_set
from dateline.lexicons import read_lexicon
from dateline.records import SourceKind, Span

BODIES = frozenset({SourceKind.STATE, SourceKind.MILITARY, SourceKind.NGO})
GROUPS = frozenset({SourceKind.NGO, SourceKind.REBEL, SourceKind.INTERGOVERNMENTAL})
SEXES = {"he": "male", "him": "male", "she": "female", "her": "female"}
MANY = word_set("they them")
PLURALS = word_set("men women people children police")
NUMBERS = word_set("two three four five six seven eight nine ten eleven twelve several many some")
PERSONS = MANY | SEXES.keys()
BACK = 3  # sentences in which whoever is spoken of may have been named
LONGEST_SUBJECT = 14  # words


def resolve_speaker(
    attribution: Attribution,
    found: Sequence[Attribution],
    sentence: Sentence,
    sentences: Sequence[Sentence],
) -> Attribution:
    """The attribution with `speaker` filled where its source is a pronoun or "the agency".

    That is whoever was named last of earlier speakers and of those that the sentences before open with:
    "The schoolmaster, Fares Nohra, laughed. 'No,' he said".
    """
    source = attribution.source
    if source is None:
        return attribution
    words = [t.lower for t in sentence.within(source)]
    if not words or words[-1] not in PERSONS | _stand_ins().keys() | {"it"}:
        return attribution
    if words[-1] in SEXES and (name := _named_behind(attribution, sentence)) is not None:
        return replace(attribution, speaker=name, via=None)
    short = len(words) == 2 or (len(words) > 2 and words[-2].endswith("-based"))
    if len(words) > 1 and not (words[0] in {"the", "that", "this"} and short):
        return attribution
    spoke = [span for a in found if (span := a.speaker or a.source) and span.start < source.start]
    if words[-1] not in PERSONS:  # an outlet that was told is no "he"
        spoke += [a.via for a in found if a.via is not None and a.via.start < source.start]
    named = []
    near = sentences[max(0, sentence.index - BACK) : sentence.index + 1]
    if len(words) == 1:
        told = [
            piece for a in (*found, attribution) for piece in a.content if a.shape != "agency_tag"
        ]
        # whoever is spoken of in what is said is not its speaker
        named = [
            span
            for s in near
            if (span := _subject(s)) and span.end <= source.start
            if not any(span.meets(other) for other in (*spoke, *told))
        ]
    for antecedent in sorted((*spoke, *named), reverse=True):
        heard = antecedent in spoke and antecedent.start >= near[0].start
        if _may_stand_for(words, text_of(antecedent, sentences) or "", heard=heard):
            return replace(attribution, speaker=antecedent)
    return attribution


def _named_behind(attribution: Attribution, sentence: Sentence) -> Span | None:
    """Who "he" is, named behind those whom he told: "he told reporters Colonel Aly Ba"."""
    told = sentence.within(attribution.via) if attribution.via is not None else []
    if len(told) < 2 or told[0].lower not in LISTENERS or not told[1].text[0].isupper():
        return None
    return Span(told[1].start, told[-1].end)


LISTENERS = word_set("reporters journalists newsmen")


def _may_stand_for(words: Sequence[str], antecedent: str, *, heard: bool) -> bool:
    """Whether "he", "the agency" may be short for somebody named before. heard: he spoke there, lately."""
    before = [t.lower for t in read_tokens(antecedent, 0, len(antecedent))]
    if not before or before[-1] in PERSONAL | PERSONS:
        return False
    kind = speaker_kind(antecedent)
    head = before[: head_end(before)]
    many = head[-1] in PLURALS or (head[-1].endswith("s") and head[-1] in antecedent)
    plural = (many or head[0] in NUMBERS) and kind is not SourceKind.MEDIA
    named = any(w[0].isupper() for w in antecedent.split()[1:]) or antecedent[0].isupper()
    word = words[-1]
    if word in SEXES:
        person = _is_person(antecedent, SEXES[word])
        return not plural and (person or (person is None and heard))
    if word in MANY:
        return plural or "and" in before
    if word == "it":
        return kind in BODIES | GROUPS | {SourceKind.MEDIA} and not _is_person(antecedent)
    if kinds := _stand_ins()[word]:
        return kind in kinds and named
    return word in before and len(before) > len(words)


def _is_person(phrase: str, sex: str | None = None) -> bool | None:
    """Whether a phrase names one person, whose words do not tell another sex; None where no table knows."""
    tokens = read_tokens(phrase, 0, len(phrase))
    lower = [t.lower.strip(".") for t in tokens]
    end = head_end(lower)
    sexes = {_sexes()[w] for w in lower[:end] if w in _sexes()}
    if sex is not None and sexes and sex not in sexes:
        return False
    apposed = lower[end : end + 1] == [","] and tokens[-1].text[0].isupper()
    if sexes or apposed or lower[0] in cues("title"):
        return True
    sorts = [(n, _sorts()[w]) for n, w in enumerate(lower[:end]) if w in _sorts()]
    name = tokens[sorts[-1][0] + 1 : end] if sorts else tokens[:end]
    called = 1 < len(name) <= LONGEST_NAME and all(t.text[0].isupper() for t in name)
    if sorts:
        return sorts[-1][1] == "person" or called  # "Army Pfc. Aly Sano"
    itself = joined(tokens[:end]) if end < len(tokens) else phrase  # "Aly Ba", not what he is
    if speaker_kind(itself) is None:
        return (called or None) if lower[0] != "the" else None
    return lower[end - 1].endswith(AGENTS) or lower[end - 1] == "head"


LONGEST_NAME = 4  # words
AGENTS = ("er", "or", "ist", "man", "woman", "ian", "ant")


@cache
def _stand_ins() -> Mapping[str, frozenset[SourceKind]]:
    """The kinds of speakers that a word may stand for; none of one that is short for a phrase that holds it."""
    return {
        row["word"]: frozenset(SourceKind(kind) for kind in row["kinds"].split("|") if kind != "-")
        for row in read_lexicon("stand_ins")
    }


@cache
def _sorts() -> dict[str, str]:
    """Whether a noun is of persons or of bodies."""
    return {
        form: row["sort"] for row in read_lexicon("roles") for form in (row["noun"], row["plural"])
    }


@cache
def _sexes() -> dict[str, str]:
    return {row["form"]: row["value"] for row in read_lexicon("persons") if row["class"] == "sex"}


def _subject(sentence: Sentence) -> Span | None:
    """Whom a sentence opens with, where that is somebody: "The driver of the bus | has returned"."""
    tokens = list(_from_opening(sentence.tokens))
    end = 0
    for end, token in enumerate(tokens[:LONGEST_SUBJECT]):
        if end and _is_verb(token, tokens[end - 1]):
            break
        if not token.text[0].isalnum() and token.text not in {",", "."} and token.lower != "'s":
            break
        if token.lower in {"who", "whose", "that", "which"}:
            break
    else:
        return None
    phrase = tokens[:end]
    while phrase and phrase[-1].text in {",", "."}:
        phrase.pop()
    if not phrase:
        return None
    words = joined(phrase)
    if speaker_kind(words) is None and not _is_person(words):
        return None
    return Span(phrase[0].start, phrase[-1].end)


def _from_opening(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a sentence from its first phrase on: behind "On Saturday", "17:05." and a mark."""
    at = 0
    while at < len(tokens) and (tokens[at].text[0].isdigit() or tokens[at].text in {".", ":", ","}):
        at += 1
    if at + 1 < len(tokens) and tokens[at].lower == "on" and tokens[at + 1].text[0].isupper():
        at += 2
        if at < len(tokens) and tokens[at].text == ",":
            at += 1
    yield from tokens[at:]


def _is_verb(token: Token, before: Token) -> bool:
    """Whether a word is likely the verb behind a subject."""
    word = token.lower
    if word in AUXILIARIES | IRREGULAR or (word.endswith("ed") and len(word) > 3):
        return token.text[0].islower()
    if word == "'s":
        return False
    third = word.endswith("s") and not word.endswith("ss") and token.text.islower()
    return third and not before.lower.endswith("s") and speaker_kind(before.text) is not None
