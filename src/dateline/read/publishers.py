"""Which outlet printed a report: a domain or a site's own name to one canonical name."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from dateline.lexicons import read_lexicon


def find_publisher(url: str | None, site_name: str | None) -> str | None:
    """The canonical name of an outlet by its domain, else by its own name; else as it says.

    A bare domain is the last resort; None when neither is known.
    """
    host = host_of(url)
    return (
        _by_domain().get(_registered(host))
        or (_by_name().get(_fold(site_name)) if site_name else None)
        or site_name
        or host
        or None
    )


def known_publisher(host: str) -> str | None:
    """The outlet that a host belongs to, when the table knows it."""
    return _by_domain().get(_registered(host.lower()))


def host_of(url: str | None) -> str:
    """The host of a URL without its `www.`; empty when there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # a malformed IPv6 address
        return ""
    return host.removeprefix("www.")


def _registered(host: str) -> str:
    """The longest ending of a host that the table knows, so `edition.cnn.com` is `cnn.com`."""
    parts = host.split(".")
    endings = [".".join(parts[i:]) for i in range(len(parts))]
    return next((ending for ending in endings if ending in _by_domain()), "")


@cache
def _by_domain() -> dict[str, str]:
    return {
        domain: row["name"]
        for row in read_lexicon("publishers")
        for domain in row["domain"].split(";")
        if domain
    }


@cache
def _by_name() -> dict[str, str]:
    return {
        _fold(name): row["name"]
        for row in read_lexicon("publishers")
        for name in [row["name"], *row["aliases"].split(";"), *row["domain"].split(";")]
        if name
    }


def _fold(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold())).removeprefix("the ")
