"""Political violence or ordinary crime: a case is a line."""

import pytest

from dateline.extract.scope import read_scope
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon
from dateline.records import Count, CountKind, CountPhrase, Scope


def scope(text, *, doers=(), killed=None):
    """The scope of a sentence whose act has these doers and this toll."""
    (sentence,) = read_sentences(text)
    toll = killed and CountPhrase(CountKind.KILLED, sentence.span, Count(killed, killed, killed))
    return read_scope(sentence, doers, (toll,) if toll else ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # organised sides
        ("Rebels killed four herders near Goma.", "political"),
        ("Militants abducted a trader.", "political"),
        ("Soldiers shot dead two students.", "political"),
        ("The cartel murdered a mechanic in Uruapan.", "political"),
        ("Bandits kidnapped nine passengers on the Gusau road.", "political"),
        ("A militia burned forty houses.", "political"),
        ("A suicide bomber killed himself at a checkpoint.", "political"),
        ("A landmine killed two children.", "political"),
        ("SUBVERSIVES KILLED A MAYOR IN THE SOUTH.", "political"),
        # whom it hit
        ("A judge was shot dead in Lahore.", "political"),
        ("Unknown men shot dead a journalist outside his home.", "political"),
        ("The mayor of the town was murdered on Friday.", "political"),
        ("Gunmen attacked a mosque in Zamfara.", "political"),
        ("Attackers stabbed a priest in Nice.", "political"),
        ("A candidate for the senate was abducted.", "political"),
        # mass casualties, sectarian and communal violence
        ("Eleven people were killed in communal violence.", "political"),
        ("The sectarian killing of two men shook Quetta.", "political"),
        ("A mob lynched two suspected thieves.", "political"),
        ("Rioters looted shops after the election.", "political"),
        # ordinary crime
        ("Robbers shot a clerk in a corner shop.", "ordinary"),
        ("A man murdered his estranged wife in Tampa.", "ordinary"),
        ("A teenager was stabbed in a brawl outside a nightclub.", "ordinary"),
        ("Homicide detectives said a man was shot dead in a parking lot.", "ordinary"),
        ("He killed his girlfriend after an argument.", "ordinary"),
        ("A drug deal ended with a man shot dead.", "ordinary"),
        ("Burglars murdered a pensioner.", "ordinary"),
        ("A driver was stabbed in a road rage attack.", "ordinary"),
        # words that say neither
        ("A man was shot dead on Friday.", "unknown"),
        ("Two brothers were killed near the river.", "unknown"),
        ("Gunmen killed two traders.", "unknown"),
        ("A teacher was abducted on her way home.", "political"),
    ],
)  # fmt: skip
def test_scope(text, expected):
    assert scope(text).value == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "unknown"),
        ({"doers": ["Police"]}, "political"),  # the state uses force
        ({"doers": ["two Malian soldiers"]}, "political"),
        ({"doers": ["A man"]}, "unknown"),
        ({"killed": 3}, "unknown"),
        ({"killed": 4}, "political"),  # mass casualties
    ],
)
def test_who_did_it_and_how_many_died_tell_too(told, expected):
    assert scope("A man was shot dead in Conakry.", **told).value == expected


@pytest.mark.parametrize("row", read_lexicon("scope"), ids=lambda row: row["words"][:30])
def test_a_word_of_the_row_stands_in_its_example(row):
    start, end = row["example"].index("["), row["example"].index("]")
    assert row["example"][start + 1 : end].lower() in row["words"].split("|")
    assert row["scope"] in {Scope.POLITICAL.value, Scope.ORDINARY.value} and int(row["weight"]) > 0
