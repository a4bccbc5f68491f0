"""How far apart two points of the earth are."""

from __future__ import annotations

import math

EARTH_KM = 6371.0088  # mean radius


def great_circle_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points in degrees, by the haversine formula.

    >>> round(great_circle_km(36.335, 43.119, 33.341, 44.401))  # Mosul to Baghdad
    353
    """
    south, north = math.radians(lat), math.radians(other_lat)
    across = math.sin(math.radians(other_lon - lon) / 2) ** 2
    chord = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * across
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
