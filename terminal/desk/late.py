"""A desk at which a slip is being entered: its next signed act is that slip's (补录)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act
from domain.errors import BadField
from domain.late import Late
from domain.people import Draft
from terminal.desk import drafts
from terminal.desk.desks import at_desk, clear_act, refresh, show
from terminal.desk.strip import Strip
from terminal.forms import text
from terminal.late import check_time, open_book
from terminal.site import Site
from terminal.transaction import Transaction

FORM: Final = "late"
ON: Final = drafts.LATE
DAYS: Final = 3
# What people do on paper while nothing else works; all other acts wait.
ON_PAPER: Final = frozenset({
    Act.BOOK_IN, Act.RECEIVE, "receive-part", "receive-cart", Act.REFUSE, Act.DECIDE, Act.OFFER,
    "offer-cart", Act.SHIP,
})  # fmt: skip


def begin(site: Site, station: str, typed: Mapping[str, str]) -> None:
    """Take a slip as it was typed: the next act that is signed here is entered with it.

    Raises what is wrong with the slip, its time or a field.
    """
    late = _read(site, typed)
    with at_desk(site, station) as (tx, desk):
        check_time(site, late, tx.at, open_book(tx.db, late).printed_at)
        drafts.write(tx, station, "", ON, fields_of(late))
        clear_act(desk)
        desk.view = ""
        show(tx, desk, Strip("ask", "late.began", tx.at, {"slip": late.slip}))
        refresh(tx, desk)


def end(site: Site, station: str) -> None:
    """Put the slip aside: what is signed next is done now, as always."""
    with at_desk(site, station) as (tx, desk):
        forget(tx, station)
        refresh(tx, desk)
        tx.tell("scan", station)


def forget(tx: Transaction, station: str) -> None:
    """Forget the slip of a desk, and what was typed for it."""
    tx.db.query(Draft).filter(
        Draft.station == station, Draft.lot == "", Draft.act.in_((FORM, ON))
    ).delete(synchronize_session=False)


def slip_of(db: Db, station: str) -> Late | None:
    """Return the slip that is being entered at a desk."""
    query = select(Draft.fields).where(Draft.station == station, Draft.lot == "", Draft.act == ON)
    fields = db.scalar(query)
    return late_of(json.loads(fields)) if fields else None


def fields_of(late: Late) -> dict[str, str]:
    """Return a slip's facts as fields that lie beside those of the act's form."""
    return {"late.slip": late.slip, "late.at": late.at.isoformat(), "late.by": late.by}


def late_of(fields: Mapping[str, str]) -> Late | None:
    """Return the slip that an act waits with, nothing when it is done now."""
    if not (slip := fields.get("late.slip")):
        return None
    return Late(slip, datetime.fromisoformat(fields["late.at"]), fields["late.by"])


def _read(site: Site, typed: Mapping[str, str]) -> Late:
    number = f"{site.code}-B{typed.get('book', '').strip()}/{typed.get('leaf', '').strip()}"
    by = text("by", typed.get("by", ""))
    if not by:
        raise BadField(field="by", value="")
    return Late(number, _moment(site, typed), by)


def _moment(site: Site, typed: Mapping[str, str]) -> datetime:
    clock, ago = typed.get("clock", "").strip(), typed.get("day", "")
    if not (clock.isascii() and clock.isdecimal() and len(clock) in {3, 4}):
        raise BadField(field="clock", value=clock[:20])
    if ago not in {str(days) for days in range(DAYS)}:
        raise BadField(field="day", value=ago[:20])
    day = site.today() - timedelta(days=int(ago))
    try:
        at = datetime(day.year, day.month, day.day, int(clock[:-2]), int(clock[-2:]),
                      tzinfo=site.settings.timezone)  # fmt: skip
    except ValueError:
        raise BadField(field="clock", value=clock) from None
    return at.astimezone(UTC)
