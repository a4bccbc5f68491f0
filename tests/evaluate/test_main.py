import json

import pytest
from evaluate.__main__ import is_blind, main
from evaluate.tasks import TASKS


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(TASKS))
def test_the_program_never_sees_an_answer(name):
    task = TASKS[name]
    row = dict.fromkeys((*task.given, *task.answers, "incidents", "kind", "must"), "x")
    spans = [{"start": 0, "end": 3, "surface": "Gao", "lat": 16.3, "geonameid": 1}]
    seen = task.show(row | ({task.gold_spans: spans} if task.gold_spans else {}))
    assert set(seen) - {task.gold_spans} <= set(task.given)
    if task.gold_spans:
        assert seen[task.gold_spans] == [{"start": 0, "end": 3, "surface": "Gao"}]


@pytest.mark.parametrize("name", sorted(set(TASKS) - {"geo-gold", "house-gold"}))
def test_a_file_without_answers_is_blind(name):
    task = TASKS[name]
    row = dict.fromkeys(task.given, "x")
    if name != "ingest":
        assert is_blind(task, [row])
    assert not is_blind(task, [row | {key: [] for key in task.answers}])


def test_gold_spans_without_points_are_blind():
    span = {"start": 0, "end": 3, "surface": "Gao"}
    assert is_blind(TASKS["geo-gold"], [{"id": "a", "toponyms": [span]}])
    assert not is_blind(TASKS["geo-gold"], [{"id": "a", "toponyms": [span | {"lat": 1.0}]}])


def test_times_are_predicted_and_scored(tmp_path, capsys):
    row = {"id": "a", "text": "Two died on 13 May 2024.", "dct": "2024-05-16"}
    timex = {"start": 12, "end": 23, "type": "DATE", "value": "2024-05-13"}
    gold = write(tmp_path / "gold.jsonl", [row | {"timexes": [timex]}])
    out = tmp_path / "out.jsonl"
    assert main(["time", "--gold", str(gold), "--predictions", str(out)]) == 0
    assert json.loads(out.read_text()) == {"id": "a", "timexes": [timex]}
    assert json.loads(capsys.readouterr().out) == {"p": 1.0, "r": 1.0, "f1": 1.0}


def test_a_blind_file_is_answered_and_not_scored(tmp_path, capsys):
    blind = write(tmp_path / "blind.jsonl", [{"id": "a", "text": "Two died.", "dct": "2024-05-16"}])
    out = tmp_path / "out.jsonl"
    assert (
        main(["time", "--gold", blind.name, "--data", str(tmp_path), "--predictions", str(out)])
        == 0
    )
    printed = capsys.readouterr()
    assert printed.out == "" and "nothing scored" in printed.err
    assert json.loads(out.read_text())["timexes"] == []


def test_a_bench_brings_its_own_scorer(tmp_path, capfd):
    (tmp_path / "score.py").write_text("import sys; print('scored', *sys.argv[3:])")
    row = {"id": "a", "text": "Two died.", "dct": "2024-05-16", "timexes": []}
    gold = write(tmp_path / "gold.jsonl", [row])
    assert main(["time", "--gold", str(gold), "--predictions", str(tmp_path / "out.jsonl")]) == 0
    assert capfd.readouterr().out == "scored\n"


def test_two_files_are_compared(tmp_path, capsys):
    gold = write(tmp_path / "gold.jsonl", [{"doc": "a", "incidents": []}] * 3)
    said = write(tmp_path / "a.jsonl", [{"doc": "a", "incidents": []}])
    assert main(["compare", "e2e", "--gold", str(gold), str(said), str(said)]) == 0
    assert json.loads(capsys.readouterr().out)["n_reports"] == 3


@pytest.mark.parametrize("command", ["", "compare", "gate", "robustness", "reliability"])
def test_each_command_tells_how_to_call_it(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m evaluate {command}".rstrip())


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SystemExit, match=r"no\.jsonl: no such file"):
        main(["time", "--gold", "no.jsonl", "--predictions", str(tmp_path / "out")])
