"""What the words of an act alone say of its type."""

import pytest
from tests.extract.acts import act

from dateline.extract.deeds import type_told
from dateline.extract.text import read_sentences


@pytest.mark.parametrize(
    ("text", "trigger", "roles", "expected"),
    [
        ("Officers led a failed coup in Niamey.", "coup", {}, "seizure"),
        ("A coup attempt was put down in Gitega.", "coup attempt", {}, "seizure"),
        ("A mutiny broke out in the jail.", "mutiny", {}, None),  # of prisoners, or of troops
        ("Rebels shot a clerk.", "shot", {"target": ["a clerk"]}, "armed_attack"),
    ],
)
def test_a_type_by_the_word_for_the_deed(text, trigger, roles, expected):
    (sentence,) = read_sentences(text)
    assert type_told(act(text, trigger, **roles), sentence)[0] == expected
