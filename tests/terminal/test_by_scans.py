"""The main path by scanning alone, from the packer's count to the packed boxes; PINs are typed."""

import json

from sqlalchemy import select

from devices.scan import Debounce
from domain.codes import Code, CodeKind
from domain.lot import Lot, LotState
from domain.people import Draft
from domain.process import Step
from tests.floor import INSPECTOR, LEADER, PACKER, REPAIRER, TESTER, Floor
from tests.terminal.gun import Gun


def at(floor: Floor, station: str, person: str) -> Gun:
    gun = Gun(floor, station)
    gun.arrives(person)
    return gun


def receives(gun: Gun, lot: str, pieces: int, *told: str) -> None:
    """Lay an offer down, count it, tell each form that is seen, and sign."""
    gun.lays(lot)
    gun.reads(pieces, *told, "ACCEPT")
    gun.taps()


def offered_to(floor: Floor, step: Step) -> str:
    with floor.site.reading() as db:
        lots = [lot for lot in db.scalars(select(Lot)) if lot.target is step]
    (lot,) = lots
    return lot.number


def typed(floor: Floor, station: str, lot: str, act: str) -> dict[str, str]:
    with floor.site.reading() as db:
        query = select(Draft.fields).where(
            Draft.station == station, Draft.lot == lot, Draft.act == act
        )
        return dict(json.loads(db.scalar(query) or "{}"))


def repaired(floor: Floor, lot: str) -> None:
    """The packer registers, the leader sorts, the repairer repairs 48 and gives two up."""
    packer = at(floor, "RECV-1", PACKER)
    receives(packer, lot, 50, "FORMSERVICE", "FORMSIGNED")
    packer.reads(50, "SIGN")
    packer.taps()
    packer.reads("NEXT")

    leader = at(floor, "SCREEN-1", LEADER)
    receives(leader, lot, 50, "FORMSERVICE", "FORMSIGNED")
    leader.reads("UNSEEN", 50, "SIGN")
    leader.taps()

    repairer = at(floor, "REPAIR-1", REPAIRER)
    receives(repairer, lot, 50, "FORMSERVICE", "FORMSIGNED", "ONTIME")
    repairer.reads(48, "CURED", "cause:open", "action:resolder", "FIELD", 45, "SIGN")
    repairer.reads(2, "GIVEUP", "cause:part-bad", "SIGN", "FINISH")
    repairer.reads("CURED", 48, "GIVEUP", 2, "SIGN")
    repairer.taps()


def test_a_lot_goes_from_register_to_pack_by_scans_alone(floor: Floor) -> None:
    lot = floor.book_in(50)
    repaired(floor, lot)

    tester = at(floor, "RETEST-1", TESTER)
    receives(tester, offered_to(floor, Step.RETEST), 48, "FORMSERVICE", "FORMRECORD", "FORMSIGNED")
    tester.reads("PASS", 45, "FAIL", 3, "defect:bridge", 1, "defect:open", 2, "SIGN")
    tester.taps()

    inspector = at(floor, "OQC-1", INSPECTOR)
    receives(inspector, offered_to(floor, Step.OQC), 45, "FORMSERVICE", "FORMSIGNED")
    inspector.reads("PASS", 45, "SIGN")
    inspector.taps()

    packed = offered_to(floor, Step.PACK)
    packer = at(floor, "PACK-1", PACKER)
    receives(packer, packed, 45, "FORMSERVICE", "FORMSIGNED")
    packer.reads("PACKED", 45, "FIELD", 2, "FIELD", 20, "FIELD", 5, "SIGN")
    packer.taps()

    assert offered_to(floor, Step.SHIP) == packed
    batch = lot.partition(".")[0]
    assert floor.balances(batch) == {
        "customer": -50, "1@repair": 2, "2@pack": 45, "3@retest": 3,
    }  # fmt: skip


def test_a_cart_is_received_by_scans_alone(floor: Floor) -> None:
    lot = floor.at_screening(50)
    parts = [
        floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": pieces})["unseen"]
        for pieces in (20, 30)
    ]
    loaded = floor.note(LEADER, "SCREEN-1", "load-cart", along=tuple(parts))
    repairer = at(floor, "REPAIR-1", REPAIRER)
    assert repairer.scan(str(Code(CodeKind.CART, str(loaded["cart"]))))

    repairer.lays(parts[0])
    repairer.reads(20, "FIELD", 31)
    repairer.lays(parts[1])
    repairer.reads(30, "FORMSERVICE", "FORMSIGNED", "ONTIME", "ACCEPT")
    repairer.taps()

    assert {floor.lot(part).state for part in parts} == {LotState.RECEIVED}


def test_the_same_digit_twice_is_scanned_with_half_a_second_between(floor: Floor) -> None:
    packer = at(floor, "RECV-1", PACKER)
    packer.lays(floor.book_in(22))
    (two,) = packer.codes(2)
    reader = Debounce()

    for now in (0.0, 0.1, 0.2, 0.3, 0.4, 0.9, 1.0):  # left lying, taken away, held there again
        if reader.accept(two.encode(), now):
            packer.scan(two)

    assert typed(floor, "RECV-1", packer_lot(floor), "receive")["count"] == "22"


def packer_lot(floor: Floor) -> str:
    with floor.site.reading() as db:
        return db.scalars(select(Lot.number)).one()


def test_what_somebody_left_half_scanned_is_not_lengthened_by_the_next_one(floor: Floor) -> None:
    packer = at(floor, "RECV-1", PACKER)
    packer.lays(floor.book_in(22))
    packer.reads(2)
    floor.clock.pass_by(minutes=3)

    packer.reads(22)

    assert typed(floor, "RECV-1", packer_lot(floor), "receive")["count"] == "22"
