"""The 0.5 % rule: how many pieces are not the customer's doing, and the notice that follows."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.batch import Batch
from domain.cases import CaseDecision, ComplaintNotice, NoticeState, ReviewCase, crosses
from domain.findings import BLAME, RepairRecord, Responsibility
from domain.process import Outcome
from terminal.transaction import Transaction

UNEXPLAINED: Final = (Outcome.NO_FAULT, Outcome.NOTHING_FOUND, Outcome.REWORK_NOTHING_FOUND)
EXPLAINED_LATER: Final = (Outcome.TO_REPAIR, Outcome.TO_REWORK)


def draft_notice(tx: Transaction, batch: Batch) -> None:
    """Draft the complaint notice when the limit is reached, once per batch (K-34).

    A draft is dropped when causes that became known bring the ratio below the limit, and is a
    draft again, under its number, when they raise it. What was issued stays as it was signed.
    """
    tx.flush()
    pieces, base = not_customers(tx.db, batch), batch.delivered or batch.received
    due = crosses(pieces, base, per_mille=tx.site.figures.notice_per_mille)
    notice = tx.db.scalar(select(ComplaintNotice).where(ComplaintNotice.batch_id == batch.id))
    if notice is None and due:
        notice = _first_draft(tx, batch)
    elif notice is None or notice.state is NoticeState.ISSUED:
        return
    state = NoticeState.DRAFT if due else NoticeState.DROPPED
    changed = notice.state is not state
    notice.pieces, notice.state = pieces, state
    if changed:
        details = {"notice": notice.number, "base": base}
        kind = "notice:drafted" if due else "notice:dropped"
        tx.record(kind, batch=batch, quantity=pieces, details=details)
    tx.flush()


def _first_draft(tx: Transaction, batch: Batch) -> ComplaintNotice:
    notice = ComplaintNotice(
        number=f"{batch.number}-C1",
        batch_id=batch.id,
        pieces=0,
        received=batch.received,
        delivered=batch.delivered,
        drafted_at=tx.at,
        state=NoticeState.DROPPED,
    )
    tx.db.add(notice)
    return notice


def not_customers(db: Session, batch: Batch) -> int:
    """Count the pieces whose first-round cause is not the customer's, each once (K-34).

    A later round counts nothing: its pieces had their cause in the first. No-fault-found pieces
    count until a decision explains them with a repair of their own.
    """
    repaired = select(func.coalesce(func.sum(RepairRecord.quantity), 0)).where(
        RepairRecord.batch_id == batch.id,
        RepairRecord.round == 0,
        RepairRecord.voided_by == 0,
        BLAME != Responsibility.CUSTOMER,
        RepairRecord.outcome.not_in((Outcome.NOTHING_FOUND, Outcome.REWORK_NOTHING_FOUND)),
    )
    unexplained = (
        ReviewCase.batch_id == batch.id,
        ReviewCase.round == 0,
        ReviewCase.origin.in_(UNEXPLAINED),
    )
    reviewed = select(func.coalesce(func.sum(ReviewCase.quantity), 0)).where(*unexplained)
    explained = (
        select(func.coalesce(func.sum(CaseDecision.quantity), 0))
        .join(ReviewCase, ReviewCase.id == CaseDecision.case_id)
        .where(*unexplained, CaseDecision.outcome.in_(EXPLAINED_LATER))
    )
    first, second, third = (int(db.scalar(one) or 0) for one in (repaired, reviewed, explained))
    return first + second - third
