"""Labels of other makers, as readers send them, and one customer's label as it was taught."""

from domain.people import Desk
from terminal.desk import labels
from terminal.desk.desks import open_view
from terminal.desk.scans import scan
from terminal.proposals import lying
from terminal.queries.drafts import draft_of
from terminal.registers.register import REGISTERS, mark
from tests.floor import SALES, Floor
from tests.terminal.offices import administer

GS, RS, EOT = "\x1d", "\x1e", "\x04"
PART = "MR-4711"
BOX = "MR-4711;Q200PCS;LOT:AB12;2628;BOX-1;ACME"
HOLDS = ("customer_part", "quantity", "lot", "date_code", "box", "constant")


def electronics(part: str = PART, quantity: str = "200", **more: str) -> str:
    """An ISO 15434 label; `more` by identifier: `lot` 1T, `serial` S, `box` 3S, `order` K."""
    identifiers = {"lot": "1T", "serial": "S", "box": "3S", "order": "K", "date": "10D"}
    told = [f"P{part}", f"Q{quantity}", *(f"{identifiers[k]}{v}" for k, v in more.items())]
    return f"[)>{RS}06{GS}{GS.join(told)}{RS}{EOT}"


def read_by(floor: Floor, station: str, label: str) -> bool:
    """A reader sends a label with all its bytes."""
    raw = label.encode()
    return scan(floor.site, station, label, raw=raw)


def at_intake(floor: Floor, view: str = "intake") -> None:
    floor.sign_on(SALES, "SALES-1")
    open_view(floor.site, "SALES-1", view)


def typed(floor: Floor, act: str = "book-in") -> dict[str, str]:
    with floor.site.reading() as db:
        return draft_of(db, "SALES-1", act)


def said(floor: Floor, station: str = "SALES-1") -> str:
    with floor.site.reading() as db:
        return db.get_one(Desk, station).strip


def known_part(floor: Floor, product: str = "MR-PWR-240", part: str = PART) -> None:
    """The customer's part number of a product is registered."""
    with floor.site.reading() as db:
        row = REGISTERS["product"].present(db)[product]
    kept = {name: getattr(row, name) for name in ("code", "name", "customer", "packing")}
    kept |= {name: getattr(row, name) for name in ("pieces_per_box", "boards_per_panel")}
    administer(floor, "save-product", by=SALES, **kept, part_number=part, seen=mark(row))


def teach(floor: Floor, customer: str = "MR", name: str = "carton", **more: object) -> None:
    """Sales teaches a label of a customer."""
    holds = {str(n): one for n, one in enumerate(HOLDS)}
    fields = {
        "customer": customer, "name": name, "sample": BOX, "separator": "semicolon",
        "holds": holds, "prefix": {"1": 1, "2": 4},
    }  # fmt: skip
    administer(floor, "save-format", by=SALES, **(fields | more))


def boxes(floor: Floor, form: str = "book-in") -> int:
    """How many labels lie beside a form."""
    with floor.site.reading() as db:
        return len(lying(db, "SALES-1", form).boxes)


def take(floor: Floor, form: str = "book-in") -> dict[str, str]:
    """Somebody taps "fill in"; returns the form."""
    labels.take_over(floor.site, "SALES-1", form)
    return typed(floor, form)
