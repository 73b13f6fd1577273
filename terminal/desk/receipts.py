"""A delivery is sorted: the sheet of its pallet is scanned, or it is picked from the list."""

from sqlalchemy import select

from domain.access import Act
from domain.codes import Code, CodeKind
from domain.errors import DomainError
from domain.people import Desk, Draft
from domain.process import Step
from domain.receipt import ReceiptElsewhere, ReturnReceipt
from terminal.desk import drafts
from terminal.desk.desks import at_desk, clear_act, refresh, show, stay
from terminal.desk.strip import Strip
from terminal.proposals import LABELS
from terminal.queries.drafts import draft_of
from terminal.queries.sorting import SORTING
from terminal.site import Site
from terminal.transaction import Transaction, required


def lay_receipt(tx: Transaction, desk: Desk, code: Code) -> None:
    """Open intake for the next batch of a delivery, by the code on its sheet."""
    receipt = tx.db.scalar(select(ReturnReceipt).where(ReturnReceipt.number == code.payload))
    receipt = required(receipt, "receipt", code.payload[:40])
    station = tx.site.settings.station(tx.station)
    if station is None or Step.INTAKE not in station.steps:
        able = [one.code for one in tx.site.settings.stations if Step.INTAKE in one.steps]
        raise ReceiptElsewhere(receipt=receipt.number, go_to=" ".join(able))
    receipt.expect_open()
    stay(tx, desk)
    clear_act(desk)
    # Half a booking of another customer would go into this receipt under his name.
    if draft_of(tx.db, desk.station, Act.BOOK_IN).get("customer") != receipt.customer.code:
        half = tx.db.query(Draft).filter_by(station=desk.station, lot="")
        half = half.filter(Draft.act.in_((Act.BOOK_IN, LABELS[Act.BOOK_IN])))
        half.delete(synchronize_session=False)
    drafts.write(tx, desk.station, "", SORTING, {"receipt": receipt.number})
    desk.view, desk.lot, desk.slip = Step.INTAKE, "", ""
    show(tx, desk, Strip("ok", "scan.receipt", tx.at, {"receipt": receipt.number}))
    refresh(tx, desk)


def sort_by_hand(site: Site, station: str, number: str) -> None:
    """Open intake for the next batch of a delivery that was picked from the list."""
    try:
        with at_desk(site, station) as (tx, desk):
            lay_receipt(tx, desk, Code(CodeKind.RECEIPT, number))
    except DomainError as error:
        with at_desk(site, station) as (tx, desk):
            show(tx, desk, Strip.refusal(error, tx.at))
            tx.record("act:refused", details={"act": SORTING, "code": error.code,
                                              "facts": dict(error.facts)})  # fmt: skip
