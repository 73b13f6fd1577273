"""A label of another maker, scanned where a form can use it.

Beside the form of a delivery it lies as a proposal until somebody takes it over; where serials
are scanned its serial counts as that scan; at a format that is being taught it is the sample.
"""

from dataclasses import asdict, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from devices.scan import Scan, decode
from devices.symbols import Fields, fields
from domain.access import Act
from domain.batch import Batch
from domain.errors import BadQuantity
from domain.label_formats import LabelOfAnother, LabelWithoutSerial
from domain.lot import Lot
from domain.people import Desk, Draft
from domain.process import Step
from domain.templates import Holds, separators_in, visible
from terminal.customer_labels import REFUSALS, Said, products_of, read_label
from terminal.desk import drafts
from terminal.desk.desks import at_desk, refresh, show, show_view, stay
from terminal.desk.serial_scans import announce, serials_open, take_serial
from terminal.desk.strip import Strip
from terminal.desk.waybills import FILLED
from terminal.proposals import (
    FORM_ON,
    LABELS,
    Lying,
    batch_of,
    customer_of,
    expect_same,
    lying,
    propose,
)
from terminal.queries.drafts import draft_of
from terminal.queries.registers import NEW, key_of
from terminal.queries.sorting import sorting
from terminal.registers.register import REGISTERS
from terminal.site import Site
from terminal.transaction import Transaction

TAKEN, NAMES = FILLED
MOST_BOXES: Final = 200


def take_label(site: Site, station: str, raw: bytes) -> bool:
    """Use a scan as another maker's label where the open page can; return whether it did.

    Raises the refusal of a label that must be read by a person.
    """
    with site.reading() as db:
        desk = db.get(Desk, station)
        if desk is None or desk.act:
            return False
        scan = decode(station, raw, site.now())
        if desk.view in FORM_ON:
            return _beside_form(site, db, station, FORM_ON[desk.view], scan)
        if desk.view == "registers":
            return _teach(site, db, station, scan)
        if desk.view or not desk.lot:
            return False
        return _serial(site, db, station, desk.lot, scan)


def take_over(site: Site, station: str, form: str) -> None:
    """Fill the labels' proposal into the form; what it replaces is said."""
    with at_desk(site, station) as (tx, desk):
        found = lying(tx.db, station, form)
        values = dict(propose(tx.db, station, form, found.boxes).values)
        before = draft_of(tx.db, station, form)
        if sorting(tx.db, station) and form == Act.BOOK_IN:
            values.pop("customer", None)
        if not values:
            return
        replaced = [n for n, v in values.items() if before.get(n, "").strip() not in {"", v}]
        marks = {TAKEN: tx.at.isoformat(), NAMES: " ".join(values)}
        drafts.write(tx, station, "", form, before | values | marks)
        drafts.write(tx, station, "", LABELS[form], replace(found, shown=False).kept())
        stay(tx, desk)
        tx.record("label:taken-over", details={
            "form": form, "values": values, "replaced": {n: before[n] for n in replaced},
        })  # fmt: skip
        told = "scan.label-taken" if replaced else "scan.label-filled"
        facts = {"replaced": " ".join(replaced)} if replaced else {}
        show(tx, desk, Strip("warn" if replaced else "ok", told, tx.at, facts))
        refresh(tx, desk)


def undo(site: Site, station: str, form: str) -> None:
    """Take the last box off; what was filled in stays until somebody takes over again."""
    with at_desk(site, station) as (tx, desk):
        found = lying(tx.db, station, form)
        left = replace(found, choices=()) if found.choices else Lying(found.boxes[:-1])
        _keep(tx, station, form, left)
        tx.record("label:undone", details={"form": form, "boxes": len(left.boxes)})
        show(tx, desk, Strip("ok", "scan.label-undone", tx.at, {"count": len(left.boxes)}))
        refresh(tx, desk)


def put_away(site: Site, station: str, form: str, *, shown: bool = False) -> None:
    """Close the card of the labels, or open it again; they stay until the form is signed."""
    with at_desk(site, station) as (tx, desk):
        _keep(tx, station, form, replace(lying(tx.db, station, form), choices=(), shown=shown))
        refresh(tx, desk)


def choose(site: Site, station: str, form: str, customer: str) -> None:
    """Say whose label it is, where formats of several customers fit it."""
    with at_desk(site, station) as (tx, desk):
        found = lying(tx.db, station, form)
        said = next((one for one in found.choices if one.customer == customer), None)
        if said:
            _add(tx, desk, form, said, found.raw)


def register_product(site: Site, station: str, form: str) -> None:
    """Open the register for the product that the labels name and nobody has registered."""
    with at_desk(site, station) as (tx, desk):
        found = lying(tx.db, station, form)
        proposed = propose(tx.db, station, form, found.boxes)
        names = [one.get(Holds.PRODUCT) for one in found.boxes]
        part = proposed.values.get("part_number", "")
        act = Act.SAVE_PRODUCT.value
        asked = {
            "item": key_of("product", act, NEW, None),
            "code": next(filter(None, names), part),
            "part_number": part,
            "customer": proposed.values.get("customer") or customer_of(tx.db, station, form),
        }
        drafts.write(tx, station, "", "registers", {"tab": "product", "entry": NEW})
        drafts.write(tx, station, "", act, asked)
        show_view(tx, desk, "registers")


def _beside_form(site: Site, db: Db, station: str, form: str, scan: Scan) -> bool:
    found = read_label(db, scan, customer_of(db, station, form))
    if not found:
        return False
    raw = scan.raw.hex()
    with at_desk(site, station) as (tx, desk):
        if len(found) > 1:
            waiting = replace(lying(tx.db, station, form), choices=tuple(found), raw=raw)
            _keep(tx, station, form, replace(waiting, shown=True))
            show(tx, desk, Strip("ask", "scan.label-whose", tx.at, {"count": len(found)}))
            refresh(tx, desk)
            return True
        _add(tx, desk, form, found[0], raw)
    if serial := found[0].get(Holds.SERIAL):
        announce(site, db, station, serial)
    return True


def _add(tx: Transaction, desk: Desk, form: str, said: Said, raw: str) -> None:
    """Lay one more label beside the form, with its bytes in the event."""
    station = desk.station
    _expect_fitting(tx.db, station, form, said)
    before = lying(tx.db, station, form)
    same = said in before.boxes
    found = before.add(said)
    if len(found.boxes) > MOST_BOXES:
        raise BadQuantity(quantity=len(found.boxes), most=MOST_BOXES)
    _keep(tx, station, form, found)
    told = asdict(said) | {"raw": raw, "form": form, "box": len(found.boxes)}
    tx.record("label:read", details=told)
    stay(tx, desk)
    key = "scan.label-same" if same else "scan.label-read"
    show(tx, desk, Strip("warn" if same else "ok", key, tx.at, {"count": len(found.boxes)}))
    refresh(tx, desk)


def _expect_fitting(db: Db, station: str, form: str, said: Said) -> None:
    """Raise `LabelOfAnother` where the delivery's customer or the batch's product is settled."""
    receipt = sorting(db, station) if form == Act.BOOK_IN else None
    batch = batch_of(db, station) if form == Act.TELL_DETAILS else None
    customer = receipt.customer if receipt else batch.customer if batch else None
    if customer:
        expect_same(said.customer, customer.code)
        found = products_of(db, said.names)
        if found and not products_of(db, said.names, customer.code):
            raise LabelOfAnother(says=found[0].code, known=customer.name)
    if batch:
        _expect_product(db, said, batch)


def _expect_product(db: Db, said: Said, batch: Batch) -> None:
    """Raise `LabelOfAnother` when a label names a product that is registered and another one."""
    found = products_of(db, said.names)
    if found and batch.product not in found:
        raise LabelOfAnother(says=found[0].code, known=batch.product.code)


def _keep(tx: Transaction, station: str, form: str, found: Lying) -> None:
    if found.boxes or found.choices:
        drafts.write(tx, station, "", LABELS[form], found.kept())
    else:
        tx.db.query(Draft).filter_by(station=station, lot="", act=LABELS[form]).delete()


def _serial(site: Site, db: Db, station: str, number: str, scan: Scan) -> bool:
    """Let the serial of a label count as the scan that the page waits for."""
    lot = db.scalar(select(Lot).where(Lot.number == number))
    if lot is None or lot.station != station:
        return False
    if not (serials_open(db, station, lot) or lot.step in {Step.REPAIR, Step.REWORK}):
        return False
    batch = lot.batch
    found = read_label(db, scan, batch.customer.code)
    if not found:
        return False
    said = found[0]
    _expect_product(db, said, batch)
    serials = {one.get(Holds.SERIAL) for one in found}
    if len(serials) > 1 or not said.get(Holds.SERIAL):
        raise LabelWithoutSerial(lot=lot.number)
    if not take_serial(site, station, said.get(Holds.SERIAL)):
        return False
    with at_desk(site, station) as (tx, _):
        told = asdict(said) | {"raw": scan.raw.hex(), "of": lot.number}
        tx.record("label:read", details=told)
    return True


def _known(site: Site, station: str, found: Fields) -> bool:
    """Say that a label needs no teaching, for it is of a standard; raises its alarm."""
    if found.alarm:
        raise REFUSALS[found.alarm]
    with at_desk(site, station) as (tx, desk):
        show(tx, desk, Strip("ok", "scan.label-standard", tx.at))
        refresh(tx, desk)
    return True


def _teach(site: Site, db: Db, station: str, scan: Scan) -> bool:
    """Take a scan as the sample of the label format whose form is open."""
    picked = draft_of(db, station, "registers")
    entry = picked.get("entry", "")
    if picked.get("tab") != "format" or not entry or scan.problem:
        return False
    row = REGISTERS["format"].present(db).get(entry)
    if (row is None and entry != NEW) or (row and row.retired) or picked.get("part") == "retire":
        return False
    if found := fields(scan):
        return _known(site, station, found)
    act = Act.SAVE_FORMAT.value
    item = key_of("format", act, entry, row)
    typed = draft_of(db, station, act)
    if typed.get("item") != item:
        typed = {"customer": row.customer, "name": row.name} if row else {}
    sample = visible(scan.text)
    kept = {name: typed[name] for name in ("customer", "name", "find-boss") if name in typed}
    told = kept | {
        "item": item,
        "sample": sample,
        "separator": next(iter(separators_in(sample)), ""),
        "stage": "sample",
    }
    with at_desk(site, station) as (tx, desk):
        drafts.write(tx, station, "", act, told)
        tx.record("label:sample", details={"raw": scan.raw.hex()})
        show(tx, desk, Strip("ok", "scan.sample-read", tx.at, {"count": len(sample)}))
        refresh(tx, desk)
    return True
