"""Paper is a plain value that is stored, hashed and read back."""

import base64
import json
from collections.abc import Callable

import pytest

from devices.paper import (
    QR,
    BadPaper,
    Beside,
    Code128,
    DataMatrix,
    Feed,
    Image,
    Pair,
    Paper,
    Rule,
    Table,
    Text,
)
from tests.devices.samples import a_lot_label, a_traveler, paper_of

DOTS = base64.b64encode(b"\xaa\x55" * 8).decode()


@pytest.mark.parametrize(
    "paper",
    [
        a_traveler(bars=True),
        a_lot_label(bars=True),
        paper_of(Image(16, DOTS), Feed(3), Rule(double=True)),
        paper_of(),
    ],
)
def test_paper_comes_back_from_its_row_as_it_was(paper: Paper) -> None:
    assert Paper.from_json(paper.to_json()) == paper
    assert Paper.from_json(paper.to_json()).to_json() == paper.to_json()


def test_the_stored_text_never_changes_for_the_same_paper() -> None:
    assert paper_of(Pair("数量", "240")).to_json() == (
        '{"blocks":[{"bold":false,"height":1,"kind":"pair","left":"数量","right":"240"}],'
        '"format":1,"title":""}'
    )


def test_paper_can_be_counted_and_compared() -> None:
    assert len({a_traveler(), a_traveler(), a_lot_label()}) == 2


def test_commands_typed_into_a_field_are_only_marks_on_paper() -> None:
    paper = Paper((Text("\x1d\x56\x00剪"), Pair("\x10\x14", "\ud800")), title="\x1b@")

    assert not set("\x10\x14\x1b\x1d\ud800") & set(paper.to_json())
    paper.to_json().encode("utf-8")


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format":2,"title":"","blocks":[]}',
        '{"format":1,"title":"","blocks":[{"kind":"laser"}]}',
        '{"format":1,"title":"","blocks":[{"kind":"text","text":7}]}',
        '{"format":1,"title":"","blocks":[{"kind":"text"}]}',
        '{"format":1,"title":"","blocks":[{"kind":"feed","lines":1,"more":2}]}',
        '{"format":1,"title":"","blocks":["text"]}',
        '{"format":1,"title":"","blocks":7}',
        "[" * 100_000,
    ],
)
def test_what_is_no_paper_is_refused(stored: str) -> None:
    with pytest.raises(BadPaper):
        Paper.from_json(stored)


@pytest.mark.parametrize(
    "make",
    [
        lambda: QR("批次"),
        lambda: QR(""),
        lambda: QR("x" * 301),
        lambda: QR("x", module=3),
        lambda: DataMatrix("批次"),
        lambda: DataMatrix("x" * 301),
        lambda: DataMatrix("x", module=9),
        lambda: DataMatrix("x", align="up"),  # type: ignore[arg-type]
        lambda: Code128("x" * 21),
        lambda: Code128("a\nb"),
        lambda: Code128("x", height=300),
        lambda: Text("x", width=3),  # type: ignore[arg-type]
        lambda: Text("x", align="middle"),  # type: ignore[arg-type]
        lambda: Pair("x", "y", height=3),  # type: ignore[arg-type]
        lambda: Table(columns=(), rows=()),
        lambda: Table(columns=(1, 1), rows=(("one",),)),
        lambda: Table(columns=(0,), rows=()),
        lambda: Image(16, "no base64!"),
        lambda: Image(16, base64.b64encode(b"odd").decode()),
        lambda: Feed(0),
        lambda: Beside(Code128("x"), ()),  # type: ignore[arg-type]
    ],
)
def test_a_block_that_cannot_be_printed_cannot_be_made(make: Callable[[], object]) -> None:
    with pytest.raises(BadPaper) as refused:
        make()

    assert refused.value.code == "bad-paper"
    assert refused.value.permanent


def test_the_stored_text_is_plain_json() -> None:
    stored = json.loads(a_lot_label().to_json())

    assert stored["title"] == "标识卡 RT-2607-0012.1"
    assert stored["blocks"][0]["code"]["kind"] == "qr"
