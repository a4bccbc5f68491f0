"""Numbers as worded: a case is a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.acts import figure

from dateline.extract.numbers import count_of, is_number_word, number_run
from dateline.extract.text import read_tokens


def tokens(words):
    return read_tokens(words, 0, len(words))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12", "12"),
        ("one", "1"),
        ("a", "1"),
        ("Another", "1"),
        ("two", "2"),
        ("seventeen", "17"),
        ("twenty-three", "23"),
        ("Forty five", "45"),
        ("a hundred", "100"),
        ("one hundred and six", "106"),
        ("two hundred", "200"),
        ("three hundred and forty-two", "342"),
        ("two thousand five hundred", "2500"),
        ("twelve hundred", "1200"),
        ("1,200", "1200"),
        ("12 000", None),
        ("4 million", "4000000"),
        ("half a million", None),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("half a dozen", "6"),
        ("a couple of", "2"),
        ("a pair of", "2"),
        ("a score of", "20"),
        ("both", "2"),
        ("at least 12", "12+"),
        ("at least a dozen", "12+"),
        ("no fewer than 18", "18+"),
        ("more than 100", "101+"),
        ("over 30", "31+"),
        ("well over 200", "201+"),
        ("12 or more", "12+"),
        ("up to 30", "<30"),
        ("as many as 50", "<50"),
        ("nearly 80", "<80"),
        ("almost a hundred", "<100"),
        ("fewer than ten", "<10"),
        ("about 40", "40"),
        ("some 40", "40"),
        ("around two hundred", "200"),
        ("an estimated 3,000", "3000"),
        ("12 to 15", "12-15"),
        ("12-15", "12-15"),
        ("12–15", "12-15"),
        ("between 12 and 15", "12-15"),
        ("between twelve and fifteen", "12-15"),
        ("seven or eight", "7-8"),
        ("dozens", "24?"),
        ("dozens of", "24?"),
        ("scores", "40?"),
        ("hundreds", "200?"),
        ("Thousands", "2000?"),
        ("tens of thousands", "20000?"),
        ("hundreds of thousands", "200000?"),
        ("several", "3?"),
        ("several dozen", "36?"),
        ("a few", "2?"),
        ("no", "0"),
        ("none", "0"),
        ("no one", "0"),
        ("nobody", "0"),
        ("many", None),
        ("a number of", None),
        ("numerous", None),
        ("AT LEAST SEVEN", "7+"),
        ("guards", None),
        ("", None),
    ],
)
def test_count_of(words, expected):
    count = count_of(words)
    assert (count and figure(count)) == expected


@pytest.mark.parametrize(
    ("words", "start", "expected"),
    [
        ("at least 12 guards fell", 0, "at least 12"),
        ("12 or more guards fell", 0, "12 or more"),
        ("between 12 and 15 guards fell", 0, "between 12 and 15"),
        ("two guards and three cooks fell", 0, "two"),
        ("one hundred and six guards fell", 0, "one hundred and six"),
        ("tens of thousands of people fled", 0, "tens of thousands"),
        ("a guard fell", 0, None),
        ("half a dozen guards fell", 0, "half a dozen"),
        ("a couple of guards fell", 0, "a couple of"),
        ("a group of 12 guards fell", 0, None),
        ("between the guards 12 fell", 0, None),
        ("some guards fell", 0, None),
        ("over a debt guards fell", 0, None),
        ("over a hundred guards fell", 0, "over a hundred"),
        ("guards fell", 0, None),
    ],
)
def test_number_run_reads_on(words, start, expected):
    found = number_run(tokens(words), start)
    assert (found and " ".join(words.split()[slice(*found)])) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("12", True), ("twenty-three", True), ("dozens", True), ("12-15", True), ("mid-October", False), ("guards", False)],
)  # fmt: skip
def test_is_number_word(word, expected):
    assert is_number_word(tokens(word)[0]) is expected


UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(n):
    if n < 20:
        return UNITS[n]
    if n < 100:
        return TENS[n // 10 - 2] + (f"-{UNITS[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{UNITS[n // 100]} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")
    return f"{in_words(n // 1000)} thousand" + (f" {in_words(n % 1000)}" if n % 1000 else "")


@given(st.integers(1, 999_999))
def test_digits_and_words_give_the_same_number(n):
    assert figure(count_of(in_words(n))) == figure(count_of(f"{n:,}")) == str(n)


@given(st.integers(1, 100_000), st.integers(1, 1000))
def test_ranges_keep_both_ends(low, more):
    count = count_of(f"between {low} and {low + more}")
    assert (count.low, count.high) == (low, low + more)


@given(st.text(max_size=60))
def test_any_words_give_an_ordered_count_or_none(words):
    count = count_of(words)
    known = (
        [] if count is None else [n for n in (count.low, count.best, count.high) if n is not None]
    )
    assert known == sorted(known)
