"""A file of serials that somebody sends from his desk: all of it comes in, or none."""

import json
from typing import Final

from sqlalchemy import select

from domain.errors import UnknownLot
from domain.lot import Lot
from terminal.actions.serials import RegisterSerials
from terminal.desk import drafts
from terminal.desk.desks import at_desk, refresh, show
from terminal.desk.signing import done, session_of
from terminal.desk.strip import Strip
from terminal.serial_files import check_rows, read_table
from terminal.site import Site
from terminal.transaction import Signer

REPORT: Final = drafts.REPORT


def take_serials(site: Site, station: str, number: str, data: bytes) -> bool:
    """Register the serials of a file for a lot; return whether all its rows were right.

    The refused rows are kept as the desk's report. Raises `BadFile`, and what the act refuses.
    """
    signer = Signer(session_of(site, station), station, records=True)
    rows = read_table(data)
    with site.reading() as db:
        lot = db.scalar(select(Lot).where(Lot.number == number))
        if lot is None:
            raise UnknownLot(lot=number[:40])
        serials, wrong = check_rows(db, lot, rows)
    report = json.dumps([[one.row, one.text, one.why] for one in wrong], ensure_ascii=False)
    with at_desk(site, station) as (tx, desk):
        drafts.write(tx, station, number, REPORT, {"faults": report})
        if wrong:
            told = {"wrong": len(wrong), "rows": len(rows)}
            show(tx, desk, Strip("bad", "scan.serials-refused", tx.at, told))
            refresh(tx, desk)
    if wrong:
        return False
    action = RegisterSerials(lot=number, serials=tuple(serials))
    done(site, station, action, key=site.token(8), signer=signer)
    return True
