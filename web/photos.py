"""Pictures: taken at a desk, and shown by their digest."""

import re
from typing import Final

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.picture import PictureRefused
from terminal.desk.photos import take as take_picture
from terminal.queries.photos import picture_of
from web.context import site, station_of
from web.station import nonce, typed

bp = Blueprint("photos", __name__)
DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
# What is named by its digest never changes; it is nobody's page and may do nothing.
HEADERS: Final = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Content-Disposition": "inline",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@bp.post("/station/<code>/photo")
def take(code: str) -> ResponseReturnValue:
    """Keep a photo of the lot on the desk, or of found boards."""
    return _taken(code, "add-photo")


@bp.post("/station/<code>/board-picture")
def board(code: str) -> ResponseReturnValue:
    """Keep a new version of the picture of a product's board."""
    return _taken(code, "set-board-picture")


@bp.get("/pictures/<digest>.jpg", defaults={"size": "large"})
@bp.get("/pictures/<any(small):size>/<digest>.jpg")
def picture(digest: str, size: str) -> Response:
    """Return a picture that some page shows; a withdrawn one is not there."""
    data = None
    if DIGEST.fullmatch(digest):
        with site().reading() as db:
            data = picture_of(db, digest, small=size == "small")
    if data is None:
        abort(404)
    return Response(data, mimetype="image/jpeg", headers=HEADERS)


def _taken(code: str, act: str) -> ResponseReturnValue:
    """Take the one file of a form; its name is never looked at. Without a script, go back.

    Raises `PictureRefused` for two: nobody can tell which of them was meant.
    """
    station = station_of(code)
    fields = typed()
    sent = [file.read() for one in request.files for file in request.files.getlist(one)]
    data, *more = [*filter(None, sent), b""]
    if any(more):
        raise PictureRefused(picture="two")
    key = fields.pop("nonce", "") or nonce()
    take_picture(site(), station.code, act, fields, key=key, data=data)
    if "HX-Request" in request.headers:
        return "", 204
    return redirect(url_for("station.page", code=station.code), 303)
