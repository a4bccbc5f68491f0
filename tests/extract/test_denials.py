"""Denials that name no deed of their own, and what they deny."""

import pytest

from dateline.extract.attributions import Attribution
from dateline.extract.denials import find_bare_denials
from dateline.extract.text import read_sentences
from dateline.records import Modality, Span


def at(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def said(text, source, cue, content, **more):
    return Attribution(at(text, source), at(text, cue), (at(text, content),), **more)


FAR = "Gunmen shot a baker in Gao. It rained. The market opened. Prices fell. The army denied this."


@pytest.mark.parametrize(
    ("text", "acts", "denial", "wanted"),
    [
        (
            "Troops shot two herders. The army denied this.",
            ["shot"],
            ("The army", "denied", "this", {"stance": "deny"}),
            [0],
        ),
        (  # the last told before it
            "Troops burned a mill and shot two herders; the army denied it.",
            ["burned", "shot"],
            ("the army", "denied", "it", {"stance": "deny"}),
            [1],
        ),
        (  # names its deed
            "Troops burned a mill. The army denied shooting two herders.",
            ["burned", "shooting"],
            ("The army", "denied", "shooting two herders", {"stance": "deny"}),
            [],
        ),
        (  # no cue of denial, but what is said is one
            "Troops shot two herders. There was no such day, the colonel said.",
            ["shot"],
            (
                "the colonel",
                "said",
                "There was no such day",
                {"stance": "neutral", "modality": {Modality.DENIED: 0.8}},
            ),
            [0],
        ),
        (  # says more, and denies nothing
            "Troops shot two herders. It was dark, the colonel said.",
            ["shot"],
            ("the colonel", "said", "It was dark", {"stance": "neutral"}),
            [],
        ),
        (FAR, ["shot"], ("The army", "denied", "this", {"stance": "deny"}), []),
        (  # nothing was told before
            "The army denied it. Troops shot two herders.",
            ["shot"],
            ("The army", "denied", "it", {"stance": "deny"}),
            [],
        ),
    ],
)
def test_what_a_bare_denial_denies(text, acts, denial, wanted):
    source, cue, content, more = denial
    found = find_bare_denials(
        [said(text, source, cue, content, **more)],
        read_sentences(text),
        [at(text, act) for act in acts],
    )
    assert [number for number, _ in found] == wanted
