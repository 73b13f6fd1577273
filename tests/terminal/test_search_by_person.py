"""A batch is found by who has signed for it, and never by who is said to have missed something."""

from terminal.queries.batch_list import batches
from tests.floor import INSPECTOR, LEADER, PACKER, Floor


def found(floor: Floor, text: str) -> list[str]:
    with floor.site.reading() as db:
        return [row.number for row in batches(floor.site, db, text)]


def test_a_name_or_a_number_finds_what_its_person_has_signed(floor: Floor) -> None:
    counted, fresh = floor.book_in(50), floor.book_in(20)
    floor.receive(PACKER, "RECV-1", counted, 50)

    assert found(floor, "杨丽华") == [counted.partition(".")[0]]
    assert found(floor, " 丽华 ") == [counted.partition(".")[0]]
    assert found(floor, "10301") == [counted.partition(".")[0]]
    assert found(floor, "赵婷") == [fresh.partition(".")[0], counted.partition(".")[0]]
    assert found(floor, "丽_") == []


def test_who_confirmed_that_he_missed_a_fault_is_not_found_by_it(floor: Floor) -> None:
    lot = floor.at_screening(10)
    floor.act(LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=10, inspector=INSPECTOR,
              description="J1 偏移")  # fmt: skip
    floor.act(INSPECTOR, "OQC-1", "sign-anomaly", report=f"{lot.partition('.')[0]}-A1")

    assert found(floor, "黄丽") == []
    assert found(floor, INSPECTOR) == []
    assert found(floor, "王小梅") == [lot.partition(".")[0]]
