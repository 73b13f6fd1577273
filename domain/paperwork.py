"""Forms that part from their goods: who gave them, who signed for them, what is still missing.

After packing the boxes wait, the service form goes to Sales; the repair record ends at Technical,
the complaint notice at Quality, and a copy of the weekly report with each who reads it.
"""

from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError
from domain.handover import Hand, SamePerson
from domain.process import Role


class FormNotHere(DomainError):
    """Sales has not signed for the service form of this lot: no shipping order before (K-33)."""

    code = "form-not-here"


class FormSignedFor(DomainError):
    """Somebody has signed for this form already; `by` says who."""

    code = "form-signed-for"


class FormSuperseded(DomainError):
    """A newer version of this form has been issued; that one is to be signed for."""

    code = "form-superseded"


class FormKind(StrEnum):
    """A form that is handed over by itself; the service form brings its repair record (K-32)."""

    SERVICE_FORM = "service-form"
    REPAIR_RECORD = "repair-record"
    COMPLAINT_NOTICE = "complaint-notice"
    WEEKLY_REPORT = "weekly-report"


class Department(StrEnum):
    """Where a form goes."""

    SALES = "sales"
    TECHNICAL = "technical"
    QUALITY = "quality"
    PRODUCTION = "production"
    MANAGEMENT = "management"


# Who signs for a department's forms.
SIGNS_FOR: Final = MappingProxyType({
    Department.SALES: frozenset({Role.SALES, Role.BUSINESS_HEAD}),
    Department.TECHNICAL: frozenset({Role.TECHNICAL_SUPERVISOR}),
    Department.QUALITY: frozenset({Role.QUALITY_SUPERVISOR}),
    Department.PRODUCTION: frozenset({Role.PRODUCTION_SUPERVISOR}),
    Department.MANAGEMENT: frozenset({Role.MANAGEMENT_OFFICE, Role.GENERAL_MANAGER}),
})  # fmt: skip


class FormHandover(Record):
    """One form on its way to one department, with both signatures; open until the receiver signs.

    `number` is the form's own: of the lot, the notice, the report. `note` is what the receiver
    wrote when he signed (the management office's review, K-36). `superseded_by` is the number of
    the version that came before anybody had signed for this one.
    """

    __tablename__ = "form_handover"
    __table_args__ = (
        UniqueConstraint("kind", "number", "department"),
        Index("form_waiting", "department", "received_at"),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    kind: Mapped[FormKind]
    number: Mapped[str]
    department: Mapped[Department]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    giver_id: Mapped[int]
    giver_name: Mapped[str]
    from_station: Mapped[str]
    given_at: Mapped[datetime]
    receiver_id: Mapped[int | None] = mapped_column(default=None)
    receiver_name: Mapped[str] = mapped_column(default="")
    to_station: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")
    superseded_by: Mapped[str] = mapped_column(default="")

    @property
    def is_reviewed(self) -> bool:
        """Whether its receiver writes what he thinks of it (K-36)."""
        return self.kind is FormKind.WEEKLY_REPORT and self.department is Department.MANAGEMENT

    def receive(self, hand: Hand, note: str = "") -> None:
        """Sign for the form.

        Raises `FormSignedFor`, `FormSuperseded`, or `SamePerson` for the giver himself.
        """
        if self.superseded_by:
            raise FormSuperseded(form=self.number, by=self.superseded_by)
        if self.received_at:
            raise FormSignedFor(form=self.number, by=self.receiver_name)
        if hand.person_id == self.giver_id:
            raise SamePerson(name=hand.name)
        self.receiver_id, self.receiver_name = hand.person_id, hand.name
        self.to_station, self.received_at, self.note = hand.station, hand.at, note
