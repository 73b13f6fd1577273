"""The spine's table of trays, as it was at version 0001."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, String, Table

import terminal.schema.spine_leaves  # noqa: F401  (its tables are made with these)
from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "tray",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("batch_id", COUNTER, ForeignKey("batch.id"), nullable=False),
    Column("lot_id", COUNTER, ForeignKey("lot.id"), nullable=False),
    Column("quantity", Integer(), nullable=False),
    Column("counts", String(), nullable=False),
    Column("defects", String(), nullable=False),
    Column("person_id", Integer(), nullable=False),
    Column("person_name", String(), nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("seconds", Integer(), nullable=False),
    Column("too_fast", Boolean(), nullable=False),
    Column("closed_by", COUNTER, nullable=False),
    Column("voided_by", COUNTER, nullable=False),
    Column("looked_by", String(), nullable=False),
    Column("log", String(), nullable=False),
    Index("ix_tray_batch_id", "batch_id"),
    Index("ix_tray_log", "log"),
    Index("ix_tray_lot_id", "lot_id"),
    Index("ix_tray_person_id", "person_id"),
    Index("ix_tray_too_fast", "too_fast"),
)
