"""The repairer records what was wrong with some pieces and what cured them."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select

from domain.access import Act
from domain.errors import BadField, QuantityMismatch
from domain.events import canonical_json
from domain.findings import RepairRecord, Responsibility, TermKind
from domain.handover import Hand
from domain.lot import OPEN_WORK, Lot, LotState, Payer
from domain.picture import SCALE, BoardPicture, OtherPicture
from domain.process import ROUTES, Outcome
from domain.serials import Piece, SerialsDiffer, read_serial
from domain.verdict import REPAIRS, WrongOutcome
from terminal import pieces
from terminal.lookup import known_term
from terminal.ratio import draft_notice
from terminal.repairs import payer_of
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRepair:
    """Write one repair record for one or several pieces of a lot (K-29, K-43).

    `cause`, `repair` and `symptom` are codes of the factory; the responsibility is the cause's
    own unless the repairer says otherwise (preliminary until Technical decides). The place may be
    tapped too: `across` and `down` in thousandths of the board picture `picture` (0: not tapped).
    """

    act: ClassVar[str] = "record-repair"
    lot: str
    version: int
    outcome: Outcome
    quantity: int
    cause: str
    repair: str = ""
    symptom: str = ""
    responsibility: Responsibility | None = None
    location: str = ""
    parts: str = ""
    picture: int = 0
    across: int = 0
    down: int = 0
    minutes: int = 0
    serials: tuple[str, ...] = ()

    def perform(self, tx: Transaction) -> Answer:
        """Return how many pieces of the lot are recorded now."""
        lot = tx.lock_lot(self.lot, self.version)
        tx.sign(Act.RECORD, lot.step, lot.came_by)
        lot.expect_at(lot.step, tx.station)
        lot.expect_state(*OPEN_WORK)
        if self.outcome not in REPAIRS or ROUTES[self.outcome].step is not lot.step:
            raise WrongOutcome(outcome=self.outcome.value, step=lot.step.value)
        recorded = self._recorded(tx, lot) + self.quantity
        if self.quantity < 1 or recorded > lot.quantity:
            raise QuantityMismatch(held=lot.quantity, counted=recorded)
        blame = self._responsibility(tx)
        self._expect_place(tx, lot)
        named = name_pieces(tx, lot, self)
        tx.db.add(self._record_of(lot, blame, tx.hand, named))
        tx.flush()
        lot.state = LotState.WORKING
        lot.payer = payer_of(tx.db, lot)
        _say_payer(tx, lot, named, self.quantity, blame)
        tx.record(
            "repair:recorded",
            lot=lot,
            quantity=self.quantity,
            details={"outcome": self.outcome.value, "cause": self.cause, "action": self.repair},
        )
        draft_notice(tx, lot.batch)
        tx.tell("desk", tx.station)
        return {"result": "recorded", "lot": lot.number, "recorded": recorded}

    def _record_of(
        self, lot: Lot, blame: Responsibility, hand: Hand, named: list[Piece]
    ) -> RepairRecord:
        return RepairRecord(
            batch_id=lot.batch_id,
            lot_id=lot.id,
            product_id=lot.batch.product_id,
            round=lot.round,
            outcome=self.outcome,
            quantity=self.quantity,
            symptom=self.symptom,
            cause=self.cause,
            responsibility=blame,
            action=self.repair,
            person_id=hand.person_id,
            person_name=hand.name,
            recorded_at=hand.at,
            location=self.location,
            parts=self.parts,
            picture_id=self.picture or None,
            across=self.across if self.picture else None,
            down=self.down if self.picture else None,
            minutes=self.minutes,
            serials=canonical_json([piece.serial for piece in named]),
        )

    def _expect_place(self, tx: Transaction, lot: Lot) -> None:
        if not self.picture:
            return
        board = tx.db.get(BoardPicture, self.picture)
        mine = board is not None and board.product_id == lot.batch.product_id
        if not mine or max(self.across, self.down) > SCALE:
            raise OtherPicture(product=lot.batch.product.name)

    def _recorded(self, tx: Transaction, lot: Lot) -> int:
        query = select(func.coalesce(func.sum(RepairRecord.quantity), 0)).where(
            RepairRecord.lot_id == lot.id, RepairRecord.closed_by == 0
        )
        return int(tx.db.scalar(query) or 0)

    def _responsibility(self, tx: Transaction) -> Responsibility:
        if self.outcome in {Outcome.REPAIRED, Outcome.REWORKED}:
            if not self.repair:
                raise BadField(field="repair", value="")
            known_term(tx.db, TermKind.ACTION, self.repair)
        own = known_term(tx.db, TermKind.CAUSE, self.cause).responsibility
        return self.responsibility or own or Responsibility.UNDECIDED


def _payer(now: Payer, blame: Responsibility) -> Payer:
    said = Payer.CUSTOMER if blame is Responsibility.CUSTOMER else Payer.FACTORY
    return said if now in {Payer.UNDECIDED, said} else Payer.MIXED


def name_pieces(tx: Transaction, lot: Lot, form: RecordRepair) -> list[Piece]:
    """Mark the pieces that a record names for its verdict; raises what is wrong with one."""
    named = [pieces.piece_in(tx.db, lot, read_serial(text)) for text in form.serials]
    if len({piece.id for piece in named}) != len(named) or len(named) > form.quantity:
        raise SerialsDiffer(outcome=form.outcome.value, scanned=len(named), counted=form.quantity)
    for piece in named:
        piece.mark, piece.marked = form.outcome.value, tx.next_event
    return named


def _say_payer(
    tx: Transaction, lot: Lot, named: list[Piece], quantity: int, blame: Responsibility
) -> None:
    # A record of all pieces speaks of each; of some, only of those that it names.
    about = pieces.pieces_in(tx.db, lot) if quantity == lot.quantity else named
    for piece in about:
        piece.payer = _payer(piece.payer, blame)
