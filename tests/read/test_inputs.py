import io
import os
import sys
from pathlib import Path

import pytest
from examples.make import write_pdf
from tests.read.documents import BODY, feed, mail, page

from dateline.read import ReadOptions, read_inputs, refusal
from dateline.read.inputs import find_files, sniff
from dateline.read.language import find_language
from dateline.records import Failure, Report


def outcomes(*inputs):
    return [document.outcome for document in read_inputs(inputs)]


def test_folders_are_read_below_and_sorted_without_hidden_files(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY)
    names = [str(Path(f).relative_to(tmp_path)) for f in find_files(tmp_path)]
    assert names == ["a/b.txt", "a/z.txt", "b.txt"]
    assert [Path(f).name for f in find_files(str(tmp_path / "**/*.txt"))] == [
        "b.txt",
        "z.txt",
        "b.txt",
    ]


def test_missing_file_is_a_failure_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    missing, report = outcomes(tmp_path / "no.txt", tmp_path / "a.txt")
    assert missing == Failure(str(tmp_path / "no.txt"), None, "no such file")
    assert isinstance(report, Report)


def test_empty_file_is_a_failure(tmp_path):
    (tmp_path / "a.txt").write_text(" \n")
    (failure,) = outcomes(tmp_path / "a.txt")
    assert "no text" in failure.reason


def test_standard_input(monkeypatch):
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(BODY.encode())))
    monkeypatch.setattr(sys, "stdin", stream)
    (report,) = outcomes("-")
    assert (report.text, report.origin) == (BODY, "-")


def test_same_text_read_twice_is_the_same_report(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").write_text(BODY.replace(" ", "\u00a0").replace("\n", "\r\n"))
    a, b = outcomes(tmp_path)
    assert a.id == b.id and a.id.startswith("r") and len(a.id) == 17


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (page().encode(), "report", "html"),
        (b"\xef\xbb\xbf\n" + page().encode(), "report.txt", "html"),
        (page().encode("utf-16"), "a.html", "html"),
        (feed(), "report", "feed"),
        (write_pdf(["x"]), "report", "pdf"),
        (mail(), "report", "mail"),
        (b"WARC/1.0\r\n", "report", "warc"),
        (b'{"text": "x"}\n', "-", "jsonl"),
        (b"text,date\n", "a.csv", "csv"),
        (b"PAR1", "a", "parquet"),
        (BODY.encode(), "report", "text"),
        (b"Date: 3 May 2014\nSource: x\n\nTwo died.", "-", "text"),
        (b"<Alpha> said two died.", "a.txt", "text"),
    ],
)
def test_sniff(raw, name, kind):
    assert sniff(raw[:8192], name) == kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        (
            "Des hommes armés ont attaqué deux villages près du lac mardi, tuant quatre personnes.",
            "fr",
        ),
        (
            "Вооружённые люди напали на две деревни у озера во вторник, погибли четыре человека.",
            "ru",
        ),
        (
            "هاجم مسلحون قريتين قرب البحيرة يوم الثلاثاء وقتلوا أربعة أشخاص وفق ما قاله سكان محليون",
            "ar",
        ),
        ("Two died", None),
    ],
)
def test_find_language(text, language):
    assert find_language(text) == language


def test_other_languages_are_refused_with_the_reason(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Des hommes armés ont attaqué deux villages près du lac mardi, tuant quatre personnes."
    )
    (tmp_path / "b.txt").write_text(BODY)
    french, english = outcomes(tmp_path)
    assert refusal(french).startswith("language: fr; dateline codes English only")
    assert refusal(english) is None


def test_options_are_few():
    assert len(ReadOptions.__dataclass_fields__) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_name_that_is_no_utf8_is_escaped_where_it_is_written_down(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text(BODY)
    (report,) = outcomes(tmp_path)
    assert report.origin == str(tmp_path / "caf\\xe9.txt")
    Path(path).write_bytes(b"")
    (failure,) = outcomes(tmp_path)
    assert (failure.origin, failure.reason) == (report.origin, "the file is empty")


def test_a_text_that_is_no_single_report_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("Nothing happened today. " * 90_000)
    (failure,) = outcomes(tmp_path / "a.txt")
    assert "split it into articles" in failure.reason
