"""Incidents out of claims: within a report by occurrence, across reports with caution."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from types import MappingProxyType

from dateline.link.clues import Account, read_accounts
from dateline.link.confidence import judge_values
from dateline.link.conflicts import find_conflicts
from dateline.link.figures import DEFAULT, CountRule, choose_count
from dateline.link.linker import Linker
from dateline.link.reconcile import (
    choose_date,
    choose_perpetrators,
    choose_place,
    choose_scope,
    choose_status,
    choose_targets,
    choose_type,
    choose_weapons,
)
from dateline.link.score import is_same_report, score
from dateline.link.voices import independent_voices, listen, order_of_telling
from dateline.link.within import stands
from dateline.records import Claim, CountKind, Field, Incident, Report, Values

Rules = Mapping[CountKind, CountRule]
NO_RULES: Rules = MappingProxyType({})


def link_claims(
    claims: Iterable[Claim[Values]],
    reports: Mapping[str, Report],
    *,
    copies: Mapping[str, str] | None = None,
) -> list[Incident]:
    """All incidents that the claims of all reports tell of, in order of date.

    What no report tells surely enough is none; what one does, others may tell more faintly. The
    result is a function of the set of claims and reports, whatever their order. `copies` maps the
    id of a near copy to that of its representative: one text, many publishers.
    """
    copies = copies or {}
    linker = Linker()
    linker.add(read_all_accounts(make_incidents(claims, reports), reports))
    incidents = [
        _join(group, reports, copies)
        for group in linker.groups()
        if any(account.incident and stands(account.incident.claims) for account in group)
    ]
    return sorted(incidents, key=lambda i: (i.date.start if i.date else date.max, i.id))


def _join(
    group: Sequence[Account], reports: Mapping[str, Report], copies: Mapping[str, str]
) -> Incident:
    """The incident that accounts tell together; what one alone tells was made with it."""
    told = [account.incident for account in group if account.incident is not None]
    if len(told) == 1 and copies.keys().isdisjoint(told[0].reports):
        return told[0]
    return make_incident([c for incident in told for c in incident.claims], reports, copies=copies)


def make_incidents(
    claims: Iterable[Claim[Values]], reports: Mapping[str, Report]
) -> list[Incident]:
    """The incidents of single reports, one for each occurrence that a report tells, in a settled order."""
    groups: dict[tuple[str, int], list[Claim[Values]]] = {}
    for claim in sorted(claims, key=lambda c: (c.report_id, c.occurrence, c.evidence, c.id)):
        groups.setdefault((claim.report_id, claim.occurrence), []).append(claim)
    return [make_incident(group, reports) for group in groups.values()]


def read_all_accounts(told: Iterable[Incident], reports: Mapping[str, Report]) -> Iterator[Account]:
    """Accounts of the incidents of single reports, as they come: all of one report together."""
    for report_id, incidents in groupby(told, key=lambda incident: incident.reports[0]):
        yield from read_accounts(reports.get(report_id), list(incidents))


def group_reports(
    claims: Iterable[Claim[Values]], reports: Mapping[str, Report]
) -> list[list[str]]:
    """Ids of reports that are mainly about one incident, together, whether or not it was coded.

    The evidence is that of `link_claims`, but values that contradict each other forbid nothing: a
    day or a kind of deed is often misread, and here no incident's values hang on it.
    """
    told = make_incidents(claims, reports)
    leads = [account for account in read_all_accounts(told, reports) if account.lead]
    silent = sorted(set(reports) - {account.report.report for account in leads})
    leads += [account for id in silent for account in read_accounts(reports[id], ())]
    linker = Linker(barred=is_same_report, score=score)
    linker.add(leads)
    return [[account.report.report for account in group] for group in linker.groups()]


def make_incident(
    claims: Sequence[Claim[Values]],
    reports: Mapping[str, Report],
    *,
    copies: Mapping[str, str] | None = None,
    rules: Rules = NO_RULES,
) -> Incident:
    """One incident with the values that the named rules choose; `rules` for figures, where not the
    default."""
    tellings = listen(claims, reports, copies or {})
    kind, type_rule = choose_type(tellings)
    status, status_rule = choose_status(tellings)
    days, date_rule = choose_date(tellings)
    place, place_rule = choose_place(tellings)
    quotes = {
        c.id: reports[c.report_id].quote(c.evidence) for c in claims if c.report_id in reports
    }
    perpetrators, perpetrators_rule = choose_perpetrators(tellings, kind, quotes)
    targets = choose_targets(tellings, perpetrators, kind, quotes)
    weapons = choose_weapons(tellings, perpetrators, kind, quotes)
    figures = {k: choose_count(tellings, k, rule=rules.get(k, DEFAULT)) for k in CountKind}
    counts = {k: count for k, (count, _) in figures.items() if count is not None}
    chosen_by = {"type": type_rule, "status": status_rule, "date": date_rule, "place": place_rule}
    if perpetrators:
        chosen_by["perpetrators"] = perpetrators_rule
    chosen_by |= {k.value: figures[k][1] for k in counts}
    confidence = judge_values(
        tellings,
        kind=kind,
        status=status,
        days=days,
        place=place,
        perpetrators=perpetrators,
        targets=targets,
        weapons=weapons,
        counts=counts,
    )
    return Incident(
        id=_incident_id(claims, reports),
        type=kind,
        status=status,
        date=days,
        place=place,
        perpetrators=perpetrators,
        targets=targets,
        weapons=weapons,
        counts=counts,
        claims=tuple(claims),
        conflicts=find_conflicts(tellings),
        reports=tuple(dict.fromkeys(c.report_id for c in claims)),
        scope=choose_scope(tellings),
        rules=chosen_by,
        voices=len(independent_voices(tellings)),
        confidence=confidence,
    )


def apply_rules(
    incident: Incident,
    reports: Mapping[str, Report],
    *,
    rules: Rules,
    copies: Mapping[str, str] | None = None,
) -> Incident:
    """The incident with its figures chosen by other rules; everything else stays as it is, and so does
    a figure that a person has set."""
    tellings = listen(incident.claims, reports, copies or {})
    counts, chosen_by = dict(incident.counts), dict(incident.rules)
    for kind, rule in rules.items():
        count, words = choose_count(tellings, kind, rule=rule)
        if count is not None and kind in counts and Field(kind.value) not in incident.judged:
            counts[kind], chosen_by[kind.value] = count, words
    return replace(incident, counts=counts, rules=chosen_by)


def _incident_id(claims: Sequence[Claim[Values]], reports: Mapping[str, Report]) -> str:
    """Made from the founding claim, the first in the earliest report, so that later reports of
    the same incident leave it alone."""
    first = min(claims, key=lambda claim: order_of_telling(claim, reports))
    founding = f"{first.report_id} {first.occurrence} {first.id}"
    return "i" + hashlib.sha256(founding.encode()).hexdigest()[:12]
