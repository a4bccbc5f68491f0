"""What an attack was by what it was done with."""

import pytest

from dateline.extract.means import type_by_means
from dateline.extract.text import read_tokens
from dateline.lexicons import read_lexicon
from dateline.records import IncidentType


def read(words):
    return read_tokens(words, 0, len(words))


@pytest.mark.parametrize("row", read_lexicon("means"), ids=lambda row: row["form"])
def test_means_rows(row):
    words = row["example"][row["example"].index("[") + 1 : row["example"].index("]")]
    assert words.lower() == row["form"]
    for kind in row["instead_of"].split():
        assert type_by_means(IncidentType(kind), [read(words)]) == row["type"]


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
    assert type_by_means(IncidentType(kind), [read(words) for words in means]) == wanted
