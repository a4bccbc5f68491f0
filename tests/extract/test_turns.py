"""Whose turn it is in a transcript."""

import pytest

from dateline.extract.sources import sources_of
from dateline.extract.text import read_sentences
from dateline.extract.turns import find_turns
from dateline.records import Span

HEAD = "LOME, 3 MAY 91 (RADIO TOGO) -- "


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (
            HEAD + "[SPEECH] [PRESIDENT KOFI ADJO, IN PROGRESS] [TEXT] THE MINE KILLED TWO.",
            [("PRESIDENT KOFI ADJO", None, "[TEXT] THE MINE KILLED TWO.")],
        ),
        (
            "[Interview with Colonel Ana Ruiz, head of the garrison, by Jo Adams] [Text] [Adams] Who fired?\n\n"
            "[Ruiz] The guard fired.",
            [
                ("Adams", None, "Who fired?"),
                ("Ruiz", "Colonel Ana Ruiz, head of the garrison", "The guard fired."),
            ],
        ),
        (
            HEAD + "[TEXT] THE MAYOR SPOKE.\n\n[BEGIN RECORDING] [MAYOR LENA OKO] THEY SHOT AT US."
            " [END RECORDING] THE POST BURNED.",
            [("MAYOR LENA OKO", None, "THEY SHOT AT US.")],
        ),
        (HEAD + "[REPORT] [PAUL ESSO] [TEXT] A BOMB WENT OFF.", []),  # the outlet's own man
        (HEAD + "[STATEMENT] [FARC GENERAL COMMAND] [TEXT] WE HELD THE ROAD.", []),  # on its own radio
        (HEAD + "[TEXT] THE FMLN [FARABUNDO MARTI FRONT] FIRED. [WORDS INDISTINCT] TWO FELL.", []),
        ("[Editor's note: the name is changed.] A bomb went off.", []),  # no transcript
        ("[Text] The mine killed two.\n\n[, in progress] He fired.", []),  # nobody's turn
        ("[Interview with] [Text] Who fired?", []),
    ],
)  # fmt: skip
def test_whose_turn_it_is(text, turns):
    found = find_turns(read_sentences(text), [])
    assert [
        (
            text[a.source.start : a.source.end],
            text[a.speaker.start : a.speaker.end] if a.speaker else None,
            text[a.content[0].start : a.content[0].end].strip(),
        )
        for a in found
    ] == turns


def test_whoever_has_the_turn_is_the_source_of_what_stands_there():
    text = "[Text] The mayor spoke.\n\n[Begin recording] [Mayor Lena Oko] They shot at us."
    sentences = read_sentences(text)
    start = text.index("shot")
    (source,) = sources_of(
        Span(start, start + 4), find_turns(sentences, []), sentences, publisher=None
    )
    assert (source.name, source.kind, source.cue) == ("Mayor Lena Oko", "state", None)
