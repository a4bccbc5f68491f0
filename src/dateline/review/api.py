"""The same data as JSON: for the desk's own script, and for programs that hold the token.

Described by OpenAPI at `/api/openapi.json`. Records are those of the contract,
`docs/incident.schema.json`; days are inclusive on both ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from itertools import combinations
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from dateline import judging
from dateline.agreement import compare_reviewers
from dateline.errors import ChangedError, JudgementError, StoreError
from dateline.export.contract import (
    UNREADABLE,
    claim_to_record,
    incident_to_record,
    judgement_to_record,
    record_to_field,
    record_to_source,
    record_to_values,
)
from dateline.export.map import WITH_PROVINCES, country_names
from dateline.gazetteer.find import Entry, Gazetteer
from dateline.judging import By, Outcome
from dateline.records import (
    Field,
    IncidentType,
    Modality,
    PlacePrecision,
    Reviewed,
    Scope,
    Span,
    Status,
)
from dateline.resolve.actor import Registry, candidates, fold
from dateline.review.access import Visitor
from dateline.review.agree import read_all_ratings
from dateline.review.desk import TheDesk, TheStore, TheVisitor, landmarks
from dateline.review.filters import read_box, read_query
from dateline.review.land import land_json, provinces_path
from dateline.store import Store
from dateline.store.desk import told_in
from dateline.store.judgements import Judged
from dateline.typed import place_of

MOST_CELLS = 600
MOST_LANDMARKS = 40
MOST_ROWS = 1_000
MOST_OFFSET = 1_000_000_000


def check_origin(request: Request, visitor: TheVisitor) -> None:
    """A browser's request that changes something carries the session's token in a header."""
    if request.method == "GET" or visitor.bearer:
        return
    if request.headers.get("x-csrf-token", "") != visitor.csrf:
        raise HTTPException(403, "This request is of another session.")


api = APIRouter(prefix="/api", tags=["dateline"], dependencies=[Depends(check_origin)])


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Bounds(Answer):
    low: int | None
    best: int | None
    high: int | None


class ListedIncident(Answer):
    """One incident as a list shows it."""

    id: str
    type: IncidentType
    status: Status
    scope: Scope
    first_day: date | None
    last_day: date | None = Described(description="inclusive")
    place: str | None
    admin1: str | None
    country: str | None
    place_precision: PlacePrecision | None
    lat: float | None
    lon: float | None
    perpetrators: str | None
    targets: str | None
    killed: Bounds | None
    injured: Bounds | None
    reports: int
    claims: int
    conflicts: int
    reviewed: Reviewed
    confidence: float | None = Described(description="of the field that is least sure")
    look: float = Described(description="how much there is to gain from a person's look")


class Incidents(Answer):
    total: int
    rows: list[ListedIncident]


class Group(Answer):
    value: str | None
    incidents: int
    killed: int


class Totals(Answer):
    incidents: int
    killed: int
    with_killed: int
    injured: int
    conflicts: int
    read: int
    placed: int
    dated: int


class Counts(Answer):
    totals: Totals
    groups: list[Group]


class MapCell(Answer):
    lat: float
    lon: float
    incidents: int
    killed: int
    id: str | None
    place: str | None
    precision: str | None


class FoundPlace(Answer):
    """A place of the gazetteer."""

    name: str
    kind: str
    admin1: str | None
    country: str | None
    country_name: str | None
    lat: float
    lon: float
    population: int
    geonameid: int | None
    precision: PlacePrecision = Described(
        description="if something happened there, how exact that is"
    )
    radius_km: float | None


class FoundActor(Answer):
    name: str
    kind: str
    actor_id: str | None
    country: str | None


class JudgementAnswer(Answer):
    id: int
    standing: str
    incidents: list[str | None] = Described(description="which incident each subject is now")
    withdrawn_by: int | None
    record: dict[str, Any]


class IncidentAnswer(Answer):
    version: str = Described(description="give it back as `expected` with a decision")
    record: dict[str, Any] = Described(description="of the contract")
    judgements: list[JudgementAnswer]
    discarded: list[dict[str, Any]] = Described(description="claims that a judgement took out")


class ReportAnswer(Answer):
    id: str
    title: str | None
    publisher: str | None
    author: str | None
    language: str | None
    published: date | None
    published_how: str | None
    origin: str
    url: str | None
    raw_sha256: str
    text: str
    claims: list[dict[str, Any]] = Described(
        description="those of the contract, each with its `incident` (null: discarded)"
    )


class Decision(Answer):
    """Why, and what was seen: incident -> its version. A decision on another version is refused."""

    reason: str | None = None
    expected: dict[str, str]


class SetDecision(Decision):
    values: dict[Field, Any] = Described(description="field -> its value, as records have it")


class ConfirmDecision(Decision):
    fields: list[Field]


class ClaimsDecision(Decision):
    claims: list[str]


class PairDecision(Decision):
    other: str


class AddDecision(Answer):
    report: str
    start: int
    end: int
    says: dict[str, Any] = Described(description="a claim's `values`, as records have them")
    sources: list[dict[str, Any]] = Described(default_factory=list)
    modality: Modality = Modality.ASSERTED
    scope: Scope = Scope.UNKNOWN
    incident: str | None = Described(default=None, description="null: a new incident")
    reason: str | None = None
    expected: dict[str, str] | None = None


class Provinces(Answer):
    path: str = Described(
        description="an SVG path in degrees, Mercator downwards; empty for a wider view"
    )


class FieldAgreement(Answer):
    one: str
    other: str
    field: Field
    incidents: int = Described(description="on which both said what it is")
    alike: int
    alpha: float | None = Described(description="Krippendorff's; null: all values are one")


class Decided(Answer):
    judgement: JudgementAnswer
    incidents: list[dict[str, Any]] = Described(description="records, as they are now")


# --- looking ---------------------------------------------------------------------------------


@api.get("/incidents")
def list_incidents(
    request: Request,
    desk: TheDesk,
    store: TheStore,
    _visitor: TheVisitor,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
    offset: Annotated[int, Query(ge=0, le=MOST_OFFSET)] = 0,
) -> Incidents:
    """Incidents, filtered and sorted by the parameters of the overview's address."""
    query = read_query(request.query_params.multi_items())
    choice = desk.facets.choose(store, query.which)
    rows = choice.page(
        store, sort=query.sort, descending=query.descending, limit=limit, offset=offset
    )
    shown = ListedIncident.model_fields
    return Incidents(
        total=len(choice.chosen),
        rows=[
            ListedIncident(**{name: cell for name, cell in asdict(row).items() if name in shown})
            for row in rows
        ],
    )


By_ = Literal["month", "year", "type", "status", "place", "country", "perpetrators", "reviewed"]


@api.get("/counts")
def count_incidents(
    request: Request, desk: TheDesk, store: TheStore, _visitor: TheVisitor, by: By_
) -> Counts:
    """Incidents and people killed by a value, within the filter."""
    query = read_query(request.query_params.multi_items())
    choice = desk.facets.choose(store, query.which)
    return Counts(
        totals=Totals(**asdict(choice.totals())),
        groups=[Group(**asdict(group)) for group in choice.groups(by)],
    )


@api.get("/cells")
def list_cells(
    request: Request,
    desk: TheDesk,
    store: TheStore,
    _visitor: TheVisitor,
    degrees: Annotated[float, Query(gt=0, le=90)],
    view: str | None = None,
) -> list[MapCell]:
    """Clusters for a map, within the filter and a view (south,west,north,east)."""
    query = read_query(request.query_params.multi_items())
    choice = desk.facets.choose(store, query.which)
    box = read_box(view) if view is not None else None
    cells = choice.cells(degrees, box=box, most=MOST_CELLS)
    return [MapCell(**asdict(cell)) for cell in cells]


@api.get("/incidents/{incident}")
def get_incident(incident: str, store: TheStore, _visitor: TheVisitor) -> IncidentAnswer:
    try:
        case = judging.open_case(store, incident)
    except StoreError as error:
        raise HTTPException(404, str(error)) from error
    return IncidentAnswer(
        version=case.version,
        record=incident_to_record(case.incident, case.reports),
        judgements=[_judged(judged) for judged in case.judgements],
        discarded=[claim_to_record(c, case.reports[c.report_id]) for c in case.discarded],
    )


@api.get("/reports/{report_id}")
def get_report(report_id: str, store: TheStore, _visitor: TheVisitor) -> ReportAnswer:
    report = store.report(report_id)
    if report is None:
        raise HTTPException(404, f"{report_id}: no report with this id")
    claims = [
        claim_to_record(one.claim, report) | {"incident": one.incident}
        for one in told_in(store, report_id)
    ]
    return ReportAnswer(**asdict(report), claims=claims)


@api.get("/agreement")
def get_agreement(desk: TheDesk, store: TheStore, _visitor: TheVisitor) -> list[FieldAgreement]:
    """How far every two people agree, or this database and the copy beside it, field by field."""
    ratings = read_all_ratings(store, database=desk.database, beside=desk.beside)
    return [
        FieldAgreement(one=one, other=other, **asdict(found))
        for one, other in combinations(ratings, 2)
        for found in compare_reviewers(ratings[one], ratings[other])
    ]


@api.get("/places")
def find_places(
    desk: TheDesk, _visitor: TheVisitor, q: Annotated[str, Query(min_length=2, max_length=100)]
) -> list[FoundPlace]:
    """Places whose name begins so, whole names first."""
    found = desk.gazetteer.beginning(q) or desk.gazetteer.candidates(q, limit=12)
    return [_found_place(entry, desk.gazetteer) for entry in found]


def _found_place(entry: Entry, gazetteer: Gazetteer) -> FoundPlace:
    place = place_of(entry, gazetteer)
    return FoundPlace(
        name=place.name,
        kind=entry.kind,
        admin1=place.admin1,
        country=place.country,
        country_name=country_names().get(place.country or ""),
        lat=entry.lat,
        lon=entry.lon,
        population=entry.pop,
        geonameid=place.geonameid,
        precision=place.precision,
        radius_km=place.radius_km,
    )


@api.get("/landmarks")
def find_landmarks(desk: TheDesk, _visitor: TheVisitor, view: str) -> list[FoundPlace]:
    """Provinces and the largest towns of a view, to find one's way on the map."""
    box = read_box(view)
    if box is None:
        raise HTTPException(422, "view: write south,west,north,east in degrees")
    wide = box[3] - box[1]
    kinds = ("capital",) if wide > 40 else ("capital", "seat", "town")
    rounded = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
    found = list(landmarks(desk.gazetteer, rounded, kinds, MOST_LANDMARKS))
    if 1.5 < wide < 16:
        found += landmarks(desk.gazetteer, rounded, ("admin1",), MOST_LANDMARKS)
    return [_found_place(entry, desk.gazetteer) for entry in found]


@api.get("/provinces")
def get_provinces(_visitor: TheVisitor, view: str) -> Provinces:
    """The borders between provinces in a view, where it is no wider than a large country."""
    box = read_box(view)
    if box is None:
        raise HTTPException(422, "view: write south,west,north,east in degrees")
    return Provinces(path=provinces_path(box) if box[3] - box[1] <= WITH_PROVINCES else "")


@api.get("/actors")
def find_actors(
    desk: TheDesk, _visitor: TheVisitor, q: Annotated[str, Query(min_length=2, max_length=100)]
) -> list[FoundActor]:
    """Registered actors that a wording may mean, or whose name or alias has these words."""
    meant = candidates(q, country=None, day=None, registry=desk.registry)
    ids = [actor.actor_id for actor in meant if actor.actor_id]
    ids += [id for id in _holding(q, desk.registry) if id not in ids]
    entries = [desk.registry.entries[id] for id in ids[:12]]
    return [
        FoundActor(name=e.name, kind=e.kind.value, actor_id=e.id, country=e.country)
        for e in entries
    ]


def _holding(words: str, registry: Registry) -> list[str]:
    key = fold(words)
    if not key:
        return []
    begins = [i for alias, ids in registry.aliases.items() if alias.startswith(key) for i in ids]
    inside = [i for alias, ids in registry.aliases.items() if f" {key}" in alias for i in ids]
    return list(dict.fromkeys(begins + inside))


@api.get("/land", include_in_schema=False)
def land(_visitor: TheVisitor) -> Response:
    """The outlines of the maps; they change with the package alone."""
    headers = {"Content-Encoding": "gzip", "Cache-Control": "private, max-age=86400"}
    return Response(land_json(), media_type="application/json", headers=headers)


# --- deciding --------------------------------------------------------------------------------


def _judged(judged: Judged) -> JudgementAnswer:
    return JudgementAnswer(
        id=judged.judgement.id,
        standing=judged.standing.value,
        incidents=list(judged.incidents),
        withdrawn_by=judged.withdrawn_by,
        record=judgement_to_record(judged.judgement),
    )


def _decide(store: Store, decide: Callable[[], Outcome]) -> Decided:
    try:
        outcome = decide()
    except ChangedError as error:
        detail = {"message": str(error), "now": error.now, "since": list(error.since)}
        raise HTTPException(409, detail) from error
    except JudgementError as error:
        raise HTTPException(422, str(error)) from error
    except StoreError as error:
        raise HTTPException(404, str(error)) from error
    ids = {claim.report_id for incident in outcome.incidents for claim in incident.claims}
    reports = {report.id: report for report in store.reports(ids)} if ids else {}
    return Decided(
        judgement=_judged(outcome.judged),
        incidents=[incident_to_record(incident, reports) for incident in outcome.incidents],
    )


def _by(visitor: Visitor, reason: str | None) -> By:
    return By(visitor.name, reason)


def _read(what: str, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except UNREADABLE as error:
        raise HTTPException(422, f"{what}: not as records have it ({error})") from error


@api.post("/incidents/{incident}/values")
def set_values(incident: str, given: SetDecision, store: TheStore, visitor: TheVisitor) -> Decided:
    values: Mapping[Field, Any] = {
        name: _read(name.value, lambda name=name, value=value: record_to_field(name, value))  # type: ignore[misc]
        for name, value in given.values.items()
    }
    by = _by(visitor, given.reason)
    return _decide(
        store,
        lambda: judging.set_values(store, incident, values, by=by, expected=given.expected),
    )


@api.post("/incidents/{incident}/confirm")
def confirm(incident: str, given: ConfirmDecision, store: TheStore, visitor: TheVisitor) -> Decided:
    by = _by(visitor, given.reason)
    return _decide(
        store,
        lambda: judging.confirm_values(
            store, incident, given.fields, by=by, expected=given.expected
        ),
    )


@api.post("/incidents/{incident}/review")
def review(incident: str, given: Decision, store: TheStore, visitor: TheVisitor) -> Decided:
    by = _by(visitor, given.reason)
    return _decide(store, lambda: judging.review(store, incident, by=by, expected=given.expected))


@api.post("/incidents/{incident}/discard")
def discard(incident: str, given: ClaimsDecision, store: TheStore, visitor: TheVisitor) -> Decided:
    by = _by(visitor, given.reason)
    return _decide(
        store,
        lambda: judging.discard(store, incident, given.claims, by=by, expected=given.expected),
    )


@api.post("/incidents/{incident}/split")
def split(incident: str, given: ClaimsDecision, store: TheStore, visitor: TheVisitor) -> Decided:
    by = _by(visitor, given.reason)
    return _decide(
        store,
        lambda: judging.split_off(store, incident, given.claims, by=by, expected=given.expected),
    )


@api.post("/incidents/{incident}/same")
def same(incident: str, given: PairDecision, store: TheStore, visitor: TheVisitor) -> Decided:
    by = _by(visitor, given.reason)
    return _decide(
        store,
        lambda: judging.judge_same(store, incident, given.other, by=by, expected=given.expected),
    )


@api.post("/incidents/{incident}/different")
def different(incident: str, given: PairDecision, store: TheStore, visitor: TheVisitor) -> Decided:
    by = _by(visitor, given.reason)
    return _decide(
        store,
        lambda: judging.judge_different(
            store, incident, given.other, by=by, expected=given.expected
        ),
    )


@api.post("/claims")
def add(given: AddDecision, store: TheStore, visitor: TheVisitor) -> Decided:
    """Add a claim in words of a report: to an incident, or as a new one."""
    says = _read("says", lambda: record_to_values(given.says))
    sources = _read("sources", lambda: [record_to_source(source) for source in given.sources])
    by, span = _by(visitor, given.reason), Span(given.start, given.end)

    def decide() -> Outcome:
        if given.incident is None:
            return judging.add_incident(
                store,
                given.report,
                span,
                says,
                by=by,
                sources=sources,
                modality=given.modality,
                scope=given.scope,
            )
        return judging.add_claim(
            store,
            given.incident,
            given.report,
            span,
            says,
            by=by,
            sources=sources,
            modality=given.modality,
            scope=given.scope,
            expected=given.expected,
        )

    return _decide(store, decide)


@api.post("/judgements/{number}/withdraw")
def withdraw(number: int, given: Decision, store: TheStore, visitor: TheVisitor) -> Decided:
    by = _by(visitor, given.reason)
    return _decide(store, lambda: judging.withdraw(store, number, by=by, expected=given.expected))
