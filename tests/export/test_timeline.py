import pytest
from tests.makers import days, incident

from dateline.export.timeline import draw_timeline
from dateline.records import DatePrecision


def on(*starts, last=None):
    return [incident(date=days(start, last=last)) for start in starts]


@pytest.mark.parametrize(
    ("starts", "unit"),
    [
        (["2024-05-13"], "day"),
        (["2024-05-01", "2024-06-30"], "day"),
        (["2024-05-01", "2024-09-30"], "month"),
        (["1986-01-01", "2024-09-30"], "year"),
    ],
)
def test_bars_are_as_wide_as_the_time_asks(starts, unit):
    drawn = draw_timeline(on(*starts))
    assert drawn.unit == unit
    assert sum(bar.n_precise + bar.n_loose for bar in drawn.bars) == len(starts)
    assert len(drawn.bars) <= 70
    assert len([bar for bar in drawn.bars if bar.tick]) <= 12


def test_a_date_wider_than_its_bar_is_drawn_apart():
    told = on("2024-05-13", "2024-05-13") + on("2024-05-13", last="2024-05-19")
    bar = max(draw_timeline(told).bars, key=lambda bar: bar.n_precise)
    assert (bar.n_precise, bar.n_loose, bar.label) == (2, 1, "13 May 2024")
    assert bar.precise == pytest.approx(2 * bar.loose)


def test_a_month_is_precise_enough_for_a_bar_of_a_month():
    month = days("2024-05-01", last="2024-05-31", precision=DatePrecision.MONTH)
    drawn = draw_timeline([incident(date=month), *on("2024-12-24")])
    assert sum(bar.n_loose for bar in drawn.bars) == 0


def test_the_undated_are_counted():
    assert draw_timeline([*on("2024-05-13"), incident(date=None)]).undated == 1
    assert draw_timeline([incident(date=None)]) is None
