"""Charts: every figure is there, in order, and the file is well-formed whatever the names are."""

from xml.etree import ElementTree

import pytest

from dateline.export.chart import MOST_ROWS, Group, draw_chart

SVG = "{http://www.w3.org/2000/svg}"


def tips(svg):
    return [rect[0].text for rect in ElementTree.fromstring(svg).iter(f"{SVG}rect") if len(rect)]


def texts(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_months_without_an_incident_have_their_place():
    groups = [Group("2023-11", 2, 5), Group("2024-02", 1, 0), Group(None, 3, 9)]
    svg = draw_chart(groups, by="month", title="Gao")
    assert tips(svg)[:4] == [
        "Nov 2023: 2 incidents",
        "Dec 2023: 0 incidents",
        "Jan 2024: 0 incidents",
        "Feb 2024: 1 incidents",
    ]
    assert tips(svg)[4] == "Nov 2023: 5 people killed"
    assert "3 incidents without month, not drawn" in texts(svg)


def test_other_values_stand_largest_first_and_only_so_many():
    groups = [Group(f"group {n}", n, 2 * n) for n in range(1, 31)]
    svg = draw_chart(groups, by="perpetrators", title="x")
    assert tips(svg)[0] == "group 30: 30 incidents" and len(tips(svg)) == 2 * MOST_ROWS
    assert f"the {MOST_ROWS} most frequent of 30" in texts(svg)


@pytest.mark.parametrize("by", ["month", "year", "country"])
def test_nothing_to_draw_is_a_chart_too(by):
    assert tips(draw_chart([], by=by, title="none")) == []


def test_names_are_text_and_nothing_else():
    words = "<script>alert(1)</script>&\"'\x00\x0b"
    svg = draw_chart([Group(words, 1, 1)], by="place", title=words, note=words)
    tree = ElementTree.fromstring(svg)
    assert not list(tree.iter(f"{SVG}script"))
    assert tips(svg)[0].startswith("<script>alert(1)</script>&\"'")
