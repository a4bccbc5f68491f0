"""Place names are told from other capitalised words, with what stands around them."""

from __future__ import annotations

import itertools

import pytest

from dateline.extract.places import find_places, with_capitals
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.lexicons import Row, read_lexicon
from dateline.records import PlaceMention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    return [text[m.span.start : m.span.end] for m in find_places(text, gazetteer)]


def one(text: str, name: str, gazetteer: Gazetteer) -> PlaceMention:
    found = [m for m in find_places(text, gazetteer) if text[m.span.start : m.span.end] == name]
    assert len(found) == 1, names(text, gazetteer)
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were shot in Mosul on Friday.", ["Mosul"]),
        ("Reading the list aloud took an hour.", []),
        ("March was quiet and nobody had hope.", []),
        ("Police in Nice held two men.", ["Nice"]),
        ("SHELLS FELL CLOSE TO ANSONGO IN THE GAO REGION.", ["ANSONGO", "GAO REGION"]),
        ("Hassan Ali said he saw the fire.", []),
        ("President Lima spoke for an hour.", []),
        ("They drove from Tal Afar to Sinjar.", ["Tal Afar", "Sinjar"]),
        ("Clashes shook Khan Yunis and Rafah.", ["Khan Yunis", "Rafah"]),
        ("A mine killed a herder near N'Djamena.", ["N'Djamena"]),
        ("Rain fell on the tents of Cox's Bazar.", ["Cox's Bazar"]),
        ("Mali's Gao region was quiet.", ["Mali", "Gao"]),
        ("Two grenades went off in PK5.", ["PK5"]),
        ("Troops left Mocímboa da Praia at dawn.", ["Mocímboa da Praia"]),
        ("Rebels in the Democratic Republic of Congo attacked.", ["Democratic Republic of Congo"]),
        ("The U.S. and the UK spoke.", ["U.S.", "UK"]),
        ("He told us to wait.", []),
        ("IT IS EITHER US OR THEM, SAID A COLONEL.", []),
        ("PLANES OF THE US ARMY FLEW OVER.", ["US"]),
        ("Air strikes hit Douma and Harasta in Eastern Ghouta.", ["Douma", "Harasta", "Eastern Ghouta"]),
        ("A market in Zamzam camp was hit.", ["Zamzam"]),
        ("Chad Porter drove the bus.", []),
        ("Planes hit Eastern positions near Gao.", ["Gao"]),
        ("A shop in Dayton, Ohio, burned.", ["Dayton", "Ohio"]),
    ],
)  # fmt: skip
def test_names_found(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Two died in Mosul.", "Mosul", {"locative": True, "metonym": False, "form": "place"}),
        ("Washington denied the report.", "Washington", {"metonym": True, "locative": False}),
        ("Beijing's answer came late.", "Beijing", {"metonym": True}),
        ("Iraq's army came late.", "Iraq", {"metonym": False}),
        ("Baghdad's Karrada district burned.", "Baghdad", {"metonym": False}),
        ("Turkish-backed men fired.", "Turkish", {"metonym": False, "compound": True}),
        ("Two Iraqis were hurt.", "Iraqis", {"form": "demonym"}),
        ("The U.S. said so.", "U.S.", {"form": "abbreviation", "metonym": True}),
        ("MOSUL, Iraq (Reuters) - Two men died.", "MOSUL", {"dateline": True}),
        ("BOR, South Sudan (Reuters) - Youths raided a camp.", "BOR", {"dateline": True}),
        ("GAO, Mali, May 14 - Gunmen attacked.", "GAO", {"dateline": True}),
        ("GAO (MALI), 14 MAY 94 (AFP) -- Two died.", "GAO", {"dateline": True}),
        ("Gao (Mali) was calm - so were its roads.", "Gao", {"dateline": False}),
        ("MOSUL, Iraq, Oct. 3 (ANP) -- Two men died.", "MOSUL", {"dateline": True}),
        ("FRESNO, Calif. -- Two men died.", "FRESNO", {"dateline": True}),
        ("Gao, 3 May.- Two men died.", "Gao", {"dateline": True}),
        ("Gao. - Two men died.", "Gao", {"dateline": True}),
        ("Gao (own correspondent).- Two men died.", "Gao", {"dateline": True}),
        ("Gao was hit. Aid came - too late.", "Gao", {"dateline": False}),
        ("GAO: Two men died.", "GAO", {"dateline": True}),
        ("MOSUL. Two men died.\n\nTIKRIT. Nine fell.", "MOSUL", {"dateline": False}),  # each its own
        ("GAO, May 3: Two men died.", "GAO", {"dateline": True}),
        ("Gao, 3 May, Sahel News. Two men died.", "Gao", {"dateline": True}),
        ("Gao. Two men died.", "Gao", {"dateline": True}),
        ("GAO, Mali. Two men died.", "GAO", {"dateline": True}),
        ("Gao (Sahel News agency). Two men died.", "Gao", {"dateline": True}),
        # a heading, and the lines of a round-up
        ("Gao: Two men died.", "Gao", {"dateline": False}),
        ("Two days in Mali.\nMOPTI: Two men died.", "MOPTI", {"dateline": False}),
        ("He taught at the University of Aleppo.", "Aleppo", {"inside_name": True}),
        ("The Boston Globe wrote of it.", "Boston", {"inside_name": True}),
        ("Iran-backed fighters fired first.", "Iran", {"compound": True}),
        ("Gunmen raided Helmand province.", "Helmand", {"unit": "province"}),
        ("It fell 12 km north of Mosul.", "Mosul", {"near": True, "offset_km": 12.0, "bearing": 0.0}),
        ("It fell five fields outside Mosul.", "Mosul", {"near": True, "offset_km": None}),
        ("A mine on the outskirts of Gao went off.", "Gao", {"near": True}),
        ("It was 30 kilometres south-west of Bunia.", "Bunia", {"offset_km": 30.0, "bearing": 225.0}),
    ],
)  # fmt: skip
def test_what_stands_around_a_name(
    gazetteer: Gazetteer, text: str, name: str, expected: dict[str, object]
) -> None:
    mention = one(text, name, gazetteer)
    assert {key: getattr(mention, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("text", "name", "parent"),
    [
        ("A bomb hit Palma in northern Mozambique.", "Palma", "Mozambique"),
        ("A bomb hit Beni, North Kivu.", "Beni", "North Kivu"),
        ("A bomb hit Niger's Tillaberi region.", "Tillaberi", "Niger"),
        ("A bomb hit the town of Baga, in Borno State.", "Baga", "Borno State"),
    ],
)
def test_the_place_that_holds_another(
    gazetteer: Gazetteer, text: str, name: str, parent: str
) -> None:
    held = one(text, name, gazetteer).parent
    assert held is not None and text[held.start : held.end] == parent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell in the capital at dawn.", [("capital", None)]),
        ("Shells fell across the Malian capital city at dawn.", [("capital city", "Malian")]),
        ("SHELLS FELL IN THE CAPITAL AT DAWN.", [("CAPITAL", None)]),
        ("Shells fell in the capital, Bamako, at dawn.", []),
        ("Shells fell in the capital of the region.", []),
        ("Shells fell in the provincial capital at dawn.", []),
        ("The capital market fell at dawn.", []),
        ("The Bank of the Capital fell at dawn.", []),
        ("He faces capital punishment in Mali.", []),
    ],
)
def test_a_capital_without_its_name(
    gazetteer: Gazetteer, text: str, expected: list[tuple[str, str | None]]
) -> None:
    found = with_capitals(text, find_places(text, gazetteer))
    capitals = [
        (
            text[m.span.start : m.span.end],
            text[m.parent.start : m.parent.end] if m.parent is not None else None,
        )
        for m in found
        if m.form == "capital"
    ]
    assert capitals == expected


def test_a_stretch_of_road_has_two_ends(gazetteer: Gazetteer) -> None:
    text = "A bus was stopped on the road between Kirkuk and Tikrit."
    mention = one(text, "Kirkuk", gazetteer)
    assert mention.between is not None
    assert text[mention.between.start : mention.between.end] == "Tikrit"


def test_spans_are_in_order_and_apart(gazetteer: Gazetteer) -> None:
    text = "In Gao, Mali, and in Bamako, Mali, men of the Mali army met. MALI: GAO, BAMAKO."
    spans = [m.span for m in find_places(text, gazetteer)]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("row", read_lexicon("place_cues"), ids=lambda row: row["group"])
def test_examples_of_the_cues(gazetteer: Gazetteer, row: Row) -> None:
    found = {
        row["example"][m.span.start : m.span.end]
        for m in find_places(row["example"], gazetteer)
        if not m.inside_name and not m.metonym
    }
    assert found == set(row["expect"].split("|"))


@pytest.mark.parametrize("table", ["countries", "provinces"])
def test_examples_name_their_place(gazetteer: Gazetteer, table: str) -> None:
    silent = [row["example"] for row in read_lexicon(table) if not names(row["example"], gazetteer)]
    assert silent == []


def test_examples_of_the_supplement_are_mostly_read(gazetteer: Gazetteer) -> None:
    """A bare name in one line is the hardest case; most must still be found."""
    rows = read_lexicon("places")
    found = sum(any(row["name"].endswith(n) or n in row["name"] for n in names(row["example"], gazetteer)) for row in rows)  # fmt: skip
    assert found / len(rows) > 0.9


@pytest.mark.parametrize(
    "line", ["UN (Reuters) - The envoy left.", "MSF - A clinic was hit.", "ICC - A judge ruled."]
)
def test_short_capitals_at_the_head_of_a_line_may_be_no_place(gazetteer, line):
    assert find_places(line, gazetteer) == []
