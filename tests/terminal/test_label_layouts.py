"""A factory changes how its labels look, block by block and document by document."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from devices.paper import (
    QR,
    Beside,
    Block,
    Code128,
    Cut,
    DataMatrix,
    Feed,
    Image,
    Pair,
    Paper,
    Rule,
    Table,
    Text,
)
from devices.profile import Profile
from domain.printing import Document, PrintJob
from terminal.labels.documents import DOCUMENTS
from terminal.labels.fields import Facts
from terminal.labels.layouts import SHIPPED, Layouts
from terminal.settings import Settings
from terminal.words import Locale
from tests.floor import PACKER, ROOT, Floor
from tests.photographs import a_board, encoded
from tests.terminal.layouts import CODE, LOT, WORDS, a_folder, a_layout

FACTS: Facts = {
    "code": "LRT-2611-0001.1K", "lot": "RT-2611-0001.1", "customer": "华康", "rush": True,
    "rma": "", "part_number": "3200-0071-A", "quantity": "240",
}  # fmt: skip

EACH_KIND = """
[[block]]
kind = "image"
file = "logo.png"
align = "left"
[[block]]
kind = "text"
text = { zh = "客户 {customer}", en = "For {customer}" }
width = 2
wrap = false
[[block]]
kind = "pair"
left = "{paper.customer}"
right = "{customer}"
bold = true
[[block]]
kind = "rule"
double = true
[[block]]
kind = "table"
columns = [2, 1]
head = ["{paper.lot}", "PCS"]
lines = [["{lot}", "{quantity}"]]
[[block]]
kind = "beside"
data = "{code}"
module = 4
texts = [{ text = "{lot}", width = "fit" }, { text = "?", when = "rma" }]
[[block]]
kind = "beside"
symbol = "datamatrix"
data = "P{part_number}"
texts = [{ text = "P/N" }]
[[block]]
kind = "datamatrix"
data = "{customer}"
[[block]]
kind = "code128"
data = "{code}"
feed = 2
paper = "wide"
[[block]]
kind = "feed"
lines = 3
[[block]]
kind = "cut"
full = true
"""


def laid(
    folder: Path, text: str, locale: Locale = "zh_Hans_CN", *, wide: bool = True
) -> list[Block]:
    """What a box label's layout prints above its code, its lot number and its quantity."""
    must = CODE + LOT.replace("{lot}", "{lot} {quantity}")
    return list(
        a_layout(folder, "box-label", text + must).lay(FACTS, locale, Profile(80 if wide else 58))
    )[:-2]


def test_every_document_has_a_layout_and_every_layout_a_document() -> None:
    assert {path.stem for path in SHIPPED.glob("*.toml")} == set(DOCUMENTS)
    # The test page measures a printer: it is not a factory's to change.
    assert {one.document for one in DOCUMENTS.values()} == set(Document) - {Document.TEST_PAGE}
    assert set(Layouts.load(None, WORDS).by_name) == set(DOCUMENTS)


def test_each_kind_of_block_becomes_a_block_of_paper(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(encoded(a_board(160, 20), "PNG"))
    logo, *others = laid(tmp_path, EACH_KIND)
    assert isinstance(logo, Image)
    assert (logo.align, logo.width) == ("left", 160)
    assert others == [
        Text("客户 华康", 2, wrap=False),
        Pair("客户", "华康", bold=True),
        Rule(double=True),
        Table((2, 1), (("RT-2611-0001.1", "240"),), ("子批", "PCS")),
        Beside(QR(str(FACTS["code"]), 4), (Text("RT-2611-0001.1", 2),)),
        Beside(DataMatrix("P3200-0071-A"), (Text("P/N"),)),
        Feed(2),
        Code128(str(FACTS["code"])),
        Feed(3),
        Cut(full=True),
    ]
    assert laid(tmp_path, EACH_KIND, "en")[1] == Text("For 华康", 2, wrap=False)


@pytest.mark.parametrize(("condition", "shown"), [
    ('when = "rush"', True), ('unless = "rush"', False), ('when = "rma"', False),
    ('unless = "rma"', True), ('when = "part_number"', True), ('paper = "wide"', True),
    ('paper = "narrow"', False),
])  # fmt: skip
def test_a_block_has_conditions(tmp_path: Path, condition: str, *, shown: bool) -> None:
    assert bool(laid(tmp_path, f'[[block]]\nkind = "rule"\n{condition}\n')) is shown


def test_a_group_repeats_its_blocks_for_each_row(tmp_path: Path) -> None:
    text = (
        (SHIPPED / "cart-receipt.toml").read_text(encoding="utf-8")
        + """
[[block]]
kind = "group"
rows = "lots"
blocks = [{ kind = "pair", left = "{lot}", right = "{count} / {quantity}", when = "count" }]
"""
    )
    rows = [{"lot": "A", "count": "2"}, {"lot": "B", "count": ""}, {"lot": "C", "count": "4"}]
    layout = a_layout(tmp_path, "cart-receipt", text)
    blocks = list(layout.lay({"lots": rows, "quantity": "6"}, "en", Profile()))
    assert blocks[-2:] == [Pair("A", "2 / 6"), Pair("C", "4 / 6")]


def test_a_signature_that_does_not_fit_on_one_line_stands_below(tmp_path: Path) -> None:
    pair = '[[block]]\nkind = "pair"\nleft = "交方"\nright = "{customer}"\ntail = "{lot}"\n'
    assert laid(tmp_path, pair) == [Pair("交方", "华康 RT-2611-0001.1")]
    long = pair.replace("交方", "接收方签名，日期，以及工号")
    assert laid(tmp_path, long, wide=False) == [
        Pair("接收方签名，日期，以及工号", "华康"), Text("RT-2611-0001.1", align="right"),
    ]  # fmt: skip


def test_a_factorys_folder_goes_before_ours_document_by_document(tmp_path: Path) -> None:
    layouts = Layouts.load(a_folder(tmp_path, lot_label=CODE + LOT), WORDS)
    assert layouts.of("lot-label").source == tmp_path / "lot-label.toml"
    assert layouts.of("traveler").source == SHIPPED / "traveler.toml"


def test_the_settings_name_the_folder_or_it_lies_beside_them(tmp_path: Path) -> None:
    def folder(site: str = "") -> Path | None:
        path = tmp_path / "terminal.toml"
        path.write_text(f"[database]\nurl = 'sqlite://'\n{site}", encoding="utf-8")
        return Settings.read(path).labels

    assert folder() is None
    (tmp_path / "labels").mkdir()
    assert folder() == tmp_path / "labels"
    assert folder('[site]\nlabels = "ours"\n') == tmp_path / "ours"
    assert Settings.read(ROOT / "config" / "demo.toml").labels == SHIPPED


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_a_changed_layout_is_what_the_station_prints(floor: Floor, tmp_path: Path) -> None:
    own = a_folder(tmp_path, lot_label=CODE + LOT + '[[block]]\nkind = "text"\ntext = "#{batch}"\n')
    floor.site = replace(floor.site, labels=Layouts.load(own, WORDS))
    lot = floor.book_in(50)
    floor.receive(PACKER, "RECV-1", lot, 50)
    floor.note(PACKER, "RECV-1", "relabel", lot=lot)

    first, copy = labels(floor)
    assert first[1:] == (Text("RT-2611-0001.1"), Text("#RT-2611-0001"), Cut())
    assert copy == (Text("补打 第 2 份", 2, 1, bold=True), *first)


def labels(floor: Floor) -> list[tuple[Block, ...]]:
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(PrintJob.document == Document.LOT_LABEL)
        return [Paper.from_json(one).blocks for one in db.scalars(query.order_by(PrintJob.id))]


BESIDE = '[[block]]\nkind = "beside"\nmodule = 4\ndata = "{code}"\ntexts = [{ text = "{lot}" }]\n'


@pytest.mark.parametrize("across", [192, 360])
def test_where_there_is_no_room_beside_a_code_its_text_stands_below(
    tmp_path: Path, across: int
) -> None:
    beside = BESIDE.replace("4", "8") if across > 300 else BESIDE
    layout = a_layout(tmp_path, "box-label", beside + LOT.replace("{lot}", "{quantity}"))
    code, lot, *_ = layout.lay(FACTS, "en", Profile(58, across=across))
    assert (type(code), type(lot)) == ((QR, Text) if across < 300 else (Beside, Text))
