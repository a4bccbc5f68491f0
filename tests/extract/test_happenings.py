"""How many occurrences a sentence tells of, and of what type: a case is a line."""

import pytest
from tests.extract.clauses import read_one

from dateline.records import Modality, Reference

VIOLENT = "attack soldiers rebels killed bomb"  # words of a report that is plainly about violence


def types(text, *, around=VIOLENT):
    return [
        "harm" if h.type is None else h.type.value for h in read_one(text, around=around).happenings
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one occurrence, several triggers
        ("An attack on a market killed 12 and wounded 30.", ["armed_attack"]),
        ("Gunmen opened fire on a bus, killing four passengers and wounding nine.", ["armed_attack"]),
        ("A suicide bomber blew himself up at a checkpoint, killing five soldiers.", ["bombing"]),
        ("Five people were killed and seven injured when a car bomb exploded.", ["bombing"]),
        ("An air strike on a wedding killed twenty guests.", ["air_strike"]),
        ("Shells hit the market, killing six people.", ["shelling"]),
        ("Rebels attacked the village and killed the chief.", ["armed_attack"]),
        ("Clashes between soldiers and rebels left eleven dead.", ["armed_clash"]),
        ("Militants ambushed a convoy with a roadside bomb and gunfire.", ["armed_attack"]),
        ("Raiders attacked the village, burned forty houses and killed six farmers.", ["armed_attack"]),
        ("The captives were beheaded.", ["execution"]),
        ("Nine bodies were found in a ravine.", ["killing"]),
        ("A mass grave was discovered near Sirte.", ["killing"]),
        ("Two policemen died of wounds suffered in the blast.", ["bombing"]),
        # two occurrences
        ("Gunmen killed four herders and abducted two.", ["armed_attack", "abduction"]),
        ("Rebels attacked the barracks while a bomb exploded in the market.", ["armed_attack", "bombing"]),
        ("Police arrested 41 people after protesters burned the town hall.", ["arrest", "riot"]),
        ("Soldiers shot dead two students and detained thirty.", ["armed_attack", "arrest"]),
        ("The army shelled the village; rebels later kidnapped two officers.", ["shelling", "abduction"]),
        ("Thousands of families fled after militants attacked the town.", ["displacement", "armed_attack"]),
        ("Elsewhere, a bomb killed three policemen while gunmen abducted a judge.", ["bombing", "abduction"]),
        # single deeds of every type
        ("Police arrested thirty protesters in Minsk.", ["arrest"]),
        ("Guards tortured the detainees.", ["ill_treatment"]),
        ("Militiamen raped women near Walikale.", ["sexual_violence"]),
        ("Raiders torched forty houses.", ["property_destruction"]),
        ("Rioters looted shops in Durban.", ["riot"]),
        ("Hundreds of teachers marched in Oaxaca.", ["protest"]),
        ("Thousands took to the streets of Sucre.", ["protest"]),
        ("Youths threw stones at officers in Srinagar.", ["riot"]),
        ("Riots broke out in Honiara and protesters looted shops.", ["riot"]),
        ("The fighting displaced 4,000 people from Rutshuru.", ["displacement"]),
        ("The rebels threatened the editor.", ["threat"]),
        ("Rebels seized the airport at Goma.", ["seizure"]),
        ("The army launched an offensive against rebels in Oromia.", ["military_operation"]),
        ("The two sides signed a ceasefire in Juba.", ["agreement"]),
        ("Forty fighters surrendered to the army.", ["agreement"]),
        ("Police defused a car bomb in Derry.", ["bombing"]),
        ("Drones struck a fuel depot.", ["air_strike"]),
        ("Government forces shelled the district of Douma.", ["shelling"]),
        ("Gunmen killed four herders.", ["armed_attack"]),
        ("Four herders were killed.", ["killing"]),
        ("A car bomb killed four policemen.", ["bombing"]),
        ("A roadside bomb wounded a colonel.", ["bombing"]),
        ("A rocket killed two children.", ["shelling"]),
        ("A man was stabbed to death at the station.", ["armed_attack"]),
        ("A teacher was shot dead with a pistol.", ["armed_attack"]),
        ("The journalist was poisoned in his hotel.", ["killing"]),
        ("The rebels released nine hostages.", ["abduction"]),
        ("Pirates hijacked a tanker off Bonny.", ["abduction"]),
        ("A land mine exploded under a bus, killing eight passengers.", ["bombing"]),
        ("Grenades were thrown at a bar and two customers were hurt.", ["bombing"]),
        # headlines and capitals
        ("Car bomb kills nine in Quetta", ["bombing"]),
        ("Gunmen kidnap 20 students in Niger state", ["abduction"]),
        ("GUERRILLAS DYNAMITED A POWER PYLON IN THE SOUTH.", ["bombing"]),
        ("TERRORISTS KIDNAPPED THE MAYOR.", ["abduction"]),
        # translated English
        ("The terrorists committed execution of 58 residents.", ["execution"]),
        ("Law enforcers detained four militants during raids.", ["arrest"]),
    ],
)  # fmt: skip
def test_types(text, expected):
    assert types(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The striker killed the game off with a late goal.",
        "The bank came under fire for its fees.",
        "He died of a heart attack on stage.",
        "The film bombed at the box office.",
        "Nurses are on strike over pay.",
        "Prices hit a record on Monday.",
        "An earthquake struck the coast and left nine dead.",
        "The council will vote on its budget in May.",
        "Three people died when a bus fell into a river.",
        "The clinic treats heart attacks.",
        pytest.param("Traders marched their goats to the market.", marks=pytest.mark.xfail(reason="whatever many people march is read as a protest", strict=True)),
        "The minister attacked the proposal in the house.",
    ],
)  # fmt: skip
def test_what_is_no_incident(text):
    assert types(text, around="") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Another attack on the road killed two guards.", Reference.NEW),
        ("Separately, gunmen killed a judge.", Reference.NEW),
        ("In a separate attack, rebels killed a judge.", Reference.NEW),
        ("Meanwhile, gunmen abducted a priest.", Reference.NEW),
        ("The attack lasted two hours.", Reference.SAME),
        ("This massacre shocked the town.", Reference.SAME),
        ("Gunmen killed a judge.", Reference.OPEN),
        ("An attack killed a judge.", Reference.OPEN),
    ],
)
def test_reference_to_what_was_told_before(text, expected):
    assert read_one(text, around=VIOLENT).happenings[0].reference is expected


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("A car bomb killed four policemen.", ["car bomb"]),
        ("Gunmen armed with AK-47 rifles attacked a bus.", ["AK-47 rifles"]),
        ("Men with machetes hacked a family.", ["machetes"]),
        ("Police found ammunition and arrested two men.", []),
        ("Attackers threw a grenade into a bar.", ["grenade"]),
        ("Youths threw stones at police.", ["stones"]),
    ],
)
def test_weapons_the_deed_was_done_with(text, weapons):
    clause = read_one(text, around=VIOLENT)
    (happening,) = clause.happenings
    assert [clause.quote(w.bare or w.span) for w in happening.weapons] == weapons


@pytest.mark.parametrize(
    ("text", "doers", "hit"),
    [
        ("Gunmen opened fire on a bus, killing four passengers.", ["gunmen"], ["passengers"]),
        ("Rebels attacked the village and killed the chief.", ["rebels"], ["chief"]),
        ("Rebels burned forty houses.", ["rebels"], ["houses"]),
        ("An attack by rebels killed nine farmers.", ["rebels"], ["farmers"]),
        ("Soldiers shot dead a boy and wounded his sister.", ["soldiers"], ["boy", "sister"]),
    ],
)
def test_roles_of_a_happening_are_those_of_its_triggers(text, doers, hit):
    clause = read_one(text, around=VIOLENT)
    (happening,) = clause.happenings
    assert clause.heads(happening.perpetrators) == doers
    found = clause.heads((*happening.targets, *happening.objects))
    assert [head for head in found if head in hit] == hit


def test_violence_told_outright_vouches_for_the_harm_beside_it():
    text = "A roadside bomb struck a minibus outside Gao; six miners died, the mayor said."
    (happening,) = read_one(text).happenings
    assert [(p.kind.value, p.count.best) for p in happening.counts] == [("killed", 6)]


def test_how_sure_the_wording_is_of_the_doer_goes_with_the_happening():
    (happening,) = read_one("The army blamed the attack on rebels.", around=VIOLENT).happenings
    assert happening.authorship is Modality.ALLEGED


def test_the_span_runs_from_the_first_trigger_to_the_last():
    clause = read_one("An attack on a market killed 12 and wounded 30.", around=VIOLENT)
    (happening,) = clause.happenings
    assert clause.quote(happening.span) == "attack on a market killed 12 and wounded"
