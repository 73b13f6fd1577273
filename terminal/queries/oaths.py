"""What a person is about to sign, as facts that the page turns into a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import asks_pin
from domain.batch import Customer, Product
from domain.cases import ComplaintNotice, Discrepancy
from domain.late import Late
from domain.lot import Lot
from domain.process import Step
from terminal.acts import SIGNED
from terminal.desk.late import late_of
from terminal.queries.desk import Who
from terminal.queries.oath_papers import paper_facts
from terminal.queries.oath_people import people_facts, roles_in
from terminal.queries.steps.typed import group
from terminal.site import Site
from terminal.transaction import Action

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

NOTHING = "—"
# What the tracking column will say about an act, where it says something about the lot on the desk.
MEANINGS: Final[Mapping[str, str]] = MappingProxyType({
    "receive": "received", "receive-part": "received", "refuse": "refused", "offer": "offered",
    "withdraw": "withdrawn", "ship": "shipped", "propose-difference": "difference-proposed",
    "agree-discrepancy": "difference-agreed", "register-anomaly": "anomaly-registered",
    "hold": "held", "release": "released", "merge": "merged",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Oath:
    """An act that waits for its signature.

    `key` chooses the sentence, `facts` fill it (as typed, "—" where nothing was typed); `counts`
    are pieces by outcome, `codes` the coded reasons, `roles` those that somebody gets, `lots` the
    counted lots of a cart, `late` the slip of an outage that is entered with it.
    """

    key: str
    facts: Mapping[str, str]
    counts: tuple[tuple[str, int], ...]
    codes: tuple[str, ...]
    roles: tuple[str, ...]
    lots: tuple[tuple[str, int], ...] = ()
    late: Late | None = None


def waiting_act(facing: Facing) -> dict[str, object]:
    """Return the oath of the act on this desk, and who is to sign it."""
    view = facing.view
    typed = json.loads(view.act_fields)
    oath = oath_of(facing.site, facing.db, view.act, typed) if view.act else None
    policy = facing.site.figures.signing_policy
    step = Step(facing.work.step) if facing.work else None
    return {
        "oath": oath,
        "meaning": _meaning(view.act, facing.work.step if facing.work else ""),
        "signer": view.asks_pin or _name(view.who),
        "policy": policy,
        "critical": bool(view.act) and asks_pin(view.act, step),
    }


def oath_of(site: Site, db: Db, act: str, typed: Mapping[str, str]) -> Oath:
    """Return what an act with these fields declares."""
    known = [field.name for field in fields(_kind(act))]  # type: ignore[arg-type]
    facts = {name: typed.get(name, "").strip() or NOTHING for name in known}
    if "scanned" in known:
        facts["lots"] = str(len([one for one in typed.get("scanned", "").split(",") if one]))
    return Oath(
        key=act + _variant(act, typed),
        facts=facts
        | people_facts(db, typed)
        | _looked_up(db, typed)
        | _on_a_cart(typed)
        | paper_facts(site, db, act, typed),
        counts=_counts(typed),
        codes=tuple(filter(None, typed.get("reasons", "").split(","))),
        roles=roles_in(db, typed),
        lots=tuple(sorted((lot, n) for lot, n in group(typed, "lots").items() if n)),
        late=late_of(typed),
    )


def _meaning(act: str, step: str) -> str:
    return f"decided-{step}" if act == "decide" else MEANINGS.get(act, "")


def _kind(act: str) -> type[Action]:
    return SIGNED[act]


def _name(who: Who | None) -> str:
    return who.name if who else ""


# Acts whose sentence depends on what was chosen in their form.
CHOSEN: Final = MappingProxyType({
    "appoint": ("agreed",),
    "clarify": ("way",),
    "decide-overdue": ("way", "cause"),
    "retire": ("retired",),
    "rule": ("ruling",),
    "settle-receipt": ("way",),
    "settle-shift": ("fate",),
    "verify-measure": ("effective",),
})  # fmt: skip


def _variant(act: str, typed: Mapping[str, str]) -> str:
    if act == "settle-payer":
        told = "-amount" if typed.get("customer_amount", "").strip() else ""
        return f"-{typed.get('paid_by', '')}" + told * (typed.get("paid_by") == "shared")
    if act == "book-in" and typed.get("paper_follows") == "yes":
        return "-without-paper"
    if act in {"receive", "receive-cart"} and typed.get("on_time") in {"yes", "no"}:
        return "-on-time" if typed["on_time"] == "yes" else "-late"
    if act == "sign-anomaly" and typed.get("absent_reason", "").strip():
        return "-absent"
    return "".join(f"-{typed.get(field, '')}" for field in CHOSEN.get(act, ()))


def _counts(typed: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    start = "counts."
    return tuple(
        (name.removeprefix(start), int(value))
        for name, value in typed.items()
        if name.startswith(start) and value.strip() not in {"", "0"}
    )


def _on_a_cart(typed: Mapping[str, str]) -> dict[str, str]:
    counted = [n for n in group(typed, "lots").values() if n]
    return {"several": str(len(counted)), "pieces": str(sum(counted))} if counted else {}


def _looked_up(db: Db, typed: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if code := typed.get("customer"):
        found["customer"] = db.scalar(select(Customer.name).where(Customer.code == code)) or code
    if code := typed.get("product"):
        found["product"] = db.scalar(select(Product.name).where(Product.code == code)) or code
    if number := typed.get("discrepancy"):
        found |= _difference(db, int(number))
    if notice := typed.get("notice"):
        query = select(ComplaintNotice.pieces).where(ComplaintNotice.number == notice)
        found["pieces"] = str(db.scalar(query) or 0)
    return found


def _difference(db: Db, number: int) -> dict[str, str]:
    paper = db.get(Discrepancy, number)
    if paper is None:
        return {}
    lot = db.scalar(select(Lot.number).where(Lot.id == paper.lot_id)) or ""
    return {"difference": f"{paper.quantity:+d}", "lot": lot}
