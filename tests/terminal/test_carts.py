"""Several lots travel on one cart: one list, one signature, and what differs holds up nothing."""

import pytest
from sqlalchemy import select

from domain.cart import CartElsewhere, CartEmpty, CartLoad, OnACart
from domain.codes import Code, CodeKind, slip
from domain.errors import BadField, NotPermitted, StaleForm, UnknownThing, WrongStation
from domain.events import Event
from domain.lot import LotState
from domain.people import Desk
from domain.printing import Document, JobState, PrintJob
from terminal.actions.receive import FormsMissing
from terminal.audit import audit
from terminal.desk.scans import scan
from tests.floor import LEADER, PACKER, QUALITY, REPAIRER, Floor

FORMS = ("service-form", "signed")


def offered(floor: Floor, *pieces: int, outcome: str = "unseen") -> list[str]:
    """Parts of one batch that the QC leader has sent to their next step, one by one."""
    lot = floor.at_screening(sum(pieces) + 1)
    return [floor.decide(LEADER, "SCREEN-1", lot, counts={outcome: one})[outcome] for one in pieces]


def loaded(floor: Floor, lots: list[str]) -> str:
    answer = floor.note(LEADER, "SCREEN-1", "load-cart", along=tuple(lots))
    return str(answer["cart"])


def receive(floor: Floor, cart: str, counts: dict[str, int], **more: object) -> dict[str, object]:
    fields = {"cart": cart, "lots": counts, "forms": FORMS, "on_time": True} | more
    return floor.act(REPAIRER, "REPAIR-1", "receive-cart", **fields)


def events(floor: Floor, kind: str) -> list[Event]:
    with floor.site.reading() as db:
        return list(db.scalars(select(Event).where(Event.kind == kind).order_by(Event.number)))


def papers(floor: Floor, document: Document, station: str) -> list[str]:
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(
            PrintJob.document == document, PrintJob.printer.startswith(station.lower())
        )
        return list(db.scalars(query.order_by(PrintJob.id)))


def desk(floor: Floor, station: str) -> Desk:
    with floor.site.reading() as db:
        return db.get_one(Desk, station)


def test_one_signature_receives_a_cart_and_each_lot_has_its_own_hand_over(floor: Floor) -> None:
    one, two, three = offered(floor, 20, 30, 40)
    cart = loaded(floor, [one, two, three])

    answer = receive(floor, cart, {one: 20, two: 30, three: 40})

    assert answer == {"result": "cart-received", "cart": cart, "lots": 3, "differing": 0}
    assert {floor.lot(lot).station for lot in (one, two, three)} == {"REPAIR-1"}
    received = [event for event in events(floor, "handover:received") if event.to_step == "repair"]
    assert [(event.lot, event.quantity) for event in received] == [
        (one, 20),
        (two, 30),
        (three, 40),
    ]
    assert len({event.shown_hash for event in received}) == 1
    assert audit(floor.site) == []


def test_a_lot_that_differs_is_counted_again_and_the_others_are_received(floor: Floor) -> None:
    one, two = offered(floor, 20, 30)
    cart = loaded(floor, [one, two])

    answer = receive(floor, cart, {one: 20, two: 29})

    assert (answer["result"], answer["lots"], answer["differing"]) == ("cart-differs", 1, 1)
    assert floor.lot(one).station == "REPAIR-1"
    assert floor.lot(two).state is LotState.OFFERED
    assert receive(floor, cart, {two: 30})["result"] == "cart-received"
    assert floor.lot(two).station == "REPAIR-1"


def test_a_lot_that_differs_twice_is_disputed_by_itself(floor: Floor) -> None:
    one, two = offered(floor, 20, 30)
    cart = loaded(floor, [one, two])
    receive(floor, cart, {two: 29})

    receive(floor, cart, {one: 20, two: 28})

    assert floor.lot(one).station == "REPAIR-1"
    assert floor.handover(two).state == "disputed"
    assert floor.handover(two).second_count == 28


def test_a_lot_of_a_cart_can_be_refused_by_itself(floor: Floor) -> None:
    one, two = offered(floor, 20, 30)
    cart = loaded(floor, [one, two])
    floor.act(REPAIRER, "REPAIR-1", "refuse", lot=two, reasons=("mixed",))

    receive(floor, cart, {one: 20})

    assert floor.lot(one).station == "REPAIR-1"
    assert floor.handover(two).state == "refused"


def test_withdrawn_lots_are_counted_and_offered_together_in_one_signature(floor: Floor) -> None:
    lots = offered(floor, 20, 30, 40)
    for lot in lots[:2]:
        floor.act(LEADER, "SCREEN-1", "withdraw", lot=lot)
    counts = {lots[0]: 20, lots[1]: 30}
    versions = {lot: floor.lot(lot).version for lot in counts}

    answer = floor.act(
        LEADER, "SCREEN-1", "offer-cart", lots=counts, versions=versions, along=(lots[2],)
    )

    assert (answer["result"], answer["lots"]) == ("cart-offered", 3)
    signed = [event.lot for event in events(floor, "handover:offered")]
    assert signed == lots[:2], "what is offered already is not signed again"
    receive(floor, str(answer["cart"]), dict(zip(lots, (20, 30, 40), strict=True)))
    assert {floor.lot(lot).station for lot in lots} == {"REPAIR-1"}


def test_lots_of_two_batches_to_one_step_go_on_one_cart(floor: Floor) -> None:
    (one,), (two,) = offered(floor, 20), offered(floor, 30)
    cart = loaded(floor, [two, one])
    receive(floor, cart, {one: 20, two: 30})
    assert {floor.lot(lot).station for lot in (one, two)} == {"REPAIR-1"}
    assert audit(floor.site) == []


def test_a_lot_stands_on_one_list_only(floor: Floor) -> None:
    one, two = offered(floor, 20, 30)
    loaded(floor, [one])
    with pytest.raises(OnACart):
        loaded(floor, [one, two])


def test_who_may_not_give_or_receive_a_lot_does_not_do_it_with_a_cart(floor: Floor) -> None:
    one, two = offered(floor, 20, 30, outcome="untestable")
    with pytest.raises(NotPermitted):
        floor.note(PACKER, "SCREEN-1", "load-cart", along=(one,))
    cart = loaded(floor, [one, two])
    with pytest.raises(NotPermitted):
        receive(floor, cart, {one: 20, two: 30})


def test_a_cart_is_loaded_where_its_lots_are(floor: Floor) -> None:
    (lot,) = offered(floor, 20)
    with pytest.raises(WrongStation):
        floor.note(LEADER, "RECV-1", "load-cart", along=(lot,))


def test_a_cart_is_received_with_its_forms_its_answer_and_its_own_lots(floor: Floor) -> None:
    one, two, other = offered(floor, 20, 30, 40)
    cart = loaded(floor, [one, two])
    for wrong, error in (
        ({"forms": ("signed",)}, FormsMissing),
        ({"on_time": ""}, BadField),
        ({"lots": {}}, BadField),
        ({"lots": {other: 40}}, BadField),
        ({"cart": "RT-2611-W9999"}, UnknownThing),
        ({"versions": {one: 0}}, StaleForm),
    ):
        with pytest.raises(error):
            receive(floor, **({"cart": cart, "counts": wrong.pop("lots", {one: 20})} | wrong))  # type: ignore[arg-type]
    assert floor.handover(one).first_count is None


def test_the_code_of_the_list_opens_the_cart_and_a_lots_code_chooses_its_count(
    floor: Floor,
) -> None:
    one, two = offered(floor, 20, 30)
    cart = loaded(floor, [one, two])
    floor.sign_on(REPAIRER, "REPAIR-1")

    assert scan(floor.site, "REPAIR-1", str(Code(CodeKind.CART, cart)))
    assert desk(floor, "REPAIR-1").view == "cart"
    assert one in desk(floor, "REPAIR-1").strip
    assert scan(floor.site, "REPAIR-1", str(slip(two, floor.lot(two).last_handover)))
    assert desk(floor, "REPAIR-1").view == "cart"
    assert two in desk(floor, "REPAIR-1").strip


def test_the_last_lot_of_a_cart_is_received_by_itself(floor: Floor) -> None:
    one, two = offered(floor, 20, 30)
    cart = loaded(floor, [one, two])
    receive(floor, cart, {one: 20})

    assert scan(floor.site, "REPAIR-1", str(Code(CodeKind.LOT, two)))
    assert (desk(floor, "REPAIR-1").view, desk(floor, "REPAIR-1").lot) == ("", two)


def test_a_cart_that_goes_elsewhere_or_is_empty_is_refused_with_what_to_do(floor: Floor) -> None:
    (lot,) = offered(floor, 20)
    cart = loaded(floor, [lot])
    code = str(Code(CodeKind.CART, cart))
    assert not scan(floor.site, "OQC-1", code)
    assert CartElsewhere.code in desk(floor, "OQC-1").strip
    receive(floor, cart, {lot: 20})
    assert not scan(floor.site, "REPAIR-1", code)
    assert CartEmpty.code in desk(floor, "REPAIR-1").strip


def test_the_list_names_its_lots_and_no_figure(floor: Floor) -> None:
    one, two = offered(floor, 7919, 7907)
    cart = loaded(floor, [one, two])

    (paper,) = papers(floor, Document.CART_LIST, "SCREEN-1")

    assert str(Code(CodeKind.CART, cart)) in paper
    assert one in paper
    assert two in paper
    assert "7919" not in paper
    assert "7907" not in paper


def test_one_receipt_tells_all_lots_that_came(floor: Floor) -> None:
    one, two = offered(floor, 7919, 7907)
    receive(floor, loaded(floor, [one, two]), {one: 7919, two: 7907})

    (receipt,) = papers(floor, Document.RECEIPT, "REPAIR-1")

    assert "7919" in receipt
    assert "15826 PCS" in receipt


def test_the_list_can_be_printed_again_as_a_copy(floor: Floor) -> None:
    loaded(floor, offered(floor, 20))
    with floor.site.writing() as db:
        job = db.scalars(select(PrintJob).where(PrintJob.document == Document.CART_LIST)).one()
        job.state = JobState.SENT
        number = job.id

    assert floor.note(LEADER, "SCREEN-1", "reprint", job=number)["copy"] == 2


def test_carts_are_numbered_without_a_gap_and_loading_one_is_an_event(floor: Floor) -> None:
    carts = [loaded(floor, [lot]) for lot in offered(floor, 20, 30)]
    assert carts == ["RT-2611-W0001", "RT-2611-W0002"]
    assert [event.facts["cart"] for event in events(floor, "cart:loaded")] == carts
    with floor.site.reading() as db:
        assert len(list(db.scalars(select(CartLoad)))) == 2


def test_pieces_that_arrive_at_a_review_on_a_cart_open_a_case_each(floor: Floor) -> None:
    one, two = offered(floor, 20, 30, outcome="no-fault")
    cart = loaded(floor, [one, two])
    floor.act(QUALITY, "REVIEW-1", "receive-cart", cart=cart, lots={one: 20, two: 30}, forms=FORMS)
    batch = one.partition(".")[0]
    for case, lot in ((1, one), (2, two)):
        floor.note(QUALITY, "REVIEW-1", "opinion", case=f"{batch}-Q{case}", text="看电源")
        assert floor.lot(lot).state is LotState.RECEIVED
    assert audit(floor.site) == []


def test_how_each_lot_was_counted_is_kept_with_its_receipt(floor: Floor) -> None:
    one, two = offered(floor, 20, 30)
    cart = loaded(floor, [one, two])

    receive(floor, cart, {one: 20, two: 30}, counting={one: "4×5+0", two: ""})

    assert [floor.handover(lot).counting for lot in (one, two)] == ["4×5+0", ""]
    assert [event.facts["counting"] for event in events(floor, "handover:received")[-2:]] == [
        "4×5+0", "",
    ]  # fmt: skip
