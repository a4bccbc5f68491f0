"""Claims of reports of our own: which are found, and on those found who speaks and how it is told.

A claim of gold is a clause or sentence that tells of an incident. It is found where a claim of the
program lies over most of the shorter of the two; each pairs with one other, longest overlap first.
Claims that only lend a day or a place tell of no deed and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from evaluate.records import Hits, add, is_same_name, share, shares

Row = Mapping[str, Any]

LEAST = 0.5  # of the shorter claim's characters


def score(gold: Sequence[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """`found`: precision, recall and F1 of claims; over those found, the shares with the whole chain of
    speakers right, with the speakers' kinds right, and with the modality right."""
    said = {row["doc"]: row["incidents"] for row in predictions}
    hits: list[Hits] = []
    pairs: list[tuple[Row, Row]] = []
    for row in gold:
        wanted = [c for i in row["incidents"] for c in i.get("claims", [])]
        told = [c for i in said.get(row["doc"], []) for c in i["claims"] if c["values"].get("type")]
        here = pair_claims(wanted, told)
        pairs += here
        hits.append((len(here), len(told), len(wanted)))
    spoken = [(p, g) for p, g in pairs if p["sources"] and g["sources"]]
    return {
        "found": shares(add(hits)),
        "chain": share([has_same_chain(p, g) for p, g in pairs]),
        "kind": share([k for p, g in spoken for k in kinds_agree(p, g)]),
        "modality": share([p["modality"] == g["modality"] for p, g in pairs]),
    }


def pair_claims(gold: Sequence[Row], told: Sequence[Row]) -> list[tuple[Row, Row]]:
    """(the program's, gold's): one to one, with the most shared characters in all."""
    if not gold or not told:
        return []
    shared = np.array([[_shared(p, g) for g in gold] for p in told])
    rows, columns = linear_sum_assignment(shared, maximize=True)
    return [
        (told[p], gold[g])
        for p, g in zip(rows.tolist(), columns.tolist(), strict=True)
        if shared[p, g] >= LEAST * min(_length(told[p]), _length(gold[g]))
    ]


def _shared(a: Row, b: Row) -> int:
    return max(0, int(min(a["end"], b["end"]) - max(a["start"], b["start"])))


def _length(claim: Row) -> int:
    return int(claim["end"] - claim["start"])


def has_same_chain(told: Row, gold: Row) -> bool:
    """The same speakers in the same order; no speaker is a chain too."""
    names, wanted = _names(told), _names(gold)
    return len(names) == len(wanted) and all(
        is_same_name(a, b) for a, b in zip(names, wanted, strict=True)
    )


def _names(claim: Row) -> list[str]:
    return [s["name"] for s in claim["sources"] if s["kind"] != "narrator"]


def kinds_agree(told: Row, gold: Row) -> list[bool]:
    """For each speaker of gold whom the claim names too, whether the kind is the same."""
    found = []
    for wanted in gold["sources"]:
        same = [s for s in told["sources"] if is_same_name(s["name"], wanted["name"])]
        if same:
            found.append(same[0]["kind"] == wanted["kind"])
    return found
