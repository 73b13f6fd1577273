"""Bringing a database to the schema of this program, and refusing one that is not there."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

import domain.cases
import domain.events
import domain.findings
import domain.handover
import domain.people
import domain.printing  # noqa: F401  (every table must be known)
from domain.events import Head
from terminal.database import Database, DatabaseRefused

SCHEMA: Final = Path(__file__).parent / "schema"


def migrate(database: Database, site: str) -> None:
    """Create or upgrade the schema in one transaction, and the site's head row."""
    with database.write_engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with database.writing() as db:
        if db.scalar(select(Head).where(Head.site == site)) is None:
            db.add(Head(site=site))


def current_version(database: Database) -> str | None:
    """Return the schema version of a database; nothing for an empty one."""
    with database.write_engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str | None:
    """Return the schema version that this program works with."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def expect_version(database: Database) -> None:
    """Raise `DatabaseRefused` unless the database has this program's schema."""
    found, wanted = current_version(database), newest_version()
    if found != wanted:
        raise DatabaseRefused(f"schema {found} is not {wanted}: run `terminal migrate`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCHEMA))
    return config
