"""Each step's page says what is missing, signs what it shows, and forgets nothing."""

import json
import re

import pytest
from sqlalchemy import select

from domain.people import Person, PersonRole
from domain.process import Role
from terminal.desk.sessions import sign_off
from terminal.desk.signing import sign_with_pin, tap
from tests.floor import (
    INSPECTOR,
    LEADER,
    PINS,
    QUALITY,
    REPAIRER,
    SALES,
    TESTER,
    Floor,
)
from tests.web.steps import STEPS, Bench, at, bench, can_be_pressed, effect, why


def test_an_untouched_page_has_nothing_filled_in_and_cannot_be_signed(floor: Floor) -> None:
    for step in STEPS:
        desk = at(floor, step)
        page = desk.page()
        assert desk.lot in page
        assert not can_be_pressed(page)
        assert "还没填" in why(page)
        assert not [
            n for n, v in desk.form().items() if n.startswith(("counts.", "defects.")) and v
        ]


def test_a_page_speaks_both_languages(floor: Floor) -> None:
    for step in STEPS:
        desk = at(floor, step)
        desk.client.post(f"{desk.home}/look/language/en")
        assert not re.findall(r">\[[a-z.-]+\]<", desk.page())
        assert "no quantity yet" in why(desk.page())


def test_nobody_signs_without_badge_and_pin(floor: Floor) -> None:
    for step in STEPS:
        desk = at(floor, step)
        sign_off(floor.site, desk.station)
        floor.at.pop(desk.station)
        assert "请先刷工牌" in why(desk.page())


def test_the_wrong_role_is_told_who_may_sign(floor: Floor) -> None:
    lot = floor.at_screening(20)
    desk = bench(floor, "SCREEN-1", lot, TESTER)
    assert "要由品质组长签名" in why(desk.type(counts__no_fault=20))


def parts_of(desk: Bench) -> list[dict[str, str]]:
    """Sign the verdict; return its parts."""
    parts = desk.sign()["parts"]
    assert isinstance(parts, list)
    return parts


def test_register_sends_counted_pieces_to_screening(floor: Floor) -> None:
    desk = at(floor, "register", 50)
    assert effect(desk.type(counts__counted=50)) == "签名：移交 50 片给 筛查"
    assert desk.sign()["result"] == "decided"
    assert floor.handover(desk.lot).target == "screening"


def test_register_lets_a_part_go_and_says_what_stays(floor: Floor) -> None:
    desk = at(floor, "register", 50)
    page = desk.type(counts__counted=30)
    assert "20 片留在本站" in page
    desk.sign()
    assert floor.lot(desk.lot).quantity == 20


def test_a_batch_problem_waits_for_the_quality_supervisor(floor: Floor) -> None:
    desk = at(floor, "register", 50)
    assert "要品质主管先确认" in desk.page()
    assert "counts.batch-problem" not in desk.form()
    batch = desk.lot.partition(".")[0]
    floor.act(QUALITY, "REVIEW-1", "confirm-batch-problem", batch=batch, note="同一模具")
    desk.type(counts__batch_problem=50)
    desk.sign()
    assert floor.handover(desk.lot).target == "rework"


def test_screening_names_what_does_not_add_up(floor: Floor) -> None:
    desk = at(floor, "screening", 50)
    page = desk.type(counts__seen=6, counts__seen_only=2, counts__no_fault=50)
    assert "多了 8 片" in why(page)
    page = desk.type(counts__no_fault=42)
    assert "不良现象 0，应为 8 · 异常反馈已登记 0，要 8" in why(page)


def test_registering_the_anomaly_keeps_the_counts(floor: Floor) -> None:
    desk = at(floor, "screening", 50)
    desk.type(counts__seen=6, counts__no_fault=40, defects__bridge=6)
    page = desk.open("anomaly")
    assert "还没填数量 · 还没填：检验责任人、说明" in why(page)
    desk.type(quantity=6, inspector=INSPECTOR, description="连锡")
    assert desk.sign()["result"] == "registered"
    assert desk.form()["counts.no-fault"] == "40"
    page = desk.page()
    assert can_be_pressed(page)
    assert "4 片留在本站" in why(page)
    assert {part["outcome"] for part in parts_of(desk)} == {"no-fault", "seen"}
    assert floor.lot(desk.lot).quantity == 4


def test_inspectors_are_chosen_from_people(floor: Floor) -> None:
    desk = at(floor, "screening")
    page = desk.open("anomaly")
    assert all(f'value="{one}"' in page for one in (INSPECTOR, TESTER, LEADER))
    assert f'value="{REPAIRER}"' not in page


def test_every_defect_can_be_reached_without_losing_the_counts(floor: Floor) -> None:
    desk = at(floor, "screening", 20)
    desk.type(counts__seen=3)
    desk.open("defects")
    desk.type(defects__broken=3)
    desk.open("own")
    assert desk.form()["counts.seen"] == "3"
    assert desk.form()["defects.broken"] == "3"


def test_a_repair_record_is_written_and_the_next_one_starts_empty(floor: Floor) -> None:
    desk = at(floor, "repair", 20)
    page = desk.type(quantity=3)
    assert "结果、原因" in why(page)
    page = desk.type(outcome="repaired", cause="open", repair="replace", location="U7", minutes=10)
    assert effect(page) == "记下 3 片"
    assert desk.press("record").status_code == 204
    form = desk.form()
    assert (form["quantity"], form["location"], form["minutes"]) == ("", "", "")
    assert "cause" not in form
    assert "已修 3" in desk.page()


def test_the_same_as_last_piece_is_one_tap(floor: Floor) -> None:
    desk = at(floor, "repair", 20)
    floor.repair(desk.lot, 3, cause="part-bad", repair="replace", location="U3", minutes=9)
    (values,) = re.findall(r'data-fill="(\{.*?\})"', desk.page())
    desk.client.post(f"{desk.home}/draft", data=desk.form() | json.loads(values))
    form = desk.form()
    assert (form["cause"], form["repair"], form["location"]) == ("part-bad", "replace", "U3")
    assert can_be_pressed(desk.page())


def test_the_top_causes_of_this_product_come_first(floor: Floor) -> None:
    earlier = floor.at_repair(10)
    floor.repair(earlier, 8, cause="bridge")
    floor.repair(earlier, 2, cause="part-bad")
    page = bench(floor, "REPAIR-1", floor.at_repair(10), REPAIRER).page()
    causes = re.findall(r'name="cause" value="([^"]+)".*?<small>(\d+)%', page)
    assert causes[:2] == [("bridge", "80"), ("part-bad", "20")]


def test_what_helped_the_same_symptom_before_is_shown(floor: Floor) -> None:
    earlier = floor.at_repair(10)
    floor.repair(earlier, 8, cause="bridge", repair="clean", location="U9")
    page = bench(floor, "REPAIR-1", floor.at_repair(10), REPAIRER).page()
    assert re.search(r"U9</bdi> 连锡 → 清洗.*?8 片", page, re.DOTALL)


def test_the_verdict_must_be_what_the_records_say(floor: Floor) -> None:
    desk = at(floor, "repair", 20)
    floor.repair(desk.lot, 18)
    floor.repair(desk.lot, 2, outcome="nothing-found", cause="unknown")
    page = desk.open("finish")
    assert "已记录 18 片" in page
    assert "修好：记录 18，点数 0" in why(page)
    page = desk.type(counts__repaired=18, counts__nothing_found=2)
    assert can_be_pressed(page)
    assert {part["target"] for part in parts_of(desk)} == {"retest", "review"}


def test_a_wrong_record_is_chosen_and_voided_and_the_batch_page_still_tells_it(
    floor: Floor,
) -> None:
    desk = at(floor, "repair", 20)
    floor.repair(desk.lot, 3, cause="bridge")
    floor.repair(desk.lot, 2, cause="part-bad")
    assert "更正记录" in desk.open("finish")
    page = desk.open("records")
    assert "维修记录" in why(page)
    (wrong,) = re.findall(r'name="record" value="(\d+)"><span>连锡', page)
    page = desk.type(record=wrong)
    assert effect(page) == "作废 3 片的记录"
    assert desk.press("record").status_code == 204
    assert "已修 2" in desk.page()
    batch = desk.client.get(f"/batches/{desk.lot.partition('.')[0]}").get_data(as_text=True)
    assert batch.count("已作废") == 1
    assert "维修记录作废" in batch


def test_rework_uses_the_same_page(floor: Floor) -> None:
    desk = at(floor, "rework", 10)
    desk.type(quantity=10, outcome="reworked", cause="bridge", repair="resolder")
    assert desk.press("record").status_code == 204
    desk.open("finish")
    desk.type(counts__reworked=10)
    assert [part["target"] for part in parts_of(desk)] == ["retest"]


def test_opinions_and_consent_are_recorded_without_losing_the_decision(floor: Floor) -> None:
    desk = at(floor, "review", 10)
    page = desk.type(counts__scrap=10, note="无法修复")
    assert "客户还没同意" in why(page)
    desk.open("opinion")
    desk.type(text="建议报废")
    assert desk.press("record").status_code == 204
    assert "建议报废" in desk.page()
    desk.open("own")
    floor.sign_on(SALES, "REVIEW-1")
    desk.open("consent")
    desk.type(consent="传真 11-20")
    assert desk.press("record").status_code == 204
    desk.open("own")
    floor.sign_on(QUALITY, "REVIEW-1")
    assert can_be_pressed(desk.page())
    assert desk.press().status_code == 204
    assert tap(floor.site, "REVIEW-1") is None
    assert "请输密码" in desk.client.get("/station/REVIEW-1").get_data(as_text=True)
    sign_with_pin(floor.site, "REVIEW-1", PINS[QUALITY])
    assert floor.balances(desk.lot.partition(".")[0])["scrapped"] == 10


def test_a_retest_by_decision_asks_for_the_conditions(floor: Floor) -> None:
    desk = at(floor, "review", 10)
    assert "还没写复测条件" in why(desk.type(counts__to_retest=10, note="客户电源低"))
    desk.type(conditions="11.4 V")
    assert [part["target"] for part in parts_of(desk)] == ["retest"]


@pytest.mark.parametrize("step", ["retest", "oqc"])
def test_every_failure_has_a_defect(floor: Floor, step: str) -> None:
    desk = at(floor, step, 20)
    counts = {f"counts__{step}_passed": 18, f"counts__{step}_failed": 2}
    assert "不良现象 0，应为 2" in why(desk.type(**counts))
    assert can_be_pressed(desk.type(defects__open=2))
    assert len(parts_of(desk)) == 2


def test_oqc_says_that_i_tested_it_myself(floor: Floor) -> None:
    with floor.site.writing() as db:
        tester = db.scalars(select(Person).where(Person.number == TESTER)).one()
        tester.person_roles.append(PersonRole(role=Role.OQC, position=1))
    desk = at(floor, "oqc", 20)
    assert can_be_pressed(desk.type(counts__oqc_passed=20))
    floor.sign_on(TESTER, "OQC-1")
    assert "要另一个人全检" in why(desk.page())


def test_boxes_must_add_up_to_what_is_packed(floor: Floor) -> None:
    desk = at(floor, "pack", 120)
    page = desk.type(counts__packed=120, full=2)
    assert "箱内合计 100，包装 120" in why(page)
    desk.type(rest=20)
    assert desk.form()["boxes"] == "50,50,20"
    desk.sign()
    assert floor.handover(desk.lot).target == "ship"


def test_shipping_a_part_asks_for_the_pin(floor: Floor) -> None:
    desk = at(floor, "ship", 50)
    assert "运单号、收货人" in why(desk.type(quantity=30))
    page = desk.type(waybill="SF1", recipient="华康 李工")
    assert "20 片留在本站" in page
    assert "密码" in why(page)
    assert desk.press().status_code == 204
    assert tap(floor.site, "SALES-1") is None
    assert sign_with_pin(floor.site, "SALES-1", PINS[SALES])["result"] == "shipped"
    assert floor.lot(desk.lot).quantity == 20
    assert "-S1" in desk.page()
