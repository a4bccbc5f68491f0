"""Sentences, tokens and clauses, with offsets into the text as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extract.text import LONGEST, clauses, read_sentences, read_tokens, sentence_at, unwrap
from dateline.records import Span


def split(text):
    return [" ".join(text[s.start : s.end].split()) for s in read_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Two died. || Nine were hurt.",
        "Lt. Gen. Musa spoke to reporters. || Two died.",
        "Col. A. B. Diarra of the U.S. mission left. || He gave no reason.",
        "The raid began at 5 a.m. on Monday. || It ended at noon.",
        "Gov. Rosa Quintana and Sen. Paul Adeyemi came. || They left.",
        "He lives in St. Louis. || She does not.",
        "The U.N. says 40 people died. || The army denies it.",
        "The bomb weighed 3.5 kg. || It did not go off.",
        "“Nobody was hurt.” || The mayor then left.",
        "\"Nobody was hurt.\" || The mayor then left.",
        "“Nobody was hurt,” the mayor said. || He left.",
        "Was it a bomb? || Police would not say.",
        "They ran! || Nine fell.",
        "Wait... || Nine fell.",
        "Nine fell (two of them guards). || The rest fled.",
        "On 14.10.2016 nine fell. || The rest fled.",
        "The site example.com said so. || Others did not.",
        "Prices rose by 4.5 per cent. || Fuel is scarce.",
        "He was No. 2 in the group. || He fell.",
        "They met in Jan. 2015 near Gao. || Nine fell.",
        "The attack killed J. Okello, 45. || His brother fled.",
        "The army of the Republic of Korea (R.O.K.) came. || It left.",
        "GUERRILLAS KILLED SEVEN SOLDIERS. || THE ARMY SENT TROOPS.",
        "The toll is 31. || 12 of them are children.",
        "He named Gen. Okello, Col. Musa, etc. as guests. || They denied it.",
        "Police said: “Stay home.” || Nobody did.",
        "A man from the al-Noor mosque spoke. || He was calm.",
        "The trial vs. Okello began. || It will be long.",
        "They said “no.” || “We shall see,” he said.",
        "The mayor of Mt. Abu fled. || He is safe.",
    ],
)  # fmt: skip
def test_sentence_ends(text):
    parts = text.split(" || ")
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two died\n\nNine were hurt", ["Two died", "Nine were hurt"]),
        ("Market bombing kills nine\nA bomb went off in Quetta.", ["Market bombing kills nine", "A bomb went off in Quetta."]),
        # lines wrapped by width, as in old agency copy, go on
        (
            "The guerrillas attacked the\npower station at dawn and then\nburned a truck on the road.\nNobody was hurt.",
            ["The guerrillas attacked the power station at dawn and then burned a truck on the road.", "Nobody was hurt."],
        ),
        (
            "THE GUERRILLAS ATTACKED THE\nPOWER STATION AT DAWN AND THEN\nBURNED A TRUCK ON THE ROAD.",
            ["THE GUERRILLAS ATTACKED THE POWER STATION AT DAWN AND THEN BURNED A TRUCK ON THE ROAD."],
        ),
        (
            "This week:\n- Gunmen shot a judge in Cali\n- A bomb hurt two in Pasto",
            ["This week:", "- Gunmen shot a judge in Cali", "- A bomb hurt two in Pasto"],
        ),
        ("", []),
        (" \n\n ", []),
    ],
)  # fmt: skip
def test_lines_and_paragraphs(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels held San\nPedro at dawn and the\nroad to it.\n\nNobody was hurt.",
            "Rebels held San Pedro at dawn and the road to it.\n\nNobody was hurt.",
        ),
        ("Two shot in Gao\nMali sends troops\nA bomb in Kidal", "Two shot in Gao\nMali sends troops\nA bomb in Kidal"),
    ],
)  # fmt: skip
def test_lines_that_end_by_width_are_joined(text, expected):
    assert unwrap(text) == expected


@given(st.text(alphabet="aB.- \n", max_size=80))
def test_joining_lines_moves_nothing(text):
    joined = unwrap(text)
    assert len(joined) == len(text) and joined.split() == text.split()
    assert [s.span for s in read_sentences(joined)] == [s.span for s in read_sentences(text)]


def test_a_sentence_without_end_is_cut():
    lengths = [len(s.tokens) for s in read_sentences("killed and " * 300)]
    assert lengths == [LONGEST, LONGEST, 600 - 2 * LONGEST]


def test_sentences_count_their_paragraphs():
    sentences = read_sentences("One fell. Two fled.\n\nThree hid.")
    assert [(s.index, s.paragraph) for s in sentences] == [(0, 0), (1, 0), (2, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 14-year-old girl", ["a", "14-year-old", "girl"]),
        ("12-15 men", ["12-15", "men"]),
        ("12,500 people", ["12,500", "people"]),
        ("at 14:30 on 14.10.2016", ["at", "14:30", "on", "14.10.2016"]),
        ("the army's raid", ["the", "army", "'s", "raid"]),
        ("the army’s raid", ["the", "army", "’s", "raid"]),
        ("O'Brien didn't go", ["O'Brien", "didn't", "go"]),
        ("the U.S. and AK-47s", ["the", "U.S.", "and", "AK-47s"]),
        ("on the 3rd, 2016-10-14", ["on", "the", "3rd", ",", "2016-10-14"]),
        ("al-Noor -- the mosque", ["al-Noor", "--", "the", "mosque"]),
        ("wait...(no)", ["wait", "...", "(", "no", ")"]),
    ],
)
def test_tokens(text, expected):
    assert [t.text for t in read_tokens(text, 0, len(text))] == expected


def test_tokens_keep_a_straight_apostrophe_in_lower_case():
    (token,) = read_tokens("Don’t", 0, 5)
    assert (token.text, token.lower) == ("Don’t", "don't")


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed a judge.",
        "The army foiled one raid, || but rebels burned a mill.",
        "Rebels burned a mill; || nobody died.",
        "A bomb went off || while troops passed by.",
        "Nine fell || after gunmen stormed the bar.",
        "The men || who burned the mill fled.",
        "The town, || which rebels hold, || was shelled.",
        "It was the worst raid since the year before.",
        "He did not say || when they left.",
        "Police: || two held.",
        "The raid – || the third this week – || failed.",
    ],
)
def test_clauses(text):
    (sentence,) = read_sentences(text.replace("|| ", ""))
    found = [text.replace("|| ", "")[c.start : c.end] for c in clauses(sentence)]
    assert found == text.split(" || ")


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
newslike = st.lists(
    st.sampled_from(
        ["Gen.", "Two died.", "“No,”", "he said.", "\n", "\n\n", "U.S.", "...", "(", ")", "12-15", "’s", "But", "- "]
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@given(anything | newslike)
def test_sentences_cover_the_words_in_order_and_point_into_the_text(text):
    sentences = read_sentences(text)
    ends = 0
    for sentence in sentences:
        assert ends <= sentence.start < sentence.end <= len(text)
        ends = sentence.end
        assert all(text[t.start : t.end] == t.text for t in sentence.tokens)
        assert sentence.tokens[0].start == sentence.start
    everything = [t.text for t in read_tokens(text, 0, len(text))]
    inside = [t.text for s in sentences for t in s.tokens]
    assert len("".join(inside)) == len("".join(everything))


@given(newslike)
def test_clauses_hold_every_token_of_their_sentence_once(text):
    for sentence in read_sentences(text):
        parts = [sentence.within(part) for part in clauses(sentence)]
        assert [t for part in parts for t in part] == list(sentence.tokens)


def test_within_gives_the_tokens_that_a_span_holds():
    (sentence,) = read_sentences("Two guards fell.")
    assert [t.text for t in sentence.within(Span(4, 10))] == ["guards"]


def test_an_offset_stands_in_its_sentence_or_behind_the_one_before():
    text = "  Two died. \n\n Nine were hurt."
    sentences = read_sentences(text)
    assert (
        "".join(str(sentence_at(n, sentences).index) for n in range(len(text)))
        == "0" * 15 + "1" * 15
    )
