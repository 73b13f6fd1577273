"""The page of what the factory writes down once: one list, one entry with what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Batch, Customer, Product
from domain.cases import Promise
from domain.findings import Finding, RepairRecord, TermKind
from domain.templates import VISIBLE_GS
from terminal.queries.changes import changes
from terminal.queries.drafts import draft_of
from terminal.queries.figures import figures
from terminal.queries.label_formats import fields_of, learning
from terminal.queries.paging import page_of
from terminal.queries.sent_table import sent_table
from terminal.queries.stations import stations
from terminal.registers.register import REGISTERS, Register, mark

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

NEW: Final = "+"
# Each tab of the page: the register that it shows, and the act that its form signs.
TABS: Final = MappingProxyType({
    "customer": ("customer", Act.SAVE_CUSTOMER),
    "product": ("product", Act.SAVE_PRODUCT),
    "format": ("format", Act.SAVE_FORMAT),
    **{kind.value: ("term", Act.SAVE_TERM) for kind in TermKind},
})  # fmt: skip
ASIDES: Final = MappingProxyType(
    {"station": stations, "figure": figures, "files": sent_table, "log": changes}
)
USES: Final[Mapping[str, QueryableAttribute[str]]] = MappingProxyType({
    TermKind.DEFECT.value: Finding.defect,
    TermKind.CAUSE.value: RepairRecord.cause,
    TermKind.ACTION.value: RepairRecord.action,
    TermKind.DELAY.value: Promise.reason,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: what names it, and its words in both languages where it has them."""

    name: str
    zh: str
    en: str
    note: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry that is open: `act` is what its form signs, `key` ties a draft to this form.

    `parts` are what can be done with it, `part` is the open one. `seen` is the mark of the row as
    it is shown, `used` how often something refers to it.
    """

    kind: str
    name: str
    listed: Listed | None
    part: str
    act: str
    key: str
    seen: str
    used: int
    parts: tuple[str, ...]


def registers(facing: Facing) -> dict[str, object]:
    """Return the list of the chosen register and its open entry; nothing to who may not."""
    picked = draft_of(facing.db, facing.station.code, "registers")
    tabs = tabs_for(facing)
    if not tabs:
        return {"tabs": ()}
    tab = picked.get("tab", "")
    tab = tab if tab in tabs else tabs[0]
    shown = ASIDES[tab](facing, picked) if tab in ASIDES else _of_register(facing, picked, tab)
    return {"tabs": tabs, "tab": tab, "pick": picked, **shown}


def tabs_for(facing: Facing) -> tuple[str, ...]:
    """Return the registers that the person at this desk may write."""
    roles = set(facing.view.who.roles) if facing.view.who else set()
    asides = tuple(ASIDES) if roles & permitted_roles(Act.SET_FIGURE, None) else ()
    mine = (tab for tab, (_, act) in TABS.items() if roles & permitted_roles(act, None))
    return (*mine, *asides)


def _of_register(facing: Facing, picked: Mapping[str, str], tab: str) -> dict[str, object]:
    register = REGISTERS[TABS[tab][0]]
    present = register.present(facing.db)
    if register.kind == "term":
        present = {name: row for name, row in present.items() if row.kind == tab}
    entry = _entry(facing, tab, present, picked)
    typed = _typed(facing, entry, present) if entry else {}
    pages, rows = page_of(_found(register, present, picked), picked.get("page", "1"))
    return {
        "pages": pages,
        "rows": rows,
        "entry": entry,
        "typed": typed,
        "customers": _customers(facing.db, typed) if tab in {"product", "format"} else [],
        "labels": sorted(facing.site.labels.variants),
        "learning": learning(typed) if tab == "format" and entry else None,
    }


def _found(
    register: Register, present: Mapping[str, Any], picked: Mapping[str, str]
) -> list[Listed]:
    find, gone = picked.get("find", "").strip().lower(), picked.get("gone") == "yes"
    rows = [_listed(register, row) for row in present.values() if row.retired is gone]
    return [one for one in rows if find in f"{one.name} {one.zh} {one.en}".lower()]


def _listed(register: Register, row: Any) -> Listed:
    name = register.name(row)
    if register.kind == "term":
        return Listed(name, row.zh, row.en, row.code, row.retired)
    if register.kind == "format":
        return Listed(
            name,
            row.name,
            row.name,
            f"{row.customer} · {row.sample[:40].replace(VISIBLE_GS, ' ')}",
            row.retired,
        )
    note = " · ".join(filter(None, (row.code, getattr(row, "customer", ""))))
    return Listed(name, row.name, row.name, note, row.retired)


def _entry(
    facing: Facing, tab: str, present: Mapping[str, Any], picked: Mapping[str, str]
) -> Entry | None:
    kind, save = TABS[tab]
    register, name = REGISTERS[kind], picked.get("entry", "")
    row = present.get(name)
    if row is None and name != NEW:
        return None
    who = facing.view.who
    may = bool(who and set(who.roles) & permitted_roles(Act.RETIRE, None))
    parts = _parts(facing, kind, row, may_retire=may)
    part = picked.get("part", "") if picked.get("part") in parts else "details"
    part = "retire" if row and row.retired and may else part
    act = Act.RETIRE.value if part == "retire" else save.value
    used = _used(facing.db, kind, row) if row and kind != "format" else 0
    return Entry(
        kind=kind,
        name=name,
        listed=_listed(register, row) if row else None,
        part=part,
        parts=parts,
        act=act,
        key=key_of(tab, act, name, row),
        seen=mark(row),
        used=used,
    )


def _parts(facing: Facing, kind: str, row: Any | None, *, may_retire: bool) -> tuple[str, ...]:
    """Return what can be done with an entry; a product is asked for labels where there are any."""
    if row is None or row.retired:
        return ()
    labels = kind == "product" and facing.site.labels.variants
    more = (*(["labels"] if labels else []), *(["retire"] if may_retire else []))
    return ("details", *more) if more else ()


def key_of(tab: str, act: str, name: str, row: Any | None) -> str:
    """Return what ties a draft to the form of one entry as it stands."""
    return f"{tab}:{act}:{name}:{mark(row)}"


def _typed(facing: Facing, entry: Entry, present: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed into the open form, or else what is known already."""
    typed = draft_of(facing.db, facing.station.code, entry.act)
    if typed.get("item") == entry.key:
        return typed
    row = present.get(entry.name)
    if row and entry.kind == "format":
        return fields_of(row)
    return {name: str(value) for name, value in asdict(row).items()} if row else {}


def _customers(db: Db, typed: Mapping[str, str]) -> list[Listed]:
    """Return customers to choose from, found by name or code; the chosen one comes first."""
    chosen, find = typed.get("customer", ""), typed.get("find-boss", "").strip()
    query = select(Customer).where(Customer.retired.is_(False) | (Customer.code == chosen))
    if find:
        like = Customer.name.icontains(find, autoescape=True)
        query = query.where(
            like | Customer.code.icontains(find, autoescape=True) | (Customer.code == chosen)
        )
    found = list(db.scalars(query.order_by(Customer.code)))
    found.sort(key=lambda one: one.code != chosen)
    return [Listed(one.code, one.name, one.name, one.code, one.retired) for one in found]


def _used(db: Db, kind: str, row: Any) -> int:
    """Return how many batches, findings, records or promises refer to an entry."""
    if kind == "term":
        return db.scalar(select(func.count()).where(USES[row.kind] == row.code)) or 0
    used = select(func.count(Batch.id))
    if kind == "customer":
        used = used.join(Customer, Customer.id == Batch.customer_id).where(
            Customer.code == row.code
        )
    else:
        used = used.join(Product, Product.id == Batch.product_id).where(Product.code == row.code)
    return db.scalar(used) or 0
