"""Coding one text from Python."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import dateline
from dateline.api import code
from dateline.errors import ReadError
from dateline.records import CountKind, Status

TEXT = (
    "Gunmen on motorcycles shot dead at least 12 farmers near Ansongo in northern Mali on Monday,"
    " residents said. The attackers left before dawn.\n\n"
    "The governor put the number of dead at nine. Roads in the area were closed on Tuesday."
)
SCHEMA = Path(__file__).parents[1] / "docs" / "incident.schema.json"
PLAIN = (
    "The council will vote on its budget in May, and the new bridge over the river is due to open"
    " before the rains. Traders said that fuel was scarce and that the queues were long."
)
FRENCH = (
    "Des hommes armés ont attaqué lundi un village près de la frontière, tuant au moins douze"
    " personnes et blessant plusieurs autres, ont indiqué des habitants joints par téléphone."
)


def test_a_text_gives_its_incidents():
    coded = code(TEXT, published=date(2024, 5, 15))
    first = coded.incidents[0]
    assert first.type.value == "armed_attack" and first.status is Status.REPORTED
    assert first.date is not None and first.date.start == date(2024, 5, 13)
    assert first.place is not None and first.place.country == "ML"
    assert CountKind.KILLED in first.counts
    assert coded.report.published == date(2024, 5, 15)


def test_a_day_may_be_given_as_iso_8601():
    assert code(TEXT, published="2024-05-15") == code(TEXT, published=date(2024, 5, 15))


@pytest.mark.parametrize("published", ["15 May 2024", "2024-13-01", ""])
def test_what_is_no_day_is_refused(published):
    with pytest.raises(ValueError, match=r"isoformat|month"):
        code(TEXT, published=published)


@pytest.mark.parametrize("text", ["", "  \n\n ", FRENCH])
def test_an_empty_or_foreign_text_is_refused_with_its_reason(text):
    with pytest.raises(ReadError) as refused:
        code(text)
    assert len(str(refused.value)) > 10


def test_a_report_of_other_things_gives_no_incidents():
    assert code(PLAIN, published="2024-05-15").incidents == ()


def test_without_a_day_of_publication_no_day_is_made_up():
    coded = code(TEXT)
    assert coded.report.published is None
    assert [i.date for i in coded.incidents] == [None] * len(coded.incidents)


def test_title_and_publisher_go_with_the_report():
    coded = code(TEXT, title="Farmers shot near Ansongo", publisher="Sahel Courier")
    assert (coded.report.title, coded.report.publisher) == ("Farmers shot near Ansongo", "Sahel Courier")  # fmt: skip


def test_the_same_text_gives_the_same_ids():
    one, two = code(TEXT, published="2024-05-15"), code(TEXT, published="2024-05-15")
    assert [i.id for i in one.incidents] == [i.id for i in two.incidents] != []
    assert one == two


def test_records_keep_the_contract_and_quote_the_text():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    coded = code(TEXT, published="2024-05-15")
    records = coded.records()
    assert len(records) == len(coded.incidents) > 0
    for record in records:
        jsonschema.validate(record, schema)
        for claim in record["claims"]:
            assert claim["quote"] == coded.report.text[claim["start"] : claim["end"]]


def test_figures_of_two_voices_are_kept_side_by_side():
    (incident, *_) = code(TEXT, published="2024-05-15").incidents
    figures = {c.says.counts[CountKind.KILLED].best for c in incident.claims if CountKind.KILLED in c.says.counts}  # fmt: skip
    assert figures == {9, 12}


def test_code_is_offered_by_the_package():
    assert dateline.code is code


def test_importing_the_package_loads_nothing_heavy():
    heavy = "numpy lxml trafilatura sqlalchemy pyarrow dateline.pipeline dateline.store"
    program = f"import sys, dateline; print(*(m for m in '{heavy}'.split() if m in sys.modules))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # fmt: skip
    assert shown.stdout.strip() == ""
