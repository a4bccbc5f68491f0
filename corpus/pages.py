"""Authored files: report blocks, and wordings of their texts.

A block is a head, the report's text, a line `---` and annotation lines that point to wordings by
quoting them; `corpus/WRITING.md` tells the format by example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.extract.text import read_sentences
from dateline.records import Span

HEAD = re.compile(r"===\s*(\S+)\s*$")
FIELD = re.compile(r"([a-z]+):\s*(.*?)\s*$")
FIELDS = frozenset("date publisher style lang story title trap".split())
ITEM = re.compile(
    r"""\s*(?:(?P<quote>"[^"]*"|`[^`]*`)(?:\#(?P<nth>\d+))?
    | (?P<key>[a-z_]+)=(?P<value>"[^"]*"|`[^`]*`|[^\s"`]+)
    | (?P<word>;|[^\s"`;]+))""",
    re.VERBOSE,
)
GAP = " .. "  # in a quoted wording: from the words before it to the words after it
ALIKE = {"'": "['’‘]", '"': '["“”„]', "-": "[-‐‑–]"}


class WordingError(ValueError):
    """An annotation line that cannot be read, or a wording that is not found just once."""


@dataclass(frozen=True, slots=True)
class Item:
    """One part of an annotation line: a quoted wording, a key with a value, or a bare word."""

    quote: str | None = None
    nth: int | None = None
    key: str | None = None
    value: str | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One authored report. `lines` are (line number, first word, items)."""

    file: str
    line: int
    id: str
    head: dict[str, str]
    text: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A report's text with its sentences."""

    text: str
    sentences: tuple[Span, ...]

    def around(self, span: Span) -> Span:
        """The sentences that the span touches."""
        touched = [s for s in self.sentences if s.meets(span)] or [span]
        return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end))

    def beside(self, span: Span) -> list[Span]:
        """Its own sentences; with the one before; with the one after too."""
        own = self.around(span)
        before = [s for s in self.sentences if s.end <= own.start][-1:]
        after = [s for s in self.sentences if s.start >= own.end][:1]
        wider = Span(before[0].start if before else own.start, own.end)
        return [own, wider, Span(wider.start, after[0].end if after else own.end)]


def open_page(text: str) -> Page:
    return Page(text, tuple(sentence.span for sentence in read_sentences(text)))


def read_blocks(path: Path) -> Iterator[Block]:
    """The blocks of one authored file.

    Raises:
        WordingError: for a head that is not one.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    starts = [n for n, line in enumerate(lines) if HEAD.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _read_block(path.name, lines, start, end)


def _read_block(file: str, lines: Sequence[str], start: int, end: int) -> Block:
    name = HEAD.match(lines[start])
    assert name is not None
    head, n = {}, start + 1
    while n < end and lines[n].strip():
        field = FIELD.match(lines[n])
        if field is None or field[1] not in FIELDS:
            known = ", ".join(sorted(FIELDS))
            raise WordingError(
                f"{file}:{n + 1}: the head has {known}; a blank line before the text"
            )
        head[field[1]] = field[2]
        n += 1
    rule = next((i for i in range(n, end) if lines[i].strip() == "---"), None)
    if rule is None:
        raise WordingError(f"{file}:{start + 1}: {name[1]}: no line --- after the text")
    notes = tuple(
        (i + 1, lines[i].strip())
        for i in range(rule + 1, end)
        if lines[i].strip() and not lines[i].lstrip().startswith("//")
    )
    return Block(file, start + 1, name[1], head, "\n".join(lines[n:rule]).strip(), notes)


def read_items(line: str) -> list[Item]:
    """An annotation line in parts.

    >>> [item.quote or item.word or item.key for item in read_items('E "shot dead"#2 p1 "men" killed=3')]
    ['E', 'shot dead', 'p1', 'men', 'killed']
    """
    items, at = [], 0
    line = line.rstrip()
    while at < len(line):
        found = ITEM.match(line, at)
        if found is None:
            raise WordingError(f"not readable from here: {line[at:]}")
        at = found.end()
        nth = int(found["nth"]) if found["nth"] else None
        quote = found["quote"][1:-1] if found["quote"] else None
        value = found["value"].strip('"`') if found["value"] else None
        items.append(Item(quote, nth, found["key"], value, found["word"]))
    return items


def occurrences(text: str, wording: str) -> list[Span]:
    """Where the wording stands, as whole words; any white space and either kind of quotes will do.

    >>> occurrences("A bomb, the bombers' bomb.", "bomb")
    [Span(start=2, end=6), Span(start=21, end=25)]
    >>> occurrences("Police said two men fell. He said so.", "Police .. men fell")
    [Span(start=0, end=24)]
    """
    if GAP in wording:
        first, last = wording.split(GAP, 1)
        ends = occurrences(text, last)
        spans = []
        for a in occurrences(text, first):
            after = [b for b in ends if b.start >= a.end]
            spans += [Span(a.start, after[0].end)] if after else []
        return spans
    words = ["".join(ALIKE.get(c, re.escape(c)) for c in word) for word in wording.strip().split()]
    if not words:
        raise WordingError("an empty wording")
    pattern = r"\s+".join(words)
    left = r"(?<!\w)" if wording.strip()[0].isalnum() else ""
    right = r"(?!\w)" if wording.strip()[-1].isalnum() else ""
    return [Span(*m.span()) for m in re.finditer(left + pattern + right, text)]


def find(page: Page, wording: str, nth: int | None = None, *, near: Sequence[Span] = ()) -> Span:
    """The one place of a wording: the nth, the only one, or the only one in the first of `near` that has any.

    Raises:
        WordingError: when it is nowhere, or in several places and nothing decides.
    """
    found = occurrences(page.text, wording)
    if not found:
        raise WordingError(f"not in the text: {wording!r}{_closest(page.text, wording)}")
    if nth is not None:
        if nth > len(found):
            raise WordingError(f"only {len(found)} times in the text: {wording!r}#{nth}")
        return found[nth - 1]
    if len(found) == 1:
        return found[0]
    for region in near:
        inside = [span for span in found if region.holds(span)]
        if len(inside) == 1:
            return inside[0]
        if inside:
            break
    shown = "; ".join(
        f"#{n} ...{page.text[max(0, s.start - 25) : s.end + 25]}..." for n, s in enumerate(found, 1)
    )
    raise WordingError(f"{wording!r} stands {len(found)} times, add #n: " + " ".join(shown.split()))


def _closest(text: str, wording: str) -> str:
    """The beginning of the wording that the text does have, to help find a slip."""
    words = wording.replace(GAP, " ").split()
    for n in range(len(words) - 1, 0, -1):
        found = occurrences(text, " ".join(words[:n]))
        if found:
            rest = " ".join(text[found[0].start : found[0].end + 40].split())
            return f" (the text has: {rest!r})"
    return ""
