"""Weapons that were seized, or held by those who were shot, are not the deed's."""

import re

import pytest

from dateline.lexicons import read_lexicon
from dateline.link.unused import is_unused
from dateline.records import Actor, ActorKind, IncidentType

POLICE = Actor("police", ActorKind.STATE_FORCES, mentions=("Police",))
GUNMEN = Actor("gunmen", ActorKind.UNKNOWN, mentions=("Gunmen",))


@pytest.mark.parametrize("row", read_lexicon("unused"), ids=lambda row: row["form"])
def test_rows(row):
    word, weapon = re.findall(r"[<\[](.+?)[>\]]", row["example"])
    assert word == row["form"]
    quote = re.sub(r"[<>\[\]]", "", row["example"])
    assert is_unused(weapon, [quote], [POLICE], IncidentType.ARMED_CLASH)
    by_others = is_unused(weapon, [quote], [GUNMEN], IncidentType.ARMED_CLASH)
    assert by_others == (row["kind"] == "taken")


@pytest.mark.parametrize(
    ("weapon", "quotes", "kind", "unused"),
    [
        ("two rifles", ["After the clash two rifles were seized."], IncidentType.ARMED_CLASH, True),
        ("two rifles", ["Troops seized two rifles."], IncidentType.SEIZURE, False),
        ("a bomb", ["Police recovered a bomb."], IncidentType.BOMBING, False),
        ("a knife", ["He pulled a knife.", "She was cut with a knife."], IncidentType.KILLING, False),
        ("a rifle", ["They seized a lorry. A guard was shot with a rifle."], IncidentType.KILLING, False),
        ("a rifle", ["He was held with a rifle."], IncidentType.ARREST, True),
        ("a rifle", ["He was held with a rifle."], IncidentType.ABDUCTION, True),
        ("a rifle", [], IncidentType.KILLING, False),
        ("six mines", ["Troops seized a rifle, two belts, six mines."], IncidentType.KILLING, True),
        ("mortars", ["Troops seized the ford with mortars."], IncidentType.KILLING, False),
        ("rifles", ["Police carrying rifles shot two herders."], IncidentType.KILLING, False),
        ("rifles", ["Police who were carrying rifles shot two."], IncidentType.KILLING, False),
        ("bomb", ["Troops carried out bomb attacks."], IncidentType.KILLING, False),
    ],
)  # fmt: skip
def test_what_is_unused(weapon, quotes, kind, unused):
    assert is_unused(weapon, quotes, [POLICE], kind) is unused
