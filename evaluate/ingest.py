"""How well saved pages are read: text, title, date, publisher, and what is refused.

Gold is one JSON object a line: `id`, `file` (relative to the gold file), `kind` (article, huge,
encoding, paywall, blocked, script-heavy), and, where known, `text`, `must` and `must_not`
(strings), `title`, `date` (ISO) with `date_tol` (days), `publisher` (a name, or accepted names).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dateline.read.inputs import ReadOptions, read_document
from dateline.read.sandbox import Sandbox
from dateline.records import Failure

READABLE = ("article", "huge", "encoding")
UNREADABLE = ("blocked", "script-heavy")


def predict(rows: Iterable[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """Read each row's file; the row's `url` is where the page was saved from."""
    options = ReadOptions()
    with Sandbox(seconds=options.seconds, memory_mb=options.memory_mb) as sandbox:
        for row in rows:
            path = folder / row["file"]
            documents = list(read_document(str(path), options, sandbox, url=row.get("url")))
            yield {"id": row["id"], **_outcome(documents[0].outcome)}


def _outcome(outcome: Any) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        return dict.fromkeys(("text", "title", "date", "publisher")) | {"failure": outcome.reason}
    return {
        "text": outcome.text,
        "title": outcome.title,
        "date": outcome.published.isoformat() if outcome.published else None,
        "publisher": outcome.publisher,
        "failure": None,
    }


def score(
    gold: Iterable[dict[str, Any]], predictions: Iterable[dict[str, Any]]
) -> dict[str, float | int | None]:
    """Scores over the rows that have gold for each; a row without prediction is a crash.

    text_f1: mean F1 of word bags. must: share of required strings found and forbidden strings
    left out. date: exact or within `date_tol`. publisher: equal, or one within the other.
    title: equal after folding. read, refused: readable pages that gave text, unreadable
    ones that became failures.
    """
    rows = list(gold)
    said = {p["id"]: p for p in predictions}
    pairs = [(g, said.get(g["id"], {})) for g in rows]
    readable = [(g, p) for g, p in pairs if g.get("kind", "article") in READABLE]
    unreadable = [(g, p) for g, p in pairs if g.get("kind") in UNREADABLE]
    return {
        "pages": len(rows),
        "crashes": sum(g["id"] not in said for g in rows),
        "text_f1": _mean([word_f1(p.get("text"), g["text"]) for g, p in pairs if g.get("text")]),
        "must": _mean([hit for g, p in pairs for hit in _snippets(g, p.get("text"))]),
        "date": _mean([_near(p.get("date"), g) for g, p in pairs if g.get("date")]),
        "publisher": _mean([_named(p.get("publisher"), g) for g, p in pairs if g.get("publisher")]),
        "title": _mean(
            [_fold(p.get("title")) == _fold(g["title"]) for g, p in pairs if g.get("title")]
        ),
        "read": _mean([bool(p.get("text")) for _, p in readable]),
        "refused": _mean([bool(p.get("failure")) for _, p in unreadable]),
    }


def word_f1(said: str | None, gold: str) -> float:
    """F1 of two bags of words, case and punctuation aside."""
    a, b = Counter(_fold(said).split()), Counter(_fold(gold).split())
    shared = (a & b).total()
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def _snippets(gold: dict[str, Any], text: str | None) -> list[bool]:
    body = _fold(text)
    return [_fold(s) in body for s in gold.get("must") or []] + [
        _fold(s) not in body for s in gold.get("must_not") or []
    ]


def _near(said: str | None, gold: dict[str, Any]) -> bool:
    if not said:
        return False
    apart = date.fromisoformat(said[:10]) - date.fromisoformat(gold["date"][:10])
    return abs(apart.days) <= (gold.get("date_tol") or 0)


def _named(said: str | None, gold: dict[str, Any]) -> bool:
    names = gold["publisher"] if isinstance(gold["publisher"], list) else [gold["publisher"]]
    name = _fold(said)
    return bool(name) and any(name in _fold(n) or _fold(n) in name for n in names)


def _fold(text: str | None) -> str:
    plain = unicodedata.normalize("NFKC", text or "").casefold()
    return " ".join(re.findall(r"\w+", plain))


def _mean(values: list[Any]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
