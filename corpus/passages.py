"""Passages: a few sentences each, marked in the text itself, for training alone.

    python -m corpus.passages corpus/passages/*.txt

A report of the corpus is annotated as a whole, which takes long; a passage only shows how deeds, people
and speakers are worded. The form is told in `WRITING.md`. Prints what is wrong, and how much there is.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

from dateline.extract.text import read_sentences
from dateline.records import ActorKind, CountKind, IncidentType, Modality, SourceKind

Pair = tuple[int, int]

FIGURES = frozenset(CountKind)  # of one word for a deed
ROLES = FIGURES | frozenset("perpetrator target weapon time place".split())
TYPES = frozenset(IncidentType)
MODALITIES = frozenset(Modality)
ACTORS = frozenset(ActorKind)
SPEAKERS = frozenset(SourceKind)
HEAD = re.compile(r"## (\S+) .+")


class PassageError(ValueError):
    """A passage that is not of the form."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A word that tells of a deed. roles: with their words, and the kind of actor where one is told."""

    span: Pair
    type: str
    incident: str
    modality: str
    roles: tuple[tuple[str, Pair, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says what: the words of the source, where there are any, of the cue and of what is said.

    about: the incident that is spoken of without a word for the deed, "0" for none; None where the
    passage does not say.
    """

    source: Pair | None
    kind: str | None
    cue: Pair
    content: tuple[Pair, ...]
    modality: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    text: str
    deeds: tuple[Deed, ...]
    sayings: tuple[Saying, ...]


@dataclass(slots=True)
class _Marks:
    deeds: list[Deed] = field(default_factory=list)
    roles: list[tuple[str, str, Pair, str | None]] = field(default_factory=list)  # role, incident
    sources: dict[str, tuple[Pair, str]] = field(default_factory=dict)
    cues: dict[str, tuple[Pair, str]] = field(default_factory=dict)
    contents: dict[str, list[Pair]] = field(default_factory=dict)
    about: dict[Pair, str] = field(default_factory=dict)  # incident, by the words of a cue


def read_passages(path: Path) -> Iterator[Passage]:
    """The passages of a file. Raises PassageError, with the passage's name, for what is not of the form."""
    for head, marked in _blocks(path):
        try:
            yield _read_block(head, marked)
        except PassageError as fault:
            raise PassageError(f"{path.name} {head}: {fault}") from None


def _blocks(path: Path) -> list[tuple[str, str]]:
    """Head and marked text of each passage."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
    parted = [block.partition("\n") for block in blocks]
    return [(head.strip(), " ".join(marked.split("\n")).strip()) for head, _, marked in parted]


def _read_block(head: str, marked: str) -> Passage:
    named = HEAD.fullmatch(head)
    if named is None:
        raise PassageError("no head, as in '## P001 Sudan 2009 ngo'")
    return read_passage(named[1], marked)


def read_passage(name: str, marked: str) -> Passage:
    """One passage from its marked text.

    >>> p = read_passage("p1", "[Gunmen|perpetrator@1 unknown] [killed|armed_attack@1] a guard.")
    >>> p.text, p.deeds[0].roles
    ('Gunmen killed a guard.', (('perpetrator', (0, 6), 'unknown'),))
    """
    text, marks = _read_marks(marked)
    deeds = sorted(marks.deeds, key=lambda deed: deed.span)
    if any(a.span[1] > b.span[0] for a, b in pairwise(deeds)):
        raise PassageError("two deeds in the same words")
    roles: dict[Pair, list[tuple[str, Pair, str | None]]] = {deed.span: [] for deed in deeds}
    sentences = [(s.span.start, s.span.end) for s in read_sentences(text)]
    for role, incident, span, kind in marks.roles:
        found = _deeds_of(incident, span, deeds, sentences)
        for deed in [_nearest(span, found)] if role in FIGURES else found:
            roles[deed.span].append((role, span, kind))
    sayings = []
    for key in marks.cues.keys() | marks.contents.keys() | marks.sources.keys():
        if key not in marks.contents:
            raise PassageError(f"nothing is said by {key!r}: mark it as {{{key}: ...}}")
        if key not in marks.cues:
            raise PassageError(f"no cue@{key}")
        source, kind = marks.sources.get(key, (None, None))
        cue, modality = marks.cues[key]
        if any(_meet(said, part) for said in marks.contents[key] for part in (source, cue) if part):
            raise PassageError(f"the speaker or the cue of {key!r} stands in what is said")
        about = marks.about.get(cue)
        if about is not None and any(_meet(d.span, s) for d in deeds for s in marks.contents[key]):
            raise PassageError(f"what {key!r} is about is told by a deed's word in it")
        if about not in {None, "0", *(_incident(d) for d in deeds)}:
            raise PassageError(f"no deed of incident {about}, which {key!r} is about")
        sayings.append(Saying(source, kind, cue, tuple(marks.contents[key]), modality, about))
    if stray := marks.about.keys() - {saying.cue for saying in sayings}:
        raise PassageError(f"about@ beside no cue: {[text[a:b] for a, b in stray]}")
    return Passage(
        name,
        text,
        tuple(Deed(d.span, d.type, _incident(d), d.modality, tuple(roles[d.span])) for d in deeds),
        tuple(sorted(sayings, key=lambda s: s.content[0])),
    )


def _incident(deed: Deed) -> str:
    """The number of a deed's incident, without the letter that ties roles to this word alone."""
    return deed.incident.rstrip(ascii_lowercase)


def _meet(a: Pair, b: Pair) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _deeds_of(incident: str, span: Pair, deeds: list[Deed], sentences: list[Pair]) -> list[Deed]:
    """The deeds that words have a part in: those of their sentence, else the nearest of the incident;
    "1b" is that one word for incident 1 alone."""
    mine = [d for d in deeds if incident in {d.incident, _incident(d)}]
    if not mine:
        raise PassageError(f"no deed of incident {incident}")
    home = next((s for s in sentences if s[0] <= span[0] < s[1]), None)
    here = [d for d in mine if home is not None and home[0] <= d.span[0] < home[1]]
    return here or [_nearest(span, mine)]


def _nearest(span: Pair, deeds: list[Deed]) -> Deed:
    return min(deeds, key=lambda d: max(d.span[0] - span[1], span[0] - d.span[1]))


def _read_marks(marked: str) -> tuple[str, _Marks]:
    """The bare text and what is marked in it."""
    marks = _Marks()
    text = ""
    opened: list[tuple[str, int]] = []  # what closes it, or the key of a content; where it began
    at = 0
    while at < len(marked):
        sign = marked[at]
        if sign == "[":
            opened.append(("[", len(text)))
        elif sign == "|":
            end = marked.find("]", at)
            if end < 0 or not opened or opened[-1][0] != "[":
                raise PassageError(f"'|' outside of a mark: {marked[at : at + 30]!r}")
            _label(marks, (opened.pop()[1], len(text)), marked[at + 1 : end].split())
            at = end
        elif sign == "{":
            lead = re.match(r"(\w+): ?", marked[at + 1 :])
            if lead is None:
                raise PassageError(f"'{{' without a key: {marked[at : at + 30]!r}")
            opened.append((lead[1], len(text)))
            at += lead.end()
        elif sign == "}":
            if not opened or opened[-1][0] == "[":
                raise PassageError(f"'}}' closes nothing after {text[-30:]!r}")
            key, start = opened.pop()
            marks.contents.setdefault(key, []).append((start, len(text.rstrip())))
        elif sign == "]":
            raise PassageError(f"a mark without labels after {text[-30:]!r}")
        else:
            text += sign
        at += 1
    if opened:
        raise PassageError(f"a mark is never closed: {text[opened[-1][1] :][:30]!r}")
    return text, marks


def _label(marks: _Marks, span: Pair, labels: list[str]) -> None:
    """Take down what the words of a span are."""
    tied = [label.split("@") for label in labels if "@" in label]
    loose = {label for label in labels if "@" not in label}
    if span[0] == span[1] or not tied:
        raise PassageError(f"a mark needs words and labels like target@1: {labels}")
    for name, key in tied:
        if name in TYPES:
            modality = next(iter(loose & MODALITIES), "asserted")
            marks.deeds.append(Deed(span, name, key, modality))
            loose -= MODALITIES
        elif name in ROLES:
            kind = next(iter(loose & ACTORS), None) if name in {"perpetrator", "target"} else None
            marks.roles.append((name, key, span, kind))
        elif name == "source":
            kind = next((label for label in labels if label in SPEAKERS), None)
            if kind is None:
                raise PassageError(f"no kind of speaker: {' '.join(labels)}")
            marks.sources[key] = (span, kind)
        elif name == "cue":
            marks.cues[key] = (span, next(iter(loose & MODALITIES), "asserted"))
            loose -= MODALITIES
        elif name == "about":
            marks.about[span] = key
        else:
            raise PassageError(f"unknown label {name}@{key}")
    if strange := loose - ACTORS - SPEAKERS:
        raise PassageError(f"unknown label {' '.join(sorted(strange))}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    faults = 0
    for path in parser.parse_args().files:
        counts: Counter[str] = Counter()
        for head, marked in _blocks(path):
            try:
                passage = _read_block(head, marked)
            except PassageError as fault:
                faults += 1
                sys.stdout.write(f"{path.name} {head}: {fault}\n")
                continue
            counts["passages"] += 1
            counts["sayings"] += len(passage.sayings)
            counts["about"] += sum(s.about is not None for s in passage.sayings)
            counts.update(deed.type for deed in passage.deeds)
            counts.update(f"({deed.modality})" for deed in passage.deeds)
        sys.stdout.write(f"{path.name} {dict(counts.most_common())}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
