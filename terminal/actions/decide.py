"""Result, count and offer in one act: the verdict on some or all pieces of a lot.

Every step ends with this one action; what a step asks for beyond the counts is in `needs`.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from domain import verdict
from domain.access import Act
from domain.errors import BadField
from domain.findings import Finding
from domain.lot import Lot, LotState
from domain.process import ROUTES, Outcome, Step
from terminal import needs, papers, pieces, repairs, reviews
from terminal.actions.offer import make_offer
from terminal.closing import close_if_done
from terminal.papers_repair import print_repair_tag
from terminal.paperwork import records_to_technical
from terminal.ratio import draft_notice
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """Judge pieces of a lot by outcome, split them off and offer each part to its next step.

    `counts` is keyed by outcome, `defects` by defect code; `note` is the reason of a decision,
    `conditions` the customer's for a retest by decision (K-02), `boxes` the pieces in each box
    when packing (they must add up to the lot, K-32). `accessories` counts by name what came along,
    at register and when packing.
    """

    act: ClassVar[str] = Act.DECIDE
    lot: str
    version: int
    counts: dict[str, int]
    defects: dict[str, int] = field(default_factory=dict)
    note: str = ""
    conditions: str = ""
    boxes: tuple[str, ...] = ()
    accessories: dict[str, int] = field(default_factory=dict)

    def perform(self, tx: Transaction) -> Answer:
        """Return the parts: lot, outcome, quantity and hand-over number of each."""
        lot = tx.lock_lot(self.lot, self.version)
        tx.sign(Act.DECIDE, lot.step, lot.came_by)
        lot.expect_at(lot.step, tx.station)
        lot.expect_state(LotState.RECEIVED, LotState.WORKING)
        told = verdict.check_counts(lot, self.outcomes)
        verdict.check_defects(told, self.defects)
        along = needs.check(tx, lot, told, self)
        ways = pieces.sorted_by(tx.db, lot, told)
        number = tx.next_event
        parts = verdict.judge(lot, told, round_limit=tx.site.figures.round_limit)
        tx.flush()
        repairs.go_along(tx.db, lot, parts, number)
        pieces.go_along(tx, ways, told, parts, number)
        reviews.keep(tx, lot, parts, told, self.note)
        rows = [self._send(tx, part, told) for part in parts]
        event = tx.record(
            "lot:decided",
            lot=lot,
            changed=parts,
            from_step=lot.step,
            to_step=_common_target(parts),
            quantity=sum(told.values()),
            meaning=f"decided-{lot.step.value}",
            details=self._details(rows, told) | {"accessories": along},
        )
        assert event.number == number  # noqa: S101  (the head row is locked)
        self._keep_findings(tx, lot, number)
        self._print(tx, lot, parts)
        tx.tell("desk", tx.station)
        draft_notice(tx, lot.batch)
        close_if_done(tx, lot.batch)
        return {"result": "decided", "lot": lot.number, "parts": rows}

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """The counts by outcome; raises `BadField` for an outcome that does not exist."""
        for name in self.counts:
            if name not in set(Outcome):
                raise BadField(field="counts", value=name)
        return {Outcome(name): counted for name, counted in self.counts.items()}

    def _details(
        self, parts: list[dict[str, object]], told: dict[Outcome, int]
    ) -> dict[str, object]:
        return {
            "parts": parts,
            "defects": self.defects,
            "note": self.note,
            "conditions": self.conditions,
            "boxes": list(self.boxes),
            "gap": any(ROUTES[outcome].gap for outcome in told),
        }

    def _send(self, tx: Transaction, part: Lot, told: dict[Outcome, int]) -> dict[str, object]:
        row: dict[str, object] = {"lot": part.number, "outcome": part.route and part.route.value}
        if part.state is LotState.ENDED:
            scrapped = told[Outcome.SCRAP]
            records_to_technical(tx, part)
            return row | {"quantity": scrapped}
        handover = make_offer(tx, part, part.quantity)
        return row | {
            "quantity": part.quantity,
            "handover": handover.number,
            "target": handover.target.value,
        }

    def _keep_findings(self, tx: Transaction, lot: Lot, number: int) -> None:
        for defect, quantity in self.defects.items():
            if quantity:
                tx.db.add(
                    Finding(
                        batch_id=lot.batch_id,
                        lot_id=lot.id,
                        event=number,
                        defect=defect,
                        quantity=quantity,
                    )
                )

    def _print(self, tx: Transaction, lot: Lot, parts: list[Lot]) -> None:
        for part in parts:
            if part.state is LotState.ENDED:
                continue
            if part.route is Outcome.OQC_PASSED:
                papers.print_oqc_label(tx, part)
            elif part is not lot:
                papers.print_lot(tx, part)
            print_repair_tag(tx, part, self.defects, self.note)
            if part.route is Outcome.PACKED:
                papers.print_boxes(tx, part, [int(box) for box in self.boxes])
            papers.print_traveler(tx, part)
        if lot not in parts and lot.quantity:
            papers.print_lot(tx, lot)


def _common_target(parts: list[Lot]) -> Step | None:
    targets = {ROUTES[part.route].target for part in parts if part.route}
    only = targets.pop() if len(targets) == 1 else None
    return only if isinstance(only, Step) else None
