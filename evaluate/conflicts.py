"""Status and contradictions, of the program's incidents and of those made from gold claims.

The gold of contradictions is `corpus/conflicts.jsonl`, which `python -m corpus.derive` adds to each
report that was read for them. A predicted contradiction is right when the incident it is of is paired
with one on which the gold has it, under that field or another that the gold accepts. Those that the
gold is not sure of, and all of incidents that are not core, cost nothing.

Given the gold's claims (their words, speakers, modality, and what is marked in them), the rules that
choose a status and find contradictions are measured apart from the extractor.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.export.contract import incident_to_record
from dateline.extract.acts import Act, Part
from dateline.extract.counts import find_figures
from dateline.extract.text import read_sentences
from dateline.link.incidents import make_incident
from dateline.records import (
    Claim,
    Count,
    CountKind,
    CountPhrase,
    IncidentType,
    Modality,
    Phrases,
    Place,
    PlacePrecision,
    Source,
    SourceKind,
    Span,
)
from dateline.resolve.actor import load_registry
from dateline.resolve.claims import resolve_claims
from evaluate.e2e import make_report
from evaluate.records import Hits, add, pair, shares

Row = Mapping[str, Any]
Pairs = list[tuple[Row, Row]]  # a found incident and the one of gold that it is


def score(gold: Sequence[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """`status` and `conflicts` of the predictions, and both again given the gold's claims."""
    said = {row["doc"]: row["incidents"] for row in predictions}
    found = [(row, said.get(row["doc"], [])) for row in gold]
    paired = [
        [(incidents[p], row["incidents"][g]) for p, g in pair(incidents, row["incidents"])]
        for row, incidents in found
    ]
    given = [(row, read_incidents(row)) for row in gold if "mentions" in row]
    known = [
        [(i, g) for i, g in zip(made, row["incidents"], strict=True) if i] for row, made in given
    ]
    return _score(found, paired) | {
        "given gold claims": _score([(row, [i for i in made if i]) for row, made in given], known)
    }


def _score(found: Sequence[tuple[Row, Sequence[Row]]], paired: Sequence[Pairs]) -> dict[str, Any]:
    read = [
        (row["conflicts"], incidents, pairs)
        for (row, incidents), pairs in zip(found, paired, strict=True)
        if "conflicts" in row
    ]
    return {
        "status": score_status([p for pairs in paired for p in pairs]),
        "conflicts": shares(add(tally_conflicts(*one) for one in read)),
    }


def score_status(pairs: Pairs) -> dict[str, Any]:
    """Shares by status over the core incidents that were found, and the mean F1 of those in gold."""
    told = [(p["status"], g["status"]) for p, g in pairs if g.get("core", True)]
    right = Counter(p for p, g in told if p == g)
    predicted, wanted = Counter(p for p, _ in told), Counter(g for _, g in told)
    by_status = {s: shares((right[s], predicted[s], wanted[s])) for s in sorted(wanted)}
    macro = sum(s["f1"] for s in by_status.values()) / len(by_status) if by_status else 0.0
    return {
        "macro f1": macro,
        "right": shares((sum(right.values()), len(told), len(told)))["f1"],
    } | by_status


def tally_conflicts(gold: Sequence[Row], incidents: Sequence[Row], pairs: Pairs) -> Hits:
    """(right, predicted, wanted) of one report. gold: its contradictions, each with `core`.

    One quarrel may show on two fields: the second is no second finding, and no fault.
    """
    keys = {id(p): g for p, g in pairs}
    taken: set[int] = set()
    right = predicted = 0
    for incident in incidents:
        mine = keys.get(id(incident))
        if mine is not None and not mine.get("core", True):
            continue
        here = [c for c in gold if mine is not None and c["incident"] == mine["key"]]
        for field in (conflict["field"] for conflict in incident["conflicts"]):
            fits = [c for c in here if c["field"] == field]
            fits += [c for c in here if field in c["fields_ok"]]
            new = next((c for c in fits if id(c) not in taken), None)
            if new is not None:
                taken.add(id(new))
            if not fits or (new is not None and new["sure"]):
                predicted += 1
                right += bool(fits)
    return right, predicted, sum(c["sure"] and c["core"] for c in gold)


# --- the gold's own claims ------------------------------------------------------------------------


def read_incidents(row: Row) -> list[Row | None]:
    """Each incident of gold as the program's rules make it from the claims marked in the report;
    None for one without a claim."""
    report = make_report(row)
    claims: list[Claim[Phrases]] = []
    for number, incident in enumerate(row["incidents"]):
        claims += [_claim(row, incident, claim, number) for claim in incident["claims"]]
    places = {Span(p["start"], p["end"]): _place(p) for p in row["mentions"]["places"]}
    told = resolve_claims(report, claims, places, load_registry())
    made: list[Row | None] = []
    for number in range(len(row["incidents"])):
        mine = [claim for claim in told if claim.occurrence == number]
        found = make_incident(mine, {report.id: report}) if mine else None
        made.append(None if found is None else incident_to_record(found, {report.id: report}))
    return made


def _claim(row: Row, incident: Row, claim: Row, number: int) -> Claim[Phrases]:
    whole = Span(claim["start"], claim["end"])
    marks = row["mentions"]
    triggers = [
        t
        for t in marks["triggers"]
        if t["incident"] == incident["key"] and whole.holds(Span(t["start"], t["end"]))
    ]
    roles: dict[str, list[Span]] = {}
    for trigger in triggers:
        for role in trigger["roles"]:
            roles.setdefault(role["role"], []).append(Span(role["start"], role["end"]))
    for figure in marks["numbers"]:
        if whole.holds(span := Span(figure["start"], figure["end"])):
            roles.setdefault(figure["kind"], []).append(span)
    parts = {
        name: tuple(Part(s, 1.0) for s in dict.fromkeys(found)) for name, found in roles.items()
    }
    act = Act(whole, 0, incident["type"], {incident["type"]: 1.0}, 1.0, {}, parts)
    places = [Span(p["start"], p["end"]) for p in marks["places"]]
    return Claim(
        id=claim["id"],
        report_id=row["doc"],
        evidence=whole,
        says=Phrases(
            type=IncidentType(triggers[0]["type"] if triggers else incident["type"]),
            time=next(iter(act.spans("time")), None),
            places=tuple(s for r in act.spans("place") for s in places if s.meets(r)),
            perpetrators=act.spans("perpetrator"),
            targets=act.spans("target"),
            weapons=act.spans("weapon"),
            counts=(
                *find_figures(read_sentences(row["text"]), act),
                *_disputed(row, incident, whole),
            ),
        ),
        sources=tuple(
            Source(s["name"], SourceKind(s["kind"]), s.get("cue")) for s in claim["sources"]
        ),
        modality=Modality(claim["modality"]),
        background=claim["background"],
        occurrence=number,
        confidence=1.0,
    )


def _disputed(row: Row, incident: Row, whole: Span) -> Iterator[CountPhrase]:
    """Figures of a claim that the marks leave out because somebody rejects them."""
    marked = [Span(n["start"], n["end"]) for n in row["mentions"]["numbers"]]
    for conflict in row.get("conflicts", []):
        if conflict["incident"] == incident["key"] and conflict["field"] in set(CountKind):
            for position in conflict["positions"]:
                span, figure = Span(*position["at"]), re.match(r"\d+", position["value"])
                if whole.holds(span) and figure and not any(span.meets(m) for m in marked):
                    count = Count(*[int(figure.group())] * 3)
                    yield CountPhrase(CountKind(conflict["field"]), span, count)


def _place(mention: Row) -> Place:
    return Place(
        name=mention["name"],
        country=mention["country"],
        admin1=None,
        lat=mention["lat"],
        lon=mention["lon"],
        geonameid=None,
        precision=PlacePrecision(mention["precision"]),
    )
