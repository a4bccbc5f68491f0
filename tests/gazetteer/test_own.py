"""GeoNames dumps of a user's own go into a file that is looked up beside the packaged gazetteer."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from dateline.errors import ModelError, ReadError
from dateline.gazetteer.find import open_gazetteer
from dateline.gazetteer.own import Imported, import_dumps
from dateline.lexicons import read_lexicon

MOSUL, NINEVEH = 99072, 99032


def line(
    id: int,
    name: str,
    code: str = "PPL",
    *,
    others: str = "",
    country: str = "IQ",
    admin1: str = "15",
    admin2: str = "",
    pop: int = 0,
) -> str:
    cells = [id, name, name, others, 36.1, 43.2, code[0], code, country, "", admin1, admin2]
    return "\t".join(map(str, [*cells, "", "", pop, "", 230, "Asia/Baghdad", "2024-01-01"]))


def dump(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_village_of_the_dump_is_found_beside_the_packaged_places(tmp_path: Path) -> None:
    own = tmp_path / "places.db"
    lines = [
        line(MOSUL, "Mosul", "PPLA", others="Testmawsil"),
        line(900_000_001, "Tall Dimsa", others="Dimsa Hill,تل دمسا"),
        line(900_000_002, "Dimsa School", "SCH"),
    ]
    assert import_dumps([dump(tmp_path / "IQ.txt", *lines)], own) == Imported(1, 1, 1)
    gazetteer = open_gazetteer(own=own)
    for name in ("Tall Dimsa", "Dimsa Hill", "تل دمسا"):
        (village,) = gazetteer.exact(name)
        assert (village.id, village.kind, village.radius_km) == (900_000_001, "town", 3.0)
        assert gazetteer.admin1_name(village) == "Nineveh"
        assert gazetteer.entry(village.id) is not None
    packaged = open_gazetteer().exact("Mosul")
    assert gazetteer.exact("Mosul") == packaged
    assert gazetteer.exact("Testmawsil")[0].id == MOSUL
    assert gazetteer.candidates("Tall Dimsu")[0].loose
    assert gazetteer.exact("Dimsa School") == []
    assert open_gazetteer().exact("Tall Dimsa") == []


def test_importing_again_replaces_and_other_dumps_are_added(tmp_path: Path) -> None:
    own, iraq = tmp_path / "places.db", tmp_path / "IQ.txt"
    import_dumps([dump(iraq, line(900_000_001, "Old Dimsa"))], own)
    digest = open_gazetteer(own=own).meta()["digest"]
    syria = dump(tmp_path / "SY.txt", line(900_000_003, "Tell Zamra", country="SY", admin1=""))
    import_dumps([dump(iraq, line(900_000_001, "New Dimsa")), syria], own)
    gazetteer = open_gazetteer(own=own)
    assert gazetteer.exact("Old Dimsa") == []
    assert [e.country for e in gazetteer.exact("New Dimsa") + gazetteer.exact("Tell Zamra")] == ["IQ", "SY"]  # fmt: skip
    assert gazetteer.meta()["digest"] != digest
    assert gazetteer.meta()["own places"] == "2"


def test_a_new_unit_holds_the_places_of_its_codes(tmp_path: Path) -> None:
    own = tmp_path / "places.db"
    lines = [
        line(900_000_010, "Muhafazat Zimra", "ADM1", country="QZ", admin1="7"),
        line(900_000_011, "Liwa Tarda", "ADM2", country="QZ", admin1="7", admin2="72"),
        line(900_000_012, "Ain Zimrin", country="QZ", admin1="7", admin2="72"),
    ]
    import_dumps([dump(tmp_path / "QZ.txt", *lines)], own)
    gazetteer = open_gazetteer(own=own)
    (town,) = gazetteer.exact("Ain Zimrin")
    assert (town.admin1, town.admin2) == (900_000_010, 900_000_011)
    assert gazetteer.exact("Zimra")[0].kind == "admin1"


def test_a_downloaded_archive_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "IQ.zip", "w") as packed:
        packed.writestr("readme.txt", "about")
        packed.writestr("IQ.txt", line(900_000_001, "Tall Dimsa"))
    import_dumps([tmp_path / "IQ.zip"], tmp_path / "places.db")
    assert open_gazetteer(own=tmp_path / "places.db").exact("Tall Dimsa")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a\tb\n", r"IQ\.txt, line 1: 2 columns"),
        (line(1, "Dimsa") + "\n" + line(2, "Dimsa").replace("36.1", "x"), "line 2: could not"),
    ],
)
def test_a_file_that_is_no_dump_is_named_and_nothing_is_kept(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "IQ.txt").write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        import_dumps([tmp_path / "IQ.txt"], tmp_path / "places.db")
    assert not (tmp_path / "places.db").exists()


def test_a_file_that_is_no_gazetteer_is_refused_on_both_sides(tmp_path: Path) -> None:
    other = tmp_path / "notes.db"
    other.write_text("not a database, but long enough to be looked at as one")
    with pytest.raises(ReadError, match=r"notes\.db"):
        import_dumps([dump(tmp_path / "IQ.txt", line(1, "Dimsa"))], other)
    with pytest.raises(ModelError, match=r"notes\.db"):
        open_gazetteer(own=other)
    with pytest.raises(ModelError, match="gazetteer import"):
        open_gazetteer(own=tmp_path / "none.db")


def test_every_feature_code_gives_its_kind_and_radius(tmp_path: Path) -> None:
    rows = read_lexicon("feature_codes")
    named = [re.sub(r".*\[(.+?)\].*", rf"\1 {row['code']}", row["example"]) for row in rows]
    numbered = enumerate(zip(rows, named, strict=True), start=900_000_001)
    lines = [line(n, name, row["code"]) for n, (row, name) in numbered]
    import_dumps([dump(tmp_path / "IQ.txt", *lines)], tmp_path / "places.db")
    gazetteer = open_gazetteer(own=tmp_path / "places.db")
    for row, name in zip(rows, named, strict=True):
        place = next(e for e in gazetteer.exact(name) if e.id > 900_000_000)
        assert place.kind == row["kind"]
        assert row["radius_km"] in {"-", f"{place.radius_km:g}"}
