"""The README's examples are what the program prints: `make golden` rewrites them."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
# $ and the command, then what it prints
BLOCKS = re.compile(
    r"(?<=^```console\n)\$ dateline (?P<command>.*)\n(?P<printed>[^`]*)(?=^```$)", re.M
)
# A terminal 80 wide, without colours
TERMINAL = {"FORCE_COLOR": "1", "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "80"}


def test_the_commands_print_what_the_page_shows(tmp_path, request):
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    page = README.read_text(encoding="utf-8")

    listed, shown = BLOCKS.finditer(page)
    table = _run(listed["command"], tmp_path)
    update = request.config.getoption("--update-golden")
    show = shown["command"]
    if update and (first := re.search(r"^i[0-9a-f]{7,}", table, re.M)):
        show = f"show {first[0]}"
    outputs = iter([(listed["command"], table), (show, _run(show, tmp_path))])
    fresh = BLOCKS.sub(lambda _: "$ dateline {}\n{}".format(*next(outputs)), page)
    if update:
        README.write_text(fresh, encoding="utf-8")
        return
    assert fresh.split("\n") == page.split("\n")


def _run(command, folder):
    program = [sys.executable, "-c", "from dateline.cli import cli; cli()"]
    done = subprocess.run(
        [*program, *shlex.split(command)],
        cwd=folder,
        env={**os.environ, **TERMINAL},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = (line.rstrip() for line in done.stdout.splitlines())
    return "\n".join(lines).rstrip() + "\n"


def test_the_python_lines_are_true():
    assert doctest.testfile(str(README), module_relative=False).failed == 0


def test_every_command_is_in_the_table():
    from dateline.cli import cli

    told = re.findall(r"^\| `dateline (\w+)", README.read_text(encoding="utf-8"), re.M)
    assert sorted(told) == sorted(cli.commands)


def test_links_lead_somewhere():
    for page in [README, *ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "examples/README.md"]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
