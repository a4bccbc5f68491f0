"""The features by which places are told apart show in the sentences of their table."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dateline.extract.places import find_places, mention_at
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.gazetteer.fold import fold
from dateline.lexicons import Row, read_lexicon
from dateline.records import Span
from dateline.resolve.place import compare, group_names, home_country, look_up, name_of
from dateline.resolve.rank import load_weights, outlet_names, settle, unit_features

ROWS = read_lexicon("place_weights")
TYPES = read_lexicon("type_words")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["feature"])
def test_the_feature_shows_in_its_example(row: Row, gazetteer: Gazetteer) -> None:
    name = re.search(r"\[(.+?)\]", row["example"])
    assert name is not None
    text = row["example"].replace("[", "").replace("]", "")
    span = Span(text.index(name[1]), text.index(name[1]) + len(name[1]))
    found = find_places(text, gazetteer)
    mentions = [m for m in found if not m.span.meets(span)] + [mention_at(text, span, found)]
    publisher = "kunduzherald.af" if "publisher" in row["feature"] else None
    groups, homes = group_names(text, mentions, gazetteer, publisher=publisher, title=None)
    settle([*groups, *homes], home=home_country(publisher), weights=load_weights())
    group = next(g for g in groups if g.name == fold(name[1]))
    shown = [f.get(row["feature"], 0.0) for f in (*group.features, group.none)]
    assert any(shown), group.features


def test_there_are_few_weights_and_each_is_used() -> None:
    assert 20 < len(ROWS) < 200
    assert all(float(row["weight"]) for row in ROWS)


def test_shares_of_a_name_and_of_none_make_one(gazetteer: Gazetteer) -> None:
    text = "Shots were fired in Tripoli. Lebanon's army came to Tripoli and Zahle."
    groups, _ = group_names(
        text, find_places(text, gazetteer), gazetteer, publisher=None, title=None
    )
    settle(groups, home=None, weights=load_weights())
    for group in groups:
        assert all(0 <= share <= 1 for share in group.shares)
        assert sum(group.shares) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("publisher", "names"),
    [
        ("themaiduguriherald.example", ["maiduguri"]),
        ("news.mopti-courier.example", ["mopti"]),
        ("The Goma Evening Post", ["goma"]),
        ("example.com", ["example"]),
        ("Daily News", []),
        ("", []),
    ],
)
def test_what_an_outlet_is_named_after(publisher: str, names: list[str]) -> None:
    assert outlet_names(publisher) == names


@pytest.mark.parametrize(
    ("country", "near", "winner"),
    [(None, (), "LY"), ("LB", (), "LB"), (None, ("Beirut", "Zahle"), "LB")],
)
def test_a_name_alone_means_the_best_known_and_context_moves_it(
    gazetteer: Gazetteer, country: str | None, near: tuple[str, ...], winner: str
) -> None:
    found = look_up("Tripoli", gazetteer, country=country, near=near)
    assert found[0].entry.country == winner
    assert found[0].share > found[1].share
    assert sum(value for _, value in compare(found[0], found[1])) > 0


def test_what_is_no_place_has_nothing_to_choose_from(gazetteer: Gazetteer) -> None:
    assert look_up("Xqzwv", gazetteer, country="ML") == []


@pytest.mark.parametrize("row", TYPES, ids=lambda row: row["word"])
def test_a_word_of_kind_speaks_for_its_kinds(row: Row, gazetteer: Gazetteer) -> None:
    word = row["word"]
    assert f"[{word}]" in row["example"]
    gao, *_ = gazetteer.candidates("Gao")
    for kind in row["kinds"].split("|"):
        assert unit_features(replace(gao, kind=kind), {word}) == {"kind as said": 1.0}
    assert unit_features(replace(gao, kind="continent"), {word}) == {"another kind": 1.0}
    mention = replace(mention_at("Gao burned.", Span(0, 3), []), unit=word)
    assert name_of("Gao burned.", mention) == ("gao", row["unit"] == "yes")
