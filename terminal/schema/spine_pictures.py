"""The spine's tables of pictures, as they were at version 0001."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

import terminal.schema.spine_serials  # noqa: F401  (its tables are made with these)
from terminal.schema.spine_roots import COUNTER, SPINE

Table(
    "image",
    SPINE,
    Column("digest", String(), primary_key=True),
    Column("width", Integer(), nullable=False),
    Column("height", Integer(), nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Column("small", LargeBinary(), nullable=False),
)
Table(
    "photo",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("digest", String(), ForeignKey("image.digest"), nullable=False),
    Column("batch_id", COUNTER, ForeignKey("batch.id")),
    Column("lot_id", COUNTER, ForeignKey("lot.id")),
    Column("stray_id", COUNTER, ForeignKey("stray.id")),
    Column("about", String(40), nullable=False),
    Column("subject", String(), nullable=False),
    Column("step", String(), nullable=False),
    Column("station", String(), nullable=False),
    Column("person_id", Integer(), nullable=False),
    Column("person_name", String(), nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Column("event", COUNTER, nullable=False),
    Index("ix_photo_batch_id", "batch_id"),
    Index("ix_photo_digest", "digest"),
    Index("ix_photo_stray_id", "stray_id"),
)
Table(
    "photo_withdrawal",
    SPINE,
    Column("photo_id", COUNTER, ForeignKey("photo.id"), primary_key=True, autoincrement=False),
    Column("reason", String(), nullable=False),
    Column("person_name", String(), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
Table(
    "board_picture",
    SPINE,
    Column("id", COUNTER, primary_key=True),
    Column("product_id", COUNTER, ForeignKey("product.id"), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("digest", String(), ForeignKey("image.digest"), nullable=False),
    Column("person_name", String(), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("product_id", "version"),
    Index("ix_board_picture_digest", "digest"),
)
