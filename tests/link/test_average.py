"""Average link joins what is alike, and never what can never be one."""

from itertools import combinations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def joined_step_by_step(ids, table, least):
    """As defined: of all pairs of groups the one with the greatest mean, until none reaches `least`."""
    groups = [(n,) for n in ids]
    while True:
        means = {
            (a, b): round(
                sum(table[min(i, j), max(i, j)] for i in a for j in b) / (len(a) * len(b)), 9
            )
            for a, b in combinations(groups, 2)
        }
        best = max(means, key=means.get, default=None)
        if best is None or means[best] < least:
            return groups
        groups = sorted([g for g in groups if g not in best] + [tuple(sorted(sum(best, ())))])


@given(st.integers(0, 7), st.randoms(use_true_random=False))
def test_the_most_alike_are_joined_first(size, random):
    table = {two: random.choice([-inf, -2, -1, 0.5, 1, 2]) for two in combinations(range(size), 2)}
    assert average_link(range(size), table, least=0.3) == joined_step_by_step(
        range(size), table, 0.3
    )
