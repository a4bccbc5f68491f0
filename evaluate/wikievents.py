"""Task `wikievents`: the model's events in that set's own types and roles, as token spans.

The set marks a role by its head word or its bare name, as the model has learned it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.extract.acts import find_acts
from dateline.extract.model import open_model, read_text
from dateline.records import Span

Row = Mapping[str, Any]

# Chosen on the dev part, by triggers and by arguments.
LEAST = 0.5  # of a trigger
ROLE = 0.0  # log-odds
GROUPS = ("Conflict", "Life", "Justice")


def predict(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """`id` and `events` for each row with `tokens`."""
    model = open_model()
    for row in rows:
        tokens = row["tokens"]
        text, starts, ends = join(tokens)
        events = []
        for act in find_acts(read_text(text, model), space="wiki", least=LEAST, role=ROLE):
            if not act.type.startswith(GROUPS):
                continue
            args = [
                {"role": role, **_at(part.span, starts, ends, tokens)}
                for role, parts in act.roles.items()
                if role != "other"
                for part in parts
            ]
            trigger = _at(act.span, starts, ends, tokens)
            events.append({"type": act.type, "trigger": trigger, "args": args})
        yield {"id": row["id"], "events": events}


def join(tokens: Sequence[str]) -> tuple[str, list[int], list[int]]:
    """The tokens with a blank between them, and where each begins and ends."""
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    ends = [start + len(token) for start, token in zip(starts, tokens, strict=True)]
    return " ".join(tokens), starts, ends


def _at(
    span: Span, starts: Sequence[int], ends: Sequence[int], tokens: Sequence[str]
) -> dict[str, Any]:
    first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
    return {"start": first, "end": last, "text": " ".join(tokens[first:last])}
