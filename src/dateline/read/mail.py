"""E-mail messages, and pages saved as one MIME file."""

from __future__ import annotations

import email
import re
from contextlib import nullcontext, suppress
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr

from dateline.errors import ReadError
from dateline.read.dates import FoundDate, read_date
from dateline.read.draft import Draft
from dateline.read.html import read_html
from dateline.read.publishers import known_publisher
from dateline.read.text import decode

MIN_PLAIN = 200  # characters; a shorter plain part often only says that the mail is in HTML


def read_mail(raw: bytes, *, url: str | None = None, charset: str | None = None) -> list[Draft]:
    """The message as a report: its plain part, or its HTML one where that says more.

    Raises ReadError when there is neither.
    """
    message: EmailMessage = email.message_from_bytes(raw, policy=policy.default)
    address = message.get("Snapshot-Content-Location")  # a saved page: its date is the saving's
    if address:
        return read_html(_body(message, "html"), url=str(address), charset="utf-8")
    plain = decode(_body(message, "plain")).strip()
    html = _body(message, "html")
    if html and len(plain) < MIN_PLAIN:
        with suppress(ReadError) if plain else nullcontext():
            plain = read_html(html, charset="utf-8")[0].text
    if not plain:
        raise ReadError("no text in the message; its attachments are to be saved and read apart")
    day = read_date(str(message.get("Date", "")))
    _, sender = parseaddr(str(message.get("From", "")))
    return [
        Draft(
            text=plain,
            title=re.sub(
                r"^(?:(?:fwd?|re|aw|wg|tr)\s*:\s*)+",
                "",
                str(message.get("Subject", "")),
                flags=re.I,
            )
            or None,
            publisher=known_publisher(sender.rpartition("@")[2]),
            dates=(FoundDate(day, "header"),) if day else (),
        )
    ]


def _body(message: EmailMessage, kind: str) -> bytes:
    """The text of the first part of a kind, as UTF-8; empty when there is none."""
    for part in message.walk():
        if part.get_content_type() == f"text/{kind}" and not part.is_attachment():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return decode(payload, declared=part.get_content_charset()).encode()
    return b""
