from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.tellers import (
    ARMY,
    DRIVER,
    HOSPITAL,
    MINISTRY,
    POLICE,
    at_least,
    dispatch,
    exactly,
    heard,
    says,
    told,
)
from tests.makers import claim, report

from dateline.lexicons import read_lexicon
from dateline.lexicons.revisions import ends_in_revision, find_revisions
from dateline.link.conflicts import find_conflicts
from dateline.link.figures import CountRule, choose_count, rule_outcomes
from dateline.link.voices import independent_voices
from dateline.records import Count, CountKind, Modality, Person, Source, SourceKind, Span, Values

DAY_1, DAY_2, DAY_3 = (dispatch(n, published=f"2024-05-1{n}") for n in (1, 2, 3))
KILLED = CountKind.KILLED


def choose(*claims, reports=(DAY_1, DAY_2, DAY_3)):
    return choose_count(heard(claims, reports), KILLED)[0]


def test_the_worked_example():
    claims = [
        told(DAY_1, 0, source=POLICE, killed=5),
        told(DAY_2, 0, source=POLICE, killed=9),
        told(DAY_2, 1, source=HOSPITAL, killed=at_least(12)),
        told(DAY_3, 0, source=MINISTRY, killed=12),
        told(DAY_3, 1, source=DRIVER, killed=54),
        told(DAY_3, 2, source=DRIVER, killed=12, modality=Modality.DENIED),
    ]
    assert choose(*claims) == Count(9, 12, 12)
    (conflict,) = find_conflicts(heard(claims, [DAY_1, DAY_2, DAY_3]))[:1]
    assert [p.value for p in conflict.positions] == ["9", "at least 12", "12", "54"]


@pytest.mark.parametrize(
    ("figures", "chosen"),
    [
        ([12], Count(12, 12, 12)),
        ([at_least(12)], Count(12, 12, None)),  # nobody closes it
        ([at_least(12), 14], Count(12, 14, 14)),  # both admit 14
        ([Count(12, 12, 15), 15], Count(12, 15, 15)),
        ([Count(None, 20, 20), 14], Count(14, 14, 20)),
        ([Count(24, None, None), 30], Count(24, 30, 30)),  # dozens
        ([9, 9, 11], Count(9, 9, 11)),
    ],
)
def test_figures_of_several_voices(figures, chosen):
    voices = [POLICE, MINISTRY, HOSPITAL]
    claims = [told(DAY_1, n, source=voices[n], killed=f) for n, f in enumerate(figures)]
    assert choose(*claims) == chosen


def test_a_voice_that_corrects_itself_is_heard_once():
    rises = [told(DAY_1, source=POLICE, killed=8), told(DAY_2, source=POLICE, killed=12)]
    assert choose(*rises) == exactly(12)
    assert find_conflicts(heard(rises, [DAY_1, DAY_2])) == ()
    falls = [told(DAY_1, source=POLICE, killed=12), told(DAY_2, source=POLICE, killed=10)]
    assert choose(*falls) == exactly(10)


@pytest.mark.parametrize("row", read_lexicon("revisions"), ids=lambda row: row["form"])
def test_a_verb_in_brackets_says_that_a_figure_has_changed(row):
    before, _, rest = row["example"].partition("[")
    verb, _, after = rest.partition("]")
    assert verb in row["form"].split("|")
    assert list(find_revisions(before + verb + after).values()) == [row["way"]]
    assert not find_revisions(before + "stood" + after)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("The death toll climbed from nine to 14.", {"killed": "up"}),
        (
            "The toll rose to eight, while police lowered the number of injured to 12.",
            {"killed": "up", "injured": "down"},
        ),
        ("The toll rose to as many as twelve.", {"killed": "up"}),
        ("Prices rose to 40 pounds after the attack.", {}),
        ("The toll bridge fell to rebels, who shot nine guards.", {}),
        ("The death toll stands at nine. Rents rose to 40 pounds.", {}),
    ],
)
def test_which_figures_have_changed(words, kinds):
    assert find_revisions(words) == kinds


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("the death toll climbed from nine to 14 on ", True),
        ("the death toll from the attack rose to four late ", True),
        ("the death toll from the attack on ", False),
        ("the toll rose to four after gunmen came back on ", False),
    ],
)
def test_a_day_behind_a_changed_figure_is_that_of_the_change(words, is_so):
    assert ends_in_revision(words) is is_so


TOLL = "The death toll in Gao has risen to 14, a ministry said."


def revised(words, count, *, source=MINISTRY, published="2024-05-13", **other):
    again = report(words, id="r09", published=date.fromisoformat(published), publisher="Outlet 9")
    later = claim(
        again, quote=words, id="r09-0", says=says(killed=count), sources=(source,), **other
    )
    first = [
        told(DAY_1, 0, source=POLICE, killed=9),
        told(DAY_2, 0, source=HOSPITAL, killed=9),
    ]
    tellings = heard([*first, later], [DAY_1, DAY_2, again])
    conflicts = find_conflicts(tellings)
    return choose_count(tellings, KILLED), [c for c in conflicts if "killed" in c.field]


def test_a_later_report_that_says_the_toll_has_risen_stands_and_disputes_nothing():
    (count, rule), conflicts = revised(TOLL, 14)
    assert count == exactly(14) and "put right" in rule and not conflicts


@pytest.mark.parametrize(
    ("words", "killed", "other", "why"),
    [
        ("Fourteen are dead in Gao, a ministry said.", 14, {}, "does not say that it has changed"),
        (TOLL, 14, {"published": "2024-05-10"}, "is the older report"),
        (TOLL.replace("14", "300"), 300, {}, "is of more than this deed"),
        ("The ministry lowered the toll to four.", 4, {"source": DRIVER}, "is less official"),
    ],
)
def test_figures_of_before_stand_where_the_later_one(words, killed, other, why):
    (count, rule), conflicts = revised(words, killed, **other)
    assert count is not None and count.best == 9 and conflicts, why
    assert "put right" not in rule


def test_who_counts_the_dead_may_lower_the_toll():
    coroner = Source("the coroner", SourceKind.MEDICAL, "said")
    (count, _), conflicts = revised(
        "The coroner lowered the death toll to eight.", 8, source=coroner
    )
    assert count == exactly(8) and not conflicts


def test_within_one_text_the_largest_figure_of_a_voice_is_its_total():
    assert choose(told(DAY_1, 0, killed=12), told(DAY_1, 1, killed=4)) == exactly(12)


def test_a_victim_told_of_alone_is_part_of_the_toll():
    claims = [told(DAY_1, 0, source=HOSPITAL, killed=1), told(DAY_1, 1, killed=22)]
    assert choose(*claims) == exactly(22)
    assert find_conflicts(heard(claims, [DAY_1])) == ()


def test_a_voice_that_tells_of_one_person_does_not_dispute_two():
    one = Person(KILLED, Span(0, 5), name="Ana Ruiz", counted=True)
    alone = Values(counts={KILLED: exactly(1)}, persons=(one,))
    claims = [
        told(DAY_1, 0, source=POLICE, says=alone),
        told(DAY_1, 1, source=HOSPITAL, says=alone),
        told(DAY_1, 2, source=DRIVER, killed=2),
    ]
    assert choose(*claims) == exactly(2)
    assert choose(*claims[:2]) == exactly(1)


def test_who_counts_the_dead_decides_between_equals():
    claims = [told(DAY_1, 0, source=HOSPITAL, killed=14), told(DAY_1, 1, source=MINISTRY, killed=9)]
    assert choose(*claims) == Count(9, 14, 14)


def test_planned_and_untold_harm_gives_no_figure():
    assert choose(told(DAY_1, killed=3, modality=Modality.PLANNED)) is None
    assert choose(told(DAY_1)) is None


def test_a_denied_figure_stands_only_alone():
    denied = told(DAY_1, killed=3, modality=Modality.DENIED, source=MINISTRY)
    assert choose(denied) == exactly(3)
    assert choose(denied, told(DAY_1, 1, killed=9)) == exactly(9)


def test_the_same_outlet_is_one_voice_in_two_reports():
    first = dispatch(4, published="2024-05-11", publisher="Sahel Courier")
    later = dispatch(5, published="2024-05-12", publisher="Sahel Courier")
    claims = [told(first, killed=5), told(later, killed=7)]
    assert choose(*claims, reports=(first, later)) == exactly(7)


@st.composite
def figures(draw):
    low = draw(st.none() | st.integers(0, 60))
    width = draw(st.none() | st.integers(0, 20))
    start = low if low is not None else draw(st.integers(0, 60))
    high = None if width is None else start + width
    best = draw(st.sampled_from([None, start] if high is None else [start, high]))
    return Count(low, best, high)


@given(
    st.lists(st.tuples(figures(), st.sampled_from([POLICE, MINISTRY, HOSPITAL, None])), max_size=6)
)
def test_no_figure_lies_outside_every_voice(given_figures):
    claims = [told(DAY_1, n, source=s, killed=f) for n, (f, s) in enumerate(given_figures)]
    count = choose(*claims)
    if count is None:
        assert not claims
        return
    known = [n for n in (count.low, count.best, count.high) if n is not None]
    assert known == sorted(known)
    stated = {n for f, _ in given_figures for n in (f.low, f.best, f.high) if n is not None}
    assert set(known) <= stated


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        ("majority", Count(9, 12, 12)),
        ("lowest", Count(9, 9, 12)),
        ("highest", Count(9, 54, 54)),  # the suspect figure too
        ("latest", exactly(12)),
        ("most_official", at_least(12)),  # who counts the dead: the hospital
        ("range", Count(9, None, 54)),
    ],
)
def test_each_rule_s_outcome(rule, chosen):
    claims = [
        told(DAY_1, 0, source=POLICE, killed=5),  # superseded
        told(DAY_2, 0, source=POLICE, killed=9),
        told(DAY_2, 1, source=HOSPITAL, killed=at_least(12)),
        told(DAY_3, 1, source=DRIVER, killed=54),
        told(DAY_3, 0, source=MINISTRY, killed=12, occurrence=1),
    ]
    found = rule_outcomes(heard(claims, [DAY_1, DAY_2, DAY_3]), KILLED)
    assert found[CountRule(rule)] == chosen


def test_a_party_is_no_official_of_its_own_dead():
    army = Source("the army", SourceKind.MILITARY, "said")
    claims = [
        told(DAY_1, 0, source=army, killed=2, of=[ARMY]),
        told(DAY_1, 1, source=DRIVER, killed=11),
    ]
    assert rule_outcomes(heard(claims, [DAY_1]), KILLED)[CountRule.MOST_OFFICIAL] == exactly(11)


@given(
    st.lists(st.tuples(figures(), st.sampled_from([POLICE, MINISTRY, HOSPITAL, None])), max_size=6)
)
def test_no_rule_invents_a_figure(given_figures):
    claims = [told(DAY_1, n, source=s, killed=f) for n, (f, s) in enumerate(given_figures)]
    found = rule_outcomes(heard(claims, [DAY_1]), KILLED)
    stated = {n for f, _ in given_figures for n in (f.low, f.best, f.high) if n is not None}
    assert bool(found) == bool(claims)
    for count in found.values():
        known = [n for n in (count.low, count.best, count.high) if n is not None]
        assert known == sorted(known) and set(known) <= stated


@pytest.mark.parametrize(
    ("sources", "voices"),
    [
        ([None], 1),  # the outlet itself
        ([POLICE], 1),
        ([POLICE, None], 1),  # an outlet that cites somebody is not a second voice
        ([POLICE, HOSPITAL], 2),
        ([POLICE, POLICE], 1),
    ],
)
def test_independent_voices(sources, voices):
    claims = [told(DAY_1, n, source=source) for n, source in enumerate(sources)]
    assert len(independent_voices(heard(claims, [DAY_1]))) == voices


def test_a_denial_is_no_voice_for_it():
    claims = [
        told(DAY_1, 0, source=POLICE),
        told(DAY_1, 1, source=MINISTRY, modality=Modality.DENIED),
    ]
    assert independent_voices(heard(claims, [DAY_1])) == ("police",)
