from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReadError
from dateline.read.draft import normalise
from dateline.read.text import decode, read_plain_text

RUSSIAN = "В городе прогремел взрыв, сообщили в полиции. Пострадали четыре человека. " * 3
GERMAN = "Bei den Kämpfen nahe der Brücke wurden laut Behörden drei Menschen getötet. " * 3


@pytest.mark.parametrize(
    ("text", "written", "declared"),
    [
        (RUSSIAN, "utf-8", "windows-1251"),  # declares what it is not
        (RUSSIAN, "cp1251", "utf-8"),  # and the other way round
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "cp1251", None),
        (GERMAN, "utf-8", "iso-8859-1"),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "utf-16", None),
        (GERMAN, "utf-8-sig", None),
        ("“Three died” – police", "cp1252", "iso-8859-1"),  # read as browsers read it
    ],
)
def test_decode(text, written, declared):
    assert decode(text.encode(written), declared=declared) == text


def test_one_broken_byte_does_not_change_the_rest():
    raw = GERMAN.encode() + b"\xff" + GERMAN.encode()
    assert decode(raw, declared="iso-8859-1") == GERMAN + "\ufffd" + GERMAN


@given(st.text())
def test_normalise_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


def test_header_of_a_plain_text_report():
    draft = read_plain_text(
        b"Title: Clinic looted in Bor\nSource: Example Radio\nDate: 3 May 2014\nBy: A. Reporter\n\n"
        b"Armed men looted a clinic in Bor on Friday, its director said."
    )
    assert (draft.title, draft.publisher, draft.author) == (
        "Clinic looted in Bor",
        "Example Radio",
        "A. Reporter",
    )
    assert [(f.day, f.how) for f in draft.dates] == [(date(2014, 5, 3), "header")]
    assert draft.text.startswith("Armed men")


def test_binary_bytes_are_refused():
    with pytest.raises(ReadError, match="not text"):
        read_plain_text(b"\x00\x01\x02 program")
