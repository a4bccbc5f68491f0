"""Language and world knowledge as tables: TSV files beside this module.

Every file has a header line; every row carries an `example` sentence and a `source` (a URL, a
short citation, or "general English"). Lines that begin with `#` are comments. `tests/test_lexicons.py`
runs every example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from math import log
from pathlib import Path

from dateline.errors import LexiconError

Row = dict[str, str]
OF_ACTORS = "id name kind country where from to parent aliases native case".split()


@cache
def read_lexicon(name: str) -> tuple[Row, ...]:
    """All rows of the packaged table `name`, e.g. `read_lexicon("harms")`.

    Raises LexiconError when the table is missing or a row has another number of cells than
    the header.
    """
    path = resources.files(__name__) / f"{name}.tsv"
    if not path.is_file():
        raise LexiconError(f"{name}.tsv: no such lexicon in the package")
    return tuple(read_rows(path.read_text(encoding="utf-8"), name=f"{name}.tsv"))


def read_table(path: Path) -> tuple[Row, ...]:
    """The same for a user's own file."""
    try:
        return tuple(read_rows(path.read_text(encoding="utf-8-sig"), name=str(path)))
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not in UTF-8; save it as UTF-8 text") from error


def read_actors(extra: Path | None = None) -> tuple[Row, ...]:
    """Rows of the packaged registry; a user's own over them, where a known id replaces."""
    packaged = read_lexicon("actors")
    if extra is None:
        return packaged
    own = read_table(extra)
    if not own:
        raise LexiconError(f"{extra}: no rows in it")
    if missing := [name for name in OF_ACTORS if name not in own[0]]:
        raise LexiconError(
            f"{extra}: no column {missing[0]}; it needs {', '.join(OF_ACTORS)}, tabs between"
        )
    return tuple({row["id"]: row for row in (*packaged, *own)}.values())


def read_rows(text: str, *, name: str) -> Iterator[Row]:
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            continue
        if len(cells) != len(header):
            raise LexiconError(
                f"{name}, line {number}: {len(cells)} cells, the header has {len(header)}"
            )
        yield dict(zip(header, cells, strict=True))


@cache
def given_names() -> frozenset[str]:
    """Given names, without capitals."""
    return frozenset(row["name"].casefold() for row in read_lexicon("given_names"))


@cache
def read_weights(package: str, name: str) -> Mapping[str, float]:
    """The weight of every feature, from a fitted table that lies in a package."""
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return {row["feature"]: float(row["weight"]) for row in read_rows(text, name=name)}


def log_odds(share: float, least: float, most: float) -> float:
    """A share as log-odds, believed no lower than `least` and no higher than `most`."""
    sure = min(most, max(least, share))
    return log(sure / (1 - sure))


def weigh(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The sum of what features count for."""
    return sum(weights[name] * value for name, value in features.items())
