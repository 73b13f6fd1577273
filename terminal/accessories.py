"""What came along with a batch, as its checklist stands."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.accessory import Accessory


def accessories_of(db: Db, batch: int) -> list[Accessory]:
    """Return the accessories of a batch in the order in which they were counted."""
    query = select(Accessory).where(Accessory.batch_id == batch).order_by(Accessory.id)
    return list(db.scalars(query))
