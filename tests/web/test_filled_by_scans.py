"""What a reader fills in is what the page shows, in the page's own order, and nothing is lost."""

import re

import pytest

from domain.codes import Code, CodeKind
from terminal.queries.extras import extras
from terminal.queries.facing import facing_of
from terminal.queries.steps.pad import Pad
from tests.floor import INSPECTOR, LEADER, PACKER, Floor
from tests.terminal.gun import Gun
from tests.web.steps import STEPS, Bench, at, bench

TILE = re.compile(r'<input type="radio" name="field" value="([^"]*)"[^>]*?(checked)?>')
OFFERED = 47


def tiles(page: str) -> list[str]:
    return [name for name, _ in TILE.findall(page)]


def lit(page: str) -> list[str]:
    return [name for name, checked in TILE.findall(page) if checked]


def pad(laid: Bench) -> Pad:
    site = laid.floor.site
    station = site.settings.station(laid.station)
    assert station
    with site.reading() as db:
        found = extras(facing_of(site, db, station))["pad"]
    assert isinstance(found, Pad)
    return found


@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"repair", "rework"}])
def test_a_scan_goes_on_to_the_field_that_comes_next_on_the_page(floor: Floor, step: str) -> None:
    laid = at(floor, step)
    assert tiles(laid.page()) == list(pad(laid).tiles)
    assert lit(laid.page()) == [pad(laid).field]
    gun = Gun(floor, laid.station)
    for name in (*pad(laid).tiles[1:], pad(laid).tiles[0]):
        gun.reads("FIELD")
        assert lit(laid.page()) == [name]


@pytest.mark.parametrize("step", ["repair", "rework"])
def test_the_verdict_of_a_repair_is_scanned_in_the_order_of_its_page(
    floor: Floor, step: str
) -> None:
    laid = at(floor, step)
    Gun(floor, laid.station).reads("FINISH")
    assert tiles(laid.page()) == list(pad(laid).tiles)


def test_what_came_along_is_the_other_part_of_the_same_form(floor: Floor) -> None:
    lot = floor.book_in(10, **{"accessories.电源线": 2})
    floor.receive(PACKER, "RECV-1", lot, 10)
    laid, gun = bench(floor, "RECV-1", lot, PACKER), Gun(floor, "RECV-1")

    gun.reads(10, *["FIELD"] * 6, 2)

    assert lit(laid.page()) == ["accessories.电源线"]
    assert laid.form()["accessories.电源线"] == "2"
    assert laid.form()["counts.counted"] == "10"
    assert laid.form()["part"] == "along"
    gun.reads("COUNTED")
    assert laid.form()["part"] == "pieces"
    gun.reads("SIGN")
    gun.taps()


def coming(floor: Floor) -> Bench:
    """A lot that waits for its packer, laid down."""
    return bench(floor, "RECV-1", floor.book_in(OFFERED), PACKER)


def test_a_receivers_boxes_are_told_one_by_one_and_his_count_digit_by_digit(floor: Floor) -> None:
    laid, gun = coming(floor), Gun(floor, "RECV-1")
    assert tiles(laid.page()) == list(pad(laid).tiles)

    gun.reads(4, 7, "FORMSERVICE", "FORMSIGNED")

    page = laid.page()
    assert laid.form()["count"] == "47"
    assert page.count('name="forms"') == page.count("checked", page.index('class="papers"')) - 1
    gun.reads("BACK", 8)
    assert laid.form()["count"] == "48"
    gun.reads("CLEAR", "FIELD", 2, "FIELD", "CLEAR", 20, "FIELD", 7)
    assert laid.form()["count"] == "47"
    assert laid.form()["counting"] == "2×20+7"


def test_no_scan_tells_the_receiver_what_was_offered(floor: Floor) -> None:
    laid, gun = coming(floor), Gun(floor, "RECV-1")
    for word in ("FIELD", "BACK", "CLEAR", 1, "SIGN", "ACCEPT", "FORMSERVICE", "RCOUNT", "REFUSE"):
        gun.scan(gun.codes(word)[0])
        strip = laid.client.get(f"{laid.home}/strip").get_data(as_text=True)
        assert str(OFFERED) not in re.sub(r"<[^>]+>", " ", strip + laid.page())


def test_a_reason_makes_it_a_refusal_and_receive_takes_it_back(floor: Floor) -> None:
    laid, gun = coming(floor), Gun(floor, "RECV-1")
    gun.reads(47, "RUNSIGNED", "RDAMAGED")
    assert laid.form()["act"] == "refuse"

    gun.reads("ACCEPT")

    assert laid.form()["act"] == "receive"
    assert laid.form()["count"] == "47"
    gun.reads("RUNSIGNED", "REFUSE")
    gun.taps()
    assert "refused" in floor.handover(laid.lot).state


def test_a_page_that_does_not_know_of_a_digit_yet_cannot_take_it_away(floor: Floor) -> None:
    laid, gun = coming(floor), Gun(floor, "RECV-1")
    old = laid.form()
    gun.reads(4)
    gun.reads(7)

    laid.client.post(f"{laid.home}/draft", data=old | {"reasons": ""})

    assert laid.form()["count"] == "47"
    now = laid.form() | {"count": "46"}
    laid.client.post(f"{laid.home}/draft", data=now)
    assert laid.form()["count"] == "46"


def test_a_defect_that_was_scanned_takes_the_digits_and_the_keypad(floor: Floor) -> None:
    laid = bench(floor, "OQC-1", floor.at_oqc(20), INSPECTOR)
    gun = Gun(floor, "OQC-1")
    gun.reads("PASS", 17, "FAIL", 3, "defect:tombstone", 3)

    assert lit(laid.page()) == ["defects.tombstone"]
    assert laid.form()["defects.tombstone"] == "3"
    gun.reads("SIGN")
    gun.taps()


def test_the_strip_says_what_is_missing_in_the_words_of_the_button(floor: Floor) -> None:
    laid = bench(floor, "SCREEN-1", floor.at_screening(20), LEADER)
    gun = Gun(floor, "SCREEN-1")
    gun.reads("SEEN", 20)

    assert gun.refuses("SIGN")

    strip = laid.client.get(f"{laid.home}/strip").get_data(as_text=True)
    assert "不良现象 0，应为 20" in strip
    assert laid.form()["counts.seen"] == "20"


def test_trays_are_told_by_scans(floor: Floor) -> None:
    laid = bench(floor, "SCREEN-1", floor.at_screening(20), LEADER)
    gun = Gun(floor, "SCREEN-1")
    gun.reads("TRAYS", "UNSEEN", 2, "SIGN")
    floor.clock.pass_by(minutes=1)
    assert "finish" in laid.page()
    gun.reads("FINISH", "SIGN")
    gun.taps()


def test_a_lot_that_waits_for_its_badge_says_so_to_every_digit(floor: Floor) -> None:
    laid, gun = coming(floor), Gun(floor, "RECV-1")
    gun.reads(47, "FORMSERVICE", "FORMSIGNED", "SIGN")

    assert gun.refuses(3)

    strip = laid.client.get(f"{laid.home}/strip").get_data(as_text=True)
    assert "正等你刷工牌签名" in strip
    gun.reads("CANCEL")
    assert laid.form()["count"] == "47"


def test_a_code_of_no_word_is_refused(floor: Floor) -> None:
    coming(floor)
    assert not Gun(floor, "RECV-1").scan(str(Code(CodeKind.TERM, "999999")))
