"""What every page of the desk has at hand, and how a template becomes an answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any
from urllib.parse import parse_qs

import sqlalchemy as sa
from fastapi import Depends, HTTPException, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from dateline.errors import StoreError
from dateline.export.map import country_names
from dateline.gazetteer.find import Entry, Gazetteer, open_gazetteer
from dateline.records import (
    ActorKind,
    DatePrecision,
    IncidentType,
    Modality,
    PlacePrecision,
    Scope,
    SourceKind,
    Status,
)
from dateline.resolve.actor import Registry, load_registry
from dateline.review.access import Access, Doorkeeper, Visitor
from dateline.review.facets import Facets
from dateline.review.land import land_json
from dateline.review.tiles import Tiles
from dateline.review.values import Form
from dateline.review.words import WORDS
from dateline.store import Store

CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": tuple(IncidentType),
    "status": tuple(Status),
    "scope": tuple(Scope),
    "date_precision": tuple(DatePrecision),
    "place_precision": tuple(PlacePrecision),
    "actor_kind": tuple(ActorKind),
    "source_kind": tuple(SourceKind),
    "modality": tuple(Modality),
}


@cache
def _environment() -> Environment:
    """The templates, with the words and choices that all of them use."""
    made = Environment(
        loader=PackageLoader("dateline.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "w": SimpleNamespace(**WORDS),  # by attribute: `w.keys` is a word here, no method
        "choices": CHOICES,
        "countries": dict(sorted(country_names().items(), key=lambda item: item[1])),
    }
    made.filters["words"] = lambda code: str(code).replace("_", " ")
    return made


@dataclass(slots=True)
class Desk:
    """One running desk. Each request opens a store of its own over the shared engine."""

    engine: sa.Engine
    database: str  # as messages call it
    access: Access
    beside: Path | None = None  # a copy in which somebody else decided, to compare with
    tiles: Tiles | None = None  # behind the incidents of every map
    gazetteer: Gazetteer = field(default_factory=open_gazetteer)
    registry: Registry = field(default_factory=load_registry)
    facets: Facets = field(default_factory=Facets)
    door: Doorkeeper = field(default_factory=Doorkeeper)
    templates: Environment = field(default_factory=_environment)

    def warm(self) -> None:
        """Make ready, beside the first requests, what the overview needs."""
        threading.Thread(target=land_json, daemon=True).start()
        threading.Thread(target=self._warm_facets, daemon=True).start()

    def _warm_facets(self) -> None:
        from dateline.review.filters import read_query

        self.facets.choose(Store(self.engine), read_query([]).which)


# --- what requests bring ---------------------------------------------------------------------


def desk_of(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def visitor_of(request: Request) -> Visitor:
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise HTTPException(403, "Log in first.")
    return visitor


def store_of(request: Request) -> Store:
    return Store(desk_of(request).engine)


async def form_of(request: Request) -> Form:
    """The entries of a form that one of our own pages sent. 403 for any other."""
    try:
        body = (await request.body()).decode("utf-8")
        form = parse_qs(body, keep_blank_values=True, max_num_fields=5_000)
    except ValueError as error:
        raise HTTPException(422, "This is no form that the desk sends.") from error
    visitor = visitor_of(request)
    if form.pop("csrf", [""])[0] != visitor.csrf:
        raise HTTPException(403, "This form is of another session; load the page again.")
    return form


TheDesk = Annotated[Desk, Depends(desk_of)]
TheVisitor = Annotated[Visitor, Depends(visitor_of)]
TheStore = Annotated[Store, Depends(store_of)]
TheForm = Annotated[Form, Depends(form_of)]


def render(
    desk: Desk, template: str, visitor: Visitor | None, *, status: int = 200, **context: Any
) -> HTMLResponse:
    page = desk.templates.get_template(template).render(
        visitor=visitor,
        database=desk.database,
        by_password=desk.access.token is None,
        tiles=_shown_tiles(desk, visitor),
        tiles_from="" if desk.tiles is None else desk.tiles.host,
        **context,
    )
    return HTMLResponse(page.encode("utf-8", "xmlcharrefreplace"), status_code=status)


def _shown_tiles(desk: Desk, visitor: Visitor | None) -> str:
    """JSON for the map: the desk's own tiles, or another server's that the visitor left on."""
    tiles = desk.tiles
    if tiles is None or visitor is None or (tiles.origin is not None and not visitor.tiles):
        return ""
    return json.dumps({"address": tiles.address, "first": tiles.first, "last": tiles.last})


def not_found(error: StoreError) -> HTTPException:
    return HTTPException(404, str(error))


# --- looking up ------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def landmarks(
    gazetteer: Gazetteer, box: tuple[float, float, float, float], kinds: tuple[str, ...], limit: int
) -> tuple[Entry, ...]:
    return tuple(gazetteer.within(box, kinds=kinds, limit=limit))
