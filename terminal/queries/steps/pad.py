"""The open form as a hand fills it in: its tiles in the order of the page, its choices, its button.

Page, keypad and reader share it: the tile that a scan goes on to is the one that the keypad does.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from domain.process import Outcome
from terminal.queries.steps.sheet import Need, Sheet
from terminal.queries.steps.typed import Typed, whole
from terminal.queries.work import Work

BOXES: Final = ("aid-box", "aid-standard", "aid-rest")
PANELS: Final = ("aid-panel", "aid-up")
AIDS: Final = (*BOXES, *PANELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pad:
    """One open form about a lot, without the words of its page.

    `tiles` are the fields that the keypad writes to, in order; `shown` those of the part that is
    open, `first` the one that is chosen by itself. `chips` are numbers that only a code chooses.
    `single` and `several` are coded choices by field; `results` says where an outcome's code goes:
    to a tile, or into a choice (field, value). `sums` is the tile that the counting aids fill.
    `presses` is the act of the main button, `sends` what the page adds to what is typed.
    """

    act: str
    lot: str
    version: int
    typed: Typed
    tiles: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    first: str = ""
    chips: frozenset[str] = frozenset()
    single: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)
    several: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)
    results: Mapping[Outcome, tuple[str, str]] = dataclasses.field(default_factory=dict)
    sums: str = ""
    presses: str = ""
    sends: Mapping[str, str] = dataclasses.field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    refuses: bool = False

    @property
    def field(self) -> str:
        """The tile or chip that a digit goes to; empty where there is none."""
        chosen = self.typed.get("field", "")
        return chosen if chosen in self.shown or chosen in self.chips else self.first

    @property
    def after(self) -> str:
        """The tile that comes after the chosen one."""
        return dict(pairwise((*self.tiles, *self.tiles[:1]))).get(self.field, self.first)

    @property
    def form(self) -> dict[str, str]:
        """What the main button sends."""
        bound = {"lot": self.lot, "version": str(self.version)}
        return {**self.typed, **self.sends, **bound}


def pad_of(work: Work, sheet: Sheet, tiles: Iterable[str] = (), **more: object) -> Pad:
    """Return the pad of an open form of a step; without more, its first tile is chosen."""
    order = tuple(tiles)
    told = {"shown": order, "first": order[0] if order else "", "typed": sheet.typed} | more
    return Pad(
        act=sheet.act,
        lot=work.lot,
        version=work.version,
        tiles=order,
        presses=sheet.act,
        needs=sheet.needs,
        **told,  # type: ignore[arg-type]
    )


def tiles_of(outcomes: Iterable[Outcome]) -> dict[Outcome, tuple[str, str]]:
    """Return which tile takes the pieces of each outcome."""
    return {outcome: ("field", f"counts.{outcome.value}") for outcome in outcomes}


def counted_with_aids(typed: Typed) -> str:
    """Return what the counting aids come to: boxes x standard + rest, panels x boards."""
    box, standard, rest, panel, up = (whole(typed, name) for name in AIDS)
    total = box * standard + rest + panel * up
    return str(total) if total else ""
