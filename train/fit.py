"""Train a reader: one data set a batch, each with its own label spaces, losses masked elsewhere.

    PYTHONPATH=. python -m train.fit --bench ../shared/bench --out out/model

Written to be read from top to bottom. On a GPU first the teacher (`--mpnet WEIGHTS`), then the small reader
with `--teacher`; on a CPU the small one alone. It ends after `--steps` batches, or after `--seconds`. On a CPU, where
that takes hours, checkpoints are written every 250, and `--resume` goes on from the last. `train/LOG.md` has what was tried.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info
from train.data import TYPES, Example, load, read_house
from train.encoder import load_encoder, load_teacher, load_tokenizer
from train.items import Item, make_epoch, make_items
from train.losses import Batch, gold_losses, pack, read_words, taught_losses
from train.model import Reader

# Share of batches for each set: about n^.5 of its pieces, MUC's doubled.
SHARES = {
    "house": 0.15,
    "passages": 0.18,
    "real": 0.21,
    "muc": 0.17,
    "wiki": 0.075,
    "rams": 0.02,
    "place": 0.02,
    "polnear": 0.15,
    "gvdb": 0.045,
    "fact": 0.02,
}
STRETCH = 200_000  # characters of a set that are cut into windows at a time
RAREST = 3.0  # most weight of a rare type of trigger
AVERAGED = 0.997  # what the mean over the steps keeps of itself at each
GOLD = 0.5  # weight of the labels beside a teacher


def find_rarity(examples: Iterable[Example]) -> dict[str, Tensor]:
    """By space, the weight of each tag: for a type of trigger the root of how much rarer it is than
    the mean type."""
    counts = {space: np.zeros(1 + len(types)) for space, types in TYPES.items()}
    for example in examples:
        for trigger in example.triggers:
            if example.tags and trigger.shown and trigger.type is not None:
                counts[example.space][1 + TYPES[example.space].index(trigger.type)] += 1
    found = {}
    for space, count in counts.items():
        weight = np.sqrt(count[1:].mean() / np.maximum(1, count)).clip(1.0, RAREST)
        weight[0] = 1.0
        found[space] = torch.from_numpy(weight.astype(np.float32))
    return found


def batches(items: Sequence[Item], rng: random.Random, pieces: int) -> list[list[Item]]:
    """Items of like length together, about so many pieces with padding, in random order.

    Of MUC's windows without a trigger, two in three, four in ten are drawn each time.
    """
    items = [i for i in items if i.space != "muc" or len(i.askers) or rng.random() < 0.4]
    order = sorted(items, key=lambda i: len(i.window.ids) + rng.random() * 40)
    found: list[list[Item]] = []
    for item in order:
        if found and len(item.window.ids) * (len(found[-1]) + 1) <= pieces:
            found[-1].append(item)
        else:
            found.append([item])
    rng.shuffle(found)
    return found


class Stream(IterableDataset[tuple[str, str, Batch]]):
    """Batches without end, each of one set: its name, its label space, its tensors.

    A set is read by stretches of its examples in random order, told of others anew each time.
    """

    def __init__(self, sets: dict[str, list[Example]], seed: int, pieces: int) -> None:
        self.sets, self.seed, self.pieces = sets, seed, pieces

    def __iter__(self) -> Iterator[tuple[str, str, Batch]]:
        worker = get_worker_info()
        seed = self.seed * 1000 + (worker.id if worker else 0)
        rng, numbers = random.Random(seed), np.random.default_rng(seed)
        tokenizer = load_tokenizer()
        left: dict[str, list[Example]] = {name: [] for name in self.sets}
        queues: dict[str, list[list[Item]]] = {name: [] for name in self.sets}
        shares = [SHARES[name] for name in self.sets]
        while True:
            name = rng.choices(list(self.sets), shares)[0]
            while not queues[name]:
                left[name] = left[name] or rng.sample(self.sets[name], len(self.sets[name]))
                taken, room = [], STRETCH
                while left[name] and room > 0:
                    taken.append(left[name].pop())
                    room -= len(taken[-1].text)
                queues[name] = batches(make_epoch(name, taken, tokenizer, rng), rng, self.pieces)
            batch = queues[name].pop()
            yield name, batch[0].space, pack(batch, numbers, hide_case=0.25)


def parameter_groups(model: Reader, rate: float, head_rate: float) -> list[dict[str, object]]:
    """From top to bottom layers learn less, the lowest .44 as fast, embeddings slowest; heads at their
    own rate."""
    encoder = model.encoder
    count = len(encoder.layers)
    groups = [
        {"params": list(layer.parameters()), "lr": rate * 0.44 ** (1 - i / (count - 1))}
        for i, layer in enumerate(encoder.layers)
    ]
    apart = {id(p) for part in (encoder.layers, encoder.cases) for p in part.parameters()}
    low = [p for p in encoder.parameters() if id(p) not in apart]
    groups.append({"params": low, "lr": rate * 0.3})
    groups.append({"params": list(encoder.cases.parameters()), "lr": head_rate})
    inside = {id(p) for p in encoder.parameters()}
    heads = [p for p in model.parameters() if id(p) not in inside]
    groups.append({"params": heads, "lr": head_rate})
    return groups


def load_reader(mpnet: Path | None, start: Path | None) -> Reader:
    """The small reader, or its teacher from MPNet's published weights; with the weights of a file, where
    heads that it lacks start afresh."""
    model = Reader(load_teacher(mpnet) if mpnet else load_encoder())
    if start:
        held = torch.load(start, weights_only=True, map_location="cpu")["model"]
        model.load_state_dict(model.state_dict() | held)
    return model


def held_losses(
    model: Reader, held: Sequence[Batch], rarity: dict[str, Tensor], device: str
) -> dict[str, float]:
    """Losses a window of our own reports that nobody trains on."""
    model.eval()
    sums: dict[str, float] = {}
    with torch.no_grad(), torch.autocast(device, torch.bfloat16):
        for batch in held:
            whole, words = read_words(model, batch, hide=False)
            for key, loss in gold_losses(
                model, whole, words, batch, "house", rarity["house"]
            ).items():
                sums[key] = sums.get(key, 0.0) + float(loss) / len(held)
    model.train()
    return {key: round(value, 3) for key, value in sorted(sums.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seconds", type=float, help="how long to train, whatever the batches")
    parser.add_argument("--pieces", type=int, default=4096, help="word pieces of a batch")
    parser.add_argument("--workers", type=int, default=1, help="processes that cut windows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument(
        "--start", type=Path, help="weights to start from, instead of the published"
    )
    parser.add_argument("--mpnet", type=Path, help="MPNet's model.safetensors: train the teacher")
    parser.add_argument("--teacher", type=Path, help="a trained teacher's weights; needs --mpnet")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--without", nargs="*", default=[], help="sets to leave out")
    args = parser.parse_args()
    if args.teacher and not args.mpnet:
        parser.error("--teacher needs MPNet's published weights too: --mpnet model.safetensors")
    args.out.mkdir(parents=True, exist_ok=True)

    random.seed(args.seed)
    torch.manual_seed(args.seed)
    sets = {n: e for n, e in load(args.bench, args.corpus).items() if n not in args.without}
    print({n: len(examples) for n, examples in sets.items()}, flush=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rarity = {
        space: weight.to(device)
        for space, weight in find_rarity(e for found in sets.values() for e in found).items()
    }

    def moved(batch: Batch) -> Batch:
        return {key: value.to(device, non_blocking=True) for key, value in batch.items()}

    tokenizer = load_tokenizer()
    held = [
        moved(pack(make_items(example, tokenizer), np.random.default_rng(0), 0.0))
        for example in read_house(args.corpus / "house/calibration.jsonl")
    ]
    model = load_reader(None if args.teacher else args.mpnet, args.start).to(device)
    teacher = load_reader(args.mpnet, args.teacher).to(device).eval() if args.teacher else None
    groups = parameter_groups(model, args.rate, args.head_rate)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    peaks = [group["lr"] for group in optimizer.param_groups]
    step, before = 0, 0.0
    last = args.out / "last.pt"
    state = model.state_dict()
    mean = {name: value.detach().clone() for name, value in state.items()}
    if args.resume and last.exists():
        kept = torch.load(last, weights_only=True, map_location=device)
        mean = kept["mean"]
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        step, before = kept["step"], kept["seconds"]

    if teacher is not None:
        print("teacher", held_losses(teacher, held, rarity, device), flush=True)
    print("start", held_losses(model, held, rarity, device), flush=True)
    loader = iter(
        DataLoader(
            Stream(sets, args.seed + step, args.pieces),
            batch_size=None,
            num_workers=args.workers,
            prefetch_factor=4,
            pin_memory=device == "cuda",
        )
    )
    running: dict[str, Tensor] = {}
    stream = chain([next(loader)], loader)  # workers begin by cutting, before the clock runs
    started, seen = time.time(), 0
    model.train()
    while True:
        passed = before + time.time() - started
        done = passed / args.seconds if args.seconds else step / args.steps
        if done >= 1:
            break
        scale = min(1.0, (done + 0.001) / 0.06) * (0.02 + 0.49 * (1 + math.cos(math.pi * done)))
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * scale
        name, space, batch = next(stream)
        batch = moved(batch)
        with torch.autocast(device, torch.bfloat16):
            read = tuple(model.dropout(x) for x in read_words(model, batch, hide=True))
            losses = gold_losses(model, *read, batch, space, rarity.get(space))
            total = sum(losses.values(), torch.zeros((), device=device))
            if teacher is not None:
                with torch.no_grad():
                    shown = read_words(teacher, batch, hide=False)
                other = space if space in ("muc", "wiki") else random.choice(("muc", "wiki"))
                taught = taught_losses(model, read, teacher, shown, batch, name, ("house", other))
                total = GOLD * total + sum(taught.values(), torch.zeros((), device=device))
                losses |= taught
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.values()), list(state.values()), 1 - AVERAGED)
        for key, loss in losses.items():
            label, value = f"{name}.{key}", loss.detach()  # no number yet: a GPU would wait for it
            running[label] = 0.98 * running.get(label, value) + 0.02 * value
        step += 1
        seen += batch["ids"].numel()
        if step % 50 == 0:
            spent = round(time.time() - started)
            line = {"step": step, "done": round(done, 3), "pieces_s": round(seen / max(1, spent))}
            print(
                json.dumps(line | {k: round(float(v), 3) for k, v in sorted(running.items())}),
                flush=True,
            )
        if step % 1000 == 0:
            print("held", step, held_losses(model, held, rarity, device), flush=True)
        if step % 250 == 0 and device == "cpu":
            keep(last, model, mean, optimizer, step, before + time.time() - started)
    torch.save({"model": model.cpu().state_dict(), "step": step}, args.out / "model.pt")
    torch.save({"model": mean, "step": step}, args.out / "mean.pt")
    model.load_state_dict(mean)
    print("mean", step, held_losses(model.to(device), held, rarity, device), flush=True)


def keep(
    last: Path,
    model: Reader,
    mean: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
    step: int,
    seconds: float,
) -> None:
    """A checkpoint, whole or not at all."""
    written = last.with_suffix(".new")
    state = {
        "model": model.state_dict(),
        "mean": mean,
        "optimizer": optimizer.state_dict(),
        "step": step,
        "seconds": seconds,
    }
    torch.save(state, written)
    written.replace(last)


if __name__ == "__main__":
    main()
