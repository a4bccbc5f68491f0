"""Sheets of real reports to marks and records: offsets into the report, and none of its words."""

import json
from pathlib import Path

import pytest
from corpus.build import read_draft
from corpus.fill import REAL, read_rows
from corpus.pages import read_blocks

from corpus import marks

TEXT = """  Gunmen shot dead two clerks in Gao on Sunday, police said. Residents of Gao said the gunmen rode off
to the north; the army, they said, never came. The town has been calm since the rains, and its market opens
every day but Friday; traders from Niger and from Algeria come there with dates, salt, cloth and petrol."""
NOTES = """L "Gao" ML ; "Niger" NE ; "Algeria" DZ
X "every day but Friday"
S s1 police "police"
I clerks armed_attack reported 2011-05-08 place="Gao" killed=2
p1 unknown "Gunmen"
t1 civilians "two clerks"
E "shot dead" p1 "Gunmen" t1 "two clerks" killed "two" when "on Sunday" where "Gao"
C asserted "Gunmen .. police said" s1 "said"
"""
REPORT = {
    "id": "1",
    "title": "",
    "text": TEXT,
    "published": "2011-05-09",
    "killed": 2,
    "injured": 0,
}
ROLES = set(
    "perpetrator target weapon time place killed injured abducted arrested displaced".split()
)


def draft_of(tmp_path: Path, text: str, notes: str):
    sheet = tmp_path / "sheet.txt"
    head = "=== gvdb/1\ndate: 2011-05-09\nstyle: wire\n\n"
    sheet.write_text(f"{head}{text.strip()}\n---\n{notes}", encoding="utf-8")
    (block,) = read_blocks(sheet)
    return read_draft(block)


def test_marks_point_into_the_report_as_it_is_kept(tmp_path):
    found = marks.to_marks(draft_of(tmp_path, TEXT, NOTES), TEXT)
    ((start, end, kind, incident, modality, roles),) = found["triggers"]
    assert (TEXT[start:end], kind, incident, modality) == (
        "shot dead",
        "armed_attack",
        0,
        "asserted",
    )
    assert {(role, TEXT[a:b]) for role, a, b in roles} == {
        ("perpetrator", "Gunmen"),
        ("target", "two clerks"),
        ("killed", "two"),
        ("time", "Sunday"),
        ("place", "Gao"),
    }
    ((source, cue, _, kind, modality),) = found["attributions"]
    assert (TEXT[slice(*source)], TEXT[slice(*cue)]) == ("police", "said")
    assert (kind, modality) == ("police", "asserted")  # labels of ours, not words of the report


def test_no_word_of_the_report_is_kept(tmp_path):
    draft = draft_of(tmp_path, TEXT, NOTES)
    kept = json.dumps([marks.to_marks(draft, TEXT), marks.to_record(draft, TEXT, None, "train")])
    assert not [word for word in ("Gunmen", "clerks", "said", "Sunday") if word in kept]


def test_a_record_has_every_wording_as_spans(tmp_path):
    (incident,) = marks.to_record(draft_of(tmp_path, TEXT, NOTES), TEXT, None, "train")["incidents"]
    assert incident["date"] == ["2011-05-08", "2011-05-08"]
    assert incident["counts"] == {"killed": [2, 2, 2]}
    assert [TEXT[a:b] for a, b in incident["targets"][0]["at"]] == ["two clerks"]
    assert [TEXT[a:b] for a, b in incident["sources"][0]["at"]] == ["police"]


def test_a_sheet_with_another_text_is_refused(tmp_path):
    with pytest.raises(ValueError, match="another text"):
        marks.to_marks(draft_of(tmp_path, TEXT.replace("two", "six"), ""), TEXT)


def test_a_bare_block_is_left_out_and_one_without_incident_is_not(tmp_path):
    assert not marks.is_annotated(draft_of(tmp_path, TEXT, ""))
    assert marks.is_annotated(
        draft_of(tmp_path, TEXT, '// read: nothing to code\nO media "police"\n')
    )


def test_rows_are_added_in_the_place_of_their_like(tmp_path):
    path = tmp_path / "rows.jsonl"
    marks.write_rows(path, [{"id": "a", "n": 1}, {"id": "b", "n": 1}])
    marks.write_rows(path, [{"id": "a", "n": 2}])
    assert [row["n"] for row in read_rows(path)] == [2, 1]


@pytest.mark.parametrize("path", sorted(marks.MARKS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_marks_are_of_training_reports_only(path):
    """What is measured on, or set aside for calibration, has no marks to be trained on."""
    part = {row["id"]: row["part"] for row in read_rows(REAL / path.name)}
    for row in read_rows(path):
        assert part[row["id"]] == "train"
        for start, end, *_, roles in row["triggers"]:
            assert 0 <= start < end
            assert {role for role, _, _ in roles} <= ROLES
