"""Which phrases name things, and of which class."""

import pytest

from dateline.extract.objects import class_of_thing
from dateline.extract.text import read_tokens
from dateline.lexicons import read_lexicon


def kind(words):
    return class_of_thing(read_tokens(words, 0, len(words)))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("the police station", "police"),
        ("two army trucks", "military"),
        ("20 houses", "residential"),
        ("the town's main mosque", "religious"),
        ("A BRIDGE", "transport"),
        ("a school bus", "education"),
        ("the home of a judge", "residential"),
        ("an oil pipeline near Suez", "infrastructure"),
        ("the U.S. embassy in Kabul", "diplomatic"),
        # people and bodies are none, whatever stands beside them
        ("a truck driver", None),
        ("residents of the camp", None),
        ("guards at the embassy", None),
        ("the police", None),
        ("worshippers", None),
        ("", None),
    ],
)
def test_class_of_thing(phrase, expected):
    assert kind(phrase) == expected


@pytest.mark.parametrize("row", read_lexicon("objects"), ids=lambda row: row["noun"])
def test_every_object_has_its_class_in_its_example(row):
    lower = row["example"].lower()
    form = next(f for f in (row["noun"], row["plural"]) if f and f in lower)
    start = lower.index(form)
    assert kind(row["example"][start : start + len(form)]) == row["class"]
