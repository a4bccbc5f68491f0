"""Which incidents of different reports are one: same place, same days, and more in common.

Pairs are compared only within a block (a day and a cell of a degree; a day and a country for
provinces; a month or year, a cell and a toll for what is told later), so that the work grows with
the number of incidents, not of pairs. Pairs that score enough are merged from the surest on, never
over a veto: two incidents of one report stay two. The result depends on the set alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.link.compare import (
    COARSE,
    counts_agree,
    dates_agree,
    distance_km,
    same_actor,
    types_agree,
    width,
)
from dateline.link.reconcile import POINTING, PUBLICATION_WINDOW
from dateline.records import CountKind, Days, Incident, Place, PlacePrecision, Report, Status

MAX_KM = 25.0  # two precise points farther apart are two places
TOWN_KM = 3.0  # as near as this they are one town even where their names differ
MAX_WIDTH = 7  # days; a vaguer date joins only by a toll or a named doer
LARGE = 10  # a figure from here on is seldom the same by chance
JOIN = 1.0  # least score at which two incidents are one
# What each thing that two incidents have in common, or not, counts for. Town, day and type together
# stay under JOIN: they alone never make one incident of two.
WEIGHTS = {
    "same town": 0.4,
    "another town nearby": -1.5,
    "only the province": -1.0,
    "same day": 0.1,
    "next day": -0.2,
    "vague date": -0.5,
    "same type": 0.2,
    "same large figure": 1.5,
    "same figure": 0.7,
    "same small figure": 0.2,
    "risen figure": 0.3,
    "figures apart": -0.7,
    "same doer": 0.8,
    "other doer": -2.0,
    "same victims": 0.5,
    "same weapon": 0.3,
    "copy": 2.0,
    "foiled in one": -1.0,
}
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
    for block in _blocks(told, copies):
        for n, i in enumerate(block):
            for j in block[n + 1 :]:
                if (i, j) in seen:
                    continue
                seen.add((i, j))
                score = score_pair(told[i], told[j], reports, copies)
                if score >= JOIN:
                    yield score, i, j


def _blocks(told: Sequence[Incident], copies: Mapping[str, str]) -> list[list[int]]:
    """Indices of incidents worth comparing, each block in order."""
    blocks: dict[tuple[object, ...], list[int]] = {}
    copied = set(copies) | set(copies.values())
    for i, incident in enumerate(told):
        for key in set(_keys(incident)):
            blocks.setdefault(key, []).append(i)
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


def score_pair(
    a: Incident, b: Incident, reports: Mapping[str, Report], copies: Mapping[str, str]
) -> float:
    """Evidence that two reports tell of one incident; minus infinity where they cannot."""
    if set(a.reports) & set(b.reports) or _vetoed(a, b):
        return float("-inf")
    if _is_copy(a, b, reports, copies):
        return WEIGHTS["copy"]
    if a.place is None or b.place is None or a.date is None or b.date is None:
        return float("-inf")
    return sum(WEIGHTS[reason] for reason in reasons(a, b))


def _vetoed(a: Incident, b: Incident) -> bool:
    """Other kinds of deed, days or places; a plan and a deed."""
    if not types_agree(a.type, b.type) or dates_agree(a.date, b.date) is False:
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
    if a.geonameid is not None and a.geonameid == b.geonameid:
        return "same town"
    km = distance_km(a, b)
    inside = PlacePrecision.ADMIN2 in (a.precision, b.precision)
    return "same town" if inside or (km is not None and km <= TOWN_KM) else "another town nearby"


def _date_reason(a: Days, b: Days) -> Iterator[str]:
    if max(width(a), width(b)) > MAX_WIDTH:
        yield "vague date"
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
