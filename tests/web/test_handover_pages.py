"""Receiving, refusing and offering again, as the page lets people do it."""

import pytest
from sqlalchemy import func, select

from domain.events import Event
from tests.floor import LEADER, PACKER, REPAIRER, SALES, TESTER, Floor
from tests.web.browser import Browser, Panels

SEEN = ["service-form", "signed"]


def waiting_at(floor: Floor, panels: Panels, pieces: int = 50) -> tuple[str, Browser]:
    """A lot from Sales lies on the packer's desk, and the packer is signed on."""
    lot = floor.book_in(pieces)
    floor.sign_on(PACKER, "RECV-1")
    receiver = panels.at("RECV-1")
    receiver.post("lay", lot=lot)
    return lot, receiver


def signatures_of(floor: Floor, meaning: str) -> int:
    with floor.site.reading() as db:
        query = select(func.count(Event.number)).where(Event.meaning == meaning)
        return db.scalar(query) or 0


def test_a_packer_counts_looks_at_the_forms_and_taps_the_badge(
    floor: Floor, panels: Panels
) -> None:
    lot, receiver = waiting_at(floor, panels)

    assert receiver.fill_in(count="50", forms=SEEN).status_code == 204
    assert "本人实点 50 片，表单齐全，签收" in receiver.words()
    receiver.scan(floor.badge(PACKER))

    assert floor.lot(lot).station == "RECV-1"
    assert f"已签收 {lot}" in receiver.words()


def test_the_count_is_never_filled_in_beforehand(floor: Floor, panels: Panels) -> None:
    _, receiver = waiting_at(floor, panels)

    assert 'name="count" value=""' in receiver.page()
    assert "先点数，再签收" in receiver.words()


def test_what_was_typed_stays_until_somebody_comes_back(floor: Floor, panels: Panels) -> None:
    lot, receiver = waiting_at(floor, panels)
    answer = receiver.post("draft", act="receive", lot=lot, version="1", count="49", forms=SEEN)
    assert "签收：我点的 49 片" in answer.get_data(as_text=True)

    receiver.post("away")
    receiver.post("lay", lot=lot)

    assert "签收：我点的 49 片" in receiver.words()


def test_a_wrong_count_is_wiped_and_the_forms_stay_checked(floor: Floor, panels: Panels) -> None:
    _, receiver = waiting_at(floor, panels)
    typed = receiver.form() | {"count": "49", "aid-box": "4", "aid-standard": "12"}
    receiver.post("draft", **(typed | {"forms": SEEN}))

    receiver.fill_in(count="49", forms=SEEN)
    receiver.scan(floor.badge(PACKER))

    page = receiver.page()
    assert 'name="count" value=""' in page
    assert 'name="aid-box" value=""' in page
    assert all(f'value="{form}" checked' in page for form in SEEN)


@pytest.mark.parametrize("typed", ["l2", "12.5", "-3", "４８", "1e3", "0"])
def test_letters_are_no_quantity(floor: Floor, panels: Panels, typed: str) -> None:
    lot, receiver = waiting_at(floor, panels)

    answer = receiver.fill_in(count=typed, forms=SEEN)

    assert answer.status_code == 422
    assert "数量不对" in answer.get_data(as_text=True)
    assert floor.handover(lot).first_count is None


def test_a_refusal_needs_a_reason(floor: Floor, panels: Panels) -> None:
    lot, receiver = waiting_at(floor, panels)

    answer = receiver.fill_in(act="refuse", reasons="")

    assert answer.status_code == 422
    assert "这一格要填对：原因" in answer.get_data(as_text=True)
    assert floor.handover(lot).state == "open"


def test_another_reason_needs_its_text(floor: Floor, panels: Panels) -> None:
    lot, receiver = waiting_at(floor, panels)

    assert receiver.fill_in(act="refuse", reasons=["other"]).status_code == 422
    receiver.fill_in(act="refuse", reasons=["other"], note="外箱破损")
    receiver.scan(floor.badge(PACKER))

    assert floor.handover(lot).note == "外箱破损"


def test_a_chosen_reason_turns_the_main_button_into_a_refusal(floor: Floor, panels: Panels) -> None:
    lot, receiver = waiting_at(floor, panels)

    receiver.post("draft", act="receive", lot=lot, version="1", reasons=["undated"])

    assert receiver.form()["act"] == "refuse"
    assert "签名：拒绝接收" in receiver.words()


def test_a_missing_form_is_not_received(floor: Floor, panels: Panels) -> None:
    lot, receiver = waiting_at(floor, panels)

    assert receiver.fill_in(count="50", forms=["service-form"]).status_code == 422
    assert floor.lot(lot).station == "SALES-1"


def test_the_repairer_says_whether_the_date_can_be_met(floor: Floor, panels: Panels) -> None:
    lot = floor.at_screening(20)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 20})
    floor.sign_on(REPAIRER, "REPAIR-1")
    receiver = panels.at("REPAIR-1")
    receiver.post("lay", lot=lot)

    assert "能按期修完吗" in receiver.words()
    assert receiver.fill_in(count="20", forms=SEEN).status_code == 422
    receiver.fill_in(count="20", forms=SEEN, on_time="no")
    assert "不能按期修完，报生产主管" in receiver.words()
    receiver.scan(floor.badge(REPAIRER))

    assert floor.lot(lot).on_time is False


def test_a_person_without_the_role_cannot_receive(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    floor.sign_on(TESTER, "RECV-1")
    receiver = panels.at("RECV-1")
    receiver.post("lay", lot=lot)

    answer = receiver.fill_in(count="50", forms=SEEN)

    assert answer.status_code == 422
    assert "你的岗位不能做这一步" in answer.get_data(as_text=True)
    assert "包装员" in answer.get_data(as_text=True)


def test_a_form_sent_twice_signs_once(floor: Floor, panels: Panels) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/intake")
    form = sales.form() | {
        "customer": "HK", "product": "PCBA-HK7-R3.2", "complaint": "无显示",
        "declared": "30", "counted": "30",
    }  # fmt: skip

    for _ in range(2):
        assert sales.post("prepare", **form).status_code == 204
        sales.scan(floor.badge(SALES))

    assert signatures_of(floor, "booked-in") == 1


def test_a_stale_page_loses_and_says_who_was_faster(floor: Floor, panels: Panels) -> None:
    lot, receiver = waiting_at(floor, panels)
    shown = receiver.form()
    floor.receive(PACKER, "RECV-1", lot, 50)

    answer = receiver.post("prepare", **(shown | {"count": "50", "forms": SEEN}))

    assert answer.status_code == 422
    assert "别人刚改过" in answer.get_data(as_text=True)
    assert signatures_of(floor, "received") == 1


def test_the_giver_takes_back_an_offer_and_makes_it_again(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    giver = panels.at("SALES-1")
    giver.post("lay", lot=lot)
    giver.fill_in()
    giver.scan(floor.badge(SALES))

    assert f"已撤回 {lot}" in giver.words()
    assert giver.form()["act"] == "offer"
    giver.fill_in(count="50")
    giver.scan(floor.badge(SALES))

    assert floor.handover(lot).number == 2


def test_nothing_is_taken_back_once_the_receiver_counts(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    floor.receive(PACKER, "RECV-1", lot, 49)
    giver = panels.at("SALES-1")
    giver.post("lay", lot=lot)

    assert "对方已经开始点数" in giver.words()
    assert giver.fill_in().status_code == 422


def test_a_nul_that_somebody_sends_is_no_trouble_on_any_database(
    floor: Floor, panels: Panels
) -> None:
    lot, receiver = waiting_at(floor, panels)
    sales = panels.at("SALES-1")
    floor.sign_on(SALES, "SALES-1")
    assert receiver.post("lay", lot="\0").status_code < 500
    assert sales.post("sort", receipt="R\0").status_code < 500
    sales.post("view/intake")
    assert sales.post("draft", act="book-in", customer="HK", product="\0").status_code < 500
    assert "SALES-1" in sales.words()
    receiver.post("lay", lot=lot)
    assert receiver.post("draft", act="receive", lot=lot, version="1", note="\0").status_code < 500
    assert lot in receiver.words()
