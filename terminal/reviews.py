"""A review's case and what was decided about its pieces (K-02)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Db

from domain.cases import CaseDecision, ReviewCase
from domain.handover import Handover
from domain.lot import Lot, LotState
from domain.process import Outcome, Step
from terminal.transaction import Transaction


def case_of(db: Db, lot_id: int) -> ReviewCase | None:
    """Return the case of pieces at a review; a part that came back has the case of the whole."""
    part = select(CaseDecision.case_id).where(CaseDecision.lot_id == lot_id)
    query = select(ReviewCase).where(or_(ReviewCase.lot_id == lot_id, ReviewCase.id.in_(part)))
    return db.scalar(query.order_by(ReviewCase.id.desc()).limit(1))


def keep(
    tx: Transaction, lot: Lot, parts: Sequence[Lot], told: Mapping[Outcome, int], note: str
) -> None:
    """Keep every outcome of a decision, with its pieces, on the case."""
    case = case_of(tx.db, lot.id) if lot.step is Step.REVIEW else None
    if case is None:
        return
    for part in parts:
        if part.route is None:
            continue
        decision = CaseDecision(
            lot_id=part.id,
            outcome=part.route,
            quantity=told[part.route],
            note=note,
            decided_by=tx.hand.name,
            decided_at=tx.at,
            event=tx.next_event,
        )
        case.decide(decision)


def take_back(tx: Transaction, handover: Handover) -> None:
    """Pieces that a ruling sent back to the review are undecided again."""
    lot = handover.lot
    if handover.from_step is not Step.REVIEW or lot.state is not LotState.WORKING:
        return
    if case := case_of(tx.db, lot.id):
        case.take_back(lot.id, lot.quantity)
