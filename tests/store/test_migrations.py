import sqlite3

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.store import database, migrations, open_store


def schema(path):
    with sqlite3.connect(path) as db:
        rows = db.execute("select sql from sqlite_master where sql is not null order by name")
        found = [sql for (sql,) in rows]
    db.close()
    return found


@pytest.mark.parametrize("version", range(len(migrations.MIGRATIONS)))
def test_a_blank_and_an_old_database_end_with_the_same_schema(tmp_path, monkeypatch, version):
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:version])
    with open_store(tmp_path / "old.db"):
        pass
    monkeypatch.undo()
    for name in ("old.db", "blank.db"):
        with open_store(tmp_path / name):
            pass
    assert schema(tmp_path / "old.db") == schema(tmp_path / "blank.db")


def test_the_tables_are_those_the_code_knows(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        inspector = sa.inspect(store.engine)
        for table in database.metadata.sorted_tables:
            found = [column["name"] for column in inspector.get_columns(table.name)]
            assert found == [column.name for column in table.columns]
            key = inspector.get_pk_constraint(table.name)["constrained_columns"]
            assert key == [column.name for column in table.primary_key]
        assert set(inspector.get_table_names()) == set(database.metadata.tables)


def test_steps_are_numbered_in_order():
    numbers = [int(step.__name__[1:4]) for step in migrations.MIGRATIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_newer_database_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "a.db"
    with open_store(path) as store, store.transaction() as db:
        db.execute(database.schema_version.insert().values(version=99, name="m099_later"))
    with (
        pytest.raises(StoreError, match=r"newer dateline \(schema 99.*upgrade dateline"),
        open_store(path),
    ):
        pass


def test_somebody_elses_database_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("create table recipes (name text)")
    db.close()
    with pytest.raises(StoreError, match="not one of dateline's"), open_store(path):
        pass
    assert schema(path) == ["CREATE TABLE recipes (name text)"]


def test_a_step_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def m004_breaks(db):
        db.exec_driver_sql("create table half (id text)")
        raise RuntimeError("stopped")

    path = tmp_path / "a.db"
    with open_store(path):
        pass
    before = schema(path)
    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, m004_breaks])
    with pytest.raises(RuntimeError), open_store(path):
        pass
    assert schema(path) == before
