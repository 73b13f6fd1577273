"""The Flask application: pages on top of one site."""

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from terminal.site import Site
from web import decisions, errors, looks
from web.context import SITE

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
BODY_LIMIT = 64 * 1024
# Files are longer than any form; what an endpoint takes at most, in bytes.
FILE_LIMITS: Final = MappingProxyType(
    {
        "serials.upload": 600 * 1024,
        "registers.upload": 600 * 1024,
        "station.tester_log": 1024 * 1024,
        "photos.take": 16 * 1024 * 1024 + BODY_LIMIT,
        "photos.board": 16 * 1024 * 1024 + BODY_LIMIT,
    }
)


def create_app(site: Site) -> Flask:
    """Serve one site; everything else that pages need, the site already has."""
    app = Flask(__name__)
    app.extensions[SITE] = site
    app.config.update(
        SECRET_KEY=site.secrets.web,
        SESSION_COOKIE_NAME="terminal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.before_request(_allow_files)  # before the token is looked for in the form
    CSRFProtect(app)
    looks.register(app, site.words)
    decisions.teach(app)
    errors.register(app)
    _add_pages(app, site)
    app.after_request(_secure)
    return app


def _add_pages(app: Flask, site: Site) -> None:
    from web import (  # noqa: PLC0415
        batches,
        board,
        commands,
        demo,
        devices,
        health,
        home,
        labels,
        ledger,
        office,
        photos,
        registers,
        serials,
        station,
        stream,
        weeks,
        weighing,
    )

    registers.teach(app)
    office_pages = (office, weeks, ledger, serials, photos, commands, registers, labels)
    for page in (home, station, stream, board, batches, *office_pages, devices, weighing, health):
        app.register_blueprint(page.bp)
    if site.settings.has_simulated_devices:
        app.register_blueprint(demo.bp)


def _allow_files() -> None:
    request.max_content_length = FILE_LIMITS.get(request.endpoint or "", request.max_content_length)


def _secure(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not response.cache_control.max_age:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
