"""What a scan means at a station: a badge, a lot, a slip; anything else is refused and logged.

A scan works in any state of the page and never touches the work that lies on the desk unless it
is meant to (ui.md, rules 1 and 5).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from domain.codes import Code, CodeKind, lot_number, number_of_cart, parse, slip_parts
from domain.errors import DomainError, UnknownCode, UnknownLot
from domain.findings import Term
from domain.handover import WAITING, Handover, OutdatedSlip
from domain.late import late_parts
from domain.lot import Lot
from domain.people import Badge, Desk, NoSession, Person, UnknownBadge
from terminal.acts import SIGNED
from terminal.desk import drafts, ticks
from terminal.desk.carts import cart_with, lay_cart
from terminal.desk.commands import obey
from terminal.desk.desks import at_desk, clear_act, idle_limit, open_session, refresh, show, stay
from terminal.desk.filling import prepared
from terminal.desk.hiding import HIDDEN, somebodys_badge, without_badge
from terminal.desk.keyed import digit, term
from terminal.desk.labels import take_label
from terminal.desk.late import FORM
from terminal.desk.notes import Note
from terminal.desk.printers import tell_printer
from terminal.desk.receipts import lay_receipt
from terminal.desk.serial_scans import lot_of_serial, take_serial
from terminal.desk.sessions import ask_pin
from terminal.desk.signing import Taken, record, sign, tapped
from terminal.desk.strip import Strip
from terminal.desk.waybills import take_waybill
from terminal.lookup import elsewhere
from terminal.queries.supervise import decisions, eyes_of
from terminal.site import Site
from terminal.transaction import Transaction

LONGEST_SHOWN: Final = 40


def scan(
    site: Site,
    station: str,
    text: str,
    *,
    problem: str = "",
    raw: bytes = b"",
    read: Callable[[], Code | None] | None = None,
) -> bool:
    """Do what a scan asks for at a station; return whether it was accepted.

    `problem` is what the reader found wrong with the frame (damaged, too long, control
    characters); `read` reads what is no text, as a card. A refused scan is an event; it changes
    nothing else.
    """
    try:
        if problem:
            raise UnknownCode(scanned=raw.hex()[:LONGEST_SHOWN], why=problem)
        frame = raw or text.encode(errors="replace")
        code = read() if read else _read(site, station, text, frame)
        if code is None:
            return True
        with at_desk(site, station) as (tx, desk):
            taken = MEANINGS.get(code.kind, _nothing_here)(tx, desk, code)
    except DomainError as error:
        _refuse(site, station, error, raw or text.encode(errors="replace"), card=read is not None)
        return False
    if isinstance(taken, Note):
        act = prepared if taken.act in SIGNED else _record
        return act(site, station, taken)
    return _sign(site, station, taken) if taken else True


def _read(site: Site, station: str, text: str, raw: bytes) -> Code | None:
    """Return one of our codes; nothing when a form had asked for a label, serial or waybill.

    A serial may look like one of our codes by chance; a known one stands for its lot's label.
    """
    try:
        code = parse(text)
    except UnknownCode:
        _expect_no_badge(site, text)
        if take_label(site, station, raw) or take_serial(site, station, text):
            return None
        if take_waybill(site, station, text):
            return None
        if lot := lot_of_serial(site, text):
            return Code(CodeKind.LOT, lot)
        raise
    ours = code.kind in MEANINGS and _is_known(site, code)
    used = not ours and (take_label(site, station, raw) or take_serial(site, station, text))
    return None if used else code


def _expect_no_badge(site: Site, text: str) -> None:
    """Raise `UnknownCode` for somebody's badge with a mistake: no form takes it for a serial."""
    with site.reading() as db:
        if somebodys_badge(db, text):
            raise UnknownCode(scanned=HIDDEN, why="badge")


def _is_known(site: Site, code: Code) -> bool:
    """Return whether a badge, a printer or a coded word is ours; else the form alone says so."""
    if code.kind is CodeKind.PRINTER:
        return any(one.code.upper() == code.payload for one in site.settings.printers)
    if code.kind not in {CodeKind.BADGE, CodeKind.TERM}:
        return True
    with site.reading() as db:
        if code.kind is CodeKind.TERM:
            return db.get(Term, int(code.payload)) is not None
        return db.scalar(select(Badge.id).where(Badge.token == code.payload)) is not None


def _sign(site: Site, station: str, taken: Taken) -> bool:
    try:
        sign(site, station, taken)
    except DomainError:
        return False
    return True


def _record(site: Site, station: str, note: Note) -> bool:
    try:
        record(site, station, note.act, note.fields, site.token(12))
    except NoSession as error:
        _refuse(site, station, error, note.act.encode())
        return False
    except DomainError:
        return False
    return True


def _refuse(
    site: Site, station: str, error: DomainError, raw: bytes, *, card: bool = False
) -> None:
    """Show and record a refusal; of a badge nothing that could be copied, of a card its HMAC."""
    with at_desk(site, station) as (tx, desk):
        kept = raw.hex() if card else without_badge(site, tx.db, error, raw)
        show(tx, desk, Strip.refusal(error, tx.at))
        details = {"code": error.code, "facts": dict(error.facts), "raw": kept}
        tx.record("scan:rejected", details=details)


def _badge(tx: Transaction, desk: Desk, code: Code) -> Taken | None:
    """Sign the waiting act with the signer's own badge, or ask another person's PIN."""
    query = select(Badge).where(Badge.token == code.payload, Badge.revoked_at.is_(None))
    badge = tx.db.scalar(query)
    person = tx.db.get(Person, badge.person_id) if badge else None
    if badge is None or person is None or not person.active:
        raise UnknownBadge(station=tx.station)
    session = open_session(tx.db, desk, tx.at, idle_limit(tx.site, tx.station))
    if session is None or session.person_id != person.id:
        ask_pin(tx, desk, badge)
        return None
    session.active_at = tx.at
    if desk.act:
        return tapped(tx, desk)
    show(tx, desk, Strip("ok", "signon.still-you", tx.at, {"name": person.name}))
    return None


def _known(tx: Transaction, number: str) -> Lot:
    lot = tx.db.scalar(select(Lot).where(Lot.number == number))
    if lot is None:
        raise UnknownLot(lot=number)
    return lot


def _lot(tx: Transaction, desk: Desk, code: Code) -> None:
    _put(tx, desk, _known(tx, code.payload), "")


def _slip(tx: Transaction, desk: Desk, code: Code) -> None:
    number, handover = slip_parts(code)
    lot = _known(tx, number)
    if handover != lot.last_handover:
        raise OutdatedSlip(lot=number, slip=handover, last=lot.last_handover)
    _put(tx, desk, lot, code.payload)


def _put(tx: Transaction, desk: Desk, lot: Lot, slip: str) -> None:
    """Lay a scanned lot down with the cart that it came on; a change of shift ticks it off."""
    if desk.view == ticks.VIEW or not cart_with(tx, desk, lot):
        _lay(tx, desk, lot, slip)


def _blank(tx: Transaction, desk: Desk, code: Code) -> None:
    """Open the page on which a slip of an outage is entered, with its number (补录)."""
    book, leaf = late_parts(code.payload)
    drafts.write(tx, tx.station, "", FORM, {"book": book, "leaf": leaf, "field": "clock"})
    clear_act(desk)
    desk.view, desk.lot = FORM, ""
    show(tx, desk, Strip("ok", "scan.slip", tx.at, {"slip": code.payload}))
    refresh(tx, desk)


def _lay(tx: Transaction, desk: Desk, lot: Lot, slip: str) -> None:
    """Put a lot on the desk when this station has work with it."""
    station = tx.site.settings.station(tx.station)
    steps = station.steps if station else ()
    offer = _waiting_offer(tx, lot)
    coming = offer is not None and offer.target in steps
    held = lot.station == tx.station and lot.step in steps
    waits = None if coming or held else _decision_about(tx, desk, lot)
    if not (coming or held or waits):
        raise elsewhere(tx.site.settings, lot, offer.target if offer else None)
    if desk.view == ticks.VIEW:
        ticks.tick(tx, desk, lot)
        return
    stay(tx, desk)
    clear_act(desk)
    if waits:
        drafts.write(tx, tx.station, "", "supervise", {"item": waits})
    desk.view, desk.lot, desk.slip = ("supervise", "", "") if waits else ("", lot.number, slip)
    told = "scan.waiting" if coming else "scan.decide" if waits else "scan.lot"
    show(tx, desk, Strip("ask" if coming else "ok", told, tx.at, {"lot": lot.number}))
    refresh(tx, desk)


def _decision_about(tx: Transaction, desk: Desk, lot: Lot) -> str | None:
    """Return the key of what the signed-on person has to decide about a lot that is elsewhere."""
    session = open_session(tx.db, desk, tx.at, idle_limit(tx.site, tx.station))
    person = tx.db.get(Person, session.person_id) if session else None
    if person is None:
        return None
    eyes = eyes_of(tx.site, tx.db, person.id)
    return next((item.key for item in decisions(eyes) if item.lot == lot.number), None)


def _waiting_offer(tx: Transaction, lot: Lot) -> Handover | None:
    """Return the offer that waits for a receiver, a disputed one too: he has to settle it."""
    query = select(Handover).where(
        Handover.lot_id == lot.id,
        Handover.number == lot.last_handover,
        Handover.state.in_(WAITING),
    )
    return tx.db.scalar(query)


def _nothing_here(tx: Transaction, desk: Desk, code: Code) -> None:
    del tx, desk
    raise UnknownCode(scanned=str(code)[:LONGEST_SHOWN], why="not-here")


Meaning = Callable[[Transaction, Desk, Code], Taken | Note | None]
MEANINGS: Final[Mapping[CodeKind, Meaning]] = MappingProxyType(
    {
        CodeKind.BADGE: _badge,
        CodeKind.LOT: _lot,
        CodeKind.SLIP: _slip,
        CodeKind.CART: lay_cart,
        CodeKind.BLANK: _blank,
        CodeKind.RECEIPT: lay_receipt,
        CodeKind.PRINTER: tell_printer,
        CodeKind.COMMAND: obey,
        CodeKind.DIGIT: digit,
        CodeKind.TERM: term,
    }
)


def lay_by_hand(site: Site, station: str, number: str) -> bool:
    """Put a lot on the desk whose number was typed or picked from a list, by itself.

    The number of a cart lays the whole cart.
    """
    try:
        with at_desk(site, station) as (tx, desk):
            if number_of_cart(number):
                lay_cart(tx, desk, Code(CodeKind.CART, number))
            elif desk.view == ticks.VIEW:
                ticks.tick(tx, desk, _known(tx, lot_number(number)), by_hand=True)
            else:
                _lay(tx, desk, _known(tx, lot_number(number)), "")
    except DomainError as error:
        _refuse(site, station, error, number.encode(errors="replace"))
        return False
    return True


def put_away(site: Site, station: str) -> None:
    """Take the lot off the desk; typed figures stay in its draft."""
    with at_desk(site, station) as (tx, desk):
        clear_act(desk)
        desk.lot = desk.slip = desk.strip = ""
        refresh(tx, desk)
        tx.tell("scan", station)
