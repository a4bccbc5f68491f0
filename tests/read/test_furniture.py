import re
from datetime import date

import pytest

from dateline.lexicons import read_lexicon
from dateline.read.furniture import is_furniture, strip_furniture

BODY = (
    "Militants shelled two villages near the lake on Tuesday, killing four people, residents said.\n\n"
    "The army said that it had sent a patrol and that calm had returned by evening.\n\n"
    "A local clinic took in eleven wounded, a nurse said by telephone."
)


@pytest.mark.parametrize("row", read_lexicon("furniture"), ids=lambda row: row["example"][:40])
def test_furniture_rows(row):
    assert is_furniture(row["example"])
    assert not row["pattern"].startswith(".")


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell in Lagos after the attack on the terminal.",
        "Print shops in the old town were burned on Monday.",
        "Related violence killed three people in the next valley.",
        "Follow-up raids led to nine arrests, police said.",
        "Two died.",
        "“Share the bread,” the imam told the crowd before the blast.",
        "More than 40 people were killed in Bama.",
        "Comments by the governor angered residents of the camp.",
        "The views of the elders were not heard, a spokesman said.",
        "Latest fighting displaces thousands in Ituri.",
        "Top commander killed in drone strike near Baidoa",
        "See how they fled: witnesses spoke of a night of fire.",
    ],
)
def test_prose_is_not_furniture(line):
    assert not is_furniture(line)


def test_repeated_headline_with_date_gives_title_and_day():
    """A date that stands only at the end of the headline below the text is the day published."""
    page = (
        BODY
        + "\n\nShelling near the lake empties two villages 14.10.2016\n\nShare this news\n\nShare to LiveJournal"
    )
    stripped = strip_furniture(page)
    assert stripped.text == BODY
    assert stripped.title == "Shelling near the lake empties two villages"
    assert [(f.day, f.how) for f in stripped.dates] == [(date(2016, 10, 14), "title")]


def test_known_title_is_taken_out_of_the_text():
    stripped = strip_furniture(
        "Shelling empties villages\n\n" + BODY, title="Shelling empties villages"
    )
    assert stripped.text == BODY


def test_first_line_without_full_stop_is_the_title():
    stripped = strip_furniture("Shelling empties two villages\n\n" + BODY)
    assert (stripped.title, stripped.text) == ("Shelling empties two villages", BODY)


def test_headline_over_a_long_paragraph_is_the_title():
    paragraph = BODY.replace("\n\n", " ")
    stripped = strip_furniture("Shelling empties two villages\n" + paragraph)
    assert (stripped.title, stripped.text) == ("Shelling empties two villages", paragraph)


def test_first_line_of_wrapped_text_is_no_title():
    wrapped = "Militants shelled two villages near the lake on\nTuesday, killing four people, residents\nsaid."
    assert strip_furniture(wrapped).text == wrapped


@pytest.mark.parametrize(
    "line",
    [
        "Published: 3 May 2014, 10:20 GMT",
        "3 May 2014, Juba (Nile Bulletin)",
        "Saturday, May 3, 2014 | Port Sudan",
        "3 May 2014 10:20 – Goma",
    ],
)
def test_date_lines_leave_and_are_kept_as_header_dates(line):
    stripped = strip_furniture(f"Shelling empties villages\n\n{line}\n\n{BODY}")
    assert stripped.text == BODY
    assert [(f.day, f.how) for f in stripped.dates] == [(date(2014, 5, 3), "header")]


def test_link_list_at_the_end_goes_with_its_heading():
    page = (
        BODY
        + "\n\nRelated stories\n\nFerry sinks off the coast\n\n- Curfew lifted in three districts"
    )
    assert strip_furniture(page).text == BODY


def test_dated_prose_at_the_end_stays():
    text = BODY + "\n\nThe peace deal was signed in Juba on 3 October 2020."
    assert strip_furniture(text).text == text
    assert strip_furniture(text).dates == ()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("By A. Reporter and B. Writer in Goma", False),
        ("By A. Reporter | 6 May 2014", False),
        ("By land and by river, thousands flee the valley", True),
    ],
)
def test_bylines_leave_and_headlines_stay(line, kept):
    stripped = strip_furniture(line + "\n\n" + BODY)
    assert stripped.text == BODY
    assert (stripped.title == line) is kept


@pytest.mark.parametrize("row", read_lexicon("page_walls"), ids=lambda row: row["example"][:40])
def test_page_wall_rows(row):
    assert re.search(row["pattern"], row["example"], re.IGNORECASE)
    assert row["reason"].startswith(("blocked: ", "script-heavy: "))
