"""Every lexicon gives an example and a source on every row, and one test runs its examples."""

import re
from importlib import import_module
from importlib.resources import files

import pytest

from dateline.errors import LexiconError
from dateline.extract.acts import find_acts
from dateline.extract.model import open_model, read_text
from dateline.extract.numbers import number_run, read_count
from dateline.extract.text import read_tokens
from dateline.lexicons import read_lexicon, read_rows, read_table

MODEL = open_model()

# Which test runs the examples of which table. A new table needs a line here, and that test.
CHECKED_BY = {
    "actor_kinds": "tests.resolve.test_coding",
    "actors": "tests.resolve.test_actor",
    "ambiguous_actors": "tests.resolve.test_actor",
    "aftermath": "tests.extract.test_times",
    "another": "tests.link.test_within",
    "breaking_up": "tests.link.test_doers",
    "bystanding": "tests.link.test_doers",
    "bodies": "tests.resolve.test_bodies",
    "confidence": "tests.test_lexicons",
    "counting": "tests.extract.test_counts",
    "countries": "tests.extract.test_places",
    "demonyms": "tests.resolve.test_nouns",
    "denials": "tests.extract.test_denials",
    "denying": "tests.extract.test_denials",
    "disowning": "tests.link.test_conflicts",
    "elsewhere": "tests.extract.test_scenes",
    "feature_codes": "tests.gazetteer.test_own",
    "furniture": "tests.read.test_furniture",
    "given_names": "tests.resolve.test_nouns",
    "harms": "tests.extract.test_counts",
    "holidays": "tests.resolve.test_time",
    "means": "tests.extract.test_means",
    "mishaps": "tests.extract.test_mishaps",
    "modality": "tests.extract.test_modality",
    "modifiers": "tests.resolve.test_nouns",
    "attackers": "tests.link.test_doers",
    "number_modifiers": "tests.test_lexicons",
    "numbers": "tests.test_lexicons",
    "objects": "tests.extract.test_objects",
    "ordinary": "tests.extract.test_denials",
    "page_walls": "tests.read.test_furniture",
    "passing": "tests.extract.test_sources",
    "persons": "tests.extract.test_persons",
    "place_cues": "tests.extract.test_places",
    "place_weights": "tests.resolve.test_rank",
    "places": "tests.extract.test_places",
    "police_militias": "tests.resolve.test_actor",
    "pointing": "tests.link.test_reconcile",
    "provinces": "tests.extract.test_places",
    "publishers": "tests.read.test_publishers",
    "reporting": "tests.extract.test_sources",
    "revisions": "tests.link.test_figures",
    "roles": "tests.resolve.test_nouns",
    "rulers": "tests.resolve.test_actor",
    "scene_weights": "tests.extract.test_scenes",
    "scope": "tests.extract.test_scope",
    "self_names": "tests.extract.test_sources",
    "sides": "tests.extract.test_sides",
    "speakers": "tests.extract.test_sources",
    "spoken": "tests.extract.test_scenes",
    "stand_ins": "tests.extract.test_sources",
    "state_bodies": "tests.resolve.test_actor",
    "streets": "tests.link.test_score",
    "suffered": "tests.extract.test_possessors",
    "time_cues": "tests.resolve.test_time",
    "time_rules": "tests.resolve.test_time",
    "time_words": "tests.extract.test_times",
    "harm_words": "tests.extract.test_counts",
    "triggers": "tests.extract.test_triggers",
    "trigger_exceptions": "tests.extract.test_triggers",
    "type_words": "tests.resolve.test_rank",
    "unused": "tests.link.test_unused",
    "weapons": "tests.link.test_reconcile",
}
TABLES = sorted(
    p.name.removesuffix(".tsv") for p in files("dateline.lexicons").iterdir() if p.name.endswith(".tsv")
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_an_example_and_a_source(table):
    rows = read_lexicon(table)
    bare = [n for n, row in enumerate(rows, start=1) if not row["example"] or not row["source"]]
    assert rows and bare == []


@pytest.mark.parametrize("table", TABLES)
def test_sources_are_urls_or_short_citations(table):
    odd = {row["source"] for row in read_lexicon(table)}
    assert not {s for s in odd if re.match(r"https?:", s) and not re.match(r"https?://[\w.-]+\.\w+(/\S*)?$", s)}  # fmt: skip


def test_every_table_has_one_test_that_runs_its_examples():
    assert sorted(CHECKED_BY) == TABLES


@pytest.mark.parametrize(("table", "module"), CHECKED_BY.items())
def test_that_test_reads_the_table_and_its_examples(table, module):
    source = files(module.rpartition(".")[0]).joinpath(module.rpartition(".")[2] + ".py")
    text = source.read_text(encoding="utf-8")
    assert f'"{table}"' in text and '"example"' in text
    assert any(name.startswith("test_") for name in vars(import_module(module)))


def bracketed(example):
    start, end = example.index("["), example.index("]") - 1
    return example.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize("row", read_lexicon("numbers"), ids=lambda row: row["form"])
def test_number_words(row):
    text, start, end = bracketed(row["example"])
    tokens = read_tokens(text, 0, len(text))
    form = [t for t in tokens if start <= t.start and t.end <= end]
    assert " ".join(t.lower for t in form) == row["form"]
    run = number_run(tokens, 0)
    count = read_count(tokens[slice(*run)] if run else form)
    match row["class"]:
        case "none":
            assert count is None
        case "vague":
            assert count is not None and (count.low, count.best) == (int(row["value"]), None)
        case "scale":
            assert count is not None and count.low is not None
            assert count.low % int(row["value"]) == 0 and count.low > 0
        case _:
            assert count is not None and count.low == count.best == int(row["value"])


BOUNDS = {
    "least": (12, 12, None),
    "over": (13, 13, None),
    "most": (None, 12, 12),
    "nearly": (None, 12, 12),
    "about": (12, 12, 12),
}


@pytest.mark.parametrize("row", read_lexicon("number_modifiers"), ids=lambda row: row["form"])
def test_number_modifiers(row):
    text, start, end = bracketed(row["example"])
    tokens = read_tokens(text, 0, len(text))
    assert text[start:end] == row["form"] and (start < text.index("12")) is (
        row["place"] == "before"
    )
    run = number_run(tokens, 0)
    assert run is not None and tokens[run[0]].start == 0
    count = read_count(tokens[slice(*run)])
    assert count is not None and (count.low, count.best, count.high) == BOUNDS[row["effect"]]


@pytest.mark.parametrize("row", read_lexicon("confidence"), ids=lambda row: f"{row['field']} {row['shows']}")  # fmt: skip
def test_shares_of_right_values(row):
    """With one right and one wrong added, so that few cases speak softly."""
    right, of = int(row["right"]), int(row["of"])
    assert 0 <= right <= of and float(row["share"]) == pytest.approx((right + 1) / (of + 2), abs=0.006)  # fmt: skip
    assert find_acts(read_text(row["example"], MODEL))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("form\texample\nattack\n", "line 2: 1 cells"),
        ("a\tb\n# note\n\nx\ty\tz\n", "line 4: 3 cells"),
    ],
)
def test_a_row_of_another_width_is_refused(text, wrong):
    with pytest.raises(LexiconError, match=wrong):
        list(read_rows(text, name="mine.tsv"))


def test_comments_and_blank_lines_are_passed_over(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text("# what it is\nform\texample\n\nattack\t An attack. \n", encoding="utf-8")
    assert read_table(path) == ({"form": "attack", "example": "An attack."},)


def test_a_missing_lexicon_is_named():
    with pytest.raises(LexiconError, match=r"nothing\.tsv"):
        read_lexicon("nothing")
