"""The spine: event log, head row, ledger, lots, hand-overs, people, desks, print jobs."""

from alembic import op

import terminal.schema.spine_admin
import terminal.schema.spine_carts
import terminal.schema.spine_formats
import terminal.schema.spine_intake
import terminal.schema.spine_pictures
import terminal.schema.spine_queue
import terminal.schema.spine_readers
import terminal.schema.spine_serials
import terminal.schema.spine_shifts
import terminal.schema.spine_trays
import terminal.schema.spine_week  # noqa: F401  (their tables are made with these)
from terminal.schema.spine_people import TABLES

revision = "0001"
down_revision = None

APPEND_ONLY = (
    "board_picture",
    "event",
    "image",
    "movement",
    "overdue_decision",
    "photo",
    "photo_withdrawal",
    "piece_weight",
    "piece_step",
    "receipt_difference",
    "weekly_report",
)


def upgrade() -> None:
    TABLES.create_all(op.get_bind())
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(trigger(table, verb))
        if op.get_bind().dialect.name != "sqlite":
            op.execute(trigger(table, "TRUNCATE", each="STATEMENT"))


def trigger(table: str, verb: str, *, each: str = "ROW") -> str:
    name = f"{table}_never_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$; "
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {name}()"
    )
