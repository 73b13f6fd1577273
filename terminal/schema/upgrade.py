"""Running the migrations with Alembic, in the transaction of one connection."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Create the schema, or bring it to the newest version."""
    config = versions()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def versions() -> Config:
    """Return where Alembic finds the versions."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
