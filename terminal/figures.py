"""The figures of the process as they are in force: the file's, and what was set since then."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from threading import Lock
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.errors import BadField, BadQuantity
from domain.figures import Value, read_figure, told
from domain.process import Figures
from domain.registers import FigureChange
from terminal.registers.rows import FigureRow
from terminal.site import Site

LEARNING: Final = Lock()


def changed_figures(db: Db) -> dict[str, Value]:
    """Return the figures that an administrator has set, read."""
    changed: dict[str, Value] = {}
    for row in db.scalars(select(FigureChange).order_by(FigureChange.key)):
        with suppress(BadField, BadQuantity):  # bounds are another version's: the file's counts
            changed[row.key] = read_figure(row.key, row.value)
    return changed


def learn(site: Site) -> None:
    """Let the figures that were set count for everything that this service does from now on."""
    with LEARNING:  # who reads first also tells first: nothing older is told after it
        with site.reading() as db:
            changed = changed_figures(db)
        site.changed.update(changed)
        for key in site.changed.keys() - changed.keys():
            site.changed.pop(key, None)


def typed_figures(figures: Figures) -> Mapping[str, str]:
    """Return figures as they are typed, by their keys."""
    return {key: told(value) for key, value in asdict(figures).items()}


def figure_rows(site: Site) -> list[FigureRow]:
    """Return every figure as it is in force."""
    return [FigureRow(key, value) for key, value in typed_figures(site.figures).items()]
