"""Fit the weights by which the place of a deed is chosen: `lexicons/scene_weights.tsv`.

    python -m train.fit_scenes --gold FOLDER/events/event_location/train.jsonl > out/scene_weights.tsv
    mv out/scene_weights.tsv src/dateline/lexicons/

A choice among the sentence's places and "none of them". Sentences whose gold place is empty (an
artefact of that set), or is no candidate, teach nothing and are left out. What the packaged model
answers is two of the features: fit again when its weights change. It has read these sentences in its
own training, but knows them little better than others (its own exact sets .665 here, .624 on dev).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from train.logit import Case, fit_cases

from dateline.extract.model import Model, open_model
from dateline.extract.places import find_places
from dateline.extract.scenes import NONE, hear_verb, scene_candidates, scene_features
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.records import Span

LEAST = 25  # sentences that a feature must show in
# A sentence for each feature, in which a place, or "none", has it for the verb in brackets. The
# features of single verbs share one.
EXAMPLES = {
    "abbreviation": "Rebels [attacked] a convoy of the U.S. near Gao.",
    "after at": "Shells [fell] at Gao.",
    "after from": "Rebels [fled] from Gao.",
    "after in": "Shells [fell] in Gao.",
    "after near": "Shells [fell] near Gao.",
    "after nothing": "Rebels [shelled] Gao.",
    "after of": "Rebels [shelled] the outskirts of Gao.",
    "after to": "Rebels [marched] to Gao.",
    "another place between": "Shells [fell] in the market in central Gao.",
    "before a small word": "Shells [fell] in Gao on Monday.",
    "before another word": "Police [fired] at Gao residents.",
    "before its kind": "Shells [fell] in Chibok district.",
    "before the kind of another": "He was [shot] in the West Bank town of Nablus.",
    "before the verb": "In Gao, two men [died].",
    "before the verb, after at": "At Gao, two men [died].",
    "before the verb, after from": "Two men from Gao [died].",
    "before the verb, after in": "In Gao, two men [died].",
    "before the verb, after near": "Near Gao, two men [died].",
    "before the verb, after nothing": "Gao residents [protested].",
    "before the verb, after of": "The mayor of Gao [resigned].",
    "before the verb, after to": "On the road to Gao, two men [died].",
    "before the verb, far": "In Gao, two men [died].",
    "before the verb, held by another": "In Gao in northern Mali, two men [died].",
    "before the verb, holds another": "In Gao in northern Mali, two men [died].",
    "clauses between": "Rebels [fled] when soldiers came to Gao.",
    "commas between": "Rebels [fled], leaving two dead, from Gao.",
    "compound": "Iran-backed rebels [fled] from Mosul.",
    "far": "Rebels [fled] from their camp near Gao.",
    "gerunds between": "Rebels [fled] after burning huts near Gao.",
    "heads the sentence": "In Gao, two men [died].",
    "heads the only clause": "In Gao, two men [died].",
    "heads the sentence, with a comma": "In Gao, two men [died].",
    "held by another": "Shells [fell] in Gao in northern Mali.",
    "holds another": "Shells [fell] in Gao in northern Mali.",
    "in no gazetteer": "Shells [fell] in the village of Umm Zarrifa.",
    "in the verb's clause": "Shells [fell] in Gao.",
    "inside name": "He was [held] by police of the University of Aleppo.",
    "metonym": "Washington said rebels [shelled] Gao.",
    "near": "Shells [fell] near Gao.",
    "nearest": "Shells [fell] in Gao.",
    "object of the verb": "Rebels [shelled] Gao.",
    "possessive": "Rebels [shelled] Gao's market.",
    "speech between": "Rebels [fled], officials said in Gao.",
    "subject of a passive": "Gao was [shelled] at dawn.",
    "the model: begins": "Shells [fell] in Gao.",
    "the model: goes on": "Shells [fell] in Gao.",
    "verbs between": "Rebels [fled] and burned huts near Gao.",
    "with its kind": "Shells [fell] in Chibok district.",
    NONE: "Shells [fell] in Gao.",
    "none, no preposition": "Rebels [shelled] Gao.",
    "none, one place only": "Shells [fell] in Gao.",
    "none, verb at the end": "In Gao, two men were [shot]",
    "none, verb in -ing": "In Gao they kept [shooting] for an hour.",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train.fit_scenes")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--fold", type=int, help="leave out every fifth sentence from this one on")
    options = parser.parse_args()
    gazetteer, model = open_gazetteer(), open_model()
    with options.gold.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    kept = [row for n, row in enumerate(rows) if options.fold is None or n % 5 != options.fold]
    cases = [case for row in kept if (case := read_case(row, gazetteer, model)) is not None]
    weights, loss = fit_cases(drop_rare(cases))
    print(f"{len(cases)} sentences, loss {loss:.4f}", file=sys.stderr)
    print("feature\tweight\texample\tsource")
    for name, weight in sorted(weights.items()):
        print(name, f"{weight:.3f}", example_of(name), "train/fit_scenes.py", sep="\t")


def example_of(feature: str) -> str:
    return EXAMPLES.get(feature) or f"It [{feature.removeprefix('none, ')}] in Gao."


def drop_rare(cases: list[Case]) -> list[Case]:
    """The cases without features that hardly any sentence has: verbs, mostly."""
    count = Counter(name for options, _, _ in cases for name in {k for o in options for k in o})
    kept = {name for name, n in count.items() if n >= LEAST}
    return [
        ([{k: v for k, v in o.items() if k in kept} for o in options], right, weight)
        for options, right, weight in cases
    ]


def read_case(row: dict[str, Any], gazetteer: Gazetteer, model: Model) -> Case | None:
    text, verb = row["text"], row["verb"][0]
    sentence, trigger = Span(0, len(text)), Span(verb["start"], verb["end"])
    candidates = scene_candidates(text, sentence, find_places(text, gazetteer))
    if not candidates:
        return None
    gold = {(place["start"], place["end"]) for place in row["places"]}
    right = [(m.span.start, m.span.end) in gold for m in candidates]
    if gold and not any(right):
        return None
    heard = hear_verb(text, trigger, model)
    return scene_features(text, sentence, trigger, candidates, heard), [*right, not gold], 1.0


if __name__ == "__main__":
    main()
