"""A factory in a moment: made once on each kind of database, then copied for each test."""

import hashlib
import hmac
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from sqlalchemy import select

from domain.people import Person
from terminal.compose import compose
from tests.databases import a_database
from tests.floor import PINS, Clock, Floor, a_floor, settings_for

Copy = Callable[[Path], AbstractContextManager[Floor]]
Prepare = Callable[[Floor, Path], None]
numbers = count(1)


# Hundreds of people sign on in a test run; what a PIN costs is written into its hash.
CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hurry(floor: Floor) -> None:
    """Keep the PINs of the people, at a price that a test can pay for each of them."""
    pepper = floor.site.secrets.pepper
    with floor.site.writing() as db:
        for person in db.scalars(select(Person).where(Person.pin_hash != "")):
            keyed = hmac.new(pepper, PINS[person.number].encode(), hashlib.sha256)
            person.pin_hash = CHEAP.hash(keyed.hexdigest())


def as_it_is(floor: Floor, folder: Path) -> None:
    """Leave the demo factory as it was imported."""


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


def copies_on_sqlite(original: Path, prepare: Prepare = as_it_is) -> Copy:
    """Make a factory on SQLite; return what makes copies of it."""
    with a_floor(original, f"sqlite:///{original}/floor.db") as made:
        prepare(made, original)
        hurry(made)

    @contextmanager
    def copy(folder: Path) -> Iterator[Floor]:
        target = folder / f"copy-{next(numbers)}"
        shutil.copytree(original, target)
        with at_work(target, f"sqlite:///{target}/floor.db") as working:
            yield working

    return copy


@contextmanager
def copies_on_postgresql(
    server: str, original: Path, prepare: Prepare = as_it_is
) -> Iterator[Copy]:
    """Make a factory in a running PostgreSQL; yield what makes copies of it."""
    template = f"factory_{next(numbers)}"
    with a_database(server, template) as url:
        with a_floor(original, url) as made:
            prepare(made, original)
            hurry(made)

        @contextmanager
        def copy(folder: Path) -> Iterator[Floor]:
            number = next(numbers)
            target = folder / f"copy-{number}"
            shutil.copytree(original, target)
            with (
                a_database(server, f"copy_{number}", template=template) as copied,
                at_work(target, copied) as working,
            ):
                yield working

        yield copy
