"""A user's own file of events, ACLED's or UCDP GED's, held against ours: what both have, and what one.

Both are read by the names of their columns, old layouts too. An event and an incident are the same
when their days meet, one place holds the other, and the kind is one that the file's coders would
give it; each goes with one other at most, the nearest first. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from dateline.errors import ReadError
from dateline.link.compare import admits, dates_agree, distance_km, radius
from dateline.read.table import read_csv
from dateline.records import (
    Count,
    CountKind,
    DatePrecision,
    Days,
    Incident,
    IncidentType,
    Place,
    PlacePrecision,
)

T = IncidentType
VIOLENCE = frozenset(
    {T.ARMED_ATTACK, T.BOMBING, T.SHELLING, T.AIR_STRIKE, T.ARMED_CLASH, T.EXECUTION, T.KILLING}
)
# What ACLED's event types may be in our kinds; its strategic developments are anything else.
ACLED_KINDS: Mapping[str, frozenset[IncidentType]] = {
    "battles": VIOLENCE | {T.SEIZURE, T.MILITARY_OPERATION},
    "explosions/remote violence": VIOLENCE,
    "violence against civilians": VIOLENCE | {T.ABDUCTION, T.SEXUAL_VIOLENCE, T.ILL_TREATMENT},
    "protests": frozenset({T.PROTEST, T.RIOT}),
    "riots": frozenset({T.PROTEST, T.RIOT, T.PROPERTY_DESTRUCTION, T.KILLING, T.ARMED_ATTACK}),
    "strategic developments": frozenset(T) - VIOLENCE - {T.PROTEST, T.RIOT},
}
GED_KINDS = VIOLENCE | {T.ABDUCTION, T.MILITARY_OPERATION}
# Days that stand around the written one, by ACLED's time_precision.
ACLED_AROUND = {"1": 0, "2": 3, "3": 15}
PRECISIONS = {  # by ACLED's geo_precision, and by GED's where_prec
    "acled": {"1": "exact", "2": "near", "3": "admin1"},
    "ged": {"1": "exact", "2": "near", "3": "admin2", "4": "admin1", "5": "admin1", "6": "country"},
}
NEAR_KM = (
    25.0  # GED's own limit for "near"; two towns' points may lie so far apart and be one event
)
DATE_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d/%m/%Y")
MARGIN = 1.0  # degrees around the file's points within which ours are expected in it


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the file."""

    id: str
    days: Days
    place: Place
    kinds: frozenset[IncidentType]
    killed: Count
    actors: str


@dataclass(frozen=True, slots=True)
class Match:
    """An incident and an event that are the same; one of them is None where only one side has it."""

    incident: Incident | None
    event: Event | None

    @property
    def differs(self) -> bool:
        """Whether both give a toll, and neither's lies within the other's bounds."""
        if self.incident is None or self.event is None:
            return False
        ours = self.incident.counts.get(CountKind.KILLED)
        if ours is None:
            return False
        theirs = self.event.killed
        return not (admits(ours, theirs.best) or admits(theirs, ours.best))


def read_events(path: Path) -> list[Event]:
    """Events of a CSV file as ACLED or UCDP GED give it out, or a spreadsheet saves it: with capitals,
    semicolons or in another encoding. ReadError when it is neither."""
    rows = _rows(path)
    first = next(rows, None)
    if first is None:
        raise ReadError(f"{path}: no events in it")
    lines = enumerate(chain([first], rows), start=2)  # one at a time: all of GED is 50 columns wide
    if {"event_date", "event_type", "latitude", "longitude"} <= first.keys():
        return [_read(row, _acled, n, path) for n, row in lines]
    if {"date_start", "date_end", "best", "latitude", "longitude"} <= first.keys():
        return [_read(row, _ged, n, path) for n, row in lines]
    raise ReadError(
        f"{path}: has neither ACLED's columns (event_date, event_type, latitude, longitude) nor"
        " UCDP GED's (date_start, date_end, best, latitude, longitude)"
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open("rb") as stream:
            for row, _ in read_csv(stream):
                yield _plain_row(row)
    except (OSError, ReadError) as error:
        raise ReadError(f"{path}: not read as CSV: {error}") from error


# as UCDP called them before 2016
OLD_NAMES = {"best_est": "best", "low_est": "low", "high_est": "high"}


def _plain_row(row: Mapping[str, Any] | str) -> dict[str, str]:
    assert not isinstance(row, str)  # only JSON has rows that are none
    named = ((str(name).strip().casefold(), cell) for name, cell in row.items())
    return {OLD_NAMES.get(name, name): str(cell or "").strip() for name, cell in named}


def _read(
    row: Mapping[str, str], read: Callable[[Mapping[str, str]], Event], line: int, path: Path
) -> Event:
    try:
        return read(row)
    except (KeyError, ValueError, OverflowError) as error:
        raise ReadError(f"{path}, line {line}: {error}; mend the row or take it out") from error


def _whole(row: Mapping[str, str], name: str) -> int | None:
    """A whole number, also as pandas writes one in a column with gaps: 3.0."""
    text = row.get(name) or ""
    try:
        number = float(text) if text else None
    except ValueError:
        number = float("nan")
    if number is None:
        return None
    if not number.is_integer():
        raise ValueError(f"{name}: {text!r} is no whole number")
    return int(number)


def _code(row: Mapping[str, str], name: str) -> str:
    """A code of one digit, which a spreadsheet may have made 1.0; 1 where there is none."""
    return (row.get(name) or "1").removesuffix(".0")


MOST_DEGREES = {"latitude": 90, "longitude": 180}


def _degrees(row: Mapping[str, str], name: str) -> float:
    """Degrees, also with the decimal comma that comes with a spreadsheet's semicolons."""
    try:
        number = float(row[name].replace(",", "."))
    except ValueError:
        number = float("nan")
    if not abs(number) <= MOST_DEGREES[name]:
        raise ValueError(f"{name}: {row[name]!r} is no number of degrees")
    return number


def _acled(row: Mapping[str, str]) -> Event:
    day = read_date(row["event_date"])
    around = timedelta(days=ACLED_AROUND.get(_code(row, "time_precision"), 0))
    precision = DatePrecision.RANGE if around else DatePrecision.DAY
    toll = _whole(row, "fatalities") or 0
    return Event(
        id=row.get("event_id_cnty") or row.get("data_id") or "",
        days=Days(day - around, day + around + timedelta(days=1), precision, "ACLED"),
        place=_place(row, row.get("location") or "", "acled", _code(row, "geo_precision")),
        kinds=ACLED_KINDS.get(row["event_type"].strip().casefold(), frozenset(T)),
        killed=Count(toll, toll, toll),
        actors=" / ".join(filter(None, (row.get("actor1"), row.get("actor2")))),
    )


def _ged(row: Mapping[str, str]) -> Event:
    first, last = read_date(row["date_start"]), read_date(row["date_end"])
    if last < first:
        raise ValueError(f"date_end {last} is before date_start {first}")
    precision = DatePrecision.DAY if first == last else DatePrecision.RANGE
    best = _whole(row, "best")
    if best is None:
        raise ValueError("best: no figure")
    low, high = _whole(row, "low"), _whole(row, "high")
    return Event(
        id=row.get("relid") or row.get("id") or "",
        days=Days(first, last + timedelta(days=1), precision, "UCDP GED"),
        place=_place(row, row.get("where_coordinates") or "", "ged", _code(row, "where_prec")),
        kinds=GED_KINDS,
        killed=Count(best if low is None else low, best, best if high is None else high),
        actors=" / ".join(filter(None, (row.get("side_a"), row.get("side_b")))),
    )


def _place(row: Mapping[str, str], name: str, source: str, precision: str) -> Place:
    return Place(
        name=name,
        country=None,
        admin1=None,  # their names of provinces are not ours
        lat=_degrees(row, "latitude"),
        lon=_degrees(row, "longitude"),
        geonameid=None,
        precision=PlacePrecision(PRECISIONS[source].get(precision, "exact")),
    )


def read_date(words: str) -> date:
    """A day as either file writes it, with or without a time of day.

    >>> read_date("2021-05-04 00:00:00.000"), read_date("04 May 2021")
    (datetime.date(2021, 5, 4), datetime.date(2021, 5, 4))
    """
    for form in DATE_FORMS:
        for text in (words.strip(), words.strip()[:10]):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
    raise ValueError(f"{words!r} is no date")


def compare_events(incidents: Sequence[Incident], events: Sequence[Event]) -> list[Match]:
    """Every event and every incident of its days and region, in order of day; pairs where both have it."""
    near = sorted(_pairs(incidents, events))
    of_incident: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, i, e in near:
        if i not in of_incident and e not in taken:
            of_incident[i] = e
            taken.add(e)
    found = [Match(incidents[i], events[e]) for i, e in of_incident.items()]
    found += [Match(None, event) for e, event in enumerate(events) if e not in taken]
    found += [
        Match(incident, None)
        for i, incident in enumerate(incidents)
        if i not in of_incident and _is_within(incident, events)
    ]
    return sorted(found, key=_order)


def _pairs(
    incidents: Sequence[Incident], events: Sequence[Event]
) -> Iterator[tuple[int, float, int, int, int]]:
    """Those that can be the same, by days apart, km apart and difference of tolls."""
    of_day: dict[date, list[int]] = {}
    for e, event in enumerate(events):
        for n in range((event.days.end - event.days.start).days):
            of_day.setdefault(event.days.start + timedelta(days=n), []).append(e)
    for i, incident in enumerate(incidents):
        if incident.date is None or incident.place is None:
            continue
        days = incident.date
        first = days.start - timedelta(days=1)
        span = range((days.end - first).days + 1)
        met = {e for n in span for e in of_day.get(first + timedelta(days=n), ())}
        for e in sorted(met):
            event = events[e]
            if incident.type not in event.kinds or not dates_agree(days, event.days):
                continue
            km = distance_km(incident.place, event.place)
            if km is None or km > reach(incident.place) + reach(event.place):
                continue
            apart = max(0, (days.start - event.days.last).days, (event.days.start - days.last).days)
            ours = incident.counts.get(CountKind.KILLED)
            toll = abs(((ours and ours.best) or 0) - (event.killed.best or 0))
            yield apart, km, toll, i, e


def reach(place: Place) -> float:
    """How far from its point an event of this place may be said to be, in km. Neither file's names of
    provinces are ours, so they are held together by distance alone."""
    return max(NEAR_KM / 2, radius(place))


def _is_within(incident: Incident, events: Sequence[Event]) -> bool:
    """Whether the file would have it, had its coders seen it: of its days and near its points."""
    place, days = incident.place, incident.date
    if place is None or days is None or place.lat is None or place.lon is None or not events:
        return False
    first, last = min(e.days.start for e in events), max(e.days.end for e in events)
    points = [(e.place.lat or 0.0, e.place.lon or 0.0) for e in events]
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    inside = south - MARGIN <= place.lat <= north + MARGIN
    inside = inside and west - MARGIN <= place.lon <= east + MARGIN
    return inside and days.start < last and first < days.end


def _order(match: Match) -> tuple[date, str]:
    if match.event is not None:
        return match.event.days.start, match.event.id
    incident = match.incident
    if incident is None or incident.date is None:  # only incidents with a day are within
        return date.max, ""
    return incident.date.start, incident.id


def summarise(matches: Iterable[Match]) -> dict[str, int]:
    """How many of each: "matched", "differing tolls" among them, "only ours", "only theirs"."""
    found = list(matches)
    return {
        "matched": sum(m.incident is not None and m.event is not None for m in found),
        "differing tolls": sum(m.differs for m in found),
        "only ours": sum(m.event is None for m in found),
        "only theirs": sum(m.incident is None for m in found),
    }
