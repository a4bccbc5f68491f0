"""Incidents out of claims: within a report by occurrence, across reports with caution."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateline.link.compare import COARSE, dates_agree, distance_km, same_actor, types_agree, width
from dateline.link.reconcile import (
    choose_actors,
    choose_count,
    choose_date,
    choose_place,
    choose_scope,
    choose_status,
    choose_type,
    choose_weapons,
    find_conflicts,
)
from dateline.records import Claim, CountKind, Incident, Report, Status, Values

MAX_KM = 25.0  # two precise points farther apart are two places
MAX_WIDTH = 7  # days; a vaguer date joins nothing across reports

Group = list[Claim[Values]]


def link_claims(
    claims: Iterable[Claim[Values]],
    reports: Mapping[str, Report],
    *,
    copies: Mapping[str, str] | None = None,
) -> list[Incident]:
    """All incidents that the claims of all reports tell of, in order of date.

    The result is a function of the set of claims. `copies` maps the id of a near copy to that of
    its representative: one text, many publishers.
    """
    groups: dict[tuple[str, int], Group] = {}
    for claim in sorted(claims, key=lambda c: (c.report_id, c.occurrence, c.evidence, c.id)):
        groups.setdefault((claim.report_id, claim.occurrence), []).append(claim)
    published = {id: report.published for id, report in reports.items()}
    incidents = [
        make_incident(group, published)
        for group in _across(list(groups.values()), published, copies or {})
    ]
    return sorted(incidents, key=lambda i: (i.date.start if i.date else date.max, i.id))


def make_incident(
    claims: Sequence[Claim[Values]], published: Mapping[str, date | None]
) -> Incident:
    """One incident with the values that the named rules choose."""
    kind, type_rule = choose_type(claims)
    status, status_rule = choose_status(claims)
    days, date_rule = choose_date(claims, published)
    place, place_rule = choose_place(claims)
    counts = {k: choose_count(claims, k) for k in CountKind}
    perpetrators = choose_actors([c.says.perpetrators for c in claims])
    targets = choose_actors([c.says.targets for c in claims])
    rules = {"type": type_rule, "status": status_rule, "date": date_rule, "place": place_rule}
    rules |= {k.value: rule for k, (count, rule) in counts.items() if count is not None}
    return Incident(
        id=_incident_id(claims, published),
        type=kind,
        status=status,
        date=days,
        place=place,
        perpetrators=perpetrators,
        targets=tuple(t for t in targets if not any(same_actor(t, p) for p in perpetrators)),
        weapons=choose_weapons(claims),
        counts={k: count for k, (count, _) in counts.items() if count is not None},
        claims=tuple(claims),
        conflicts=find_conflicts(claims),
        reports=tuple(dict.fromkeys(c.report_id for c in claims)),
        scope=choose_scope(claims),
        rules=rules,
    )


def _incident_id(claims: Sequence[Claim[Values]], published: Mapping[str, date | None]) -> str:
    """Made from the founding claim: the first in the earliest report."""
    first = min(
        claims,
        key=lambda c: (
            published.get(c.report_id) or date.max,
            c.report_id,
            c.occurrence,
            c.evidence,
            c.id,
        ),
    )
    return (
        "i"
        + hashlib.sha256(f"{first.report_id} {first.occurrence} {first.id}".encode()).hexdigest()[
            :12
        ]
    )


def _across(
    groups: list[Group], published: Mapping[str, date | None], copies: Mapping[str, str]
) -> list[Group]:
    """Join groups of different reports that are plainly one incident: same day, same town, and more.

    Groups are compared only within one block (type family's loose kin, day, cell of a degree), so
    the work stays near-linear in the number of reports.
    """
    summaries = [make_incident(group, published) for group in groups]
    parent = list(range(len(groups)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for block in _blocks(summaries):
        for n, i in enumerate(block):
            for j in block[n + 1 :]:
                if root(i) != root(j) and _same(summaries[i], summaries[j], copies):
                    parent[max(root(i), root(j))] = min(root(i), root(j))
    joined: dict[int, Group] = {}
    for i, group in enumerate(groups):
        joined.setdefault(root(i), []).extend(group)
    return list(joined.values())


def _blocks(incidents: Sequence[Incident]) -> Iterable[list[int]]:
    """Indices of incidents that share a day (or its neighbour) and a cell of one degree."""
    blocks: dict[tuple[int, int, int], list[int]] = {}
    for i, incident in enumerate(incidents):
        place, days = incident.place, incident.date
        if place is None or place.lat is None or place.lon is None or days is None:
            continue
        if place.precision in COARSE or width(days) > MAX_WIDTH:
            continue
        cells = {
            (round(place.lat + a), round(place.lon + b)) for a in (-0.3, 0.3) for b in (-0.3, 0.3)
        }
        for day in range(days.start.toordinal(), days.end.toordinal() + 1):
            for lat, lon in cells:
                blocks.setdefault((day, lat, lon), []).append(i)
    return [block for _, block in sorted(blocks.items()) if len(block) > 1]


def _same(a: Incident, b: Incident, copies: Mapping[str, str]) -> bool:
    """Whether two groups of different reports tell of one incident.

    Never on counts or type alone, never across precise places or days that differ.
    """
    if set(a.reports) & set(b.reports):
        return False
    if a.place is None or b.place is None or not types_agree(a.type, b.type):
        return False
    km = distance_km(a.place, b.place)
    if km is None or km > MAX_KM or dates_agree(a.date, b.date) is not True:
        return False
    if (Status.PLANNED in (a.status, b.status)) and a.status != b.status:
        return False
    if {copies.get(r, r) for r in a.reports} & {copies.get(r, r) for r in b.reports}:
        return True
    return _shared_evidence(a, b) >= 1


def _shared_evidence(a: Incident, b: Incident) -> int:
    """Things beside day, town and kind that two incidents have in common, less those that differ."""
    shared = 0
    for kind in set(a.counts) & set(b.counts):
        one, two = a.counts[kind], b.counts[kind]
        if one.best is not None and two.best is not None:
            close = abs(one.best - two.best) <= max(2, 0.5 * max(one.best, two.best))
            shared += 1 if close else -1
    named = [x for x in a.perpetrators if x.actor_id], [x for x in b.perpetrators if x.actor_id]
    if named[0] and named[1]:
        shared += 1 if any(same_actor(x, y) for x in named[0] for y in named[1]) else -2
    heads_a = {w for t in a.targets for w in t.name.casefold().split()}
    heads_b = {w for t in b.targets for w in t.name.casefold().split()}
    shared += 1 if heads_a & heads_b else 0
    shared += 1 if set(a.weapons) & set(b.weapons) else 0
    return shared
