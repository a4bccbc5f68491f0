"""Attributions in the format of the attribution scorer.

    python -m evaluate.attribution GOLD.jsonl > PRED.jsonl

Gold rows hold `id` and `text`; nothing else of them is read. The corpus marks the outermost
layer only, so what lies inside another's content is left out, and so are agency tags.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.extract.sources import Attribution, find_attributions
from dateline.extract.text import read_sentences
from dateline.records import Span


def predict(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """One scorer row for each row with `id` and `text`."""
    for row in rows:
        found = [a for a in find_attributions(read_sentences(row["text"])) if a.content]
        outer = [a for a in found if a.shape != "agency_tag" and not _is_inside_another(a, found)]
        yield {"id": row["id"], "attributions": [_to_row(a, n) for n, a in enumerate(outer)]}


def _is_inside_another(inner: Attribution, found: Iterable[Attribution]) -> bool:
    return any(
        piece.holds(inner.cue)
        for outer in found
        if outer is not inner and outer.shape != "agency_tag"
        for piece in outer.content
    )


def _to_row(attribution: Attribution, number: int) -> dict[str, Any]:
    source = [attribution.source] if attribution.source else []
    return {
        "id": str(number),
        "source": _offsets(source),
        "cue": _offsets([attribution.cue]),
        "content": _offsets(attribution.content),
    }


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for prediction in predict(json.loads(line) for line in lines):
            print(json.dumps(prediction))
