"""The receiver declines an offer with coded reasons; the giver keeps the lot."""

from dataclasses import dataclass
from typing import ClassVar

from domain import handing
from domain.access import Act
from terminal import papers
from terminal.actions.receive import coded, drop_proposed, here, tell_both
from terminal.lookup import open_handover
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Refuse an offered lot (K-17); it goes to the giver's direct supervisor (K-18)."""

    act: ClassVar[str] = Act.REFUSE
    lot: str
    version: int
    reasons: tuple[str, ...]
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the refused hand-over's number."""
        lot = tx.lock_lot(self.lot, self.version)
        handover = open_handover(tx.db, lot)
        tx.sign(Act.REFUSE, handover.target, handover.route)
        here(tx, handover)
        handing.refuse(handover, coded(self.reasons), self.note, tx.hand)
        drop_proposed(tx, handover)
        tx.record(
            "handover:refused",
            lot=lot,
            from_step=handover.from_step,
            to_step=handover.target,
            quantity=handover.last_count,
            meaning="refused",
            details={
                "handover": handover.number,
                "reasons": [reason.value for reason in handover.reason_codes],
                "note": handover.note,
            },
        )
        papers.print_refusal(tx, handover)
        tell_both(tx, handover)
        return {"result": "refused", "lot": lot.number, "handover": handover.number}
