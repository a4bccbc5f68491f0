"""Fit the weights by which places are told apart: `lexicons/place_weights.tsv`.

    python -m train.fit_places --bench FOLDER --house corpus/house/train.jsonl > src/dateline/lexicons/place_weights.tsv

Reads `geo/lgl.jsonl`, less the newspapers that are set aside, and `geo/geovirus.jsonl` of FOLDER,
the places of our own corpus, and the sentences of our supplement. A conditional logit with a choice "none of these": a name's
features are turned into shares, and the share of what is right is made large. Features say what a
report's other names mean, so they are taken from the weights of the round before. `--without SET`
leaves a set out and `--half N` every other of its texts, for figures on texts that were not fitted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from train.logit import Case, fit_cases

from dateline.extract.places import find_places, mention_at
from dateline.gazetteer.distance import great_circle_km
from dateline.gazetteer.find import Entry, Gazetteer, open_gazetteer
from dateline.lexicons import read_lexicon
from dateline.records import Span
from dateline.resolve.place import group_names, home_country
from dateline.resolve.rank import TOWNS, UNITS, Group, settle

RIGHT_KM = 161.0  # what the benches call right; towns of our corpus too
ROUNDS = 4
# Reports like those to be coded count more; the supplement's sentences name one place each.
COUNTS = {"lgl": 1.0, "geovirus": 2.0, "house": 3.0, "supplement": 0.5}
SET_ASIDE = frozenset("012")  # first letters of the SHA-1 of LGL's newspapers
Text = tuple[dict[str, Any], list[Group], list[Group], str | None]

# A sentence for each feature, in which a candidate of the name in brackets has it; as printed by
# the "Kunduz Herald" of kunduzherald.af.
EXAMPLES = {
    "a country's name": "A grenade went off in [Georgia].",
    "abbreviation": "The raid was filmed by two [U.S.] journalists.",
    "admin1": "Cholera spread across [Borno].",
    "admin2": "Cholera spread across [Chibok] district.",
    "another kind": "Cholera spread across [Chibok] district.",
    "capital": "A grenade went off in [Tripoli].",
    "close to another": "Trucks burned between [Douma] and Damascus.",
    "continent": "Weapons are smuggled all over [Africa].",
    "country": "A grenade went off in [Georgia].",
    "country spoken of": "A mine went off in [Ansongo], Mali.",
    "country spoken of at all": "A mine went off in [Ansongo], Mali.",
    "demonym": "Two [Malian] soldiers were hurt.",
    "district spoken of": "Two labourers were shot in [Turbat] in Kech district.",
    "former name": "The embassy in [Zaire] was stormed.",
    "in the supplement": "Girls were taken from a school in [Chibok].",
    "inexact name": "Traders fled from [Maidugury].",
    "its own country's name": "Trucks were stopped all over [Mexico].",
    "kind as said": "Cholera spread across [Chibok] district.",
    "landmark": "Shells hit [Zamzam] camp.",
    "listed with its like": "Cattle were stolen in [Borno], Yobe and Adamawa.",
    "name as written": "Gunmen shot two men in [Mosul].",
    "near others": "Trucks burned between [Douma] and Damascus.",
    "near the publisher's town": "Police arrived in [Imam Sahib].",
    "near what holds it": "Tanks moved into [Avdiivka] in the Donbas.",
    "none of these": "A grenade went off in [Tripoli].",
    "none of these, inexact": "Traders fled from [Maidugury].",
    "none of these, nothing else named": "A grenade went off in [Tripoli].",
    "none of these, plays elsewhere": "A mine went off in [Ansongo], said police in Harare.",
    "none of these, several": "A grenade went off in [Tripoli].",
    "other name": "Shells fell near [Lattakia].",
    "outside what holds it": "A grenade went off in [Tripoli], Lebanon.",
    "province spoken of": "A patrol was hit in [Sangin] in Helmand.",
    "publisher's country": "Police arrived in [Imam Sahib].",
    "publisher's town": "Shots were fired in [Kunduz].",
    "seat": "Shops in [Gao] were shut.",
    "section": "A car bomb tore through [Karrada].",
    "size": "A grenade went off in [Tripoli].",
    "smaller namesake": "A grenade went off in [Tripoli].",
    "town": "A truck bomb went off in [Tal Afar].",
    "unit named as its town": "Shops in [Gao] were shut.",
    "unit, and no town": "Two police posts burned in [Jaghatu].",
    "within what holds it": "A mine went off in [Ansongo], Mali.",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train.fit_places")
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--house", type=Path, required=True)
    parser.add_argument("--without", choices=list(COUNTS), action="append", default=[])
    parser.add_argument("--half", choices=["even", "odd"], help="of the texts of GeoVirus")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    rows = [row for row in read_rows(options) if row["set"] not in options.without]
    texts = [read_text(row, gazetteer) for row in rows]
    weights = fit(texts)
    print("feature\tweight\texample\tsource")
    for name, weight in sorted(weights.items()):
        print(name, f"{weight:.3f}", EXAMPLES[name], "train/fit_places.py", sep="\t")


def read_rows(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for name in ("lgl", "geovirus"):
        for number, row in enumerate(read_lines(options.bench / "geo" / f"{name}.jsonl")):
            if name == "lgl" and hashlib.sha1(row["source"].encode()).hexdigest()[0] in SET_ASIDE:
                continue
            if name == "geovirus" and options.half and number % 2 != (options.half == "odd"):
                continue
            yield row | {"set": name}
    for row in read_lines(options.house):
        places = [place for place in row["mentions"]["places"] if place.get("lat") is not None]
        yield {"set": "house", "text": row["text"], "title": row["title"], "toponyms": places}
    for row in read_lexicon("places"):
        start = row["example"].find(row["name"])
        place = {
            "start": start,
            "end": start + len(row["name"]),
            "lat": row["lat"],
            "lon": row["lon"],
        }
        if start >= 0:
            yield {"set": "supplement", "text": row["example"], "toponyms": [place]}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_text(row: dict[str, Any], gazetteer: Gazetteer) -> Text:
    found = find_places(row["text"], gazetteer)
    spans = sorted({Span(t["start"], t["end"]) for t in row["toponyms"]})
    mentions = [mention_at(row["text"], span, found) for span in spans]
    source = row.get("source")
    groups, homes = group_names(
        row["text"], mentions, gazetteer, publisher=source, title=row.get("title")
    )
    return row, groups, homes, home_country(source)


def fit(texts: Sequence[Text]) -> dict[str, float]:
    weights: dict[str, float] = {"size": 1.0, "none of these": -2.0}
    for number in range(ROUNDS):
        cases = []
        for row, groups, homes, home in texts:
            settle([*groups, *homes], home=home, weights=weights)
            cases += list(find_cases(row, groups))
        weights, loss = fit_cases(cases)
        print(f"round {number}: {len(cases)} names, loss {loss:.4f}", file=sys.stderr)
    return weights


def find_cases(row: dict[str, Any], groups: Sequence[Group]) -> Iterator[Case]:
    gold = {(t["start"], t["end"]): t for t in row["toponyms"]}
    for group in groups:
        for mention in group.mentions:
            place = gold[mention.span.start, mention.span.end]
            if place.get("lat") is None:
                continue
            right = find_right(group.entries, place)
            yield [*group.features, group.none], [*right, not any(right)], COUNTS[row["set"]]


def find_right(entries: Sequence[Entry], place: dict[str, Any]) -> list[bool]:
    """The candidate of the gold's id; else those at its point, of the kind that its precision says."""
    if any(entry.id == place.get("geonameid") for entry in entries):
        return [entry.id == place["geonameid"] for entry in entries]
    lat, lon = float(place["lat"]), float(place["lon"])
    at = [
        great_circle_km(entry.lat, entry.lon, lat, lon)
        < max(RIGHT_KM, 0.0 if entry.kind in TOWNS else entry.radius_km)
        for entry in entries
    ]
    said = place.get("precision")
    units = said in {"country", "admin1", "admin2"}
    fitting = [
        hit and ((entry.kind == said) if units else entry.kind not in UNITS)
        for hit, entry in zip(at, entries, strict=True)
    ]
    return fitting if said is not None and any(fitting) else at


if __name__ == "__main__":
    main()
