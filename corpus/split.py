"""Which part a report belongs to: by story, evenly over styles, and never again changed."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

SHARES = {"train": 0.6, "dev": 0.2, "test": 0.2}
# Calibration is given by hand in the table: nothing is trained on it, thresholds and confidence are chosen on it.
PARTS = (*SHARES, "calibration")
SEED = "house-1"


def unit_of(row: dict[str, Any]) -> str:
    """The story, or the report that stands alone: what must not be parted."""
    return str(row["story"] or row["doc"])


def style_of(rows: Sequence[dict[str, Any]]) -> str:
    """Story or single, translated, without incident, else the register."""
    first = rows[0]
    kind = "story" if len(rows) > 1 else "single"
    if first["translated"]:
        return f"{kind} translated"
    if not any(i["core"] for row in rows for i in row["incidents"]):
        return f"{kind} none"
    return f"{kind} {first['register']}"


def assign_parts(rows: Iterable[dict[str, Any]], path: Path) -> dict[str, str]:
    """Part by report id. Units that stand in `path` keep their part; new ones are added to it.

    A new unit goes, in the order of its digest, to the part that is furthest behind its share,
    of the reports of that style and of all reports together.
    """
    units: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        units.setdefault(unit_of(row), []).append(row)
    parts = read_parts(path)
    counts: Counter[tuple[str, str]] = Counter()
    for unit in sorted(units, key=lambda unit: (unit not in parts, digest(unit))):
        styles, size = (style_of(units[unit]), "all"), len(units[unit])
        if unit not in parts:
            parts[unit] = max(SHARES, key=lambda part: behind(part, styles, size, counts))
        counts.update({(style, parts[unit]): size for style in styles})
    write_parts(path, parts)
    return {row["doc"]: parts[unit] for unit, told in units.items() for row in told}


def behind(part: str, styles: Iterable[str], size: int, counts: Counter[tuple[str, str]]) -> float:
    """How many reports the part lacks of its share of each style, summed, once `size` more are in."""
    totals = {style: size + sum(counts[style, other] for other in SHARES) for style in styles}
    return sum(SHARES[part] * total - counts[style, part] for style, total in totals.items())


def digest(unit: str) -> str:
    return hashlib.sha256(f"{SEED} {unit}".encode()).hexdigest()


def read_parts(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["unit"]: row["part"] for row in csv.DictReader(lines, delimiter="\t")}


def write_parts(path: Path, parts: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(["unit", "part"])
        writer.writerows(sorted(parts.items()))
