"""The spine's table of figures that were set on a page, as it was at version 0001."""

from sqlalchemy import Column, DateTime, String, Table

from terminal.schema.spine_roots import SPINE

Table(
    "figure_change",
    SPINE,
    Column("key", String(), primary_key=True),
    Column("value", String(), nullable=False),
    Column("changed_by", String(), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
