"""Events of other datasets beside ours; every row is made up."""

import tracemalloc
from dataclasses import replace

import pytest
from tests.makers import GAO, days, incident

from dateline.comparing import compare_events, read_date, read_events, summarise
from dateline.errors import ReadError
from dateline.records import Count, CountKind, IncidentType

ACLED = "event_id_cnty,event_date,time_precision,event_type,actor1,actor2,location,latitude,longitude,geo_precision,fatalities\n"
GED = "id,relid,date_start,date_end,where_prec,where_coordinates,latitude,longitude,side_a,side_b,best,high,low\n"
OURS = incident(id="i1", place=GAO, counts={CountKind.KILLED: Count(3, 3, 3)})  # on 2024-05-13


def acled(tmp_path, *rows):
    path = tmp_path / "acled.csv"
    path.write_text(ACLED + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_events(path)


def verdict(incident, event):
    (match, *rest) = compare_events([incident], [event])
    return "apart" if rest else "differs" if match.differs else "matched"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("M1,2024-05-13,1,Battles,A,B,Gao,16.27,-0.04,1,3", "matched"),
        ("M1,13 May 2024,1,Violence against civilians,A,B,Gao,16.30,-0.05,1,3", "matched"),
        ("M1,2024-05-14,1,Battles,A,B,Gao,16.27,-0.04,1,3", "matched"),  # a night
        ("M1,2024-05-15,2,Battles,A,B,Gao,16.27,-0.04,1,3", "matched"),  # only the week
        ("M1,2024-05-13,1,Battles,A,B,Gao,16.9,0.4,3,3", "matched"),  # only the province
        ("M1,2024-05-13,1,Battles,A,B,Gao,16.27,-0.04,1,12", "differs"),
        ("M1,2024-05-16,1,Battles,A,B,Gao,16.27,-0.04,1,3", "apart"),
        ("M1,2024-05-13,1,Battles,A,B,Menaka,15.92,2.40,1,3", "apart"),
        ("M1,2024-05-13,1,Protests,A,B,Gao,16.27,-0.04,1,3", "apart"),
    ],
)
def test_one_event_and_one_incident(tmp_path, row, found):
    (event,) = acled(tmp_path, row)
    wide = acled(tmp_path, row, "X,2024-05-01,1,Protests,A,B,Gao,16,-1,1,0", "Y,2024-06-01,1,Protests,A,B,Gao,16,-1,1,0")  # fmt: skip
    assert verdict(OURS, event) == found or found == "apart"
    counts = summarise(compare_events([OURS], wide))
    assert counts["matched"] == (found != "apart")
    assert counts["only ours"] == (found == "apart")


def test_ged_is_read_with_its_bounds(tmp_path):
    path = tmp_path / "ged.csv"
    row = "7,MLI-2024-1-7-0,2024-05-12 00:00:00.000,2024-05-13 00:00:00.000,1,Gao town,16.27,-0.04,A,B,5,9,2"
    path.write_text(GED + row + "\n", encoding="utf-8")
    (event,) = read_events(path)
    assert (event.id, event.killed) == ("MLI-2024-1-7-0", Count(2, 5, 9))
    assert verdict(OURS, event) == "matched"  # 3 lies between 2 and 9


ROW = "M1,2024-05-13,1,Battles,A,José,Gao,16.27,-0.04,1,3"


@pytest.mark.parametrize(
    "raw",
    [
        (ACLED.upper() + ROW).encode(),  # as before 2018
        (ACLED + ROW).replace(",", ";").encode("utf-16"),
        (ACLED + ROW).replace(",", ";").replace("16.27;-0.04", "16,27;-0,04").encode(),
        (ACLED + ROW).encode("cp1252"),
        (ACLED + ROW.replace(",1,", ",1.0,") + ".0").encode(),  # pandas, of columns with gaps
    ],
)
def test_a_file_that_went_through_a_spreadsheet(tmp_path, raw):
    path = tmp_path / "acled.csv"
    path.write_bytes(raw)
    (event,) = read_events(path)
    assert (event.killed.best, event.actors) == (3, "A / José")
    assert verdict(OURS, event) == "matched"


def test_a_file_is_read_row_by_row(tmp_path):
    """The rows of a world's events, 50 columns each, do not fit in a laptop's memory."""
    path = tmp_path / "acled.csv"
    path.write_text(ACLED.strip() + ",notes\n" + (ROW + "," + "x" * 100_000 + "\n") * 200)
    tracemalloc.start()
    assert len(read_events(path)) == 200
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_ged_of_old(tmp_path):
    path = tmp_path / "ged.csv"
    header = GED.replace("best,high,low", "best_est,high_est,low_est")
    path.write_text(f"{header}7,,2024-05-13,2024-05-13,1,Gao,16.27,-0.04,A,B,5,9,2\n")
    assert read_events(path)[0].killed == Count(2, 5, 9)


def test_each_goes_with_one_other_the_nearest_first(tmp_path):
    events = acled(
        tmp_path,
        "FAR,2024-05-14,1,Battles,A,B,Gao,16.27,-0.04,1,3",
        "NEAR,2024-05-13,1,Battles,A,B,Gao,16.27,-0.04,1,3",
    )
    found = compare_events([OURS], events)
    assert [(m.incident and m.incident.id, m.event.id) for m in found] == [
        ("i1", "NEAR"),
        (None, "FAR"),
    ]


def test_only_ours_are_of_the_file_s_days_and_region(tmp_path):
    events = acled(tmp_path, "M,2024-05-13,1,Protests,A,B,Gao,16.27,-0.04,1,0")
    elsewhere = replace(OURS, id="i2", place=replace(GAO, lat=-20.0))
    later = replace(OURS, id="i3", date=days("2024-07-01"))
    undated = replace(OURS, id="i4", date=None)
    found = compare_events([OURS, elsewhere, later, undated], events)
    assert [m.incident.id for m in found if m.event is None] == ["i1"]


def test_kinds(tmp_path):
    (event,) = acled(tmp_path, "M,2024-05-13,1,Strategic Developments,A,B,Gao,16.27,-0.04,1,0")
    assert IncidentType.ARREST in event.kinds and IncidentType.BOMBING not in event.kinds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "neither ACLED's columns"),
        (ACLED + "M,soon,1,Battles,A,B,Gao,16.27,-0.04,1,3\n", "line 2: 'soon' is no date"),
        (ACLED + "M,2024-05-13,1,Battles,A,B,Gao,,-0.04,1,3\n", "line 2: latitude: '' is no"),
        (ACLED + "M,2024-05-13,1,Battles,A,B,Gao,16,nan,1,3\n", "line 2: longitude: 'nan' is no"),
        (ACLED + "M,2024-05-13,1,Battles,A,B,Gao,91,-0.04,1,3\n", "line 2: latitude: '91' is no"),
        (ACLED + "M,2024-05-13,1,Battles,A,B,Gao,16,1,1,many\n", "fatalities: 'many' is no"),
        (ACLED + "M,9999-12-31,1,Battles,A,B,Gao,16,1,1,3\n", "line 2: date value out of range"),
        (GED + "7,,2024-05-14,2024-05-13,1,Gao,16,1,A,B,5,9,2\n", "is before date_start"),
        (ACLED, "no events in it"),
    ],
)
def test_what_is_neither_is_said_so(tmp_path, text, said):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=said):
        read_events(path)


def test_dates_of_older_files():
    assert (
        str(read_date("04 May 2021")) == str(read_date("2021-05-04 00:00:00.000")) == "2021-05-04"
    )
