"""The spine's tables of forms on their way and of weekly reports, as they were at version 0001."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "form_handover",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("number", String(), nullable=False),
    Column("department", String(40), nullable=False),
    Column("batch_id", COUNTER, ForeignKey("batch.id")),
    Column("giver_id", Integer(), nullable=False),
    Column("giver_name", String(), nullable=False),
    Column("from_station", String(), nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("receiver_id", Integer()),
    Column("receiver_name", String(), nullable=False),
    Column("to_station", String(), nullable=False),
    Column("received_at", DateTime(timezone=True)),
    Column("note", String(), nullable=False),
    UniqueConstraint("kind", "number", "department"),
    Index("form_waiting", "department", "received_at"),
    Index("ix_form_handover_batch_id", "batch_id"),
)
Table(
    "weekly_report",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("number", String(), nullable=False),
    Column("year", Integer(), nullable=False),
    Column("week", Integer(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("replaces", String(), nullable=False),
    Column("content", String(), nullable=False),
    Column("digest", String(), nullable=False),
    Column("issued_by", String(), nullable=False),
    Column("issuer_id", Integer(), nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("number"),
    UniqueConstraint("year", "week", "version"),
)
