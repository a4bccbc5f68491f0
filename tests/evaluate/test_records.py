import pytest
from evaluate.records import (
    FIELDS,
    compare_field,
    is_same_date,
    is_same_name,
    is_same_place,
    likeness,
    match_names,
    pair,
    score,
    source_names,
    tally_report,
)

GAO = {"country": "ML", "admin1": "Gao", "lat": 16.27, "lon": -0.04, "precision": "exact"}


def gold(type="bombing", **other):
    return {"key": "k", "type": type, "status": "reported"} | other


def told(type="bombing", **other):
    return {"type": type, "status": "reported"} | other


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("the Army", "army", True),
        ("residents", "a resident", True),
        ("Gao residents association", "residents of Gao", True),  # both words of the shorter one
        ("Gao police chief", "Gao army base", False),  # one word in three
        ("", "", False),
        (None, "army", False),
        ("of the", "of the", False),  # no word is left
    ],
)
def test_names(a, b, same):
    assert is_same_name(a, b) is same


@pytest.mark.parametrize(
    ("start", "end", "same"),
    [
        ("2024-05-13", "2024-05-13", True),
        ("2024-05-14", "2024-05-14", False),
        ("2024-05-12", "2024-05-14", True),  # two days wider
        ("2024-05-12", "2024-05-15", False),  # three
    ],
)
def test_dates(start, end, same):
    assert is_same_date({"start": start, "end": end}, ["2024-05-13", "2024-05-13"]) is same


@pytest.mark.parametrize(
    ("said", "precision", "same"),
    [
        ({"lat": 16.27, "lon": 0.19}, "exact", True),  # 24.6 km
        ({"lat": 16.27, "lon": 0.20}, "exact", False),  # 25.6 km
        ({"lat": None, "lon": None}, "exact", False),
        ({"lat": 17.6, "lon": -0.04, "country": "ML"}, "admin1", True),  # 148 km
        ({"lat": 17.6, "lon": -0.04, "country": "NE"}, "admin1", False),
        ({"lat": None, "lon": None, "country": "ML", "admin1": "the Gao"}, "admin2", True),
        ({"lat": 12.0, "lon": -8.0, "country": "ML"}, "country", True),
    ],
)
def test_places(said, precision, same):
    assert is_same_place(said, GAO | {"precision": precision}) is same


@pytest.mark.parametrize(
    ("best", "bounds", "hits"),
    [
        (12, [12, 12, 15], (1, 1, 1)),
        (15, [12, 12, 15], (1, 1, 1)),
        (16, [12, 12, 15], (0, 1, 1)),
        (None, [12, 12, 15], (0, 0, 1)),
        (12, None, (0, 1, 0)),
    ],
)
def test_counts(best, bounds, hits):
    said = told(counts={"killed": {"low": None, "best": best, "high": None}})
    wanted = gold(counts={} if bounds is None else {"killed": bounds})
    assert compare_field("killed", said, wanted) == hits


def test_one_gold_name_takes_one_prediction():
    assert match_names([["army"], ["army"]], [["the army"]]) == (1, 2, 1)
    assert match_names([["army"]], [["army"], ["army"]]) == (1, 1, 2)


def test_the_narrator_is_no_source():
    speakers = [("residents", "resident"), ("Residents", "witness"), ("x", "narrator")]
    claims = [{"sources": [{"name": name, "kind": kind} for name, kind in speakers]}]
    assert source_names({"claims": claims}) == ["residents"]


def test_likeness_adds_up():
    day = ["2024-05-13", "2024-05-13"]
    said = told(
        "shelling",
        date={"start": day[0], "end": day[1]},
        place=GAO,
        counts={"killed": {"best": 3}},
    )
    wanted = gold("bombing", date=day, place=GAO, counts={"killed": [3, 3, 3]})
    assert likeness(said, wanted) == pytest.approx(0.2 + 0.2 + 0.15 + 0.15)
    assert likeness(said, gold("arrest")) == 0
    assert likeness(said, gold("arrest", types_ok=["shelling"])) == 0.2


def test_incidents_that_share_only_a_type_are_no_pair():
    assert pair([told()], [gold()]) == []


def test_pairs_are_the_best_together_not_one_by_one():
    day = {"start": "2024-05-13", "end": "2024-05-13"}
    both = told(date=day, place=GAO)  # likes each gold, the first one best
    only_first = told(date=day)
    wanted = [
        gold(date=["2024-05-13", "2024-05-13"], place=GAO),
        gold(place=GAO, date=["2024-05-12", "2024-05-13"]),
    ]
    assert sorted(pair([both, only_first], wanted)) == [(0, 0), (1, 1)]


def test_a_report_by_hand():
    day = {"start": "2024-05-13", "end": "2024-05-13"}
    wanted = [
        gold(date=["2024-05-13", "2024-05-13"], counts={"killed": [3, 3, 3]}),
        gold("arrest", counts={"arrested": [9, 9, 9]}),  # missed
        gold("threat", core=False),  # missed at no cost
    ]
    said = [
        told(date=day, counts={"killed": {"best": 4}}),  # a pair: type, status, date right
        told("protest", place=GAO),  # one too many
    ]
    tally = tally_report(wanted, said)
    assert tally.incidents == (1, 2, 2)
    right = {name: hits for name, hits in tally.fields.items() if any(hits)}
    assert right == {
        "type": (1, 2, 2),
        "status": (1, 2, 2),
        "date": (1, 1, 1),
        "place": (0, 1, 0),
        "killed": (0, 1, 1),
        "arrested": (0, 0, 1),
    }
    assert tally.values == (3, 7, 7)


def test_an_incident_that_is_not_core_costs_nothing():
    day = {"start": "2024-05-13", "end": "2024-05-13"}
    aside = gold(date=["2024-05-13", "2024-05-13"], core=False)
    for said in ([], [told(date=day)]):
        tally = tally_report([aside], said)
        assert tally.incidents == (0, 0, 0) and tally.values == (0, 0, 0)


def test_scores_are_summed_before_they_are_divided():
    day = {"start": "2024-05-13", "end": "2024-05-13"}
    rows = [
        {"doc": "a", "incidents": [gold(date=["2024-05-13", "2024-05-13"])]},
        {"doc": "b", "incidents": [gold()]},
    ]
    scores = score(rows, [{"doc": "a", "incidents": [told(date=day)]}])
    assert (scores["reports"], scores["missing"]) == (2, 1)
    assert scores["incident"] == {"p": 1.0, "r": 0.5, "f1": pytest.approx(2 / 3)}
    assert scores["record"] == {"p": 1.0, "r": 0.6, "f1": pytest.approx(0.75)}
    assert set(scores["field"]) == set(FIELDS)


@pytest.mark.parametrize("side", ["perpetrators", "targets"])
def test_kinds_are_compared_of_actors_that_both_sides_name(side):
    day = {"start": "2024-05-13", "end": "2024-05-13"}
    doers = [{"names": ["the army"], "kind": "state_forces"}, {"names": ["herders"], "kind": "x"}]
    wanted = gold(date=["2024-05-13", "2024-05-13"], **{side: doers})

    def kinds(*said):
        named = [{"name": name, "kind": kind} for name, kind in said]
        row = {"doc": "a", "incidents": [told(date=day, **{side: named})]}
        return score([{"doc": "a", "incidents": [wanted]}], [row])["kinds"][side]

    assert kinds(("army", "state_forces"), ("police", "x")) == 1.0
    assert kinds(("army", "rebel"), ("herders", "x")) == 0.5
    assert kinds(("police", "state_forces")) is None
