"""What came along with a batch, as its checklist stands."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.accessory import Accessory, unpack
from domain.events import Event
from domain.handover import Handover
from domain.lot import LotState
from domain.process import Step


def accessories_of(db: Db, batch: int) -> list[Accessory]:
    """Return the accessories of a batch in the order in which they were counted."""
    query = select(Accessory).where(Accessory.batch_id == batch).order_by(Accessory.id)
    return list(db.scalars(query))


def take_back(db: Db, handover: Handover) -> None:
    """Let what was packed with pieces that a ruling sent back be asked for again."""
    lot = handover.lot
    if handover.from_step is not Step.PACK or lot.state is not LotState.WORKING:
        return
    query = select(Event).where(
        Event.batch == lot.batch.number, Event.kind == "lot:decided", Event.from_step == Step.PACK
    )
    for event in db.scalars(query.order_by(Event.number.desc())):
        facts: dict[str, Any] = event.facts
        if lot.number in {part["lot"] for part in facts["parts"]}:
            unpack(accessories_of(db, lot.batch_id), facts["accessories"])
            return
