"""A batch closes by itself with its last pieces, once nothing is left to sign (K-33, K-34)."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.batch import Batch
from domain.cases import (
    ComplaintNotice,
    Discrepancy,
    DiscrepancyState,
    NoticeState,
    ReviewCase,
)
from terminal.transaction import Transaction

SETTLED: Final = (DiscrepancyState.CLOSED, DiscrepancyState.DROPPED)


def close_if_done(tx: Transaction, batch: Batch) -> None:
    """Close a batch whose pieces are all out and whose papers are all signed."""
    if batch.closed_at is None and batch.is_empty and not blockers(tx.db, batch):
        batch.closed_at = tx.at
        tx.record("batch:closed", batch=batch, quantity=batch.received)


def blockers(db: Session, batch: Batch) -> list[str]:
    """Return what still has to be signed before a batch may close."""
    found = []
    draft = select(ComplaintNotice.id).where(
        ComplaintNotice.batch_id == batch.id, ComplaintNotice.state == NoticeState.DRAFT
    )
    if db.scalar(draft):
        found.append("notice")
    difference = select(Discrepancy.id).where(
        Discrepancy.batch_id == batch.id, Discrepancy.state.not_in(SETTLED)
    )
    if db.scalar(difference.limit(1)):
        found.append("discrepancy")
    case = select(ReviewCase.id).where(
        ReviewCase.batch_id == batch.id, ReviewCase.closed_at.is_(None)
    )
    if db.scalar(case.limit(1)):
        found.append("case")
    return found
