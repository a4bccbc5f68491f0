"""What the words of an act alone say of its type."""

from dataclasses import replace

import pytest
from tests.extract.acts import act

from dateline.extract.acts import read_types
from dateline.extract.deeds import type_told
from dateline.extract.text import read_sentences
from dateline.records import IncidentType


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
    assert type_told(act(text, trigger, **roles), sentence) == expected


def test_the_table_speaks_for_a_type_and_does_not_settle_it():
    told = replace(
        act("They fell on the post.", "fell"), types={"killing": 0.4, "armed_attack": 0.6}
    )
    sure = replace(told, types={"killing": 0.1, "armed_attack": 0.9})
    for one, wanted in ((told, IncidentType.KILLING), (sure, IncidentType.ARMED_ATTACK)):
        (shares,) = read_types([one], [IncidentType.KILLING])
        assert max(shares, key=shares.get) == wanted
        assert sum(shares.values()) == pytest.approx(1)
