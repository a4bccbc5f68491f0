"""Trained weights to what the package runs: an int8 encoder, three small graphs and the flat heads.

Attention is written as onnxruntime's own operator, an eighth faster than the same in plain ones; it takes
no mask, so the encoder reads windows without padding.

    PYTHONPATH=. python -m train.export out/model/model.pt --to src/dateline/weights

Checks that the exported graphs answer as the trained model does, and prints by how much they differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train.data import MODALITIES, ROLES, SPEAKERS, TYPES, read_lines
from train.encoder import HEADS, WIDTH, Encoder, folder, load_encoder, load_tokenizer
from train.model import RELEVANT, SAYING, Questions, Reader, bucket

from dateline.extract.pieces import Window, cut_windows, read_pieces

EVENED = ("qkv", "out", "up", "down")  # linear layers of an encoder's layer
EVEN = 0.8  # share of the inputs' spread that goes over to the weights (LOG.md)


class Attention(torch.autograd.Function):
    """Self-attention of (B, T, d) queries, keys and values as one operator of the exported graph."""

    @staticmethod
    def symbolic(graph: Any, q: Any, k: Any, v: Any) -> Any:
        found = graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=HEADS)
        found.setType(q.type())
        return found

    @staticmethod
    def forward(ctx: Any, *qkv: Tensor) -> Tensor:
        q, k, v = (x.unflatten(-1, (HEADS, -1)).transpose(1, 2) for x in qkv)
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)


class Evened(nn.Module):
    """A linear layer whose input channels are made alike before their product: one scale of int8 serves
    a whole window, and a channel with a few large values would leave the others no bits
    (SmoothQuant, Xiao et al. 2023)."""

    def __init__(self, linear: nn.Linear, largest: Tensor) -> None:
        """largest (in,): of each channel, over texts like those that will be read."""
        super().__init__()
        weight = linear.weight.detach()
        scale = largest.clamp(min=1e-3) ** EVEN / weight.abs().amax(0).clamp(min=1e-3) ** (1 - EVEN)
        scale = scale / scale.median()
        self.down = nn.Parameter(1 / scale)
        self.weight = nn.Parameter(weight * scale)
        self.bias = linear.bias

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x * self.down, self.weight, self.bias)


class Encoding(nn.Module):
    """`Encoder` as it is run: no dropout, no padding, channels evened."""

    def __init__(self, encoder: Encoder, windows: Sequence[Window]) -> None:
        super().__init__()
        self.encoder = encoder
        largest = find_largest(encoder, windows)
        self.evened = nn.ModuleList(
            nn.ModuleDict({name: Evened(getattr(layer, name), largest[n, name]) for name in EVENED})
            for n, layer in enumerate(encoder.layers)
        )

    def forward(self, pieces: Tensor, cases: Tensor) -> Tensor:
        """pieces, cases (B, T). Returns (B, T, d)."""
        e = self.encoder
        where = torch.arange(pieces.shape[1], device=pieces.device)
        x = e.norm(e.words(pieces) + e.places(where) + e.kind + e.cases(cases))
        for layer, linear in zip(e.layers, self.evened, strict=True):
            mixed = Attention.apply(*linear["qkv"](x).split(WIDTH, -1))
            x = layer.norm_1(x + linear["out"](mixed))
            x = layer.norm_2(x + linear["down"](F.gelu(linear["up"](x))))
        return x


def find_largest(encoder: Encoder, windows: Sequence[Window]) -> dict[tuple[int, str], Tensor]:
    """(in,) the largest value of each input channel, by layer and name of the linear layer."""
    found: dict[tuple[int, str], Tensor] = {}

    def look(key: tuple[int, str], _module: nn.Module, inputs: tuple[Tensor]) -> None:
        largest = inputs[0].abs().flatten(0, 1).amax(0)
        found[key] = torch.maximum(found[key], largest) if key in found else largest

    hooks = [
        getattr(layer, name).register_forward_pre_hook(partial(look, (n, name)))
        for n, layer in enumerate(encoder.layers)
        for name in EVENED
    ]
    with torch.no_grad():
        for window in windows:
            encoder(torch.from_numpy(window.ids)[None], torch.from_numpy(window.cases)[None])
    for hook in hooks:
        hook.remove()
    return found


def read_windows(path: Path) -> list[Window]:
    """The first window of every fourth report of our own."""
    tokenizer = load_tokenizer()
    texts = [row["text"] for row in read_lines(path)][::4]
    return [next(cut_windows(read_pieces(text, tokenizer), [])) for text in texts]


class Asking(nn.Module):
    """`Questions` up to its last layer, which is kept flat: one for each label space."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self.questions = questions

    def forward(self, words: Tensor, askers: Tensor, distance: Tensor) -> Tensor:
        """words (W, d), askers (M,), distance (M, W) buckets. Returns (M, W, k)."""
        q = self.questions
        a, b = q.asker(words[askers]).chunk(2, -1)
        c, e = q.asked(words).chunk(2, -1)
        return F.gelu(a[:, None] + c[None] + b[:, None] * e[None] + q.distance(distance))


class Same(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, words: Tensor, distance: Tensor) -> Tensor:
        """words (M, d), distance (M, M) buckets. Returns (M, M) logits."""
        return self.reader.same(words, distance)


def export(
    model: nn.Module, inputs: dict[str, Tensor], axes: dict[str, dict[int, str]], to: Path
) -> None:
    torch.onnx.export(
        model.eval(),
        tuple(inputs.values()),
        str(to),
        input_names=list(inputs),
        output_names=["out"],
        dynamic_axes=axes | {"out": {0: "o0", 1: "o1"}},
        opset_version=17,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--to", type=Path, default=Path("src/dateline/weights"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    reader = Reader(load_encoder())
    reader.load_state_dict(torch.load(args.model, weights_only=True)["model"])
    reader.eval()

    windows = read_windows(args.corpus / "house/train.jsonl")
    ids, cases = (torch.from_numpy(a)[None] for a in (windows[0].ids, windows[0].cases))
    full = args.to / "encoder.fp32.onnx"
    axes = {"pieces": {0: "b", 1: "t"}, "cases": {0: "b", 1: "t"}}
    export(Encoding(reader.encoder, windows[1::2]), {"pieces": ids, "cases": cases}, axes, full)
    # Per output channel: per tensor loses four points of likeness to the full weights. Half-precision
    # embeddings and full "down" layers were tried (LOG.md): 12 and 10 MB for a thousandth of the tags.
    quantize_dynamic(full, args.to / "encoder.onnx", per_channel=True, weight_type=QuantType.QInt8)

    words = torch.randn(50, WIDTH)
    at = torch.tensor([3, 17, 40])
    near = bucket(torch.arange(50)[None] - at[:, None])
    for name, questions in (("roles", reader.roles), ("saying", reader.saying)):
        export(
            Asking(questions),
            {"words": words, "askers": at, "distance": near},
            {"words": {0: "w"}, "askers": {0: "m"}, "distance": {0: "m", 1: "w"}},
            args.to / f"{name}.onnx",
        )
    apart = bucket((at[:, None] - at[None]).abs())
    export(
        Same(reader),
        {"words": words[at], "distance": apart},
        {"words": {0: "m"}, "distance": {0: "m", 1: "m"}},
        args.to / "same.onnx",
    )

    flat: dict[str, np.ndarray] = {}

    def keep(name: str, layer: nn.Linear) -> None:
        flat[f"{name}.weight"] = layer.weight.detach().numpy().T.astype(np.float32)
        if layer.bias is not None:
            flat[f"{name}.bias"] = layer.bias.detach().numpy().astype(np.float32)

    for space, layer in reader.trigger.items():
        keep(f"trigger.{space}", layer)
    for space, layer in reader.trigger_deep.items():
        keep(f"trigger_deep.{space}", layer)
    for space, layer in reader.speech.items():
        keep(f"speech.{space}", layer)
    for space, layer in reader.roles.out.items():
        keep(f"roles.{space}", layer)
    for space, layer in reader.saying.out.items():
        keep(f"saying.{space}", layer)
    for name, layer in reader.further_in.items():
        keep(f"further_in.{name}", layer)
    for name, layer in reader.further_out.items():
        keep(f"further_out.{name}", layer)
    keep("deep", reader.deep)
    keep("modality", reader.modality)
    keep("relevant", reader.relevant)
    keep("speaker", reader.speaker)
    keep("told", reader.told)
    np.savez_compressed(args.to / "heads.npz", **flat)
    shutil.copy(folder() / "tokenizer.json", args.to / "tokenizer.json")
    labels = {
        "version": args.version,
        "types": TYPES,
        "roles": {space: roles for space, roles in ROLES.items() if roles},
        "modalities": MODALITIES,
        "speakers": SPEAKERS,
        "relevant": list(RELEVANT),
        "saying": {space: list(parts) for space, parts in SAYING.items()},
    }
    (args.to / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")

    for path in (full, args.to / "encoder.onnx"):
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        alike = []
        for window in windows[::10]:
            inputs = {"pieces": window.ids[None], "cases": window.cases[None]}
            with torch.no_grad():
                wanted = reader.encoder(*(torch.from_numpy(a) for a in inputs.values()))
            got = torch.from_numpy(session.run(None, inputs)[0])
            alike.append(F.cosine_similarity(got, wanted, dim=-1).flatten())
        cosine = torch.cat(alike)
        print(f"{path.name}: token cosine mean {cosine.mean():.4f} min {cosine.min():.4f}")
    full.unlink()
    for path in sorted(args.to.iterdir()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        print(f"{path.name}\t{path.stat().st_size / 1e6:.2f} MB\t{digest}")


if __name__ == "__main__":
    main()
