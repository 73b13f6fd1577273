"""The command sheets on A4, to be hung up where people scan."""

from collections.abc import Iterable

from flask import Blueprint, render_template

from domain.errors import UnknownThing
from terminal.queries.office.commands import command_groups
from terminal.settings import Station
from web.context import set_look, site
from web.looks import look
from web.office import also

bp = Blueprint("commands", __name__)


@bp.get("/commands")
def sheets() -> str:
    """Show the sheets of all stations, each on its own page."""
    return _sheets(site().settings.stations)


@bp.get("/commands/<code>")
def sheet(code: str) -> str:
    """Show the codes that a reader at a station understands; raises `UnknownThing`."""
    station = site().settings.station(code)
    if station is None:
        raise UnknownThing(kind="station", name=code[:40])
    return _sheets([station])


def _sheets(stations: Iterable[Station]) -> str:
    set_look()
    language = "en" if look().locale == "en" else "zh"
    with site().reading() as db:
        sheets_of = [(one, one.called(language), command_groups(db, one)) for one in stations]
    return render_template(
        "office/commands.html",
        sheets_of=sheets_of,
        heads=site().settings.forms,
        printed_at=site().now(),
        also=also,
    )
