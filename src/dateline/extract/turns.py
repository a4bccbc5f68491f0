"""Whose turn it is in a transcript: "[SPEECH] [PRESIDENT LENA OKORO] [TEXT] ...", "[REPORTER] ... [OKORO] ...".

Services that monitor broadcasts put the speaker in brackets before what he says, and so does who writes an
interview down. No word for saying stands there, so these are read by their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.extract.attributions import TURN, Attribution
from dateline.extract.speakers import body_kinds
from dateline.extract.text import Sentence, Token, joined, word_set
from dateline.records import SourceKind, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands between two brackets, and where the words behind it start."""

    inside: Sequence[Token]
    span: Span  # with its brackets
    opens: bool  # at the head of a paragraph, or behind another mark that is

    @property
    def words(self) -> list[str]:
        return [t.lower for t in self.inside]


def find_turns(sentences: Sequence[Sentence], found: Sequence[Attribution]) -> list[Attribution]:
    """An attribution for each stretch of a transcript to whoever is said to speak there.

    found: attributions by words for saying; "[OKORO]" is short for a speaker named there, or in the heading.
    """
    marks = list(_marks(sentences))
    if not any(_is_editors(mark) for mark in marks):
        return []
    end = sentences[-1].end
    named = [a.source for a in found if a.source is not None]
    turns: list[tuple[Span, Span]] = []  # who, and the mark behind which he speaks
    stops: list[int] = []  # where a turn ends, and the report speaks again
    holder: tuple[Span, Span] | None = None  # whose whole text it is, or whose interview
    before = ""  # the last word of the mark before this one
    for mark in marks:
        last = mark.words[-1]
        if mark.words[0] in ENDS and last in RECORDINGS:
            stops.append(mark.span.start)
        elif (guest := _guest(mark)) is not None:
            named.insert(0, guest)
            holder = holder or (guest, mark.span)
        elif mark.opens and last not in SPOKEN and before not in PRINTED and not _is_editors(mark):
            who = _who(mark)
            if who is None:
                continue  # "[, in progress]"
            if before not in SPOKEN:
                turns.append((who, mark.span))
            elif not _is_rebels(mark):
                named.insert(0, who)
                holder = holder or (who, mark.span)
        before = last
    if holder is not None and not turns:
        turns = [holder]
    bounds = [*(at.start for _, at in turns), *stops]
    made = []
    for who, at in turns:
        until = min([n for n in bounds if n > at.start], default=end)
        if until > at.end:
            fuller = _fuller(who, named, sentences)
            content = (Span(at.end, until),)
            made.append(Attribution(who, who, content, "neutral", speaker=fuller, shape=TURN))
    return made


def _marks(sentences: Sequence[Sentence]) -> Iterator[Mark]:
    """What stands in brackets, in order. Marks of one run are behind each other."""
    behind = False  # a mark that opens a paragraph, and nothing since
    paragraph = None
    for sentence in sentences:
        dated = (
            sentence.paragraph == sentences[0].paragraph
        )  # a dateline stands before the first mark
        if sentence.paragraph != paragraph:
            paragraph, behind = sentence.paragraph, True
        tokens = sentence.tokens
        n = 0
        while n < len(tokens):
            if tokens[n].text != "[":
                behind = dated and tokens[n].text in DASHES
                n += 1
                continue
            close = next((k for k in range(n + 1, len(tokens)) if tokens[k].text == "]"), None)
            if close is None or close == n + 1:
                behind = False
                n += 1
                continue
            yield Mark(
                tokens[n + 1 : close], Span(tokens[n].start, tokens[close].end), opens=behind
            )
            n = close + 1


def _is_rebels(mark: Mark) -> bool:
    """Whether a text is an armed group's own, which its own radio reads: no speaker stands between."""
    return SourceKind.REBEL in body_kinds(joined(mark.inside))


def _is_editors(mark: Mark) -> bool:
    """Whether an editor speaks of the text itself: "[TEXT]", "[words indistinct]", "[begin recording]"."""
    return bool(EDITORS & {mark.words[0], mark.words[-1]})


def _guest(mark: Mark) -> Span | None:
    """Whom a heading names as the one who is asked: "[INTERVIEW WITH LENA OKORO BY JO ADAMS]"."""
    words = mark.words
    if "with" not in words[1:4] or not TALKS & set(words[: words.index("with")]):
        return None
    start = words.index("with") + 1
    end = next((n for n, w in enumerate(words) if n > start and w in {"by", "with"}), len(words))
    return _span(mark.inside[start:end])


def _who(mark: Mark) -> Span | None:
    """A mark's name, less how he is heard: "[OKORO, IN PROGRESS]"."""
    cut = next(
        (n for n, t in enumerate(mark.inside) if t.text == "," and mark.words[-1] in HEARD),
        len(mark.inside),
    )
    return _span(mark.inside[:cut])


def _span(tokens: Sequence[Token]) -> Span | None:
    kept = tokens[:-1] if tokens and tokens[-1].text == "," else tokens
    return Span(kept[0].start, kept[-1].end) if kept else None


def _fuller(who: Span, named: Sequence[Span], sentences: Sequence[Sentence]) -> Span | None:
    """The first naming that holds all words of a short one."""
    short = _words(who, sentences)
    for one in named:
        words = _words(one, sentences)
        if one != who and len(words) > len(short) and set(short) <= set(words):
            return one
    return None


def _words(span: Span, sentences: Sequence[Sentence]) -> list[str]:
    home = next(s for s in sentences if s.start <= span.start < s.end)
    return [t.lower for t in home.within(span) if re.match(r"\w", t.text)]


DASHES = frozenset({"-", "--", "–", "—"})
ENDS = word_set("end")
RECORDINGS = word_set("recording recordings tape clip")
# What kind of text it is, where one person speaks; and where the outlet's own people write.
SPOKEN = word_set("speech statement address message remarks sermon testimony communique")
PRINTED = word_set(
    "report article editorial commentary bulletin dispatch analysis feature column by"
)
TALKS = word_set("interview conference conversation interviews briefing discussion talk")
EDITORS = word_set(
    "with text excerpt excerpts continued recording recordings omitted indistinct subhead passage words word applause"
    " heard thought signed dated cheers laughter chanting chants unmonitorable video begins ends sic recorded live"
    " received reception sentence preceding break report article editorial commentary bulletin dispatch analysis"
    " feature column"
)
HEARD = word_set("progress interrupting interrupts translated recorded live continuing")
