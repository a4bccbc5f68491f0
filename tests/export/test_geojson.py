import io
import json
from dataclasses import replace

import pytest
from tests.makers import GAO, incident, report

from dateline.export.geojson import write_geojson

REPORTS = {report().id: report()}


def write(*incidents):
    stream = io.StringIO()
    assert write_geojson(incidents, REPORTS, stream) == len(incidents)
    return json.loads(stream.getvalue())


def test_longitude_comes_first():
    [feature] = write(incident())["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-0.04, 16.27]}
    assert feature["properties"]["place_precision"] == "near"
    assert "lat" not in feature["properties"]


@pytest.mark.parametrize("place", [None, replace(GAO, lat=None, lon=None)])
def test_an_unknown_place_has_no_geometry(place):
    [feature] = write(incident(place=place))["features"]
    assert feature["geometry"] is None
    assert feature["type"] == "Feature" and feature["id"] == incident().id


def test_missing_is_null():
    [feature] = write(incident(date=None, weapons=()))["features"]
    assert feature["properties"]["date_start"] is None
    assert feature["properties"]["weapons"] is None


def test_no_incident_makes_an_empty_collection():
    assert write() == {"type": "FeatureCollection", "features": []}
