"""Average link joins what is alike, and never what can never be one."""

from math import inf

import pytest

from dateline.link.average import average_link


@pytest.mark.parametrize(
    ("scores", "joined"),
    [
        ({"ab": 0.9, "bc": 0.9, "ac": 0.9}, ["abc"]),
        ({"ab": 0.9, "bc": 0.5, "ac": 0.0}, ["ab", "c"]),  # the mean of .5 and 0 is too little
        ({"ab": 0.9, "bc": 0.9, "ac": -inf}, ["ab", "c"]),  # a and c can never be one
        ({"ab": 0.1, "bc": 0.1, "ac": 0.1}, ["a", "b", "c"]),
    ],
)
def test_average_link(scores, joined):
    ids = [(name, 0) for name in "abc"]
    table = {((a, 0), (b, 0)): value for (a, b), value in scores.items()}
    groups = average_link(ids, table, least=0.3)
    assert ["".join(name for name, _ in group) for group in groups] == joined


def test_what_only_rounding_puts_over_0_is_not_joined():
    assert average_link(range(2), {(0, 1): 0.1 + 0.2 - 0.3}) == [(0,), (1,)]
