"""What each page shows, as dataclasses that its template fills from. No page asks the store itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dateline.export.contract import field_to_record
from dateline.export.dossier import (
    actor_text,
    count_text,
    date_text,
    day_range,
    one_day,
    place_text,
    short_count,
    words,
)
from dateline.export.map import NOMINAL_KM, country_names
from dateline.export.timeline import SHORT_MONTHS
from dateline.judging import Case, versions_of
from dateline.link.outcomes import find_outcomes
from dateline.records import (
    Actor,
    Claim,
    Count,
    CountKind,
    Days,
    Field,
    FieldValue,
    Incident,
    Modality,
    Place,
    Report,
    Reviewed,
    Standing,
    Status,
    Values,
    Verdict,
    field_value,
)
from dateline.review.facets import Choice, Totals
from dateline.review.filters import ROWS, Query
from dateline.review.marks import Piece, Quote, mark
from dateline.review.plots import Plot, Timeline, draw_plot, draw_timeline, paging
from dateline.store import Filter, Store
from dateline.store.desk import Told
from dateline.store.judgements import Judged
from dateline.store.queries import Listed, Sort

NEAR_DAYS, NEAR_DEGREES, MOST_NEAR = 4, 1.0, 8  # what is offered for merging
EMPTY_ROWS = 3  # of an editor of actors, for as many more


# --- overview --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One incident in a list."""

    id: str
    version: str  # as it is shown, for what is decided from the list
    type: str
    status: str
    when: str
    where: str
    country: str
    killed: str
    injured: str
    who: str
    whom: str
    reports: int
    claims: int
    conflicts: int
    confidence: str
    reviewed: str
    look: float


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading: where it sorts to, and how it is sorted now."""

    name: str
    href: str | None
    order: str | None  # ascending or descending


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the filter, and the page without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Overview:
    query: Query
    totals: Totals
    rows: tuple[Row, ...]
    heads: tuple[Head, ...]
    first: int  # number of the first row, from 1
    paging: Sequence[tuple[str, str | None]]
    conditions: tuple[Condition, ...]
    timeline: Timeline | None
    plots: tuple[Plot, ...]
    map_query: str  # what the map asks for, as an address's query


HEADS: tuple[tuple[str, Sort | None], ...] = (
    ("when", Sort.DATE),
    ("what", Sort.TYPE),
    ("where", Sort.PLACE),
    ("killed", Sort.KILLED),
    ("injured", Sort.INJURED),
    ("who", None),
    ("whom", None),
    ("status", Sort.STATUS),
    ("reports", Sort.REPORTS),
    ("conflicts", Sort.CONFLICTS),
    ("sure", Sort.CONFIDENCE),
    ("reviewed", None),
)


def make_overview(store: Store, choice: Choice, query: Query) -> Overview:
    total = len(choice.chosen)
    page = min(query.page, max(1, -(-total // ROWS)))
    offset = (page - 1) * ROWS
    found = choice.page(
        store, sort=query.sort, descending=query.descending, limit=ROWS, offset=offset
    )
    return Overview(
        query=query,
        totals=choice.totals(),
        rows=list_rows(store, found),
        heads=tuple(_head(name, sort, query) for name, sort in HEADS),
        first=offset + 1,
        paging=paging(query, total, ROWS),
        conditions=tuple(
            Condition(
                name,
                ", ".join(_condition_words(name, value) for value in values),
                query.address(**{name: None}),
            )
            for name, values in query.filters.items()
        ),
        timeline=draw_timeline(choice, query),
        plots=(
            draw_plot(choice, query, by="type", param="type"),
            draw_plot(choice, query, by="country", param="country", names=country_names()),
            draw_plot(choice, query, by="perpetrators", param="actor"),
            draw_plot(choice, query, by="reviewed", param="reviewed", names=REVIEWED),
        ),
        map_query=query.address("", sort=None, order=None).removeprefix("?"),
    )


REVIEWED = {
    Reviewed.NO.value: "not yet",
    Reviewed.PARTLY.value: "in part",
    Reviewed.YES.value: "read",
    Reviewed.CHANGED.value: "changed since",
}


def _condition_words(name: str, value: str) -> str:
    """A value of the filter as its entry calls it."""
    if name == "country":
        return country_names().get(value.upper(), value)
    if name == "reviewed":
        return REVIEWED.get(value, value)
    return words(value) if name in ("type", "status", "scope") else value


def _head(name: str, sort: Sort | None, query: Query) -> Head:
    if sort is None:
        return Head(name, None, None)
    if sort is not query.sort:
        return Head(name, query.address(sort=sort.value, order=None), None)
    order = "up" if query.descending else "down"
    now = "descending" if query.descending else "ascending"
    return Head(name, query.address(sort=sort.value, order=order), now)


def list_rows(store: Store, found: Sequence[Listed]) -> tuple[Row, ...]:
    """Rows of a table; what has gone since it was listed is left out."""
    versions = versions_of(store, [listed.id for listed in found])
    return tuple(_row(one, versions[one.id]) for one in found if one.id in versions)


def _row(listed: Listed, version: str) -> Row:
    when = ""
    if listed.first_day is not None:
        last = listed.last_day or listed.first_day
        when = day_range(listed.first_day, last, months=SHORT_MONTHS)
    return Row(
        id=listed.id,
        version=version,
        type=words(listed.type),
        status=words(listed.status),
        when=when,
        where=listed.place or "",
        country=country_names().get(listed.country or "", listed.country or ""),
        killed=short_count(listed.killed) if listed.killed else "",
        injured=short_count(listed.injured) if listed.injured else "",
        who=listed.perpetrators or "",
        whom=listed.targets or "",
        reports=listed.reports,
        claims=listed.claims,
        conflicts=listed.conflicts,
        confidence="" if listed.confidence is None else f"{listed.confidence:.0%}",
        reviewed=REVIEWED[listed.reviewed.value],
        look=listed.look,
    )


# --- one incident ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Editor:
    """What a field's form begins with. `kind` names its inputs."""

    kind: str  # choice, days, place, actors, weapons or count
    name: str
    entries: Mapping[str, str]
    actors: tuple[Mapping[str, str], ...] = ()
    offers: Sequence[str] = ()  # wordings of actors, to choose from while typing
    places: str = "[]"  # JSON of places to choose from before those of the gazetteer


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a person may take over, and where it comes from."""

    text: str
    json: str | None  # the value, for its button; None: it cannot be set so
    claims: tuple[int, ...]
    rules: tuple[str, ...] = ()
    chosen: bool = False
    voices: tuple[str, ...] = ()  # nearest speaker of each claim, once; empty: the report itself


@dataclass(frozen=True, slots=True)
class Decided:
    """Who set or confirmed a field."""

    author: str
    when: str
    reason: str | None
    confirmed: bool
    program: str
    judgement: int


@dataclass(frozen=True, slots=True)
class FieldView:
    name: str
    text: str  # empty: not known
    rule: str | None
    confidence: str | None
    decided: Decided | None
    given: tuple[Option, ...]  # by claims
    outcomes: tuple[Option, ...]  # by rules
    changed: bool  # since somebody read the incident through
    editor: Editor


@dataclass(frozen=True, slots=True)
class Quarrel:
    """Positions of claims that contradict each other, on a field or on `sides`, which nobody sets."""

    name: str
    decided: bool
    positions: tuple[Option, ...]
    independent: bool | None  # whether two of them are; None: not known


@dataclass(frozen=True, slots=True)
class ClaimView:
    number: int
    id: str
    quote: str
    speakers: tuple[tuple[str, str, str | None], ...]  # name, kind, cue; nearest first
    modality: str
    background: bool
    says: tuple[tuple[str, str], ...]
    report: str
    title: str
    byline: str
    confidence: str | None
    added: Judged | None


@dataclass(frozen=True, slots=True)
class ReportView:
    id: str
    title: str
    byline: str
    url: str | None
    pieces: tuple[Piece, ...]
    n_claims: int


@dataclass(frozen=True, slots=True)
class Past:
    """A judgement in the history of an incident."""

    id: int
    what: str
    author: str
    when: str
    reason: str | None
    standing: str
    values: tuple[tuple[str, str], ...]
    others: tuple[str, ...]  # other incidents that it bears on
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a decision was not kept, and what had been typed."""

    message: str
    typed: tuple[tuple[str, str], ...]
    changed: bool  # because of somebody else


@dataclass(frozen=True, slots=True)
class IncidentPage:
    id: str
    version: str
    heading: str
    status: str
    scope: str
    reviewed: str
    review: str | None  # who read it through, and when
    fields: tuple[FieldView, ...]
    conflicts: tuple[Quarrel, ...]
    claims: tuple[ClaimView, ...]
    discarded: tuple[ClaimView, ...]
    reports: tuple[ReportView, ...]
    history: tuple[Past, ...]
    near: tuple[Row, ...]
    points: str  # JSON of the small map
    queue: str | None  # where the next in the queue is, when one goes by it
    done: Past | None  # what was decided just now
    refused: Refused | None


def make_incident_page(
    case: Case,
    *,
    near: tuple[Row, ...],
    copies: Mapping[str, str],
    others: Mapping[str, Sequence[Told]],
    queue: str | None,
    done: Judged | None,
    refused: Refused | None,
    visitor: str,
) -> IncidentPage:
    """`others` are all claims of each report, for marking those of other incidents too."""
    incident = case.incident
    numbers = {claim.id: n for n, claim in enumerate(incident.claims, start=1)}
    by_id = {judged.judgement.id: judged for judged in case.judgements}
    told = [one for report_id in case.reports for one in others.get(report_id, ())]
    wordings = list_wordings(claim.says for claim in incident.claims)
    fields = tuple(
        replace(field, editor=with_offers(field.editor, wordings, told))
        for field in _fields(case, numbers, copies)
    )
    review = incident.review
    return IncidentPage(
        id=incident.id,
        version=case.version,
        heading=heading(incident),
        status=words(incident.status),
        scope=words(incident.scope),
        reviewed=REVIEWED[reviewed_state(incident).value],
        review=None if review is None else f"{review.author}, {review.at:%Y-%m-%d %H:%M}",
        fields=fields,
        conflicts=tuple(_quarrels(incident, numbers)),
        claims=tuple(
            _claim(n, claim, case.reports, by_id.get(case.added.get(claim.id, 0)))
            for n, claim in enumerate(incident.claims, start=1)
        ),
        discarded=tuple(_claim(0, claim, case.reports, None) for claim in case.discarded),
        reports=tuple(_report_views(case, numbers, others)),
        history=tuple(past(judged, visitor, incident.id) for judged in reversed(case.judgements)),
        near=near,
        points=json.dumps(list(_points(incident)), ensure_ascii=False),
        queue=queue,
        done=None if done is None else past(done, visitor, incident.id),
        refused=refused,
    )


def heading(incident: Incident) -> str:
    """ "Armed attack, Gao, Mali (near), 13 May 2024"."""
    parts = [words(incident.type).capitalize()]
    if incident.place is not None:
        parts.append(place_text(incident.place, admin1=False))
    if incident.date is not None:
        parts.append(date_text(incident.date))
    return ", ".join(parts)


def reviewed_state(incident: Incident) -> Reviewed:
    if incident.review is not None:
        return Reviewed.CHANGED if incident.review.changed else Reviewed.YES
    return Reviewed.PARTLY if incident.judgements else Reviewed.NO


def _fields(
    case: Case, numbers: Mapping[str, int], copies: Mapping[str, str]
) -> Iterator[FieldView]:
    incident = case.incident
    outcomes = find_outcomes(incident, case.reports, copies=copies)
    for name in Field:
        value = field_value(incident, name)
        given = tuple(_given(incident, name, value))
        rule = incident.rules.get(name.value, incident.rules.get(f"counts.{name.value}"))
        decision = incident.judged.get(name)
        share = incident.confidence.get(name.value)
        by_rule: dict[str, Option] = {}
        for outcome in outcomes.get(name, ()):
            text = value_text(outcome.value)
            held = by_rule.get(text)
            by_rule[text] = Option(
                text,
                to_json(outcome.value),
                tuple(numbers[c] for c in outcome.claims if c in numbers),
                (*(held.rules if held else ()), outcome.rule),
                chosen=text == value_text(value),
            )
        yield FieldView(
            name=name.value,
            text=value_text(value),
            rule=rule if decision is None else decision.rule,
            confidence=None if share is None else f"{share:.0%}",
            decided=None
            if decision is None
            else Decided(
                decision.author,
                f"{decision.at:%Y-%m-%d %H:%M}",
                decision.reason,
                decision.confirmed,
                value_text(decision.program),
                decision.judgement,
            ),
            given=given,
            outcomes=tuple(by_rule.values()),
            changed=incident.review is not None and name in incident.review.changed,
            editor=make_editor(name, value),
        )


def _quarrels(incident: Incident, numbers: Mapping[str, int]) -> Iterator[Quarrel]:
    for conflict in incident.conflicts:
        name = conflict.field.removeprefix("counts.")
        field = Field(name) if name in set(Field) else None
        yield Quarrel(
            name,
            field in incident.judged,
            tuple(
                _position(incident, field, p.value, p.claims, numbers) for p in conflict.positions
            ),
            conflict.independent,
        )


def _given(incident: Incident, name: Field, value: FieldValue) -> Iterator[Option]:
    told: dict[str, tuple[FieldValue, list[int]]] = {}
    for number, claim in enumerate(incident.claims, start=1):
        said = claim_value(claim.says, name)
        if said:
            told.setdefault(value_text(said), (said, []))[1].append(number)
    for text, (said, by) in told.items():
        voices = _voices([incident.claims[n - 1] for n in by])
        chosen = text == value_text(value)
        yield Option(text, to_json(said), tuple(by), chosen=chosen, voices=voices)


def _voices(claims: Iterable[Claim[Values]]) -> tuple[str, ...]:
    names = (claim.sources[0].name if claim.sources else "" for claim in claims)
    return tuple(dict.fromkeys(names))


# What an incident is on which all followed one side of a contradiction about its status.
STANDS_FOR: Mapping[str, Status] = {
    Modality.ASSERTED.value: Status.REPORTED,
    Modality.ALLEGED.value: Status.ALLEGED,
    Modality.CLAIMED.value: Status.CLAIMED,
    Modality.DENIED.value: Status.DENIED,
}


def _position(
    incident: Incident,
    name: Field | None,
    text: str,
    claims: Sequence[str],
    numbers: Mapping[str, int],
) -> Option:
    """One side of a conflict; it can be taken over where it comes to a value of a field."""
    by_id = {claim.id: claim for claim in incident.claims}
    value = None if name is None else field_value(incident, name)
    values = [
        said
        for c in claims
        if name is not None and c in by_id and (said := claim_value(by_id[c].says, name))
    ]
    first = values[0] if values and text != Modality.DENIED.value else None
    if name is Field.STATUS:
        first = STANDS_FOR.get(text)
    return Option(
        words(text),
        None if first is None else to_json(first),
        tuple(numbers[c] for c in claims if c in numbers),
        chosen=first is not None and value_text(first) == value_text(value),
        voices=_voices(by_id[c] for c in claims if c in by_id),
    )


def claim_value(says: Values, name: Field) -> FieldValue:
    """What a claim gives for a field; None where it does not speak of it."""
    if name.value in set(CountKind):
        return says.counts.get(CountKind(name.value))
    if name in (Field.STATUS, Field.SCOPE):
        return None
    value: FieldValue = getattr(says, name.value)
    return value or None


def to_json(value: FieldValue) -> str:
    return json.dumps(field_to_record(value), ensure_ascii=False)


def value_text(value: FieldValue) -> str:
    """A value in words; empty when it is not known."""
    match value:
        case None:
            return ""
        case Days():
            return date_text(value)
        case Place():
            return place_text(value)
        case Count():
            return count_text(value)
        case tuple():
            return "; ".join(actor_text(x) if isinstance(x, Actor) else x for x in value)
    return words(value)


def make_editor(name: Field, value: FieldValue) -> Editor:
    """The inputs of a field, with its value in them."""
    match name:
        case Field.DATE:
            days = value if isinstance(value, Days) else None
            entries = {
                "first": "" if days is None else days.start.isoformat(),
                "last": "" if days is None else days.last.isoformat(),
                "date_precision": "" if days is None else days.precision.value,
            }
            return Editor("days", name.value, entries)
        case Field.PLACE:
            return Editor("place", name.value, _place_entries(value))
        case Field.PERPETRATORS | Field.TARGETS:
            actors = value if isinstance(value, tuple) else ()
            rows = [_actor_entries(actor) for actor in actors if isinstance(actor, Actor)]
            blank = _actor_entries(None)
            return Editor("actors", name.value, {}, (*rows, *[blank] * EMPTY_ROWS))
        case Field.WEAPONS:
            lines = value if isinstance(value, tuple) else ()
            return Editor("weapons", name.value, {"weapons": "\n".join(map(str, lines))})
        case Field.TYPE | Field.STATUS | Field.SCOPE:
            return Editor("choice", name.value, {name.value: str(value or "")})
    count = value if isinstance(value, Count) else None
    figures = {b: None if count is None else getattr(count, b) for b in ("low", "best", "high")}
    return Editor(
        "count",
        name.value,
        {f"{name.value}_{b}": "" if n is None else str(n) for b, n in figures.items()},
    )


def with_offers(editor: Editor, wordings: Sequence[str], told: Iterable[Told]) -> Editor:
    """An editor that offers what the reports have: wordings of actors, places of all their claims."""
    if editor.kind == "actors":
        return replace(editor, offers=wordings)
    if editor.kind == "place":
        return replace(editor, places=_offer_places(told))
    return editor


def list_wordings(said: Iterable[Values]) -> tuple[str, ...]:
    """How claims call actors, in their own words and by name, whether they act or suffer."""
    actors = [actor for says in said for actor in (*says.perpetrators, *says.targets)]
    found = (words.strip() for actor in actors for words in (*actor.mentions, actor.name))
    return tuple(dict.fromkeys(words for words in found if words))


def _offer_places(told: Iterable[Told]) -> str:
    """JSON of the places that claims name, each once, in the order of the text."""
    places = dict.fromkeys(one.claim.says.place for one in told)
    offered = [
        field_to_record(place) | {"country_name": country_names().get(place.country or "")}
        for place in places
        if place is not None
    ]
    return json.dumps(offered, ensure_ascii=False)


def _place_entries(value: FieldValue) -> dict[str, str]:
    place = value if isinstance(value, Place) else None
    names = {"name": "place_name", "country": "place_country", "precision": "place_precision"}
    given = {
        key: "" if place is None or (cell := getattr(place, key)) is None else str(cell)
        for key in "name admin1 country lat lon precision radius_km".split()
    }
    chosen = "" if place is None else to_json(place)
    return {names.get(key, key): text for key, text in given.items()} | {"place_chosen": chosen}


def _actor_entries(actor: Actor | None) -> dict[str, str]:
    if actor is None:
        return dict.fromkeys(("name", "chosen", "kind", "id", "country", "mentions"), "")
    return {
        "name": actor.name,
        "chosen": actor.name,
        "kind": actor.kind.value,
        "id": actor.actor_id or "",
        "country": actor.country or "",
        "mentions": "\n".join(actor.mentions),
    }


def _claim(
    number: int, claim: Claim[Values], reports: Mapping[str, Report], added: Judged | None
) -> ClaimView:
    report = reports[claim.report_id]
    return ClaimView(
        number=number,
        id=claim.id,
        quote=report.quote(claim.evidence),
        speakers=tuple((s.name, words(s.kind), s.cue) for s in claim.sources),
        modality=claim.modality.value,
        background=claim.background,
        says=tuple(says_in_words(claim.says)),
        report=report.id,
        title=report.title or "untitled report",
        byline=byline(report),
        confidence=None if claim.confidence is None else f"{claim.confidence:.0%}",
        added=added,
    )


def says_in_words(says: Values) -> Iterator[tuple[str, str]]:
    for name in Field:
        value = claim_value(says, name)
        if value:
            yield name.value, value_text(value)
    if says.sides:
        yield "sides", value_text(says.sides)


def byline(report: Report) -> str:
    published = one_day(report.published) if report.published else "undated"
    return f"{report.publisher or 'publisher unknown'}, {published}"


def _report_views(
    case: Case, numbers: Mapping[str, int], others: Mapping[str, Sequence[Told]]
) -> Iterator[ReportView]:
    """The reports in the order of their first claim."""
    gone = {claim.id for claim in case.discarded}
    told = dict.fromkeys(claim.report_id for claim in case.incident.claims)
    told |= dict.fromkeys(claim.report_id for claim in case.discarded)
    for report_id in told:
        report = case.reports[report_id]
        own = [c for c in case.incident.claims if c.report_id == report_id]
        quotes = [Quote(str(numbers[c.id]), c.evidence, "own") for c in own]
        for one in others.get(report_id, ()):
            if one.claim.id in gone:
                quotes.append(Quote("", one.claim.evidence, "gone"))
            elif one.claim.id not in numbers and one.incident is not None:
                quotes.append(Quote("", one.claim.evidence, "other"))
        yield ReportView(
            id=report.id,
            title=report.title or "untitled report",
            byline=byline(report),
            url=report.url,
            pieces=tuple(mark(report.text, quotes)),
            n_claims=len(own),
        )


def past(judged: Judged, visitor: str, incident: str | None) -> Past:
    judgement = judged.judgement
    names = (s.incident for s in judgement.subjects)
    others = dict.fromkeys(n for n in (*judged.incidents, *names) if n and n != incident)
    standing = judged.standing.value
    withdrawing = judgement.verdict is Verdict.WITHDRAW
    return Past(
        id=judgement.id,
        what=f"withdrew judgement {judgement.withdraws}"
        if withdrawing
        else WHAT[judgement.verdict],
        author=judgement.author,
        when=f"{judgement.at:%Y-%m-%d %H:%M}",
        reason=judgement.reason,
        standing="" if judged.standing is Standing.APPLIED else standing,
        values=()
        if judgement.verdict is Verdict.REVIEW
        else tuple((n.value, value_text(v) or "not known") for n, v in judgement.values.items()),
        others=tuple(others),
        may_undo=judged.standing is not Standing.WITHDRAWN,
    )


def short_heading(listed: Listed) -> str:
    """ "armed attack, Gao, 13 May 2024", of a line of a list."""
    days = listed.first_day and day_range(listed.first_day, listed.last_day or listed.first_day)
    return ", ".join(part for part in (words(listed.type), listed.place, days) if part)


WHAT = {
    Verdict.SAME: "merged two incidents",
    Verdict.DIFFERENT: "told incidents apart",
    Verdict.VALUE: "set",
    Verdict.CONFIRM: "confirmed",
    Verdict.REVIEW: "read it through",
    Verdict.DISCARD: "discarded claims",
    Verdict.ADD_CLAIM: "added a claim",
    Verdict.ADD_INCIDENT: "added this incident",
}


def _points(incident: Incident) -> Iterator[dict[str, Any]]:
    """The place and every other place that claims give, for the small map."""
    places: dict[tuple[float, float], dict[str, Any]] = {}
    candidates = [(incident.place, True)]
    candidates += [(claim.says.place, False) for claim in incident.claims]
    for place, chosen in candidates:
        if place is None or place.lat is None or place.lon is None:
            continue
        places.setdefault(
            (place.lat, place.lon),
            {
                "lat": place.lat,
                "lon": place.lon,
                "place": place_text(place),
                "chosen": chosen,
                "km": place.radius_km or NOMINAL_KM.get(place.precision, 0),
                "nominal": place.radius_km is None,
            },
        )
    yield from places.values()


def near_filter(incident: Incident) -> Filter | None:
    """What happened about there and then: candidates for merging. None where neither is known."""
    place, days = incident.place, incident.date
    around = timedelta(days=NEAR_DAYS)
    box = None
    if place is not None and place.lat is not None and place.lon is not None:
        box = (
            max(place.lat - NEAR_DEGREES, -90.0),
            max(place.lon - NEAR_DEGREES, -180.0),
            min(place.lat + NEAR_DEGREES, 90.0),
            min(place.lon + NEAR_DEGREES, 180.0),
        )
    if days is None and box is None:
        return None
    return Filter(
        since=None if days is None else _shifted(days.start, -around),
        until=None if days is None else _shifted(days.last, around),
        box=box,
    )


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


# --- one report ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """An incident of which a report speaks, with the claims there."""

    id: str
    heading: str
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    id: str
    title: str
    byline: str
    author: str | None
    url: str | None
    origin: str
    published_how: str | None
    language: str | None
    raw_sha256: str
    copies: tuple[tuple[str, str], ...]  # id, title of reports with the same text
    pieces: tuple[Piece, ...]
    members: tuple[Member, ...]
    gone: tuple[ClaimView, ...]
    length: int


def make_report_page(
    report: Report,
    told: Sequence[Told],
    incidents: Mapping[str, Incident],
    copies: Iterable[Report],
    judged: Mapping[int, Judged],
) -> ReportPage:
    """Every claim of a report, by incident, numbered as they stand in the text."""
    reports = {report.id: report}
    views = {
        one.claim.id: _claim(n, one.claim, reports, judged.get(one.judgement or 0))
        for n, one in enumerate(told, start=1)
    }
    by_incident: dict[str | None, list[ClaimView]] = {}
    for one in told:
        by_incident.setdefault(one.incident, []).append(views[one.claim.id])
    quotes = [
        Quote(str(n), one.claim.evidence, "own" if one.incident is not None else "gone")
        for n, one in enumerate(told, start=1)
    ]
    return ReportPage(
        id=report.id,
        title=report.title or "untitled report",
        byline=byline(report),
        author=report.author,
        url=report.url,
        origin=report.origin,
        published_how=report.published_how,
        language=report.language,
        raw_sha256=report.raw_sha256,
        copies=tuple((r.id, f"{r.title or 'untitled report'}, {byline(r)}") for r in copies),
        pieces=tuple(mark(report.text, quotes)),
        members=tuple(
            Member(name, heading(incidents[name]), tuple(claims))
            for name, claims in by_incident.items()
            if name is not None
        ),
        gone=tuple(by_incident.get(None, ())),
        length=len(report.text),
    )


@dataclass(frozen=True, slots=True)
class AddPage:
    """A claim about to be added: the words, and the form for what they say."""

    report: str
    title: str
    byline: str
    start: int | None
    end: int | None
    quote: str
    incident: str | None  # to which it goes; None: it is a new one
    headings: tuple[tuple[str, str, str], ...]  # incidents to choose from: id, version, in words
    editors: tuple[Editor, ...]
    entries: Mapping[str, str]
    refused: Refused | None


def blank_editors(form: Mapping[str, Sequence[str]], told: Sequence[Told]) -> tuple[Editor, ...]:
    """Empty editors of what a claim may say, with what was typed already. `told` are the report's claims."""
    wordings = list_wordings(one.claim.says for one in told)
    editors = []
    for name in Field:
        if name in (Field.STATUS, Field.SCOPE):
            continue
        editor = with_offers(make_editor(name, None), wordings, told)
        entries = {key: next(iter(form.get(key, ())), text) for key, text in editor.entries.items()}
        editors.append(replace(editor, entries=entries))
    return tuple(editors)
