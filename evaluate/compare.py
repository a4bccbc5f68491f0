"""Two prediction files on the same reports: is the difference more than chance?

Paired bootstrap over reports (Efron and Tibshirani 1993; Berg-Kirkpatrick et al. 2012): reports
are drawn with replacement, the same ones for both files, and the difference of the two F1 is
taken each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluate.records import Hits


@dataclass(frozen=True, slots=True)
class Comparison:
    a: float  # F1 of the first file
    b: float
    difference: float  # b - a
    low: float  # 95 % interval of the difference
    high: float
    p: float  # two-sided; small where the sign of the difference hardly ever changes
    n_reports: int


def compare(
    a: Sequence[Hits], b: Sequence[Hits], *, samples: int = 5000, seed: int = 1
) -> Comparison:
    """Compare two lists of (right, predicted, wanted), one for each report, in the same order.

    ValueError when their lengths differ or there is nothing to compare.
    """
    if len(a) != len(b) or not a:
        raise ValueError(f"{len(a)} and {len(b)} reports: nothing to compare pairwise")
    first, second = np.array(a, dtype=float), np.array(b, dtype=float)  # (N, 3)
    draws = np.random.default_rng(seed).multinomial(
        len(a), np.full(len(a), 1 / len(a)), size=samples
    )  # (S, N): how often each report is drawn
    differences = _f1(draws @ second) - _f1(draws @ first)  # (S,)
    low, high = np.quantile(differences, [0.025, 0.975])
    worse = (np.sum(differences <= 0) + 1) / (samples + 1)
    better = (np.sum(differences >= 0) + 1) / (samples + 1)
    a_f1, b_f1 = (float(_f1(side.sum(axis=0)[None])[0]) for side in (first, second))
    return Comparison(
        a=a_f1,
        b=b_f1,
        difference=b_f1 - a_f1,
        low=float(low),
        high=float(high),
        p=float(min(1.0, 2 * min(worse, better))),
        n_reports=len(a),
    )


def _f1(hits: np.ndarray) -> np.ndarray:
    """hits (S, 3): right, predicted, wanted. Returns (S,), 0 where nothing is right."""
    right, predicted, wanted = hits.T
    total = predicted + wanted
    return np.divide(2 * right, total, out=np.zeros_like(total), where=total > 0)
