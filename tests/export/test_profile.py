"""Who is named in what leaves the house: every format, each profile."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from tests.makers import claim, incident, report
from tests.strategies import incidents_with_report

from dateline.export.contract import find_faults
from dateline.export.dossier import make_dossier, render_dossier
from dateline.export.geojson import write_geojson
from dateline.export.jsonl import write_jsonl
from dateline.export.profile import for_profile
from dateline.export.table import write_csv
from dateline.records import (
    Actor,
    ActorKind,
    Conflict,
    CountKind,
    Decision,
    Field,
    Person,
    Position,
    Profile,
    Review,
    Source,
    SourceKind,
    Span,
    Values,
)

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/incident.schema.json").read_text("utf-8"))
STORY = (
    "Gunmen shot dead Oumou Dembélé, 34, near Gao on Monday, her brother Seydou Dembélé said.\n\n"
    "Captain Issa Tangara of the police blamed Ag Mossa Intalla. DEMBÉLÉ'S shop was looted, and Daniel R. Osei saw it.\n"
    "“Oumou was kind,” said Juana de la Cruz."
)
TITLE = "Trader Oumou Dembélé shot near Gao"
PRIVATE = ["Oumou", "Dembélé", "DEMBÉLÉ", "Seydou", "Intalla", "Mossa", "Osei", "Juana", "Cruz"]
STORY_REPORT = report(STORY, title=TITLE, author="Fanta Keïta", id="rstory")
AT = datetime(2024, 6, 1, 9, tzinfo=UTC)


def at(words):
    start = STORY.index(words)
    return Span(start, start + len(words))


def whole():
    victim = Actor("Oumou Dembélé", ActorKind.CIVILIANS, mentions=("Oumou Dembélé, 34,",))
    suspect = Actor("Ag Mossa Intalla", ActorKind.UNKNOWN, mentions=("Ag Mossa Intalla",))
    person = Person(CountKind.KILLED, at("Oumou Dembélé, 34"), name="Oumou Dembélé", age=34)
    first = claim(
        STORY_REPORT,
        quote="Gunmen shot dead Oumou Dembélé, 34, near Gao on Monday, her brother Seydou Dembélé said.",
        says=Values(targets=(victim,), persons=(person,)),
        sources=(Source("brother Seydou Dembélé", SourceKind.RESIDENT, "said"),),
    )
    second = claim(
        STORY_REPORT,
        quote="Captain Issa Tangara of the police blamed Ag Mossa Intalla.",
        says=Values(perpetrators=(suspect,)),
        sources=(Source("Captain Issa Tangara", SourceKind.POLICE, "blamed"),),
    )
    third = claim(STORY_REPORT, quote="Daniel R. Osei saw it.")
    position = Position("Ag Mossa Intalla", (second.id,))
    return replace(
        incident([first, second, third]),
        perpetrators=(suspect,),
        targets=(victim,),
        weapons=("the rifle of Ag Mossa Intalla",),
        conflicts=(Conflict("perpetrators", (position, Position("gunmen", (first.id,)))),),
        judged={
            Field.TARGETS: Decision(1, "A. Diallo", AT, "Seydou told me", True, (victim,), None)
        },
        review=Review(2, "B. Koné", AT, "as Seydou says", ()),
    )


def written(form, profile):
    incidents, reports = [whole()], {STORY_REPORT.id: STORY_REPORT}
    if form == "html":
        return render_dossier(make_dossier(incidents, reports, title="t", profile=profile))
    stream = StringIO(newline="")
    write = {"jsonl": write_jsonl, "csv": write_csv, "geojson": write_geojson}[form]
    write(*for_profile(profile, incidents, reports), stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson", "html"])
def test_in_public_no_private_person_and_no_reviewer_is_named(form):
    text = written(form, Profile.PUBLIC)
    assert [name for name in PRIVATE if name in text] == []
    assert "Diallo" not in text and "Koné" not in text and "Keïta" not in text
    assert "told me" not in text and "as Seydou" not in text  # what reviewers typed names anybody
    assert "Tangara" in text and "Gao" in text  # who speaks for a body, and places


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson", "html"])
def test_a_partner_reads_everything_but_who_decided(form):
    text = written(form, Profile.PARTNER)
    assert "Oumou Dembélé" in text and "Seydou Dembélé" in text
    assert "Diallo" not in text and "Koné" not in text and "reviewer 1" in text


def test_the_dossier_has_the_digests_of_the_text_as_kept_and_of_the_records_as_blocked():
    page = written("html", Profile.PUBLIC)
    assert hashlib.sha256(STORY.encode()).hexdigest() in page
    assert hashlib.sha256(written("jsonl", Profile.PUBLIC).encode()).hexdigest() in page


def test_the_full_profile_changes_nothing():
    incidents, reports = [whole()], {STORY_REPORT.id: STORY_REPORT}
    assert for_profile(Profile.FULL, incidents, reports) == (incidents, reports)


def test_a_blocked_record_keeps_its_offsets_and_what_is_no_name():
    (record,) = map(json.loads, written("jsonl", Profile.PUBLIC).splitlines())
    jsonschema.validate(record, SCHEMA)
    _, reports = for_profile(Profile.PUBLIC, [whole()], {STORY_REPORT.id: STORY_REPORT})
    text = reports[STORY_REPORT.id].text
    assert list(find_faults(record, {STORY_REPORT.id: text})) == []
    assert len(text) == len(STORY)
    assert text.startswith("Gunmen shot dead █████████████, 34, near Gao on Monday")
    (person,) = record["claims"][0]["values"]["persons"]
    assert person["age"] == 34 and "name" not in person
    assert record["targets"][0]["name"] == "█" * 13
    assert record["judged"]["targets"]["program"][0]["name"] == "█" * 13
    assert record["claims"][0]["sources"][0]["name"] == "brother " + "█" * 14


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Police said gunmen shot a trader in Port Sudan on Monday.", None),  # nobody is named
        (
            "Abdullah Haroun Street was closed.",
            "██████████████████████ was closed.",
        ),  # over-blocked
        ("The home of Juana de la Cruz burned.", "The home of ████████████████ burned."),
        ("Daniel was hurt.", None),  # a given name alone may be a place or a firm
        ("Daniel R. Osei and Osei's son fled.", "██████████████ and ████'s son fled."),
    ],
)
def test_what_is_taken_for_a_name(text, kept):
    of = report(text, title=None)
    _, reports = for_profile(Profile.PUBLIC, [incident([claim(of)])], {of.id: of})
    blocked = reports[of.id].text
    assert len(blocked) == len(text)
    assert blocked == (text if kept is None else kept)


@given(incidents_with_report())
def test_any_incident_may_be_blocked(pair):
    told, of = pair
    for profile in Profile:
        ((one,), reports) = for_profile(profile, [told], {of.id: of})
        stream = StringIO()
        write_jsonl([one], reports, stream)
        record = json.loads(stream.getvalue())
        texts = {name: r.text for name, r in reports.items()}
        before = list(find_faults(json.loads(_record(told, of)), {of.id: of.text}))
        assert list(find_faults(record, texts)) == before
        assert len(reports[of.id].text) == len(of.text)


def _record(told, of):
    stream = StringIO()
    write_jsonl([told], {of.id: of}, stream)
    return stream.getvalue()
