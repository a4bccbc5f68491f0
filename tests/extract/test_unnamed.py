"""Which denials are heard as such: a case is a line, what the model hears is given."""

import dataclasses

import numpy as np
import pytest
from tests.extract.acts import act
from tests.makers import claim, report

from dateline.extract.attributions import Attribution
from dateline.extract.layers import Layers
from dateline.extract.text import read_sentences
from dateline.extract.unnamed import without_doubtful_denials
from dateline.records import Modality, Phrases, Source, SourceKind, Span

COLONEL = Source("colonel", SourceKind.MILITARY, "said")


def span(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def kept(text, word, *, heard=None, beside=2.0, doer=None):
    """Whether the denial of the act of this word is kept, where "fell" tells of the incident.

    heard: how surely act and saying are heard as denied, where the colonel says it.
    """
    told, denied = act(text, "fell"), act(text, word, modality=Modality.DENIED)
    said = ()
    if heard is not None:
        shares = {Modality.DENIED: heard, Modality.ASSERTED: 1 - heard}
        denied = dataclasses.replace(denied, modality=shares)
        whole = Span(text.index(".") + 2, len(text))
        said = (
            Attribution(
                span(text, "colonel"), span(text, "said"), (whole,), "neutral", modality=shares
            ),
        )
    one = report(text=text)
    layers = Layers(one, tuple(read_sentences(text)), (), (), (), (), said, (), own_voice=False)
    says = Phrases(
        trigger=denied.span, perpetrators=(span(text, doer),) if doer is not None else ()
    )
    claims = [
        dataclasses.replace(
            claim(one, quote=text, says=says),
            sources=(COLONEL,) if heard is not None else (),
            modality=Modality.DENIED,
            occurrence=1,
        )
    ]
    odds = np.array([[9.0, beside], [beside, 9.0]])
    return bool(without_doubtful_denials(layers, [told, denied], claims, odds))


SAID = "A shell fell. No gun of ours was fired, the colonel said."


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (kept(SAID, "fired", heard=0.95), True),
        (kept(SAID, "fired", heard=0.5), False),  # of something beside it
        (kept(SAID, "fired", heard=0.5, beside=-1.0), True),  # nothing else tells of it
        (kept("A shell fell. Nobody fired.", "fired"), True),
        # it leaves the deed done, by others
        (kept("A shell fell. The guards did not fire.", "fire", doer="The guards"), False),
        (kept("A shell fell. Our guards did not fire.", "fire", doer="Our guards"), True),
        (kept("A shell fell. It is false that guards fired.", "fired", doer="guards"), True),
    ],
)  # fmt: skip
def test_doubtful_denials(case, wanted):
    assert case is wanted
