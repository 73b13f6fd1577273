"""A reader that types like a keyboard is read like one on a cable."""

import pytest
from sqlalchemy import select

from domain.events import Event
from terminal.desk.wedge import scan_typed
from tests.floor import LEADER, Floor


def refused(floor: Floor) -> list[tuple[str, str]]:
    with floor.site.reading() as db:
        query = select(Event).where(Event.kind == "scan:rejected").order_by(Event.number)
        return [(one.facts["facts"].get("why", ""), one.facts["raw"]) for one in db.scalars(query)]


@pytest.mark.parametrize("identifier", ["", "]C0", "]Q1", "]d1"])
def test_the_identifier_of_the_symbology_is_not_part_of_the_code(
    sqlite_floor: Floor, identifier: str
) -> None:
    assert scan_typed(sqlite_floor.site, "SCREEN-1", identifier + sqlite_floor.badge(LEADER))
    assert refused(sqlite_floor) == []


def test_caps_lock_spoils_no_code_of_ours(sqlite_floor: Floor) -> None:
    assert scan_typed(sqlite_floor.site, "SCREEN-1", sqlite_floor.badge(LEADER).swapcase())


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("PART-\ufffdA", "damaged"),
        ("RT-1\x1bPASS", "control-characters"),
        ("x" * 600, "too-long"),
        ("", "damaged"),
        ("RT-1\ud800", "form"),
    ],
)
def test_what_did_not_survive_the_keyboard_is_refused_with_its_bytes(
    sqlite_floor: Floor, typed: str, why: str
) -> None:
    assert not scan_typed(sqlite_floor.site, "SCREEN-1", typed)
    assert refused(sqlite_floor) == [(why, typed.encode(errors="replace").hex()[:1024])]


def test_the_separators_of_a_label_that_has_fields_are_no_mistake(sqlite_floor: Floor) -> None:
    assert not scan_typed(sqlite_floor.site, "SCREEN-1", "]d2" + "ABC\x1dZ")
    assert [why for why, _ in refused(sqlite_floor)] == ["form"]
