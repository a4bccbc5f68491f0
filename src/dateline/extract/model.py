"""The trained reader: a small encoder and its heads, run by onnxruntime on the CPU.

Everything it says is said of words (`extract.pieces`). `read_text` encodes a text once; the heads are
asked afterwards, so what nobody asks costs nothing. Weights are made by `train/` and described in
`docs/model.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from dateline.errors import ModelError
from dateline.extract.pieces import Ints, Pieces, Window, cut_windows, read_pieces
from dateline.records import Span

Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parents[1] / "weights"
FILES = ("encoder.onnx", "roles.onnx", "saying.onnx", "same.onnx")
EDGES = np.array([1, 2, 3, 5, 8, 16, 32, 64, 128])  # of distances in words, as in training
# Words compared with one another at once are at most twice so many: the head holds some 20 kB for each two,
# and a report of 500 deeds would take 4 GB.
TOGETHER = 32
THREADS = 1  # of each session: two that wait for each other on such small work are half as fast


@dataclass(frozen=True, slots=True)
class Model:
    """The sessions and flat layers of one version of the weights."""

    tokenizer: Tokenizer
    sessions: dict[str, onnxruntime.InferenceSession]
    heads: dict[str, Floats]
    labels: dict[str, Any]

    def linear(self, name: str, x: Floats) -> Floats:
        """x (..., d) through a flat layer, (..., n)."""
        out: Floats = x @ self.heads[f"{name}.weight"] + self.heads[f"{name}.bias"]
        return out

    def answer(self, name: str, x: Floats) -> Floats:
        """x (..., d) through a head, and what its further layer adds to it, (..., n)."""
        further = name.replace(".", "_")
        deep = gelu(self.linear(f"further_in.{further}", x))
        out: Floats = self.linear(name, x) + deep @ self.heads[f"further_out.{further}.weight"]
        return out


def open_model(folder: Path = WEIGHTS) -> Model:
    """Load the packaged weights, or those of a folder. Raises ModelError when one is missing."""
    try:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        sessions = {
            name.removesuffix(".onnx"): onnxruntime.InferenceSession(
                str(folder / name), options, providers=["CPUExecutionProvider"]
            )
            for name in FILES
        }
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        with np.load(folder / "heads.npz") as held:
            heads = {name: held[name] for name in held.files}
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    except Exception as fault:  # onnxruntime and tokenizers raise their own kinds
        raise ModelError(
            f"{folder}: weights missing or unreadable ({fault}); reinstall dateline"
        ) from fault
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Model(tokenizer, sessions, heads, labels)


def sigmoid(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-x)), dtype=np.float32)


def softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), dtype=np.float32)


def gelu(x: Floats) -> Floats:
    return np.asarray(
        0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), np.float32
    )


def distance_class(distance: Ints) -> Ints:
    """Signed distance in words to the 19 classes of training: `train.model.bucket`."""
    size = np.searchsorted(EDGES, np.abs(distance), side="right")
    return np.minimum(np.where(distance < 0, 9 + size, size), 18).astype(np.int64)


@dataclass(frozen=True)
class Read:
    """One text as the model sees it: W words with a vector each, and the windows they were read in.

    Word numbers count over the whole text. A word that stands in two windows has the vector of
    the one in which it lies farther from the edge, and asks in that one.
    """

    model: Model
    pieces: Pieces
    windows: tuple[tuple[int, Floats], ...]  # first word, vectors (w, d)
    wholes: Floats  # (windows, d) the vector of each window as a whole
    owner: Ints  # (W,) window of each word
    # What a head answered the words of a window, before its last layer: spaces and callers ask alike.
    _asked: dict[tuple[str, int, tuple[int, ...]], Floats] = field(default_factory=dict, repr=False)

    @cached_property
    def vectors(self) -> Floats:
        """(W, d)"""
        parts = [
            vectors[np.flatnonzero(self.owner[first : first + len(vectors)] == n)]
            for n, (first, vectors) in enumerate(self.windows)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, 384), dtype=np.float32)

    @cached_property
    def _deep(self) -> Floats:
        """(W, d) what a further layer makes of the vectors."""
        return gelu(self.model.linear("deep", self.vectors))

    def span(self, first: int, last: int) -> Span:
        """Characters of words [first, last)."""
        return Span(int(self.pieces.starts[first]), int(self.pieces.ends[last - 1]))

    def tags(self, space: str) -> Floats:
        """(W, 1 + types) probability that a word names an act of each type; 0 is none."""
        plain = self.model.linear(f"trigger.{space}", self.vectors)
        more: Floats = self._deep @ self.model.heads[f"trigger_deep.{space}.weight"]
        return softmax(plain + more)

    def modality(self, words: Sequence[int]) -> Floats:
        """(M, modalities) for words that name an act."""
        return softmax(self.model.answer("modality", self.vectors[list(words)]))

    def speaker(self, first: int, last: int) -> dict[str, float]:
        """Share of each kind of speaker, for the source that words [first, last) name."""
        odds = self.model.answer("speaker", self.vectors[first:last].mean(0))
        return dict(zip(self.model.labels["speakers"], softmax(odds).tolist(), strict=True))

    def told(self, cue: int, content: Sequence[int]) -> dict[str, float]:
        """Share of each modality in which the words of a content are told, by the word of its cue."""
        pair = np.concatenate([self.vectors[cue], self.vectors[list(content)].mean(0)])
        odds = self.model.answer("told", pair)
        return dict(zip(self.model.labels["modalities"], softmax(odds).tolist(), strict=True))

    def relevance(self, space: str) -> float:
        """Probability that the text tells of an incident of a space at all: that of its likeliest
        window."""
        if not len(self.wholes):
            return 0.0
        odds = self.model.linear("relevant", self.wholes)
        return float(sigmoid(odds)[:, self.model.labels["relevant"].index(space)].max())

    def speech(self, space: str) -> Floats:
        """(W, 3, 2): source, cue, content, each begins and goes on."""
        flat = sigmoid(self.model.answer(f"speech.{space}", self.vectors))
        return flat.reshape(len(flat), 3, 2)

    def ask(
        self, words: Sequence[int], head: str, space: str, *, rows: Sequence[int] | None = None
    ) -> list[tuple[int, Floats]]:
        """Each word's question to its window: (first word of the window, (w, R, 2) answers), for all of
        the head's R rows or some."""
        weight, bias = (self.model.heads[f"{head}.{space}.{part}"] for part in ("weight", "bias"))
        if rows is not None:
            weight = weight.reshape(len(weight), -1, 2)[:, list(rows)].reshape(len(weight), -1)
            bias = bias.reshape(-1, 2)[list(rows)].reshape(-1)
        owners = self.owner[list(words)].tolist()
        answers: dict[int, tuple[int, Floats]] = {}
        for n in sorted(set(owners)):
            asking = [word for word, owner in zip(words, owners, strict=True) if owner == n]
            z = self._answer(head, n, tuple(asking))
            flat = sigmoid(z.reshape(-1, len(weight)) @ weight + bias)
            first = self.windows[n][0]
            for word, answer in zip(asking, flat.reshape(*z.shape[:2], -1, 2), strict=True):
                answers[word] = (first, answer)
        return [answers[word] for word in words]

    def _answer(self, head: str, window: int, asking: tuple[int, ...]) -> Floats:
        """(askers, w, d)"""
        key = (head, window, asking)
        if key not in self._asked:
            first, vectors = self.windows[window]
            at = np.array(asking, dtype=np.int64) - first
            width = len(vectors)
            classes = distance_class(np.arange(-width, width))
            near = classes[np.arange(width)[None, :] - at[:, None] + width]
            inputs = {"words": vectors, "askers": at, "distance": near}
            (self._asked[key],) = self.model.sessions[head].run(None, inputs)
        return self._asked[key]

    def same(self, words: Sequence[int]) -> Floats:
        """(M, M) log-odds that two words tell of one incident."""
        at = np.array(words, dtype=np.int64)
        logits = np.zeros((len(at), len(at)), dtype=np.float32)
        if len(at) <= 2 * TOGETHER:
            blocks = [np.arange(len(at))] if len(at) else []
        else:
            parts = np.split(np.arange(len(at)), range(TOGETHER, len(at), TOGETHER))
            blocks = [np.concatenate(two) for two in combinations(parts, 2)]
        for block in blocks:
            near = distance_class(np.abs(at[block, None] - at[None, block]))
            inputs = {"words": self.vectors[at[block]], "distance": near}
            (logits[np.ix_(block, block)],) = self.model.sessions["same"].run(None, inputs)
        return np.asarray((logits + logits.T) / 2, dtype=np.float32)


def read_text(text: str, model: Model) -> Read:
    """Encode a text."""
    pieces = read_pieces(text, model.tokenizer)
    breaks = sentence_starts(text, pieces.starts)
    windows = list(cut_windows(pieces, breaks))
    vectors, wholes = encode(windows, model)
    owner = np.zeros(len(pieces.firsts), dtype=np.int64)
    held: list[tuple[int, Floats]] = []
    for n, (window, found) in enumerate(zip(windows, vectors, strict=True)):
        first = window.first_word
        if n and first < windows[n - 1].first_word + len(windows[n - 1].firsts):
            end = windows[n - 1].first_word + len(windows[n - 1].firsts)
            owner[(first + end) // 2 :] = n
        else:
            owner[first:] = n
        held.append((first, found))
    return Read(model, pieces, tuple(held), wholes, owner)


def encode(windows: Sequence[Window], model: Model) -> tuple[list[Floats], Floats]:
    """(w, d) vectors of each window's words, and (windows, d) of the windows themselves.

    One window at a time: the encoder knows no padding, and more at once is no faster on a CPU.
    """
    found: list[Floats] = []
    wholes = np.zeros((len(windows), 384), dtype=np.float32)
    for n, window in enumerate(windows):
        inputs = {"pieces": window.ids[None], "cases": window.cases[None]}
        (hidden,) = model.sessions["encoder"].run(None, inputs)
        found.append(hidden[0, window.firsts])
        wholes[n] = hidden[0, 0]  # [CLS]
    return found, wholes


def sentence_starts(text: str, starts: Ints) -> list[int]:
    """Numbers of words that begin after a line break or a full stop, where a window may begin."""
    found = []
    for n in range(1, len(starts)):
        gap = text[max(0, starts[n] - 3) : starts[n]]
        if "\n" in gap or (gap.rstrip()[-1:] in {".", "!", "?"} and gap.endswith(" ")):
            found.append(n)
    return found


def find_spans(
    answers: Floats, *, bias: float | Floats = 0.0, start: float = 1.0
) -> list[list[tuple[int, int, float]]]:
    """The best spans of N rows of answers (N, w, 2), begins and goes on: [first, last) and a score.

    A span is worth the sum of its words' log-odds of going on, less `bias` (one or N) each, and half the
    log-odds of beginning at its first, less `start`; the set of spans worth the most is found
    exactly. So a weak word inside a strong span stays in, and a lone weak one makes none. The score is the
    mean probability of going on.
    """
    found: list[list[tuple[int, int, float]]] = [[] for _ in answers]
    each = np.broadcast_to(bias, len(answers))
    # apart: the maximum of pairs is slow
    begins, goes_on = (log_odds(answers[:, :, k].max(1, initial=0.0)) for k in (0, 1))
    rows = np.flatnonzero(goes_on + np.maximum(0.0, begins / 2 - start) > each)
    odds = log_odds(answers[rows])  # elsewhere nothing is worth a span
    on = np.ascontiguousarray((odds[:, :, 1] - each[rows, None]).T)  # (w, n)
    begin = on + odds[:, :, 0].T / 2 - start
    # what the best spans up to a word are worth if it is in one, less what those before it are alone
    gain, stay = np.empty_like(on), np.empty_like(on)
    before = np.full(len(rows), -np.inf)
    # hundreds of steps on a few numbers each: in place, since making an array costs more than filling it
    for on_k, begin_k, stay_k, gain_k in zip(on, begin, stay, gain, strict=True):
        np.minimum(before, 0.0, out=stay_k)
        np.add(stay_k, on_k, out=stay_k)
        np.maximum(stay_k, begin_k, out=gain_k)
        before = gain_k
    for row, is_in, is_begin in zip(rows.tolist(), (gain > 0).T, (begin > stay).T, strict=True):
        inside, begun, end = is_in.tobytes(), is_begin.tobytes(), len(on)
        while (last := inside.rfind(1, 0, end)) >= 0:
            end = begun.rfind(1, 0, last + 1)
            going_on = answers[row, end : last + 1, 1]
            found[row].append((end, last + 1, float(np.add.reduce(going_on) / len(going_on))))
        found[row].reverse()
    return found


CLIP = 1e-6  # probabilities are believed so far and no farther


def log_odds(p: Floats, *, clip: float = CLIP) -> Floats:
    sure = p.clip(clip, 1 - clip)
    return np.asarray(np.log(sure / (1 - sure)), dtype=np.float32)


def find_all_spans(
    asked: Sequence[Floats], *, bias: float | Floats = 0.0, start: float = 1.0
) -> list[list[list[tuple[int, int, float]]]]:
    """`find_spans` for many questions (R, w, 2) in one go, those of wide windows beside narrow ones.

    bias: one, or one for each of the R rows.
    """
    if not asked:
        return []
    n_rows = len(asked[0])
    widest = max(rows.shape[1] for rows in asked)
    stacked = np.zeros(
        (len(asked), n_rows, widest, 2), dtype=np.float32
    )  # beyond a window: surely not
    for n, rows in enumerate(asked):
        stacked[n, :, : rows.shape[1]] = rows
    each = np.tile(np.broadcast_to(bias, n_rows), len(asked))
    spans = find_spans(stacked.reshape(-1, widest, 2), bias=each, start=start)
    return [spans[n : n + n_rows] for n in range(0, len(spans), n_rows)]
