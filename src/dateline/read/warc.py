"""Web archives: the pages that were answered, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from dateline.errors import ReadError

KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
}
TAKEN = ("response", "resource", "conversion")  # conversion: extracted text, as WET files hold
MAX_MEMBER = 32 << 20  # bytes; a page that unpacks to more is no report


@dataclass(frozen=True, slots=True)
class Member:
    """One page of an archive. `error` says why its bytes were not taken."""

    kind: str  # of a format: "html", "text", "pdf", "feed"
    url: str | None
    charset: str | None  # as the server declared it
    raw: bytes
    error: str | None = None


def read_warc(stream: BinaryIO) -> Iterator[Member]:
    """The pages of a WARC file, gzipped record by record or not; images and scripts are passed over.

    The time of the crawl is no date of publication and is not used. Raises ReadError where
    the archive itself is damaged; the pages before it have been given by then.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(stream):
            if record.rec_type in TAKEN and (member := _read_record(record)) is not None:
                yield member
    except ArchiveLoadFailed as error:
        if "non-chunked" in str(error):
            raise ReadError("a WARC file gzipped as a whole, not by record; gunzip it") from error
        what = str(error).strip().split(",")[0].split("\n")[0]
        raise ReadError(f"damaged WARC file: {what}") from error


def _read_record(record: Any) -> Member | None:
    headers = record.http_headers or record.rec_headers
    content_type, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    kind = KINDS.get(content_type.strip().lower())
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if kind is None or status.startswith("3"):
        return None
    _, _, charset = parameters.partition("charset=")
    url = record.rec_headers.get_header("WARC-Target-URI")
    raw = record.content_stream().read(MAX_MEMBER + 1)
    error = None
    if not status.startswith("2"):
        error = f"blocked: the server answered with status {status}"
    elif len(raw) > MAX_MEMBER:
        error = f"more than {MAX_MEMBER >> 20} MiB in one page"
    return Member(kind, url, charset.strip() or None, raw, error)
