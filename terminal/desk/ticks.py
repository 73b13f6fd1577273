"""A scan at a change of shift ticks a lot off and leaves everything else on the page as it is."""

from domain.lot import Lot
from domain.people import Desk
from domain.shift import BY_HAND, NotOnList
from terminal.desk import drafts
from terminal.desk.desks import clear_act, idle_limit, open_session, refresh, show
from terminal.desk.strip import Strip
from terminal.queries.drafts import draft_of
from terminal.shifts import TICKS, numbers
from terminal.transaction import Transaction

VIEW = "shift"


def tick(tx: Transaction, desk: Desk, lot: Lot, *, by_hand: bool = False) -> None:
    """Tick a lot off; raises `NotOnList` for one that does not change hands here.

    A tick by hand, where the label cannot be read, is marked as such until it is scanned.
    """
    clear_act(desk)
    session = open_session(tx.db, desk, tx.at, idle_limit(tx.site, tx.station))
    if session:
        session.active_at = tx.at
    wanted = numbers(tx.db, tx.station, session.person_id if session else 0)
    if lot.number not in wanted:
        raise NotOnList(lot=lot.number, station=tx.station)
    ticked = [one for one in ticks_of(tx, tx.station) if one.removesuffix(BY_HAND) in wanted]
    known = {one.removesuffix(BY_HAND) for one in ticked}
    if not by_hand or lot.number not in known:
        ticked = [one for one in ticked if one.removesuffix(BY_HAND) != lot.number]
        ticked.append(lot.number + (BY_HAND if by_hand else ""))
    drafts.write(tx, tx.station, "", TICKS, {"scanned": ",".join(ticked)})
    left = len(wanted) - len(ticked)
    show(tx, desk, Strip("ok", "scan.ticked", tx.at, {"lot": lot.number, "left": left}))
    refresh(tx, desk)


def ticks_of(tx: Transaction, station: str) -> list[str]:
    """Return what has been ticked off at a station, the last one last."""
    scanned = draft_of(tx.db, station, TICKS).get("scanned", "")
    return [one for one in scanned.split(",") if one]
