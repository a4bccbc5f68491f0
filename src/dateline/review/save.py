"""Files of the incidents that a filter lets through, to be saved: what `dateline export` and
`dateline report` write of the same incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from dateline.errors import StoreError
from dateline.export.dossier import make_dossier, render_dossier
from dateline.export.geojson import write_geojson
from dateline.export.jsonl import write_jsonl
from dateline.export.profile import for_profile
from dateline.export.table import write_csv
from dateline.judging import open_case
from dateline.records import Incident, Profile, Report
from dateline.review.desk import TheDesk, TheStore, TheVisitor, not_found
from dateline.review.filters import read_query
from dateline.review.words import WORDS
from dateline.store import Store
from dateline.terminal import say_choice

files = APIRouter(include_in_schema=False)
MOST_SAVED = 5_000  # incidents; for more the program has to hold them all at once

Reports = Mapping[str, Report]


def write_dossier_page(
    incidents: Sequence[Incident],
    reports: Reports,
    *,
    profile: Profile,
    chosen: str | None,
    versions: Mapping[str, str],
) -> str:
    dossier = make_dossier(
        incidents,
        reports,
        title=WORDS["nav_incidents"],
        chosen=chosen,
        versions=versions,
        profile=profile,
    )
    return render_dossier(dossier)


WRITERS: Mapping[str, tuple[str, Callable[[Sequence[Incident], Reports, StringIO], int]]] = {
    "csv": ("text/csv", write_csv),
    "jsonl": ("application/x-ndjson", write_jsonl),
    "geojson": ("application/geo+json", write_geojson),
}


@files.get("/save/incidents.{form}")
def save(
    form: str, request: Request, desk: TheDesk, store: TheStore, _visitor: TheVisitor
) -> Response:
    """The incidents of the overview's address, all its pages, or the one named, as a file.

    `profile` says who is named in it; without it, as in the commands.
    """
    if form not in (*WRITERS, "html"):
        raise HTTPException(404, WORDS["no_page"])
    profile = _profile(request.query_params.get("profile"), form)
    with store.reading():
        incidents, chosen = _chosen(request, desk, store)
        reports = {r.id: r for r in store.reports({n for i in incidents for n in i.reports})}
        if form == "html":
            kind, body = (
                "text/html",
                write_dossier_page(
                    incidents,
                    reports,
                    profile=profile,
                    chosen=chosen,
                    versions=store.last_versions(),
                ),
            )
        else:
            (kind, write), stream = WRITERS[form], StringIO(newline="")
            write(*for_profile(profile, incidents, reports), stream)
            body = stream.getvalue()
    headers = {
        "Content-Disposition": f'attachment; filename="incidents.{form}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body.encode("utf-8", "xmlcharrefreplace"), media_type=kind, headers=headers)


def _profile(word: str | None, form: str) -> Profile:
    if word is None:
        return Profile.PARTNER if form == "html" else Profile.FULL
    try:
        return Profile(word)
    except ValueError as error:
        raise HTTPException(422, f"profile: one of {', '.join(Profile)}") from error


def _chosen(request: Request, desk: TheDesk, store: Store) -> tuple[list[Incident], str | None]:
    """The incidents that an address asks for, and how that was said."""
    name = request.query_params.get("incident")
    if name is not None:
        try:
            return [open_case(store, name).incident], None
        except StoreError as error:
            raise not_found(error) from error
    which = read_query(request.query_params.multi_items()).which
    if len(desk.facets.choose(store, which).chosen) > MOST_SAVED:
        raise HTTPException(422, WORDS["too_many_to_save"].format(f"{MOST_SAVED:,}"))
    return store.incidents(which), say_choice(which, {})
