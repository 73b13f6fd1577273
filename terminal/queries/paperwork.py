"""Forms on their way between departments: on the batch's page, and before who signs for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Db

from domain.access import Act
from domain.paperwork import SIGNS_FOR, Department, FormHandover
from terminal.queries.supervise_items import Eyes, Item

ON_A_CARD: Final = 6


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form on its way; `waited` is how long it has been on its way, or was."""

    id: int
    kind: str
    number: str
    department: str
    giver: str
    given_at: datetime
    receiver: str
    received_at: datetime | None
    waited: timedelta
    note: str
    superseded_by: str = ""


def forms_of_batch(db: Db, batch: int, now: datetime) -> Sequence[FormRow]:
    """Return every form of a batch that was handed over by itself, oldest first."""
    query = select(FormHandover).where(FormHandover.batch_id == batch)
    return _rows(db, query, now)


def copies_of(db: Db, number: str, now: datetime) -> Sequence[FormRow]:
    """Return who got a copy of a form, and who has signed for it."""
    return _rows(db, select(FormHandover).where(FormHandover.number == number), now)


def waiting_forms(eyes: Eyes) -> Iterator[Item]:
    """Forms that a department of mine has not signed for, the oldest first."""
    for department in Department:
        roles = {role.value for role in SIGNS_FOR[department]}
        if not eyes.roles & roles:
            continue
        query = select(FormHandover).where(
            FormHandover.department == department,
            FormHandover.received_at.is_(None),
            FormHandover.superseded_by == "",
            FormHandover.giver_id != eyes.person,
        )
        if rows := _rows(eyes.db, query, eyes.site.now()):
            yield _item(department, rows)


def _item(department: Department, rows: Sequence[FormRow]) -> Item:
    return Item(
        kind="receive-forms",
        act=Act.RECEIVE_FORMS.value,
        key=f"forms:{department.value}",
        lot="",
        batch="",
        waited=rows[0].waited,
        facts={"department": department.value, "waiting": len(rows)},
        forms=rows[:ON_A_CARD],
    )


def _rows(db: Db, query: Select[FormHandover], now: datetime) -> Sequence[FormRow]:
    found = db.scalars(query.order_by(FormHandover.given_at, FormHandover.id))
    return [
        FormRow(
            id=one.id,
            kind=one.kind.value,
            number=one.number,
            department=one.department.value,
            giver=one.giver_name,
            given_at=one.given_at,
            receiver=one.receiver_name,
            received_at=one.received_at,
            waited=(one.received_at or now) - one.given_at,
            note=one.note,
            superseded_by=one.superseded_by,
        )
        for one in found
    ]
