"""The spine's table of what people have set at a printer, as it was at version 0001."""

from sqlalchemy import Column, DateTime, Integer, String, Table

from terminal.schema.spine_roots import SPINE

Table(
    "printer_care",
    SPINE,
    Column("code", String(), primary_key=True),
    Column("paused_by", String(), nullable=False),
    Column("paused_at", DateTime(timezone=True)),
    Column("across", Integer()),
    Column("darkness", Integer(), nullable=False),
    Column("calibrated_by", String(), nullable=False),
    Column("calibrated_at", DateTime(timezone=True)),
)
