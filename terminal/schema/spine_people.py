"""The spine's tables of desks and appointments, as they were at version 0001."""

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Index, String, Table

import terminal.schema.spine_cases  # noqa: F401  (its tables are made with these)
from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "appointment",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("person_id", COUNTER, ForeignKey("person.id"), nullable=False),
    Column("proposer_id", COUNTER, ForeignKey("person.id"), nullable=False),
    Column("proposed_by", String(), nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("roles", String(), nullable=False),
    Column("stands_for_id", COUNTER, ForeignKey("person.id")),
    Column("from_on", Date()),
    Column("until_on", Date()),
    Column("state", String(40), nullable=False),
    Column("decided_by", String(), nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Index("ix_appointment_person_id", "person_id"),
)
Table(
    "desk",
    SPINE,
    Column("station", String(), primary_key=True),
    Column("session_id", String(), ForeignKey("session.id")),
    Column("asked_badge_id", COUNTER, ForeignKey("badge.id")),
    Column("asked_at", DateTime(timezone=True)),
    Column("new_pin", String(), nullable=False),
    Column("view", String(), nullable=False),
    Column("lot", String(), nullable=False),
    Column("slip", String(), nullable=False),
    Column("act", String(), nullable=False),
    Column("act_fields", String(), nullable=False),
    Column("act_key", String(), nullable=False),
    Column("act_at", DateTime(timezone=True)),
    Column("act_tapped", Boolean(), nullable=False),
    Column("strip", String(), nullable=False),
    Column("language", String(), nullable=False),
    Column("theme", String(), nullable=False),
)
Table(
    "start_pin",
    SPINE,
    Column("person_id", COUNTER, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("seed", String(), nullable=False),
    Column("session", String(), nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
)

TABLES = SPINE  # all of them: roots, leaves, cases and people
