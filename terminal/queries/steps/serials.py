"""Serial by serial: how many are registered or scanned, the last of them, which way is open."""

from __future__ import annotations

import json
from dataclasses import dataclass

from domain.lot import Lot
from domain.process import Step, outcomes_at
from terminal.desk.serial_scans import WAY
from terminal.pieces import SHIPPED, pieces_in
from terminal.queries.steps.sheet import Desk

LAST = 6
FAULTS = 8
REPORT = "register-serials"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A piece in the list of the last scans; `again` was seen in an earlier batch."""

    serial: str
    mark: str
    tagged: str
    again: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of a file that was refused: its number, what stood there, why."""

    row: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Serials:
    """A lot's serials. `ways` are the verdicts to scan for, with how many are scanned.

    `loose` have not been scanned for any; `faults` are what was wrong with the last file.
    """

    registering: bool
    count: int
    total: int
    marked: int
    again: int
    ways: tuple[tuple[str, int], ...]
    way: str
    last: tuple[Scanned, ...]
    faults: tuple[Fault, ...]
    all_faults: int

    @property
    def loose(self) -> int:
        """How many pieces nobody has scanned for a verdict."""
        return self.count - self.marked


def serials(desk: Desk) -> Serials:
    """Return the serials of the lot on the desk."""
    db, work = desk.facing.db, desk.work
    found = pieces_in(db, db.get_one(Lot, work.lot_id))
    step = Step(work.step)
    ways = (SHIPPED,) if step is Step.SHIP else tuple(one.value for one in outcomes_at(step))
    registering = step is Step.REGISTER
    chosen = desk.forms.get(WAY, {}).get("mark", "")
    newest = sorted(found, key=lambda one: (one.marked, one.id if registering else 0), reverse=True)
    report = json.loads(desk.forms.get(REPORT, {}).get("faults", "[]"))
    return Serials(
        registering=registering,
        count=len(found),
        total=work.quantity or 0,
        marked=sum(one.mark != "" for one in found),
        again=sum(one.earlier_id is not None for one in found),
        ways=tuple((way, sum(one.mark == way for one in found)) for way in ways),
        way=ways[0] if step is Step.SHIP else chosen if chosen in ways else "",
        last=tuple(
            Scanned(one.serial, one.mark, one.tagged, one.earlier_id is not None)
            for one in newest[:LAST]
            if registering or one.mark
        ),
        faults=tuple(Fault(*row) for row in report[:FAULTS]),
        all_faults=len(report),
    )
