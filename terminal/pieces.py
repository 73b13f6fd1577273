"""Pieces with serials go with their lots: sorted by scans at a verdict, together at a merge."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.events import Event
from domain.findings import RepairRecord, Term, TermKind
from domain.lot import Lot, LotState
from domain.process import Outcome
from domain.serials import (
    Piece,
    PieceStep,
    SerialElsewhere,
    SerialsGoWhole,
    SerialUnknown,
    sort_pieces,
)
from terminal.transaction import Transaction

SHIPPED = "shipped"


def pieces_in(db: Db, lot: Lot) -> Sequence[Piece]:
    """Return the pieces of a lot that are registered and have not left, in order."""
    query = select(Piece).where(Piece.lot_id == lot.id, Piece.gone == "").order_by(Piece.id)
    return db.scalars(query).all()


def count_in(db: Db, lot: Lot) -> int:
    """Return how many pieces of a lot are registered and have not left."""
    query = select(func.count(Piece.id)).where(Piece.lot_id == lot.id, Piece.gone == "")
    return db.scalar(query) or 0


def piece_in(db: Db, lot: Lot, serial: str) -> Piece:
    """Return a piece of a lot; raises `SerialElsewhere` or `SerialUnknown`."""
    found = db.scalar(select(Piece).where(Piece.lot_id == lot.id, Piece.serial == serial))
    if found is not None and not found.gone:
        return found
    query = (
        select(Lot)
        .join(Piece, Piece.lot_id == Lot.id)
        .where(Piece.serial == serial)
        .order_by((Lot.state == LotState.ENDED), Piece.id.desc())
    )
    other = db.scalars(query.limit(1)).first()
    if other is None:
        raise SerialUnknown(serial=serial, lot=lot.number)
    raise SerialElsewhere(
        serial=serial, lot=other.number, step=other.step.value, station=other.station
    )


def sorted_by(db: Db, lot: Lot, told: Mapping[Outcome, int]) -> dict[str, list[Piece]]:
    """Return which pieces a verdict sends where; raises `SerialsOpen`, `SerialsDiffer`."""
    pieces = pieces_in(db, lot)
    counts = {outcome.value: counted for outcome, counted in told.items()}
    return sort_pieces(pieces, counts, lot.quantity) if pieces else {}


def go_along(
    tx: Transaction,
    ways: Mapping[str, Sequence[Piece]],
    told: Mapping[Outcome, int],
    parts: Sequence[Lot],
    event: int,
) -> None:
    """Put the pieces of each way into the part of the verdict that goes there."""
    for outcome, part in zip(told, parts, strict=True):
        for piece in ways.get(outcome.value, ()):
            _put(tx, piece, part, event, outcome.value)
            if part.state is LotState.ENDED:
                piece.gone = "scrapped"
    for piece in ways.get("missing", ()):
        piece.gone = "missing"


def merge(tx: Transaction, into: Lot, other: Lot) -> None:
    """Put the pieces of a merged lot into the lot that holds all now."""
    event = tx.next_event
    for piece in pieces_in(tx.db, other):
        _put(tx, piece, into, event, "merged")


def unmark(db: Db, lot: Lot, record: RepairRecord) -> None:
    """Unsort the pieces that a voided record named."""
    named = set(json.loads(record.serials))
    for piece in pieces_in(db, lot):
        if piece.serial in named:
            piece.mark, piece.marked = "", 0


def ship(db: Db, lot: Lot, quantity: int, order: str) -> None:
    """Pieces leave with a shipping order; part of a lot only as it was scanned."""
    pieces = pieces_in(db, lot)
    if not pieces:
        return
    for piece in sort_pieces(pieces, {SHIPPED: quantity}, lot.quantity)[SHIPPED]:
        piece.gone, piece.mark, piece.marked = order, "", 0


def go_whole(db: Db, lot: Lot) -> None:
    """Raise `SerialsGoWhole` where a count would split pieces that have serials."""
    if count_in(db, lot):
        raise SerialsGoWhole(lot=lot.number)


def _put(tx: Transaction, piece: Piece, lot: Lot, event: int, mark: str) -> None:
    piece.mark, piece.marked = "", 0
    piece.lot_id = lot.id
    tx.db.add(PieceStep(piece_id=piece.id, event=event, lot_id=lot.id, mark=mark))


def earlier_visits(db: Db, batch: Batch, serials: Sequence[str]) -> dict[str, int]:
    """Return the last visit of pieces of this product in other batches, by serial (K-09)."""
    query = (
        select(Piece.serial, func.max(Piece.id).label("visit"))
        .where(Piece.product_id == batch.product_id, Piece.batch_id != batch.id)
        .where(Piece.serial.in_(serials), Piece.tagged == "")
        .group_by(Piece.serial)
    )
    return {row.serial: row.visit for row in db.execute(query)}


def told_of(db: Db, piece: Piece, *, english: bool) -> dict[str, str]:
    """Return batch, cause and station of a visit; people's names are not told (K-09)."""
    batch = db.get_one(Batch, piece.batch_id)
    path = select(PieceStep.lot_id).where(PieceStep.piece_id == piece.id)
    lots = select(Lot.number).where((Lot.id == piece.lot_id) | Lot.id.in_(path))
    of_lots = select(Lot.id).where((Lot.id == piece.lot_id) | Lot.id.in_(path))
    records = select(RepairRecord).where(
        RepairRecord.batch_id == piece.batch_id, RepairRecord.voided_by == 0
    )
    named = records.where(RepairRecord.serials.contains(f'"{piece.serial}"', autoescape=True))
    of_lot = records.where(RepairRecord.lot_id.in_(of_lots))
    newest = RepairRecord.id.desc()
    record = db.scalars(named.order_by(newest).limit(1)).first()
    record = record or db.scalars(of_lot.order_by(newest).limit(1)).first()
    term = record and db.scalar(
        select(Term).where(Term.kind == TermKind.CAUSE, Term.code == record.cause)
    )
    station = db.scalars(
        select(Event.station)
        .where(Event.lot.in_(lots), Event.kind == "repair:recorded")
        .order_by(Event.number.desc())
        .limit(1)
    ).first()
    cause = (term.en if english else term.zh) if term else "—"
    return {"earlier": batch.number, "cause": cause, "station": station or "—"}
