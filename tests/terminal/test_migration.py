"""The migrations make exactly the tables that the program describes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from domain.base import Record
from terminal.database import Database, DatabaseRefused, open_database
from terminal.migrate import NEWEST, current_version, expect_version, migrate
from terminal.schema.upgrade import versions


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.dispose()


def test_a_migrated_database_has_the_tables_that_the_records_describe(empty: Database) -> None:
    migrate(empty, "RT")

    with empty.write_engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Record.metadata) == []


def test_an_empty_database_is_refused_until_it_is_migrated(empty: Database) -> None:
    with pytest.raises(DatabaseRefused, match="terminal migrate"):
        expect_version(empty)

    migrate(empty, "RT")

    expect_version(empty)
    assert current_version(empty) == NEWEST


def test_the_program_works_with_the_newest_version_that_there_is() -> None:
    assert ScriptDirectory.from_config(versions()).get_current_head() == NEWEST


def test_the_first_migration_does_not_change_with_the_program() -> None:
    folder = Path(__file__).parents[2] / "terminal" / "schema"
    for path in folder.rglob("*.py"):
        assert "domain" not in path.read_text(encoding="utf-8"), path.name
