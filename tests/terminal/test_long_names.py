"""People, customers and goods with names of twenty characters: no document loses one of them.

Nothing stands past the paper, no picture is wider than it, and what has no room wraps whole.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from devices.cells import MARK, width
from devices.layout import Line, lay_out
from devices.paper import Pair, Paper, Text
from devices.profile import Profile
from terminal.demo import FACTORY
from terminal.preview import example_papers
from terminal.settings import Settings
from tests.devices.samples import decoded
from tests.golden import DEMO, WIDTHS, Width, proofs_of, the_same_every_day
from tests.terminal.test_golden import codes_on

pytestmark = pytest.mark.xdist_group("papers")
PERSON = "阿卜杜热依木江买买提艾力克孜勒苏欧阳"
CUSTOMER = "深圳市龙华区观澜街道华南电子通信技术"
PRODUCT = "工业以太网多协议网关主控电路板组件第"
WORDS = "上电后无显示，部分板 5V 短路；J1：“烧焦”（3 片）℃①μ￥……重现率 100%，" * 3
NAMED = {"person": PERSON, "customer": CUSTOMER, "product": PRODUCT}


def hostile_facts() -> dict[str, Any]:
    """Facts of the example day in which everything is as long as it ever gets."""
    factory = tomllib.loads(FACTORY.read_text(encoding="utf-8"))
    rows = {
        kind: {
            row.get("number") or row["code"]: f"{name}{count:02}"
            for count, row in enumerate(factory[kind])
        }
        for kind, name in NAMED.items()
    }
    assert all(len(name) == 20 for names in rows.values() for name in names.values())
    return {
        "people": rows["person"],
        "customers": rows["customer"],
        "products": rows["product"],
        **dict.fromkeys(("complaint", "short", "demand", "refusal", "opinion"), WORDS),
        **dict.fromkeys(("accessory", "carrier", "tag"), "带磁环屏蔽双绞电源延长线缆组件三米长"),
        "rma": "RMA-2026-0000000000-ABCDEFGHIJ",
        "part": "3200-0071-A-0123456789-ABCDEFG",
    }


@cache
def hostile_papers(paper_mm: Width) -> dict[str, Paper]:
    return example_papers(
        Settings.read(DEMO), "zh", paper_mm, facts=hostile_facts(), build=the_same_every_day
    )


@pytest.mark.parametrize("paper_mm", WIDTHS)
def test_no_document_is_too_wide_for_long_names(paper_mm: Width) -> None:
    for proof in proofs_of(hostile_papers(paper_mm), "zh", paper_mm):
        assert proof.seen.errors == (), (proof.name, proof.kind)
        assert codes_on(proof.paper).keys() <= set(decoded(proof.seen.png)), proof.name


@pytest.mark.parametrize("paper_mm", WIDTHS)
def test_every_character_of_a_long_name_is_on_the_paper(paper_mm: Width) -> None:
    cells = Profile(paper_mm).cells
    for name, paper in hostile_papers(paper_mm).items():
        lines = [item for item in lay_out(paper, cells) if isinstance(item, Line)]
        assert all(width(line.text) * line.width <= cells for line in lines), name
        shown = "".join(line.text for line in lines).replace(" ", "")
        for said in words_of(paper):
            assert said.replace(" ", "") in shown, (name, said)


def words_of(paper: Paper) -> Iterator[str]:
    for block in paper.blocks:
        if isinstance(block, Text):
            assert block.wrap or MARK in block.text or width(block.text) < 16
            yield block.text
        elif isinstance(block, Pair):
            yield block.left
            yield block.right


@pytest.mark.parametrize("paper_mm", WIDTHS)
def test_every_long_name_is_on_some_document(paper_mm: Width) -> None:
    said = [paper.to_json() for paper in hostile_papers(paper_mm).values()]
    for name in NAMED.values():
        assert sum(name in text for text in said) >= 3
