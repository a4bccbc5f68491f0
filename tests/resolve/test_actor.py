"""Wordings to actors: a case is a line. The registry is checked row by row."""

import re
from collections import defaultdict
from datetime import date

import pytest

from dateline.errors import LexiconError
from dateline.lexicons import read_lexicon
from dateline.records import Actor, ActorKind
from dateline.resolve.actor import (
    candidates,
    fold,
    load_registry,
    parent_of,
    resolve_actor,
    same_actor,
    speak_for,
    strip_number,
)

REGISTRY = load_registry()
ROWS = read_lexicon("actors")
BODIES = {row["key"]: row for row in read_lexicon("state_bodies")}


@pytest.mark.parametrize(
    ("wording", "country", "year", "name", "kind", "actor_id", "base"),
    [
        # aliases
        ("IS", "IQ", 2016, "Islamic State", "rebel", "islamic-state", None),
        ("Daesh", "SY", 2016, "Islamic State", "rebel", "islamic-state", None),
        ("داعش", "SY", 2016, "Islamic State", "rebel", "islamic-state", None),
        ("the so-called Islamic State", "SY", 2016, "Islamic State", "rebel", "islamic-state", None),
        ("the militants of the banned terrorist organization “Islamic state” (ISIS, ISIL, DAISH)", "SY", 2017, "Islamic State", "rebel", "islamic-state", None),
        ("three members of the Islamic State", "SY", None, "Islamic State", "rebel", "islamic-state", None),
        ("an ISIL supporter", "CA", 2016, "ISIL supporter", "unknown", None, None),
        ("two FMLN deserters", "SV", 1989, "FMLN deserters", "unknown", None, None),
        ("the Metropolitan Police", "CO", 1989, "Police Forces of Colombia", "state_forces", "police-co", "CO"),
        ("the Metropolitan Police", "GB", 2005, "Metropolitan Police Service", "state_forces", "metropolitan-police", "GB"),
        ("ISIS", "PH", 2017, "Islamic State – East Asia Province", "rebel", "islamic-state-east-asia", "PH"),
        ("ISIS", "FR", 2015, "Islamic State", "rebel", "islamic-state", None),
        ("suspected Boko Haram fighters", "NG", 2014, "Boko Haram", "rebel", "boko-haram", "NG"),
        ("Boko Harram", "NG", 2014, "Boko Haram", "rebel", "boko-haram", "NG"),
        ("Al Qaida", "AF", 2005, "al-Qaeda", "rebel", "al-qaeda", "AF"),
        ("TERRORISTS OF THE FARABUNDO MARTI NATIONAL LIBERATION FRONT [FMLN]", "SV", 1989, "Farabundo Martí National Liberation Front", "rebel", "fmln", "SV"),
        ("FMLN", "SV", 1989, "Farabundo Martí National Liberation Front", "rebel", "fmln", "SV"),
        ("THOSE WHO ORDERED THE RAID", "SV", 1989, "THOSE WHO ORDERED THE RAID", "unknown", None, None),
        ("a sniper", "GE", 2008, "sniper", "unknown", None, None),
        ("us", "SV", 1989, "us", "unknown", None, None),
        ("a local militia sergeant", "RU", 2005, "local militia sergeant", "state_forces", None, None),
        ("two employees of militia", "RU", 2005, "Police Forces of Russia", "state_forces", "police-ru", "RU"),
        ("men of the militia", "RU", 2005, "men of the militia", "militia", None, None),
        ("a militia sergeant", "RU", 2022, "militia sergeant", "state_forces", None, None),
        ("rebel commandos", "SV", 1989, "rebel commandos", "state_forces", None, None),
        ("a local defence force", "SS", 2017, "local defence force", "militia", None, None),
        ("SENDERO LUMINOSO", "PE", 1989, "Shining Path", "rebel", "shining-path", "PE"),
        ("Colombian Revolutionary Armed Forces", "CO", 1989, "Revolutionary Armed Forces of Colombia", "rebel", "farc", "CO"),
        ("a Hamas commander", "PS", 2014, "Hamas", "rebel", "hamas", "PS"),
        ("Hezbollah", "AR", 1994, "Hezbollah", "rebel", "hezbollah", "LB"),
        ("Houthi rebels", "YE", 2018, "Houthis", "rebel", "houthis", "YE"),
        ("Tamil Tigers", "LK", 1998, "Liberation Tigers of Tamil Eelam", "rebel", "ltte", "LK"),
        ("PKK militants", "TR", 1995, "Kurdistan Workers' Party", "rebel", "pkk", "TR"),
        ("NPA guerrillas", "PH", 2001, "New People's Army", "rebel", "npa", "PH"),
        ("gunmen of the Sinaloa Cartel", "MX", 2019, "Sinaloa Cartel", "gang", "sinaloa-cartel", "MX"),
        ("the Jalisco New Generation Cartel (CJNG)", "MX", 2019, "Jalisco New Generation Cartel", "gang", "cjng", "MX"),
        ("Arellano Félix cartel", "MX", 2000, "Tijuana Cartel", "gang", "tijuana-cartel", "MX"),
        ("the Rapid Support Forces", "SD", 2023, "Rapid Support Forces", "rebel", "rsf", "SD"),
        ("Wagner mercenaries", "ML", 2022, "Wagner Group", "militia", "wagner", "RU"),
        ("Reuters", "IQ", 2004, "Reuters", "media", "reuters", "GB"),
        ("17 November", "GR", 1989, "17 November", "rebel", "november-17", "GR"),
        ("The Resistance Front", "IN", 2021, "The Resistance Front", "rebel", "trf", "IN"),
        # branches, years and places
        ("the Islamic State", "AF", 2020, "Islamic State – Khorasan Province", "rebel", "islamic-state-khorasan", "AF"),
        ("al-Qaeda", "YE", 2012, "al-Qaeda in the Arabian Peninsula", "rebel", "aqap", "YE"),
        ("SLA", "LB", 1990, "South Lebanon Army", "militia", "sla", "LB"),
        ("SLA", "SD", 2005, "Sudan Liberation Movement", "rebel", "slm", "SD"),
        ("AFP", "PH", 2010, "Military Forces of the Philippines", "state_forces", "military-ph", "PH"),
        ("AFP", "FR", 2010, "Agence France-Presse", "media", "afp", "FR"),
        ("AFP", None, None, "AFP", "unknown", None, None),  # two fit: no id
        ("ADF", "CD", 2020, "Allied Democratic Forces", "rebel", "adf", "UG"),
        ("ADF", "AU", 2020, "Military Forces of Australia", "state_forces", "military-au", "AU"),
        ("ADF", "BR", 2020, "ADF", "unknown", None, None),  # an acronym of somebody else's
        ("Taliban", "AF", 1983, "Taliban", "unknown", None, None),  # before it was founded
        ("US-led coalition", "IQ", 2004, "Multi-National Force – Iraq", "external_forces", "mnf-i", None),
        ("US-led coalition", "SY", 2017, "Global Coalition against Daesh", "external_forces", "cjtf-oir", None),
        ("UN peacekeepers", "ML", 2016, "MINUSMA", "external_forces", "minusma", None),
        ("UN peacekeepers", "ML", None, "UN peacekeepers", "external_forces", None, None),
        # namesakes: by place, year, leader, or not at all
        ("Taliban", "PK", 2012, "Tehrik-i-Taliban Pakistan", "rebel", "ttp", "PK"),
        ("Taliban", None, 2013, "Taliban", "rebel", None, None),
        ("Ansar al-Sharia", "LY", 2013, "Ansar al-Sharia in Libya", "rebel", "ansar-al-sharia-libya", "LY"),
        ("Ansar al-Sharia", None, 2013, "Ansar al-Sharia", "rebel", None, None),
        ("the Libyan Ansar al-Sharia", None, 2013, "Ansar al-Sharia in Libya", "rebel", "ansar-al-sharia-libya", "LY"),
        ("al-Shabab", "MZ", 2020, "Islamic State – Mozambique Province", "rebel", "islamic-state-mozambique", "MZ"),
        ("al-Shabab", "KE", 2015, "al-Shabaab", "rebel", "al-shabaab", "SO"),
        ("al-Shabab", "TZ", 2020, "al-Shabab", "rebel", None, None),  # both raid there
        ("Islamic State", "PK", 2022, "Islamic State", "rebel", None, None),  # two provinces
        ("FARC", "CO", 2010, "Revolutionary Armed Forces of Colombia", "rebel", "farc", "CO"),
        ("FARC", "CO", 2019, "FARC", "rebel", None, None),
        ("FARC dissidents", "CO", 2020, "FARC dissidents", "rebel", None, None),
        ("FARC dissidents of Mordisco", "CO", 2020, "Central General Staff", "rebel", "emc", "CO"),
        ("Mai-Mai", "CD", 2010, "Mai-Mai", "militia", None, None),
        ("Mai-Mai of Sheka", "CD", 2011, "Nduma Defense of Congo", "militia", "mai-mai-sheka", "CD"),
        ("KLA", "RS", 1998, "Kosovo Liberation Army", "rebel", "uck-kosovo", "XK"),
        ("KLA", "MM", 1998, "Karen National Liberation Army", "rebel", "knla", "MM"),
        ("KLA", None, 1998, "KLA", "rebel", None, None),
        ("Red Brigades", "IT", 1981, "Red Brigades", "rebel", "red-brigades", "IT"),
        ("Red Brigades", "IT", 2002, "New Red Brigades", "rebel", "new-red-brigades", "IT"),
        ("SPLA", "SD", 1995, "Sudan People's Liberation Army", "rebel", "splm-a", "SS"),
        ("SPLA", "SS", 2015, "Military Forces of South Sudan", "state_forces", "military-ss", "SS"),
        ("National Liberation Army", None, 2001, "National Liberation Army", "rebel", None, None),
        ("Congress", None, 1994, "Congress", "organisation", None, None),
        ("Kony's men", "UG", 2003, "Lord's Resistance Army", "rebel", "lra", "UG"),
        ("Haftar's troops", "LY", 2019, "Libyan National Army", "rebel", "lna", "LY"),
        ("Chechen fighters", "SY", 2014, "Chechen fighters", "rebel", None, None),  # what, not who
        # spellings
        ("Jeysh ul-Islam", "SY", 2015, "Jaysh al-Islam", "rebel", "jaysh-al-islam", "SY"),
        ("Kataib Hizbollah", "IQ", 2020, "Kata'ib Hezbollah", "militia", "kataib-hezbollah", "IQ"),
        ("भाकपा (माओवादी)", "IN", 2022, "Communist Party of India (Maoist)", "rebel", "cpi-maoist", "IN"),
        ("ЧВК «Вагнер»", "UA", 2023, "Wagner Group", "militia", "wagner", "RU"),
        ("حركة طالبان", "AF", 2021, "Taliban", "rebel", "taliban", "AF"),
        ("the rioters", "KR", 2008, "rioters", "rioters", None, None),  # sounds like Reuters
        # missions
        ("AU soldiers", "SO", 2012, "African Union Mission in Somalia", "external_forces", "amisom", None),
        ("NATO troops", "AF", 2009, "International Security Assistance Force", "external_forces", "isaf", None),
        ("NATO troops", "LY", 2011, "North Atlantic Treaty Organization", "external_forces", "nato", None),
        ("the UN", "SY", 2013, "United Nations", "organisation", "un", None),  # not its observers there
        # role and country
        ("Sudanese warplanes", "SD", 2012, "Military Forces of Sudan", "state_forces", "saf", "SD"),
        ("Burkinabe gendarmes", "BF", None, "Gendarmerie of Burkina Faso", "state_forces", "gendarmerie-bf", "BF"),
        ("Togolese soldiers", "TG", None, "Military Forces of Togo", "state_forces", "military-tg", "TG"),
        ("Congolese soldiers", "CG", 1998, "Military Forces of the Republic of the Congo", "state_forces", "military-cg", "CG"),
        ("Congolese soldiers", "CD", 1998, "Military Forces of the Democratic Republic of the Congo", "state_forces", "military-cd", "CD"),
        ("Congolese soldiers", "UG", 1998, "Congolese soldiers", "state_forces", None, None),  # which Congo
        ("Armenian and Azerbaijani forces", "AZ", 2020, "Armenian and Azerbaijani forces", "unknown", None, None),
        ("Iran-backed government forces", "YE", 2016, "Iran-backed government forces", "state_forces", None, None),
        ("former soldiers", "HT", 2004, "former soldiers", "state_forces", None, None),
        ("Nairobi police", "KE", 2010, "Police Forces of Kenya", "state_forces", "police-ke", "KE"),
        ("Superintendent Ali Murad", "PK", 2010, "Superintendent Ali Murad", "state_forces", None, None),
        ("Saddam's police", "IQ", 1991, "Police Forces of Iraq", "state_forces", "police-iq", "IQ"),
        ("полиция", "UA", 2010, "Police Forces of Ukraine", "state_forces", "police-ua", "UA"),
        ("an Iraqi army spokesman", "IQ", 2010, "Military Forces of Iraq", "state_forces", "military-iq", "IQ"),
        ("Tunisian National Guard", "TN", 2015, "National Guard of Tunisia", "state_forces", "national-guard-tn", "TN"),
        ("two Iraqi soldiers", "IQ", None, "Military Forces of Iraq", "state_forces", "military-iq", "IQ"),
        ("Iraqi military", "IQ", None, "Military Forces of Iraq", "state_forces", "military-iq", "IQ"),
        ("Iraq's security forces", "IQ", None, "Security Forces of Iraq", "state_forces", "security-iq", "IQ"),
        ("the army", "SV", 1989, "Military Forces of El Salvador", "state_forces", "military-sv", "SV"),
        ("government forces", "SY", 2014, "Military Forces of Syria", "state_forces", "military-sy", "SY"),
        ("police", "IN", None, "Police Forces of India", "state_forces", "police-in", "IN"),
        ("police", None, None, "police", "state_forces", None, None),
        ("members of the police", "MX", None, "Police Forces of Mexico", "state_forces", "police-mx", "MX"),
        ("Turkish soldiers", "SY", 2019, "Military Forces of Turkey", "external_forces", "military-tr", "TR"),
        ("Israeli troops", "LB", 2006, "Military Forces of Israel", "external_forces", "idf", "IL"),
        ("IDF", "IL", 2006, "Military Forces of Israel", "state_forces", "idf", "IL"),
        ("Israel", "LB", 2006, "Government of Israel", "external_forces", "government-il", "IL"),
        ("the United States", None, None, "Government of the United States", "state_forces", "government-us", "US"),
        ("officers", "FR", None, "officers", "state_forces", None, None),
        ("foreign forces", "AF", 2009, "foreign forces", "external_forces", None, None),
        ("the Security Forces", "PE", 1990, "Security Forces of Peru", "state_forces", "security-pe", "PE"),
        ("THE TOLIMA BATTALION", "CO", 1990, "TOLIMA BATTALION", "state_forces", None, None),
        ("THE AIR FORCE", "SV", 1990, "Military Forces of El Salvador", "state_forces", "military-sv", "SV"),
        ("Kurdish forces", "SY", 2015, "Kurdish forces", "unknown", None, None),
        ("Tolima Battalion", "CO", 1990, "Tolima Battalion", "state_forces", None, None),
        # as written
        ("at least 58 people", "IQ", None, "people", "civilians", None, None),
        ("residents", "IQ", None, "residents", "civilians", None, None),
        ("a woman", "IQ", None, "woman", "civilians", None, None),
        ("gunmen", "IQ", None, "gunmen", "unknown", None, None),
        ("unidentified armed men", "CO", None, "unidentified armed men", "unknown", None, None),
        ("men of the Moro Islamic Liberation Front", "PH", 2005, "Moro Islamic Liberation Front", "rebel", "milf", "PH"),
        ("a half-company of the army", "ML", 2015, "Military Forces of Mali", "state_forces", "military-ml", "ML"),
        ("men of the militia", "ML", None, "men of the militia", "militia", None, None),
        ("fighters of the army", "ML", 2015, "Military Forces of Mali", "state_forces", "military-ml", "ML"),
        ("Abel Tarenko", "US", None, "Abel Tarenko", "civilians", None, None),
        ("Abel Brigade", "US", None, "Abel Brigade", "state_forces", None, None),
        ("the men of Gao", "ML", None, "men of Gao", "civilians", None, None),
        ("men of Mali", "ML", None, "men of Mali", "civilians", None, None),
        ("\u201cguerrillas", "CO", None, "guerrillas", "rebel", None, None),  # closed behind the wording
        ("the brother of a Hamas commander", "PS", None, "brother of a Hamas commander", "civilians", None, None),
        ("journalists", "SY", None, "journalists", "media", None, None),
        ("protesters", "IR", None, "protesters", "protesters", None, None),
        ("rioters", "IR", None, "rioters", "rioters", None, None),
        ("drug traffickers", "CO", None, "drug traffickers", "gang", None, None),
        ("rebels", "CO", None, "rebels", "rebel", None, None),
        ("a militia", "LB", None, "militia", "militia", None, None),
        ("three Iraqis", "IQ", None, "Iraqis", "civilians", None, None),
        ("unicorns", "IQ", None, "unicorns", "unknown", None, None),
    ],
)  # fmt: skip
def test_resolve_actor(wording, country, year, name, kind, actor_id, base):
    day = date(year, 6, 1) if year else None
    actor = resolve_actor(wording, country=country, day=day, registry=REGISTRY)
    assert actor == Actor(name, ActorKind(kind), actor_id, base)


@pytest.mark.parametrize(
    ("speaker", "body"),
    [
        ("a Hamas commander", "hamas"),
        ("Radio Venceremos", "fmln"),
        ("Al-Manar", "hezbollah"),
        ("Reuters", None),
        ("a driver", None),
        ("the Ministry of Defence", None),  # its men are the army's
        ("Defence Force of the Mountain", None),  # of no state
    ],
)
def test_for_whom_a_speaker_says_our_men(speaker, body):
    found = speak_for(speaker, REGISTRY, country=None, day=None)
    assert (found and found.actor_id) == body


def test_both_of_two_that_fit_are_kept_as_candidates():
    found = candidates("AFP", country=None, day=None, registry=REGISTRY)
    assert {actor.actor_id for actor in found} == {"afp", "military-ph"}


def test_a_role_given_by_the_mention_helps_where_the_wording_tells_nothing():
    actor = resolve_actor("Rosa Quintana", country="CO", day=None, registry=REGISTRY, role="person")
    assert actor.kind is ActorKind.CIVILIANS


@pytest.mark.parametrize(
    ("wording", "bare"),
    [
        ("at least 12 Iraqi soldiers", "Iraqi soldiers"),
        ("dozens of villagers", "villagers"),
        ("four of them", "four of them"),
        ("one of them, a nurse by trade", "one of them, a nurse by trade"),
        ("three of those who rode home", "those who rode home"),
        ("A couple who slept", "couple who slept"),
        ("Fifteen or so youths", "youths"),
        ("Fifteen or so", "Fifteen or so"),
        ("twenty-three of the hostages", "hostages"),
        ("12,500 people", "people"),
        ("the two Resistance Front men", "Resistance Front men"),
    ],
)
def test_strip_number(wording, bare):
    assert strip_number(wording) == bare


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("The rebels", None, None), ("rebels", None, None), True),
        (("five gunmen", None, None), ("a gunman", None, None), True),
        (("Séléka men", None, None), ("Seleka men", None, None), True),
        (("The rebels", None, None), ("villagers", None, None), False),
        (("IS", "x", None), ("ISIL", "x", "IQ"), True),
        (("Taliban", "taliban", "AF"), ("Taliban", "ttp", "PK"), False),
        (("Taliban", "taliban", "AF"), ("Taliban", None, None), False),  # it may mean the other
        (("soldiers", None, "TD"), ("soldiers", None, "CM"), False),
        (("soldiers", None, "TD"), ("soldiers", None, None), True),
    ],
)
def test_same_actor(one, other, same):
    a, b = (Actor(name, ActorKind.UNKNOWN, i, country) for name, i, country in (one, other))
    assert same_actor(a, b) is same and same_actor(b, a) is same and same_actor(a, a)


@pytest.mark.parametrize(
    ("wording", "country", "context", "actor_id"),
    [
        ("Islamic State", "NE", "A post at Inates near the border with Mali was overrun.", "islamic-state-sahel"),
        ("Islamic State", "NE", "Fishermen were killed on the shore near Diffa.", "islamic-state-west-africa"),
        ("Islamic State", "NE", "A post was overrun.", None),
        ("FARC dissidents", "CO", "They obey Iván Mordisco.", "emc"),
        ("Hezbollah", None, "Rockets were fired from southern Lebanon.", "hezbollah"),
        ("National Liberation Army", None, "The villages lie in the hills above Tetovo.", "nla-macedonia"),
    ],
)  # fmt: skip
def test_names_around_a_wording_tell_namesakes_apart(wording, country, context, actor_id):
    day = date(2001, 6, 1) if country is None else date(2020, 6, 1)
    actor = resolve_actor(wording, country=country, day=day, registry=REGISTRY, context=context)
    assert actor.actor_id == actor_id


@pytest.mark.parametrize(
    ("actor_id", "parent"),
    [
        ("kopassus", "military-id"),
        ("gendarmerie-bf", "police-bf"),
        ("military-bf", None),
        ("hamas", None),
    ],
)
def test_parent_of(actor_id, parent):
    assert parent_of(actor_id, REGISTRY) == parent


@pytest.mark.parametrize("row", BODIES.values(), ids=lambda row: row["key"])
def test_bodies_that_every_state_has(row):
    """Each word with a nation, each native word with a country, and the example's first words."""
    for word in (w for w in row["words"].split("|") if w):
        actor = resolve_actor(f"Swiss {word}", country="CH", day=None, registry=REGISTRY)
        assert actor.actor_id == f"{row['key']}-ch", word
    for word in (w for w in row["native"].split("|") if w):
        actor = resolve_actor(word, country="CH", day=None, registry=REGISTRY)
        assert actor.actor_id == f"{row['key']}-ch", word
    assert row["parent"] in {"", *BODIES} and row["example"]
    assert any(
        re.match(rf"{row['key']}-|saf", resolve_actor(" ".join(row["example"].split()[:n]), country=None, day=None, registry=REGISTRY).actor_id or "")
        for n in range(2, 6)
    )  # fmt: skip


@pytest.mark.parametrize("other", BODIES["military"]["unless"].split("|"))
def test_words_that_make_forces_somebody_elses(other):
    actor = resolve_actor(f"Swiss {other} forces", country="CH", day=None, registry=REGISTRY)
    assert actor.actor_id is None


@pytest.mark.parametrize("wording", ['"', 'of "', "-"])
def test_what_is_no_word_is_nobody(wording):
    actor = resolve_actor(wording, country="SV", day=None, registry=REGISTRY)
    assert (actor.actor_id, actor.kind) == (None, "unknown")


@pytest.mark.parametrize("row", read_lexicon("police_militias"), ids=lambda row: row["iso2"])
def test_where_a_militia_was_the_police(row):
    wording = re.search(r"<(.+?)>", row["example"])[1]
    year = int(row["to"] or 2024)
    for when, police in ((year, True), (year + 1, not row["to"])):
        actor = resolve_actor(wording, country=row["iso2"], day=date(when, 6, 1), registry=REGISTRY)
        assert (actor.actor_id == f"police-{row['iso2'].lower()}") is police


@pytest.mark.parametrize(
    "row", read_lexicon("rulers"), ids=lambda row: f"{row['iso2']} {row['to']}"
)
def test_whose_soldiers_the_army_was(row):
    """In the year of the example's row the bare noun of the example is the ruler's."""
    year = int(row["to"] or 2020)
    noun = row["example"].removesuffix(".").split(" ")
    wording = " ".join(noun[:2]) if noun[0] == "Security" else noun[0]
    actor = resolve_actor(wording, country=row["iso2"], day=date(year, 1, 1), registry=REGISTRY)
    assert actor.country == (row["ruler"] or None) and bool(actor.actor_id) is bool(row["ruler"])


def test_a_users_rows_go_over_the_packaged_ones(tmp_path):
    head = "\t".join(ROWS[0])
    mine = {
        **ROWS[0],
        "id": "blue-lake",
        "name": "Blue Lake Front",
        "kind": "rebel",
        "aliases": "BLKX",
        "case": "BLKX",
        "native": "",
        "where": "",
        "from": "",
        "to": "",
        "country": "",
        "parent": "",
    }
    over = {**next(r for r in ROWS if r["id"] == "hamas"), "kind": "organisation"}
    extra = tmp_path / "mine.tsv"
    lines = [head, *("\t".join(row.values()) for row in (mine, over))]
    extra.write_text("\n".join(lines) + "\n", encoding="utf-8")
    registry = load_registry(extra)
    assert resolve_actor("BLKX", country=None, day=None, registry=registry).actor_id == "blue-lake"
    hamas = resolve_actor("Hamas", country="PS", day=None, registry=registry)
    assert hamas.kind is ActorKind.ORGANISATION


def test_a_users_broken_row_says_where(tmp_path):
    extra = tmp_path / "mine.tsv"
    extra.write_text("\t".join(ROWS[0]) + "\nshort\trow\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2"):
        load_registry(extra)


def is_composed(actor_id):
    key, _, iso = actor_id.rpartition("-")
    return key in BODIES and len(iso) == 2


def test_registry_rows_are_sound():
    ids = [row["id"] for row in ROWS]
    assert len(ROWS) >= 2400 and len(set(ids)) == len(ids)
    for row in ROWS:
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"]), row["id"]
        ActorKind(row["kind"])
        assert row["source"].startswith("https://"), row["id"]
        assert row["name"] in row["example"], row["id"]
        assert not row["parent"] or row["parent"] in ids or is_composed(row["parent"]), row["id"]
        assert not (row["from"] and row["to"]) or int(row["from"]) <= int(row["to"]), row["id"]
        for code in {row["country"], *row["where"].split("|")} - {""}:
            assert re.fullmatch(r"[A-Z]{2}", code), row["id"]
        forms = {row["name"], *row["aliases"].split("|")}
        assert set(row["case"].split("|")) - {""} <= forms, row["id"]


def test_names_stand_for_one_actor():
    names = [fold(row["name"]) for row in ROWS]
    assert len(set(names)) == len(names)


def test_an_alias_stands_in_two_rows_only_where_it_is_listed_as_ambiguous():
    listed = {(fold(row["alias"]), row["id"]) for row in read_lexicon("ambiguous_actors")}
    holders = defaultdict(set)
    for row in ROWS:
        for form in {row["name"], *row["aliases"].split("|")} - {""}:
            holders[fold(form)].add(row["id"])
    shared = {(form, i) for form, ids in holders.items() if len(ids) > 1 for i in ids}
    assert shared == listed


def test_parents_years_overlap():
    by_id = {row["id"]: row for row in ROWS}
    for row in ROWS:
        parent = by_id.get(row["parent"])
        if parent and row["from"] and parent["to"]:
            assert int(row["from"]) <= int(parent["to"]), row["id"]
        if parent and row["to"] and parent["from"]:
            assert int(parent["from"]) <= int(row["to"]), row["id"]


def test_every_alias_resolves_to_its_row_in_its_country_and_year():
    """An alias that others bear too may stay as written; it never means another row there."""
    shared = {(fold(row["alias"]), row["id"]) for row in read_lexicon("ambiguous_actors")}
    wrong = []
    for row in ROWS:
        where = [code for code in row["where"].split("|") if code]
        country = row["country"] if row["country"] in where or not where else where[0]
        year = row["from"] or row["to"]
        day = date(max(int(year), 1), 7, 1) if year else None
        native = [form.partition(":")[2] for form in row["native"].split("|")]
        for form in {row["name"], *row["aliases"].split("|"), *native} - {""}:
            actor = resolve_actor(form, country=country or None, day=day, registry=REGISTRY)
            may_be_none = (fold(form), row["id"]) in shared and actor.actor_id is None
            if actor.actor_id != row["id"] and not may_be_none:
                wrong.append((form, country, year, row["id"], actor.actor_id))
    assert wrong == []


def test_unbound_aliases_are_no_common_words_countries_or_demonyms():
    known = {
        *"contras peshmerga interahamwe janjaweed kamajors mai-mai mayi-mayi pasdaran naxals".split(),
        *"sandinistas senderistas carabineros carabinieri pentagon zapatistas naxalites".split(),
        *"shabiha dozos basiji basijis ronderos piqueteros colectivos kamajor".split(),
    }  # nouns for the bodies' members, too
    common = {row["word"].lower() for row in read_lexicon("modifiers")}
    common |= {
        form.lower() for row in read_lexicon("roles") for form in (row["noun"], row["plural"])
    } - known
    common |= {row["demonym"].lower() for row in read_lexicon("demonyms")}
    common |= {row["country"].lower() for row in read_lexicon("demonyms")} - {""}
    for row in ROWS:
        bound = set(row["case"].split("|"))
        for form in {row["name"], *row["aliases"].split("|")} - {""} - bound:
            assert " " in form or form.lower() not in common, (form, row["id"])


@pytest.mark.parametrize(
    ("wording", "name", "kind"),
    [
        ("men dressed as gendarmes", "men dressed as gendarmes", ActorKind.UNKNOWN),
        ("gunmen wearing police uniforms", "gunmen wearing police uniforms", ActorKind.UNKNOWN),
        ("soldiers in camouflage", "Military Forces of Peru", ActorKind.STATE_FORCES),
        ("another commando", "commando", ActorKind.UNKNOWN),
        ("commandos", "Military Forces of Peru", ActorKind.STATE_FORCES),
    ],
)
def test_what_somebody_looked_like_is_not_who_he_was(wording, name, kind):
    actor = resolve_actor(wording, country="PE", day=None, registry=load_registry())
    assert (actor.name, actor.kind) == (name, kind)


@pytest.mark.parametrize(
    ("wording", "body"),
    [
        ("a group called Soldiers of the Rain", None),
        ("a group that calls itself the Rain Battalion", None),
        ("a group called Ansar Dine", "ansar-dine"),
        ("the called-up soldiers", "military-ml"),
        ("laid-off rangers", None),
        ("soldiers who laid an ambush", "military-ml"),
        ("a patrol", None),
        ("two members of a patrol", None),
        ("an army patrol", "military-ml"),
        ("a patrol of the police", "police-ml"),
        ("a Chadian patrol", "military-td"),
        ("the riot squad", "police-ml"),
        ("the bomb squad", "police-ml"),
        ("two state troopers", "police-ml"),
        ("a gendarmerie brigade", "gendarmerie-ml"),
        ("the brigade of the gendarmerie", "gendarmerie-ml"),
        ("our troops", None),
        ("the army of the people", None),
        ("a military organisation", None),
        ("soldiers of the Battalion of the Hill", None),
        ("soldiers of the Malian army", "military-ml"),
        ("the Hill Toilers' Red Army", None),
        ("groups inspired by Ansar Dine", None),
        ("fighters of Ansar Dine", "ansar-dine"),
    ],
)
def test_a_part_of_any_body_and_a_name_of_ones_own_are_no_states(wording, body):
    actor = resolve_actor(wording, country="ML", day=None, registry=load_registry())
    assert actor.actor_id == body


@pytest.mark.parametrize(
    ("context", "body"),
    [
        ("The sergeant and a cop fired, the precinct said.", "police-us"),
        ("The sergeant and two soldiers fired, police said.", "military-us"),
        ("The sergeant fired.", "military-us"),
    ],
)
def test_a_sergeant_among_policemen_is_of_the_police(context, body):
    actor = resolve_actor(
        "The sergeant", country="US", day=None, registry=load_registry(), context=context
    )
    assert actor.actor_id == body


def test_a_plan_in_capitals_is_no_army():
    actor = resolve_actor("A BOLD PLAN", country="NA", day=None, registry=load_registry())
    assert actor.actor_id is None
