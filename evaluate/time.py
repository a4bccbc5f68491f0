"""Bench `time`: time expressions with their TIMEX3 type and value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from dateline.extract.times import find_times
from dateline.resolve.time import timex


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each row (`id`, `text`, `dct`) its time expressions, as `time/score.py` reads them."""
    for row in rows:
        dct = date.fromisoformat(row["dct"][:10]) if row.get("dct") else None
        timexes = []
        for span in find_times(row["text"]):
            read = timex(row["text"], span, dct=dct)
            if read is not None:
                timexes.append(
                    {"start": span.start, "end": span.end, "type": read[0], "value": read[1]}
                )
        yield {"id": row["id"], "timexes": timexes}
