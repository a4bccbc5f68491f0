"""Where a phrase that the model found begins and ends, by grammar: without what no phrase begins or ends in, with both its brackets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from dateline.extract.grammar import AUXILIARIES, IRREGULAR, PREPOSITIONS
from dateline.extract.numbers import is_number_word
from dateline.extract.text import Sentence, Token, read_tokens, word_set
from dateline.lexicons import read_lexicon
from dateline.records import Span

JOINTS = word_set("of and or in on at by to from with")
DANGLING = frozenset({",", ";", ":", "-", "–", "—"})
LEADING = DANGLING | AUXILIARIES  # "an attack on is militants"; written so, since Will is a name
CLITICS = frozenset({"'s", "'"})
# What no phrase ends in: the word that it hangs on is cut off. "With" of "with | them" and the like.
OPEN_ENDS = (
    JOINTS
    | DANGLING
    | CLITICS
    | word_set(
        "the a an his her its their my our your who whom whose which that was were is are had has have same "
        "for as than under near against between without into upon about during after before while above below beside behind beyond along across around through throughout within inside outside onto toward towards"
    )
    | {"(", "[", "«"}
)
AT_LEAST = frozenset({("at", "least"), ("at", "most")})
LOOSE = OPEN_ENDS - {"of"}  # "the head of | police" was cut short
# Words that stand for somebody told of elsewhere, or for the fight itself, and name nobody. "We" names who writes.
ANYBODY = word_set(
    "it he she they him her them who whom which that this these those itself each both either neither more than"
    " combat combats fighting"
)
BRACKETS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
QUOTE = '"'


def trim(text: str, span: Span, sentence: Sentence | None) -> Span | None:
    """The phrase that a span stands for, in its `sentence`; None where that names nobody: a number or a
    pronoun alone."""
    around = sentence.tokens if sentence is not None else ()
    tokens = _behind_dash(read_tokens(text, span.start, span.end))
    tokens = _before_clause(tokens, around)
    while tokens and (tokens[-1].lower in OPEN_ENDS or _hangs_on(tokens, around)):
        tokens.pop()
    while tokens and (tokens[0].lower in JOINTS or tokens[0].text in LEADING):
        tokens.pop(0)
    if all(is_number_word(t) or t.lower in ANYBODY or t.lower == "and" for t in tokens):
        return None
    before = next((t for t in reversed(around) if t.end <= tokens[0].start), None)
    if before is not None and (before.lower, tokens[0].lower) in AT_LEAST:
        tokens.insert(0, before)
        before = next((t for t in reversed(around) if t.end <= before.start), None)
    after = next((t for t in around if t.start >= tokens[-1].end), None)
    return _in_brackets(tokens, before, after)


def _hangs_on(tokens: Sequence[Token], around: Sequence[Token]) -> bool:
    """Whether a phrase ends in the participle of words that were cut off: "soldiers assigned | to the camp",
    "policemen guarding | a school"."""
    if len(tokens) < MODIFIED or not _is_verbal(tokens[-1]):
        return False
    noun = nouns_of_actors()
    return (
        tokens[-2].lower in noun
        and tokens[-1].lower not in noun
        and _goes_on(tokens[-1], around, IN_CLAUSE)
    )


def _before_clause(tokens: list[Token], around: Sequence[Token]) -> list[Token]:
    """A phrase without a clause that was cut off behind its verb: "the officer | who fired | the shot"."""
    at = next((i for i, t in enumerate(tokens) if t.lower in OPENS_CLAUSE), 0)
    if not at or not _is_verbal(tokens[-1]) or not _goes_on(tokens[-1], around, IN_CLAUSE):
        return tokens
    before = tokens[: at - 1] if tokens[at - 1].text == "," else tokens[:at]
    return before if before and before[-1].lower in nouns_of_actors() else tokens


def _is_verbal(token: Token) -> bool:
    """Whether a word has the form of a verb's participle or past; a name has a capital: "Colonel | Ahmed"."""
    return not token.text.istitle() and (
        token.lower.endswith(("ing", "ed")) or token.lower in IRREGULAR
    )


def _goes_on(last: Token, around: Sequence[Token], words: Collection[str]) -> bool:
    after = next((t for t in around if t.start >= last.end), None)
    return after is not None and (after.lower in words or is_number_word(after))


OPENS_CLAUSE = word_set("who that which")
# What follows a verb that was cut off from its clause.
IN_CLAUSE = PREPOSITIONS | word_set(
    "the a an his her its their our my him them us himself themselves behind beside down out up off"
)
MODIFIED = 2  # words: a noun and its participle


def complete(
    span: Span, sentence: Sentence, nouns: Collection[str], others: Sequence[Span]
) -> Span:
    """A phrase with the words that were cut off its end: the rest of a name ("Karim | Sadykov"), and the
    noun that an adjective or a name stands before ("a 17-year-old | boy", "an automatic | rifle").

    nouns: those that the phrase may turn on; others: what no phrase runs into, such as times.
    """
    tokens = sentence.tokens
    i = next((n for n, t in enumerate(tokens) if t.start >= span.end), len(tokens))
    inside = [t for t in tokens[:i] if t.start >= span.start]
    end, added = span.end, 0
    if inside and inside[-1].lower in LOOSE:
        return span  # what runs on into other words was not cut short
    while inside and i < len(tokens) and tokens[i].start == end + 1:
        last, following = inside[-1], tokens[i]
        if any(other.start <= following.start < other.end for other in others):
            break
        is_noun = following.lower in nouns and (added == 1 or last.lower not in nouns)
        if not is_noun and not _is_one_name(inside, following, sentence):
            break
        added += is_noun
        inside.append(following)
        end, i = following.end, i + 1
    return Span(span.start, end)


def _is_one_name(inside: Sequence[Token], following: Token, sentence: Sentence) -> bool:
    """Whether a capital word goes on a name: not in a heading, nor behind the word that opens a sentence."""
    if not (inside[-1].text[0].isupper() and following.text[0].isupper()):
        return False
    opens = len(inside) == 1 and inside[0] is sentence.tokens[0]
    return not opens and not _is_heading(sentence)


def _is_heading(sentence: Sentence) -> bool:
    words = [t.text for t in sentence.tokens if t.text[0].isalpha()]
    return sum(word[0].isupper() for word in words) >= HEADING * len(words)


HEADING = 0.5  # share of words with a capital


@cache
def nouns_of_actors() -> frozenset[str]:
    """Nouns for people, bodies and what is theirs, less adjectives: "shot two men | accused of theft"."""
    people = read_lexicon("roles")
    nouns = [row["noun"] for row in people if row["also"] != "adjective"]
    return _single([*nouns, *(row["plural"] for row in people), *_things()])


@cache
def nouns_of_weapons() -> frozenset[str]:
    """Nouns for weapons, and for the things that serve as such: "a lorry"."""
    return _single([*(row["form"] for row in read_lexicon("weapons")), *_things()])


def _things() -> list[str]:
    return [form for row in read_lexicon("objects") for form in (row["noun"], row["plural"])]


def _single(forms: Iterable[str]) -> frozenset[str]:
    """Forms of one word, as a phrase grows by one at a time."""
    return frozenset(form for form in forms if form and " " not in form)


def is_ruled_out(phrase: Span, sentence: Sentence) -> bool:
    """Whether the words before a phrase say that it was another: "by rebels and not by | the army"."""
    before = [t.lower for t in sentence.tokens if t.end <= phrase.start]
    while before and before[-1] in BEFORE_NOUN:
        before.pop()
    return any(tuple(before[-len(words) :]) == words for words in RULING_OUT) and (
        before[-2:-1] not in (["or"], ["if"])  # "whether or not the army did it"
    )


BEFORE_NOUN = word_set("the a an by to of from")
RULING_OUT = (("not",), ("rather", "than"), ("instead",), ("nor",))


def _behind_dash(tokens: list[Token]) -> list[Token]:
    """What stands behind a dash with room around it: "GAO, Mali - Gunmen" is a dateline and a doer."""
    for i in range(len(tokens) - 2, 0, -1):
        before, dash, after = tokens[i - 1 : i + 2]
        if dash.text in DANGLING and before.end < dash.start and dash.end < after.start:
            return tokens[i + 1 :]
    return tokens


def _in_brackets(tokens: Sequence[Token], before: Token | None, after: Token | None) -> Span:
    """The phrase with the bracket or quotation mark that was left outside, or without the one inside that
    has no other: "the Front (FPL | )", "| “ | Night Hawks” fighters"."""
    first, last = tokens[0], tokens[-1]
    words = [t.text for t in tokens]
    for opening, closing in BRACKETS:
        if words.count(opening) > words.count(closing):
            if after is not None and after.text == closing:
                last = after
            elif first.text == opening and len(tokens) > 1:
                first = tokens[1]
        elif words.count(opening) < words.count(closing):
            if before is not None and before.text == opening:
                first = before
            elif last.text == closing and len(tokens) > 1:
                last = tokens[-2]
    if words.count(QUOTE) % 2 and len(tokens) > 1:
        if after is not None and after.text == QUOTE and words[-1] != QUOTE:
            last = after
        elif before is not None and before.text == QUOTE and words[0] != QUOTE:
            first = before
        elif words[0] == QUOTE:
            first = tokens[1]
        elif words[-1] == QUOTE:
            last = tokens[-2]
    return Span(first.start, last.end)
