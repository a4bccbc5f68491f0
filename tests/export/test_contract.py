import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from tests.makers import GAO, GUNMEN, claim, days, incident, report
from tests.strategies import incidents_with_report, judgements

from dateline.export.contract import (
    MAX_QUOTE,
    find_faults,
    incident_to_record,
    judgement_to_record,
    record_to_incident,
    record_to_judgement,
)
from dateline.records import Count, CountKind, Days, Place, PlacePrecision, Span, Values

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/incident.schema.json").read_text("utf-8"))
CONTRACT = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def make_record(**other):
    return incident_to_record(incident(**other), {report().id: report()})


def faults(record):
    return list(find_faults(record, {report().id: report().text}))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(incidents_with_report())
def test_any_incident_makes_a_valid_record_and_comes_back_whole(pair):
    told, of = pair
    record = json.loads(json.dumps(incident_to_record(told, {of.id: of})))
    CONTRACT.validate(record)
    assert list(find_faults(record, {of.id: of.text})) == []
    assert record_to_incident(record) == told


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(judgements())
def test_any_judgement_comes_back_whole(judgement):
    record = json.loads(json.dumps(judgement_to_record(judgement)))
    assert record_to_judgement(record) == judgement


def test_the_last_day_is_inclusive():
    record = make_record(date=days("2024-05-13", last="2024-05-15"))
    assert (record["date"]["start"], record["date"]["end"]) == ("2024-05-13", "2024-05-15")


def test_a_claim_speaks_only_of_what_it_gives():
    record = make_record(claims=[claim(killed=3)])
    assert record["claims"][0]["values"] == {
        "type": "armed_attack",
        "counts": {"killed": {"low": 3, "best": 3, "high": 3}},
    }


def test_how_surely_a_doer_is_told_comes_back_with_his_claim():
    said = claim(says=Values(perpetrators=(replace(GUNMEN, sure=2.5), GUNMEN)))
    record = make_record(claims=[said])
    CONTRACT.validate(record)
    doers = record_to_incident(record).claims[0].says.perpetrators
    assert [doer.sure for doer in doers] == [2.5, None]


def test_a_clause_over_the_limit_is_cut_and_still_quoted_exactly():
    long = report("Shelling went on and on " * 80 + ".")
    told = incident([claim(long, evidence=Span(5, len(long.text)))])
    record = incident_to_record(told, {long.id: long})
    CONTRACT.validate(record)
    quote = record["claims"][0]
    assert len(quote["quote"]) == MAX_QUOTE
    assert quote["quote"] == long.text[quote["start"] : quote["end"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date": replace(days("2024-05-13"), end=days("2024-05-13").start)}, "before the first"),
        ({"counts": {CountKind.KILLED: Count(3, 2, None)}}, "killed: low 3, best 2"),
        ({"counts": {CountKind.KILLED: Count(None, -1, None)}}, "best -1"),
        ({"place": replace(GAO, lat=None)}, "half a point"),
        ({"claims": [], "id": "empty", "reports": ()}, "no claim"),
        ({"claims": [claim(evidence=Span(0, 9999))]}, "outside the text"),
        ({"claims": [claim(evidence=Span(7, 7))]}, "outside the text"),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_faults_are_named(change, said):
    if change.get("claims") == []:
        record = make_record() | {"claims": []}
    else:
        record = make_record(**change)
    assert any(said in fault for fault in faults(record))


@pytest.mark.parametrize(
    ("key", "value"),
    [("type", "picnic"), ("status", None), ("date", {"start": "13 May"}), ("claims", [{}])],
)
def test_another_shape_is_one_fault(key, value):
    (fault,) = faults(make_record() | {key: value})
    assert fault.startswith("not an incident record")


def test_a_changed_quote_is_a_fault():
    record = make_record()
    record["claims"][0]["quote"] = record["claims"][0]["quote"].replace("three", "thirty")
    assert any("the quote is not text[" in fault for fault in faults(record))


def test_unknown_stays_null():
    nowhere = Place("the border", None, None, None, None, None, PlacePrecision.UNKNOWN)
    record = make_record(date=None, place=nowhere, counts={})
    assert record["date"] is None
    assert record["place"]["lat"] is None
    assert record["counts"] == {}
    CONTRACT.validate(record)


def test_days_are_typed():
    assert isinstance(record_to_incident(make_record()).date, Days)
