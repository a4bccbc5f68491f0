"""A phrase has no loose ends, both its brackets, and somebody in it."""

import pytest

from dateline.extract.phrases import (
    complete,
    is_ruled_out,
    nouns_of_actors,
    nouns_of_weapons,
    trim,
)
from dateline.extract.text import read_sentences
from dateline.records import Span


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Men hit <the army and> fled.", "the army"),
        ("They sought <the men responsible for> the raid.", "the men responsible"),
        ("A blast <by Adan Goro’s> band hit Gao.", "Adan Goro"),
        ("GAO, <Mali - Gunmen> fired.", "Gunmen"),
        ("The deed of <the Night Front (NF>) was told.", "the Night Front (NF)"),
        ('He blamed the "<Night Hawks" men>.', '"Night Hawks" men'),
        ('He blamed <"Night Hawks">.', '"Night Hawks"'),
        ('He saw <"the guide> of strangers.', "the guide"),
        ("They took <the guide (a boy> to Gao.", "the guide (a boy"),
        ("<Will Okello and> two others fired.", "Will Okello"),
        ("They shot <two of them> dead.", "two of them"),
        ("They shot <each> dead.", None),
        ("They shot <twenty> dead.", None),
        ("They shot <two of his guards> dead.", "two of his guards"),
        ("It hurt <more than 30> there.", None),
        ("At <least two guards> fled.", "At least two guards"),
        ("It was the work of <the Night Front (> NF ).", "the Night Front"),
        ("They shot <the soldiers assigned> to the camp.", "the soldiers"),
        ("They shot <a driver walking> through the gate.", "a driver"),
        ("They shot <the wounded> in the camp.", "the wounded"),
        (
            "They shot <the soldiers assigned to the camp> there.",
            "the soldiers assigned to the camp",
        ),
        ("They took <the farm building> near Gao.", "the farm building"),
        ("They shot <two policemen guarding> a school.", "two policemen"),
        ("They held <the man thought> to have fired.", "the man"),
        ("They shot <Colonel Ahmed> in Gao.", "Colonel Ahmed"),
        ("They shot <Colonel Said> the next day.", "Colonel Said"),
        ("They held <the officer who fired> the shot.", "the officer"),
        ("They held <a man, who shot> two others.", "a man"),
        ("They shot <the man who fled>, at noon.", "the man who fled"),
        ("They shot <those who raised> their hands.", "those who raised"),
        ("They shot <a hundred and sixty> dead.", None),
    ],
)
def test_trim(marked, expected):
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    found = trim(text, Span(start, end), read_sentences(text)[0])
    assert (None if found is None else text[found.start : found.end]) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("They shot <the driver, Karim> Sadykov, at noon.", "the driver, Karim Sadykov"),
        ("They shot <a 17-year-old> boy at noon.", "a 17-year-old boy"),
        ("They blamed <the Anzoro> army for it.", "the Anzoro army"),
        ("They burned <the hillside> church at noon.", "the hillside church"),
        ("He had <an automatic> rifle with him.", "an automatic rifle"),
        ("They shot <the guard> and left.", "the guard"),
        ("They threw <a charge upon a> tractor.", "a charge upon a"),
        ("They shot <Karim> Friday at noon.", "Karim"),
        ("They shot <two men> accused of theft.", "two men"),
        ("<Soldiers> villagers knew fired.", "Soldiers"),
        ("<Rebels> Shot In The North", "Rebels"),  # a heading
        ("The Night Of <The Rebels> Ends In Gao", "The Rebels"),
    ],
)
def test_a_phrase_that_was_cut_short_is_completed(marked, expected):
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    times = [Span(text.index(day), text.index(day) + len(day)) for day in ["Friday"] if day in text]
    nouns = nouns_of_actors() | nouns_of_weapons()
    found = complete(Span(start, end), read_sentences(text)[0], nouns, times)
    assert text[found.start : found.end] == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It was rebels and not <the army> who fired.", True),
        ("It was put down to rebels, not to <the army>.", True),
        ("The mayor blamed rebels rather than <the army>.", True),
        ("He blamed rebels instead of <the army>.", True),
        ("It is not known whether or not <the army> fired.", False),
        ("It was not only <the army> that fired.", False),
        ("By nightfall <the army> had fired.", False),
    ],
)
def test_ruled_out(marked, expected):
    start, end = marked.index("<"), marked.index(">") - 1
    (sentence,) = read_sentences(marked.replace("<", "").replace(">", ""))
    assert is_ruled_out(Span(start, end), sentence) is expected
