"""The card "from the label" beside a form: taken over, undone, put away, told whose it is."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from domain.errors import BadField
from terminal.desk import labels
from terminal.proposals import LABELS
from terminal.site import Site
from web.context import site, station_of
from web.desks import desk_context
from web.station import fragment, keep_draft, typed

bp = Blueprint("labels", __name__)


def _show(site: Site, station: str, form: str) -> None:
    labels.put_away(site, station, form, shown=True)


DEEDS: Final[Mapping[str, Callable[[Site, str, str], None]]] = MappingProxyType({
    "take": labels.take_over,
    "undo": labels.undo,
    "away": labels.put_away,
    "show": _show,
    "register": labels.register_product,
})  # fmt: skip


@bp.post("/station/<code>/label/<any(take, undo, away, show, register):deed>")
def card(code: str, deed: str) -> ResponseReturnValue:
    """Do what a button of the card says; what is typed in the form beside it is kept first."""
    station = station_of(code)
    form = _form()
    keep_draft(station.code)
    DEEDS[deed](site(), station.code, form)
    return fragment(desk_context(station), "desk")


@bp.post("/station/<code>/label/whose")
def whose(code: str) -> ResponseReturnValue:
    """Say whose label it is."""
    station = station_of(code)
    form = _form()
    keep_draft(station.code)
    labels.choose(site(), station.code, form, typed().get("whose", ""))
    return fragment(desk_context(station), "desk")


def _form() -> str:
    form = typed().get("act", "")
    if form not in LABELS:
        raise BadField(field="act", value=form[:40])
    return form
