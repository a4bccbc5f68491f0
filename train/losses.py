"""Windows with their labels as one batch, what a reader makes of it, and how far it is from the labels or
from a teacher.

All windows of a batch are of one label space. Losses are sums over words, askers or pairs, divided by the
number of windows; what is not known is masked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from train.data import MODALITIES, ROLES
from train.items import Item
from train.model import RELEVANT, SAYING, Reader, bucket, constants

from dateline.extract.pieces import OTHER

POSITIVE = 3.0  # weight of positives of begin/inside questions
BEGINS = 2.0  # weight of words that begin a source, cue or content
NONE = 0.5  # weight of "no trigger here"
ASSERTED = 0.4  # weight of the modality that four in five triggers have
HIDDEN = 0.18  # share of pieces that the encoder does not see
MASK = 103  # [MASK] of the vocabulary
ASKS = 0.3  # how surely the teacher must take a word for an act or a cue, so that it asks
MOST = 640  # askers of a batch, at most
ATTRIBUTING = {"polnear"}  # sets that teach who says so and nothing else, by their licence
Batch = dict[str, Tensor]


# ------------------------------------------------------------------ a batch


def pack(items: Sequence[Item], rng: np.random.Generator, hide_case: float) -> Batch:
    """Windows of one space as tensors, padded to the longest. Grids of yes, no and unknown in bits."""
    length = max(len(i.window.ids) for i in items)
    width = max(len(i.window.firsts) for i in items)
    shape = (len(items), width)
    ids = np.zeros((len(items), length), dtype=np.int64)
    cases = np.full((len(items), length), OTHER, dtype=np.int64)
    firsts = np.zeros(shape, dtype=np.int64)
    valid = np.zeros(shape, dtype=bool)
    hidden = rng.random((len(items), length)) < HIDDEN
    for k, item in enumerate(items):
        n, w = len(item.window.ids), len(item.window.firsts)
        ids[k, :n] = item.window.ids
        if item.cased and rng.random() >= hide_case:
            cases[k, :n] = item.window.cases
        firsts[k, :w] = item.window.firsts
        valid[k, :w] = True
        hidden[k, [0, n - 1]] = False
    batch = {
        "ids": ids,
        "cases": cases,
        "firsts": firsts,
        "valid": valid,
        "hidden": hidden & (ids > 0),
        "relevant": np.array([i.relevant for i in items]),
        **_pack_tags(items, shape),
        **_pack_askers(items, width),
        **_pack_pairs(items),
        **_pack_sayings(items, shape),
    }
    return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in batch.items()}


def _pack_tags(items: Sequence[Item], shape: tuple[int, int]) -> dict[str, np.ndarray]:
    tags, weight = np.full(shape, -1), np.zeros(shape, dtype=np.float32)
    for k, item in enumerate(items):
        if item.tags is not None and item.tag_weight is not None:
            tags[k, : len(item.tags)] = item.tags
            weight[k, : len(item.tags)] = item.tag_weight
    return {"tags": tags, "tag_weight": weight} if any(i.tags is not None for i in items) else {}


def _rows(counts: Sequence[int]) -> np.ndarray:
    return np.repeat(np.arange(len(counts)), counts)


def _grid(name: str, grids: Sequence[np.ndarray], width: int) -> dict[str, np.ndarray]:
    """Grids (n, w, k, 2) of yes, no, unknown as two arrays of bits (N, width * k * 2 / 8)."""
    padded = np.concatenate(
        [
            np.pad(g, ((0, 0), (0, width - g.shape[1]), (0, 0), (0, 0)), constant_values=-1)
            for g in grids
        ]
    )
    flat = padded.reshape(len(padded), -1)
    return {
        f"{name}_yes": np.packbits(flat > 0, axis=1, bitorder="little"),
        f"{name}_known": np.packbits(flat >= 0, axis=1, bitorder="little"),
    }


def _pack_askers(items: Sequence[Item], width: int) -> dict[str, np.ndarray]:
    asking = [i for i in items if len(i.askers)]
    if not asking:
        return {}
    return {
        "asker_row": _rows([len(i.askers) for i in items]),
        "asker": np.concatenate([i.askers for i in asking]),
        "role_weight": np.concatenate([i.role_weight for i in asking]),
        "modality": np.concatenate([i.modality for i in asking]),
        "happened": np.concatenate([i.happened for i in asking]),
        **(_grid("roles", [i.roles for i in asking], width) if ROLES[items[0].space] else {}),
    }


def _pack_pairs(items: Sequence[Item]) -> dict[str, np.ndarray]:
    row, at, first, second, same, weight, seen = [], [], [], [], [], [], 0
    for k, item in enumerate(items):
        n = len(item.pair_at)
        a, b = np.triu_indices(n, 1)
        asked = (item.pair_at[a] != item.pair_at[b]) & (item.pair_part[a] == item.pair_part[b])
        a, b = a[asked], b[asked]
        if not len(a):
            continue
        row.append(np.full(n, k))
        at.append(item.pair_at)
        first.append(a + seen)
        second.append(b + seen)
        same.append(item.pair_key[a] == item.pair_key[b])
        weight.append(item.pair_weight[a] * item.pair_weight[b] / max(1.0, n / 6))
        seen += n
    if not row:
        return {}
    return {
        "pair_row": np.concatenate(row),
        "pair_at": np.concatenate(at),
        "pair_first": np.concatenate(first),
        "pair_second": np.concatenate(second),
        "pair_same": np.concatenate(same).astype(np.float32),
        "pair_weight": np.concatenate(weight).astype(np.float32),
    }


def _pack_sayings(items: Sequence[Item], shape: tuple[int, int]) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    if any(i.speech is not None for i in items):
        speech = np.full((*shape, 3, 2), -1, dtype=np.int8)
        for k, item in enumerate(items):
            if item.speech is not None:
                speech[k, : len(item.speech)] = item.speech
        found["speech"] = speech
    saying = [i for i in items if len(i.cues)]
    if saying:
        found |= {
            "cue_row": _rows([len(i.cues) for i in items]),
            "cue": np.concatenate([i.cues for i in saying]),
            **_grid("said", [i.said for i in saying], shape[1]),
        }
    spans = [(k, *spoken) for k, i in enumerate(items) for spoken in i.speakers]
    if spans:
        # which words of the batch a source is the mean of
        words = [np.arange(first, last) + k * shape[1] for k, first, last, _ in spans]
        found |= _means("speaker", words) | {"speaker_kind": np.array([s[3] for s in spans])}
    told = [(k, *telling) for k, i in enumerate(items) for telling in i.told]
    if told:
        words = [content + k * shape[1] for k, _, content, _ in told]
        found |= _means("told", words) | {
            "told_cue": np.array([k * shape[1] + cue for k, cue, _, _ in told]),
            "told_kind": np.array([t[3] for t in told]),
        }
    return found


def _means(name: str, words: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    return {
        f"{name}_words": np.concatenate(words),
        f"{name}_of": _rows([len(w) for w in words]),
        f"{name}_share": np.concatenate([np.full(len(w), 1 / len(w)) for w in words]).astype(
            np.float32
        ),
    }


# ------------------------------------------------------------------ losses


def read_words(model: Reader, batch: Batch, *, hide: bool) -> tuple[Tensor, Tensor]:
    """Vectors of the windows (B, d) and of their words (B, W, d)."""
    ids = torch.where(batch["hidden"], MASK, batch["ids"]) if hide else batch["ids"]
    hidden = model.encode(ids, batch["cases"])
    rows = torch.arange(len(ids), device=ids.device)[:, None]
    return hidden[:, 0], hidden[rows, batch["firsts"]]


def _bits(packed: Tensor, shape: Sequence[int]) -> Tensor:
    """Bits as 0 and 1, (N, *shape)."""
    shift = torch.arange(8, dtype=torch.uint8, device=packed.device)
    flat = ((packed[:, :, None] >> shift) & 1).flatten(1)
    count = int(np.prod(shape))
    return flat[:, :count].view(-1, *shape).float()


def _asked_loss(logits: Tensor, batch: Batch, name: str, weight: Tensor | None = None) -> Tensor:
    """Binary cross entropy of begins and insides (M, W, R, 2), positives weighed, unknown left out."""
    shape = logits.shape[1:]
    loss = F.binary_cross_entropy_with_logits(
        logits.float(),
        _bits(batch[f"{name}_yes"], shape),
        weight=_bits(batch[f"{name}_known"], shape),
        reduction="none",
        pos_weight=constants(logits.device, POSITIVE),
    )
    loss = loss.flatten(1).sum(1)
    return (loss * weight).sum() if weight is not None else loss.sum()


def _mean_of(words: Tensor, batch: Batch, name: str, count: int) -> Tensor:
    """(count, d): means of the words that a batch names."""
    taken = words.flatten(0, 1)[batch[f"{name}_words"]] * batch[f"{name}_share"][:, None]
    zero = torch.zeros(count, words.shape[-1], dtype=taken.dtype, device=words.device)
    return zero.index_add(0, batch[f"{name}_of"], taken)


def gold_losses(
    model: Reader, whole: Tensor, words: Tensor, batch: Batch, space: str, rarity: Tensor | None
) -> dict[str, Tensor]:
    """whole (B, d), words (B, W, d). rarity: weights of the space's tags."""
    losses: dict[str, Tensor] = {}
    if space in RELEVANT:
        known = batch["relevant"] >= 0
        logits = model.relevant(whole)[:, RELEVANT.index(space)].float()
        loss = F.binary_cross_entropy_with_logits(
            logits, batch["relevant"].clamp(min=0).float(), reduction="none"
        )
        losses["relevant"] = (loss * known).sum()
    if "tags" in batch and rarity is not None:
        tags = batch["tags"]
        weight = batch["tag_weight"] * rarity[tags.clamp(min=0)]
        weight = weight * torch.where(tags == 0, NONE, 1.0) * (tags >= 0)
        logits = model.tags(words, space).float()
        loss = F.cross_entropy(
            logits.flatten(0, 1),
            tags.clamp(min=0).flatten(),
            reduction="none",
            label_smoothing=0.02,
        )
        losses["trigger"] = (loss * weight.flatten()).sum() / 10
    if "asker" in batch:
        rows, askers = batch["asker_row"], batch["asker"]
        if ROLES[space]:
            logits = model.roles(words, rows, askers, space)
            losses["role"] = _asked_loss(logits, batch, "roles", batch["role_weight"]) / 24
        weight = constants(
            words.device, *(ASSERTED if m == "asserted" else 1.0 for m in MODALITIES)
        )
        asking = words[rows, askers]
        logits = model.answer(model.modality, "modality", asking).float()
        losses["modality"] = (
            F.cross_entropy(
                logits, batch["modality"], weight=weight, ignore_index=-1, reduction="sum"
            )
            / 1.5
        )
        facts = batch["happened"]
        loss = F.binary_cross_entropy_with_logits(
            model.happened(asking).float().squeeze(-1), facts.clamp(min=0), reduction="none"
        )
        losses["happened"] = (loss * (facts >= 0)).sum() / 4
    if "pair_at" in batch:
        at = batch["pair_at"]
        first, second = batch["pair_first"], batch["pair_second"]
        apart = bucket((at[first] - at[second]).abs())
        logits = model.same_of(words[batch["pair_row"], at], first, second, apart).float()
        loss = F.binary_cross_entropy_with_logits(logits, batch["pair_same"], reduction="none")
        losses["pair"] = (loss * batch["pair_weight"]).sum() / 2
    if "speech" in batch:
        wanted = batch["speech"].float()
        loss = F.binary_cross_entropy_with_logits(
            said_parts(model, words, space),
            wanted.clamp(min=0),
            reduction="none",
            pos_weight=constants(words.device, BEGINS, 1.0),
        )
        losses["speech"] = (loss * (wanted >= 0)).sum() / 32
    if "cue" in batch:
        logits = model.saying(words, batch["cue_row"], batch["cue"], space)
        losses["saying"] = _asked_loss(logits, batch, "said") / 64
    if "speaker_kind" in batch:
        kinds = batch["speaker_kind"]
        logits = model.answer(
            model.speaker, "speaker", _mean_of(words, batch, "speaker", len(kinds))
        )
        losses["speaker"] = F.cross_entropy(logits.float(), kinds, reduction="sum") / 2
    if "told_kind" in batch:
        kinds = batch["told_kind"]
        cues = words.flatten(0, 1)[batch["told_cue"]]
        pairs = torch.cat([cues, _mean_of(words, batch, "told", len(kinds)).to(cues.dtype)], -1)
        logits = model.answer(model.told, "told", pairs)
        losses["told"] = F.cross_entropy(logits.float(), kinds, reduction="sum") / 2
    return {name: loss / len(words) for name, loss in losses.items()}


def said_parts(model: Reader, words: Tensor, space: str) -> Tensor:
    """(B, W, 3, 2) logits: a source, cue or content begins, goes on."""
    return (
        model.answer(model.speech[space], f"speech_{space}", words).unflatten(-1, (-1, 2)).float()
    )


def taught_losses(
    model: Reader,
    read: tuple[Tensor, Tensor],
    teacher: Reader,
    shown: tuple[Tensor, Tensor],
    batch: Batch,
    name: str,
    spaces: Sequence[str],
) -> dict[str, Tensor]:
    """How far a reader's answers are from those of its teacher, who sees all pieces of the same windows.

    read, shown: vectors of windows and words, as `read_words` gives them. Roles, modality and pairs are asked by
    the words that the teacher takes for acts, what is said by those that it takes for cues.
    """
    (whole, words), (whole_shown, words_shown) = read, shown
    valid = batch["valid"].float()
    losses: dict[str, Tensor] = {}

    def matched(head: str, rows: Tensor, askers: Tensor, space: str) -> Tensor:
        """Of the questions that words ask: what the teacher says yes to weighs `POSITIVE` as much."""
        logits = getattr(model, head)(words, rows, askers, space).float()
        answers = getattr(teacher, head)(words_shown, rows, askers, space).float().sigmoid()
        loss = _crossed(logits, answers) * (1 + (POSITIVE - 1) * answers)
        return (loss * valid[rows][:, :, None, None]).sum()

    for space in () if name in ATTRIBUTING else spaces:
        told = teacher.tags(words_shown, space).float().softmax(-1)
        act = 1 - told[..., 0]
        weight = valid * (NONE + (1 - NONE) * act)
        logs = model.tags(words, space).float().log_softmax(-1)
        losses[f"trigger {space}"] = (_divergence(told, logs) * weight).sum() / 10
        rows, askers = _askers(act * valid)
        if not len(rows):
            continue
        losses[f"role {space}"] = matched("roles", rows, askers, space) / 24
        if space == "house":
            asking, asked = words[rows, askers], words_shown[rows, askers]
            told = teacher.answer(teacher.modality, "modality", asked).float().softmax(-1)
            logs = model.answer(model.modality, "modality", asking).float().log_softmax(-1)
            losses["modality"] = _divergence(told, logs).sum() / 2
            beside = rows[:, None] == rows[None, :]  # asked in the same window
            first, second = beside.triu(1).nonzero(as_tuple=True)
            if len(first):
                apart = bucket((askers[first] - askers[second]).abs())
                answers = teacher.same_of(asked, first, second, apart).float().sigmoid()
                logits = model.same_of(asking, first, second, apart).float()
                share = beside.sum(1).float().div(6).clamp(min=1)[first]
                losses["pair"] = (_crossed(logits, answers) / share).sum() / 2
    if name not in ATTRIBUTING:
        answers = teacher.relevant(whole_shown).float().sigmoid()
        losses["relevant"] = _crossed(model.relevant(whole).float(), answers).sum()
    for space in SAYING:
        parts = said_parts(teacher, words_shown, space).sigmoid()
        loss = _crossed(said_parts(model, words, space), parts) * (1 + parts)
        losses[f"speech {space}"] = (loss * valid[..., None, None]).sum() / 32
        rows, cues = _askers(parts[:, :, 1, 0] * valid)
        if len(rows):
            losses[f"saying {space}"] = matched("saying", rows, cues, space) / 64
    return {f"taught {key}": loss / len(words) for key, loss in losses.items()}


def _askers(sure: Tensor) -> tuple[Tensor, Tensor]:
    """Rows and words (M,) of a batch that are sure enough, a random part of too many."""
    rows, words = (sure > ASKS).nonzero(as_tuple=True)
    if len(rows) > MOST:
        taken = torch.randperm(len(rows), device=rows.device)[:MOST].sort().values
        return rows[taken], words[taken]
    return rows, words


def _divergence(told: Tensor, logs: Tensor) -> Tensor:
    """Kullback-Leibler divergence over the last axis, in nats."""
    return (told * (told.clamp(min=1e-8).log() - logs)).sum(-1)


def _crossed(logits: Tensor, answers: Tensor) -> Tensor:
    """Binary divergence of answers that are shares, in nats."""
    sure = (
        answers * answers.clamp(min=1e-8).log()
        + (1 - answers) * (1 - answers).clamp(min=1e-8).log()
    )
    return F.binary_cross_entropy_with_logits(logits, answers, reduction="none") + sure
