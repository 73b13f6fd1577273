"""Batches that came before their customer's paper: which, since when, and what is typed of it.

`of` in what is typed is the batch that the chosen kind and warranty were shown of: another batch
opens with its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Batch
from terminal.queries.drafts import draft_of
from terminal.queries.intake import days, remembered
from terminal.queries.label_card import label_card
from terminal.queries.paging import page_number

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

NEEDED: Final = ("batch", "complaint", "declared")
LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Paperless:
    """A batch whose paper has not come."""

    batch: str
    customer: str
    product: str
    code: str
    waited: timedelta


def details(facing: Facing) -> dict[str, object]:
    """Return the batches that wait, the chosen one, what was typed and what is missing."""
    typed = draft_of(facing.db, facing.station.code, Act.TELL_DETAILS)
    page, pages = page_number(count_paperless(facing.db), typed.get("page", "1"), LISTED)
    waiting = select(Batch).where(Batch.awaits_paper)
    query = waiting.order_by(Batch.booked_at, Batch.id).offset((page - 1) * LISTED).limit(LISTED)
    rows = [_row(facing, one) for one in facing.db.scalars(query)]
    if pages == len(rows) == 1:
        typed = {"batch": rows[0].batch} | typed
    batch = facing.db.scalar(waiting.where(Batch.number == typed.get("batch", "")))
    chosen = _row(facing, batch) if batch else None
    if batch and typed.get("of") != batch.number:
        typed |= {"kind": batch.kind.value, "warranty": batch.warranty.value}
    given = typed | {"batch": chosen.batch if chosen else ""}
    who = facing.view.who
    roles = {role.value for role in permitted_roles(Act.TELL_DETAILS, None)}
    return {
        "rows": rows,
        "pages": pages,
        "number_of_page": page,
        "typed": typed,
        "chosen": chosen,
        "days": days(facing.site.today()),
        "remembered": remembered(facing.db, chosen.code if chosen else ""),
        "label": label_card(facing, Act.TELL_DETAILS.value),
        "missing": [name for name in NEEDED if not given.get(name, "").strip()],
        "may": who is not None and bool(roles.intersection(who.roles)),
    }


def count_paperless(db: Db) -> int:
    """Return how many batches wait for their customer's paper."""
    return db.scalar(select(func.count(Batch.id)).where(Batch.awaits_paper)) or 0


def _row(facing: Facing, one: Batch) -> Paperless:
    waited = facing.site.now() - one.booked_at
    return Paperless(one.number, one.customer.name, one.product.name, one.product.code, waited)
