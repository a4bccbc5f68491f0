import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.makers import GAO, claim, days, incident, report
from tests.strategies import incidents_with_report

from dateline.export.table import COLUMNS, FORMULA_STARTS, safe_cell, source_names, write_csv
from dateline.records import (
    Actor,
    ActorKind,
    Conflict,
    Count,
    CountKind,
    IncidentType,
    Position,
)

DOCS = Path(__file__).parents[2] / "docs/exports.md"
REPORTS = {report().id: report()}


def rows(*incidents, reports=REPORTS):
    stream = io.StringIO(newline="")
    assert write_csv(incidents, reports, stream) == len(incidents)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def test_a_row_gives_what_was_chosen():
    [row] = rows(incident([claim(killed=3)]))
    assert row["type"] == "armed_attack"
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (
        "2024-05-13",
        "2024-05-13",
        "day",
    )
    assert (row["place"], row["country"], row["lat"], row["lon"]) == ("Gao", "ML", "16.27", "-0.04")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("3", "3", "3")
    assert (row["sources"], row["n_sources"], row["n_reports"]) == ("residents", "1", "1")
    assert row["quote"] == "Gunmen shot dead three traders near Gao on Monday, residents said."


def actors(*kinds):
    return tuple(Actor(kind, ActorKind(kind)) for kind in kinds)


@pytest.mark.parametrize(
    ("kind", "by", "to", "codes"),
    [
        ("armed_attack", ["rebel"], ["civilians", "media"], ["2", "7", "27", "3"]),
        ("armed_attack", ["unknown"], ["unknown"], ["3", "7", "37", ""]),
        ("armed_clash", ["state_forces"], ["unknown"], ["1", "3", "13", ""]),
        ("armed_clash", ["militia", "rebel"], ["gang"], ["3", "3", "33", "2"]),
        ("protest", ["protesters"], [], ["6", "0", "60", ""]),
        ("killing", [], ["civilians"], ["0", "7", "", ""]),
        ("killing", [], [], ["0", "0", "", ""]),
    ],
)
def test_both_sides_in_the_codes_of_acled_and_ucdp(kind, by, to, codes):
    told = incident(type=IncidentType(kind), perpetrators=actors(*by), targets=actors(*to))
    [row] = rows(told)
    assert [row[c] for c in ("inter1", "inter2", "interaction", "type_of_violence")] == codes


def test_missing_is_empty_and_zero_is_zero():
    told = incident(place=None, date=None, weapons=(), counts={CountKind.KILLED: Count(0, 0, None)})
    [row] = rows(told)
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("0", "0", "")
    for name in ("injured_best", "date_start", "date_end", "place", "lat", "weapons", "conflicts"):
        assert row[name] == ""


def test_the_last_day_is_inclusive():
    [row] = rows(incident(date=days("2024-05-01", last="2024-05-31")))
    assert row["date_end"] == "2024-05-31"


def test_conflicts_name_every_value():
    conflict = Conflict("counts.killed", (Position("3", ("a",)), Position("2", ("b",))))
    [row] = rows(incident(conflicts=(conflict,)))
    assert row["conflicts"] == "counts.killed: 3 | 2"


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_name_that_looks_like_a_formula_stays_text(start):
    actor = Actor(start + "SUM(A1:A9)", ActorKind.UNKNOWN)
    [row] = rows(incident(perpetrators=(actor,)))
    assert row["perpetrators"] == "'" + actor.name


def test_a_negative_longitude_is_a_number():
    assert safe_cell(GAO.lon) == GAO.lon


def test_lines_end_as_rfc_4180_says():
    stream = io.StringIO(newline="")
    write_csv([incident()], REPORTS, stream)
    lines = stream.getvalue().split("\r\n")
    assert lines[0] == ",".join(column.name for column in COLUMNS)
    assert lines[-1] == "" and len(lines) == 3


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(incidents_with_report())
def test_any_incident_makes_one_row_that_runs_nothing(pair):
    told, of = pair
    [row] = rows(told, reports={of.id: of})
    assert list(row) == [column.name for column in COLUMNS]
    assert row["id"] in (told.id, "'" + told.id)
    for name, cell in row.items():
        assert name in ("lat", "lon") or not cell.startswith(FORMULA_STARTS)


def test_sources_are_named_once():
    assert source_names(incident([claim(), claim(quote="The governor's office")])) == ["residents"]


def test_the_page_describes_the_columns_that_are_written():
    page = DOCS.read_text("utf-8").split("| column | meaning |")[1]
    described = re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)
    assert described == [(column.name, column.help) for column in COLUMNS]
