"""Packing and shipping: full boxes and a rest that add up, and who takes them away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.access import Act
from domain.cases import Shipment
from domain.lot import Lot
from domain.process import Outcome
from terminal.accessories import accessories_of
from terminal.closing import blockers
from terminal.paperwork import service_form
from terminal.queries.steps.along import to_pack, uncounted, with_along
from terminal.queries.steps.aside import aside
from terminal.queries.steps.pad import pad_of, tiles_of
from terminal.queries.steps.sheet import Desk, Need, counted, desk_of, pieces, written
from terminal.queries.steps.typed import Typed, group, whole

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

MOST_BOXES = 400
BOX_FIELDS = ("full", "standard", "rest")


@dataclass(frozen=True, slots=True)
class Boxes:
    """How pieces lie in boxes: so many full ones of a standard, and one with the rest."""

    full: int
    standard: int
    rest: int

    @property
    def pieces(self) -> int:
        """How many pieces these boxes hold."""
        return self.full * self.standard + self.rest

    @property
    def count(self) -> int:
        """How many boxes these are."""
        return (self.full if self.standard else 0) + (1 if self.rest else 0)

    @property
    def listed(self) -> str:
        """The pieces of each box, with commas, as the packing form sends them."""
        if self.count > MOST_BOXES:
            return ""
        full = self.full if self.standard else 0
        return ",".join(map(str, [self.standard] * full + [self.rest] * bool(self.rest)))


def pack(facing: Facing) -> dict[str, object]:
    """Return the packing page: the instruction, and boxes that add up."""
    desk = desk_of(facing)
    boxes = _boxes(desk)
    along = to_pack(desk, desk.typed(Act.DECIDE))

    def needs(typed: Typed) -> Iterator[Need]:
        yield from counted(desk, typed)
        packed = sum(group(typed, "counts").values())
        if not boxes.count:
            yield Need("boxes")
        elif boxes.count > MOST_BOXES:
            yield Need("boxes-many", {"most": MOST_BOXES})
        elif boxes.pieces != packed:
            yield Need("boxes-differ", {"boxed": boxes.pieces, "packed": packed})
        yield from uncounted(along)

    own = desk.sheet(Act.DECIDE, needs)
    ways = tiles_of([Outcome.PACKED])
    pad = pad_of(
        desk.work,
        own,
        [*(tile for _, tile in ways.values()), *BOX_FIELDS],
        results=ways,
        typed={"standard": str(boxes.standard or "")} | dict(own.typed),
        sends={"boxes": boxes.listed},
    )
    return {**aside(desk, own, with_along(pad, along)), "boxes": boxes, "along": along}


def _boxes(desk: Desk) -> Boxes:
    typed = desk.typed(Act.DECIDE)
    standard = whole(typed, "standard") if "standard" in typed else desk.work.pieces_per_box
    return Boxes(whole(typed, "full"), standard, whole(typed, "rest"))


def ship(facing: Facing) -> dict[str, object]:
    """Return the shipping page: quantity, waybill, recipient, and what has gone before."""
    desk = desk_of(facing)

    def needs(typed: Typed) -> Iterator[Need]:
        yield from pieces(desk, typed)
        yield from written(typed, "waybill", "recipient")

    lot = facing.db.get_one(Lot, desk.work.lot_id)
    gone = select(Shipment).where(Shipment.lot_id == lot.id).order_by(Shipment.id)
    own = desk.sheet(Act.SHIP, needs)
    return {
        **aside(desk, own, pad_of(desk.work, own, ["quantity"])),
        "goods_at": lot.goods_at,
        "ending": lot.ending.value,
        "shipments": list(facing.db.scalars(gone)),
        "form": service_form(facing.db, lot.number),
        "unsigned": blockers(facing.db, lot.batch),
        "left_behind": [one for one in accessories_of(facing.db, lot.batch_id) if one.to_pack > 0],
    }
