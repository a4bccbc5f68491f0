from datetime import date

import pytest

from dateline.read.dates import (
    FoundDate,
    choose_date,
    find_dateline_date,
    find_stamp_date,
    find_url_date,
    read_date,
    writes_month_first,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2014-05-03", "2014-05-03"),
        ("2014-05-03T22:10:00-05:00", "2014-05-03"),  # the outlet's own day, not UTC's
        ("Sat, 03 May 2014 10:20:00 GMT", "2014-05-03"),
        ("3 May 2014", "2014-05-03"),
        ("3rd of May, 2014", "2014-05-03"),
        ("May 3, 2014", "2014-05-03"),
        ("Sept. 11, 2014", "2014-09-11"),
        ("14.10.2016", "2016-10-14"),
        ("3.4.2016", "2016-04-03"),
        ("31/12/2016", "2016-12-31"),
        ("12/31/2016", "2016-12-31"),
        ("04/04/2016", "2016-04-04"),
        ("2023年11月17日", "2023-11-17"),
        ("03/04/2016", None),  # either way round: nothing decides
        ("14 October", None),
        ("31 February 2014", None),
        ("2014", None),
        ("call 0800-2014-05", None),
    ],
)
def test_read_date(text, day):
    found = read_date(text)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example.us/a", date(2016, 3, 4)),
        ("https://news.example.ke/a", date(2016, 4, 3)),
        ("https://news.example.co.uk/a", date(2016, 4, 3)),
        ("https://news.example.com/a", None),
        (None, None),
    ],
)
def test_host_decides_order_of_figures(url, day):
    assert read_date("03/04/2016", month_first=writes_month_first(url)) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2014/05/03/attack", "2014-05-03"),
        ("https://news.example/2014/5/3/attack", "2014-05-03"),
        ("https://news.example/2014/may/03/attack", "2014-05-03"),
        ("https://news.example/world/2014-05-03-attack", "2014-05-03"),
        ("https://news.example/a/20140503-attack", "2014-05-03"),
        ("https://news.example/2014/05/attack", None),
        ("https://news.example/story/201405031234567", None),
        ("https://news.example/?d=2014-05-03", None),  # a page's parameter may be any day
        (None, None),
    ],
)
def test_find_url_date(url, day):
    assert [f.day.isoformat() for f in find_url_date(url)] == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "years", "day"),
    [
        ("GOMA, Congo, Oct 14 (Reuters) - Shells hit a camp.", [2016], "2016-10-14"),
        ("GOMA, Congo, Oct 14 (Reuters) - Shells hit a camp.", [], None),
        ("KABUL (AP) — May 3, 2012 — A blast hit a bus.", [], "2012-05-03"),
        ("Abuja, 3 May 2014: Gunmen came at night.", [], "2014-05-03"),
        ("DALTON, Ga. (May 3, 2014) – A clerk was shot.", [], "2014-05-03"),
        ("MAIDUGURI, Nigeria (AFP) May 3, 2014 - Gunmen came.", [], "2014-05-03"),
        ("TRIPOLI, Monday, 3 May 2014 (Example Agency) — Clashes resumed.", [], "2014-05-03"),
        ("AYACUCHO, 3 MAY 89 (EFE) -- [TEXT] A PYLON FELL.", [], "1989-05-03"),
        ("BENI, 3 May 04 (AFP) - Two villages were burned.", [], "2004-05-03"),
        ("Raids in the north, January 2017-March 2018: a count by district.", [], None),
        ("BENI, 3 May 12 soldiers of the brigade deserted.", [], None),
        ("Gunmen came at night on 3 May 2014 and burned the school.", [], None),
        ("The army said on May 3, 2014 that it had left.", [], None),
    ],
)
def test_find_dateline_date(text, years, day):
    found = find_dateline_date(text, years=years)
    assert [f.day.isoformat() for f in found] == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quays burn Published duration 27 May 2019 image caption A crane", "2019-05-27"),
        ("Quays burn. Posted: Monday, May 27, 2019 Three quays burned.", "2019-05-27"),
        ("Last updated on 2019-05-27 Three quays burned.", "2019-05-27"),
        ("Quays burn. Edited 27 May 2019 Three quays burned.", "2019-05-27"),
        ("A list published on 27 May 2019 names the dead.", None),
        ("Guards posted 27 May 2019 at the quay saw it.", None),
        ("Published by the harbour office, the list of 27 May 2019 is long.", None),
        ("Word. " * 100 + "Published 27 May 2019", None),  # of another page, far down
    ],
)
def test_find_stamp_date(text, day):
    assert [f.day.isoformat() for f in find_stamp_date(text)] == ([day] if day else [])


def test_most_trusted_date_wins_and_no_date_is_none():
    day = date(2014, 5, 3)
    found = [FoundDate(day, "text"), FoundDate(day, "url"), FoundDate(day, "metadata")]
    assert choose_date(found) == FoundDate(day, "metadata")
    assert choose_date([]) is None
