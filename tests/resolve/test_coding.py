"""Kinds of actors as ACLED and UCDP code them."""

import pytest

from dateline.lexicons import read_lexicon
from dateline.records import ActorKind
from dateline.resolve.actor import load_registry, resolve_actor
from dateline.resolve.coding import (
    INTER_LABELS,
    inter_code,
    interaction_code,
    ucdp_side,
    ucdp_violence,
)

ROWS = read_lexicon("actor_kinds")
HEADS = {"Warriors": "identity_militia"}  # the head noun alone tells less than its phrase


def test_every_kind_has_one_row_and_every_code_a_label():
    assert sorted(row["kind"] for row in ROWS) == sorted(kind.value for kind in ActorKind)
    assert {int(row["inter"]) for row in ROWS} <= set(INTER_LABELS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["kind"])
def test_examples_name_somebody_of_the_kind(row):
    first = row["example"].split()[0]
    words = row["example"].split()[1] if first == "A" else first
    actor = resolve_actor(words, country=None, day=None, registry=load_registry())
    assert HEADS.get(first, actor.kind.value) == row["kind"]


@pytest.mark.parametrize(
    ("one", "other", "inter", "violence"),
    [
        ("state_forces", "rebel", 12, 1),
        ("rebel", "state_forces", 12, 1),
        ("rebel", "external_forces", 28, 1),
        ("militia", "militia", 33, 2),
        ("identity_militia", "gang", 34, 2),
        ("gang", "civilians", 37, 3),
        ("state_forces", "protesters", 16, 3),
        ("rebel", "media", 27, 3),
        ("unknown", "civilians", 37, None),
        ("unknown", "unknown", 37, None),
        ("rioters", "state_forces", 15, None),
        ("rioters", "civilians", 57, None),
        ("protesters", None, 60, None),
    ],
)
def test_pairs(one, other, inter, violence):
    a, b = ActorKind(one), ActorKind(other) if other else None
    assert interaction_code(a, b) == inter
    assert b is None or ucdp_violence(a, b) == violence


@pytest.mark.parametrize(
    ("one", "other", "inter", "violence"),
    [
        ("state_forces", "unknown", 13, None),  # gunmen who shoot back are no civilians
        ("rebel", "rebel", 22, 2),
        ("state_forces", "rioters", 15, None),
    ],
)
def test_pairs_that_clash(one, other, inter, violence):
    a, b = ActorKind(one), ActorKind(other)
    assert interaction_code(a, b, clash=True) == inter
    assert ucdp_violence(a, b, clash=True) == violence


def test_one_who_is_acted_on_may_be_another_type():
    assert (inter_code(ActorKind.UNKNOWN), inter_code(ActorKind.UNKNOWN, target=True)) == (3, 7)
    assert inter_code(None) == 0
    assert ucdp_side(ActorKind.ORGANISATION) == "none"
    assert ucdp_side(ActorKind.ORGANISATION, target=True) == "civilians"
