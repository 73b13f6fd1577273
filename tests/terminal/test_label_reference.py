"""docs/labels.md says what there is, and its examples work."""

import re
from pathlib import Path

import pytest

from devices.paper import DataMatrix, Image, Paper
from devices.profile import Profile
from devices.sim.viewing import picture_of
from terminal.labels.documents import DOCUMENTS
from terminal.labels.layouts import Layouts
from terminal.labels.reference import reference
from tests.devices.samples import FONTS, decoded
from tests.floor import ROOT
from tests.photographs import a_board, encoded
from tests.terminal.layouts import WORDS, a_folder

DOC = (ROOT / "docs" / "labels.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```toml\n# labels/([a-z.-]+)\.toml\n(.*?)```", DOC, re.DOTALL))


def test_the_reference_is_that_of_the_program() -> None:
    """If not: `terminal labels reference` prints the new one."""
    assert DOC.endswith(f"\n{reference()}\n")


def test_a_name_means_one_thing_in_a_document() -> None:
    for document in DOCUMENTS.values():
        for one in document.fields.values():
            assert not one.columns.keys() & document.fields.keys()


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_examples_are_good_layouts(tmp_path: Path, name: str, paper_mm: int) -> None:
    (tmp_path / "logo.png").write_bytes(encoded(a_board(200, 60), "PNG"))
    layout = Layouts.load(a_folder(tmp_path, **{name: EXAMPLES[name]}), WORDS).of(name)
    facts = layout.document.samples | {
        "part_number": "3200-0071-A", "quantity": "50", "rma": "R-93", "code": "LRT-2611-0001.12",
    }  # fmt: skip
    profile = Profile(paper_mm)  # type: ignore[arg-type]
    paper = Paper(tuple(layout.lay(facts, "zh_Hans_CN", profile)))
    seen = picture_of(paper, profile, FONTS)
    assert not seen.errors
    assert "LRT-2611-0001.12" in decoded(seen.png)
    if name == "box-label":
        assert isinstance(paper.blocks[0], Image)
        assert "3200-0071-A;50;R-93" in decoded(seen.png)
        assert any(isinstance(one.code, DataMatrix) for one in paper.blocks if hasattr(one, "code"))
