"""Reading and changing one station's desk, each time in one short transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from domain.access import Act
from domain.people import Badge, Desk, Draft, Person, Session
from domain.process import Step
from terminal.bus import News
from terminal.desk.strip import Strip
from terminal.shifts import TICKS
from terminal.site import Site
from terminal.transaction import Transaction

SHIFT_DRAFTS: Final = (TICKS, Act.GIVE_SHIFT.value, Act.TAKE_SHIFT.value)
PATIENCE: Final = timedelta(minutes=30)


@contextmanager
def at_desk(site: Site, station: str) -> Iterator[tuple[Transaction, Desk]]:
    """Open a transaction at a station's desk; its news goes out after the commit."""
    with site.writing() as db:
        tx = Transaction(site, db, None, site.now(), place=station)
        query = select(Desk).where(Desk.station == station).with_for_update()
        desk = db.scalar(query.execution_options(populate_existing=True))
        if desk is None:
            desk = _first_use(db, station) or db.scalars(query).one()
        yield tx, desk
        tx.finish()
    site.bus.publish(*tx.news)


def _first_use(db: Db, station: str) -> Desk | None:
    # Two at once, a reader and a page, may both be the first: one of them makes the desk.
    desk = Desk(station=station)
    try:
        with db.begin_nested():
            db.add(desk)
            db.flush()
    except IntegrityError:
        return None
    return desk


def show(tx: Transaction, desk: Desk, strip: Strip) -> None:
    """Put a strip on the desk's screen; the page hears it with the right sound."""
    desk.strip = strip.to_json()
    tx.news.append(News("scan", desk.station, ok=strip.tone in {"ok", "ask"}))


def refresh(tx: Transaction, desk: Desk) -> None:
    """Let the desk's page draw itself again."""
    tx.tell("desk", desk.station)


def open_session(db: Db, desk: Desk, now: datetime, idle: timedelta) -> Session | None:
    """Return the unbroken session at a desk; one that was idle for too long is none."""
    if desk.session_id is None:
        return None
    session = db.get(Session, desk.session_id)
    if session is None or session.ended_at or now - session.active_at > idle:
        return None
    badge, person = db.get(Badge, session.badge_id), db.get(Person, session.person_id)
    if badge is None or badge.revoked_at or person is None or not person.active:
        return None
    return session


def stay(tx: Transaction, desk: Desk) -> None:
    """Keep the session at a desk unbroken: somebody works here."""
    session = open_session(tx.db, desk, tx.at, idle_limit(tx.site, tx.station))
    if session:
        session.active_at = tx.at


def idle_limit(site: Site, station: str) -> timedelta:
    """Return how long a session stays unbroken without activity (ui.md, rule 10)."""
    found = site.settings.station(station)
    steps = found.steps if found else ()
    slow = {Step.REPAIR, Step.REWORK} & set(steps)
    figures = site.figures
    return timedelta(minutes=figures.idle_minutes_repair if slow else figures.idle_minutes)


def clear_act(desk: Desk) -> None:
    """Forget the act that waits for a signature, and a badge that waits for its PIN."""
    desk.act = desk.act_fields = desk.act_key = ""
    desk.act_at, desk.act_tapped = None, False
    desk.asked_badge_id, desk.asked_at, desk.new_pin = None, None, ""


def look_of(site: Site, station: str) -> tuple[str, str]:
    """Return the language and theme chosen at a desk, empty where none was."""
    with site.reading() as db:
        desk = db.get(Desk, station)
        return (desk.language, desk.theme) if desk else ("", "")


def choose_look(site: Site, station: str, *, language: str = "", theme: str = "") -> None:
    """Keep the language or the theme that somebody chose at a desk."""
    with at_desk(site, station) as (tx, desk):
        desk.language, desk.theme = language or desk.language, theme or desk.theme
        refresh(tx, desk)


def open_view(site: Site, station: str, view: str) -> None:
    """Show one of the station's own pages: intake, supervise, queue; empty for the idle page.

    Every search for boards without a label starts anew, the list of papers begins at the newest,
    and a change of shift that was left lying starts anew too: what was ticked off hours ago may be
    gone. Who opens intake by itself sorts no receipt.
    """
    with at_desk(site, station) as (tx, desk):
        show_view(tx, desk, view)


def show_view(tx: Transaction, desk: Desk, view: str) -> None:
    """Show a page of the station, within a transaction at its desk."""
    clear_act(desk)
    own = tx.db.query(Draft).filter_by(station=desk.station, lot="")
    if view == Step.INTAKE:
        own.filter(Draft.act == "sorting").delete()
    if view in {"find", "queue", "devices"}:
        own.filter(Draft.act == view).delete()
    if view == "printer":
        own.filter(Draft.act == "calibrate-printer").delete()
    if view == "shift":
        lying = own.filter(Draft.act.in_(SHIFT_DRAFTS), Draft.saved_at < tx.at - PATIENCE)
        lying.delete(synchronize_session=False)
    desk.view, desk.lot = view, ""
    refresh(tx, desk)
