"""The examples, coded by the program as a user would, and held against their golden files."""

import json
import os
import re
import subprocess
import sys
from itertools import chain, combinations
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dateline.export.contract import find_faults, incident_to_record
from dateline.extract.numbers import number_run, read_count
from dateline.extract.text import read_sentences
from dateline.pipeline import code_report, link_claims, load_tools
from dateline.read import find_copies, read_inputs, refusal
from dateline.records import Report
from dateline.store import open_store, verify

ROOT = Path(__file__).parents[1]
REPORTS, GOLDEN = ROOT / "examples/reports", ROOT / "examples/golden"
NAMES = sorted(path.name for path in REPORTS.iterdir())
REFUSED = {"20-guaviare-spanish.txt": "language: es", "21-blocked-page.html": "blocked"}
SCHEMA = json.loads((ROOT / "docs/incident.schema.json").read_text("utf-8"))
CONTRACT = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def outcomes():
    """What reading gave, by file name."""
    found = {name: [] for name in NAMES}
    for document in read_inputs([REPORTS]):
        path, _, _ = document.outcome.origin.partition("#")
        found[Path(path).name].append(document.outcome)
    return found


@pytest.fixture(scope="module")
def claims(outcomes):
    """Claims by report id, of the reports that are coded."""
    tools = load_tools()
    reports = [r for r in chain(*outcomes.values()) if isinstance(r, Report) and not refusal(r)]
    return {report.id: (report, code_report(report, tools)) for report in reports}


@pytest.fixture(scope="module")
def linked(claims):
    reports = [report for report, _ in claims.values()]
    told = list(chain.from_iterable(found for _, found in claims.values()))
    return link_claims(told, reports, find_copies(reports))


@pytest.fixture(scope="module")
def records(claims, linked):
    reports = {id_: report for id_, (report, _) in claims.items()}
    return [incident_to_record(incident, reports) for incident in linked]


# ------------------------------------------------------------------ goldens


@pytest.mark.parametrize("name", NAMES)
def test_report_codes_as_recorded(name, outcomes, claims, assert_golden):
    rows = [_row(outcome, claims) for outcome in outcomes[name]]
    assert_golden(GOLDEN / f"{name}.json", rows)


def test_incidents_of_several_reports_are_as_recorded(records, claims, assert_golden):
    shared = [record for record in records if len(record["reports"]) > 1]
    rows = [
        {"reports": sorted(claims[id_][0].title for id_ in record["reports"])} | _brief(record)
        for record in shared
    ]
    assert_golden(GOLDEN / "together.json", rows)


def test_no_golden_is_left_over():
    expected = {f"{name}.json" for name in NAMES} | {"together.json"}
    assert {path.name for path in GOLDEN.iterdir()} == expected


def _row(outcome, claims):
    if not isinstance(outcome, Report):
        return {"refused": outcome.reason}
    row = {
        "title": outcome.title,
        "publisher": outcome.publisher,
        "published": f"{outcome.published} ({outcome.published_how})",
    }
    if reason := refusal(outcome):
        return row | {"refused": reason}
    incidents = link_claims(claims[outcome.id][1], [outcome])
    told = [incident_to_record(incident, {outcome.id: outcome}) for incident in incidents]
    return row | {"incidents": [_brief(record) | _claims(record) for record in told]}


def _brief(record):
    """One incident in a form in which a change is one changed line."""
    return {
        "what": f"{record['type']}, {record['status']}, {record['scope']}",
        "when": _days(record["date"]),
        "where": _place(record["place"]),
        "perpetrators": [_actor(actor) for actor in record["perpetrators"]],
        "targets": [_actor(actor) for actor in record["targets"]],
        "weapons": record["weapons"],
        "counts": _counts(record["counts"]),
        "conflicts": [
            f"{c['field']}: " + " / ".join(str(position["value"]) for position in c["values"])
            for c in record["conflicts"]
        ],
    }


def _claims(record):
    return {"claims": [_claim(claim) for claim in record["claims"]]}


def _claim(claim):
    says = claim["values"]
    by = " < ".join(source["name"] for source in claim["sources"]) or "the report"
    said = [
        says.get("type"),
        _days(says.get("date")),
        _place(says.get("place")),
        *[f"by {_actor(actor)}" for actor in says.get("perpetrators", ())],
        *[f"to {_actor(actor)}" for actor in says.get("targets", ())],
        *[f"with {weapon}" for weapon in says.get("weapons", ())],
        *_counts(says.get("counts", {})),
    ]
    background = ", background" if claim["background"] else ""
    return {
        "quote": claim["quote"],
        "by": f"{by} ({claim['modality']}{background})",
        "says": "; ".join(filter(None, said)),
    }


def _days(days):
    if days is None:
        return None
    last = "" if days["end"] == days["start"] else f" to {days['end']}"
    return f"{days['start']}{last} ({days['rule']})"


def _place(place):
    if place is None:
        return None
    where = [place["name"], place["admin1"], place["country"]]
    return f"{', '.join(filter(None, where))} ({place['precision']})"


def _actor(actor):
    return f"{actor['name']} ({actor['kind']})"


def _counts(counts):
    """Low, best and high of each kind, in one where all three are the same."""
    figures = {
        kind: ["?" if n is None else str(n) for n in c.values()] for kind, c in counts.items()
    }
    return [f"{kind} {'/'.join(n if len(set(n)) > 1 else n[:1])}" for kind, n in figures.items()]


# ------------------------------------------------------------------ promises


@pytest.mark.parametrize("name", NAMES)
def test_only_the_two_that_cannot_be_coded_are_refused(name, outcomes):
    reasons = [refusal(o) if isinstance(o, Report) else o.reason for o in outcomes[name]]
    for reason in reasons:
        assert (reason or "").startswith(REFUSED.get(name, "")) and bool(reason) == (
            name in REFUSED
        )


def test_every_format_is_among_them():
    kinds = {Path(name.removesuffix(".gz")).suffix for name in NAMES}
    assert kinds == {".txt", ".html", ".pdf", ".xml", ".warc", ".eml", ".jsonl", ".csv"}


def test_every_record_keeps_the_contract(records, claims):
    texts = {id_: report.text for id_, (report, _) in claims.items()}
    for record in records:
        CONTRACT.validate(json.loads(json.dumps(record)))
        assert list(find_faults(record, texts)) == []


def test_every_quote_holds_the_wording_of_its_claim(records, claims):
    """Actors and weapons word for word; a figure as a number, or as numbers that add up to it."""
    for record in records:
        for claim in record["claims"]:
            quote = claims[claim["report"]][0].text[claim["start"] : claim["end"]]
            assert claim["quote"] == quote
            says = claim["values"]
            people = [*says.get("perpetrators", ()), *says.get("targets", ())]
            worded = [mention for actor in people for mention in actor["mentions"]]
            missing = [w for w in worded + says.get("weapons", []) if w not in quote]
            assert not missing, (missing, quote)
            for kind, count in says.get("counts", {}).items():
                figures = {n for n in count.values() if n is not None}
                assert figures & _figures(quote), (kind, count, quote)


def _figures(quote):
    """Every figure that the words of a quote can give: numbers, single people, sums of up to four."""
    numbers = [1] * min(3, len(re.findall(r"\b(?:an?|his|her|their|its|the|who)\b", quote.lower())))
    for sentence in read_sentences(quote):
        for i in range(len(sentence.tokens)):
            if run := number_run(sentence.tokens, i):
                count = read_count(sentence.tokens[slice(*run)])
                numbers += [n for n in (count.low, count.best) if n is not None] if count else []
    sums = {sum(some) for size in range(1, 5) for some in combinations(numbers, size)}
    return sums | (
        {0} if re.search(r"\b(?:no|none|nobody|without|not)\b", quote.lower()) else set()
    )


def test_coding_twice_changes_nothing(tmp_path):
    first = _code(tmp_path / "a.db", "--format", "jsonl", "--all")
    again = _code(tmp_path / "a.db", "--format", "jsonl", "--all")
    fresh = _code(tmp_path / "b.db", "--format", "jsonl", "--all")
    assert first.stdout == again.stdout == fresh.stdout != ""
    with open_store(tmp_path / "a.db") as store:
        assert verify(store) == []


BLOCK = """\
import os, sys
def _refuse(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto") or (
        event == "socket.connect" and isinstance(args[1], tuple)
    ):
        with open(os.environ["BLOCKED_LOG"], "a") as log:
            log.write(f"{event} {args}\\n")
        raise PermissionError("the network is off")
sys.addaudithook(_refuse)
with open(os.environ["BLOCKED_LOG"] + ".started", "a") as started:
    started.write(f"{os.getpid()}\\n")
"""


@pytest.fixture
def no_network(tmp_path):
    """An environment in which no Python process, child or not, gets at the network."""
    (tmp_path / "sitecustomize.py").write_text(BLOCK)
    log = tmp_path / "blocked.log"
    return {**os.environ, "PYTHONPATH": str(tmp_path), "BLOCKED_LOG": str(log)}


def test_nothing_asks_for_the_network(tmp_path, no_network):
    db = tmp_path / "a.db"
    _code(db, env=no_network)
    for command in (("list",), ("show",), ("verify",), ("info",), ("export", "geojson")):
        _run(command[0], *command[1:], "--db", str(db), env=no_network)
    _run("report", "--db", str(db), "-o", str(tmp_path / "dossier.html"), env=no_network)
    started = (tmp_path / "blocked.log.started").read_text().split()
    # seven commands, the child that parses, and the processes that code where there are several cores
    assert len(started) >= 8
    assert not (tmp_path / "blocked.log").exists()


def test_the_block_blocks(tmp_path, no_network):
    inner = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    outer = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {inner!r}]).returncode)"
    done = subprocess.run(
        [sys.executable, "-c", outer], env=no_network, capture_output=True, check=False
    )
    assert done.returncode != 0
    assert "192.0.2.1" in (tmp_path / "blocked.log").read_text()


def _code(db, *options, env=None):
    return _run("code", str(REPORTS), "--db", str(db), *options, env=env, status=1)


def _run(*arguments, env=None, status=0):
    done = subprocess.run(
        [sys.executable, "-c", "from dateline.cli import cli; cli()", *arguments],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status and "Traceback" not in done.stderr, done.stderr
    return done
