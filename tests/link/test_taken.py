"""Who took people tells what the taken are: a case is a line."""

import pytest
from tests.link.tellers import ARMY, JNIM, dispatch, exactly, people, told

from dateline.link.taken import name_taken
from dateline.records import Actor, ActorKind, CountKind, IncidentType, Values

DAY = dispatch(1)
GUNMEN = Actor("armed men", ActorKind.UNKNOWN)
WHO = {"army": ARMY, "JNIM": JNIM, "men": people("men")}


def named(by, deed, counts):
    """The figures of a claim of one occurrence: "abducted 3" by these actors."""
    figures = {CountKind(kind): exactly(int(n)) for kind, n in (c.split() for c in counts)}
    says = Values(type=IncidentType(deed), perpetrators=tuple(WHO[w] for w in by), counts=figures)
    (claim,) = name_taken([told(DAY, says=says)])
    return {f"{kind.value} {count.best}" for kind, count in claim.says.counts.items()}


@pytest.mark.parametrize(
    ("by", "deed", "counts", "expected"),
    [
        # whoever takes people by right of a state arrests them, whoever else abducts them
        (["army"], "abduction", ["abducted 3"], {"arrested 3"}),
        (["JNIM"], "abduction", ["arrested 3"], {"abducted 3"}),
        (["JNIM"], "abduction", ["abducted 3"], {"abducted 3"}),
        (["army", "JNIM"], "abduction", ["abducted 3"], {"abducted 3"}),
        (["men"], "abduction", ["abducted 3"], {"abducted 3"}),
        ([], "abduction", ["abducted 3"], {"abducted 3"}),
        # of attackers, some may be arrested
        (["JNIM"], "armed_attack", ["arrested 2", "killed 9"], {"arrested 2", "killed 9"}),
        # told under both names
        ([], "arrest", ["abducted 3", "arrested 3"], {"arrested 3"}),
        ([], "abduction", ["abducted 3", "arrested 3"], {"abducted 3"}),
        ([], "abduction", ["abducted 3", "arrested 1"], {"abducted 3", "arrested 1"}),
        # taken to be killed
        ([], "execution", ["abducted 3", "killed 3"], {"killed 3"}),
        ([], "execution", ["abducted 5", "killed 3"], {"abducted 5", "killed 3"}),
        ([], "abduction", ["abducted 3", "killed 3"], {"abducted 3", "killed 3"}),
    ],
)
def test_what_the_taken_are(by, deed, counts, expected):
    assert named(by, deed, counts) == expected


def test_doers_of_another_clause_do_not_outweigh_who_took_them():
    """ "Armed men abducted two"; "soldiers killed three of the gang"."""
    figures = {CountKind.ABDUCTED: exactly(2)}
    deed = IncidentType.ABDUCTION
    taken = Values(type=deed, perpetrators=(GUNMEN,), counts=figures)
    beside = Values(type=IncidentType.ARMED_ATTACK, perpetrators=(ARMY,))
    first, _ = name_taken([told(DAY, says=taken), told(DAY, 1, says=beside)])
    assert first.says.counts == figures
    nameless = Values(type=deed, counts=figures)
    first, _ = name_taken([told(DAY, says=nameless), told(DAY, 1, says=beside)])
    assert first.says.counts == {CountKind.ARRESTED: exactly(2)}
