"""The tasks: what each gives the program, which module answers, and how its answer is scored."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

SPAN_KEYS = ("start", "end", "surface")  # of a gold span that is handed over


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `given` is all that the program sees of a row."""

    module: str  # of this package, with `predict(rows)`
    key: str  # what names a row: "doc" or "id"
    given: tuple[str, ...]
    answers: tuple[str, ...]  # a file in which no row has one of these is blind
    options: Mapping[str, Any] = field(default_factory=dict)  # of `predict`
    reads_files: bool = False  # `predict` is also given `folder`, where the gold file lies
    own_score: str | None = None  # module with `score(gold, predictions)`
    scorer_options: tuple[str, ...] = ()  # for the bench's own scorer
    gold_spans: str | None = None  # field of which the spans, and nothing else, are given

    def show(self, row: Row) -> dict[str, Any]:
        """The row as the program may see it."""
        seen = {name: row[name] for name in self.given if row.get(name) is not None}
        if self.gold_spans is not None:
            spans = row.get(self.gold_spans, [])
            seen[self.gold_spans] = [{k: s[k] for k in SPAN_KEYS if k in s} for s in spans]
        return seen

    def is_blind(self, rows: Sequence[Row]) -> bool:
        return not any(name in row for row in rows for name in self.answers)

    def predict(self, rows: Iterable[Row], *, folder: Path) -> Iterator[dict[str, Any]]:
        predict = importlib.import_module(f"evaluate.{self.module}").predict
        options = dict(self.options) | ({"folder": folder} if self.reads_files else {})
        yield from predict((self.show(row) for row in rows), **options)


RECORDS = Task(
    module="e2e",
    key="doc",
    given=("doc", "published", "title", "text", "publisher"),
    answers=("incidents",),
    own_score="records",
)
MUC = ("text", "text_gtt", "pub_date", "dateline")
STORIES = replace(RECORDS, module="stories", own_score="stories")
GEO = ("id", "text", "title", "source", "url", "date")

TASKS: Mapping[str, Task] = {
    "e2e": RECORDS,
    "house": replace(RECORDS, module="house", own_score="house"),
    "house-stories": STORIES,
    "e2e-linked": STORIES,
    "house-gold": replace(
        STORIES, given=(*RECORDS.given, "incidents"), options={"from_gold": True}
    ),  # what linking is worth apart from reading
    "linking-gva": Task(
        module="linking",
        key="id",
        given=("id", "title", "text", "published"),
        answers=("incident",),
        own_score="linking",
    ),
    "ingest": Task(
        module="ingest",
        key="id",
        given=("id", "file", "url"),
        answers=("text", "must", "title", "date", "publisher"),
        reads_files=True,
        own_score="ingest",
    ),
    "actors": Task(
        module="actors",
        key="id",
        given=("id", "sentence", "wording", "country", "date"),
        answers=("actor_ids",),
        own_score="actors",
    ),
    "time": Task("time", "id", ("id", "text", "dct", "title"), ("timexes",)),
    "geo": Task(
        module="geo",
        key="id",
        given=GEO,
        answers=("toponyms",),
        options={"gold_spans": False},
        scorer_options=("--same-id",),
    ),
    "geo-gold": Task(
        module="geo",
        key="id",
        given=GEO,
        answers=("toponyms",),
        options={"gold_spans": True},
        scorer_options=("--gold-spans", "--same-id"),
        gold_spans="toponyms",
    ),
    "event_location": Task(
        "event_location",
        "id",
        ("id", "text", "verb"),
        ("places",),
        scorer_options=("--task", "place"),
    ),
    "attribution": Task(
        "attribution", "id", ("id", "text", "title", "publisher", "date"), ("attributions",)
    ),
    "wikievents": Task(
        module="wikievents",
        key="id",
        given=("id", "tokens", "sentence_ends"),
        answers=("events",),
        scorer_options=(
            *("--task", "events", "--depth", "2"),
            *("--types", "Conflict,Life,Justice"),
        ),
    ),
    "gvdb": Task("gvdb", "id", ("id", "title", "text", "published"), ("killed", "injured")),
    "muc4": Task(
        module="muc4",
        key="docid",
        given=("docid", *MUC),
        answers=("templates", "gtt_templates"),
        options={"mentions": False},
    ),
    "muc4-mentions": Task(
        module="muc4",
        key="docid",
        given=("docid", *MUC),
        answers=("templates", "gtt_templates"),
        options={"mentions": True},
    ),
}
