from dataclasses import replace
from itertools import pairwise

import pytest
from tests.makers import GAO, incident

from dateline.export.map import HEIGHTS, WIDTH, clip, country_names, draw_map, fit_box
from dateline.records import Place, PlacePrecision

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]


def at(lat, lon, *, precision=PlacePrecision.EXACT, radius=None, name="X"):
    return incident(place=Place(name, "ML", None, lat, lon, None, precision, radius))


@pytest.mark.parametrize(
    ("box", "corners"),
    [
        ((-1, -1, 5, 5), {(0, 0), (4, 0), (4, 4), (0, 4)}),
        ((1, 1, 2, 2), {(1, 1), (2, 1), (2, 2), (1, 2)}),
        ((2, -1, 9, 9), {(2, 0), (4, 0), (4, 4), (2, 4)}),
        ((5, 5, 6, 6), set()),
    ],
)
def test_a_ring_is_cut_to_the_box(box, corners):
    assert set(clip(SQUARE, box)) == corners


@pytest.mark.parametrize(
    "places",
    [[(16.3, 0.0)], [(-35.0, 150.0), (60.0, -100.0)], [(2.0, 45.0), (11.0, 49.0)], [(85.0, 179.9)]],
)
def test_every_incident_is_in_view(places):
    drawn = draw_map([at(lat, lon) for lat, lon in places])
    assert drawn.width == WIDTH and HEIGHTS[0] <= drawn.height <= HEIGHTS[1]
    for marker in drawn.markers:
        assert 0 < marker.x < drawn.width and 0 < marker.y < drawn.height


def test_north_is_up_and_east_is_right():
    drawn = draw_map([at(16, 0, name="south-west"), at(18, 3, name="north-east")])
    [a, b] = sorted(drawn.markers, key=lambda marker: marker.x)
    assert (a.place, b.place) == ("south-west", "north-east") and a.y > b.y


def test_a_kilometre_is_as_wide_as_high():
    (west, south, east, north), height = fit_box([replace(GAO, lat=60.0)])
    wide = (east - west) * 0.5 / WIDTH  # the cosine of 60 degrees
    assert wide == pytest.approx((north - south) / height, rel=1e-3)


def test_a_place_without_a_point_is_counted_and_not_drawn():
    drawn = draw_map([at(16, 0), incident(place=None)])
    assert (len(drawn.markers), drawn.unplaced) == (1, 1)
    assert draw_map([incident(place=None)]) is None
    assert draw_map([incident(place=replace(GAO, lat=None, lon=None))]) is None


def test_incidents_at_one_point_share_a_marker():
    [marker] = draw_map([at(16, 0), at(16, 0)]).markers
    assert marker.numbers == (1, 2)


def test_what_is_known_of_the_distance_is_not_nominal():
    [known] = draw_map([at(16, 0, radius=40.0)]).markers
    [province] = draw_map([at(16, 0, precision=PlacePrecision.ADMIN1)]).markers
    [exact] = draw_map([at(16, 0)]).markers
    assert not known.nominal and province.nominal
    assert known.around > 0 and province.around > 0 and exact.around == 0


def test_no_outline_runs_across_the_whole_map():
    drawn = draw_map([at(60, -150), at(-30, 150), at(65, 170)])
    for land in drawn.lands:
        if land.name == "Antarctica":
            continue
        for ring in land.path.split("M")[1:]:
            xs = [float(pair.split()[0]) for pair in ring.rstrip("Z ").split("L")]
            assert max(abs(b - a) for a, b in pairwise(xs)) < WIDTH / 4, land.name


def test_countries_have_names():
    names = country_names()
    assert names["ML"] == "Mali" and names["CO"] == "Colombia"
    assert all(len(iso) == 2 for iso in names)


@pytest.mark.parametrize(("lats", "drawn"), [((16.0, 17.0), True), ((-30.0, 50.0), False)])
def test_borders_of_provinces_are_drawn_when_one_is_near(lats, drawn):
    found = draw_map([at(lat, lat - 16) for lat in lats])
    assert bool(found.provinces) == drawn
