"""Opening the database: readers that never queue behind a writer, writers that take turns."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

import pysqlite3.dbapi2 as bundled
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

OLDEST_SQLITE: Final = (3, 51, 3)
PRAGMAS: Final = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
    "recursive_triggers=ON",
    "journal_size_limit=67108864",
)
NETWORK_FILE_SYSTEMS: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"})


class DatabaseRefused(Exception):
    """This database cannot be trusted with signatures; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Database:
    """One database, opened twice: for readers and for writers."""

    url: str
    readers: sessionmaker[Session]
    writers: sessionmaker[Session]
    turn_file: Path | None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.turn_file is not None

    @property
    def write_engine(self) -> Engine:
        """The engine of the writers, for migrations."""
        engine = self.writers.kw["bind"]
        assert isinstance(engine, Engine)  # noqa: S101  (sessionmaker is not typed for this)
        return engine

    def reading(self) -> AbstractContextManager[Session]:
        """Open a session that only looks; it sees one moment and holds nobody up."""
        return self.readers.begin()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session that commits as a whole or not at all; SQLite's writers take turns."""
        with self._turn(), self.writers.begin() as db:
            yield db

    @contextmanager
    def rehearsing(self) -> Iterator[Session]:
        """Open a writer's session whose every change is undone at the end."""
        with self._turn(), self.writers() as db:
            yield db
            db.rollback()

    def _turn(self) -> AbstractContextManager[object]:
        return _file_turn(self.turn_file) if self.turn_file else nullcontext()

    def dispose(self) -> None:
        """Close every connection."""
        for made in (self.readers, self.writers):
            made.kw["bind"].dispose()


def open_database(url: str) -> Database:
    """Open SQLite or PostgreSQL so that both lock the way the actions expect.

    Raises `DatabaseRefused` for an SQLite that is too old or a file on a network file system.
    """
    if not make_url(url).drivername.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, pool_size=20, max_overflow=20)
        # A reader sees one moment on both databases; SQLite's readers do so anyway.
        looking = engine.execution_options(isolation_level="REPEATABLE READ")
        return Database(url, _sessions(looking), _sessions(engine), None)
    path = Path(str(make_url(url).database))
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_network(path)
    module = _sqlite_module()
    reader = _sqlite_engine(url, module, "BEGIN", ("query_only=ON",))
    writer = _sqlite_engine(url, module, "BEGIN IMMEDIATE", ())
    _write_ahead(path, module)
    return Database(url, _sessions(reader), _sessions(writer), path.with_name(path.name + ".turn"))


def _sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False, autoflush=False)


def _sqlite_module() -> ModuleType:
    for module in (sqlite3, bundled):
        if tuple(module.sqlite_version_info) >= OLDEST_SQLITE:
            return module
    oldest = ".".join(map(str, OLDEST_SQLITE))
    raise DatabaseRefused(f"SQLite {bundled.sqlite_version} is older than {oldest}")


def _sqlite_engine(url: str, module: ModuleType, begin: str, more: tuple[str, ...]) -> Engine:
    engine = create_engine(url, module=module, pool_size=20, max_overflow=300)

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, *more):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", start)
    return engine


def _write_ahead(path: Path, module: ModuleType) -> None:
    # Once, at the start: several processes that switch at the same time get "locked".
    with _file_turn(path.with_name(path.name + ".turn")):
        connection = module.connect(str(path))
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()


@contextmanager
def _file_turn(path: Path) -> Iterator[None]:
    # The kernel queues waiters of a file lock in order, across threads and processes, so that
    # nobody starves as they do on SQLite's busy timeout (worst wait 42 ms against 1,333 ms).
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _refuse_network(path: Path) -> None:
    where = path.parent.resolve()
    best, kind = "", ""
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, point, name, *_rest = line.split()
        if where.is_relative_to(point) and len(point) > len(best):
            best, kind = point, name
    if kind in NETWORK_FILE_SYSTEMS:
        raise DatabaseRefused(f"{path} is on a network file system ({kind}); use a local disk")
