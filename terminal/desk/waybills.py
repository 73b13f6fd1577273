"""A carrier's bar code is written into the open form that asks for a waybill."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from domain.access import Act
from domain.events import canonical_json
from domain.lot import Lot
from domain.people import Desk, Draft
from domain.process import Step
from terminal.desk.desks import at_desk, refresh, show
from terminal.desk.strip import Strip
from terminal.site import Site
from terminal.transaction import Transaction

SCANNED: Final = "waybill.scanned"
# A lot's code chooses its tile on a cart, a digit is written into a tile: KEYED names the fields.
CHOSEN: Final = "field.scanned"
KEYED: Final = "field.keyed"
# The field whose digits are being scanned: the next one follows them, elsewhere it begins anew.
EDITING: Final = "keyed"
MARKS: Final = MappingProxyType({SCANNED: "waybill", CHOSEN: "field"})
# A label's proposal fills several fields at once: their names stand beside its mark.
FILLED: Final = ("label.taken", "label.names")
ON_ITS_WAY: Final = timedelta(seconds=2)
WAYBILL: Final = re.compile(r"[A-Z]{0,6}[0-9]{8,30}(-[0-9]{1,4}){0,3}")


def take_waybill(site: Site, station: str, text: str) -> bool:
    """Write a foreign code into the open form that has a waybill; return whether there is one."""
    if not WAYBILL.fullmatch(text):
        return False
    with at_desk(site, station) as (tx, desk):
        form = _open_form(tx, desk)
        if form is None:
            return False
        _write(tx, station, *form, text)
        show(tx, desk, Strip("ok", "scan.waybill", tx.at, {"waybill": text}))
        refresh(tx, desk)
    return True


def _open_form(tx: Transaction, desk: Desk) -> tuple[str, str] | None:
    """Return lot and act of the form on the desk that asks for a waybill."""
    if desk.act:
        return None
    if desk.view == Step.INTAKE:
        return "", Act.BOOK_IN
    if desk.view == "receipt":
        return "", Act.BOOK_RECEIPT
    lot = tx.db.scalar(select(Lot).where(Lot.number == desk.lot)) if desk.lot else None
    is_shipping = lot and lot.step is Step.SHIP and lot.station == desk.station
    return (desk.lot, Act.SHIP) if is_shipping else None


def _write(tx: Transaction, station: str, lot: str, act: str, waybill: str) -> None:
    draft = tx.db.query(Draft).filter_by(station=station, lot=lot, act=act).one_or_none()
    if draft is None:
        draft = Draft(station=station, lot=lot, act=act, fields="{}", saved_at=tx.at)
        tx.db.add(draft)
    scanned = {"waybill": waybill, SCANNED: tx.at.isoformat()}
    fields = dict(json.loads(draft.fields)) | scanned
    draft.fields, draft.saved_at = canonical_json(fields), tx.at


def lately(mark: str, now: datetime, within: timedelta = ON_ITS_WAY) -> bool:
    """Return whether a mark was made so short ago that a page may not know of it yet."""
    try:
        return timedelta(0) <= now - datetime.fromisoformat(mark) <= within
    except (ValueError, TypeError, OverflowError):  # a page may send anything
        return False


def keep_scanned(draft: Draft, fields: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return typed fields with what was scanned into the form while they were on their way here."""
    before = dict(json.loads(draft.fields or "{}"))
    kept = dict(fields)
    for mark, name in MARKS.items():
        scanned_at = before.get(mark, "")
        if scanned_at > kept.get(mark, "") and lately(scanned_at, now):
            kept |= {name: before[name], mark: scanned_at}
            if mark == CHOSEN and (keyed := before.get(KEYED, "")):
                kept |= {one: before[one] for one in keyed.split(",") if one in before}
                kept[KEYED] = keyed
    return kept | _filled(before, kept, now)


def _filled(before: Mapping[str, str], kept: Mapping[str, str], now: datetime) -> dict[str, str]:
    mark, names = FILLED
    at, filled = before.get(mark, ""), before.get(names, "")
    if at == kept.get(mark, ""):
        return {names: filled} if filled else {}
    if at < kept.get(mark, "") or not lately(at, now):
        return {}
    return {name: before.get(name, "") for name in (mark, names, *filled.split())}
