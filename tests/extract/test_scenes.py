import re
from types import SimpleNamespace

import pytest
from tests.extract.acts import act

from dateline.extract.layers import Layers
from dateline.extract.model import open_model
from dateline.extract.places import find_places
from dateline.extract.scenes import (
    choose_scenes,
    hear_verb,
    is_part_of_name,
    scene_candidates,
    scene_features,
    words_of,
)
from dateline.extract.siting import (
    is_elsewhere,
    is_origin,
    is_where_it_was_said,
    is_where_the_hurt_died,
    place_afar,
    seats_speaker,
    takes_turn,
)
from dateline.extract.text import read_sentences
from dateline.gazetteer.find import open_gazetteer
from dateline.lexicons import read_lexicon
from dateline.records import PlaceMention, Report, Span


@pytest.mark.parametrize("row", read_lexicon("elsewhere"), ids=lambda row: row["form"])
def test_elsewhere_rows(row):
    before, _, rest = row["example"].partition("[")
    place, _, after = rest.partition("]")
    text = before + place + after
    span = Span(len(before), len(before) + len(place))
    [sentence] = read_sentences(text)
    assert is_elsewhere(text, sentence, span)


def dateline_of(text, name):
    start = text.index(name)
    return PlaceMention(Span(start, start + len(name)), "place", False, False, False, dateline=True)


@pytest.mark.parametrize("row", read_lexicon("spoken"), ids=lambda row: row["form"])
def test_spoken_rows(row):
    text = row["example"].replace("[LIMA]", "LIMA")
    assert is_where_it_was_said(text, dateline_of(text, "LIMA"))
    news = text[: text.index("[")] + "[REPORT] The convoy was burned."
    assert not is_where_it_was_said(news, dateline_of(news, "LIMA"))


@pytest.mark.parametrize(("kind", "found"), [("SPEECH", False), ("REPORT", True)])
def test_the_dateline_of_a_speech_is_no_scene_even_where_the_model_takes_it_for_one(kind, found):
    text = f"LIMA, 13 Jan 90 (EFE) -- [{kind}] We met. The convoy was burned."
    lima = dateline_of(text, "LIMA")
    layers = SimpleNamespace(report=SimpleNamespace(text=text), places=[lima])
    near = Span(text.index("The convoy"), len(text))
    assert place_afar(layers, act(text, "burned", place=["LIMA"]), near) == (
        lima.span if found else None
    )


def test_whoever_spoke_there_may_have_a_long_name():
    text = (
        "LIMA, 13 Jan 90 (EFE) -- [NEWS CONFERENCE WITH GENERAL RAFAEL UMANA QUISPE,\nDEPUTY MINISTER, BY"
        " REPORTERS OF THE PRESS] The convoy was burned."
    )
    assert is_where_it_was_said(text, dateline_of(text, "LIMA"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[SALVADOR] We have two operations.", True),
        ("It is so. [RUIZ SALVADOR] We have two operations.", True),
        ("It is so.\n   [RUIZ SALVADOR] We have two operations.", True),
        ("It is so.  [RUIZ SALVADOR]  We have two operations.", True),
        ("[ARTICLE] [RUIZ SALVADOR] [TEXT] We have two operations.", True),
        ("He was shot in [San] Salvador on Monday.", False),
        ("The rebels of the front [in Salvador] shot him.", False),
    ],
)
def test_whose_turn_it_is(text, expected):
    start = text.lower().index("salvador")
    assert takes_turn(text, Span(start, start + len("salvador"))) is expected


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A hospital in Gao was shelled.", False),
        ("The wounded were taken to Gao.", True),
        ("The wounded were brought to Gao.", True),
        ("Captives were brought to Gao and shot.", False),
        ("Captives were driven to Gao and shot.", False),
    ],
)
def test_what_a_deed_tells_of_its_own_place(text, expected):
    start = text.index("Gao")
    [sentence] = read_sentences(text)
    assert is_elsewhere(text, sentence, Span(start, start + 3), told=True) is expected


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


@pytest.fixture(scope="module")
def model():
    return open_model()


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("A ferry was taken at Gao Kirimba on Monday.", "Gao", True),
        ("A net hung out in Umm Gao at noon.", "Gao", True),
        ("A ferry was taken at Gao Hospital on Monday.", "Gao", False),
        ("A ferry was taken at Gao on Monday.", "Gao", False),
        ("Ten Die At Gao Kirimba In A Fire", "Gao", False),
        ("A bomb fell in Gao de Kirimba on Monday.", "Gao", True),
        ("A BOMB FELL IN GAO DE KIRIMBA ON MONDAY.", "GAO", True),
        ("A bomb fell in Gao de facto on Monday.", "Gao", False),
    ],
)
def test_a_part_of_a_longer_name(text, name, expected):
    start = text.index(name)
    mention = PlaceMention(Span(start, start + len(name)), "place", True, False, False)
    assert is_part_of_name(mention, words_of(text, Span(0, len(text)))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A team from Gao brought drips.", True),
        ("The team in Gao brought drips.", False),
        ("A post 10 miles from Gao was hit.", False),
    ],
)
def test_where_somebody_is_from(text, expected, gazetteer):
    [mention] = find_places(text, gazetteer)
    assert is_origin(text, read_sentences(text)[0], mention) is expected


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("A lawyer in Gao said that two had been shot.", "A lawyer", True),
        ("A lawyer in Gao said that two had been shot.", "A lawyer in Gao", True),
        ("Residents of Gao said that planes had come.", "Residents", False),
        ("A lawyer said that two had been shot in Gao.", "A lawyer", False),
        ("A report from Gao says that two had been shot.", "A report from Gao", False),
    ],
)
def test_where_a_speaker_sits(text, source, expected):
    start = text.index("Gao")
    at = text.index(source)
    assert seats_speaker(text, Span(start, start + 3), [Span(at, at + len(source))]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two of the nine died of their wounds in Gao.", True),
        ("Two of the nine succumbed in Gao this week.", True),
        ("Two died in Gao when a shell fell.", False),
        ("Two were buried in Gao.", False),
    ],
)
def test_where_the_hurt_died(text, expected, gazetteer):
    report = Report("a", text, None, None, None, "en", None, None, "a.txt", None, "0" * 64)
    sentences = tuple(read_sentences(text))
    layers = Layers(report, sentences, (), (), (), (), (), (), own_voice=False)
    [mention] = find_places(text, gazetteer)
    assert is_where_the_hurt_died(layers, mention) is expected


def trigger_in(marked):
    """The text, and the span of the word in brackets."""
    verb = re.search(r"\[(.+?)\]", marked)
    return marked.replace("[", "").replace("]", ""), Span(verb.start(), verb.end() - 2)


@pytest.mark.parametrize("row", read_lexicon("scene_weights"), ids=lambda row: row["feature"])
def test_the_feature_shows_in_its_example(row, gazetteer, model):
    text, trigger = trigger_in(row["example"])
    whole = Span(0, len(text))
    candidates = scene_candidates(text, whole, find_places(text, gazetteer))
    heard = hear_verb(text, trigger, model)
    options = scene_features(text, whole, trigger, candidates, heard)
    assert any(option.get(row["feature"]) for option in options), options


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Gunmen [killed] nine herders in Katsina on Monday.", ["Katsina"]),
        ("In Mopti, two soldiers were [killed] by a mine.", ["Mopti"]),
        ("A mine [exploded] in the village of Umm Zarrifa in Darfur.", ["Umm Zarrifa"]),
        ("Shells [fell] on Taiz and Hodeidah on Friday.", ["Taiz", "Hodeidah"]),
        ("Militants [attacked] a post near Bunia in Ituri province.", ["Bunia"]),
        ("A spokesman in Baghdad told reporters that the pilots had [died].", []),
        ("They [fired] for an hour.", []),
        ("Rockets [hit] the al-Yarmouk Hospital at noon.", ["al-Yarmouk Hospital"]),
    ],
)
def test_where_the_deed_was_done(marked, expected, gazetteer, model):
    text, trigger = trigger_in(marked)
    whole, heard = Span(0, len(text)), hear_verb(text, trigger, model)
    candidates = scene_candidates(text, whole, find_places(text, gazetteer))
    scenes = choose_scenes(text, whole, trigger, candidates, heard)
    found = sorted((s.mention.span for s in scenes), key=lambda span: span.start)
    assert [text[span.start : span.end] for span in found] == expected
    assert all(0 < scene.share <= 1 for scene in scenes)


def test_a_sentence_is_read_where_it_stands(gazetteer, model):
    text = "It was quiet in Goma. Shells fell in Gao. Mopti was calm."
    sentence, trigger = Span(22, 41), Span(29, 33)
    candidates = scene_candidates(text, sentence, find_places(text, gazetteer))
    scenes = choose_scenes(text, sentence, trigger, candidates, hear_verb(text, trigger, model))
    assert [text[s.mention.span.start : s.mention.span.end] for s in scenes] == ["Gao"]


def test_a_street_is_not_where_its_name_is_from(gazetteer):
    text = (
        "A BUS WAS BOMBED IN JUNIN STREET IN LIMA. Shells hit Bamako Avenue, Gao, and Mopti market."
    )
    found = [
        text[place.span.start : place.span.end]
        for sentence in (Span(0, 42), Span(42, len(text)))
        for place in scene_candidates(text, sentence, find_places(text, gazetteer))
        if place.form == "place"
    ]
    assert found == ["LIMA", "Gao", "Mopti"]


def test_a_place_may_be_taken_though_none_is_likelier(gazetteer, model):
    text, trigger = trigger_in("A spokesman in Baghdad told reporters that the pilots had [died].")
    whole, heard = Span(0, len(text)), hear_verb(text, trigger, model)
    candidates = scene_candidates(text, whole, find_places(text, gazetteer))
    [scene] = choose_scenes(text, whole, trigger, candidates, heard, lean=20.0)
    assert text[scene.mention.span.start : scene.mention.span.end] == "Baghdad"
    assert scene.share < 0.5


def test_no_word_at_the_verb(model):
    with pytest.raises(ValueError, match="no word at"):
        hear_verb("Shells fell.", Span(6, 7), model)
