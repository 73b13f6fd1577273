"""The factory of the tests of actions: with one more, who has two roles that bite each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from terminal.importing import import_file
from tests.copies import Copy, copies_on_postgresql, copies_on_sqlite
from tests.floor import PINS, QUALITY, Floor
from tests.terminal.hands import BOTH, sign_everybody_on

PINS[BOTH] = "271899"


def hire_one_with_both_roles(floor: Floor, folder: Path) -> None:
    """Somebody who is tester and OQC; on other days, he is only one of them."""
    path = folder / "both.toml"
    path.write_text(
        f'[[person]]\nnumber = "{BOTH}"\nname = "金明"\nroles = ["tester", "oqc"]\n'
        f'supervisor = "{QUALITY}"\npin = "{PINS[BOTH]}"\n',
        encoding="utf-8",
    )
    import_file(floor.site, path)


@pytest.fixture(scope="session")
def sqlite_copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Copies of this factory on SQLite."""
    return copies_on_sqlite(tmp_path_factory.mktemp("factory"), hire_one_with_both_roles)


@pytest.fixture(scope="session")
def postgresql_copy(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Copies of this factory on PostgreSQL."""
    original = tmp_path_factory.mktemp("factory")
    with copies_on_postgresql(postgresql, original, hire_one_with_both_roles) as copy:
        yield copy


def with_everybody_signed_on(copy: Copy) -> Copy:
    """The same factory with all its people at all its stations."""

    @contextmanager
    def crowded(folder: Path) -> Iterator[Floor]:
        with copy(folder) as working:
            sign_everybody_on(working)
            yield working

    return crowded


@pytest.fixture
def crowded_sqlite(sqlite_copy: Copy) -> Copy:
    """Copies of a crowded factory on SQLite."""
    return with_everybody_signed_on(sqlite_copy)


@pytest.fixture
def crowded_postgresql(postgresql_copy: Copy) -> Copy:
    """Copies of a crowded factory on PostgreSQL."""
    return with_everybody_signed_on(postgresql_copy)


@pytest.fixture
def sqlite_floor(sqlite_copy: Copy, tmp_path: Path) -> Iterator[Floor]:
    """A factory at work on SQLite, for what only SQLite has."""
    with sqlite_copy(tmp_path) as working:
        yield working
