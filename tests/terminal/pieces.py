"""Pieces with serials at the packer's and at screening, and what their lots know of them."""

from sqlalchemy import select

from domain.lot import Lot
from domain.people import Desk
from domain.serials import Piece
from tests.floor import LEADER, PACKER, Floor


def at_register(floor: Floor, *serials: str, pieces: int = 0, **more: object) -> str:
    """The packer has counted the pieces, and scans their serials."""
    pieces = pieces or len(serials)
    lot = floor.book_in(pieces, **more)
    floor.receive(PACKER, "RECV-1", lot, pieces)
    for serial in serials:
        floor.note(PACKER, "RECV-1", "register-serials", lot=lot, serials=serial)
    return lot


def at_screening(floor: Floor, *serials: str, pieces: int = 0) -> str:
    lot = at_register(floor, *serials, pieces=pieces)
    pieces = floor.lot(lot).quantity
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": pieces})
    floor.receive(LEADER, "SCREEN-1", lot, pieces)
    return lot


def held(floor: Floor, lot: str) -> list[str]:
    """The serials of a lot, as it knows them."""
    with floor.site.reading() as db:
        query = select(Piece.serial).join(Lot, Lot.id == Piece.lot_id)
        return sorted(db.scalars(query.where(Lot.number == lot, Piece.gone == "")))


def said(floor: Floor, station: str) -> str:
    """What the last scan at a station came to."""
    with floor.site.reading() as db:
        return db.get_one(Desk, station).strip
