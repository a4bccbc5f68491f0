"""Task `house`: reports of our own, as contract records and as mentions.

Gold is what `python -m corpus.derive` writes. Records are scored as in `e2e`; each layer of
mentions by exact spans and by one-to-one overlap. The corpus marks as actors only those who have
a part in an incident and some others, so for `actors` only recall speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.extract import find_sayings
from dateline.extract.acts import find_acts
from dateline.extract.model import Model, open_model, read_text
from dateline.extract.places import find_places
from dateline.extract.text import read_sentences
from dateline.extract.times import find_times
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.records import Span
from evaluate import claims, conflicts, e2e, records
from evaluate.records import Hits, add, shares
from evaluate.spans import overlapping_pairs

Row = Mapping[str, Any]
Spans = list[tuple[int, int]]

LAYERS = ("triggers", "typed triggers", "times", "places", "actors", "sources", "cues", "contents")


def predict(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """For each row its incidents, as in `e2e`, and `mentions`: spans by layer."""
    rows = list(rows)
    model, gazetteer = open_model(), open_gazetteer()
    for row, coded in zip(rows, e2e.predict(rows), strict=True):
        yield coded | {"mentions": find_mentions(row["text"], model, gazetteer)}


def find_mentions(text: str, model: Model, gazetteer: Gazetteer) -> dict[str, list[dict[str, Any]]]:
    """What the extract room finds in a text."""
    read = read_text(text, model)
    acts = find_acts(read)
    attributions = find_sayings(read, acts, read_sentences(text))
    typed = [_row(act.span) | {"type": act.type} for act in acts]
    people = {s for act in acts for role in ("perpetrator", "target") for s in act.spans(role)}
    return {
        "triggers": typed,
        "typed triggers": typed,
        "times": [_row(span) for span in find_times(text)],
        "places": [_row(p.span) for p in find_places(text, gazetteer)],
        "actors": [_row(span) for span in sorted(people)],
        "sources": [_row(a.source) for a in attributions if a.source],
        "cues": [_row(a.cue) for a in attributions],
        "contents": [_row(span) for a in attributions for span in a.content],
    }


def _row(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end}


def read_gold(mentions: Row) -> dict[str, list[dict[str, Any]]]:
    """The layers of a gold row in the form of the predicted ones."""
    said = mentions["attributions"]
    contents = [span for a in said for span in a["content"]]
    pairs = {
        "sources": [a["source"] for a in said if a["source"]],
        "cues": [a["cue"] for a in said if a["cue"]],
        "contents": contents,
    }
    spans = {
        layer: [{"start": start, "end": end} for start, end in found]
        for layer, found in pairs.items()
    }
    plain = {layer: list(mentions[layer]) for layer in ("triggers", "times", "places", "actors")}
    return plain | {"typed triggers": plain["triggers"]} | spans


def score(gold: Iterable[Row], predictions: Iterable[Row]) -> dict[str, Any]:
    """The scores of `e2e`, those of status, contradictions and claims, and `mentions`: shares by layer."""
    gold, predictions = list(gold), list(predictions)
    said = {row["doc"]: row.get("mentions", {}) for row in predictions}
    tallies = [
        tally_mentions(read_gold(row["mentions"]), said.get(row["doc"], {}))
        for row in gold
        if "mentions" in row
    ]
    layers = {
        layer: {way: shares(add(t[layer][way] for t in tallies)) for way in ("exact", "overlap")}
        for layer in LAYERS
    }
    scores = records.score(gold, predictions) | conflicts.score(gold, predictions)
    return scores | {"claims": claims.score(gold, predictions), "mentions": layers}


def tally_mentions(gold: Row, predicted: Row) -> dict[str, dict[str, Hits]]:
    """(right, predicted, wanted) by layer, for equal spans and for spans that overlap."""
    return {layer: _tally(layer, gold[layer], predicted.get(layer, [])) for layer in LAYERS}


def _tally(layer: str, wanted: Sequence[Row], found: Sequence[Row]) -> dict[str, Hits]:
    wanted, found = _distinct(wanted), _distinct(found)

    def agrees(g: Row, p: Row) -> bool:
        return layer != "typed triggers" or g["type"] == p["type"]

    def equal(g: Row, p: Row) -> bool:
        return agrees(g, p) and (g["start"], g["end"]) == (p["start"], p["end"])

    return {
        "exact": (len(overlapping_pairs(wanted, found, equal)), len(found), len(wanted)),
        "overlap": (len(overlapping_pairs(wanted, found, agrees)), len(found), len(wanted)),
    }


def _distinct(rows: Sequence[Row]) -> list[Row]:
    """One row for each span and type: a word may tell two incidents."""
    return list({(r["start"], r["end"], r.get("type")): r for r in rows}.values())
