"""What one model of printer can do, as far as we rely on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from devices.errors import DeviceError

Language = Literal["escpos", "zpl", "tspl"]
Proof = Literal["GS(H", "GSr", "~HS", "none"]
CodeSystem = Literal["gb18030", "gbk", "gb2312", "none"]

CELL_DOTS: Final = 12
DARKNESS: Final = range(-3, 4)
LABELS_MM: Final = range(10, 501)
GAPS_MM: Final = range(21)
NARROWEST: Final = 192
PROOFS: Final[dict[Language, tuple[Proof, ...]]] = {
    "escpos": ("GS(H", "GSr", "none"),
    "zpl": ("~HS", "none"),
    "tspl": ("none",),
}
QUIRKS: Final = {
    "no-partial-cut": "its knife only cuts right through: every cut is a full one",
    "no-full-cut": "its knife always leaves a bridge: every cut is a partial one",
    "no-code128": "it has no GS k function B: bar codes are drawn",
}


class BadProfile(DeviceError):
    """No printer is like this; `key` is the field that contradicts the others or its range."""

    code = "bad-profile"
    permanent = True

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key} {why}")
        self.key, self.why = key, why


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer's paper and abilities; raises `BadProfile` for what contradicts itself.

    `paper_mm`: the width of the roll, with 384 or 576 dots at 203 dpi.
    `text`: `native` uses the Chinese font in the printer, `raster` draws every line. Printers
    that speak ZPL or TSPL are always sent a drawing.
    `cutter`: it has a knife; without one the paper is moved on so that it can be torn off.
    `status`: it answers status questions (DLE EOT, ~HS, ESC ! ?).
    `proof`: how it says that a job is done; `GS(H` after printing, `GSr` when reached, `~HS`
    (ZPL) when no label is left to print, `none` never.
    `language`: what it speaks.
    `across`: printable dots, when they are fewer than the paper's own (rounded down to whole
    bytes); the cells of a line follow.
    `darkness`: -3 (pale) to +3 (dark), 0 is what the printer itself is set to (TSPL: 8 of 15).
    `density`: an ESC/POS printer knows GS ( K function 49; without it there is no darkness.
    `code_system`: which Chinese characters its own font has. `gb2312` fonts lack most of GBK,
    `none` is a printer without Chinese; such lines are drawn. Where every line is drawn
    (`raster`, ZPL, TSPL) it changes nothing, and is let stand.
    `near_end`: it has a sensor for the end of the roll; without one those bits mean nothing.
    `quirks`: names out of `QUIRKS` (ESC/POS).
    `label_mm`, `gap_mm`: height and distance of die-cut labels (ZPL, TSPL); without
    `label_mm` the roll is endless and a label is as long as what is on it.
    """

    paper_mm: Literal[58, 80] = 80
    text: Literal["native", "raster"] = "native"
    cutter: bool = True
    status: bool = True
    proof: Proof = "GS(H"
    language: Language = "escpos"
    across: int | None = None
    darkness: int = 0
    density: bool = False
    code_system: CodeSystem = "gb18030"
    near_end: bool = True
    quirks: frozenset[str] = field(default=frozenset())
    label_mm: int | None = None
    gap_mm: int = 0

    def __post_init__(self) -> None:
        """Refuse what no printer is."""
        own = {58: 384, 80: 576}.get(self.paper_mm, 0)
        proofs = PROOFS.get(self.language, ())
        for key, holds, why in (
            ("paper_mm", own, "must be 58 or 80"),
            ("language", proofs, f"must be one of {', '.join(PROOFS)}"),
            ("across", self.across is None or NARROWEST <= self.across <= own,
             f"must be {NARROWEST} to {own} on this paper"),
            ("darkness", self.darkness in DARKNESS, "must be -3 to 3"),
            ("proof", self.proof in proofs,
             f"must be one of {', '.join(proofs)} in {self.language}"),
            ("quirks", self.quirks <= QUIRKS.keys(), f"must be out of {', '.join(QUIRKS)}"),
            ("label_mm", self.label_mm is None or self.label_mm in LABELS_MM, "must be 10 to 500"),
            ("gap_mm", self.gap_mm in GAPS_MM, "must be 0 to 20"),
            *self._idle(),
        ):  # fmt: skip
            if not holds:
                raise BadProfile(key, why)

    def _idle(self) -> Iterator[tuple[str, bool, str]]:
        """Yield what would be set and do nothing: whoever wrote it believes that it does."""
        slips = self.language == "escpos"
        drawn = f"does nothing in {self.language}"
        yield "label_mm", not (slips and self.label_mm), "does nothing in escpos"
        yield "gap_mm", not (slips and self.gap_mm), "does nothing in escpos"
        yield (
            "gap_mm",
            not self.gap_mm or self.label_mm is not None,
            "does nothing without label_mm",
        )
        yield "darkness", not self.darkness or self.darkens, "does nothing without density"
        yield "quirks", slips or not self.quirks, drawn
        yield "density", slips or not self.density, drawn

    @property
    def dots(self) -> int:
        """Printable dots across the paper, at 203 dpi."""
        return (self.across or {58: 384, 80: 576}[self.paper_mm]) // 8 * 8

    @property
    def cells(self) -> int:
        """Latin characters across the paper."""
        return self.dots // CELL_DOTS

    @property
    def drawn(self) -> bool:
        """Whether every line is sent as a drawing."""
        return self.text == "raster" or self.language != "escpos"

    @property
    def darkens(self) -> bool:
        """Whether `darkness` changes anything on this printer."""
        return self.density or self.language != "escpos"
