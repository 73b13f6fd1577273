"""Badge and PIN at the page: each of these stands for a complaint from a public tracker."""

from sqlalchemy import func, select

from domain.codes import Code, CodeKind
from domain.people import Desk, Person, Session
from tests.floor import LEADER, PACKER, PINS, TESTER, Floor
from tests.web.browser import Browser, Panels


def sessions(floor: Floor) -> int:
    with floor.site.reading() as db:
        return db.scalar(select(func.count()).select_from(Session)) or 0


def wrong_pins(floor: Floor, number: str) -> int:
    with floor.site.reading() as db:
        return db.scalars(select(Person.wrong_pins).where(Person.number == number)).one()


def asked(floor: Floor, panels: Panels, person: str = LEADER) -> Browser:
    panel = panels.at("SCREEN-1")
    panel.scan(floor.badge(person))
    return panel


def test_a_badge_and_its_pin_sign_on(floor: Floor, panels: Panels) -> None:
    panel = asked(floor, panels)

    assert "王小梅，请输密码" in panel.words()
    assert panel.fill_in("pin", pin=PINS[LEADER]).status_code == 204

    assert "王小梅 已登录" in panel.words()


def test_a_wrong_pin_says_how_many_tries_are_left(floor: Floor, panels: Panels) -> None:
    panel = asked(floor, panels)

    answer = panel.fill_in("pin", pin="000000")

    assert answer.status_code == 422
    assert "密码不对，还可以试 4 次" in answer.get_data(as_text=True)
    assert sessions(floor) == 0


def test_five_wrong_pins_lock_the_person(floor: Floor, panels: Panels) -> None:
    panel = asked(floor, panels)
    for _ in range(5):
        answer = panel.fill_in("pin", pin="000000")

    assert "王小梅 已锁定" in answer.get_data(as_text=True)
    assert panel.fill_in("pin", pin=PINS[LEADER]).status_code == 422
    assert sessions(floor) == 0


def test_a_cancelled_pin_leaves_no_session(floor: Floor, panels: Panels) -> None:
    """odoo#109581"""
    panel = asked(floor, panels)
    panel.post("cancel")

    assert panel.post("pin", pin=PINS[LEADER]).status_code == 422
    assert sessions(floor) == 0
    assert "未登录" in panel.words()


def test_no_other_bar_code_unlocks(floor: Floor, panels: Panels) -> None:
    """odoo#64226"""
    lot = floor.at_screening(20)
    floor.clock.pass_by(hours=1)
    panel = asked(floor, panels)
    before = sessions(floor)
    panel.scan(str(Code(CodeKind.LOT, lot)))

    assert panel.post("pin", pin=PINS[LEADER]).status_code == 422
    assert sessions(floor) == before


def test_an_unknown_badge_is_nobody(floor: Floor, panels: Panels) -> None:
    """odoo#64331"""
    panel = panels.at("SCREEN-1")
    panel.scan(str(Code(CodeKind.BADGE, "AAAAAAAA")))

    assert "不认识这张工牌" in panel.words()
    assert panel.post("pin", pin=PINS[LEADER]).status_code == 422
    assert sessions(floor) == 0


def test_a_badge_scanned_while_the_pin_is_asked_is_not_typed_as_pin(
    floor: Floor, panels: Panels
) -> None:
    """odoo#262220"""
    panel = asked(floor, panels)
    panel.scan(floor.badge(LEADER))
    assert wrong_pins(floor, LEADER) == 0
    assert "王小梅，请输密码" in panel.words()

    panel.scan(floor.badge(TESTER))

    assert wrong_pins(floor, LEADER) == 0
    assert wrong_pins(floor, TESTER) == 0
    assert "刘芳，请输密码" in panel.words()


def test_an_act_can_be_signed_with_the_pin_where_no_badge_is_at_hand(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.book_in(50)
    floor.sign_on(PACKER, "RECV-1")
    panel = panels.at("RECV-1")
    panel.post("lay", lot=lot)
    panel.fill_in(count="50", forms=["service-form", "signed"])

    panel.post("pin-instead")
    assert "签收 50 片 · 请输密码" in panel.words()
    panel.fill_in("pin", pin=PINS[PACKER])

    assert floor.lot(lot).station == "RECV-1"


def test_another_badge_signs_nothing_of_mine(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    floor.sign_on(PACKER, "RECV-1")
    panel = panels.at("RECV-1")
    panel.post("lay", lot=lot)
    panel.fill_in(count="50", forms=["service-form", "signed"])
    panel.scan(floor.badge(LEADER))

    assert floor.lot(lot).station == "SALES-1"
    assert "王小梅，请输密码" in panel.words()


def test_an_act_that_nobody_signs_goes_away_by_itself(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    floor.sign_on(PACKER, "RECV-1")
    panel = panels.at("RECV-1")
    panel.post("lay", lot=lot)
    panel.fill_in(count="50", forms=["service-form", "signed"])
    floor.clock.pass_by(seconds=61)
    panel.scan(floor.badge(PACKER))

    assert floor.lot(lot).station == "SALES-1"
    assert panel.form()["act"] == "receive"


def test_a_press_without_the_pages_token_does_nothing(floor: Floor, panels: Panels) -> None:
    panel = asked(floor, panels)

    answer = panel.client.post(f"{panel.home}/pin", data={"pin": PINS[LEADER]})

    assert answer.status_code == 400
    assert sessions(floor) == 0


def test_names_are_masked_while_nobody_is_signed_on(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    panel = panels.at("RECV-1")
    panel.post("lay", lot=lot)

    assert "赵＊" in panel.words()
    assert "赵婷" not in panel.words()


def test_a_scanned_lot_closes_the_page_that_was_open(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    panel = panels.at("RECV-1")
    panel.post("view/entry")
    panel.scan(str(Code(CodeKind.LOT, lot)))

    assert panel.form()["lot"] == lot


def test_a_keyed_lot_number_opens_the_lot(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    panel = panels.at("RECV-1")
    panel.post("view/entry")
    panel.post("lay", month="2611", serial="1", part="1")

    with floor.site.reading() as db:
        assert db.get_one(Desk, "RECV-1").lot == lot
