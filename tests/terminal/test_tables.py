"""Tables go out of the registers and come in again: all of a file, or a list of what is wrong."""

import io
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from domain.errors import DomainError
from domain.people import PersonLocked, WrongPin
from terminal.actions.import_table import ImportTable
from terminal.desk import drafts
from terminal.desk.desks import at_desk
from terminal.desk.scans import scan
from terminal.desk.sessions import check_pin
from terminal.desk.signing import session_of
from terminal.desk.tables import read_sent, take_table
from terminal.perform import perform
from terminal.queries.drafts import draft_of
from terminal.registers.changing import changed, digest, keep_rows, kept_rows
from terminal.registers.reading import unguarded
from terminal.registers.rows import CustomerRow
from terminal.registers.tables import TABLES
from terminal.registers.writing import as_csv, as_xlsx, harmless, table_lines
from terminal.serial_files import read_table
from terminal.tables import BadFile
from terminal.transaction import Answer, Signer
from tests.floor import ADMIN, PINS, QUALITY, SALES, TESTER, Floor
from tests.terminal.ground import dump, events, nothing_changes
from tests.terminal.labels_day import teach
from tests.terminal.offices import OFFICE, administer, agree, person, roles
from tests.terminal.spreadsheets import below, spreadsheet
from tests.terminal.test_all_or_nothing import THREADS, all_at_once

HEAD = "代码,名称,每箱片数,停用\n"
GOOD = (
    HEAD + "PCBA-HK3-R1.0,HK-3 显示板 B,80,\nNEW-1,新板,20,\nDS-IO-16,DS 输入输出板 16 点,50,是\n"
)


def send(floor: Floor, kind: str, text: str | bytes, *, who: str = ADMIN) -> bool:
    floor.sign_on(who, OFFICE)
    data = text.encode() if isinstance(text, str) else text
    return take_table(floor.site, OFFICE, kind, "表.csv", data)


def shown(floor: Floor, kind: str) -> str:
    """The mark of what the page shows of a table that waits."""
    with floor.site.reading() as db:
        rows = kept_rows(kind, draft_of(db, OFFICE, "sent-table")["rows"])
        return digest(changed(floor.site, db, TABLES[kind], rows))


def bring_in(floor: Floor, kind: str, text: str | bytes) -> Answer:
    assert send(floor, kind, text), faults(floor, kind, text)
    return administer(floor, "import-table", table=kind, digest=shown(floor, kind))


def faults(floor: Floor, kind: str, text: str | bytes) -> set[tuple[int, str, str]]:
    data = text.encode() if isinstance(text, str) else text
    reading = read_sent(floor.site, TABLES[kind], data)
    return {(one.row, one.column, one.why) for one in reading.faults}


def exported(floor: Floor, kind: str, form: str = "csv", locale: str = "zh_Hans_CN") -> bytes:
    write = {"csv": as_csv, "xlsx": as_xlsx}[form]
    with floor.site.reading() as db:
        return write(list(table_lines(floor.site, db, TABLES[kind], locale)))  # type: ignore[arg-type]


def test_a_table_of_products_comes_in_and_each_row_that_changes_is_an_event(floor: Floor) -> None:
    assert bring_in(floor, "product", GOOD)["rows"] == 3
    (imported,) = events(floor, "table:imported")
    assert (imported.person_name, imported.facts["rows"]) == ("方敏", {"product": 3})
    changes = {one.facts["product"]: one.facts for one in events(floor, "product:saved")}
    assert changes["PCBA-HK3-R1.0"]["before"]["packing"] == "吸塑盘 10 片，每箱 100 片"  # type: ignore[index]
    assert changes["PCBA-HK3-R1.0"]["after"]["packing"] == "吸塑盘 10 片，每箱 100 片"  # type: ignore[index]
    assert changes["PCBA-HK3-R1.0"]["after"]["pieces_per_box"] == 80  # type: ignore[index]
    assert changes["NEW-1"]["before"] == {}
    assert changes["DS-IO-16"]["after"]["retired"] is True  # type: ignore[index]
    with pytest.raises(DomainError, match="unknown-thing"):
        administer(floor, "import-table", table="product", digest="x")


def test_what_goes_out_comes_in_again_and_changes_nothing(floor: Floor) -> None:
    administer(floor, "save-product", code="NEW-1", name="新板", packing="一层\n\u2028二层")
    teach(floor)
    for kind in (kind for kind, one in TABLES.items() if one.write):
        for form, locale in product(("csv", "xlsx"), ("zh_Hans_CN", "en")):
            data = exported(floor, kind, form, locale)
            assert faults(floor, kind, data) == set()
            reading = read_sent(floor.site, TABLES[kind], data)
            with floor.site.reading() as db:
                assert changed(floor.site, db, TABLES[kind], reading.rows) == []


def test_every_mistake_is_told_with_row_column_and_reason_and_nothing_comes_in(
    floor: Floor,
) -> None:
    text = (
        "代码,名称,每箱片数,客户,停用\n"
        "A1,x,八十,,\nA 2,x,1,,\nA3,,1,,\nA4,x,0,ZZ,\nA5,x,1,,也许\nA1,y,1,,,多\n"
        "\n=A6,x,1,,\nA7,x\u202e,1,,\nA8,x,1,,\nA8,y,1,,\n"
    )
    assert faults(floor, "product", text) == {
        (2, "pieces_per_box", "number"), (3, "code", "shape"), (4, "name", "missing"),
        (5, "pieces_per_box", "size"), (5, "customer", "unknown"), (6, "retired", "yes-or-no"),
        (7, "", "too-wide"), (9, "code", "shape"), (10, "name", "unreadable"),
        (12, "code", "twice"),
    }  # fmt: skip
    before = dump(floor)
    assert not send(floor, "product", text)
    assert {name: rows for name, rows in dump(floor).items() if name != "draft"} == {
        name: rows for name, rows in before.items() if name != "draft"
    }
    with nothing_changes(floor) as refusal:
        administer(floor, "import-table", table="product", digest="x")
    assert refusal.code == "entry-changed"


WRONG_COLUMNS: list[Any] = [
    ("代码,颜色\nA,b", (1, "", "unknown-column")),
    ("名称\nA", (1, "code", "missing-column")),
    ("代码,code,名称\nA,B,C", (1, "", "twice")),
]


def test_wrong_columns_are_told(floor: Floor) -> None:
    for text, fault in WRONG_COLUMNS:
        assert fault in faults(floor, "customer", text)


NO_TABLES: list[Any] = [
        (b"", "no-rows"), ("代码,名称\n".encode(), "no-rows"), (b"\x00\x01\x02", "not-text"),
        (b"PK\x03\x04 no sheet", "not-text"), (b"\xff" * 20, "not-text"),
        (b"x" * (512 * 1024 + 1), "too-large"),
        (b"code,name\n" + b"".join(b"C%d,n\n" % n for n in range(1001)), "too-many-rows"),
    ]  # fmt: skip


def test_a_file_that_is_no_table_is_refused(floor: Floor) -> None:
    for data, fault in NO_TABLES:
        with pytest.raises(DomainError) as refusal:
            send(floor, "customer", data)
        assert refusal.value.facts["fault"] == fault


def test_a_table_in_gb18030_and_one_with_tabs_are_read(floor: Floor) -> None:
    assert faults(floor, "customer", "代码\t名称\nZX\t中兴微\n".encode("gb18030")) == set()


def test_rows_far_below_keep_nobody_waiting_and_gaps_keep_their_row_numbers(floor: Floor) -> None:
    rows = {1: ["代码", "名称"], 7: ["ZX", ""]}
    for far in (99, 9_999_999_999):
        data = below(spreadsheet({**rows, 99: []}), far)
        assert faults(floor, "customer", data) == {(7, "name", "missing")}
        assert [one.number for one in read_table(data)] == [1, 7]
    with pytest.raises(BadFile):
        faults(floor, "customer", below(spreadsheet({**rows, 99: ["YY", "y"]}), 9_999_999_999))


def test_a_formula_of_a_spreadsheet_is_refused_and_none_goes_out(floor: Floor) -> None:
    book, file = Workbook(), io.BytesIO()
    assert book.active
    book.active.append(["代码", "名称"])
    book.active.append(["ZX", "=1+1"])
    book.save(file)
    assert faults(floor, "customer", file.getvalue()) == {(2, "name", "formula")}

    administer(floor, "save-customer", code="ZX", name="=1+1")
    administer(floor, "save-customer", code="YY", name="＠SUM(1)")
    assert b"'=1+1" in exported(floor, "customer")
    assert "'＠SUM(1)" in exported(floor, "customer").decode()
    sheet = load_workbook(io.BytesIO(exported(floor, "customer", "xlsx"))).active
    assert sheet
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    told = ["=1", "＝1", "-1", "'x", "x"]
    assert [unguarded(harmless(cell)) for cell in told] == told


def test_a_change_between_the_preview_and_the_signature_is_told(floor: Floor) -> None:
    send(floor, "customer", "代码,名称\nHK,华康二\n")
    mark = shown(floor, "customer")
    administer(floor, "retire", register="customer", entry="HK", retired=True)
    with nothing_changes(floor) as refusal:
        administer(floor, "import-table", table="customer", digest=mark)
    assert refusal.code == "entry-changed"


def test_rows_that_nobody_has_looked_through_do_not_come_in(floor: Floor) -> None:
    send(floor, "customer", "代码,名称\nZX,中兴微\n")
    with at_desk(floor.site, OFFICE) as (tx, _):
        rows = keep_rows([(2, CustomerRow("<b> x/..", "x"))])
        fields = {"table": "customer", "file": "a.csv", "rows": rows}
        drafts.write(tx, OFFICE, "", "sent-table", fields)
    with nothing_changes(floor) as refusal:
        administer(floor, "import-table", table="customer", digest=shown(floor, "customer"))
    assert (refusal.code, refusal.facts["field"]) == ("bad-field", "code")


def test_people_of_a_table_come_without_rights_until_another_agrees(floor: Floor) -> None:
    bring_in(
        floor, "person",
        "工号,名称,角色,直属主管,班组\n20001,钱进,测试员、OQC,20002,qc-day\n"
        "20002,孙主,品质组长,10100,\n",
    )  # fmt: skip
    assert roles(floor, "20001") == []
    assert person(floor, "20001").supervisor_id == person(floor, "20002").id
    agree(floor, {})
    assert roles(floor, "20002") == ["qc-leader"]


def test_people_mistype_their_pins_while_a_table_of_them_comes_in(floor: Floor) -> None:
    people = list(PINS)[-THREADS + 1 :]
    send(floor, "person", "工号,名称\n" + "".join(f"{one},新{one}\n" for one in people))
    action = ImportTable(table="person", digest=shown(floor, "person"))
    who = Signer(session_of(floor.site, OFFICE), OFFICE, pin=True)
    for one in people:
        scan(floor.site, f"DESK-{one}", floor.badge(one))

    def at_work(thread: int) -> object:
        if thread == len(people):
            return perform(floor.site, action, key="table", signer=who)
        for _ in range(5):
            with suppress(WrongPin, PersonLocked):
                check_pin(floor.site, f"DESK-{people[thread]}", "000000")
        return None

    told = all_at_once(at_work)
    assert [one for one in told if isinstance(one, Exception)] == []


NOBODIES: list[Any] = [
    ("10307,x,wizard,,", (2, "roles", "choice")),
    ("20001,x,,20001,", (2, "supervisor", "choice")),
    ("20001,x,,99,", (2, "supervisor", "unknown")),
    ("20001,x,,,moon", (2, "team", "unknown")),
    ("2 0,x,,,", (2, "number", "shape")),
]


def test_a_person_with_a_mistake_is_told(floor: Floor) -> None:
    for line, fault in NOBODIES:
        assert faults(floor, "person", f"工号,名称,角色,直属主管,班组\n{line}\n") == {fault}


def test_who_has_left_does_not_come_back_by_a_table(floor: Floor) -> None:
    administer(floor, "leave", number=TESTER)
    assert faults(floor, "person", f"工号,名称\n{TESTER},刘芳\n") == {(2, "number", "has-left")}


def test_an_administrator_gives_himself_no_role_by_a_table(floor: Floor) -> None:
    send(floor, "person", f"工号,角色\n{ADMIN},管理员、业务员\n")
    with nothing_changes(floor) as refusal:
        administer(floor, "import-table", table="person", digest=shown(floor, "person"))
    assert refusal.code == "not-yourself"


def test_teams_codes_and_figures_come_in(floor: Floor) -> None:
    bring_in(floor, "team", "代码,名称,班次,班长\nnight-1,夜班一组,夜班,10201\n")
    bring_in(floor, "term", "类别,代码,中文,英文,责任划分\n原因,flux,助焊剂残留,Flux,来料\n")
    bring_in(floor, "figure", "参数,值\nround_limit,3\nblind_labels,是\n")
    assert (floor.site.figures.round_limit, floor.site.figures.blind_labels) == (3, True)
    (team,) = events(floor, "team:saved")
    assert team.facts["after"]["leader"] == "10201"  # type: ignore[index]
    bring_in(floor, "team", "代码,名称\nLINE-A,一线\n")
    administer(floor, "save-team", code="LINE-A", name="一号线", shift="day")
    assert faults(floor, "figure", "参数,值\nround_limit,99\nmoon,1\nsigning_policy,never\n") == {
        (2, "value", "size"), (3, "key", "unknown"), (4, "value", "choice"),
    }  # fmt: skip


def test_figures_of_a_table_have_to_stand_together_and_not_one_after_another(
    floor: Floor,
) -> None:
    bring_in(floor, "figure", "参数,值\nday_shift_from,20\nday_shift_to,24\n")
    assert (floor.site.figures.day_shift_from, floor.site.figures.day_shift_to) == (20, 24)
    send(floor, "figure", "参数,值\nday_shift_from,21\nday_shift_to,21\n")
    with nothing_changes(floor) as refusal:
        administer(floor, "import-table", table="figure", digest=shown(floor, "figure"))
    assert refusal.code == "figures-clash"


OTHERS: list[Any] = [SALES, QUALITY]


def test_only_an_administrator_sends_a_table(floor: Floor) -> None:
    for who in OTHERS:
        with pytest.raises(DomainError, match="not-permitted"):
            send(floor, "customer", "代码,名称\nA,B\n", who=who)


def test_stations_only_go_out_and_no_table_tells_a_secret(floor: Floor) -> None:
    assert "REPAIR-1" in exported(floor, "station").decode()
    with pytest.raises(DomainError, match="unknown-thing"):
        send(floor, "station", "代码\nX\n")
    assert "pin" not in exported(floor, "person", locale="en").decode().lower().split("\n")[0]
