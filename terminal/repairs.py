"""Repair records go with their pieces, so that each piece counts once in a round (K-29, K-34)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Db

from domain.findings import BLAME, RepairRecord, Responsibility
from domain.handover import Handover
from domain.lot import Lot, LotState, Payer, lineage
from domain.process import Step
from terminal.transaction import Transaction


def go_along(db: Db, lot: Lot, parts: Sequence[Lot], event: int) -> None:
    """Give each part of a verdict the records of its own pieces."""
    for part in parts:
        judged = update(RepairRecord).where(
            RepairRecord.lot_id == lot.id,
            RepairRecord.closed_by == event,
            RepairRecord.outcome == part.route,
        )
        db.execute(judged.values(lot_id=part.id))


def take_along(db: Db, handover: Handover, part: Lot) -> None:
    """Give the part that was received as many records as it has pieces, the oldest first.

    Without serials nobody knows which pieces went; that each counts once is sure all the same.
    """
    left = part.quantity
    for record in _of_last_verdict(db, handover):
        if not left:
            return
        taken = record if record.quantity <= left else _cut(db, record, left)
        taken.lot_id = part.id
        left -= taken.quantity


def payer_of(db: Db, lot: Lot) -> Payer:
    """Return who pays for these pieces by all records that count, made here or before (K-14)."""
    said = (
        select(BLAME == Responsibility.CUSTOMER)
        .join(Lot, Lot.id == RepairRecord.lot_id)
        .where(Lot.number.in_(lineage(lot)), RepairRecord.voided_by == 0)
        .distinct()
    )
    payers = {Payer.CUSTOMER if customers else Payer.FACTORY for customers in db.scalars(said)}
    if len(payers) > 1:
        return Payer.MIXED
    return payers.pop() if payers else Payer.UNDECIDED


def reopen(tx: Transaction, handover: Handover) -> list[int]:
    """Open the records of pieces that a ruling sent back to repair; return which."""
    if handover.lot.state is not LotState.WORKING:
        return []
    records = _of_last_verdict(tx.db, handover)
    for record in records:
        record.closed_by = 0
    return [record.id for record in records]


def _of_last_verdict(db: Db, handover: Handover) -> Sequence[RepairRecord]:
    """Return the records that the giver's verdict used for the pieces of an offer."""
    if handover.from_step not in {Step.REPAIR, Step.REWORK}:
        return []
    query = select(RepairRecord).where(
        RepairRecord.lot_id == handover.lot_id,
        RepairRecord.closed_by > 0,
        RepairRecord.voided_by == 0,
    )
    records = db.scalars(query.order_by(RepairRecord.id)).all()
    last = max((record.closed_by for record in records), default=0)
    return [record for record in records if record.closed_by == last]


def _cut(db: Db, record: RepairRecord, pieces: int) -> RepairRecord:
    minutes = record.minutes * pieces // record.quantity
    part = replace(record, quantity=pieces, minutes=minutes)
    record.quantity -= pieces
    record.minutes -= minutes
    db.add(part)
    return part
