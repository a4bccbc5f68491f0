"""Noun phrases for people, groups and bodies, found without a parser.

A phrase grows around its head: a role noun (`lexicons/roles.tsv`), a registered name
(`lexicons/actors.tsv`) or a personal name. Leftwards come modifiers, numbers and determiners,
rightwards names in apposition, "of ..." phrases, ages and acronyms in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.extract.phrases import (
    Phrase,
    Text,
    demonyms,
    drop_overlaps,
    given_names,
    grow_left,
    is_common,
    is_modifier,
    match_form,
    name_end,
    read_forms,
    read_text,
    span_of,
    words,
)
from dateline.extract.text import Sentence, read_tokens
from dateline.lexicons import Row, read_actors, read_lexicon
from dateline.records import Span


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One noun phrase for somebody who can act, be acted on, or speak."""

    span: Span  # the whole phrase: "at least 12 Iraqi soldiers", "the group"
    head: Span
    noun: str  # the head's lemma in lower case ("soldier"), or the name as written
    role: str  # class in roles.tsv; "name" for a registered body, "person" for a personal name
    number: Span | None = None  # "at least 12", "dozens of", "a"
    definite: bool = False
    plural: bool = False
    named: bool = False
    pronoun: bool = False
    attributive: bool = False  # only qualifies a noun that is no actor: "army" in "army raid"
    body: bool = False  # a singular that stands for many: "the army", "a gang"
    bare: Span | None = None  # the phrase without its leading determiner


@dataclass(frozen=True, slots=True)
class Name:
    """One alias of a registered actor, as tokens."""

    words: tuple[str, ...]  # lower case
    cased: tuple[str, ...] | None  # as it must be written, where case matters
    actor_id: str
    role: str  # class as in roles.tsv where the body has one ("army"), else "name"


# The registry's role of a body -> class of its mentions; armed groups and the rest are "name".
NAME_ROLES = {
    "army": "army",
    "police": "police",
    "government": "government",
    "intelligence": "intelligence",
    "media": "media",
    "ngo": "organisation",
    "agency": "organisation",
    "court": "judiciary",
    "union": "party",
    "alliance": "coalition",
    "coalition": "coalition",
    "mission": "mission",
}


@dataclass(frozen=True, slots=True)
class ActorNames:
    """Aliases of registered actors by their first word, longest first."""

    by_first: Mapping[str, tuple[Name, ...]]


def load_names(extra: Path | None = None) -> ActorNames:
    """Names of the packaged registry, with those of a user's own file."""
    return _packaged_names() if extra is None else read_names(read_actors(extra))


@cache
def _packaged_names() -> ActorNames:
    return read_names(read_actors())


def read_names(rows: Iterable[Row]) -> ActorNames:
    """Index registry rows: names, aliases and native forms written in any script."""
    by_first: dict[str, list[Name]] = {}
    for row in rows:
        native = [form.partition(":")[2] for form in row.get("native", "").split("|")]
        cased = set(row.get("case", "").split("|"))
        for form in {row["name"], *row.get("aliases", "").split("|"), *native} - {""}:
            tokens = read_tokens(form, 0, len(form))
            lower = tuple(t.lower for t in tokens)
            exact = tuple(t.text for t in tokens) if form in cased else None
            by_first.setdefault(lower[0], []).append(
                Name(lower, exact, row["id"], NAME_ROLES.get(row["role"], "name"))
            )
    return ActorNames(
        {w: tuple(sorted(forms, key=lambda f: -len(f.words))) for w, forms in by_first.items()}
    )


PRONOUNS = {
    "he": False, "she": False, "him": False, "they": True, "them": True,
}  # fmt: skip
ACRONYM = re.compile(r"[A-Z][A-Za-z&./-]*[A-Z][A-Za-z&./-]*$|[A-Z]{2,}$")
OPENERS = frozenset("\"“”«'‘")


def find_actors(
    sentence: Sentence, names: ActorNames, *, places: Sequence[Span] = ()
) -> list[ActorMention]:
    """Phrases of one sentence that denote people or bodies, in order, none inside another.

    `places` are spans known to be place names: they never become personal names.
    """
    text = read_text(sentence, places)
    taken = _place_tokens(text, places)
    phrases = _find_heads(text, names, taken)
    phrases = _join_compounds(text, phrases)
    floor = 0
    for phrase in phrases:
        grow_left(text, phrase, floor)
        floor = phrase.end
    phrases = drop_overlaps(phrases)
    for phrase in phrases:
        _grow_right(text, phrase)
    phrases = _drop_inner(phrases)
    phrases = _join_of(text, phrases)
    return [_mention(text, phrase) for phrase in phrases]


def _place_tokens(text: Text, places: Sequence[Span]) -> frozenset[int]:
    if not places:
        return frozenset()
    return frozenset(
        i
        for i, t in enumerate(text.tokens)
        if any(p.start < t.end and t.start < p.end for p in places)
    )


@cache
def _demonym_nouns() -> dict[tuple[str, ...], bool]:
    """Demonyms that name people by themselves ("three Iraqis"), and whether they are plural."""
    forms: dict[tuple[str, ...], bool] = {}
    for row in read_lexicon("demonyms"):
        form = tuple(row["demonym"].lower().split())
        last = form[-1]
        if last.endswith(("ese", "ish", "ch", "ss")):
            forms[form] = True
        else:
            forms[form] = False
            forms[(*form[:-1], last + "s")] = True
    return forms


def _match_name(text: Text, i: int, names: ActorNames) -> Name | None:
    for name in names.by_first.get(text.words[i], ()):
        n = len(name.words)
        if text.words[i : i + n] != name.words:
            continue
        if name.cased is not None:
            if text.caps and n == 1 and name.words[0] in words("common"):
                continue  # "IS", "LET" in a text of capitals
            if not text.caps and tuple(t.text for t in text.tokens[i : i + n]) != name.cased:
                continue
        return name
    return None


def _find_heads(text: Text, names: ActorNames, taken: frozenset[int]) -> list[Phrase]:
    phrases: list[Phrase] = []
    i, n = 0, len(text.words)
    while i < n:
        phrase = _head_at(text, i, names, taken)
        if phrase is None:
            i += 1
        else:
            phrases.append(phrase)
            i = phrase.end
    return phrases


def _head_at(text: Text, i: int, names: ActorNames, taken: frozenset[int]) -> Phrase | None:
    name, noun = _match_name(text, i, names), match_form(text, i, read_forms("roles", "noun"))
    if name is not None and (noun is None or len(name.words) >= noun[0]):
        end = i + len(name.words)
        written = " ".join(t.text for t in text.tokens[i:end])
        return Phrase(i, end, (i, end), written, name.role, named=True, body=True)
    if noun is not None:
        phrase = _noun_at(text, i, *noun)
        if phrase is not None:
            return phrase if phrase.role != "none" else None
    word = text.words[i]
    if word in PRONOUNS:
        return Phrase(i, i + 1, (i, i + 1), word, "person", plural=PRONOUNS[word], pronoun=True)
    return _people_at(text, i) or _person_at(text, i, taken)


def _noun_at(text: Text, i: int, length: int, plural: bool, row: Row) -> Phrase | None:
    end = i + length
    body, also = row["sort"] == "body", row["also"]
    if also == "yes" and (
        text.word(i - 1) in words("before_verb") or text.word(end) in words("object_start")
    ):
        return None  # a verb: "to witness", "forces him"
    if also == "adjective" and length == 1 and not plural and _is_adjective(text, i):
        return None
    # "troops", "personnel": listed once, without a singular
    plural = plural or (not row["plural"] and not body)
    return Phrase(i, end, (end - 1, end), row["noun"], row["role"], plural=plural, body=body)


def _is_adjective(text: Text, i: int) -> bool:
    """Whether a word that is noun and adjective ("wounded", "local") is an adjective here."""
    if text.word(i - 1) in words("copula"):
        return True
    if _is_counted(text, i) or text.word(i - 1) in {"of", "many"}:
        after = text.word(i + 1)
        if after.endswith("ed") or after in words("finite") or text.capital(i + 1):
            return False
        return after[:1].isalpha() and after not in words("after_adjective")
    return True


def _people_at(text: Text, i: int) -> Phrase | None:
    """Demonyms as nouns: "three Iraqis", "the Kurds", "a Palestinian"."""
    if not (text.capital(i) or text.caps):
        return None
    for length in (2, 1):
        form = text.words[i : i + length]
        plural = _demonym_nouns().get(form)
        if len(form) < length or plural is None or form == ("us",):
            continue
        if not form[-1].endswith("s") or form[-1].endswith("ss"):
            # a singular, or a form like "Chinese": a noun only after a determiner or a number,
            # with no noun behind it
            after = text.word(i + length)
            if not _is_counted(text, i) or (
                after[:1].isalpha() and after not in words("after_adjective")
            ):
                continue
        end = i + length
        return Phrase(i, end, (end - 1, end), " ".join(form), "civilian", plural=plural)
    return None


def _is_counted(text: Text, i: int) -> bool:
    before = text.word(i - 1)
    return before in words("determiner") or before in words("numeral") or before.isdigit()


def _person_at(text: Text, i: int, taken: frozenset[int]) -> Phrase | None:
    """A personal name: a title and a name, or two or three capitalised words."""
    title = i
    while text.word(title) in words("title") and (text.caps or text.capital(title)):
        title += 1
        if text.word(title) == ".":
            title += 1
    if title > i:
        end = _caps_name_end(text, title) if text.caps else name_end(text, title)
        if end == title:
            return None
        return _person(text, i, end, title)
    end = name_end(text, i)
    alone = end == i + 1 and i > 0 and i not in taken and not text.capital(i - 1)
    if alone and text.words[i] in given_names() and not is_common(text.words[i]):
        return _person(text, i, end, i)  # a given name alone, on second mention
    if not 2 <= end - i <= 4 or any(j in taken or _is_known(text, j) for j in range(i, end)):
        return None
    # "in San Miguel", "at Kandahar Airfield": a place, when nobody has said what it is
    if text.word(i - 1) in words("before_place") and text.words[i] not in given_names():
        return None
    return _person(text, i, end, i)


def _is_known(text: Text, i: int) -> bool:
    """A word that personal names seldom hold: a common word, a demonym, an acronym, a letter."""
    word = text.words[i]
    return (
        len(word) < 2
        or is_common(word)
        or ("-" not in word and not text.caps and bool(ACRONYM.match(text.tokens[i].text)))
    )


def _person(text: Text, start: int, end: int, name: int) -> Phrase:
    written = " ".join(t.text for t in text.tokens[name:end])
    return Phrase(start, end, (name, end), written, "person", named=True, definite=True)


def _caps_name_end(text: Text, i: int) -> int:
    """The same for text in capitals: words that the lexicons do not know, three at most."""
    j = i
    while j < len(text.words) and j - i < 3:
        word = text.words[j]
        known = not word[0].isalpha() or word in words("common") or _is_known(text, j)
        verb = word.endswith(("ed", "ing")) and not word.endswith(("med", "yed"))
        if (known or verb) and word not in words("particle"):
            break
        j += 1
    return j


def _join_compounds(text: Text, phrases: list[Phrase]) -> list[Phrase]:
    """Nouns in a row are one phrase with the last as its head: "police | officers"."""
    joined: list[Phrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end == phrase.start
            and not last.pronoun
            and not phrase.pronoun
            and (last.named or not last.plural or last.body or last.noun in demonyms())
            and not (last.role == "person" and last.named)
            and not (phrase.named and phrase.role != "person" and not last.body)
        ):
            if phrase.named:  # "General | Musa Osman", "the group | Islamic State"
                last.end, last.named = phrase.end, True
                if phrase.role != "person":
                    last.head, last.noun, last.role = phrase.head, phrase.noun, phrase.role
                continue
            named = last.named
            phrase.start, phrase.named = last.start, False
            if named and phrase.role in {"group", "terrorist", "militant"}:
                phrase.named = phrase.body
            joined[-1] = phrase
        else:
            joined.append(phrase)
    return joined


def _drop_inner(phrases: list[Phrase]) -> list[Phrase]:
    """Leave out names that the phrase before has taken in, as those in brackets."""
    kept: list[Phrase] = []
    for phrase in phrases:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _grow_right(text: Text, phrase: Phrase) -> None:
    if phrase.pronoun:
        return
    end = phrase.end
    if not phrase.plural and not phrase.named and not phrase.body:
        end = _name_after(text, phrase)
    if phrase.named and phrase.role != "person":
        end = _name_tail(text, end)
    end = _quoted_name(text, phrase, end)
    end = _bracket(text, phrase, end)
    end = _garment(text, end)
    end = _ages(text, end)
    phrase.end = max(phrase.end, end)
    if not phrase.plural and phrase.end < len(text.words):
        thing = match_form(text, phrase.end, read_forms("objects", "noun"))
        phrase.attributive = thing is not None or text.words[phrase.end] in words("abstract")
    if phrase.attributive and phrase.start < phrase.bare:
        phrase.start, phrase.number = phrase.bare, None  # they belong to the noun that follows


def _name_after(text: Text, phrase: Phrase) -> int:
    """A personal name in apposition: "Mayor Rosa Quintana", "COLONEL ORTEGA"."""
    end = name_end(text, phrase.end)
    if text.caps and text.word(phrase.end - 1) in words("title"):
        end = _caps_name_end(text, phrase.end)
    if end > phrase.end:
        if text.words[end - 1] in words("institution") or text.words[end - 1] in words("area"):
            return phrase.end  # "Queen Street"
        phrase.named = phrase.definite = True
    return end


def _name_tail(text: Text, end: int) -> int:
    """The rest of a body's name: "Ministry | of Defence", "Front | for the Liberation of Sahel"."""
    while text.word(end) in {"of", "for"}:
        name = end + 2 if text.word(end + 1) == "the" else end + 1
        after = name_end(text, name)
        if after == name:
            break
        end = after
    return end


def _quoted_name(text: Text, phrase: Phrase, end: int) -> int:
    if not phrase.body or text.word(end) not in OPENERS:
        return end
    for close in range(end + 2, min(end + 8, len(text.words))):
        if text.word(close) in OPENERS:
            phrase.named = phrase.definite = True
            return close + 1
    return end


def _bracket(text: Text, phrase: Phrase, end: int) -> int:
    """An acronym in brackets after a body: "(FMLN)", "[FMLN]", "(ISIS, ISIL)"."""
    if text.word(end) not in {"(", "["} or not (phrase.body or phrase.named):
        return end
    close = {"(": ")", "[": "]"}[text.words[end]]
    for i in range(end + 1, min(end + 8, len(text.words))):
        if text.words[i] == close:
            return i + 1 if i > end + 1 else end
        if text.words[i] not in {",", "/", "or", "-"} and not ACRONYM.match(text.tokens[i].text):
            return end
    return end


def _garment(text: Text, end: int) -> int:
    """What somebody wears: "in a burqa", "in military uniform"."""
    if text.word(end) != "in":
        return end
    i = end + 1
    if text.word(i) in {"a", "an"}:
        i += 1
    for last in range(i, min(i + 3, len(text.words))):
        if text.words[last] in words("garment"):
            return last + 1
        if not is_modifier(text, last):
            break
    return end


def _ages(text: Text, end: int) -> int:
    """Ages in apposition: ", 34", ", 17 and 19", "aged 12"."""
    i = end + 1 if text.word(end) == "," else end
    if text.word(i) == "aged":
        i += 1
    elif i == end:
        return end
    start = i
    while text.word(i).isdigit() and len(text.word(i)) <= 2:
        i += 1
        if text.word(i) in {"and", ","} and text.word(i + 1).isdigit():
            i += 1
    if i == start or (text.word(i).isalpha() and text.word(i) not in {"and", "was", "were", "who"}):
        return end
    return i


def _join_of(text: Text, phrases: list[Phrase]) -> list[Phrase]:
    """Take in what an "of" brings: "members of the militia", "a group of men", "mayor of Ain Talla"."""
    joined: list[Phrase] = []
    for phrase in reversed(phrases):
        following = joined[-1] if joined else None
        if phrase.pronoun or phrase.end >= len(text.words):
            joined.append(phrase)
            continue
        link = text.words[phrase.end]
        if (
            following is not None
            and following.start == phrase.end + 1
            and not following.pronoun
            and (
                link == "of"
                or (link in {"from", "belonging"} and (following.body or following.named))
            )
        ):
            joined[-1] = _of(phrase, following)
            continue
        if link == "of":
            phrase.end = _place_tail(text, phrase.end)
        joined.append(phrase)
    joined.reverse()
    return joined


def _of(phrase: Phrase, following: Phrase) -> Phrase:
    if (
        phrase.noun in words("grouping")
        and following.plural
        and not following.body
        and phrase.noun != "member"
    ):
        following.number = (phrase.start, following.start)
        following.start = phrase.start
        following.bare = min(phrase.bare, following.bare)
        following.definite = phrase.definite
        return following
    if phrase.noun in words("part") and following.body:
        phrase.role = following.role
    phrase.end = following.end
    return phrase


def _place_tail(text: Text, end: int) -> int:
    """ "of Ain Talla", "of the Upper Nile province" after a noun for people."""
    name = end + 2 if text.word(end + 1) == "the" else end + 1
    after = name_end(text, name)
    if after == name:
        return end
    return after + 1 if text.word(after) in words("area") else after


def _mention(text: Text, phrase: Phrase) -> ActorMention:
    return ActorMention(
        span=span_of(text, phrase.start, phrase.end),
        head=span_of(text, *phrase.head),
        noun=phrase.noun,
        role=phrase.role,
        number=span_of(text, *phrase.number) if phrase.number else None,
        definite=phrase.definite,
        plural=phrase.plural,
        named=phrase.named,
        pronoun=phrase.pronoun,
        attributive=phrase.attributive,
        body=phrase.body,
        bare=span_of(text, min(phrase.bare, phrase.head[0]), phrase.end),
    )
