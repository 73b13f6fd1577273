"""Which page lies on a desk: the same for the browser that shows it and for the reader.

The order is: a PIN that is asked, an act that waits for its signature, a page that somebody
opened, the lot on the desk, and the idle page.
"""

from dataclasses import replace

from sqlalchemy.orm import Session as Db

from terminal.queries.desk import DeskView, desk_view
from terminal.queries.extras import Facing
from terminal.queries.photos import PANEL, photographing
from terminal.queries.work import Work, work_view
from terminal.settings import Station
from terminal.site import Site


def facing_of(site: Site, db: Db, station: Station) -> Facing:
    """Return the page that a station shows now, and what it is about."""
    view = desk_view(site, db, station)
    work = work_view(site, db, station, view.lot) if view.lot else None
    facing = Facing(site, db, station, _page(view, work), view, work)
    if work and facing.page == work.mode and photographing(facing):
        return replace(facing, page=PANEL)
    return facing


def _page(view: DeskView, work: Work | None) -> str:
    if view.asks_pin:
        return "pin"
    if view.act:
        return "pin" if view.act_tapped else "tap"
    if view.view:
        return view.view
    return work.mode if work else "idle"
