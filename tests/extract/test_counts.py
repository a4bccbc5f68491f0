"""The number that the counted words of an act give: a case is a line, no model is asked."""

import pytest
from tests.extract.acts import act, figure, flags, part

from dateline.extract.counts import (
    find_bare_figure,
    find_figures,
    find_nones,
    find_toll,
    read_figures,
    tells_of_dead,
    without_names_of,
)
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon
from dateline.records import CountKind


def marked(example):
    """A text without its marks, and its roles: [killed], {injured}, <displaced>, ~target~."""
    kinds = {"[": "killed", "{": "injured", "<": "displaced", "~": "target"}
    ends = {"[": "]", "{": "}", "<": ">", "~": "~"}
    text = "".join(c for c in example if c not in "[]{}<>~")
    roles = {}
    plain, waiting = 0, []
    for sign in example:
        if waiting and sign == ends[waiting[-1][0]]:
            kind, start = waiting.pop()
            roles.setdefault(kinds[kind], []).append(text[start:plain])
        elif sign in kinds:
            waiting.append((sign, plain))
        else:
            plain += 1
    return text, roles


def figures(example, *, trigger):
    text, roles = marked(example)
    return text, find_figures(read_sentences(text), act(text, trigger, **roles))


def told(example):
    """ "killed 12+, injured 30 total": every figure, in the order of the text."""
    _, found = figures(example, trigger=example.split()[0].strip("[]{}<>~"))
    return ", ".join(f"{p.kind.value} {figure(p.count)}{flags(p)}" for p in found)


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        # a number, the words around it taken in
        ("Gunmen killed [at least a dozen] farmers near Gao.", "killed 12+"),
        ("Gunmen killed at least [12] farmers near Gao.", "killed 12+"),
        ("Militants killed [four] soldiers and wounded {30}.", "killed 4, injured 30"),
        ("The attack killed [nine people], wounding {14}.", "killed 9, injured 14"),
        ("[Nine] dead, {20} injured in Quetta market bombing", "killed 9, injured 20"),
        ("[Between 12 and 15 villagers] were killed.", "killed 12-15"),
        ("[Some 40 people] were killed.", "killed 40"),
        ("[More than 100 people] were killed.", "killed 101+"),
        ("[Up to 30 herders] were killed.", "killed <30"),
        ("[Nearly 80] detainees were executed.", "killed <80"),
        ("[Dozens] of people were killed.", "killed 24?"),
        ("[Twenty-three miners] were massacred at the pit.", "killed 23"),
        ("[12-15 rebels] were killed in the clash.", "killed 12-15"),
        ("Fighting displaced <4,000 people> from Rutshuru.", "displaced 4000"),
        ("<Tens of thousands> of people fled the fighting.", "displaced 20000?"),
        ("{Several people} were injured in the blast.", "injured 3?"),
        ("{No one} was hurt in the attack.", "injured 0"),
        ("Shells killed [two soldiers] and [three civilians].", "killed 2, killed 3"),
        # one, without a number
        ("Gunmen killed [the mayor] on Friday.", "killed 1"),
        ("[A police officer] was shot dead.", "killed 1"),
        ("Bandits shot dead [Musa Bala], a trader.", "killed 1"),
        ("Bandits shot [Musa Bala], a trader.", "killed 1"),  # as the model hears it
        ("[A 14-year-old girl] was shot dead.", "killed 1"),
        # names listed, also in capitals throughout
        ("GUNMEN KILLED [ANA MARIA RUIZ AND OMAR BA].", "killed 2"),
        ("Gunmen killed [the brothers Ali and Omar Ba].", "killed 2"),
        ("Gunmen killed [farmers Ali Ba, Issa Sy and Omar Ba].", "killed 3"),
        # years, ages, wholes and crowds are no figures
        ("Police say [a locksmith born in 1988] was killed.", "killed 1"),
        ("Blast hurt {a 12- year-old girl}.", "injured 1"),
        ("Guards shot dead [ten out of the eleven] men.", "killed 10"),
        ("Pulled from his car by a crowd of [200] persons and killed.", ""),
        ("A bus carrying [27 soldiers] was bombed at dawn.", ""),
        ("A bus carrying [27 soldiers] was bombed, killing [five].", "killed 5"),
        ("The blast killed at least [\ufb01ve] people.", "killed 5+"),
        # whoever was spared
        ("Raid left {five wounded} and {31 captured}.", "injured 5"),
        ("Blast threw {the guard}, who was not hurt.", ""),
        ("Blast threw {the clerk}, who escaped injury.", ""),
        # an article that breaks off from its noun, and nouns for many
        ("Troops killed [the] priests at dawn.", ""),
        ("Troops killed [the] priest at dawn.", "killed 1"),
        ("Troops killed [an unknown number] of rebels.", ""),
        # a plural without a number gives none
        ("[Villagers] were killed in the raid.", ""),
        ("[They] were killed in the raid.", ""),
        ("{Many people} were wounded in the clashes.", ""),
        ("[Soldiers of the 5th Brigade] were killed.", ""),
        ("The raiders killed [the Jesuits].", ""),
        ("THE RAIDERS KILLED [THE PARISH PRIESTS].", ""),
        ("The raiders killed [the old Williams].", "killed 1"),
        # an age is no figure
        ("Gunmen killed [a driver, 32,] on Friday.", "killed 1"),
        ("Gunmen killed [Rosa Pinto, aged 54].", "killed 1"),
        ("Gunmen killed [a man of 34] in the yard.", "killed 1"),
        ("Gunmen killed [Sergeant Musa Bala (29)] in the yard.", "killed 1"),
        ("Gunmen killed [four drivers of kilometre 70].", "killed 4"),
        ("Gunmen killed [drivers of kilometre 70].", ""),
        ("A shell killed [her daughter of seven].", "killed 1"),
        ("A shell killed [Rosa Pinto, a mother of three].", "killed 1"),
        ("A shell killed [Constable 212 Musa Bala].", "killed 1"),
        # the people of one list are added
        ("Gunmen killed [the mayor and his brother].", "killed 2"),
        ("Gunmen killed ~[six] villagers and a clerk on leave~.", "killed 7"),
        ("Gunmen killed [a farmer, his wife and five others].", "killed 7"),
        ("Gunmen killed [Ana Ruiz, 32, and Omar Ba, 27].", "killed 2"),
        ("Gunmen killed [Ana Ruiz, a cook, and a porter].", "killed 1"),
        ("Gunmen killed [Ana Ruiz, her son, and three others].", "killed 5"),
        ("Gunmen killed [a trader, his munshi and a porter].", "killed 3"),
        ("Gunmen killed [a trader and his goat].", ""),
        ("Gunmen killed [two brothers, aged 20 and 24].", "killed 2"),
        ("Gunmen killed [a captain from Bosnia and Herzegovina].", "killed 1"),
        ("Gunmen killed [two hundred and ten villagers].", "killed 210"),
        # what is hit is nobody
        ("Shells hurt {the school}.", ""),
        ("Shells hurt {Gao} market.", ""),
        ("Shells hurt {a milk lorry}.", ""),
        ("Gunmen killed [drivers (12)] in the yard.", "killed 12"),
        ("Gunmen killed [a flautist of 23] in the hall.", "killed 1"),
        ("Two men were shot, see entry [81].", ""),
        ("In the flat [two people] were shot.", "killed 2"),
        ("In the room [five guards] were shot.", "killed 5"),
        ("The guards shot in flat [12] fell.", ""),
        ("Gunmen shot [a list of 23] guards.", "killed 23"),
        # lists whose names are told of apart, or end in S in capitals
        ("GUNMEN KILLED [OMAR BA] AND [EMILIO TORRES].", "killed 1, killed 1"),
        ("GUNMEN KILLED [THE TORRES].", ""),
        (
            "Gunmen killed [Ana Ruiz], 20 years old, and [Omar Ba], 31.",
            "killed 1, killed 1",
        ),
        (
            "Gunmen killed [Ana Ruiz], manager of the farmers' bank, and [Omar Ba].",
            "killed 2",
        ),
        ("Killed was [a cook]; later fell [Ana Ruiz] and [Omar Ba].", "killed 1, killed 1"),
        ("[The mayor] was killed along with [two guards].", "killed 1, killed 2"),
        # beside people whom nobody counts
        ("Gunmen killed [the bishop] and other priests.", ""),
        ("Gunmen killed [the bishop], other priests, and nuns.", ""),
        ("Soldiers and [a driver] were killed.", ""),
        ("Gunmen killed [the mayor] and soldiers fled.", "killed 1"),
        ("Gunmen killed [the mayor] and soldiers were hurt.", "killed 1"),
        ("Held up by masked men and [the driver] was hacked to death.", "killed 1"),
        ("Raid burned huts and [a clerk] did not survive.", "killed 1"),
        ("[The National Guard] suffered dead.", ""),
        # whoever killed himself too
        ("Fatally shot [eight people], then himself.", "killed 9"),
        ("Killed [three] others before turning the gun on himself.", "killed 4"),
        ("Killed [three], he told himself.", "killed 3"),
        ("Killed [three], then shot himself in the foot.", "killed 3"),
        ("Killed [three] before turning the gun on himself, but survived.", "killed 3"),
        ("Police say [the man] shot and killed himself.", "killed 1"),
        ("Police say [the man] then shot himself.", "killed 1"),
        # told twice in other words, or as it might be
        ("[Four] dead, [perhaps five], a nurse said.", "killed 4, killed 5 part"),
        ("[Two] are dead, [a cook and his wife].", "killed 2, killed 2 part"),
        (
            "Dead are [four] soldiers and [fifteen] rebels, that is [nineteen] in all.",
            "killed 4 part, killed 15 part, killed 19",
        ),
        ("Dead are [one guard], [one cook] and [two] clerks.", "killed 1, killed 1, killed 2"),
        ("Dead are [nine], because [one] more succumbed.", "killed 9, killed 1 part"),
        ("The death toll stands at [nine], up from [four].", "killed 9"),
        ("The toll rose from [five to nine].", "killed 9"),
        ("Raiders had [two] of the dead shot from behind.", "killed 2 part"),
        # who came off alive
        ("Raid killed two; [nine] survived.", ""),
        ("Police took [both men] alive.", ""),
        ("Police found [five people] burned alive.", "killed 5"),
        ("[Five people] were found buried alive.", "killed 5"),
        ("Shells hit a bus, {nine passengers} not a scratch.", ""),
        ("[A man] who ran at [two] officers was shot dead.", "killed 1"),
        # nouns for a few
        ("Axed was [a family of five].", "killed 5"),
        ("Killed was [an elderly couple].", "killed 2"),
        ("Burned were [twelve dumpers].", ""),
        ("Gunmen killed [twelve sheep farmers].", "killed 12"),
        ("Gunmen killed [six arms dealers].", "killed 6"),
        # families are no people
        ("Some <600 families> fled the shelling.", ""),
        ("Some ~<600> families~ fled the shelling.", ""),
        ("About <30> households were driven out.", ""),
        ("Shells killed [three village elders].", "killed 3"),
        ("Bombs killed ~[a member] of the crew~.", "killed 1"),
        ("Bombs killed [a couple of guards].", "killed 2"),
        ("Bombs killed [a pair of guards].", "killed 2"),
        ("Bombs killed [a group of 12 miners].", "killed 12"),
        ("Bombs killed [half a dozen men].", "killed 6"),
        ("Bombs killed [Paul Williams].", "killed 1"),
        # totals over several incidents
        ("At least [42 people] have been killed since January in such attacks.", "killed 42+ total"),
        ("More than [300 soldiers] have been killed so far this year.", "killed 301+ total"),
        ("Over the past three months [90] villagers were killed.", "killed 90 total"),
        ("[A guard] was killed in the second attack this year.", "killed 1"),
        # parts of another figure, and additions to one
        ("Raids killed twelve people including [three children].", "killed 3 part"),
        ("Bombs killed 14 people, among them [two women].", "killed 2 part"),
        ("Two guards were wounded, {one} seriously.", "injured 1 part"),
        ("Twelve were killed, [three of them] children.", "killed 3 part"),
        ("Herders were beaten, and [three of them] died.", "killed 3"),
        ("Ten were hurt, [two of whom] died.", "killed 2"),
        ("[Three of those] killed were children.", "killed 3 part"),
        # who came to no harm
        ("Bombs killed [two guards]; [five] were dug out alive.", "killed 2"),
        ("{The driver} was freed unhurt.", ""),
        ("{Two guards} were hurt, and a driver was unhurt.", "injured 2"),
        ("[A trader] was burned alive in his shop.", "killed 1"),
        ("Herders were beaten; [three of those] taken were shot.", "killed 3"),
        ("Raiders killed [16 people], of whom [four] women.", "killed 16, killed 4 part"),
        ("Raiders left [16 dead]: [nine guards] and [seven drivers].",
         "killed 16, killed 9 part, killed 7 part"),
        ("Raiders killed at least [three] people, a cook and [two] guards.", "killed 3+, killed 2 part"),
        ("Raiders killed [three] people and [two] guards.", "killed 3, killed 2"),
        ("Raiders killed [nine people] (seven clerks and [two] guards).", "killed 9, killed 2 part"),
        ("{Nine} were hurt - {seven} clerks and {two} guards - at the well.",
         "injured 9, injured 7 part, injured 2 part"),
        ("Raiders killed [two] guards - [three] more died later.", "killed 2, killed 3"),
        ("{Three} of the {15 people} in hospital were badly hurt.", "injured 3 part, injured 15"),
        ("{None} of the 15 people there was hurt.", "injured 0"),
        ("[Six] of the nine were found dead.", "killed 6"),
        ("Injured: {three} (previously: {five}).", "injured 3, injured 5 part"),
        ("Raiders killed [a mayor], as well as [two] clerks.", "killed 1, killed 2"),
        ("Raiders killed [a mayor] along with [two] clerks.", "killed 1, killed 2"),
        ("Raiders killed [the leader] of the 19 April movement.", "killed 1"),
        ("Raiders killed [the 19 April movement's leader].", "killed 1"),
        ("Bombs hit the depot, as a result of which [two porters] were killed.", "killed 2"),
        # things and ages are nobody, and dead and wounded together are neither
        ("Fire killed [sixty] houses of the quarter.", ""),
        ("The attack killed [three] of the shops.", ""),
        ("A shell killed [a 22 year-old-man].", "killed 1"),
        ("The attack caused [25] casualties.", ""),
        ("[Forty people] were killed and wounded.", ""),
        ("[Forty people] were killed or injured by mines.", ""),
        ("{17} wounded and bodies of [nine] guards were brought in.", "injured 17, killed 9"),
        # nor is who shot, or was shot at, or telephoned
        ("Raiders opened fire on {two} officers.", ""),
        ("Raiders shot at the {two} officers.", ""),
        ("Raiders fled, shooting at the {two} officers.", ""),
        ("Raiders fired at {two} officers, wounding {both}.", "injured 2, injured 2"),
        ("The [three] opened fire.", ""),
        ("They [both] kill.", ""),
        ("Neighbours called [112].", ""),
        ("Shells hurt {the nurse}'s car.", ""),
        ("Shells hurt {the nurse} there.", "injured 1"),
        # the figure that is put right is none
        ("[Seven] and not [eight] people were killed.", "killed 7"),
        ("[Not fewer than 8 people] were killed.", "killed 8+"),
        ("[Another two] soldiers died in the attack.", "killed 2"),
        ("[Three] more were killed in the raid.", "killed 3"),
        ("Mines killed five people and {seven others} were injured.", "injured 7"),
    ],
)  # fmt: skip
def test_figures(example, expected):
    assert told(example) == expected


@pytest.mark.parametrize(
    ("example", "group"),
    [
        ("Raiders killed ~[two] soldiers~.", "two soldiers"),
        ("Raiders killed ~[two]~.", "two"),
        ("Blasts killed [12].", None),
    ],
)
def test_the_counted_people_are_named(example, group):
    text, (phrase,) = figures(example, trigger="killed")
    assert (phrase.group and text[phrase.group.start : phrase.group.end]) == group


def test_a_figure_may_stand_in_another_sentence():
    example = "Gunmen raided a village near Gao. [Nine people] died and {12} were wounded."
    text, found = figures(example, trigger="raided")
    assert [text[p.span.start : p.span.end] for p in found] == ["Nine", "12"]


def test_one_figure_is_told_once_however_often_it_was_marked():
    text = "Gunmen killed at least 12 farmers near Gao."
    twice = act(text, "killed", killed=["at least 12", "12 farmers"])
    assert [figure(p.count) for p in find_figures(read_sentences(text), twice)] == ["12+"]


def test_a_span_over_two_sentences_gives_no_figure():
    text = "Gunmen killed nine. Two fled."
    over = act(text, "killed", killed=["nine. Two"])
    assert find_figures(read_sentences(text), over) == ()


@pytest.mark.parametrize("row", read_lexicon("harms"), ids=lambda row: row["form"])
def test_harms_that_nobody_suffered(row):
    text = row["example"].replace("[", "").replace("]", "")
    found = [phrase for s in read_sentences(text) for phrase in find_nones(s)]
    assert {phrase.kind.value for phrase in found} == set(row["harm"].split("|"))
    assert all(figure(phrase.count) == "0" for phrase in found)
    none = row["example"].index("[")
    assert all(phrase.span.start == none for phrase in found)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The blasts did not cause any casualties.", "injured killed"),
        ("The clashes have not led to any deaths, though several were hurt.", "killed"),
        ("Police have made no arrests.", "arrested"),
        ("The driver of the lorry was not hurt.", "injured"),
        ("The crew walked away unharmed.", "injured"),
        ("The minister was not unscathed.", ""),
        ("The rebels gave no losses.", ""),
        ("No-one was injured in the fire.", "injured"),
        ("No one was inside the flat when police searched it.", ""),
        ("The hut burnt down, but nobody was inside.", "injured killed"),
        ("The ward keeps no record of any wounded.", ""),
        ("His letter does not mention any dead or wounded.", ""),
        ("The prefect got away unhurt, but four porters were wounded.", ""),
        ("The porter was not hurt, but six buyers were injured.", ""),
        ("No shops were hit.", ""),
    ],
)
def test_nones_by_other_words(text, kinds):
    (sentence,) = read_sentences(text)
    assert " ".join(sorted(p.kind.value for p in find_nones(sentence))) == kinds


def test_a_toll_that_has_risen_is_no_day():
    text = "She kept the station shop up to 9 July, and it was shut on her death."
    found = find_figures(read_sentences(text), act(text, "death", killed=["her"]))
    assert all(figure(p.count) == "1" for p in found) and len(found) < 2


def test_harms_that_a_deed_went_without():
    (sentence,) = read_sentences("A shell fell by the well without casualties.")
    assert {p.kind.value for p in find_nones(sentence)} == {"killed", "injured"}


@pytest.mark.parametrize(
    "text",
    [
        "Some were hurt, but no help came.",
        "No ambulance reached the injured.",
        "Nobody spoke; two were wounded.",
        "There were no other victims.",
        "No further deaths were reported.",
        "There were no details of casualties.",
        "The staff gave no casualty figures.",
    ],
)
def test_a_none_of_something_else_is_no_count(text):
    assert [p for s in read_sentences(text) for p in find_nones(s)] == []


@pytest.mark.parametrize("words", ["no toll", "no death toll", "no exact number"])
def test_no_toll_is_no_count_of_none(words):
    text = f"The staff confirmed the raid and gave {words}."
    assert not find_figures(read_sentences(text), act(text, "raid", killed=[words]))


@pytest.mark.parametrize("row", read_lexicon("counting"), ids=lambda row: row["form"][:40])
def test_counting_rows(row):
    words = row["example"][row["example"].index("[") + 1 : row["example"].index("]")]
    assert words in row["form"].split("|")
    text = row["example"].replace("[", "").replace("]", "")
    sentences = read_sentences(text)
    match row["class"]:
        case "deadly":
            assert tells_of_dead(sentences)
        case "numbered":
            assert find_bare_figure(sentences[0].tokens, CountKind.KILLED) is None
        case "many":
            assert not find_figures(sentences, act(text, text.split()[1], killed=[words]))
            (twelve,) = read_sentences(f"Twelve {words}")
            assert find_bare_figure(twelve.tokens, CountKind.KILLED) is not None
        case "group":
            assert not find_figures(sentences, act(text, text.split()[1], killed=[words]))
        case "elsewise":
            assert not find_figures(sentences, act(text, "raid", killed=["twelve"]))
        case kind:
            found = find_figures(sentences, act(text, text.split()[1], killed=["twelve"]))
            assert [(figure(p.count), p.subset) for p in found] == {
                "thing": [],
                "badly": [("12", True)],
            }[kind]


@pytest.mark.parametrize("row", read_lexicon("harm_words"), ids=lambda row: row["form"])
def test_the_word_beside_a_number_tells_its_harm(row):
    """Whatever harm the model took it for."""
    text = row["example"].replace("[", "").replace("]", "")
    number = "twelve" if "twelve" in text.lower() else "one"
    start = text.lower().index(number)
    words = text[start : start + len(number)]
    for taken_for in ("killed", "injured"):
        (phrase,) = find_figures(
            read_sentences(text), act(text, text.split()[0], **{taken_for: [words]})
        )
        assert phrase.kind.value == row["harm"]


@pytest.mark.parametrize(
    ("text", "trigger", "roles", "expected"),
    [
        # of whom a shot hit, the model says whether he died; where it does not, one that nobody
        # died of is a wound
        ("A herder was shot in Otavi.", "shot", {"killed": ["A herder"]}, "killed"),
        ("A herder was shot in the leg in Otavi.", "shot", {"killed": ["A herder"]}, "injured"),
        ("A herder was shot in Otavi.", "shot", {"target": ["A herder"]}, "injured"),
        # who died is no wounded
        ("A herder, Omar Ba, died.", "died", {"injured": ["A herder"], "target": ["A herder"]}, "killed"),
        ("Mines left one dead.", "one dead", {}, "killed"),
        ("A herder wounded on Monday died.", "died", {"injured": ["A herder"], "target": ["A herder"]}, "killed"),
        ("A herder lost an arm.", "lost", {"target": ["A herder"]}, "injured"),
        # whom the model does not name, grammar does
        ("A herder was wounded near Otavi.", "wounded", {}, "injured"),
        ("Raiders shot dead a herder near Otavi.", "shot dead", {}, "killed"),
    ],
)  # fmt: skip
def test_what_was_done_to_one(text, trigger, roles, expected):
    (phrase,) = find_figures(read_sentences(text), act(text, trigger, **roles))
    assert (phrase.kind.value, figure(phrase.count)) == (expected, "1")


@pytest.mark.parametrize(
    ("text", "killed", "expected"),
    [
        ("Ana Ruiz, a guard, died.", ["Ana Ruiz", "a guard"], 1),
        ("Ana Ruiz and a guard died.", ["Ana Ruiz", "a guard"], 2),
        ("Ana Ruiz, 32, and a guard died.", ["Ana Ruiz", "a guard"], 2),
        ("A clerk, a cook and a guard died.", ["A clerk", "a cook", "a guard"], 3),
    ],
)
def test_a_list_ends_in_and_and_an_apposition_does_not(text, killed, expected):
    found = find_figures(read_sentences(text), act(text, "died", killed=killed))
    assert sum(phrase.count.best for phrase in found) == expected


@pytest.mark.parametrize(
    ("taken_for", "left"), [("Ebo", []), ("Ebo Haines", ["Ebo Haines"]), ("Two guards", ["Two"])]
)
def test_the_name_of_a_place_is_nobody(taken_for, left):
    text = f"Raiders killed {taken_for} on Monday."
    told = read_figures(read_sentences(text), act(text, "killed", killed=[taken_for]))
    place = part(text, taken_for.split()[0]).span
    found = without_names_of([place], told).figures
    assert [text[p.span.start : p.span.end] for p in found] == left


@pytest.mark.parametrize(
    ("text", "hurt"),
    [("Raiders raped two women.", []), ("Raiders raped and wounded two women.", [2])],
)
def test_rape_alone_is_no_wound(text, hurt):
    deed = act(text, "raped", type="sexual_violence", injured=["two women"])
    assert [p.count.best for p in find_figures(read_sentences(text), deed)] == hurt


def test_times_and_rounds_are_nobody():
    text = "Raiders shot the herder 20 times."
    found = find_figures(read_sentences(text), act(text, "shot", killed=["20"]))
    assert [phrase for phrase in found if phrase.count.best == 20] == []


@pytest.mark.parametrize(
    ("text", "killed", "expected"),
    [
        ("The death toll has risen to 14 after five more bodies were found.", "five", 14),
        ("The toll rose to at least 30, with nine dead in one house.", "nine", 30),
        ("The death toll fell to six when nine were found alive.", "nine", 6),
        ("Five more bodies were found after the road was cleared.", "Five", 5),
    ],
)
def test_a_toll_is_what_it_has_risen_to(text, killed, expected):
    (phrase,) = find_figures(read_sentences(text), act(text, killed, killed=[killed]))
    assert (phrase.count.best or phrase.count.low) == expected


def test_a_war_as_a_whole_is_no_incident():
    text = (
        "More than 40,000 people have been killed since an insurgency began in the north in 2009."
    )
    (phrase,) = find_figures(read_sentences(text), act(text, "killed", killed=["More than 40,000"]))
    assert phrase.cumulative


def test_one_joined_to_a_number_counts_with_it():
    text = "Two guards and a cook were killed."
    found = find_figures(
        read_sentences(text),
        act(text, "killed", killed=["Two", "a cook"], target=["Two guards", "a cook"]),
    )
    assert [phrase.count.best for phrase in found] == [2, 1]


def test_a_word_behind_its_number_takes_no_other_word_s_number():
    text = "Three shot, one dead near the market of Gao."
    deed = act(text, "dead", killed=["Three", "one"])
    assert [p.count.best for p in find_figures(read_sentences(text), deed)] == [1]
    text = "Three men and one woman dead near the market of Gao."
    deed = act(text, "dead", killed=["Three men", "one woman"])
    assert [p.count.best for p in find_figures(read_sentences(text), deed)] == [3, 1]


@pytest.mark.parametrize(
    ("example", "trigger", "expected"),
    [
        # told as a part
        ("Bombs hurt {17} persons, one of the injured badly.", "hurt", "injured 17"),
        (
            "Bombs hurt {17} persons. {One} of the injured lost a leg.",
            "hurt",
            "injured 17, injured 1 part",
        ),
        # whatever the model took "twelve" for, "killing" is the verb of both
        (
            "A bomb went off, killing him and {twelve} others, wounding {215}.",
            "went off",
            "killed 12, injured 215",
        ),
        ("They agreed: [no more deaths], no raids.", "agreed", ""),
        # in capitals a plural is no name
        ("THE REPORT MENTIONS [MILITARY CASUALTIES] OF THE FIGHTING.", "FIGHTING", ""),
        ("THE GUARD OF CHANNEL [7] WAS KILLED.", "KILLED", ""),
    ],
)
def test_whom_a_number_counts(example, trigger, expected):
    _, found = figures(example, trigger=trigger)
    assert ", ".join(f"{p.kind.value} {figure(p.count)}{flags(p)}" for p in found) == expected


def test_a_number_of_shot_is_no_toll_beside_a_number_of_dead():
    text = "Three men were shot near the market of Gao, one of them dead."
    deed = act(text, "shot", killed=["Three men"])
    assert not find_figures(read_sentences(text), deed)
    text = "Three men were shot dead near the market of Gao."
    deed = act(text, "shot dead", killed=["Three men"])
    assert [p.count.best for p in find_figures(read_sentences(text), deed)] == [3]


def test_decades_of_life_count_nobody():
    text = "A woman in her 20's was shot in both feet near Gao."
    deed = act(text, "shot", injured=["A woman in her 20"])
    assert [p.count.best for p in find_figures(read_sentences(text), deed)] == [1]


def test_whom_an_abduction_hit_were_abducted():
    text = "Men on motorcycles carried off the head of the post and two drivers."
    roles = {"target": ["the head of the post", "two drivers"]}
    deed = act(text, "carried off", type="abduction", **roles)
    assert [(p.kind.value, figure(p.count)) for p in find_figures(read_sentences(text), deed)] == [
        ("abducted", "1"),
        ("abducted", "2"),
    ]


@pytest.mark.parametrize(
    ("said", "best"),
    [
        ("at nine", 9),
        ("two, not fourteen", 2),
        ("two or fourteen by turns", None),  # two numbers: which one he stands by, nobody has read
        ("of twenty", 20),  # "boasted | of twenty"
        ("at least six", 6),
        ("eleven houses", None),
        ("ten families", None),
        ("to be Hana Ruiz, 32.", None),  # an age
        ("fired 40 rounds", None),
        ("the post at kilometre 7", None),
        ("a man of 34", None),
        ("a fairy tale", None),
        ("no such thing", None),
        ("they saw none", None),
        ("one of ours", None),
        ("seven survivors", None),
        ("three of them children", None),
        ("among them two women", None),
        ("four fewer than he", None),
        ("nine people", 9),
        ("fourteen dead", 14),
        ("nine dead at the gate", 9),
        ("seven in its book", 7),
        ("nine at the morgue", 9),
    ],
)
def test_the_figure_of_words_that_name_no_deed(said, best):
    (sentence,) = read_sentences(said)
    phrase = find_bare_figure(sentence.tokens, CountKind.KILLED)
    assert (None if phrase is None else phrase.count.best) == best


def test_a_harm_beside_a_bare_figure_tells_what_it_counts():
    (sentence,) = read_sentences("seven wounded")
    assert find_bare_figure(sentence.tokens, CountKind.KILLED).kind is CountKind.INJURED


@pytest.mark.parametrize(
    ("said", "best"),
    [
        ("the toll had risen to 31 by Friday evening", 31),
        ("put the death toll at nine", 9),
        ("a toll of at least 40", 40),
        ("the toll road to Lagos is closed", None),
        ("31 by Friday", None),
        ("the toll was unknown", None),
    ],
)
def test_the_dead_of_a_toll_that_names_no_deed(said, best):
    (sentence,) = read_sentences(said)
    phrase = find_toll(sentence.tokens)
    assert (None if phrase is None else phrase.count.best) == best
