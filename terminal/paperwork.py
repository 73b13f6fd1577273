"""Giving forms to a department, and what must have arrived before goods may go on."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.findings import RepairRecord
from domain.handover import Handover
from domain.lot import Lot, lineage
from domain.paperwork import Department, FormHandover, FormKind, FormNotHere
from domain.process import Step
from terminal.transaction import Transaction


def give(
    tx: Transaction, kind: FormKind, number: str, department: Department, batch: Batch | None = None
) -> None:
    """Hand a form over with the signature of this very act; it waits for the department's."""
    hand = tx.hand
    tx.db.add(
        FormHandover(
            kind=kind,
            number=number,
            department=department,
            batch_id=batch.id if batch else None,
            giver_id=hand.person_id,
            giver_name=hand.name,
            from_station=hand.station,
            given_at=hand.at,
        )
    )


def supersede(tx: Transaction, kind: FormKind, number: str, newer: str) -> None:
    """Close the copies of a form that nobody has signed for: a newer version takes their place.

    They stay in the records, marked; who has signed for the older one gets the newer one as well.
    """
    query = select(FormHandover).where(
        FormHandover.kind == kind,
        FormHandover.number == number,
        FormHandover.received_at.is_(None),
    )
    for form in tx.db.scalars(query.with_for_update().order_by(FormHandover.id)):
        form.superseded_by = newer


def came_with_goods(tx: Transaction, handover: Handover) -> None:
    """Keep that Sales signed for the forms of a packed lot, in the receipt that it signs (K-32)."""
    if handover.target is not Step.SHIP:
        return
    form = FormHandover(
        kind=FormKind.SERVICE_FORM,
        number=handover.lot.number,
        department=Department.SALES,
        batch_id=handover.batch.id,
        giver_id=handover.giver_id,
        giver_name=handover.giver_name,
        from_station=handover.from_station,
        given_at=handover.offered_at,
        receiver_id=handover.receiver_id,
        receiver_name=handover.receiver_name,
        to_station=handover.to_station,
        received_at=handover.answered_at,
    )
    tx.db.add(form)


def expect_form(db: Db, lot: Lot) -> None:
    """Raise `FormNotHere` unless Sales has signed for the lot's service form (K-33)."""
    form = service_form(db, lot.number)
    if form is None or form.received_at is None:
        raise FormNotHere(lot=lot.number)


def service_form(db: Db, lot: str) -> FormHandover | None:
    """Return the hand-over of a lot's service form to Sales."""
    query = select(FormHandover).where(
        FormHandover.kind == FormKind.SERVICE_FORM, FormHandover.number == lot
    )
    return db.scalar(query)


def records_to_technical(tx: Transaction, lot: Lot) -> None:
    """Send the repair record of pieces that have left to Technical, where it ends (K-35)."""
    if was_repaired(tx.db, lot):
        give(tx, FormKind.REPAIR_RECORD, lot.number, Department.TECHNICAL, lot.batch)


def was_repaired(db: Db, lot: Lot) -> bool:
    """Whether a repair record goes with these pieces, made in this lot or before it split off."""
    query = (
        select(RepairRecord.id)
        .join(Lot, Lot.id == RepairRecord.lot_id)
        .where(Lot.number.in_(lineage(lot)), RepairRecord.voided_by == 0)
    )
    return db.scalar(query.limit(1)) is not None
