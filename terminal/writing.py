"""The hand that writes papers: words, numbers and codes as they fit one station's printer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from devices.cells import width
from devices.paper import Block, Code128, Cut, Feed, Pair, Paper, Text
from domain.batch import Batch
from domain.lot import Lot
from domain.printing import Document
from domain.process import Step
from terminal.accessories import accessories_of
from terminal.transaction import Transaction
from terminal.words import Locale
from terminal.words.moments import day_month

LONGEST_BARS = 20
WIDE, NARROW = 48, 32  # cells across 80 and 58 mm
LANGUAGE_OF: dict[str, Locale] = {"zh": "zh_Hans_CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes papers for one station's printer in the station's language."""

    tx: Transaction
    use: str

    @property
    def locale(self) -> Locale:
        """The language of the station."""
        station = self.tx.site.settings.station(self.tx.station)
        return LANGUAGE_OF[station.language if station else "zh"]

    def say(self, key: str, **facts: object) -> str:
        """Return a word of the catalogs."""
        return self.tx.site.words.say(self.locale, key, **facts)

    def pair(self, key: str, value: object, *, bold: bool = False) -> Pair:
        """Return a line with its label."""
        return Pair(self.say(key), str(value), bold=bold)

    def is_wide(self) -> bool:
        """Whether the printer takes 80 mm paper."""
        code = self.tx.site.settings.printer_for(self.tx.station, self.use)
        printers = {printer.code: printer for printer in self.tx.site.settings.printers}
        return code in printers and printers[code].paper_mm > 58  # noqa: PLR2004

    @property
    def cells(self) -> int:
        """Latin characters across the paper."""
        return WIDE if self.is_wide() else NARROW

    def title(self, key: str) -> Text:
        """Return the name of a paper, as its head."""
        return replace(self.big(self.say(key)), align="center")

    def big(self, text: str, beside: int = 0) -> Text:
        """Return a text as wide as it stays whole, beside a code of so many cells."""
        return Text(text, 2 if 2 * width(text) <= self.cells - beside else 1, 2, bold=True)

    def pieces(self, quantity: int) -> Pair:
        """Return how many pieces, large."""
        return Pair(self.say("paper.quantity"), f"{quantity} PCS", bold=True, height=2)

    def goods(self, batch: Batch) -> Pair:
        """Return the product with its code."""
        return self.pair("paper.product", f"{batch.product.name} {batch.product.code}")

    def signed(self, key: str, step: str, name: str, at: datetime | None) -> tuple[Block, ...]:
        """Return who has signed at which step, and the signature as it is written by hand."""
        stamp = f"{name} {day_month(at, zone_of(self.tx))}" if at else name
        line = self.pair(key, f"{self.step(step)} {stamp}")
        if width(line.left) + 1 + width(line.right) <= self.cells:
            return (line,)
        return (self.pair(key, self.step(step)), Text(stamp, align="right"))

    def numbers(self, batch: Batch) -> tuple[Block, ...]:
        """Return the customer's own part number, where he has one."""
        return (self.pair("paper.part-number", batch.part_number),) if batch.part_number else ()

    def along(self, batch: Batch) -> tuple[Block, ...]:
        """Return what came along; how many only when the packer has counted it himself."""
        rows = accessories_of(self.tx.db, batch.id)
        told = (f"{one.name} ×{'—' if one.checked is None else one.here}" for one in rows)
        return (self.pair("paper.accessories", ", ".join(told)),) if rows else ()

    def bars(self, code: str) -> tuple[Block, ...]:
        """Return a code as bars, where they fit on the paper."""
        # Code128 does not fit 58 mm paper, and not more than 20 characters on 80 mm.
        return (Feed(), Code128(code)) if self.is_wide() and len(code) <= LONGEST_BARS else ()

    def step(self, step: str) -> str:
        """Return the name of a step."""
        return self.say(f"step.{step}")

    def round(self, lot: Lot) -> str:
        """Return how often the pieces of a lot are being repaired."""
        return self.say("paper.round", number=lot.round + 1)

    def due(self, batch: Batch) -> str:
        """Return the promised day."""
        return batch.promised_on.isoformat() if batch.promised_on else self.say("paper.no-date")

    def declared(self, lot: Lot) -> str:
        """Return the customer's figure and our own, where they may be told."""
        # Until the first receiver has counted, our own count is the one that he has to find.
        seen = lot.step is not Step.INTAKE
        return f"{lot.batch.declared} / {lot.batch.counted}" if seen else "— / —"

    def target(self, lot: Lot) -> tuple[Text, ...]:
        """Return the line that says where a lot goes."""
        goes = f"{self.say('paper.target')} {self.step(lot.target)}" if lot.target else ""
        return (Text(goes, bold=True),) if goes else ()

    def send(
        self,
        document: Document,
        blocks: Sequence[Block],
        lot: Lot | None,
        copy: int = 1,
        about: str = "",
    ) -> None:
        """Owe a paper about a lot, or about the cart or list that `about` names."""
        about = about or (lot.number if lot else "")
        mark = Text(self.say("paper.copy", number=copy), 2, 1, bold=True)
        marked = [mark, *blocks] if copy > 1 else blocks
        title = f"{self.say(f'paper.{document.value}')} {about}"
        paper = Paper(title=title, blocks=(*marked, Cut()))
        number = lot.number if lot else ""
        self.tx.print(document, paper.to_json(), lot=number, use=self.use, copy=copy)


def zone_of(tx: Transaction) -> ZoneInfo:
    """Return the time zone in which papers tell the time."""
    return tx.site.settings.timezone
