"""Coding one text from Python, with nothing stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from dateline.errors import ReadError
from dateline.records import Incident, Report

if TYPE_CHECKING:
    from dateline.pipeline import Tools


@dataclass(frozen=True, slots=True)
class Coded:
    """One report as read, and the incidents it tells of."""

    report: Report
    incidents: tuple[Incident, ...]

    def records(self) -> list[dict[str, Any]]:
        """The incidents as contract records (`docs/incident.schema.json`), quotes filled in."""
        from dateline.export.contract import incident_to_record

        reports = {self.report.id: self.report}
        return [incident_to_record(incident, reports) for incident in self.incidents]


def code(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    publisher: str | None = None,
) -> Coded:
    """Code one report's text, e.g. `dateline.code(text, published="2024-05-16")`.

    The text is read as a plain text file is: page furniture goes out, and the publication date is
    looked for in it when `published` (a date, or ISO 8601) is not given. Offsets count in
    `Coded.report.text`. Raises ReadError when the text is empty or not in English, ValueError when
    `published` is no date.
    """
    # Imported here so that `import dateline` stays light.
    from dateline.pipeline import code_report, link_claims
    from dateline.read.draft import Draft, finish_report
    from dateline.read.language import refusal

    day = date.fromisoformat(published) if isinstance(published, str) else published
    raw = hashlib.sha256(text.encode()).hexdigest()
    draft = Draft(text, title=title, publisher=publisher)
    report = finish_report(draft, origin="text", raw_sha256=raw, published=day)
    if reason := refusal(report):
        raise ReadError(reason)
    claims = code_report(report, _tools())
    return Coded(report, tuple(link_claims(claims, [report])))


@cache
def _tools() -> Tools:
    from dateline.pipeline import load_tools

    return load_tools()
