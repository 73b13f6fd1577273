"""What is typed is kept, whatever else happens to the lot: reload, refusal, hold, merge."""

from terminal.desk.scans import lay_by_hand, put_away
from tests.floor import LEADER, PACKER, REPAIRER, TESTER, Floor
from tests.web.steps import STEPS, Bench, at, at_register, bench, can_be_pressed, why


def test_what_is_typed_survives_a_reload_and_another_lot(floor: Floor) -> None:
    for step in STEPS:
        desk = at(floor, step, 30)
        name = next(n for n in desk.form() if n == "quantity" or n.startswith("counts."))
        desk.client.post(f"{desk.home}/draft", data=desk.form() | {name: "7"})
        put_away(floor.site, desk.station)
        assert lay_by_hand(floor.site, desk.station, desk.lot)
        assert desk.form()[name] == "7"


def test_a_refused_form_stays_as_it_was(floor: Floor) -> None:
    for step in STEPS:
        desk = at(floor, step, 30)
        name = next(n for n in desk.form() if n == "quantity" or n.startswith("counts."))
        desk.client.post(f"{desk.home}/draft", data=desk.form() | {name: "31"})
        typed = without_nonce(desk)
        answer = desk.press("record" if typed["act"] == "record-repair" else "prepare")
        assert answer.status_code == 422
        assert answer.headers["HX-Retarget"] == "#strip"
        assert without_nonce(desk) == typed


def without_nonce(desk: Bench) -> dict[str, str]:
    return {name: value for name, value in desk.form().items() if name != "nonce"}


def test_a_held_lot_says_why_and_a_leader_releases_it(floor: Floor) -> None:
    desk = at(floor, "screening", 20)
    desk.type(counts__no_fault=20)
    desk.open("hold")
    desk.type(reason="治具故障")
    desk.sign()
    assert "此批已暂停：治具故障" in why(desk.page())
    desk.open("release")
    desk.sign()
    assert can_be_pressed(desk.page())
    assert desk.form()["counts.no-fault"] == "20"


def test_two_like_lots_can_be_merged(floor: Floor) -> None:
    lot = at_register(floor, 50)
    parts = floor.decide(PACKER, "RECV-1", lot, counts={"counted": 20})
    floor.receive(LEADER, "SCREEN-1", parts["counted"], 20)
    assert "合批" not in bench(floor, "SCREEN-1", parts["counted"], LEADER).page()
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 30})
    floor.receive(LEADER, "SCREEN-1", lot, 30)
    desk = bench(floor, "SCREEN-1", lot, LEADER)
    assert "合批" in desk.page()
    desk.open("merge")
    desk.type(other=parts["counted"])
    desk.sign()
    assert floor.lot(lot).quantity == 50


def test_a_label_is_printed_again_with_its_copy_number(floor: Floor) -> None:
    desk = at(floor, "screening", 20)
    form = desk.form() | {"act": "relabel"}
    assert desk.client.post(f"{desk.home}/record", data=form).status_code == 204
    assert "第 2 份" in desk.client.get(f"{desk.home}/strip").get_data(as_text=True)


def test_every_panel_of_the_page_still_answers(floor: Floor) -> None:
    desk = at(floor, "screening")
    for panel in ("", "/bar", "/strip", "/desk"):
        assert desk.client.get(desk.home + panel).status_code == 200


def test_the_repairer_is_told_when_everything_is_recorded(floor: Floor) -> None:
    desk = at(floor, "repair", 5)
    floor.repair(desk.lot, 5)
    assert "全部记完" in why(desk.page())


def test_a_second_round_starts_with_an_empty_page(floor: Floor) -> None:
    desk = at(floor, "repair", 10)
    desk.type(quantity=4, outcome="repaired", cause="open", repair="clean")
    floor.clock.pass_by(minutes=10)
    floor.sign_on(REPAIRER, "REPAIR-1")
    floor.repair(desk.lot, 10)
    desk.client.post(f"{desk.home}/draft", data=desk.form() | {"quantity": "4"})
    floor.decide(REPAIRER, "REPAIR-1", desk.lot, counts={"repaired": 10})
    floor.clock.pass_by(minutes=1)
    floor.receive(TESTER, "RETEST-1", desk.lot, 10)
    floor.decide(TESTER, "RETEST-1", desk.lot, counts={"retest-failed": 10}, defects={"open": 10})
    floor.clock.pass_by(minutes=1)
    floor.receive(REPAIRER, "REPAIR-1", desk.lot, 10, on_time=True)
    again = bench(floor, "REPAIR-1", desk.lot, REPAIRER)
    assert again.form()["quantity"] == ""
    assert "第 1 次返修" in again.page()
