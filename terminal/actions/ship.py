"""Sales ships pieces of a lot with a shipping order, and issues the complaint notice."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.cases import ComplaintNotice, NoticeState, Shipment
from domain.errors import BadField, BadQuantity, UnknownThing, WrongState
from domain.lot import OPEN_WORK, Lot, LotState
from domain.paperwork import Department, FormKind
from domain.people import Person
from domain.process import Step
from terminal import pieces
from terminal.closing import close_if_done
from terminal.paperwork import expect_form, give, records_to_technical
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship:
    """Let pieces of a lot go: one signature, the waybill and who takes them (K-33).

    Part of a lot may go now and the rest later; each goes with its own shipping order.
    """

    act: ClassVar[str] = Act.SHIP
    lot: str
    version: int
    quantity: int
    waybill: str
    recipient: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the shipping order's number."""
        lot = tx.lock_lot(self.lot, self.version)
        person = tx.sign(Act.SHIP)
        lot.expect_at(Step.SHIP, tx.station)
        lot.expect_state(*OPEN_WORK)
        expect_form(tx.db, lot)
        for field, value in (("waybill", self.waybill), ("recipient", self.recipient)):
            if not value:
                raise BadField(field=field, value="")
        if not 0 < self.quantity <= lot.quantity:
            raise BadQuantity(quantity=self.quantity, most=lot.quantity)
        shipment = self._shipment(tx, lot, person)
        tx.db.add(shipment)
        pieces.ship(tx.db, lot, self.quantity, shipment.number)
        lot.batch.end(lot, lot.ending, self.quantity)
        if lot.quantity:
            lot.state = LotState.WORKING
        else:
            records_to_technical(tx, lot)
        tx.record(
            "lot:shipped",
            lot=lot,
            quantity=self.quantity,
            meaning="shipped",
            details={
                "order": shipment.number,
                "waybill": self.waybill,
                "recipient": self.recipient,
                "ending": lot.ending.value,
            },
        )
        tx.flush()
        close_if_done(tx, lot.batch)
        tx.tell("desk", tx.station)
        return {"result": "shipped", "lot": lot.number, "order": shipment.number}

    def _shipment(self, tx: Transaction, lot: Lot, person: Person) -> Shipment:
        series = f"{lot.batch.number}-S"
        return Shipment(
            number=f"{series}{tx.next_in(series)}",
            batch_id=lot.batch_id,
            lot_id=lot.id,
            quantity=self.quantity,
            waybill=self.waybill,
            recipient=self.recipient,
            person_name=person.name,
            shipped_at=tx.at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueNotice:
    """Issue the complaint notice to Quality; a batch does not close before (K-34)."""

    act: ClassVar[str] = Act.ISSUE_NOTICE
    notice: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the notice's number."""
        query = select(ComplaintNotice).where(ComplaintNotice.number == self.notice)
        if tx.db.scalar(query) is None:
            raise UnknownThing(kind="notice", name=self.notice)
        batch = tx.lock_batch(self.notice.rpartition("-")[0])
        notice = tx.db.scalars(query.execution_options(populate_existing=True)).one()
        person = tx.sign(Act.ISSUE_NOTICE)
        if notice.state is not NoticeState.DRAFT:
            raise WrongState(lot=batch.number, state=notice.state.value, step=Step.SHIP.value)
        notice.state, notice.issued_by, notice.issued_at = (
            NoticeState.ISSUED, person.name, tx.at,
        )  # fmt: skip
        give(tx, FormKind.COMPLAINT_NOTICE, notice.number, Department.QUALITY, batch)
        tx.record(
            "notice:issued",
            batch=batch,
            quantity=notice.pieces,
            meaning="notice-issued",
            details={"notice": notice.number},
        )
        tx.flush()
        close_if_done(tx, batch)
        return {"result": "issued", "notice": notice.number}
