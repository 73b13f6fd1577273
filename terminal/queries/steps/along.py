"""The checklist of accessories on the packer's pages: what is to be counted now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from terminal.accessories import accessories_of
from terminal.queries.steps.pad import Pad
from terminal.queries.steps.sheet import Desk, Need
from terminal.queries.steps.typed import Typed, read_whole


@dataclass(frozen=True, slots=True)
class Along:
    """One kind of thing that came along; `due` is None where it is to be counted blind."""

    name: str
    typed: str
    due: int | None

    @property
    def field(self) -> str:
        """The field of its tile."""
        return f"accessories.{self.name}"


def to_check(desk: Desk, typed: Typed) -> tuple[Along, ...]:
    """Return what the packer has still to count at register, without Sales' figures."""
    rows = accessories_of(desk.facing.db, desk.work.batch_id)
    return tuple(_along(row.name, typed, None) for row in rows if row.checked is None)


def to_pack(desk: Desk, typed: Typed) -> tuple[Along, ...]:
    """Return what has not gone back yet, with how many of each."""
    rows = accessories_of(desk.facing.db, desk.work.batch_id)
    return tuple(_along(row.name, typed, row.to_pack) for row in rows if row.to_pack > 0)


def with_along(pad: Pad, rows: tuple[Along, ...]) -> Pad:
    """Return a pad with the tiles of what came along, the other part of the same form."""
    beside = tuple(row.field for row in rows)
    opened = beside if beside and pad.typed.get("part") == "along" else pad.tiles
    first = opened[0] if opened else ""
    return replace(pad, tiles=(*pad.tiles, *beside), shown=opened, first=first)


def uncounted(rows: tuple[Along, ...]) -> Iterator[Need]:
    """Tell which of them nobody has counted, and what is more than is here."""
    missing = [row.name for row in rows if not row.typed]
    if missing:
        yield Need("accessories", {"names": "、".join(missing[:3])})
    for row in rows:
        if row.due is not None and read_whole(row.typed) > row.due:
            yield Need("accessories-over", {"name": row.name, "due": row.due})


def _along(name: str, typed: Typed, due: int | None) -> Along:
    return Along(name, typed.get(f"accessories.{name}", ""), due)
