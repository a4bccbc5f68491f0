"""What kind of speaker a noun phrase names, by `lexicons/speakers.tsv` and, for armed groups, by the
registry `lexicons/actors.tsv`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from dateline.extract.cues import Cue, CueIndex, find_cues, index_cues
from dateline.extract.text import Token, read_tokens, word_set
from dateline.lexicons import Row, read_actors, read_lexicon
from dateline.records import SourceKind


@cache
def _speaker_index() -> CueIndex:
    return index_cues(read_lexicon("speakers"))


@cache
def _groups() -> CueIndex:
    """Registered armed groups by their names; one that is also a word only in its own letters."""
    return index_cues(_group_rows())


def _group_rows() -> Iterator[Row]:
    for actor in read_actors():
        if actor["kind"] == "rebel":
            bound = actor["case"].split("|")
            for form in (actor["name"], *actor["aliases"].split("|")):
                if form:
                    letters = form if form in bound else ""
                    yield {"form": form, "kind": "rebel", "rank": "name", "letters": letters}


def _plain_tokens(words: Sequence[str]) -> list[Token]:
    return [Token(n, n + 1, w, w.lower()) for n, w in enumerate(words)]


def _known(tokens: Sequence[Token]) -> list[Cue]:
    """The forms of both tables in these words; of two that meet, one of the speakers' table goes before a
    group's name no longer than it."""
    plain = find_cues(tokens, _speaker_index())
    # "ITS" tells of no letters there
    cried = len(tokens) > 1 and all(t.text.isupper() for t in tokens)
    groups = [
        g
        for g in find_cues(tokens, _groups())
        if not (letters := g.row["letters"])
        or (not cried and letters.split() == [t.text for t in tokens[g.start : g.end]])
    ]
    groups = [g for g in groups if all(_length(g) > _length(c) for c in plain if _meet(g, c))]
    plain = [c for c in plain if not any(_meet(g, c) for g in groups)]
    return sorted((*plain, *groups), key=lambda c: c.start)


def _meet(a: Cue, b: Cue) -> bool:
    return a.start < b.end and b.start < a.end


def _length(cue: Cue) -> int:
    return cue.end - cue.start


def is_outlet(words: Sequence[str]) -> bool:
    return speaker_kind(" ".join(words)) is SourceKind.MEDIA


HEAD_ENDS = word_set("of for from at in with on to who which that ,")


def head_end(words: Sequence[str]) -> int:
    """Where the head of a phrase of lower-case words ends: before its first "of", comma and their like."""
    return next((n for n, word in enumerate(words) if n and word in HEAD_ENDS), len(words))


def _words_of(phrase: str) -> list[str]:
    return [t.text.replace("’", "'") for t in read_tokens(phrase, 0, len(phrase))]


@lru_cache(maxsize=10_000)  # one report asks for the same few speakers again and again
def _row(phrase: str) -> Row | None:
    """The row that says what kind of speaker these words name."""
    words = _words_of(phrase)
    cues = _known(_plain_tokens(words))
    for cue in cues:  # "an official who asked not to be named"
        if cue.row["rank"] == "override":
            return cue.row
    # "Moscow denied it"; in "a woman from Moscow" the town is no speaker
    cues = [c for c in cues if c.row["rank"] != "seat" or _length(c) == len(words)]
    end = head_end([word.lower() for word in words])
    if _is_in_orders(words) and not any(c.row["rank"] == "proper" and c.start for c in cues):
        return ORDERS
    roles = [c for c in cues if c.row["rank"] == "role"]
    bodies = [c for c in cues if c.row["rank"] != "role" and not _is_whose(c, words)]
    heads = [c for c in bodies if c.start < end]
    if heads:
        rebels = [c.row for c in bodies if c.row["kind"] == SourceKind.REBEL]
        if (
            heads[-1].row["kind"] == SourceKind.MEDIA
            and heads[-1].row["rank"] == "proper"
            and rebels
        ):
            return rebels[-1]  # "the front's radio", "the newspaper of the guerrilla"
        return heads[-1].row
    if roles and bodies:  # "a spokesman for the army"
        return bodies[0].row
    return next((c.row for c in roles or bodies), None)


def _is_whose(cue: Cue, words: Sequence[str]) -> bool:
    """Whether people are named only as those whose body speaks: "the herders' association"."""
    after = words[cue.end : cue.end + 2]
    whose = len(after) > 1 and after[0] in {"'", "'s"}
    return whose and cue.row["kind"] in {SourceKind.WITNESS, SourceKind.RESIDENT}


def _is_in_orders(words: Sequence[str]) -> bool:
    """Whether a phrase opens like a cleric's or a nun's name: "Father Okafor", "Sister Lidia"."""
    return (
        len(words) > 1
        and words[0].lower() in CALLED
        and all(w[0].isupper() for w in words[:2])
        and words[1].lower() not in HEAD_ENDS
    )


CALLED = word_set("father sister brother mother")  # kin in small letters
ORDERS: Row = {"form": "", "kind": "other", "rank": "proper"}


def speaker_kind(words: str) -> SourceKind | None:
    """What kind of speaker a noun phrase names; None when no row knows it.

    >>> speaker_kind("a spokesman for the Iraqi army")
    <SourceKind.MILITARY: 'military'>
    """
    row = _row(words)
    return None if row is None else SourceKind(row["kind"])


def is_role(words: str) -> bool:
    """Whether a phrase names a part in some body and not which: "a spokesman", "their commander"."""
    row = _row(words)
    return row is not None and row["rank"] == "role"


def body_kind(words: str) -> SourceKind | None:
    """The kind of the body that these words name last: "the riots that | the gendarmes"."""
    return next((kind for kind in reversed(body_kinds(words)) if kind in BODIES), None)


def body_kinds(words: str) -> list[SourceKind]:
    """The kinds of the bodies that these words name, in order."""
    known = _known(_plain_tokens(_words_of(words)))
    return [SourceKind(c.row["kind"]) for c in known if c.row["rank"] in {"proper", "name"}]


# Kinds that have spokesmen, commanders and members; a witness has none.
BODIES = frozenset(SourceKind) - {
    SourceKind.WITNESS,
    SourceKind.RESIDENT,
    SourceKind.UNNAMED,
    SourceKind.OTHER,
    SourceKind.NARRATOR,
}


def is_nameless(words: str) -> bool:
    """Whether these words keep a speaker's name back: "said an officer, asking not to be named"."""
    cues = find_cues(_plain_tokens(_words_of(words)), _speaker_index())
    return any(c.row["rank"] == "override" for c in cues)


def has_own_name(words: str) -> bool:
    """Whether a body's own name says of what kind the speaker is: "an FBI agent"."""
    row = _row(words)
    return row is not None and row["rank"] == "name"
