"""Put the annotation of real reports back on their texts: the gold of the `e2e` task.

The repository holds labels and offsets only; the texts stay with those who hold the data. The format is told in
`corpus/README.md`.

    python -m corpus.fill --bench DIR --out FILE [--part train|dev|calibration]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

REAL = Path(__file__).parent / "real"

OPENING = frozenset("([{“‘$£€#")
CLOSING = frozenset([*".,;:!?)]}%”", "..."])
JOINING = frozenset("-–/")
QUOTES = {'"': '"', "``": '"', "''": '"', "'": "'"}
ENDING = re.compile(r"s|S|re|ve|ll|d|m|t")
NO_OWNER = frozenset(["is", "was", "has", "as", "this", "says", "its", "his", "does"])
CLITIC = re.compile(r"['’](s|S|re|ve|ll|d|m|t)|n['’]t")
LETTER_STOP = re.compile(r"\b([A-Za-z])\. (?=[A-Za-z]\.(?:\s|$|,))")
NUMBER_GAP = re.compile(r"(?<!\d{3})(\d)([.:]) (?=\d)|(\d)(,) (?=\d{3}(?!\d))")


class TextChangedError(ValueError):
    """The text found is not the one that was annotated."""


def _possessive(tokens: list[str], i: int) -> bool:
    """Whether a bare apostrophe at i belongs to the word before it."""
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    before = tokens[i - 1] if i else ""
    return bool(ENDING.fullmatch(after)) or (before.endswith("s") and before not in NO_OWNER)


def _tight_left(tokens: list[str], i: int, opened: set[str]) -> bool:
    """Whether token i sits against the one before it, given the quotation marks still open."""
    token = tokens[i]
    if token in JOINING:
        return tokens[i - 1] not in (")", "]")
    if token == "'":
        return token in opened or _possessive(tokens, i)
    return (
        token in CLOSING or token in ("’", "''") or token in opened or bool(CLITIC.fullmatch(token))
    )


def _tight_right(tokens: list[str], i: int, opened: set[str]) -> bool:
    """Whether the next token sits against token i; opens and closes quotation marks in `opened`."""
    token = tokens[i]
    if token in JOINING:
        return not (i and tokens[i - 1] in (")", "]"))
    if token == "’" or (token == "'" and token not in opened and _possessive(tokens, i)):
        return i + 1 < len(tokens) and bool(ENDING.fullmatch(tokens[i + 1]))
    if token not in QUOTES:
        return token in OPENING
    mark = QUOTES[token]
    closes = token == "''" or mark in opened
    opened.symmetric_difference_update({mark} if closes == (mark in opened) else set())
    return not closes


def join_tokens(tokens: list[str]) -> str:
    """One running text from a token list; the same list always gives the same text.

    >>> join_tokens(["Two", "men", "(", "aged", "20", ")", "were", "held", ",", "the", "force", "'s", "chief", "said", "."])
    "Two men (aged 20) were held, the force's chief said."
    >>> join_tokens(["“", "Run", ",", "”", "he", "said", "at", "10", ":", "30", "."])
    '“Run,” he said at 10:30.'
    """
    parts: list[str] = []
    opened: set[str] = set()
    glue = True
    for i, token in enumerate(tokens):
        tight = glue or _tight_left(tokens, i, opened)
        glue = _tight_right(tokens, i, opened)
        parts += ["" if tight else " ", QUOTES.get(token, token)]
    text = NUMBER_GAP.sub(r"\1\2\3\4", "".join(parts))
    return LETTER_STOP.sub(r"\1.", text)


def _wikievents(row: Row) -> Row:
    day = re.search(r"_(\d{4})\.(\d\d)\.(\d\d)\.", row["id"])
    return {
        "id": row["id"],
        "text": join_tokens(row["tokens"]),
        "published": "-".join(day.groups()) if day else None,
        "publisher": "VOA" if "_VOA_EN_" in row["id"] else None,
        "title": None,
    }


def _ecbplus(row: Row) -> Row:
    text = ""
    for sentence in (join_tokens(tokens) for tokens in row["sentences"]):
        gap = "" if not text else " " if text[-1] in ".?!\"'”’" else "\n"
        text += gap + sentence
    return {"id": row["id"], "text": text, "published": None, "publisher": None, "title": None}


def _muc4(row: Row) -> Row:
    return {
        "id": row["docid"],
        "text": row["text"],
        "published": row["pub_date"],
        "publisher": (row["dateline"] or {}).get("source"),
        "title": None,
    }


def _gvdb(row: Row) -> Row:
    title, text = row["title"], row["text"]
    if title and text.startswith(title):
        text = text[len(title) :].lstrip()
    return {
        "id": row["id"],
        "text": text,
        "published": None,
        "publisher": None,
        "title": title or None,
    }


SETS: dict[str, tuple[str, Callable[[Row], Row]]] = {
    "wikievents": ("events/wikievents/train.jsonl", _wikievents),
    "ecbplus": ("linking/ecbplus.train.jsonl", _ecbplus),
    "muc4": ("muc4/train.jsonl", _muc4),
    "gvdb": ("counts/gvdb.train.jsonl", _gvdb),
}


def read_rows(path: Path) -> Iterator[Row]:
    """The JSON objects of a file with one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_texts(bench: Path, name: str) -> dict[str, Row]:
    """The reports of one set by id: id, text, published, publisher, title."""
    file, shape = SETS[name]
    reports = (shape(row) for row in read_rows(bench / file))
    return {report["id"]: report for report in reports}


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def names(label: Row, text: str) -> list[str]:
    """Our name for it, if any, then its wordings in the text, each once."""
    words = [" ".join(text[start:end].split()) for start, end in label["at"]]
    return list(dict.fromkeys([label["name"], *words] if label.get("name") else words))


def fill_claim(claim: Row, text: str) -> Row:
    """A claim with its quote and the names of its speakers, nearest first."""
    start, end = claim["at"]
    sources = [
        {"names": names(source, text), "kind": source["kind"]} for source in claim["sources"]
    ]
    kept = {"modality": claim["modality"], "background": claim["background"]}
    return {"quote": text[start:end], "start": start, "end": end, "sources": sources, **kept}


def fill_report(row: Row, report: Row) -> Row:
    """Gold of one report: `row` as in corpus/real, `report` with its text.

    Raises:
        TextChangedError: when the text's digest is not the one annotated.
    """
    text = report["text"]
    if digest(text) != row["sha256"]:
        raise TextChangedError(row["doc"])
    incidents = []
    for incident in row["incidents"]:
        filled = dict(incident)
        for role in ("perpetrators", "targets"):
            filled[role] = [
                {"names": names(actor, text), "kind": actor["kind"]} for actor in incident[role]
            ]
        for role in ("weapons", "sources"):
            filled[role] = [names(label, text) for label in incident[role]]
        if "claims" in incident:
            filled["claims"] = [fill_claim(claim, text) for claim in incident["claims"]]
        incidents.append(filled)
    kept = {"published": row["published"]} | {
        key: report[key] for key in ("title", "publisher", "text")
    }
    return {
        "doc": row["doc"],
        "set": row["set"],
        "part": row["part"],
        **kept,
        "incidents": incidents,
    }


def fill(bench: Path, real: Path = REAL, part: str | None = None) -> Iterator[Row]:
    """Gold of every annotated report, in the order of the files in `real`."""
    for path in sorted(real.glob("*.jsonl")):
        texts = read_texts(bench, path.stem)
        for row in read_rows(path):
            if part in (None, row["part"]):
                yield fill_report(row, texts[row["id"]])


def main(arguments: list[str] | None = None) -> int:
    """Write the gold file; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="corpus.fill", description="annotation of real reports -> gold of the e2e task"
    )
    parser.add_argument(
        "--bench", type=Path, required=True, help="folder with events, linking, muc4 and counts"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=["train", "dev", "calibration"])
    given = parser.parse_args(arguments)
    with given.out.open("w", encoding="utf-8") as out:
        for report in fill(given.bench, part=given.part):
            out.write(json.dumps(report, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
