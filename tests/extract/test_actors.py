"""Actor, object and weapon mentions: a case is a line."""

import pytest

from dateline.extract.actors import find_actors, load_names, read_names
from dateline.extract.objects import find_objects, find_weapons
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon


def mentions(text):
    names = load_names()
    return [(m, text) for s in read_sentences(text) for m in find_actors(s, names)]


def quote(text, span):
    return text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least 12 Iraqi soldiers and three members of the Islamic State died.",
            [("At least 12 Iraqi soldiers", "soldier", "At least 12"), ("three members of the Islamic State", "name", "three")],
        ),
        ("A woman in a burqa walked in.", [("A woman in a burqa", "woman", "A")]),
        (
            "They blamed the militants of the banned terrorist organization “Islamic state” (ISIS, ISIL, DAISH) for it.",
            [
                ("They", "person", None),
                ("the militants of the banned terrorist organization “Islamic state” (ISIS, ISIL, DAISH)", "militant", None),
            ],
        ),
        ("Suspected Boko Haram fighters burned the huts.", [("Suspected Boko Haram fighters", "militant", None)]),
        ("Police freed two brothers, 17 and 19, on Monday.", [("Police", "police", None), ("two brothers, 17 and 19", "man", "two")]),
        ("Colonel Ahmed al-Taye said the group had fled.", [("Colonel Ahmed al-Taye", "soldier", None), ("the group", "group", None)]),
        ("Residents saw a motorcycle-borne gunman.", [("Residents", "civilian", None), ("a motorcycle-borne gunman", "gunman", "a")]),
        ("The army captured soldiers of the 5th Brigade.", [("The army", "army", None), ("soldiers of the 5th Brigade", "soldier", None)]),
        (
            "A group of armed men shot the mayor of Ain Talla, Rosa Quintana, 45.",
            [("A group of armed men", "gunman", "A group of"), ("the mayor of Ain Talla", "official", None), ("Rosa Quintana, 45", "person", None)],
        ),
        ("Between 12 and 15 students were abducted by bandits.", [("Between 12 and 15 students", "student", "Between 12 and 15"), ("bandits", "criminal", None)]),
        ("Dozens of villagers fled; the dead were buried.", [("Dozens of villagers", "civilian", "Dozens of"), ("the dead", "victim", None)]),
        ("Three Palestinians and an Israeli were hurt.", [("Three Palestinians", "civilian", "Three"), ("an Israeli", "civilian", "an")]),
        ("Iraq's security forces and the group's fighters clashed.", [("Iraq's security forces", "army", None), ("the group's fighters", "militant", None)]),
        ("The Ministry of Defence said a 17-year-old boy and his mother were hurt.", [("The Ministry of Defence", "government", None), ("a 17-year-old boy", "child", "a"), ("his mother", "woman", None)]),
        ("Human rights lawyer Digna Sotelo met two of the soldiers.", [("Human rights lawyer Digna Sotelo", "judiciary", None), ("two of the soldiers", "soldier", "two of the")]),
        ("More than 100 people, most of them women, were hurt.", [("More than 100 people", "civilian", "More than 100"), ("most of them", "person", "most of"), ("women", "woman", None)]),
        ("Police officers detained protesters.", [("Police officers", "police", None), ("protesters", "protester", None)]),
        ("He wants to witness it.", [("He", "person", None)]),
        ("A farmer and up to 30 herders were killed.", [("A farmer", "farmer", "A"), ("up to 30 herders", "identity", "up to 30")]),
        ("Sheikh Karim Osmanov led the prayer.", [("Sheikh Karim Osmanov", "clergy", None)]),
        ("THREE SUBVERSIVES WERE KILLED, PRESIDENT ALFREDO MONTALBO SAID.", [("THREE SUBVERSIVES", "terrorist", "THREE"), ("PRESIDENT ALFREDO MONTALBO", "official", None)]),
        ("TERRORISTS OF THE FARABUNDO MARTI NATIONAL LIBERATION FRONT [FMLN] KIDNAPPED JORGE BELTRANO TODAY.", [("TERRORISTS OF THE FARABUNDO MARTI NATIONAL LIBERATION FRONT [FMLN]", "terrorist", None), ("JORGE BELTRANO", "person", None)]),
        ("They left in general silence, in San Miguel.", [("They", "person", None)]),
    ],
)  # fmt: skip
def test_find_actors(text, expected):
    found = [(quote(t, m.span), m.role, quote(t, m.number)) for m, t in mentions(text)]
    assert found == expected


def test_attributive_nouns_are_marked_and_leave_the_number_to_the_thing():
    (mention, text), *_ = mentions("Two army trucks burned.")
    assert mention.attributive and quote(text, mention.span) == "army" and mention.number is None


def test_names_of_places_do_not_become_persons():
    text = "Rafael Delgado fell ill."
    (sentence,) = read_sentences(text)
    place = sentence.tokens[0].start, sentence.tokens[1].end
    from dateline.records import Span

    assert find_actors(sentence, load_names())
    assert not find_actors(sentence, load_names(), places=[Span(*place)])


def test_a_users_names_are_found(tmp_path):
    head = "id\tname\tkind\tcountry\twhere\tfrom\tto\tparent\trole\taliases\tnative\tcase\texample\tsource\tnote"
    row = "blue-lake\tBlue Lake Front\trebel\t\t\t\t\t\trebel\tBLF-X\t\tBLF-X\t\t\t"
    extra = tmp_path / "mine.tsv"
    extra.write_text(f"{head}\n{row}\n", encoding="utf-8")
    (sentence,) = read_sentences("Fighters of the Blue Lake Front fled.")
    (mention,) = find_actors(sentence, load_names(extra))
    assert sentence.within(mention.span)[-1].text == "Front"


def test_case_bound_names_need_their_case():
    rows = [{"id": "is", "name": "IS", "aliases": "", "native": "", "case": "IS", "role": "rebel"}]
    (sentence,) = read_sentences("What is IS here?")
    found = find_actors(sentence, read_names(rows))
    assert [m.span.start for m in found] == [8]


@pytest.mark.parametrize(
    ("text", "objects", "weapons"),
    [
        ("A car bomb hit the police station and two army trucks.", [("the police station", "police"), ("two army trucks", "military")], [("A car bomb", "vehicle_bomb")]),
        ("Men with AK-47 rifles and machetes burned 20 houses and the town's main mosque.", [("20 houses", "residential"), ("the town's main mosque", "religious")], [("AK-47 rifles", "firearm"), ("machetes", "blade")]),
        ("A drone hit an oil pipeline and the U.S. embassy.", [("an oil pipeline", "infrastructure"), ("the U.S. embassy", "diplomatic")], [("A drone", "drone")]),
        ("Two Grad rockets fell on a school bus.", [("a school bus", "education")], [("Two Grad rockets", "rocket")]),
        ("THEY DYNAMITED A BRIDGE.", [("A BRIDGE", "transport")], []),
    ],
)  # fmt: skip
def test_find_objects_and_weapons(text, objects, weapons):
    (sentence,) = read_sentences(text)
    assert [(quote(text, m.span), m.kind) for m in find_objects(sentence)] == objects
    assert [(quote(text, m.span), m.kind) for m in find_weapons(sentence)] == weapons


def test_every_role_noun_is_found_in_its_example():
    missed = []
    for row in read_lexicon("roles"):
        found = mentions(row["example"])
        forms = {row["noun"].lower(), row["plural"].lower()} - {""}
        if not any(
            f in quote(t, m.span).lower().split() or f in quote(t, m.span).lower()
            for m, t in found
            for f in forms
        ):
            missed.append(row["noun"])
    assert missed == []


@pytest.mark.parametrize(
    ("lexicon", "column", "find"),
    [("objects", "noun", find_objects), ("weapons", "form", find_weapons)],
)
def test_every_object_and_weapon_is_found_in_its_example(lexicon, column, find):
    missed = []
    for row in read_lexicon(lexicon):
        found = [m for s in read_sentences(row["example"]) for m in find(s)]
        if not any(row[column] in quote(row["example"], m.span) for m in found):
            missed.append(row[column])
    assert missed == []


def test_modifiers_and_given_names_stand_in_their_examples():
    for row in read_lexicon("modifiers"):
        assert row["word"].lower() in row["example"].lower()
    for row in read_lexicon("given_names"):
        found = mentions(row["example"])
        assert any(row["name"] in quote(t, m.span) for m, t in found), row["name"]


def test_every_demonym_joins_its_noun():
    for row in read_lexicon("demonyms"):
        found = [quote(t, m.span) for m, t in mentions(row["example"])]
        assert f"Two {row['demonym']} soldiers" in found, row["demonym"]


def test_spans_lie_inside_their_sentence_and_do_not_overlap():
    text = " ".join(row["example"] for row in read_lexicon("roles")[:400])
    for sentence in read_sentences(text):
        end = sentence.start
        for mention in find_actors(sentence, load_names()):
            assert (
                end
                <= mention.span.start
                <= mention.head.start
                < mention.head.end
                <= mention.span.end
            )
            assert mention.number is None or mention.span.holds(mention.number)
            assert mention.bare is not None and mention.span.holds(mention.bare)
            end = mention.span.end
