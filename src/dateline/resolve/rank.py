"""How well each place that a name may mean fits a report: features, weights, shares.

A candidate's score is the sum of its features times the weights of `lexicons/place_weights.tsv`,
which `train/fit_places.py` fits. The scores of one name's candidates, and of "none of them", are
turned into shares of one. What a name means depends on what the report's other names mean, so
shares are reckoned a few times over, at first by the names alone.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from dateline.gazetteer.distance import great_circle_km
from dateline.gazetteer.find import (
    ABBREVIATION,
    ALTERNATE,
    DEMONYM,
    HISTORIC,
    NAME,
    Entry,
    Gazetteer,
    type_words,
)
from dateline.gazetteer.fold import fold
from dateline.lexicons import read_lexicon, read_weights
from dateline.records import PlaceMention

SUPPLEMENT_SIZE = 5.0  # rows of the supplement were chosen because news speaks of them
UNKNOWN_SIZE = 3.0  # log10 of the population of towns for which GeoNames has none
MAX_CANDIDATES = 40
OUTLET_WEIGHT = 1.5  # of the town in the publisher's name; a name said once in the report has 1
ROUNDS = 3  # settles in two or three
AT_ALL = 0.05  # share of a report from which a country is spoken of in it
WIDE_KM = 250.0  # places wider than this are near everything and say little
TOWNS = frozenset({"town", "seat", "capital", "section", "village"})
UNITS = frozenset({"admin1", "admin2"})
AREAS = frozenset({"country", "continent"})
FORMS = {ALTERNATE: "other name", ABBREVIATION: "abbreviation", DEMONYM: "demonym", HISTORIC: "former name"}  # fmt: skip
FORM_OF_KIND = {"seat": "town", "capital": "town", "village": "town"}

Features = dict[str, float]

# The same pairs come back in every round, and in the next report of the same region.
apart_km = lru_cache(maxsize=50_000)(great_circle_km)


@dataclass(slots=True)
class Group:
    """All mentions of one name in a report, which have one meaning, and what they may mean.

    `weight` is how much the name says of where the report plays; `shares` has one for each
    candidate, the rest to one being "none of these".
    """

    name: str
    mentions: Sequence[PlaceMention]
    entries: Sequence[Entry]
    weight: float
    names: Sequence[Features]  # what the name alone says of each candidate
    none: Features  # what speaks for none of the candidates
    outlet: bool = False  # of the publisher's name, not of the report
    shares: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    features: list[Features] = field(default_factory=list)

    @property
    def best(self) -> Entry:
        return self.entries[max(range(len(self.entries)), key=self.scores.__getitem__)]


def load_weights() -> Mapping[str, float]:
    return read_weights("dateline.lexicons", "place_weights.tsv")


def make_group(
    name: str, mentions: Sequence[PlaceMention], entries: Sequence[Entry], *, weight: float
) -> Group:
    top = max(size_of(entry) for entry in entries)
    units = {m.unit for m in mentions if m.unit is not None}
    held = {e.admin1 for e in entries if e.kind in TOWNS} | {
        e.admin2 for e in entries if e.kind in TOWNS
    }
    nations = {e.country for e in entries if e.kind == "country" and e.form in {NAME, ALTERNATE}}
    names = []
    for entry in entries:
        features = name_features(entry, name, top) | unit_features(entry, units)
        if entry.country in nations and entry.kind != "country":
            features["its own country's name"] = 1.0  # "Mexico" is seldom Mexico City
        elif nations and entry.kind != "country":
            features["a country's name"] = 1.0
        if entry.kind in UNITS and entry.id in held and not units:
            features["unit named as its town"] = 1.0  # "Kherson" is the city
        if entry.kind in UNITS and not held:
            features["unit, and no town"] = 1.0
        names.append(features)
    none = {
        "none of these": 1.0,
        "none of these, several": math.log2(len(entries)),
    }
    if all(entry.loose for entry in entries):
        none["none of these, inexact"] = 1.0
    return Group(name, mentions, entries, weight, names, none)


def size_of(entry: Entry) -> float:
    size = math.log10(entry.pop + 1)
    if entry.listed or entry.kind == "country":
        return max(SUPPLEMENT_SIZE, size)
    return max(UNKNOWN_SIZE, size) if entry.pop == 0 else size


def name_features(entry: Entry, name: str, top: float) -> Features:
    size = size_of(entry)
    features = {"size": size - 4.0, "smaller namesake": top - size, kind_of(entry): 1.0}
    if entry.listed:
        features["in the supplement"] = 1.0
    if entry.form in FORMS:
        features[FORMS[entry.form]] = 1.0
    if entry.loose:
        features["inexact name"] = 1.0
    if fold(entry.name) == name:
        features["name as written"] = 1.0
    return features


def kind_of(entry: Entry) -> str:
    """The kind as a feature; what only the supplement and users' dumps hold is one kind."""
    if entry.kind in TOWNS | UNITS | AREAS:
        return "town" if entry.kind == "village" else entry.kind
    return "landmark"


def unit_features(entry: Entry, units: set[str]) -> Features:
    """Does the kind agree with the word of kind beside the name?"""
    kinds = [type_words()[unit] for unit in units if unit in type_words()]
    if not kinds:
        return {}
    kind = FORM_OF_KIND.get(entry.kind, entry.kind)
    return {"kind as said": 1.0} if any(kind in k for k in kinds) else {"another kind": 1.0}


def settle(groups: Sequence[Group], *, home: str | None, weights: Mapping[str, float]) -> None:
    """Give every group its shares, scores and features, in place."""
    by_name = []  # what the names alone add to each score stays the same in every round
    for group in groups:
        if all(other.name == group.name for other in groups):
            group.none["none of these, nothing else named"] = 1.0
        by_name.append(_add_up((*group.names, group.none), weights))
        _share_out(group, by_name[-1])
    fresh: list[list[Features]] = [[] for _ in groups]
    for _ in range(ROUNDS):
        scene = _Scene(groups, home)
        fresh = [[*scene.features(group), scene.against(group)] for group in groups]
        for group, features, known in zip(groups, fresh, by_name, strict=True):
            around = _add_up(features, weights)
            _share_out(group, [a + b for a, b in zip(known, around, strict=True)])
    for group, (*features, none) in zip(groups, fresh, strict=True):
        group.features = [n | f for n, f in zip(group.names, features, strict=True)]
        group.none = group.none | none


def _add_up(options: Sequence[Features], weights: Mapping[str, float]) -> list[float]:
    return [sum(weights.get(k, 0.0) * v for k, v in option.items()) for option in options]


def _share_out(group: Group, scores: Sequence[float]) -> None:
    """Shares from the scores, of which the last is that of none of the candidates."""
    *group.scores, none = scores
    top = max(scores)
    powers = [math.exp(score - top) for score in group.scores]
    total = sum(powers) + math.exp(none - top)
    group.shares = [power / total for power in powers]


class _Scene:
    """What all groups of a report say at one round of settling."""

    def __init__(self, groups: Sequence[Group], home: str | None) -> None:
        self.groups = groups
        self.home = home
        self.total = 1.0 + sum(group.weight for group in groups)
        self.held = {id(group): _held(group) for group in groups}
        self.votes: dict[str | int, float] = defaultdict(float)
        for held in self.held.values():
            for area, weight in held.items():
                self.votes[area] += weight
        self.best = {m.span: group.best for group in groups for m in group.mentions}
        self.spots = [
            (group.name, group.best)
            for group in groups
            if group.best.kind not in AREAS and group.best.radius_km < WIDE_KM
        ]

    def features(self, group: Group) -> list[Features]:
        # names that fold alike, "Kherson" and "Kherson region", do not speak for each other
        akin = [self.held[id(g)] for g in self.groups if g.name == group.name]
        total = self.total - sum(g.weight for g in self.groups if g.name == group.name)
        others = [entry for name, entry in self.spots if name != group.name]
        outlets = [g for g in self.groups if g.outlet]
        parents = [
            self.best[m.parent] for m in group.mentions if m.parent and m.parent in self.best
        ]
        spans = {m.span for m in group.mentions}
        held = [
            g.best for g in self.groups for m in g.mentions if m.parent in spans and g is not group
        ]

        def share(area: str | int | None) -> float:
            if area is None:
                return 0.0
            vote = self.votes.get(area, 0.0) - sum(held.get(area, 0.0) for held in akin)
            return max(vote, 0.0) / total

        rated = []
        for entry, name in zip(group.entries, group.names, strict=True):
            country = share(entry.country)
            features = {"country spoken of": country}
            if country > AT_ALL:
                features["country spoken of at all"] = 1.0
            if entry.kind not in AREAS and "its own country's name" not in name:
                features["province spoken of"] = share(entry.admin1)
                features["district spoken of"] = share(entry.admin2)
                features |= _nearness(entry, others)
                features |= _at_home(entry, outlets)
            if self.home is not None and entry.country == self.home:
                features["publisher's country"] = 1.0
            features |= _containment(entry, parents, held)
            rated.append(features)
        return rated

    def against(self, group: Group) -> Features:
        """What the rest of the report says for none of a name's candidates: that its towns and provinces
        lie in a country, and that it speaks of none in which a candidate lies. The more of the report
        does, the more it says. A country's own name, or its people's, tells less of where a report plays.
        """
        countries = {entry.country for entry in group.entries}
        if any(entry.kind in AREAS for entry in group.entries):
            return {}
        others = [other for other in self.groups if other.name != group.name]
        total = 1.0 + sum(other.weight for other in others)
        spoken: dict[str, float] = defaultdict(float)
        placed: dict[str, float] = defaultdict(float)
        for other in others:
            for area, weight in self.held[id(other)].items():
                if isinstance(area, str):
                    spoken[area] += weight / total
                    placed[area] += weight / total * (other.best.kind not in AREAS)
        if any(spoken[country] > AT_ALL for country in countries if country is not None):
            return {}
        most = max(placed.values(), default=0.0)
        return {"none of these, plays elsewhere": most} if most > AT_ALL else {}


def _held(group: Group) -> dict[str | int, float]:
    """What share of a name's weight each country and unit holds, the named ones themselves too."""
    held: dict[str | int, float] = defaultdict(float)
    for entry, share in zip(group.entries, group.shares, strict=True):
        weight = group.weight * share
        for area in {entry.country, entry.admin1, entry.admin2, entry.id} - {None}:
            if area is not None and not (area == entry.admin1 and entry.kind == "country"):
                held[area] += weight
    return held


def _nearness(entry: Entry, others: Sequence[Entry]) -> Features:
    if not others:
        return {}
    far = [apart_km(entry.lat, entry.lon, o.lat, o.lon) for o in others]
    near = sum(math.exp(-km / 150.0) for km in far)
    return {"near others": min(1.0, near / 1.5), "close to another": math.exp(-min(far) / 40.0)}


def _at_home(entry: Entry, outlets: Sequence[Group]) -> Features:
    """Is it the town that the publisher is named after, or near it?"""
    features: Features = defaultdict(float)
    for group in outlets:
        for town, share in zip(group.entries, group.shares, strict=True):
            if town.id == entry.id:
                features["publisher's town"] += share
            km = apart_km(entry.lat, entry.lon, town.lat, town.lon)
            features["near the publisher's town"] += share * math.exp(-km / 80.0)
    return dict(features)


def _containment(entry: Entry, parents: Sequence[Entry], held: Sequence[Entry]) -> Features:
    """Does the place that the words name as its holder hold it? "Oregon, Idaho" are two of a list."""
    if any(_is_like(entry, other) for other in (*parents, *held)):
        return {"listed with its like": 1.0}
    found = [_held_by(entry, parent) for parent in parents if parent.id != entry.id]
    if not found:
        return {}
    order = ("within what holds it", "near what holds it", "outside what holds it")
    return {next(name for name in order if name in found): 1.0}


def _is_like(entry: Entry, other: Entry) -> bool:
    """Countries or continents, or units of one level in one country."""
    if entry.id == other.id or entry.kind != other.kind:
        return False
    return entry.kind in AREAS or (entry.kind in UNITS and entry.country == other.country)


def _held_by(entry: Entry, parent: Entry) -> str:
    if parent.id in {entry.admin1, entry.admin2}:
        return "within what holds it"
    if parent.kind == "country" and entry.country == parent.country:
        return "within what holds it"
    if parent.kind == "country" or (entry.country != parent.country and parent.country):
        return "outside what holds it"
    km = apart_km(entry.lat, entry.lon, parent.lat, parent.lon)
    return (
        "near what holds it" if km < max(60.0, 1.5 * parent.radius_km) else "outside what holds it"
    )


def outlet_groups(publisher: str | None, gazetteer: Gazetteer) -> list[Group]:
    """The towns that an outlet's name may speak of, as further names of the report.

    >>> from dateline.gazetteer.find import open_gazetteer
    >>> [group.name for group in outlet_groups("themaiduguriherald.example", open_gazetteer())]
    ['maiduguri']
    """
    groups = []
    for name in outlet_names(publisher or ""):
        towns = [e for e in gazetteer.exact(name)[:MAX_CANDIDATES] if e.kind in TOWNS]
        if towns:
            group = make_group(fold(name), (), towns, weight=OUTLET_WEIGHT)
            groups.append(replace(group, outlet=True))
    return groups


def outlet_names(publisher: str) -> list[str]:
    """What is left of the parts of an outlet's name or domain without "the", "news", "herald"."""
    parts = re.split(r"[.\-\s/]+", publisher.lower())
    if "." in publisher and " " not in publisher:
        parts = parts[:-1]  # "com", "ng"
    left = []
    for part in parts:
        bare = _strip_outlet(part)
        if len(bare) > 3 and bare not in left:
            left.append(bare)
    return left


def _strip_outlet(part: str) -> str:
    words = _outlet_words()
    while part:
        shorter = next((part[len(w) :] for w in words if part.startswith(w)), None)
        if shorter is None:
            shorter = next((part[: -len(w)] for w in words if part.endswith(w)), None)
        if shorter is None:
            return part
        part = shorter
    return part


@cache
def _outlet_words() -> tuple[str, ...]:
    rows = (row for row in read_lexicon("place_cues") if row["group"] == "outlet")
    return tuple(sorted((w for row in rows for w in row["words"].split()), key=lambda w: -len(w)))
