"""The spine's tables of overdue decisions and changes of shift, as they were at version 0001."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Integer, String, Table

from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "overdue_decision",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("batch_id", COUNTER, ForeignKey("batch.id"), nullable=False),
    Column("lot_id", COUNTER, ForeignKey("lot.id"), nullable=False),
    Column("cause", String(40), nullable=False),
    Column("way", String(40), nullable=False),
    Column("reason", String(), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    Column("note", String(), nullable=False),
    Column("decided_by", String(), nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("event", COUNTER, nullable=False),
    Column("due_on", Date()),
    Column("handover", Integer(), nullable=False),
    Index("ix_overdue_decision_batch_id", "batch_id"),
    Index("ix_overdue_decision_lot_id", "lot_id"),
    Index("ix_overdue_decision_until", "until"),
)
