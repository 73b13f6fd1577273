"""What was found on the pieces: defects, anomaly reports, repair records, and their words."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.process import Outcome


class TermKind(StrEnum):
    """What a coded word is for."""

    DEFECT = "defect"
    CAUSE = "cause"
    ACTION = "action"
    DELAY = "delay"


class Responsibility(StrEnum):
    """Who caused it (责任划分); the list is open in the procedure, `other` keeps it so (K-34)."""

    CUSTOMER = "customer"
    PRODUCTION = "production"
    INSPECTION = "inspection"
    MATERIAL = "material"
    DESIGN = "design"
    UNDECIDED = "undecided"
    OTHER = "other"


class Term(Record):
    """A coded word of the factory, in both languages; kept as data, edited and imported.

    A used one is never deleted: retired, it still says what old records mean and is offered no
    more.
    """

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    kind: Mapped[TermKind]
    code: Mapped[str]
    zh: Mapped[str]
    en: Mapped[str]
    responsibility: Mapped[Responsibility | None] = mapped_column(default=None)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class Finding(Record):
    """So many pieces of a lot had this defect at an inspection."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    event: Mapped[int] = mapped_column(Counter)
    defect: Mapped[str]
    quantity: Mapped[int]


class AnomalyReport(Record):
    """Inspection had missed a visible fault; the responsible inspector signs (K-24).

    `closed_by` is the event of the verdict that used it, 0 before. Absent inspectors are signed
    for by nobody: a supervisor signs "absent" with a reason, in his own name.
    """

    __tablename__ = "anomaly_report"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    quantity: Mapped[int]
    description: Mapped[str]
    inspector_id: Mapped[int]
    registered_by: Mapped[str]
    registered_at: Mapped[datetime]
    closed_by: Mapped[int] = mapped_column(Counter, default=0)
    signed_by: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    absent_reason: Mapped[str] = mapped_column(default="")


class RepairRecord(Record):
    """What was wrong with some pieces of a lot and what was done about it (K-43).

    It goes where its pieces go until somebody receives them, and comes back to work with them.
    `minutes` is work time for all of them; `closed_by` the event of the verdict, 0 before;
    `voided_by` the event since which it does not count, because it was recorded wrongly.
    `responsibility` is the repairer's, `judged` the technical supervisor's final one (K-36).
    `across` and `down` are the place in thousandths of the board picture `picture_id`, 0 to 1000.
    """

    __tablename__ = "repair_record"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    round: Mapped[int]
    outcome: Mapped[Outcome]
    quantity: Mapped[int]
    symptom: Mapped[str]
    cause: Mapped[str]
    responsibility: Mapped[Responsibility]
    action: Mapped[str]
    person_id: Mapped[int]
    person_name: Mapped[str]
    recorded_at: Mapped[datetime]
    location: Mapped[str] = mapped_column(default="")
    parts: Mapped[str] = mapped_column(default="")
    serials: Mapped[str] = mapped_column(default="[]")
    picture_id: Mapped[int | None] = mapped_column(
        ForeignKey("board_picture.id"), default=None, index=True
    )
    across: Mapped[int | None] = mapped_column(default=None)
    down: Mapped[int | None] = mapped_column(default=None)
    minutes: Mapped[int] = mapped_column(default=0)
    closed_by: Mapped[int] = mapped_column(Counter, default=0)
    voided_by: Mapped[int] = mapped_column(Counter, default=0)
    judged: Mapped[Responsibility | None] = mapped_column(default=None)
    judged_by: Mapped[str] = mapped_column(default="")
    judged_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def blame(self) -> Responsibility:
        """Who caused it, as far as it is known now."""
        return self.judged or self.responsibility


BLAME: Final = func.coalesce(RepairRecord.judged, RepairRecord.responsibility)
