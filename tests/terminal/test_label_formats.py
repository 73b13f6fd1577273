"""A factory teaches the terminal a customer's label from a sample; formats are rows like others."""

from typing import Any

import pytest

from domain.codes import Code, CodeKind
from domain.errors import DomainError
from domain.label_formats import LabelFormat
from terminal.desk import drafts
from terminal.desk.desks import open_view
from terminal.queries.label_formats import learning
from terminal.queries.registers import NEW
from terminal.registers.register import REGISTERS, mark
from terminal.registers.rows import FormatRow
from tests.floor import ADMIN, QUALITY, SALES, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.labels_day import BOX, GS, electronics, read_by, said, teach, typed
from tests.terminal.offices import administer
from tests.terminal.test_tables import bring_in, exported, faults

ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def row(floor: Floor, name: str = "MR/carton") -> FormatRow:
    with floor.site.reading() as db:
        found = REGISTERS["format"].present(db)[name]
    assert isinstance(found, FormatRow)
    return found


def test_sales_teaches_a_label_and_the_log_keeps_every_reading_of_it(floor: Floor) -> None:
    teach(floor)
    parts = ["customer_part", "quantity+1", "lot+4", "date_code", "box", "constant"]
    assert (row(floor).parts, row(floor).sample) == (parts, BOX)
    with pytest.raises(DomainError, match="code-taken"):
        teach(floor)

    teach(floor, holds={"0": "product"}, prefix={}, seen=mark(row(floor)))

    saved = events(floor, "format:saved")[-1]
    assert saved.person_name == "赵婷"
    assert saved.facts["before"]["parts"] == parts  # type: ignore[index]
    assert saved.facts["after"]["parts"] == ["product", *["ignore"] * 5]  # type: ignore[index]


def ours(kind: CodeKind, payload: str) -> str:
    return str(Code(kind, payload))


MISTAKES: list[Any] = [
    ({"customer": "moon"}, "unknown-thing"),
    ({"name": "a b"}, "bad-field"),
    ({"name": "x" * 41}, "bad-field"),
    ({"sample": "a\u202eb;1"}, "bad-field"),
    ({"sample": "x" * 600}, "bad-template"),
    ({"separator": "colon"}, "bad-template"),
    ({"separator": ".*(a+)+$"}, "bad-template"),
    ({"holds": {"0": "(a+)+"}}, "bad-template"),
    ({"holds": {"0": "lot", "1": "lot"}}, "bad-template"),
    ({"holds": {}}, "bad-template"),
    ({"holds": {"9" * 40: "lot"}}, "bad-template"),
    ({"prefix": {"1": "-1"}}, "bad-quantity"),
    ({"prefix": {"1": 99}}, "bad-template"),
    ({"seen": "old"}, "entry-changed"),
    ({"sample": ours(CodeKind.LOT, "RT-2611-0001.1"), "separator": "", "cuts": ("1",),
      "holds": {"0": "constant", "1": "lot"}, "prefix": {}}, "bad-template"),
]  # fmt: skip


def test_what_cannot_be_learned_is_not_saved(floor: Floor) -> None:
    for wrong, code in MISTAKES:
        with nothing_changes(floor) as refusal:
            teach(floor, **wrong)
        assert refusal.code == code, wrong


def test_nobody_else_teaches_labels_and_only_an_administrator_retires_them(floor: Floor) -> None:
    teach(floor)
    fields: dict[str, Any] = {"customer": "MR", "name": "x", "sample": "a;1", "holds": {"0": "lot"}}
    with pytest.raises(DomainError, match="not-permitted"):
        administer(floor, "save-format", by=QUALITY, separator="semicolon", **fields)
    gone = {"register": "format", "entry": "MR/carton", "retired": True}
    with pytest.raises(DomainError, match="not-permitted"):
        administer(floor, "retire", by=SALES, **gone)
    administer(floor, "retire", by=ADMIN, **gone)
    with floor.site.reading() as db:
        assert db.query(LabelFormat).filter_by(name="carton").one().retired
    open_view(floor.site, "SALES-1", "intake")
    assert not read_by(floor, "SALES-1", BOX)


def test_two_formats_of_a_customer_do_not_fit_one_label(floor: Floor) -> None:
    teach(floor)
    with nothing_changes(floor) as refusal:
        teach(floor, name="second", holds={"0": "product"}, prefix={})
    assert refusal.code == "formats-overlap"
    teach(floor, customer="DS", name="second", holds={"0": "product"}, prefix={})
    administer(floor, "retire", register="format", entry="MR/carton", retired=True)
    teach(floor, name="second", holds={"0": "product"}, prefix={})
    with nothing_changes(floor) as refusal:
        administer(floor, "retire", register="format", entry="MR/carton", retired=False)
    assert refusal.code == "formats-overlap"


def test_formats_go_out_as_a_table_and_come_in_again_unchanged(floor: Floor) -> None:
    teach(floor)
    teach(floor, name="tray", sample="␠MR␝200␝A,1␠", separator="gs",
          holds={"0": "constant", "1": "quantity", "2": "serial"}, prefix={})  # fmt: skip
    table = exported(floor, "format")
    assert "分隔符 GS" in table.decode()
    before = row(floor, "MR/tray")
    changed = table.decode().replace("AB12;2628", "AB12;2629")
    bring_in(floor, "format", changed)
    assert row(floor, "MR/tray") == before
    assert "2629" in row(floor).sample
    assert faults(floor, "format", "客户,名称,样本,分隔方式,各段含义\nMR,x,a;b,分号 ;,lot") == {
        (2, "parts", "template")
    }


@ON_SQLITE
def test_a_scan_at_the_open_form_is_the_sample(floor: Floor) -> None:
    floor.sign_on(SALES, "SALES-1")
    open_view(floor.site, "SALES-1", "registers")
    assert not read_by(floor, "SALES-1", BOX)
    drafts.save(floor.site, "SALES-1", "", "registers", {"tab": "format", "entry": NEW})

    assert read_by(floor, "SALES-1", BOX)

    told = learning(typed(floor, "save-format"))
    assert (told.separator, len(told.pieces)) == ("semicolon", 6)
    assert [(one.word, one.value) for one in told.pieces][1:3] == [
        ("Q", "200PCS"),
        ("LOT:", "AB12"),
    ]
    assert read_by(floor, "SALES-1", f"MR{GS}200")
    assert learning(typed(floor, "save-format")).sample == "MR␝200"
    assert events(floor, "label:sample")[-1].facts["raw"] == f"MR{GS}200".encode().hex()
    assert read_by(floor, "SALES-1", electronics())
    assert "label-standard" in said(floor)
    assert not read_by(floor, "SALES-1", "[)>06PMR-4711Q200")
    assert learning(typed(floor, "save-format")).sample == "MR␝200"
    assert not read_by(floor, "SALES-1", "MR\t200")
    assert "unknown-code" in said(floor)


def test_a_label_that_is_split_anew_is_told_anew() -> None:
    told = {"sample": "MR4711,Q200", "separator": "comma", "of": "comma ", "holds.1": "quantity"}
    assert learning(told).pieces[1].holds == "quantity"
    cut = learning(told | {"separator": "", "cuts": "2,x,99,2"})
    assert [one.text for one in cut.pieces] == ["MR", "4711,Q200"]
    assert {one.holds for one in cut.pieces} == {"ignore"}
    assert learning({}).pieces == ()


def test_a_long_sample_is_turned_leaf_by_leaf_and_keeps_what_was_told() -> None:
    many = {"sample": "A;" * 22 + "1", "separator": "semicolon", "of": "semicolon "}
    turned = learning(many | {"piece-leaf": "3", "piece": "2", "holds.2": "lot"})
    assert ([one.number for one in turned.shown], turned.open) == ([10, 11, 12, 13, 14], 10)
    assert (turned.pieces[2].holds, turned.piece_leaves) == ("lot", 5)
    long = learning({"sample": "MR" * 80, "cuts": "7,77", "leaf": "99"})
    assert (long.leaf, long.leaves, long.signs[0]) == (7, 8, (154, "M"))
    assert long.cuts == (7, 77)
