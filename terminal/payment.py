"""How many pieces of a batch each payer has; together they are all of them (K-14)."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.findings import BLAME, RepairRecord, Responsibility
from domain.lot import Lot
from domain.payment import PaidBy, PayerResult
from terminal.weekly import ARRIVED

# The customer's doing, but nobody has agreed with him yet; and not repaired, so nobody's to pay.
OPEN, NONE = "open", "none"
FIRST = (RepairRecord.round == 0, *ARRIVED)


def caused(db: Db, batch: int) -> tuple[int, int]:
    """Return the first-round pieces that the customer caused, and all that were recorded.

    Only what has left repair counts: before, a figure would tell an offered count.
    """
    query = select(BLAME, func.sum(RepairRecord.quantity)).join(Lot, Lot.id == RepairRecord.lot_id)
    mine = query.where(RepairRecord.batch_id == batch, *FIRST).group_by(BLAME)
    found = {Responsibility(blame): int(pieces) for blame, pieces in db.execute(mine)}
    return found.get(Responsibility.CUSTOMER, 0), sum(found.values())


def unsettled(db: Db) -> dict[int, int]:
    """Return the batches whose customer-caused pieces are not those last agreed on, with them."""
    query = (
        select(RepairRecord.batch_id, func.sum(RepairRecord.quantity))
        .join(Lot, Lot.id == RepairRecord.lot_id)
        .where(BLAME == Responsibility.CUSTOMER, *FIRST)
        .group_by(RepairRecord.batch_id)
        .order_by(RepairRecord.batch_id)
    )
    said = db.scalars(select(PayerResult).order_by(PayerResult.id))
    agreed = {one.batch_id: one.pieces for one in said}
    return {batch: int(sum_) for batch, sum_ in db.execute(query) if agreed.get(batch) != sum_}


def results(db: Db, batch: int) -> list[PayerResult]:
    """Return what was agreed on about a batch, the last result last."""
    query = select(PayerResult).where(PayerResult.batch_id == batch)
    return list(db.scalars(query.order_by(PayerResult.id)))


def by_payer(db: Db, batch: Batch, whole: int) -> Mapping[str, int]:
    """Return pieces by who pays for them; they add up to the `whole` of the batch."""
    theirs, recorded = caused(db, batch.id)
    agreed = results(db, batch.id)
    payer = agreed[-1].paid_by.value if agreed else OPEN
    found = {PaidBy.FACTORY.value: recorded - theirs, NONE: max(0, whole - recorded)}
    found[payer] = found.get(payer, 0) + theirs
    return {name: pieces for name, pieces in found.items() if pieces}
