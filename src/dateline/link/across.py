"""Which incidents of different reports are one: same place, same days, and more in common.

Pairs are compared only within a block (a day and a cell of a degree; a day and a province; a year, a
cell and a toll for what is told later; a person hurt or held), so that the work grows with the
number of incidents, not of pairs. Pairs that score enough are merged from the surest on, never
over a veto: two incidents of one report stay two. The result depends on the set alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from dateline.lexicons import read_lexicon
from dateline.link.compare import (
    counts_agree,
    dates_agree,
    distance_km,
    radius,
    same_actor,
    types_agree,
    width,
)
from dateline.link.reconcile import POINTING, PUBLICATION_WINDOW
from dateline.records import (
    COARSE,
    ActorKind,
    CountKind,
    Days,
    Incident,
    Place,
    PlacePrecision,
    Report,
    Status,
)

MAX_KM = 25.0  # two precise points farther apart are two places
TOWN_KM = 3.0  # as near as this they are one town even where their names differ
MAX_DELAY = 30  # days from a deed to a report that does not say when it was
MAX_WIDTH = 7  # days; a vaguer date joins only by a toll or a named doer
LARGE = 10  # a figure from here on is seldom the same by chance
LARGE_TOWN_KM = 10.0  # radius from which a town sees several such deeds in a day
JOIN = 0.7  # least score at which two incidents are one
# What each thing that two incidents have in common, or not, counts for. In a small town the same day
# and the same type are enough; in a large one something more must agree.
WEIGHTS = {
    "same town": 0.4,
    "same large town": 0.1,
    "another town nearby": -1.5,
    "only the province": -1.0,
    "same day": 0.1,
    "next day": -0.2,
    "vague date": -0.5,
    "day only guessed": -0.7,
    "same type": 0.2,
    "same large figure": 1.5,
    "same figure": 0.7,
    "same small figure": 0.2,
    "risen figure": 0.3,
    "figures apart": -0.7,
    "same doer": 0.8,
    "other doer": -2.0,
    "same person": 1.5,
    "same victims": 0.5,
    "same weapon": 0.3,
    "copy": 2.0,
    "foiled in one": -1.0,
}
PRIVATE = frozenset({ActorKind.CIVILIANS, ActorKind.UNKNOWN})
FULL_NAME = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. |[A-Z][a-z]+ )?([A-Z][a-z]+)\b")
Edge = tuple[float, int, int]


def join_groups(
    told: Sequence[Incident], reports: Mapping[str, Report], copies: Mapping[str, str]
) -> list[list[Incident]]:
    """The incidents of single reports, those that are one together; `told` in a settled order."""
    cluster_of = list(range(len(told)))
    members = {i: [i] for i in cluster_of}
    for _, i, j in sorted(_edges(told, reports, copies), key=lambda e: (-e[0], e[1], e[2])):
        a, b = sorted((cluster_of[i], cluster_of[j]))
        if a == b or not _may_merge([told[k] for k in members[a]], [told[k] for k in members[b]]):
            continue
        for k in members[b]:
            cluster_of[k] = a
        members[a] += members.pop(b)
    return [[told[k] for k in sorted(held)] for _, held in sorted(members.items())]


def _may_merge(a: Sequence[Incident], b: Sequence[Incident]) -> bool:
    """No report tells of one incident as two, and no two members lie in other days or places."""
    if {r for i in a for r in i.reports} & {r for i in b for r in i.reports}:
        return False
    return not any(_vetoed(x, y) for x in a for y in b)


def _edges(
    told: Sequence[Incident], reports: Mapping[str, Report], copies: Mapping[str, str]
) -> Iterator[Edge]:
    seen: set[tuple[int, int]] = set()
    persons = [find_persons(incident, reports) for incident in told]
    for block in _blocks(told, persons, copies):
        for n, i in enumerate(block):
            for j in block[n + 1 :]:
                if (i, j) in seen:
                    continue
                seen.add((i, j))
                if _is_copy(told[i], told[j], reports, copies):
                    score = WEIGHTS["copy"]
                else:
                    score = score_pair(told[i], told[j], bool(persons[i] & persons[j]))
                if score >= JOIN - 1e-9:
                    yield score, i, j


def _blocks(
    told: Sequence[Incident], persons: Sequence[frozenset[str]], copies: Mapping[str, str]
) -> list[list[int]]:
    """Indices of incidents worth comparing, each block in order."""
    blocks: dict[tuple[object, ...], list[int]] = {}
    copied = set(copies) | set(copies.values())
    for i, incident in enumerate(told):
        for key in set(_keys(incident)):
            blocks.setdefault(key, []).append(i)
        for name in persons[i]:
            blocks.setdefault(("person", name), []).append(i)
        for report in incident.reports:
            if report in copied:
                key = ("copy", copies.get(report, report), incident.type)
                blocks.setdefault(key, []).append(i)
    return sorted(block for block in blocks.values() if len(block) > 1)


def _keys(incident: Incident) -> Iterator[tuple[object, ...]]:
    place, days = incident.place, incident.date
    if place is None or days is None:
        return
    dated = range(days.start.toordinal(), days.end.toordinal() + 1)  # and the day after
    cells = _cells(place)
    if width(days) <= MAX_WIDTH:
        for day in dated:
            yield from (("day", day, *cell) for cell in cells)
            if place.admin1:  # where towns meet the province that another report names
                yield "province", day, place.country or "", place.admin1
    for kind, figure in _large_figures(incident):
        for cell in cells:
            yield "year", days.start.year, *cell, kind.value, figure


def _cells(place: Place) -> list[tuple[int, int]]:
    """The cells of one degree that a point lies in or near; none for provinces and countries."""
    if place.lat is None or place.lon is None or place.precision in COARSE:
        return []
    nudges = (-0.3, 0.3)
    return sorted({(round(place.lat + a), round(place.lon + b)) for a in nudges for b in nudges})


def _large_figures(incident: Incident) -> Iterator[tuple[CountKind, int]]:
    for kind, count in incident.counts.items():
        if count.best is not None and count.best >= LARGE:
            yield kind, count.best


def score_pair(a: Incident, b: Incident, same_person: bool) -> float:
    """Evidence that two reports tell of one incident; minus infinity where they cannot.

    Without a place and a day for both, only a person named in both can join them.
    """
    if set(a.reports) & set(b.reports) or _vetoed(a, b):
        return float("-inf")
    unplaced = None in (a.place, b.place, a.date, b.date)
    if unplaced and not same_person:
        return float("-inf")
    named = WEIGHTS["same person"] if same_person else 0.0
    return round(named + sum(WEIGHTS[reason] for reason in reasons(a, b)), 6)


def find_persons(incident: Incident, reports: Mapping[str, Report]) -> frozenset[str]:
    """Full names of those who did it or were hit, or in the sentences that tell it, without
    those of speakers."""
    found: set[str] = set()
    for claim in incident.claims:
        report = reports.get(claim.report_id)
        if claim.says.type is None or report is None:
            continue
        actors = (*claim.says.perpetrators, *claim.says.targets)
        private = [
            w for a in actors if a.actor_id is None and a.kind in PRIVATE for w in a.mentions
        ]
        named = [_full_names(words) for words in private]
        quoted = {
            (given, surname)
            for given, surname in _full_names(report.quote(claim.evidence))
            if given in _given_names()
        }
        speakers = {word for source in claim.sources for word in source.name.casefold().split()}
        pairs = quoted.union(*named)
        found |= {f"{given} {last}" for given, last in pairs if last not in speakers}
    return frozenset(found)


def _full_names(words: str) -> set[tuple[str, str]]:
    """First and last words of names like "Amina Traore", lower-cased."""
    matches = FULL_NAME.finditer(words)
    return {(match.group(1).casefold(), match.group(2).casefold()) for match in matches}


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in read_lexicon("given_names"))


def _vetoed(a: Incident, b: Incident) -> bool:
    """Other kinds of deed, days or places; a plan and a deed."""
    if not types_agree(a.type, b.type) or _other_days(a.date, b.date):
        return True
    if (a.status is Status.PLANNED) != (b.status is Status.PLANNED):
        return True
    if a.place is None or b.place is None:
        return False
    if a.place.country and b.place.country and a.place.country != b.place.country:
        return True
    if a.place.precision in COARSE or b.place.precision in COARSE:
        return bool(a.place.admin1 and b.place.admin1) and a.place.admin1 != b.place.admin1
    km = distance_km(a.place, b.place)
    return km is None or km > MAX_KM


def _other_days(a: Days | None, b: Days | None) -> bool:
    """Told days that differ. A report without a day may come weeks after the deed, never before."""
    if a is None or b is None or dates_agree(a, b) is not False:
        return False
    guessed = [days for days in (a, b) if days.rule == PUBLICATION_WINDOW]
    if not guessed:
        return True
    if len(guessed) == 2:
        return abs((a.end - b.end).days) > MAX_DELAY
    day = b if guessed[0] is a else a
    return not 0 <= (guessed[0].end - day.start).days <= MAX_DELAY


def _is_copy(
    a: Incident, b: Incident, reports: Mapping[str, Report], copies: Mapping[str, str]
) -> bool:
    """Told in one sentence of one text, printed twice."""
    if not {copies.get(r, r) for r in a.reports} & {copies.get(r, r) for r in b.reports}:
        return False
    return bool(_quotes(a, reports) & _quotes(b, reports))


def _quotes(incident: Incident, reports: Mapping[str, Report]) -> set[str]:
    return {
        " ".join(reports[c.report_id].quote(c.evidence).casefold().split())
        for c in incident.claims
        if c.says.type is not None and c.report_id in reports
    }


def reasons(a: Incident, b: Incident) -> Iterator[str]:
    """What speaks for and against two dated, placed incidents being one: names in WEIGHTS."""
    if a.place is not None and b.place is not None:
        yield _place_reason(a.place, b.place)
    if a.date is not None and b.date is not None:
        yield from _date_reason(a.date, b.date)
    if a.type is b.type:
        yield "same type"
    if (a.status is Status.FOILED) != (b.status is Status.FOILED):
        yield "foiled in one"
    yield from _figure_reasons(a, b)
    yield from _actor_reasons(a, b)
    if {w.casefold() for w in a.weapons} & {w.casefold() for w in b.weapons}:
        yield "same weapon"


def _place_reason(a: Place, b: Place) -> str:
    if a.precision in COARSE or b.precision in COARSE:
        return "only the province"
    km = distance_km(a, b)
    inside = PlacePrecision.ADMIN2 in (a.precision, b.precision)
    same = a.geonameid is not None and a.geonameid == b.geonameid
    if not same and not inside and (km is None or km > TOWN_KM):
        return "another town nearby"
    return "same large town" if max(radius(a), radius(b)) >= LARGE_TOWN_KM else "same town"


def _date_reason(a: Days, b: Days) -> Iterator[str]:
    if max(width(a), width(b)) > MAX_WIDTH:
        yield "vague date"
    elif dates_agree(a, b) is False:
        yield "day only guessed"
    elif not (a.start < b.end and b.start < a.end):
        yield "next day"
    elif PUBLICATION_WINDOW not in (a.rule, b.rule):
        yield "same day"


def _figure_reasons(a: Incident, b: Incident) -> Iterator[str]:
    """Same figures, a toll that may have risen since, or figures too far apart."""
    for kind in sorted(set(a.counts) & set(b.counts)):
        one, two = a.counts[kind], b.counts[kind]
        if one.best is None or two.best is None:
            continue
        low, high = sorted((one.best, two.best))
        if low == high:
            small = "same small figure" if low <= 2 else "same figure"
            yield "same large figure" if low >= LARGE else small
        elif low > 2 and (counts_agree(one, two) or high <= low * 2):
            yield "risen figure"
        elif not counts_agree(one, two):
            yield "figures apart"


def _actor_reasons(a: Incident, b: Incident) -> Iterator[str]:
    mine, theirs = ([x for x in i.perpetrators if x.actor_id] for i in (a, b))
    if mine and theirs:
        same = any(same_actor(x, y) for x in mine for y in theirs)
        yield "same doer" if same else "other doer"
    if _victims(a) & _victims(b):
        yield "same victims"


def _victims(incident: Incident) -> set[str]:
    """Words that name those hit, without the ones that point to anybody."""
    words = {w.rstrip("s") for t in incident.targets for w in t.name.casefold().split()}
    return words - {w.rstrip("s") for w in POINTING}
