"""Choose for every place mention of a report the place it means, or none.

Candidates from the gazetteer are scored by size and kind, by what the words beside the mention
say (its county, province or country), by the countries the report speaks of, and by nearness to
the report's other places (`resolve.rank`). A name has one meaning in a text. Where no candidate
has half of the shares, the answer is the country that most of them lie in, or nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.gazetteer.distance import great_circle_km
from dateline.gazetteer.find import ABBREVIATION, DEMONYM, Entry, Gazetteer
from dateline.gazetteer.fold import fold
from dateline.lexicons import read_lexicon
from dateline.records import COARSE, Place, PlaceMention, PlacePrecision, Span
from dateline.resolve.rank import (
    MAX_CANDIDATES,
    TOWNS,
    UNITS,
    Group,
    load_weights,
    make_group,
    outlet_groups,
    settle,
)

ROAD_KM = 150.0  # "between A and B" is a stretch of road up to here, two parties beyond
SURE = 0.5  # share below which a place is not given: it would more likely be wrong
LEAST_TERM = 0.05  # a smaller difference between two candidates' scores is not worth telling
BESIDE_KM = 15.0  # how far off a hamlet of a town may lie, and
ABOUT_KM = 50.0  # how far one of which only the report's dateline tells
# What a namesake elsewhere may be taken for; a capital or a province is told of anywhere.
FAR_KINDS = frozenset({"seat", "town", "camp", "island"})
QUARTERS = frozenset({"neighborhood", "neighbourhood", "quarter"})
ALIKE_KM = 100.0  # two candidates this near are one answer
REACH_KM = 100.0  # from the report's other towns
MOST = 0.6  # share of a report's names from which a country is the one it tells of
FAR_KM = 500.0  # from every place told of: a small town of a country not told of is hardly meant
FAMED = 100_000  # inhabitants from which a town is told of anywhere


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate, and what share it and others of its whereabouts have of being meant.

    `rival` is the best candidate elsewhere; `in_country` the share of all in the same country.
    """

    entry: Entry
    share: float
    in_country: float
    rival: Entry | None


def resolve_places(
    text: str,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    *,
    publisher: str | None = None,
    title: str | None = None,
) -> dict[Span, Place | None]:
    """A place, or None where no candidate is good enough, for every mention's span.

    A mention of form "unlisted" gets a point by its parent's place, "the capital" that of the country
    which its parent names, or of which the report tells. `publisher` (a domain or a name)
    and `title` only shift the balance between namesakes.
    """
    hamlets = [mention for mention in mentions if mention.form == "unlisted"]
    capitals = [mention for mention in mentions if mention.form == "capital"]
    listed = [mention for mention in mentions if mention.form not in {"unlisted", "capital"}]
    chosen = choose_entries(text, listed, gazetteer, publisher=publisher, title=title)
    places = {m.span: read_place(m, chosen.get(m.span), chosen, gazetteer) for m in listed}
    for m in listed:
        if m.parent in chosen and m.span in chosen and is_outside(chosen[m.span], chosen[m.parent]):
            name = " ".join(text[m.span.start : m.span.end].split())
            places[m.span] = lay_beside(name, places[m.parent])
    for capital in capitals:
        places[capital.span] = read_capital(capital, chosen, gazetteer)
    for hamlet in hamlets:  # last, since one may lie by any of the others
        name = " ".join(text[hamlet.span.start : hamlet.span.end].split())
        anchor = places[hamlet.parent] if hamlet.parent else None
        if hamlet.parent is None:
            places[hamlet.span] = find_within_reach(hamlet, name, chosen, gazetteer)
        elif hamlet.dateline and hamlet.parent in chosen:
            dateline = next(m for m in listed if m.span == hamlet.parent)
            abroad = find_country_told_of(chosen, dateline)
            places[hamlet.span] = (
                lay_in_country(name, abroad, gazetteer)
                if abroad
                else lay_about(name, anchor, chosen[hamlet.parent], gazetteer)
            )
        else:
            places[hamlet.span] = lay_beside(name, anchor)
    return places


def read_capital(
    mention: PlaceMention, chosen: Mapping[Span, Choice], gazetteer: Gazetteer
) -> Place | None:
    """ "The Malian capital"; of "the capital" that of the country in which most of the report's names lie,
    none where they lie in several."""
    sure = {c.entry.id: c.entry.country for c in chosen.values() if c.share >= SURE}
    lands = Counter(country for country in sure.values() if country is not None)
    if mention.parent is not None:
        land = chosen[mention.parent].entry.country if mention.parent in chosen else None
    else:
        land, names = lands.most_common(1)[0] if lands else (None, 0)
        if names < MOST * lands.total():
            return None
    entry = gazetteer.capital(land) if land is not None else None
    if entry is None:
        return None
    choice = Choice(entry, 1.0, 1.0, None)
    return read_place(mention, choice, chosen, gazetteer)


def find_within_reach(
    mention: PlaceMention, name: str, chosen: Mapping[Span, Choice], gazetteer: Gazetteer
) -> Place | None:
    """A name that was too slight to be taken for a place by itself: the town so called in a country that
    the report tells of, close to its other towns there, or the only one so called where it tells of no
    country; none where there are several, or all are far."""
    sure = [c.entry for c in chosen.values() if c.share >= SURE]
    lands = {entry.country for entry in sure}
    found = []
    for entry in gazetteer.exact(name):
        if entry.kind not in TOWNS or (lands and entry.country not in lands):
            continue
        towns = [e for e in sure if e.kind in TOWNS and e.country == entry.country]
        if min((distance_km(entry, town) for town in towns), default=0.0) <= REACH_KM:
            found.append(entry)
    if not found or any(distance_km(found[0], entry) > BESIDE_KM for entry in found):
        return None
    return read_place(mention, Choice(found[0], 1.0, 1.0, None), chosen, gazetteer)


def find_country_told_of(chosen: Mapping[Span, Choice], dateline: PlaceMention) -> Choice | None:
    """A name in the country that a report filed abroad tells of: the one of most towns and provinces, where
    nothing but the dateline, and the parent beside it, lies in the dateline's own ("BANGKOK, Thailand - ...
    in Myanmar's Kayah State")."""
    others = [c for span, c in chosen.items() if span not in {dateline.span, dateline.parent}]
    inside = [c for c in others if c.entry.country and c.entry.kind != "country"]
    filed = chosen[dateline.span].entry.country
    if not inside or any(c.entry.country == filed for c in others):
        return None
    votes = Counter(c.entry.country for c in inside)
    return next(c for c in inside if c.entry.country == votes.most_common(1)[0][0])


def is_outside(choice: Choice, parent: Choice) -> bool:
    """Whether a place is far from the province or district that the report puts it in: then a namesake
    is meant that no gazetteer holds."""
    place, holder = choice.entry, parent.entry
    if parent.share < SURE or holder.kind not in UNITS or place.kind in {holder.kind, "country"}:
        return False
    if holder.id in {place.admin1, place.admin2} or place.id == holder.admin1:
        return False
    return distance_km(place, holder) > max(ALIKE_KM, holder.radius_km)


def lay_about(
    name: str, anchor: Place | None, choice: Choice, gazetteer: Gazetteer
) -> Place | None:
    """A place that no gazetteer holds in a report from `anchor`: somewhere about it, or, where that is a
    capital, from which a whole country is reported, somewhere in the country."""
    if choice.entry.kind == "capital":
        return lay_in_country(name, choice, gazetteer)
    laid = lay_beside(name, anchor)
    if laid is None or laid.precision in COARSE:
        return laid
    return replace(laid, radius_km=max(laid.radius_km or 0.0, ABOUT_KM))


def lay_in_country(name: str, choice: Choice, gazetteer: Gazetteer) -> Place | None:
    """A place that no gazetteer holds, somewhere in a country."""
    country = _fall_back(choice, gazetteer)
    if country is None:
        return None
    return replace(country, name=name, geonameid=None, precision=PlacePrecision.COUNTRY)


def lay_beside(name: str, anchor: Place | None) -> Place | None:
    """A place that no gazetteer holds, known by the one that it lies by: at its point or as far off
    as told, never more exact than "near". Where that is a province or a country, the answer is that."""
    if anchor is None or anchor.precision in COARSE:
        return anchor
    if anchor.precision is not PlacePrecision.EXACT:
        return replace(anchor, name=name, geonameid=None)
    radius = max(anchor.radius_km or 0.0, BESIDE_KM)
    return replace(
        anchor, name=name, geonameid=None, precision=PlacePrecision.NEAR, radius_km=radius
    )


def choose_entries(
    text: str,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    *,
    publisher: str | None = None,
    title: str | None = None,
) -> dict[Span, Choice]:
    """The best gazetteer entry of each mention that has any."""
    groups, homes = group_names(text, mentions, gazetteer, publisher=publisher, title=title)
    settle([*groups, *homes], home=home_country(publisher), weights=load_weights())
    likely = [(group, choose(group)) for group in groups]
    homes_in = frozenset(entry.country for home in homes for entry in home.entries)
    chosen = [
        (group, bring_home(group, choice, others_than(group, likely), homes_in))
        for group, choice in likely
    ]
    return {
        m.span: choice
        for group, choice in chosen
        if choice is not None
        and not is_lost_quarter(text, group, choice, others_than(group, chosen))
        for m in group.mentions
    }


def others_than(group: Group, chosen: Iterable[tuple[Group, Choice | None]]) -> list[Choice]:
    """What the report's other names mean."""
    return [c for other, c in chosen if c is not None and other.name != group.name]


def bring_home(
    group: Group, choice: Choice, others: Sequence[Choice], homes: frozenset[str | None]
) -> Choice | None:
    """The choice, but for a town far off in a country of which the report has nothing else: its namesake
    in the country that the report tells of, or, of a small town, nothing ("Balad" in news of Mogadishu is
    no town of Iraq).

    homes: countries of which the publisher's name speaks.
    """
    entry = choice.entry
    if entry.kind not in FAR_KINDS or entry.country in homes:
        return choice
    sure = [c.entry for c in others if c.share >= SURE and c.entry.country is not None]
    lands = Counter(other.country for other in sure)
    told, names = lands.most_common(1)[0] if lands else (None, 0)
    if entry.country in lands or names < 2:
        return choice
    if any(distance_km(entry, other) < FAR_KM for other in sure):
        return choice
    rated = zip(group.shares, group.entries, strict=True)
    namesakes = [(n, e) for n, e in rated if e.country == told and e.kind in FAR_KINDS]
    if namesakes:
        return Choice(max(namesakes, key=lambda pair: pair[0])[1], SURE, SURE, entry)
    return None if entry.pop < FAMED else choice


def is_lost_quarter(text: str, group: Group, choice: Choice, others: Sequence[Choice]) -> bool:
    """Whether a name told to be a quarter ("the Mandi quarter") is far from every town that the report
    names: then no gazetteer holds it, and the towns so called are namesakes. "A Gao quarter" is one of Gao.
    """
    told = any(
        m.unit in QUARTERS and text[: m.span.start].casefold().endswith(" the ")
        for m in group.mentions
    )
    if not told or choice.entry.kind not in TOWNS:
        return False
    towns = [c.entry for c in others if c.share >= SURE and c.entry.kind in TOWNS]
    return bool(towns) and all(distance_km(choice.entry, town) > ALIKE_KM for town in towns)


def group_names(
    text: str,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    *,
    publisher: str | None,
    title: str | None,
) -> tuple[list[Group], list[Group]]:
    """The report's names with what each may mean, and those in its publisher's name."""
    alike: dict[tuple[str, bool], list[PlaceMention]] = defaultdict(list)
    for mention in mentions:
        alike[name_of(text, mention)].append(mention)
    title_key = fold(title) if title else ""
    groups = []
    for (name, _), group in alike.items():
        if entries := options(text, group, gazetteer):
            weight = weigh(group, name, title_key)
            groups.append(make_group(name, group, entries, weight=weight))
    return groups, outlet_groups(publisher, gazetteer)


def name_of(text: str, mention: PlaceMention) -> tuple[str, bool]:
    """What must have one meaning in a text: the folded name, with and without "province"."""
    surface = fold(text[mention.span.start : mention.span.end])
    return surface, mention.unit in _unit_words()


@cache
def _unit_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("type_words") if row["unit"] == "yes")


def options(text: str, group: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[Entry]:
    surface = text[group[0].span.start : group[0].span.end]
    entries = gazetteer.candidates(surface, limit=MAX_CANDIDATES)
    if group[0].form == "demonym":
        return [e for e in entries if e.kind == "country" or e.form == DEMONYM] or entries
    if any(_is_shortened(text, mention.span) for mention in group):
        return [e for e in entries if e.form == ABBREVIATION] or entries
    return entries


# A point that ends no sentence: "Winkler, Man., on Friday", "WINKLER, Man. (CP) -", "in Winkler, Man. on Friday"
POINT = re.compile(r"\.(?:[,;)]| [(\[a-z–—-])")


def _is_shortened(text: str, name: Span) -> bool:
    """Whether a name stands behind a comma and has a point: "Man" for Manitoba, not the town of Man."""
    return text.endswith(", ", 0, name.start) and POINT.match(text, name.end) is not None


def weigh(group: Sequence[PlaceMention], name: str, title: str) -> float:
    """How much a name says about where the report plays."""
    weight = 1.0 + 0.5 * math.log2(len(group))
    if title and name in title:
        weight *= 1.5
    if any(m.dateline for m in group):
        weight *= 1.5
    return weight


def home_country(publisher: str | None) -> str | None:
    """The country of a domain's last part: "example.ng" is of Nigeria."""
    if not publisher or "." not in publisher:
        return None
    last = publisher.strip("/ ").rsplit(".", 1)[-1].upper()
    if last in {"COM", "ORG", "NET", "INFO", "EU", "TV", "IO", "ME", "CO", "FM", "AI"}:
        return None
    return {"UK": "GB", "GOV": "US", "MIL": "US", "EDU": "US"}.get(
        last, last if len(last) == 2 else None
    )


def choose(group: Group) -> Choice:
    """The candidate of the largest share, those of its whereabouts counted with it.

    Of a town and its district, the one that the word of kind beside the name means.
    """
    ranked = sorted(zip(group.shares, group.entries, strict=True), key=lambda pair: -pair[0])
    top = ranked[0][1]
    said = {
        entry.id
        for entry, features in zip(group.entries, group.features, strict=True)
        if "kind as said" in features and not is_elsewhere(top, entry)
    }
    if said and top.id not in said:
        top = next(entry for _, entry in ranked if entry.id in said)
    apart = [(share, entry) for share, entry in ranked[1:] if is_elsewhere(top, entry)]
    rest = sum(share for share, _ in apart)
    none = 1.0 - sum(group.shares)
    at_home = sum(share for share, e in ranked if e.country == top.country)
    return Choice(top, 1.0 - none - rest, at_home, apart[0][1] if apart else None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean: its share of being meant, and what adds how much to its score."""

    entry: Entry
    share: float
    terms: tuple[tuple[str, float], ...]


def look_up(
    name: str, gazetteer: Gazetteer, *, country: str | None = None, near: Sequence[str] = ()
) -> list[Candidate]:
    """All that a name may mean, the likeliest first, where a report names nothing but `near` beside it.

    `country`, an ISO code, is taken as named too.
    """
    land = gazetteer.country(country.upper()) if country else None
    beside = [([land], land.name)] if land else []
    beside += [(gazetteer.candidates(other, limit=MAX_CANDIDATES), other) for other in near]
    named = [(gazetteer.candidates(name, limit=MAX_CANDIDATES), name), *beside]
    groups = [make_group(fold(n), (), found, weight=1.0) for found, n in named if found]
    weights = load_weights()
    settle(groups, home=None, weights=weights)
    if not named[0][0]:
        return []
    rated = zip(groups[0].entries, groups[0].shares, groups[0].features, strict=True)
    found = [
        Candidate(entry, share, tuple((k, weights.get(k, 0.0) * v) for k, v in features.items()))
        for entry, share, features in rated
    ]
    return sorted(found, key=lambda candidate: -candidate.share)


def compare(winner: Candidate, other: Candidate) -> list[tuple[str, float]]:
    """What puts one candidate before another, and behind it, the weightiest first."""
    ahead: dict[str, float] = defaultdict(float)
    for term, value in winner.terms:
        ahead[term] += value
    for term, value in other.terms:
        ahead[term] -= value
    told = [(term, value) for term, value in ahead.items() if abs(value) >= LEAST_TERM]
    return sorted(told, key=lambda pair: (-abs(pair[1]), pair[0]))


def is_elsewhere(top: Entry, other: Entry) -> bool:
    """Is the other a rival: far off, and neither the holder nor a part of the first?"""
    if other.id in {top.admin1, top.admin2} or top.id in {other.admin1, other.admin2}:
        return False
    return distance_km(top, other) > max(ALIKE_KM, top.radius_km)


def distance_km(a: Entry, b: Entry) -> float:
    return great_circle_km(a.lat, a.lon, b.lat, b.lon)


def read_place(
    mention: PlaceMention,
    choice: Choice | None,
    chosen: Mapping[Span, Choice],
    gazetteer: Gazetteer,
) -> Place | None:
    """The record of a choice: precision, radius, and the point moved by "12 km north of"."""
    if choice is None:
        return None
    entry = choice.entry
    if choice.share < SURE:
        return _fall_back(choice, gazetteer)
    lat, lon, radius, precision = entry.lat, entry.lon, entry.radius_km, precision_of(entry)
    if mention.inside_name and entry.kind == "country":
        precision = PlacePrecision.UNKNOWN  # "the University of Chad" says whose it is
    if mention.between is not None and mention.between in chosen:
        end = chosen[mention.between].entry
    else:
        end = None
    if end is not None and entry.kind != "country" and distance_km(entry, end) < ROAD_KM:
        lat, lon = (lat + end.lat) / 2, (lon + end.lon) / 2
        radius, precision = max(5.0, distance_km(entry, end) / 2), PlacePrecision.NEAR
    elif mention.near and entry.kind not in {"country", "admin1"}:
        precision = PlacePrecision.NEAR
        km = mention.offset_km
        if km is not None and mention.bearing is not None:
            lat, lon = shift(lat, lon, km, mention.bearing)
            radius = max(5.0, km / 3)
        else:
            radius = max(10.0, radius, (km or 0.0) * 1.2)
    return Place(
        entry.name,
        entry.country,
        None if entry.kind == "country" else gazetteer.admin1_name(entry),
        round(lat, 4),
        round(lon, 4),
        entry.geonameid,
        precision,
        round(radius, 1),
    )


def _fall_back(choice: Choice, gazetteer: Gazetteer) -> Place | None:
    """Namesakes that cannot be told apart: somewhere in the country they share, or no answer."""
    if choice.entry.country is None or choice.in_country < SURE:
        return None
    country = gazetteer.country(choice.entry.country)
    if country is None:
        return None
    return Place(
        country.name,
        country.country,
        None,
        country.lat,
        country.lon,
        country.geonameid,
        PlacePrecision.UNKNOWN,
        country.radius_km,
    )


def precision_of(entry: Entry) -> PlacePrecision:
    if entry.kind in {"country", "admin1", "admin2"}:
        return PlacePrecision(entry.kind)
    if entry.kind == "continent":
        return PlacePrecision.UNKNOWN
    if entry.radius_km <= 30.0:
        return PlacePrecision.EXACT
    return PlacePrecision.ADMIN2 if entry.radius_km <= 60.0 else PlacePrecision.ADMIN1


def shift(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point `km` away along a bearing (degrees clockwise from north); fine to some 300 km."""
    north = km * math.cos(math.radians(bearing)) / 111.2
    east = km * math.sin(math.radians(bearing)) / (111.2 * math.cos(math.radians(lat)))
    return lat + north, lon + east
