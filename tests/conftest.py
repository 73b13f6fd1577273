"""Every test of an action or a query runs on SQLite and on PostgreSQL."""

import os
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as bundled
import pytest
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from tests.copies import Copy, copies_on_postgresql, copies_on_sqlite
from tests.databases import a_database, a_postgresql
from tests.floor import Floor

# A busy machine is slow; a test never asserts speed.
settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")

ENGINES = ("sqlite", "postgresql")
numbers = count(1)


@event.listens_for(Engine, "connect")
def _turn_round_what_nobody_ordered(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # PostgreSQL gives rows that no ORDER BY names in any order, and mostly in the one that was
    # hoped for; SQLite gives them backwards here, so that whoever hopes is seen every time.
    if isinstance(connection, sqlite3.Connection | bundled.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """One PostgreSQL for this worker's tests."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    with a_postgresql(55_432 + int(worker)) as server:
        yield server


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/floor.db"
        return
    with a_database(request.getfixturevalue("postgresql"), f"floor_{next(numbers)}") as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Copies of the demo factory on SQLite."""
    return copies_on_sqlite(tmp_path_factory.mktemp("factory"))


@pytest.fixture(scope="session")
def postgresql_copy(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Copies of the demo factory on PostgreSQL."""
    with copies_on_postgresql(postgresql, tmp_path_factory.mktemp("factory")) as copy:
        yield copy


@pytest.fixture(params=ENGINES)
def floor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Floor]:
    """A factory at work on each kind of database."""
    copy: Copy = request.getfixturevalue(f"{request.param}_copy")
    with copy(tmp_path) as working:
        yield working


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, drawing the same everywhere."""
    return {
        "executable_path": "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--force-color-profile=srgb",
            "--font-render-hinting=none",
            "--autoplay-policy=no-user-gesture-required",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A panel in the workshop: touch, Chinese, Shanghai."""
    return {
        "viewport": {"width": 1280, "height": 800},
        "has_touch": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }
