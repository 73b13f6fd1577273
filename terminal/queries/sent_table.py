"""Tables to take away and to bring in: what waits at the desk, and what it would change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from terminal.actions.import_table import SENT
from terminal.queries.drafts import draft_of
from terminal.registers.changing import Changed, changed, digest, kept_rows
from terminal.registers.reading import Fault
from terminal.registers.tables import TABLES

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A table that was sent: how many rows are new, changed and as they were; or its faults."""

    file: str
    new: int
    changed: int
    same: int
    first: Sequence[Changed]
    faults: Sequence[Fault]
    all_faults: int
    digest: str

    @property
    def key(self) -> str:
        """What ties the form to what is shown."""
        return f"{self.file}:{self.digest[:12]}:{self.all_faults}"


@dataclass(frozen=True, slots=True)
class TableCard:
    """The table that is open: how many rows there are, its columns, and what waits for it."""

    kind: str
    rows: int
    columns: Sequence[str]
    comes_in: bool
    waiting: Waiting | None


def sent_table(facing: Facing, picked: Mapping[str, str]) -> dict[str, object]:
    """Return the tables, and the open one with what was sent for it."""
    sent = draft_of(facing.db, facing.station.code, SENT)
    chosen = picked.get("entry", "")
    chosen = chosen if chosen in TABLES else sent.get("table", "")
    return {
        "pages": (1, 1),
        "rows": list(TABLES),
        "table": _card(facing, chosen, sent) if chosen in TABLES else None,
        "typed": {},
    }


def _card(facing: Facing, kind: str, sent: Mapping[str, str]) -> TableCard:
    table = TABLES[kind]
    return TableCard(
        kind=kind,
        rows=len(list(table.every(facing.site, facing.db))),
        columns=table.columns,
        comes_in=table.write is not None,
        waiting=_waiting(facing, kind, sent) if sent.get("table") == kind else None,
    )


def _waiting(facing: Facing, kind: str, sent: Mapping[str, str]) -> Waiting:
    rows = kept_rows(kind, sent["rows"])
    changes = changed(facing.site, facing.db, TABLES[kind], rows)
    faults = [Fault(*one) for one in json.loads(sent["faults"])]
    return Waiting(
        file=sent["file"],
        new=sum(one.before is None for one in changes),
        changed=sum(one.before is not None for one in changes),
        same=len(rows) - len(changes),
        first=changes[:SHOWN],
        faults=faults[:SHOWN],
        all_faults=int(sent["all"]),
        digest=digest(changes) if changes else "",
    )
