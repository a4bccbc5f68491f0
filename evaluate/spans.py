"""Right, predicted and wanted for each text of the span tasks: what `compare` resamples.

One plain figure a task: a time expression that overlaps a gold one and has its value; a place name
that overlaps and lies within 161 km (or has the same GeoNames id); a token with its role in an
attribution. The benches' own scorers print more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from evaluate.records import Hits, distance_km

Row = Mapping[str, Any]

KM_NEAR = 161
ROLES = ("source", "cue", "content")


def tally(task: str, gold: Iterable[Row], predictions: Iterable[Row]) -> Iterator[Hits]:
    """One (right, predicted, wanted) for each gold row, in order; a missing row is empty."""
    said = {row["id"]: row for row in predictions}
    count = TALLIES[task]
    for row in gold:
        yield count(row, said.get(row["id"], {}))


def tally_times(gold: Row, predicted: Row) -> Hits:
    wanted, found = gold["timexes"], predicted.get("timexes", [])
    right = len(overlapping_pairs(wanted, found, lambda g, p: g["value"] == p.get("value")))
    return right, len(found), len(wanted)


def tally_places(gold: Row, predicted: Row) -> Hits:
    """Gold without a point is neither wanted nor, when found, held against the prediction."""
    found = predicted.get("toponyms", [])
    wanted = [g for g in gold["toponyms"] if g.get("lat") is not None]
    pointless = [g for g in gold["toponyms"] if g.get("lat") is None]
    free = len(overlapping_pairs(pointless, [p for p in found if p.get("lat") is not None]))
    n_found = sum(p.get("lat") is not None for p in found)
    return len(overlapping_pairs(wanted, found, _is_near)), n_found - free, len(wanted)


def tally_attributions(gold: Row, predicted: Row) -> Hits:
    """Tokens with a role, over the three roles."""
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", gold["text"])]
    right = n_found = n_wanted = 0
    for role in ROLES:
        wanted = _covered(tokens, gold["attributions"], role)
        found = _covered(tokens, predicted.get("attributions", []), role)
        right, n_found, n_wanted = (
            right + len(wanted & found),
            n_found + len(found),
            n_wanted + len(wanted),
        )
    return right, n_found, n_wanted


def _covered(
    tokens: Sequence[tuple[int, int]], attributions: Iterable[Row], role: str
) -> set[tuple[int, int]]:
    spans = [span for attribution in attributions for span in attribution.get(role, [])]
    return {t for t in tokens if any(start < t[1] and t[0] < end for start, end in spans)}


def overlapping_pairs(
    wanted: Sequence[Row],
    found: Sequence[Row],
    is_right: Callable[[Row, Row], bool] = lambda g, p: True,
) -> list[tuple[int, int]]:
    """One-to-one pairs that overlap and agree; those with most characters in common first."""
    options = []
    for i, g in enumerate(wanted):
        for j, p in enumerate(found):
            shared = min(g["end"], p["end"]) - max(g["start"], p["start"])
            if shared > 0 and is_right(g, p):
                whole = max(g["end"], p["end"]) - min(g["start"], p["start"])
                options.append((-shared / whole, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(options):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _is_near(gold: Row, predicted: Row) -> bool:
    if predicted.get("lat") is None:
        return False
    same_id = gold.get("geonameid") and str(gold["geonameid"]) == str(predicted.get("geonameid"))
    return bool(same_id) or distance_km(gold, predicted) <= KM_NEAR


TALLIES: Mapping[str, Callable[[Row, Row], Hits]] = {
    "time": tally_times,
    "geo": tally_places,
    "geo-gold": tally_places,
    "attribution": tally_attributions,
}
