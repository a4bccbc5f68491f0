"""Whom a speaker cites."""

import pytest

from dateline.extract.attributions import Attribution
from dateline.extract.citing import find_cited
from dateline.extract.said import Said
from dateline.extract.sources import make_attributions
from dateline.extract.text import read_sentences
from dateline.records import Span


def at(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "speaker", "cited"),
    [
        ("Guns fell silent, the police said, citing villagers.", "the police", "villagers"),
        ("Reuters says, citing residents and a nurse, that guns fell silent.", "Reuters", "residents and a nurse"),
        ("Guns fell silent, the site says with reference to the mayor.", "the site", "the mayor"),
        ("Guns fell silent, the police said.", "the police", None),
        ("Citing villagers, the police said that guns fell silent.", "the police", None),  # the model's to find
    ],
)  # fmt: skip
def test_whom_a_speaker_cites(text, speaker, cited):
    said = Attribution(at(text, speaker), at(text, "sa"), (at(text, "uns fell silent"),), "neutral")
    found = list(find_cited([said], read_sentences(text)))
    assert [text[a.source.start : a.source.end] for a in found] == ([cited] if cited else [])
    assert all(a.content == said.content for a in found)


def test_who_is_cited_answers_for_all_that_the_citing_speaker_says():
    text = "Guns fell silent at noon, the police said, citing villagers."
    whole = (at(text, "Guns fell silent at noon"),)
    said = [
        Attribution(at(text, "the police"), at(text, "said"), whole, "neutral"),
        Attribution(at(text, "villagers"), at(text, "citing"), (at(text, "Guns"),), "neutral"),
    ]
    (cited,) = find_cited(said, read_sentences(text))
    assert (cited.source, cited.content) == (at(text, "villagers"), whole)
    kept = make_attributions(
        [Said(a.cue, a.source, a.content, 1.0) for a in said], read_sentences(text)
    )
    assert [a.content for a in kept if a.source == at(text, "villagers")] == [whole]


def test_whom_the_model_hears_by_another_cue_is_not_found_again():
    text = "Guns fell silent, the police said, citing villagers, who added that two had died."
    said = [
        Attribution(
            at(text, "the police"), at(text, "said"), (at(text, "Guns fell silent"),), "neutral"
        ),
        Attribution(
            at(text, "villagers"), at(text, "added"), (at(text, "two had died"),), "neutral"
        ),
    ]
    assert list(find_cited(said, read_sentences(text))) == []
