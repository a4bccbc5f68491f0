"""Noun phrases around a head, grown leftwards over modifiers, numbers and determiners.

What `actors` and `objects` share: no parser, a scan over tokens with `lexicons/modifiers.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.extract.text import Sentence, Token, read_tokens
from dateline.lexicons import Row, read_lexicon
from dateline.records import Span

# Kinds of words in modifiers.tsv that personal names seldom hold.
COMMON_KINDS = ("common", "adjective", "noun", "area", "abstract", "institution")
# What lexicons need not list: adjectives by their ending, numerals, ordinals.
ADJECTIVAL = re.compile(r"[a-z]{3,}(?:al|ic|ous|ary|ish|ist|ive|ian|ese|ite|less|ful)$")


NUMERAL = re.compile(
    r"\d[\d,.]*(?:[-\u2010\u2011\u2013]\d+)?$|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+$"
)


YEAR = re.compile(r"(?:19\d\d|20[0-4][1-9]|20[1-4]0)$")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|d)$")


@dataclass(slots=True)
class Phrase:
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
    number: tuple[int, int] | None = None
    bare: int = 0
    definite: bool = False
    attributive: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence's tokens with what every step asks of them."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    caps: bool  # the sentence is written in capitals throughout (old wire style)
    proper: frozenset[int] = frozenset()  # then: tokens of names, told by given names and places

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def capital(self, i: int) -> bool:
        """A capitalised word, where capitals tell anything."""
        if not 0 <= i < len(self.tokens):
            return False
        if self.caps:
            return i in self.proper
        text = self.tokens[i].text
        return text[0].isupper() or (
            "-" in text
            and text.split("-")[0] in words("particle")
            and text[-1].isalpha()
            and any(c.isupper() for c in text)
        )


def read_text(sentence: Sentence, places: Sequence[Span] = ()) -> Text:
    """A sentence to look for phrases in; `places` are the spans of known place names."""
    letters = [c for t in sentence.tokens for c in t.text if c.isalpha()]
    caps = len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
    lower = tuple(t.lower for t in sentence.tokens)
    if not caps:
        return Text(sentence.tokens, lower, caps)
    named = {
        i
        for i, t in enumerate(sentence.tokens)
        if any(p.start < t.end and t.start < p.end for p in places)
    }
    for i, word in enumerate(lower):
        if word in given_names() or (i in named and lower[i - 1] in given_names()):
            named.update(_name_run(lower, i))
    return Text(sentence.tokens, lower, caps, frozenset(named))


def _name_run(lower: tuple[str, ...], i: int) -> range:
    """A given name and the words behind it that no lexicon knows, three at most."""
    j = i + 1
    while j < len(lower) and j - i < 4:
        word = lower[j]
        verb = word.endswith(("ed", "ing")) and not word.endswith(("med", "yed"))
        if not word[0].isalpha() or verb or is_common(word):
            break
        j += 1
    return range(i, j if j > i + 1 else i)


def is_common(word: str) -> bool:
    """A word that personal names seldom hold."""
    return word not in words("particle") and (
        any(word in words(kind) for kind in COMMON_KINDS)
        or word in demonyms()
        or word in read_forms("roles", "noun")
        or word in read_forms("objects", "noun")
        or word in read_forms("weapons", "form")
    )


@cache
def given_names() -> frozenset[str]:
    return frozenset(row["name"].lower() for row in read_lexicon("given_names"))


@cache
def words(kind: str) -> frozenset[str]:
    """All words of one kind in modifiers.tsv."""
    return frozenset(row["word"] for row in read_lexicon("modifiers") if row["kind"] == kind)


@cache
def owner_words() -> frozenset[str]:
    """First words of role nouns, which may stand before a possessive: "the mayor's"."""
    forms = (form for row in read_lexicon("roles") for form in (row["noun"], row["plural"]))
    return frozenset(form.split()[0] for form in forms if form)


Forms = dict[str, list[tuple[tuple[str, ...], bool, Row]]]


@cache
def read_forms(lexicon: str, column: str) -> Forms:
    """Forms of a lexicon by their first word, longest first: words, whether plural, the row."""
    forms: Forms = {}
    for row in read_lexicon(lexicon):
        for form, plural in ((row[column], False), (row["plural"], True)):
            if form:
                found = tuple(t.lower for t in read_tokens(form, 0, len(form)))
                forms.setdefault(found[0], []).append((found, plural, row))
    for same in forms.values():
        same.sort(key=lambda form: -len(form[0]))
    return forms


def match_form(text: Text, i: int, forms: Forms) -> tuple[int, bool, Row] | None:
    """The longest form that begins at token i: its length, whether plural, its row."""
    for found, plural, row in forms.get(text.words[i], ()):
        if text.words[i : i + len(found)] == found:
            return len(found), plural, row
    return None


@cache
def demonyms() -> frozenset[str]:
    """Every word of every demonym, in lower case, with plurals."""
    singular = {w for row in read_lexicon("demonyms") for w in row["demonym"].lower().split()}
    # words that are demonyms only with the word beside them, or are common words too
    return frozenset(singular | {w + "s" for w in singular}) - words("common")


def is_plain_adjective(text: Text, i: int) -> bool:
    word = text.word(i)
    return word in words("adjective") or (word in demonyms() and not word.endswith("s"))


def is_modifier(text: Text, i: int) -> bool:
    word = text.words[i]
    if ORDINAL.match(word):
        return True
    if not word[0].isalpha() and not ("-" in word and word[-1].isalpha()):
        return False
    if NUMERAL.match(word) or word in words("numeral"):
        return False
    if word in words("adjective") or word in words("noun") or word in words("adverb"):
        return True
    if word in words("determiner") or word in words("quantifier") or word in words("no_name"):
        return False
    if word in demonyms() or (text.capital(i) and i > 0):
        return True
    if "-" in word:
        return True
    return ADJECTIVAL.match(word) is not None


def walk_modifiers(text: Text, i: int, floor: int) -> int:
    """The first token of the modifiers that end right before token i."""
    while i > floor:
        if is_modifier(text, i - 1):
            i -= 1
        elif (
            i > floor + 1
            and text.words[i - 1] in {",", "and", "or"}
            and is_plain_adjective(text, i - 2)
            and is_plain_adjective(text, i)
        ):
            i -= 2
        else:
            break
    return i


def take_number(text: Text, phrase: Phrase) -> None:
    """Extend over the number words left of the phrase: "at least 12", "dozens of", "two of the"."""
    i = phrase.start
    end = i
    if text.word(i - 1) == "of" and is_quantity(text, i - 2):
        i -= 2
    elif (
        text.word(i - 1) in {"the", "these", "those", "his", "their", "its"}
        and text.word(i - 2) == "of"
        and is_quantity(text, i - 3)
    ):
        i -= 3
    elif is_quantity(text, i - 1):
        i -= 1
    else:
        return
    while i > 0:
        if is_quantity(text, i - 1):
            i -= 1
        elif text.word(i - 1) in {"to", "and", "or", "-", "–"} and is_quantity(text, i - 2):
            if text.word(i - 1) == "and" and text.word(i - 3) != "between":
                break
            i -= 2
        elif text.word(i - 1) in words("hedge") and text.word(i - 1) not in {"to", "or"}:
            i -= 1
        elif (text.word(i - 1) == "to" and text.word(i - 2) in {"up", "close"}) or (
            text.word(i - 1) == "of" and is_quantity(text, i - 2)
        ):
            i -= 2
        else:
            break
    while text.word(i) in {"or", "than", "other", "at", "as"} and i < end - 1:
        if text.word(i + 1) in {"least", "most", "many", "few", "much"}:
            break
        i += 1
    phrase.start = i
    phrase.number = (i, end)
    first = text.word(end - 1)
    if first not in {"one", "1", "a", "another"}:
        phrase.plural = phrase.plural or not phrase.body


def is_quantity(text: Text, i: int) -> bool:
    word = text.word(i)
    if not word:
        return False
    if YEAR.match(word) and text.word(i - 1) not in words("hedge"):
        return False
    return bool(NUMERAL.match(word)) or word in words("numeral") or word in words("quantifier")


def take_determiner(text: Text, phrase: Phrase) -> None:
    before = text.word(phrase.start - 1)
    if before in {"a", "an"}:
        number = phrase.number[1] if phrase.number else phrase.start
        phrase.start -= 1
        phrase.number = (phrase.start, number)
    elif before == "that" and (
        phrase.plural or phrase.named or text.word(phrase.head[1] - 1).endswith("s")
    ):
        return  # a conjunction: "said that soldiers ..."
    elif before in words("determiner"):
        phrase.start -= 1
        phrase.definite = before in words("definite")
        if before in {"no", "each", "every"} and phrase.number is None:
            phrase.number = (phrase.start, phrase.start + 1)
    elif before == "'s" or before == "'":
        i = phrase.start - 2
        while i >= 0 and (
            text.capital(i) or is_modifier(text, i) or text.words[i] in owner_words()
        ):
            i -= 1
        if i < phrase.start - 2:
            if text.word(i) in words("determiner"):
                i -= 1
            phrase.start = i + 1
            phrase.bare = i + 1
            phrase.definite = True
    elif phrase.number and text.word(phrase.number[0]) in {"some", "all", "both"}:
        phrase.definite = text.word(phrase.number[0]) != "some"


def name_end(text: Text, i: int) -> int:
    """Where a run of capitalised words from token i ends, particles inside included."""
    j = i
    while j < len(text.words) and j - i < 5:
        if (
            text.capital(j)
            and (text.words[j] not in words("no_name") or (j > i and text.words[j] == "may"))
            and text.tokens[j].text[-1].isalpha()
        ) or (j > i and text.words[j] in words("particle") and text.capital(j + 1)):
            j += 1
        elif j > i and len(text.tokens[j - 1].text) == 1 and text.words[j] == ".":
            j += 1  # an initial
        else:
            break
    return j


def grow_left(text: Text, phrase: Phrase, floor: int) -> None:
    """Take in modifiers, number and determiner; the phrase before ends at token `floor`."""
    if phrase.pronoun:
        phrase.bare = phrase.start
        if phrase.noun == "them":
            take_number(text, phrase)  # "three of them"
        return
    i = core = phrase.start
    if not (phrase.role == "person" and phrase.named):
        i = walk_modifiers(text, i, floor)
    phrase.bare = i
    phrase.start = i
    if not phrase.named:
        take_number(text, phrase)
    take_determiner(text, phrase)
    if phrase.start == phrase.bare:  # nothing marks a noun phrase: a bare participle is the verb
        while (
            phrase.start < core
            and text.words[phrase.start] in words("participle")
            and phrase.start > 0
        ):
            phrase.start += 1
        phrase.bare = phrase.start
    first = text.word(phrase.start)
    phrase.definite = phrase.definite or phrase.named or first in words("definite")
    capitals = [
        i
        for i in range(phrase.bare, phrase.head[1])
        if text.capital(i) and i > 0 and text.words[i] not in demonyms()
    ]
    if len(capitals) > 1 and phrase.head[1] - 1 in capitals and phrase.body:
        phrase.named = phrase.definite = True


def drop_overlaps(phrases: list[Phrase]) -> list[Phrase]:
    """Leave out phrases that a later one has taken in ("the mayor" in "the mayor's brother")."""
    kept: list[Phrase] = []
    for phrase in phrases:
        while kept and kept[-1].end > phrase.start:
            kept.pop()
        kept.append(phrase)
    return kept


def span_of(text: Text, start: int, end: int) -> Span:
    """Characters of tokens [start, end)."""
    return Span(text.tokens[start].start, text.tokens[end - 1].end)
