"""`make golden`: what every document looks like on every printer, as digests of bytes and dots.

The papers are those of the example day (`terminal/preview.py`), told with a clock, keys and dice
that are always the same and drawn with the one font that is pinned. A digest that differs is a
paper that looks or prints differently; look at the new picture before the table is renewed.
"""

import hashlib
import random
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from PIL import Image, features

from devices.escpos.compiler import compile_paper
from devices.paper import Paper
from devices.profile import Profile
from devices.sim.page import PrintedPaper
from terminal.compose import compose
from terminal.demo import Past
from terminal.preview import example_papers
from terminal.settings import Settings
from terminal.site import Site
from tests.devices.samples import FONTS, printed

TABLE: Final = Path(__file__).with_suffix(".toml")
DEMO: Final = Path(__file__).parents[1] / "config" / "demo.toml"
MORNING: Final = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
KEYS: Final = ("chain.key", "pepper.key", "web.key")
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS: Final = 16
HEAD_OF_LOG: Final = re.compile(r'"#\d+ [0-9A-F]{8}"')
Width = Literal[58, 80]
Way = Literal["native", "raster"]
LANGUAGES: Final = ("zh", "en")
WIDTHS: Final[tuple[Width, ...]] = (58, 80)
WAYS: Final[tuple[Way, ...]] = ("native", "raster")


@dataclass(frozen=True, slots=True)
class Proof:
    """One document on one kind of printer; `digests` are those of its bytes and of its dots."""

    kind: str
    name: str
    paper: Paper
    profile: Profile
    data: bytes
    seen: PrintedPaper

    @property
    def digests(self) -> str:
        picture = Image.open(BytesIO(self.seen.png))
        dots = f"{picture.size}".encode() + picture.convert("1").tobytes()
        return " ".join(hashlib.sha256(one).hexdigest()[:DIGITS] for one in (self.data, dots))


def the_same_every_day(settings: Settings, now: Past) -> Site:
    """Build a site whose clock, keys and dice are always the same."""
    now.at = MORNING
    settings.secrets.mkdir()
    for name in KEYS:
        (settings.secrets / name).write_text(name.encode().hex().ljust(64, "0"), encoding="ascii")
    dice = random.Random(str(MORNING))
    site = compose(settings, now)
    return replace(site, token=lambda count: "".join(dice.choice(LETTERS) for _ in range(count)))


@cache
def papers_in(language: str, paper_mm: Width) -> dict[str, Paper]:
    """Every document of the example day, by name."""
    settings = Settings.read(DEMO)
    papers = example_papers(settings, language, paper_mm, build=the_same_every_day)
    # The log's head on a traveler changes with whatever else happens on the example day.
    return {
        name: Paper.from_json(HEAD_OF_LOG.sub('"#7 0123ABCD"', paper.to_json()))
        for name, paper in papers.items()
    }


def proofs_of(papers: dict[str, Paper], language: str, paper_mm: Width) -> Iterator[Proof]:
    """Print documents natively and drawn."""
    for way in WAYS:
        profile = Profile(paper_mm, way)
        for name, paper in papers.items():
            data = compile_paper(paper, profile, FONTS)
            kind = f"{language}-{paper_mm}-{way}"
            yield Proof(kind, name, paper, profile, data, printed(data, profile))


def expect_shapes() -> None:
    """Latin letters are narrow only where Pillow finds libfribidi; pictures differ without it."""
    assert features.check("raqm"), "install libfribidi0: digests are those of shaped letters"


def known() -> dict[str, dict[str, str]]:
    """The digests of every kind of printer, by document."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def renew() -> None:
    """Write the table anew."""
    expect_shapes()
    lines = ["# See tests/golden.py: bytes and dots, the first 16 digits of SHA-256 each."]
    for language in LANGUAGES:
        for paper_mm in WIDTHS:
            kind = ""
            for one in proofs_of(papers_in(language, paper_mm), language, paper_mm):
                lines += [] if one.kind == kind else ["", f"[{one.kind}]"]
                lines.append(f'{one.name} = "{one.digests}"')
                kind = one.kind
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(renew())
