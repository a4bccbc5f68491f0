"""Passages marked in the line: what is read, what is refused, and that all that are kept can be read."""

from bisect import bisect_right
from pathlib import Path
from random import Random

import pytest
from corpus.passages import PassageError, read_passage, read_passages
from train.data import read_marked, roles_told
from train.vary import join_passages

FILES = sorted((Path(__file__).parents[2] / "corpus/passages").glob("*.txt"))
CLASH = (
    "{a: [[Two|killed@1] soldiers|target@1 state_forces] were [killed|bombing@1a] and [a clerk|target@1 "
    "civilians injured@1b] was [hurt|bombing@1b] by [a mine|weapon@1a]}, [a nurse|source@a medical] "
    "[said|cue@a]. [No shot|armed_attack@2 denied] was fired in [Gao|place@2]."
)


def worded(passage, deed):
    return {role: passage.text[slice(*span)] for role, span, _ in deed.roles}


def test_marks_leave_the_text_and_tie_words_to_deeds():
    passage = read_passage("p", CLASH)
    assert passage.text == (
        "Two soldiers were killed and a clerk was hurt by a mine, a nurse said. No shot was fired in Gao."
    )
    killed, hurt, none = passage.deeds
    assert worded(passage, killed) == {
        "killed": "Two",
        "target": "a clerk",  # of both deeds, as the soldiers are: no letter ties them to one
        "weapon": "a mine",
    }
    assert worded(passage, hurt) == {"target": "a clerk", "injured": "a clerk"}
    assert (none.type, none.modality, none.incident) == ("armed_attack", "denied", "2")
    (said,) = passage.sayings
    assert [passage.text[slice(*c)] for c in said.content] == [passage.text.split(", a nurse")[0]]
    assert (said.kind, passage.text[slice(*said.source)]) == ("medical", "a nurse")


def test_what_a_saying_is_about_is_the_incident_of_the_deeds_words(tmp_path):
    path = tmp_path / "P.txt"
    path.write_text(
        "## P1 Mali 2020 wire\n[Riders|perpetrator@1 unknown] [shot|armed_attack@1a] [a smith|target@1]. [The "
        "army|source@a military] [denied|cue@a denied about@1] {a: it}; [a priest|source@b other] [asked|cue@b "
        "about@0] {b: for rain}; [a clerk|source@c witness] [shrugged|cue@c]: {c: go home}.\n"
    )
    (example,) = read_marked(path)
    (shot,) = example.triggers
    assert [a.about for a in example.attributions] == [shot.incident, "", None]


def test_whom_a_saying_accuses_is_asked_of_the_saying(tmp_path):
    path = tmp_path / "P.txt"
    path.write_text(
        "## P1 Mali 2020 wire\n[A smith|target@1 civilians] was [shot|armed_attack@1]. [The mayor|source@a state] "
        "[blamed|cue@a alleged about@1] {a: [Riders|perpetrator@1 unknown]}; [a priest|source@b other] [asked|cue@b "
        "about@0] {b: for rain}.\n"
    )
    (example,) = read_marked(path)
    blamed, asked = example.attributions
    named = {(role, example.text[a:b]) for role, (a, b) in roles_told(example, blamed)}
    assert named == {("perpetrator", "Riders"), ("kind unknown", "Riders")}
    assert roles_told(example, asked) == set()


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        ("[Gunmen|perpetrator@1] fled.", "no deed of incident 1"),
        ("[Gunmen|villain@1] fled.", "unknown label villain@1"),
        ("[Gunmen|perpetrator@1 sailors] [shot|armed_attack@1].", "unknown label sailors"),
        ("[Gunmen] fled.", "a mark without labels"),
        ("[Gunmen|perpetrator] fled.", "needs words and labels"),
        ("[Gunmen fled.", "never closed"),
        ("Gunmen fled}.", "closes nothing"),
        ("{Gunmen fled}.", "without a key"),
        ("[police|source@a police] [said|cue@a] so.", "nothing is said by 'a'"),
        ("{a: it was over}, [police|source@a police].", "no cue@a"),
        ("{a: [police|source@a police] [said|cue@a] it was over}.", "stands in what is said"),
        ("[They [fled|displacement@1]|displacement@1].", "two deeds in the same words"),
        ("{a: so}, [he|source@a witness about@0] [said|cue@a].", "beside no cue"),
        ("[It|other@1]. [He|source@a militia] [said|cue@a] {a: so}.", "no kind of speaker"),
        (
            "[It|other@1]. [He|source@a witness] [said|cue@a about@2] {a: so}.",
            "no deed of incident 2",
        ),
        (
            "[He|source@a witness] [said|cue@a about@0] {a: they [fled|displacement@1]}.",
            "is told by a deed",
        ),
    ],
)
def test_what_is_not_of_the_form_is_refused(marked, fault):
    with pytest.raises(PassageError, match=fault):
        read_passage("p", marked)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_passage_is_of_the_form_and_has_a_name_of_its_own(path):
    names = [passage.id for passage in read_passages(path)]
    assert len(names) == len(set(names)) > 20
    assert all(name.startswith(path.stem) for name in names)


def test_joined_passages_keep_their_labels_on_their_words():
    examples = list(read_marked(FILES[0]))
    alone = {
        (e.id, e.text[slice(*t.span)], role, e.text[a:b])
        for e in examples
        for t in e.triggers
        for role, a, b in t.roles
    }
    cues = {e.text[slice(*cue)] for e in examples for s in e.attributions for cue in s.cue}
    joined = list(join_passages(examples, Random(1)))
    assert sum(len(e.id.split("+")) for e in joined) == len(examples) > len(joined)
    together = {
        (t.incident.split()[0], e.text[slice(*t.span)], role, e.text[a:b])
        for e in joined
        for t in e.triggers
        for role, a, b in t.roles
    }
    assert together == alone
    assert all(
        e.id.split("+")[bisect_right(e.parts, t.span[0]) - 1] == t.incident.split()[0]
        for e in joined
        for t in e.triggers
    )
    assert {e.text[slice(*cue)] for e in joined for s in e.attributions for cue in s.cue} == cues
