"""Sales books a delivery in: one customer, one product, one complaint, counted by ourselves."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from domain import accessory, handing
from domain.access import Act
from domain.batch import Batch, Kind, Warranty
from domain.cases import Discrepancy, DiscrepancyState
from domain.errors import BadField, BadQuantity
from domain.ledger import CUSTOMER
from domain.lot import Lot, LotState
from domain.people import Person
from domain.process import Outcome, Step
from domain.receipt import OtherCustomer, ReturnReceipt
from terminal import papers
from terminal.actions.receipts import locked_receipt
from terminal.lookup import known_customer, known_product
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BookIn:
    """Open a batch with its first lot and offer it to the packer: one signature (K-08, K-19..21).

    The ledger starts from our own count; a declared quantity that differs is a discrepancy that
    Sales settles with the customer. `rma`, `part_number`, `customer_lot`, `customer_order`,
    `date_code` and `waybill` are the outside party's own numbers, `accessories` counts what came
    along by name. Pieces of a delivery that was signed for as a whole are taken out of its
    `receipt`, never more than lie there unsorted. Where the goods are here before the customer's
    paper (`paper_follows`), complaint and declared quantity follow.
    """

    act: ClassVar[str] = Act.BOOK_IN
    customer: str
    product: str
    counted: int
    complaint: str = ""
    declared: int | None = None
    demand: str = ""
    wanted_on: date | None = None
    delivered: int | None = None
    kind: Kind = Kind.AFTER_SALES
    warranty: Warranty = Warranty.UNKNOWN
    rma: str = ""
    part_number: str = ""
    customer_lot: str = ""
    customer_order: str = ""
    date_code: str = ""
    waybill: str = ""
    rush: bool = False
    receipt: str = ""
    paper_follows: bool = False
    accessories: dict[str, int] = field(default_factory=dict)

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
        tx.db.add_all(accessory.of_batch(batch.id, self.accessories))
        declare(tx, batch, lot, person)
        tx.record(
            "batch:booked-in",
            lot=lot,
            to_step=Step.REGISTER,
            quantity=self.counted,
            meaning="booked-in",
            details=self._details(handover.number),
        )
        papers.print_lot(tx, lot)
        papers.print_traveler(tx, lot)
        tx.tell("desk", tx.station)
        tx.tell("waiting", Step.REGISTER)
        return {
            "result": "booked-in-without-paper" if batch.awaits_paper else "booked-in",
            "batch": batch.number,
            "lot": lot.number,
            "handover": handover.number,
        }

    def _details(self, handover: int) -> dict[str, object]:
        return {
            "customer": self.customer,
            "product": self.product,
            "declared": self.declared,
            "handover": handover,
            "receipt": self.receipt,
            "paper_follows": self.paper_follows,
            "accessories": {name: n for name, n in self.accessories.items() if n},
        }

    def _check(self, largest: int) -> None:
        told = [self.counted]
        if not self.paper_follows:
            if not self.complaint:
                raise BadField(field="complaint", value="")
            if self.declared is None:
                raise BadField(field="declared", value="")
            told.append(self.declared)
        for quantity in told:
            if not 0 < quantity <= largest:
                raise BadQuantity(quantity=quantity, most=largest)

    def _batch(self, tx: Transaction, receipt: ReturnReceipt | None) -> Batch:
        customer = known_customer(tx.db, self.customer)
        product = known_product(tx.db, self.product)
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
            declared=0 if self.paper_follows else self.declared or 0,
            counted=self.counted,
            wanted_on=self.wanted_on,
            delivered=self.delivered,
            kind=self.kind,
            warranty=self.warranty,
            rma=self.rma,
            part_number=self.part_number,
            customer_lot=self.customer_lot,
            customer_order=self.customer_order,
            date_code=self.date_code,
            waybill=self.waybill or (receipt.waybill if receipt else ""),
            rush=self.rush,
            receipt_id=receipt.id if receipt else None,
            awaits_paper=self.paper_follows,
        )
        tx.begin_batch(batch)
        return batch


def declare(tx: Transaction, batch: Batch, lot: Lot, person: Person) -> None:
    """Keep that the customer's paper says another number than our count, once it is here."""
    if batch.awaits_paper or batch.declared == batch.counted:
        return
    tx.db.add(
        Discrepancy(
            batch_id=batch.id,
            lot_id=lot.id,
            quantity=batch.counted - batch.declared,
            state=DiscrepancyState.DECLARED,
            proposed_by=person.name,
            proposer_id=person.id,
            proposer_station=tx.station,
            proposed_at=tx.at,
        )
    )
