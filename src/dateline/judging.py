"""Deciding: what people say of incidents, kept beside what the program reads.

with open_store("incidents.db") as store:
    case = open_case(store, "i3f2a91")
    set_values(
        store,
        case.incident.id,
        {Field.KILLED: Count(14, 14, 14)},
        by=By("A. Diallo", "the morgue's list"),
        expected={case.incident.id: case.version},
    )

Each call is one transaction: the judgement is appended and what it touches is made anew, or nothing
happens. `expected` names the versions that somebody looked at; when one has changed since, the call
raises `ChangedError` and writes nothing. The page `docs/judging.md` tells what each verdict does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dateline.errors import ChangedError, JudgementError, StoreError
from dateline.export.contract import quoted
from dateline.link.given import MOST_ID, check_given, check_says, check_source, check_text
from dateline.link.incidents import make_incident
from dateline.link.judgements import AnchorKey, Spot, anchors, check_value, find_words, replay
from dateline.link.voices import order_of_telling
from dateline.records import (
    Anchor,
    Claim,
    Field,
    FieldValue,
    Incident,
    Judgement,
    Modality,
    Report,
    Scope,
    Source,
    Span,
    Standing,
    Subject,
    Values,
    Verdict,
    field_value,
)
from dateline.store import Store
from dateline.store.judgements import (
    Judged,
    add_judgement,
    current_id,
    find_claims,
    find_part,
    former_ids,
    judgements_on,
    keep_all,
    keep_part,
    last_judgements,
    next_id,
    read_claims,
    read_judged,
    read_judgements,
    read_reports,
    read_spots,
)

MAX_ANCHORS = 12  # claims by which an incident is known again: the first to tell it

Versions = Mapping[str, str]  # incident -> its version


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, and why."""

    author: str
    reason: str | None = None
    at: datetime | None = None  # now, unless given


@dataclass(frozen=True, slots=True)
class Case:
    """All that there is on one incident."""

    incident: Incident
    version: str  # another one as soon as anything about it changes
    reports: Mapping[str, Report]  # by id, those of discarded claims among them
    judgements: tuple[Judged, ...]  # every one that bears on it, the oldest first: its history
    discarded: tuple[Claim[Values], ...]  # claims that a judgement took out
    added: Mapping[str, int]  # claim -> the judgement that put it there


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a judgement did: how it stands, and the incidents that it bears on, as they are now."""

    judged: Judged
    incidents: tuple[Incident, ...]


# --- looking ---------------------------------------------------------------------------------


def open_case(store: Store, incident: str) -> Case:
    """All there is on an incident, by its id, how the id begins, or what it was called before it
    was joined to another. StoreError when there is none."""
    with store.reading():  # so that the version is that of the record
        return _read_case(store, find_incident(store, incident))


def _read_case(store: Store, found: Incident) -> Case:
    history = tuple(read_judged(store, judgements_on(store, found.id)))
    gone = [
        anchor.claim.id
        for judged in history
        if judged.judgement.verdict is Verdict.DISCARD and judged.standing is Standing.APPLIED
        for anchor in judged.judgement.subjects[1].anchors
    ]
    discarded = tuple(claim for claim, _ in read_claims(store, gone))
    told = read_claims(store, [claim.id for claim in found.claims])
    reports, _ = read_reports(store, {c.report_id for c in (*found.claims, *discarded)})
    return Case(
        incident=found,
        version=versions_of(store, [found.id])[found.id],
        reports=reports,
        judgements=history,
        discarded=discarded,
        added={claim.id: judgement for claim, judgement in told if judgement is not None},
    )


def find_incident(store: Store, incident: str) -> Incident:
    """The incident whose id is so or begins so, or was or began so once. StoreError when there is
    none, or more than one."""
    try:
        return store.incident(incident)
    except StoreError:
        now = {current_id(store, name) for name in former_ids(store, incident)} - {None}
        if len(now) != 1:
            raise
        return store.incident(str(now.pop()))


def find_claim(store: Store, claim: str) -> tuple[str, str]:
    """The id of a claim and of its incident, by how it begins. JudgementError when there is none,
    or more than one."""
    found = find_claims(store, claim)
    if len(found) == 1:
        return found[0]
    if not claim:
        raise JudgementError("no claim is named; see: dateline show ID")
    if not found:
        raise JudgementError(f"{claim}: no incident has such a claim; see: dateline show ID")
    ids = ", ".join(claim_id for claim_id, _ in found[:6])
    raise JudgementError(f"{claim}: more than one claim begins so: {ids}; give more of it")


def versions_of(store: Store, incidents: Iterable[str]) -> dict[str, str]:
    """Of the incidents of exactly these ids, those that there are: what the record is, and the
    last judgement on it."""
    digests = store.record_digests(incidents)
    last = last_judgements(store, digests)
    return {name: f"{digest[:16]}-{last.get(name, 0)}" for name, digest in digests.items()}


def find_report(store: Store, report: str) -> Report:
    """A report by its id or how it begins. JudgementError when there is none, or more than one."""
    found = store.find_reports(report)
    if len(found) == 1:
        return found[0]
    if not report:
        raise JudgementError("no report is named; see: dateline show ID")
    if not found:
        raise JudgementError(f"{report}: no report with this id; see: dateline show ID")
    ids = ", ".join(one.id for one in found[:6])
    raise JudgementError(f"{report}: more than one report begins so: {ids}; give more of it")


def find_quote(store: Store, report_id: str, quote: str) -> Span:
    """Where a report says this, exactly once. JudgementError otherwise."""
    report = _report(store, report_id)
    n_found = report.text.count(quote) if quote else 0
    if n_found != 1:
        what = "does not hold these words" if n_found == 0 else f"holds these words {n_found} times"
        raise JudgementError(f"report {report.id} {what}; give more of them, exactly as they stand")
    start = report.text.index(quote)
    return Span(start, start + len(quote))


# --- deciding --------------------------------------------------------------------------------


def judge_same(
    store: Store, first: str, second: str, *, by: By, expected: Versions | None = None
) -> Outcome:
    """Two incidents are one."""
    with store.transaction():
        one, two = find_incident(store, first), find_incident(store, second)
        if one.id == two.id:
            raise JudgementError(f"{first} and {second} are one incident already, {one.id}")
        subjects = (_subject(store, one), _subject(store, two))
        return _append(store, Verdict.SAME, by, expected, subjects=subjects)


def judge_different(
    store: Store, first: str, second: str, *, by: By, expected: Versions | None = None
) -> Outcome:
    """Two incidents are two, whatever the program comes to think. To cut one in two: `split_off`."""
    with store.transaction():
        one, two = find_incident(store, first), find_incident(store, second)
        if one.id == two.id:
            raise JudgementError(
                f"{first} and {second} are one incident, {one.id}; say which claims are another"
            )
        subjects = (_subject(store, one), _subject(store, two))
        return _append(store, Verdict.DIFFERENT, by, expected, subjects=subjects)


def split_off(
    store: Store,
    incident: str,
    claims: Iterable[str],
    *,
    by: By,
    expected: Versions | None = None,
) -> Outcome:
    """Some claims of an incident tell of another one."""
    with store.transaction():
        whole, going = _claims_of(store, incident, claims)
        staying = [claim for claim in whole.claims if claim not in going]
        if not staying:
            raise JudgementError(f"incident {whole.id}: these are all its claims; leave it some")
        shared = {(claim.report_id, claim.occurrence) for claim in going}
        beside = [c for c in staying if (c.report_id, c.occurrence) in shared]
        kept = list({claim.id: claim for claim in (*_first(store, staying), *beside)}.values())
        subjects = (
            Subject(whole.id, _anchors(store, kept)),
            Subject(None, _anchors(store, _told_in_order(store, going))),
        )
        return _append(store, Verdict.DIFFERENT, by, expected, subjects=subjects)


def set_values(
    store: Store,
    incident: str,
    values: Mapping[Field, FieldValue],
    *,
    by: By,
    expected: Versions | None = None,
) -> Outcome:
    """Fields have these values, whatever the claims say; None: it is not known."""
    with store.transaction():
        found = find_incident(store, incident)
        return _set(store, found, Verdict.VALUE, values, by=by, expected=expected)


def confirm_values(
    store: Store,
    incident: str,
    fields: Iterable[Field],
    *,
    by: By,
    expected: Versions | None = None,
) -> Outcome:
    """Fields have the values that they show, and keep them."""
    with store.transaction():
        found = find_incident(store, incident)
        values = {name: field_value(found, name) for name in fields}
        return _set(store, found, Verdict.CONFIRM, values, by=by, expected=expected)


def review(store: Store, incident: str, *, by: By, expected: Versions | None = None) -> Outcome:
    """Somebody has read the incident through, and it is right as it stands.

    Its values go on to follow the reports; which have changed since is said.
    """
    with store.transaction():
        found = find_incident(store, incident)
        values = {name: field_value(found, name) for name in Field}
        return _set(store, found, Verdict.REVIEW, values, by=by, expected=expected)


def discard(
    store: Store,
    incident: str,
    claims: Iterable[str],
    *,
    by: By,
    expected: Versions | None = None,
) -> Outcome:
    """Claims count for nothing. An incident all of whose deeds go is gone with them."""
    with store.transaction():
        whole, going = _claims_of(store, incident, claims)
        staying = [claim for claim in whole.claims if claim not in going]
        subjects = (
            Subject(whole.id, _anchors(store, _first(store, staying))),
            Subject(None, _anchors(store, going)),
        )
        return _append(store, Verdict.DISCARD, by, expected, subjects=subjects)


def add_claim(
    store: Store,
    incident: str,
    report_id: str,
    span: Span,
    says: Values,
    *,
    by: By,
    sources: Sequence[Source] = (),
    modality: Modality = Modality.ASSERTED,
    scope: Scope = Scope.UNKNOWN,
    expected: Versions | None = None,
) -> Outcome:
    """Words of a report tell of the incident, and the program did not read them so."""
    with store.transaction():
        found = find_incident(store, incident)
        added = _new_claim(store, report_id, span, says, sources, modality, scope)
        subjects = (_subject(store, found),)
        return _append(store, Verdict.ADD_CLAIM, by, expected, subjects=subjects, added=added)


def add_incident(
    store: Store,
    report_id: str,
    span: Span,
    says: Values,
    *,
    by: By,
    sources: Sequence[Source] = (),
    modality: Modality = Modality.ASSERTED,
    scope: Scope = Scope.UNKNOWN,
) -> Outcome:
    """Words of a report tell of an incident that is not there yet. `says` must have a type."""
    if says.type is None:
        raise JudgementError("an incident needs a type: say what happened")
    with store.transaction():
        added = _new_claim(store, report_id, span, says, sources, modality, scope)
        name = "i" + hashlib.sha256(added.claim.id.encode()).hexdigest()[:12]
        subjects = (Subject(name, (added,)),)
        return _append(store, Verdict.ADD_INCIDENT, by, None, subjects=subjects, added=added)


def withdraw(store: Store, judgement: int, *, by: By, expected: Versions | None = None) -> Outcome:
    """A judgement no longer holds. Withdrawing a withdrawal makes it hold again."""
    with store.transaction():
        found = read_judged(store, [judgement]) if 0 < judgement <= MOST_ID else []
        if not found:
            raise JudgementError(f"judgement {judgement}: there is none; list: dateline judge list")
        if found[0].withdrawn_by is not None:
            raise JudgementError(
                f"judgement {judgement} is withdrawn already, by judgement {found[0].withdrawn_by}"
            )
        return _append(store, Verdict.WITHDRAW, by, expected, withdraws=judgement)


# --- replaying -------------------------------------------------------------------------------


def replay_all(store: Store, program: Sequence[Incident], reports: Sequence[Report]) -> None:
    """Keep what the program linked from all claims, with all judgements replayed over it."""
    by_id = {report.id: report for report in reports}
    copies = {copy: of for of, members in store.copies().items() for copy, _ in members}
    judgements = read_judgements(store)
    texts = {report.id: report.text for report in reports}
    spots = find_words(judgements, texts)
    replayed = replay(program, judgements, spots, by_id, make=_maker(by_id, copies))
    keep_all(store, replayed, program=program, judgements=judgements, spots=spots, reports=by_id)


def _replay_part(store: Store, judgement: int) -> None:
    """Make anew what one judgement touches; the same as `replay_all` comes to."""
    part = find_part(store, [judgement])
    spots = read_spots(store, [one.id for one in part.judgements])
    told = {claim.report_id for claims in part.groups.values() for claim in claims}
    told |= {spot.report_id for spot in spots.values() if spot is not None}
    reports, copies = read_reports(store, told)
    make = _maker(reports, copies)
    program = [replace(make(claims), id=name) for name, claims in part.groups.items()]
    replayed = replay(program, part.judgements, spots, reports, make=make)
    keep_part(store, part, replayed, spots, reports)


def _maker(
    reports: Mapping[str, Report], copies: Mapping[str, str]
) -> Callable[[Sequence[Claim[Values]]], Incident]:
    return lambda claims: make_incident(claims, reports, copies=copies)


# --- making a judgement ----------------------------------------------------------------------


def _append(
    store: Store,
    verdict: Verdict,
    by: By,
    expected: Versions | None,
    *,
    subjects: tuple[Subject, ...] = (),
    values: Mapping[Field, FieldValue] | None = None,
    added: Anchor | None = None,
    withdraws: int | None = None,
) -> Outcome:
    for name, seen in (expected or {}).items():
        _check_version(store, name, seen)
    author = " ".join(by.author.split())
    if not author:
        raise JudgementError("a judgement needs an author: say who you are")
    try:
        check_text("author", author)
        check_text("reason", by.reason, needed=False)
    except ValueError as error:
        raise JudgementError(str(error)) from error
    at = (by.at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    judgement = Judgement(
        id=next_id(store),
        verdict=verdict,
        author=author,
        at=at,
        reason=(by.reason or "").strip() or None,
        subjects=subjects,
        values=values or {},
        added=added,
        withdraws=withdraws,
    )
    add_judgement(store, judgement, _spots(store, judgement))
    _replay_part(store, judgement.id)
    (judged,) = read_judged(store, [judgement.id])
    names = dict.fromkeys(name for name in judged.incidents if name is not None)
    return Outcome(judged, tuple(store.incident(name) for name in names))


def _spots(store: Store, judgement: Judgement) -> dict[AnchorKey, Spot | None]:
    named = {anchor.claim.report_id for _, anchor in anchors(judgement)}
    reports, _ = read_reports(store, named)
    return find_words([judgement], {report.id: report.text for report in reports.values()})


def _set(
    store: Store,
    incident: Incident,
    verdict: Verdict,
    values: Mapping[Field, FieldValue],
    *,
    by: By,
    expected: Versions | None,
) -> Outcome:
    if not values:
        raise JudgementError(f"incident {incident.id}: name at least one field")
    for name, value in values.items():
        try:
            check_value(name, value)
            if verdict is Verdict.VALUE:  # what is confirmed is the program's own
                check_given(name, value)
        except (TypeError, ValueError) as error:
            raise JudgementError(f"incident {incident.id}: {error}") from error
    subjects = (_subject(store, incident),)
    return _append(store, verdict, by, expected, subjects=subjects, values=values)


def _check_version(store: Store, incident: str, seen: str) -> None:
    now = current_id(store, incident)
    if versions_of(store, [incident]).get(incident) == seen:
        return
    last = int(seen.rpartition("-")[2]) if seen.rpartition("-")[2].isdecimal() else 0
    on = judgements_on(store, now) if now is not None else []
    since = [j for j in read_judged(store, on) if j.judgement.id > last]
    told = "; ".join(say_judged(judged) for judged in since) or "the reports were coded again"
    name = f"incident {incident}"
    if now != incident:
        name += " is gone" if now is None else f" is now {now}"
    raise ChangedError(
        f"{name}: changed since you looked at it ({told}); look again, then decide",
        incident=incident,
        now=now,
        since=tuple(judged.judgement.id for judged in since),
    )


def say_judged(judged: Judged) -> str:
    """A judgement in a few words: "value killed by A. Diallo, judgement 12"."""
    judgement = judged.judgement
    names = ""
    if judgement.verdict in (Verdict.VALUE, Verdict.CONFIRM):
        names = " " + ", ".join(name.value for name in judgement.values)
    if judgement.withdraws is not None:
        names = f" {judgement.withdraws}"
    return f"{judgement.verdict.value}{names} by {judgement.author}, judgement {judgement.id}"


def _claims_of(
    store: Store, incident: str, claims: Iterable[str]
) -> tuple[Incident, list[Claim[Values]]]:
    """An incident, and those of its claims."""
    found, wanted = find_incident(store, incident), set(claims)
    chosen = [claim for claim in found.claims if claim.id in wanted]
    missing = sorted(wanted - {claim.id for claim in chosen})
    if missing or not chosen:
        named = ", ".join(missing) or "none named"
        raise JudgementError(f"incident {found.id}: no such claim of it ({named})")
    return found, chosen


def _subject(store: Store, incident: Incident) -> Subject:
    return Subject(incident.id, _anchors(store, _first(store, incident.claims)))


def _first(store: Store, claims: Sequence[Claim[Values]]) -> list[Claim[Values]]:
    return _told_in_order(store, claims)[:MAX_ANCHORS]


def _told_in_order(store: Store, claims: Sequence[Claim[Values]]) -> list[Claim[Values]]:
    """Those that tell a deed first, each in the order in which they were told."""
    reports, _ = read_reports(store, {claim.report_id for claim in claims})
    return sorted(claims, key=lambda c: (c.says.type is None, order_of_telling(c, reports)))


def _anchors(store: Store, claims: Sequence[Claim[Values]]) -> tuple[Anchor, ...]:
    reports, _ = read_reports(store, {claim.report_id for claim in claims})
    held = read_claims(store, [claim.id for claim in claims])
    by = {claim.id: judgement for claim, judgement in held if judgement is not None}
    added = {j.added.claim.id for j in read_judgements(store, by.values()) if j.added is not None}
    return tuple(
        _anchor(c, reports[c.report_id], added_by=by[c.id] if c.id in added else None)
        for c in claims
    )


def _anchor(claim: Claim[Values], report: Report, *, added_by: int | None = None) -> Anchor:
    span = quoted(claim.evidence)
    digest = hashlib.sha256(report.text.encode()).hexdigest()
    return Anchor(replace(claim, evidence=span), report.quote(span), digest, added_by)


def _report(store: Store, report_id: str) -> Report:
    report = store.report(report_id)
    if report is None:
        raise JudgementError(f"{report_id}: no report with this id")
    return report


def _new_claim(
    store: Store,
    report_id: str,
    span: Span,
    says: Values,
    sources: Sequence[Source],
    modality: Modality,
    scope: Scope,
) -> Anchor:
    report = _report(store, report_id)
    if not 0 <= span.start < span.end <= len(report.text) or quoted(span) != span:
        raise JudgementError(
            f"report {report_id}: [{span.start}, {span.end}) is no stretch of its"
            f" {len(report.text)} characters, or too long for a quote"
        )
    try:
        check_says(says)
        for source in sources:
            check_source(source)
    except ValueError as error:
        raise JudgementError(f"report {report_id}: {error}") from error
    key = f"{report_id} {span} added {next_id(store)}"
    claim = Claim(
        id="c" + hashlib.sha256(key.encode()).hexdigest()[:16],
        report_id=report_id,
        evidence=span,
        says=says,
        sources=tuple(sources),
        modality=modality,
        background=False,
        occurrence=0,
        scope=scope,
        confidence=1.0,
    )
    return _anchor(claim, report)
