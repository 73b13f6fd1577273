"""The spine's table of piece weights, as it was at version 0001."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table

from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "piece_weight",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("product_id", COUNTER, ForeignKey("product.id"), nullable=False),
    Column("pieces", Integer(), nullable=False),
    Column("milligrams", COUNTER, nullable=False),
    Column("step", COUNTER, nullable=False),
    Column("person_id", COUNTER, ForeignKey("person.id"), nullable=False),
    Column("station", String(), nullable=False),
    Column("weighed_at", DateTime(timezone=True), nullable=False),
    Index("piece_weight_of_product", "product_id", "id"),
)
