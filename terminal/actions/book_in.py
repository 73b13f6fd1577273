"""Sales books a delivery in: one customer, one product, one complaint, counted by ourselves."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain import handing
from domain.access import Act
from domain.batch import Batch, Kind, Warranty
from domain.cases import Discrepancy, DiscrepancyState
from domain.errors import BadField, BadQuantity
from domain.ledger import CUSTOMER
from domain.lot import LotState
from domain.people import Person
from domain.process import Outcome, Step
from domain.receipt import OtherCustomer, ReturnReceipt
from terminal import papers
from terminal.actions.receipts import locked_receipt
from terminal.lookup import known_product
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BookIn:
    """Open a batch with its first lot and offer it to the packer: one signature (K-08, K-19..21).

    The ledger starts from our own count; a declared quantity that differs is a discrepancy that
    Sales settles with the customer. `rma` and `waybill` are the outside party's own numbers. Pieces
    of a delivery that was signed for as a whole are taken out of its `receipt`, never more than lie
    there unsorted.
    """

    act: ClassVar[str] = Act.BOOK_IN
    customer: str
    product: str
    complaint: str
    declared: int
    counted: int
    demand: str = ""
    wanted_on: date | None = None
    delivered: int | None = None
    kind: Kind = Kind.AFTER_SALES
    warranty: Warranty = Warranty.UNKNOWN
    rma: str = ""
    waybill: str = ""
    rush: bool = False
    receipt: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the numbers of the new batch and lot."""
        person = tx.sign(Act.BOOK_IN)
        self._check(tx.site.figures.largest_quantity)
        receipt = locked_receipt(tx, self.receipt) if self.receipt else None
        batch = self._batch(tx, receipt)
        lot = batch.open_lot(Step.INTAKE, station=tx.station, person_id=person.id, at=tx.at)
        batch.move(CUSTOMER, lot.account, self.counted)
        lot.state, lot.route = LotState.DECIDED, Outcome.BOOKED
        handover = handing.offer(lot, self.counted, tx.hand)
        tx.db.add(handover)
        tx.flush()
        if self.declared != self.counted:
            tx.db.add(self._difference(tx, batch, lot.id, person))
        tx.record(
            "batch:booked-in",
            lot=lot,
            to_step=Step.REGISTER,
            quantity=self.counted,
            meaning="booked-in",
            details={
                "customer": self.customer,
                "product": self.product,
                "declared": self.declared,
                "handover": handover.number,
                "receipt": self.receipt,
            },
        )
        papers.print_lot(tx, lot)
        papers.print_traveler(tx, lot)
        tx.tell("desk", tx.station)
        tx.tell("waiting", Step.REGISTER)
        return {
            "result": "booked-in",
            "batch": batch.number,
            "lot": lot.number,
            "handover": handover.number,
        }

    def _check(self, largest: int) -> None:
        if not self.complaint:
            raise BadField(field="complaint", value="")
        for quantity in (self.declared, self.counted):
            if not 0 < quantity <= largest:
                raise BadQuantity(quantity=quantity, most=largest)

    def _batch(self, tx: Transaction, receipt: ReturnReceipt | None) -> Batch:
        customer, product = known_product(tx.db, self.customer, self.product)
        if receipt:
            if receipt.customer.code != self.customer:
                raise OtherCustomer(receipt=receipt.number, customer=receipt.customer.name)
            receipt.take_out(self.counted)
        month = tx.site.local(tx.at).strftime("%y%m")
        series = f"{tx.site.code}-{month}"
        batch = Batch(
            number=f"{series}-{tx.next_in(series):04d}",
            customer=customer,
            product=product,
            complaint=self.complaint,
            demand=self.demand,
            booked_at=tx.at,
            declared=self.declared,
            counted=self.counted,
            wanted_on=self.wanted_on,
            delivered=self.delivered,
            kind=self.kind,
            warranty=self.warranty,
            rma=self.rma,
            waybill=self.waybill,
            rush=self.rush,
            receipt_id=receipt.id if receipt else None,
        )
        tx.begin_batch(batch)
        return batch

    def _difference(
        self, tx: Transaction, batch: Batch, lot_id: int, person: Person
    ) -> Discrepancy:
        return Discrepancy(
            batch_id=batch.id,
            lot_id=lot_id,
            quantity=self.counted - self.declared,
            state=DiscrepancyState.DECLARED,
            proposed_by=person.name,
            proposer_id=person.id,
            proposer_station=tx.station,
            proposed_at=tx.at,
        )
