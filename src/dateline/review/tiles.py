"""Map tiles of the user's own, behind the incidents: a folder, an MBTiles file, or another server.

None unless `dateline serve --tiles` names some. A folder or a file is served by the desk itself, and
nothing leaves the computer. Another server learns from each request which part of the map somebody
looks at: the desk says so beside every map, and lets pictures come from that one origin and no other.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dateline.errors import AccessError

DEEPEST = 22  # levels; a street fills a tile at 18
DEEPEST_ELSEWHERE = 19  # most servers' last
SUFFIXES = ("png", "jpg", "jpeg", "webp")
OURS = "/tiles/{z}/{x}/{y}"  # where the desk serves those of a folder or a file
HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Square pictures in Web Mercator, of levels `first` to `last`."""

    address: str  # with {z}, {x} and {y}, as the browser asks for it
    first: int
    last: int
    origin: str | None = None  # of the other server; None: the desk's own
    path: Path | None = None  # of the folder or the file

    @property
    def host(self) -> str:
        return urlsplit(self.origin or "").netloc


def find_tiles(given: str) -> Tiles:
    """What `--tiles` names. AccessError when no map can be drawn with it."""
    if "://" in given:
        return _elsewhere(given)
    path = Path(given)
    if path.is_dir():
        return _within(given, path, (p.name for p in path.iterdir() if p.is_dir()))
    if path.is_file():
        return _within(given, path, _levels_of_file(given, path))
    raise AccessError(f"{given}: no such folder or MBTiles file, and no address with ://")


def _elsewhere(given: str) -> Tiles:
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        raise AccessError(
            f"{given}: give one host, as in https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )
    rest = f"{parts.path}?{parts.query}"
    if any(rest.count(name) != 1 for name in ("{z}", "{x}", "{y}")):
        raise AccessError(
            f"{given}: say where level, column and row stand: {{z}}, {{x}} and {{y}}, each once"
        )
    return Tiles(given, 0, DEEPEST_ELSEWHERE, origin=f"{parts.scheme}://{parts.netloc}")


def _within(given: str, path: Path, names: Iterable[str]) -> Tiles:
    levels = [int(name) for name in names if name.isascii() and name.isdecimal()]
    levels = [level for level in levels if level <= DEEPEST]
    if not levels:
        raise AccessError(f"{given}: no tiles in it; a folder has them as LEVEL/COLUMN/ROW.png")
    return Tiles(OURS, min(levels), max(levels), path=path)


def _levels_of_file(given: str, path: Path) -> list[str]:
    try:
        with closing(_open(path)) as db:
            kind = db.execute("select value from metadata where name = 'format'").fetchone()
            found = db.execute("select distinct zoom_level from tiles").fetchall()
    except sqlite3.Error as error:
        raise AccessError(f"{given}: no MBTiles file ({error})") from error
    if kind is not None and kind[0] not in SUFFIXES:
        raise AccessError(
            f"{given}: holds {kind[0]}; the desk draws pictures (png, jpg, webp) only"
        )
    return [str(level) for (level,) in found]


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def read_tile(tiles: Tiles, z: int, x: int, y: int) -> bytes | None:
    """The bytes of one tile, its row counted from the north; None when there is none."""
    if tiles.path is None or not (0 <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z):
        return None
    if tiles.path.is_file():
        with closing(_open(tiles.path)) as db:
            row = db.execute(
                "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?",
                (z, x, 2**z - 1 - y),  # MBTiles counts rows from the south
            ).fetchone()
        return None if row is None else bytes(row[0])
    there = (tiles.path / str(z) / str(x) / f"{y}.{suffix}" for suffix in SUFFIXES)
    return next((path.read_bytes() for path in there if path.is_file()), None)


def kind_of(tile: bytes) -> str | None:
    """The media type of a picture, by its first bytes; None for what is none that the desk shows.

    >>> kind_of(b"\\x89PNG\\r\\n\\x1a\\n..."), kind_of(b"<svg onload=...>")
    ('image/png', None)
    """
    if tile.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if tile.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if tile[:4] == b"RIFF" and tile[8:12] == b"WEBP" else None
