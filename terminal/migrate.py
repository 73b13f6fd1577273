"""Bringing a database to the schema of this program, and refusing one that is not there."""

from typing import Final

from sqlalchemy import column, inspect, select, table

import domain.accessory
import domain.cases
import domain.events
import domain.findings
import domain.handover
import domain.label_formats
import domain.late
import domain.overdue
import domain.people
import domain.printing
import domain.receipt
import domain.registers
import domain.serials
import domain.shift
import domain.stray  # noqa: F401  (every table must be known)
from domain.events import Head
from terminal.database import Database, DatabaseRefused

# The newest of terminal/schema/versions; a test holds it.
NEWEST: Final = "0001"
VERSIONS: Final = table("alembic_version", column("version_num"))


def migrate(database: Database, site: str) -> None:
    """Create or upgrade the schema in one transaction, and the site's head row."""
    from terminal.schema.upgrade import upgrade  # noqa: PLC0415  (Alembic costs 10 MiB)

    with database.write_engine.begin() as connection:
        upgrade(connection)
    with database.writing() as db:
        if db.scalar(select(Head).where(Head.site == site)) is None:
            db.add(Head(site=site))


def current_version(database: Database) -> str | None:
    """Return the schema version of a database; nothing for an empty one."""
    with database.write_engine.connect() as connection:
        if not inspect(connection).has_table(VERSIONS.name):
            return None
        found: str | None = connection.scalar(select(VERSIONS.c.version_num))
        return found


def expect_version(database: Database) -> None:
    """Raise `DatabaseRefused` unless the database has this program's schema."""
    found = current_version(database)
    if found != NEWEST:
        raise DatabaseRefused(f"schema {found} is not {NEWEST}: run `terminal migrate`")
