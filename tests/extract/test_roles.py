"""Who did what to whom: a case is a line, with the heads of the noun phrases in lower case."""

import pytest
from tests.extract.clauses import read_one

from dateline.records import Modality


def roles_at(text, trigger):
    """Doers and sufferers (people, else things) of the first trigger worded so."""
    clause = read_one(text)
    found = {clause.wording(t): r for t, r in reversed(list(zip(clause.triggers, clause.roles, strict=True)))}  # fmt: skip
    roles = found[trigger]
    return (
        " ".join(clause.heads(roles.perpetrators)),
        " ".join(clause.heads((*roles.targets, *roles.objects))),
    )


@pytest.mark.parametrize(
    ("text", "trigger", "doers", "hit"),
    [
        # active
        ("Gunmen killed four herders near Yola.", "killed", "gunmen", "herders"),
        ("Gunmen killed at least four herders near Yola.", "killed", "gunmen", "herders"),
        ("Rebels attacked a convoy near Goma.", "attacked", "rebels", "convoy"),
        ("The army shelled the village at dawn.", "shelled", "army", ""),
        ("Police arrested thirty protesters and two reporters.", "arrested", "police", "protesters reporters"),
        ("Soldiers and militiamen burned forty houses.", "burned", "soldiers militiamen", "houses"),
        ("Militants on motorcycles killed nine farmers.", "killed", "militants", "farmers"),
        ("Unidentified gunmen on Monday shot dead a judge.", "shot dead", "gunmen", "judge"),
        ("The rebels, who came at night, abducted two teachers.", "abducted", "rebels", "teachers"),
        ("Troops have detained the editor.", "detained", "troops", "editor"),
        ("Two soldiers raped a woman in her home.", "raped", "soldiers", "woman"),
        ("Insurgents blew up a bridge.", "blew up", "insurgents", "bridge"),
        ("Police fired on protesters.", "fired on", "police", "protesters"),
        ("Men on motorcycles opened fire on a wedding party.", "opened fire", "men", "party"),
        ("Villagers lynched two suspected thieves.", "lynched", "villagers", "thieves"),
        ("The guerrillas freed four policemen.", "freed", "", "policemen"),
        # passive, with and without an agent
        ("Four herders were killed by gunmen near Yola.", "killed", "gunmen", "herders"),
        ("Four herders were killed near Yola.", "killed", "", "herders"),
        ("A councillor was gunned down outside his home.", "gunned down", "", "councillor"),
        ("The convoy was attacked by rebels.", "attacked", "rebels", "convoy"),
        ("A priest has been abducted by armed men.", "abducted", "men", "priest"),
        ("Two reporters were detained and beaten by soldiers.", "beaten", "soldiers", "reporters"),
        ("The mayor was shot dead on Friday by two men on a motorcycle.", "shot dead", "men", "mayor"),
        ("The police station was seized by insurgents.", "seized", "insurgents", "police station"),
        ("Nine recruits died when rebels attacked a camp.", "died", "", "recruits"),
        ("Nine recruits died when rebels attacked a camp.", "attacked", "rebels", "camp"),
        ("Twelve people, including three children, were killed in the strike.", "killed", "", "people children"),
        ("A judge and his driver were assassinated in Lima.", "assassinated", "", "judge driver"),
        # relative clauses and participles
        ("Gunmen who killed four herders fled into the hills.", "killed", "gunmen", "herders"),
        ("The soldiers killed in the ambush were recruits.", "killed", "", "soldiers"),
        ("A teacher kidnapped by rebels was released.", "kidnapped", "rebels", "teacher"),
        ("Rebels raided the village, killing six farmers.", "killing", "rebels", "farmers"),
        ("The rebels attacked a post and killed two guards.", "killed", "rebels", "guards"),
        ("Bandits stormed the school, abducted 20 pupils and burned the clinic.", "abducted", "bandits", "pupils"),
        ("Bandits stormed the school, abducted 20 pupils and burned the clinic.", "burned", "bandits", "clinic"),
        ("An attack by rebels on a village killed nine farmers.", "killed", "", "farmers"),
        ("Police said gunmen killed two traders.", "killed", "gunmen", "traders"),
        ("Two traders were killed by gunmen, police said.", "killed", "gunmen", "traders"),
        ("According to police, rebels killed two traders.", "killed", "rebels", "traders"),
        ("The army said its soldiers had killed six rebels.", "killed", "soldiers", "rebels"),
        ("The army said six rebels had been killed.", "killed", "", "rebels"),
        # nominal
        ("An attack by rebels on a village killed nine.", "attack", "rebels", ""),
        ("The attack on the barracks lasted two hours.", "attack", "", "barracks"),
        ("The murder of a priest by paramilitaries was condemned.", "murder", "paramilitaries", "priest"),
        ("A rebel attack on a convoy was reported.", "attack", "rebel", "convoy"),
        ("The army's shelling of the market went on.", "shelling", "army", "market"),
        ("The arrest of the opposition leader set off rallies.", "arrest", "", "leader"),
        ("The kidnapping of two nurses by gunmen shocked the town.", "kidnapping", "gunmen", "nurses"),
        ("An ambush against a police patrol took place.", "ambush", "", "patrol"),
        ("A Boko Haram raid on the town left ten dead.", "raid", "boko haram", ""),
        ("The police killing of a student set off riots.", "killing", "police", "student"),
        # two sides
        ("Clashes between soldiers and rebels killed eleven.", "clashes", "soldiers", "rebels"),
        ("Soldiers clashed with rebels near Walikale.", "clashed", "soldiers", "rebels"),
        ("Soldiers and rebels clashed near Walikale.", "clashed", "soldiers", "rebels"),
        ("Fighting between the army and rebels killed forty.", "fighting", "army", "rebels"),
        ("Troops battled militants outside Marawi.", "battled", "troops", "militants"),
        ("A gun battle between police and smugglers broke out.", "gun battle", "police", "smugglers"),
        ("The army repelled an attack by insurgents.", "attack", "insurgents", ""),
        # the doer named apart from the deed
        ("The Red Valley rebels claimed responsibility for the attack.", "attack", "rebels", ""),
        ("The attack was claimed by the rebels.", "attack", "rebels", ""),
        ("The army blamed the attack on rebels.", "attack", "rebels", ""),
        ("The raid was blamed on bandits.", "raid", "bandits", ""),
        ("The governor blamed the rebels for the raid.", "blamed", "rebels", ""),
        ("Villagers accused the army of shelling their homes.", "accused", "army", ""),
        ("Rebels carried out the attack on the bridge.", "attack", "rebels", "bridge"),
        ("The massacre was attributed to paramilitaries.", "massacre", "paramilitaries", ""),
        # headlines
        ("Gunmen kill four in Yola", "kill", "gunmen", ""),
        ("Police officer shot dead in Cali", "shot dead", "", "officer"),
        pytest.param("Two killed as army shells bridge", "shells", "army", "bridge", marks=pytest.mark.xfail(reason="\"army shells\" is read as a weapon", strict=True)),
        ("Bandits torch school in Zamfara", "torch", "bandits", "school"),
        ("Suspected bandits abduct priest", "abduct", "bandits", "priest"),
        # capitals of old agency copy, translated English
        ("GUERRILLAS MURDERED A MAYOR IN THE NORTHERN PROVINCE.", "murdered", "guerrillas", "mayor"),
        ("THE MAYOR WAS KIDNAPPED BY ARMED MEN LAST NIGHT.", "kidnapped", "men", "mayor"),
        pytest.param("By the terrorists were executed 58 residents.", "executed", "terrorists", "residents", marks=pytest.mark.xfail(reason="an agent at the head of its sentence", strict=True)),
        ("The militants of the group shot four deserters.", "shot", "militants", "deserters"),
        # doers that can be none
        ("A bomb killed two policemen.", "killed", "", "policemen"),
        ("The blast wounded nine shoppers.", "wounded", "", "shoppers"),
        ("Witnesses saw the bomb kill two boys.", "kill", "", "boys"),
        ("The strike hit a hospital, killing two doctors.", "killing", "", "doctors"),
    ],
)  # fmt: skip
def test_roles(text, trigger, doers, hit):
    assert roles_at(text, trigger) == (doers, hit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels claimed responsibility for the attack.", Modality.CLAIMED),
        ("The army blamed the attack on rebels.", Modality.ALLEGED),
        ("The attack was attributed to rebels.", Modality.ALLEGED),
        ("The attack was carried out by rebels.", Modality.ASSERTED),
    ],
)
def test_how_sure_the_wording_is_of_the_doer(text, expected):
    clause = read_one(text)
    authorship = {
        r.authorship for t, r in zip(clause.triggers, clause.roles, strict=True) if t.noun
    }
    assert authorship == {expected}


SIDES = [("soldiers", "rebels"), ("militants", "policemen"), ("gunmen", "farmers")]
FRAMES = [
    ("The {a} attacked the {b} near the bridge.", "attacked"),
    ("The {b} were attacked by the {a} near the bridge.", "attacked"),
    ("Three {b} were killed by {a} on Monday.", "killed"),
    ("The {a} abducted two {b} and left.", "abducted"),
    ("An ambush by {a} on the {b} was reported.", "ambush"),
    ("Police said the {a} had shot dead the {b}.", "shot dead"),
    ("The {a} who killed the {b} got away.", "killed"),
]


@pytest.mark.parametrize(("text", "trigger"), FRAMES)
@pytest.mark.parametrize(("one", "other"), SIDES)
def test_swapping_the_sides_swaps_the_roles_and_nothing_else(text, trigger, one, other):
    assert roles_at(text.format(a=one, b=other), trigger) == (one, other)
    assert roles_at(text.format(a=other, b=one), trigger) == (other, one)
