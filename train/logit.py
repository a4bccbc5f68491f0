"""Fit a choice among options by their features: a conditional logit with a ridge."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from dateline.pipeline import Tools, load_tools

Features = dict[str, float]
Case = tuple[list[Features], list[bool], float]  # choices, which are right, how much it counts
RIDGE = 1.0


def fit_table(read_cases: Callable[[dict[str, Any], Tools], Iterable[Case]], out: Path) -> None:
    """A command: write the weights that the cases of its `--gold` files teach to a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    tools = load_tools()
    lines = [line for path in options.gold for line in path.open(encoding="utf-8")]
    cases = [case for line in lines for case in read_cases(json.loads(line), tools)]
    weights, loss = fit_cases(cases)
    print(f"{len(cases)} cases, loss {loss:.4f}")
    rows = [f"{name}\t{weight:.3f}" for name, weight in sorted(weights.items())]
    out.write_text("\n".join(["feature\tweight", *rows]) + "\n", encoding="utf-8")


def fit_cases(cases: Sequence[Case]) -> tuple[dict[str, float], float]:
    names = sorted({name for options, _, _ in cases for option in options for name in option})
    column = {name: n for n, name in enumerate(names)}
    sizes = [len(options) for options, _, _ in cases]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(cases)), sizes)
    counted = np.array([weight for _, _, weight in cases])
    right = np.array([hit for _, hits, _ in cases for hit in hits])
    matrix = np.zeros((sum(sizes), len(names)))
    for n, option in enumerate(option for options, _, _ in cases for option in options):
        for name, value in option.items():
            matrix[n, column[name]] = value

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ values
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total, hit = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        gradient = matrix.T @ (counted[owner] * powers * (1 / total[owner] - right / hit[owner]))
        missed = -(counted * np.log(hit / total)).sum()
        return missed + RIDGE * (values**2).sum() / 2, gradient + RIDGE * values

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    fitted = dict(zip(names, map(float, best.x), strict=True))
    return fitted, float(best.fun) / float(counted.sum())
