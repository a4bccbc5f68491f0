from datetime import date

import pytest
from evaluate.e2e import make_report


@pytest.mark.parametrize(
    ("published", "text", "day", "how"),
    [
        ("2024-05-15", "GAO, May 14, 2024 - Two died.", date(2024, 5, 15), "option"),
        ("2024-05-15T10:00:00Z", "Two died.", date(2024, 5, 15), "option"),
        (None, "GAO, May 14, 2024 - Two died.", date(2024, 5, 14), "dateline"),
        (None, "Two die in Gao\nMay 14, 2024\nTwo died on Monday.", date(2024, 5, 14), "header"),
        (None, "Two die Published 14 May 2024 Two died.", date(2024, 5, 14), "text"),
        (None, "Two died.", None, None),
    ],
)
def test_the_date_is_the_given_one_or_what_the_text_gives(published, text, day, how):
    report = make_report({"doc": "a", "text": text, "published": published})
    assert (report.published, report.published_how) == (day, how)


def test_the_text_is_coded_as_given():
    text = "  Share this\r\n\r\nTwo died. \u200b\n"
    report = make_report({"doc": "a", "text": text})
    assert (report.id, report.text, report.title, report.publisher) == ("a", text, None, None)
