import pytest
from evaluate.compare import compare


def test_a_file_against_itself_differs_by_nothing():
    same = [(1, 2, 2), (2, 2, 3), (0, 1, 1)]
    result = compare(same, same, samples=200)
    assert (result.difference, result.low, result.high, result.p) == (0, 0, 0, 1)


def test_what_is_always_better_is_no_chance():
    a, b = [(1, 2, 2)] * 40, [(2, 2, 2)] * 40
    result = compare(a, b, samples=1000)
    assert (result.a, result.b, result.low, result.high) == (0.5, 1, 0.5, 0.5)
    assert result.p < 0.01 and result.n_reports == 40


def test_one_lucky_report_proves_nothing():
    a = [(1, 2, 2)] * 39 + [(0, 2, 2)]
    b = [(1, 2, 2)] * 39 + [(2, 2, 2)]
    result = compare(a, b)
    assert result.low == 0 < result.high and result.p > 0.5


def test_f1_is_of_the_sums():
    assert compare([(1, 1, 2), (0, 1, 0)], [(1, 1, 2), (0, 0, 0)]).a == pytest.approx(0.5)


def test_files_of_different_reports_are_refused():
    with pytest.raises(ValueError, match="1 and 2 reports"):
        compare([(1, 1, 1)], [(1, 1, 1)] * 2)
