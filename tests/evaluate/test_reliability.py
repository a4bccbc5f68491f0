"""Confidence against what was right, on records small enough to count by hand."""

import json

import pytest
from evaluate.reliability import find_cases, main, precision_at, score

PLACE = {"name": "Gao", "country": "ML", "lat": 16.27, "lon": -0.04, "precision": "exact"}


def gold(core=True):
    return {
        "doc": "a",
        "incidents": [
            {
                "key": "x",
                "core": core,
                "type": "bombing",
                "types_ok": [],
                "status": "reported",
                "date": ["2012-03-04", "2012-03-04"],
                "place": PLACE,
                "perpetrators": [],
                "targets": [],
                "weapons": [],
                "counts": {"killed": [2, 2, 2]},
                "sources": [],
            }
        ],
    }


def told(killed, *, type="bombing"):
    return {
        "doc": "a",
        "incidents": [
            {
                "type": type,
                "status": "reported",
                "date": {"start": "2012-03-04", "end": "2012-03-04"},
                "place": PLACE,
                "counts": {"killed": {"low": killed, "best": killed, "high": killed}},
                "confidence": {"type": 0.9, "place": 0.8, "killed": 0.4},
            }
        ],
    }


def test_a_value_with_a_confidence_is_a_case():
    assert sorted(find_cases([gold()], [told(3)])) == [(0.4, 0, 1), (0.8, 1, 1), (0.9, 1, 1)]


def test_an_incident_that_nobody_coded_is_wrong_in_all():
    assert [right for _, right, _ in find_cases([gold()], [told(2, type="agreement")])] == [0, 0, 0]


def test_an_incident_that_costs_nothing_is_left_out():
    assert list(find_cases([gold(core=False)], [told(2)])) == []


def test_the_error_is_how_far_confidence_and_share_are_apart():
    found = score([gold()], [told(3)])
    assert found["values"] == 3
    assert found["ece"] == pytest.approx((0.1 + 0.2 + 0.4) / 3)
    assert found["precision"]["1.0"] == pytest.approx(2 / 3)


def test_the_surest_values_come_first():
    assert precision_at([(0.9, 1, 1), (0.5, 0, 1)], 1) == 1.0
    assert precision_at([(0.9, 1, 1), (0.5, 0, 1)], 2) == 0.5


def test_it_reads_two_files(tmp_path, capsys):
    for name, row in (("gold", gold()), ("told", told(2))):
        (tmp_path / name).write_text(json.dumps(row) + "\n", encoding="utf-8")
    arguments = ["--gold", str(tmp_path / "gold"), "--predictions", str(tmp_path / "told")]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["values"] == 3
