"""Whether a body that a report names as the doer may stand in the record."""

import re
from dataclasses import replace

import pytest
from tests.link.tellers import ARMY, JNIM, dispatch, heard, people, told

from dateline.lexicons import read_lexicon
from dateline.link.doers import (
    is_accused_of_else,
    is_plain,
    is_told_to_break_up,
    load_weights,
    shows,
    stand,
    stands_by,
)
from dateline.records import ActorKind, IncidentType, Modality

ONE, TWO = dispatch(1), dispatch(2)
ATTACK, CLASH = IncidentType.ARMED_ATTACK, IncidentType.ARMED_CLASH
SURE, UNSURE = 4.0, 0.5


def standing(*claims, kind=ATTACK, quotes=()):
    doers = tuple(dict.fromkeys(a for c in claims for a in c.says.perpetrators))
    return stand(doers, heard(claims, [ONE, TWO]), kind, dict(quotes))


def by(doer, sure, *, k=0, where=ONE, **other):
    return told(where, k, by=[replace(doer, sure=sure)], **other)


def test_every_feature_has_a_weight_and_the_reverse():
    claims = heard([by(ARMY, SURE)], [ONE])
    assert set(shows(ARMY, claims, ATTACK)) == set(load_weights())


@pytest.mark.parametrize(
    ("doer", "sure", "claim", "stands"),
    [
        (ARMY, SURE, {}, True),
        (ARMY, UNSURE, {"confidence": 0.6}, False),
        (ARMY, SURE, {"confidence": 0.3}, False),
        (JNIM, 1.5, {"confidence": 0.99}, True),
        (people("gunmen"), UNSURE, {"confidence": 0.6}, True),  # accuses nobody
        (ARMY, None, {"confidence": 0.1}, True),  # a person's claim is not judged
    ],
)
def test_a_body_stands_where_it_is_surely_told_as_the_doer(doer, sure, claim, stands):
    assert standing(by(doer, sure, **claim)) == ((doer,) if stands else ())


def test_a_body_named_again_needs_less():
    weak = {"confidence": 0.7}
    assert standing(by(JNIM, 3.5, **weak)) == ()
    assert standing(by(JNIM, 3.5, **weak), by(JNIM, 3.5, where=TWO, **weak)) == (JNIM,)


def test_a_states_forces_stand_against_a_crowd_and_not_in_it():
    police = by(ARMY, 3.0, confidence=0.9)
    assert standing(police) == (ARMY,)
    assert standing(police, kind=IncidentType.RIOT) == ()
    assert standing(by(JNIM, 3.0, confidence=0.9), kind=IncidentType.RIOT) == (JNIM,)


@pytest.mark.parametrize("kind", [ActorKind.PROTESTERS, ActorKind.RIOTERS])
def test_where_a_crowd_is_told_of_a_states_forces_do_not_march(kind):
    marchers = replace(people("residents"), kind=kind)
    claims = by(marchers, SURE), by(ARMY, 9.0, k=1)
    assert standing(*claims, kind=IncidentType.PROTEST) == (marchers,)
    assert standing(*claims) == (marchers, ARMY)


@pytest.mark.parametrize("row", read_lexicon("breaking_up"), ids=lambda row: row["forms"])
def test_forces_that_break_up_a_crowd_stand_beside_it(row):
    doer = row["example"].partition("<")[2].partition(">")[0]
    quote = row["example"].translate(str.maketrans("", "", "[]<>"))
    word = row["example"].partition("[")[2].partition("]")[0]
    assert word in row["forms"].split("|")
    assert is_told_to_break_up(quote, doer)
    assert not is_told_to_break_up(quote.replace(word, "xxxx"), doer)
    marchers = replace(people("students"), kind=ActorKind.PROTESTERS)
    police = by(replace(ARMY, name=doer, mentions=(doer,)), UNSURE, k=1)
    claims = by(marchers, SURE), police
    assert len(standing(*claims, kind=IncidentType.PROTEST, quotes={police.id: quote})) == 2
    assert standing(*claims, kind=IncidentType.PROTEST) == (marchers,)


@pytest.mark.parametrize(
    ("quote", "doer"),
    [
        ("Police watched the march.", "Police"),
        ("The students threw stones at police.", "police"),
        ("Police did not fire on the sit-in.", "Police"),
        ("It is not known whether the march was dispersed by police.", "police"),
        ("Students were to be beaten, said the police.", "the police"),
    ],
)
def test_forces_that_are_not_told_to_break_up_a_crowd(quote, doer):
    assert not is_told_to_break_up(quote, doer)


@pytest.mark.parametrize("row", read_lexicon("attackers"), ids=lambda row: row["forms"])
def test_whoever_only_answers_did_not_attack(row):
    forms = row["forms"].split("|")
    assert {w.lower() for w in re.findall(r"\[(.+?)\]", row["example"])} & set(forms)
    for form in forms:
        if row["who"] == "defence":
            defence = people(f"the {form}")
            assert standing(by(defence, SURE), kind=IncidentType.AIR_STRIKE) == ()
            assert standing(by(defence, SURE)) == (defence,)
            continue
        answer = by(ARMY, SURE, k=1, of=[people(f"two {form}")])
        assert standing(told(ONE, 0, of=[people("traders")]), answer) == ()


@pytest.mark.parametrize(
    ("hit", "others", "kind", "stands"),
    [
        ("attackers", "traders", ATTACK, False),  # "troops killed three of the attackers"
        ("traders", "drivers", ATTACK, True),
        ("attackers", None, ATTACK, True),  # nobody else was hit: this is the deed
        ("attackers", "assailants", ATTACK, True),
        ("attackers", "traders", CLASH, True),  # each side hit the other
    ],
)
def test_who_only_hit_the_attackers_did_not_attack(hit, others, kind, stands):
    answer = by(ARMY, SURE, k=1, of=[people(hit)])
    attack = [told(ONE, 0, of=[people(others)])] if others else []
    assert standing(*attack, answer, kind=kind) == ((ARMY,) if stands else ())


def test_plain_grammar_outweighs_doubt_unless_nothing_was_done():
    quote = "Two herders were shot by the army."
    for modality, stands in ((Modality.ASSERTED, (ARMY,)), (Modality.DENIED, ())):
        weak = by(ARMY, UNSURE, confidence=0.3, modality=modality)
        assert standing(weak, quotes={weak.id: quote}) == stands
        assert standing(weak) == ()


@pytest.mark.parametrize(
    ("quote", "kind", "plain"),
    [
        ("The army has shot two herders.", ATTACK, True),
        ("The army, which shot two herders, left.", ATTACK, False),
        ("Men of the army who shot two herders fled.", ATTACK, True),
        ("Two herders were shot dead on Monday by the army.", ATTACK, True),
        ("An attack launched by the army failed.", ATTACK, True),
        ("The army was attacked at dawn.", ATTACK, False),
        ("The army came upon two herders who were shot.", ATTACK, False),
        ("The army lifted two mines.", IncidentType.BOMBING, False),
        ("No herder was shot by the army.", ATTACK, False),
        ("Herders fear that they would be shot by the army.", ATTACK, False),
        ("Losses are due to the offensive launched by the army.", ATTACK, True),
        ("The army is ready to attack herders.", ATTACK, False),
        ("Herders fear that the army shot two.", ATTACK, False),
        ("Rebels clashed with the army at the ford.", CLASH, True),
        ("Rebels attacked after talks with the army.", ATTACK, False),
        ("Two huts were shelled by the army.", IncidentType.KILLING, True),
        ("Two huts were shelled by the army.", IncidentType.ARREST, False),
        ("The army arrested two for the murder.", IncidentType.KILLING, False),
    ],
)
def test_plain_is_the_subject_agent_or_side_of_a_listed_word(quote, kind, plain):
    doer = "Men of the army" if "Men of" in quote else quote[quote.lower().index("the army") :][:8]
    assert is_plain(quote, doer, kind) is plain


@pytest.mark.parametrize("row", read_lexicon("bystanding"), ids=lambda row: row["forms"])
def test_who_only_stands_by_did_not_do_it(row):
    doer = row["example"].partition("<")[2].partition(">")[0]
    quote = row["example"].translate(str.maketrans("", "", "[]<>"))
    word = row["example"].partition("[")[2].partition("]")[0]
    assert stands_by(quote, doer, ATTACK)
    assert not stands_by(quote.replace(word, "xxxx"), doer, ATTACK)
    assert stands_by(quote, doer, CLASH) is (row["tells"] != "hit")
    found_by = row["tells"] == "finder" and f"by <{doer}>" in row["example"]
    assert stands_by(quote, doer, ATTACK, known=False) is (
        row["tells"] in ("responder", "cleared") or found_by
    )
    weak = by(replace(ARMY, mentions=(doer,)), SURE)
    assert standing(weak, quotes={weak.id: quote}) == ()


@pytest.mark.parametrize("told_by_others", [True, False])
def test_whoever_is_only_denied_to_have_done_what_was_done_does_not_stand(told_by_others):
    guards = people("the peacekeepers")
    denied = by(guards, UNSURE, modality=Modality.DENIED)
    others = [told(ONE, 1, of=[people("nine villagers")])] if told_by_others else []
    quotes = {denied.id: "the peacekeepers did not shoot"}
    assert standing(denied, *others, quotes=quotes) == (() if told_by_others else (guards,))


@pytest.mark.parametrize(
    ("quote", "stands_by_it"),
    [
        ("Soldiers dragged out six passengers, killing them all.", False),
        ("Soldiers recovered the town, killing nine.", False),
        ("Six passengers, pulled out by Soldiers, were shot.", False),
        ("Two prisoners were badly treated by Soldiers.", False),
        ("Soldiers recovered six who were hit by a shell, killing two.", True),
        ("Soldiers identified the guard, saying that he was shot.", True),
    ],
)
def test_whoever_finds_people_may_kill_them(quote, stands_by_it):
    assert stands_by(quote, "Soldiers", ATTACK) is stands_by_it


@pytest.mark.parametrize(
    ("quote", "doer", "stands_by_it"),
    [
        ("A herder who had been shot was found by woodcutters.", "woodcutters", True),
        ("The charge was discovered by a boy.", "a boy", True),
        ("Gunmen found two herders in a well.", "Gunmen", False),
        ("Two found by gunmen were shot by the gunmen.", "the gunmen", False),
        ("A bus was visited by gunmen.", "gunmen", False),
    ],
)
def test_whoever_is_known_or_not_finds_what_another_did(quote, doer, stands_by_it):
    assert stands_by(quote, doer, ATTACK, known=False) is stands_by_it


@pytest.mark.parametrize(
    ("quote", "kind", "by"),
    [
        ("The army of Mali found two herders in a well.", ATTACK, True),
        ("The army of Mali shot two herders.", ATTACK, False),
        ("No herder was shot by the army.", ATTACK, True),
        ("The mayor denied that two herders had been shot by the army.", ATTACK, True),
        ("If the army did not shoot them, who did?", ATTACK, True),
        ("No fewer than two herders were shot by the army.", ATTACK, False),
        ("The mayor did not say why herders were shot by the army.", ATTACK, False),
        ("The man who shot two was arrested by the army.", ATTACK, True),
        ("Two were arrested by the army in the operation.", IncidentType.MILITARY_OPERATION, False),
        ("The army arrived at noon and took six away.", IncidentType.ABDUCTION, False),
        ("A unit of the army searching the hill shot two.", ATTACK, False),
        ("The army searched the hill.", IncidentType.MILITARY_OPERATION, False),
        ("The army found two dead. The army had shot them.", ATTACK, False),
    ],
)
def test_only_what_every_sentence_says_rules_a_body_out(quote, kind, by):
    assert stands_by(quote, quote[quote.lower().index("the army") :][:8], kind) is by


@pytest.mark.parametrize(
    ("quote", "else_"),
    [
        ("The mayor accused the army of breaking off the talks.", True),
        ("The mayor accused the army of killing two herders.", False),
        ("The mayor accused the army.", False),
        ("After the raid soldiers of the army left.", False),
    ],
)
def test_an_accusation_of_no_deed_names_no_doer(quote, else_):
    assert is_accused_of_else(quote, "the army") is else_
    accused = by(replace(ARMY, mentions=("the army",)), None)
    assert bool(standing(accused, quotes={accused.id: quote})) is not else_
