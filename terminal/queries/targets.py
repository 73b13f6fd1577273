"""Where papers that wait could come out instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from domain.access import Act, permitted_roles
from domain.printing import TIED, WAITING, PrinterCare, PrintJob
from terminal.tending import takes_papers_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

TARGETS: Final = 6
USABLE: Final = ("ready", "printing", "paper-low")


@dataclass(frozen=True, slots=True)
class Target:
    """A printer that could take a paper, and how it is."""

    code: str
    condition: str
    paper_mm: int
    own: bool


@dataclass(frozen=True, slots=True)
class Crowd:
    """All papers that wait at one printer, and where all of them could come out."""

    code: str
    count: int
    targets: Sequence[Target]


def may_tend(facing: Facing) -> bool:
    """Whether who is signed on looks after the printers of all stations."""
    who = facing.view.who
    return who is not None and bool(permitted_roles(Act.TEND_PRINTERS, None) & {*who.roles})


def crowd_of(facing: Facing, code: str) -> Crowd | None:
    """Return what waits at a printer that this person may tend; nothing when nothing does."""
    if code not in facing.station.printers.values() and not may_tend(facing):
        return None
    query = select(PrintJob).where(
        PrintJob.printer == code,
        PrintJob.state.in_(WAITING),
        PrintJob.document.not_in(TIED),
    )
    jobs = list(facing.db.scalars(query.order_by(PrintJob.id)))
    return Crowd(code, len(jobs), targets(facing, code, jobs)) if jobs else None


def targets(facing: Facing, away_from: str, jobs: Sequence[PrintJob]) -> Sequence[Target]:
    """Return which printers could take all of these papers: the fallback, this station's, ready."""
    site, mine = facing.site, set(facing.station.printers.values())
    paused = set(
        facing.db.scalars(select(PrinterCare.code).where(PrinterCare.paused_at.is_not(None)))
    )
    policies = {one.code: one.policy for one in site.settings.printers}
    fallback = policies[away_from].fallback if away_from in policies else ""
    found = []
    for one in site.settings.printers:
        if one.code == away_from or not all(takes_papers_of(site, job, one) for job in jobs):
            continue
        state = site.devices.get(one.code)
        condition = state.condition.value if state else "unknown"
        condition = "paused" if one.code in paused else condition
        found.append(Target(one.code, condition, one.paper_mm, one.code in mine))
    found.sort(key=lambda one: (
        one.code != fallback, not one.own, one.condition not in USABLE, one.code,
    ))  # fmt: skip
    return found[:TARGETS]
