"""Whether the service is able to work, told truthfully."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from terminal.queries.health import trouble
from web.context import site

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Answer 200 when the database answers, else 503 with what is wrong."""
    found = trouble(site())
    return jsonify(ok=not found, trouble=found), 503 if found else 200
