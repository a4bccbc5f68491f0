import re
from pathlib import Path

import pytest

from dateline.store import database

PAGE = (Path(__file__).parents[2] / "docs/store.md").read_text("utf-8")
SHARED = [column.name for column in database.value_columns()]


def documented(heading):
    """The columns under a heading, in the order of the page."""
    section = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#|\Z)", PAGE, re.M | re.S)[1]
    rows = re.findall(r"^\| (`[^|]*`|the columns of values) \|", section, re.M)
    names = []
    for row in rows:
        names += SHARED if row == "the columns of values" else re.findall(r"`(\w+)`", row)
    return names


@pytest.mark.parametrize("table", database.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_is_on_the_page_and_no_other(table):
    assert documented(f"`{table.name}`") == [column.name for column in table.columns]


def test_the_columns_of_values_are_on_the_page():
    assert documented("The columns of values") == SHARED


def test_every_table_is_on_the_page_and_no_other():
    assert set(re.findall(r"^## `(\w+)`", PAGE, re.M)) == set(database.metadata.tables)
