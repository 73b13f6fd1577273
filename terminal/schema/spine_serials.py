"""The spine's tables of what is lost and odd, as they were at version 0001."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, UniqueConstraint

import terminal.schema.spine_leaves  # noqa: F401  (its tables are made with these)
from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "stray",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("number", String(), nullable=False),
    Column("product_id", COUNTER, ForeignKey("product.id")),
    Column("quantity", Integer(), nullable=False),
    Column("place", String(), nullable=False),
    Column("note", String(), nullable=False),
    Column("station", String(), nullable=False),
    Column("finder_id", Integer(), nullable=False),
    Column("found_by", String(), nullable=False),
    Column("found_at", DateTime(timezone=True), nullable=False),
    Column("way", String(40)),
    Column("belongs", String(), nullable=False),
    Column("decided_by", String(), nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("reason", String(), nullable=False),
    UniqueConstraint("number"),
    Index("ix_stray_way", "way"),
)
