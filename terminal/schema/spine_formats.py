"""The spine's table of customers' label formats, as it was at version 0001."""

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, UniqueConstraint

from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "label_format",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("customer_id", COUNTER, ForeignKey("customer.id"), nullable=False),
    Column("name", String(), nullable=False),
    Column("separator", String(), nullable=False),
    Column("cuts", String(), nullable=False),
    Column("parts", String(), nullable=False),
    Column("sample", String(), nullable=False),
    Column("retired", Boolean(), nullable=False),
    UniqueConstraint("customer_id", "name"),
)
