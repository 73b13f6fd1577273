"""Every document on every printer is, by byte and by dot, what somebody has looked at."""

from collections import Counter
from pathlib import Path

import pytest

from devices.paper import QR, Beside, Code128, DataMatrix, Paper
from domain.printing import Document
from tests.devices.samples import decoded
from tests.golden import LANGUAGES, WIDTHS, Width, expect_shapes, known, papers_in, proofs_of

pytestmark = pytest.mark.xdist_group("papers")
EACH = pytest.mark.parametrize(
    ("language", "paper_mm"), [(language, mm) for language in LANGUAGES for mm in WIDTHS]
)


@EACH
def test_every_document_is_what_it_was_when_somebody_looked_at_it(
    language: str, paper_mm: Width, tmp_path: Path
) -> None:
    expect_shapes()
    table = known()
    different = []
    for proof in proofs_of(papers_in(language, paper_mm), language, paper_mm):
        if table.get(proof.kind, {}).get(proof.name) != proof.digests:
            picture = tmp_path / f"{proof.name}-{proof.kind}.png"
            picture.write_bytes(proof.seen.png)
            different.append(str(picture))
    assert not different, "look at these; `make golden` when they are as they should be"


def test_the_table_names_every_document_and_nothing_else() -> None:
    papers = {
        f"{language}-{mm}-{way}": set(papers_in(language, mm))
        for language in LANGUAGES
        for mm in WIDTHS
        for way in ("native", "raster")
    }
    assert {kind: set(names) for kind, names in known().items()} == papers
    for names in papers.values():
        assert {name.rpartition("-")[0] for name in names} == {one.value for one in Document}


@EACH
def test_every_code_of_every_document_is_read_from_its_picture(
    language: str, paper_mm: Width
) -> None:
    for proof in proofs_of(papers_in(language, paper_mm), language, paper_mm):
        assert proof.seen.errors == (), proof.name
        assert Counter(decoded(proof.seen.png)) == codes_on(proof.paper), proof.name


def codes_on(paper: Paper) -> Counter[str]:
    single = [block for block in paper.blocks if isinstance(block, QR | Code128 | DataMatrix)]
    beside = [block.code for block in paper.blocks if isinstance(block, Beside)]
    return Counter(code.data for code in (*single, *beside))
