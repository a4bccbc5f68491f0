"""What is said of a deed without naming it: denials and claims of responsibility."""

import numpy as np
import pytest

from dateline.extract.attributions import Attribution
from dateline.extract.cues import find_cues, index_cues
from dateline.extract.denials import (
    POINTS,
    find_bare_charges,
    find_bare_claims,
    find_bare_denials,
    find_pointing,
    knows_of_none,
    may_point,
    speaks_for_accused,
    tells_of_no_loss,
    tells_otherwise,
    undisputed,
    words_deny,
)
from dateline.extract.text import read_sentences, read_tokens
from dateline.lexicons import read_lexicon
from dateline.records import Modality, Span


def at(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def said(text, source, cue, content, **more):
    return Attribution(at(text, source), at(text, cue), (at(text, content),), **more)


FAR = (
    "Gunmen shot a baker in Gao. It rained. The market opened. Prices fell. Buses ran. Schools closed."
    " The mayor slept. The army denied this."
)


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
        (  # put as a verdict
            "Troops shot two herders. The colonel called it a fable.",
            ["shot"],
            (
                "The colonel",
                "called",
                "it a fable",
                {"stance": "neutral", "force": "judge", "modality": {Modality.DENIED: 0.6}},
            ),
            [0],
        ),
        (  # another version, and no word of denial: the model hears more than is said
            "Troops shot two herders. They had rifles, the colonel said.",
            ["shot"],
            (
                "the colonel",
                "said",
                "They had rifles",
                {"stance": "neutral", "modality": {Modality.DENIED: 0.9}},
            ),
            [],
        ),
        (  # an ordinary cause: half a denial is heard in it
            "Troops shot two herders. A boiler had burst, the colonel said.",
            ["shot"],
            (
                "the colonel",
                "said",
                "A boiler had burst",
                {"stance": "neutral", "modality": {Modality.DENIED: 0.2}},
            ),
            [0],
        ),
        (
            "A boiler burst in the mill. Nothing more than a boiler had burst, the colonel said.",
            ["burst"],
            (
                "the colonel",
                "said",
                "a boiler had burst",
                {"stance": "neutral", "modality": {Modality.DENIED: 0.02}},
            ),
            [],
        ),
        (  # an alibi
            "Troops shot two herders. Our men were at a wedding, the colonel said.",
            ["shot"],
            (
                "the colonel",
                "said",
                "Our men were at a wedding",
                {"stance": "neutral", "modality": {Modality.DENIED: 0.4}},
            ),
            [0],
        ),
        (
            "Troops shot two herders. No one was hit there, the colonel said.",
            ["shot"],
            (
                "the colonel",
                "said",
                "No one was hit there",
                {"stance": "neutral", "modality": {Modality.DENIED: 0.8}},
            ),
            [0],
        ),
        (
            "Troops shot two herders. The army denied what is told of it.",
            ["shot"],
            ("The army", "denied", "what is told of it", {"stance": "deny"}),
            [0],
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


@pytest.mark.parametrize(
    ("text", "acts", "words", "stance", "wanted"),
    [
        (
            "A bomb killed two in Kano. The front claimed responsibility.",
            ["killed"],
            ("The front", "claimed", "responsibility"),
            "claim",
            [0],
        ),
        (  # some other claim
            "A bomb killed two in Kano. The front claimed victory.",
            ["killed"],
            ("The front", "claimed", "victory"),
            "claim",
            [],
        ),
        (  # names its deed
            "A bomb killed two in Kano. The front claimed responsibility for the blast.",
            ["killed", "blast"],
            ("The front", "claimed", "responsibility for the blast"),
            "claim",
            [],
        ),
        (
            "A bomb killed two in Kano. The front accepted no responsibility.",
            ["killed"],
            ("The front", "accepted", "no responsibility"),
            "neutral",
            [],
        ),
    ],
)
def test_whose_deed_a_bare_claim_makes_it(text, acts, words, stance, wanted):
    found = find_bare_claims(
        [said(text, *words, stance=stance)],
        read_sentences(text),
        [at(text, act) for act in acts],
    )
    assert [number for number, _ in found] == wanted


HEARD = {"stance": "neutral", "modality": {Modality.DENIED: 0.8}}


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Troops shot a herder. The army refused to comment.", "The army", "refused", "to comment"),
        ("Troops shot a herder. The army would not say why.", "The army", "say", "why"),
        (
            "Troops shot a herder. The mayor says what he heard.",
            "The mayor",
            "says",
            "what he heard",
        ),
        ("Troops shot a herder. No group has spoken.", "No group", "has spoken", "No group"),
        ("Troops shot a herder. He would say only that it rained.", "He", "would say", "only"),
        ("Troops shot a herder. He named no one.", "He", "named", "no one"),
        ("Troops shot a herder. The mayor heard of no shot.", "The mayor", "heard", "of no shot"),
    ],
)
def test_who_keeps_silent_denies_nothing(text, source, cue, content):
    one = said(text, source, cue, content, **HEARD)
    assert not list(find_bare_denials([one], read_sentences(text), [at(text, "shot")]))


@pytest.mark.parametrize("row", read_lexicon("denying"), ids=lambda row: row["form"][:40])
def test_denying_rows(row):
    start, end = row["example"].index("["), row["example"].index("]") - 1
    text = row["example"].replace("[", "").replace("]", "")
    assert text[start:end] in row["form"].split("|")
    if row["class"] in {"reticent", "knowing"}:
        parts = (text[: start - 1], text[start:end], text[end + 1 : -1])
        test_who_keeps_silent_denies_nothing(f"Troops shot a herder. {text}", *parts)
        return
    (sentence,) = read_sentences(text)
    said = Attribution(None, at(text, text.split()[0]), (sentence.span,), "neutral")
    assert (words_deny(sentence.tokens), speaks_for_accused(said, [sentence])) in {
        "deny": {(True, False), (True, True)},
        "defence": {(False, True), (True, True)},
    }[row["class"]]


@pytest.mark.parametrize(
    ("text", "denies"),
    [("The patrol didn't fire.", True), ("The patrol fired.", False), ("It hasn’t begun.", True)],
)
def test_a_contracted_not_denies(text, denies):
    assert words_deny(read_tokens(text, 0, len(text))) is denies


@pytest.mark.parametrize(
    "row",
    [*read_lexicon("denials"), *read_lexicon("ordinary")],
    ids=lambda row: row["form"][:40],
)
def test_denial_rows(row):
    start, end = row["example"].index("["), row["example"].index("]") - 1
    text = row["example"].replace("[", "").replace("]", "")
    tokens = read_tokens(text, 0, len(text))
    (found,) = find_cues(tokens, index_cues([row]))
    assert (tokens[found.start].start, tokens[found.end - 1].end) == (start, end)


@pytest.mark.parametrize(
    ("text", "acts", "wanted"),
    [
        ("Troops shot a herder. No soldier of ours was there.", ["shot"], [0]),
        ("Troops shot a herder. The army held an inquiry.", ["shot"], []),
        ("No soldier of ours was there. Troops shot a herder.", ["shot"], []),
        # beside a deed of its own the words are read with that deed
        ("Troops shot a herder. The raid was a fabrication.", ["shot", "raid"], []),
        ("Troops shot a herder. It rained. It was dark. The mayor slept. That is baseless.", ["shot"], [0]),
    ],
)  # fmt: skip
def test_words_that_deny_without_a_speaker(text, acts, wanted):
    found = find_bare_denials([], read_sentences(text), [at(text, act) for act in acts])
    assert [number for number, _ in found] == wanted


@pytest.mark.parametrize(
    ("text", "acts", "denied", "wanted"),
    [
        ("A tale that troops shot a herder is baseless.", ["shot"], [False], [0]),
        ("A tale that troops shot a herder is baseless.", ["shot"], [True], []),  # read with it
        ("It is not true, as some say: troops shot a herder.", ["shot"], [False], [0]),
        ("Troops burned a mill. Baseless, that they shot him, is baseless.", ["burned", "shot"], [False, False], [1]),
    ],
)  # fmt: skip
def test_a_deed_told_in_the_sentence_that_calls_it_false(text, acts, denied, wanted):
    found = find_bare_denials([], read_sentences(text), [at(text, act) for act in acts], denied)
    assert [number for number, _ in found] == wanted


def test_a_deed_told_in_the_words_of_its_denial():
    text = "Troops burned a mill. The army rejects the tale that they shot a herder."
    one = said(text, "The army", "rejects", "the tale that they shot a herder", stance="deny")
    given = [one], read_sentences(text), [at(text, "burned"), at(text, "shot")]
    assert [number for number, _ in find_bare_denials(*given, [False, False])] == [1]
    assert not list(find_bare_denials(*given, [False, True]))


def test_a_charge_without_its_deed_is_of_the_one_told_last():
    text = "Somebody shot a herder. The governor blamed the raiders."
    one = said(text, "The governor", "blamed", "the raiders", stance="accuse")
    found = find_bare_charges([one], read_sentences(text), [at(text, "shot")])
    assert [number for number, _ in found] == [0]


def test_who_denies_what_is_told_before_it():
    text = "Troops shot two herders. The market closed over the shooting, which the army denies."
    ((_, denial),) = find_bare_denials([], read_sentences(text), [at(text, "shot")])
    assert denial.source == at(text, "the army")


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "wanted"),
    [
        ("Her lawyer denied everything.", "Her lawyer", "denied", "everything", True),
        ("The docker denied his guilt.", "The docker", "denied", "his guilt", True),
        ("The police denied everything.", "The police", "denied", "everything", False),
    ],
)
def test_who_speaks_for_the_accused(text, source, cue, content, wanted):
    one = said(text, source, cue, content, stance="deny")
    assert speaks_for_accused(one, read_sentences(text)) is wanted


def test_a_far_denial_keeps_its_speaker():
    text = (
        "Troops shot two herders. It rained. The road is closed. Prices rose. "
        "The governor denied that anything of the kind had been done."
    )
    told = said(text, "The governor", "denied", "anything of the kind had been done", stance="deny")
    ((number, denial),) = find_bare_denials([told], read_sentences(text), [at(text, "shot")])
    assert (number, denial.source, denial.content) == (0, told.source, told.content)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "odds", "wanted"),
    [
        ("A bus burned. Men shot at it. A nurse put it at nine.", "A nurse", "put", "at nine", (-1, 2), [1]),
        ("A bus burned. Men shot at it. The abbot praised the rain.", "The abbot", "praised", "the rain",
         (-3, -2), []),
        ("A bus burned. Men shot at it. A nurse saw how men shot.", "A nurse", "saw", "how men shot",
         (3, 4), []),  # told by a word of its own
        ("A bus burned. Men shot at it. The army refused to say whose.", "The army", "refused to say", "whose",
         (3, 4), []),
    ],
)  # fmt: skip
def test_a_saying_without_a_deed_is_of_the_one_that_the_model_takes_it_for(
    text, source, cue, content, odds, wanted
):
    acts = [
        at(text, "burned"),
        at(text, "shot"),
        *([at(text, "men shot")] if "men shot" in text else []),
    ]
    row = np.array([*odds, *([0.0] * (len(acts) - 2))], dtype=np.float32) + POINTS
    one = said(text, source, cue, content, stance="neutral")
    asked = [one] if may_point(one, read_sentences(text), acts) else []
    found = find_pointing(asked, np.array([row for _ in asked]))
    assert [number for number, _ in found] == wanted


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [
        ("It was a gas leak", True),
        ("It was a gas leak and not a bomb", True),
        ("No one was beaten, he fell from a ladder", True),
        ("It was nothing more than a gas leak", True),
        # named as what it was not
        ("That was no gas leak", False),
        ("Stray bullets do not come in pairs", False),
        # a word of violence that holds one
        ("It was a suicide attack", False),
        ("The post was hit by a truck bomb", False),
    ],
)
def test_an_ordinary_cause(text, otherwise):
    assert tells_otherwise(read_tokens(text, 0, len(text))) is otherwise


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("That the depot was looted nobody contests.", False),
        ("The clinic does not deny the shooting.", False),
        ("The raid did not take place, the mayor denied.", True),
        ("The brigade denied the raid.", True),
    ],
)
def test_a_denial_that_is_denied(text, denies):
    assert words_deny(undisputed(read_tokens(text, 0, len(text)))) is denies


@pytest.mark.parametrize(
    ("text", "act", "none"),
    [
        ("We lost no one at the ford.", "lost", True),
        ("The guards lost not a man there.", "lost", True),
        ("Our marines had no casualties.", "casualties", True),
        ("We lost four men at the ford.", "lost", False),
        ("Nobody attacked the ford.", "attacked", False),
    ],
)
def test_no_loss(text, act, none):
    (sentence,) = read_sentences(text)
    assert tells_of_no_loss(sentence, at(text, act)) is none


@pytest.mark.parametrize(
    ("cue", "said", "none"),
    [("heard", "no shot", True), ("heard", "three shots", False), ("says", "no shot fell", False)],
)
def test_who_knows_of_none(cue, said, none):
    text = f"The miller {cue} {said}."
    one = Attribution(at(text, "The miller"), at(text, cue), (at(text, said),), "neutral")
    assert knows_of_none(one, read_sentences(text)) is none
