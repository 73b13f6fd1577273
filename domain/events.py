"""The event log: what happened, who signed it, and the chain that shows any change.

Each event is sealed with an HMAC over its canonical form and the seal before it. The canonical form
is fixed by `ALGORITHM`: a JSON array of the fields in `FIELDS`' order, UTF-8, no spaces, times as
ISO 8601 in UTC with microseconds. Change the form and the algorithm's name changes.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record

ALGORITHM: Final = "hmac-sha256/1"
FIRST_SEAL: Final = "0" * 64
FIELDS: Final = (
    "site", "number", "at", "kind", "batch", "batch_version", "lot", "lot_version", "from_step",
    "to_step", "quantity", "meaning", "person_id", "person_name", "role", "station", "session",
    "shown_hash", "stated_at", "corrects", "details",
)  # fmt: skip


class Event(Record):
    """One thing that happened, numbered per site without a gap; written once, never changed.

    `kind` is `subject:action`. A signed event has `meaning`, the person as printed, role, station
    and quantity. `details` is canonical JSON. `stated_at` is a claimed time (late entry, 补录).
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("batch", "batch_version"),
        Index("event_of_lot", "lot", "number"),
        Index("event_at_station", "station", "at"),
        Index("event_signed_by", "person_id", "batch"),
    )

    number: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=False)
    site: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(index=True)
    batch: Mapped[str | None] = mapped_column(default=None)
    batch_version: Mapped[int | None] = mapped_column(default=None)
    lot: Mapped[str | None] = mapped_column(default=None)
    lot_version: Mapped[int | None] = mapped_column(default=None)
    from_step: Mapped[str] = mapped_column(default="")
    to_step: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int | None] = mapped_column(default=None)
    meaning: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(default=None)
    person_name: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    station: Mapped[str] = mapped_column(default="")
    session: Mapped[str] = mapped_column(default="")
    shown_hash: Mapped[str] = mapped_column(default="")
    stated_at: Mapped[datetime | None] = mapped_column(default=None)
    corrects: Mapped[int | None] = mapped_column(default=None)
    details: Mapped[str] = mapped_column(default="{}")
    previous_seal: Mapped[str] = mapped_column(default="")
    seal: Mapped[str] = mapped_column(default="")
    algorithm: Mapped[str] = mapped_column(default=ALGORITHM)

    @property
    def facts(self) -> dict[str, object]:
        """The details, read."""
        return dict(json.loads(self.details))


class Head(Record):
    """The site's head row: the last event and its seal. Every writer locks it last."""

    __tablename__ = "head"

    site: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Counter, default=0)
    seal: Mapped[str] = mapped_column(default=FIRST_SEAL)


class Series(Record):
    """The last number issued in one gapless series, such as the batches of a month."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Submission(Record):
    """An accepted form or scan; its repeat gets the first answer again (house rule 5)."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    answer: Mapped[str]
    at: Mapped[datetime]


def canonical_json(value: object) -> str:
    """Return JSON that is the same for equal values: sorted keys, no spaces, no ASCII escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(event: Event) -> bytes:
    """Return the bytes of an event that are sealed."""
    return canonical_json([_plain(getattr(event, name)) for name in FIELDS]).encode()


def seal(key: bytes, previous: str, event: Event) -> str:
    """Return the seal of an event (hex) that follows an event with the seal `previous`."""
    message = b"\n".join((ALGORITHM.encode(), previous.encode(), canonical(event)))
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def short_code(seal_hex: str) -> str:
    """Return eight characters of a seal for paper, so that a cut-off trail shows."""
    return seal_hex[:8].upper()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
