"""A customer demands his own labels: his products have them, everybody else's have ours."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from devices.paper import Paper, Text
from domain.batch import Product
from domain.errors import BadField
from domain.printing import Document, PrintJob
from terminal import preview
from terminal.compose import compose
from terminal.importing import import_file
from terminal.labels.layouts import Layouts
from terminal.registers.register import REGISTERS, mark
from terminal.settings import BadSettings, Settings
from tests.floor import ADMIN, MORNING, ROOT, SALES, Floor
from tests.terminal.layouts import CODE, LOT, WORDS, a_folder, problems

PRODUCT = {"code": "PCBA-HK7-R3.2", "name": "HK-7 主控板", "customer": "HK"}
THEIRS = '[[block]]\nkind = "text"\ntext = "P/N {part_number}"\n' + CODE + LOT


@pytest.fixture
def theirs(floor: Floor, tmp_path: Path) -> Floor:
    """A factory with a lot label of its own for the customer HK."""
    floor.site = replace(floor.site, labels=Layouts.load(the_folder(tmp_path), WORDS))
    return floor


def the_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "labels"
    folder.mkdir(exist_ok=True)
    (folder / "lot-label.huakang.toml").write_text(THEIRS, encoding="utf-8")
    return folder


def save(floor: Floor, **fields: object) -> None:
    with floor.site.reading() as db:
        row = REGISTERS["product"].present(db)[PRODUCT["code"]]
    floor.act(ADMIN, "SALES-1", "save-product", pin=True, seen=mark(row), **(PRODUCT | fields))


def first_blocks(floor: Floor, document: Document) -> list[object]:
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(PrintJob.document == document)
        found = db.scalars(query.order_by(PrintJob.id))
        return [Paper.from_json(one).blocks[0] for one in found]


def test_a_product_with_labels_of_its_own_has_them_and_the_others_have_ours(theirs: Floor) -> None:
    save(theirs, label="huakang")
    theirs.book_in(50, part_number="3200-0071-A")
    theirs.book_in(50, product="PCBA-HK3-R1.0")
    own, ours = first_blocks(theirs, Document.LOT_LABEL)
    assert own == Text("P/N 3200-0071-A")
    assert not isinstance(ours, Text)
    with theirs.site.reading() as db:
        product = db.scalars(select(Product).where(Product.code == PRODUCT["code"])).one()
        assert product.label == "huakang"


def test_a_label_that_nobody_has_laid_out_cannot_be_chosen(theirs: Floor, tmp_path: Path) -> None:
    for wrong in ("mingrui", "HUAKANG", "../x"):
        with pytest.raises(BadField) as refusal:
            save(theirs, label=wrong)
        assert refusal.value.facts["field"] == "label"
    rows = tmp_path / "rows.toml"
    rows.write_text('[[product]]\ncode = "X"\nname = "x"\nlabel = "mingrui"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match="there is no layout for 'mingrui'"):
        import_file(theirs.site, rows)


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_a_service_does_not_start_without_the_labels_that_a_product_needs(
    theirs: Floor, tmp_path: Path
) -> None:
    save(theirs, label="huakang")
    own = replace(theirs.site.settings, labels=the_folder(tmp_path))
    compose(own).database.dispose()
    with pytest.raises(BadSettings, match=r"PCBA-HK7-R3\.2 has labels 'huakang', and there is no"):
        compose(replace(own, labels=None))


def test_only_labels_of_goods_have_variants(tmp_path: Path) -> None:
    own = a_folder(tmp_path)
    for name in ("badge.x", "lot-label.Über", "lot-label."):
        (own / f"{name}.toml").write_text(CODE + LOT, encoding="utf-8")
    told = problems(own)
    assert [one.partition(".toml:1: ")[0] for one in told] == [
        "badge.x",
        "lot-label.",
        "lot-label.Über",
    ]
    assert "only lot-label, oqc-label, box-label have variants" in told[0]


def test_a_variant_is_checked_like_any_other_layout(tmp_path: Path) -> None:
    (tmp_path / "box-label.huakang.toml").write_text(CODE + LOT, encoding="utf-8")
    assert problems(tmp_path)[0].startswith(
        "box-label.huakang.toml:1: 'quantity' must stand on 80 mm paper"
    )


def test_the_example_papers_show_them(tmp_path: Path) -> None:
    settings = replace(Settings.read(ROOT / "config" / "demo.toml"), labels=the_folder(tmp_path))
    now = preview.Past(MORNING)
    site = compose(preview._example(settings, tmp_path, "en", 58), now)
    words = tomllib.loads(preview.FACTS.read_text(encoding="utf-8"))["en"]
    papers = preview.day_of(site, now, words, "huakang")
    site.database.dispose()
    assert {name.rpartition("-")[0] for name in papers} == {"lot-label.huakang"}
    assert Text("P/N 3200-0071-A") in papers["lot-label.huakang-1"].blocks


def test_sales_chooses_them_too(theirs: Floor) -> None:
    theirs.act(SALES, "SALES-1", "save-product", pin=True, code="HK-9", name="HK-9", customer="HK",
               label="huakang")  # fmt: skip
    theirs.book_in(5, product="HK-9")
    assert first_blocks(theirs, Document.LOT_LABEL) == [Text("P/N")]
