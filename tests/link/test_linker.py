"""Accounts into groups: the result is one of the set, and follows what may never be one."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.link.tellers import ANSONGO, GAO, GAO_REGION, dispatch, people, told

from dateline.link import linker
from dateline.link.candidates import ALIKE, find_keys
from dateline.link.clues import read_accounts
from dateline.link.incidents import make_incidents
from dateline.link.linker import Linker
from dateline.link.score import is_barred, is_same_report
from dateline.records import IncidentType

REPORTS = [dispatch(n, published=f"2024-05-{10 + n}") for n in range(1, 9)]
KINDS = [IncidentType.BOMBING, IncidentType.ARMED_ATTACK]


@st.composite
def accounts(draw):
    """What up to eight reports tell, one or two things each, easily confused."""
    found = []
    for report in REPORTS[: draw(st.integers(1, 8))]:
        claims = [
            told(
                report,
                k,
                kind=draw(st.sampled_from(KINDS)),
                on=draw(st.sampled_from([None, "2024-05-10", "2024-05-11"])),
                at=draw(st.sampled_from([None, GAO, ANSONGO, GAO_REGION])),
                killed=draw(st.sampled_from([None, 3, 30])),
                of=draw(st.sampled_from([(), (people("Amina Traore"),)])),
                occurrence=k,
            )
            for k in range(draw(st.integers(1, 2)))
        ]
        found += read_accounts(report, make_incidents(claims, {report.id: report}))
    return found


def groups(linker):
    return [[account.key for account in group] for group in linker.groups()]


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(accounts(), st.randoms(), st.integers(1, 4), st.sampled_from([2, 300]))
def test_the_groups_do_not_depend_on_the_order_of_arrival(told, random, step, full):
    with pytest.MonkeyPatch.context() as patch:  # keys that close on the way, and crowds
        patch.setattr(linker, "FULL", full)
        patch.setattr(linker, "LIMIT", 3 if full == 2 else 60)
        whole = Linker()
        whole.add(told)
        shuffled = list(told)
        random.shuffle(shuffled)
        pieces = Linker()
        for n in range(0, len(shuffled), step):
            pieces.add(shuffled[n : n + step])
        assert groups(pieces) == groups(whole)
    assert sorted(key for group in groups(whole) for key in group) == sorted(a.key for a in told)


@settings(deadline=None, max_examples=60)
@given(accounts())
def test_no_group_holds_two_that_can_never_be_one(told):
    whole = Linker()
    whole.add(told)
    for group in whole.groups():
        assert not any(is_barred(a, b) for n, a in enumerate(group) for b in group[n + 1 :])


VOCABULARY = "bazaar convoy ferry granary lorry market minaret orchard quarry sawmill".split()


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data(), st.sampled_from([2, 300]))
def test_reports_are_compared_that_are_alike_in_words_that_few_have(data, full):
    """What the index finds is what adding up the words of each two reports finds."""
    texts = data.draw(st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1), max_size=8))
    told = [
        account
        for n, words in enumerate(texts)
        for account in read_accounts(replace(REPORTS[n], text=" ".join(words)), ())
    ]
    holders = Counter(word for account in told for word in account.report.text.terms.keys)
    weights = [
        {k: w for k, w in zip(terms.keys, terms.weights, strict=True) if holders[k] <= full}
        for terms in (account.report.text.terms for account in told)
    ]
    alike = {
        (told[a].key, told[b].key)
        for a, b in combinations(range(len(told)), 2)
        if sum(w * weights[b].get(k, 0) for k, w in weights[a].items()) >= ALIKE
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linker, "FULL", full)
        compared = {(a.key, b.key) for a, b in Linker(barred=is_same_report).compared(told)}
    assert compared == alike


def test_only_what_is_new_or_changed_is_given_back():
    one, two, three = (
        read_accounts(r, make_incidents([told(r, on=day, at=GAO, killed=30)], {r.id: r}))
        for r, day in zip(REPORTS, ["2024-05-10", "2024-05-10", "2024-05-20"], strict=False)
    )
    held = Linker()
    assert held.add(one) == {(("r01", 0),)}
    assert held.add(two) == {(("r01", 0), ("r02", 0))}
    assert held.add(three) == {(("r03", 0),)}
    with pytest.raises(ValueError, match="already there"):
        held.add(one)


def test_a_day_and_a_town_are_a_key_and_so_is_the_night_after():
    def keys(report, **values):
        (account,) = read_accounts(report, make_incidents([told(report, **values)], {}))
        return find_keys(account)

    one, two = REPORTS[:2]
    gao = keys(one, on="2024-05-10", at=GAO)
    assert gao & keys(two, on="2024-05-11", at=GAO)
    assert gao & keys(two, on="2024-05-10", at=GAO_REGION)
    assert not gao & keys(two, on="2024-05-13", at=GAO)
    assert not gao & keys(two, on="2024-05-10", at=None)
