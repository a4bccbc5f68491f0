"""Files of the incidents that a filter lets through, to be saved: what `dateline export` and
`dateline report` write of the same incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import StringIO

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from dateline.export.dossier import make_dossier, render_dossier
from dateline.export.geojson import write_geojson
from dateline.export.jsonl import write_jsonl
from dateline.export.table import write_csv
from dateline.records import Incident, Report
from dateline.review.desk import TheDesk, TheStore, TheVisitor
from dateline.review.filters import read_query
from dateline.review.words import WORDS
from dateline.store import Filter, Store
from dateline.terminal import say_choice

files = APIRouter(include_in_schema=False)
MOST_SAVED = 5_000  # incidents; for more the program has to hold them all at once

Reports = Mapping[str, Report]


def write_dossier_page(
    store: Store, which: Filter, incidents: Sequence[Incident], reports: Reports
) -> str:
    dossier = make_dossier(
        incidents,
        reports,
        title=WORDS["nav_incidents"],
        chosen=say_choice(which, {}),
        versions=store.last_versions(),
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
    """The incidents of the overview's address, all its pages, as a file."""
    if form not in (*WRITERS, "html"):
        raise HTTPException(404, WORDS["no_page"])
    which = read_query(request.query_params.multi_items()).which
    with store.reading():
        if len(desk.facets.choose(store, which).chosen) > MOST_SAVED:
            raise HTTPException(422, WORDS["too_many_to_save"].format(f"{MOST_SAVED:,}"))
        incidents = store.incidents(which)
        reports = {r.id: r for r in store.reports({n for i in incidents for n in i.reports})}
        if form == "html":
            kind, body = "text/html", write_dossier_page(store, which, incidents, reports)
        else:
            (kind, write), stream = WRITERS[form], StringIO(newline="")
            write(incidents, reports, stream)
            body = stream.getvalue()
    headers = {
        "Content-Disposition": f'attachment; filename="incidents.{form}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body.encode("utf-8", "xmlcharrefreplace"), media_type=kind, headers=headers)
