"""Pages that only show: overview, incident, report, the queue, all judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.errors import StoreError
from dateline.judging import Case, open_case
from dateline.records import Report, Span
from dateline.review.access import Visitor
from dateline.review.agree import make_agreement_page, read_all_ratings
from dateline.review.desk import (
    Desk,
    TheDesk,
    TheStore,
    TheVisitor,
    not_found,
    render,
)
from dateline.review.filters import read_query
from dateline.review.pages import (
    MOST_NEAR,
    AddPage,
    IncidentPage,
    Past,
    Refused,
    blank_editors,
    byline,
    heading,
    list_rows,
    make_incident_page,
    make_overview,
    make_report_page,
    near_filter,
    past,
    short_heading,
)
from dateline.review.tiles import kind_of, read_tile
from dateline.review.values import Form, one, read_seen
from dateline.review.words import WORDS
from dateline.store import Store
from dateline.store.desk import (
    first_matching,
    listed,
    look_of,
    next_look,
    same_text,
    told_in,
)
from dateline.store.judgements import read_judged, read_reports

pages = APIRouter(include_in_schema=False)
MOST_JUDGEMENTS = 200  # on the page of all judgements, the latest


@pages.get("/")
def overview(request: Request, desk: TheDesk, store: TheStore, visitor: TheVisitor) -> Response:
    query = read_query(request.query_params.multi_items())
    gone = read_done(store, visitor, request.query_params.get("done"))
    with store.reading():
        page = make_overview(store, desk.facets.choose(store, query.which), query)
    here = query.address("", **query.params).removeprefix("?")
    return render(desk, "overview.html", visitor, page=page, list_state=here, gone=gone)


def read_done(store: Store, visitor: Visitor, done: str | None) -> Past | None:
    """The judgement that an address names, for a page that does not show what it was about."""
    found = read_judged(store, [_number(done)])
    return past(found[0], visitor.name, None) if found else None


def _number(done: str | None) -> int:
    """An id of a judgement, as an address has it; 0, which none has, where it has none."""
    return int(done) if done and done.isascii() and done.isdecimal() and len(done) < 10 else 0


@pages.get("/queue")
def queue(request: Request, store: TheStore) -> Response:
    """The next incident that is worth a look, within the filter, after the one named in `after`."""
    query = read_query(request.query_params.multi_items())
    place = request.query_params.get("after", "")
    worth, _, name = place.partition(" ")
    try:
        after = (float(worth), name) if name else None
    except ValueError:
        after = None
    found = next_look(store, query.which, after=after)
    done = {"done": told} if (told := request.query_params.get("done")) else {}
    if found is None:
        return RedirectResponse(query.address("/queue/end", **done), status_code=303)
    params = {"queue": query.address("", page=None).removeprefix("?")} | done
    return RedirectResponse(f"/incidents/{found[1]}?{urlencode(params)}", status_code=303)


@pages.get("/queue/end")
def end_of_queue(request: Request, desk: TheDesk, store: TheStore, visitor: TheVisitor) -> Response:
    query = read_query(request.query_params.multi_items())
    gone = read_done(store, visitor, request.query_params.get("done"))
    return render(desk, "queue_end.html", visitor, query=query, gone=gone)


@pages.get("/incidents/{incident}")
def incident(
    incident: str, request: Request, desk: TheDesk, store: TheStore, visitor: TheVisitor
) -> Response:
    given = request.query_params
    return show_incident(
        desk,
        store,
        visitor,
        incident,
        queue=given.get("queue"),
        table=given.get("list"),
        done=given.get("done"),
    )


def show_incident(
    desk: Desk,
    store: Store,
    visitor: Visitor,
    incident: str,
    *,
    queue: str | None = None,
    table: str | None = None,
    done: str | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HTMLResponse | RedirectResponse:
    """The incident's page; at its present address where it was joined to another. `table` is the
    filter of the list that the visitor came from."""
    with store.reading():
        found = _find_page(
            store, visitor, incident, queue=queue, table=table, done=done, refused=refused
        )
    if isinstance(found, str):
        return RedirectResponse(found, status_code=303)
    gone = read_done(store, visitor, done) if found.done is None else None
    return render(
        desk,
        "incident.html",
        visitor,
        status=status,
        page=found,
        queue_state=queue,
        list_state=table,
        gone=gone,
    )


def _find_page(
    store: Store,
    visitor: Visitor,
    incident: str,
    *,
    queue: str | None,
    table: str | None,
    done: str | None,
    refused: Refused | None,
) -> IncidentPage | str:
    """What an incident's page shows; or its present address."""
    try:
        case = open_case(store, incident)
    except StoreError as error:
        raise not_found(error) from error
    if case.incident.id != incident and refused is None:
        given = {"queue": queue, "list": table, "done": done}
        params = urlencode({name: value for name, value in given.items() if value is not None})
        return f"/incidents/{case.incident.id}" + (f"?{params}" if params else "")
    just = next((j for j in case.judgements if j.judgement.id == _number(done)), None)
    near = near_filter(case.incident)
    around = [] if near is None else first_matching(store, near, limit=MOST_NEAR + 1)
    others = [name for name in around if name != case.incident.id][:MOST_NEAR]
    told = {report_id: told_in(store, report_id) for report_id in case.reports}
    return make_incident_page(
        case,
        near=list_rows(store, listed(store, others)),
        copies=read_reports(store, case.reports)[1],
        others=told,
        queue=None if queue is None else next_address(store, case, queue),
        done=just,
        refused=refused,
        visitor=visitor.name,
    )


def next_address(store: Store, case: Case, queue: str) -> str:
    """Where the queue goes on from an incident; `queue` is the filter as an address has it."""
    worth = look_of(store, case.incident.id) or 0.0
    return f"/queue?{queue}{'&' if queue else ''}" + urlencode(
        {"after": f"{worth} {case.incident.id}"}
    )


@pages.get("/reports/{report_id}")
def report(report_id: str, desk: TheDesk, store: TheStore, visitor: TheVisitor) -> Response:
    found = find_report(store, report_id)
    told = told_in(store, report_id)
    names = dict.fromkeys(one.incident for one in told if one.incident is not None)
    incidents = {name: store.incident(name) for name in names}
    judged = read_judged(store, [one.judgement for one in told if one.judgement is not None])
    page = make_report_page(
        found,
        told,
        incidents,
        store.reports(same_text(store, report_id)),
        {one.judgement.id: one for one in judged},
    )
    return render(desk, "report.html", visitor, page=page)


def find_report(store: Store, report_id: str) -> Report:
    found = store.report(report_id)
    if found is None:
        raise HTTPException(404, f"{report_id}: no report with this id")
    return found


@pages.get("/reports/{report_id}/raw")
def raw(report_id: str, store: TheStore) -> Response:
    """The bytes as received, to be saved and never shown."""
    digest = find_report(store, report_id).raw_sha256
    try:
        body = store.document(digest)
    except StoreError as error:
        raise not_found(error) from error
    headers = {
        "Content-Disposition": f'attachment; filename="{report_id}-as-received.bin"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


@pages.get("/tiles/{z}/{x}/{y}")
def tile(z: int, x: int, y: int, desk: TheDesk, _visitor: TheVisitor) -> Response:
    """One tile of the desk's own folder or file."""
    body = None if desk.tiles is None else read_tile(desk.tiles, z, x, y)
    kind = None if body is None else kind_of(body)
    if body is None or kind is None:
        raise HTTPException(404, WORDS["no_tile"])
    return Response(body, media_type=kind, headers={"Cache-Control": "private, max-age=3600"})


@pages.get("/reports/{report_id}/add")
def add_form(
    report_id: str, request: Request, desk: TheDesk, store: TheStore, visitor: TheVisitor
) -> Response:
    form = {name: request.query_params.getlist(name) for name in request.query_params}
    return show_add(desk, store, visitor, report_id, form)


def show_add(
    desk: Desk,
    store: Store,
    visitor: Visitor,
    report_id: str,
    form: Form,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The form for a claim in these words of a report."""
    found = find_report(store, report_id)
    span = read_span(found, form)
    told = told_in(store, report_id)
    names = dict.fromkeys(one.incident for one in told if one.incident)
    incident, _ = read_seen(one(form, "incident"))
    if incident:
        names = {incident: None} | names
    headings: dict[str, tuple[str, str]] = {}
    for name in names:
        try:
            case = open_case(store, name)
        except StoreError:
            continue
        headings[case.incident.id] = (case.version, heading(case.incident))
        if name == incident:
            incident = case.incident.id
    page = AddPage(
        report=found.id,
        title=found.title or "untitled report",
        byline=byline(found),
        start=None if span is None else span.start,
        end=None if span is None else span.end,
        quote=found.quote(span) if span is not None else one(form, "quote"),
        incident=incident or None,
        headings=tuple((name, *words) for name, words in headings.items()),
        editors=blank_editors(form, told),
        entries=_entries(form),
        refused=refused,
    )
    return render(desk, "add.html", visitor, status=status, page=page)


def _entries(form: Form) -> Mapping[str, str]:
    names = ("reason", "modality", "source_name", "source_kind", "type")
    return {name: one(form, name) for name in names}


def read_span(report: Report, form: Form) -> Span | None:
    """The characters that a selection names; None where it names none of this text."""
    start, end = one(form, "start"), one(form, "end")
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal()):
        return None
    span = Span(int(start), int(end))
    return span if 0 <= span.start < span.end <= len(report.text) else None


@pages.get("/agreement")
def agreement(request: Request, desk: TheDesk, store: TheStore, visitor: TheVisitor) -> Response:
    """How far two people agree, and on what they do not."""
    given = request.query_params
    pair = (given.get("one", ""), given.get("other", ""))
    try:
        ratings = read_all_ratings(store, database=desk.database, beside=desk.beside)
    except StoreError as error:  # the copy beside it, since the desk was opened
        raise HTTPException(503, str(error)) from error
    with store.reading():
        page = make_agreement_page(store, ratings, pair=pair, of_copies=desk.beside is not None)
    return render(desk, "agreement.html", visitor, page=page)


@pages.get("/judgements")
def judgements(desk: TheDesk, store: TheStore, visitor: TheVisitor) -> Response:
    """The latest judgements of everybody."""
    found: Sequence[int] = latest(store)
    told = [past(judged, visitor.name, None) for judged in reversed(read_judged(store, found))]
    there = listed(store, list({name for one in told for name in one.others}))
    names = {one.id: short_heading(one) for one in there}
    return render(desk, "judgements.html", visitor, judgements=told, names=names)


def latest(store: Store) -> list[int]:
    from dateline.store.judgements import next_id

    after = next_id(store)
    return list(range(max(1, after - MOST_JUDGEMENTS), after))
