"""Noun phrases for people, groups and bodies, found without a parser.

A phrase grows around its head: a role noun (`lexicons/roles.tsv`), a registered name
(`lexicons/actors.tsv`) or a personal name. Leftwards come modifiers, numbers and determiners,
rightwards names in apposition, "of ..." phrases, ages and acronyms in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dateline.extract.text import Sentence, Token, read_tokens
from dateline.lexicons import Row, read_lexicon, read_table
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
    bare: Span | None = None  # the phrase without its leading determiner


@dataclass(frozen=True, slots=True)
class Noun:
    """One form of a role noun."""

    lemma: str
    role: str
    plural: bool
    body: bool
    also: str  # "yes": also a verb; "adjective": also an adjective


@dataclass(frozen=True, slots=True)
class Name:
    """One alias of a registered actor, as tokens."""

    words: tuple[str, ...]  # lower case
    cased: tuple[str, ...] | None  # as it must be written, where case matters
    actor_id: str


@dataclass(frozen=True, slots=True)
class ActorNames:
    """Aliases of registered actors by their first word, longest first."""

    by_first: Mapping[str, tuple[Name, ...]]


def load_names(extra: Path | None = None) -> ActorNames:
    """Names of the packaged registry, with those of a user's own file."""
    if extra is None:
        return _packaged_names()
    return read_names((*read_lexicon("actors"), *read_table(extra)))


@cache
def _packaged_names() -> ActorNames:
    return read_names(read_lexicon("actors"))


def read_names(rows: Iterable[Row]) -> ActorNames:
    """Index registry rows: names, aliases and native forms written in any script."""
    by_first: dict[str, list[Name]] = {}
    for row in rows:
        native = [form.partition(":")[2] for form in row.get("native", "").split("|")]
        cased = set(row.get("case", "").split("|"))
        for form in {row["name"], *row.get("aliases", "").split("|"), *native} - {""}:
            tokens = read_tokens(form, 0, len(form))
            words = tuple(t.lower for t in tokens)
            exact = tuple(t.text for t in tokens) if form in cased or "*" in cased else None
            by_first.setdefault(words[0], []).append(Name(words, exact, row["id"]))
    return ActorNames(
        {w: tuple(sorted(forms, key=lambda f: -len(f.words))) for w, forms in by_first.items()}
    )


@dataclass(slots=True)
class _Phrase:
    """A phrase in the making; all numbers are token indexes, half-open."""

    start: int
    end: int
    head: tuple[int, int]
    noun: str
    role: str
    plural: bool = False
    body: bool = False
    named: bool = False
    pronoun: bool = False
    also: str = ""
    number: tuple[int, int] | None = None
    bare: int = 0
    definite: bool = False
    attributive: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """A sentence's tokens with what every step asks of them."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    caps: bool  # the sentence is written in capitals throughout (old wire style)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def capital(self, i: int) -> bool:
        """A capitalised word, where capitals tell anything."""
        if self.caps or not 0 <= i < len(self.tokens):
            return False
        text = self.tokens[i].text
        return text[0].isupper() or (
            "-" in text
            and text.split("-")[0] in NAME_PARTICLES
            and text[-1].isalpha()
            and any(c.isupper() for c in text)
        )


NAME_PARTICLES = frozenset(
    "al el bin ibn ben abu umm ould de la del da dos das van von der den du le san el-din ul".split()
)
PRONOUNS = {
    "he": False, "she": False, "it": False, "him": False, "her": False,
    "they": True, "them": True, "who": False, "themselves": True, "himself": False, "herself": False,
}  # fmt: skip
DEFINITE = frozenset("the this that these those his her their its our my your both".split())
BEFORE_VERB = frozenset(
    "to will would can could may might must should shall not they he she who which we you i it".split()
)
OBJECT_STARTS = frozenset(
    "the a an his her their its him them it us me this that these those our my your".split()
)
HEDGES = frozenset(
    "at least most about around nearly almost some more less fewer than over up to as many few much"
    " an estimated approximately roughly close no another other under between reportedly only just"
    " perhaps possibly well a further additional or".split()
)
# What an English past participle before a noun may also be: the verb of the clause.
PARTICIPLES = frozenset(
    "captured detained arrested kidnapped abducted convicted wounded injured murdered accused wanted"
    " jailed released freed escaped attacking protesting fleeing sleeping training advancing"
    " retreating invading returning opposing competing surviving remaining visiting passing condemned"
    " imprisoned appointed elected hired defeated trapped bound burned burnt exiled defecting ruling"
    " displaced leading observing monitoring recruiting mining fishing farming missing dead beheaded"
    " decapitated allied affiliated combined supply transport guard patrol escort head near march"
    " strike protest film train ship state land drugs drug fire lone".split()
)
AFTER_ADJECTIVAL = frozenset(
    "was were is are has have had been be who that which and or but in at on by from with of for to"
    " after before during when while as near outside inside said says told died killed injured"
    " wounded shot fled opened attacked".split()
)
GROUPINGS = frozenset(
    "group band gang crowd team mob trio pair convoy column squad crew gathering family mixture"
    " contingent party cell detachment member majority section unit number column wave line".split()
)
PARTS = frozenset("member leader commander chief element cadre part remnant faction wing".split())
AREA_NOUNS = frozenset(
    "province district city town village region department state municipality camp neighbourhood"
    " neighborhood area valley island county canton governorate".split()
)
NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december the a an in on at by of for and but or from"
    " with to it he she they we i his her their this that these those there when while after before"
    " as if since during since although though however meanwhile according some many several most all"
    " both no not what who how why where two three four five six seven eight nine ten at least"
    " about over more than dozens hundreds thousands scores one another other yesterday today earlier"
    " later last next state-run also witnesses reports editor's".split()
)
VERBS_AFTER_TITLE = frozenset(
    "said says say told was were is are has had have will would did does called met left went made"
    " gave took may can could should must killed died".split()
)
ADJECTIVAL = re.compile(r"[a-z]{3,}(?:al|ic|ous|ary|ish|ist|ive|ian|ese|ite|less|ful)$")
NUMERAL = re.compile(r"\d[\d,.]*$|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+$")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|d)$")
ACRONYM = re.compile(r"[A-Z][A-Za-z&./-]*[A-Z][A-Za-z&./-]*$|[A-Z]{2,}$")
OPENERS = frozenset("\"“”«'‘")


def find_actors(
    sentence: Sentence, names: ActorNames, *, places: Sequence[Span] = ()
) -> list[ActorMention]:
    """Phrases of one sentence that denote people or bodies, in order, none inside another.

    `places` are spans known to be place names: they never become personal names.
    """
    text = _read(sentence)
    taken = _place_tokens(text, places)
    phrases = _find_heads(text, names, taken)
    phrases = _join_compounds(text, phrases)
    floor = 0
    for phrase in phrases:
        _grow_left(text, phrase, floor)
        floor = phrase.end
    phrases = _drop_overlaps(phrases)
    for phrase in phrases:
        _grow_right(text, phrase)
    phrases = _drop_inner(phrases)
    phrases = _join_of(text, phrases)
    return [_mention(text, phrase) for phrase in phrases]


def _read(sentence: Sentence) -> _Text:
    letters = [c for t in sentence.tokens for c in t.text if c.isalpha()]
    caps = len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
    return _Text(sentence.tokens, tuple(t.lower for t in sentence.tokens), caps)


def _place_tokens(text: _Text, places: Sequence[Span]) -> frozenset[int]:
    if not places:
        return frozenset()
    return frozenset(
        i
        for i, t in enumerate(text.tokens)
        if any(p.start < t.end and t.start < p.end for p in places)
    )


@cache
def _nouns() -> dict[str, list[tuple[tuple[str, ...], Noun]]]:
    """Forms of role nouns by first word, longest first."""
    forms: dict[str, list[tuple[tuple[str, ...], Noun]]] = {}
    for row in read_lexicon("roles"):
        body = row["sort"] == "body"
        for form, plural in ((row["noun"], False), (row["plural"], True)):
            if not form:
                continue
            words = tuple(t.lower for t in read_tokens(form, 0, len(form)))
            # "troops", "armed forces": listed once, without a singular
            many = plural or (not row["plural"] and words[-1].endswith("s") and not body)
            noun = Noun(row["noun"], row["role"], many, body, row["also"])
            forms.setdefault(words[0], []).append((words, noun))
    for found in forms.values():
        found.sort(key=lambda form: -len(form[0]))
    return forms


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("modifiers") if row["kind"] == kind)


@cache
def _demonyms() -> frozenset[str]:
    """Every word of every demonym, in lower case, with plurals."""
    words = {w for row in read_lexicon("demonyms") for w in row["demonym"].lower().split()}
    return frozenset(words | {w + "s" for w in words}) - {
        "new",
        "north",
        "south",
        "us",
        "fur",
        "mon",
    }


@cache
def _demonym_nouns() -> dict[tuple[str, ...], bool]:
    """Demonyms that name people by themselves ("three Iraqis"), and whether they are plural."""
    forms: dict[tuple[str, ...], bool] = {}
    for row in read_lexicon("demonyms"):
        words = tuple(row["demonym"].lower().split())
        last = words[-1]
        if last.endswith(("ese", "ish", "ch", "ss")):
            forms[words] = True
        else:
            forms[words] = False
            forms[(*words[:-1], last + "s")] = True
    return forms


def _match_name(text: _Text, i: int, names: ActorNames) -> Name | None:
    for name in names.by_first.get(text.words[i], ()):
        n = len(name.words)
        if text.words[i : i + n] != name.words:
            continue
        if name.cased is not None:
            if text.caps:
                if n == 1 and name.words[0] in NOT_NAMES | HEDGES | {"is", "us", "ira", "ant"}:
                    continue
            elif tuple(t.text for t in text.tokens[i : i + n]) != name.cased:
                continue
        return name
    return None


def _match_noun(text: _Text, i: int) -> tuple[int, Noun] | None:
    for words, noun in _nouns().get(text.words[i], ()):
        n = len(words)
        if text.words[i : i + n] == words:
            return n, noun
    return None


def _find_heads(text: _Text, names: ActorNames, taken: frozenset[int]) -> list[_Phrase]:
    phrases: list[_Phrase] = []
    i, n = 0, len(text.words)
    while i < n:
        phrase = _head_at(text, i, names, taken)
        if phrase is None:
            i += 1
        else:
            phrases.append(phrase)
            i = phrase.end
    return phrases


def _head_at(text: _Text, i: int, names: ActorNames, taken: frozenset[int]) -> _Phrase | None:
    word = text.words[i]
    name, noun = _match_name(text, i, names), _match_noun(text, i)
    if name is not None and (noun is None or len(name.words) >= noun[0]):
        end = i + len(name.words)
        written = " ".join(t.text for t in text.tokens[i:end])
        return _Phrase(i, end, (i, end), written, "name", named=True, body=True)
    if noun is not None:
        length, found = noun
        if not (found.also == "yes" and _is_verb(text, i, i + length)) and not _is_adjective(
            text, i, length, found
        ):
            if found.role == "none":
                return None
            return _Phrase(
                i, i + length, (i + length - 1, i + length), found.lemma, found.role,
                plural=found.plural, body=found.body, also=found.also,
            )  # fmt: skip
    if word in PRONOUNS:
        if word in {"her", "it", "who"}:  # a possessive, an expletive, a relative: too weak
            return None
        return _Phrase(i, i + 1, (i, i + 1), word, "person", plural=PRONOUNS[word], pronoun=True)
    people = _people_at(text, i)
    if people is not None:
        return people
    return _person_at(text, i, taken)


def _is_verb(text: _Text, start: int, end: int) -> bool:
    return text.word(start - 1) in BEFORE_VERB or text.word(end) in OBJECT_STARTS


def _is_adjective(text: _Text, i: int, length: int, noun: Noun) -> bool:
    """Whether a noun that is also an adjective ("wounded", "local") is one here."""
    if noun.also != "adjective" or length > 1 or noun.plural:
        return False
    before, after = text.word(i - 1), text.word(i + 1)
    if before in {
        "was",
        "were",
        "been",
        "be",
        "is",
        "are",
        "left",
        "being",
        "have",
        "has",
        "had",
        "in",
    }:
        return True
    if (
        before in {"the", "a", "an", "of", "many"}
        or before in _words("numeral")
        or before.isdigit()
    ):
        return after[:1].isalpha() and after not in AFTER_ADJECTIVAL and not text.capital(i + 1)
    return True


def _people_at(text: _Text, i: int) -> _Phrase | None:
    """Demonyms as nouns: "three Iraqis", "the Kurds", "a Palestinian"."""
    if not (text.capital(i) or text.caps):
        return None
    for length in (2, 1):
        words = text.words[i : i + length]
        plural = _demonym_nouns().get(words)
        if len(words) < length or plural is None or words == ("us",):
            continue
        after = text.word(i + length)
        if not words[-1].endswith("s") or words[-1].endswith("ss"):
            # a singular, or a form like "Chinese": a noun only after a determiner or a number,
            # with no noun behind it
            before = text.word(i - 1)
            counted = before in _words("determiner") | _words("numeral") or before.isdigit()
            if not counted or (after[:1].isalpha() and after not in AFTER_ADJECTIVAL):
                continue
        end = i + length
        return _Phrase(i, end, (end - 1, end), " ".join(words), "civilian", plural=plural)
    return None


def _name_end(text: _Text, i: int) -> int:
    """Where a run of capitalised words from token i ends, particles inside included."""
    j = i
    while j < len(text.words) and j - i < 5:
        if text.capital(j) and text.words[j] not in NOT_NAMES and text.tokens[j].text[-1].isalpha():
            j += 1
        elif j > i and text.words[j] in NAME_PARTICLES and text.capital(j + 1):
            j += 1
        elif j > i and len(text.tokens[j - 1].text) == 1 and text.words[j] == ".":
            j += 1  # an initial
        else:
            break
    return j


def _person_at(text: _Text, i: int, taken: frozenset[int]) -> _Phrase | None:
    """A personal name: a title and a name, or two or three capitalised words."""
    title = i
    while text.word(title) in _words("title") and (text.caps or text.capital(title)):
        title += 1
        if text.word(title) == ".":
            title += 1
    if title > i:
        end = _caps_name_end(text, title) if text.caps else _name_end(text, title)
        if end == title:
            return None
        return _person(text, i, end, title)
    end = _name_end(text, i)
    words = text.words[i:end]
    if not 2 <= end - i <= 4 or any(j in taken for j in range(i, end)):
        return None
    known = _words("adjective") | _words("noun") | _demonyms() | AREA_NOUNS
    if any(w in known or w in _nouns() or len(w) < 2 for w in words):
        return None
    if any(ACRONYM.match(t.text) and "-" not in t.text for t in text.tokens[i:end]):
        return None
    # "in San Miguel", "at Kandahar Airfield": most likely a place, when nobody has said what it is
    if text.word(i - 1) in {
        "in",
        "at",
        "near",
        "from",
        "of",
        "to",
        "around",
        "outside",
        "into",
        "the",
    }:
        return None
    return _person(text, i, end, i)


def _person(text: _Text, start: int, end: int, name: int) -> _Phrase:
    written = " ".join(t.text for t in text.tokens[name:end])
    return _Phrase(start, end, (name, end), written, "person", named=True, definite=True)


def _caps_name_end(text: _Text, i: int) -> int:
    """The same for text in capitals: words that the lexicons do not know, three at most."""
    j = i
    while j < len(text.words) and j - i < 3:
        word = text.words[j]
        plain = (
            not word[0].isalpha()
            or word in NOT_NAMES | HEDGES | VERBS_AFTER_TITLE | AFTER_ADJECTIVAL | OBJECT_STARTS
            or word in _nouns() or word in _words("adjective") or word in _words("noun")
            or (word.endswith(("ed", "ing")) and not word.endswith(("med", "yed")))
        )  # fmt: skip
        if plain and word not in NAME_PARTICLES:
            break
        j += 1
    return j


def _join_compounds(text: _Text, phrases: list[_Phrase]) -> list[_Phrase]:
    """Nouns in a row are one phrase with the last as its head: "police | officers"."""
    joined: list[_Phrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end == phrase.start
            and not last.pronoun
            and not phrase.pronoun
            and (last.named or not last.plural or last.body)
            and not (last.role == "person" and last.named)
            and not (phrase.named and phrase.role == "name" and not last.body)
        ):
            if phrase.named:  # "General | Musa Osman", "the group | Islamic State"
                last.end, last.named = phrase.end, True
                if phrase.role == "name":
                    last.head, last.noun, last.role = phrase.head, phrase.noun, "name"
                continue
            named = last.named
            phrase.start, phrase.named = last.start, False
            if named and phrase.role in {"group", "terrorist", "militant"}:
                phrase.named = phrase.body
            joined[-1] = phrase
        else:
            joined.append(phrase)
    return joined


def _grow_left(text: _Text, phrase: _Phrase, floor: int) -> None:
    """Take in modifiers, number and determiner; the phrase before ends at token `floor`."""
    if phrase.pronoun:
        phrase.bare = phrase.start
        return
    i = phrase.start
    if not (phrase.role == "person" and phrase.named):
        i = _walk_modifiers(text, i, floor)
    phrase.bare = i
    phrase.start = i
    _take_number(text, phrase)
    _take_determiner(text, phrase)
    if phrase.start == phrase.bare:  # nothing marks a noun phrase: a bare participle is the verb
        while (
            phrase.start < phrase.head[0]
            and text.words[phrase.start] in PARTICIPLES
            and phrase.start > 0
        ):
            phrase.start += 1
        phrase.bare = phrase.start
    first = text.word(phrase.start)
    phrase.definite = phrase.definite or phrase.named or first in DEFINITE
    capitals = [
        i
        for i in range(phrase.bare, phrase.head[1])
        if text.capital(i) and i > 0 and text.words[i] not in _demonyms()
    ]
    if len(capitals) > 1 and phrase.head[1] - 1 in capitals and phrase.body:
        phrase.named = phrase.definite = True


def _walk_modifiers(text: _Text, i: int, floor: int) -> int:
    """The first token of the modifiers that end right before token i."""
    while i > floor:
        if _is_modifier(text, i - 1):
            i -= 1
        elif (
            i > floor + 1
            and text.words[i - 1] in {",", "and", "or"}
            and _is_plain_adjective(text, i - 2)
            and _is_plain_adjective(text, i)
        ):
            i -= 2
        else:
            break
    return i


def _is_plain_adjective(text: _Text, i: int) -> bool:
    word = text.word(i)
    return word in _words("adjective") or (word in _demonyms() and not word.endswith("s"))


def _is_modifier(text: _Text, i: int) -> bool:
    word = text.words[i]
    if ORDINAL.match(word):
        return True
    if not word[0].isalpha() and not ("-" in word and word[-1].isalpha()):
        return False
    if NUMERAL.match(word) or word in _words("numeral"):
        return False
    if word in _words("adjective") or word in _words("noun") or word in _words("adverb"):
        return True
    if word in _words("determiner") or word in _words("quantifier") or word in NOT_NAMES:
        return False
    if word in _demonyms() or (text.capital(i) and i > 0):
        return True
    if "-" in word:
        return True
    return ADJECTIVAL.match(word) is not None


def _take_number(text: _Text, phrase: _Phrase) -> None:
    """Extend over the number words left of the phrase: "at least 12", "dozens of", "two of the"."""
    i = phrase.start
    end = i
    if text.word(i - 1) == "of" and _is_quantity(text, i - 2):
        i -= 2
    elif (
        text.word(i - 1) in {"the", "these", "those", "his", "their", "its"}
        and text.word(i - 2) == "of"
        and _is_quantity(text, i - 3)
    ):
        i -= 3
    elif _is_quantity(text, i - 1):
        i -= 1
    else:
        return
    while i > 0:
        if _is_quantity(text, i - 1):
            i -= 1
        elif text.word(i - 1) in {"to", "and", "or", "-", "–"} and _is_quantity(text, i - 2):
            if text.word(i - 1) == "and" and text.word(i - 3) != "between":
                break
            i -= 2
        elif text.word(i - 1) in HEDGES and text.word(i - 1) not in {"to", "or"}:
            i -= 1
        elif text.word(i - 1) == "to" and text.word(i - 2) in {"up", "close"}:
            i -= 2
        elif text.word(i - 1) == "of" and _is_quantity(text, i - 2):
            i -= 2
        else:
            break
    if text.word(i) in {"or", "than", "other"}:
        i += 1
    phrase.start = i
    phrase.number = (i, end)
    first = text.word(end - 1)
    if first not in {"one", "1", "a", "another"}:
        phrase.plural = phrase.plural or not phrase.body


def _is_quantity(text: _Text, i: int) -> bool:
    word = text.word(i)
    if not word:
        return False
    return bool(NUMERAL.match(word)) or word in _words("numeral") or word in _words("quantifier")


def _take_determiner(text: _Text, phrase: _Phrase) -> None:
    before = text.word(phrase.start - 1)
    if before in {"a", "an"}:
        number = phrase.number[1] if phrase.number else phrase.start
        phrase.start -= 1
        phrase.number = (phrase.start, number)
    elif before in _words("determiner"):
        phrase.start -= 1
        phrase.definite = before in DEFINITE
        if before in {"no", "each", "every"} and phrase.number is None:
            phrase.number = (phrase.start, phrase.start + 1)
    elif before == "'s" or before == "'":
        i = phrase.start - 2
        while i >= 0 and (text.capital(i) or _is_modifier(text, i) or text.words[i] in _nouns()):
            i -= 1
        if i < phrase.start - 2:
            if text.word(i) in _words("determiner"):
                i -= 1
            phrase.start = i + 1
            phrase.bare = i + 1
            phrase.definite = True
    elif phrase.number and text.word(phrase.number[0]) in {"some", "all", "both"}:
        phrase.definite = text.word(phrase.number[0]) != "some"


def _drop_overlaps(phrases: list[_Phrase]) -> list[_Phrase]:
    """Leave out phrases that a later one has taken in ("the mayor" in "the mayor's brother")."""
    kept: list[_Phrase] = []
    for phrase in phrases:
        while kept and kept[-1].end > phrase.start:
            kept.pop()
        kept.append(phrase)
    return kept


def _drop_inner(phrases: list[_Phrase]) -> list[_Phrase]:
    """Leave out names that the phrase before has taken in, as those in brackets."""
    kept: list[_Phrase] = []
    for phrase in phrases:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _grow_right(text: _Text, phrase: _Phrase) -> None:
    if phrase.pronoun:
        return
    end = phrase.end
    if not phrase.plural and not phrase.named and not phrase.body:
        end = _name_after(text, phrase)
    if phrase.named and phrase.role not in {"person", "name"}:
        end = _name_tail(text, end)
    end = _quoted_name(text, phrase, end)
    end = _bracket(text, phrase, end)
    end = _garment(text, end)
    end = _ages(text, end)
    phrase.end = max(phrase.end, end)
    after = text.word(phrase.end)
    if not phrase.named and not phrase.plural and after in _words("abstract"):
        phrase.attributive = True


def _name_after(text: _Text, phrase: _Phrase) -> int:
    """A personal name in apposition: "Mayor Rosa Quintana", "COLONEL ORTEGA"."""
    end = _name_end(text, phrase.end)
    if text.caps and text.word(phrase.end - 1) in _words("title"):
        end = _caps_name_end(text, phrase.end)
    if end > phrase.end:
        phrase.named = phrase.definite = True
    return end


def _name_tail(text: _Text, end: int) -> int:
    """The rest of a body's name: "Ministry | of Defence", "Front | for the Liberation of Sahel"."""
    while text.word(end) in {"of", "for"}:
        name = end + 2 if text.word(end + 1) == "the" else end + 1
        after = _name_end(text, name)
        if after == name:
            break
        end = after
    return end


def _quoted_name(text: _Text, phrase: _Phrase, end: int) -> int:
    if not phrase.body or text.word(end) not in OPENERS:
        return end
    for close in range(end + 2, min(end + 8, len(text.words))):
        if text.word(close) in OPENERS:
            phrase.named = phrase.definite = True
            return close + 1
    return end


def _bracket(text: _Text, phrase: _Phrase, end: int) -> int:
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


def _garment(text: _Text, end: int) -> int:
    """What somebody wears: "in a burqa", "in military uniform"."""
    if text.word(end) != "in":
        return end
    i = end + 1
    if text.word(i) in {"a", "an"}:
        i += 1
    for last in range(i, min(i + 3, len(text.words))):
        if text.words[last] in _words("garment"):
            return last + 1
        if not _is_modifier(text, last):
            break
    return end


def _ages(text: _Text, end: int) -> int:
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
    if i == start or text.word(i).isalpha() and text.word(i) not in {"and", "was", "were", "who"}:
        return end
    return i


def _join_of(text: _Text, phrases: list[_Phrase]) -> list[_Phrase]:
    """Take in what an "of" brings: "members of the militia", "a group of men", "mayor of Ain Talla"."""
    joined: list[_Phrase] = []
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


def _of(phrase: _Phrase, following: _Phrase) -> _Phrase:
    if (
        phrase.noun in GROUPINGS
        and following.plural
        and not following.body
        and phrase.noun != "member"
    ):
        following.number = (phrase.start, following.start)
        following.start = phrase.start
        following.bare = min(phrase.bare, following.bare)
        following.definite = phrase.definite
        return following
    if phrase.noun in PARTS and following.body:
        phrase.role = following.role
    phrase.end = following.end
    return phrase


def _place_tail(text: _Text, end: int) -> int:
    """ "of Ain Talla", "of the Upper Nile province" after a noun for people."""
    name = end + 2 if text.word(end + 1) == "the" else end + 1
    after = _name_end(text, name)
    if after == name:
        return end
    return after + 1 if text.word(after) in AREA_NOUNS else after


def _mention(text: _Text, phrase: _Phrase) -> ActorMention:
    def span(start: int, end: int) -> Span:
        return Span(text.tokens[start].start, text.tokens[end - 1].end)

    return ActorMention(
        span=span(phrase.start, phrase.end),
        head=span(*phrase.head),
        noun=phrase.noun,
        role=phrase.role,
        number=span(*phrase.number) if phrase.number else None,
        definite=phrase.definite,
        plural=phrase.plural,
        named=phrase.named,
        pronoun=phrase.pronoun,
        attributive=phrase.attributive,
        bare=span(min(phrase.bare, phrase.head[0]), phrase.end),
    )
