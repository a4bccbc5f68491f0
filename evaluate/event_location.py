"""Task `event_location`: where the deed that a verb tells of was done, by its sentence alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.extract.model import open_model
from dateline.extract.places import find_places
from dateline.extract.scenes import choose_scenes, hear_verb, scene_candidates
from dateline.gazetteer.find import open_gazetteer
from dateline.records import Span


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each row (`id`, `text`, `verb`) its `places`, as `events/score.py` reads them."""
    gazetteer, model = open_gazetteer(), open_model()
    for row in rows:
        text, verb = row["text"], row["verb"][0]
        sentence, trigger = Span(0, len(text)), Span(verb["start"], verb["end"])
        heard = hear_verb(text, trigger, model)
        candidates = scene_candidates(text, sentence, find_places(text, gazetteer))
        scenes = choose_scenes(text, sentence, trigger, candidates, heard)
        spans = [scene.mention.span for scene in scenes]
        yield {"id": row["id"], "places": [{"start": s.start, "end": s.end} for s in spans]}
