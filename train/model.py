"""The heads over the encoder: triggers, roles asked for by a trigger, same incident, attribution.

Everything is said of words (first pieces). A role is not a pair of spans but a question put to
every word of the window by the word of the trigger: begins here, goes on here. That needs no list of
candidate spans, reaches across sentences, and costs one small product for each trigger and word.
"""

from __future__ import annotations

from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from train.data import MODALITIES, ROLES, SPEAKERS, SPEECH, TYPES
from train.encoder import Encoder, Teacher

Index = Tensor | tuple[slice | None, ...]

ASKED = 192  # width of a question
BUCKETS = 19  # of signed distance in words: see `bucket`
PAIR = 128
FURTHER = 256  # width of the further layers of how it is told and by whom
RARE = -4.5  # first answer to every question: one word in ninety is some role
RELEVANT = ("house", "muc")  # spaces whose incidents a window may tell of
SAYING = {"polnear": ("source", "content"), "house": ("source", "content")}


@lru_cache(maxsize=None, typed=True)
def constants(device: torch.device, *numbers: float) -> Tensor:
    """Numbers kept on the device, of their own type: a copy at each call would make a GPU wait for it."""
    return torch.tensor(numbers, device=device)


def bucket(distance: Tensor) -> Tensor:
    """Signed distance in words to one of 19 classes: 0, then 1, 2, 3-4, 5-7, 8-15, ... each way."""
    edges = constants(distance.device, 1, 2, 3, 5, 8, 16, 32, 64, 128)
    size = torch.bucketize(distance.abs(), edges, right=True)  # 0..9
    return torch.where(distance < 0, 9 + size, size).clamp(max=BUCKETS - 1)


class Questions(nn.Module):
    """A word asks every word of its window: are you, and do you begin, each of my roles?"""

    def __init__(self, width: int, spaces: dict[str, int]) -> None:
        super().__init__()
        self.asker = nn.Linear(width, 2 * ASKED)
        self.asked = nn.Linear(width, 2 * ASKED)
        self.distance = nn.Embedding(BUCKETS, ASKED)
        self.out = nn.ModuleDict({name: nn.Linear(ASKED, 2 * n) for name, n in spaces.items()})
        for layer in self.out.values():
            nn.init.constant_(layer.bias, RARE)

    def forward(self, words: Tensor, rows: Tensor, askers: Tensor, space: str) -> Tensor:
        """words (B, W, d); rows, askers (M,): windows and numbers of words in them.

        Returns (M, W, R, 2): begins, is inside.
        """
        a, b = self.asker(words[rows, askers]).chunk(2, -1)  # (M, k) each
        c, e = self.asked(words)[rows].chunk(2, -1)  # (M, W, k) each
        where = torch.arange(words.shape[1], device=words.device)
        near = self.distance(bucket(where[None, :] - askers[:, None]))  # (M, W, k)
        z = F.gelu(a[:, None] + c + b[:, None] * e + near)
        return self.out[space](z).unflatten(-1, (-1, 2))


class Reader(nn.Module):
    def __init__(self, encoder: Encoder | Teacher) -> None:
        super().__init__()
        width = encoder.width
        self.encoder = encoder
        self.dropout = nn.Dropout(0.3)
        self.trigger = nn.ModuleDict(
            {space: nn.Linear(width, 1 + len(types)) for space, types in TYPES.items()}
        )
        self.modality = nn.Linear(width, len(MODALITIES))
        self.happened = nn.Linear(
            width, 1
        )  # teaches the encoder; not exported, since nothing asks it
        self.relevant = nn.Linear(width, len(RELEVANT))  # asked of [CLS]
        self.roles = Questions(
            width, {space: len(roles) for space, roles in ROLES.items() if roles}
        )
        self.speech = nn.ModuleDict({space: nn.Linear(width, 2 * len(SPEECH)) for space in SAYING})
        self.saying = Questions(width, {space: len(parts) for space, parts in SAYING.items()})
        self.pair_1 = nn.Linear(3 * width, PAIR)
        self.pair_distance = nn.Embedding(BUCKETS, PAIR)
        self.pair_2 = nn.Linear(PAIR, 1)
        self.speaker = nn.Linear(width, len(SPEAKERS))  # asked of the mean of a source's words
        self.told = nn.Linear(2 * width, len(MODALITIES))  # of a cue and the mean of its content
        # what one layer does not see in a word's vector: types of acts, and whether two are one incident
        self.deep = nn.Linear(width, width)
        self.trigger_deep = nn.ModuleDict(
            {space: nn.Linear(width, 1 + len(types), bias=False) for space, types in TYPES.items()}
        )
        self.pair_deep = nn.Linear(width, width)
        self.pair_3 = nn.Linear(2 * width, 1, bias=False)
        asked = {
            "modality": self.modality,
            "speaker": self.speaker,
            "told": self.told,
            **{f"speech_{space}": layer for space, layer in self.speech.items()},
        }
        self.further_in = nn.ModuleDict(
            {name: nn.Linear(layer.in_features, FURTHER) for name, layer in asked.items()}
        )
        self.further_out = nn.ModuleDict(
            {
                name: nn.Linear(FURTHER, layer.out_features, bias=False)
                for name, layer in asked.items()
            }
        )
        for layer in (*self.trigger_deep.values(), self.pair_3, *self.further_out.values()):
            nn.init.zeros_(layer.weight)

    def encode(self, pieces: Tensor, cases: Tensor) -> Tensor:
        return self.encoder(pieces, cases)

    def tags(self, words: Tensor, space: str) -> Tensor:
        """words (W, d). Returns (W, 1 + types) logits; 0 is no act."""
        deep = F.gelu(self.deep(words), approximate="tanh")  # what numpy has
        return self.trigger[space](words) + self.trigger_deep[space](deep)

    def answer(self, layer: nn.Linear, name: str, x: Tensor) -> Tensor:
        """x (..., d) through a head, and what its further layer adds to it. Returns (..., n) logits."""
        deep = F.gelu(self.further_in[name](x), approximate="tanh")
        return layer(x) + self.further_out[name](deep)

    def same(self, words: Tensor, distance: Tensor) -> Tensor:
        """words (M, d) of triggers, distance (M, M) in buckets. Returns (M, M) logits."""
        return self.compare(self.pairing(words, (slice(None), None), (None,)), distance)

    def same_of(self, words: Tensor, first: Tensor, second: Tensor, distance: Tensor) -> Tensor:
        """words (M, d); first, second (P,) numbers of two of them, distance (P,). Returns (P,) logits."""
        return self.compare(self.pairing(words, first, second), distance)

    def pairing(self, words: Tensor, first: Index, second: Index) -> tuple[Tensor, ...]:
        """Two words and their further layers, as the two indices take them."""
        deep = F.gelu(self.pair_deep(words))
        return words[first], words[second], deep[first], deep[second]

    def compare(self, paired: tuple[Tensor, ...], distance: Tensor) -> Tensor:
        a, b, c, d = paired
        both = torch.cat([a + b, (a - b).abs(), a * b], -1)
        z = F.gelu(self.pair_1(both) + self.pair_distance(distance))
        return (self.pair_2(z) + self.pair_3(torch.cat([(c - d).abs(), c * d], -1))).squeeze(-1)


__all__ = ["Reader", "bucket", "constants"]
