"""What one model of printer can do, as far as we rely on it."""

from dataclasses import dataclass
from typing import Literal

Proof = Literal["GS(H", "GSr", "none"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer's paper and abilities.

    `text`: `native` uses the Chinese font in the printer, `raster` draws every line.
    `status`: it answers status questions (DLE EOT). `proof`: how it says that a job is done;
    `GS(H` after printing, `GSr` when reached, `none` never.
    """

    paper_mm: Literal[58, 80] = 80
    text: Literal["native", "raster"] = "native"
    cutter: bool = True
    status: bool = True
    proof: Proof = "GS(H"

    @property
    def dots(self) -> int:
        """Printable dots across the paper, at 203 dpi."""
        return {58: 384, 80: 576}[self.paper_mm]

    @property
    def cells(self) -> int:
        """Latin characters across the paper."""
        return self.dots // 12
