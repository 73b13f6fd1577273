"""The form that lies open on a step's page, and what is still missing before it can be signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from domain.access import Act, permitted_roles
from domain.process import Outcome, Step
from terminal.queries.steps.typed import Typed, drafts, group, whole
from terminal.queries.work import Work

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

OWN = "own"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is missing; said as `need.<key>` with its facts.

    `codes` are words of the catalogs that start with `family`, said as the fact `codes`.
    """

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    family: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One open form: its act, what is typed in it, and what is missing."""

    panel: str
    act: str
    typed: Typed
    needs: tuple[Need, ...]
    total: int
    counts: Mapping[str, int]

    @property
    def field(self) -> str:
        """The tile that the keypad writes to."""
        return self.typed.get("field", "")

    @property
    def entered(self) -> int:
        """How many pieces the counts speak of."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """How many pieces stay here when this is signed."""
        return max(0, self.total - self.entered)

    @property
    def parts(self) -> int:
        """How many lots the counts make of this one."""
        return sum(1 for counted in self.counts.values() if counted)


@dataclass(frozen=True)
class Desk:
    """A lot on a desk and every form about it that is typed and not signed."""

    facing: Facing
    work: Work

    @cached_property
    def forms(self) -> dict[str, dict[str, str]]:
        """What is typed, by act."""
        return drafts(self.facing.db, self.facing.station.code, self.work.lot)

    @property
    def panel(self) -> str:
        """The form that was opened; opening one ends when the lot changes."""
        chosen = self.forms.get("panel", {})
        fresh = chosen.get("version") == str(self.work.version)
        return chosen.get("panel", OWN) if fresh else OWN

    def typed(self, act: str) -> Typed:
        """Return what is typed in one form."""
        return self.forms.get(act, {})

    def sheet(
        self,
        act: str,
        needs: Callable[[Typed], Iterable[Need]],
        right: Act | None = None,
        typed: Typed | None = None,
    ) -> Sheet:
        """Return a form with everything that is missing, who may sign it first.

        `typed` is what fills the form where nobody types it.
        """
        typed = self.typed(act) if typed is None else typed
        missing = (*self._hands(right or Act(act)), *self._held(act), *needs(typed))
        return Sheet(
            panel=self.panel,
            act=act,
            typed=typed,
            needs=missing,
            total=self.work.quantity or 0,
            counts=group(typed, "counts"),
        )

    def _hands(self, right: Act) -> Iterator[Need]:
        who = self.facing.view.who
        came_by = Outcome(self.work.came_by) if self.work.came_by else None
        roles = permitted_roles(right, Step(self.work.step), came_by)
        if who is None:
            yield Need("sign-on")
        elif not roles.intersection(who.roles):
            yield Need("role", family="role.", codes=tuple(sorted(roles)))

    def _held(self, act: str) -> Iterator[Need]:
        if self.work.hold and act != Act.RELEASE:
            yield Need("held", {"reason": self.work.hold})


def desk_of(facing: Facing) -> Desk:
    """Return the desk of a page that shows a lot."""
    assert facing.work  # noqa: S101  (a step's page is chosen by its lot)
    return Desk(facing, facing.work)


def counted(desk: Desk, typed: Typed) -> Iterator[Need]:
    """Tell that nothing is counted yet, or more than the lot holds."""
    entered, total = sum(group(typed, "counts").values()), desk.work.quantity or 0
    if not entered:
        yield Need("count")
    elif entered > total:
        yield Need("over", {"over": entered - total})


def written(typed: Typed, *fields: str) -> Iterator[Need]:
    """Tell which texts are still empty."""
    empty = tuple(name for name in fields if not typed.get(name, "").strip())
    if empty:
        yield Need("fill-in", family="field.", codes=empty)


def pieces(desk: Desk, typed: Typed) -> Iterator[Need]:
    """Tell that the quantity is not typed, or is more than the lot holds."""
    quantity, total = whole(typed, "quantity"), desk.work.quantity or 0
    if not quantity:
        yield Need("count")
    elif quantity > total:
        yield Need("over", {"over": quantity - total})
