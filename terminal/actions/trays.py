"""Tray by tray: what was inspected is told at once, the last one can be taken back (K-22)."""

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField, QuantityMismatch, UnknownThing
from domain.events import canonical_json
from domain.findings import TermKind
from domain.lot import OPEN_WORK, Lot, LotState
from domain.process import Outcome, Step
from domain.tray import TOLD, Tray, outcomes_of
from terminal.lookup import known_term
from terminal.transaction import Answer, Transaction
from terminal.trays import check_log, open_trays, seconds_since


@dataclass(frozen=True, slots=True, kw_only=True)
class TellTray:
    """Tell one tray: all of it was inspected, `bad` by outcome, visible faults by their defect.

    What is not told to be bad is good. A tray that was told faster than `seconds_per_piece`
    allows is recorded all the same, and shown to the quality supervisor; one that a tester's log
    filled (`log` is its mark) took the tester's time, not the teller's.
    """

    act: ClassVar[str] = "tell-tray"
    lot: str
    version: int
    tray: int
    bad: dict[str, int] = field(default_factory=dict)
    defects: dict[str, int] = field(default_factory=dict)
    log: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return how many pieces are told now; `result` is tray-told or tray-too-fast."""
        lot = _lot(tx, self.lot, self.version)
        defects = self._named(tx)
        check_log(tx, self.log)
        counts = outcomes_of(self.tray, self._bad, defects)
        before = sum(tray.quantity for tray in open_trays(tx.db, lot.id))
        if before + self.tray > lot.quantity:
            raise QuantityMismatch(held=lot.quantity, counted=before + self.tray)
        seconds = seconds_since(tx, lot)
        too_fast = not self.log and seconds < self.tray * tx.site.figures.seconds_per_piece
        plain = {outcome.value: pieces for outcome, pieces in counts.items()}
        tray = Tray(
            batch_id=lot.batch_id,
            lot_id=lot.id,
            quantity=self.tray,
            counts=canonical_json(plain),
            defects=canonical_json(defects),
            person_id=tx.hand.person_id,
            person_name=tx.hand.name,
            told_at=tx.at,
            seconds=seconds,
            too_fast=too_fast,
            log=self.log,
        )
        tx.db.add(tray)
        lot.state = LotState.WORKING
        tx.flush()
        details = {"tray": tray.id, "counts": plain, "defects": defects, "seconds": seconds}
        details |= {"log": self.log} if self.log else {}
        kind = "tray:too-fast" if too_fast else "tray:told"
        tx.record(kind, lot=lot, quantity=self.tray, details=details)
        tx.tell("desk", tx.station)
        result = "tray-too-fast" if too_fast else "tray-told"
        told = before + self.tray
        return {"result": result, "lot": lot.number, "told": told, "pieces": self.tray}

    @property
    def _bad(self) -> dict[Outcome, int]:
        for name in self.bad:
            if name not in TOLD:
                raise BadField(field="bad", value=name)
        return {Outcome(name): pieces for name, pieces in self.bad.items()}

    def _named(self, tx: Transaction) -> dict[str, int]:
        named = {defect: pieces for defect, pieces in self.defects.items() if pieces}
        for defect in named:
            known_term(tx.db, TermKind.DEFECT, defect)
        return named


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoTray:
    """Take back the tray that was told last; it stays readable and counts no more."""

    act: ClassVar[str] = "undo-tray"
    lot: str
    version: int

    def perform(self, tx: Transaction) -> Answer:
        """Return how many pieces are still told."""
        lot = _lot(tx, self.lot, self.version)
        trays = open_trays(tx.db, lot.id)
        if not trays:
            raise UnknownThing(kind="tray", name=lot.number)
        last = trays.pop()
        last.voided_by = tx.next_event
        tx.record("tray:voided", lot=lot, quantity=last.quantity, details={"tray": last.id})
        tx.tell("desk", tx.station)
        told = sum(tray.quantity for tray in trays)
        return {"result": "tray-undone", "lot": lot.number, "told": told, "pieces": last.quantity}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSpeed:
    """The quality supervisor has looked into trays that were told too fast, and says what it was.

    They stay recorded as they are; only his list is done with them.
    """

    act: ClassVar[str] = Act.NOTE_SPEED
    lot: str
    note: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the lot's number."""
        lot = tx.lock_lot(self.lot)
        tx.sign(Act.NOTE_SPEED)
        if not self.note:
            raise BadField(field="note", value="")
        query = select(Tray).where(Tray.lot_id == lot.id, Tray.too_fast, Tray.looked_by == "")
        trays = list(tx.db.scalars(query))
        if not trays:
            raise UnknownThing(kind="tray", name=lot.number)
        for tray in trays:
            tray.looked_by = tx.signed_name
        ids = sorted(tray.id for tray in trays)
        tx.record("tray:looked-at", lot=lot, details={"trays": ids, "note": self.note})
        tx.tell("desk", tx.station)
        return {"result": "speed-noted", "lot": lot.number}


def _lot(tx: Transaction, number: str, version: int) -> Lot:
    lot = tx.lock_lot(number, version)
    tx.sign(Act.RECORD, lot.step, lot.came_by)
    lot.expect_at(Step.SCREENING, tx.station)
    lot.expect_state(*OPEN_WORK)
    return lot
