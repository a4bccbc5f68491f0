"""What a person typed into a form, as the values that records hold, and back into a form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from dateline.errors import EntryError
from dateline.export.contract import UNREADABLE, record_to_field
from dateline.records import (
    Actor,
    ActorKind,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Field,
    FieldValue,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Scope,
    Source,
    SourceKind,
    Status,
    Values,
)
from dateline.typed import RULE

Form = Mapping[str, Sequence[str]]
T = TypeVar("T")

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MOST_LETTERS = 300  # of a name
COUNTS = frozenset(kind.value for kind in CountKind)


def one(form: Form, name: str) -> str:
    """A single entry, without blanks around: the first that is not empty, else empty."""
    return next((value.strip() for value in form.get(name, ()) if value.strip()), "")


def read_seen(entry: str) -> tuple[str, str | None]:
    """An incident as the desk's forms name it: its id, and the version that was looked at.

    A person who types an id says no version.

    >>> read_seen("i3f2a91 90ab12-7"), read_seen(" i3f2 ")
    (('i3f2a91', '90ab12-7'), ('i3f2', None))
    """
    incident, _, version = entry.strip().partition(" ")
    return incident, version.strip() or None


def read_value(name: Field, form: Form) -> FieldValue:
    """The value of a field as its editor, or a button that carries it as JSON, sends it."""
    if one(form, "value"):
        try:
            return record_to_field(name, json.loads(one(form, "value")))
        except UNREADABLE as error:
            raise EntryError(f"{name.value}: not a value of this field ({error})") from error
    if name is Field.TYPE:
        return _choice(form, "type", IncidentType)
    if name is Field.STATUS:
        return _choice(form, "status", Status)
    if name is Field.SCOPE:
        return _choice(form, "scope", Scope)
    if name is Field.DATE:
        return read_days(form)
    if name is Field.PLACE:
        return read_place(form)
    if name in (Field.PERPETRATORS, Field.TARGETS):
        return read_actors(form, name.value)
    if name is Field.WEAPONS:
        lines = (line.strip() for line in one(form, "weapons").splitlines())
        return tuple(_short(line, "weapon") for line in lines if line)
    return read_count(form, name.value)


def _choice(form: Form, name: str, kind: type[T]) -> T:
    try:
        return kind(one(form, name))  # type: ignore[call-arg]
    except ValueError as error:
        raise EntryError(f"{name}: choose one of the list") from error


def read_days(form: Form) -> Days | None:
    """First and last day, the last inclusive; one day alone is that day; nothing is not known."""
    first, last = one(form, "first"), one(form, "last")
    if not first and not last:
        return None
    start, end = _day(first or last), _day(last or first)
    if end < start:
        raise EntryError(f"date: the last day, {end}, is before the first, {start}")
    word = one(form, "date_precision")
    n_days = (end - start).days + 1
    precision = DatePrecision(word) if word in set(DatePrecision) else None
    if n_days == 1:
        precision = DatePrecision.DAY
    elif precision in (None, DatePrecision.DAY):
        precision = DatePrecision.RANGE
    assert precision is not None
    return Days(start, end + timedelta(days=1), precision, RULE)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise EntryError(f"date: {text} is no day; write it as 2024-05-31") from error
    if not EARLIEST <= day <= LATEST:
        raise EntryError(f"date: {text} is not between {EARLIEST} and {LATEST}")
    return day


def read_place(form: Form) -> Place | None:
    """A place of the gazetteer, or one given by hand; without a name it is not known.

    `place_chosen` is the entry that the form's inputs were filled from. Where another name, country or
    point was typed over it, what is left of that entry goes: its id and radius, and with the name its
    point and province too.
    """
    name = one(form, "place_name")
    if not name:
        return None
    lat = _number(one(form, "lat"), "latitude", -90, 90)
    lon = _number(one(form, "lon"), "longitude", -180, 180)
    if (lat is None) != (lon is None):
        raise EntryError("place: give both latitude and longitude, or neither")
    country = one(form, "place_country").upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise EntryError(f"place: {country} is no country code; write two letters, e.g. ML")
    word = one(form, "place_precision")
    place = Place(
        name=_short(name, "place"),
        country=country or None,
        admin1=_short(one(form, "admin1"), "place") or None,
        lat=lat,
        lon=lon,
        geonameid=None,
        precision=PlacePrecision(word) if word in set(PlacePrecision) else PlacePrecision.EXACT,
        radius_km=_number(one(form, "radius_km"), "radius", 0, 2_000),
    )
    chosen = _chosen_place(form)
    return place if chosen is None else _without_remains(place, chosen)


def _chosen_place(form: Form) -> Place | None:
    text = one(form, "place_chosen")
    try:
        chosen = record_to_field(Field.PLACE, json.loads(text)) if text else None
    except UNREADABLE as error:
        raise EntryError(f"place: the chosen entry cannot be read ({error})") from error
    return chosen if isinstance(chosen, Place) else None


def _without_remains(place: Place, chosen: Place) -> Place:
    """The place as typed, less what it has only from the entry that was there before."""
    same_point = (place.lat, place.lon) == (chosen.lat, chosen.lon)
    radius_km = None if place.radius_km == chosen.radius_km else place.radius_km
    if (place.name, place.country) != (" ".join(chosen.name.split()), chosen.country):
        return replace(
            place,
            admin1=None if place.admin1 == chosen.admin1 else place.admin1,
            lat=None if same_point else place.lat,
            lon=None if same_point else place.lon,
            radius_km=radius_km,
        )
    if not same_point:
        return replace(place, radius_km=radius_km)
    return replace(place, geonameid=chosen.geonameid)


def _number(text: str, what: str, least: float, most: float) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise EntryError(f"{what}: {text} is no number") from error
    if not least <= number <= most:
        raise EntryError(f"{what}: {text} is not between {least} and {most}")
    return number


def read_actors(form: Form, prefix: str) -> tuple[Actor, ...]:
    """Rows of name, kind, id and country; a row without a name is no row.

    A row's id, country and wordings are those of the actor named in `chosen`, and go with that name.
    """
    names = form.get(f"{prefix}_name", ())
    parts = (_as_many(form, f"{prefix}_{part}", names) for part in ACTOR_PARTS)
    return tuple(
        _actor(" ".join(name.split()), *told)
        for name, *told in zip(names, *parts, strict=True)
        if name.strip()
    )


ACTOR_PARTS = ("kind", "chosen", "id", "country", "mentions")


def _actor(name: str, kind: str, chosen: str, id: str, country: str, mentions: str) -> Actor:
    typed_over = name != " ".join(chosen.split())
    return Actor(
        name=_short(name, "actor"),
        kind=ActorKind(kind) if kind in set(ActorKind) else ActorKind.UNKNOWN,
        actor_id=None if typed_over else id or None,
        country=None if typed_over else country or None,
        mentions=() if typed_over else tuple(line for line in mentions.split("\n") if line.strip()),
    )


def _as_many(form: Form, name: str, names: Sequence[str]) -> list[str]:
    """A column beside `names`, filled up where a browser sent fewer."""
    given = [value.strip() for value in form.get(name, ())][: len(names)]
    return given + [""] * (len(names) - len(given))


def read_count(form: Form, kind: str) -> Count | None:
    """Low, best and high; all empty is not known. One figure alone in `best` closes both bounds."""
    low, best, high = (_figure(one(form, f"{kind}_{bound}"), kind) for bound in BOUNDS)
    if low is best is high is None:
        return None
    if low is None and high is None:
        low = high = best
    figures = [n for n in (low, best, high) if n is not None]
    if figures != sorted(figures):
        raise EntryError(f"{kind}: low, best and high must not fall")
    return Count(low, best, high)


BOUNDS = ("low", "best", "high")


def _figure(text: str, kind: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise EntryError(f"{kind}: {text} is no number of people")
    return int(text)


def _short(text: str, what: str) -> str:
    if len(text) > MOST_LETTERS:
        raise EntryError(f"{what}: a name has at most {MOST_LETTERS} characters")
    return " ".join(text.split())


# --- claims ----------------------------------------------------------------------------------


def read_says(form: Form) -> Values:
    """What an added claim says: everything that its form has an entry for."""
    counts = {kind: read_count(form, kind.value) for kind in CountKind}
    weapons = read_value(Field.WEAPONS, {"weapons": form.get("weapons", ())})
    assert isinstance(weapons, tuple)
    return Values(
        type=_choice(form, "type", IncidentType) if one(form, "type") else None,
        date=read_days(form),
        place=read_place(form),
        perpetrators=read_actors(form, "perpetrators"),
        targets=read_actors(form, "targets"),
        weapons=tuple(str(words) for words in weapons),
        counts={kind: count for kind, count in counts.items() if count is not None},
    )


def read_sources(form: Form) -> tuple[Source, ...]:
    """The speakers of an added claim, nearest first."""
    kinds = _as_many(form, "source_kind", form.get("source_name", ()))
    return tuple(
        Source(
            _short(name.strip(), "speaker"),
            SourceKind(kind) if kind in set(SourceKind) else SourceKind.OTHER,
        )
        for name, kind in zip(form.get("source_name", ()), kinds, strict=True)
        if name.strip()
    )


def read_modality(form: Form) -> Modality:
    word = one(form, "modality")
    return Modality(word) if word in set(Modality) else Modality.ASSERTED


# --- back into words -------------------------------------------------------------------------

SEEN = frozenset({"incident", "incidents", "other"})  # entries that name incidents as seen


def typed(form: Form) -> Iterator[tuple[str, str]]:
    """What a person had entered, to show it when it could not be kept."""
    hidden = {"csrf", "version", "value", "then", "field", "claims", "queue", "list"}
    for name, values in form.items():
        told = [value.strip() for value in values if value.strip()]
        if name in SEEN:
            told = [read_seen(value)[0] for value in told]
        if name not in hidden and not name.endswith("_chosen") and told:
            yield name.replace("_", " "), ", ".join(told)
