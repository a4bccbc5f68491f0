"""Where and when a deed was done that is told without a place or a day of its own.

A day is lent by the deed's own sentence, else by the last one before in its paragraph; a place by any
sentence that tells of one.

Each such place is rated by how the report names it (in its title, at its
head, how often, among places of one neighbourhood), by the deeds told there, and by where it stands to
the deed's own sentences. The weights are a table, `lending.tsv`, fitted by `train/fit_lending.py` as
a choice among the places.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.lexicons import read_weights, weigh
from dateline.link.compare import dates_agree, distance_km, places_agree, width
from dateline.records import (
    COARSE,
    Claim,
    Days,
    IncidentType,
    Modality,
    Place,
    PlaceMention,
    PlacePrecision,
    Report,
    Span,
    Values,
)

Features = dict[str, float]
MAX_DAYS = 10  # a vaguer date is lent to no other sentence
FRESH = timedelta(days=31)  # before publication; older days are another deed's
NEAR_DATE = 400  # characters from which a sentence before in the paragraph lends its date
PLANNED = frozenset({Modality.PLANNED, Modality.HYPOTHETICAL})
Spot = tuple[float | None, float | None]  # places at one point are one, whatever is told of them
OPENING = 60  # characters in which a report says where it plays
# Characters beyond which a place is lent no more: of real reports' one in seven was right.
FAR_OFF = 2000
# Share of a report's names and peoples below which its dateline's country is not what it tells of: of
# such datelines lent none of seven was right.
ABROAD = 1 / 3
BESIDE = 2  # characters between a sentence and the one before it
AROUND_KM = 40.0  # within which places are of one neighbourhood
SURE = 0.5  # share below which no place is lent: of those three in four were wrong, on training reports


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a report names, where it does so, and what that says of it whatever the deed."""

    spans: tuple[Span, ...]
    features: Features
    abroad: bool = False  # the dateline of a report that tells of another country


def load_weights() -> Mapping[str, float]:
    return read_weights("dateline.link", "lending.tsv")


def spot(place: Place) -> Spot:
    return place.lat, place.lon


def read_named(report: Report, places: Mapping[PlaceMention, Place]) -> dict[Spot, Named]:
    """The report's places, each with all its mentions."""
    told: dict[Spot, list[PlaceMention]] = defaultdict(list)
    held: dict[Spot, Place] = {}
    lands = Counter(place.country for place in places.values())
    for mention, place in sorted(places.items(), key=lambda item: item[0].span):
        if mention.form != "demonym":
            told[spot(place)].append(mention)
            held.setdefault(spot(place), place)
    return {
        key: Named(
            tuple(m.span for m in mentions),
            _prominence(report, mentions, held[key]) | _company(key, told, held),
            abroad=any(m.dateline for m in mentions)
            and lands[held[key].country] < ABROAD * lands.total(),
        )
        for key, mentions in told.items()
    }


def _prominence(report: Report, mentions: Sequence[PlaceMention], place: Place) -> Features:
    name = report.quote(mentions[0].span)
    return {
        "in the title": float(bool(report.title) and name in (report.title or "")),
        "dateline": float(any(m.dateline for m in mentions)),
        "in the opening": float(mentions[0].span.start < OPENING),
        "locative": float(any(m.locative for m in mentions)),
        "mentions": math.log2(len(mentions)),
        "coarse": float(place.precision in COARSE),
        "country": float(place.precision is PlacePrecision.COUNTRY),
        "district": float(place.precision is PlacePrecision.ADMIN2),
    }


def _company(
    key: Spot, told: Mapping[Spot, Sequence[PlaceMention]], held: Mapping[Spot, Place]
) -> Features:
    """What share of the report's other mentions is of the same country, and of towns close by."""
    others = [(held[k], len(mentions)) for k, mentions in told.items() if k != key]
    here = held[key]
    fine = [(place, n) for place, n in others if place.precision not in COARSE]
    near = 0
    if here.precision not in COARSE:
        near = sum(n for place, n in fine if _is_around(here, place))
    return {
        "its country": _share(sum(n for p, n in others if p.country == here.country), others),
        "its neighbourhood": _share(near, fine),
    }


def _is_around(here: Place, place: Place) -> bool:
    km = distance_km(here, place)
    return km is not None and km < AROUND_KM


def _share(part: int, whole: Sequence[tuple[Place, int]]) -> float:
    return part / max(1, sum(n for _, n in whole))


def lending_features(
    report: Report, named: Named, own: Sequence[Claim[Values]], donors: Sequence[Claim[Values]]
) -> Features:
    """What speaks for a place as that of the deed told in `own`; `donors` are the claims of other
    sentences that tell of the place."""
    quotes = [claim.evidence for claim in own]
    inside = any(quote.holds(span) for quote in quotes for span in named.spans)
    gaps = [q.start - s.end for q in quotes for s in named.spans if s.end <= q.start]
    between = [
        report.text[min(q.end, s.end) : max(q.start, s.start)] for q in quotes for s in named.spans
    ]
    deeds = [claim for claim in donors if claim.says.type is not None]
    types = {claim.says.type for claim in own} - {None}
    return named.features | {
        "in its sentences": float(inside),
        "before it": float(not inside and bool(gaps)),
        "just before it": float(not inside and min(gaps, default=BESIDE + 1) <= BESIDE),
        "in its paragraph": float(any("\n" not in words for words in between)),
        "deeds there": math.log2(1 + len({claim.occurrence for claim in deeds})),
        "a like deed there": float(any(claim.says.type in types for claim in deeds)),
        "told alone": float(len(deeds) < len(donors)),
    }


def rate(features: Features) -> float:
    return weigh(load_weights(), features)


def lend_settings(
    stories: Sequence[Sequence[Claim[Values]]],
    settings: Sequence[Claim[Values]],
    report: Report,
    named: Mapping[Spot, Named],
) -> list[list[Claim[Values]]]:
    """For each story, claims of the place and the day that it lacks. Background stories get no place."""
    return [
        list(_lend(own, donors, report, named))
        for own, donors in zip(stories, find_donors(stories, settings), strict=True)
    ]


def find_donors(
    stories: Sequence[Sequence[Claim[Values]]], settings: Sequence[Claim[Values]]
) -> Iterator[list[Claim[Values]]]:
    """For each story, the claims that may lend to it: of setting, and of other stories."""
    told = [(n, c) for n, story in enumerate(stories) for c in story]
    for n, own in enumerate(stories):
        others = [claim for owner, claim in told if owner != n]
        yield [claim for claim in (*settings, *others) if _fits(claim, own)]


def _lend(
    own: Sequence[Claim[Values]],
    donors: Sequence[Claim[Values]],
    report: Report,
    named: Mapping[Spot, Named],
) -> Iterator[Claim[Values]]:
    where = when = None
    if not own[0].background and not any(claim.says.place for claim in own):
        fresh = [claim for claim in donors if not claim.background]
        where = _likeliest(_credible(lending_options(report, named, own, fresh), own))
        if where is not None and (_says_little(where) or _is_far(where, own)):
            where = None
    if not any(claim.says.date for claim in own):
        dated = [
            c for c in donors if c.says.date is not None and _is_lent(c.says.date, report.published)
        ]
        here = [c for c in dated if _distance(c, own)[0] <= 0]
        fresh = [c for c in here if not c.background]
        led = [c for c in dated if _leads(c, own, report)]
        when = _nearest(fresh, own) or _nearest(here, own) or _nearest(led, own)
    for donor in {c.id: c for c in (where, when) if c is not None}.values():
        yield _setting(donor, where=donor is where, when=donor is when, like=own[0])


def _credible(
    options: Sequence[tuple[Claim[Values], Features]], own: Sequence[Claim[Values]]
) -> Sequence[tuple[Claim[Values], Features]]:
    """No place for a bare killing, and only one of its own sentences for an agreement: both are spoken of
    elsewhere than they were done. One in four was right, on training reports and those set aside."""
    kinds = {claim.says.type for claim in own} - {None}
    if kinds == {IncidentType.KILLING}:
        return ()
    if kinds == {IncidentType.AGREEMENT}:
        return [(claim, shows) for claim, shows in options if shows["in its sentences"]]
    return options


def _says_little(donor: Claim[Values]) -> bool:
    """Whether its place is a province or a country: lent, one in five of those was right, on training
    reports."""
    return donor.says.place is not None and donor.says.place.precision in COARSE


def _is_far(donor: Claim[Values], own: Sequence[Claim[Values]]) -> bool:
    """Whether a donor is told pages before or after a story."""
    where = donor.evidence
    gaps = (max(c.evidence.start - where.end, where.start - c.evidence.end) for c in own)
    return min(gaps) > FAR_OFF


def _is_lent(days: Days, published: date | None) -> bool:
    """Whether the days of one sentence may be those of a deed told in another: close before publication.
    Of those long past, to come, or of an undated report one in four was right, on training reports."""
    if published is None or width(days) > MAX_DAYS:
        return False
    return days.start <= published and days.end > published - FRESH


def _likeliest(options: Sequence[tuple[Claim[Values], Features]]) -> Claim[Values] | None:
    """The claim of the best rated place, the first of equals; None where the others together are likelier."""
    scores = [rate(features) for _, features in options]
    best = max(scores, default=0.0)
    if not scores or 1.0 / sum(math.exp(score - best) for score in scores) < SURE:
        return None
    return options[scores.index(best)][0]


def lending_options(
    report: Report,
    named: Mapping[Spot, Named],
    own: Sequence[Claim[Values]],
    donors: Sequence[Claim[Values]],
) -> list[tuple[Claim[Values], Features]]:
    """The places that `donors` tell of, in a settled order: of each the claim nearest to the deed, and
    what speaks for it."""
    telling: dict[Spot, list[Claim[Values]]] = defaultdict(list)
    for claim in donors:
        place = claim.says.place
        known = named.get(spot(place)) if place is not None else None
        if place is not None and known is not None and not known.abroad:
            telling[spot(place)].append(claim)
    found = [
        (min(claims, key=lambda c: _distance(c, own)), named[key], claims)
        for key, claims in telling.items()
    ]
    return [
        (nearest, lending_features(report, place, own, claims))
        for nearest, place, claims in sorted(found, key=lambda item: _distance(item[0], own))
    ]


def _nearest(donors: Sequence[Claim[Values]], own: Sequence[Claim[Values]]) -> Claim[Values] | None:
    return min(donors, key=lambda c: _distance(c, own), default=None)


def _fits(donor: Claim[Values], own: Sequence[Claim[Values]]) -> bool:
    """A setting must be told as true and not contradict what the story says itself."""
    says = donor.says
    if donor.modality in PLANNED:
        return False
    return not any(
        places_agree(c.says.place, says.place) is False
        or dates_agree(c.says.date, says.date) is False
        for c in own
    )


def _leads(donor: Claim[Values], own: Sequence[Claim[Values]], report: Report) -> bool:
    """Whether a donor stands a little before a story is first told, in the same paragraph."""
    first = min(claim.evidence.start for claim in own)
    between = report.text[donor.evidence.end : first]
    return donor.evidence.end <= first <= donor.evidence.end + NEAR_DATE and "\n" not in between


def _distance(donor: Claim[Values], own: Sequence[Claim[Values]]) -> tuple[int, int, str]:
    """Characters to the nearest sentence of the story; before counts half."""
    gaps = []
    for claim in own:
        ahead = claim.evidence.start - donor.evidence.end
        gaps.append(ahead if ahead >= 0 else 2 * (donor.evidence.start - claim.evidence.end) + 1)
    return max(0, min(gaps)), donor.evidence.start, donor.id


def _setting(
    donor: Claim[Values],
    *,
    where: bool,
    when: bool,
    like: Claim[Values],
) -> Claim[Values]:
    """The donor's place, day or both as a claim of the story that `like` begins."""
    return replace(
        donor,
        id=f"{donor.id}-{like.id}",
        says=Values(
            date=donor.says.date if when else None, place=donor.says.place if where else None
        ),
        modality=like.modality,
        background=like.background,
        scope=like.scope,
    )
