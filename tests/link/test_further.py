"""Who of those told of after the first was hit besides."""

from dataclasses import replace

import pytest
from tests.link.tellers import dispatch, heard, people, told

from dateline.link.further import hit_besides, load_weights, shows
from dateline.records import ActorKind, IncidentType

ONE, TWO = dispatch(1), dispatch(2)
ATTACK = IncidentType.ARMED_ATTACK
TRADERS = people("three traders")


def chosen(*claims, kind=ATTACK):
    tellings = heard(claims, [ONE, TWO])
    targets = tuple(dict.fromkeys(a for c in claims for a in c.says.targets))
    return [a.name for a in hit_besides(targets, tellings, kind)]


def test_every_feature_has_a_weight_and_the_reverse():
    claims = heard([told(ONE, of=[TRADERS])], [ONE])
    assert set(shows([TRADERS], 0, claims, ATTACK)) == set(load_weights())


@pytest.mark.parametrize(
    ("other", "claim", "stands"),
    [
        (people("a nurse"), {"k": 1, "killed": 1}, True),
        (people("the men"), {"k": 9, "kind": IncidentType.ARREST}, False),
        (people("the old bridge"), {"k": 9}, False),
        (replace(people("suspects"), kind=ActorKind.UNKNOWN), {"k": 9, "confidence": 0.4}, False),
        (people("the traders"), {"k": 9, "background": True}, False),
    ],
)
def test_a_further_victim(other, claim, stands):
    names = chosen(told(ONE, 0, of=[TRADERS], killed=3), told(ONE, of=[other], **claim))
    assert names == ["three traders", *([other.name] if stands else [])]


def test_in_a_clash_who_was_hit_also_struck():
    other = replace(people("the raiders"), sure=0.5)
    claims = told(ONE, 0, of=[TRADERS], killed=3), told(ONE, k=1, of=[other], killed=1)
    assert chosen(*claims, kind=IncidentType.ARMED_CLASH) == ["three traders", "the raiders"]
    assert chosen(*claims) == ["three traders"]


@pytest.mark.parametrize(("sure", "stands"), [(2.5, True), (0.5, False), (None, True)])
def test_a_further_victim_stands_only_where_the_words_are_heard_so(sure, stands):
    nurse = replace(people("a nurse"), sure=sure)
    names = chosen(told(ONE, 0, of=[TRADERS], killed=3), told(ONE, k=1, of=[nurse], killed=1))
    assert names == ["three traders", *(["a nurse"] if stands else [])]


def test_whoever_is_told_first_stands_however_weakly():
    assert chosen(told(ONE, 9, of=[people("the men")], confidence=0.1)) == ["the men"]


def test_the_first_of_each_text_stands_and_whoever_two_texts_name():
    men, bridge = people("the men"), people("the bridge")
    first = [told(ONE, 0, of=[TRADERS], killed=3), told(ONE, 9, of=[bridge], background=True)]
    assert chosen(*first, told(TWO, 9, of=[men])) == ["three traders", "the men"]
    assert "the bridge" in chosen(*first, told(TWO, 0, of=[TRADERS]), told(TWO, 9, of=[bridge]))


def test_a_target_without_words_is_weighed_like_any():
    blank = people(" ")
    for order in ([TRADERS, blank], [blank, TRADERS]):
        claims = heard([told(ONE, of=order)], [ONE])
        assert shows(order, 1, claims, ATTACK)["same noun"] == 0
