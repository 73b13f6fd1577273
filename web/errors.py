"""Turning a rule that said no into words, in the reader's language, with nothing lost."""

import logging
import secrets

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from domain.errors import DomainError, UnknownBatch, UnknownLot, UnknownThing
from terminal.desk.strip import Strip
from web.context import NotEnrolled, set_look, site
from web.looks import LOOK
from web.strips import spoken

log = logging.getLogger(__name__)


class TooMuch(DomainError):
    """More was sent than this page takes; `most` says how much it takes."""

    code = "too-much"


STATUS: dict[type[DomainError], int] = {
    UnknownBatch: 404,
    UnknownLot: 404,
    UnknownThing: 404,
    NotEnrolled: 403,
    TooMuch: 413,
}


def register(app: Flask) -> None:
    """Show every refusal in the page's own strip, and everything else as a page with a number."""
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _page)
    app.register_error_handler(RequestEntityTooLarge, _too_much)
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(Exception, _bug)


def _refused(error: DomainError) -> Response:
    if not hasattr(g, LOOK):
        set_look()
    strip = spoken(Strip.refusal(error, site().now()))
    status = STATUS.get(type(error), 422)
    if "HX-Request" not in request.headers:
        return make_response(render_template("error.html", strip=strip), status)
    response = make_response(render_template("parts/strip_only.html", strip=strip), status)
    response.headers["HX-Retarget"] = "#strip"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _too_much(_: RequestEntityTooLarge) -> Response:
    # Whoever sends too much is stopped before his page has chosen its language.
    set_look(site().settings.station((request.view_args or {}).get("code", "")))
    most = request.max_content_length or 0
    return _refused(TooMuch(most=f"{most >> 20} MB" if most >> 20 else f"{most >> 10} kB"))


def _page(error: HTTPException) -> Response:
    if not hasattr(g, LOOK):
        set_look()
    status = error.code or 500
    strip = spoken(
        Strip("bad", f"http.{status if status in {400, 404} else 'other'}", site().now())
    )
    return make_response(render_template("error.html", strip=strip), status)


def _bug(error: Exception) -> Response:
    reference = secrets.token_hex(3).upper()
    log.error("bug %s at %s", reference, request.path, exc_info=error)
    if not hasattr(g, LOOK):
        set_look()
    strip = spoken(Strip("bad", "http.bug", site().now(), {"reference": reference}))
    return make_response(render_template("error.html", strip=strip), 500)
