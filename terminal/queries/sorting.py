"""Which delivery is being sorted at a desk."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.receipt import ReceiptState, ReturnReceipt
from terminal.queries.drafts import draft_of

SORTING: Final = "sorting"


def sorting(db: Db, station: str) -> ReturnReceipt | None:
    """Return the return receipt that is being sorted at a desk, while something is left of it."""
    number = draft_of(db, station, SORTING).get("receipt", "")
    query = select(ReturnReceipt).where(
        ReturnReceipt.number == number, ReturnReceipt.state == ReceiptState.OPEN
    )
    return db.scalar(query) if number else None
