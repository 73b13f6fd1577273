"""Customers, products and codes are added, changed and retired; old records keep their meaning."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import DomainError
from domain.findings import Term
from terminal.registers.register import REGISTERS, mark
from tests.floor import ADMIN, LEADER, QUALITY, REPAIRER, SALES, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import administer

BRIDGE = {"kind": "defect", "code": "bridge", "zh": "连锡", "en": "Solder bridge"}


def row(floor: Floor, register: str, name: str) -> object:
    with floor.site.reading() as db:
        return REGISTERS[register].present(db)[name]


def seen(floor: Floor, register: str, name: str) -> str:
    return mark(row(floor, register, name))


def retire(floor: Floor, register: str, entry: str, *, retired: bool = True) -> None:
    administer(floor, "retire", register=register, entry=entry, retired=retired)


def test_a_new_customer_is_registered_by_sales_and_books_in_at_once(floor: Floor) -> None:
    administer(floor, "save-customer", by=SALES, code="ZX", name="中兴微")
    administer(floor, "save-product", by=SALES, code="ZX-1", name="ZX 主板", customer="ZX")

    assert floor.book_in(5, customer="ZX", product="ZX-1")

    saved = events(floor, "customer:saved")[-1]
    assert (saved.person_name, saved.facts["before"]) == ("赵婷", {})
    assert saved.facts["after"] == {"code": "ZX", "name": "中兴微", "retired": False}


def test_the_log_keeps_a_product_before_and_after_a_change(floor: Floor) -> None:
    name = "PCBA-HK3-R1.0"
    administer(
        floor, "save-product", code=name, name="HK-3 显示板", customer="HK",
        packing="每箱 80 片", pieces_per_box=80, seen=seen(floor, "product", name),
    )  # fmt: skip
    facts = events(floor, "product:saved")[-1].facts
    assert facts["before"]["pieces_per_box"] == 100  # type: ignore[index]
    assert facts["after"]["packing"] == "每箱 80 片"  # type: ignore[index]


def test_a_new_code_comes_last_and_other_words_keep_its_place(floor: Floor) -> None:
    administer(floor, "save-term", kind="defect", code="lifted", zh="翘脚", en="Lifted lead")
    with floor.site.reading() as db:
        words = [one.code for one in REGISTERS["term"].every(db) if one.kind == "defect"]
    assert words[-1] == "lifted"
    administer(floor, "save-term", **(BRIDGE | {"zh": "锡桥", "position": 9}),
               seen=seen(floor, "term", "defect/bridge"))  # fmt: skip
    with floor.site.reading() as db:
        words = [one.zh for one in REGISTERS["term"].every(db) if one.kind == "defect"]
    assert words[-1] == "锡桥"


MISTAKES: list[Any] = [
        ("save-customer", {"code": "HK", "name": "另一家"}, "code-taken"),
        ("save-customer", {"code": "HK", "name": "华康", "seen": "old"}, "entry-changed"),
        ("save-customer", {"code": "NEW", "name": "新", "seen": "old"}, "entry-changed"),
        ("save-customer", {"code": "=1+1", "name": "x"}, "bad-field"),
        ("save-customer", {"code": "A,B", "name": "x"}, "bad-field"),
        ("save-customer", {"code": "A", "name": "长" * 41}, "bad-field"),
        ("save-customer", {"code": "A", "name": "x\u202ey"}, "bad-field"),
        ("save-product", {"code": "P", "name": "P", "customer": "moon"}, "unknown-thing"),
        ("save-product", {"code": "P", "name": "P", "pieces_per_box": 0}, "bad-field"),
        ("save-product", {"code": "P", "name": "P", "pieces_per_box": "fifty"}, "bad-quantity"),
        ("save-product", {"code": "P", "name": "P", "packing": "x" * 401}, "bad-field"),
        ("save-term", BRIDGE | {"kind": "rumour"}, "bad-field"),
        ("save-term", BRIDGE | {"code": "x", "responsibility": "moon"}, "bad-field"),
        ("save-term", BRIDGE, "code-taken"),
        ("retire", {"register": "person", "entry": "10001", "retired": True}, "unknown-thing"),
        ("retire", {"register": "customer", "entry": "moon", "retired": True}, "unknown-thing"),
        ("retire", {"register": "customer", "entry": "HK", "retired": False}, "entry-changed"),
    ]  # fmt: skip


def test_an_entry_with_a_mistake_is_not_saved(floor: Floor) -> None:
    for act, fields, code in MISTAKES:
        with nothing_changes(floor) as refusal:
            administer(floor, act, **fields)
        assert refusal.code == code


STRANGERS: list[Any] = [
    (SALES, "save-term"),
    (SALES, "retire"),
    (QUALITY, "save-customer"),
    (TESTER, "save-product"),
]


def test_nobody_else_writes_a_register(floor: Floor) -> None:
    for who, act in STRANGERS:
        fields: dict[str, object] = {"register": "customer", "entry": "HK", "retired": True}
        fields |= {"code": "A", "name": "A", "kind": "defect", "zh": "x", "en": "x"}
        with pytest.raises(DomainError, match="not-permitted"):
            administer(floor, act, by=who, **fields)


def test_a_retired_customer_or_product_gets_no_new_batch_and_can_come_back(floor: Floor) -> None:
    lot = floor.book_in(10)
    for register, entry in (("customer", "HK"), ("product", "PCBA-HK7-R3.2")):
        retire(floor, register, entry)
        with nothing_changes(floor) as refusal:
            floor.book_in(10)
        assert refusal.code == "retired"
        retire(floor, register, entry, retired=False)
    retire(floor, "customer", "HK")
    floor.receive("10301", "RECV-1", lot, 10)
    assert floor.lot(lot).step == "register"


def test_a_retired_code_is_not_taken_and_keeps_its_meaning_in_old_records(floor: Floor) -> None:
    lot = floor.at_repair(4)
    floor.repair(lot, 1)
    retire(floor, "term", "cause/open")
    with nothing_changes(floor) as refusal:
        floor.repair(lot, 1)
    assert refusal.code == "retired"
    with floor.site.reading() as db:
        words = db.scalars(select(Term.zh).where(Term.kind == "cause", Term.code == "open")).one()
    assert words == "虚焊"
    floor.repair(lot, 3, cause="bridge")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 4})


def test_a_tray_that_was_told_with_a_code_is_decided_after_its_retirement(floor: Floor) -> None:
    lot = floor.at_screening(10)
    tray = {"defects": {"bridge": 1}}
    floor.note(LEADER, "SCREEN-1", "tell-tray", lot=lot, tray=5, **tray)
    retire(floor, "term", "defect/bridge")
    with nothing_changes(floor) as refusal:
        floor.note(LEADER, "SCREEN-1", "tell-tray", lot=lot, tray=5, **tray)
    assert refusal.code == "retired"
    floor.note(LEADER, "SCREEN-1", "tell-tray", lot=lot, tray=5)
    floor.act(LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=1,
              inspector=TESTER, description="连锡")  # fmt: skip
    assert floor.decide(LEADER, "SCREEN-1", lot, counts={"seen": 1, "no-fault": 9},
                        defects={"bridge": 1})  # fmt: skip


def test_administration_of_registers_asks_the_pin_again(floor: Floor) -> None:
    with pytest.raises(AssertionError, match="asks for the PIN"):
        floor.act(ADMIN, "REVIEW-1", "save-customer", code="ZX", name="中兴微")
