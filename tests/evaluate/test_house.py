"""Mentions scored by equal and by overlapping spans."""

from __future__ import annotations

from evaluate.house import find_mentions, read_gold, tally_mentions

from dateline.extract.model import open_model
from dateline.gazetteer.find import open_gazetteer

GOLD = {
    "triggers": [
        {"start": 0, "end": 4, "type": "bombing"},
        {"start": 9, "end": 12, "type": "riot"},
    ],
    "times": [{"start": 20, "end": 26}],
    "places": [],
    "actors": [],
    "attributions": [
        {"source": [30, 36], "cue": [37, 41], "content": [[0, 12], [14, 28]]},
        {"source": None, "cue": [50, 60], "content": [[62, 70]]},
    ],
}


def test_spans_that_overlap_are_not_exact() -> None:
    found = {
        "triggers": [{"start": 0, "end": 4, "type": "bombing"}],
        "typed triggers": [{"start": 0, "end": 4, "type": "arrest"}],
        "times": [{"start": 17, "end": 26}],
        "sources": [{"start": 30, "end": 36}],
    }
    tally = tally_mentions(read_gold(GOLD), found)
    assert tally["triggers"] == {"exact": (1, 1, 2), "overlap": (1, 1, 2)}
    assert tally["typed triggers"] == {"exact": (0, 1, 2), "overlap": (0, 1, 2)}
    assert tally["times"] == {"exact": (0, 1, 1), "overlap": (1, 1, 1)}
    assert tally["sources"] == {"exact": (1, 1, 1), "overlap": (1, 1, 1)}
    assert tally["contents"] == {"exact": (0, 0, 3), "overlap": (0, 0, 3)}


def test_finders_give_every_layer() -> None:
    text = "Gunmen shot dead two clerks in Bamako on Monday, police said."
    found = find_mentions(text, open_model(), open_gazetteer())
    words = {layer: [text[s["start"] : s["end"]] for s in spans] for layer, spans in found.items()}
    assert "Bamako" in words["places"]
    assert any("Monday" in word for word in words["times"])
    assert words["cues"] == ["said"]
    assert words["triggers"]
