"""Choose for every place mention of a report the place it means, or none.

Candidates from the gazetteer are scored by size and kind, by what the words beside the mention
say (its county, province or country), by the countries the report speaks of, and by nearness to
the report's other places. A name has one meaning in a text. Two good candidates far apart give
the country they share, or nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.gazetteer.distance import great_circle_km
from dateline.gazetteer.find import ALTERNATE, HISTORIC, Entry, Gazetteer
from dateline.gazetteer.fold import fold
from dateline.records import Place, PlaceMention, PlacePrecision, Span

# Weights of the score, in units of log10 population; set by hand on the LGL training papers.
KIND = {"country": 3.0, "continent": 2.5, "capital": 1.2, "seat": 0.6, "admin1": 0.3, "admin2": -0.7,
        "town": 0.0, "section": -0.3}  # fmt: skip
SUPPLEMENT_SIZE = 5.0  # rows of the supplement were chosen because news speaks of them
LISTED = 0.5
UNKNOWN_SIZE = 3.0  # towns whose population GeoNames does not know
ROAD_KM = 150.0  # "between A and B" is a stretch of road up to here, two parties beyond
ROUNDS = 3  # settles in two or three
COUNTRY_VOTE = 2.5
UNIT_VOTE = 2.5
MARGIN = (
    0.5  # below this lead over a place elsewhere, fewer than half of the answers on LGL were right
)
UNITS = {
    "admin1": frozenset("province governorate state region oblast prefecture department".split()),
    "admin2": frozenset(
        "district county parish raion municipality subdistrict sub-district township".split()
    ),
    "town": frozenset("city town village hamlet capital".split()),
    "camp": frozenset({"camp"}),
}
TOWNS = frozenset({"town", "seat", "capital", "section"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate with its score, and how far it leads over the best candidate elsewhere."""

    entry: Entry
    score: float
    lead: float
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

    `publisher` (a domain or a name) and `title` only shift the balance between namesakes.
    """
    chosen = choose_entries(text, mentions, gazetteer, publisher=publisher, title=title)
    return {
        mention.span: read_place(mention, chosen.get(mention.span), chosen, gazetteer)
        for mention in mentions
    }


def choose_entries(
    text: str,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    *,
    publisher: str | None = None,
    title: str | None = None,
) -> dict[Span, Choice]:
    """The best gazetteer entry of each mention that has any."""
    groups: dict[tuple[str, bool], list[PlaceMention]] = defaultdict(list)
    for mention in mentions:
        groups[name_of(text, mention)].append(mention)
    options = {key: _options(text, group, gazetteer) for key, group in groups.items()}
    options = {key: entries for key, entries in options.items() if entries}
    title_key = fold(title) if title else ""
    home = home_country(publisher)
    chosen: dict[tuple[str, bool], Choice] = {}
    scores = {key: [prior(entry) for entry in entries] for key, entries in options.items()}
    for _ in range(ROUNDS):
        shares = {key: softmax(values) for key, values in scores.items()}
        weights = {key: weigh(groups[key], key, title_key) for key in options}
        best = {k: e[max(range(len(e)), key=scores[k].__getitem__)] for k, e in options.items()}
        spans = {m.span: best[key] for key in best for m in groups[key]}
        fresh = {}
        for key, entries in options.items():
            votes = count_votes(options, shares, weights, without=key, home=home)
            fresh[key] = rate(entries, groups[key], key, best, votes, spans)
        scores = fresh
    for key, entries in options.items():
        chosen[key] = choose(entries, scores[key])
    return {m.span: chosen[key] for key in chosen for m in groups[key]}


def name_of(text: str, mention: PlaceMention) -> tuple[str, bool]:
    """What must have one meaning in a text: the folded name, with and without "province"."""
    surface = fold(text[mention.span.start : mention.span.end])
    return surface, mention.unit in UNITS["admin1"] | UNITS["admin2"]


def _options(text: str, group: list[PlaceMention], gazetteer: Gazetteer) -> list[Entry]:
    surface = text[group[0].span.start : group[0].span.end]
    entries = gazetteer.candidates(surface)
    if group[0].form == "demonym":
        return [e for e in entries if e.kind == "country" or e.form == 3] or entries
    return entries


def size(entry: Entry) -> float:
    if entry.listed:
        return max(SUPPLEMENT_SIZE, math.log10(entry.pop + 1))
    if entry.kind in TOWNS | {"admin2"} and entry.pop == 0:
        return UNKNOWN_SIZE
    return math.log10(entry.pop + 1)


def prior(entry: Entry) -> float:
    """How likely a place is meant by its name alone."""
    score = size(entry) + KIND.get(entry.kind, 0.0)
    if entry.form in {ALTERNATE, HISTORIC}:
        score -= 0.4
    if entry.loose:
        score -= 0.8
    if entry.listed:
        score += LISTED
    return score


def softmax(values: Sequence[float]) -> list[float]:
    top = max(values)
    powers = [math.exp(1.5 * (value - top)) for value in values]
    total = sum(powers)
    return [power / total for power in powers]


def weigh(group: Sequence[PlaceMention], key: tuple[str, bool], title: str) -> float:
    """How much a name says about where the report plays."""
    weight = 1.0 + 0.5 * math.log2(len(group))
    if title and key[0] in title:
        weight *= 1.5
    if any(m.dateline for m in group):
        weight *= 1.5
    return weight


def count_votes(
    options: Mapping[tuple[str, bool], list[Entry]],
    shares: Mapping[tuple[str, bool], list[float]],
    weights: Mapping[tuple[str, bool], float],
    *,
    without: tuple[str, bool],
    home: str | None,
) -> dict[str | int, float]:
    """Shares of a report's other names that each country, and each first-level unit, holds."""
    votes: dict[str | int, float] = defaultdict(float)
    total = 1.0
    for key, entries in options.items():
        if key[0] == without[0]:
            continue
        total += weights[key]
        for entry, share in zip(entries, shares[key], strict=True):
            if entry.country is not None:
                votes[entry.country] += weights[key] * share
            if entry.admin1 is not None and entry.kind != "country":
                votes[entry.admin1] += weights[key] * share
    if home is not None:
        votes[home] += 1.0
        total += 1.0
    return {area: weight / total for area, weight in votes.items()}


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


def rate(
    entries: Sequence[Entry],
    group: Sequence[PlaceMention],
    key: tuple[str, bool],
    best: Mapping[tuple[str, bool], Entry],
    votes: Mapping[str | int, float],
    spans: Mapping[Span, Entry],
) -> list[float]:
    """The score of each candidate of one name, given what the other names mean so far."""
    others = [
        e for k, e in best.items() if k[0] != key[0] and e.kind not in {"country", "continent"}
    ]
    parents = [spans[m.parent] for m in group if m.parent is not None and m.parent in spans]
    units = {m.unit for m in group if m.unit is not None}
    seats = {e.admin1 for e in entries if e.kind in TOWNS} | {
        e.admin2 for e in entries if e.kind in TOWNS
    }
    scores = []
    for entry in entries:
        score = prior(entry) + fit_unit(entry, units)
        if entry.kind in {"admin1", "admin2"} and entry.id in seats and not units:
            score -= 1.5  # "Kherson" is the city, unless "region" stands beside it
        share = votes.get(entry.country or "", 0.0)
        score += COUNTRY_VOTE * share + (0.7 if share > 0.05 else 0.0)
        if entry.admin1 is not None and entry.kind != "country":
            score += UNIT_VOTE * votes.get(entry.admin1, 0.0)
        score += nearness(entry, others)
        score += max((containment(entry, parent) for parent in parents), default=0.0)
        scores.append(score)
    return scores


def choose(entries: Sequence[Entry], scores: Sequence[float]) -> Choice:
    ranked = sorted(zip(scores, entries, strict=True), key=lambda pair: -pair[0])
    top_score, top = ranked[0]
    rivals = [(s, e) for s, e in ranked[1:] if is_elsewhere(top, e)]
    if not rivals:
        return Choice(top, top_score, 9.0, None)
    return Choice(top, top_score, top_score - rivals[0][0], rivals[0][1])


def is_elsewhere(top: Entry, other: Entry) -> bool:
    """Is the other a rival: far off, and neither the holder nor a part of the first?"""
    if other.id in {top.admin1, top.admin2} or top.id in {other.admin1, other.admin2}:
        return False
    return distance_km(top, other) > max(100.0, top.radius_km)


def fit_unit(entry: Entry, units: set[str]) -> float:
    """Does the kind agree with the word of kind beside the name?"""
    if not units:
        return 0.0
    kind = "town" if entry.kind in TOWNS else entry.kind
    if any(unit in UNITS.get(kind, ()) for unit in units):
        return 2.0
    if any(unit in words for words in UNITS.values() for unit in units):
        return -2.5
    return 0.0


def nearness(entry: Entry, others: Sequence[Entry]) -> float:
    """Reward for other places of the report close by; 0 to 1.5."""
    if entry.kind in {"country", "continent"} or not others:
        return 0.0
    near = sum(math.exp(-distance_km(entry, other) / 150.0) for other in others)
    return 1.5 * min(1.0, near / 1.5)


def containment(entry: Entry, parent: Entry) -> float:
    """Does the place that the words name as its holder hold it?"""
    if parent.id == entry.id:
        return 0.0
    if parent.kind == "country":
        return 3.5 if entry.country == parent.country else -2.5
    if parent.id in {entry.admin1, entry.admin2}:
        return 4.0
    if entry.country != parent.country and parent.id > 0:
        return -2.0
    return 2.0 if distance_km(entry, parent) < max(60.0, 1.5 * parent.radius_km) else -1.0


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
    if choice.lead < MARGIN:
        return _fall_back(choice, gazetteer)
    lat, lon, radius, precision = entry.lat, entry.lon, entry.radius_km, precision_of(entry)
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
    """Namesakes that cannot be told apart: the country they share, or no answer."""
    entry, rival = choice.entry, choice.rival
    if rival is None or entry.country is None or entry.country != rival.country:
        return None
    country = gazetteer.country(entry.country)
    if country is None:
        return None
    return Place(
        country.name,
        country.country,
        None,
        country.lat,
        country.lon,
        country.geonameid,
        PlacePrecision.COUNTRY,
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
