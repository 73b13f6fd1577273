"""A layout with a mistake is refused at the start, with its file, its line and what is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from gunicorn.errors import AppImportError
from hypothesis import given
from hypothesis import strategies as st

from devices.profile import Profile
from terminal.commands import COMMANDS
from terminal.labels.documents import DOCUMENTS
from terminal.labels.kinds import KINDS, options
from terminal.labels.layout import read_layout
from terminal.labels.layouts import SHIPPED, Layouts
from terminal.opening import opened
from terminal.printers import PrinterAddress
from terminal.settings import BadSettings, Station
from tests.floor import settings_for
from tests.photographs import a_board, encoded
from tests.terminal.layouts import CODE, LOT, WORDS, a_folder, problems
from tests.terminal.test_settings import to_toml

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


@pytest.mark.parametrize("code", [
    'kind = "qr"', 'kind = "datamatrix"', 'kind = "beside"\nmodule = 4\ntexts = []',
])  # fmt: skip
def test_a_code_too_wide_for_a_print_head_of_the_site_is_told(tmp_path: Path, code: str) -> None:
    data = "x" * (300 if "datamatrix" in code else 120)
    own = a_folder(tmp_path, lot_label=f'[[block]]\n{code}\ndata = "{data}"\n{CODE}{LOT}')
    narrow = PrinterAddress("label-1", "sim:label-1", Profile(58, across=192))
    station = Station("S-1", {"zh": "一"}, (), printers={"slip": "label-1"})
    site = replace(settings_for(tmp_path, "sqlite://"), printers=(narrow,), stations=(station,))
    assert Layouts.load(own, WORDS, site.heads)  # nothing but slips is printed there
    site = replace(site, stations=(replace(station, printers={"label": "label-1"}),))
    with pytest.raises(BadSettings, match=r"lot-label\.toml:1: .*too wide for 192 dots"):
        Layouts.load(own, WORDS, site.heads)
