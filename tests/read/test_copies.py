import random

from dateline.read import find_copies
from dateline.records import Report

WORDS = [f"word{i}" for i in range(3000)]


def report(id, text):
    return Report(id, text, None, None, None, None, None, None, id, None, "0" * 64)


def story(seed, n=200):
    return " ".join(random.Random(seed).choices(WORDS, k=n))


def test_whole_and_cut_copies_are_one_group_whatever_the_order():
    wire = story(1)
    reports = [
        report("wire", wire + " editing by a desk"),
        report("whole", wire),
        report("cut", wire[: int(len(wire) * 0.85)]),
        *(report(f"other{i}", story(i)) for i in range(2, 40)),
    ]
    (group,) = find_copies(reports)
    assert group.representative == "wire"
    assert [member for member, _ in group.members] == ["cut", "whole"]
    assert all(0.6 <= similarity <= 1 for _, similarity in group.members)
    for seed in range(3):
        random.Random(seed).shuffle(reports)
        assert find_copies(reports) == [group]


def test_same_words_differently_spaced_are_exact_copies():
    text = story(5)
    (group,) = find_copies([report("a", text), report("b", text.replace(" ", "\n"))])
    assert group.members[0][1] == 1.0


def test_short_and_unlike_texts_are_no_copies():
    assert find_copies([report("a", "two died"), report("b", "two died"), report("c", "")]) == []
