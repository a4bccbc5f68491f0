"""Values as a person types them: `2024-05`, `9/12/15`, `2457161`, `Camp Seven, ML @ 16.27,-0.04`.

What cannot be read is a ValueError that says how to write it. The page `docs/judging.md` has the
table of forms.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from dateline.gazetteer.find import Entry, Gazetteer
from dateline.records import (
    Actor,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Field,
    FieldValue,
    IncidentType,
    Place,
    PlacePrecision,
    Scope,
    Source,
    SourceKind,
    Status,
    Values,
)
from dateline.resolve.actor import Registry, resolve_actor
from dateline.resolve.place import precision_of

UNKNOWN = frozenset({"none", "unknown", "?"})
RULE = "as a person says"
NAMESAKES = 6  # places of one name that a message lists
POINT = re.compile(
    r"(?P<name>[^@]+?)(?:,\s*(?P<country>[A-Z]{2}))?\s*@\s*(?P<lat>\S+)\s*,\s*(?P<lon>\S+)"
)
Coded = TypeVar("Coded", bound=StrEnum)


def read_field(
    name: Field,
    text: str,
    *,
    gazetteer: Gazetteer,
    registry: Registry,
    country: str | None = None,
    day: date | None = None,
) -> FieldValue:
    """What a person typed for a field. `country` and `day` of the incident tell namesakes apart.

    `none` empties the field. ValueError when it cannot be read.
    """
    text = text.strip()
    match name:
        case Field.TYPE:
            return _coded(text, IncidentType)
        case Field.STATUS:
            return _coded(text, Status)
        case Field.SCOPE:
            return _coded(text, Scope)
        case Field.WEAPONS:
            return () if text in UNKNOWN else tuple(_items(text))
        case Field.PERPETRATORS | Field.TARGETS:
            if text in UNKNOWN:
                return ()
            return tuple(
                resolve_actor(words, country=country, day=day, registry=registry)
                for words in _items(text)
            )
    if text in UNKNOWN:
        return None
    if name is Field.DATE:
        return read_days(text)
    if name is Field.PLACE:
        return read_place(text, gazetteer, country=country)
    return read_count(text)


def _coded(text: str, kind: type[Coded]) -> Coded:
    try:
        return kind(text)
    except ValueError as error:
        raise ValueError(f"{text}: write one of {', '.join(kind)}") from error


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def read_days(text: str) -> Days:
    """A day, a month, a year, or two days with a slash between them, both inclusive.

    >>> read_days("2024-05").end, read_days("2024-05-13/2024-05-14").precision.value
    (datetime.date(2024, 6, 1), 'range')
    """
    first, slash, last = text.partition("/")
    try:
        if slash:
            start, end = date.fromisoformat(first), date.fromisoformat(last)
            precision = DatePrecision.DAY if start == end else DatePrecision.RANGE
        elif re.fullmatch(r"\d{4}", text):
            start, end, precision = (
                date(int(text), 1, 1),
                date(int(text), 12, 31),
                DatePrecision.YEAR,
            )
        elif found := re.fullmatch(r"(\d{4})-(\d\d)", text):
            year, month = int(found[1]), int(found[2])
            start = date(year, month, 1)
            end, precision = date(year, month, monthrange(year, month)[1]), DatePrecision.MONTH
        else:
            start = end = date.fromisoformat(text)
            precision = DatePrecision.DAY
    except ValueError as error:
        how = "2024-05-13, 2024-05-13/2024-05-19, 2024-05 or 2024"
        raise ValueError(f"{text}: write a date as {how}") from error
    if end < start:
        raise ValueError(f"{text}: the last day is before the first")
    if end == date.max:
        raise ValueError(f"{text}: write a year before 9999")
    return Days(start, end + timedelta(days=1), precision, RULE)


def read_count(text: str) -> Count:
    """A figure, a lower bound, bounds, or low, best and high.

    >>> read_count("12"), read_count("12+")
    (Count(low=12, best=12, high=12), Count(low=12, best=12, high=None))
    >>> read_count("9-15"), read_count("9/12/")
    (Count(low=9, best=None, high=15), Count(low=9, best=12, high=None))
    """
    plain = text.replace(" ", "")
    if re.search(r"\d{10}", plain):
        raise ValueError(f"{text}: write a figure of at most nine digits")
    if re.fullmatch(r"\d+", plain):
        return Count(int(plain), int(plain), int(plain))
    if re.fullmatch(r"\d+\+", plain):
        return Count(int(plain[:-1]), int(plain[:-1]), None)
    if found := re.fullmatch(r"(\d+)[-–](\d+)", plain):
        bounds: list[int | None] = [int(found[1]), None, int(found[2])]
    elif found := re.fullmatch(r"(\d*)/(\d*)/(\d*)", plain):
        bounds = [int(part) if part else None for part in found.groups()]
    else:
        raise ValueError(f"{text}: write a figure as 12, 12+, 9-15, or low/best/high as 9/12/15")
    known = [bound for bound in bounds if bound is not None]
    if not known or known != sorted(known):
        raise ValueError(f"{text}: low, best and high must rise, and one of them be given")
    return Count(*bounds)


def read_place(text: str, gazetteer: Gazetteer, *, country: str | None = None) -> Place:
    """A place by its id in the gazetteer, its name, or a name and a point: `Camp, ML @ 16.27,-0.04`.

    One in `country` goes before others of its name, a town before the district around it.
    ValueError when there is none, or when several are left.
    """
    if found := POINT.fullmatch(text):
        return _point(text, found)
    if re.fullmatch(r"-?\d{1,12}", text):
        entry = gazetteer.entry(int(text))
        if entry is None:
            raise ValueError(f"{text}: no place of the gazetteer has this id")
        return place_of(entry, gazetteer)
    entries = list({entry.id: entry for entry in gazetteer.exact(text)}.values())
    at_home = [entry for entry in entries if entry.country == country]
    entries = at_home or entries
    towns = [entry for entry in entries if precision_of(entry) is PlacePrecision.EXACT]
    entries = towns if len(towns) == 1 else entries
    if not entries:
        raise ValueError(f"{text}: not in the gazetteer; give a point: {text}, CC @ LAT,LON")
    if len(entries) > 1:
        named = "; ".join(f"{e.id} ({_say(e, gazetteer)})" for e in entries[:NAMESAKES])
        raise ValueError(f"{text}: several places are called so; give the id: {named}")
    return place_of(entries[0], gazetteer)


def place_of(entry: Entry, gazetteer: Gazetteer) -> Place:
    """A place of the gazetteer as an incident has it."""
    admin1 = None if entry.kind == "country" else gazetteer.admin1_name(entry)
    return Place(
        entry.name,
        entry.country,
        admin1,
        round(entry.lat, 4),
        round(entry.lon, 4),
        entry.geonameid,
        precision_of(entry),
        round(entry.radius_km, 1),
    )


def _say(entry: Entry, gazetteer: Gazetteer) -> str:
    parts = (entry.kind, gazetteer.admin1_name(entry), entry.country)
    return ", ".join(part for part in parts if part)


def _point(text: str, found: re.Match[str]) -> Place:
    try:
        lat, lon = float(found["lat"]), float(found["lon"])
    except ValueError as error:
        raise ValueError(f"{text}: write degrees north and east, e.g. 16.27,-0.04") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{text}: degrees north go from -90 to 90, east from -180 to 180")
    name = found["name"].strip()
    return Place(name, found["country"], None, lat, lon, None, PlacePrecision.EXACT)


def read_source(text: str) -> Source:
    """A speaker as NAME or NAME:KIND.

    >>> read_source("the district hospital:medical").kind.value
    'medical'
    """
    name, _, kind = text.partition(":")
    if not name.strip():
        raise ValueError(f"{text}: name the speaker, as NAME:KIND")
    return Source(name.strip(), _coded(kind.strip() or SourceKind.OTHER.value, SourceKind))


def values_of(fields: dict[Field, FieldValue]) -> Values:
    """What a claim says, of the fields that a claim can speak of. ValueError for the others."""
    if others := sorted(fields.keys() & {Field.STATUS, Field.SCOPE}):
        raise ValueError(f"{others[0].value}: a claim has none; set it on the incident")
    return Values(
        type=_of(fields.get(Field.TYPE), IncidentType),
        date=_of(fields.get(Field.DATE), Days),
        place=_of(fields.get(Field.PLACE), Place),
        perpetrators=_all(fields.get(Field.PERPETRATORS), Actor),
        targets=_all(fields.get(Field.TARGETS), Actor),
        weapons=_all(fields.get(Field.WEAPONS), str),
        counts={
            kind: value
            for kind in CountKind
            if isinstance(value := fields.get(Field(kind.value)), Count)
        },
    )


Kind = TypeVar("Kind")


def _of(value: FieldValue, kind: type[Kind]) -> Kind | None:
    return value if isinstance(value, kind) else None


def _all(value: FieldValue, kind: type[Kind]) -> tuple[Kind, ...]:
    items = value if isinstance(value, tuple) else ()
    return tuple(item for item in items if isinstance(item, kind))
