"""Train the reader: one data set a batch, each with its own label spaces, losses masked elsewhere.

    PYTHONPATH=. python -m train.fit --bench ../shared/bench --out out/model

Written to be read from top to bottom. `--steps` counts batches; checkpoints are written every 250, and
`--resume` goes on from the last. `train/LOG.md` has what was tried.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor
from train.data import (
    MODALITIES,
    ROLES,
    SPEAKERS,
    SPEECH,
    TYPES,
    Example,
    load,
    roles_told,
)
from train.encoder import load_encoder, load_tokenizer
from train.model import RELEVANT, SAYING, Reader, bucket
from train.pieces import Words, find_words
from train.vary import join_passages, vary

from dateline.extract.model import sentence_starts
from dateline.extract.pieces import OTHER, WINDOW, Window, cut_windows, read_pieces

# Share of batches for each set: about n^.5 of its pieces, MUC's doubled.
SHARES = {
    "house": 0.15,
    "passages": 0.19,
    "real": 0.22,
    "muc": 0.155,
    "wiki": 0.075,
    "rams": 0.02,
    "place": 0.02,
    "polnear": 0.145,
    "gvdb": 0.045,
    "fact": 0.02,
}
BATCH_PIECES = 4096
POSITIVE = 3.0  # weight of positives of begin/inside questions
NONE = 0.5  # weight of "no trigger here"
RAREST = 3.0  # most weight of a rare type of trigger
ASSERTED = 0.4  # weight of the modality that four in five triggers have
HIDDEN = 0.18  # share of pieces that the encoder does not see
SHORTEST = 224  # pieces of the shortest window
VARIED = ("house", "real")  # told again of others
MASK = 103  # [MASK] of the vocabulary
AVERAGED = 0.997  # what the mean over the steps keeps of itself at each


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


def find_rarity(items: Iterable[Item]) -> dict[str, np.ndarray]:
    """By space, the weight of each tag: for a type of trigger the root of how much rarer it is than
    the mean type."""
    items = [item for item in items if item.tags is not None]
    found = {}
    for space in {item.space for item in items}:
        here = [item.tags[item.tags >= 0] for item in items if item.space == space]
        count = np.bincount(np.concatenate(here), minlength=1 + len(TYPES[space]))
        weight = np.sqrt(count[1:].mean() / np.maximum(1, count)).clip(1.0, RAREST)
        weight[0] = 1.0
        found[space] = weight.astype(np.float32)
    return found


def relevance(example: Example, told: bool) -> int:
    """Whether a window tells of an incident. Without a trigger of one, only a barren report says no,
    or one of ours, whose triggers are all marked."""
    if example.space not in RELEVANT:
        return -1
    if told:
        return 1
    return 0 if example.barren or example.attributions is not None else -1


def asked_loss(logits: Tensor, wanted: Tensor, weight: Tensor | None = None) -> Tensor:
    """Binary cross entropy of begins and insides, positives weighed, unknown left out. A sum per asker."""
    known = (wanted >= 0).float()
    target = wanted.clamp(min=0).float()
    loss = F.binary_cross_entropy_with_logits(
        logits.float(),
        target,
        reduction="none",
        pos_weight=torch.tensor(POSITIVE, device=logits.device),
    )
    loss = (loss * known).flatten(1).sum(1)
    return (loss * weight).sum() if weight is not None else loss.sum()


def item_losses(
    model: Reader, whole: Tensor, words: Tensor, item: Item, rarity: dict[str, np.ndarray]
) -> dict[str, Tensor]:
    """whole (d,): the vector of [CLS]; words (w, d): of the window's words.

    Losses are sums, to be divided by counts.
    """

    def here(array: np.ndarray) -> Tensor:
        return torch.from_numpy(array).to(words.device)

    def given(values: object) -> Tensor:
        return torch.tensor(values, device=words.device)

    losses: dict[str, Tensor] = {}
    if item.relevant >= 0:
        logit = model.relevant(model.dropout(whole)).float()[RELEVANT.index(item.space)]
        losses["relevant"] = F.binary_cross_entropy_with_logits(logit, given(float(item.relevant)))
    words = model.dropout(words)
    if item.tags is not None:
        tags = here(item.tags)
        weight = here(item.tag_weight) * here(rarity[item.space])[tags.clamp(min=0)]
        weight = weight * torch.where(tags == 0, NONE, 1.0) * (tags >= 0)
        logits = model.tags(words, item.space).float()
        loss = F.cross_entropy(logits, tags.clamp(min=0), reduction="none", label_smoothing=0.02)
        losses["trigger"] = (loss * weight).sum() / 10
    if len(item.askers):
        askers = here(item.askers)
        if ROLES[item.space]:
            logits = model.roles(words, askers, item.space)
            wanted = here(item.roles)
            losses["role"] = asked_loss(logits, wanted, here(item.role_weight)) / 24
        kinds = here(item.modality)
        if (kinds >= 0).any():
            weight = torch.ones(len(MODALITIES), device=words.device)
            weight[MODALITIES.index("asserted")] = ASSERTED
            losses["modality"] = (
                F.cross_entropy(
                    model.answer(model.modality, "modality", words[askers]).float(),
                    kinds,
                    weight=weight,
                    ignore_index=-1,
                    reduction="sum",
                )
                / 1.5
            )
        facts = here(item.happened)
        if (facts >= 0).any():
            loss = F.binary_cross_entropy_with_logits(
                model.happened(words[askers]).float().squeeze(-1),
                facts.clamp(min=0),
                reduction="none",
            )
            losses["happened"] = (loss * (facts >= 0)).sum() / 4
    if len(item.pair_at) > 1:
        at = here(item.pair_at)
        key = here(item.pair_key)
        w = here(item.pair_weight)
        apart = bucket((at[:, None] - at[None, :]).abs())
        logits = model.same(words[at], apart).float()
        wanted = (key[:, None] == key[None, :]).float()
        part = here(item.pair_part)
        asked = (at[:, None] != at[None, :]) & (part[:, None] == part[None, :])
        weight = (w[:, None] * w[None, :]).triu(1) * asked
        loss = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        losses["pair"] = (loss * weight).sum() / 2 / max(1.0, len(at) / 6)
    if item.speech is not None:
        logits = model.answer(model.speech[item.space], f"speech_{item.space}", words).unflatten(
            -1, (-1, 2)
        )
        wanted = here(item.speech)
        known = (wanted >= 0).float()
        loss = F.binary_cross_entropy_with_logits(
            logits.float(),
            wanted.clamp(min=0).float(),
            reduction="none",
            pos_weight=given([2.0, 1.0]),
        )
        losses["speech"] = (loss * known).sum() / 32
    if len(item.cues):
        logits = model.saying(words, here(item.cues), item.space)
        losses["saying"] = asked_loss(logits, here(item.said)) / 64
    if item.speakers:
        means = torch.stack([words[first:last].mean(0) for first, last, _ in item.speakers])
        kinds = given([kind for _, _, kind in item.speakers])
        losses["speaker"] = (
            F.cross_entropy(
                model.answer(model.speaker, "speaker", means).float(), kinds, reduction="sum"
            )
            / 2
        )
    if item.told:
        pairs = torch.stack(
            [torch.cat([words[cue], words[here(content)].mean(0)]) for cue, content, _ in item.told]
        )
        kinds = given([kind for *_, kind in item.told])
        losses["told"] = (
            F.cross_entropy(model.answer(model.told, "told", pairs).float(), kinds, reduction="sum")
            / 2
        )
    return losses


def stack(items: Sequence[Item], hide_case: float) -> tuple[Tensor, Tensor]:
    length = max(len(i.window.ids) for i in items)
    ids = np.zeros((len(items), length), dtype=np.int64)
    cases = np.full((len(items), length), OTHER, dtype=np.int64)
    for k, item in enumerate(items):
        ids[k, : len(item.window.ids)] = item.window.ids
        if item.cased and random.random() >= hide_case:
            cases[k, : len(item.window.ids)] = item.window.cases
        inner = ids[k, 1 : len(item.window.ids) - 1]
        inner[torch.rand(len(inner)).numpy() < HIDDEN] = MASK
    return torch.from_numpy(ids), torch.from_numpy(cases)


def batches(items: list[Item], rng: random.Random) -> list[list[Item]]:
    """Items of like length together, about 4,096 pieces with padding, in random order.

    Of MUC's windows without a trigger, two in three, four in ten are drawn each time.
    """
    items = [i for i in items if i.space != "muc" or len(i.askers) or rng.random() < 0.4]
    order = sorted(items, key=lambda i: len(i.window.ids) + rng.random() * 40)
    found: list[list[Item]] = [[]]
    for item in order:
        longest = max(len(i.window.ids) for i in [*found[-1], item])
        if found[-1] and longest * (len(found[-1]) + 1) > BATCH_PIECES:
            found.append([])
        found[-1].append(item)
    rng.shuffle(found)
    return found


def parameter_groups(model: Reader, rate: float, head_rate: float) -> list[dict[str, object]]:
    """Lower layers learn slower (x .85 a layer), embeddings slowest; heads at their own rate."""
    groups = []
    encoder = model.encoder
    for i, layer in enumerate(encoder.layers):
        lr = rate * 0.85 ** (len(encoder.layers) - 1 - i)
        groups.append({"params": list(layer.parameters()), "lr": lr})
    low = [encoder.words.weight, encoder.places.weight, encoder.kind, *encoder.norm.parameters()]
    groups.append({"params": low, "lr": rate * 0.3})
    groups.append({"params": list(encoder.cases.parameters()), "lr": head_rate})
    inside = {id(p) for p in encoder.parameters()}
    heads = [p for p in model.parameters() if id(p) not in inside]
    groups.append({"params": heads, "lr": head_rate})
    return groups


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--start", type=Path, help="weights to start from, instead of MiniLM's")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--without", nargs="*", default=[], help="sets to leave out")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    random.seed(args.seed)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    tokenizer = load_tokenizer()
    sets = load(args.bench, args.corpus)
    items = {
        name: make_epoch(name, examples, tokenizer, rng)
        for name, examples in sets.items()
        if name not in args.without
    }
    rarity = find_rarity(item for found in items.values() for item in found)
    for name, found in items.items():
        print(
            f"{name}: {len(sets[name])} texts, {len(found)} windows, "
            f"{sum(len(i.window.ids) for i in found)} pieces",
            flush=True,
        )

    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = Reader(load_encoder())
    if args.start:
        held = torch.load(args.start, weights_only=True, map_location="cpu")["model"]
        model.load_state_dict(model.state_dict() | held)  # heads that it lacks start afresh
    model.to(device)
    groups = parameter_groups(model, args.rate, args.head_rate)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    peaks = [group["lr"] for group in optimizer.param_groups]
    step = 0
    last = args.out / "last.pt"
    mean = {name: value.detach().clone() for name, value in model.state_dict().items()}
    if args.resume and last.exists():
        held = torch.load(last, weights_only=True, map_location=device)
        mean |= held.get("mean", held["model"])
        model.load_state_dict(model.state_dict() | held["model"])
        for old, new in zip(
            held["optimizer"]["param_groups"], optimizer.state_dict()["param_groups"], strict=True
        ):
            old["params"] = new["params"]  # new heads are last of all, and have no past
        optimizer.load_state_dict(held["optimizer"])
        step = held["step"]

    names = list(items)
    shares = [SHARES[name] for name in names]
    queues: dict[str, list[list[Item]]] = {name: [] for name in names}
    running: dict[str, Tensor] = {}
    started, seen = time.time(), 0
    model.train()
    while step < args.steps:
        done = step / args.steps
        scale = min(1.0, (step + 1) / (0.06 * args.steps)) * (
            0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done))
        )
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * scale
        name = rng.choices(names, shares)[0]
        if not queues[name]:
            fresh = items.pop(name, None) or make_epoch(name, sets[name], tokenizer, rng)
            queues[name] = batches(fresh, rng)
        batch = queues[name].pop()
        ids, cases = stack(batch, hide_case=0.25)
        with torch.autocast(device, torch.bfloat16):
            hidden = model.encode(ids.to(device), cases.to(device))
            total = torch.zeros((), device=device)
            for k, item in enumerate(batch):
                words = hidden[k, torch.from_numpy(item.window.firsts).to(device)]
                losses = item_losses(model, hidden[k, 0], words, item, rarity)
                for key, loss in losses.items():
                    total = total + loss / len(batch)
                    label = f"{name}.{key}"
                    value = loss.detach()  # no number yet: a GPU would wait for it
                    running[label] = 0.99 * running.get(label, value) + 0.01 * value
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            for key, value in model.state_dict().items():
                mean[key].lerp_(value, 1 - AVERAGED)
        step += 1
        seen += ids.numel()
        if step % 50 == 0:
            line = {
                "step": step,
                "pieces_s": round(seen / (time.time() - started)),
                "s": round(time.time() - started),
            }
            print(
                json.dumps(line | {k: round(float(v), 3) for k, v in sorted(running.items())}),
                flush=True,
            )
        if step % 250 == 0 or step == args.steps:
            written = last.with_suffix(".new")
            torch.save(
                {
                    "model": model.state_dict(),
                    "mean": mean,
                    "optimizer": optimizer.state_dict(),
                    "step": step,
                },
                written,
            )
            written.replace(last)
    torch.save({"model": model.cpu().state_dict(), "step": step}, args.out / "model.pt")
    torch.save({"model": mean, "step": step}, args.out / "mean.pt")


if __name__ == "__main__":
    main()
