"""A layout prints nothing but the declared facts, and no value of a fact becomes anything else."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.drawing import BETWEEN, square_image
from devices.escpos.compiler import compile_paper
from devices.fonts import CELL
from devices.paper import QR, Beside, Code128, DataMatrix, Paper, Text
from devices.profile import Profile
from devices.room import cells_beside
from terminal import preview
from terminal.compose import compose
from terminal.labels.documents import DOCUMENTS
from terminal.labels.fields import Declaration, Facts, Field, Kind, Value
from terminal.labels.layouts import Layouts
from terminal.settings import Settings
from terminal.words import LOCALES
from tests.devices.samples import FONTS, commands_in, printed
from tests.floor import LEADER, MORNING, PACKER, REPAIRER, ROOT, Floor
from tests.terminal.layouts import WORDS, Watched, watched

LAYOUTS = Layouts.load(None, WORDS)
HOSTILE = st.text(max_size=60) | st.sampled_from([
    "{code}", "{{lot}}", "{", "}", "{paper.box}", "\x1b@\x1dV\x00", "\x10\x14\x01", "[[block]]",
    "深圳市华电通信设备有限公司" * 6, "\u202eabc", "a\nb", "□■—×",
])  # fmt: skip


def values_of(one: Field) -> st.SearchStrategy[Any]:
    if one.kind is Kind.FLAG:
        return st.booleans()
    if one.kind is Kind.ROWS:
        row = st.fixed_dictionaries({name: values_of(what) for name, what in one.columns.items()})
        return st.lists(row, max_size=3)
    return st.just(one.sample) if one.kind is Kind.CODE else HOSTILE


def facts_of(document: Declaration) -> st.SearchStrategy[Facts]:
    return st.fixed_dictionaries({name: values_of(one) for name, one in document.fields.items()})


def harmless(facts: Facts, document: Declaration) -> dict[str, Value]:
    """The same facts with X for every text that is not empty."""

    def tame(name: str, value: str, known: Mapping[str, Field]) -> str:
        return value if known[name].kind is Kind.CODE else "X" * bool(value)

    told: dict[str, Value] = {}
    for name, value in facts.items():
        if isinstance(value, str):
            told[name] = tame(name, value, document.fields)
        elif isinstance(value, bool):
            told[name] = value
        else:
            columns = document.fields[name].columns
            told[name] = [{key: tame(key, one, columns) for key, one in row.items()}
                          for row in value]  # fmt: skip
    return told


def lasting(sent: bytes) -> list[str]:
    """The commands that a text could never ask for, in their order."""
    written = {"text", "line", "bold", "size", "chinese-on", "chinese-off", "raster"}
    return [name for name in commands_in(sent) if name not in written]


def codes(paper: Paper) -> list[str]:
    found = (block.code if isinstance(block, Beside) else block for block in paper.blocks)
    return [one.data for one in found if isinstance(one, QR | Code128)]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_a_name_says_it_stays_text(name: str, data: st.DataObject) -> None:
    document = DOCUMENTS[name]
    facts = data.draw(facts_of(document))
    locale, paper_mm = data.draw(st.sampled_from(list(product(LOCALES, (80, 58)))))
    layout, profile = LAYOUTS.of(name), Profile(paper_mm)  # type: ignore[arg-type]
    paper = Paper(tuple(layout.lay(facts, locale, profile)))
    tame = Paper(tuple(layout.lay(harmless(facts, document), locale, profile)))

    assert codes(paper) == codes(tame)
    kinds = [type(one) for one in paper.blocks if not isinstance(one, Text)]
    assert kinds == [type(one) for one in tame.blocks if not isinstance(one, Text)]
    assert Paper.from_json(paper.to_json()) == paper
    sent = compile_paper(paper, profile, FONTS)
    assert not printed(sent, profile).errors
    assert lasting(sent) == lasting(compile_paper(tame, profile, FONTS))


@pytest.mark.parametrize("value", ["{code}", "{{", "}", "{customer}", "{paper.lot}", "\\{x"])
def test_braces_in_a_name_are_braces_on_the_label(value: str) -> None:
    facts = DOCUMENTS["box-label"].samples | {"customer": value}
    paper = Paper(tuple(LAYOUTS.of("box-label").lay(facts, "en", Profile())))
    assert f'"right":"{value}"'.replace("\\", "\\\\") in paper.to_json()


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_no_layout_can_show_what_the_receiver_has_to_count(floor: Floor) -> None:
    floor, seen = watched(floor)
    lot = floor.book_in(937, declared=941)
    assert not told(seen, "traveler", "937", "941")
    floor.receive(PACKER, "RECV-1", lot, 937)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 937})
    assert told(seen, "traveler", "937")

    floor.receive(LEADER, "SCREEN-1", lot, 937)
    seen.clear()
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 719, "no-fault": 218})
    floor.note(LEADER, "SCREEN-1", "load-cart", along=(parts["unseen"],))
    names = {name for name, _ in seen}
    assert {"traveler", "repair-tag", "cart-list"} <= names
    assert not told(seen, "traveler", "719", "218")
    assert not told(seen, "repair-tag", "719", "218", "937")
    assert not told(seen, "cart-list", "719", "218", "937")
    floor.receive(REPAIRER, "REPAIR-1", parts["unseen"], 719, on_time=True)
    assert told(seen, "receipt", "719")


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_a_blind_label_has_no_quantity_among_its_facts(floor: Floor) -> None:
    figures = replace(floor.site.settings.figures, blind_labels=True)
    settings = replace(floor.site.settings, figures=figures)
    floor, seen = watched(replace(floor, site=replace(floor.site, settings=settings)))
    floor.book_in(937)
    assert [facts for name, facts in seen if name == "lot-label" and "quantity" in facts] == []
    assert not told(seen, "lot-label", "937")


def told(seen: list[tuple[str, Facts]], name: str, *figures: str) -> bool:
    """Whether any fact of a document has one of these figures in it."""
    papers = [str(facts) for document, facts in seen if document == name]
    return any(figure in paper for paper in papers for figure in figures)


def test_every_paper_of_a_day_has_the_facts_that_are_declared(tmp_path: Path) -> None:
    settings = Settings.read(ROOT / "config" / "demo.toml")
    now = preview.Past(MORNING)
    site = compose(preview._example(settings, tmp_path, "zh", 80), now)
    labels = Watched(site.labels.by_name)
    words = tomllib.loads(preview.FACTS.read_text(encoding="utf-8"))["zh"]
    preview._play(replace(site, labels=labels), now, words)
    site.database.dispose()

    assert {name for name, _ in labels.seen} == set(DOCUMENTS)
    for name, facts in labels.seen:
        declared = DOCUMENTS[name].fields
        assert {"at": MORNING, **facts}.keys() == {"at": MORNING, **declared}.keys(), name
        for key, one in declared.items():
            assert fits(facts[key], one), (name, key)


def fits(value: Value, one: Field) -> bool:
    """Whether a value is as its declaration says, and a code no longer than its sample."""
    if isinstance(value, str):
        shorter = len(value) <= len(one.sample) and value.isascii()
        return one.kind is Kind.TEXT or (one.kind is Kind.CODE and shorter)
    if isinstance(value, bool):
        return one.kind is Kind.FLAG
    return one.kind is Kind.ROWS and all(
        row.keys() == one.columns.keys() and all(fits(row[key], one.columns[key]) for key in row)
        for row in value
    )


@settings(deadline=None, max_examples=30)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=300),
    st.integers(4, 8),
    st.sampled_from([384, 576]),
    st.sampled_from([QR, DataMatrix]),
)
def test_the_room_beside_a_code_is_known_before_it_is_drawn(
    data: str, module: int, dots: int, kind: type[QR] | type[DataMatrix]
) -> None:
    code = kind(data, module)
    drawn = square_image(code, dots).width
    assert cells_beside(code, dots) == max(0, (dots - drawn - BETWEEN) // CELL)
