"""Fit what evidence counts for when two reports may tell of one incident: `link/weights.tsv`.

    python -m train.fit_linking --bench DIR [--cache FILE]

A logistic model with one weight for each kind of evidence in the table, which keeps its wordings.
Pairs come from GVA train (its editors filed each report under its incident: mainly-about pairs
only) and from our own stories (`corpus/house/train.jsonl`: gold incidents, and extracted ones that
pair with a gold one). Only pairs that the linker would compare are used. The weights are all that is
kept of GVA. What else two reports tell lowers the odds of a pair (`score.crowding`), by the table as it
stands: fitted from another one, fit again.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from corpus.derive import to_records
from evaluate.e2e import make_report
from evaluate.stories import read_claims
from scipy.optimize import minimize

from dateline.export.contract import incident_to_record
from dateline.link.clues import Account, read_accounts
from dateline.link.incidents import make_incidents
from dateline.link.linker import Linker
from dateline.link.score import crowding, find_evidence, has_ground, is_barred, is_contrary
from dateline.pipeline import code_report, load_tools
from evaluate import records

OUT = Path("src/dateline/link/weights.tsv")
HOUSE = Path("corpus/house/train.jsonl")
PENALTY = 0.5  # L2: evidence that few pairs have gets little weight
MOST = 4.0  # the most that a unit of evidence counts for, but for shares between 0 and 1
HOUSE_SHARE = 2.0  # how often a pair of our own stories counts; there are few
FREE = ("always", "passages", "nothing coded", "passage: both told as news")
AGAINST = (  # the others speak for: a weight of the other sign is chance
    *("other ", "published apart", "another word", "next day", "days apart", "days far"),
    *("vague days apart", "day guessed, far", "foiled in one", "background in one"),
    *("planned in one", "passage: reports alike"),
)
Labelled = tuple[Account, str | None]  # with the id of its incident; None: not known
# Evidence, whether one, how often it counts, and by how much what else is told lowers its log-odds.
Pair = tuple[dict[str, float], float, float, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train.fit_linking")
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keep the coded reports here between fits")
    options = parser.parse_args()
    sets = read_sets(options.bench, options.cache)
    pairs = [
        *find_pairs(sets["gva"], lead_only=True, share=1.0),
        *find_pairs(sets["house"], lead_only=False, share=HOUSE_SHARE),
        *find_pairs(sets["gold"], lead_only=False, share=HOUSE_SHARE),
    ]
    print(f"{len(pairs)} pairs, {sum(is_one for _, is_one, _, _ in pairs):.0f} of them one")
    write_weights(fit(pairs))


def read_sets(bench: Path, cache: Path | None) -> dict[str, list[Labelled]]:
    if cache is not None and cache.is_file():
        return pickle.loads(cache.read_bytes())
    gva, house = read_rows(bench / "linking/gva.train.jsonl"), read_rows(HOUSE)
    sets = {
        "gva": list(label_gva(gva)),
        "house": list(label_house(house)),
        "gold": list(label_gold(house)),
    }
    if cache is not None:
        cache.write_bytes(pickle.dumps(sets))
    return sets


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def label_gva(rows: Iterable[dict[str, Any]]) -> Iterator[Labelled]:
    tools = load_tools()
    for row in rows:
        report = make_report(row | {"doc": str(row["id"])})
        told = make_incidents(code_report(report, tools), {report.id: report})
        for account in read_accounts(report, told):
            yield account, str(row["incident"]) if account.lead else None


def label_house(rows: Iterable[dict[str, Any]]) -> Iterator[Labelled]:
    """Extracted incidents under the id of the gold one that they pair with."""
    tools = load_tools()
    for row in rows:
        report = make_report(row)
        told = make_incidents(code_report(report, tools), {report.id: report})
        coded = [incident_to_record(incident, {report.id: report}) for incident in told]
        gold_of = dict(records.pair(coded, to_records(row)["incidents"]))
        ids = {
            id(incident): row["incidents"][gold_of[n]]["id"] if n in gold_of else None
            for n, incident in enumerate(told)
        }
        for account in read_accounts(report, told):
            yield account, ids.get(id(account.incident))


def label_gold(rows: Iterable[dict[str, Any]]) -> Iterator[Labelled]:
    for row in rows:
        report = make_report(row)
        for account in read_accounts(report, make_incidents(read_claims(row), {report.id: report})):
            yield account, row["incidents"][account.key[1]]["id"] if account.incident else None


def find_pairs(labelled: Sequence[Labelled], *, lead_only: bool, share: float) -> Iterator[Pair]:
    """Evidence of the pairs that the linker would compare, where both ids are known."""
    ids = {account.key: id for account, id in labelled}

    def unusable(a: Account, b: Account) -> bool:
        if ids[a.key] is None or ids[b.key] is None or (lead_only and not (a.lead and b.lead)):
            return True
        same = a.report.report == b.report.report
        return same if lead_only else is_barred(a, b) or is_contrary(a, b)

    for a, b in Linker(barred=unusable).compared(account for account, _ in labelled):
        if lead_only or has_ground(a, b):
            crowd = 0.0 if lead_only else crowding(a, b)
            yield find_evidence(a, b), float(ids[a.key] == ids[b.key]), share, crowd


def fit(pairs: Sequence[Pair]) -> dict[str, float]:
    """The weight of each kind of evidence that occurs."""
    names = sorted({name for evidence, *_ in pairs for name in evidence})
    column = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(pairs), len(names)))
    for n, (evidence, *_) in enumerate(pairs):
        for name, amount in evidence.items():
            x[n, column[name]] = amount
    y, share = np.array([p[1] for p in pairs]), np.array([p[2] for p in pairs])
    crowd = np.array([p[3] for p in pairs])
    free = np.array([name in FREE for name in names])
    limits = [_limits(name, most=x[:, n].max()) for n, name in enumerate(names)]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w - crowd  # (N,)
        held = np.where(free, 0.0, w)
        value = (share * (np.logaddexp(0, z) - y * z)).sum() + PENALTY * (held**2).sum() / 2
        gradient = x.T @ (share * (1 / (1 + np.exp(-z)) - y)) + PENALTY * held
        return float(value), gradient

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=limits)
    print(f"loss {found.fun:.1f}")
    return dict(zip(names, found.x.tolist(), strict=True))


def _limits(name: str, *, most: float) -> tuple[float | None, float | None]:
    """Bounds of a weight; `most` is the largest amount of this evidence in any pair."""
    if name in FREE:
        return None, None
    if name.startswith(AGAINST):
        return -MOST / min(most, 1.0), 0.0
    return 0.0, MOST / min(most, 1.0)


def write_weights(weights: dict[str, float]) -> None:
    """Put the weights into the table; evidence that no pair had keeps none."""
    header, *rows = OUT.read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows]
    missing = set(weights) - {name for name, _, _ in cells}
    if missing:
        raise SystemExit(f"{OUT}: no row for {sorted(missing)}")
    lines = ["\t".join((name, f"{weights.get(name, 0.0):.3f}", words)) for name, _, words in cells]
    OUT.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
