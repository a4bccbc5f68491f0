"""Which outlet printed a report: a domain or a site's own name to one canonical name."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from dateline.lexicons import Row, read_lexicon

ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(?P<url>.+)", re.IGNORECASE)


def find_publisher(url: str | None, site_name: str | None) -> str | None:
    """The canonical name of an outlet by its domain, else by its own name; else as it says.

    A name alone is looked up only where no other host speaks against it: many towns have a
    Herald, and a site that gives an agency as its publisher prints that agency's copy.

    >>> find_publisher("https://edition.cnn.com/2014/05/03/x", None), find_publisher(None, "AFP")
    ('CNN', 'Agence France-Presse')
    >>> find_publisher("https://valley-herald.example/x", "Reuters")
    'valley-herald.example'
    """
    host = host_of(url)
    if (known := known_publisher(host)) is not None:
        return known
    row = _by_name().get(_fold(site_name)) if site_name else None
    if row is not None and (not host or row["kind"] != "agency"):
        return row["name"] if not host else site_name
    return (site_name if row is None else None) or host or None


def known_publisher(host: str) -> str | None:
    """The outlet that a host belongs to, when the table knows it."""
    parts = host.lower().split(".")
    endings = (".".join(parts[i:]) for i in range(len(parts)))
    return next((_by_domain()[ending] for ending in endings if ending in _by_domain()), None)


def original_url(url: str | None) -> str | None:
    """The address of the page itself where `url` is a web archive's.

    >>> original_url("https://web.archive.org/web/20190301000000/https://news.example/a")
    'https://news.example/a'
    """
    match = ARCHIVED.fullmatch(url or "")
    return match["url"] if match else url


def host_of(url: str | None) -> str:
    """The host of a URL without its `www.`; empty when there is none."""
    try:
        host = urlsplit(original_url(url) or "").hostname or ""
    except ValueError:  # a malformed IPv6 address
        return ""
    return host.removeprefix("www.")


@cache
def _by_domain() -> dict[str, str]:
    return {
        domain: row["name"]
        for row in read_lexicon("publishers")
        for domain in row["domain"].split(";")
    }


@cache
def _by_name() -> dict[str, Row]:
    """Outlets by every name that only one of them bears."""
    found: dict[str, Row] = {}
    shared = set()
    for row in read_lexicon("publishers"):
        names = {row["name"], *row["aliases"].split(";"), *row["domain"].split(";")}
        for name in {_fold(name) for name in names if name}:
            shared.update({name} & found.keys())
            found[name] = row
    return {name: row for name, row in found.items() if name not in shared}


def _fold(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold())).removeprefix("the ")
