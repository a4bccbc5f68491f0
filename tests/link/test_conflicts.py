import dataclasses
import re

import pytest
from tests.link.tellers import (
    ANSONGO,
    ARMY,
    DRIVER,
    GAO,
    HOSPITAL,
    JNIM,
    MALI,
    MINISTRY,
    POLICE,
    WABARIA,
    at_least,
    dispatch,
    heard,
    people,
    says,
    told,
)
from tests.makers import claim, report

from dateline.lexicons import read_lexicon
from dateline.lexicons.disowning import find_disowning
from dateline.link.conflicts import find_conflicts
from dateline.link.reconcile import choose_status
from dateline.records import (
    Actor,
    ActorKind,
    IncidentType,
    Modality,
    Source,
    SourceKind,
    Status,
    Values,
)

ONE, TWO = dispatch(1), dispatch(2)
JNIM_SAYS = Source("a rebel speaker", SourceKind.REBEL, "said")
MALI_POLICE = Actor("Police Forces of Mali", ActorKind.STATE_FORCES, "mali-police", "ML")

GUARD = Actor("the guard", ActorKind.REBEL, None, None, ("the guard",))  # in no registry
FRONT = Actor("the front", ActorKind.REBEL, None, None, ("the front",))

RAIDERS = Actor("raiders", ActorKind.UNKNOWN, None, None, ("raiders",))


def conflicts(*pairs):
    claims = [told(ONE, n, source=source, **values) for n, (source, values) in enumerate(pairs)]
    return find_conflicts(heard(claims, [ONE]))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"killed": 12}, {"killed": at_least(10)}),  # containment
        ({"killed": 48}, {"killed": 50}),  # rounding
        ({"at": GAO}, {"at": WABARIA}),  # within each other's reach
        ({"at": GAO}, {"at": MALI}),
        ({"on": "2024-05-13"}, {"on": "2024-05-14"}),  # one night
        ({"by": [ARMY]}, {"by": [MALI_POLICE]}),  # two arms of one state
        ({"by": [ARMY], "of": [FRONT]}, {"by": [JNIM]}),  # each side tells of its own blow
        ({"by": [ARMY], "of": [RAIDERS]}, {"by": [JNIM]}),
        ({"by": [JNIM]}, {}),
    ],
)
def test_no_contradiction(mine, theirs):
    assert conflicts((POLICE, mine), (HOSPITAL, theirs)) == ()


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "positions"),
    [
        ("killed", {"killed": 12}, {"killed": 9}, ["12", "9"]),
        ("place", {"at": GAO}, {"at": ANSONGO}, ["Gao", "Ansongo"]),
        ("date", {"on": "2024-05-11"}, {"on": "2024-05-13"}, ["2024-05-11", "2024-05-13"]),
        ("perpetrators", {"by": [ARMY]}, {"by": [JNIM]}, ["Military Forces of Mali", "JNIM"]),
        (
            "perpetrators",
            {"by": [ARMY], "of": [people("herders"), FRONT]},
            {"by": [JNIM], "of": [people("herders")]},
            ["Military Forces of Mali", "JNIM"],
        ),
        (  # who shot the raiders
            "perpetrators",
            {"by": [ARMY], "of": [RAIDERS]},
            {"by": [JNIM], "of": [RAIDERS]},
            ["Military Forces of Mali", "JNIM"],
        ),
    ],
)
def test_contradiction(field, mine, theirs, positions):
    (conflict,) = conflicts((POLICE, mine), (HOSPITAL, theirs))
    assert conflict.field == field
    assert [p.value for p in conflict.positions] == positions
    assert [p.claims for p in conflict.positions] == [("r01-0",), ("r01-1",)]


def test_one_voice_does_not_contradict_itself():
    assert conflicts((POLICE, {"at": GAO}), (POLICE, {"at": ANSONGO})) == ()


def test_a_lent_place_contradicts_nothing():
    lent = told(ONE, 1, source=HOSPITAL, says=Values(place=ANSONGO))
    assert find_conflicts(heard([told(ONE, 0, at=GAO), lent], [ONE])) == ()


def test_a_town_of_the_reports_own_beside_a_speakers_is_no_contradiction():
    assert conflicts((POLICE, {"at": GAO}), (None, {"at": ANSONGO})) == ()
    reports = [told(ONE, 0, at=GAO), told(TWO, 0, at=ANSONGO)]
    (conflict,) = find_conflicts(heard(reports, [ONE, TWO]))
    assert conflict.field == "place"


def test_where_a_speaker_sits_contradicts_nothing():
    diplomat = Source("a diplomat in Ansongo", SourceKind.STATE, "said")
    assert conflicts((DRIVER, {"at": GAO}), (diplomat, {"at": ANSONGO})) == ()


def test_who_rejects_a_figure_does_not_hold_it():
    """ "One died, the ministry said; the figure of four is false", whoever else has given four."""
    (conflict,) = conflicts(
        (MINISTRY, {"killed": 1}),
        (JNIM_SAYS, {"killed": 4}),
        (MINISTRY, {"killed": 4, "modality": Modality.DENIED}),
    )
    assert [p.value for p in conflict.positions] == ["1", "4"]
    assert conflicts((JNIM_SAYS, {"killed": 4}), (MINISTRY, {"killed": 1})) == ()  # one of the four


def test_a_denial_contradicts_those_who_tell_it():
    asserted = told(ONE, 0, source=POLICE)
    denied = told(ONE, 1, source=MINISTRY, modality=Modality.DENIED)
    (conflict,) = find_conflicts(heard([asserted, denied], [ONE]))
    assert conflict.field == "status"
    assert [p.value for p in conflict.positions] == ["asserted", "denied"]
    weak = told(ONE, 1, modality=Modality.DENIED, confidence=0.3)  # and nobody says it
    assert find_conflicts(heard([asserted, weak], [ONE])) == ()
    # who only saw it denies a part of it
    seen = told(ONE, 1, source=DRIVER, modality=Modality.DENIED)
    assert find_conflicts(heard([asserted, seen], [ONE])) == ()
    assert find_conflicts(heard([denied], [ONE])) == ()
    planned = told(ONE, 0, source=POLICE, modality=Modality.PLANNED)
    (conflict,) = find_conflicts(heard([planned, denied], [ONE]))
    assert [p.value for p in conflict.positions] == ["planned", "denied"]
    own = told(ONE, 0, source=MINISTRY, modality=Modality.PLANNED)
    assert find_conflicts(heard([own, denied], [ONE])) == ()


def test_none_dead_by_a_speaker_contradicts_anothers_figure():
    (conflict,) = conflicts((JNIM_SAYS, {"killed": 12}), (MINISTRY, {"killed": 0}))
    assert [p.value for p in conflict.positions] == ["12", "0"]
    assert conflicts((None, {"killed": 0}), (MINISTRY, {"killed": 0})) == ()


@pytest.mark.parametrize("row", read_lexicon("disowning"), ids=lambda row: row["form"][:40])
def test_a_denial_of_the_doing_leaves_the_deed_told(row):
    words = row["example"].replace("[", "").replace("]", "")
    (marked,) = re.findall(r"\[(.+?)\]", row["example"])
    assert find_disowning(words) == marked.casefold()
    where = report(f"Police said that a patrol was shot at. {words}", id="r01")
    shot = claim(where, quote="Police said that a patrol was shot at.", id="r01-0", says=says())
    shot = dataclasses.replace(shot, sources=(POLICE,))
    denied = claim(where, quote=words, id="r01-1", says=says())
    denied = dataclasses.replace(denied, sources=(MINISTRY,), modality=Modality.DENIED)
    tellings = heard([shot, denied], [where])
    assert find_conflicts(tellings) == ()
    assert choose_status(tellings)[0] is Status.REPORTED


@pytest.mark.parametrize(
    "words", ["There was no raid, in any part of the town.", "The role of the army was denied."]
)
def test_other_denials_are_of_the_deed(words):
    assert find_disowning(words) is None


def test_the_report_itself_may_deny_what_others_allege():
    alleged = told(ONE, 0, source=POLICE, modality=Modality.ALLEGED)
    denied = told(ONE, 1, modality=Modality.DENIED)
    (conflict,) = find_conflicts(heard([alleged, denied], [ONE]))
    assert [p.value for p in conflict.positions] == ["alleged", "denied"]
    own = told(ONE, 0)
    assert find_conflicts(heard([own, denied], [ONE])) == ()


def test_who_is_accused_and_denies_it_disputes_the_doer():
    jnim = Source("JNIM", SourceKind.REBEL, "said")
    claims = [
        told(ONE, 0, source=HOSPITAL, killed=3),
        told(ONE, 1, source=POLICE, modality=Modality.ALLEGED, by=[JNIM]),
        told(ONE, 2, source=jnim, modality=Modality.DENIED),
    ]
    (conflict,) = find_conflicts(heard(claims, [ONE]))
    assert conflict.field == "perpetrators"
    assert [p.value for p in conflict.positions] == ["JNIM", "denied"]
    assert [p.claims for p in conflict.positions] == [("r01-1",), ("r01-2",)]


@pytest.mark.parametrize(
    ("theirs", "positions"),
    [
        ([GUARD], [["the front", "the guard"]]),
        ([FRONT], []),  # it owns up
        ([], []),
    ],
)
def test_who_is_accused_and_accuses_another_disputes_the_doer(theirs, positions):
    guard, front = (Source(a.name, SourceKind.REBEL, "said") for a in (GUARD, FRONT))
    claims = [
        told(ONE, 0, source=guard, modality=Modality.ALLEGED, by=[FRONT]),
        told(ONE, 1, source=front, modality=Modality.ALLEGED, by=theirs),
    ]
    found = find_conflicts(heard(claims, [ONE]))
    assert [[p.value for p in c.positions] for c in found] == positions


def test_a_rejected_figure_is_a_position_on_the_figure_and_no_denial_of_the_deed():
    claims = [
        told(ONE, 0, source=MINISTRY, killed=1),
        told(ONE, 1, source=JNIM_SAYS, killed=4, modality=Modality.DENIED),
    ]
    (conflict,) = find_conflicts(heard(claims, [ONE]))
    assert conflict.field == "killed"
    assert [p.value for p in conflict.positions] == ["1", "4"]


@pytest.mark.parametrize(
    ("figures", "positions"),
    [
        ([(POLICE, 13), (MINISTRY, 6)], ["13", "6"]),  # another count of the same dead
        ([(POLICE, 17), (MINISTRY, 10), (HOSPITAL, 7)], None),  # parts of seventeen
        ([(POLICE, 9), (MINISTRY, 5), (HOSPITAL, 2)], None),  # five, and two and two
        ([(POLICE, 9), (MINISTRY, 2)], None),  # two of the nine
    ],
)
def test_parts_of_a_toll_are_no_contradiction(figures, positions):
    found = conflicts(*((source, {"killed": n}) for source, n in figures))
    assert [[p.value for p in c.positions] for c in found] == ([positions] if positions else [])


def test_speakers_tell_of_deeds_of_different_kinds():
    (conflict,) = conflicts(
        (POLICE, {"kind": IncidentType.EXECUTION}), (HOSPITAL, {"kind": IncidentType.ARMED_CLASH})
    )
    assert (conflict.field, conflict.independent) == ("type", True)


@pytest.mark.parametrize("kind", [IncidentType.SHELLING, IncidentType.SEIZURE, IncidentType.RIOT])
def test_deeds_of_other_kinds_may_be_parts_of_one(kind):
    clash = {"kind": IncidentType.ARMED_CLASH}
    assert conflicts((POLICE, {"kind": kind}), (HOSPITAL, clash)) == ()


def test_a_voice_that_words_a_deed_in_two_ways_agrees_by_one_of_them():
    found = conflicts(
        (POLICE, {"kind": IncidentType.EXECUTION}),
        (HOSPITAL, {"kind": IncidentType.ARMED_CLASH}),
        (HOSPITAL, {"kind": IncidentType.EXECUTION}),
    )
    assert found == ()


def test_who_passes_words_on_is_no_independent_voice():
    wire = Source("Reuters", SourceKind.MEDIA, "reported")
    claims = [
        told(ONE, 0, source=wire, killed=9),
        dataclasses.replace(told(ONE, 1, killed=12), sources=(DRIVER, wire)),
    ]
    (conflict,) = find_conflicts(heard(claims, [ONE]))
    assert conflict.independent is False
    (conflict,) = conflicts((POLICE, {"killed": 9}), (DRIVER, {"killed": 12}))
    assert conflict.independent is True


def test_a_loose_word_for_a_deed_is_no_conflict():
    bombing = says(IncidentType.BOMBING)
    assert conflicts((POLICE, {"says": bombing}), (HOSPITAL, {})) == ()


IRAQ = Actor("Military Forces of Iraq", ActorKind.STATE_FORCES, "military-iq", "IQ")
SYRIA = Actor("Military Forces of Syria", ActorKind.STATE_FORCES, "military-sy", "SY")
DAMASCUS = Actor("Government of Syria", ActorKind.STATE_FORCES, "government-sy", "SY")


@pytest.mark.parametrize(
    ("pairs", "positions"),
    [
        ([(POLICE, (IRAQ,)), (HOSPITAL, (SYRIA,))], [IRAQ.name, SYRIA.name]),
        ([(None, (IRAQ,)), (None, (SYRIA,))], [IRAQ.name, SYRIA.name]),  # a heading and its body
        ([(POLICE, (DAMASCUS,)), (HOSPITAL, (SYRIA,))], None),  # two arms of one state
        ([(POLICE, (IRAQ, SYRIA)), (HOSPITAL, (SYRIA,))], None),  # told to be together
        ([(POLICE, (IRAQ,)), (HOSPITAL, ())], None),
    ],
)
def test_for_whom_those_meant_to_act_who_turned_against_their_own(pairs, positions):
    claims = [
        told(ONE, n, source=source, says=Values(sides=sides))
        for n, (source, sides) in enumerate(pairs)
    ]
    found = find_conflicts(heard(claims, [ONE]))
    if positions is None:
        assert found == ()
    else:
        (conflict,) = found
        assert (conflict.field, [p.value for p in conflict.positions]) == ("sides", positions)
