"""Tasks `geo` and `geo-gold`: place names found and resolved, in the form `geo/score.py` reads.

Newspaper sets annotate adjectives ("Russian") and names inside the names of bodies and roads ("Athens
Police Department") as places, GeoVirus, made of Wikinews, does not; `all_names` says which to give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.extract.places import find_places, mention_at
from dateline.gazetteer.find import open_gazetteer
from dateline.records import Place, PlaceMention, Span
from dateline.resolve.place import resolve_places


def predict(
    rows: Iterable[dict[str, Any]], *, gold_spans: bool, all_names: bool | None = None
) -> Iterator[dict[str, Any]]:
    """One prediction a row. With `gold_spans`, only the rows' spans are read, never their answers."""
    gazetteer = open_gazetteer()
    for row in rows:
        text = row["text"]
        mentions = find_places(text, gazetteer)
        every = not is_wikinews(row) if all_names is None else all_names
        if gold_spans:
            spans = [Span(t["start"], t["end"]) for t in row["toponyms"]]
            mentions = [mention_at(text, span, mentions) for span in sorted(set(spans))]
        places = resolve_places(
            text, mentions, gazetteer, publisher=row.get("source"), title=row.get("title")
        )
        if not gold_spans:
            mentions = [m for m in mentions if every or is_plain(m)]
        yield {"id": row["id"], "toponyms": [show(m, places.get(m.span)) for m in mentions]}


def is_wikinews(row: dict[str, Any]) -> bool:
    """A text of Wikinews, or one that says of itself neither where nor by whom it was published."""
    origin = f"{row.get('url') or ''} {row.get('source') or ''}".strip()
    return "wikinews" in origin or not origin


def is_plain(mention: PlaceMention) -> bool:
    """Neither an adjective nor a part of a longer name."""
    return mention.form != "demonym" and not mention.inside_name


def show(mention: PlaceMention, place: Place | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"start": mention.span.start, "end": mention.span.end}
    if place is not None:
        shown |= {
            "lat": place.lat,
            "lon": place.lon,
            "geonameid": place.geonameid,
            "country": place.country,
        }
    return shown
