"""Incidents as records of the output contract, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TextIO

from dateline.export.contract import incident_to_record
from dateline.records import Incident, Report


def write_jsonl(
    incidents: Iterable[Incident], reports: Mapping[str, Report], stream: TextIO
) -> int:
    """Write one record a line; returns the number of lines. UTF-8, nothing escaped needlessly.

    `reports` by id, for quotes: KeyError when a claim's report is not there.
    """
    written = 0
    for incident in incidents:
        record = incident_to_record(incident, reports)
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        written += 1
    return written
