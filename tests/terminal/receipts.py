"""Deliveries for tests: a pallet that comes in, what is sorted out of it, what is left."""

from sqlalchemy import select

from domain.receipt import ReturnReceipt
from tests.floor import SALES, SALES_HEAD, Floor

MR = {"customer": "MR", "product": "MR-PWR-240"}


def pallet(floor: Floor, total: int = 100, boxes: int = 4, **more: object) -> str:
    """Sales counts a delivery of 明锐 and signs for it; returns the receipt's number."""
    fields = {"customer": "MR", "boxes": boxes, "total": total, "carrier": "顺丰"} | more
    return str(floor.act(SALES, "SALES-1", "book-receipt", **fields)["receipt"])


def found(floor: Floor, number: str) -> ReturnReceipt:
    with floor.site.reading() as db:
        return db.scalars(select(ReturnReceipt).where(ReturnReceipt.number == number)).one()


def sort_out(floor: Floor, receipt: str, pieces: int, **more: object) -> str:
    """Book a batch in from a receipt; returns its lot."""
    return floor.book_in(pieces, **(MR | {"receipt": receipt} | more))


def settle(floor: Floor, receipt: str, who: str = SALES_HEAD, **how: object) -> dict[str, object]:
    """Sign that a receipt does not come out, at Sales' desk, as the page shows it now."""
    fields = {"way": "settle", "reason": "第一次点错", "version": found(floor, receipt).version}
    return floor.act(who, "SALES-1", "settle-receipt", pin=True, receipt=receipt, **(fields | how))
