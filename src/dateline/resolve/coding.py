"""Kinds of actors in the terms of others: ACLED's inter codes and UCDP's sides.

The table is `lexicons/actor_kinds.tsv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dateline.lexicons import Row, read_lexicon
from dateline.records import ActorKind

INTER_LABELS: Mapping[int, str] = {
    0: "none",
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/Other forces",
}


def inter_code(kind: ActorKind | None, *, target: bool = False) -> int:
    """ACLED's actor type, 1 to 8, of a perpetrator or a target; 0 for none.

    >>> inter_code(ActorKind.UNKNOWN), inter_code(ActorKind.UNKNOWN, target=True), inter_code(None)
    (3, 7, 0)
    """
    return 0 if kind is None else int(_row(kind)["inter_as_target" if target else "inter"])


def interaction_code(one: ActorKind, other: ActorKind | None, *, clash: bool = False) -> int:
    """ACLED's interaction of a perpetrator and a target: both types, the smaller digit first;
    ten times the type where one side stands alone. In a clash the target acts too.

    >>> interaction_code(ActorKind.REBEL, ActorKind.STATE_FORCES)
    12
    >>> interaction_code(ActorKind.PROTESTERS, None)
    60
    """
    if other is None:
        return inter_code(one) * 10
    first, second = sorted((inter_code(one), inter_code(other, target=not clash)))
    return first * 10 + second


def ucdp_side(kind: ActorKind, *, target: bool = False) -> str:
    """What an actor can be in an event of UCDP: "state", "organised", "civilians",
    "unidentified" or "none".

    >>> ucdp_side(ActorKind.GANG), ucdp_side(ActorKind.MEDIA, target=True)
    ('organised', 'civilians')
    """
    return _row(kind)["side_as_target" if target else "side"]


def ucdp_violence(one: ActorKind, other: ActorKind, *, clash: bool = False) -> int | None:
    """UCDP's type of violence between a perpetrator and a target: 1 state-based, 2 non-state,
    3 one-sided; None where the perpetrator is not organised, or not known, nor, in a clash, the other.

    >>> ucdp_violence(ActorKind.REBEL, ActorKind.CIVILIANS)
    3
    """
    a, b = ucdp_side(one), ucdp_side(other, target=not clash)
    if a not in {"state", "organised"} or b in {"unidentified", "none"}:
        return None
    if b == "civilians":
        return 3
    return 1 if "state" in (a, b) else 2


@cache
def _rows() -> Mapping[ActorKind, Row]:
    return {ActorKind(row["kind"]): row for row in read_lexicon("actor_kinds")}


def _row(kind: ActorKind) -> Row:
    return _rows()[kind]
