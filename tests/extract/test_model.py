"""What is made of the model's answers, and that the packaged weights are whole."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ModelError
from dateline.extract.model import (
    WEIGHTS,
    distance_class,
    find_spans,
    open_model,
    read_text,
)

MODEL = open_model()


HIGH, LOW, EVEN = 0.95, 0.05, 0.5


@pytest.mark.parametrize(
    ("begins", "inside", "wanted"),
    [
        ("-#--", "-##-", [(1, 3)]),
        ("#-#-", "####", [(0, 2), (2, 4)]),  # a beginning ends the span before it
        ("#----", "##.##", [(0, 5)]),  # a weak word inside a strong span stays in
        ("-----", "--.--", []),  # a lone weak one makes none
        ("-----", "-----", []),
    ],
)
def test_spans_are_those_worth_the_most(begins, inside, wanted):
    value = {"#": HIGH, "-": LOW, ".": EVEN}
    answers = np.array([[[value[b], value[i]] for b, i in zip(begins, inside, strict=True)]])
    (found,) = find_spans(answers.astype(np.float32))
    assert [(a, b) for a, b, _ in found] == wanted


@given(st.lists(st.tuples(*[st.floats(0.01, 0.99)] * 2), min_size=1, max_size=9))
def test_no_other_set_of_spans_is_worth_more(rows):
    answers = np.array([rows], dtype=np.float32)
    odds = np.log(answers[0] / (1 - answers[0]))

    def worth(spans):
        return sum(odds[a, 0] / 2 - 1 + odds[a:b, 1].sum() for a, b in spans)

    def all_sets(first):
        yield []
        for a in range(first, len(rows)):
            for b in range(a + 1, len(rows) + 1):
                for rest in all_sets(b):
                    yield [(a, b), *rest]

    (found,) = find_spans(answers)
    best = max(worth(spans) for spans in all_sets(0))
    assert worth([(a, b) for a, b, _ in found]) == pytest.approx(best, abs=1e-3)


def test_distances_fall_into_nineteen_signed_classes():
    found = distance_class(np.array([0, 1, -1, 4, -4, 500, -500]))
    assert found.tolist() == [0, 1, 10, 3, 12, 9, 18]


def test_every_word_of_a_long_text_has_one_vector():
    text = "Gunmen killed two farmers near Gusau on Monday. " * 90
    read = read_text(text, MODEL)
    assert len(read.windows) > 1
    assert read.vectors.shape == (len(read.pieces.firsts), 384)
    assert np.isfinite(read.vectors).all()


def test_a_text_is_read_alike_alone_and_twice():
    text = "The army said rebels shelled Taiz on 3 May, killing four."
    assert np.array_equal(read_text(text, MODEL).vectors, read_text(text, MODEL).vectors)


def test_words_compared_in_parts_answer_as_all_at_once(monkeypatch):
    read = read_text("Gunmen killed two farmers near Gusau on Monday. " * 20, MODEL)
    words = range(0, 160, 2)  # 80: three parts
    in_parts = read.same(words)
    monkeypatch.setattr("dateline.extract.model.TOGETHER", 80)
    assert np.array_equal(in_parts, read.same(words))


def test_no_words_no_answers():
    read = read_text("", MODEL)
    assert read.vectors.shape == (0, 384)
    assert read.tags("house").shape[0] == 0
    assert read.ask([], "roles", "house") == []
    assert read.same([]).shape == (0, 0)


def test_missing_weights_are_told_with_the_remedy(tmp_path):
    with pytest.raises(ModelError, match="reinstall"):
        open_model(tmp_path)


def test_labels_and_layers_agree():
    labels = json.loads((WEIGHTS / "labels.json").read_text(encoding="utf-8"))
    for space, types in labels["types"].items():
        assert MODEL.heads[f"trigger.{space}.bias"].shape == (1 + len(types),)
    for space, roles in labels["roles"].items():
        assert MODEL.heads[f"roles.{space}.bias"].shape == (2 * len(roles),)
    assert MODEL.heads["modality.bias"].shape == (len(labels["modalities"]),)
