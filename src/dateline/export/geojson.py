"""Incidents as a GeoJSON FeatureCollection (RFC 7946), for a map.

A place whose point is not known has a null geometry (RFC 7946, section 3.2), never the point
[0, 0]. The point of a district, a province or a country stands for the whole of it: read
`place_precision` before drawing it as a spot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from dateline.export.table import COLUMNS
from dateline.records import Incident, Place, Report

# Longitude and latitude are the geometry's; everything else in the row is a property.
PROPERTIES = tuple(column for column in COLUMNS if column.name not in ("lat", "lon"))


def write_geojson(
    incidents: Iterable[Incident], reports: Mapping[str, Report], stream: TextIO
) -> int:
    """Write one collection with a feature an incident; returns the number of features.

    Properties are the columns of the CSV, missing ones null; text is as it is, since no
    spreadsheet reads it. KeyError when a claim's report is not in `reports`.
    """
    features = [to_feature(incident, reports) for incident in incidents]
    collection = {"type": "FeatureCollection", "features": features}
    json.dump(collection, stream, ensure_ascii=False, allow_nan=False)
    stream.write("\n")
    return len(features)


def to_feature(incident: Incident, reports: Mapping[str, Report]) -> dict[str, Any]:
    cells = {column.name: column.read(incident, reports) for column in PROPERTIES}
    properties = {name: None if cell == "" else cell for name, cell in cells.items()}
    if incident.place is not None:
        properties["radius_km"] = incident.place.radius_km
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": to_point(incident.place),
        "properties": properties,
    }


def to_point(place: Place | None) -> dict[str, Any] | None:
    """Longitude first (RFC 7946, section 3.1.1)."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}
