import csv
import errno
import io
import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from tests.fakes import code_report, link_claims

from dateline.cli import cli
from dateline.store import Versions

DOCS = Path(__file__).parents[1] / "docs"
FIRST = "The market was shut. Gunmen killed 3 traders in Gao on 2024-05-13, residents said. Roads were closed all day."
SECOND = "A correspondent writes. Gunmen killed 5 traders in Gao on 2024-05-13. It was the second attack."
THIRD = "Police gave this account. Robbers killed 1 shopkeeper in Mopti on 2024-06-01. An inquiry is open."


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command line in an empty folder, with the simple coder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dateline.run.load_coder", lambda **_: code_report)
    monkeypatch.setattr("dateline.run.load_linker", lambda: link_claims)
    monkeypatch.setattr("dateline.run.read_versions", lambda **_: Versions("0", "l", None, "r"))

    def invoke(line, *, exit_code=0, **options):
        result = CliRunner().invoke(cli, line.split(), **options)
        assert result.exit_code == exit_code, result.output
        return result

    return invoke


@pytest.fixture
def coded(run):
    for name, text in [("a.txt", FIRST), ("b.txt", SECOND), ("c.txt", THIRD)]:
        Path(name).write_text(text)
    run("code a.txt b.txt c.txt")
    return run


def commands():
    """Every command by its name, those of a group among them: "judge same"."""
    found = dict(cli.commands)
    for name, command in cli.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {verb}": one for verb, one in command.commands.items()}
    return sorted(found.items())


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda value: str(value))
def test_every_command_has_help_with_an_example(name, command, run):
    text = run(f"{name} --help").stdout
    assert f"  dateline {name}" in text
    assert command.get_short_help_str(60).rstrip(".")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name} says nothing of itself"


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda value: str(value))
def test_every_command_and_option_is_on_the_page(name, command):
    page = (DOCS / "commands.md").read_text("utf-8")
    section = re.search(rf"^## `dateline {name.split()[0]}.*?(?=^## |\Z)", page, re.M | re.S)
    assert section, f"docs/commands.md has no section of dateline {name}"
    assert f"dateline {name}" in section[0]
    for parameter in command.params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert f"`{option}" in section[0], f"{name} {option} is not in docs/commands.md"


def test_the_page_has_no_command_or_option_that_is_not_there():
    page = (DOCS / "commands.md").read_text("utf-8")
    assert set(re.findall(r"^## `dateline (\w+)", page, re.M)) == set(cli.commands)
    for name in cli.commands:
        section = re.search(rf"^## `dateline {name}.*?(?=^## |\Z)", page, re.M | re.S)[0]
        params = [p for n, one in commands() if n.split()[0] == name for p in one.params]
        known = {option for parameter in params for option in parameter.opts} | {"--help"}
        assert set(re.findall(r"`(--[\w-]+)", section)) <= known, name


def test_coding_prints_the_incidents_of_the_inputs(run):
    Path("a.txt").write_text(FIRST)
    result = run("code a.txt")
    header, line = (row.split("\t") for row in result.stdout.splitlines())
    told = dict(zip(header, line, strict=True))
    assert (told["place"], told["date_start"], told["killed"]) == ("Gao", "2024-05-13", "3")
    assert result.stderr == ""  # quiet when nobody is looking


def test_jsonl_is_the_contract(coded):
    lines = coded("code a.txt --format jsonl").stdout.splitlines()
    assert lines == coded("export jsonl --place gao").stdout.splitlines()
    schema = json.loads((DOCS / "incident.schema.json").read_text("utf-8"))
    for line in lines:
        Draft202012Validator(schema).validate(json.loads(line))


def test_ordinary_crime_is_hidden_unless_asked_for(coded):
    assert "Mopti" not in coded("list").stdout
    assert "Mopti" in coded("list --all").stdout
    assert "Mopti" in coded("list --scope ordinary").stdout
    assert "Mopti" not in coded("export jsonl").stdout
    assert "Mopti" in coded("export jsonl --all").stdout
    assert "Mopti" in coded("code c.txt --all").stdout
    assert "Mopti" not in coded("show").stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("", ", 1 more of ordinary crime left out: --all writes them"),
        ("--country NE", ""),  # none of them there
        ("--all", ""),
        ("--scope political", ""),  # somebody chose so
    ],
)
def test_an_export_says_how_many_it_leaves_out(coded, monkeypatch, options, told):
    remarks = []
    monkeypatch.setattr("dateline.cli._hint", remarks.append)
    coded(f"export csv -o out.csv {options}")
    (remark,) = remarks
    assert remark.partition(" in out.csv")[2] == told
    assert "left out unless --all" in " ".join(coded("export --help").stdout.split())


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("--country ml", True),
        ("--country IQ", False),
        ("--type armed_attack --status reported", True),
        ("--type bombing", False),
        ("--since 2024-05-13 --until 2024-05-13", True),
        ("--since 2024-05-14", False),
        ("--min-killed 3", True),
        ("--min-killed 4", False),
        ("--actor gunmen", True),
        ("--place ga", True),
        ("--report zzz", False),
        ("--limit 1", True),
    ],
)
def test_list_filters(coded, options, found):
    assert ("Gao" in coded(f"list {options}").stdout) is found


def test_a_country_by_its_name_is_told_to_use_the_code(coded):
    assert "two-letter" in coded("list --country Mali", exit_code=2).stderr


def test_another_rule_chooses_another_figure(coded):
    rows = list(csv.DictReader(io.StringIO(coded("list").stdout), delimiter="\t"))
    (id,) = [row["id"] for row in rows if row["place"] == "Gao"]
    table = coded(f"show {id} --rules").stdout
    assert "majority (default)" in table and "most_official" in table
    by_default = coded(f"show {id}").stdout
    assert "lowest of the voices" in coded(f"show {id} --rule killed=lowest").stdout
    for rule, best in [("lowest", "3"), ("highest", "5")]:
        written = coded(f"export csv --rule killed={rule}").stdout
        row = next(r for r in csv.DictReader(io.StringIO(written)) if r["id"] == id)
        assert row["killed_best"] == best
    assert coded(f"show {id}").stdout == by_default  # nothing stored has changed


@pytest.mark.parametrize("pair", ["killed", "killed=median", "dead=lowest"])
def test_a_rule_that_is_none_is_said_so(coded, pair):
    assert "write FIGURE=RULE" in coded(f"list --rule {pair}", exit_code=2).output


def test_show_says_who_and_in_which_words(coded):
    text = coded("show gao").stdout
    assert text.index("disputed") < text.index("values") < text.index("who says so")
    assert re.search(r"killed +3 .*residents \[1\].*\n +but 5 +the report \[2\]", text)
    assert "«Gunmen killed 3 traders in Gao on 2024-05-13, residents said.»" in text
    assert "(lowest)" in text


@pytest.fixture
def judge(coded, monkeypatch):
    """Decide as somebody, on three incidents: gao20240513 and, of ordinary crime, mopti20240601."""
    monkeypatch.setenv("DATELINE_AUTHOR", "A. Reader")
    return lambda line, **options: coded(f"judge {line}", **options)


def first_claim(coded, incident="gao"):
    return re.search(r"^\[1\] .*?(\w+-\d+)$", coded(f"show {incident}").stdout, re.M)[1]


def test_a_value_set_is_shown_with_what_the_program_chose(judge, coded):
    printed = judge("value gao killed 9/14/15 --reason counted").stdout
    assert printed.splitlines()[0] == "1\tvalue killed 14 (9 to 15)"
    assert re.search(r"\t14\t", printed)
    text = " ".join(coded("show gao").stdout.split())
    assert "set by A. Reader, 2" in text and ": counted (the program: 3" in text
    assert "history" in text
    record = json.loads(coded("export jsonl --place gao").stdout)
    schema = json.loads((DOCS / "incident.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(record)
    assert record["counts"]["killed"]["best"] == 14
    assert record["judged"]["killed"]["by"] == "A. Reader"
    assert record["judged"]["killed"]["program"]["best"] == 3
    (row,) = csv.DictReader(io.StringIO(coded("export csv --place gao").stdout))
    assert (row["killed_best"], row["judged"]) == ("14", "killed")
    coded("report --place gao -o d.html")
    assert "set by reviewer 1" in (page := Path("d.html").read_text()) and "(the program: " in page
    assert "A. Reader" not in page
    coded("report --place gao -o d.html --profile full")
    assert "set by A. Reader" in Path("d.html").read_text()
    assert "3 judgements" not in coded("verify").stderr


def test_a_judgement_outlives_coding_again(judge, coded):
    judge("value gao killed 14")
    judge("confirm gao")
    coded("code a.txt b.txt c.txt")
    text = coded("show gao").stdout
    assert "read through by A. Reader" in text and "14" in text
    listed = [line.split("\t") for line in judge("list").stdout.splitlines()]
    assert [row[4] for row in listed[1:]] == ["applied", "applied"]
    judge("withdraw 1 --author B.Second")
    assert re.search(r"killed +3", coded("show gao").stdout)
    assert len(judge("list gao").stdout.splitlines()) == 4
    assert len(judge("list --standing withdrawn").stdout.splitlines()) == 2
    assert "withdrawn by 3" in " ".join(coded("show gao").stdout.split())


def test_same_different_and_discard(judge, coded):
    judge("same gao mopti")
    assert len(coded("list --all").stdout.splitlines()) == 2
    assert coded("show mopti").stdout == coded("show gao").stdout
    judge("withdraw 1")
    judge("different gao mopti")
    claim = first_claim(coded)
    assert judge(f"different gao {claim}").stdout.count("\tGao\t") == 2
    judge("withdraw 4")
    assert "discard «Gunmen killed" in judge(f"discard {claim}").stdout
    judge("discard mopti")
    assert "Mopti" not in coded("list --all").stdout
    assert "no incident with this id" in coded("show mopti", exit_code=3).stderr
    assert coded("verify").stdout == ""


def test_words_are_added(judge, coded):
    from click.testing import CliRunner

    report = re.search(r"r[0-9a-f]{7}", coded("show gao").stdout)[0]
    said = ["--set", "killed=7", "--source", "the hospital:medical", "--modality", "alleged"]
    line = ["judge", "add-claim", "gao", report, "Roads were closed all day", *said]
    result = CliRunner().invoke(cli, line)
    assert result.exit_code == 0, result.output
    text = coded("show gao").stdout
    assert "the hospital, alleged" in text and "«Roads were closed all day»" in text
    line = ["judge", "add-incident", report, "The market was shut"]
    result = CliRunner().invoke(cli, [*line, "--set", "type=threat", "--set", "date=2024-05"])
    assert result.exit_code == 0, result.output
    assert "threat" in coded("list --all").stdout
    result = CliRunner().invoke(cli, line)
    assert (result.exit_code, "needs a type" in result.stderr) == (3, True)
    assert coded("verify").stdout == ""


@pytest.mark.parametrize(
    ("line", "exit_code", "said"),
    [
        ("value gao killed many", 2, "write a figure as 12"),
        ("value gao killed 99999999999", 2, "at most nine digits"),
        ("value gao date soon", 2, "write a date as"),
        ("value gao date 9999", 2, "write a year before 9999"),
        ("value gao place 99999999999999999999", 2, "not in the gazetteer"),
        ("value gao type war", 2, "write one of armed_attack"),
        ("value gao cause x", 2, "is not one of"),
        ("value nowhere killed 1", 3, "no incident with this id"),
        ("same gao gao", 3, "one incident already"),
        ("discard zzz", 3, "no incident with this id"),
        ("different gao zzz", 3, "no incident with this id"),
        ("add-claim gao zzz words", 3, "no report with this id"),
        ("add-claim gao zzz words --set nothing=1", 2, "no such field"),
        ("add-claim gao zzz words --set status=denied", 3, "no report"),
        ("withdraw 9", 3, "judgement 9: there is none"),
        ("withdraw 99999999999999999999", 3, "there is none"),
    ],
)
def test_what_cannot_be_judged_says_why(judge, line, exit_code, said):
    assert said in judge(line, exit_code=exit_code).stderr
    assert len(judge("list").stdout.splitlines()) == 1


def test_a_judgement_needs_an_author(coded, monkeypatch):
    monkeypatch.delenv("DATELINE_AUTHOR", raising=False)
    told = coded("judge confirm gao", exit_code=2).stderr
    assert "--author NAME" in told and "DATELINE_AUTHOR" in told


def test_a_quote_cannot_drive_the_terminal(run):
    Path("a.txt").write_text(
        FIRST.replace("3 traders", "3\u202etraders").replace(", ", "\x1b[2J, ")
    )
    Path("b.txt").write_text(FIRST + "\n\x1b]0;owned\x07 and more words follow here.")
    run("code a.txt b.txt")
    text = run("show gao").stdout + run("list").stdout
    assert "\x1b" not in text and "\x07" not in text and "\u202e" not in text


def test_some_inputs_failed_is_1(run):
    Path("a.txt").write_text(FIRST)
    Path("blank.txt").write_text(" ")
    result = run("code a.txt blank.txt", exit_code=1)
    assert "Gao" in result.stdout
    assert re.match(r"blank\.txt: no text", result.stderr)
    assert re.match(r"blank\.txt\tno text", run("failures").stdout)


@pytest.mark.parametrize(
    "line",
    [
        "code nosuch.txt",
        "code",
        "code a.txt --published 15/5/2024",
        "code a.txt --columns text",
        "list --type picnic",
        "list --since May",
        "export parquet",
        "export",
        "dance",
    ],
)
def test_a_wrong_command_line_is_2(run, line):
    Path("a.txt").write_text(FIRST)
    run(line, exit_code=2)
    assert not Path("incidents.db").exists()


def test_a_missing_input_is_named(run):
    assert "nosuch.txt: no such file" in run("code nosuch.txt", exit_code=2).stderr


def test_nothing_could_be_read_is_3(run):
    Path("blank.txt").write_text(" ")
    run("code blank.txt", exit_code=3)


@pytest.mark.parametrize(
    "line", ["list", "show", "show x", "verify", "failures", "export csv", "report"]
)
def test_a_missing_database_is_3_with_the_remedy(run, line):
    error = run(line, exit_code=3).stderr
    assert "incidents.db: no such database; make one with: dateline code INPUT" in error
    assert not Path("incidents.db").exists()


def test_an_unknown_incident_is_3(coded):
    assert "no incident with this id" in coded("show zz", exit_code=3).stderr


def test_verify(coded):
    assert coded("verify").stdout == ""
    import sqlite3

    db = sqlite3.connect("incidents.db")
    with db:
        db.execute("update reports set text = replace(text, 'Gao', 'Gap') where origin = 'a.txt'")
    db.close()
    lines = coded("verify", exit_code=1).stdout.splitlines()
    assert {line.split("\t")[0] for line in lines} == {"reports", "claims", "incidents"}


def test_exports(coded):
    (row,) = csv.DictReader(io.StringIO(coded("export csv").stdout))
    assert row["place"] == "Gao"
    coded("export geojson -o map.json")
    assert len(json.loads(Path("map.json").read_text("utf-8"))["features"]) == 1
    assert "choose another file" in coded("export csv -o no/where.csv", exit_code=3).stderr


def test_report_is_one_page(coded):
    coded("report -o page.html --title Sahel --all")
    page = Path("page.html").read_text("utf-8")
    assert "Gao" in page and "Mopti" in page and "Sahel" in page


def test_tables_with_columns_of_their_own(run):
    Path("t.csv").write_text(f'Nr,Notes,Day\n1,"{FIRST}",2024-05-15\n2,"{SECOND}",2024-05-16\n')
    run("code t.csv --columns text=Notes,published=Day")
    records = [json.loads(line) for line in run("export jsonl").stdout.splitlines()]
    assert [len(record["reports"]) for record in records] == [2]


def test_published_outranks(run):
    Path("a.txt").write_text(FIRST)
    run("code a.txt --published 2024-05-15")
    assert "2024-05-15" in run("show gao").stdout


def test_standard_input(run, monkeypatch, capsys):
    piped = io.TextIOWrapper(io.BufferedReader(io.BytesIO(FIRST.encode())))
    monkeypatch.setattr("sys.stdin", piped)
    cli.main(["code", "-", "--db", ":memory:"], standalone_mode=False)
    assert "\tGao\t" in capsys.readouterr().out


def test_ctrl_c_keeps_what_was_coded(run, monkeypatch):
    def stop_at_second(report):
        if "Robbers" in report.text:
            raise KeyboardInterrupt
        return code_report(report)

    Path("a.txt").write_text(FIRST)
    Path("b.txt").write_text(THIRD)
    monkeypatch.setattr("dateline.run.load_coder", lambda **_: stop_at_second)
    assert "the same command goes on" in run("code a.txt b.txt", exit_code=130).stderr
    monkeypatch.setattr("dateline.run.load_coder", lambda **_: code_report)
    assert "Mopti" in run("code a.txt b.txt --all").stdout


def test_info(coded):
    text = coded("info").stdout
    for word in ("dateline", "lexicons", "gazetteer", "rules", "coder", "incidents"):
        assert re.search(rf"^{word} +\S", text, re.M), word


def test_info_without_a_database(run):
    assert "not there yet" in run("info").stdout
    assert not Path("incidents.db").exists()


GEONAMES = "900000001\tTall Dimsa\tTall Dimsa\tDimsa Hill\t36.1\t43.2\tP\tPPL\tIQ\t\t15" + "\t" * 8


def test_own_places_are_imported_and_found(run):
    Path("IQ.txt").write_text(GEONAMES + "\n")
    assert "1 new place" in run("gazetteer import IQ.txt").stdout
    header, line = run(
        "gazetteer find dimsa-hill --gazetteer places.db --country IQ"
    ).stdout.splitlines()
    told = dict(zip(header.split("\t"), line.split("\t"), strict=True))
    assert (told["name"], told["country"], told["id"]) == ("Tall Dimsa", "IQ", "900000001")
    assert "no place of this name" in run("gazetteer find dimsa-hill", exit_code=3).stderr


def test_a_name_is_explained_and_context_moves_it(run):
    first = run("gazetteer find Tripoli").stdout.splitlines()
    assert first[1].split("\t")[4] == "LY" and "\tahead by " in first[1]
    assert all("\tbehind by " in line for line in first[2:])
    moved = run("gazetteer find Tripoli --country lb --near Zahle").stdout.splitlines()
    assert moved[1].split("\t")[4] == "LB"
    assert "no country has this code" in run("gazetteer find Gao --country QQ", exit_code=2).stderr


def test_what_is_no_dump_is_3_and_named(run):
    Path("notes.txt").write_text("not a dump\n")
    assert "notes.txt, line 1" in run("gazetteer import notes.txt", exit_code=3).stderr


def test_a_newer_database_is_3(coded):
    import sqlite3

    db = sqlite3.connect("incidents.db")
    with db:
        db.execute("insert into schema_version values (99, 'm099_later')")
    db.close()
    assert "upgrade dateline" in coded("list", exit_code=3).stderr


@pytest.mark.parametrize(
    ("line", "exit_code", "said"),
    [
        (["code", ""], 2, "an input without a name"),  # a variable that is not set
        (["code", "a.txt", "--db", ""], 3, "no database is named"),
        (["code", "a.txt", "--db", "."], 3, "a folder; name a file in it"),
        (["code", "a.txt", "--db", "a.txt"], 3, "give the file that dateline code made"),
        (["code", "a.txt", "--columns", "txt=Notes"], 2, "txt: no such field"),
        (["code", "*.nope"], 2, "*.nope: no such file"),
        (["code", "empty"], 3, "empty: no file in it"),
        (["code", "a.txt", "--columns", " = Notes"], 2, "write FIELD=COLUMN"),
        (["info", "--db", ""], 3, "no database is named"),
        (["info", "--db", "empty"], 3, "a folder; name a file in it"),
        (["list", "--report", ""], 2, "nothing is in it"),
        (["export", "csv", "--actor", " "], 2, "nothing is in it"),
        (["judge", "add-claim", "gao", "", "words", "--author", "B"], 3, "no report is named"),
        (["judge", "discard", "", "c1", "--author", "B"], 3, "no claim is named"),
        (["show", ""], 3, "no incident is named"),
        (["judge", "discard", "", "--author", "B"], 3, "no incident is named"),
        (["judge", "value", "", "killed", "9", "--author", "B"], 3, "no incident is named"),
        (["list", "--min-killed", "99999999999999999999"], 2, "not in the range"),
        (["list", "--country", "ÄÖ"], 2, "two-letter ISO code"),
    ],
)
def test_what_is_not_said_is_not_guessed(coded, line, exit_code, said):
    Path("empty").mkdir()
    result = CliRunner().invoke(cli, line)
    assert (result.exit_code, result.exception.__class__) == (exit_code, SystemExit)
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("a.txt", "", FIRST),  # known already
        ("d.csv", "a,b\n1,2\n", f'id,text\nx1,"{SECOND} More."\n'),  # a part of what failed
    ],
)
def test_a_failure_goes_when_its_input_is_coded_after_all(coded, name, bad, good):
    Path(name).write_text(bad)
    coded(f"code {name}", exit_code=3)
    assert coded("failures").stdout.startswith(name)
    Path(name).write_text(good)
    coded(f"code {name}")
    assert coded("failures").stdout == ""


def test_an_edited_file_is_told_of_and_what_to_do(coded):
    Path("a.txt").write_text(FIRST.replace("3 traders", "4 traders"))
    said = coded("code a.txt b.txt").stderr
    assert said.startswith("a.txt: what was read from a file of this name before")
    (command,) = re.findall(r"dateline (list --all --report \w+)", said)
    assert "\t3\t" in coded(command).stdout
    assert coded("code a.txt b.txt").stderr == ""


def test_who_looks_is_told_of_reports_without_a_day(run, monkeypatch):
    Path("a.txt").write_text(FIRST)
    hints = []
    monkeypatch.setattr("dateline.cli._hint", hints.append)
    run("code a.txt")
    assert len(hints) == 1
    monkeypatch.setattr("dateline.cli._count_undated", lambda store, ids: len(ids))
    run("code a.txt")
    assert "no day of publication found for 1 report:" in hints[-1]


def test_a_pipe_is_utf8_whatever_the_system_speaks(coded, monkeypatch):
    coded("judge value gao perpetrators Пётр --author B")
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr("sys.stdout", stdout)
    cli(["list"], standalone_mode=False)
    stdout.flush()
    assert "Пётр" in stdout.buffer.getvalue().decode("utf-8")


@pytest.mark.parametrize("line", ["list", "export jsonl", "show gao"])
def test_a_full_disk_is_said(coded, monkeypatch, line):
    class Full(io.BytesIO):
        def write(self, _data):
            raise OSError(errno.ENOSPC, "No space left on device")

    stdout = io.TextIOWrapper(Full(), encoding="utf-8", write_through=True)
    monkeypatch.setattr("sys.stdout", stdout)
    with pytest.raises(click.ClickException, match="no room is left") as raised:
        cli(line.split(), standalone_mode=False)
    assert raised.value.exit_code == 3


def test_help_is_light():
    """Help must not wait for what only coding needs."""
    import subprocess
    import sys

    probe = "import sys, dateline.cli; print([m for m in ('sqlalchemy', 'rich', 'numpy', 'trafilatura', 'lxml') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
