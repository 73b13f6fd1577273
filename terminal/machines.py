"""The site's machines at work: every barcode reader listened to, every printer served."""

import logging
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from devices.card import AWAY
from devices.fonts import find_fonts
from devices.printer import Printer
from devices.reader import SerialReader, Verdict
from devices.scale import read_weight
from devices.scan import WINDOW, Scan
from devices.state import DeviceState
from terminal.bus import News
from terminal.desk.cards import tap_card
from terminal.desk.scans import scan
from terminal.heard import heard as last_heard
from terminal.printers import PrinterAddress
from terminal.readers import Scanner, answers_of
from terminal.site import Site
from terminal.spool import Spool, mark_interrupted
from terminal.tending import at_gone_printer
from terminal.weights import OnScale

# A card that stays on its reader is one tap; a scale that comes back to a weight says so.
WINDOWS: Final = {"badge": AWAY, "scale": 0.0}
log = logging.getLogger(__name__)
COVERS: Final = "售后服务表标识卡签名数量，：（）ABCabc0123"


@dataclass(slots=True)
class Machines:
    """Readers and printers of one site; they run between `start` and `stop`."""

    site: Site
    readers: list[SerialReader] = field(default_factory=list)
    spools: dict[str, Spool] = field(default_factory=dict)
    _listener: threading.Thread | None = None

    def start(self) -> None:
        """Open every device that the settings name; one that is absent is looked for for ever."""
        fonts = find_fonts(must_show=COVERS)
        mark_interrupted(self.site, at_gone_printer(self.site))  # no worker of its own does
        for address in self.site.settings.printers:
            self.spools[address.code] = spool = Spool(self.site, self._printer(address), fonts)
            spool.start()
        for scanner in self.site.settings.scanners:
            reader = self._reader(scanner)
            self.readers.append(reader)
            self.site.devices[scanner.code] = reader.state
            self.site.counts[scanner.code] = partial(getattr, reader, "counts")
            reader.start()
        self._listener = threading.Thread(target=self._listen, name="print news", daemon=True)
        self._listener.start()

    def stop(self) -> None:
        """Stop every worker; papers that wait stay in the database."""
        for reader in self.readers:
            reader.stop()
        self.site.bus.close()
        for spool in self.spools.values():
            spool.stop()
        if self._listener:
            self._listener.join()

    def _printer(self, address: PrinterAddress) -> Printer:
        return Printer(address.code, address.url, address.profile, self.site.now)

    def _reader(self, scanner: Scanner) -> SerialReader:
        def heard(found: Scan) -> Verdict:
            if scanner.kind == "scale":
                self._weighed(scanner.station, found)
                return None
            card, problem = scanner.kind == "badge", found.problem or ""
            self.site.heard[scanner.code] = last_heard(
                found.received_at, found.text, problem=problem, card=card
            )
            if card:
                return tap_card(self.site, scanner.station, found.raw)
            return scan(
                self.site,
                scanner.station,
                found.text,
                problem=problem,
                raw=found.raw,
            )

        def changed(state: DeviceState) -> None:
            log.info("reader %s: %s %s", scanner.code, state.condition.value, state.detail)
            self.site.devices[scanner.code] = state
            self.site.bus.publish(News("devices", scanner.code))

        return SerialReader(
            scanner.code,
            scanner.url,
            baudrate=scanner.baudrate,
            parity=scanner.parity_bit,
            suffix=scanner.ending,
            answers=answers_of(scanner, self.site.settings.models),
            gate=scanner.gate or scanner.kind == "scale",
            window=WINDOWS.get(scanner.kind, WINDOW),
            on_scan=heard,
            on_state=changed,
            now=self.site.now,
        )

    def _weighed(self, station: str, found: Scan) -> None:
        """Keep what a scale says; the desk hears it when a settled weight comes or goes."""
        weight = read_weight(found.raw)
        if weight is None:
            return
        before, now = self.site.scales.get(station), OnScale(weight, found.received_at)
        self.site.scales[station] = now
        if (before.settled if before else 0) != now.settled:
            self.site.bus.publish(News("desk", station))

    def _listen(self) -> None:
        for news in self.site.bus.listen(patience=30):
            for code in {one.about for one in news if one.topic == "print"}:
                if spool := self.spools.get(code):
                    spool.wake()
            if any(one.topic == "resync" for one in news):
                for spool in self.spools.values():
                    spool.wake()
