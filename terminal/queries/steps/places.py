"""Where a product was repaired: on the picture of its board, and by the reference of the place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.findings import RepairRecord
from domain.picture import BoardPicture, Image
from terminal.pictures import newest_board
from terminal.queries.steps.typed import Typed, whole

FIRST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Board:
    """A version of a product's board picture, and its size in pixels."""

    id: int
    version: int
    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in thousandths of a board picture; `times` is how many pieces were repaired there."""

    across: int
    down: int
    name: str = ""
    times: int = 0


def boards(db: Db, wanted: Iterable[int]) -> dict[int, Board]:
    """Return the board pictures of these ids."""
    query = select(BoardPicture.id, BoardPicture.version, Image.digest, Image.width, Image.height)
    query = query.join(Image, Image.digest == BoardPicture.digest)
    rows = db.execute(query.where(BoardPicture.id.in_(set(wanted))))
    return {board.id: board for board in (Board(*row) for row in rows)}


def board_of(db: Db, product: int) -> Board | None:
    """Return the picture on which places of a product are tapped now."""
    newest = newest_board(db, product)
    return boards(db, [newest.id])[newest.id] if newest else None


def known_spots(db: Db, board: Board | None) -> list[Spot]:
    """Return the places that were tapped most often on a picture, the latest spot of each name."""
    if board is None:
        return []
    query = select(
        RepairRecord.location, RepairRecord.across, RepairRecord.down, RepairRecord.quantity
    ).where(RepairRecord.picture_id == board.id, RepairRecord.voided_by == 0)
    pieces: Counter[tuple[str, int, int]] = Counter()
    latest: dict[tuple[str, int, int], tuple[int, int]] = {}
    for name, across, down, quantity in db.execute(query.order_by(RepairRecord.id)):
        # Two taps without a name are the same place only where they are the same spot.
        spot = (across or 0, down or 0)
        key = (name, 0, 0) if name else ("", *spot)
        pieces[key] += quantity
        latest[key] = spot
    return [Spot(*latest[key], key[0], times) for key, times in pieces.most_common(FIRST_PLACES)]


def tapped(typed: Typed, board: Board | None) -> Spot | None:
    """Return the place that is tapped in a form; one on an older picture has gone with it."""
    if board is None or typed.get("picture") != str(board.id):
        return None
    return Spot(whole(typed, "across"), whole(typed, "down"))


def named_places(db: Db, product: int) -> list[tuple[str, int]]:
    """Return where a product was repaired most often by reference: (location, pieces)."""
    query = select(RepairRecord.location, RepairRecord.quantity).where(
        RepairRecord.product_id == product,
        RepairRecord.location != "",
        RepairRecord.voided_by == 0,
    )
    pieces: Counter[str] = Counter()
    for location, quantity in db.execute(query.order_by(RepairRecord.id)):
        for place in filter(None, map(str.strip, location.replace("，", ",").split(","))):
            pieces[place] += quantity
    return pieces.most_common(FIRST_PLACES)
