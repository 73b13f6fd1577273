"""The spine's tables of carts, as they were at version 0001."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, UniqueConstraint

import terminal.schema.spine_leaves  # noqa: F401  (its tables are made with these)
from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "cart",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("number", String(), nullable=False),
    Column("from_station", String(), nullable=False),
    Column("target", String(40), nullable=False),
    Column("giver_id", Integer(), nullable=False),
    Column("giver_name", String(), nullable=False),
    Column("loaded_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("number"),
)
Table(
    "cart_load",
    SPINE,
    Column("handover_id", COUNTER, ForeignKey("handover.id"), primary_key=True,
           autoincrement=False),
    Column("cart_id", COUNTER, ForeignKey("cart.id"), nullable=False),
    Index("ix_cart_load_cart_id", "cart_id"),
)  # fmt: skip
