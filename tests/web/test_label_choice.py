"""The register of products offers the labels that customers demand, where a factory has any."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from domain.batch import Product
from terminal.labels.layouts import Layouts
from tests.floor import ADMIN, PINS, Floor
from tests.terminal.layouts import CODE, LOT, WORDS
from tests.terminal.offices import OFFICE
from tests.web.browser import Browser, Panels, a_browser
from tests.web.steps import fields_of


def product_form(floor: Floor, panels: Panels) -> Browser:
    floor.sign_on(ADMIN, OFFICE)
    panel = panels.at(OFFICE)
    panel.post("view/registers")
    panel.post("draft", act="registers", tab="product", entry="PCBA-HK7-R3.2", part="labels")
    return panel


def test_labels_are_chosen_on_the_page_of_a_product(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "lot-label.huakang.toml").write_text(CODE + LOT, encoding="utf-8")
    floor.site = replace(floor.site, labels=Layouts.load(tmp_path, WORDS))
    with a_browser(floor.site) as panels:
        panel = product_form(floor, panels)
        assert "本厂标签" in panel.words()
        form = fields_of(panel.page().partition('id="work"')[2])
        assert panel.post("prepare", **(form | {"label": "huakang"})).status_code == 204
        panel.scan(floor.badge(ADMIN))
        assert panel.fill_in("pin", pin=PINS[ADMIN]).status_code == 204
    with floor.site.reading() as db:
        product = db.scalars(select(Product).where(Product.code == "PCBA-HK7-R3.2")).one()
        assert (product.label, product.pieces_per_box) == ("huakang", 50)


def test_a_factory_without_such_labels_is_asked_nothing(floor: Floor, panels: Panels) -> None:
    panel = product_form(floor, panels)
    assert "本厂标签" not in panel.words()
    assert "part-labels" not in panel.page()
