"""The spine's tables of reviews, as they were at version 0001."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, UniqueConstraint

import terminal.schema.spine_leaves  # noqa: F401  (its tables are made with these)
from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "review_case",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("number", String(), nullable=False),
    Column("batch_id", COUNTER, ForeignKey("batch.id"), nullable=False),
    Column("lot_id", COUNTER, ForeignKey("lot.id"), nullable=False),
    Column("origin", String(40), nullable=False),
    Column("quantity", Integer(), nullable=False),
    Column("round", Integer(), nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("consent", String(), nullable=False),
    Column("consent_by", String(), nullable=False),
    Column("correction", String(), nullable=False),
    Column("closed_by", String(), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    UniqueConstraint("number"),
    Index("ix_review_case_batch_id", "batch_id"),
    Index("ix_review_case_decided_at", "decided_at"),
    Index("ix_review_case_lot_id", "lot_id"),
)
Table(
    "case_decision",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("case_id", COUNTER, ForeignKey("review_case.id"), nullable=False),
    Column("lot_id", COUNTER, ForeignKey("lot.id"), nullable=False),
    Column("outcome", String(40), nullable=False),
    Column("quantity", Integer(), nullable=False),
    Column("note", String(), nullable=False),
    Column("decided_by", String(), nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("event", COUNTER, nullable=False),
    Index("ix_case_decision_case_id", "case_id"),
    Index("ix_case_decision_lot_id", "lot_id"),
)
Table(
    "opinion",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("case_id", COUNTER, ForeignKey("review_case.id"), nullable=False),
    Column("person_name", String(), nullable=False),
    Column("role", String(), nullable=False),
    Column("text", String(), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
