"""Five thousand pieces through screening by trays of fifty, every operator's act counted."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.batch import Batch
from domain.cart import Cart
from domain.codes import Code, CodeKind
from domain.ledger import balances
from domain.lot import Lot
from domain.process import Step
from terminal.audit import audit
from tests.floor import (
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    QUALITY,
    REPAIRER,
    ROOT,
    Floor,
    a_floor,
)
from tests.journey.operator import Operator
from web.app import create_app

PIECES, TRAY, LOTS, ROUNDS, TRAYS = 5000, 50, 5, 2, 10
AT_MOST = 4


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with a_floor(tmp_path, f"sqlite:///{tmp_path}/floor.db") as working:
        yield working


def lots_from_register(floor: Floor) -> list[str]:
    """Five pallets that the packer has counted in and loaded on one cart."""
    lot = floor.book_in(PIECES)
    floor.receive(PACKER, "RECV-1", lot, PIECES)
    parts = []
    for _ in range(LOTS):
        counts = {"counted": PIECES // LOTS}
        parts.append(floor.decide(PACKER, "RECV-1", lot, counts=counts)["counted"])
    floor.note(PACKER, "RECV-1", "load-cart", along=tuple(parts))
    return parts


def screen_a_tray(leader: Operator, number: int) -> None:
    """Inspect fifty pieces and tell them: every fourth tray has two bad ones, one a visible one."""
    leader.floor.clock.pass_by(seconds=TRAY * 2)
    if number % 4 == 0:
        leader.add("bad.unseen")
        leader.add("bad.unseen")
    if number == TRAYS:
        leader.add("defects.bridge")
    leader.press()


def report(leader: Operator) -> None:
    """Register what inspection had missed, before its pieces leave."""
    leader.open("panel/anomaly")
    leader.choose("inspector", INSPECTOR)
    leader.choose("description", "连锡")
    leader.press_and_sign()


def screen(leader: Operator, lot: str) -> None:
    """Twenty trays of one pallet; after ten of them, the finished ones move on."""
    leader.scan(str(Code(CodeKind.LOT, lot)))
    leader.open("panel/tally")
    for half in range(ROUNDS):
        for number in range(1, TRAYS + 1):
            screen_a_tray(leader, number)
        if half == 0:
            leader.post("tap", "record", act="undo-tray", lot=lot, nonce=f"undo-{lot}",
                        version=str(leader.floor.lot(lot).version))  # fmt: skip
            screen_a_tray(leader, TRAYS)
        leader.open("panel/finish")
        report(leader)
        leader.press_and_sign()


def load(leader: Operator) -> None:
    """Put everything that waits to leave on carts, step by step."""
    leader.open("view/load")
    while (page := leader.page()) and "没有等着送走的子批" not in page:
        leader.press()


def receive(person: Operator, cart: Cart, floor: Floor) -> None:
    """Scan the list, see the papers, count lot by lot, sign once."""
    person.scan(str(Code(CodeKind.CART, cart.number)))
    for form in ("service-form", "signed"):
        person.choose("forms", form)
    if cart.target in {Step.REPAIR, Step.REWORK}:
        person.choose("on_time", "yes")
    for name in [name for name in person.form(person.page()) if name.startswith("lots.")]:
        person.key_in(name, floor.lot(name.removeprefix("lots.")).quantity)
    person.press_and_sign()


def carts(floor: Floor, station: str) -> list[Cart]:
    with floor.site.reading() as db:
        query = select(Cart).where(Cart.from_station == station).order_by(Cart.id)
        return list(db.scalars(query))


def at_steps(floor: Floor) -> Counter[Step]:
    with floor.site.reading() as db:
        held: Counter[Step] = Counter()
        for lot in db.scalars(select(Lot).where(Lot.quantity > 0).order_by(Lot.id)):
            held[lot.step] += lot.quantity
        for batch in db.scalars(select(Batch)):
            assert sum(balances(batch.movements).values()) == 0
        return held


def test_five_thousand_pieces_by_tray_take_at_most_four_acts_a_tray(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    lots = lots_from_register(floor)
    app = create_app(floor.site)
    app.config["WTF_CSRF_ENABLED"] = False
    acts: Counter[str] = Counter()

    def at(station: str, person: str) -> Operator:
        operator = Operator(floor, app.test_client(), station, person, acts)
        operator.arrive()
        return operator

    leader = at("SCREEN-1", LEADER)
    receive(leader, carts(floor, "RECV-1")[0], floor)
    for lot in lots:
        screen(leader, lot)
    load(leader)
    takers = {
        Step.REVIEW: at("REVIEW-1", QUALITY),
        Step.REPAIR: at("REPAIR-1", REPAIRER),
        Step.REWORK: at("REWORK-1", LINE),
    }
    for cart in carts(floor, "SCREEN-1"):
        receive(takers[cart.target], cart, floor)

    bad, seen = LOTS * ROUNDS * 2 * 2, LOTS * ROUNDS
    assert at_steps(floor) == {
        Step.REVIEW: PIECES - bad - seen, Step.REPAIR: bad, Step.REWORK: seen,
    }  # fmt: skip
    assert audit(floor.site) == []
    trays, total = PIECES // TRAY, acts.total()
    with capsys.disabled():
        print(f"\n{PIECES} pieces, {trays} trays: {total} acts ({dict(acts)}), {total / trays:.2f}")
    assert total <= AT_MOST * trays
    assert f"{total} acts" in (ROOT / "docs" / "procedure.md").read_text(), "the figure is reported"
