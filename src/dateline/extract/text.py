"""A report's text as sentences of tokens, with offsets into the text as stored.

Everything that reads wording (triggers, actors, counts, sources, cues) looks at this one
tokenisation. Clauses are approximated, without a parser, by commas with a conjunction,
relative pronouns, semicolons and dashes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.records import Span


def word_set(words: str) -> frozenset[str]:
    """A closed class of grammar words, written as one string."""
    return frozenset(words.split())


# Letters that are written in two ways; the two of a ligature come from printed pages.
PLAIN = str.maketrans(
    {"’": "'", "\ufb01": "fi", "\ufb02": "fl", "\ufb00": "ff", "\ufb03": "ffi", "\ufb04": "ffl"}
)


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str
    lower: str  # lower case, straight apostrophe


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence. `index` counts in the report, `paragraph` counts paragraphs."""

    index: int
    paragraph: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    # asked for too often to be made each time
    span: Span = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "span", Span(self.start, self.end))

    def __hash__(self) -> int:
        """Cheap, without its words: what is found in a sentence is remembered by it."""
        return hash((self.index, self.start, self.end))

    def within(self, span: Span) -> tuple[Token, ...]:
        return tuple(t for t in self.tokens if span.start <= t.start and t.end <= span.end)


# Words keep inner apostrophes and hyphens ("mid-October", "al-Noor"), numbers their separators,
# initials and dotted acronyms their points ("U.S.", "Lt."); a clitic 's is a token of its own.
TOKEN = re.compile(
    r"""
    \d{4}-\d{2}-\d{2}(?!\d)                 # 2016-10-14
    | \d+(?:[-\u2010\u2011\u2013][^\W\d_]+)+  # 14-year-old
    | \d+[-\u2010\u2011\u2013]\d+(?![\d-])      # 12-15, 1990-91
    | \d{1,3}(?:[,\u00a0]\d{3})+(?:\.\d+)?   # 12,500
    | \d+(?:[.:/]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])   # 12, 3.5, 14:30, 14.10.2016, 3rd
    | (?:[^\W\d_]\.){2,}                   # U.S.  a.m.
    | [^\W_]++(?:[-\u2010\u2011\u2013][^\W_]++)+ # mid-October, two-day, AK-47
    | [^\W_]++(?=['\u2019][sS]\b)             # the word before a clitic
    | ['\u2019][sS]\b
    | [^\W_]+(?:['\u2019][^\W\d_]+)*       # didn't, O'Brien, N'Djamena
    | \.{2,} | -- | [^\w\s]
    """,
    re.VERBOSE,
)

# Points after these do not end a sentence.
ABBREVIATIONS = word_set(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl pvt brig adm cmdr comdr rev fr st ste sr "
    "jr hon gov sen rep pres supt insp det cllr ing lic no nos vs etc approx dept est fig inc "
    "ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur "
    "thurs fri sat sun km kms p pp vol ca cf al e.g i.e eg ie u.s u.k u.n a.m p.m mt ft"
)
CLOSERS = frozenset("\"'”’)]»")
# One capital letter and a point is an initial, unless a new sentence plainly starts.
PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*[-•*–] )|(?<=[.!?\"”:])[ \t]*\n")
# Where lines are not wrapped by a fixed width, every line end is meant.
LINE = re.compile(r"[ \t]*\n\s*")
LINE_START = re.compile(r"[^\s.!?:\"”][ \t]*\n[ \t]*(\S)")
WRAPPED = 0.25  # share of line ends inside a paragraph that go on in lower case, from which a text is wrapped


def read_tokens(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    for match in TOKEN.finditer(text, start, end):
        word = match[0]
        tokens.append(Token(*match.span(), word, word.lower().translate(PLAIN)))
    return tokens


# Of 140,000 sentences of news five are over 200 words and marks: communiqués, lists of names, litter of
# web pages. What tells of each deed is looked for in all of its sentence, so one without end never ends.
LONGEST = 250


def read_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences; blank lines and list items always end one, and so do `LONGEST` words
    and marks without a stop.

    >>> [text[s.start:s.end] for text in ["Lt. Gen. Musa spoke. Two died."] for s in read_sentences(text)]
    ['Lt. Gen. Musa spoke.', 'Two died.']
    """
    sentences: list[Sentence] = []
    for paragraph, (start, end) in enumerate(_paragraphs(text)):
        for tokens in _split(read_tokens(text, start, end)):
            first, last = tokens[0].start, tokens[-1].end
            sentences.append(Sentence(len(sentences), paragraph, first, last, tuple(tokens)))
    return tuple(sentences)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    breaks = PARAGRAPH if _is_wrapped(text) else LINE
    for gap in breaks.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def unwrap(text: str) -> str:
    """A text with a blank for each line end that only its width made: names run over those. As long as
    before, so offsets hold.

    >>> unwrap("Rebels held San\\nPedro, and the road\\nto the port.")
    'Rebels held San Pedro, and the road to the port.'
    """
    if not _is_wrapped(text):
        return text
    meant = {n for gap in PARAGRAPH.finditer(text) for n in range(*gap.span())}
    return "".join(" " if c == "\n" and n not in meant else c for n, c in enumerate(text))


def _is_wrapped(text: str) -> bool:
    """Whether lines end by width, as in old wire copy and plain mail, and not by sense."""
    following: list[str] = LINE_START.findall(text)
    if len(following) < 2:
        return False
    if sum(c.isupper() for c in text) > 0.6 * sum(c.isalpha() for c in text):
        return True
    return sum(c.islower() for c in following) > WRAPPED * len(following)


def _split(tokens: list[Token]) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    for i, token in enumerate(tokens):
        sentence.append(token)
        if len(sentence) == LONGEST or _ends_sentence(tokens, i):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ends_sentence(tokens: list[Token], i: int) -> bool:
    token, following = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    if token.text in CLOSERS:
        # a closing quote or bracket ends the sentence when a stop stands right before it
        if following.text in CLOSERS or i == 0 or tokens[i - 1].end != token.start:
            return False
        return tokens[i - 1].text in {".", "!", "?"} and _starts_sentence(following)
    if token.text in {"!", "?"}:
        return following.text not in CLOSERS or following.start > token.end
    if token.text in {"...", ".."}:
        return _starts_sentence(following)
    if token.text != ".":
        return False
    if following.text in CLOSERS and following.start == token.end:
        return False  # the closer decides
    before = tokens[i - 1] if i else None
    if before is not None and before.end == token.start:
        if before.lower in ABBREVIATIONS and not (
            before.lower in {"no", "co", "fig", "sun", "sat", "mar", "al", "p"}
            and following.start > token.end
            and not following.text[0].isdigit()
        ):
            return False
        if len(before.text) == 1 and before.text.isupper():
            return False  # an initial: "J. Smith"
    if following.start == token.end and not following.text[0].isupper():
        return False  # "example.com"
    return _starts_sentence(following)


def _starts_sentence(token: Token) -> bool:
    first = token.text[0]
    return first.isupper() or first.isdigit() or not first.isalnum() or not first.isascii()


# A comma followed by one of these opens a clause; so do the second ones without a comma.
AFTER_COMMA = word_set(
    "and but or nor so yet while although though because since as when after before whereas "
    "until unless if which who whom whose where with whereby amid despite"
)
CLAUSE_OPENERS = word_set(
    "but while although though because when after before whereas unless if who whom whose which"
)
RELATIVES = frozenset({"who", "whom", "whose", "which", "where"})
HARD_STOPS = frozenset({";", ":", "--", "—", "–"})


@lru_cache(maxsize=128)  # one sentence tells of several acts, and each is looked at more than once
def clauses(sentence: Sentence) -> tuple[Span, ...]:
    """A sentence cut into clauses, in order, without a parser; together they hold every token.

    Cut at semicolons, colons, dashes, at a comma before a conjunction, relative pronoun or a
    new subject ("..., police said"), and before a bare "but", "while", "after", "who".

    >>> text = "The army foiled one raid, but rebels burned a mill; nobody died."
    >>> [text[c.start:c.end] for s in read_sentences(text) for c in clauses(s)]
    ['The army foiled one raid,', 'but rebels burned a mill;', 'nobody died.']
    """
    starts = [0]
    relative = False  # inside ", who ...", which the next comma closes
    for i, token in enumerate(sentence.tokens[:-1]):
        following = sentence.tokens[i + 1]
        opens_relative = token.text == "," and following.lower in RELATIVES
        if (
            token.text in HARD_STOPS
            or (token.text == "," and (relative or following.lower in AFTER_COMMA))
            or (
                i > 0
                and token.text not in {"not", "even"}
                and _opens_clause(sentence.tokens, i + 1)
            )
        ):
            starts.append(i + 1)
            relative = opens_relative
    ends = [*starts[1:], len(sentence.tokens)]
    return tuple(
        Span(sentence.tokens[a].start, sentence.tokens[b - 1].end)
        for a, b in zip(starts, ends, strict=True)
        if a < b
    )


def _opens_clause(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a bare "after" or "who" at `i` opens a clause; "the year before." does not."""
    following = tokens[i + 1 : i + 2]
    return tokens[i].lower in CLAUSE_OPENERS and bool(following) and following[0].text[0].isalnum()


def text_of(span: Span, sentences: Sequence[Sentence]) -> str | None:
    """The words of a span, one blank where the report has any space."""
    return joined(tokens_in(span, sentences)) or None


def sentence_at(offset: int, sentences: Sequence[Sentence]) -> Sentence:
    """The sentence that an offset stands in; between two, the one before it."""
    at = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    return sentences[max(at, 0)]


def sentence_with(span: Span, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence that holds the whole of a span; None where it runs over two."""
    found = sentence_at(span.start, sentences) if sentences else None
    return found if found is not None and found.span.holds(span) else None


def tokens_in(span: Span, sentences: Sequence[Sentence]) -> list[Token]:
    """The tokens of a span that may run over sentences."""
    tokens: list[Token] = []
    for k in range(bisect_right(sentences, span.start, key=lambda s: s.end), len(sentences)):
        if sentences[k].start >= span.end:
            break
        tokens += sentences[k].within(span)
    return tokens


def joined(tokens: Sequence[Token]) -> str:
    """Tokens as written, one blank where the report has any space."""
    words = "".join(
        t.text + (" " if n + 1 < len(tokens) and tokens[n + 1].start > t.end else "")
        for n, t in enumerate(tokens)
    )
    return words.strip()
