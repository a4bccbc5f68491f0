"""Whole records against gold, report by report: the scores of `e2e` and `house`.

Predicted and gold incidents of a report are paired one to one where they are alike enough; then
every value of a pair is right or wrong, every value of a core incident that was missed is a miss,
and every value of an incident too many is a false alarm. Record F1 is the micro-average over all
values. A gold incident with `core: false` costs nothing, found or not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

Row = Mapping[str, Any]
Hits = tuple[int, int, int]  # right, predicted, wanted

SIDES = ("perpetrators", "targets")
COUNTS = ("killed", "injured", "abducted", "arrested", "displaced")
FIELDS = (
    *("type", "status", "date", "place", "perpetrators", "targets", "weapons"),
    *COUNTS,
    "sources",
)

# Types that may be paired with each other though they differ.
KIN = (
    {"armed_attack", "bombing", "shelling", "air_strike", "armed_clash", "execution", "killing"}
    | {"ill_treatment", "sexual_violence"},
    {"abduction", "arrest"},
    {"property_destruction"},
    {"protest", "riot"},
    {"displacement", "seizure", "military_operation"},
    {"threat"},
    {"agreement"},
    {"other"},
)
LEAST_LIKENESS = 0.4  # below it two incidents are not a pair
SAME_TYPE, KIN_TYPE = 0.35, 0.2
# Added in this order for each field that has a hit.
WEIGHTS = (
    ("date", 0.2),
    ("place", 0.15),
    ("killed", 0.15),
    ("injured", 0.05),
    ("abducted", 0.1),
    ("arrested", 0.1),
    ("perpetrators", 0.15),
    ("targets", 0.15),
)
NAME_OVERLAP = 0.67  # of the shorter name's words
KM_EXACT, KM_DIVISION = 25, 161
EARTH_KM = 6371
FUNCTION_WORDS = frozenset(
    "the a an of in on at by and to for from with s its their his her that who were was".split()
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one report, or many, got right: by incident, by field, and the kinds of the doers and of the
    targets that both sides name."""

    incidents: Hits
    fields: Mapping[str, Hits]
    kinds: Mapping[str, Sequence[bool]]

    @property
    def values(self) -> Hits:
        """Over all fields: what record F1 is made of."""
        return add(self.fields.values())


def score(gold: Iterable[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """Precision, recall and F1 by incident, by field, and over all values as `record`.

    `missing` counts reports without a line among the predictions; they count as empty. `kinds`: of the
    doers and the targets that both sides name, the share with the same kind of body; None where there are none.
    """
    gold, predictions = list(gold), list(predictions)
    said = {row["doc"] for row in predictions}
    tallies = list(tally(gold, predictions))
    fields = {name: add(t.fields[name] for t in tallies) for name in FIELDS}
    return {
        "reports": len(gold),
        "missing": sum(row["doc"] not in said for row in gold),
        "incident": shares(add(t.incidents for t in tallies)),
        "record": shares(add(fields.values())),
        "field": {name: shares(hits) for name, hits in fields.items()},
        "kinds": {side: share([k for t in tallies for k in t.kinds[side]]) for side in SIDES},
    }


def tally(gold: Iterable[Row], predictions: Iterable[Row]) -> Iterator[Tally]:
    """One tally for each gold report, in order."""
    incidents = {row["doc"]: row["incidents"] for row in predictions}
    for row in gold:
        yield tally_report(row["incidents"], incidents.get(row["doc"], []))


def tally_report(gold: Sequence[Row], predicted: Sequence[Row]) -> Tally:
    """What is right in one report. Each side's incidents, gold ones with `core`."""
    pairs = pair(predicted, gold)
    is_core = [g.get("core", True) for g in gold]
    rows: list[tuple[Row | None, Row | None]] = [
        (predicted[p], gold[g]) for p, g in pairs if is_core[g]
    ]
    found, told = {g for _, g in pairs}, {p for p, _ in pairs}
    rows += [(None, g) for n, g in enumerate(gold) if is_core[n] and n not in found]
    rows += [(p, None) for n, p in enumerate(predicted) if n not in told]
    free = sum(not is_core[g] for g in found)
    return Tally(
        incidents=(len(found) - free, len(predicted) - free, sum(map(bool, is_core))),
        fields={name: add(compare_field(name, p, g) for p, g in rows) for name in FIELDS},
        kinds={
            side: [same for p, g in pairs for same in compare_kinds(side, predicted[p], gold[g])]
            for side in SIDES
        },
    )


def share(right: Sequence[bool]) -> float | None:
    """How much of them; None of none."""
    return sum(right) / len(right) if right else None


def compare_kinds(side: str, predicted: Row, gold: Row) -> Iterator[bool]:
    """For each actor of a side in gold that a prediction names too, where both tell its kind: whether that
    is the same."""
    for wanted in gold.get(side, []):
        named = (
            actor.get("kind")
            for actor in predicted.get(side, [])
            if match_names([_wordings(actor)], [wanted["names"]])[0]
        )
        if (kind := next(named, None)) is not None and "kind" in wanted:
            yield kind == wanted["kind"]


def pair(predicted: Sequence[Row], gold: Sequence[Row]) -> list[tuple[int, int]]:
    """The one-to-one pairs with the greatest sum of likeness; unlike ones are let go."""
    if not predicted or not gold:
        return []
    table = np.array([[likeness(p, g) for g in gold] for p in predicted])
    rows, columns = linear_sum_assignment(table, maximize=True)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(p, g) for p, g in chosen if table[p, g] >= LEAST_LIKENESS]


def likeness(predicted: Row, gold: Row) -> float:
    """0 for types that nobody could confuse, else what the shared values add up to."""
    same = predicted.get("type") == gold["type"]
    accepted = same or predicted.get("type") in gold.get("types_ok", [])
    if not accepted and not any({predicted.get("type"), gold["type"]} <= kin for kin in KIN):
        return 0.0
    total = SAME_TYPE if same else KIN_TYPE
    for name, weight in WEIGHTS:
        total += weight * (compare_field(name, predicted, gold)[0] > 0)
    return total


def compare_field(name: str, predicted: Row | None, gold: Row | None) -> Hits:
    """(right, predicted, wanted) values of one field; either side may be missing."""
    p, g = predicted or {}, gold or {}
    if name in ("type", "status"):
        accepted = {g.get(name), *(g.get("types_ok", []) if name == "type" else [])} - {None}
        return _hits(p.get(name) in accepted, p.get(name) is not None, g.get(name) is not None)
    if name == "date":
        return _one(p.get("date"), g.get("date"), is_same_date)
    if name == "place":
        return _one(p.get("place"), g.get("place"), is_same_place)
    if name in ("perpetrators", "targets"):
        return match_names(
            [_wordings(a) for a in p.get(name) or []], [a["names"] for a in g.get(name) or []]
        )
    if name == "weapons":
        return match_names([[w] for w in p.get(name) or []], g.get(name) or [])
    if name == "sources":
        return match_names([[s] for s in source_names(p)], g.get(name) or [])
    best = ((p.get("counts") or {}).get(name) or {}).get("best")
    bounds = (g.get("counts") or {}).get(name)
    right = best is not None and bounds is not None and bounds[0] <= best <= bounds[2]
    return _hits(right, best is not None, bounds is not None)


def _wordings(actor: Row) -> list[str | None]:
    return [actor.get("name"), *(actor.get("mentions") or [])]


def _one(predicted: Any, gold: Any, is_same: Any) -> Hits:
    both = bool(predicted) and bool(gold)
    return _hits(both and is_same(predicted, gold), bool(predicted), bool(gold))


def _hits(right: bool, predicted: bool, wanted: bool) -> Hits:
    return int(right), int(predicted), int(wanted)


def is_same_date(predicted: Row, gold: Sequence[str]) -> bool:
    """They share a day, and the prediction is not much wider than the gold (inclusive days)."""
    start, end = date.fromisoformat(predicted["start"]), date.fromisoformat(predicted["end"])
    first, last = map(date.fromisoformat, gold)
    narrow = (end - start).days <= 2 * (last - first).days + 2
    return start <= last and first <= end and narrow


def is_same_place(predicted: Row, gold: Row) -> bool:
    """As near as the gold place is exact: 25 km, 161 km or the same division, the same country."""
    if gold["precision"] == "country":
        return predicted.get("country") == gold["country"]
    limit = KM_DIVISION if gold["precision"] in ("admin1", "admin2") else KM_EXACT
    is_near = predicted.get("lat") is not None and distance_km(predicted, gold) <= limit
    if limit == KM_EXACT:
        return is_near
    same_division = name_words(predicted.get("admin1")) == name_words(gold.get("admin1"))
    return predicted.get("country") == gold["country"] and (is_near or same_division)


def distance_km(a: Row, b: Row) -> float:
    """On a sphere, by the haversine formula."""
    south, north = math.radians(a["lat"]), math.radians(b["lat"])
    across = math.sin(math.radians(b["lon"] - a["lon"]) / 2) ** 2
    chord = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * across
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def match_names(predicted: Sequence[Sequence[str | None]], gold: Sequence[Sequence[str]]) -> Hits:
    """Each gold item, in order, takes the first free prediction that shares a name with it."""
    free = list(range(len(predicted)))
    right = 0
    for names in gold:
        for n in free:
            if any(is_same_name(said, name) for said in predicted[n] for name in names):
                free.remove(n)
                right += 1
                break
    return right, len(predicted), len(gold)


def is_same_name(a: str | None, b: str | None) -> bool:
    """Equal words, or two thirds of the shorter name's words in the other."""
    first, second = name_words(a), name_words(b)
    if not first or not second:
        return False
    return len(first & second) / min(len(first), len(second)) >= NAME_OVERLAP


def name_words(name: str | None) -> set[str]:
    """The words of a name without case, function words and plural s.

    >>> sorted(name_words("The Residents of Gao"))
    ['gao', 'resident']
    """
    words = re.findall(r"\w+", (name or "").lower())
    return {word.rstrip("s") for word in words if word not in FUNCTION_WORDS}


def source_names(incident: Row) -> list[str]:
    """Everybody whom its claims cite, once each; the narrator is nobody."""
    names: list[str] = []
    for claim in incident.get("claims", []):
        for source in claim.get("sources", []):
            known = any(name_words(source["name"]) == name_words(name) for name in names)
            if source.get("kind") != "narrator" and not known:
                names.append(source["name"])
    return names


def add(hits: Iterable[Hits]) -> Hits:
    right = predicted = wanted = 0
    for r, p, w in hits:
        right, predicted, wanted = right + r, predicted + p, wanted + w
    return right, predicted, wanted


def shares(hits: Hits) -> dict[str, float]:
    """Precision, recall and F1; 0 where there is nothing to divide by.

    >>> shares((1, 2, 2))
    {'p': 0.5, 'r': 0.5, 'f1': 0.5}
    """
    right, predicted, wanted = hits
    p, r = right / predicted if predicted else 0.0, right / wanted if wanted else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}
