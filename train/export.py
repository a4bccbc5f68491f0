"""Trained weights to what the package runs: an int8 encoder, three small graphs and the flat heads.

    PYTHONPATH=. python -m train.export out/model/model.pt --to src/dateline/weights

Checks that the exported graphs answer as the trained model does, and prints by how much they differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train.data import MODALITIES, ROLES, SPEAKERS, TYPES
from train.encoder import folder, load_encoder
from train.model import RELEVANT, SAYING, Questions, Reader, bucket


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
        return torch.nn.functional.gelu(
            a[:, None] + c[None] + b[:, None] * e[None] + q.distance(distance)
        )


class Same(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, words: Tensor, distance: Tensor) -> Tensor:
        """words (M, d), distance (M, M) buckets. Returns (M, M) logits."""
        r = self.reader
        a, b = words[:, None], words[None, :]
        both = torch.cat([a + b, (a - b).abs(), a * b], -1)
        z = torch.nn.functional.gelu(r.pair_1(both) + r.pair_distance(distance))
        return r.pair_2(z).squeeze(-1)


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
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--to", type=Path, default=Path("src/dateline/weights"))
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    reader = Reader(load_encoder())
    reader.load_state_dict(torch.load(args.model, weights_only=True)["model"])
    reader.eval()

    ids = torch.randint(1000, 20000, (2, 64))
    cases = torch.randint(0, 6, (2, 64))
    full = args.to / "encoder.fp32.onnx"
    axes = {"pieces": {0: "b", 1: "t"}, "cases": {0: "b", 1: "t"}}
    export(reader.encoder, {"pieces": ids, "cases": cases}, axes, full)
    # Per channel: per tensor loses four points of likeness to the full weights. Half-precision
    # embeddings and full "down" layers were tried (LOG.md): 12 and 10 MB for a thousandth of the tags.
    quantize_dynamic(full, args.to / "encoder.onnx", per_channel=True, weight_type=QuantType.QInt8)

    words = torch.randn(50, 384)
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
        flat[f"{name}.bias"] = layer.bias.detach().numpy().astype(np.float32)

    for space, layer in reader.trigger.items():
        keep(f"trigger.{space}", layer)
    for space, layer in reader.speech.items():
        keep(f"speech.{space}", layer)
    for space, layer in reader.roles.out.items():
        keep(f"roles.{space}", layer)
    for space, layer in reader.saying.out.items():
        keep(f"saying.{space}", layer)
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

    def run(path: Path) -> np.ndarray:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        return session.run(None, {"pieces": ids.numpy(), "cases": cases.numpy()})[0]

    with torch.no_grad():
        wanted = reader.encoder(ids, cases).numpy()
    for path in (full, args.to / "encoder.onnx"):
        got = run(path)
        cos = (
            (got * wanted).sum(-1) / np.linalg.norm(got, axis=-1) / np.linalg.norm(wanted, axis=-1)
        )
        print(f"{path.name}: token cosine mean {cos.mean():.4f} min {cos.min():.4f}")
    full.unlink()
    for path in sorted(args.to.iterdir()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        print(f"{path.name}\t{path.stat().st_size / 1e6:.2f} MB\t{digest}")


if __name__ == "__main__":
    main()
