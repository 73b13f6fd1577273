"""A refused scan never tells a badge: not on the strip, not in its event, and no form takes it."""

import pytest

from domain.codes import Code, CodeKind
from terminal.desk import drafts
from terminal.desk.scans import lay_by_hand, scan
from tests.floor import LEADER, PACKER, Floor
from tests.terminal.ground import dump, events
from tests.terminal.pieces import at_register, held


def another(character: str) -> str:
    return "A" if character != "A" else "C"


def misread(badge: str) -> list[str]:
    """A badge with each of its characters wrong, lost, or one too many."""
    wrong = [badge[:n] + another(one) + badge[n + 1 :] for n, one in enumerate(badge)]
    lost = [badge[:n] + badge[n + 1 :] for n in range(len(badge))]
    return [*wrong, *lost, "0" + badge, badge + "0", badge + badge, badge.lower()]


def told(floor: Floor, station: str) -> str:
    """Whatever the last refusal shows and keeps."""
    refused = events(floor, "scan:rejected")[-1]
    return f"{floor.strip(station)}{refused.facts}{refused.details}".upper()


def test_a_misread_badge_is_neither_shown_nor_kept(sqlite_floor: Floor) -> None:
    floor, badge = sqlite_floor, sqlite_floor.badge(LEADER)
    token = badge[1:-1]
    for text in misread(badge):
        assert not scan(floor.site, "SCREEN-1", text)
        assert token not in told(floor, "SCREEN-1")
        assert text.upper() not in told(floor, "SCREEN-1")
        assert text.upper().encode().hex().upper() not in told(floor, "SCREEN-1")


@pytest.mark.parametrize("problem", ["control-characters", "too-long", "damaged"])
def test_a_badge_in_a_bad_frame_is_neither_shown_nor_kept(
    sqlite_floor: Floor, problem: str
) -> None:
    floor, badge = sqlite_floor, sqlite_floor.badge(LEADER)
    raw = b"\x02" + badge.encode() + b"\xff"
    assert not scan(floor.site, "SCREEN-1", "", problem=problem, raw=raw)
    for part in (badge[1:-1], badge[1:-1].encode().hex()):
        assert part.upper() not in told(floor, "SCREEN-1")


def test_a_badge_that_was_typed_or_is_nobodys_is_not_told_either(sqlite_floor: Floor) -> None:
    floor, nobodys = sqlite_floor, str(Code(CodeKind.BADGE, "AAAAAAAA"))
    assert not lay_by_hand(floor.site, "SCREEN-1", nobodys)
    assert nobodys[1:] not in told(floor, "SCREEN-1")
    assert not scan(floor.site, "SCREEN-1", nobodys)
    assert nobodys.encode().hex().upper() not in told(floor, "SCREEN-1")


def test_two_refusals_of_one_badge_can_be_told_to_be_the_same(sqlite_floor: Floor) -> None:
    floor = sqlite_floor
    for person in (LEADER, LEADER, PACKER):
        assert not scan(floor.site, "SCREEN-1", floor.badge(person) + "0")
    first, again, other = (one.facts["raw"] for one in events(floor, "scan:rejected"))
    assert str(first).startswith("11 bytes, hmac ")
    assert first == again != other


def test_no_form_takes_a_misread_badge_for_a_serial(sqlite_floor: Floor) -> None:
    floor, lot = sqlite_floor, at_register(sqlite_floor, pieces=2)
    floor.sign_on(PACKER, "RECV-1")
    assert lay_by_hand(floor.site, "RECV-1", lot)
    panel = {"panel": "serials", "version": str(floor.lot(lot).version)}
    drafts.save(floor.site, "RECV-1", lot, "panel", panel)

    before = dump(floor)
    for text in misread(floor.badge(PACKER)):
        assert not scan(floor.site, "RECV-1", text)
    assert dump(floor) == before
    assert scan(floor.site, "RECV-1", "B202611001")  # as long as a badge, and nobody's
    assert held(floor, lot) == ["B202611001"]
