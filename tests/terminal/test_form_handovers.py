"""Forms part from their goods: to Sales, to Technical, to Quality, each with two signatures."""

import pytest
from sqlalchemy import delete, select

from domain.paperwork import FormHandover
from terminal.queries.supervise import decisions, eyes_of
from tests.floor import BOSS, LEADER, PACKER, QUALITY, SALES, SALES_HEAD, TECHNICAL, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import person
from tests.web.steps import at_pack, at_review, at_ship


def forms(floor: Floor) -> list[FormHandover]:
    with floor.site.reading() as db:
        return list(db.scalars(select(FormHandover).order_by(FormHandover.id)))


def waiting(floor: Floor, who: str) -> list[str]:
    """The numbers of the forms that wait in somebody's list."""
    with floor.site.reading() as db:
        items = decisions(eyes_of(floor.site, db, person(floor, who).id))
        return [form.number for item in items for form in item.forms]


def ship(floor: Floor, lot: str, pieces: int) -> None:
    floor.act(SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=pieces, waybill="SF1",
              recipient="华康")  # fmt: skip


def test_sales_signs_once_for_the_count_and_the_forms_of_a_packed_lot(floor: Floor) -> None:
    lot = at_ship(floor)
    (form,) = forms(floor)
    assert (form.kind, form.number, form.department) == ("service-form", lot, "sales")
    assert (form.giver_name, form.receiver_name) == ("杨丽华", "赵婷")
    assert form.given_at
    assert form.received_at


def test_sales_does_not_receive_a_repaired_lot_without_its_repair_record(floor: Floor) -> None:
    lot = at_pack(floor)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 50}, boxes=(50,))
    with nothing_changes(floor) as refusal:
        floor.act(SALES, "SALES-1", "receive", lot=lot, count=50, forms=("service-form", "signed"))
    assert (refusal.code, refusal.facts["missing"]) == ("forms-missing", "repair-record")


def test_no_shipping_order_without_the_service_form(floor: Floor) -> None:
    lot = at_ship(floor)
    with floor.site.writing() as db:
        db.execute(delete(FormHandover))
    with nothing_changes(floor) as refusal:
        ship(floor, lot, 50)
    assert refusal.code == "form-not-here"


def test_the_repair_record_goes_to_technical_with_the_last_pieces(floor: Floor) -> None:
    lot = at_ship(floor)
    ship(floor, lot, 20)
    assert waiting(floor, TECHNICAL) == []
    ship(floor, lot, 30)
    assert waiting(floor, TECHNICAL) == [lot]
    record = forms(floor)[-1]
    floor.act(TECHNICAL, "REVIEW-1", "receive-forms", forms=(record.id,))
    assert waiting(floor, TECHNICAL) == []
    assert forms(floor)[-1].receiver_name == "许工"
    (signed,) = events(floor, "form:received")
    assert (signed.meaning, signed.batch) == ("form-received", lot.partition(".")[0])


def test_the_record_of_scrapped_pieces_ends_at_technical_too(floor: Floor) -> None:
    lot = at_review(floor)
    case = f"{lot.partition('.')[0]}-Q1"
    floor.note(SALES, "SALES-1", "consent", case=case, consent="邮件同意")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"scrap": 50}, note="无法修复")
    assert waiting(floor, TECHNICAL) == []  # nobody has repaired these, so there is no record


def test_the_notice_waits_for_quality_until_it_is_signed_for(floor: Floor) -> None:
    lot = at_ship(floor)
    notice = f"{lot.partition('.')[0]}-C1"
    floor.act(SALES, "SALES-1", "issue-notice", notice=notice)
    assert waiting(floor, QUALITY) == [notice]
    floor.clock.pass_by(days=3)
    floor.at.clear()
    assert waiting(floor, QUALITY) == [notice]
    floor.act(QUALITY, "REVIEW-1", "receive-forms", forms=(forms(floor)[-1].id,))
    assert waiting(floor, QUALITY) == []


def test_several_forms_are_signed_for_at_once_and_a_missing_one_stays(floor: Floor) -> None:
    lots = [at_ship(floor, 5) for _ in range(3)]
    for lot in lots:
        ship(floor, lot, 5)
    mine = [form.id for form in forms(floor) if form.department == "technical"]
    floor.act(TECHNICAL, "REVIEW-1", "receive-forms", forms=(mine[0], mine[2]))
    assert waiting(floor, TECHNICAL) == [lots[1]]


def test_nobody_signs_for_another_departments_form_or_twice(floor: Floor) -> None:
    ship(floor, at_ship(floor), 50)
    mine = str(forms(floor)[-1].id)
    for who, which, code in (
        (QUALITY, mine, "not-permitted"),
        (LEADER, mine, "not-permitted"),
        (BOSS, mine, "not-permitted"),
        (TECHNICAL, "999", "unknown-thing"),
        (TECHNICAL, "x", "bad-field"),
        (TECHNICAL, "", "form-signed-for"),
    ):
        if not which:
            floor.act(TECHNICAL, "REVIEW-1", "receive-forms", forms=mine)
        with nothing_changes(floor) as refusal:
            floor.act(who, "REVIEW-1", "receive-forms", forms=which or mine)
        assert refusal.code == code


def test_a_form_is_not_received_by_who_gave_it(floor: Floor) -> None:
    lot = at_pack(floor)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 50}, boxes=(50,))
    floor.receive(SALES_HEAD, "SALES-1", lot, 50)
    with floor.site.writing() as db:
        form = db.scalars(select(FormHandover)).one()
        form.received_at, form.giver_id = None, person(floor, SALES_HEAD).id
    with nothing_changes(floor) as refusal:
        floor.act(SALES_HEAD, "SALES-1", "receive-forms", forms=(form.id,))
    assert refusal.code == "same-person"


@pytest.mark.parametrize("number", ["9" * 25, "-1", "x", "1 OR 1", "²"])
def test_a_form_that_cannot_be_is_not_signed_for(floor: Floor, number: str) -> None:
    floor.sign_on(TECHNICAL, "REVIEW-1")
    with nothing_changes(floor) as refusal:
        floor.act(TECHNICAL, "REVIEW-1", "receive-forms", forms=(number,))
    assert refusal.code == "bad-field"
