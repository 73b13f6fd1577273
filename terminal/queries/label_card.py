"""The card "from the label" beside a form: what boxes say, what it would fill in and replace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from domain.batch import Customer
from domain.templates import Holds
from terminal.customer_labels import Said
from terminal.proposals import Lying, Proposal, lying, propose
from terminal.queries.drafts import draft_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

LISTED: Final = 4
IN_TURN: Final = (
    "customer", "product", "declared", "part_number", "customer_lot", "date_code",
    "customer_order", "rma",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """One field that the labels fill in; `before` is what stands there now and would go."""

    field: str
    said: str
    before: str


@dataclass(frozen=True, slots=True)
class Box:
    """One label, as the list shows it; without a `quantity` it is `stated`, or blank."""

    number: int
    by: str
    quantity: str
    stated: str
    lot: str
    mark: str


@dataclass(frozen=True, slots=True)
class LabelCard:
    """What lies beside a form; `choices` are (code, name) of the customers to choose from.

    `product` is "one", "several" or "none" of the register, or "" where the labels name none.
    """

    shown: bool
    boxes: tuple[Box, ...]
    earlier: int
    rows: tuple[Filled, ...]
    product: str
    names: tuple[str, ...]
    unclear: tuple[int, ...]
    choices: tuple[tuple[str, str], ...]


def label_card(facing: Facing, form: str) -> LabelCard | None:
    """Return the card beside a form; nothing where no label was scanned for it."""
    found = lying(facing.db, facing.station.code, form)
    if not (found.boxes or found.choices):
        return None
    told = propose(facing.db, facing.station.code, form, found.boxes)
    boxes = tuple(_box(number, one) for number, one in enumerate(found.boxes, 1))
    return LabelCard(
        shown=found.shown,
        boxes=boxes[-LISTED:],
        earlier=max(len(boxes) - LISTED, 0),
        rows=tuple(_rows(facing, form, told)),
        product=_fits(told),
        names=told.names,
        unclear=told.unclear,
        choices=_choices(facing, found),
    )


def _rows(facing: Facing, form: str, told: Proposal) -> list[Filled]:
    typed = draft_of(facing.db, facing.station.code, form)
    names = _names(facing, told, typed)
    rows = []
    for name in IN_TURN:
        if said := told.values.get(name, ""):
            before = typed.get(name, "").strip()
            kept = "" if before == said else names.get(before, before)
            rows.append(Filled(name, names.get(said, said), kept))
    return rows


def _names(facing: Facing, told: Proposal, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what customers and products of the rows are called, by their codes."""
    codes = {told.values.get("customer", ""), typed.get("customer", "")}
    query = select(Customer.code, Customer.name).where(Customer.code.in_(codes))
    names: dict[str, str] = {row.code: row.name for row in facing.db.execute(query)}
    return names | {one.code: one.name for one in told.products}


def _fits(told: Proposal) -> str:
    if not told.names:
        return ""
    return "one" if len(told.products) == 1 else "several" if told.products else "none"


def _box(number: int, said: Said) -> Box:
    return Box(
        number, said.by, said.get(Holds.QUANTITY), said.stated, said.get(Holds.LOT), said.mark
    )


def _choices(facing: Facing, found: Lying) -> tuple[tuple[str, str], ...]:
    codes = [one.customer for one in found.choices]
    query = select(Customer.code, Customer.name).where(Customer.code.in_(codes))
    return tuple((row.code, row.name) for row in facing.db.execute(query.order_by(Customer.code)))
