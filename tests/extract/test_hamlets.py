"""Places that no gazetteer holds, and where a report says they lie."""

from __future__ import annotations

import pytest

from dateline.extract.hamlets import find_hamlets
from dateline.extract.places import find_places, with_capitals
from dateline.extract.scenes import scene_candidates
from dateline.extract.text import read_sentences
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.records import PlaceMention
from dateline.resolve.place import resolve_places


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def hamlets_in(
    text: str, places: list[PlaceMention], gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    sentences = read_sentences(text)
    candidates = [scene_candidates(text, sentence.span, places) for sentence in sentences]
    return find_hamlets(text, sentences, places, candidates, gazetteer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Riders fired in Kulo Barizi, a hamlet 14 km south of Ansongo, at dusk.",
            [("Kulo Barizi", "Ansongo")],
        ),
        (
            "A mine went off at Kulo Barizi, a fishing village two hours by boat from Gao.",
            [("Kulo Barizi", "Gao")],
        ),
        ("Two men were shot in Kulo Barizi near Gao.", [("Kulo Barizi", "Gao")]),
        (
            "A well was burned in Kulo Barizi, outside Gao. The dead lie in Kulo Barizi.",
            [("Kulo Barizi", "Gao"), ("Kulo Barizi", "Gao")],
        ),
        ("The dead lie in Kulo Barizi. Gao was quiet.", []),
        ("Shots fell in Kulo Barizi, where men from Gao had gone to trade.", []),
        ("Shots fell in Kulo Barizi, Gao and Bourem.", []),
        ("He left the League of Gao in May.", []),
        ("SHOTS FELL IN KULO BARIZI NEAR GAO.", []),
        # only the dateline tells where
        (
            "ANSONGO, Mali (ANP) - Shots fell in Kulo Barizi on Friday.",
            [("Kulo Barizi", "ANSONGO")],
        ),
        ("ANSONGO, Mali (ANP) - They sat in Oumar Barizi's car.", []),
        ("ANSONGO, Mali (ANP) - A bottle fell in where the Barizi family lives.", []),
        ("ANSONGO, Mali (ANP) - Seven lie in Kulo Barizi hospital.", []),
        ("ANSONGO, Mali (ANP) - Two were stabbed in the Old Bazaar.", []),
        (
            "ANSONGO, Mali (ANP) - Shots fell in Kulo Barizi near Gao.",
            [("Kulo Barizi", "Gao")],
        ),
    ],
)
def test_hamlets_and_what_they_lie_by(
    gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]
) -> None:
    found = hamlets_in(text, find_places(text, gazetteer), gazetteer)
    told = [
        (text[m.span.start : m.span.end], text[m.parent.start : m.parent.end])
        for m in found
        if m.parent is not None
    ]
    assert told == expected


@pytest.mark.parametrize(
    ("text", "precision", "km_south"),
    [
        ("They fired in Kulo Barizi, a hamlet 14 km south of Gao in Mali.", "near", 14.0),
        ("They fired in Kulo Barizi, a village near Gao in Mali.", "near", 0.0),
        ("They fired in Kulo Barizi, a village in Mali.", "country", None),
        ("ANSONGO, Mali (ANP) - They fired in Kulo Barizi.", "near", 68.0),
    ],
)
def test_a_hamlet_gets_a_point_by_the_place_it_lies_by(
    gazetteer: Gazetteer, text: str, precision: str, km_south: float | None
) -> None:
    mentions = find_places(text, gazetteer)
    hamlets = hamlets_in(text, mentions, gazetteer)
    places = resolve_places(text, [*mentions, *hamlets], gazetteer)
    if km_south is None:
        assert [places[h.span].name for h in hamlets if places[h.span]] == ["Mali"] * len(hamlets)
        return
    [place] = [places[h.span] for h in hamlets]
    assert place is not None and place.lat is not None
    assert (place.name, place.geonameid, place.precision) == ("Kulo Barizi", None, precision)
    assert (16.2717 - place.lat) * 111.2 == pytest.approx(km_south, abs=1.0)


def test_a_hamlet_may_lie_by_a_capital_without_its_name(gazetteer: Gazetteer) -> None:
    text = "They fired in Kulo Barizi, a hamlet 14 km south of the Malian capital."
    mentions = with_capitals(text, find_places(text, gazetteer))
    hamlets = hamlets_in(text, mentions, gazetteer)
    [place] = [resolve_places(text, [*mentions, *hamlets], gazetteer)[h.span] for h in hamlets]
    assert place is not None and place.lat is not None
    assert (place.name, place.country, place.precision) == ("Kulo Barizi", "ML", "near")
    assert (12.6092 - place.lat) * 111.2 == pytest.approx(14.0, abs=1.0)


@pytest.mark.parametrize(
    ("text", "precision", "radius_km"),
    [
        ("ANSONGO, Mali (ANP) - They fired in Kulo Barizi.", "near", 50.0),
        # a capital's dateline stands over the whole country
        ("BAMAKO, Mali (ANP) - They fired in Kulo Barizi.", "country", None),
    ],
)
def test_a_hamlet_of_a_report_from_a_town_lies_somewhere_about_it(
    gazetteer: Gazetteer, text: str, precision: str, radius_km: float | None
) -> None:
    mentions = find_places(text, gazetteer)
    hamlets = hamlets_in(text, mentions, gazetteer)
    places = resolve_places(text, [*mentions, *hamlets], gazetteer)
    [place] = [places[h.span] for h in hamlets]
    assert place is not None
    assert (place.name, place.country, place.precision) == ("Kulo Barizi", "ML", precision)
    assert radius_km is None or place.radius_km == radius_km


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("BANGKOK (ANP) - Jets struck Loikaw in Myanmar. They fired in Kulo Barizi.", "MM"),
        ("BANGKOK, Thailand - Jets struck Loikaw in Myanmar. They fired in Kulo Barizi.", "MM"),
        ("BANGKOK (ANP) - They fired in Kulo Barizi and in Chiang Mai, not in Loikaw.", "TH"),
        # a country alone is as often a speaker's
        ("BAMAKO (ANP) - They fired in Kulo Barizi, the United States said.", "ML"),
    ],
)
def test_a_hamlet_of_a_report_filed_abroad_lies_in_the_country_it_tells_of(
    gazetteer: Gazetteer, text: str, country: str
) -> None:
    mentions = find_places(text, gazetteer)
    hamlets = hamlets_in(text, mentions, gazetteer)
    [place] = [resolve_places(text, [*mentions, *hamlets], gazetteer)[h.span] for h in hamlets]
    assert place is not None
    assert (place.name, place.country, place.precision) == ("Kulo Barizi", country, "country")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two herders died at Witu on Monday.", "KE"),
        # far from what the report tells of
        ("Two herders died at Witu on Monday. A market in Gao in Mali was shut.", None),
        ("Two herders died at Witu-le-Haut on Monday.", None),
    ],
)
def test_a_name_too_slight_for_a_place_is_one_where_a_deed_is_told_there(
    gazetteer: Gazetteer, text: str, expected: str | None
) -> None:
    mentions = find_places(text, gazetteer)
    assert all(text[m.span.start : m.span.end] != "Witu" for m in mentions)
    hamlets = hamlets_in(text, mentions, gazetteer)
    places = resolve_places(text, [*mentions, *hamlets], gazetteer)
    found = [place.country for h in hamlets if (place := places[h.span]) is not None]
    assert found == ([] if expected is None else [expected])
