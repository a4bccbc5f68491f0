"""Count the corpus: what it covers, and how much its reports repeat each other.

python -m corpus.tables                     write corpus/COVERAGE.md from corpus/house
python -m corpus.tables --check FILE ...    show runs of words that stand in another story too
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.build import AUTHORED, HERE, HOUSE, read_drafts, to_row
from corpus.split import PARTS, unit_of

Row = dict[str, Any]

RUN = 12  # words
LENGTHS = ((60, 120), (121, 250), (251, 500), (501, 950))
REGIONS = {
    "West Africa": "ML BF NE NG GH CI LR SL SN TG GM GN GW MR BJ CV",
    "East and Central Africa": "SO ET ER SD SS KE UG TD CF CD RW BI CM DJ TZ CG GA",
    "Southern Africa": "ZA ZW MZ AO NA ZM MW LS BW SZ MG",
    "North Africa": "DZ LY EG TN MA EH",
    "Middle East": "IQ SY LB YE IL PS JO IR TR SA KW AE BH OM QA CY",
    "South Asia": "PK IN NP LK BD AF MV BT",
    "South-East and East Asia": "MM TH PH ID KH MY CN KR KP JP VN LA TL TW MN SG HK",
    "Oceania": "PG SB FJ AU NZ VU NC",
    "Eastern Europe, Caucasus, Central Asia": "UA RU BY MD TJ KG UZ KZ TM GE AM AZ PL RO BG HU CZ SK EE LV LT",
    "Balkans": "BA HR RS XK MK AL ME SI",
    "Western Europe": "GB IE ES FR BE DE IT GR SE NO DK NL PT AT CH FI MT LU",
    "Latin America and Caribbean": "CO PE GT SV NI HN MX VE EC BR CL BO AR PY UY HT DO CU JM TT PA CR BZ",
    "North America": "US CA",
}
REGION_OF = {iso: region for region, all_of in REGIONS.items() for iso in all_of.split()}


def read_house() -> list[Row]:
    paths = [HOUSE / f"{part}.jsonl" for part in PARTS]
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines]


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def region_of(row: Row) -> str:
    """Where a report's incidents are, else its places; the first of the most frequent."""
    core = [i["place"]["country"] for i in row["incidents"] if i["core"] and i["place"]]
    codes = core or [p["country"] for p in row["mentions"]["places"]]
    known = [REGION_OF[code] for code in codes if code in REGION_OF]
    return Counter(known).most_common(1)[0][0] if known else "none or sea"


def shared_runs(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """(report, report, words): each run of RUN words that two reports of different stories share.

    Runs that overlap are given once for each pair of reports.
    """
    allowed = set(boilerplate_runs())
    first: dict[tuple[str, ...], Row] = {}
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        words = words_of(row["text"])
        for n in range(len(words) - RUN + 1):
            run = tuple(words[n : n + RUN])
            other = first.setdefault(run, row)
            if unit_of(other) != unit_of(row) and run not in allowed:
                found.setdefault((other["doc"], row["doc"]), " ".join(run))
    return [(a, b, run) for (a, b), run in found.items()]


def boilerplate_runs() -> Iterable[tuple[str, ...]]:
    """Runs of the agency lines and page furniture that reports may share."""
    path = HERE / "boilerplate.txt"
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
        words = words_of(line)
        yield from (tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1))


def describe_repetition(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Figures of repetition over all reports, in words."""
    texts = [words_of(row["text"]) for row in rows]
    units = {unit_of(row): row for row in reversed(rows)}
    openings = Counter(tuple(words_of(row["text"])[:5]) for row in units.values())
    trigrams = [tuple(t[n : n + 3]) for t in texts for n in range(len(t) - 2)]
    vocabulary = {word for text in texts for word in text}
    return [
        ("words", str(sum(map(len, texts)))),
        ("distinct words", str(len(vocabulary))),
        ("stories and single reports", str(len(units))),
        (
            "of them with an opening of five words like no other",
            str(list(openings.values()).count(1)),
        ),
        ("distinct share of runs of three words", f"{len(set(trigrams)) / len(trigrams):.3f}"),
        (
            f"pairs of reports of different stories that share {RUN} words in a row",
            str(len(shared_runs(rows))),
        ),
    ]


def count_tables(rows: Sequence[Row]) -> dict[str, Counter[str]]:
    """Tables by heading: reports or core incidents by value."""
    core = [i for row in rows for i in row["incidents"] if i["core"]]
    actors = [a["kind"] for i in core for a in i["perpetrators"] + i["targets"]]
    lengths = [len(row["text"].split()) for row in rows]
    return {
        "Reports by region": Counter(map(region_of, rows)),
        "Reports by decade": Counter(
            (row["published"] or "none")[:3] + "0s" if row["published"] else "no date"
            for row in rows
        ),
        "Reports by register": Counter(row["register"] for row in rows),
        "Reports in translated English, by language": Counter(
            row["translated"] for row in rows if row["translated"]
        ),
        "Reports without a core incident, by trap": Counter(
            row["trap"] or "-" for row in rows if not any(i["core"] for i in row["incidents"])
        ),
        "Reports by length in words": Counter(
            f"{a}-{b}" for n in lengths for a, b in LENGTHS if a <= n <= b
        ),
        "Core incidents by type": Counter(i["type"] for i in core),
        "Core incidents by status": Counter(i["status"] for i in core),
        "Actors by kind": Counter(actors),
        "Claims by modality": Counter(c["modality"] for i in core for c in i["claims"]),
        "Claims by length of the chain of speakers": Counter(
            str(len(c["sources"])) for i in core for c in i["claims"]
        ),
        "Speakers by kind": Counter(
            s["kind"] for i in core for c in i["claims"] for s in c["sources"]
        ),
    }


def count_stories(rows: Sequence[Row]) -> Counter[int]:
    """How many core incidents are told by how many reports."""
    told = defaultdict(set)
    for row in rows:
        for incident in row["incidents"]:
            told[incident["id"]].add(row["doc"])
    return Counter(len(docs) for docs in told.values())


def write_coverage(rows: Sequence[Row]) -> str:
    """The page of tables, in Markdown."""
    core = [i for row in rows for i in row["incidents"] if i["core"]]
    shares = ", ".join(f"{part} {sum(row['part'] == part for row in rows)}" for part in PARTS)
    lines = [
        "# What the corpus covers",
        "",
        "Written by `python -m corpus.tables`.",
        "",
        f"{len(rows)} reports ({shares}), {len(core)} core incidents, "
        f"{sum(len(row['incidents']) for row in rows) - len(core)} others.",
        "",
    ]
    tables = count_tables(rows)
    tables["Incidents by the number of reports that tell them"] = Counter(
        {str(k): v for k, v in sorted(count_stories(rows).items())}
    )
    for heading, counts in tables.items():
        total = sum(counts.values())
        lines += [f"## {heading}", "", "| | number | % |", "| --- | ---: | ---: |"]
        lines += [f"| {name} | {n} | {100 * n / total:.0f} |" for name, n in counts.most_common()]
        lines.append("")
    lines += ["## Mentions", "", "| layer | number |", "| --- | ---: |"]
    layers = Counter({k: sum(len(row["mentions"][k]) for row in rows) for k in rows[0]["mentions"]})
    lines += [f"| {name} | {n} |" for name, n in layers.items()]
    lines += ["", "## Repetition", "", "| | |", "| --- | ---: |"]
    lines += [f"| {name} | {value} |" for name, value in describe_repetition(rows)]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.tables", description=__doc__)
    parser.add_argument("--check", nargs="*", type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    if given.check is None:
        (HERE / "COVERAGE.md").write_text(write_coverage(read_house()), encoding="utf-8")
        return 0
    drafts, _ = read_drafts(sorted(AUTHORED.glob("*.txt")))
    rows = [to_row(draft) for draft in drafts if not draft.faults]
    named = {path.stem for path in given.check}
    sheet = {row["doc"]: row["sheet"] for row in rows}
    runs = [run for run in shared_runs(rows) if not named or named & {sheet[run[0]], sheet[run[1]]}]
    sys.stdout.writelines(f"{a} {b}: {run}\n" for a, b, run in runs)
    own = [row for row in rows if not named or row["sheet"] in named]
    for heading, counts in count_tables(own).items():
        sys.stdout.write(f"{heading}: {dict(counts.most_common())}\n")
    return 1 if runs else 0


if __name__ == "__main__":
    sys.exit(main())
