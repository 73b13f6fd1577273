"""Boards without an owner: recorded by who finds them, clarified by a supervisor (待查)."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import select

from domain import handing
from domain.access import Act
from domain.batch import Batch, Product
from domain.cases import Discrepancy, DiscrepancyState
from domain.errors import BadField, BadQuantity, WrongState
from domain.handover import Hand, Handover, SamePerson
from domain.ledger import DISCREPANCY
from domain.lot import Lot, LotState
from domain.people import Person
from domain.process import Outcome, Step
from domain.stray import AlreadyClarified, BatchClosed, OtherProduct, Stray, Way
from terminal import papers
from terminal.transaction import Answer, Transaction, required

UNKNOWN: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFound:
    """Sign that boards without an owner were found: what (`-`: nobody knows), how many, where."""

    act: ClassVar[str] = Act.REPORT_FOUND
    product: str
    quantity: int
    place: str
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the number under which the boards wait to be clarified."""
        person = tx.sign(Act.REPORT_FOUND)
        if not 0 < self.quantity <= tx.site.figures.largest_quantity:
            raise BadQuantity(quantity=self.quantity, most=tx.site.figures.largest_quantity)
        query = select(Product).where(Product.code == self.product)
        known = self.product != UNKNOWN
        product = required(tx.db.scalar(query), "product", self.product) if known else None
        series = f"{tx.site.code}-{tx.site.local(tx.at).strftime('%y%m')}-F"
        stray = Stray(
            number=f"{series}{tx.next_in(series)}",
            product_id=product.id if product else None,
            quantity=self.quantity,
            place=self.place,
            note=self.note,
            station=tx.station,
            finder_id=person.id,
            found_by=tx.signed_name,
            found_at=tx.at,
        )
        tx.db.add(stray)
        tx.record("stray:found", quantity=self.quantity, meaning="found", details={
            "stray": stray.number, "product": self.product, "place": self.place, "note": self.note,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "found", "stray": stray.number, "quantity": self.quantity}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """A supervisor decides whose the boards are; who found them does not decide.

    `belongs` is the number of a lot of the batch, for the ways that lead into one.
    """

    act: ClassVar[str] = Act.CLARIFY
    stray: str
    way: Way
    belongs: str = ""
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the way, and the lot that the boards are in now."""
        into = self.way in {Way.RESTORE, Way.PUT_BACK}
        lot = tx.lock_lot(self._needed("belongs")) if into else None
        query = select(Stray).where(Stray.number == self.stray).with_for_update()
        found = tx.db.scalar(query.execution_options(populate_existing=True))
        stray = required(found, "stray", self.stray[:40])
        person = tx.sign(Act.CLARIFY)
        if stray.way:
            raise AlreadyClarified(stray=stray.number, way=stray.way.value, by=stray.decided_by)
        if stray.finder_id == person.id:
            raise SamePerson(name=person.name)
        if lot is None:
            self._needed("note")
        elif stray.product_id not in {None, lot.batch.product_id}:
            raise OtherProduct(lot=lot.number, product=lot.batch.product.name)
        stray.way, stray.reason = self.way, self.note
        stray.decided_by, stray.decided_at = tx.signed_name, tx.at
        if lot:
            lot = self._into(tx, stray, lot, person)
        stray.belongs = lot.number if lot else ""
        details = {"stray": stray.number, "way": self.way.value, "note": self.note}
        tx.record("stray:clarified", lot=lot, quantity=stray.quantity,
                  meaning=f"found-{self.way.value}", details=details)  # fmt: skip
        if lot and self.way is Way.RESTORE:
            papers.print_lot(tx, lot)
            papers.print_traveler(tx, lot)
            tx.tell("waiting", Step.REGISTER)
        tx.tell("desk", tx.station)
        return {"result": self.way.value, "stray": stray.number, "lot": stray.belongs}

    def _needed(self, field: str) -> str:
        value = str(getattr(self, field))
        if not value:
            raise BadField(field=field, value="")
        return value

    def _into(self, tx: Transaction, stray: Stray, lot: Lot, person: Person) -> Lot:
        if self.way is Way.RESTORE:
            if lot.batch.closed_at:
                raise BatchClosed(batch=lot.batch.number)
            return _restored(tx, stray, lot.batch, person)
        if lot.state is LotState.ENDED:
            raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
        return lot


def _restored(tx: Transaction, stray: Stray, batch: Batch, person: Person) -> Lot:
    """Book the boards from `discrepancy` into a new lot, which goes the whole way from its count.

    Nothing is skipped: the packer counts them blind, and screening, retest and OQC follow.
    """
    stations = [one.code for one in tx.site.settings.stations if Step.INTAKE in one.steps]
    station = stations[0] if stations else tx.station
    lot = batch.open_lot(Step.INTAKE, station=station, person_id=person.id, at=tx.at)
    batch.move(DISCREPANCY, lot.account, stray.quantity)
    lot.state, lot.route = LotState.DECIDED, Outcome.BOOKED
    handover = handing.offer(lot, stray.quantity, Hand(person.id, tx.signed_name, station, tx.at))
    tx.db.add(handover)
    tx.flush()
    tx.db.add(_difference(tx, stray, lot, handover))
    return lot


def _difference(tx: Transaction, stray: Stray, lot: Lot, handover: Handover) -> Discrepancy:
    return Discrepancy(
        batch_id=lot.batch_id,
        lot_id=lot.id,
        handover_id=handover.id,
        quantity=stray.quantity,
        state=DiscrepancyState.CLOSED,
        proposed_by=stray.found_by,
        proposer_id=stray.finder_id,
        proposer_station=stray.station,
        proposed_at=stray.found_at,
        closed_by=tx.signed_name,
        closed_at=tx.at,
        note=f"{stray.number} {stray.reason}".strip(),
    )
