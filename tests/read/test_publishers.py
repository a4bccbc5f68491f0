import pytest

from dateline.lexicons import read_lexicon
from dateline.read.publishers import find_publisher, known_publisher


@pytest.mark.parametrize("row", read_lexicon("publishers"), ids=lambda row: row["name"])
def test_publisher_rows(row):
    assert find_publisher(row["example"], None) == row["name"]
    assert len(row["country"]) == 2 and row["family"]


def test_no_domain_is_listed_twice():
    domains = [d for row in read_lexicon("publishers") for d in row["domain"].split(";")]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    ("url", "site", "publisher"),
    [
        ("https://edition.cnn.com/a", "Cable News", "CNN"),
        (
            "https://web.archive.org/web/20140503000000/http://www.bbc.co.uk/news/1",
            None,
            "BBC News",
        ),
        (None, "AFP", "Agence France-Presse"),
        (None, "Valley Courier", "Valley Courier"),
        ("https://valley.example/a", "Valley Courier", "Valley Courier"),
        ("https://valley.example/a", "Reuters", "valley.example"),  # the agency is not the site
        ("https://notcnn.com/a", None, "notcnn.com"),
        ("http://[broken/a", None, None),
        (None, None, None),
    ],
)
def test_find_publisher(url, site, publisher):
    assert find_publisher(url, site) == publisher


def test_a_part_of_a_domain_is_no_domain():
    assert known_publisher("evilbbc.com") is None
