"""A factory at work in a moment: made once on each kind of database, then copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest

from terminal.compose import compose
from terminal.importing import import_file
from tests.conftest import ENGINES
from tests.databases import a_database
from tests.floor import PINS, QUALITY, Clock, Floor, a_floor, settings_for
from tests.terminal.hands import BOTH, sign_everybody_on

TEMPLATE = "factory_template"
PINS[BOTH] = "271899"
copies = count(1)
Copy = Callable[[Path], AbstractContextManager[Floor]]


@contextmanager
def at_work(folder: Path, url: str) -> Iterator[Floor]:
    """Open a factory that is there already."""
    clock = Clock()
    site = compose(settings_for(folder, url), now=clock)
    try:
        yield Floor(site, clock)
    finally:
        site.bus.close()
        site.database.dispose()


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
    """Copies of one factory on SQLite."""
    original = tmp_path_factory.mktemp("factory")
    with a_floor(original, f"sqlite:///{original}/floor.db") as made:
        hire_one_with_both_roles(made, original)

    @contextmanager
    def copy(folder: Path) -> Iterator[Floor]:
        target = folder / f"copy-{next(copies)}"
        shutil.copytree(original, target)
        with at_work(target, f"sqlite:///{target}/floor.db") as working:
            yield working

    return copy


@pytest.fixture(scope="session")
def postgresql_copy(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """Copies of one factory on PostgreSQL."""
    original = tmp_path_factory.mktemp("factory")
    with a_database(postgresql, TEMPLATE) as url:
        with a_floor(original, url) as made:
            hire_one_with_both_roles(made, original)

        @contextmanager
        def copy(folder: Path) -> Iterator[Floor]:
            target = folder / f"copy-{next(copies)}"
            shutil.copytree(original, target)
            name = f"copy_{next(copies)}"
            with (
                a_database(postgresql, name, template=TEMPLATE) as url,
                at_work(target, url) as working,
            ):
                yield working

        yield copy


@pytest.fixture(params=ENGINES)
def floor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Floor]:
    """A factory at work on each kind of database."""
    copy: Copy = request.getfixturevalue(f"{request.param}_copy")
    with copy(tmp_path) as working:
        yield working


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
