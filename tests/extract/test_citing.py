"""Whom a speaker cites."""

import pytest

from dateline.extract.attributions import Attribution
from dateline.extract.citing import find_cited
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


def test_whom_the_model_has_found_is_not_found_again():
    text = "Guns fell silent, the police said, citing villagers."
    content = (at(text, "Guns fell silent"),)
    said = [
        Attribution(at(text, "the police"), at(text, "said"), content, "neutral"),
        Attribution(at(text, "villagers"), at(text, "citing"), content, "neutral"),
    ]
    assert list(find_cited(said, read_sentences(text))) == []
