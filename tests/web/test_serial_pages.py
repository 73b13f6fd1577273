"""Serials as the pages let people register, sort and find them."""

import csv
import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from domain.batch import Product
from terminal.registers.writing import harmless
from terminal.serial_files import read_table
from terminal.tables import BadFile
from tests.floor import LEADER, PACKER, REPAIRER, Floor
from tests.web.browser import Browser, Panels

# The acts behind these pages are tried on both databases; the pages themselves know none.
ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)

HOSTILE = "<img src=x>"


def a_spreadsheet(*rows: Sequence[str | float | None]) -> bytes:
    """A spreadsheet with these rows of cells."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def forged(member: str, text: str) -> bytes:
    """A spreadsheet in which one member says something else."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_spreadsheet(["SN0001"]))) as honest,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder,
    ):
        for name in honest.namelist():
            folder.writestr(name, text if name == member else honest.read(name))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


def at_the_packers(floor: Floor, panels: Panels, pieces: int) -> tuple[str, Browser]:
    """The packer has counted a lot and opened its serials."""
    lot = floor.book_in(pieces)
    floor.receive(PACKER, "RECV-1", lot, pieces)
    panel = panels.at("RECV-1")
    panel.post("lay", lot=lot)
    panel.post("panel/serials", act="decide", lot=lot, version=str(floor.lot(lot).version))
    return lot, panel


def send(panel: Browser, lot: str, data: bytes, name: str = "serials.csv") -> int:
    return panel.post("serials", lot=lot, file=(io.BytesIO(data), name)).status_code  # type: ignore[arg-type]


@ON_SQLITE
def test_serials_are_scanned_undone_and_tagged_on_the_page(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_packers(floor, panels, 3)
    assert "0 片已登记，共 3 片" in panel.words()

    panel.scan("SN000001")
    panel.scan("SN000002")
    assert "2 片已登记，共 3 片" in panel.words()
    panel.scan("SN000001")
    assert f"SN000001 已经登记在 {lot}" in panel.words()
    panel.post("record", act="undo-serial", lot=lot, nonce="a")
    assert "已撤销 SN000002" in panel.words()
    panel.post("record", act="tag-piece", lot=lot, nonce="b", reason=HOSTILE)
    assert f"RT-2611-0001-N1 {HOSTILE}" in panel.words()
    assert HOSTILE not in panel.page()


@ON_SQLITE
def test_a_file_comes_in_whole_or_not_at_all_and_each_wrong_row_says_why(
    floor: Floor, panels: Panels
) -> None:
    lot, panel = at_the_packers(floor, panels, 3)
    with floor.site.writing() as db:
        db.query(Product).filter_by(code="PCBA-HK7-R3.2").one().serials = "SN####"
    table = f"批次,序列号\nx,SN0001\nx,SN0001\nx,{HOSTILE}\nx,=cmd|calc\nx,HK1\nx,{'9' * 50}\n"

    assert send(panel, lot, table.encode("gb18030")) == 204

    page = panel.words()
    assert "5 行有错，一片也没导入" in page
    assert "第 3 行 SN0001 文件里重复" in page
    assert f"第 4 行 {HOSTILE.upper()} 不是序列号" in page
    assert "第 6 行 HK1 不是这个产品的格式" in page
    assert "0 片已登记" in page
    assert HOSTILE.upper() not in panel.page()

    assert send(panel, lot, "\ufeffSN0001\r\nSN0002\r\n\r\n".encode()) == 204
    assert "2 片已登记" in panel.words()
    assert "一片也没导入" not in panel.words()
    assert send(panel, lot, b"SN0002\nSN0003\n") == 204
    assert "第 1 行 SN0002 本批已登记" in panel.words()
    assert send(panel, lot, b"SN0003\nSN0004\n") == 422
    assert "2 片已登记" in panel.words()


@ON_SQLITE
def test_a_larger_file_is_taken_than_any_other_form_and_none_that_is_too_large(
    floor: Floor, panels: Panels
) -> None:
    lot, panel = at_the_packers(floor, panels, 5000)
    rows = "".join(f"SN{number:026d}\n" for number in range(5000)).encode()
    assert len(rows) > 100_000
    assert send(panel, lot, rows) == 204
    assert "5,000 片已登记" in panel.words()
    assert send(panel, lot, b"x" * 550_000) == 422
    assert send(panel, lot, b"x" * 700_000) == 413


@pytest.mark.parametrize(("data", "fault"), [
    (b"", "empty"), (b"\n\n ,x\n", "empty"), (b"\x00\x01", "not-text"),
    (b"\xff\xfe\xff", "not-text"),
    (b"1\n" * 5001, "too-many"), (b"x" * 600_000, "too-large"), (b"PK\x03\x04\x00", "not-text"),
    (forged(SHEET, BOMB), "not-text"), (forged(SHEET, "<worksheet"), "not-text"),
    (forged("xl/workbook.xml", "<x/>"), "not-text"), (forged(SHEET, "x" * 9_000_000), "not-text"),
])  # fmt: skip
def test_what_is_no_table_is_refused(data: bytes, fault: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read_table(data)
    assert refusal.value.facts["fault"] == fault


@ON_SQLITE
def test_where_scanned_pieces_go_is_chosen_and_counted(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_packers(floor, panels, 2)
    for serial in ("SN000001", "SN000002"):
        panel.scan(serial)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 2})
    floor.receive(LEADER, "SCREEN-1", lot, 2)
    bench = panels.at("SCREEN-1")
    bench.post("lay", lot=lot)
    assert "逐片序列号 2 / 2" in bench.words()
    bench.post("panel/serials", act="decide", lot=lot, version=str(floor.lot(lot).version))
    form = bench.form()
    bench.post("draft", **form, mark="unseen")
    bench.post("scan", code="SN000002")
    assert "1 片已扫，登记 2 片" in bench.words()


@ON_SQLITE
def test_a_scanned_piece_is_named_in_the_record_that_is_written(
    floor: Floor, panels: Panels
) -> None:
    lot, panel = at_the_packers(floor, panels, 2)
    for serial in ("SN000001", "SN000002"):
        panel.scan(serial)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 2})
    floor.receive(LEADER, "SCREEN-1", lot, 2)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 2})
    floor.receive(REPAIRER, "REPAIR-1", lot, 2, on_time=True)
    bench = panels.at("REPAIR-1")
    bench.post("lay", lot=lot)
    bench.scan("SN000002")
    assert 'name="serials" value="SN000002"' in bench.page()
    form = bench.form() | {"outcome": "repaired", "cause": "open", "repair": "resolder"}
    assert form["quantity"] == "1"
    assert bench.post("record", **form, serials="SN000002").status_code == 204
    bench.scan("SN000001")
    bench.scan("SN000001")
    assert 'name="serials" value=""' in bench.page()


@ON_SQLITE
def test_the_list_of_a_batch_is_shown_exported_and_printed(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_packers(floor, panels, 2)
    panel.scan("SN000001")
    panel.post("record", act="tag-piece", lot=lot, nonce="b", reason='=HYPERLINK("x")')
    batch = lot.partition(".")[0]
    page = panel.client.get(f"/batches/{batch}").get_data(as_text=True)
    assert "SN000001" in page
    assert '=HYPERLINK("x")' not in page
    response = panel.client.get(f"/batches/{batch}/serials.csv")
    rows = list(csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0][0] == "序列号"
    assert [row[0] for row in rows[1:]] == [f"{batch}-N1", "SN000001"]
    assert rows[1][-1] == '\'=HYPERLINK("x")'
    assert "attachment" in response.headers["Content-Disposition"]
    form = panel.client.get(f"/batches/{batch}/forms/tracking").get_data(as_text=True)
    assert "SN000001" in form
    found = panel.client.get("/batches?q=sn000001").get_data(as_text=True)
    assert batch in found
    assert panel.client.get("/batches/RT-2611-0999/serials.csv").status_code == 404


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_of_a_table_is_a_formula(cell: str) -> None:
    assert harmless(cell) == "'" + cell


def test_a_spreadsheet_is_read_by_its_column_and_its_row_numbers() -> None:
    table = a_spreadsheet(
        ["x", None, "序列号"], [7, None, "SN0001"], [7], [None, None, 123456789012345],
        [None, None, '=HYPERLINK("x")'],
    )  # fmt: skip
    assert [(row.number, row.text) for row in read_table(table)] == [
        (2, "SN0001"), (4, "123456789012345"), (5, "=…"),
    ]  # fmt: skip


@ON_SQLITE
def test_a_number_that_a_spreadsheet_has_rounded_is_no_serial(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_packers(floor, panels, 3)
    rounded = a_spreadsheet([1.2345678901234568e17])
    assert send(panel, lot, rounded, "x.xlsx") == 204
    assert "第 1 行 1.234567890123457E+17 表格把长数字改了" in panel.words()
    assert send(panel, lot, a_spreadsheet(["SN0001"]), "x.xlsx") == 204
    assert "1 片已登记" in panel.words()
