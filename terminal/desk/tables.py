"""A table that somebody sends to his desk: looked through, shown, and in when it is signed."""

import json
import re
from typing import Final

from domain.access import Act, permit
from domain.errors import UnknownThing
from domain.people import Draft, Person, Session
from terminal.actions.import_table import SENT
from terminal.desk import drafts
from terminal.desk.desks import at_desk, refresh, show
from terminal.desk.signing import session_of
from terminal.desk.strip import Strip
from terminal.registers.changing import keep_rows, names_for
from terminal.registers.reading import Reading
from terminal.registers.tables import TABLES, Table
from terminal.site import Site
from terminal.standing_in import days_at, roles_of

NAME: Final = re.compile(r"[^\w.() -]")
LONGEST_NAME: Final = 60
MOST_FAULTS: Final = 200


def take_table(site: Site, station: str, kind: str, name: str, data: bytes) -> bool:
    """Keep a table at a desk to be looked at and signed; return whether all its rows were right.

    The faults of its rows are kept as the desk's report. Raises `NoSession`, `NotPermitted`,
    `UnknownThing`, `BadFile`.
    """
    expect_administrator(site, station)
    table = TABLES.get(kind)
    if table is None or table.write is None:
        raise UnknownThing(kind="table", name=kind[:40])
    reading = read_sent(site, table, data)
    faults = [[one.row, one.column, one.why, one.text] for one in reading.faults]
    fields = {
        "table": kind,
        "file": NAME.sub("_", name)[-LONGEST_NAME:],
        "rows": "[]" if faults else keep_rows(reading.rows),
        "faults": json.dumps(faults[:MOST_FAULTS], ensure_ascii=False),
        "all": str(len(faults)),
    }
    with at_desk(site, station) as (tx, desk):
        drafts.write(tx, station, "", SENT, fields)
        told: dict[str, str | int] = {"wrong": len(faults), "file": fields["file"]}
        told["rows"] = len(reading.rows)
        key = "scan.table-refused" if faults else "scan.table-read"
        show(tx, desk, Strip("bad" if faults else "ask", key, tx.at, told))
        refresh(tx, desk)
    return not faults


def read_sent(site: Site, table: Table, data: bytes) -> Reading:
    """Read a file against what there is now; raises `BadFile`."""
    with site.reading() as db:
        reading = Reading(site.words, table, table.present(site, db), names_for(site, db))
        reading.read(data)
    return reading


def put_aside(site: Site, station: str) -> None:
    """Forget the table that waits at a desk."""
    with at_desk(site, station) as (tx, desk):
        tx.db.query(Draft).filter_by(station=station, lot="", act=SENT).delete()
        refresh(tx, desk)


def expect_administrator(site: Site, station: str) -> None:
    """Raise `NoSession` or `NotPermitted` unless an administrator is signed on at a desk."""
    number = session_of(site, station)
    with site.reading() as db:
        person = db.get_one(Person, db.get_one(Session, number).person_id)
        permit(roles_of(db, person, days_at(site, site.now())), Act.IMPORT_TABLE, None)
