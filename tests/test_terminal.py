import dataclasses
from datetime import date

import pytest
from rich.console import Console
from tests.makers import GAO, claim, incident, report

from dateline.link.figures import REVISED
from dateline.records import (
    Actor,
    ActorKind,
    Conflict,
    Count,
    CountKind,
    Failure,
    Modality,
    Position,
    Source,
    SourceKind,
    Span,
)
from dateline.terminal import (
    VOICES,
    list_lines,
    list_table,
    plain,
    quote_in_context,
    say_failure,
    say_sources,
    show_incident,
)

LONG = incident(
    place=dataclasses.replace(
        GAO, name="a settlement with a very long name at the end of the road"
    ),
    perpetrators=(
        Actor("Front of the Seven Rivers for Unity and Deliverance " * 3, ActorKind.REBEL),
    ),
    conflicts=(Conflict("counts.killed", (Position("3", ("c1",)), Position("2", ("c2",)))),),
    claims=[
        claim(id="c1", killed=3),
        claim(id="c2", quote="the toll at two", killed=2, modality=Modality.DENIED),
    ],
)


def render(shown, *, width):
    console = Console(width=width, highlight=False, markup=False, color_system=None)
    with console.capture() as captured:
        console.print(shown)
    return captured.get()


@pytest.mark.parametrize("width", [80, 100, 120])
def test_nothing_is_wider_than_the_terminal(width):
    for shown in (
        list_table([LONG, incident()], width=width),
        show_incident(LONG, {report().id: report()}),
    ):
        assert max(len(line) for line in render(shown, width=width).splitlines()) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_the_list_takes_one_line_an_incident(width):
    lines = render(list_table([LONG, incident()], width=width), width=width).splitlines()
    assert len(lines) == 3
    assert lines[1].split()[:3] == [LONG.id[:8], "2024-05-13", "armed_attack"]
    assert lines[1].rstrip().endswith("…") and "Front of" in lines[1]
    assert lines[2].rstrip().endswith("traders" if width == 120 else "…")


def test_conflicts_come_first_with_who_gives_what():
    text = render(show_incident(LONG, {report().id: report()}), width=100)
    lines = [line.split() for line in text.splitlines()]
    assert ["killed", "3", "residents", "[1]"] in [line[:4] for line in lines]
    assert ["but", "2", "residents", "[2]"] in lines
    assert text.index("disputed") < text.index("values") < text.index("denied")


def test_a_quote_stands_in_its_sentence():
    of = report()
    start = of.text.index("the toll at two")
    shown = quote_in_context(of, Span(start, start + 15))
    assert shown.plain == "The governor's office put «the toll at two»."


def test_a_quote_over_two_sentences_is_whole():
    of = report()
    shown = quote_in_context(of, Span(5, len(of.text) - 5))
    assert shown.plain.startswith("Gunme«n shot") and shown.plain.endswith("cl»osed.")


def test_the_chain_of_speakers_is_nearest_first():
    chain = (Source("residents", SourceKind.RESIDENT), Source("Reuters", SourceKind.MEDIA))
    assert say_sources(claim(sources=chain), report()) == "residents, via Reuters"
    assert say_sources(claim(sources=()), report()) == "Sahel Courier"
    assert say_sources(claim(sources=()), report(publisher=None)) == "the report"


def test_many_speakers_are_counted():
    said = [Source(f"witness {n}", SourceKind.WITNESS) for n in range(VOICES + 3)]
    claims = [claim(id=f"c{n}", killed=3, sources=(s,)) for n, s in enumerate(said)]
    text = render(show_incident(incident(claims), {report().id: report()}), width=200)
    assert "and 3 more" in text
    assert f"[{VOICES + 3}] witness {VOICES + 2}" in text


def test_a_speaker_is_named_once_with_all_quotes():
    claims = [claim(id=f"c{n}", killed=3) for n in range(3)]
    text = render(show_incident(incident(claims), {report().id: report()}), width=120)
    assert "residents [1 2 3]" in text


def test_quotes_come_as_they_were_told_and_words_printed_again_once():
    first = report(id="r2", published=date(2024, 5, 13), publisher="Wire")
    again = report(id="r1", published=date(2024, 5, 14), publisher="Ledger")
    claims = [claim(again, id="c1"), claim(first, id="c2"), claim(again, id="c3", sources=())]
    shown = incident(claims, reports=("r1", "r2"), voices=1)
    text = render(show_incident(shown, {"r1": again, "r2": first}), width=160)
    assert "one voice in 2 reports" in text
    assert "[1] residents, asserted  Wire, 2024-05-13, r2, c2; Ledger, 2024-05-14, r1, c1" in text
    assert "[2] Ledger" in text and "[3]" not in text


def test_a_toll_put_right_is_shown_with_what_was_said_before():
    police = (Source("police", SourceKind.POLICE),)
    claims = [claim(id="c1", killed=9), claim(id="c2", killed=14, sources=police)]
    shown = incident(
        claims,
        counts={CountKind.KILLED: Count(14, 14, 14)},
        rules={"killed": f"the one voice that gives it, {REVISED}"},
    )
    lines = [line.split() for line in render(show_incident(shown, {}), width=100).splitlines()]
    assert ["killed", "14", "police", "[2]"] in [line[:4] for line in lines]
    assert ["before", "9", "residents", "[1]"] in lines


def test_a_dispute_over_what_is_not_recorded_is_shown():
    conflict = Conflict("weapons", (Position("rifles", ("c1",)), Position("none", ("c2",))))
    claims = [claim(id="c1"), claim(id="c2")]
    shown = incident(claims, conflicts=(conflict,), weapons=())
    text = render(show_incident(shown, {report().id: report()}), width=100)
    assert "but rifles" in text and "but none" in text


def test_a_missing_report_does_not_stop_the_page():
    assert "[1] residents" in render(show_incident(incident(), {}), width=80)


@pytest.mark.parametrize(
    ("wording", "shown"),
    [("a\x1b[31mb", "a�[31mb"), ("a\nb\tc", "a b c"), ("x\u202ey", "x�y"), ("été", "été")],
)
def test_controls_do_not_reach_the_terminal(wording, shown):
    assert plain(wording) == shown


def test_lines_have_the_cells_of_their_header():
    rows = [line.split("\t") for line in list_lines([LONG, incident(date=None, place=None)])]
    assert {len(row) for row in rows} == {13}


def test_a_failure_names_its_origin_once():
    assert say_failure(Failure("a.pdf", None, "a.pdf: no text in it")) == ("a.pdf", "no text in it")
