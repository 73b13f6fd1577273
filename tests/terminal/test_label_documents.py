"""Every document comes out of a label printer too, and every code on it can be read."""

from collections import Counter
from dataclasses import replace

import pytest

from devices.compiler import compile_paper
from devices.profile import Profile
from tests.devices.samples import FONTS, TSPL, ZPL, decoded, printed
from tests.golden import LANGUAGES, WIDTHS, Width, papers_in
from tests.terminal.test_golden import codes_on

pytestmark = pytest.mark.xdist_group("papers")


@pytest.mark.parametrize("profile", [ZPL, TSPL], ids=["zpl", "tspl"])
@pytest.mark.parametrize("paper_mm", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_is_drawn_whole(language: str, paper_mm: Width, profile: Profile) -> None:
    narrow_or_wide = replace(profile, paper_mm=paper_mm)
    for name, paper in papers_in(language, paper_mm).items():
        seen = printed(compile_paper(paper, narrow_or_wide, FONTS), narrow_or_wide)
        assert seen.errors == (), name
        assert Counter(decoded(seen.png)) == codes_on(paper), name


@pytest.mark.parametrize("profile", [Profile(), ZPL, TSPL], ids=["escpos", "zpl", "tspl"])
def test_a_paper_for_wide_rolls_may_be_moved_to_any_narrower_printer(profile: Profile) -> None:
    for narrow in (replace(profile, paper_mm=58), replace(profile, across=448)):
        for name, paper in papers_in("zh", 80).items():
            seen = printed(compile_paper(paper, narrow, FONTS), narrow)
            assert seen.errors == (), name
            assert Counter(decoded(seen.png)) == codes_on(paper), name
