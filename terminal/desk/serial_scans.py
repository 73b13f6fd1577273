"""A scanned serial: registered, sorted, named in a record, or announced, as the desk is open."""

import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.errors import BadField
from domain.events import canonical_json
from domain.lot import Lot, LotState
from domain.people import Desk, Draft
from domain.process import Step
from domain.serials import Piece, could_be, read_serial
from terminal.desk.desks import at_desk, refresh, show
from terminal.desk.signing import record
from terminal.desk.strip import Strip
from terminal.pieces import SHIPPED, told_of
from terminal.site import Site

WAY: Final = "serial-way"
RECORD: Final = "record-repair"


def take_serial(site: Site, station: str, text: str) -> bool:
    """Use a foreign code as a serial where the open page asks for one; return whether it did.

    Raises the refusal of the rule that says no.
    """
    with site.reading() as db:
        desk = db.get(Desk, station)
        if desk is None or desk.act:
            return False
        if desk.view:
            return desk.view == Step.INTAKE and announce(site, db, station, text)
        lot = db.scalar(select(Lot).where(Lot.number == desk.lot)) if desk.lot else None
        if lot is None or lot.station != station:
            return False
        is_open = serials_open(db, station, lot)
        way = _draft(db, station, lot, WAY).get("mark", "")
    if is_open:
        _scanned(site, station, lot, text, SHIPPED if lot.step is Step.SHIP else way)
        return True
    return lot.step in {Step.REPAIR, Step.REWORK} and _named(site, station, lot, text)


def _scanned(site: Site, station: str, lot: Lot, text: str, way: str) -> None:
    fields = {"lot": lot.number, "serial": read_serial(text), "mark": way}
    if lot.step is Step.REGISTER:
        fields = {"lot": lot.number, "serials": read_serial(text)}
    elif not way:
        raise BadField(field="mark", value="")
    act = "register-serials" if lot.step is Step.REGISTER else "mark-serial"
    record(site, station, act, fields, site.token(8))


def _named(site: Site, station: str, lot: Lot, text: str) -> bool:
    """Name a piece in the open repair record; a second scan takes it out again."""
    serial = could_be(text)
    with at_desk(site, station) as (tx, desk):
        known = tx.db.scalar(select(Piece.id).where(Piece.lot_id == lot.id, Piece.serial == serial))
        if known is None:
            return False
        typed = _draft(tx.db, station, lot, RECORD)
        named = [one for one in typed.get("serials", "").split(",") if one]
        named = [one for one in named if one != serial] if serial in named else [*named, serial]
        typed |= {"serials": ",".join(named), "quantity": str(len(named) or "")}
        draft = tx.db.query(Draft).filter_by(station=station, lot=lot.number, act=RECORD)
        kept = draft.one_or_none() or Draft(
            station=station, lot=lot.number, act=RECORD, fields="", saved_at=tx.at
        )
        kept.fields, kept.saved_at = canonical_json(typed), tx.at
        tx.db.add(kept)
        show(
            tx,
            desk,
            Strip("ok", "scan.serial-named", tx.at, {"serial": serial, "count": len(named)}),
        )
        refresh(tx, desk)
    return True


def serials_open(db: Db, station: str, lot: Lot) -> bool:
    """Return whether the list of a lot's serials lies open at a station."""
    return _draft(db, station, lot, "panel").get("panel") == "serials"


def announce(site: Site, db: Db, station: str, text: str) -> bool:
    """At intake: tell where a piece was before (K-09); an unknown serial is none of ours."""
    query = select(Piece).where(Piece.serial == could_be(text), Piece.tagged == "")
    piece = db.scalars(query.order_by(Piece.id.desc()).limit(1)).first()
    if piece is None:
        return False
    found = site.settings.station(station)
    told = told_of(db, piece, english=found is not None and found.language == "en")
    with at_desk(site, station) as (tx, desk):
        show(tx, desk, Strip("warn", "scan.seen-before", tx.at, {"serial": piece.serial, **told}))
        refresh(tx, desk)
    return True


def lot_of_serial(site: Site, text: str) -> str | None:
    """Return the number of the lot that has a piece; an open one before an old visit's."""
    query = (
        select(Lot.number)
        .join(Piece, Piece.lot_id == Lot.id)
        .where(Piece.serial == could_be(text))
        .order_by(Lot.state == LotState.ENDED, Piece.id.desc())
        .limit(1)
    )
    with site.reading() as db:
        return db.scalar(query)


def _draft(db: Db, station: str, lot: Lot, act: str) -> dict[str, str]:
    query = select(Draft.fields).where(
        Draft.station == station, Draft.lot == lot.number, Draft.act == act
    )
    fields: Mapping[str, str] = json.loads(db.scalar(query) or "{}")
    fresh = act != "panel" or fields.get("version") == str(lot.version)
    return dict(fields) if fresh else {}
