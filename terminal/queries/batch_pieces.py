"""Every piece of a batch that has a serial: where it is, its round, its payer, its path."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.lot import Lot, LotState
from domain.process import Ending
from domain.serials import Piece, PieceStep
from terminal.queries.batch_blind import Blind


@dataclass(frozen=True, slots=True)
class PieceRow:
    """One piece. `lot`, `place`, `round`, `payer` and `path` are empty while an offer is open.

    `place` is a step, an ending, or `missing`; `earlier` the batch in which it was here before.
    """

    serial: str
    lot: str
    place: str
    round: int
    payer: str
    path: tuple[str, ...]
    tagged: str
    earlier: str


def piece_rows(db: Db, batch: Batch, lots: Sequence[Lot], veil: Blind) -> Iterator[PieceRow]:
    """Return the pieces of a batch by serial; counting them must tell no open offer's figure."""
    by_id = {lot.id: lot for lot in lots}
    query = select(Piece).where(Piece.batch_id == batch.id).order_by(Piece.serial)
    pieces = db.scalars(query).all()
    if not pieces:
        return
    paths = _paths(db, batch, by_id)
    visits = {piece.earlier_id for piece in pieces if piece.earlier_id}
    before = select(Piece.id, Batch.number).join(Batch, Batch.id == Piece.batch_id)
    earlier = {row.id: row.number for row in db.execute(before.where(Piece.id.in_(visits)))}
    for piece in pieces:
        lot = by_id[piece.lot_id]
        told = not veil.hides_anything
        yield PieceRow(
            serial=piece.serial,
            lot=lot.number if told else "",
            place=_place(piece, lot) if told else "",
            round=lot.round if told else 0,
            payer=piece.payer.value if told else "undecided",
            path=tuple(paths.get(piece.id, ())) if told else (),
            tagged=piece.tagged,
            earlier=earlier.get(piece.earlier_id or 0, ""),
        )


def _place(piece: Piece, lot: Lot) -> str:
    if piece.gone == "missing":
        return "missing"
    if piece.gone == "scrapped":
        return Ending.SCRAPPED.value
    return lot.ending.value if piece.gone or lot.state is LotState.ENDED else lot.step.value


def _paths(db: Db, batch: Batch, by_id: dict[int, Lot]) -> dict[int, list[str]]:
    query = (
        select(PieceStep)
        .join(Piece, Piece.id == PieceStep.piece_id)
        .where(Piece.batch_id == batch.id)
        .order_by(PieceStep.event)
    )
    found: dict[int, list[str]] = {}
    for step in db.scalars(query):
        found.setdefault(step.piece_id, []).append(f"{by_id[step.lot_id].number}:{step.mark}")
    return found
