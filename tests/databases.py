"""Throw-away databases: a SQLite file, and a PostgreSQL that lives as long as the test run."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from psycopg import sql


@contextmanager
def a_postgresql(port: int = 55432) -> Iterator[str]:
    """Start a private PostgreSQL on a socket of its own; yield its URL without a database."""
    folder = Path(mkdtemp(prefix="pg-"))
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    command = []
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        shutil.chown(folder, "nobody")
    data = folder / "data"
    options = f"-p {port} -k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
    run = [*command, str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
    try:
        _run([*run, "--no-sync", "-E", "UTF8", "--locale=C"])
        control = [*command, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        _run([*control, "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield f"host={folder} port={port} user=postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def a_database(server: str, name: str, *, template: str = "template1") -> Iterator[str]:
    """Create a database in a running PostgreSQL; yield its SQLAlchemy URL and drop it after."""
    admin = f"{server} dbname=postgres"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template)
    )
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(create)
    folder, port = (
        server.split(maxsplit=1)[0].partition("=")[2],
        server.split()[1].partition("=")[2],
    )
    try:
        yield f"postgresql+psycopg://postgres@/{name}?host={folder}&port={port}"
    finally:
        with suppress(psycopg.Error), psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(drop.format(sql.Identifier(name)))
