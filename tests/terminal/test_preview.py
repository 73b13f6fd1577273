"""Who looks at papers sees each of them, on each width, in each language, as it comes out."""

from typing import Literal

import pytest

from devices.paper import QR, Beside, Paper
from devices.profile import Profile
from devices.sim.viewing import picture_of
from domain.codes import parse
from domain.errors import UnknownCode
from domain.printing import Document
from terminal.preview import TEXTS, example_papers
from terminal.settings import Settings
from tests.devices.samples import FONTS, decoded
from tests.floor import ROOT

DEMO = ROOT / "config" / "demo.toml"


@pytest.mark.parametrize(("language", "paper_mm"), [("zh", 80), ("en", 58)])
def test_every_document_is_seen_whole_and_its_code_can_be_read(
    language: str, paper_mm: Literal[58, 80]
) -> None:
    papers = example_papers(Settings.read(DEMO), language, paper_mm)
    assert {name.rpartition("-")[0] for name in papers} == {one.value for one in Document}
    for name, paper in papers.items():
        for text in TEXTS:
            seen = picture_of(paper, Profile(paper_mm, text), FONTS)
            assert not seen.errors, name
        assert codes_of(paper) <= set(decoded(seen.png)), name
        assert all(is_ours(code) for code in codes_of(paper) if not name.startswith("piece-tag"))


def codes_of(paper: Paper) -> set[str]:
    return {block.code.data for block in paper.blocks if isinstance(block, Beside)} | {
        block.data for block in paper.blocks if isinstance(block, QR)
    }


def is_ours(code: str) -> bool:
    try:
        return bool(parse(code))
    except UnknownCode:
        return False
