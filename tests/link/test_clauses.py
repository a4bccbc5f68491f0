"""One clause of one speaker is one claim, whatever number of words tells of the act."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.tellers import (
    ANSONGO,
    GAO,
    GAO_REGION,
    JNIM,
    POLICE,
    dispatch,
    exactly,
    people,
    told,
)
from tests.link.test_properties import stories

from dateline.link.clauses import contradict, join_clauses
from dateline.link.reconcile import strength
from dateline.records import IncidentType, Modality, Reference

ONE = dispatch(1)
BLAST = {"kind": IncidentType.BOMBING, "on": "2024-05-13", "at": GAO_REGION, "confidence": 0.9}


def one_clause(*words):
    """The claims of words of one sentence, in order."""
    return [replace(told(ONE, 0, **word), id=f"w{n}") for n, word in enumerate(words)]


def test_words_of_one_clause_are_one_claim_with_all_that_they_say():
    (claim,) = join_clauses(
        one_clause(
            BLAST | {"by": (JNIM,)},
            {"kind": IncidentType.KILLING, "at": GAO, "killed": 3, "confidence": 0.7},
            {"kind": IncidentType.KILLING, "of": (people("traders"),), "confidence": 0.5},
        )
    )
    says = claim.says
    assert (claim.id, claim.confidence) == ("w0", 0.9)
    assert (says.type, says.place, says.perpetrators) == (IncidentType.BOMBING, GAO, (JNIM,))
    assert (says.targets, dict(says.counts)) == ((people("traders"),), {"killed": exactly(3)})


def test_a_loose_word_gives_way_to_the_telling_one_though_surer():
    words = [{"kind": IncidentType.KILLING, "confidence": 0.95}, BLAST]
    assert [c.says.type for c in join_clauses(one_clause(*words))] == [IncidentType.BOMBING]


@pytest.mark.parametrize(
    "other",
    [
        {"source": POLICE},
        {"modality": Modality.DENIED},
        {"background": True},
        {"killed": 4},
        {"on": "2024-05-14"},
        {"at": ANSONGO},
    ],
)
def test_what_differs_stays_apart(other):
    first = BLAST | {"killed": 3, "at": GAO}
    assert len(join_clauses(one_clause(first, first | other))) == 2


@st.composite
def clauses(draw):
    """Claims of words of one or two sentences of one report, as sure as may be."""
    told_once = [c for c in draw(stories()) if c.report_id == ONE.id] * draw(st.integers(1, 3))
    return [
        replace(
            claim,
            id=f"w{n}",
            evidence=told_once[0].evidence if draw(st.booleans()) else claim.evidence,
            sources=(),
            modality=Modality.ASSERTED,
            background=False,
            reference=Reference.OPEN,
            says=replace(claim.says, date=claim.says.date if draw(st.booleans()) else None),
            confidence=draw(st.sampled_from([None, 0.2, 0.6, 0.9])),
        )
        for n, claim in enumerate(told_once)
    ]


def surest(claims):
    return {
        c.evidence: max(strength(o) for o in claims if o.evidence == c.evidence) for c in claims
    }


@settings(deadline=None)
@given(clauses())
def test_joining_loses_and_invents_nothing(claims):
    joined = join_clauses(claims)
    assert {c.id for c in joined} <= {c.id for c in claims}
    assert surest(joined) == surest(claims)
    days = {(c.evidence, c.says.date) for c in claims if c.says.date}
    assert {(c.evidence, c.says.date) for c in joined if c.says.date} == days
    for claim in joined:
        said = [c.says for c in claims if c.evidence == claim.evidence]
        assert claim.says.type in {s.type for s in said}
        assert claim.says.place in {s.place for s in said}
    for name in ("perpetrators", "targets"):
        said = {(c.evidence, a) for c in claims for a in getattr(c.says, name)}
        assert {(c.evidence, a) for c in joined for a in getattr(c.says, name)} == said
    figures = {(c.evidence, k, n) for c in claims for k, n in c.says.counts.items()}
    assert {(c.evidence, k, n) for c in joined for k, n in c.says.counts.items()} == figures
    assert join_clauses(joined) == join_clauses(joined[::-1]) == joined


@settings(deadline=None)
@given(stories())
def test_what_contradicts_does_so_from_either_side(claims):
    for a in claims:
        for b in claims:
            assert contradict(a.says, b.says) == contradict(b.says, a.says)
