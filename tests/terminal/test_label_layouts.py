"""A factory changes how its labels look, and a layout with a mistake is refused with its line."""

from dataclasses import replace
from pathlib import Path

import pytest
from gunicorn.errors import AppImportError
from hypothesis import given
from hypothesis import strategies as st
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
from terminal.commands import COMMANDS
from terminal.labels.documents import DOCUMENTS
from terminal.labels.fields import Facts
from terminal.labels.kinds import KINDS, options
from terminal.labels.layout import read_layout
from terminal.labels.layouts import SHIPPED, Layouts
from terminal.opening import opened
from terminal.settings import BadSettings, Settings
from terminal.words import Locale
from tests.floor import PACKER, ROOT, Floor, settings_for
from tests.photographs import a_board, encoded
from tests.terminal.layouts import CODE, LOT, WORDS, a_folder, a_layout, problems
from tests.terminal.test_settings import to_toml

FACTS: Facts = {
    "code": "LRT-2611-0001.1K", "lot": "RT-2611-0001.1", "customer": "华康", "rush": True,
    "rma": "", "part_number": "3200-0071-A", "quantity": "240",
}  # fmt: skip


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
    layout = """
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
    logo, *others = laid(tmp_path, layout)
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
    assert laid(tmp_path, layout, "en")[1] == Text("For 华康", 2, wrap=False)


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


MISTAKES = [
    ('kind = "picture"', 2, "kind 'picture' is none of text, pair"),
    ('kind = "text"\ntext = "x"\ncolour = "red"', 4, "text.colour: is no option; there are text,"),
    ('kind = "text"\n# the text is not there', 1, "text.text: is missing"),
    ('kind = "text"\ntext = "{custmer}"', 3, "text.text: 'custmer' is no field here; there are"),
    ('kind = "text"\ntext = "{paper.custmer}"', 3, "text.text: there is no word 'paper.custmer'"),
    ('kind = "text"\ntext = "{paper.box}"', 3, "the word 'paper.box' needs number, of"),
    ('kind = "text"\ntext = "{rush}"', 3, "'rush' is yes/no, needed is text or code"),
    ('kind = "text"\ntext = "a } b"', 3, "a lone } (write }} for a brace)"),
    ('kind = "text"\ntext = { zh = "x" }', 3, 'must be a text, or { zh = "...", en = "..." }'),
    ('kind = "text"\ntext = 7', 3, "text.text: must be a text"),
    ('kind = "text"\ntext = "x"\nwidth = 3', 4, 'text.width: must be one of 1, 2, "fit"'),
    ('kind = "text"\ntext = "x"\nheight = 3', 1, "text: text size is 1 or 2"),
    ('kind = "text"\ntext = "x"\nbold = "yes"', 4, "text.bold: must be true or false"),
    ('kind = "text"\ntext = "x"\nwhen = "tuesday"', 4, "text.when: 'tuesday' is no field here"),
    ('kind = "rule"\npaper = "80"', 3, 'rule.paper: must be one of "wide", "narrow"'),
    ('kind = "qr"\ndata = "{code}"\nmodule = 3', 1, "qr: a QR module is 4 to 8 dots"),
    ('kind = "qr"\ndata = "中 {code}"', 1, "qr: a code holds 1 to 300 printable ASCII"),
    ('kind = "code128"\ndata = "{code}"', 1, "code128: Code128 does not fit on 58 mm paper"),
    ('kind = "code128"\ndata = "{code}"\nheight = 9\npaper = "wide"', 1, "40 to 255 dots high"),
    ('kind = "table"\ncolumns = [1, 2]\nhead = ["x"]', 1, "one cell for each column"),
    ('kind = "table"\ncolumns = [1]\nrows = "lot"', 4, "table.rows: 'lot' is text, needed is rows"),
    ('kind = "table"\ncolumns = [1]\ncells = ["x"]', 1, "table: rows and cells go together"),
    ('kind = "table"\ncolumns = 3', 3, "table.columns: must be a list: [...]"),
    ('kind = "feed"\nlines = 30', 1, "feed: feed 1 to 20 lines"),
    ('kind = "feed"\nlines = 1.5', 3, "feed.lines: must be a whole number"),
    ('kind = "image"\nfile = "nobody.png"', 3, "image.file: 'nobody.png' cannot be read"),
    ('kind = "image"\nfile = "../logo.png"', 3, "must be the name of a PNG beside this file"),
    ('kind = "image"\nfile = "lot-label.toml"', 3, "this is no PNG"),
    ('kind = "image"\nfile = "wide.png"', 3, "one dot for each pixel and must fit the paper"),
    ('kind = "image"\nfile = "half.png"', 3, "this is no PNG"),
    ('kind = "beside"\ndata = "{code}"\ntexts = [\n  { text = "x" },\n  { text = "{nix}" },\n]',
     6, "text.text: 'nix' is no field here"),
    ('kind = "beside"\ndata = "{code}"\ntexts = [\n  { text = "x", size = 2 },\n]', 5,
     "text.size: is no option"),
    (f'kind = "beside"\ndata = "{"x" * 300}"\ntexts = []', 1, "leaves 5 cells for text on 58 mm"),
    ('kind = "group"\nblocks = [\n  { kind = "rule" },\n  { kind = "rul" },\n]', 5,
     "kind 'rul' is none of"),
    ('kind = "group"\nblocks = [{ kind = "feed", lines = 99 }]', 1, "feed: feed 1 to 20 lines"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "line", "why"), MISTAKES)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, block: str, line: int, why: str) -> None:
    (tmp_path / "wide.png").write_bytes(encoded(a_board(577, 8), "PNG"))
    (tmp_path / "half.png").write_bytes(encoded(a_board(200, 20), "PNG")[:200])
    (told,) = problems(tmp_path, lot_label=f"[[block]]\n{block}\n{CODE}{LOT}")
    assert told.startswith(f"lot-label.toml:{line}: ")
    assert why in told


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        lot_label="colour = 1\n[[block]]\nkind = 'tex'\n[[block]]\nkind = 'text'\nbald = true\n",
        badge="[[block]]\nkind = 'text\n",
        receipt="",
        labels="[[block]]",
        refusal='block = [\n  { kind = "rule" },\n  { kind = "rul" },\n]\n',
    )
    assert [one.partition(": ")[0] for one in told] == [
        "labels.toml:1", "badge.toml:2", "lot-label.toml:1", "lot-label.toml:3",
        "lot-label.toml:4", "lot-label.toml:6", "receipt.toml:1", "refusal.toml:3",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "without", "missing"), [
    ("traveler", 'data = "{code}"', "'code' must stand on 80 mm paper as a code"),
    ("lot-label", 'data = "{code}"', "'code' must stand on 58 mm paper as a code"),
    ("lot-label", 'text = "{lot}"', "'lot' must stand on 80 mm paper, whatever"),
    ("refusal", 'rows = "reasons"', "'reasons' must stand on 80 mm paper"),
    ("oqc-label", 'right = "{inspector} {day}"', "'inspector' must stand on"),
])  # fmt: skip
def test_what_the_process_needs_cannot_be_left_out(
    tmp_path: Path, name: str, without: str, missing: str
) -> None:
    text = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    key = without.partition(" = ")[0]
    instead = {"rows": 'when = "note"', "data": 'data = "x"'}.get(key, f'{key} = "x"')
    text = text.replace(without, instead).replace("{reason}", "x")
    assert any(missing in one for one in problems(tmp_path, **{name: text}))


@pytest.mark.parametrize("how", ['when = "rush"', 'unless = "rush"', 'paper = "wide"'])
def test_nor_can_it_depend_on_something_else(tmp_path: Path, how: str) -> None:
    told = problems(tmp_path, lot_label=CODE + how + "\n" + LOT)
    assert told[-1].startswith("lot-label.toml:1: 'code' must stand on 58 mm paper as a code")


def test_bars_alone_are_not_enough(tmp_path: Path) -> None:
    bars = CODE.replace("qr", "code128") + 'paper = "wide"\n'
    assert len(problems(tmp_path, lot_label=bars + LOT)) == 2


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


def test_a_service_with_a_bad_layout_does_not_start(tmp_path: Path) -> None:
    settings = replace(
        settings_for(tmp_path, f"sqlite:///{tmp_path}/floor.db"),
        labels=a_folder(tmp_path, lot_label="[[block]]\nkind = 'nix'\n"),
    )
    with pytest.raises(AppImportError, match=r"lot-label\.toml:2: kind 'nix' is none of"):
        opened(settings)
    with pytest.raises(BadSettings, match=r"lot-label\.toml:2: "):
        COMMANDS["check"](settings, None)  # type: ignore[arg-type]
    with pytest.raises(BadSettings, match="ours: cannot be read"):
        Layouts.load(tmp_path / "ours", WORDS)


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


@pytest.mark.parametrize("across", [192, 360])
def test_where_there_is_no_room_beside_a_code_its_text_stands_below(
    tmp_path: Path, across: int
) -> None:
    beside = BESIDE.replace("4", "8") if across > 300 else BESIDE
    layout = a_layout(tmp_path, "box-label", beside + LOT.replace("{lot}", "{quantity}"))
    code, lot, *_ = layout.lay(FACTS, "en", Profile(58, across=across))
    assert (type(code), type(lot)) == ((QR, Text) if across < 300 else (Beside, Text))


BESIDE = '[[block]]\nkind = "beside"\nmodule = 4\ndata = "{code}"\ntexts = [{ text = "{lot}" }]\n'

KEYS = st.sampled_from(
    sorted({"zh", "en", *(key for one in KINDS.values() for key in options(one))})
)
ANYTHING = st.recursive(
    st.integers(-3, 300) | st.booleans() | st.sampled_from(["", "text", "lots", "code", "{lot}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=8,
)
BLOCKS = st.fixed_dictionaries({"kind": st.sampled_from(sorted(KINDS)) | ANYTHING}).flatmap(
    lambda kind: st.dictionaries(KEYS, ANYTHING, max_size=6).map(lambda more: {**more, **kind})
)


@given(st.lists(BLOCKS, max_size=4) | ANYTHING)
def test_no_right_word_in_a_wrong_place_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, block: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-layout.toml"
    path.write_text(f"block = {to_toml(block)}", encoding="utf-8")
    problems: list[str] = []
    layout = read_layout(path, DOCUMENTS["cart-list"], WORDS, problems)
    assert all(one.startswith(f"{path}:") for one in problems)
    if layout:
        list(layout.lay(layout.document.samples, "en", Profile(58)))
