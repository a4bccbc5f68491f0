"""One report in every format: its text, title, date and how that was found."""

import csv
import gzip
import hashlib
import io
import json
import sys
from datetime import date

import pytest
from examples.make import write_pdf
from tests.read.documents import BODY, PARAGRAPHS, TITLE, feed, mail, page
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.read import ReadOptions, read_inputs
from dateline.records import Failure, Report

DAY = date(2014, 5, 6)


def read(path, **options):
    return list(read_inputs([path], options=ReadOptions(**options)))


def read_one(folder, name, raw, **options):
    path = folder / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    (document,) = read(path, **options)
    if isinstance(document.outcome, Report):
        assert document.outcome.raw_sha256 == hashlib.sha256(document.raw).hexdigest()
    return document.outcome


def test_plain_text(tmp_path):
    report = read_one(
        tmp_path, "a.txt", f"{TITLE}\n\nPublished: 6 May 2014\n\n{BODY}\n\nShare this article\n"
    )
    assert (report.title, report.text, report.language) == (TITLE, BODY, "en")
    assert (report.published, report.published_how) == (DAY, "header")


@pytest.mark.parametrize(
    ("parts", "how"),
    [
        (
            {
                "head": '<meta property="article:published_time" content="2014-05-06T23:30:00-05:00">'
            },
            "metadata",
        ),
        (
            {
                "head": '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2014-05-06"}</script>'
            },
            "metadata",
        ),
        ({"before": "<div><span>By A. Reporter</span> <span>6 May 2014</span></div>"}, "header"),
    ],
)
def test_web_page(tmp_path, parts, how):
    report = read_one(tmp_path, "a.html", page(**parts))
    assert (report.title, report.text, report.publisher) == (TITLE, BODY, "Example News")
    assert (report.published, report.published_how) == (DAY, how)


def test_page_without_a_date_has_none(tmp_path):
    report = read_one(tmp_path, "a.html", page())
    assert (report.published, report.published_how) == (None, None)


def test_option_outranks_what_the_page_says(tmp_path):
    head = '<meta property="article:published_time" content="2014-05-06">'
    report = read_one(tmp_path, "a.html", page(head=head), published=date(2013, 1, 2))
    assert (report.published, report.published_how) == (date(2013, 1, 2), "option")


def test_comments_dialogs_and_related_stories_are_left_out(tmp_path):
    after = (
        "<div class='comments'><p>A reader says that this is not how it was, not at all, and goes on.</p></div>"
        "<div role='dialog'><p>Your subscription is in use on another device, so please sign out there.</p></div>"
        "<section class='related-stories'><h2>Related</h2><ul><li>Ferry sinks off the coast</li></ul></section>"
    )
    assert read_one(tmp_path, "a.html", page(after=after)).text == BODY


@pytest.mark.parametrize(("written", "declared"), [("cp1251", "utf-8"), ("utf-8", "windows-1251")])
def test_page_whose_encoding_is_not_the_declared_one(tmp_path, written, declared):
    words = "В понедельник вечером в городе прогремел взрыв, сообщили в полиции. Пострадали четыре человека."
    source = page(title="Взрыв в городе", paragraphs=(words, words[:60] + " и жители."))
    report = read_one(tmp_path, "a.html", source.replace("utf-8", declared).encode(written))
    assert words in report.text and report.language == "ru"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "<html><body><p>Checking your browser before accessing the site.</p></body></html>",
            "blocked",
        ),
        ("<html><body><iframe src='/wall'></iframe></body></html>", "blocked"),
        (
            "<html><body><div id='app'></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
            "script-heavy",
        ),
        (page(head='<meta property="og:type" content="video.other">'), "video"),
    ],
)
def test_walls_and_stubs_are_failures_that_say_so(tmp_path, source, reason):
    failure = read_one(tmp_path, "a.html", source)
    assert isinstance(failure, Failure) and reason in failure.reason


def test_feed_gives_a_report_for_each_entry(tmp_path):
    (tmp_path / "f.xml").write_bytes(feed())
    first, second = (document.outcome for document in read(tmp_path / "f.xml"))
    assert (first.title, first.text, first.publisher) == (TITLE, BODY, "Example News")
    assert (first.published, first.published_how, first.url) == (
        DAY,
        "metadata",
        "https://news.example/a",
    )
    assert first.origin.endswith("f.xml#entry 1")
    assert isinstance(second, Failure) and "no text" in second.reason


def test_pdf_with_text(tmp_path):
    lines = [
        "Militants shelled two villages near Lake Edward on Tuesday, kill-",
        "ing four people, residents said.",
    ]
    report = read_one(tmp_path, "a.pdf", write_pdf(lines))
    assert (
        report.text
        == "Militants shelled two villages near Lake Edward on Tuesday, killing four people, residents said."
    )
    assert report.published is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (write_pdf([]), "OCR"),
        (b"%PDF-1.4 and then nothing", "damaged pdf"),
        (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"PK\x03\x04", "unpack"),
    ],
)
def test_what_cannot_be_read_names_the_remedy(tmp_path, raw, reason):
    failure = read_one(tmp_path, "a.pdf", raw)
    assert isinstance(failure, Failure) and reason in failure.reason


@pytest.mark.parametrize(("subtype", "body"), [("plain", BODY), ("html", page())])
def test_mail(tmp_path, subtype, body):
    report = read_one(tmp_path, "a.eml", mail(subtype=subtype, body=body))
    assert (report.title, report.text, report.publisher) == (TITLE, BODY, "Associated Press")
    assert (report.published, report.published_how) == (DAY, "header")


def warc(*records, gzipped):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for url, status, kind, raw in records:
        http = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", io.BytesIO(raw), http_headers=http)
        writer.write_record(record)
        record.raw_stream.close()  # warcio leaves open the file that it digested
    return out.getvalue()


@pytest.mark.parametrize("gzipped", [True, False])
def test_warc(tmp_path, gzipped):
    raw = warc(
        (
            "https://news.example/2014/05/06/a",
            "200 OK",
            "text/html; charset=utf-8",
            page().encode(),
        ),
        ("https://news.example/logo.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://news.example/b", "403 Forbidden", "text/html", b"<p>no</p>"),
        ("https://news.example/c", "200 OK", "text/plain", BODY.encode()),
        gzipped=gzipped,
    )
    path = tmp_path / ("a.warc.gz" if gzipped else "a.warc")
    path.write_bytes(raw)
    html, refused, text = (document.outcome for document in read(path))
    assert (html.text, html.url) == (BODY, "https://news.example/2014/05/06/a")
    assert (html.published, html.published_how) == (DAY, "url")
    assert "403" in refused.reason
    assert text.id == html.id  # the same text is the same report


def test_cut_warc_keeps_the_pages_before_the_cut(tmp_path):
    record = ("https://news.example/a", "200 OK", "text/html", page().encode())
    path = tmp_path / "a.warc"
    path.write_bytes(warc(record, gzipped=False) + b"garbage and no record\r\n\r\n")
    outcomes = [document.outcome for document in read(path)]
    assert isinstance(outcomes[0], Report)
    assert isinstance(outcomes[-1], Failure) and "damaged WARC" in outcomes[-1].reason


def test_warc_gzipped_as_a_whole_names_the_remedy(tmp_path):
    record = ("https://news.example/a", "200 OK", "text/html", page().encode())
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(warc(record, record, gzipped=False)))
    assert "gunzip" in read(path)[-1].outcome.reason


ROWS = [
    {
        "id": "x1",
        "Body": BODY,
        "headline": TITLE,
        "date": "2014-05-06",
        "source": "AFP",
        "lang": "en",
    },
    {"id": "x2", "Body": "", "headline": "Empty", "date": "", "source": "", "lang": ""},
]


def write_csv(rows, delimiter=","):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.jsonl", "\n".join(map(json.dumps, ROWS)) + "\n"),
        ("a.json", json.dumps(ROWS, indent=1)),
        ("a.json", json.dumps({"status": "ok", "articles": ROWS})),
        ("a.csv", write_csv(ROWS)),
        ("a.csv", write_csv(ROWS, ";")),
        ("a.tsv", write_csv(ROWS, "\t")),
    ],
)
def test_table(tmp_path, name, raw):
    path = tmp_path / name
    path.write_text(raw, encoding="utf-8", newline="")
    first, second = (document.outcome for document in read(path))
    assert (first.id, first.title, first.text) == ("x1", TITLE, BODY)
    assert (first.published, first.published_how) == (DAY, "column")
    assert first.publisher == "Agence France-Presse"
    assert first.origin.endswith("#row 1")
    assert isinstance(second, Failure) and "no text" in second.reason


def test_parquet(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(ROWS), tmp_path / "a.parquet")
    first, _ = (document.outcome for document in read(tmp_path / "a.parquet"))
    assert (first.text, first.published_how) == (BODY, "column")


def test_parquet_without_pyarrow_names_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    failure = read_one(tmp_path, "a.parquet", b"PAR1....PAR1")
    assert "dateline[parquet]" in failure.reason


def test_columns_can_be_named(tmp_path):
    raw = json.dumps({"Notes": BODY, "text": "not this", "When": "6 May 2014"}) + "\n"
    report = read_one(tmp_path, "a.jsonl", raw, columns={"text": "Notes", "published": "When"})
    assert (report.text, report.published) == (BODY, DAY)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"text": "Nope"}, "'Nope'"),
        ({"colour": "x"}, "no such field"),
        ({}, "no column for the text"),
    ],
)
def test_table_without_a_text_column_says_which_it_has(tmp_path, columns, reason):
    failure = read_one(tmp_path, "a.csv", "a,b\n1,2\n", columns=columns)
    assert isinstance(failure, Failure) and reason in failure.reason


def test_row_with_markup_is_read_as_a_page(tmp_path):
    raw = json.dumps({"html": page(), "url": "https://www.reuters.com/a"})
    report = read_one(tmp_path, "a.jsonl", raw + "\n")
    assert (report.text, report.title, report.publisher) == (BODY, TITLE, "Reuters")


def test_row_numbers_are_no_ids_unless_mapped(tmp_path):
    raw = json.dumps({"id": 7, "text": BODY}) + "\n"
    assert read_one(tmp_path, "a.jsonl", raw).id.startswith("r")
    assert read_one(tmp_path, "a.jsonl", raw, columns={"id": "id"}).id == "7"


def test_an_id_of_two_texts_is_refused_the_second_time(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"id": "x1", "text": text} for text in (BODY, BODY, PARAGRAPHS[0])]
    path.write_text("\n".join(map(json.dumps, rows)))
    first, same, other = (document.outcome for document in read(path))
    assert first.id == same.id == "x1"
    assert "another text has the id 'x1'" in other.reason


def test_damaged_line_is_a_failure_and_the_next_is_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps(ROWS[0]) + "\n{broken\n" + json.dumps({"text": PARAGRAPHS[0]}) + "\n"
    )
    first, second, third = (document.outcome for document in read(path))
    assert isinstance(first, Report) and isinstance(third, Report)
    assert "not a JSON object" in second.reason


def test_gzipped_files_are_read_through(tmp_path):
    assert read_one(tmp_path, "a.txt.gz", gzip.compress(BODY.encode())).text == BODY
    assert "gzip" in read_one(tmp_path, "b.txt.gz", gzip.compress(BODY.encode())[:60]).reason


def test_a_row_of_json_without_a_text_is_a_failure_and_the_next_is_read(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"title": "Gone"}, {"text": BODY}, {"title": "Gone too"}, {"text": PARAGRAPHS[0]}]
    path.write_text("\n".join(map(json.dumps, rows)))
    gone, first, gone_too, second = (document.outcome for document in read(path))
    assert isinstance(first, Report) and isinstance(second, Report)
    assert "no column for the text among 'title'" in gone.reason == gone_too.reason


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.csv", f'Notes,Date\n"{PARAGRAPHS[0]}",2014-05-06\n'),
        ("a.jsonl", json.dumps({"Notes": PARAGRAPHS[0], "Date": "2014-05-06"})),
    ],
)
def test_a_mapped_column_that_is_not_there_is_said(tmp_path, name, raw):
    (tmp_path / name).write_text(raw)
    columns = {"text": "Notes", "published": "Datum"}
    *_, failure = (document.outcome for document in read(tmp_path / name, columns=columns))
    assert "no column 'Datum' for published among 'Notes', 'Date'" in failure.reason


def test_a_table_that_excel_was_told_the_separator_of(tmp_path):
    raw = f'sep=;\r\ntext;date\r\n"{PARAGRAPHS[0]}";6 May 2014\r\n'
    assert read_one(tmp_path, "a.csv", raw).published == DAY


@pytest.mark.parametrize(
    ("name", "raw"),
    [("a.csv", "text,date\n"), ("a.csv", "\n"), ("a.json", "[]"), ("a.jsonl", "\n")],
)
def test_a_table_without_rows_is_a_failure(tmp_path, name, raw):
    assert "without rows" in read_one(tmp_path, name, raw).reason


@pytest.mark.parametrize(
    ("header", "columns", "said"),
    [
        ("text,text,x", {}, "2 columns are called 'text'"),
        ("text,Text,x", {}, "or map one, as text=text"),
        ("x,date,date,text", {}, "2 columns are called 'date', any of which may be the published"),
        ("text,x,x", {"title": "x"}, "2 columns are called 'x', any of which may be the title"),
        ("text,Text,x", {"text": "Text"}, None),  # told which
        ("text,x,x", {}, None),  # nobody reads them
        ("text,body,x", {}, None),  # an order is said in docs/reading.md
    ],
)
def test_a_column_that_is_there_twice_is_not_guessed_at(tmp_path, header, columns, said):
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n" + ",".join(f'"{text}"' for text in (*PARAGRAPHS[:3], BODY)))
    (found,) = (document.outcome for document in read(path, columns=columns))
    assert said in found.reason if said else isinstance(found, Report)


def test_of_two_columns_that_a_mapping_may_mean_the_one_called_so_is_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"_id": "a1", "id": "b2", "text": BODY}))
    (report,) = (document.outcome for document in read(path, columns={"id": "id"}))
    assert report.id == "b2"


def test_a_parquet_file_with_a_column_twice_is_a_failure(tmp_path):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pa.Table.from_arrays([pa.array(["one"]), pa.array(["two"])], names=["text", "text"])
    parquet.write_table(table, tmp_path / "a.parquet")
    (found,) = (document.outcome for document in read(tmp_path / "a.parquet"))
    assert "2 columns are called 'text'" in found.reason


def test_ids_and_addresses_hold_no_half_characters(tmp_path):
    row = {
        "text": BODY,
        "id": "a\ud800\0b",
        "url": "https://a.example/\ud800",
        "language": "\udc00",
    }
    report = read_one(tmp_path, "a.jsonl", json.dumps(row))
    assert (report.id, report.url, report.language) == ("ab", "https://a.example/", "en")


def test_the_first_accent_of_a_table_may_stand_far_down(tmp_path):
    rows = [f'"{PARAGRAPHS[0]} Number {n}."\n' for n in range(200)]
    path = tmp_path / "a.csv"
    path.write_bytes(
        ("text\n" + "".join(rows) + '"José – “said” so. Ninety houses burned."').encode("cp1252")
    )
    *_, last = (document.outcome for document in read(path))
    assert last.text == "José – “said” so. Ninety houses burned."
