"""Which body a wording means: `actors.jsonl` beside this module, 500 wordings in sentences.

Gold is one JSON object a line: `id`, `sentence`, `wording`, `country` (ISO 3166-1 alpha-2) and
`date` (ISO; either may be missing), `actor_ids` (those that are right; none: must be left as
written), `fits` (how many bodies the wording could mean there; 0: it names nobody), `half`
("tuning": what the registry may be mended by; "held": what is only counted).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dateline.records import ActorKind
from dateline.resolve.actor import Registry, load_registry, parent_of, resolve_actor

Row = Mapping[str, Any]


def predict(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """For each row its `actor_id`; None where the wording stays as written."""
    registry = load_registry()
    for row in rows:
        actor = resolve_actor(
            row["wording"],
            country=row.get("country"),
            day=date.fromisoformat(row["date"]) if row.get("date") else None,
            registry=registry,
            context=row["sentence"],
        )
        yield {"id": row["id"], "actor_id": actor.actor_id}


def score(gold: Iterable[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """Over all rows and by half: share right, and how the wrong ones went wrong.

    other: another body was given. missed: none was given for a wording that means one.
    invented: one was given for a wording that means nobody. two_fit_wrong: one was given where
    several fit, of `two_fit` such rows. A unit of the right state's body is right.
    """
    rows, registry = list(gold), load_registry()
    said = {row["id"]: row["actor_id"] for row in predictions}
    halves = {"all": rows} | {
        half: [row for row in rows if row["half"] == half]
        for half in sorted({row["half"] for row in rows})
    }
    return {half: _score(some, said, registry) for half, some in halves.items()}


def _score(rows: list[Row], said: Mapping[str, str | None], registry: Registry) -> dict[str, Any]:
    outcomes = [judge(row, said.get(row["id"]), registry) for row in rows]
    return {
        "rows": len(rows),
        "right": outcomes.count("right"),
        "accuracy": round(outcomes.count("right") / len(rows), 4) if rows else None,
        "other": outcomes.count("other"),
        "missed": outcomes.count("missed"),
        "invented": outcomes.count("invented"),
        "two_fit": sum(row["fits"] > 1 for row in rows),
        "two_fit_wrong": outcomes.count("two_fit_wrong"),
    }


def judge(row: Row, said: str | None, registry: Registry) -> str:
    """How one answer went: right, other, missed, invented or two_fit_wrong."""
    wanted = row["actor_ids"]
    if said is None:
        return "missed" if wanted else "right"
    if not wanted:
        return "two_fit_wrong" if row["fits"] > 1 else "invented"
    return "right" if any(is_part(said, of=i, registry=registry) for i in wanted) else "other"


def is_part(actor_id: str, *, of: str, registry: Registry) -> bool:
    """Whether an id is another, or a unit of that one where it is a body of a state."""
    if actor_id == of:
        return True
    wanted = registry.entries.get(of)
    if wanted is not None and wanted.kind is not ActorKind.STATE_FORCES:
        return False
    parent = parent_of(actor_id, registry)
    return parent is not None and is_part(parent, of=of, registry=registry)
