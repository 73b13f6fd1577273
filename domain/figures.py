"""Each figure of the process: which rule it belongs to, and between what it may be set.

The factory's file says what a figure is at the start; what an administrator has set since then is
a `domain.registers.FigureChange`, and counts at once.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.errors import BadField, BadQuantity
from domain.process import Figures

Value = int | bool | str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its rule (empty where the procedure has none), bounds, and choices of words."""

    rule: str = ""
    least: int = 1
    most: int = 1
    choices: tuple[str, ...] = ()


FLAG: Final = ("no", "yes")
FIGURES: Final = MappingProxyType({
    "round_limit": Figure("K-09", 0, 20),
    "notice_per_mille": Figure("K-34", 1, 1000),
    "buffer_working_days": Figure("K-11", 0, 30),
    "signing_policy": Figure("K-16", choices=("session", "pin", "always")),
    "blind_labels": Figure("K-16", choices=FLAG),
    "largest_quantity": Figure("", 1, 1_000_000),
    "tap_seconds": Figure("", 10, 600),
    "wrong_pins_lock": Figure("", 3, 20),
    "wrong_pins_block": Figure("", 3, 50),
    "lock_minutes": Figure("", 1, 1440),
    "start_pin_hours": Figure("", 1, 720),
    "idle_minutes": Figure("", 1, 240),
    "idle_minutes_repair": Figure("", 1, 240),
    "overdue_handover_minutes": Figure("K-17", 1, 10_080),
    "unsorted_hours": Figure("K-19", 1, 720),
    "seconds_per_piece": Figure("K-22", 0, 3600),
    "day_shift_from": Figure("", 0, 23),
    "day_shift_to": Figure("", 1, 24),
})  # fmt: skip


def told(value: Value) -> str:
    """Return a figure as it is typed and kept: digits, yes or no, or a word."""
    return FLAG[value] if isinstance(value, bool) else str(value)


def read_figure(key: str, typed: str) -> Value:
    """Read a figure as it was typed; raises `BadField`, or `BadQuantity` beyond its bounds."""
    figure = FIGURES.get(key)
    if figure is None:
        raise BadField(field="figure", value=key[:40])
    if figure.choices:
        if typed not in figure.choices:
            raise BadField(field="value", value=typed[:40])
        return typed == "yes" if figure.choices is FLAG else typed
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 7):  # noqa: PLR2004
        raise BadQuantity(quantity=typed[:20], field="value")
    if problem := out_of_bounds(key, int(typed)):
        raise BadQuantity(quantity=typed, field="value", most=problem)
    return int(typed)


def out_of_bounds(key: str, value: int) -> int:
    """Return the bound that a number oversteps, as 0 when it is within; a least 0 is no bound."""
    figure = FIGURES[key]
    return figure.least if value < figure.least else figure.most if value > figure.most else 0


def conflict(figures: Figures) -> tuple[str, str] | None:
    """Return the figure that is too small beside another one, and that one, or nothing."""
    if figures.wrong_pins_block < figures.wrong_pins_lock:
        return "wrong_pins_block", "wrong_pins_lock"
    if figures.day_shift_to <= figures.day_shift_from:
        return "day_shift_to", "day_shift_from"
    return None
