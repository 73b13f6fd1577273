"""Pieces missing or extra at a count: the receiver proposes, the giver agrees, a supervisor closes.

Three acts, one file, because they are one paper with three signatures.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain import handing
from domain.access import Act
from domain.cases import Discrepancy, DiscrepancyState
from domain.errors import UnknownThing, WrongState
from domain.handover import Hand, HandoverState, SamePerson
from domain.lot import Lot
from terminal import papers
from terminal.actions.receive import arrived, here, tell_both
from terminal.actions.rule import expect_supervisor
from terminal.closing import close_if_done
from terminal.custody import sign_as_holder
from terminal.lookup import open_handover
from terminal.ratio import draft_notice
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDifference:
    """The receiver signs that the difference of his two counts is real."""

    act: ClassVar[str] = "propose-difference"
    lot: str
    version: int
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the difference (negative: missing)."""
        lot = tx.lock_lot(self.lot, self.version)
        handover = open_handover(tx.db, lot)
        person = tx.sign(Act.RECEIVE, handover.target, handover.route)
        here(tx, handover)
        handover.expect(HandoverState.DISPUTED)
        if person.id == handover.giver_id:
            raise SamePerson(name=person.name)
        if _of(tx, lot, DiscrepancyState.PROPOSED):
            raise WrongState(lot=lot.number, state="proposed", step=lot.step.value)
        difference = (handover.last_count or 0) - handover.quantity
        tx.db.add(
            Discrepancy(
                batch_id=lot.batch_id,
                lot_id=lot.id,
                handover_id=handover.id,
                quantity=difference,
                state=DiscrepancyState.PROPOSED,
                proposed_by=person.name,
                proposer_id=person.id,
                proposer_station=tx.station,
                proposed_at=tx.at,
                note=self.note,
            )
        )
        tx.record(
            "discrepancy:proposed",
            lot=lot,
            quantity=handover.last_count,
            meaning="difference-proposed",
            details={"handover": handover.number, "difference": difference},
        )
        tell_both(tx, handover)
        return {"result": "proposed", "lot": lot.number, "difference": difference}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeDifference:
    """The giver signs the same difference; what the receiver counted is now his."""

    act: ClassVar[str] = Act.AGREE_DISCREPANCY
    lot: str
    version: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the difference (negative: missing)."""
        lot = tx.lock_lot(self.lot, self.version)
        person = sign_as_holder(tx, Act.AGREE_DISCREPANCY, lot)
        lot.expect_at(lot.step, tx.station)
        paper = _of(tx, lot, DiscrepancyState.PROPOSED)
        if paper is None:
            raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
        if paper.proposer_id == person.id:
            raise SamePerson(name=person.name)
        handover = open_handover(tx.db, lot)
        receiver = Hand(paper.proposer_id, paper.proposed_by, paper.proposer_station, tx.at)
        difference = handing.settle_difference(handover, receiver)
        paper.state, paper.agreed_by, paper.agreer_id = (
            DiscrepancyState.AGREED, person.name, person.id,
        )  # fmt: skip
        arrived(tx, handover)
        tx.record(
            "discrepancy:agreed",
            lot=lot,
            from_step=handover.from_step,
            to_step=handover.target,
            quantity=handover.last_count,
            meaning="difference-agreed",
            details={"handover": handover.number, "difference": difference},
        )
        draft_notice(tx, lot.batch)
        papers.print_receipt(tx, handover)
        tell_both(tx, handover)
        tx.tell("desk", receiver.station)
        return {"result": "agreed", "lot": lot.number, "difference": difference}


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDifference:
    """The direct supervisor signs within the shift; Sales settles a customer's declared figure."""

    act: ClassVar[str] = Act.CLOSE_DISCREPANCY
    discrepancy: int
    note: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the closed difference."""
        paper = tx.db.get(Discrepancy, self.discrepancy)
        if paper is None:
            raise UnknownThing(kind="discrepancy", name=str(self.discrepancy))
        number = tx.db.scalars(select(Lot.number).where(Lot.id == paper.lot_id)).one()
        lot = tx.lock_lot(number)
        tx.db.refresh(paper)
        declared = paper.state is DiscrepancyState.DECLARED
        person = tx.sign(Act.SETTLE if declared else Act.CLOSE_DISCREPANCY)
        if paper.state not in {DiscrepancyState.DECLARED, DiscrepancyState.AGREED}:
            raise WrongState(lot=lot.number, state=paper.state.value, step=lot.step.value)
        if not declared:
            if person.id in {paper.proposer_id, paper.agreer_id}:
                raise SamePerson(name=person.name)
            parties = (paper.proposer_id, paper.agreer_id)
            expect_supervisor(tx, person, paper.agreer_id or 0, parties)
        paper.state, paper.closed_by, paper.closed_at = (
            DiscrepancyState.CLOSED, tx.signed_name, tx.at,
        )  # fmt: skip
        paper.note = self.note
        tx.record(
            "discrepancy:closed",
            lot=lot,
            quantity=paper.quantity,
            meaning="difference-settled" if declared else "difference-closed",
            details={"discrepancy": paper.id, "note": self.note},
        )
        tx.flush()
        close_if_done(tx, lot.batch)
        tx.tell("desk", tx.station)
        return {"result": "closed", "lot": lot.number, "difference": paper.quantity}


def _of(tx: Transaction, lot: Lot, state: DiscrepancyState) -> Discrepancy | None:
    query = select(Discrepancy).where(Discrepancy.lot_id == lot.id, Discrepancy.state == state)
    return tx.db.scalar(query)
