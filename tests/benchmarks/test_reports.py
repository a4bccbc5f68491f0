import pytest
from benchmarks.reports import make_reports


@pytest.mark.parametrize("words", [50, 400])
def test_reports_have_the_length_asked_for(words):
    for text in make_reports(20, words=words, relevant=0.5):
        assert words <= len(text.split()) < words + 60


def test_the_same_seed_gives_the_same_reports():
    made = [make_reports(5, words=100, relevant=0.5, seed=seed) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


def test_no_two_reports_are_alike():
    texts = make_reports(50, words=100, relevant=0.5)
    assert len(set(texts)) == 50


def test_the_share_of_relevant_reports_is_as_asked():
    violent = ("killed", "killing", "abducted", "detained", "burned", "bombed", "bomb")
    texts = make_reports(100, words=200, relevant=0.3)
    assert sum(any(word in text for word in violent) for text in texts) == 30
