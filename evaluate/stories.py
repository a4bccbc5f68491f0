"""Tasks `house-stories` and `e2e-linked`: all reports into one collection, incidents with shared ids.

Each row of the output is one report with its incidents as that report tells them; `id` is that of
the incident over all reports, and `linked` holds its values after reconciliation. `house-gold` links
the gold incidents themselves: what linking and the rules are worth apart from reading.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from corpus.derive import to_record

from dateline.export.contract import incident_to_record
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.link.incidents import make_incident
from dateline.records import (
    Actor,
    ActorKind,
    Claim,
    Count,
    CountKind,
    DatePrecision,
    Days,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Report,
    Scope,
    Source,
    SourceKind,
    Span,
    Values,
)
from dateline.resolve.actor import Registry, load_registry, resolve_actor
from evaluate import clusters, records
from evaluate.e2e import make_report

Row = Mapping[str, Any]
log = logging.getLogger(__name__)

VALUES = ("type", "status", "date", "place", "perpetrators", "targets", "weapons", "counts")


def predict(rows: Iterable[Row], *, from_gold: bool = False) -> Iterator[dict[str, Any]]:
    """For each row its incidents, linked over all rows; ordinary crime is left out.

    With `from_gold` the incidents are the rows' own, their ids put away.
    """
    rows = list(rows)
    reports = [make_report(row) for row in rows]
    read = read_claims if from_gold else _coder()
    claims: list[Claim[Values]] = []
    for row in rows:
        try:
            claims += read(row)
        except Exception:  # one report must not lose the others their figure
            log.exception("%s: coding failed", row["doc"])
    yield from link_rows(reports, claims)


def _coder() -> Callable[[Row], Sequence[Claim[Values]]]:
    from dateline.pipeline import code_report, load_tools

    tools = load_tools()
    return lambda row: code_report(make_report(row), tools)


def link_rows(
    reports: Sequence[Report], claims: Sequence[Claim[Values]]
) -> Iterator[dict[str, Any]]:
    from dateline.pipeline import link_claims
    from dateline.read.copies import find_copies

    by_id = {report.id: report for report in reports}
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for incident in link_claims(claims, reports, find_copies(reports)):
        if incident.scope is Scope.ORDINARY:
            continue
        whole = incident_to_record(incident, by_id)
        for report_id in incident.reports:
            own = make_incident([c for c in incident.claims if c.report_id == report_id], by_id)
            record = incident_to_record(replace(own, id=incident.id), by_id)
            told[report_id].append(record | {"linked": {name: whole[name] for name in VALUES}})
    for report in reports:
        yield {"doc": report.id, "incidents": told[report.id]}


def read_claims(row: Row) -> list[Claim[Values]]:
    """Gold incidents as claims: the first claim of each gives all its values, the others its type."""
    claims = []
    for number, gold in enumerate(row["incidents"]):
        values = read_values(gold)
        for n, said in enumerate(gold["claims"]):
            sources = [Source(s["name"], SourceKind(s["kind"]), s["cue"]) for s in said["sources"]]
            claim = Claim(
                id=f"{row['doc']}#{number}.{n}",
                report_id=row["doc"],
                evidence=Span(said["start"], said["end"]),
                says=values if n == 0 else Values(type=values.type),
                sources=tuple(sources),
                modality=Modality(said["modality"]),
                background=said["background"],
                occurrence=number,
                scope=Scope(gold["scope"]),
            )
            claims.append(claim)
    return claims


def read_values(gold: Row) -> Values:
    """A record's values, its actors looked up in the registry as the pipeline does."""
    days, place = gold["date"], gold["place"]
    when = where = None
    if days is not None:
        start, last = date.fromisoformat(days["start"]), date.fromisoformat(days["end"])
        precision = DatePrecision(days["precision"])
        when = Days(start, last + timedelta(days=1), precision, "gold")
    if place is not None:
        point = {key: place.get(key) for key in ("admin1", "lat", "lon", "geonameid")}
        precise = PlacePrecision(place["precision"])
        where = Place(
            place["name"],
            place["country"],
            precision=precise,
            radius_km=_radius(place.get("geonameid")),
            **point,
        )
    return Values(
        type=IncidentType(gold["type"]),
        date=when,
        place=where,
        perpetrators=read_actors(gold["perpetrators"], when, where),
        targets=read_actors(gold["targets"], when, where),
        weapons=tuple(gold["weapons"]),
        counts={
            CountKind(kind): Count(n["low"], n["best"], n["high"])
            for kind, n in gold["counts"].items()
        },
    )


def read_actors(actors: Iterable[Row], when: Days | None, where: Place | None) -> tuple[Actor, ...]:
    country, day = where and where.country, when and when.start
    found = []
    for actor in actors:
        known = resolve_actor(actor["name"], country=country, day=day, registry=_registry())
        kind, mentions = ActorKind(actor["kind"]), tuple(actor["mentions"])
        found.append(Actor(actor["name"], kind, known.actor_id, known.country, mentions))
    return tuple(found)


@cache
def _radius(geonameid: int | None) -> float | None:
    """How large the gazetteer has a place; gold does not say."""
    entry = None if geonameid is None else _gazetteer().entry(geonameid)
    return None if entry is None else entry.radius_km


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


@cache
def _registry() -> Registry:
    return load_registry()


def score(gold: Iterable[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """How gold incidents are put together over reports, and the values of those that several tell.

    `linked`: every core incident of every gold report is an item; it is put where the predicted one
    that pairs with it is, or stands alone. `found`: the same for the items that pair with one.
    `values`: of each incident told by two and more reports, the linked values of the prediction
    that most of its items pair with. A value is right when it is right for at least half of the
    reports that give it; `low` and `high` when some report gives them.
    """
    said = {row["doc"]: row["incidents"] for row in predictions}
    ids: dict[tuple[str, int], str] = {}
    put: dict[tuple[str, int], str] = {}
    records_of: dict[str, list[Row]] = defaultdict(list)
    linked_of: dict[str, list[Row]] = defaultdict(list)
    for row in gold:
        incidents = [to_record(i) if "wordings" in i else i for i in row["incidents"]]
        predicted = said.get(row["doc"], [])
        paired = {g: predicted[p] for p, g in records.pair(predicted, incidents)}
        for n, incident in enumerate(incidents):
            if not incident.get("core", True):
                continue
            ids[row["doc"], n] = incident["id"]
            records_of[incident["id"]].append(incident)
            if n in paired:
                put[row["doc"], n] = paired[n]["id"]
                linked_of[incident["id"]].append(paired[n])
    values = [
        score_values(records_of[id], choose_linked(linked_of[id]))
        for id in records_of
        if len(records_of[id]) > 1
    ]
    fields = {name: records.add(v[name] for v in values) for name in values[0]} if values else {}
    return {
        "items": len(ids),
        "found": len(put),
        "linked": clusters.score(ids, put),
        "linked, of found": clusters.score({item: ids[item] for item in put}, put),
        "values": {name: records.shares(hits) for name, hits in fields.items()},
        "values, all": records.shares(records.add(fields.values())),
    }


def choose_linked(predicted: Sequence[Row]) -> Row | None:
    """The linked values of the incident that most of `predicted` are; the first among equals."""
    ids = Counter(record["id"] for record in predicted)
    return max(predicted, key=lambda record: ids[record["id"]])["linked"] if predicted else None


def score_values(gold: Sequence[Row], linked: Row | None) -> dict[str, records.Hits]:
    """(right, predicted, wanted) of the fields that reconciling is measured by."""
    found = {}
    for name in ("date", "place", "perpetrators", "killed"):
        given = [g for g in gold if (g["counts"].get("killed") if name == "killed" else g[name])]
        hits = [records.compare_field(name, linked, g)[0] > 0 for g in given]
        right = bool(given) and 2 * sum(hits) >= len(given)
        found[name] = (int(right), int(_gives(linked, name)), int(bool(given)))
    killed = ((linked or {}).get("counts") or {}).get("killed") or {}
    for n, bound in ((0, "low"), (2, "high")):
        stated = {g["counts"]["killed"][n] for g in gold if "killed" in g["counts"]}
        right = bool(killed) and killed[bound] in stated
        found[f"killed, {bound}"] = (int(right), int(bool(killed)), int(bool(stated)))
    return found


def _gives(linked: Row | None, name: str) -> bool:
    if linked is None:
        return False
    return bool(linked["counts"].get("killed") if name == "killed" else linked[name])
