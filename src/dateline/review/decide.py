"""Forms that decide something. Each is answered with a redirect to the page that shows what came of it;
what cannot be kept comes back with the reason and with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, HTTPException
from starlette.responses import RedirectResponse, Response

from dateline import judging
from dateline.errors import ChangedError, EntryError, JudgementError, StoreError
from dateline.judging import By, Outcome
from dateline.records import Field, Report, Scope, Span
from dateline.review.access import Visitor, keep_session
from dateline.review.desk import Desk, TheDesk, TheForm, TheStore, TheVisitor
from dateline.review.filters import read_query
from dateline.review.look import find_report, next_address, read_span, show_add, show_incident
from dateline.review.pages import Refused
from dateline.review.values import (
    Form,
    one,
    read_modality,
    read_says,
    read_seen,
    read_sources,
    read_value,
    typed,
)
from dateline.store import Store
from dateline.store.judgements import current_id, read_judgements

decisions = APIRouter(include_in_schema=False)
MOST_REASON = 2_000  # characters


def _by(visitor: Visitor, form: Form) -> By:
    return By(visitor.name, one(form, "reason")[:MOST_REASON] or None)


def _expected(incident: str, form: Form) -> dict[str, str]:
    """What the person saw. A form without it would decide blindly, so it is none of ours."""
    version = one(form, "version")
    if not version:
        raise HTTPException(422, "Which version of the incident was seen is missing.")
    return {incident: version}


def _field(form: Form) -> Field:
    try:
        return Field(one(form, "field"))
    except ValueError as error:
        raise EntryError(f"{one(form, 'field')}: no such field") from error


def _answer(
    desk: Desk,
    store: Store,
    visitor: Visitor,
    incident: str,
    form: Form,
    decide: Callable[[], Outcome],
) -> Response:
    """Decide, then show: the incident, what comes after it, or why it was not kept."""
    queue = form["queue"][0] if form.get("queue") else None
    table = form["list"][0] if form.get("list") else None
    try:
        # Where the queue goes on is asked before the decision changes what the incident is worth.
        going = one(form, "then") == "next"
        onward = None
        if going or queue is not None:
            onward = next_address(store, judging.open_case(store, incident), queue or "")
        outcome = decide()
    except ChangedError as error:
        now = error.now or incident
        refused = Refused(str(error), tuple(typed(form)), changed=True)
        if error.now is None:
            raise HTTPException(409, str(error)) from error
        return show_incident(
            desk, store, visitor, now, queue=queue, table=table, refused=refused, status=409
        )
    except (JudgementError, StoreError) as error:
        refused = Refused(str(error), tuple(typed(form)), changed=False)
        return show_incident(
            desk, store, visitor, incident, queue=queue, table=table, refused=refused, status=422
        )
    names = [found.id for found in outcome.incidents]
    first = names[0] if names else current_id(store, incident)
    there = incident if incident in names else first
    params = {"done": str(outcome.judged.judgement.id)}
    if there is None:  # nothing is left of it: on in the queue, or back to the list
        here = read_query(parse_qsl(table or ""))
        after = f"{onward}&{urlencode(params)}" if onward else here.address(**here.params, **params)
        return RedirectResponse(after, status_code=303)
    if onward is not None and going:
        return RedirectResponse(onward, status_code=303)
    if queue is not None:
        params["queue"] = queue
    if table is not None:
        params["list"] = table
    # Whoever decided on a value goes on from it, not from the top of the page.
    field = one(form, "field")
    back = f"#f-{field}" if one(form, "then") == "stay" and field in set(Field) else ""
    return RedirectResponse(f"/incidents/{there}?{urlencode(params)}{back}", status_code=303)


@decisions.post("/incidents/{incident}/set")
def set_value(
    incident: str, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    def decide() -> Outcome:
        name = _field(form)
        return judging.set_values(
            store,
            incident,
            {name: read_value(name, form)},
            by=_by(visitor, form),
            expected=_expected(incident, form),
        )

    return _answer(desk, store, visitor, incident, form, decide)


@decisions.post("/incidents/{incident}/confirm")
def confirm(
    incident: str, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    def decide() -> Outcome:
        return judging.confirm_values(
            store,
            incident,
            [_field(form)],
            by=_by(visitor, form),
            expected=_expected(incident, form),
        )

    return _answer(desk, store, visitor, incident, form, decide)


@decisions.post("/incidents/{incident}/review")
def review(
    incident: str, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    def decide() -> Outcome:
        return judging.review(
            store, incident, by=_by(visitor, form), expected=_expected(incident, form)
        )

    return _answer(desk, store, visitor, incident, form, decide)


@decisions.post("/incidents/{incident}/claims")
def claims(
    incident: str, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    """Discard the chosen claims, or tell them apart as another incident."""
    acts = {"discard": judging.discard, "split": judging.split_off}
    act = acts.get(one(form, "act"))
    if act is None:
        raise HTTPException(422, "Say what to do with the claims.")

    def decide() -> Outcome:
        chosen = form.get("claims", ())
        if not chosen:
            raise EntryError("choose one or more claims first")
        return act(
            store, incident, chosen, by=_by(visitor, form), expected=_expected(incident, form)
        )

    return _answer(desk, store, visitor, incident, form, decide)


@decisions.post("/incidents/{incident}/none")
def no_incident(
    incident: str, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    """There is no such incident: all that is said of it counts for nothing."""

    def decide() -> Outcome:
        told = [claim.id for claim in store.incident(incident).claims]
        expected = _expected(incident, form)
        return judging.discard(store, incident, told, by=_by(visitor, form), expected=expected)

    return _answer(desk, store, visitor, incident, form, decide)


@decisions.post("/incidents/{incident}/same")
def same(
    incident: str, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    """Merge with another incident, or say that they are two."""
    acts = {"same": judging.judge_same, "different": judging.judge_different}
    act = acts.get(one(form, "act") or "same")
    if act is None:
        raise HTTPException(422, "Say whether they are one or two.")

    def decide() -> Outcome:
        other, version = read_seen(one(form, "other"))
        if not other:
            raise EntryError("name the other incident: choose one, or give its id")
        seen = _expected(incident, form) | ({other: version} if version else {})
        return act(store, incident, other, by=_by(visitor, form), expected=seen)

    return _answer(desk, store, visitor, incident, form, decide)


@decisions.post("/merge")
def merge(desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm) -> Response:
    """Merge the incidents chosen in the table, as the table showed them: all of them or none."""
    seen = dict(read_seen(entry) for entry in form.get("incidents", ()))
    if None in seen.values():
        raise HTTPException(422, "Which versions of the incidents were seen is missing.")
    if len(seen) < 2:
        raise HTTPException(422, "Choose two or more incidents to merge.")
    first, *others = seen

    def decide() -> Outcome:
        expected = {name: version for name, version in seen.items() if version is not None}
        with store.transaction():
            for other in others:
                outcome = judging.judge_same(
                    store, first, other, by=_by(visitor, form), expected=expected
                )
                expected = {}  # what changes from here on, this changes itself
        return outcome

    return _answer(desk, store, visitor, first, form, decide)


@decisions.post("/judgements/{number}/withdraw")
def withdraw(
    number: int, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    incident = one(form, "incident")

    def decide() -> Outcome:
        seen = _expected(incident, form) if incident else None
        return judging.withdraw(store, number, by=_by(visitor, form), expected=seen)

    if incident:
        return _answer(desk, store, visitor, incident, form, decide)
    try:
        outcome = decide()
    except (JudgementError, StoreError) as error:
        raise HTTPException(409, str(error)) from error
    there = _brought_back(store, number) if one(form, "then") == "show" else None
    if there is None:
        return RedirectResponse("/judgements", status_code=303)
    params = {name: form[name][0] for name in ("queue", "list") if form.get(name)}
    params["done"] = str(outcome.judged.judgement.id)
    return RedirectResponse(f"/incidents/{there}?{urlencode(params)}", status_code=303)


def _brought_back(store: Store, withdrawn: int) -> str | None:
    """The incident that is there again, now that a judgement on it is withdrawn."""
    (judgement,) = read_judgements(store, [withdrawn])
    names = (subject.incident for subject in judgement.subjects if subject.incident is not None)
    return next((now for name in names if (now := current_id(store, name)) is not None), None)


@decisions.post("/reports/{report_id}/add")
def add(
    report_id: str, desk: TheDesk, store: TheStore, visitor: TheVisitor, form: TheForm
) -> Response:
    """A claim in words of a report: of an incident that is there, or of a new one."""
    report = find_report(store, report_id)
    incident, version = read_seen(one(form, "incident"))
    try:
        span = find_words(store, report, form)
        if incident:
            outcome = judging.add_claim(
                store,
                incident,
                report_id,
                span,
                read_says(form),
                by=_by(visitor, form),
                sources=read_sources(form),
                modality=read_modality(form),
                expected={incident: version} if version else None,
            )
        else:
            outcome = judging.add_incident(
                store,
                report_id,
                span,
                read_says(form),
                by=_by(visitor, form),
                sources=read_sources(form),
                modality=read_modality(form),
                scope=Scope.POLITICAL,
            )
    except (JudgementError, StoreError) as error:
        changed = isinstance(error, ChangedError)
        refused = Refused(str(error), tuple(typed(form)), changed=changed)
        return show_add(
            desk, store, visitor, report_id, form, refused=refused, status=409 if changed else 422
        )
    params = urlencode({"done": outcome.judged.judgement.id})
    return RedirectResponse(f"/incidents/{outcome.incidents[0].id}?{params}", status_code=303)


def find_words(store: Store, report: Report, form: Form) -> Span:
    """The selected characters, which must read as the page had them; else the quote, where it stands."""
    quote = form["quote"][0] if form.get("quote") else ""
    span = read_span(report, form)
    if span is None:
        return judging.find_quote(store, report.id, quote.strip())
    if _plain(report.quote(span)) != _plain(quote):
        raise EntryError("the words at this place are others by now; select them again")
    return span


def _plain(text: str) -> str:
    """As a form sends it back: line ends alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@decisions.post("/settings")
def settings(desk: TheDesk, visitor: TheVisitor, form: TheForm) -> Response:
    """How the desk looks to one visitor, and, where a token opens it, what they are called."""
    theme = one(form, "theme")
    name = " ".join(one(form, "name").split())[:80]
    changed = replace(
        visitor,
        name=name if name and desk.access.token is not None else visitor.name,
        theme=theme if theme in ("auto", "light", "dark") else visitor.theme,
        fold=bool(one(form, "fold")),
        keys=bool(one(form, "keys")),
        tiles=bool(one(form, "tiles")) if desk.tiles and desk.tiles.origin else visitor.tiles,
    )
    to = one(form, "to")
    answer = RedirectResponse(to if is_ours(to) else "/", status_code=303)
    keep_session(answer, desk.access, changed)
    return answer


def is_ours(address: str) -> bool:
    """Whether an address is a path of the desk, and cannot be read as another site's.

    >>> is_ours("/incidents/i1?queue="), is_ours("//evil.example"), is_ours("/\\\\evil.example")
    (True, False, False)
    """
    plain = address.isprintable() and "\\" not in address
    return plain and address.startswith("/") and not address.startswith("//")
