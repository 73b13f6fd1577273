"""A table that was sent to this desk comes in: all of it as it was shown, or nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField, UnknownThing
from domain.people import Draft, Person
from domain.registers import EntryChanged
from terminal.actions.registers import expect_labels
from terminal.registers.changing import changed, digest, kept_rows
from terminal.registers.register import in_turn
from terminal.registers.rows import wrong_values
from terminal.registers.tables import TABLES, put_all
from terminal.transaction import Answer, Transaction

SENT: Final = "sent-table"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTable:
    """Sign the changes of the table that waits at this desk; `digest` is what was shown of them.

    New people come without badge, PIN and role; other roles are proposed, and another one agrees.
    """

    act: ClassVar[str] = Act.IMPORT_TABLE
    table: str
    digest: str

    def perform(self, tx: Transaction) -> Answer:
        """Return file and counts.

        Raises `UnknownThing`, `BadField`, or `EntryChanged` since the preview.
        """
        tx.sign(Act.IMPORT_TABLE)
        query = select(Draft).where(Draft.station == tx.station, Draft.lot == "", Draft.act == SENT)
        draft = tx.db.scalar(query)
        sent = json.loads(draft.fields) if draft else {}
        table = TABLES.get(self.table)
        if draft is None or table is None or table.write is None or sent["table"] != self.table:
            raise UnknownThing(kind="table", name=self.table[:40])
        rows = kept_rows(self.table, sent["rows"])
        wrong = [column for _, row in rows for column, _ in wrong_values(row)]
        if wrong:
            raise BadField(field=wrong[0], value=sent["file"])
        expect_labels(tx.site, [row for _, row in rows])
        _hold_people(tx, [row for _, row in rows])
        in_turn(tx)
        changes = changed(tx.site, tx.db, table, rows)
        if not changes or digest(changes) != self.digest:
            raise EntryChanged(entry=sent["file"])
        tx.record("table:imported", meaning="table-imported", details={
            "file": sent["file"], "rows": {self.table: len(changes)}, "digest": self.digest,
        })  # fmt: skip
        put_all(tx, table, [(one.before, one.after) for one in changes])
        tx.db.delete(draft)
        tx.tell("desk", tx.station)
        return {"result": "table-imported", "file": sent["file"], "rows": len(changes)}


def _hold_people(tx: Transaction, rows: Sequence[Any]) -> None:
    """Lock whom rows name before the head, by number: who signs on locks himself and then it."""
    named = {
        getattr(row, field, "") for row in rows for field in ("number", "supervisor", "leader")
    }
    if named := named - {""}:
        query = select(Person).where(Person.number.in_(named)).order_by(Person.number)
        query = query.with_for_update().execution_options(populate_existing=True)
        tx.db.scalars(query).all()
