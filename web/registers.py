"""Registers: their tables as files, out and in, and their fields in the reader's words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Flask, Response, abort, request
from flask.typing import ResponseReturnValue

from terminal.desk.tables import expect_administrator, put_aside, take_table
from terminal.registers.said import said
from terminal.registers.tables import TABLES
from terminal.registers.writing import as_csv, as_xlsx, table_lines
from terminal.tables import BadFile
from web.context import site, station_of
from web.looks import look

bp = Blueprint("registers", __name__)
Writer = Callable[[Iterable[list[str | int]]], bytes]
FORMATS: Final[Mapping[str, tuple[str, Writer]]] = MappingProxyType({
    "csv": ("text/csv", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
})  # fmt: skip


@bp.post("/station/<code>/table")
def upload(code: str) -> ResponseReturnValue:
    """Look through a table; what it would change stands on the page to be signed."""
    station = station_of(code)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadFile(fault="no-rows")
    take_table(site(), station.code, request.form.get("table", ""), file.filename, file.read())
    return "", 204


@bp.post("/station/<code>/table-aside")
def aside(code: str) -> ResponseReturnValue:
    """Forget the table that waits; nothing of it comes in."""
    put_aside(site(), station_of(code).code)
    return "", 204


@bp.get("/station/<code>/table/<kind>.<any(csv, xlsx):form>")
def download(code: str, kind: str, form: str) -> Response:
    """Give an administrator a table as a file."""
    station = station_of(code)
    expect_administrator(site(), station.code)
    table = TABLES.get(kind)
    if table is None:
        abort(404)
    mimetype, write = FORMATS[form]
    with site().reading() as db:
        data = write(table_lines(site(), db, table, look().locale))
    response = Response(data, mimetype=mimetype)
    day = datetime.strftime(site().local(site().now()), "%Y%m%d")
    name = f"{site().code}-{kind}-{day}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def teach(app: Flask) -> None:
    """Let templates say what stands in a field of a row, and how its column is called."""
    app.jinja_env.globals.update(said_value=_said, column_word=_column)


def _said(name: str, value: object) -> str:
    return said(site().words, look().locale, name, value)


def _column(name: str) -> str:
    return site().words.catalogs[look().locale].get(f"column.{name}", name)
