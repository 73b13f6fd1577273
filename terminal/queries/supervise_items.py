"""An item of a supervisor's work list, and whose eyes look at the list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.custody import Staff
from terminal.site import Site

if TYPE_CHECKING:
    from terminal.queries.paperwork import FormRow


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks: a person, the roles, whose people he decides about, and where to look."""

    site: Site
    db: Db
    person: int
    roles: frozenset[str]
    bosses: frozenset[int]
    staff: Staff

    def may(self, act: Act) -> bool:
        """Whether one of the roles may do an act of supervision."""
        return bool(self.roles & {role.value for role in permitted_roles(act, None)})

    def decides_for(self, person: int, parties: Collection[int | None] = ()) -> bool:
        """Whether he, or somebody whom he stands in for, decides about a person's lots."""
        return bool(self.bosses & self.staff.bosses(person, parties))

    def since(self, at: datetime) -> timedelta:
        """Return how long something has waited."""
        return self.site.now() - at


@dataclass(frozen=True, slots=True)
class Decided:
    """What a review has decided: outcome, pieces (None before they are received), reason."""

    outcome: str
    quantity: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A lot that boards without an owner could belong to; `missing` is signed as lost there."""

    lot: str
    customer: str
    step: str
    station: str
    missing: int


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of a slip book's list: what its slip says, and who entered it."""

    slip: int
    meaning: str
    lot: str
    stated_at: datetime
    stated_by: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class Item:
    """One decision that waits. `kind` chooses its form, `act` what it signs or records.

    `facts` are named texts that its form and its sentence show; `fields` go back hidden;
    `codes` are coded reasons, `decided` the outcomes of a review, `ways` what may be
    chosen, `forms` papers to sign for, `owners` lots to choose from,
    `people` (number, name) of whom one may be named, `lines` the list that a witness
    signs.
    """

    kind: str
    act: str
    key: str
    lot: str
    batch: str
    waited: timedelta
    facts: dict[str, str | int] = field(default_factory=dict)
    fields: dict[str, str | int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()
    ways: tuple[str, ...] = ()
    forms: Sequence[FormRow] = ()
    owners: tuple[Owner, ...] = ()
    people: Sequence[tuple[str, str]] = ()
    lines: tuple[SlipLine, ...] = ()
