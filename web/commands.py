"""The command sheet of a station on A4, to be hung up where its people scan."""

from flask import Blueprint, render_template

from domain.errors import UnknownThing
from terminal.queries.office.commands import command_rows
from web.context import set_look, site
from web.looks import look
from web.office import also

bp = Blueprint("commands", __name__)


@bp.get("/commands/<code>")
def sheet(code: str) -> str:
    """Show the codes that a reader at a station understands; raises `UnknownThing`."""
    set_look()
    station = site().settings.station(code)
    if station is None:
        raise UnknownThing(kind="station", name=code[:40])
    return render_template(
        "office/commands.html",
        station=station,
        name=station.called("en" if look().locale == "en" else "zh"),
        rows=command_rows(station),
        heads=site().settings.forms,
        printed_at=site().now(),
        also=also,
    )
