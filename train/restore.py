"""The packaged weights as a checkpoint again, to go on from: integers back to numbers, channels as they were.

    PYTHONPATH=. python -m train.restore --from src/dateline/weights --to out/model.pt

A token's vector is like that of the weights before their export by .999. What no graph holds (whether an
act happened, which nothing asks) starts afresh.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from train.encoder import LAYERS, load_encoder
from train.export import EVENED
from train.model import Reader

Tensors = dict[str, Tensor]
UNASKED = "happened"  # the head that is not exported


def read_graph(path: Path) -> tuple[onnx.ModelProto, Tensors]:
    graph = onnx.load(path)
    held = {
        i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.graph.initializer
    }
    return graph, held


def widen(held: Tensors, name: str) -> Tensor:
    """A quantised tensor as floats: of one scale, or of one for each output channel."""
    return (held[f"{name}_quantized"].float() - held[f"{name}_zero_point"].float()) * held[
        f"{name}_scale"
    ]


def read_encoder(path: Path) -> Iterator[tuple[str, Tensor]]:
    """Names and values as `train.model.Reader` has them.

    The products of the graph stand in its order: for each layer those of `EVENED`.
    """
    graph, held = read_graph(path)
    weights = [
        node.input[1].removesuffix("_quantized")
        for node in graph.graph.node
        if node.op_type == "MatMulInteger"
    ]
    expected = [(layer, name) for layer in range(LAYERS) for name in EVENED]
    for weight, (layer, name) in zip(weights, expected, strict=True):
        even = held[f"evened.{layer}.{name}.down"]
        yield (
            f"encoder.layers.{layer}.{name}.weight",
            (widen(held, weight) * even[:, None]).T.contiguous(),
        )
    for name in ("words", "places", "cases"):
        yield f"encoder.{name}.weight", widen(held, f"encoder.{name}.weight")
    for name, value in held.items():
        if name.startswith("encoder.") and ".weight_" not in name:
            yield name, value


def read_heads(folder: Path) -> Iterator[tuple[str, Tensor]]:
    with np.load(folder / "heads.npz") as flat:
        for name in flat.files:
            head, _, rest = name.partition(".")
            place = f"{head}.out.{rest}" if head in {"roles", "saying"} else name
            value = torch.from_numpy(flat[name])
            yield place, value.T.contiguous() if value.ndim == 2 else value
    for head in ("roles", "saying"):
        for name, value in read_graph(folder / f"{head}.onnx")[1].items():
            if name.startswith("questions."):
                yield f"{head}.{name.removeprefix('questions.')}", value
    graph, held = read_graph(folder / "same.onnx")
    for name, value in held.items():
        if name.startswith("reader."):
            yield name.removeprefix("reader."), value
    for node in graph.graph.node:  # products without a bias of their own lose their name
        if node.op_type == "MatMul":
            layer = node.name.strip("/").removesuffix("/MatMul")
            yield f"{layer}.weight", held[node.input[1]].T.contiguous()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="weights", type=Path, default=Path("src/dateline/weights"))
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    reader = Reader(load_encoder())
    found = dict(read_encoder(args.weights / "encoder.onnx")) | dict(read_heads(args.weights))
    afresh = {n: v for n, v in reader.state_dict().items() if n.startswith(UNASKED)}
    reader.load_state_dict(found | afresh)  # complains of what is missing or too much
    args.to.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": reader.state_dict(), "step": 0}, args.to)


if __name__ == "__main__":
    main()
