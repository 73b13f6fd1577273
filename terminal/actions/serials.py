"""Serials of a lot: registered by scan or file, sorted by scan for the verdict, tagged."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField, UnknownThing, WrongState
from domain.lot import OPEN_WORK, Lot
from domain.process import ROUTES, Outcome, Step
from domain.serials import Piece, PieceStep, SerialsTooMany, SerialTwice, read_serial
from domain.verdict import WrongOutcome
from terminal import papers_odd, pieces
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSerials:
    """Register serials at the packer's: one scan, or all of a file or none.

    Not before his count: a list of serials would tell how many are on offer (K-16).
    """

    act: ClassVar[str] = "register-serials"
    lot: str
    serials: tuple[str, ...]

    def perform(self, tx: Transaction) -> Answer:
        """Return how many are registered, and where a piece was seen before (K-09)."""
        lot = registering(tx, self.lot)
        count = pieces.count_in(tx.db, lot)
        if not self.serials:
            raise BadField(field="serials", value="")
        added = _added(tx, lot, self.serials)
        if count + len(added) > lot.quantity:
            raise SerialsTooMany(lot=lot.number, serials=count + len(added))
        again = [piece for piece in added if piece.earlier_id]
        tx.record("serial:registered", batch=lot.batch, details={
            "lot": lot.number, "serials": [piece.serial for piece in added],
            "again": [piece.serial for piece in again],
        })  # fmt: skip
        tx.tell("desk", tx.station)
        told = {"lot": lot.number, "serial": added[-1].serial, "count": count + len(added)}
        if not again:
            return {"result": "serial", **told}
        station = tx.site.settings.station(tx.station)
        earlier = tx.db.get_one(Piece, again[-1].earlier_id)
        seen = pieces.told_of(
            tx.db, earlier, english=station is not None and station.language == "en"
        )
        return {"result": "serial-again", **told, "serial": again[-1].serial, **seen,
                "times": len(again)}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TagPiece:
    """A serial cannot be read: tie a tag with a number on, say why (补码), print the tag."""

    act: ClassVar[str] = "tag-piece"
    lot: str
    reason: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the tag; a repeat return of this piece cannot be checked."""
        lot = registering(tx, self.lot)
        count = pieces.count_in(tx.db, lot)
        if not self.reason:
            raise BadField(field="reason", value="")
        if count >= lot.quantity:
            raise SerialsTooMany(lot=lot.number, serials=count + 1)
        series = f"{lot.batch.number}-N"
        number = f"{series}{tx.next_in(series)}"
        tx.db.add(_piece(tx, lot, number, tagged=self.reason))
        tx.record("serial:tagged", batch=lot.batch,
                  details={"lot": lot.number, "serial": number, "reason": self.reason})  # fmt: skip
        papers_odd.print_tag(tx, lot, number, self.reason)
        tx.tell("desk", tx.station)
        return {"result": "tagged", "lot": lot.number, "serial": number, "count": count + 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSerial:
    """Say by a scan where a piece of a lot goes; the verdict at the end signs for it."""

    act: ClassVar[str] = "mark-serial"
    lot: str
    serial: str
    mark: str

    def perform(self, tx: Transaction) -> Answer:
        """Return how many pieces are scanned for this way."""
        lot = tx.lock_lot(self.lot)
        tx.sign(Act.RECORD, lot.step, lot.came_by)
        lot.expect_at(lot.step, tx.station)
        lot.expect_state(*OPEN_WORK)
        self._expect_way(lot)
        piece = pieces.piece_in(tx.db, lot, read_serial(self.serial))
        number = tx.next_event
        piece.mark, piece.marked = self.mark, number
        tx.record("serial:marked", batch=lot.batch,
                  details={"lot": lot.number, "serial": piece.serial,
                           "way": self.mark})  # fmt: skip
        tx.flush()
        tx.tell("desk", tx.station)
        marked = [one for one in pieces.pieces_in(tx.db, lot) if one.mark == self.mark]
        return {"result": "marked", "lot": lot.number, "serial": piece.serial,
                "outcome": self.mark, "count": len(marked)}  # fmt: skip

    def _expect_way(self, lot: Lot) -> None:
        if lot.step is Step.SHIP and self.mark == pieces.SHIPPED:
            return
        if self.mark not in set(Outcome) or ROUTES[Outcome(self.mark)].step is not lot.step:
            raise WrongOutcome(outcome=self.mark[:40], step=lot.step.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoSerial:
    """Take the last scan back: the last registration where pieces come in, else the last mark."""

    act: ClassVar[str] = "undo-serial"
    lot: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the serial whose scan does not count any more."""
        lot = tx.lock_lot(self.lot)
        tx.sign(Act.RECORD, lot.step, lot.came_by)
        lot.expect_at(lot.step, tx.station)
        found = pieces.pieces_in(tx.db, lot)
        marked = sorted((one for one in found if one.marked), key=lambda one: one.marked)
        if marked:
            last = marked[-1]
            last.mark, last.marked = "", 0
        else:
            last = self._dropped(tx, lot, found[-1] if found else None)
        tx.record("serial:undone", batch=lot.batch,
                  details={"lot": lot.number, "serial": last.serial})  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "serial-undone", "lot": lot.number, "serial": last.serial}

    def _dropped(self, tx: Transaction, lot: Lot, last: Piece | None) -> Piece:
        moved = last and tx.db.scalar(
            select(PieceStep.piece_id).where(PieceStep.piece_id == last.id).limit(1)
        )
        if last is None or moved or lot.step is not Step.REGISTER:
            raise UnknownThing(kind="serial", name=lot.number)
        tx.db.delete(last)
        return last


def registering(tx: Transaction, number: str) -> Lot:
    """Return a lot whose serials may be registered here now, locked and permitted."""
    lot = tx.lock_lot(number)
    tx.sign(Act.RECORD, lot.step, lot.came_by)
    lot.expect_at(lot.step, tx.station)
    if lot.step is not Step.REGISTER:
        raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
    lot.expect_state(*OPEN_WORK)
    return lot


def _added(tx: Transaction, lot: Lot, texts: tuple[str, ...]) -> list[Piece]:
    """Register serials; raises `BadSerial`, or `SerialTwice` with the lot that has one."""
    batch = lot.batch
    query = select(Piece.serial, Lot.number).join(Lot, Lot.id == Piece.lot_id)
    known = {row.serial: row.number for row in
             tx.db.execute(query.where(Piece.batch_id == batch.id))}  # fmt: skip
    serials: list[str] = []
    for text in texts:
        serial = read_serial(text, batch.product.serials)
        if serial in known:
            raise SerialTwice(serial=serial, lot=known[serial])
        known[serial] = lot.number
        serials.append(serial)
    before = pieces.earlier_visits(tx.db, batch, serials)
    added = [_piece(tx, lot, serial, earlier_id=before.get(serial)) for serial in serials]
    tx.db.add_all(added)
    tx.db.flush()
    return added


def _piece(
    tx: Transaction, lot: Lot, serial: str, *, tagged: str = "", earlier_id: int | None = None
) -> Piece:
    return Piece(
        product_id=lot.batch.product_id,
        serial=serial,
        batch_id=lot.batch_id,
        lot_id=lot.id,
        registered_at=tx.at,
        registered_by=tx.hand.name,
        tagged=tagged,
        earlier_id=earlier_id,
    )
