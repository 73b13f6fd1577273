"""The taps beside a scale: take over what it says, or weigh counted pieces as its reference."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from terminal.desk.weighing import take_weight, weigh_sample
from web.context import site, station_of
from web.desks import desk_context
from web.station import fragment, keep_draft

bp = Blueprint("weighing", __name__)


@bp.post("/station/<code>/weigh/<any(take, sample):what>")
def weigh(code: str, what: str) -> ResponseReturnValue:
    """Keep what was typed, then do what was tapped; the page shows what came of it."""
    station = station_of(code)
    keep_draft(station.code)
    deed = take_weight if what == "take" else weigh_sample
    deed(site(), station.code)
    return fragment(desk_context(station), "desk")
