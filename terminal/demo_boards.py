"""Where the demo's repairers tap the pictures of its boards."""

from typing import Final

from sqlalchemy import select

from domain.batch import Batch
from domain.lot import Lot
from terminal.pictures import newest_board
from terminal.site import Site

PLACES: Final = {"U7": (430, 460), "D3": (760, 240), "Q2": (220, 720), "J1": (80, 420)}


def tapped(site: Site, lot: str, location: str) -> dict[str, int]:
    """Return the tap on a part of the lot's board; nothing where there is no picture of it."""
    with site.reading() as db:
        query = select(Batch.product_id).join(Lot, Lot.batch_id == Batch.id)
        product = db.scalar(query.where(Lot.number == lot)) or 0
        picture = newest_board(db, product)
    if picture is None or location not in PLACES:
        return {}
    across, down = PLACES[location]
    return {"picture": picture.id, "across": across, "down": down}
