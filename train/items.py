"""Examples as windows of words with their labels (`train.data` to `train.losses`)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer
from train.data import MODALITIES, ROLES, SPEAKERS, SPEECH, TYPES, Example, roles_told
from train.model import RELEVANT, SAYING
from train.pieces import Words, find_words
from train.vary import join_passages, vary

from dateline.extract.model import sentence_starts
from dateline.extract.pieces import WINDOW, Window, cut_windows, read_pieces

SHORTEST = 224  # pieces of the shortest window
VARIED = ("house", "real")  # told again of others


@dataclass(slots=True)
class Item:
    """One window with its labels. Arrays over the window's words unless said otherwise."""

    window: Window
    space: str
    cased: bool
    tags: np.ndarray | None  # (w,) 0 for none, 1 + type; -1 unknown
    tag_weight: np.ndarray | None
    askers: np.ndarray  # (M,) first words of triggers, in the window
    roles: np.ndarray  # (M, w, R, 2) 1 yes, 0 no, -1 unknown
    role_weight: np.ndarray  # (M,)
    modality: np.ndarray  # (M,) -1 unknown
    happened: np.ndarray  # (M,) 0 to 1; -1 unknown
    relevant: int  # whether the window tells of an incident; -1 unknown
    pair_at: np.ndarray  # (K,) words of triggers, and of cues, that stand for an incident
    pair_key: np.ndarray  # (K,)
    pair_weight: np.ndarray  # (K,)
    pair_part: np.ndarray  # (K,) only words of one part are asked whether they are one incident
    speech: np.ndarray | None  # (w, 3, 2); -1 unknown
    cues: np.ndarray  # (C,) first words of cues
    said: np.ndarray  # (C, w, 2, 2)
    speakers: list[tuple[int, int, int]]  # first and last word of a source, kind of speaker
    told: list[tuple[int, np.ndarray, int]]  # word of a cue, words of its content, modality


def make_items(example: Example, tokenizer: Tokenizer, size: int = WINDOW) -> list[Item]:
    pieces = read_pieces(example.text, tokenizer)
    words = Words(pieces.starts, pieces.ends)
    breaks = sentence_starts(example.text, pieces.starts)
    windows = cut_windows(pieces, breaks, size=size)
    return [make_item(example, words, window) for window in windows]


def make_epoch(
    name: str, examples: Sequence[Example], tokenizer: Tokenizer, rng: random.Random
) -> list[Item]:
    """A set as it is read once: no word stands twice in the same window, and half of our own reports
    are told of others. Read the same way again and again, a report was learned by heart."""
    if name in VARIED:
        told = {other.id.split()[0]: other for other in vary(examples, rng)}
        examples = [told.get(e.id, e) if rng.random() < 0.5 else e for e in examples]
    if name == "passages":
        examples = list(join_passages(examples, rng))
    return [
        item
        for example in examples
        for item in make_items(example, tokenizer, rng.randint(SHORTEST, WINDOW))
    ]


def make_item(example: Example, words: Words, window: Window) -> Item:
    low, n = window.first_word, len(window.firsts)

    def local(span: Sequence[int]) -> tuple[int, int] | None:
        """A span as words of the window; None where it is not wholly inside."""
        found = find_words(words, span)
        if found is None or found[0] < low or found[1] > low + n:
            return None
        return found[0] - low, found[1] - low

    def mark(row: np.ndarray, span: Sequence[int]) -> None:
        """Say of a row (w, 2) that a span begins and goes on."""
        if (at := local(span)) is not None:
            row[at[0], 0] = 1
            row[at[0] : at[1], 1] = 1

    def hide(row: np.ndarray, span: Sequence[int]) -> None:
        if (at := local(span)) is not None:
            part = row[at[0] : at[1]]
            part[part == 0] = -1

    space = example.space
    names = ROLES.get(space, [])
    tags = tag_weight = None
    if example.tags:
        tags = np.zeros(n, dtype=np.int64)
        tag_weight = np.ones(n, dtype=np.float32)
        for span in example.unknown:
            if (at := local(span)) is not None:
                tags[at[0] : at[1]] = -1
    askers, roles, weights, modality, happened, pairs = [], [], [], [], [], []
    for trigger in example.triggers:
        at = local(trigger.span)
        if at is None:
            continue
        if trigger.incident is not None:
            pairs.append((at[0], trigger.incident, trigger.weight))
        if not trigger.shown:
            continue
        if tags is not None and trigger.type is not None:
            tags[at[0] : at[1]] = 1 + TYPES[space].index(trigger.type)
            tag_weight[at[0] : at[1]] = max(trigger.weight, 0.3)
        grid = np.zeros((n, len(names), 2), dtype=np.int8)
        if example.roles_marked is not None:
            for k, name in enumerate(names):
                if name not in example.roles_marked:
                    grid[:, k] = -1
        for role, start, end in trigger.roles:
            mark(grid[:, names.index(role)], (start, end))
        for role, start, end in trigger.masked:
            hide(grid[:, names.index(role)], (start, end))
        askers.append(at[0])
        roles.append(grid)
        weights.append(trigger.weight)
        modality.append(MODALITIES.index(trigger.modality) if trigger.modality else -1)
        happened.append(-1 if trigger.happened is None else trigger.happened)
    is_told = bool(pairs)
    speech = None
    cues, said, speakers, tellings = [], [], [], []
    if example.attributions is not None and space in SAYING:
        speech = np.zeros((n, 3, 2), dtype=np.int8)
        for span in example.unknown:
            if space == "polnear" and (at := local(span)) is not None:
                speech[at[0] : at[1]] = -1
        for span in example.unsaid:
            if (at := local(span)) is not None:
                speech[at[0] : at[1]] = -1
        for attribution in example.attributions:
            for k, part in enumerate(SPEECH):
                for span in getattr(attribution, part):
                    mark(speech[:, k], span)
            if attribution.cue and (at := local(attribution.cue[0])) is not None:
                if attribution.about is not None and names:
                    grid = np.full((n, len(names), 2), -1, dtype=np.int8)
                    asked = asked_of_sayings(names)
                    spoken = [*attribution.source, *attribution.content]
                    for here in filter(None, map(local, spoken)):
                        grid[here[0] : here[1], asked] = 0
                    for role, span in roles_told(example, attribution):
                        mark(grid[:, names.index(role)], span)
                    askers.append(at[0])
                    roles.append(grid)
                    weights.append(1.0)
                    modality.append(-1)
                    happened.append(-1)
                grid = np.zeros((n, 2, 2), dtype=np.int8)
                for k, part in enumerate(SAYING[space]):
                    for span in getattr(attribution, part):
                        mark(grid[:, k], span)
                cues.append(at[0])
                said.append(grid)
                content = np.flatnonzero(grid[:, SAYING[space].index("content"), 1])
                if attribution.about is not None:  # which incident a saying without a deed tells of
                    pairs.append((at[0], attribution.about or f"none, {at[0]}", 1.0))
                if attribution.modality is not None and len(content):
                    tellings.append((at[0], content, MODALITIES.index(attribution.modality)))
            spoken = local(attribution.source[0]) if attribution.source else None
            if attribution.kind is not None and spoken is not None:
                speakers.append((*spoken, SPEAKERS.index(attribution.kind)))
    keys = {key: i for i, key in enumerate(dict.fromkeys(p[1] for p in pairs))}
    begun = [int(words.starts[low + p[0]]) for p in pairs]
    return Item(
        window=window,
        space=space,
        cased=example.cased,
        tags=tags,
        tag_weight=tag_weight,
        askers=np.array(askers, dtype=np.int64),
        roles=np.array(roles, dtype=np.int8).reshape(len(askers), n, len(names), 2),
        role_weight=np.array(weights, dtype=np.float32),
        modality=np.array(modality, dtype=np.int64),
        happened=np.array(happened, dtype=np.float32),
        relevant=relevance(example, is_told),
        pair_at=np.array([p[0] for p in pairs], dtype=np.int64),
        pair_key=np.array([keys[p[1]] for p in pairs], dtype=np.int64),
        pair_weight=np.array([p[2] for p in pairs], dtype=np.float32),
        pair_part=np.searchsorted(example.parts, begun, side="right"),
        speech=speech,
        cues=np.array(cues, dtype=np.int64),
        said=np.array(said, dtype=np.int8).reshape(len(cues), n, 2, 2),
        speakers=speakers,
        told=tellings,
    )


def asked_of_sayings(names: Sequence[str]) -> list[int]:
    """Roles that are marked throughout in what is said without a word for the deed: who and to whom."""
    return [
        k for k, n in enumerate(names) if n in {"perpetrator", "target"} or n.startswith("kind ")
    ]


def relevance(example: Example, told: bool) -> int:
    """Whether a window tells of an incident. Without a trigger of one, only a barren report says no,
    or one of ours, whose triggers are all marked."""
    if example.space not in RELEVANT:
        return -1
    if told:
        return 1
    return 0 if example.barren or example.attributions is not None else -1
