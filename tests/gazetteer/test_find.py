"""Names from the news find their place, in several spellings and scripts."""

from __future__ import annotations

import math
import sqlite3
from pathlib import Path

import pytest

from dateline.errors import ModelError
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.gazetteer.fold import fold


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


# name, country, latitude, longitude; each to be found within 25 km
PLACES = [
    ("Mosul", "IQ", 36.34, 43.13),
    ("الموصل", "IQ", 36.34, 43.13),
    ("Мосул", "IQ", 36.34, 43.13),
    ("Hawija", "IQ", 35.32, 43.77),
    ("الحويجة", "IQ", 35.32, 43.77),
    ("Эль-Хавиджа", "IQ", 35.32, 43.77),
    ("Tal Afar", "IQ", 36.38, 42.45),
    ("تلعفر", "IQ", 36.38, 42.45),
    ("Талль-Афар", "IQ", 36.38, 42.45),
    ("Sinjar", "IQ", 36.32, 41.87),
    ("سنجار", "IQ", 36.32, 41.87),
    ("Синджар", "IQ", 36.32, 41.87),
    ("Bucha", "UA", 50.55, 30.22),
    ("Буча", "UA", 50.55, 30.22),
    ("بوتشا", "UA", 50.55, 30.22),
    ("Avdiivka", "UA", 48.14, 37.75),
    ("Авдіївка", "UA", 48.14, 37.75),
    ("Авдеевка", "UA", 48.14, 37.75),
    ("أفدييفكا", "UA", 48.14, 37.75),
    ("Bakhmut", "UA", 48.59, 38.00),
    ("Бахмут", "UA", 48.59, 38.00),
    ("باخموت", "UA", 48.59, 38.00),
    ("Khan Yunis", "PS", 31.34, 34.30),
    ("Khan Younis", "PS", 31.34, 34.30),
    ("خان يونس", "PS", 31.34, 34.30),
    ("Хан-Юнис", "PS", 31.34, 34.30),
    ("Rafah", "PS", 31.29, 34.25),
    ("رفح", "PS", 31.29, 34.25),
    ("Рафах", "PS", 31.29, 34.25),
    ("Jabalia", "PS", 31.53, 34.48),
    ("جباليا", "PS", 31.53, 34.48),
    ("Джебалия", "PS", 31.53, 34.48),
    ("El Geneina", "SD", 13.45, 22.45),
    ("الجنينة", "SD", 13.45, 22.45),
    ("Эль-Генейна", "SD", 13.45, 22.45),
    ("Zamzam camp", "SD", 13.49, 25.31),
    ("مخيم زمزم", "SD", 13.49, 25.31),
    ("زمزم", "SD", 13.49, 25.31),
    ("Gao", "ML", 16.27, -0.04),
    ("غاو", "ML", 16.27, -0.04),
    ("Гао", "ML", 16.27, -0.04),
    ("Ansongo", "ML", 15.66, 0.50),
    ("Ансонго", "ML", 15.66, 0.50),
    ("Chibok", "NG", 10.87, 12.85),
    ("Чибок", "NG", 10.87, 12.85),
    ("تشيبوك", "NG", 10.87, 12.85),
    ("Baga", "NG", 13.10, 13.83),
    ("Kunduz", "AF", 36.73, 68.86),
    ("قندوز", "AF", 36.73, 68.86),
    ("Кундуз", "AF", 36.73, 68.86),
    ("Sangin", "AF", 32.07, 64.84),
    ("سنگین", "AF", 32.07, 64.84),
    ("Сангин", "AF", 32.07, 64.84),
    ("Douma", "SY", 33.57, 36.40),
    ("دوما", "SY", 33.57, 36.40),
    ("Дума", "SY", 33.57, 36.40),
    ("Khan Shaykhun", "SY", 35.44, 36.65),
    ("خان شيخون", "SY", 35.44, 36.65),
    ("Хан-Шейхун", "SY", 35.44, 36.65),
    ("Bunia", "CD", 1.56, 30.25),
    ("بونيا", "CD", 1.56, 30.25),
    ("Буниа", "CD", 1.56, 30.25),
    ("Beni", "CD", 0.49, 29.47),
    ("Бени", "CD", 0.49, 29.47),
    ("Palma", "MZ", -10.77, 40.47),
    ("Mocimboa da Praia", "MZ", -11.35, 40.36),
    ("Мосимбоа-да-Прая", "MZ", -11.35, 40.36),
    ("Apatzingan", "MX", 19.09, -102.36),
    ("Апацинган", "MX", 19.09, -102.36),
    ("Hpakant", "MM", 25.61, 96.31),
    ("Хпакан", "MM", 25.61, 96.31),
    ("Mong Koe", "MM", 24.07, 98.30),
    ("Sadr City", "IQ", 33.39, 44.46),
    ("Kakuma", "KE", 3.72, 34.86),
    ("Cox's Bazar", "BD", 21.44, 91.98),
]


def apart_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    east = (lon - other_lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(lat - other_lat, east)


@pytest.mark.parametrize(("name", "country", "lat", "lon"), PLACES)
def test_a_name_has_a_candidate_where_the_place_is(
    gazetteer: Gazetteer, name: str, country: str, lat: float, lon: float
) -> None:
    near = [
        entry
        for entry in gazetteer.candidates(name)
        if entry.country == country and apart_km(lat, lon, entry.lat, entry.lon) < 25
    ]
    assert near, [(e.name, e.country, e.lat, e.lon) for e in gazetteer.candidates(name)]


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Iraq", "country", "IQ"),
        ("Iraqis", "country", "IQ"),
        ("DRC", "country", "CD"),
        ("Soviet Union", "country", "RU"),
        ("Helmand province", "admin1", "AF"),
        ("Walker County", "admin2", "US"),
        ("Nineveh", "admin1", "IQ"),
        ("Donbas", "region", "UA"),
        ("Gaza Strip", "admin1", "PS"),
        ("Bab el-Mandeb", "strait", None),
        ("Kunduz City", "seat", "AF"),
        ("Ohioans", "admin1", "US"),
        ("Africa", "continent", None),
        ("the Americas", "continent", None),
        ("Central Europe", "region", None),
    ],
)
def test_the_first_candidate_is_of_the_kind(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None
) -> None:
    first = gazetteer.candidates(name)[0]
    assert (first.kind, first.country) == (kind, country)


@pytest.mark.parametrize("name", ["Xqzwv", "", "zzyzzyzyx province"])
def test_what_is_no_place_has_no_candidate(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name) == []
    assert not gazetteer.has(name)


def test_one_wrong_letter_in_a_long_name_is_forgiven_and_marked(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Maidugury")
    assert found[0].name == "Maiduguri" and found[0].loose


def test_countries_units_and_ids_are_at_hand(gazetteer: Gazetteer) -> None:
    iraq = gazetteer.country("IQ")
    assert iraq is not None and iraq.name == "Iraq" and iraq.geonameid == 99237
    mosul = gazetteer.candidates("Mosul")[0]
    assert gazetteer.admin1_name(mosul) == "Nineveh"
    assert gazetteer.country("QQ") is None
    assert gazetteer.candidates("Africa")[0].geonameid == 6255146


def test_the_file_credits_its_sources_and_cannot_be_written(gazetteer: Gazetteer) -> None:
    meta = gazetteer.meta()
    assert "GeoNames" in meta["credit"] and "CC BY 4.0" in meta["credit"]
    assert len(meta["digest"]) == 64
    with pytest.raises(sqlite3.OperationalError):
        gazetteer.connection.execute("DELETE FROM place")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.sqlite"):
        open_gazetteer(tmp_path / "none.sqlite")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khān Yūnis", "Khan-Yunis"),
        ("N’Djaména", "N'Djamena"),
        ("St. Louis", "Saint Louis"),
        ("Bâle", "BALE"),
        ("Łódź", "Lodz"),
        ("Şırnak", "Sirnak"),
        ("الموصل", "المَوصِل"),
    ],
)
def test_spellings_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)
