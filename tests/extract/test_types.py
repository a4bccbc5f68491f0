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
        ("Officers led a failed coup in Niamey.", "coup", {}, ("seizure", 3)),
        ("A coup attempt was put down in Gitega.", "coup attempt", {}, ("seizure", 3)),
        ("A mutiny broke out in the jail.", "mutiny", {}, None),  # of prisoners, or of troops
        ("Rebels shot a clerk.", "shot", {"target": ["a clerk"]}, ("armed_attack", 3)),
    ],
)
def test_a_type_by_the_word_for_the_deed(text, trigger, roles, expected):
    (sentence,) = read_sentences(text)
    assert type_told(act(text, trigger, **roles), sentence) == expected


@pytest.mark.parametrize(
    ("share", "rank", "wanted"),
    [
        (0.4, 2, IncidentType.KILLING),
        (0.1, 2, IncidentType.ARMED_ATTACK),
        (0.1, 4, IncidentType.KILLING),  # a telling word counts for more
        (0.01, 4, IncidentType.ARMED_ATTACK),
    ],
)
def test_the_table_speaks_for_a_type_and_does_not_settle_it(share, rank, wanted):
    told = act("They fell on the post.", "fell")
    told = replace(told, types={"killing": share, "armed_attack": 1 - share})
    (shares,) = read_types([told], [(IncidentType.KILLING, rank)])
    assert max(shares, key=shares.get) == wanted
    assert sum(shares.values()) == pytest.approx(1)
