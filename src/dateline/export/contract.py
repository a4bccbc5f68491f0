"""The incident record: an Incident as the JSON of `docs/incident.schema.json`, and back.

Everything outside the program that measures or reads its results relies on this shape. Inside,
day ranges are half-open; here `date.end` is the last day, inclusive. Beyond the schema's own
fields a record carries `rules` (field -> the rule that chose it), `place.radius_km`, and each
claim's `occurrence`, `reference` and `scope`, so that nothing is lost on the way back. What a person
decided is in `judged` (field -> who, when, why, and what the program would have chosen), `review`
and `judgements`; an incident that nobody judged has none of the three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dateline.records import (
    MAX_QUOTE,
    Actor,
    ActorKind,
    Anchor,
    Claim,
    Conflict,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Decision,
    Field,
    FieldValue,
    Incident,
    IncidentType,
    Judgement,
    Modality,
    Person,
    Place,
    PlacePrecision,
    Position,
    Reference,
    Report,
    Review,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Subject,
    Values,
    Verdict,
)

Record = dict[str, Any]

ONE_DAY = timedelta(days=1)


def incident_to_record(incident: Incident, reports: Mapping[str, Report]) -> Record:
    """One incident as a JSON-ready dict, keys in the schema's order.

    `reports` by id, for the wording of the quotes; KeyError when a claim's report is not there.
    """
    record: Record = {
        "id": incident.id,
        "type": incident.type.value,
        "status": incident.status.value,
        "date": _from_days(incident.date),
        "place": _from_place(incident.place),
        "perpetrators": [_from_actor(actor) for actor in incident.perpetrators],
        "targets": [_from_actor(actor) for actor in incident.targets],
        "weapons": list(incident.weapons),
        "counts": counts_to_record(incident.counts),
        "claims": [claim_to_record(claim, reports[claim.report_id]) for claim in incident.claims],
        "conflicts": [_from_conflict(conflict) for conflict in incident.conflicts],
        "reports": list(incident.reports),
        "scope": incident.scope.value,
        "rules": dict(sorted(incident.rules.items())),
        "voices": incident.voices,
        "provisional": incident.is_provisional,
        "confidence": dict(sorted(incident.confidence.items())),
    }
    if incident.judged:
        record["judged"] = {
            name.value: _from_decision(incident.judged[name])
            for name in Field
            if name in incident.judged
        }
    if incident.review is not None:
        changed = [name.value for name in incident.review.changed]
        record["review"] = _from_signature(incident.review) | {"changed": changed}
    if incident.judgements:
        record["judgements"] = list(incident.judgements)
    return record


def record_to_incident(record: Mapping[str, Any]) -> Incident:
    """The incident a record was made from. KeyError or ValueError when it is not such a record."""
    return Incident(
        id=record["id"],
        type=IncidentType(record["type"]),
        status=Status(record["status"]),
        date=_to_days(record["date"]),
        place=_to_place(record["place"]),
        perpetrators=tuple(_to_actor(actor) for actor in record["perpetrators"]),
        targets=tuple(_to_actor(actor) for actor in record["targets"]),
        weapons=tuple(record["weapons"]),
        counts=_to_counts(record["counts"]),
        claims=tuple(record_to_claim(claim) for claim in record["claims"]),
        conflicts=tuple(_to_conflict(conflict) for conflict in record["conflicts"]),
        reports=tuple(record["reports"]),
        scope=Scope(record.get("scope", Scope.UNKNOWN)),
        rules=dict(record.get("rules", {})),
        voices=record.get("voices", 0),
        confidence=dict(record.get("confidence", {})),
        judged={
            Field(name): _to_decision(Field(name), row)
            for name, row in record.get("judged", {}).items()
        },
        review=_to_review(record.get("review")),
        judgements=tuple(record.get("judgements", ())),
    )


def _from_signature(signed: Decision | Review) -> Record:
    return {
        "judgement": signed.judgement,
        "by": signed.author,
        "at": signed.at.isoformat(),
        "reason": signed.reason,
    }


def _from_decision(decision: Decision) -> Record:
    return _from_signature(decision) | {
        "confirmed": decision.confirmed,
        "program": field_to_record(decision.program),
        "rule": decision.rule,
    }


def _to_decision(name: Field, record: Mapping[str, Any]) -> Decision:
    return Decision(
        judgement=record["judgement"],
        author=record["by"],
        at=datetime.fromisoformat(record["at"]),
        reason=record["reason"],
        confirmed=record["confirmed"],
        program=record_to_field(name, record["program"]),
        rule=record["rule"],
    )


def _to_review(record: Mapping[str, Any] | None) -> Review | None:
    if record is None:
        return None
    return Review(
        judgement=record["judgement"],
        author=record["by"],
        at=datetime.fromisoformat(record["at"]),
        reason=record["reason"],
        changed=tuple(map(Field, record["changed"])),
    )


def field_to_record(value: FieldValue) -> Any:
    """The value of one field, as it stands in an incident's record."""
    match value:
        case None:
            return None
        case Days():
            return _from_days(value)
        case Place():
            return _from_place(value)
        case Count():
            return {"low": value.low, "best": value.best, "high": value.high}
        case tuple():
            return [_from_actor(x) if isinstance(x, Actor) else x for x in value]
    return value.value


# What reading a record raises that is not as these functions write them.
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, OverflowError)


def record_to_field(name: Field, record: Any) -> FieldValue:
    """The value that `field_to_record` wrote. KeyError, TypeError or ValueError when it did not."""
    match name:
        case Field.TYPE:
            return IncidentType(record)
        case Field.STATUS:
            return Status(record)
        case Field.SCOPE:
            return Scope(record)
        case Field.DATE:
            return _to_days(record)
        case Field.PLACE:
            return _to_place(record)
        case Field.PERPETRATORS | Field.TARGETS:
            return tuple(_to_actor(actor) for actor in record)
        case Field.WEAPONS:
            return tuple(_items(record))
    if record is None:
        return None
    return Count(record["low"], record["best"], record["high"])


def claim_to_record(claim: Claim[Values], report: Report) -> Record:
    return _from_claim(claim, report.quote(quoted(claim.evidence)))


def quoted(evidence: Span) -> Span:
    """What of a claim's evidence is quoted: its first words, when it is very long."""
    return Span(evidence.start, min(evidence.end, evidence.start + MAX_QUOTE))


def _from_claim(claim: Claim[Values], quote: str) -> Record:
    record: Record = {
        "id": claim.id,
        "report": claim.report_id,
        "quote": quote,
        "start": claim.evidence.start,
        "end": quoted(claim.evidence).end,
        "sources": [source_to_record(source) for source in claim.sources],
        "modality": claim.modality.value,
        "values": values_to_record(claim.says),
        "background": claim.background,
        "occurrence": claim.occurrence,
        "reference": claim.reference.value,
        "scope": claim.scope.value,
    }
    if claim.confidence is not None:
        record["confidence"] = claim.confidence
    return record


def record_to_claim(record: Mapping[str, Any]) -> Claim[Values]:
    return Claim(
        id=record["id"],
        report_id=record["report"],
        evidence=Span(record["start"], record["end"]),
        says=record_to_values(record["values"]),
        sources=tuple(record_to_source(source) for source in record["sources"]),
        modality=Modality(record["modality"]),
        background=record["background"],
        occurrence=record["occurrence"],
        reference=Reference(record["reference"]),
        scope=Scope(record["scope"]),
        confidence=record.get("confidence"),
    )


def values_to_record(values: Values) -> Record:
    """What a claim says under the incident's own keys; a field it does not speak of is absent."""
    record: Record = {
        "type": None if values.type is None else values.type.value,
        "date": _from_days(values.date),
        "place": _from_place(values.place),
        "perpetrators": [_from_actor(actor) for actor in values.perpetrators],
        "targets": [_from_actor(actor) for actor in values.targets],
        "weapons": list(values.weapons),
        "counts": counts_to_record(values.counts),
        "persons": [_from_person(person) for person in values.persons],
        "sides": [_from_actor(actor) for actor in values.sides],
    }
    return {key: value for key, value in record.items() if value}


def record_to_values(record: Mapping[str, Any]) -> Values:
    return Values(
        type=IncidentType(record["type"]) if "type" in record else None,
        date=_to_days(record.get("date")),
        place=_to_place(record.get("place")),
        perpetrators=tuple(_to_actor(actor) for actor in record.get("perpetrators", ())),
        targets=tuple(_to_actor(actor) for actor in record.get("targets", ())),
        weapons=tuple(_items(record.get("weapons", ()))),
        counts=_to_counts(record.get("counts", {})),
        persons=tuple(_to_person(person) for person in record.get("persons", ())),
        sides=tuple(_to_actor(actor) for actor in record.get("sides", ())),
    )


def _items(record: Any) -> Any:
    """A list of words, and not the letters of one."""
    if isinstance(record, str):
        raise TypeError(f"{record!r} is no list")
    return record


def _from_person(person: Person) -> Record:
    """A single victim; what is not told is absent."""
    record = {
        "harm": person.harm.value,
        "start": person.span.start,
        "end": person.span.end,
        "name": person.name,
        "age": person.age,
        "sex": person.sex,
        "role": person.role,
        "apart": person.apart,
        "doer": person.doer or None,
        "counted": person.counted or None,
    }
    return {key: value for key, value in record.items() if value is not None}


def _to_person(record: Mapping[str, Any]) -> Person:
    return Person(
        harm=CountKind(record["harm"]),
        span=Span(record["start"], record["end"]),
        name=record.get("name"),
        age=record.get("age"),
        sex=record.get("sex"),
        role=record.get("role"),
        apart=record.get("apart"),
        doer=record.get("doer", False),
        counted=record.get("counted", False),
    )


def source_to_record(source: Source) -> Record:
    return {"name": source.name, "kind": source.kind.value, "cue": source.cue}


def record_to_source(record: Mapping[str, Any]) -> Source:
    return Source(record["name"], SourceKind(record["kind"]), record.get("cue"))


def counts_to_record(counts: Mapping[CountKind, Count]) -> Record:
    return {
        kind.value: {"low": count.low, "best": count.best, "high": count.high}
        for kind in CountKind
        if (count := counts.get(kind)) is not None
    }


def _to_counts(record: Mapping[str, Any]) -> dict[CountKind, Count]:
    return {
        CountKind(kind): Count(count["low"], count["best"], count["high"])
        for kind, count in record.items()
    }


def _from_days(days: Days | None) -> Record | None:
    if days is None:
        return None
    return {
        "start": days.start.isoformat(),
        "end": days.last.isoformat(),
        "precision": days.precision.value,
        "rule": days.rule,
    }


def _to_days(record: Mapping[str, Any] | None) -> Days | None:
    if record is None:
        return None
    start, last = date.fromisoformat(record["start"]), date.fromisoformat(record["end"])
    return Days(start, last + ONE_DAY, DatePrecision(record["precision"]), record["rule"])


def _from_place(place: Place | None) -> Record | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": place.geonameid,
        "precision": place.precision.value,
        "radius_km": place.radius_km,
    }


def _to_place(record: Mapping[str, Any] | None) -> Place | None:
    if record is None:
        return None
    return Place(
        name=record["name"],
        country=record["country"],
        admin1=record.get("admin1"),
        lat=record["lat"],
        lon=record["lon"],
        geonameid=record.get("geonameid"),
        precision=PlacePrecision(record["precision"]),
        radius_km=record.get("radius_km"),
    )


def _from_actor(actor: Actor) -> Record:
    record: Record = {
        "name": actor.name,
        "actor_id": actor.actor_id,
        "kind": actor.kind.value,
        "country": actor.country,
        "mentions": list(actor.mentions),
    }
    return record if actor.sure is None else record | {"sure": actor.sure}


def _to_actor(record: Mapping[str, Any]) -> Actor:
    return Actor(
        name=record["name"],
        kind=ActorKind(record["kind"]),
        actor_id=record.get("actor_id"),
        country=record.get("country"),
        mentions=tuple(record.get("mentions", ())),
        sure=record.get("sure"),
    )


def _from_conflict(conflict: Conflict) -> Record:
    positions = [{"value": p.value, "claims": list(p.claims)} for p in conflict.positions]
    record: Record = {"field": conflict.field, "values": positions}
    if conflict.independent is not None:
        record["independent"] = conflict.independent
    return record


def _to_conflict(record: Mapping[str, Any]) -> Conflict:
    positions = (Position(p["value"], tuple(p["claims"])) for p in record["values"])
    return Conflict(record["field"], tuple(positions), record.get("independent"))


def judgement_to_record(judgement: Judgement) -> Record:
    """A judgement as a JSON-ready dict, with the claims that it rests on as they were."""
    return {
        "id": judgement.id,
        "verdict": judgement.verdict.value,
        "author": judgement.author,
        "at": judgement.at.isoformat(),
        "reason": judgement.reason,
        "subjects": [
            {"incident": subject.incident, "anchors": [_from_anchor(a) for a in subject.anchors]}
            for subject in judgement.subjects
        ],
        "values": {
            name.value: field_to_record(judgement.values[name])
            for name in Field
            if name in judgement.values
        },
        "added": None if judgement.added is None else _from_anchor(judgement.added),
        "withdraws": judgement.withdraws,
    }


def record_to_judgement(record: Mapping[str, Any]) -> Judgement:
    """The judgement a record was made from. KeyError or ValueError when it is not such a record."""
    return Judgement(
        id=record["id"],
        verdict=Verdict(record["verdict"]),
        author=record["author"],
        at=datetime.fromisoformat(record["at"]),
        reason=record["reason"],
        subjects=tuple(
            Subject(subject["incident"], tuple(_to_anchor(a) for a in subject["anchors"]))
            for subject in record["subjects"]
        ),
        values={
            Field(name): record_to_field(Field(name), value)
            for name, value in record["values"].items()
        },
        added=None if record["added"] is None else _to_anchor(record["added"]),
        withdraws=record["withdraws"],
    )


def _from_anchor(anchor: Anchor) -> Record:
    return {
        "text_sha256": anchor.text_sha256,
        "claim": _from_claim(anchor.claim, anchor.quote),
        "added_by": anchor.added_by,
    }


def _to_anchor(record: Mapping[str, Any]) -> Anchor:
    claim = record["claim"]
    read = record_to_claim(claim)
    return Anchor(read, claim["quote"], record["text_sha256"], record["added_by"])


def find_faults(record: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a record, beyond its shape: one line for each fault.

    `texts` by report id. A record whose shape or enumerations are wrong gives one line that
    says so; the schema itself is checked by whoever has a JSON Schema library at hand.
    """
    try:
        incident = record_to_incident(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        yield f"not an incident record: {type(error).__name__}: {error}"
        return
    if not incident.claims:
        yield "no claim: every value stands on one"
    yield from _faults_of_values("", incident.date, incident.place, incident.counts)
    for claim, row in zip(incident.claims, record["claims"], strict=True):
        yield from _faults_of_quote(row, texts)
        says = claim.says
        yield from _faults_of_values(f"claim {claim.id}: ", says.date, says.place, says.counts)
    known = {claim.id for claim in incident.claims}
    for conflict in incident.conflicts:
        for position in conflict.positions:
            for claim_id in sorted(set(position.claims) - known):
                yield f"conflict on {conflict.field}: claim {claim_id} is not of this incident"


def _faults_of_quote(claim: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    name, text = f"claim {claim['id']}", texts.get(claim["report"])
    start, end = claim["start"], claim["end"]
    if text is None:
        yield f"{name}: report {claim['report']} is not there"
    elif not 0 <= start < end <= len(text):
        yield f"{name}: [{start}, {end}) is outside the text of {len(text)} characters"
    elif claim["quote"] != text[start:end]:
        yield f"{name}: the quote is not text[{start}:{end}]"
    elif end - start > MAX_QUOTE:
        yield f"{name}: the quote has {end - start} characters, at most {MAX_QUOTE} are allowed"


def _faults_of_values(
    whose: str, days: Days | None, place: Place | None, counts: Mapping[CountKind, Count]
) -> Iterator[str]:
    if days is not None and days.end <= days.start:
        yield f"{whose}date: the last day {days.last} is before the first, {days.start}"
    if place is not None and (place.lat is None) != (place.lon is None):
        yield f"{whose}place: half a point, lat {place.lat} lon {place.lon}"
    for kind, count in counts.items():
        figures = [n for n in (count.low, count.best, count.high) if n is not None]
        if figures != sorted(figures) or min(figures, default=0) < 0:
            yield f"{whose}{kind}: low {count.low}, best {count.best}, high {count.high}"
