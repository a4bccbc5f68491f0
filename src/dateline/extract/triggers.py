"""Words that tell of an incident: `lexicons/triggers.tsv`, read in their sentence.

What the model names an act is weighed against what its words mean here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.extract.text import Sentence, Token, read_tokens
from dateline.lexicons import Row, read_lexicon
from dateline.records import CountKind, IncidentType, Span

MAX_GAP = 8  # words that "took ... hostage" may hold between its parts

# A word of two classes ("attack", "raid", "killing") is a noun after one of these.
NOUN_BEFORE = frozenset(
    "a an the this that these those his her its their our my your another each every any no some such"
    " 's of in by from after during for with on against following despite amid over under until before"
    " first second third fourth latest recent new deadly fatal fresh major armed terror terrorist car"
    " suicide bomb rocket mortar drone rebel air ground night dawn overnight massive alleged suspected"
    " several two three four five six seven many more dozens numerous similar separate"
    " violent bloody brutal simultaneous coordinated sectarian ethnic tribal street mob gun knife".split()
)
VERB_BEFORE = frozenset(
    "to was were been being be is are had has have having will would could might may did does do who"
    " which that not n't also then later allegedly reportedly and".split()
)
# Verbs whose plain form is as often the name of a thing.
NOUNS_ELSEWHERE = frozenset(
    "bomb bombs shell shells mine mines target targets storm hit hits".split()
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One telling word or phrase. Token indices are those of its sentence, half-open."""

    sentence: int
    first: int
    last: int
    span: Span
    word: str  # the form as the lexicon has it
    noun: bool
    type: IncidentType | None  # None: tells of harm alone
    harm: CountKind | None
    also: CountKind | None  # a second harm that the wording takes in: "casualties"
    harm_open: bool  # the wording may or may not mean that harm: "shot"
    subject: str  # role of the subject in active voice, "" when it has none to give
    object: str  # role of the object, or the preposition that brings it
    rank: int  # 1 consequence or vague .. 5 most telling of the type
    needs: str


@dataclass(frozen=True, slots=True)
class _Form:
    parts: tuple[tuple[str, ...], ...]  # runs of words, a gap between them
    text: str
    row: Row
    noun: bool


@lru_cache(maxsize=128)  # one sentence tells of several acts, and each is looked up more than once
def find_triggers(sentence: Sentence) -> tuple[Trigger, ...]:
    """Triggers of one sentence in order; overlapping ones give way to the longest."""
    tokens = sentence.tokens
    barred = {i for first, last in _exceptions(tokens) for i in range(first, last)}
    found: list[Trigger] = []
    i = 0
    while i < len(tokens):
        match = None if i in barred else _longest(tokens, i)
        if match is None or not barred.isdisjoint(range(i, match[1])):
            i += 1
            continue
        form, last = match
        found.append(_trigger(sentence, form, i, last))
        # what stands in the gap of "left four soldiers dead" may hold triggers of its own: none seen
        i = last
    return tuple(found)


def _is_month(tokens: Sequence[Token], i: int) -> bool:
    """ "March" is a month where it is capitalised inside a sentence, or stands by a number."""
    if tokens[i].lower != "march":
        return False
    around = [t.text for t in tokens[max(0, i - 1) : i + 2] if t is not tokens[i]]
    dated = any(text[0].isdigit() for text in around)
    before = tokens[i - 1].lower if i else ""
    named = i > 0 and tokens[i].text == "March"
    return dated or named or before in {"in", "late", "early", "mid", "since", "last", "until"}


def _trigger(sentence: Sentence, form: _Form, first: int, last: int) -> Trigger:
    row, tokens = form.row, sentence.tokens
    harm = row["harm"]
    return Trigger(
        sentence=sentence.index,
        first=first,
        last=last,
        span=Span(tokens[first].start, tokens[last - 1].end),
        word=form.text,
        noun=form.noun,
        type=None if row["type"] == "-" else IncidentType(row["type"]),
        harm=None if harm == "-" else CountKind(harm.rstrip("?").partition("+")[0]),
        also=CountKind(harm.rstrip("?").partition("+")[2]) if "+" in harm else None,
        harm_open=harm.endswith("?"),
        subject="" if row["subject"] == "-" else row["subject"],
        object="" if row["object"] == "-" else row["object"],
        rank=int(row["rank"]),
        needs="" if row["needs"] == "-" else row["needs"],
    )


def _longest(tokens: Sequence[Token], i: int) -> tuple[_Form, int] | None:
    """The form that matches most words from token i, and the token after its end."""
    fits: list[tuple[int, int, bool, _Form]] = []
    for form in _forms().get(tokens[i].lower, ()):
        last = _match(tokens, i, form.parts)
        if last is not None:
            fits.append((sum(map(len, form.parts)), last - i, form.noun, form))
    if not fits or _is_month(tokens, i):
        return None
    most = max(fit[:2] for fit in fits)
    best = [fit for fit in fits if fit[:2] == most]
    noun = _reads_as_noun(tokens, i, i + most[1])
    if len(best) > 1:
        best = [fit for fit in best if fit[2] == noun] or best
    elif noun and most[0] == 1 and not best[0][2] and tokens[i].lower in NOUNS_ELSEWHERE:
        return None  # "a roadside bomb": a thing, not a deed
    return best[0][3], i + most[1]


def _match(tokens: Sequence[Token], i: int, parts: tuple[tuple[str, ...], ...]) -> int | None:
    end = _run(tokens, i, parts[0])
    for part in parts[1:]:
        if end is None:
            return None
        stop = min(len(tokens), end + MAX_GAP)
        ends = (
            _run(tokens, k, part)
            for k in range(end + 1, stop)
            if all(t.text not in {".", ";", ","} for t in tokens[end:k])
        )
        end = next((e for e in ends if e is not None), None)
    return end


def _run(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> int | None:
    end = i + len(words)
    if end > len(tokens):
        return None
    for token, word in zip(tokens[i:end], words, strict=True):
        if token.lower != word and word != "*":
            return None
    return end


def _reads_as_noun(tokens: Sequence[Token], first: int, last: int) -> bool:
    before = tokens[first - 1].lower if first else ""
    after = tokens[last].lower if last < len(tokens) else ""
    if before in VERB_BEFORE:
        return False
    if before in NOUN_BEFORE or before.isdigit():
        return True
    if after == "between":
        return True
    if after in {"of", "by", "on", "in", "at", "against", "near", "that", "which", "was", "were"}:
        # "Gunmen attack in Jos" is rarer than "rebel attack in Jos"; -ing after a comma is a verb
        return not tokens[first].lower.endswith(("ing", "ed")) or after in {"of", "by"}
    return not tokens[first].lower.endswith(("ing", "ed")) and after in {"", ".", ",", "and", "has"}


def _exceptions(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    table = _exception_forms()
    for i, token in enumerate(tokens):
        for words in table.get(token.lower, ()):
            end = _run(tokens, i, words)
            if end is not None:
                yield i, end


@cache
def _forms() -> dict[str, tuple[_Form, ...]]:
    forms: dict[str, list[_Form]] = {}
    for row in read_lexicon("triggers"):
        for text in row["forms"].split("|"):
            parts = tuple(_words(part) for part in text.split("..."))
            forms.setdefault(parts[0][0], []).append(_Form(parts, text, row, row["pos"] == "noun"))
    return {word: tuple(rows) for word, rows in forms.items()}


@cache
def _exception_forms() -> dict[str, tuple[tuple[str, ...], ...]]:
    forms: dict[str, list[tuple[str, ...]]] = {}
    for row in read_lexicon("trigger_exceptions"):
        words = _words(row["form"])
        forms.setdefault(words[0], []).append(words)
    return {word: tuple(rows) for word, rows in forms.items()}


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.lower for token in read_tokens(text, 0, len(text)))
