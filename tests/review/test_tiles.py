"""Map tiles of the user's own: from where, what is served of them, and to whom the desk opens up."""

import sqlite3
import struct
import zlib

import pytest
from starlette.testclient import TestClient
from tests.review.stock import app_over, hidden, stocked

from dateline.errors import AccessError
from dateline.review.tiles import Tiles, find_tiles, kind_of, read_tile
from dateline.store import open_store

HERE = "http://127.0.0.1:8765"
ELSEWHERE = "https://tiles.example:8443/{z}/{x}/{y}.png?key=k"


def picture(grey=128):
    """A PNG of one pixel."""

    def part(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes([0, grey]))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


def tile_folder(path, levels=(0, 1, 2)):
    """A folder with every tile of these levels, each row of another grey."""
    for level in levels:
        for column in range(2**level):
            (path / str(level) / str(column)).mkdir(parents=True)
            for row in range(2**level):
                (path / str(level) / str(column) / f"{row}.png").write_bytes(picture(row))
    return path


def tile_file(path, kind="png"):
    with sqlite3.connect(path) as db:
        db.execute("create table metadata (name text, value text)")
        db.execute("insert into metadata values ('format', ?)", (kind,))
        db.execute(
            "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        rows = [(1, x, y, picture(y)) for x in range(2) for y in range(2)]
        db.executemany("insert into tiles values (?, ?, ?, ?)", rows)
    db.close()
    return path


def test_a_folder_and_a_file_give_their_tiles(tmp_path):
    folder = find_tiles(str(tile_folder(tmp_path / "tiles")))
    assert (folder.first, folder.last, folder.origin) == (0, 2, None)
    assert read_tile(folder, 2, 3, 1) == picture(1)
    packed = find_tiles(str(tile_file(tmp_path / "a.mbtiles")))
    assert (packed.first, packed.last) == (1, 1)
    assert read_tile(packed, 1, 0, 0) == picture(1)  # rows are counted from the south there
    for tiles in (folder, packed):
        for z, x, y in ((1, 2, 0), (1, 0, -1), (3, 0, 0), (99, 0, 0)):
            assert read_tile(tiles, z, x, y) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere", "no such folder"),
        ("https://tiles.example/{z}/{x}.png", "each once"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "one host"),
        ("https://a@tiles.example/{z}/{x}/{y}.png", "one host"),
        ("https://tiles.example;script-src */{z}/{x}/{y}.png", "one host"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "one host"),
    ],
)
def test_what_is_no_map_is_refused(given, said):
    with pytest.raises(AccessError, match=said):
        find_tiles(given)


def test_files_that_hold_no_pictures_are_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.mbtiles").write_text("these are words, and no database at all")
    tile_file(tmp_path / "vector.mbtiles", kind="pbf")
    for name, said in (
        ("empty", "no tiles"),
        ("words.mbtiles", "no MBTiles"),
        ("vector.mbtiles", "pbf"),
    ):
        with pytest.raises(AccessError, match=said):
            find_tiles(str(tmp_path / name))


@pytest.fixture
def store(tmp_path):
    with open_store(stocked(tmp_path / "desk.db")) as store:
        yield store


def visiting(store, tiles):
    app, desk = app_over(store, tiles=tiles)
    client = TestClient(app, base_url=HERE, headers={"Origin": HERE})
    client.get(f"/?token={desk.access.token}")
    return client


def policy(answer):
    return answer.headers["content-security-policy"]


def test_the_desk_serves_pictures_of_its_folder_to_who_is_in(store, tmp_path):
    folder = tile_folder(tmp_path / "tiles", levels=(0,))
    (folder / "0" / "0" / "0.png").write_text("<svg onload='alert(1)'></svg>")
    tiles = find_tiles(str(tile_folder(tmp_path / "good")))
    with visiting(store, tiles) as client:
        answer = client.get("/tiles/1/0/1")
        assert answer.content == picture(1) and answer.headers["content-type"] == "image/png"
        assert client.get("/tiles/9/0/0").status_code == 404
        page = client.get("/")
        assert "/tiles/{z}/{x}/{y}" in page.text and "told which part" not in page.text
        assert "img-src 'self';" in policy(page)
        client.cookies.clear()
        assert client.get("/tiles/1/0/1").status_code == 403
    with visiting(store, find_tiles(str(folder))) as client:
        assert client.get("/tiles/0/0/0").status_code == 404  # no picture
    assert kind_of(picture()) == "image/png"


def test_another_server_is_let_in_by_its_origin_alone_and_switched_off(store):
    with visiting(store, find_tiles(ELSEWHERE)) as client:
        page = client.get("/")
        assert "img-src 'self' https://tiles.example:8443;" in policy(page)
        assert policy(page).count("tiles.example") == 1 and "connect-src 'self';" in policy(page)
        assert "tiles.example:8443: that server is told which part" in page.text
        form = hidden(page.text) | {"name": "A. Reader", "theme": "auto"}  # the box not ticked
        page = client.post("/settings", data=form)
        assert "img-src 'self';" in policy(page) and "told which part" not in page.text
        assert "data-tiles" not in page.text
        page = client.post("/settings", data=form | {"tiles": "1"})
        assert "https://tiles.example:8443" in policy(page)


def test_without_tiles_nothing_is_wider(store):
    with visiting(store, None) as client:
        page = client.get("/")
        assert "img-src 'self';" in policy(page) and "data-tiles" not in page.text
        assert client.get("/tiles/0/0/0").status_code == 404
    assert read_tile(Tiles(ELSEWHERE, 0, 9, origin="https://tiles.example:8443"), 0, 0, 0) is None
