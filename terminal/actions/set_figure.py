"""A figure of the process is set: it counts at once, for everybody, and after every restart."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from domain.access import Act
from domain.figures import conflict, read_figure, told
from domain.registers import EntryChanged, FigureChange, FiguresClash
from terminal.figures import changed_figures, typed_figures
from terminal.registers.register import in_turn
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFigure:
    """Another value of a figure; `seen` is the value that the page showed.

    What the factory's file says stays there: set back to it, the figure is the file's again.
    """

    act: ClassVar[str] = Act.SET_FIGURE
    figure: str
    value: str
    seen: str

    def perform(self, tx: Transaction) -> Answer:
        """Return figure and value; raises what is wrong with it, `FiguresClash`, `EntryChanged`."""
        tx.sign(Act.SET_FIGURE)
        in_turn(tx)
        before = set_figure(tx, self.figure, self.value)
        if self.seen != before:
            raise EntryChanged(entry=self.figure)
        stand_together(tx)
        tx.record("figure:saved", meaning="figure-set", details={
            "figure": self.figure, "before": {"value": before}, "after": {"value": self.value},
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "figure-set", "figure": self.figure, "value": self.value}


def set_figure(tx: Transaction, key: str, value: str) -> str:
    """Set a figure within a transaction and return what it was; news makes it count at once.

    Who has set one or several looks at the end whether they stand together.
    """
    of_file = tx.site.settings.figures
    changes: dict[str, Any] = {**changed_figures(tx.db)}
    before = typed_figures(replace(of_file, **changes)).get(key, "")
    wanted = read_figure(key, value)
    change = tx.db.get(FigureChange, key)
    if told(wanted) == typed_figures(of_file)[key]:
        if change:
            tx.db.delete(change)
    else:
        change = change or FigureChange(key=key, value="", changed_by="", changed_at=tx.at)
        change.value, change.changed_by, change.changed_at = told(wanted), tx.signed_name, tx.at
        tx.db.add(change)
    tx.db.flush()
    tx.tell("figures")
    return before


def stand_together(tx: Transaction) -> None:
    """Raise `FiguresClash` when the figures as they are set now cannot all be."""
    changes: dict[str, Any] = {**changed_figures(tx.db)}
    figures = replace(tx.site.settings.figures, **changes)
    if clash := conflict(figures):
        typed = typed_figures(figures)
        figure, beside = clash
        raise FiguresClash(figure=figure, value=typed[figure], beside=beside, limit=typed[beside])
