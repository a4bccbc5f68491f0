"""Everything that templates say is in the table of words, and nothing in it is unused."""

import re
from pathlib import Path

from dateline.review.words import WORDS

ROOM = Path(__file__).parents[2] / "src" / "dateline" / "review"
TEMPLATES = "".join(path.read_text("utf-8") for path in (ROOM / "templates").glob("*.html"))
SCRIPTS = "".join(path.read_text("utf-8") for path in (ROOM / "static").glob("*.js"))
CODE = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py"))
COMPOSED = {"theme_auto", "theme_light", "theme_dark", "count_low", "count_best", "count_high"}


def test_templates_use_every_word_and_no_other():
    used = set(re.findall(r"\bw\.(\w+)", TEMPLATES)) | set(re.findall(r'WORDS\["(\w+)"\]', CODE))
    assert used | COMPOSED == set(WORDS)


def test_the_script_uses_every_word_and_no_other():
    used = set(re.findall(r"\bwords\.(\w+)", SCRIPTS))
    assert used == set(WORDS["script"])


def test_templates_hold_no_script_no_style_and_no_address_elsewhere():
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:|https?://", TEMPLATES)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|innerHTML|outerHTML|eval\(", SCRIPTS)
