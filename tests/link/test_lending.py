"""Where a deed lies that is told without a place: short invented reports and single features."""

from dataclasses import replace
from datetime import date

import pytest
from tests.link.tellers import ANSONGO, BOUREM, GAO, GAO_REGION, MALI, says
from tests.makers import claim, report

from dateline.link.lending import (
    find_donors,
    lend_settings,
    lending_features,
    load_weights,
    rate,
    read_named,
    spot,
)
from dateline.records import IncidentType, Modality, PlaceMention, Span, Values


def mention(text, name, **other):
    """The first mention of a name."""
    at = text.index(name)
    return PlaceMention(Span(at, at + len(name)), "place", True, False, False, **other)


def telling(of, quote, values, **other):
    return claim(of, quote=quote, says=values, **other)


def lend(text, told, *, places, title=None):
    """The places lent to a deed that the report tells in "Two traders were shot dead."."""
    of = report(text, title=title)
    own = telling(of, "Two traders were shot dead.", says(), occurrence=0)
    donors = [
        telling(of, quote, Values(place=place), occurrence=n, **other)
        for n, (quote, place, other) in enumerate(told, start=1)
    ]
    named = read_named(of, {mention(text, name): place for name, place in places.items()})
    (lent,) = lend_settings([[own]], donors, of, named)
    return [c.says.place.name for c in lent]


BESIDE = "The market of Ansongo was full. Two traders were shot dead."


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        (f"{BESIDE}\n\nThe governor spoke in Gao.", None, "Ansongo"),
        ("Two traders were shot dead. It was noon in Ansongo.\n\nGao was calm.", None, "Ansongo"),
        (
            "Ansongo was calm.\n\nTwo traders were shot dead.\n\nGao mourned.",
            "Terror in Gao",
            "Gao",
        ),
    ],
)
def test_the_likeliest_place_is_lent(text, title, name):
    quotes = {
        place: next(s for s in text.replace("\n\n", " ").split(". ") if place.name in s)
        for place in (ANSONGO, GAO)
    }
    told = [(quotes[ANSONGO].rstrip("."), ANSONGO, {}), (quotes[GAO].rstrip("."), GAO, {})]
    assert lend(text, told, places={"Ansongo": ANSONGO, "Gao": GAO}, title=title) == [name]


def test_a_town_goes_before_its_country():
    text = "Mali is at war. Gao is quiet. Two traders were shot dead."
    told = [("Mali is at war.", MALI, {}), ("Gao is quiet.", GAO, {})]
    assert lend(text, told, places={"Mali": MALI, "Gao": GAO}) == ["Gao"]


def test_a_country_is_lent_to_no_deed():
    text = "Mali is at war. Two traders were shot dead."
    assert lend(text, [("Mali is at war.", MALI, {})], places={"Mali": MALI}) == []


@pytest.mark.parametrize(
    ("kind", "beside", "inside"),
    [
        (IncidentType.ARMED_ATTACK, 1, 1),
        (IncidentType.AGREEMENT, 0, 1),
        (IncidentType.KILLING, 0, 0),
    ],
)
def test_what_is_spoken_of_elsewhere_than_done_is_lent_less(kind, beside, inside):
    of = report(BESIDE)
    donor = telling(of, "The market of Ansongo was full.", Values(place=ANSONGO), occurrence=1)
    named = read_named(of, {mention(BESIDE, "Ansongo"): ANSONGO})
    for quote, count in (("Two traders were shot dead.", beside), (BESIDE, inside)):
        own = telling(of, quote, says(kind), occurrence=0)
        (found,) = lend_settings([[own]], [donor], of, named)
        assert len(found) == count


def test_of_places_that_are_as_likely_none_is_lent():
    text = "Gao is quiet, and so are Ansongo and Bourem.\n\nTwo traders were shot dead."
    quote = "Gao is quiet, and so are Ansongo and Bourem."
    told = [(quote, place, {}) for place in (GAO, ANSONGO, BOUREM)]
    places = {"Gao": GAO, "Ansongo": ANSONGO, "Bourem": BOUREM}
    assert lend(text, told, places=places) == []


@pytest.mark.parametrize("other", [{"background": True}, {"modality": Modality.PLANNED}])
def test_what_is_old_or_only_planned_lends_nothing(other):
    text = "In Gao they will march. Two traders were shot dead."
    assert lend(text, [("In Gao they will march.", GAO, other)], places={"Gao": GAO}) == []


def test_a_place_told_of_pages_away_is_not_lent():
    told = [("Gao was calm.", GAO, {})]
    for pages, lent in ((1, ["Gao"]), (3, [])):
        text = "Gao was calm. " + "It rained on the road and in the hills. " * 25 * pages
        assert lend(f"{text}Two traders were shot dead.", told, places={"Gao": GAO}) == lent


@pytest.mark.parametrize("tells_of_others", [False, True])
def test_the_dateline_of_a_report_filed_abroad_is_not_lent(tells_of_others):
    text = "GAO - Peru and Lima and Cusco were calm. Two traders were shot dead."
    of = report(text)
    own = telling(of, "Two traders were shot dead.", says(), occurrence=0)
    donor = telling(of, "GAO - Peru", Values(place=GAO), occurrence=1)
    peru = replace(MALI, name="Peru", country="PE", lat=-9.0)
    others = {"Peru": peru, "Lima": replace(peru, lat=-12.0), "Cusco": replace(peru, lat=-13.5)}
    places = {mention(text, "GAO", dateline=True): GAO}
    if tells_of_others:
        places |= {mention(text, name): place for name, place in others.items()}
    (lent,) = lend_settings([[own]], [donor], of, read_named(of, places))
    assert [c.says.place.name for c in lent] == ([] if tells_of_others else ["Gao"])


def test_a_place_that_no_name_of_the_report_means_is_not_lent():
    text = "In Gao they marched. Two traders were shot dead."
    assert lend(text, [("In Gao they marched.", GAO, {})], places={}) == []


def test_background_is_lent_nothing():
    of = report("In Gao it was hot. Years ago two traders were shot dead.")
    own = telling(of, "Years ago two traders were shot dead.", says(), background=True)
    hot = telling(of, "In Gao it was hot.", Values(place=GAO), occurrence=1)
    named = read_named(of, {mention(of.text, "Gao"): GAO})
    assert lend_settings([[own]], [hot], of, named) == [[]]


FEATURES = [
    ("in the title", "Gao burns. Two traders were shot dead.", "Fire in Gao"),
    ("in the opening", "Gao burns. Two traders were shot dead.", None),
    ("before it", "Gao burns. Shops shut. Two traders were shot dead.", None),
    ("just before it", "They met in Gao. Two traders were shot dead.", None),
    ("in its paragraph", "Gao burns. Two traders were shot dead.", None),
    ("told alone", "Gao burns. Two traders were shot dead.", None),
    ("locative", "Gao burns. Two traders were shot dead.", None),
]


@pytest.mark.parametrize(("feature", "text", "title"), FEATURES, ids=[f for f, _, _ in FEATURES])
def test_features(feature, text, title):
    of = report(text, title=title)
    own = telling(of, "Two traders were shot dead.", says())
    donor = telling(of, text[: text.index(".") + 1], Values(place=GAO), occurrence=1)
    named = read_named(of, {mention(text, "Gao"): GAO})[spot(GAO)]
    assert lending_features(of, named, [own], [donor])[feature] == 1.0


def test_features_of_company():
    """Another town of the country 87 km off, and the region: one country, another neighbourhood."""
    text = "Gao, Ansongo and the Gao region burn."
    places = {
        mention(text, "Gao"): GAO,
        mention(text, "Ansongo"): ANSONGO,
        PlaceMention(Span(21, 24), "place", True, False, False): GAO_REGION,
    }
    features = read_named(report(text), places)[spot(GAO)].features
    assert (features["its country"], features["its neighbourhood"]) == (1.0, 0.0)
    assert read_named(report(text), places)[spot(GAO_REGION)].features["coarse"] == 1.0


def test_every_feature_has_a_weight_and_every_weight_a_feature():
    of = report("Gao burns. Two traders were shot dead.")
    own = telling(of, "Two traders were shot dead.", says())
    donor = telling(of, "Gao burns.", says(at=GAO), occurrence=1)
    named = read_named(of, {mention(of.text, "Gao"): GAO})[spot(GAO)]
    features = lending_features(of, named, [own], [donor])
    assert features.keys() == load_weights().keys()
    assert rate(features) == sum(load_weights()[k] * v for k, v in features.items())


def test_another_story_lends_but_not_a_day_that_contradicts():
    of = report("Gao burns. Two traders were shot dead.")
    own = telling(of, "Two traders were shot dead.", says(on="2024-05-14"))
    one = telling(of, "Gao burns.", says(on="2024-05-14", at=GAO), occurrence=1)
    two = telling(of, "Gao burns.", says(on="2024-05-02", at=GAO), occurrence=2)
    assert next(find_donors([[own], [one], [two]], [])) == [one]


@pytest.mark.parametrize(
    ("day", "published", "lent"),
    [
        ("2024-05-14", "2024-05-15", True),
        ("2024-04-20", "2024-05-15", True),
        ("2024-03-02", "2024-05-15", False),  # another deed's
        ("2024-05-17", "2024-05-15", False),  # to come
        ("2024-05-14", None, False),
    ],
)
def test_a_day_is_lent_that_lies_close_before_publication(day, published, lent):
    of = report(
        "The bridge fell. Two traders were shot dead.",
        published=date.fromisoformat(published) if published else None,
    )
    own = telling(of, "Two traders were shot dead.", says())
    other = telling(of, "The bridge fell.", says(on=day), occurrence=1)
    (found,) = lend_settings([[own]], [other], of, {})
    assert bool(found) is lent
