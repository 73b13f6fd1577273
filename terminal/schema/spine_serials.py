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
Table(
    "piece",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("product_id", COUNTER, ForeignKey("product.id"), nullable=False),
    Column("serial", String(), nullable=False),
    Column("batch_id", COUNTER, ForeignKey("batch.id"), nullable=False),
    Column("lot_id", COUNTER, ForeignKey("lot.id"), nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("registered_by", String(), nullable=False),
    Column("mark", String(), nullable=False),
    Column("marked", COUNTER, nullable=False),
    Column("payer", String(40), nullable=False),
    Column("gone", String(), nullable=False),
    Column("tagged", String(), nullable=False),
    Column("earlier_id", COUNTER, ForeignKey("piece.id")),
    UniqueConstraint("batch_id", "serial"),
    Index("ix_piece_serial", "serial"),
    Index("piece_of_product", "product_id", "serial"),
    Index("piece_in_lot", "lot_id"),
)
Table(
    "piece_step",
    SPINE,
    Column("piece_id", COUNTER, ForeignKey("piece.id"), primary_key=True, autoincrement=False),
    Column("event", COUNTER, primary_key=True, autoincrement=False),
    Column("lot_id", COUNTER, ForeignKey("lot.id"), nullable=False),
    Column("mark", String(), nullable=False),
)
Table(
    "slip_book",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("number", String(), nullable=False),
    Column("slips", Integer(), nullable=False),
    Column("printed_by", String(), nullable=False),
    Column("printed_at", DateTime(timezone=True), nullable=False),
    Column("witnessed_by", String(), nullable=False),
    Column("witnessed_at", DateTime(timezone=True)),
    UniqueConstraint("number"),
    Index("ix_slip_book_witnessed_at", "witnessed_at"),
)
Table(
    "late_entry",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("book_id", COUNTER, ForeignKey("slip_book.id"), nullable=False),
    Column("slip", Integer(), nullable=False),
    Column("event", COUNTER, nullable=False),
    Column("lot", String(), nullable=False),
    Column("meaning", String(), nullable=False),
    Column("stated_at", DateTime(timezone=True), nullable=False),
    Column("stated_by", String(), nullable=False),
    Column("entered_id", Integer(), nullable=False),
    Column("entered_by", String(), nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("book_id", "slip"),
)
