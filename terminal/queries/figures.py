"""The figures of the process as the administrator sees them: in force, of the file, and default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from domain.access import Act
from domain.figures import FIGURES, Figure
from domain.process import Figures
from domain.registers import FigureChange
from terminal.figures import typed_figures
from terminal.queries.drafts import draft_of
from terminal.queries.paging import page_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure: its value in force, what the file says and where, and what process.md says.

    `changed_by` is empty while the file's value counts.
    """

    key: str
    value: str
    of_file: str
    origin: str
    default: str
    about: Figure
    changed_by: str
    changed_at: datetime | None
    draft_key: str


def figures(facing: Facing, picked: Mapping[str, str]) -> dict[str, object]:
    """Return all figures with their values, and the one that is open."""
    in_force = typed_figures(facing.site.figures)
    find = picked.get("find", "").strip().lower()
    words = facing.site.words.catalogs
    found = [
        (key, value)
        for key, value in in_force.items()
        if find
        in f"{key} {' '.join(one.get(f'figure.{key}', '') for one in words.values())}".lower()
    ]
    pages, rows = page_of(found, picked.get("page", "1"))
    card = _card(facing, in_force, picked.get("entry", ""))
    typed = draft_of(facing.db, facing.station.code, Act.SET_FIGURE)
    known = {"value": card.value} if card else {}
    return {
        "pages": pages,
        "rows": rows,
        "figure": card,
        "typed": typed if card and typed.get("item") == card.draft_key else known,
    }


def _card(facing: Facing, in_force: Mapping[str, str], key: str) -> FigureCard | None:
    if key not in in_force:
        return None
    settings = facing.site.settings
    change = facing.db.get(FigureChange, key)
    return FigureCard(
        key=key,
        value=in_force[key],
        of_file=typed_figures(settings.figures)[key],
        origin=settings.origins.get(f"figure.{key}", ""),
        default=typed_figures(Figures())[key],
        about=FIGURES[key],
        changed_by=change.changed_by if change else "",
        changed_at=change.changed_at if change else None,
        draft_key=f"figure:{key}:{in_force[key]}",
    )
