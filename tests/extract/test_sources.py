"""What is told by rule of attributions that the model has found: here they are given by hand."""

import re

import pytest

from dateline.extract.attributions import Attribution
from dateline.extract.model import open_model, read_text
from dateline.extract.said import Said
from dateline.extract.sources import (
    attribution_of,
    find_attributions,
    make_attributions,
    rejected_voices,
    sources_of,
    speaker_kind,
)
from dateline.extract.text import read_sentences
from dateline.lexicons import read_lexicon
from dateline.records import Span


def span_of(text, words):
    """Where words stand; "2:said" is the second "said"."""
    number, _, rest = words.partition(":")
    nth, rest = (int(number), rest) if number.isdigit() else (1, words)
    start = -1
    for _ in range(nth):
        start = text.index(rest, start + 1)
    return Span(start, start + len(rest))


def attributed(text, *found):
    """The attributions of a text: each is found as (source or None, cue, *contents)."""
    said = [
        Said(
            cue=span_of(text, cue),
            source=source and span_of(text, source),
            content=tuple(span_of(text, words) for words in content),
            score=0.9,
        )
        for source, cue, *content in found
    ]
    return make_attributions(said, read_sentences(text))


def words(text, span):
    return text[span.start : span.end] if span else None


def chain(text, trigger, attributions, *, publisher="Example Post"):
    sentences = read_sentences(text)
    found = sources_of(span_of(text, trigger), attributions, sentences, publisher=publisher)
    return [source.name for source in found]


@pytest.mark.parametrize(
    ("text", "found", "trigger", "expected"),
    [
        ("Residents said troops burned a mill.", [("Residents", "said", "troops burned a mill")], "burned", ["Residents"]),
        ("Gunmen killed two traders in Jos.", [], "killed", []),
        # words outside the content are the narrator's
        ("Gunmen killed two traders. Police said the road was closed.", [("Police", "said", "the road was closed")], "killed", []),
        # an article, a number and an apposition are no part of a name
        ("The bus burned, the local health office said.", [("the local health office", "said", "The bus burned")], "burned", ["local health office"]),
        ("“They burned it,” Musa Adam, a trader, said.", [("Musa Adam, a trader", "said", "“They burned it,”")], "burned", ["Musa Adam"]),
        ("Six died, an official who asked not to be named said.", [("an official who asked not to be named", "said", "Six died")], "died", ["official"]),
        # co-speakers, the outlet they told, nested speakers: nearest to the facts first
        ("Residents and hospital sources said six had died.", [("Residents and hospital sources", "said", "six had died")], "died", ["Residents", "hospital sources"]),
        ("Police and commerce suffered, residents said.", [("residents", "said", "Police and commerce suffered")], "suffered", ["residents"]),
        ("Two residents told Reuters that troops burned a mill.", [("Two residents", "told", "that troops burned a mill")], "burned", ["residents", "Reuters"]),
        (
            "The daily Dawn reported that police said gunmen killed a cleric.",
            [("The daily Dawn", "reported", "that police said gunmen killed a cleric"), ("police", "said", "gunmen killed a cleric")],
            "killed", ["police", "daily Dawn"],
        ),
        ("A nurse told Radio Kivu on Monday that nine died.", [("A nurse", "told", "that nine died")], "died", ["nurse", "Radio Kivu"]),
        ("A nurse told Reuters Monday nine died.", [("A nurse", "told", "nine died")], "died", ["nurse", "Reuters"]),
        # who is told in private passes it on; a court, one's listeners, one's own outlet do not
        ("A nurse told her sister nine died.", [("A nurse", "told", "nine died")], "died", ["nurse", "sister"]),
        ("A boy told the parish priest that nine died.", [("A boy", "told", "nine died")], "died", ["boy", "parish priest"]),
        ("A driver told the court that nine died.", [("A driver", "told", "nine died")], "died", ["driver"]),
        ("The station told its listeners that nine died.", [("The station", "told", "nine died")], "died", ["station"]),
        ("A driver told the paper that nine died.", [("A driver", "told", "nine died")], "died", ["driver"]),
        ("A driver told this agency that nine died.", [("A driver", "told", "nine died")], "died", ["driver"]),
        ("A driver told reporters that nine died.", [("A driver", "told", "nine died")], "died", ["driver"]),
        ("A driver told a reporter of this agency that nine died.", [("A driver", "told", "nine died")], "died", ["driver"]),
        ("A driver told the newspaper Le Fleuve that nine died.", [("A driver", "told", "nine died")], "died", ["driver", "newspaper Le Fleuve"]),
        # whoever stands beside a word for saying speaks, be he in no table; else a name or a known noun is asked for
        ("The 19-year-old said nine died.", [("The 19-year-old", "said", "nine died")], "died", ["19-year-old"]),
        ("One of the others said nine died.", [("One of the others", "said", "nine died")], "died", ["One of the others"]),
        ("One of us said nine died.", [("One of us", "said", "nine died")], "died", []),
        ("There a lamp hid nine dead.", [("a lamp", "hid", "nine dead")], "dead", []),
        # a name behind a title or a calling, or one that the speaker gives himself, goes with it
        (
            "The health officer of Midsayap, Dr Lea Cruz, said nine died.",
            [("The health officer of Midsayap, Dr Lea Cruz,", "said", "nine died")], "died", ["health officer of Midsayap, Dr Lea Cruz"],
        ),
        ("The son, Ion, said nine died.", [("The son, Ion,", "said", "nine died")], "died", ["son, Ion"]),
        ("The mayor of Gao, Mali, said nine died.", [("The mayor of Gao, Mali,", "said", "nine died")], "died", ["mayor of Gao"]),
        (
            "A spokesman, who uses the name Abu Lam, said nine died.",
            [("A spokesman", "said", "nine died")], "died", ["spokesman, Abu Lam"],
        ),
        # what is said behind a semicolon or in the next sentence is the next speaker's alone
        (
            "Nine died, the mayor said; a nurse counted four hurt.",
            [("the mayor", "said", "Nine died", "four hurt"), ("a nurse", "counted", "four hurt")], "hurt", ["nurse"],
        ),
        (
            "Police said the road was closed. Nine died, a nurse said.",
            [("Police", "said", "the road was closed", "Nine died"), ("a nurse", "2:said", "Nine died")], "died", ["nurse"],
        ),
        (
            "The daily Dawn wrote: “Nine died, a nurse said; the mayor counted four hurt.”",
            [("The daily Dawn", "wrote", "“Nine died, a nurse said; the mayor counted four hurt.”"), ("the mayor", "counted", "four hurt")],
            "hurt", ["mayor", "daily Dawn"],
        ),
        # a quotation is one speaker's from mark to mark
        (
            "“They knelt. I saw two killed,” said farmer Issa Bah.",
            [("farmer Issa Bah", "said", "“They knelt.")], "killed", ["farmer Issa Bah"],
        ),
        # the dateline's agency, or the credit under the text, is the farthest link of every claim
        ("BAMAKO (Reuters) - Gunmen stormed a post on Friday.", [], "stormed", ["Reuters"]),
        ("BAGHDAD, Oct 14 (Xinhua) -- A bomb killed two traders.", [], "killed", ["Xinhua"]),
        ("Gunmen stormed a post on Friday.\n\nSource: TASS", [], "stormed", ["TASS"]),
        ("Gunmen (two of them boys) - stormed a post on Friday.", [], "stormed", []),
        (
            "BAMAKO (Reuters) - Gunmen stormed a post on Friday.\n\nFour soldiers died, the army said.",
            [("the army", "said", "Four soldiers died")], "died", ["army", "Reuters"],
        ),
        # one agency under two names is one source
        (
            "JOS (AP) - Gunmen burned huts, Musa Bala, a trader, told The Associated Press by phone.",
            [("Musa Bala, a trader,", "told", "Gunmen burned huts")], "burned", ["Musa Bala", "Associated Press"],
        ),
        # pronouns and "the agency" stand for an earlier speaker that fits
        (
            "Governor Amina Yusuf said rebels burned a mill. She added that two guards were killed.",
            [("Governor Amina Yusuf", "said", "rebels burned a mill"), ("She", "added", "two guards were killed")],
            "killed", ["Governor Amina Yusuf"],
        ),
        (
            "Police said rebels burned a mill. Governor Amina Yusuf said it rained. They added that two guards were killed.",
            [("Police", "said", "rebels burned a mill"), ("Governor Amina Yusuf", "2:said", "it rained"), ("They", "added", "two guards were killed")],
            "killed", ["Police"],
        ),
        # or is named behind those whom he told, as translations have it
        (
            "Police said it rained. Two guards were killed, he told reporters Colonel Aly Ba.",
            [("Police", "said", "it rained"), ("he", "told", "Two guards were killed")],
            "killed", ["Colonel Aly Ba"],
        ),
        # or for whoever the sentences before open with, though he has not spoken yet
        (
            "The army said it rained. On Friday a ferryman crossed with his two sons. He said that two guards were killed.",
            [("The army", "said", "it rained"), ("He", "2:said", "two guards were killed")],
            "killed", ["ferryman"],
        ),
        (
            "A nurse said it rained. The driver of the lorry, Bala Tegu, laughed. He said that two guards were killed.",
            [("A nurse", "said", "it rained"), ("He", "2:said", "two guards were killed")],
            "killed", ["driver of the lorry, Bala Tegu"],
        ),
        # a body is no "he", a sister neither, nor is who is only spoken of in what is said
        (
            "A clerk said it rained. The council said it snowed. He said that two guards were killed.",
            [("A clerk", "said", "it rained"), ("The council", "2:said", "it snowed"), ("He", "3:said", "two guards were killed")],
            "killed", ["clerk"],
        ),
        (
            "A clerk said it rained. His sister said it snowed. He said that two guards were killed.",
            [("A clerk", "said", "it rained"), ("His sister", "2:said", "it snowed"), ("He", "3:said", "two guards were killed")],
            "killed", ["clerk"],
        ),
        (
            "A clerk said it rained. The miller slept. He said that two guards were killed.",
            [("A clerk", "said", "it rained", "The miller slept"), ("He", "2:said", "two guards were killed")],
            "killed", ["clerk"],
        ),
        (
            "A mine went off near Kidal, Xinhua reported. According to the agency, a herder was killed.",
            [("Xinhua", "reported", "A mine went off near Kidal"), ("the agency", "According to", "a herder was killed")],
            "killed", ["Xinhua"],
        ),
        (
            "Human Rights Watch documented nine deaths. The New York-based group said troops burned huts.",
            [("Human Rights Watch", "documented", "nine deaths"), ("The New York-based group", "said", "troops burned huts")],
            "burned", ["Human Rights Watch"],
        ),
        # who denies a report does not pass it on
        (
            "The front denied a police report that its men had burned a mill.",
            [("The front", "denied", "a police report that its men had burned a mill"),
             ("a police", "report", "that its men had burned a mill")],
            "burned", ["police"],
        ),
        # a pronoun without anybody to stand for is nobody
        ("He said troops burned huts.", [("He", "said", "troops burned huts")], "burned", []),
        # wishes and verdicts are no testimony
        ("The bishop condemned the killing of two traders.", [("The bishop", "condemned", "the killing of two traders")], "killing", []),
        # a quotation over several sentences keeps its speaker; a later paragraph's does not
        (
            "“They came at dawn,” said farmer Issa Bah. “They burned the mill. We ran to the river.”",
            [("farmer Issa Bah", "said", "“They came at dawn,”")], "burned", ["farmer Issa Bah"],
        ),
        (
            "“They came at dawn,” said farmer Issa Bah. It rained.\n\n“They burned the mill. We ran to the river.”",
            [("farmer Issa Bah", "said", "“They came at dawn,”")], "burned", [],
        ),
        # function words that the model took for a speaker are none
        ("Of whom nine were shot, it emerged.", [("Of whom", "emerged", "nine were shot")], "shot", []),
    ],
)  # fmt: skip
def test_chains_of_speakers(text, found, trigger, expected):
    assert chain(text, trigger, attributed(text, *found)) == expected


def test_the_publisher_is_no_source_of_its_own_report():
    text = "BAMAKO (Reuters) - Gunmen killed four, the army said."
    found = attributed(text, ("the army", "said", "Gunmen killed four"))
    assert chain(text, "killed", found, publisher="Reuters") == ["army"]
    assert chain(text, "killed", found, publisher="Example Post") == ["army", "Reuters"]
    # whose page it is nobody said: the dateline's agency is taken for the publisher
    assert chain(text, "killed", found, publisher=None) == ["army"]


def test_an_attribution_without_content_is_none():
    assert attributed("Police said.", ("Police", "said")) == []


def test_the_nearest_attribution_holds_the_words_most_closely():
    text = "Dawn reported that police said gunmen killed a cleric."
    found = attributed(
        text,
        ("Dawn", "reported", "that police said gunmen killed a cleric"),
        ("police", "said", "gunmen killed a cleric"),
    )
    nearest = attribution_of(span_of(text, "killed"), found)
    assert words(text, nearest.source) == "police"
    assert words(text, attribution_of(span_of(text, "said"), found).source) == "Dawn"
    assert attribution_of(span_of(text, "Dawn"), found) is None


@pytest.mark.parametrize(
    ("text", "cue", "stance", "force"),
    [
        ("The army denied killing the herders.", "denied", "deny", "say"),
        ("The brigade claimed responsibility for the blast.", "claimed", "claim", "say"),
        ("The army admitted shelling the camp.", "admitted", "admit", "say"),
        ("Villagers accused the army of burning huts.", "accused", "accuse", "say"),
        ("The gang threatened to kill the hostages.", "threatened", "threat", "say"),
        ("Police said two men died.", "said", "neutral", "say"),
        ("Police whispered that two men died.", "whispered", "neutral", "say"),  # no row: plain
    ],
)
def test_stance_and_force_are_those_of_the_cue(text, cue, stance, force):
    (found,) = attributed(text, (text.split(f" {cue}")[0], cue, text.split(f"{cue} ")[1][:-1]))
    assert (found.stance, found.force) == (stance, force)


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
        ("a lieutenant in the federal police", "police"),  # a rank yields to its body
        ("a lieutenant", "military"),
        ("a lawyer for one of the families", "other"),
        ("the camp's midwife", "medical"),
        # registered groups, also behind a title; a seat of government alone
        ("a spokesman for the local People's Defence Force", "rebel"),
        ("Moscow", "state"),
        ("a bus from Moscow", None),
        ("the IS commander", "rebel"),
        ("Ahmed Saleh", None),
        # people named only as those whose body speaks; an armed group's own outlet
        ("the herders' association", "ngo"),
        ("the guard's brother", "witness"),
        ("the guerrillas' newspaper", "rebel"),
        ("the radio of the capital", "media"),
        # in capitals a group's letters are a word like any other
        ("ITS EDITOR", "media"),
    ],
)
def test_speaker_kind(name, kind):
    assert speaker_kind(name) == kind


def test_a_body_s_own_name_outweighs_the_model():
    text = "The FBI said nine died. Residents said ten died."
    heard = {"media": 0.98, "police": 0.01, "resident": 0.01}
    said = [
        Said(span_of(text, cue), span_of(text, who), (span_of(text, what),), 0.9, kind=heard)
        for who, cue, what in (
            ("The FBI", "said", "nine died"),
            ("Residents", "2:said", "ten died"),
        )
    ]
    found = make_attributions(said, read_sentences(text))
    kinds = [
        sources_of(a.content[0], found, read_sentences(text), publisher=None)[0].kind for a in found
    ]
    assert kinds == ["police", "media"]


@pytest.mark.parametrize("row", read_lexicon("stand_ins"), ids=lambda row: row["word"])
def test_stand_ins(row):
    speaker, word = re.findall(r"[<\[](.+?)[>\]]", row["example"])
    assert word == row["word"]
    text = re.sub(r"[<>\[\]]", "", row["example"])
    second = (f"The {word}", "2:said", "two guards were killed")
    found = attributed(text, (speaker, "said", "it rained"), second)
    _, spoke = found
    assert spoke.speaker is not None
    assert text[spoke.speaker.start : spoke.speaker.end] == speaker


@pytest.mark.parametrize("row", read_lexicon("self_names"), ids=lambda row: row["form"][:40])
def test_self_names(row):
    text = row["example"].replace("[", "").replace("]", "")
    name = bracketed(row["example"])
    verb = next(
        t for t in ("said", "denied", "claimed", "saw", "spoke", "told") if f" {t} " in text
    )
    found = attributed(text, (text.partition(",")[0], verb, text.partition(f" {verb} ")[2]))
    (source,) = sources_of(found[0].content[0], found, read_sentences(text), publisher=None)
    assert source.name.endswith(f", {name}")


@pytest.mark.parametrize("row", read_lexicon("passing"), ids=lambda row: row["form"][:40])
def test_passing_rows(row):
    text = row["example"].replace("[", "").replace("]", "")
    cue = next(c for c in ("according to", "said", "let it be known") if f" {c} " in text)
    speakers = (
        "an officer",
        "a captain",
        "a rebel note",
        "the mayor",
        "the caller",
        "the minister",
        "the front",
    )
    speaker = next(who for who in speakers if who in text)
    (found,) = attributed(text, (speaker, cue, text.partition(", ")[0]))
    assert words(text, found.via) == bracketed(row["example"])


@pytest.mark.parametrize(
    ("text", "source", "via"),
    [
        ("The front said through a trader that it had no men there.", "The front", "trader"),
        ("A boatman, whom we reached through his daughter, said that it had no men there.", "A boatman", "his daughter"),
        ("The front said through the night that it had no men there.", "The front", None),
    ],
)  # fmt: skip
def test_whom_a_speaker_sends(text, source, via):
    (found,) = attributed(text, (source, "said", "it had no men there"))
    assert words(text, found.via) == via


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("The mayor told the Valley Courier that two had died.", "the Valley Courier"),
        ("The mayor told NRTV that two had died.", "NRTV"),
        ("The mayor told Kovac that two had died.", None),  # a person, it may be
        ("The mayor told the Netherlands that two had died.", None),
        ("The mayor told the Senate that two had died.", None),  # in public
        ("THE MAYOR TOLD THEM THAT TWO HAD DIED.", None),
    ],
)
def test_a_name_that_no_table_knows_is_an_outlets(text, via):
    told = "TOLD" if text.isupper() else "told"
    content = text.rpartition("that " if told == "told" else "THAT ")[2][:-1]
    (found,) = attributed(text, (text.split(f" {told}")[0], told, content))
    assert words(text, found.via) == via


def test_the_publisher_is_no_source_by_the_end_of_its_name():
    text = "The mayor told the Courier that two had died."
    found = attributed(text, ("The mayor", "told", "two had died"))
    assert chain(text, "died", found, publisher="Valley Courier") == ["mayor"]
    assert chain(text, "died", found) == ["mayor", "Courier"]


def test_a_surname_has_the_kind_of_its_fuller_naming():
    text = "Mayor Saul Botero said a bomb went off. Botero said nine died."
    found = attributed(
        text,
        ("Mayor Saul Botero", "said", "a bomb went off"),
        ("2:Botero", "2:said", "nine died"),
    )
    (source,) = sources_of(span_of(text, "died"), found, read_sentences(text), publisher=None)
    assert (source.name, source.kind) == ("Botero", "state")


def test_a_name_ends_where_its_own_words_end():
    text = "The colonel of the same battalion said two had died."
    found = attributed(text, ("The colonel of the same", "said", "two had died"))
    (source,) = sources_of(span_of(text, "died"), found, read_sentences(text), publisher=None)
    assert source.name == "colonel"


@pytest.mark.parametrize(
    ("text", "source", "content", "kind"),
    [
        ("Gendarmes fired at the bus, their commander said.", "their commander", "fired", "police"),
        ("The ministry denied it. Its spokesman said two died.", "Its spokesman", "died", "state"),
        ("Rebels took Mongo, their spokesman said.", "their spokesman", "took", "rebel"),
        ("Two fell, an officer said, asking not to be named.", "an officer", "fell", "unnamed"),
        ("Sister Lidia said two had died.", "Sister Lidia", "died", "other"),
        ("His sister said two had died.", "His sister", "died", "witness"),
    ],
)
def test_the_body_the_orders_and_the_name_kept_back_give_the_kind(text, source, content, kind):
    said = text.partition(", ")[0] if "," in text else text.rpartition("said ")[2]
    found = attributed(text, (source, "said", said))
    (speaker,) = sources_of(span_of(text, content), found, read_sentences(text), publisher=None)
    assert speaker.kind == kind


def bracketed(example):
    return re.search(r"\[(.*?)\]", example)[1]


@pytest.mark.parametrize("row", read_lexicon("speakers"), ids=lambda row: row["form"])
def test_speaker_rows(row):
    assert speaker_kind(bracketed(row["example"])) == row["kind"]


@pytest.mark.parametrize(
    "row",
    [r for r in read_lexicon("reporting") if r["class"] != "agency_tag"],
    ids=lambda row: row["form"][:40],
)
def test_reporting_rows(row):
    """A cue that stands where the row's first words do has the stance that the row gives."""
    text = row["example"]
    found = []
    for sentence in read_sentences(text):
        for token in sentence.tokens:
            if token.lower in row["form"].split()[0].split("|"):
                at = Span(token.start, token.end)
                said = Said(at, None, (sentence.span,), 0.9)
                found += make_attributions([said], [sentence])
    assert (row["stance"], row["force"], row["class"]) in {
        (a.stance, a.force, a.shape) for a in found
    }


@pytest.mark.parametrize(
    "row",
    [r for r in read_lexicon("reporting") if r["class"] == "agency_tag"],
    ids=lambda row: row["form"],
)
def test_agency_tags(row):
    text = row["example"]
    (tag,) = attributed(text)
    assert tag.shape == "agency_tag" and tag.content == (Span(0, len(text)),)
    assert row["form"] in words(text, tag.cue).lower()


def test_lexicons_are_large_enough_to_be_worth_having():
    assert len(read_lexicon("reporting")) >= 400
    assert len(read_lexicon("speakers")) >= 500
    assert len(read_lexicon("modality")) >= 500


@pytest.mark.parametrize(
    ("text", "source", "trigger"),
    [
        ("Residents said that troops burned a mill near Jos.", "Residents", "burned"),
        ("Gunmen killed two traders in Jos, police said.", "police", "killed"),
        ("Six rebels died, according to the army.", "the army", "died"),
    ],
)
def test_plain_sentences_through_the_model(text, source, trigger):
    found = find_attributions(read_text(text, open_model()), read_sentences(text))
    nearest = attribution_of(span_of(text, trigger), found)
    assert nearest is not None and words(text, nearest.source) == source


@pytest.mark.parametrize(
    ("text", "source", "cue", "voices"),
    [
        ("The front denied a police report that it had shot two.", "The front", "denied", ["police"]),
        ("The army rejected claims by residents that it had shot two.", "The army", "rejected", ["residents"]),
        ("The army denied the residents' account that it had shot two.", "The army", "denied", ["residents"]),
        ("The army denied reports that it had shot two.", "The army", "denied", []),
        ("The army denied allegations of abuse by police.", "The army", "denied", []),
        ("The army denied guilt and police claims that it had.", "The army", "denied", []),
        ("The army denied that it had shot two, a report said.", "The army", "denied", []),
    ],
)  # fmt: skip
def test_whose_words_a_denial_rejects(text, source, cue, voices):
    start, at = text.index(source), text.index(cue)
    denial = Attribution(
        Span(start, start + len(source)),
        Span(at, at + len(cue)),
        (Span(at + len(cue), len(text)),),
        "deny",
    )
    found = rejected_voices(denial, [denial], read_sentences(text))
    assert [voice.name for voice in found] == voices
