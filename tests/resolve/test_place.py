"""Place names in reports get the place that the report means, or none."""

from __future__ import annotations

import math

import pytest

from dateline.extract.places import find_places, with_capitals
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.records import Place
from dateline.resolve.place import home_country, resolve_places, shift


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def resolve(text: str, name: str, gazetteer: Gazetteer) -> Place | None:
    mentions = find_places(text, gazetteer)
    places = resolve_places(text, mentions, gazetteer)
    return next(p for s, p in places.items() if text[s.start : s.end] == name)


# text, name, country, latitude, longitude
REPORTS = [
    ("Gunmen shot two men in Mosul.", "Mosul", "IQ", 36.34, 43.13),
    ("Iraqi troops entered Hawija, south-west of Kirkuk.", "Hawija", "IQ", 35.32, 43.77),
    ("A truck bomb killed five in Tal Afar.", "Tal Afar", "IQ", 36.38, 42.45),
    ("Yazidis fled from Sinjar to Dohuk.", "Sinjar", "IQ", 36.32, 41.87),
    ("Bodies lay in the streets of Bucha, near Kyiv.", "Bucha", "UA", 50.55, 30.22),
    ("Shells fell on Avdiivka in the Donetsk region.", "Avdiivka", "UA", 48.14, 37.75),
    ("Fighting went on around Bakhmut.", "Bakhmut", "UA", 48.59, 38.0),
    ("An air strike hit Khan Yunis.", "Khan Yunis", "PS", 31.34, 34.3),
    ("Tents burned in Rafah in southern Gaza.", "Rafah", "PS", 31.29, 34.25),
    ("Tanks moved into Jabalia.", "Jabalia", "PS", 31.53, 34.48),
    ("Militiamen burned homes in El Geneina.", "El Geneina", "SD", 13.45, 22.45),
    ("Shells hit Zamzam camp near El Fasher.", "Zamzam", "SD", 13.49, 25.31),
    ("A convoy left Gao in northern Mali.", "Gao", "ML", 16.27, -0.04),
    ("A mine went off near Ansongo in Mali.", "Ansongo", "ML", 15.66, 0.5),
    ("Girls were taken from a school in Chibok.", "Chibok", "NG", 10.87, 12.85),
    ("Nigerian soldiers were killed in Baga.", "Baga", "NG", 13.1, 13.83),
    ("The Taliban entered Kunduz.", "Kunduz", "AF", 36.73, 68.86),
    ("A patrol was hit in Sangin, Helmand.", "Sangin", "AF", 32.07, 64.84),
    ("Barrel bombs fell on Douma.", "Douma", "SY", 33.57, 36.4),
    ("Doctors in Khan Shaykhun treated many.", "Khan Shaykhun", "SY", 35.44, 36.65),
    ("Raiders burned huts near Bunia in Ituri.", "Bunia", "CD", 1.56, 30.25),
    ("Six died in Beni, in eastern Congo.", "Beni", "CD", 0.49, 29.47),
    ("Insurgents attacked Palma in Mozambique.", "Palma", "MZ", -10.77, 40.47),
    ("Rebels held Mocimboa da Praia.", "Mocimboa da Praia", "MZ", -11.35, 40.36),
    ("Gunmen blocked roads in Apatzingan, Mexico.", "Apatzingan", "MX", 19.09, -102.36),
    ("A mine collapsed in Hpakant, Kachin State.", "Hpakant", "MM", 25.61, 96.31),
    ("Militias clashed in Tripoli, the Libyan capital.", "Tripoli", "LY", 32.89, 13.19),
    ("Lebanese soldiers deployed in Tripoli, Lebanon.", "Tripoli", "LB", 34.43, 35.84),
    ("Gunmen opened fire in Valencia, Venezuela.", "Valencia", "VE", 10.16, -68.0),
    ("Police in Hyderabad said so. Sindh's governor agreed.", "Hyderabad", "PK", 25.4, 68.38),
    ("Shots rang out in Hyderabad, India.", "Hyderabad", "IN", 17.38, 78.46),
    ("Shells hit Kherson, Ukraine.", "Kherson", "UA", 46.64, 32.61),
]


@pytest.mark.parametrize(("text", "name", "country", "lat", "lon"), REPORTS)
def test_a_report_means_this_place(
    gazetteer: Gazetteer, text: str, name: str, country: str, lat: float, lon: float
) -> None:
    place = resolve(text, name, gazetteer)
    assert place is not None and place.lat is not None and place.lon is not None
    east = (place.lon - lon) * math.cos(math.radians(lat))
    apart = 111.2 * math.hypot(place.lat - lat, east)
    assert (place.country, apart < 25) == (country, True), place


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Two died in Mosul, Iraq.", "Mosul", "exact"),
        ("Two died in Mosul, Iraq.", "Iraq", "country"),
        ("Two died near Mosul, Iraq.", "Mosul", "near"),
        ("Two died in Helmand province.", "Helmand", "admin1"),
        ("Two died in Chibok district, Borno State, Nigeria.", "Chibok", "admin2"),
        ("Fighting went on in the Donbas.", "Donbas", "admin1"),
        ("Farms in Idaho, Oregon, Washington and Montana were searched.", "Washington", "admin1"),
        (
            "Buses burned in Puebla, Toluca and Mexico City, as all over Mexico.",
            "Mexico",
            "country",
        ),
        ("Envoys of the Vatican spoke of a massacre.", "Vatican", "country"),
        ("Two died at the University of Colombia.", "Colombia", "unknown"),
        ("Two died in Colombia.", "Colombia", "country"),
    ],
)
def test_precision(gazetteer: Gazetteer, text: str, name: str, precision: str) -> None:
    place = resolve(text, name, gazetteer)
    assert place is not None and place.precision == precision


def test_a_distance_and_bearing_move_the_point(gazetteer: Gazetteer) -> None:
    plain = resolve("Two died in Mosul.", "Mosul", gazetteer)
    moved = resolve("Two died 30 km north of Mosul.", "Mosul", gazetteer)
    assert plain is not None and moved is not None
    assert plain.lat is not None and moved.lat is not None
    assert (moved.lat - plain.lat) * 111.2 == pytest.approx(30, abs=0.5)
    assert (moved.radius_km, moved.precision) == (10.0, "near")


def test_a_name_has_one_meaning_in_a_text(gazetteer: Gazetteer) -> None:
    text = "Tripoli was calm. Troops left Tripoli, Lebanon. Shops in Tripoli opened."
    places = resolve_places(text, find_places(text, gazetteer), gazetteer)
    assert {p.country for s, p in places.items() if p and text[s.start : s.end] == "Tripoli"} == {"LB"}  # fmt: skip


def test_namesakes_without_any_context_give_no_town(gazetteer: Gazetteer) -> None:
    place = resolve("A man was hurt in Santa Ana on Friday.", "Santa Ana", gazetteer)
    assert place is None or place.precision == "unknown"  # somewhere in one country


def test_a_namesake_abroad_is_not_taken_for_a_place_that_no_list_holds(
    gazetteer: Gazetteer,
) -> None:
    told = "Soldiers shot two men at Nkayi on Sunday, residents said."
    place = resolve(f"BULAWAYO, 3 May - {told}", "Nkayi", gazetteer)
    assert place is None or place.country == "ZW"
    abroad = resolve(f"BRAZZAVILLE, 3 May - {told}", "Nkayi", gazetteer)
    assert abroad is not None and abroad.country == "CG"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        # the only one listed is of Uganda, and nothing else here is
        ("Shells fell on Bundibugyo. Clinics in Gao and Kidal shut.", "Bundibugyo", None),
        ("Shells fell on Bundibugyo. Clinics in Gao, Kidal and Kampala shut.", "Bundibugyo", "UG"),
        ("Shells fell on Bundibugyo. A clinic in Gao shut.", "Bundibugyo", "UG"),
        ("Shells fell on Nasiriyah. Clinics in Sabha and Ubari were shut.", "Nasiriyah", "LY"),
        ("Shells fell on Osaka. Clinics in Mogadishu and Kismayo were shut.", "Osaka", "JP"),
    ],
)
def test_a_far_town_of_a_country_not_told_of_is_a_namesake(
    gazetteer: Gazetteer, text: str, name: str, country: str | None
) -> None:
    place = resolve(text, name, gazetteer)
    assert (place and place.country) == country


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        # no Kidal lies in the region of Gao, but one in its own
        ("A clinic burned in Kidal, Gao region.", "Kidal", "Gao"),
        ("A clinic burned in Ansongo, Gao region.", "Ansongo", "Ansongo"),
        ("A clinic burned in Gao, Mali.", "Gao", "Gao"),
    ],
)
def test_a_place_far_from_the_province_it_is_told_to_lie_in_is_another(
    gazetteer: Gazetteer, text: str, name: str, wanted: str
) -> None:
    place = resolve(text, name, gazetteer)
    assert place is not None and place.name == wanted


@pytest.mark.parametrize(
    ("text", "is_town"),
    [
        ("Raiders burned the Sangin quarter. A clinic in Gao was shut.", False),
        ("Raiders burned a Sangin quarter. A clinic in Gao was shut.", True),
        ("Raiders burned the Sangin quarter. A clinic in Lashkar Gah was shut.", True),
    ],
)
def test_a_quarter_far_from_the_other_towns_of_a_report_is_no_town_of_its_name(
    gazetteer: Gazetteer, text: str, is_town: bool
) -> None:
    assert (resolve(text, "Sangin", gazetteer) is not None) is is_town


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A barn burned in Winkler, Man., on Friday.", "CA"),
        ("WINKLER, Man. (ANP) - A barn burned on Friday.", "CA"),
        ("A barn burned in Danane, Man, on Friday.", "CI"),
    ],
)
def test_a_short_name_with_a_point_behind_a_comma_is_a_province(
    gazetteer: Gazetteer, text: str, country: str
) -> None:
    place = resolve(text, "Man", gazetteer)
    assert place is not None and place.country == country


@pytest.mark.parametrize(
    ("publisher", "country"),
    [("example.ng", "NG"), ("example.co.uk", "GB"), ("example.com", None), (None, None), ("The Post", None)],
)  # fmt: skip
def test_home_of_a_publisher(publisher: str | None, country: str | None) -> None:
    assert home_country(publisher) == country


def test_a_shift_east_keeps_the_latitude() -> None:
    lat, lon = shift(0.0, 10.0, 111.2, 90.0)
    assert lat == pytest.approx(0.0, abs=1e-9) and lon == pytest.approx(11.0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shells fell in the Malian capital at dawn.", "Bamako"),
        ("Shells fell in the capital at dawn. Gao and Mopti in Mali were quiet.", "Bamako"),
        ("Shells fell in the capital at dawn. Men in Gao, Mali, and in Agadez, Niger, wept.", None),
        ("Shells fell in the capital at dawn.", None),
    ],
)
def test_the_capital_is_that_of_the_country_told_of(
    gazetteer: Gazetteer, text: str, name: str | None
) -> None:
    mentions = with_capitals(text, find_places(text, gazetteer))
    places = resolve_places(text, mentions, gazetteer)
    [place] = [places[m.span] for m in mentions if m.form == "capital"]
    assert (place.name if place is not None else None) == name
