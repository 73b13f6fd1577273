"""The spine's tables of what comes in: return receipts, accessories, as at version 0001."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

import terminal.schema.spine_leaves  # noqa: F401  (its tables are made with these)
from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "return_receipt",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("number", String(), nullable=False),
    Column("customer_id", COUNTER, ForeignKey("customer.id"), nullable=False),
    Column("boxes", Integer(), nullable=False),
    Column("total", Integer(), nullable=False),
    Column("unsorted", Integer(), nullable=False),
    Column("carrier", String(), nullable=False),
    Column("waybill", String(), nullable=False),
    Column("station", String(), nullable=False),
    Column("counter_id", Integer(), nullable=False),
    Column("counted_by", String(), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("state", String(40), nullable=False),
    Column("version", Integer(), nullable=False),
    CheckConstraint("unsorted >= 0", name="receipt_is_never_oversorted"),
    UniqueConstraint("number"),
    Index("return_receipt_waiting", "state", "received_at"),
)
Table(
    "receipt_difference",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("receipt_id", COUNTER, ForeignKey("return_receipt.id"), nullable=False),
    Column("way", String(40), nullable=False),
    Column("quantity", Integer(), nullable=False),
    Column("reason", String(), nullable=False),
    Column("person_id", Integer(), nullable=False),
    Column("person_name", String(), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_receipt_difference_receipt_id", "receipt_id"),
)
Table(
    "accessory",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("batch_id", COUNTER, ForeignKey("batch.id"), nullable=False),
    Column("name", String(), nullable=False),
    Column("came", Integer(), nullable=False),
    Column("checked", Integer()),
    Column("packed", Integer(), nullable=False),
    UniqueConstraint("batch_id", "name"),
)
