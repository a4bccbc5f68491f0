"""What an attack was by what it was done with."""

import pytest

from dateline.extract.means import types_by_means
from dateline.extract.text import read_tokens
from dateline.lexicons import read_lexicon
from dateline.records import IncidentType


def read(words):
    return read_tokens(words, 0, len(words))


def by_means(kind, means):
    shares = types_by_means({IncidentType(kind): 1.0}, [read(words) for words in means])
    return {kind.value: share for kind, share in shares.items() if share}


@pytest.mark.parametrize("row", read_lexicon("means"), ids=lambda row: row["form"])
def test_means_rows(row):
    words = row["example"][row["example"].index("[") + 1 : row["example"].index("]")]
    assert words.lower() == row["form"]
    for kind in row["instead_of"].split():
        assert by_means(kind, [words]) == {row["type"]: 1.0}


@pytest.mark.parametrize(
    ("kind", "means", "wanted"),
    [
        ("bombing", ["two jets of the air force"], "air_strike"),
        ("bombing", ["a car bomb"], "bombing"),
        ("protest", ["helicopters"], "protest"),
        ("armed_attack", ["gunmen", "a mortar"], "shelling"),
        ("armed_attack", [], "armed_attack"),
    ],
)
def test_only_an_attack_by_its_means(kind, means, wanted):
    assert by_means(kind, means) == {wanted: 1.0}


def test_a_share_is_added_to_what_its_type_was_instead():
    types = {IncidentType(kind): 0.25 for kind in ("bombing", "armed_attack", "riot", "air_strike")}
    shares = types_by_means(types, [read("two warplanes")])
    assert {kind.value: share for kind, share in shares.items() if share} == {
        "riot": 0.25,
        "air_strike": 0.75,
    }
