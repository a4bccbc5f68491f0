"""What words a claim stands on."""

import pytest

from dateline.extract.layers import Layers, evidence_of
from dateline.extract.quotations import find_quotations
from dateline.extract.text import read_sentences
from dateline.records import Phrases, Report, Span


@pytest.mark.parametrize(
    ("text", "trigger", "target", "evidence"),
    [
        ("Nine died, the mayor said; a nurse counted four.", "died", "Nine", "Nine died, the mayor said"),
        ("Nine died, the mayor said; a nurse counted four.", "counted", None, "a nurse counted four."),
        ("Nine died; the bus burned.", "died", "bus", "Nine died; the bus burned."),
        ("“Nine died; we counted,” a nurse said.", "died", None, "“Nine died; we counted,” a nurse said."),
        ("Nine died in the blast.", "died", "Nine", "Nine died in the blast."),
    ],
)  # fmt: skip
def test_a_claim_stands_on_what_lies_between_semicolons(text, trigger, target, evidence):
    def at(words):
        start = text.index(words)
        return Span(start, start + len(words))

    report = Report("a", text, None, None, None, "en", None, None, "a.txt", None, "0" * 64)
    sentences = tuple(read_sentences(text))
    quotations = tuple(find_quotations(sentences))
    layers = Layers(report, sentences, (), (), (), (), (), quotations, own_voice=False)
    says = Phrases(trigger=at(trigger), targets=(at(target),) if target else ())
    assert report.quote(evidence_of(layers, sentences[0], says)) == evidence
