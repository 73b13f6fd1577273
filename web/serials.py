"""Serials from a file and into one: the upload of a desk, the list of a batch as a table."""

import csv
import io

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from domain.errors import UnknownBatch
from terminal.desk.uploads import take_serials
from terminal.queries.batch import batch_of, batch_view
from terminal.queries.batch_pieces import PieceRow
from terminal.registers.writing import BOM, harmless
from terminal.tables import BadFile
from web.context import set_look, site, station_of
from web.looks import look
from web.station import typed

bp = Blueprint("serials", __name__)


@bp.post("/station/<code>/serials")
def upload(code: str) -> ResponseReturnValue:
    """Register the serials of a file; the rows that are wrong stand on the page."""
    station = station_of(code)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadFile(fault="empty")
    take_serials(site(), station.code, typed().get("lot", ""), file.read())
    return "", 204


@bp.get("/batches/<number>/serials.csv")
def table(number: str) -> Response:
    """Return a batch's serials as a table; no cell of it is a formula."""
    set_look()
    with site().reading() as db:
        known = batch_of(db, number)
        if known is None:
            raise UnknownBatch(batch=number[:40])
        rows = batch_view(site(), db, known).pieces
    text = io.StringIO()
    writer = csv.writer(text)
    heads = ("serial", "lot", "state", "round", "payer", "path", "earlier", "tag")
    writer.writerow([_say(f"serials.column.{head}") for head in heads])
    writer.writerows([harmless(cell) for cell in _cells(row)] for row in rows)
    response = Response(BOM + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{known}-serials.csv"'
    return response


def _cells(row: PieceRow) -> tuple[str, ...]:
    if not row.lot:
        return (row.serial, "—", "—", "—", "—", "—", row.earlier, row.tagged)
    return (
        row.serial, row.lot, _place(row.place), str(row.round),
        _say(f"serials.payer.{row.payer}"), " ".join(row.path), row.earlier, row.tagged,
    )  # fmt: skip


def _place(place: str) -> str:
    if place == "missing":
        return _say("serials.missing")
    ending = place in {"shipped", "scrapped", "returned-as-is"}
    return _say(f"batch.place.{place}" if ending else f"step.{place}")


def _say(key: str) -> str:
    return site().words.say(look().locale, key)
