from dataclasses import replace
from datetime import date

import pytest
from tests.link.tellers import (
    ANSONGO,
    ARMY,
    GAO,
    GAO_REGION,
    HOSPITAL,
    ISGS,
    JNIM,
    MALI,
    MINISTRY,
    POLICE,
    dispatch,
    heard,
    people,
    told,
)
from tests.makers import days

from dateline.lexicons import read_lexicon
from dateline.link.conflicts import find_conflicts
from dateline.link.reconcile import (
    are_joined,
    choose_actors,
    choose_date,
    choose_perpetrators,
    choose_place,
    choose_status,
    choose_targets,
    choose_type,
    choose_weapons,
    with_parts,
)
from dateline.records import (
    Actor,
    ActorKind,
    IncidentType,
    Modality,
    PlacePrecision,
    Source,
    SourceKind,
    Status,
)

ONE, TWO, THREE = dispatch(1), dispatch(2), dispatch(3, published="2024-05-17")
TOLD_BY_JNIM = Source("JNIM", SourceKind.REBEL, "said")


def hear(*claims):
    return heard(claims, [ONE, TWO, THREE])


@pytest.mark.parametrize(
    ("types", "chosen"),
    [
        ([("armed_attack", 0.9), ("bombing", 0.8)], "bombing"),  # a loose word gives way
        ([("armed_attack", 0.9), ("bombing", 0.4)], "armed_attack"),  # to nothing so weak
        ([("armed_attack", 0.9), ("riot", 0.8)], "armed_attack"),  # nor to another deed
        ([("armed_attack", 0.7), ("riot", 0.8)], "riot"),
        ([("bombing", 0.9), ("shelling", 0.5), ("shelling", 0.4)], "bombing"),
        ([("killing", 0.9)], "killing"),
        ([("killing", 0.9), ("armed_attack", 0.8)], "armed_attack"),
        ([("killing", 0.9), ("armed_attack", 0.8), ("shelling", 0.7)], "armed_attack"),
        ([("execution", 0.7), ("bombing", 0.7)], "execution"),  # the more specific of equals
    ],
)
def test_type(types, chosen):
    claims = [
        told(ONE, n, kind=IncidentType(kind), confidence=strength)
        for n, (kind, strength) in enumerate(types)
    ]
    assert choose_type(hear(*claims))[0] == IncidentType(chosen)


def test_what_is_denied_names_the_type_only_where_nothing_else_is_told():
    taken = told(ONE, 0, kind=IncidentType.ABDUCTION, confidence=0.8)
    shot = told(ONE, 1, kind=IncidentType.ARMED_ATTACK, confidence=0.9, modality=Modality.DENIED)
    assert choose_type(hear(taken, shot))[0] is IncidentType.ABDUCTION
    assert choose_type(hear(shot))[0] is IncidentType.ARMED_ATTACK


@pytest.mark.parametrize(
    ("told_by", "status"),
    [
        ("report asserted, police alleged", Status.REPORTED),
        ("report asserted, jnim denied", Status.REPORTED),  # the report itself vouches for it
        ("police asserted, hospital asserted", Status.REPORTED),
        ("police asserted, ministry denied", Status.DENIED),  # in one text, which leaves it at that
        ("hospital asserted, police alleged, ministry denied", Status.DENIED),
        ("police alleged, ministry denied", Status.DENIED),
        ("jnim claimed, ministry denied", Status.DENIED),
        ("police alleged, report denied", Status.DENIED),
        ("police asserted, police denied", Status.REPORTED),  # a part of it
        ("report claimed, report denied", Status.CLAIMED),  # "we held the post; we killed no child"
        ("ministry denied", Status.DENIED),
        ("police alleged, jnim claimed", Status.CLAIMED),
        ("jnim claimed", Status.CLAIMED),
        ("report attempted, police asserted", Status.FOILED),
        ("police asserted, report attempted", Status.REPORTED),
        ("report attempted, report planned", Status.FOILED),
        ("report asserted, report denied", Status.REPORTED),
        ("report asserted, report denied, report denied", Status.DENIED),  # more than it tells it
        ("report asserted, ministry denied, ministry denied", Status.REPORTED),
        ("report planned, ministry denied", Status.PLANNED),
        ("report planned, report hypothetical", Status.PLANNED),
        ("report hypothetical", Status.ALLEGED),
    ],
)
def test_status(told_by, status):
    voices = {"police": POLICE, "hospital": HOSPITAL, "ministry": MINISTRY, "jnim": TOLD_BY_JNIM}
    claims = []
    for n, (voice, modality) in enumerate(part.split() for part in told_by.split(", ")):
        claims.append(told(ONE, n, source=voices.get(voice), modality=Modality(modality)))
    assert choose_status(hear(*claims))[0] is status


def test_who_denies_having_done_what_others_tell_denies_no_deed():
    claims = [
        told(ONE, 0, source=HOSPITAL, killed=3),
        told(ONE, 1, source=POLICE, modality=Modality.ALLEGED, by=[JNIM]),
        told(ONE, 2, source=TOLD_BY_JNIM, modality=Modality.DENIED),
    ]
    assert choose_status(hear(*claims))[0] is Status.REPORTED
    assert choose_status(hear(*claims[1:]))[0] is Status.DENIED


def test_a_denial_that_there_was_a_dead_is_of_the_deed():
    """ "A mine killed a driller", said the weekly; "no mine, no dead" said the ministry."""
    mine = told(ONE, 0, source=HOSPITAL, killed=1)
    none = told(ONE, 1, source=MINISTRY, killed=0, modality=Modality.DENIED)
    assert choose_status(hear(mine, none))[0] is Status.DENIED
    other = told(ONE, 1, source=MINISTRY, killed=4, modality=Modality.DENIED)
    assert choose_status(hear(mine, other))[0] is Status.REPORTED


def test_what_only_the_parties_tell_and_one_denies_is_denied():
    """An attack that its doer boasts of, or those it is said to have hit tell of."""
    denied = told(ONE, 1, source=MINISTRY, modality=Modality.DENIED)
    boast = told(ONE, 0, source=TOLD_BY_JNIM, by=[JNIM])
    assert choose_status(hear(boast, denied))[0] is Status.DENIED
    hit = Source("the villagers", SourceKind.RESIDENT, "said")
    complaint = told(ONE, 0, source=hit, of=[people("villagers")])
    assert choose_status(hear(complaint, denied))[0] is Status.DENIED
    doctors = [told(TWO, 0, source=HOSPITAL), told(THREE, 0, source=POLICE)]
    assert choose_status(hear(complaint, denied, doctors[0]))[0] is Status.DENIED
    status, rule = choose_status(hear(complaint, denied, *doctors))
    assert status is Status.REPORTED and "disputed" in rule
    (conflict,) = find_conflicts(hear(complaint, denied, *doctors))
    assert [p.value for p in conflict.positions] == ["asserted", "denied"]


def test_a_text_of_the_doers_own_claims():
    """A communique: no speaker is cited, and what it boasts of outnumbers what it tells as fact."""
    boasts = [told(ONE, n, modality=Modality.CLAIMED) for n in range(2)]
    assert choose_status(hear(*boasts, told(ONE, 2)))[0] is Status.CLAIMED
    assert choose_status(hear(boasts[0], told(ONE, 2)))[0] is Status.REPORTED


def test_an_attempt_with_dead_or_wounded_came_about():
    tried = told(ONE, 0, modality=Modality.ATTEMPTED)
    assert choose_status(hear(tried, told(ONE, 1, killed=2)))[0] is Status.REPORTED
    assert choose_status(hear(tried, told(ONE, 1, killed=0)))[0] is Status.FOILED


def test_an_unsure_attempt_is_not_the_first():
    tried = told(ONE, 0, modality=Modality.ATTEMPTED, confidence=0.45)
    assert choose_status(hear(tried, told(ONE, 1, confidence=0.9)))[0] is Status.REPORTED
    assert choose_status(hear(tried))[0] is Status.FOILED


def test_who_denies_by_name_is_heard_though_the_deed_is_unsure():
    accused = told(ONE, 0, source=POLICE)
    unsure = {"modality": Modality.DENIED, "confidence": 0.45}
    by_ministry = told(ONE, 1, source=MINISTRY, **unsure)
    assert choose_status(hear(accused, by_ministry))[0] is Status.DENIED
    assert choose_status(hear(accused, told(ONE, 1, **unsure)))[0] is Status.REPORTED


def test_what_only_its_doer_tells_is_claimed():
    own = told(ONE, 0, source=TOLD_BY_JNIM, by=[JNIM])
    assert choose_status(hear(own))[0] is Status.CLAIMED
    assert choose_status(hear(own, told(ONE, 1, source=POLICE)))[0] is Status.REPORTED


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (IncidentType.THREAT, Status.REPORTED),
        (IncidentType.ARREST, Status.REPORTED),
        (IncidentType.SEIZURE, Status.CLAIMED),
    ],
)
def test_what_is_done_openly_is_reported_by_its_doer(kind, status):
    own = told(ONE, 0, kind=kind, source=TOLD_BY_JNIM, by=[JNIM])
    assert choose_status(hear(own))[0] is status
    boast = told(ONE, 0, kind=kind, source=TOLD_BY_JNIM, by=[JNIM], modality=Modality.CLAIMED)
    assert choose_status(hear(boast))[0] is status


@pytest.mark.parametrize(
    ("ranges", "start", "last"),
    [
        ([days("2024-05-13")], "2024-05-13", "2024-05-13"),
        ([days("2024-05-06", last="2024-05-12"), days("2024-05-11", last="2024-05-20")],
         "2024-05-11", "2024-05-12"),
        ([days("2024-05-01", last="2024-05-31"), days("2024-05-13")], "2024-05-13", "2024-05-13"),
        ([], "2024-05-13", "2024-05-15"),  # fresh news: the two days before and that day
    ],
)  # fmt: skip
def test_date(ranges, start, last):
    claims = [told(ONE, n, on=r) for n, r in enumerate(ranges)] or [told(ONE, at=GAO)]
    chosen = choose_date(hear(*claims))[0]
    assert (chosen.start, chosen.end) == (days(start).start, days(last).end)


def test_what_is_only_alleged_is_no_fresh_news():
    alleged = told(ONE, at=GAO, modality=Modality.ALLEGED)
    assert choose_date(hear(alleged))[0] is None
    assert choose_date(hear(alleged, told(ONE, 1)))[0] is not None


def test_what_is_told_without_a_place_is_no_fresh_news():
    assert choose_date(hear(told(ONE)))[0] is None
    assert choose_date(hear(told(ONE), told(ONE, 1, at=GAO)))[0] is not None


def test_the_day_that_most_reports_give_stands():
    claims = [told(ONE, on="2024-05-11"), told(TWO, on="2024-05-13"), told(THREE, on="2024-05-13")]
    assert choose_date(hear(*claims))[0].start == date(2024, 5, 13)


@pytest.mark.parametrize(
    ("modality", "ahead", "start"),
    [
        (Modality.ASSERTED, "2024-05-20", "2024-05-12"),  # read a week too late
        (Modality.ASSERTED, "2024-05-16", "2024-05-16"),  # the other side of the date line
        (Modality.PLANNED, "2024-05-20", "2024-05-20"),
    ],
)
def test_a_day_ahead_of_its_report_yields(modality, ahead, start):
    claims = [told(ONE, on=ahead, modality=modality), told(TWO, on="2024-05-12")]
    assert choose_date(hear(*claims))[0].start == date.fromisoformat(start)
    assert choose_date(hear(claims[0]))[0].start == date.fromisoformat(ahead)


def test_a_day_to_come_is_not_that_of_a_threat():
    threat = told(ONE, at=GAO, kind=IncidentType.THREAT, on="2024-05-20")
    assert choose_date(hear(threat))[0].rule == "publication window"


def test_no_date_for_background_or_plans_without_one():
    assert choose_date(hear(told(ONE, background=True)))[0] is None
    assert choose_date(hear(told(ONE, modality=Modality.PLANNED)))[0] is None


HAMLET = replace(GAO, name="Kulo", geonameid=None, precision=PlacePrecision.NEAR, radius_km=15.0)


@pytest.mark.parametrize(
    ("places", "chosen"),
    [
        ([MALI, GAO_REGION, GAO], GAO),
        ([ANSONGO, GAO, GAO], GAO),
        ([MALI, GAO_REGION], GAO_REGION),
        ([HAMLET, GAO], HAMLET),
        ([], None),
    ],
)
def test_place(places, chosen):
    claims = [told(ONE, n, at=place) for n, place in enumerate(places)] or [told(ONE)]
    assert choose_place(hear(*claims))[0] == chosen


def test_a_place_that_two_texts_give_outweighs_one_that_a_third_gives_often():
    often = [told(ONE, n, at=GAO) for n in range(3)]
    assert choose_place(hear(*often, told(TWO, at=ANSONGO)))[0] == GAO
    assert choose_place(hear(*often, told(TWO, at=ANSONGO), told(THREE, at=ANSONGO)))[0] == ANSONGO


RAID = IncidentType.ARMED_ATTACK


def test_the_doer_is_whom_most_voices_name_and_who_is_named_with_it():
    claims = [
        told(ONE, 0, by=[ISGS]),
        told(ONE, 1, source=POLICE, by=[JNIM, people("herdsmen")]),
        told(TWO, 0, by=[JNIM]),
    ]
    tellings = hear(*claims)
    both = {t.claim.id: "JNIM and armed herdsmen" for t in tellings}
    assert [a.name for a in choose_perpetrators(tellings, RAID)[0]] == ["JNIM"]
    assert [a.name for a in choose_perpetrators(tellings, RAID, both)[0]] == ["JNIM"]
    both = {t.claim.id: "JNIM and some herdsmen" for t in tellings}
    assert [a.name for a in choose_perpetrators(tellings, RAID, both)[0]] == ["JNIM", "herdsmen"]
    again = hear(*claims, told(TWO, 1, by=[people("herdsmen")]))
    assert [a.name for a in choose_perpetrators(again, RAID)[0]] == ["JNIM", "herdsmen"]
    crowd = choose_perpetrators(tellings, IncidentType.RIOT)[0]
    assert [a.name for a in crowd] == ["JNIM", "herdsmen"]
    (conflict,) = find_conflicts(hear(*claims))
    assert [p.value for p in conflict.positions] == ["ISGS", "JNIM"]


@pytest.mark.parametrize(
    ("quote", "one", "other", "joined"),
    [
        ("Herders and their allies fired.", "Herders", "allies", True),
        ("Herders, as well as some boys, fired.", "Herders", "boys", True),
        ("Herders together with boys fired.", "boys", "Herders", True),
        ("Herders, boys and nomads fired.", "boys", "nomads", True),
        ("Herders fired when boys threw stones.", "Herders", "boys", False),
        ("Herders, chased by boys, fired.", "Herders", "boys", False),
        ("It was done by herders and by two boys.", "herders", "two boys", True),
    ],
)
def test_who_is_named_together(quote, one, other, joined):
    assert are_joined(people(one), people(other), quote) is joined


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["traders", "the victims"], ["traders"]),
        (["three traders", "traders"], ["three traders"]),
        (["Amadou Diarra", "Diarra"], ["Amadou Diarra"]),
        (["traders", "nurses"], ["traders", "nurses"]),
        (["people"], ["people"]),
        (["Colonel Idris Taban", "39-year-old Idris Taban"], ["Colonel Idris Taban"]),
    ],
)
def test_wordings_of_one_actor_are_joined(names, kept):
    actors = choose_actors([(people(name),) for name in names])
    assert [a.name for a in actors] == kept
    assert {m for a in actors for m in a.mentions} == set(names)


def test_words_for_fighters_of_no_state_do_not_point_to_one():
    gunmen = Actor("Gunmen", ActorKind.UNKNOWN, mentions=("Gunmen",))
    assert choose_actors([(gunmen,), (ARMY,)]) == (ARMY, gunmen)


def test_words_for_people_do_not_point_to_a_thing():
    station, victims = (people(words) for words in ("the railway station", "four civilians"))
    assert choose_actors([(station,), (victims,)]) == (station, victims)


def test_wordings_of_two_kinds_are_joined():
    column, rebels = (
        Actor("the column", kind, mentions=(words,))
        for kind, words in ((ActorKind.REBEL, "the column"), (ActorKind.STATE_FORCES, "column"))
    )
    assert [a.kind for a in choose_actors([(column,), (rebels,)])] == [ActorKind.REBEL]


def test_pointing_words_go_with_the_registered_actor():
    gunmen = Actor("gunmen", ActorKind.UNKNOWN, mentions=("gunmen",))
    (actor,) = choose_actors([(gunmen,), (JNIM,)])
    assert actor.actor_id == "jnim" and "gunmen" in actor.mentions


@pytest.mark.parametrize("row", read_lexicon("pointing"), ids=lambda row: row["form"][:40])
def test_pointing_rows(row):
    words = row["example"][row["example"].index("[") + 1 : row["example"].index("]")]
    assert words.lower() in row["form"].split("|")
    pointing, guards, clans = (
        Actor(name, kind, mentions=(name,))
        for name, kind in (
            (f"the {words.lower()}", ActorKind.UNKNOWN),
            ("guards", ActorKind.STATE_FORCES),
            ("clansmen", ActorKind.IDENTITY_MILITIA),
        )
    )
    assert len(choose_actors([(clans,), (pointing,)])) == 1
    assert len(choose_actors([(guards,), (pointing,)])) == (2 if row["class"] == "fighter" else 1)


def test_doers_are_not_among_those_hit():
    claims = hear(told(ONE, by=[JNIM], of=[ARMY, JNIM]))
    assert choose_targets(claims, [JNIM], IncidentType.ARMED_ATTACK) == (ARMY,)


@pytest.mark.parametrize(
    ("kind", "names", "kept"),
    [
        (IncidentType.ARMED_ATTACK, ["traders", "two attackers"], ["traders"]),
        (
            IncidentType.ARMED_ATTACK,
            ["two attackers"],
            ["two attackers"],
        ),  # nobody else: this is the deed
        (IncidentType.ARMED_CLASH, ["traders", "two attackers"], ["traders", "two attackers"]),
    ],
)
def test_attackers_who_fell_are_not_whom_they_attacked(kind, names, kept):
    kinds = [ActorKind.CIVILIANS, ActorKind.REBEL][-len(names) :]
    hit = [replace(people(name), kind=k) for name, k in zip(names, kinds, strict=True)]
    assert [a.name for a in choose_targets(hear(told(ONE, of=hit)), [], kind)] == kept


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        (IncidentType.ARMED_CLASH, ["rebels"]),
        (IncidentType.ARMED_ATTACK, ["rebels", "two soldiers"]),
    ],
)
def test_losses_of_the_forces_that_fought_are_no_targets(kind, kept):
    soldiers = replace(people("two soldiers"), kind=ARMY.kind)
    rebels = replace(people("rebels"), kind=ActorKind.REBEL)
    claims = hear(told(ONE, by=[ARMY], of=[rebels, soldiers]))
    assert [a.name for a in choose_targets(claims, [ARMY], kind)] == kept
    alone = hear(told(ONE, by=[ARMY], of=[soldiers]))
    assert choose_targets(alone, [ARMY], kind) == (soldiers,)  # else nobody was hit


def test_a_crowd_is_named_before_the_forces_that_broke_it_up():
    marchers = replace(people("students"), kind=ActorKind.PROTESTERS)
    forces = replace(ARMY, mentions=("Soldiers",))
    claims = told(ONE, 0, by=[forces]), told(ONE, 1, by=[forces]), told(ONE, 2, by=[marchers])
    quotes = {claims[0].id: "Soldiers dispersed the march."}
    doers, _ = choose_perpetrators(hear(*claims), IncidentType.PROTEST, quotes)
    assert [doer.kind for doer in doers] == [ActorKind.PROTESTERS, ARMY.kind]


@pytest.mark.parametrize(
    ("quote", "names", "kept"),
    [
        (
            "22 weavers were taken, including four foremen.",
            ["22 weavers", "four foremen"],
            ["22 weavers"],
        ),
        (
            "Nine people died in the raid, among them a midwife.",
            ["Nine people", "a midwife"],
            ["Nine people"],
        ),
        ("They shot the driver, Marco Gomez.", ["the driver", "Marco Gomez"], ["the driver"]),
        (
            "They shot two clerks, Rosa Pinto and Carlos Lima, at the gate.",
            ["two clerks", "Rosa Pinto", "Carlos Lima"],
            ["two clerks"],
        ),
        ("They shot a clerk and Rosa Pinto.", ["a clerk", "Rosa Pinto"], ["a clerk", "Rosa Pinto"]),
        (
            "They shot Rosa Pinto, two clerks and a cook.",
            ["Rosa Pinto", "two clerks", "a cook"],
            ["Rosa Pinto", "two clerks", "a cook"],
        ),
        (
            "A mason died. The blast hurt nine people, including a cook.",
            ["A mason", "nine people", "a cook"],
            ["A mason", "nine people"],
        ),
    ],
)
def test_some_of_those_hit_go_with_all_of_them(quote, names, kept):
    claim = told(ONE, of=[people(name) for name in names])
    hit = with_parts(claim.says.targets, hear(claim), {claim.id: quote})
    assert [a.name for a in hit] == kept
    assert {m for a in hit for m in a.mentions} == set(names)


def test_fighters_are_not_among_a_states_forces():
    rebels = replace(people("two rebels"), kind=ActorKind.REBEL)
    claim = told(ONE, of=[ARMY, rebels])
    quotes = {claim.id: f"It hit {ARMY.mentions[0]}, including two rebels."}
    assert with_parts((ARMY, rebels), hear(claim), quotes) == (ARMY, rebels)


def test_a_weapon_is_named_by_its_fullest_wording():
    claims = hear(told(ONE, 0, weapons=["bomb", "rifles"]), told(ONE, 1, weapons=["car bomb"]))
    assert choose_weapons(claims, (), IncidentType.ARMED_ATTACK) == ("car bomb", "rifles")


@pytest.mark.parametrize("row", read_lexicon("weapons"), ids=lambda row: row["form"])
def test_weapon_rows(row):
    words = row["example"][row["example"].index("[") + 1 : row["example"].index("]")]
    assert words.lower() == row["form"]
    loose = [
        r for r in read_lexicon("weapons") if r["loose"] == "yes" and r["class"] == row["class"]
    ]
    claims = hear(
        told(ONE, 0, weapons=[f"the {loose[0]['form']}"]), told(ONE, 1, weapons=[f"a {words}"])
    )
    assert len(choose_weapons(claims, (), IncidentType.ARMED_ATTACK)) == 1


@pytest.mark.parametrize(
    ("told_as", "wanted"),
    [
        (["a car bomb", "the two bombs"], ("a car bomb",)),
        (["the device", "forty kilos of dynamite"], ("forty kilos of dynamite",)),
        (["a pistol", "the gun"], ("a pistol",)),
        (["a pistol", "two rifles"], ("a pistol", "two rifles")),
        (["a pistol", "the bomb"], ("a pistol", "the bomb")),
        (["stones", "petrol bombs"], ("stones", "petrol bombs")),
    ],
)
def test_wordings_of_one_weapon(told_as, wanted):
    claims = hear(*(told(ONE, n, weapons=[words]) for n, words in enumerate(told_as)))
    assert choose_weapons(claims, (), IncidentType.ARMED_ATTACK) == wanted
