"""The first page: which stations there are, the board, and in the demo the simulated devices."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from web.context import LOCALES, set_look, site
from web.looks import look

bp = Blueprint("home", __name__)
YEAR_SECONDS = 365 * 24 * 3600


@bp.get("/")
def home() -> str:
    """Show the stations of this site."""
    set_look()
    language = next(one for one, locale in LOCALES.items() if locale == look().locale)
    stations = [(one.code, one.called(language), one.line) for one in site().settings.stations]
    return render_template(
        "home.html", stations=stations, demo=site().settings.has_simulated_devices
    )


@bp.post("/look/<any(language, theme):what>/<any(zh, en, light, dark):value>")
def look_of_reader(what: str, value: str) -> ResponseReturnValue:
    """Keep the language or the colours of a page that belongs to no station."""
    response = make_response("", 204)
    response.set_cookie(what, value, max_age=YEAR_SECONDS, samesite="Strict", httponly=True)
    response.headers["HX-Refresh"] = "true"
    return response
