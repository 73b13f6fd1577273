"""The audit: replays the log and the ledger and names whatever does not agree.

The log seals the digests of photos and board pictures; the audit compares them with what is kept
of each, and with the bytes of the pictures (not of the small ones beside them).
"""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.events import ALGORITHM, FIRST_SEAL, Event, Head, seal
from domain.ledger import ENDS, MAY_BE_NEGATIVE, balances, places
from domain.lot import LotState
from domain.receipt import ReceiptDifference, ReceiptState, ReturnReceipt
from terminal.pictures import disagreements
from terminal.site import Site


def audit(site: Site) -> list[str]:
    """Return what is wrong, nothing when the chain, the ledger and the lots agree."""
    with site.reading() as db:
        return [*_chain(site, db), *_projections(db), *_receipts(db), *disagreements(db)]


def _chain(site: Site, db: Db) -> Iterator[str]:
    previous, expected = FIRST_SEAL, 1
    events = db.scalars(
        select(Event).order_by(Event.number),
        execution_options={"yield_per": 1000},
    )
    for event in events:
        if event.number > expected:
            yield f"event {expected} is missing"
            return
        if event.number < expected:
            yield f"event {event.number} ({event.kind}) was put in"
            return
        sealed = (event.site, event.algorithm, event.previous_seal, event.seal)
        right = seal(site.secrets.chain, previous, event)
        if sealed != (site.code, ALGORITHM, previous, right):
            yield f"event {event.number} ({event.kind}) was changed"
            return
        previous, expected = event.seal, expected + 1
    head = db.scalars(select(Head).where(Head.site == site.code)).one()
    if (head.number, head.seal) != (expected - 1, previous):
        first = min(head.number, expected - 1) + 1
        yield f"event {first}: the log ends at {expected - 1}, the head says {head.number}"


def _projections(db: Db) -> Iterator[str]:
    for batch in db.scalars(select(Batch).order_by(Batch.id)):
        held = balances(batch.movements)
        for account, quantity in held.items():
            if quantity < 0 and account not in MAY_BE_NEGATIVE:
                yield f"{batch.number}: account {account} holds {quantity}"
            if "@" not in account and account not in MAY_BE_NEGATIVE | ENDS:
                yield f"{batch.number}: there is no account {account}"
        found = places(batch.movements)
        for lot in batch.lots:
            place = found.get(lot.sequence)
            if place != ((lot.step, lot.quantity) if lot.quantity else None):
                yield f"{lot.number}: the ledger says {place}, the lot {lot.step} {lot.quantity}"
            if (lot.state is LotState.ENDED) != (lot.quantity == 0):
                yield f"{lot.number}: {lot.state.value} with {lot.quantity} pieces"


def _receipts(db: Db) -> Iterator[str]:
    """Compare unsorted accounts with totals, signed differences, and what was sorted out."""
    signed = select(func.coalesce(func.sum(ReceiptDifference.quantity), 0))
    sorted_out = select(func.coalesce(func.sum(Batch.counted), 0))
    query = select(
        ReturnReceipt,
        signed.where(ReceiptDifference.receipt_id == ReturnReceipt.id).scalar_subquery(),
        sorted_out.where(Batch.receipt_id == ReturnReceipt.id).scalar_subquery(),
    )
    for receipt, difference, taken in db.execute(query.order_by(ReturnReceipt.id)):
        left = receipt.total + difference - taken
        if receipt.unsorted != left:
            yield f"{receipt.number}: {left} lie unsorted, the receipt says {receipt.unsorted}"
        if (receipt.state is ReceiptState.OPEN) != (receipt.unsorted > 0):
            yield f"{receipt.number}: {receipt.state.value} with {receipt.unsorted} unsorted"
