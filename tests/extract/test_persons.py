"""What the words of a single victim tell: a case is a line, no model is asked."""

import pytest
from tests.extract.acts import act

from dateline.extract.counts import read_figures
from dateline.extract.persons import find_persons
from dateline.extract.text import read_sentences, read_tokens
from dateline.lexicons import read_lexicon
from dateline.records import CountKind


def persons(text, *phrases, doers=(), harm="injured"):
    """The persons of a text whose words are given, each phrase one victim of one act."""
    sentences = read_sentences(text)
    told = act(text, text.split()[-1].strip("."), perpetrator=doers, **{harm: phrases})
    (found,) = find_persons(sentences, [read_figures(sentences, told)], [told.spans("perpetrator")])
    return found


def short(person):
    """ "Ana Ruiz 32 female second doer": what is told, in this order."""
    told = (person.name, person.age, person.sex, person.apart, "doer" if person.doer else None)
    return " ".join(str(value) for value in told if value is not None)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("A 30-year-old man was hurt.", "A 30-year-old man", "30 male"),
        ("A three-year-old girl was hurt.", "three-year-old girl", "3 female"),
        ("A 13-month-old boy was hurt.", "13-month-old boy", "1 male"),
        ("Ahmet Seren, 41, was hurt.", "Ahmet Seren", "Ahmet Seren 41"),
        ("The porter, Ahmet S., aged 41, was hurt.", "Ahmet S., aged 41", "Ahmet S 41"),
        ("A clerk (54) was hurt.", "A clerk", "54"),
        ("The guard Ana Ruiz was hurt.", "The guard Ana Ruiz", "Ana Ruiz"),
        ("A former choir singer from Ebo was hurt.", "former choir singer from Ebo", ""),
        ("Mrs Ruiz was hurt.", "Mrs Ruiz", "Ruiz female"),
        ("A boy of nine was hurt.", "A boy of nine", "9 male"),
        ("A third, Ana Ruiz, was hurt.", "Ana Ruiz", "Ana Ruiz third"),
        ("The wife of a miller was hurt.", "The wife of a miller", "female"),
        ("Ebo Mill Guard Hurt.", "Ebo Mill Guard", ""),  # a headline's capitals name nobody
        ("Another man was hurt.", "man", "male second"),
        ("A second elderly woman was hurt.", "elderly woman", "female second"),
        ("A third victim was hurt.", "third victim", "third"),
        ("He was the third victim hurt.", "third victim", ""),  # of a year, perhaps
        ("Ahmet Seren, a 41-year-old cook, was hurt.", "Ahmet Seren", "Ahmet Seren 41"),
        ("Ahmet Seren, a cook, was hurt.", "a cook", "Ahmet Seren"),
        ("Another time the man was hurt.", "man", "male"),
        ("The suspect was hurt.", "The suspect", "doer"),
        ("She was hurt.", "She", "female"),
    ],
)
def test_what_is_told_of_one(text, phrase, expected):
    (person,) = persons(text, phrase)
    assert short(person) == expected


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("One guard was shot and a cook was hurt.", ("One guard", "a cook"), ["", "and"]),
        ("A guard was shot and a cook was hurt.", ("A guard", "a cook"), ["", "and"]),
        ("A guard fell and stabbed a cook, who was hurt.", ("A guard", "a cook"), ["", ""]),
        ("A guard was shot. His son was hurt.", ("A guard", "His son"), ["", "male and"]),
        ("A guard was shot. A judge said his son was hurt.", ("A guard", "his son"), ["", "male"]),
        ("A guard was shot and the cook was hurt.", ("A guard", "the cook"), ["", ""]),
        ("A guard was shot. A cook was also hurt.", ("A guard", "A cook"), ["", "and"]),
        ("A guard was shot. The cook was also hurt.", ("A guard", "The cook"), ["", ""]),
        ("A guard, a father from Ebo, was hurt.", ("A guard", "a father from Ebo"), ["", "male"]),
    ],
)
def test_another_in_one_sentence(text, phrases, expected):
    assert [short(p) for p in persons(text, *phrases)] == expected


@pytest.mark.parametrize(
    ("text", "phrases", "more"),
    [
        ("A guard was shot. Two others were hurt.", ("A guard", "Two"), True),
        ("A guard was shot. Another two guards were hurt.", ("A guard", "Another two"), True),
        ("A guard was shot. Two of his aides were also hurt.", ("A guard", "Two"), True),
        ("A guard was shot. The two other guards were hurt.", ("A guard", "two"), False),
        ("A guard was shot. Two cooks were hurt.", ("A guard", "Two"), False),
        ("Two other guards were hurt.", ("Two",), False),  # besides whom?
    ],
)
def test_a_figure_that_counts_on_from_what_was_told(text, phrases, more):
    assert ("more" in [p.apart for p in persons(text, *phrases)]) is more


def test_others_of_another_harm_count_on_from_nothing():
    text = "Three were hurt. One guard died and two others were hurt."
    sentences = read_sentences(text)
    deed = act(text, "died", injured=["Three", "two"], killed=["One guard"])
    (found,) = find_persons(sentences, [read_figures(sentences, deed)], [()])
    assert [p.apart for p in found if p.harm is CountKind.INJURED] == []


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("A policeman", "forces"),
        ("A cook", "labour"),
        ("A young woman", None),
        ("The victim", None),
    ],
)
def test_what_a_person_does(phrase, role):
    (person,) = persons(f"{phrase} was hurt.", phrase)
    assert person.role == role


def test_a_number_of_nobody_in_particular_is_no_person():
    assert persons("One died and was hurt.", "One", harm="killed") == ()
    (person,) = persons("One man died and was hurt.", "One man", harm="killed")
    assert not person.counted  # by a number word


def test_who_did_it_is_marked():
    (person,) = persons("Tarek shot a guard, and was hurt.", "Tarek", doers=["Tarek"])
    assert person.doer


@pytest.mark.parametrize("row", read_lexicon("persons"), ids=lambda row: row["form"])
def test_words_that_tell_persons_apart(row):
    start, end = row["example"].index("["), row["example"].index("]") - 1
    text = row["example"].replace("[", "").replace("]", "")
    (word,) = read_tokens(text, start, end)
    assert word.lower == row["form"]
    assert row["class"] in {"sex", "apart", "doer", "role"}
    values = {"female", "male", "second", "third", "fourth", "fifth", "sixth", "-"}
    assert row["class"] == "role" or row["value"] in values
