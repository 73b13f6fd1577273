"""What the board is drawn from, in twenty letters: the same mark is the same board."""

import hashlib
from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as Db

from domain.events import Head
from domain.people import Desk, Draft, Session
from domain.printing import JobState, PrintJob
from terminal.site import Site

DOUBTFUL: Final = select(PrintJob).where(
    PrintJob.printer.in_(bindparam("printers", expanding=True)),
    PrintJob.state == JobState.UNCERTAIN,
)
MARKED: Final = select(
    select(Head.number).where(Head.site == bindparam("site")).scalar_subquery(),
    *(
        DOUBTFUL.with_only_columns(what).scalar_subquery()
        for what in (func.count(), func.sum(PrintJob.id), func.max(PrintJob.changed_at))
    ),
)
SEATS: Final = (
    select(Desk.station, Desk.lot, Session.id, Session.active_at, Session.ended_at)
    .outerjoin(Session, Session.id == Desk.session_id)
    .order_by(Desk.station)
)
TYPED: Final = (
    select(Draft.id, Draft.lot, Draft.fields)
    .where(Draft.lot.in_(select(Desk.lot).where(Desk.lot != "")))
    .order_by(Draft.id)
)


def still(site: Site) -> Site:
    """Return the site with its clock held at this minute and its devices as they are now.

    A board that is marked and read from one such site, within one session, shows nothing that its
    mark does not name: two boards with the same mark are the same board.
    """
    minute = site.now().replace(second=0, microsecond=0)
    return replace(site, now=lambda: minute, devices=dict(site.devices))


def board_mark(site: Site, db: Db) -> str:
    """Return a mark of everything that the board of a still site is drawn from.

    Lots, hand-overs, cases and people change with an event only; desks, drafts, the fate of papers
    and devices change without one.
    """
    codes = [printer.code for printer in site.settings.printers]
    known = (
        site.now().isoformat(),
        db.execute(MARKED, {"site": site.code, "printers": codes}).one(),
        db.execute(SEATS).all(),
        db.execute(TYPED).all(),
        sorted((code, state.condition, state.since) for code, state in site.devices.items()),
    )
    return hashlib.sha256(repr(known).encode()).hexdigest()[:20]
