"""Whether a value that somebody gives is one that its field can hold, down to its parts.

A judgement is never removed, so what stands in one must be readable for good: a program may send
anything over the desk's API, and a type alone does not say that low is below high.
"""

from __future__ import annotations

import math
from datetime import date

from dateline.records import Actor, Count, Days, Field, FieldValue, Place, Source, Values

MOST_PEOPLE = 999_999_999
MOST_LETTERS = 5_000  # of any one text
MOST_ID = 2**31 - 1  # PostgreSQL's integer


def check_given(name: Field, value: FieldValue) -> None:
    """ValueError, which says what is wrong, when some part of a value cannot stand in its field."""
    match value:
        case Count():
            _check_count(name.value, value)
        case Days():
            _check_days(value)
        case Place():
            _check_place(value)
        case tuple():
            for item in value:
                if name is not Field.WEAPONS and not isinstance(item, Actor):
                    raise ValueError(f"{name.value}: {item!r} is no actor")
                check_text(name.value, item.name if isinstance(item, Actor) else item)
                if isinstance(item, Actor):
                    _check_actor(name.value, item)


def check_says(says: Values) -> None:
    """As `check_given`, of all that an added claim says."""
    if says.date is not None:
        _check_days(says.date)
    if says.place is not None:
        _check_place(says.place)
    check_given(Field.PERPETRATORS, says.perpetrators)
    check_given(Field.TARGETS, (*says.targets, *says.sides))
    check_given(Field.WEAPONS, says.weapons)
    for kind, count in says.counts.items():
        _check_count(kind.value, count)
    if says.persons:
        raise ValueError("persons: an added claim holds none; leave them out")


def check_source(source: Source) -> None:
    check_text("source", source.name)
    check_text("source", source.cue, needed=False)


def check_text(what: str, text: object, *, needed: bool = True) -> None:
    """ValueError for what is no text that a database and a page can hold: NUL, half a character."""
    if text is None and not needed:
        return
    if not isinstance(text, str) or (needed and not text.strip()):
        raise ValueError(f"{what}: {text!r} is no text")
    if len(text) > MOST_LETTERS:
        raise ValueError(f"{what}: more than {MOST_LETTERS:,} characters")
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        raise ValueError(f"{what}: holds characters that are none (NUL, or half of one)")


def _check_count(what: str, count: Count) -> None:
    bounds = [bound for bound in (count.low, count.best, count.high) if bound is not None]
    if not bounds or any(type(bound) is not int for bound in bounds):
        raise ValueError(f"{what}: low, best and high are whole numbers, and one of them is given")
    if not 0 <= bounds[0] <= bounds[-1] <= MOST_PEOPLE or bounds != sorted(bounds):
        raise ValueError(f"{what}: low, best and high must rise, from 0 to {MOST_PEOPLE:,}")


def _check_days(days: Days) -> None:
    if type(days.start) is not date or type(days.end) is not date or days.end <= days.start:
        raise ValueError("date: the last day is before the first")
    check_text("date", days.rule)


def _check_place(place: Place) -> None:
    check_text("place", place.name)
    check_text("place", place.admin1, needed=False)
    country = place.country
    if country is not None and not (
        isinstance(country, str) and len(country) == 2 and country.isascii() and country.isalpha()
    ):
        raise ValueError(f"place: {country!r} is no country code; write two letters, e.g. ML")
    if (place.lat is None) != (place.lon is None):
        raise ValueError("place: give both latitude and longitude, or neither")
    _check_number("latitude", place.lat, -90, 90)
    _check_number("longitude", place.lon, -180, 180)
    _check_number("radius", place.radius_km, 0, 20_000)
    if place.geonameid is not None and (
        type(place.geonameid) is not int or abs(place.geonameid) > MOST_ID
    ):
        raise ValueError(f"place: {place.geonameid!r} is no id of the gazetteer")


def _check_number(what: str, number: float | None, least: float, most: float) -> None:
    if number is None:
        return
    if type(number) not in (int, float) or not math.isfinite(number):
        raise ValueError(f"{what}: {number!r} is no number")
    if not least <= number <= most:
        raise ValueError(f"{what}: {number} is not between {least} and {most}")


def _check_actor(what: str, actor: Actor) -> None:
    check_text(what, actor.actor_id, needed=False)
    check_text(what, actor.country, needed=False)
    for mention in actor.mentions:
        check_text(what, mention)
