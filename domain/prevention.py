"""Who was responsible for a week's faults, and what keeps them from coming back (K-37)."""

from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError
from domain.findings import Responsibility
from domain.handover import Hand, SamePerson
from domain.process import Role


class MeasureStands(DomainError):
    """The measure is written already; `by` says by whom. It is changed when it proves useless."""

    code = "measure-stands"


class MeasureMissing(DomainError):
    """There is no measure yet that could be verified, or it is verified already."""

    code = "measure-missing"


# The supervisors of the responsible step; what is the customer's or undecided needs no measure.
ANSWERS_FOR: Final = MappingProxyType({
    Responsibility.PRODUCTION: frozenset({Role.PRODUCTION_SUPERVISOR}),
    Responsibility.INSPECTION: frozenset({Role.QUALITY_SUPERVISOR}),
    Responsibility.MATERIAL: frozenset({Role.PURCHASING, Role.QUALITY_SUPERVISOR}),
    Responsibility.DESIGN: frozenset({Role.CHIEF_ENGINEER, Role.TECHNICAL_SUPERVISOR}),
    Responsibility.OTHER: frozenset({Role.TECHNICAL_SUPERVISOR}),
})  # fmt: skip


class Prevention(Record):
    """One responsibility of an issued week: the person, the performance note, the measure.

    `person_id` is whom the supervisor named, None for nobody in particular; he and the performance
    note are for the direct and the technical supervisors only. It is open until verified.
    """

    __tablename__ = "prevention"
    __table_args__ = (UniqueConstraint("year", "week", "responsibility"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    year: Mapped[int]
    week: Mapped[int]
    report: Mapped[str]
    responsibility: Mapped[Responsibility]
    pieces: Mapped[int]
    opened_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(default=None)
    performance: Mapped[str] = mapped_column(default="")
    measure: Mapped[str] = mapped_column(default="")
    answerer_id: Mapped[int | None] = mapped_column(default=None)
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    verification: Mapped[str] = mapped_column(default="")
    verified_by: Mapped[str] = mapped_column(default="")
    verified_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_open(self) -> bool:
        """Whether somebody has still something to do; a later version may have taken it away."""
        return self.verified_at is None and (self.pieces > 0 or self.answered_at is not None)

    def answer(self, hand: Hand, measure: str, person: int | None, performance: str) -> None:
        """Write the measure; raises `MeasureStands`."""
        if self.answered_at:
            raise MeasureStands(by=self.answered_by)
        self.measure, self.person_id, self.performance = measure, person, performance
        self.answerer_id, self.answered_by, self.answered_at = hand.person_id, hand.name, hand.at

    def verify(self, hand: Hand, verification: str, *, effective: bool) -> None:
        """Say whether the measure works; one that does not is written anew.

        Raises `MeasureMissing`, or `SamePerson` for who has written it.
        """
        if self.answered_at is None or self.verified_at:
            raise MeasureMissing(report=self.report)
        if hand.person_id == self.answerer_id:
            raise SamePerson(name=hand.name)
        self.verification = verification
        if effective:
            self.verified_by, self.verified_at = hand.name, hand.at
        else:
            self.answered_at, self.answerer_id, self.answered_by = None, None, ""
