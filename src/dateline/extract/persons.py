"""Single victims as their words tell them: a name, an age, a sex, "a second man".

What is read here only describes each one. Who is one person and how many there are is decided where the
claims of an incident are together (`link.persons`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from dateline.extract.counts import DEFINITE, Told, single_nouns
from dateline.extract.numbers import number_run, read_count
from dateline.extract.patients import BODILY
from dateline.extract.speakers import head_end
from dateline.extract.text import Sentence, Token, read_tokens, sentence_with, word_set
from dateline.lexicons import Row, read_lexicon
from dateline.lexicons.times import MONTH_NAMES, WEEKDAY_NAMES
from dateline.records import MORE, CountKind, CountPhrase, Person, Span

OLDEST = 115
BACK = 3  # words beside a phrase that may still belong to it: "a second [elderly man]"
INDEFINITE = word_set("a an one")
ARTICLES = word_set("a an the his her their its one")
OTHERS = word_set("another other")  # beside whom? "he shot another man" is beside himself
SUFFERS = word_set("was were is are died dies suffered sustained remains remained in has had")
COORDINATES = word_set("and while ; but")
CLOSES = frozenset({",", ".", ";", ")", "and", "was", "were", "died", "is", "of", "from", "who"})
APPOSED = frozenset(
    {",", "a", "an"}
)  # before an age behind its name: "Ana Ruiz, a 30-year-old cook"
YEARS = ("-year-old", "-years-old", "-yr-old")
MONTHS = ("-month-old", "-months-old")
NAME_TAILS = word_set("jr sr ii iii iv")
TITLED = (
    0.6  # share of words with a capital from which a line is a headline, where capitals name nobody
)


def find_persons(
    sentences: Sequence[Sentence], told: Sequence[Told], doers: Sequence[Sequence[Span]]
) -> list[tuple[Person, ...]]:
    """The single victims of each act of a report, in the order of the text.

    told: what `find_figures` read of each act; doers: who did it, as the model answers.
    """
    found = [
        [
            person
            for phrase in act.singles
            if (person := _person(sentences, phrase, phrase in act.figures, spans)) is not None
        ]
        for act, spans in zip(told, doers, strict=True)
    ]
    every = sorted({p.span for persons in found for p in persons})
    persons = [[_set_apart(sentences, p, every) for p in persons] for persons in found]
    bodily = sorted(
        {(p.span, p.kind) for act in told for p in (*act.figures, *act.singles) if p.kind in BODILY}
    )
    for act, mine in zip(told, persons, strict=True):
        mine += [
            Person(phrase.kind, phrase.span, apart=MORE)
            for phrase in act.figures
            if not phrase.single and _is_more(sentences, phrase, bodily)
        ]
    return [tuple(mine) for mine in persons]


def _is_more(
    sentences: Sequence[Sentence], phrase: CountPhrase, told: Sequence[tuple[Span, CountKind]]
) -> bool:
    """Whether a figure counts on from what was told last, of the same harm: "two others were wounded",
    "two guards were also killed"; not "one was killed and two others wounded"."""
    sentence = sentence_with(phrase.span, sentences)
    before = [kind for span, kind in told if span.end <= phrase.span.start]
    if sentence is None or before[-1:] != [phrase.kind]:
        return False
    tokens = sentence.tokens
    first = next(n for n, t in enumerate(tokens) if t.end > phrase.span.start)
    run = number_run(tokens, first)
    if run is None or (first and tokens[first - 1].lower in DEFINITE):
        return False
    beside = {t.lower for t in (tokens[run[0]], *tokens[run[1] : run[1] + 1])}
    return not beside.isdisjoint(BESIDES) or _is_also(sentence, run[1])


BESIDES = word_set("another other others more")
CLAUSE = 7  # words to the end of a verb: "two of the mayor's guards were also killed"


def _person(
    sentences: Sequence[Sentence], phrase: CountPhrase, counted: bool, doers: Sequence[Span]
) -> Person | None:
    sentence = sentence_with(phrase.span, sentences)
    if sentence is None:
        return None
    span = phrase.span
    if phrase.group is not None and phrase.group.meets(span) and sentence.span.holds(phrase.group):
        span = Span(min(span.start, phrase.group.start), max(span.end, phrase.group.end))
    tokens = sentence.tokens
    inside = [n for n, t in enumerate(tokens) if t.start < span.end and span.start < t.end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    if not phrase.single:
        last = _noun_end(tokens, last)
    words = tokens[first:last]
    rows = [row for t in _head_part(words) if (row := _rows().get(t.lower)) is not None]
    sexes = [
        row["value"] for row in rows if row["class"] in ("sex", "doer") and row["value"] != "-"
    ]
    age, name = _age(tokens, first, last), _name(sentence, words) or _name_before(sentence, first)
    role = _role(_head_part(words))
    if not phrase.single and not sexes and age is None and name is None and role is None:
        return None  # "one dead": a figure, no person
    return Person(
        harm=phrase.kind,
        span=Span(words[0].start, words[-1].end),
        name=name,
        age=age,
        sex=sexes[-1] if sexes else None,
        role=role,
        apart=_ordinal(tokens, first, last) if not _doer_before(sentence, span, doers) else None,
        doer=any(row["class"] == "doer" for row in rows) or any(d.meets(span) for d in doers),
        counted=counted and phrase.single,
    )


def _noun_end(tokens: Sequence[Token], last: int) -> int:
    """The end of the noun behind a number: "one [man]", "one [elderly woman]"."""
    for k in range(last, min(len(tokens), last + BACK)):
        if tokens[k].lower in _rows() or tokens[k].lower in _roles():
            return k + 1
        if not tokens[k].lower.replace("-", "").isalnum():
            break
    return last


def _role(words: Sequence[Token]) -> str | None:
    """What a phrase's last noun for persons says that the person does; nothing for "man", "victim"."""
    for token in reversed([t for t in words if t.text.islower() or t is words[0]]):
        if (role := _roles().get(token.lower)) is not None:
            row = _rows().get(role)
            return row["value"] if row is not None and row["class"] == "role" else None
    return None


def _head_part(words: Sequence[Token]) -> Sequence[Token]:
    """A phrase up to the first "of", comma and their like: "the wife" of "the wife of a miller"."""
    return words[: head_end([t.lower for t in words])]


def _age(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """The age that a phrase holds or that stands right behind it: "a cook, 32,", "aged 54", "(9)"."""
    for k in range(max(0, first - 1), min(len(tokens), last + 3)):
        lower = tokens[k].lower
        for ending in (*YEARS, *MONTHS):
            if lower.endswith(ending) and (k < last or tokens[k - 1].lower in APPOSED):
                years = _whole_number(lower.removesuffix(ending))
                return years // 12 if years is not None and ending in MONTHS else years
        before = tokens[k - 1].lower if k else ""
        of_age = before == "of" and k > 1 and tokens[k - 2].lower in single_nouns()
        if of_age and lower not in INDEFINITE and (years := _whole_number(lower)) is not None:
            return years  # "a boy of nine"
        after = tokens[k + 1].lower if k + 1 < len(tokens) else "."
        behind = before in (",", "(") and after in CLOSES
        if lower.isdigit() and int(lower) <= OLDEST and (behind or before in ("aged", "age")):
            return int(lower)
    return None


def _whole_number(words: str) -> int | None:
    count = read_count(read_tokens(words, 0, len(words)))
    return count.best if count is not None and (count.best or 0) <= OLDEST else None


def _name(sentence: Sentence, words: Sequence[Token]) -> str | None:
    """The name a phrase ends in: "Ana Ruiz" of "guard Ana Ruiz, 32". None in a headline's capitals."""
    if _is_titled(sentence) or any(t.lower in ("a", "an") for t in words[:1]):
        return None
    run: list[str] = []
    for token in _head_part(words):
        if _is_name(token):
            run.append(token.text)
        elif not (run and token.text in NAME_MARKS):
            run = []
    return " ".join(run) or None


GLUED = re.compile(r"^[A-Z][a-z]{3,}[A-Z]")  # a headline run into its text: "TimesAnna"
NAME_MARKS = frozenset(".\"“”'‘’")


def _name_before(sentence: Sentence, first: int) -> str | None:
    """The name that a phrase stands beside: "Seren, [a clerk], died"."""
    tokens = sentence.tokens
    if first < 2 or tokens[first - 1].text != "," or tokens[first].lower not in ARTICLES:
        return None
    start = first - 1
    while start > 0 and _is_name(tokens[start - 1]):
        start -= 1
    return _name(sentence, tokens[start : first - 1])


def _is_name(token: Token) -> bool:
    text = token.text
    plain = text.replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    if not text[0].isupper() or not plain.isalpha() or GLUED.search(text):
        return False
    return token.lower not in no_names() and token.lower.rstrip(".") not in NAME_TAILS


def _is_titled(sentence: Sentence) -> bool:
    """Whether a sentence has capitals throughout, as headlines do."""
    words = [t for t in sentence.tokens if t.lower.isalpha()]
    return sum(t.text[0].isupper() for t in words) > TITLED * len(words) and len(words) > 3


def _doer_before(sentence: Sentence, span: Span, doers: Sequence[Span]) -> bool:
    """Whether who did it is told first: "a miller shot another man" tells of one victim."""
    return any(sentence.span.holds(d) and d.end <= span.start for d in doers)


def _ordinal(tokens: Sequence[Token], first: int, last: int) -> str | None:
    """What sets a person apart: "another man", "a third victim"; not "the third officer to die here"."""
    for k in range(last - 1, max(-1, first - 1 - BACK), -1):
        lower = tokens[k].lower
        row = _rows().get(lower)
        if row is not None and row["class"] == "apart":
            definite = k > 0 and tokens[k - 1].lower in ARTICLES - INDEFINITE
            suffers = last < len(tokens) and tokens[last].lower in SUFFERS
            vague = tokens[k].lower in OTHERS and not suffers
            return None if definite or vague else row["value"]
        apposed = k == first - 1 and tokens[k].text == ","  # "a third, Musa Bala, died"
        if k < first and not apposed and (lower in ARTICLES or not lower.isalpha()):
            return None
    return None


def _set_apart(sentences: Sequence[Sentence], person: Person, every: Sequence[Span]) -> Person:
    """A person told by "and a" or "while one" behind another of the same sentence is another: "a guard
    was shot and a cook stabbed"; so is one whose sentence or clause opens with whose kin he is, behind
    another of the same or the last sentence: "his son was wounded"."""
    sentence = sentence_with(person.span, sentences)
    if sentence is None or person.apart is not None:
        return person
    before = [s for s in every if s.end <= person.span.start]
    here = any(sentence.span.holds(s) for s in before)
    last = next((s for s in sentences if s.index == sentence.index - 1), None)
    near = here or any(last is not None and last.span.holds(s) for s in before)
    at = next(n for n, t in enumerate(sentence.tokens) if t.start >= person.span.start)
    opens = at == 0 or sentence.tokens[at - 1].lower in (",", ";", "and", "while", "but")
    if near and opens and sentence.tokens[at].lower in ("his", "her", "their"):
        return replace(person, apart=AND)
    article = at if sentence.tokens[at].lower in INDEFINITE else at - 1
    words = [t.lower for t in sentence.tokens[max(0, article - 1) : article + 1]]
    joined = len(words) == 2 and words[0] in COORDINATES and words[1] in INDEFINITE
    indefinite = not INDEFINITE.isdisjoint(words[-1:])
    also = bool(before) and indefinite and _is_also(sentence, at)
    return replace(person, apart=AND) if (here and joined) or also else person


def _is_also(sentence: Sentence, first: int) -> bool:
    """Whether it is told of somebody besides others: "a guard of the bank was also killed"."""
    after = [t.lower for t in sentence.tokens[first : first + CLAUSE]]
    return any(pair in (("was", "also"), ("were", "also")) for pair in pairwise(after))


AND = "and"


@cache
def _rows() -> dict[str, Row]:
    return {row["form"]: row for row in read_lexicon("persons")}


@cache
def _roles() -> dict[str, str]:
    return {row["noun"]: row["role"] for row in read_lexicon("roles") if row["sort"] == "person"}


@cache
def no_names() -> frozenset[str]:
    """Words for persons, bodies and numbers: with a capital, they begin a sentence."""
    demonyms = {row["demonym"].lower() for row in read_lexicon("demonyms")}
    nouns = {
        w for row in read_lexicon("roles") for w in (row["noun"], row["plural"]) if " " not in w
    }
    numbers = {row["form"] for row in read_lexicon("numbers")}
    harms = {row["form"] for row in read_lexicon("harm_words")} | {
        form
        for row in read_lexicon("triggers")
        for form in row["forms"].split("|")
        if row["harm"] != "-"
    }
    return (
        frozenset(nouns | demonyms)
        | frozenset(_rows())
        | frozenset(numbers | harms)
        | frozenset({*MONTH_NAMES, *WEEKDAY_NAMES})
        | word_set(
            "in on at after the a an his her their police victim victims person dr st sgt lt officer department city county"
        )
    )
