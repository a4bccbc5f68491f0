"""Attributions, chains of speakers and kinds of speaker."""

import re

import pytest

from dateline.extract.sources import find_attributions, sources_of, speaker_kind
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon
from dateline.records import Span


def read(text):
    return find_attributions(read_sentences(text))


def words(text, span):
    return text[span.start : span.end] if span else None


def chain(text, trigger, *, publisher=None):
    sentences = read_sentences(text)
    start = text.index(trigger)
    span = Span(start, start + len(trigger))
    found = sources_of(span, find_attributions(sentences), sentences, publisher=publisher)
    return [source.name for source in found]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Residents said that troops burned a mill.",
            "Residents",
            "said",
            ["troops burned a mill"],
        ),
        (
            "Troops burned a mill near Jos, residents said.",
            "residents",
            "said",
            ["Troops burned a mill near Jos"],
        ),
        (
            "Troops burned a mill near Jos on Friday, said the mayor.",
            "the mayor",
            "said",
            ["Troops burned a mill near Jos on Friday"],
        ),
        (
            "According to the army, six rebels died.",
            "the army",
            "According to",
            ["six rebels died"],
        ),
        (
            "Six rebels died, according to the army.",
            "the army",
            "according to",
            ["Six rebels died"],
        ),
        (
            "“They burned the mill,” Musa Adam, a trader, said.",
            "Musa Adam, a trader",
            "said",
            ["“They burned the mill,”"],
        ),
        (
            "The raid, police said, killed two.",
            "police",
            "said",
            ["The raid", "killed two"],
        ),
        (
            "It was reported that a mine killed a herder.",
            None,
            "It was reported",
            ["a mine killed a herder"],
        ),
        (
            "The command said in a statement on Monday that a patrol hit a mine.",
            "The command",
            "said in a statement",
            ["a patrol hit a mine"],
        ),
        (
            "On Tuesday, police said gunmen shot a clerk.",
            "police",
            "said",
            ["gunmen shot a clerk"],
        ),
        (
            "Doctors who treated the wounded said nine had died.",
            "Doctors who treated the wounded",
            "said",
            ["nine had died"],
        ),
        (
            "The radio quoted a police chief as saying that a bomb went off.",
            "a police chief",
            "quoted",
            ["a bomb went off"],
        ),
    ],
)
def test_find_attributions(text, source, cue, content):
    found = [a for a in read(text) if a.content]
    assert [
        (words(text, a.source), words(text, a.cue), [words(text, c) for c in a.content])
        for a in found
    ] == [(source, cue, content)]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        # co-speakers first, then the outlet that cites them
        (
            "Militants drowned nine men in the river, reports Reuters, citing residents and the Iraqi military.",
            "drowned",
            ["residents", "Iraqi military", "Reuters"],
        ),
        (
            "Two residents told Reuters that troops burned a mill.",
            "burned",
            ["residents", "Reuters"],
        ),
        ("A shell hit the ward, the local health office said.", "hit", ["local health office"]),
        # nested: the innermost speaks first
        (
            "The daily Dawn reported that police said gunmen killed a cleric.",
            "killed",
            ["police", "daily Dawn"],
        ),
        (
            "The agency TASS reported, citing a police source, that a bomb went off.",
            "went off",
            ["police source", "agency TASS"],
        ),
        # the dateline's agency is the farthest link of every claim
        (
            "BAMAKO (Reuters) - Gunmen stormed a post on Friday.\n\nFour soldiers died, the army said.",
            "died",
            ["army", "Reuters"],
        ),
        ("BAMAKO (Reuters) - Gunmen stormed a post on Friday.", "stormed", ["Reuters"]),
        ("BAGHDAD, Oct 14 (Xinhua) -- A bomb killed two traders.", "killed", ["Xinhua"]),
        # pronouns and "the agency" stand for an earlier speaker
        (
            "Governor Amina Yusuf said rebels burned a mill. She added that two guards were killed.",
            "killed",
            ["Governor Amina Yusuf"],
        ),
        (
            "A mine went off near Kidal, Xinhua reported. According to the agency, a herder was killed.",
            "killed",
            ["Xinhua"],
        ),
        # a quotation over several sentences keeps its speaker
        (
            "“They came at dawn,” said farmer Issa Bah. “They burned the mill. We ran to the river.”",
            "burned",
            ["farmer Issa Bah"],
        ),
        # the narrator's own voice
        ("Gunmen killed two traders in Jos.", "killed", []),
        ("Gunmen killed two traders. Police said the road was closed.", "killed", []),
        # wishes and verdicts are no testimony
        ("The bishop condemned the killing of two traders.", "killing", []),
        (
            "Residents and hospital sources said six had died.",
            "died",
            ["Residents", "hospital sources"],
        ),
        ("Six died in the raid, an official who asked not to be named said.", "died", ["official"]),
        # one agency under two names is one source
        (
            "JOS (AP) - Gunmen burned huts, Musa Bala, a trader, told The Associated Press by phone.",
            "burned",
            ["Musa Bala", "Associated Press"],
        ),
        (
            "The brigade claimed the raid in a note posted on Telegram, saying it killed nine.",
            "killed",
            ["brigade"],
        ),
        (
            "The interlocutors of journalists reported that nine were shot.",
            "shot",
            ["interlocutors of journalists"],
        ),
        ("Army: three killed in Gao raid", "killed", ["Army"]),
        ("Three killed in Gao raid: police", "killed", ["police"]),
        ("No group said that it killed the monk.", "killed", []),
        (
            "With reference to witnesses, local media write that a bus was shelled.",
            "shelled",
            ["witnesses", "local media"],
        ),
        (
            "Human Rights Watch documented nine deaths. The New York-based group said troops burned huts.",
            "burned",
            ["Human Rights Watch"],
        ),
        ("Huts were burned, her family said.", "burned", ["family"]),
        (
            "Governor Oleh Bondar said it rained. According to him, two were shot.",
            "shot",
            ["Governor Oleh Bondar"],
        ),
        ("Reuters reported from Mosul that gunmen shot a judge.", "shot", ["Reuters"]),
    ],
)
def test_sources_of(text, trigger, expected):
    assert chain(text, trigger, publisher="Example Post") == expected


def test_the_publisher_is_no_source_of_its_own_report():
    text = "BAMAKO (Reuters) - Gunmen killed four, the army said."
    assert chain(text, "killed", publisher="Reuters") == ["army"]
    assert chain(text, "killed", publisher="Example Post") == ["army", "Reuters"]
    # whose page it is nobody said: the dateline's agency is taken for the publisher
    assert chain(text, "killed", publisher=None) == ["army"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army denied killing the herders.", "deny"),
        ("The brigade claimed responsibility for the blast.", "claim"),
        ("The army admitted shelling the camp.", "admit"),
        ("Villagers accused the army of burning huts.", "accuse"),
        ("The gang threatened to kill the hostages.", "threat"),
        ("Police said two men died.", "neutral"),
    ],
)
def test_stance(text, stance):
    assert [a.stance for a in read(text)] == [stance]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a spokesman for the Iraqi army", "military"),
        ("the local health office", "medical"),
        ("Colonel Ahmed Saleh, head of military intelligence", "military"),
        ("an army officer who asked not to be named", "unnamed"),
        ("the Syrian Observatory for Human Rights", "ngo"),
        ("the mayor of Kidal", "state"),
        ("Reuters", "media"),
        ("Ahmed Saleh", None),
    ],
)
def test_speaker_kind(name, kind):
    assert speaker_kind(name) == kind


def bracketed(example):
    return re.search(r"\[(.*?)\]", example)[1]


@pytest.mark.parametrize("row", read_lexicon("speakers"), ids=lambda row: row["form"])
def test_speaker_rows(row):
    assert speaker_kind(bracketed(row["example"])) == row["kind"]


@pytest.mark.parametrize("row", read_lexicon("reporting"), ids=lambda row: row["form"][:40])
def test_reporting_rows(row):
    text = row["example"]
    first = set(row["form"].split()[0].split("|"))
    found = [a for a in read(text) if a.shape == row["class"] and a.stance == row["stance"]]
    cues = [words(text, a.cue).lower() for a in found]
    assert any(first & set(cue.split()) or row["form"] in cue for cue in cues), found


def test_lexicons_are_large_enough_to_be_worth_having():
    assert len(read_lexicon("reporting")) >= 400
    assert len(read_lexicon("speakers")) >= 500
    assert len(read_lexicon("modality")) >= 500
