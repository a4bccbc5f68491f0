"""Speakers by the fullest name that their report gives them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.extract.places import cues
from dateline.extract.speakers import head_end
from dateline.records import Claim, Phrases, Source


def with_full_names(claims: Sequence[Claim[Phrases]], text: str) -> list[Claim[Phrases]]:
    """Speakers named in part by the fullest name that the report gives them: "Botero", "the mayor
    Botero" and "the mayor" once "Mayor Saul Botero" has spoken, and a short name by that which it is set behind.
    A part that two fuller names share stays as it is."""
    names = dict.fromkeys(source.name for claim in claims for source in claim.sources)
    words = {name: _name_words(name) for name in names}
    fuller = {
        name: [o for o in names if _is_part(name, o, words, text)]
        or [o for o in names if _is_set_behind(name, o, text)]
        for name in names
    }
    full = {name: max(found, key=len) for name, found in fuller.items() if _nested(found, words)}
    said = Counter((s.name, s.kind) for claim in claims for s in claim.sources)
    kinds = {name: kind for (name, kind), _ in reversed(said.most_common())}

    def renamed(source: Source) -> Source:
        name = full.get(source.name, source.name)
        return replace(source, name=name, kind=kinds[name])

    return [replace(c, sources=_once([renamed(s) for s in c.sources])) for c in claims]


def _is_part(name: str, fuller: str, words: Mapping[str, frozenset[str]], text: str) -> bool:
    if words[name] < words[fuller]:
        return _shortens(name, fuller)
    part, whole = _words(name), _words(fuller)
    if words[name] == words[fuller]:  # "Botero" for "the mayor Botero"
        return part < whole
    return part <= whole - words[fuller] and _is_borne_alone(name, whole, text)


def _is_borne_alone(name: str, bearer: frozenset[str], text: str) -> bool:
    """Whether a name is nothing but a title, "defence minister", and nobody else bears it in the report."""
    title = name.split()[-1]
    others = re.findall(rf"(?i:\b{re.escape(title)})\s+([A-Z][a-z][\w-]*)", text)
    return title.casefold().strip(".") in cues("title") and bearer.issuperset(
        map(str.casefold, others)
    )


def _is_set_behind(short: str, name: str, text: str) -> bool:
    """ "The Armed Forces Press Committee (COPREFA)", where both have spoken."""
    if not ACRONYM.fullmatch(short) or short in name:
        return False
    words = r"\s+".join(map(re.escape, name.split()))
    behind = (
        rf"(?:^|[^\w\s]\s*|\b(?i:the|of|by|and)\s+){words}\s*[(\[]\s*{re.escape(short)}\s*[)\]]"
    )
    return re.search(behind, text) is not None


ACRONYM = re.compile(r"[A-Z][A-Za-z-]*[A-Z]")


def _shortens(name: str, fuller: str) -> bool:
    """Whether a name may stand for a fuller one that holds its words: "Botero"; "council" for "village
    council", not "police" for "lieutenant in the police"."""
    words = fuller.split()
    head = words[: head_end([word.casefold() for word in words])]
    part = name.split()
    return head[-len(part) :] == part or all(word[0].isupper() for word in _own_words(name))


def _words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().split())


def _name_words(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _own_words(name))


def _own_words(name: str) -> list[str]:
    """The words of a name behind its title; all, where it is nothing but a title."""
    words = name.split()
    titles = [n for n, word in enumerate(words) if word.casefold().strip(".") in cues("title")]
    return words[titles[-1] + 1 :] or words if titles else words


def _nested(names: Sequence[str], words: Mapping[str, frozenset[str]]) -> bool:
    """Whether names are ever fuller forms of one: each part of the longest."""
    return bool(names) and all(words[n] <= words[max(names, key=len)] for n in names)


def _once(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple({source.name: source for source in reversed(sources)}.values())[::-1]
