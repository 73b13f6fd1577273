"""The devices of the whole site, and how they are to be wired."""

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, render_template
from jinja2_fragments.flask import render_block

from terminal.queries.devices import all_devices
from terminal.queries.printers import gone_printers
from web.context import set_look, site
from web.looks import look

bp = Blueprint("devices", __name__)
TEMPLATE: Final = "devices.html"
GUIDES: Final = Path(__file__).parents[1] / "docs"


@bp.get("/devices")
def devices() -> str:
    """Show every reader and printer, how it is and since when."""
    return render_template(TEMPLATE, **_facts())


@bp.get("/devices/list")
def listed() -> str:
    """Show the list again."""
    return render_block(TEMPLATE, "listed", **_facts())


@bp.get("/devices/wiring")
def wiring() -> Response:
    """Give the wiring guide as it is in the documentation, in the reader's language."""
    set_look()
    guide = GUIDES / ("wiring.md" if look().locale == "en" else "wiring.zh.md")
    if not guide.is_file():
        abort(404)
    return Response(guide.read_text(encoding="utf-8"), mimetype="text/plain")


def _facts() -> dict[str, object]:
    set_look()
    language = "en" if look().locale == "en" else "zh"
    with site().reading() as db:
        groups, gone = all_devices(site(), db), gone_printers(site(), db)
    cards = [card for group in groups for card in group.devices]
    return {
        "groups": [(one.station, one.station and one.station.called(language), one.devices)
                   for one in groups],
        "total": len(cards),
        "troubled": [card for card in cards if not card.fine],
        "gone": gone,
        "person": None,
    }  # fmt: skip
