import pytest

from dateline.extract import is_elsewhere
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon
from dateline.records import Span


@pytest.mark.parametrize("row", read_lexicon("elsewhere"), ids=lambda row: row["form"])
def test_elsewhere_rows(row):
    before, _, rest = row["example"].partition("[")
    place, _, after = rest.partition("]")
    text = before + place + after
    span = Span(len(before), len(before) + len(place))
    [sentence] = read_sentences(text)
    assert is_elsewhere(text, sentence, span)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Gunmen killed nine herders in Katsina on Monday.", "Katsina"),
        ("Militants attacked a convoy near Homs, a spokesman said.", "Homs"),
        ("A hospital was shelled in Taiz.", "Taiz"),
    ],
)
def test_the_scene_itself_is_not_elsewhere(text, place):
    start = text.index(place)
    assert not is_elsewhere(text, read_sentences(text)[0], Span(start, start + len(place)))
