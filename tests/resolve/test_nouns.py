"""The tables of nouns and small words that actors are told by, each row by its example."""

import re

import pytest

from dateline.lexicons import read_lexicon
from dateline.resolve.actor import CLAUSE, load_registry, resolve_actor, strip_number

REGISTRY = load_registry()
SEVERAL = {"people's army", "people's militia"}  # part of the names of bodies of several kinds
TWO_STATES = {"Congolese"}  # of which no wording alone tells which is meant


def actor(wording):
    return resolve_actor(wording, country=None, day=None, registry=REGISTRY)


def stands_in(words, example):
    return re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", example.lower()) is not None


@pytest.mark.parametrize("row", read_lexicon("roles"), ids=lambda row: row["noun"])
def test_every_role_noun_has_its_kind(row):
    """Unless the registry knows the wording; a noun with "of" in it is told by what stands before."""
    noun = row["noun"]
    assert any(stands_in(form, row["example"]) for form in (noun, row["plural"]) if form)
    if not CLAUSE.search(noun) and strip_number(noun) == noun:
        found = actor(f"the {noun}")
        several = noun in SEVERAL
        assert found.actor_id is not None or several or found.kind == row["kind"]


@pytest.mark.parametrize("row", read_lexicon("demonyms"), ids=lambda row: row["demonym"])
def test_every_demonym_of_a_country_gives_its_country(row):
    start = row["example"].index(f"Two {row['demonym']} soldiers")
    wording = row["example"][start:].partition(" soldiers")[0] + " soldiers"
    if row["sort"] == "country" and row["demonym"] not in TWO_STATES:
        assert actor(wording).country == row["iso2"]


@pytest.mark.parametrize(
    "row", read_lexicon("modifiers"), ids=lambda row: f"{row['word']} {row['kind']}"
)
def test_small_words_before_a_noun_are_no_part_of_a_name(row):
    """The other kinds are the vocabulary that no name is spelled from."""
    assert stands_in(row["word"], row["example"])
    if row["kind"] in {"determiner", "quantifier", "numeral", "hedge"}:
        assert strip_number(f"{row['word']} soldiers") == "soldiers"


@pytest.mark.parametrize("row", read_lexicon("given_names"), ids=lambda row: row["name"])
def test_given_names_stand_in_their_examples(row):
    assert stands_in(row["name"], row["example"])
