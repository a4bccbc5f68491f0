"""Does a change of words that changes nothing change what is read?

    python -m evaluate robustness [--part dev] [--reports N] [--seed N] [--out FILE]

Reports of our own corpus are coded as they stand, and again after a swap: of perpetrators' names, of
outlets, of reporting verbs, of active and passive. Counted are the incidents read right before the
swap, in type, status and every figure, and how many of them are not so after it: `lost`, or with
another `type`, `status` or `figure`. Nothing is ever tuned on the names.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from dateline.export.contract import incident_to_record
from dateline.lexicons import read_actors, read_lexicon
from dateline.records import ActorKind
from evaluate import e2e, records

Row = Mapping[str, Any]
Swap = Callable[[Row, Random], dict[str, Any] | None]

# Bodies whose names are names; "the Armed Forces" is too often half of another one.
ARMED = frozenset({ActorKind.REBEL, ActorKind.MILITIA, ActorKind.IDENTITY_MILITIA, ActorKind.GANG})
SHORTEST = 4  # letters of a registered name that is looked for: shorter ones mean many things
LOOSEST = 3  # words of a name that is put in


@dataclass(frozen=True, slots=True)
class Flips:
    """Incidents read right before a swap, and what became of them."""

    right: int = 0
    lost: int = 0
    type: int = 0
    status: int = 0
    figure: int = 0

    def __add__(self, other: Flips) -> Flips:
        return Flips(
            self.right + other.right,
            self.lost + other.lost,
            self.type + other.type,
            self.status + other.status,
            self.figure + other.figure,
        )

    @property
    def rate(self) -> float:
        """An incident flips once, whatever changes in it."""
        flipped = self.lost + self.type + self.status + self.figure
        return flipped / self.right if self.right else 0.0


# --- swaps: a row with other words that mean as much, or None where there is nothing to swap ------


def swap_equal_names(row: Row, random: Random) -> dict[str, Any] | None:
    """Each registered body by another one of its kind."""
    return _swap_names(row, random, lambda kind: frozenset({kind}))


def swap_other_names(row: Row, random: Random) -> dict[str, Any] | None:
    """Each registered body by one of another kind: a rebel group by a militia or a gang."""
    return _swap_names(row, random, lambda kind: ARMED - {kind})


def swap_sides(row: Row, random: Random) -> dict[str, Any] | None:
    """Two registered bodies of the report by each other."""
    named = _names_in(row["text"])
    if len(named) < 2:
        return None
    (first, _), (second, _) = list(named.items())[:2]
    there = dict.fromkeys(named[first], named[second][0])
    back = dict.fromkeys(named[second], named[first][0])
    return _replaced(row, there | back)


def _swap_names(
    row: Row, random: Random, kinds: Callable[[ActorKind], frozenset[ActorKind]]
) -> dict[str, Any] | None:
    new: dict[str, str] = {}
    for actor_id, forms in _names_in(row["text"]).items():
        others = [
            name
            for other_id, kind, name in _bodies()
            if kind in kinds(_kinds()[actor_id]) and other_id != actor_id
        ]
        chosen = random.choice(others)
        new |= dict.fromkeys(forms, chosen)
    return _replaced(row, new)


@cache
def _bodies() -> tuple[tuple[str, ActorKind, str], ...]:
    """Armed bodies with short plain names."""
    rows = (r for r in read_actors() if ActorKind(r["kind"]) in ARMED)
    return tuple(
        (r["id"], ActorKind(r["kind"]), r["name"])
        for r in rows
        if len(r["name"].split()) <= LOOSEST and re.fullmatch(r"[A-Za-z' -]+", r["name"])
    )


@cache
def _kinds() -> dict[str, ActorKind]:
    return {row["id"]: ActorKind(row["kind"]) for row in read_actors()}


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, str]]:
    ids: dict[str, str] = {}
    for row in read_actors():
        if ActorKind(row["kind"]) in ARMED:
            for form in (row["name"], *row["aliases"].split("|")):
                if len(form) >= SHORTEST or (len(form) > 2 and form.isupper()):
                    ids.setdefault(form, row["id"])
    longest_first = sorted((f for f in ids if f[0].isupper()), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), ids


def _names_in(text: str) -> dict[str, list[str]]:
    """Wordings of registered armed bodies in a text, by body."""
    pattern, ids = _forms()
    named: dict[str, list[str]] = {}
    for match in pattern.finditer(text):
        forms = named.setdefault(ids[match.group()], [])
        if match.group() not in forms:
            forms.append(match.group())
    return named


def swap_outlets(row: Row, random: Random) -> dict[str, Any] | None:
    """The publisher, and every outlet that is cited, by others."""
    outlets = [r["name"] for r in read_lexicon("publishers") if len(r["name"].split()) <= LOOSEST]
    cited = {
        name
        for incident in row["incidents"]
        for claim in incident["claims"]
        for source in claim["sources"]
        if source["kind"] == "media" and (name := source["name"]) and name[0].isupper()
    }
    new = {name: random.choice(outlets) for name in sorted(cited)}
    publisher = random.choice(outlets) if row.get("publisher") else row.get("publisher")
    if not new and publisher == row.get("publisher"):
        return None
    return (_replaced(row, new) or dict(row)) | {"publisher": publisher}


SAID = re.compile(r"(?<!is )(?<!was )(?<!are )(?<!were )(?<!be )(?<!been )(?<!'s )\bsaid\b(?! to )")
SAID_LAST = re.compile(r"(?<![,\"”’'] )" + SAID.pattern)  # "told reporters the coach" is no English
SAID_AFTER = re.compile(
    r", ((?:(?!\b(?:who|which|and|but|he|she|it|they)\b)[^,.;:\"“”]){3,60}?) said(?=[.,])"
)


def swap_stated(row: Row, random: Random) -> dict[str, Any] | None:
    return _reworded(row, SAID, "stated")


def swap_told_reporters(row: Row, random: Random) -> dict[str, Any] | None:
    return _reworded(row, SAID_LAST, "told reporters")


def swap_according_to(row: Row, random: Random) -> dict[str, Any] | None:
    return _reworded(row, SAID_AFTER, r", according to \1")


def _reworded(row: Row, pattern: re.Pattern[str], new: str) -> dict[str, Any] | None:
    text = pattern.sub(new, row["text"])
    return dict(row) | {"text": text} if text != row["text"] else None


PAST = {"shot": "shot", "struck": "struck", "beat": "beaten", "burnt": "burnt", "hit": "hit"} | {
    "stole": "stolen",
    "took": "taken",
    "blew": "blown",
    "fought": "fought",
}
MANY = re.compile(
    r"^(?:two|three|four|five|six|seven|eight|nine|ten|some|several|dozens|[\d,]{2,}|[2-9])\b|[^s']s\b",
    re.IGNORECASE,
)


def swap_voice(row: Row, random: Random) -> dict[str, Any] | None:
    """Simple active clauses made passive: doer, verb, sufferer stand side by side."""
    text, clauses = row["text"], []
    for trigger in row["mentions"]["triggers"]:
        verb = text[trigger["start"] : trigger["end"]]
        past = PAST.get(verb) or (verb if re.fullmatch(r"[a-z]+ed", verb) else None)
        doers = [r for r in trigger["roles"] if r["role"] == "perpetrator"]
        hit = [r for r in trigger["roles"] if r["role"] == "target"]
        for doer, target in ((d, t) for d in doers for t in hit):
            beside = (
                text[doer["end"] : trigger["start"]] == " "
                and re.fullmatch(r" (?:the |a |an )?", text[trigger["end"] : target["start"]])
                and (doer["start"] == 0 or text[doer["start"] - 1] in " \n")
            )
            if past and beside:
                clauses.append((doer, target, trigger["end"], past))
    if not clauses:
        return None
    for doer, target, end, past in sorted(clauses, key=lambda c: -c[0]["start"]):
        who, whom = text[doer["start"] : doer["end"]], text[end : target["end"]].strip()
        start = doer["start"]
        article = re.search(r"\b(?:the|a|an|The|A|An) $", text[:start])
        if article:
            start, who = article.start(), article.group() + who
        if who[0].isupper() and who.split()[0] in {"The", "A", "An", "Two", "Some"}:
            who = who[0].lower() + who[1:]
        first = start == 0 or text[:start].rstrip(" ")[-1:] in {"\n", ".", "”", '"', ":"}
        whom = whom[0].upper() + whom[1:] if first else whom
        be = "were" if MANY.search(whom.split(" who ")[0].split(" of ")[0]) else "was"
        text = text[:start] + f"{whom} {be} {past} by {who}" + text[target["end"] :]
    return dict(row) | {"text": text}


SWAPS: Mapping[str, Swap] = {
    "names, equal kind": swap_equal_names,
    "names, other kind": swap_other_names,
    "names, sides": swap_sides,
    "outlets": swap_outlets,
    "said: stated": swap_stated,
    "said: told reporters": swap_told_reporters,
    "said: according to": swap_according_to,
    "active: passive": swap_voice,
}


def _replaced(row: Row, new: Mapping[str, str]) -> dict[str, Any] | None:
    if not new:
        return None
    forms = "|".join(map(re.escape, sorted(new, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:([Aa])n? )?({forms})(?!\w)")

    def other(match: re.Match[str]) -> str:
        name = new[match.group(2)]
        article = f"{match.group(1)}{'n' if name[0] in 'AEIOU' else ''} " if match.group(1) else ""
        return article + name

    def put(text: str) -> str:
        return pattern.sub(other, text)

    return dict(row) | {"text": put(row["text"]), "title": put(row["title"] or "") or None}


# --- measuring -----------------------------------------------------------------------------------


def measure(
    rows: Sequence[Row], golds: Mapping[str, Row], *, seed: int = 1, swaps: Sequence[str] = ()
) -> dict[str, Flips]:
    """Flips by kind of swap. rows: of `corpus/house`; golds: their `to_records`, by `doc`."""
    jobs: list[tuple[str, Row]] = []
    before = {row["doc"]: found for row, found in zip(rows, _code(rows), strict=True)}
    right = {doc: dict(_read_right(golds[doc], before[doc])) for doc in before}
    for name in swaps or SWAPS:
        for row in rows:
            if right[row["doc"]]:
                changed = SWAPS[name](row, Random(f"{seed} {name} {row['doc']}"))
                if changed is not None:
                    jobs.append((name, changed))
    flips = {name: Flips() for name in swaps or SWAPS}
    for (name, row), found in zip(jobs, _code([row for _, row in jobs]), strict=True):
        flips[name] += _compare(golds[row["doc"]], right[row["doc"]], found)
    return flips


def _code(rows: Iterable[Row]) -> Iterator[list[dict[str, Any]]]:
    for _, report, incidents in e2e.code_rows(rows):
        yield [incident_to_record(i, {report.id: report}) for i in incidents]


def _pairs(gold: Row, found: Sequence[Row]) -> dict[int, Row]:
    """Each core incident of gold with the one found for it, whoever is named in it."""
    nameless = [g | {"perpetrators": [], "targets": []} for g in gold["incidents"]]
    pairs = records.pair(found, nameless)
    return {g: found[p] for p, g in pairs if nameless[g].get("core", True)}


def _read_right(gold: Row, found: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    for g, record in _pairs(gold, found).items():
        if not any(_wrong(record, gold["incidents"][g])):
            yield g, record


def _wrong(record: Row, gold: Row) -> tuple[bool, bool, bool]:
    """Whether type, status, any figure is wrong."""

    def is_wrong(name: str) -> bool:
        right, predicted, wanted = records.compare_field(name, record, gold)
        return not (right == predicted == wanted)

    return is_wrong("type"), is_wrong("status"), any(map(is_wrong, records.COUNTS))


def _compare(gold: Row, right: Mapping[int, Row], found: Sequence[Row]) -> Flips:
    after, flips = _pairs(gold, found), Flips(right=len(right))
    for g in right:
        if g not in after:
            flips += Flips(lost=1)
            continue
        kind, status, figure = _wrong(after[g], gold["incidents"][g])
        flips += Flips(
            type=kind, status=status and not kind, figure=figure and not (kind or status)
        )
    return flips


def main(arguments: Sequence[str]) -> int:
    from corpus.build import HOUSE
    from corpus.derive import to_records
    from corpus.fill import read_rows

    parser = argparse.ArgumentParser(
        prog="python -m evaluate robustness",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--part", default="dev", choices=["train", "dev"])
    parser.add_argument("--reports", type=int, help="so many, drawn by lot; else all")
    parser.add_argument("--seed", type=int, default=1, help="of the lot, and of the new names")
    parser.add_argument("--swap", action="append", choices=list(SWAPS), help="only these kinds")
    options = parser.parse_args(arguments)
    rows = [r for r in read_rows(HOUSE / f"{options.part}.jsonl") if r["incidents"]]
    if options.reports is not None:
        rows = Random(options.seed).sample(rows, min(options.reports, len(rows)))
    golds = {row["doc"]: to_records(row) for row in rows}
    flips = measure(rows, golds, seed=options.seed, swaps=options.swap or ())
    total = sum(flips.values(), Flips())
    print(json.dumps({name: _row(f) for name, f in (flips | {"all": total}).items()}, indent=1))
    return 0


def _row(flips: Flips) -> dict[str, Any]:
    names = ("right", "lost", "type", "status", "figure")
    return {name: getattr(flips, name) for name in names} | {"rate": round(flips.rate, 4)}
