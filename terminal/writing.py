"""The hand that writes papers: a document's facts in the station's words, laid out by its layout.

What may not stand on a paper (K-16) is left out of its facts, so that no layout can show it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from devices.paper import Cut, Paper, Text
from devices.profile import Profile
from domain.batch import Batch
from domain.lot import Lot
from terminal.labels.documents import DOCUMENTS
from terminal.labels.fields import Value
from terminal.settings import Station
from terminal.transaction import Transaction
from terminal.words import Locale
from terminal.words.moments import day_month, full

LANGUAGE_OF: dict[str, Locale] = {"zh": "zh_Hans_CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes one document for one station's printer in the station's language."""

    tx: Transaction
    name: str

    @property
    def locale(self) -> Locale:
        """The language of the station."""
        station = self.tx.site.settings.station(self.tx.station)
        return LANGUAGE_OF[station.language if station else "zh"]

    def say(self, key: str, **facts: object) -> str:
        """Return a word of the catalogs."""
        return self.tx.site.words.say(self.locale, key, **facts)

    def step(self, step: str) -> str:
        """Return the name of a step."""
        return self.say(f"step.{step}")

    def called(self, station: Station | None) -> str:
        """Return the name of a station."""
        return station.called("en" if self.locale == "en" else "zh") if station else ""

    def round(self, number: int) -> str:
        """Return how often the pieces of a lot are being repaired."""
        return self.say("paper.round", number=number)

    def day(self, at: datetime) -> str:
        """Return a day as signatures have it: 18/7."""
        return day_month(at, self.zone)

    def stamp(self, name: str, at: datetime | None) -> str:
        """Return a signature as it is written by hand: 王小明 18/7."""
        return f"{name} {self.day(at)}" if at else name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which papers tell the time."""
        return self.tx.site.settings.timezone

    @property
    def hand(self) -> tuple[str, str]:
        """Who signs this very act, and the day."""
        return self.tx.hand.name, self.day(self.tx.hand.at)

    def batch(self, batch: Batch) -> dict[str, Value]:
        """Return the facts of a batch that its labels and slips may tell."""
        return {
            "batch": batch.number,
            "customer": batch.customer.name,
            "customer_code": batch.customer.code,
            "product": batch.product.name,
            "product_code": batch.product.code,
            "part_number": batch.part_number,
            "rma": batch.rma,
            "complaint": batch.complaint,
            "due": batch.promised_on.isoformat() if batch.promised_on else "",
            "rush": batch.rush,
        }

    def send(
        self, facts: Mapping[str, Value], lot: Lot | None = None, copy: int = 1, about: str = ""
    ) -> None:
        """Owe the paper about a lot, or about what `about` names; a copy says so on top."""
        layout = self.tx.site.labels.of(self.name, lot.batch.product.label if lot else "")
        document = layout.document.document
        told = {**facts, "at": full(self.tx.at, self.zone)}
        blocks = layout.lay(told, self.locale, self.printer)
        mark = Text(self.say("paper.copy", number=copy), 2, 1, bold=True)
        number = lot.number if lot else ""
        title = f"{self.say(f'paper.{document.value}')} {about or number}"
        paper = Paper(title=title, blocks=(*([mark] if copy > 1 else []), *blocks, Cut()))
        use = layout.document.use
        self.tx.print(document, paper.to_json(), lot=number, use=use, copy=copy)

    @property
    def printer(self) -> Profile:
        """What the printer can do on which this document comes out."""
        settings, use = self.tx.site.settings, DOCUMENTS[self.name].use
        code = settings.printer_for(self.tx.station, use)
        printers = {printer.code: printer.profile for printer in settings.printers}
        return printers.get(code, Profile())
