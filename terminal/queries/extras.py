"""What single pages show beyond the lot: one loader per page, registered here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session as Db

from terminal.queries.admin import admin
from terminal.queries.board_pictures import boards_page
from terminal.queries.carts import cart, load, waiting_carts
from terminal.queries.contest import incoming, outgoing
from terminal.queries.desk import DeskView
from terminal.queries.details import details
from terminal.queries.devices import devices
from terminal.queries.find import find
from terminal.queries.intake import intake
from terminal.queries.late import late
from terminal.queries.oaths import waiting_act
from terminal.queries.photos import photos
from terminal.queries.printer import printer
from terminal.queries.queue import queue
from terminal.queries.receipts import receipt, receipts, settle
from terminal.queries.registers import registers
from terminal.queries.shift import shift
from terminal.queries.steps.loaders import STEPS
from terminal.queries.strays import stray
from terminal.queries.supervise import supervise
from terminal.queries.today import idle
from terminal.queries.week import week
from terminal.queries.work import Work
from terminal.settings import Station
from terminal.site import Site


@dataclass(frozen=True, slots=True)
class Facing:
    """A page that is about to be shown: whose, about what."""

    site: Site
    db: Db
    station: Station
    page: str
    view: DeskView
    work: Work | None


Loader = Callable[[Facing], dict[str, object]]
LOADERS: Final[Mapping[str, Loader]] = MappingProxyType({
    "idle": idle,
    "intake": intake,
    "details": details,
    "receipt": receipt,
    "receipts": receipts,
    "settle": settle,
    "supervise": supervise,
    "admin": admin,
    "boards": boards_page,
    "registers": registers,
    "week": week,
    "queue": queue,
    "printer": printer,
    "devices": devices,
    "find": find,
    "stray": stray,
    "shift": shift,
    "late": late,
    "receive": incoming,
    "cart": cart,
    "load": load,
    "waiting": waiting_carts,
    "photos": photos,
    "tap": waiting_act,
    "pin": waiting_act,
    "sent": outgoing,
    "offer": outgoing,
    "disputed": outgoing,
    **STEPS,
})  # fmt: skip


def extras(facing: Facing) -> dict[str, object]:
    """Return a page's own facts by name, for its template."""
    loader = LOADERS.get(facing.page)
    return loader(facing) if loader else {}
