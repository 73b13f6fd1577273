"""The A4 forms hold every figure and signature of their records, and an empty line for the rest."""

import pytest

from tests.floor import INSPECTOR, LEADER, PACKER, PRODUCTION, QUALITY, REPAIRER, SALES, Floor
from tests.web.forms import FORMS, a_whole_batch, batch_of, box, read, rows
from tests.web.pages import client

EMPTY = "签名 日期"


def test_every_form_says_what_it_is_and_of_which_revision(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    titles = (
        "售后服务表", "售后跟踪记录表", "售后维修记录表", "品质检验异常反馈表", "客户投诉通知书",
        "出货单", "疑难会审报告",
    )  # fmt: skip
    for number, (form, title) in enumerate(zip(FORMS, titles, strict=True), 1):
        words = read(floor, lot, form)
        assert title in words
        assert f"文件编号 QR-TPZ-002-0{number} 版次 A-0 依据文件 QP-TPZ-002 A-2" in words
        assert "打印件不受控" in words
        assert "打印时间 2026-11-20 09:00:00 打印人（签名）" in words


def test_every_form_speaks_english_too(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    for form in FORMS:
        words = read(floor, lot, form, language="en")
        assert "Document no." in words
        assert "Uncontrolled when printed" in words
        assert "[" not in words.replace("[Q", "")


def test_the_service_form_shows_what_was_asked_for_and_who_has_signed(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    words = read(floor, lot, "service", lot)
    for told in (
        "华康电子",
        "HK-7 主控板",
        "HK-2207",
        "上电无显示",
        "分两箱",
        "101 / 100",
        "2026-11-25",
    ):
        assert told in words
    column = rows(floor, lot, "service", lot)
    for signed in (
        "收件登记 登记送出 100 片 赵婷 20/11 业务员 SALES-1 2026-11-20 09:00:00",
        "收货核数 签收 100 片 杨丽华 20/11 包装员 RECV-1",
        "筛查 判定送出 80 片 王小梅 20/11 品质组长 SCREEN-1",
        "维修 签收 80 片 何军 20/11 维修员 REPAIR-1",
        "复测 测试判定 80 片 刘芳 20/11 测试员 RETEST-1",
        "OQC 全检 全检判定 80 片 黄丽 20/11 OQC OQC-1",
        "包装 核数打包 80 片 杨丽华 20/11",
        "出货 出货 80 片 赵婷 20/11",
    ):
        assert any(signed in row for row in column), signed
    assert column[-1].endswith("收件人 李师傅")


def test_the_service_form_of_an_open_lot_has_lines_for_those_who_are_to_sign(floor: Floor) -> None:
    lot = floor.at_repair(20)
    empty = rows(floor, lot, "service")[-9:]
    assert empty == [
        "维修 维修完成", "复测 签收", "复测 测试判定", "OQC 全检 签收", "OQC 全检 全检判定",
        "包装 签收", "包装 核数打包", "出货 签收", "出货 出货",
    ]  # fmt: skip


def test_before_the_screening_the_way_may_lead_to_repair_or_rework(floor: Floor) -> None:
    column = rows(floor, floor.book_in(20), "service")
    assert column[1:5] == ["收货核数 签收", "收货核数 核数送出", "筛查 签收", "筛查 判定送出"]
    assert "维修 / 返工 签收" in column


def test_behind_a_review_no_line_is_promised_to_anybody(floor: Floor) -> None:
    lot = floor.at_screening(5)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 5})
    assert rows(floor, lot, "service")[-2:] == ["疑难会审 签收", "疑难会审 会审决定"]
    floor.receive(QUALITY, "REVIEW-1", lot, 5)
    assert rows(floor, lot, "service")[-1] == "疑难会审 会审决定"


def test_a_withdrawn_offer_waits_to_be_made_again(floor: Floor) -> None:
    lot = floor.book_in(5)
    floor.act(SALES, "SALES-1", "withdraw", lot=lot)
    assert "收件登记 送出" in rows(floor, lot, "service")


def test_a_confirmed_batch_problem_is_on_the_service_form(floor: Floor) -> None:
    lot = floor.book_in(20)
    floor.receive(PACKER, "RECV-1", lot, 20)
    batch = batch_of(lot)
    floor.act(QUALITY, "REVIEW-1", "confirm-batch-problem", batch=batch, note="同一批锡膏")
    words = read(floor, lot, "service")
    assert "批量问题" in words
    assert "确认批量问题 20 片 李国强 20/11" in words


def test_each_lot_has_a_service_form_of_its_own(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    batch = batch_of(lot)
    words = read(floor, lot, "service", f"{batch}.3")
    assert f"记录编号 {batch}.3" in words
    assert "返工 签收 11 片 吴敏 20/11" in words
    assert "维修 签收" not in words
    everything = read(floor, lot, "service")
    assert all(f"记录编号 {batch}.{n}" in everything for n in (1, 2, 3))


def test_a_lots_number_leads_to_its_own_form(floor: Floor) -> None:
    lot = floor.at_screening(5)
    found = client(floor.site).get(f"/batches/{lot}/forms/service")
    assert found.headers["Location"] == f"/batches/{batch_of(lot)}/forms/service?of={lot}"
    found = client(floor.site).get(f"/batches/{lot}/forms/tracking")
    assert found.headers["Location"] == f"/batches/{batch_of(lot)}/forms/tracking"


def test_the_tracking_record_holds_every_lot_hand_over_and_signature(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    found = rows(floor, lot, "tracking")
    batch = batch_of(lot)
    for told in (
        "11 片 9 片 80 片 100 片",
        f"{batch}.2 复测 已接收 RETEST-1 0 9 片",
        f"{batch}.3 返工 已接收 REWORK-1 0 11 片",
        "1 .1 收件登记 → 收货核数 赵婷 20/11 100 片 杨丽华 20/11 已签收",
        "2026-11-25 2026-11-24 周志明 20/11",
        ".1 −1 片 待与客户核对 赵婷 20/11",
    ):
        assert any(told in row for row in found), told
    assert any("答复交期 100 片 周志明 20/11 生产主管 REVIEW-1" in row for row in found)
    assert box(floor, lot, "tracking", "业务员：收件登记").startswith("赵婷 20/11 业务员 · SALES-1")
    assert box(floor, lot, "tracking", "包装员：核数").startswith("杨丽华 20/11 包装员 · RECV-1")


def test_tracking_is_complete_once_the_last_lot_is_packed(floor: Floor) -> None:
    lot = floor.at_oqc(40)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": 40})
    floor.receive(PACKER, "PACK-1", lot, 40)
    assert box(floor, lot, "tracking", "跟踪完成") == EMPTY
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 40}, boxes=(40,))
    floor.receive(SALES, "SALES-1", lot, 40)
    assert box(floor, lot, "tracking", "跟踪完成").startswith("杨丽华 20/11 包装员 · PACK-1")
    assert box(floor, lot, "tracking", "业务员：出货") == EMPTY


def test_a_refusal_is_on_the_tracking_record_with_its_reasons_and_ruling(floor: Floor) -> None:
    lot = floor.book_in(12)
    floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("damaged", "other"), note="箱子湿了")
    floor.act("10130", "SALES-1", "rule", lot=lot, ruling="recount")
    words = read(floor, lot, "tracking")
    for told in ("货物损坏", "其他原因", "箱子湿了", "主管：重点数 孙业务经理"):
        assert told in words


def test_the_repair_record_holds_every_record_and_its_total(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    found = rows(floor, lot, "repair")
    assert "1 .1 2026-11-20 09:00:00 1 虚焊 虚焊 U7 重焊 260 生产 复测 52 片" in found
    assert found[-1] == "合计 2 条 400 80 片"
    assert any("元件坏 换元件 D3 1N4148 140 来料 复测 28 片" in row for row in found)
    assert box(floor, lot, "repair", "维修 / 返工完成").startswith("何军 20/11 维修员 · REPAIR-1")
    assert box(floor, lot, "repair", "技术主管：责任判定") == EMPTY


@pytest.mark.parametrize("pieces", [1, 30])
def test_the_repair_record_has_a_row_for_each_record(floor: Floor, pieces: int) -> None:
    lot = floor.at_repair(pieces)
    for _ in range(pieces):
        floor.repair(lot, 1)
    assert len(rows(floor, lot, "repair")) == pieces + 1


def test_the_anomaly_report_says_that_the_inspector_signed_and_not_who(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    assert box(floor, lot, "anomaly", "检验责任人：确认") == EMPTY
    floor.act(INSPECTOR, "OQC-1", "sign-anomaly", report=f"{batch_of(lot)}-A1")
    words = read(floor, lot, "anomaly")
    assert "J1 偏移 0.6 mm" in words
    assert "异常数量 11 片" in words
    assert "偏移 11 片" in words
    assert box(floor, lot, "anomaly", "品质组长：登记").startswith(
        "王小梅 20/11 品质组长 · SCREEN-1"
    )
    assert box(floor, lot, "anomaly", "检验责任人：确认").startswith("已签 20/11 09:00")
    assert "黄丽" not in words


def test_an_absent_inspector_is_told_with_the_reason_and_without_names(floor: Floor) -> None:
    lot = floor.at_screening(4)
    floor.act(
        LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=4, inspector=INSPECTOR,
        description="缺件",
    )  # fmt: skip
    floor.act(
        QUALITY, "REVIEW-1", "sign-anomaly", report=f"{batch_of(lot)}-A1",
        absent_reason="病假",
    )  # fmt: skip
    words = read(floor, lot, "anomaly")
    assert "检验责任人不在的原因 病假" in words
    assert "检验责任人不在，主管签 已签 20/11" in words
    assert "李国强" not in words


def test_the_complaint_notice_prints_its_arithmetic_with_both_bases(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    found = rows(floor, lot, "notice")
    assert "原交付数量 · 判定用 89 片 2,000 片 4.450 % ≥ 0.500 %" in found
    assert "本厂核数 89 片 100 片 89.000 % —" in found
    assert any("虚焊 U7 重焊 生产 52 片" in row for row in found)
    assert any("疑难会审 · 检测不出问题 → 复测 9 片 9 片" in row for row in found)
    assert box(floor, lot, "notice", "业务员：发出").startswith("赵婷 20/11 业务员 · SALES-1")
    assert box(floor, lot, "notice", "品质部：签收") == EMPTY


def test_a_draft_of_the_notice_has_nobodys_signature(floor: Floor) -> None:
    lot = floor.at_retest(10)
    assert box(floor, lot, "notice", "状态") == "草稿"
    assert box(floor, lot, "notice", "业务员：发出") == EMPTY


def test_the_shipping_order_says_what_goes_where_in_which_boxes(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    found = rows(floor, lot, "shipping")
    assert found[0] == f"1 HK-7 主控板 PCBA-HK7-R3.2 {lot} 修好退还客户 80 片"
    assert found[1:] == ["50 片 1 50 片", "30 片 1 30 片"]
    words = read(floor, lot, "shipping")
    assert "收货人 李师傅 运单号 SF77" in words
    assert box(floor, lot, "shipping", "OQC：全检").startswith("黄丽 20/11 OQC · OQC-1")
    assert box(floor, lot, "shipping", "业务员：出货").startswith("赵婷 20/11 业务员 · SALES-1")
    assert box(floor, lot, "shipping", "收货人：签收") == EMPTY


def test_the_review_report_tells_opinions_decision_consent_and_correction(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    found = rows(floor, lot, "review")
    assert found[0].startswith("品质主管 先老化再测 李国强 20/11")
    assert found[1:5] == ["维修工程师", "生产主管", "技术主管", "业务员"]
    assert found[5] == "复测 9 片 低压启动 李国强 20/11"
    words = read(floor, lot, "review")
    assert "复测条件 4.7 V" in words
    assert "客户同意内容 客户同意复测" in words
    assert "改正与验证 R12 改 4.7 kΩ" in words
    assert box(floor, lot, "review", "业务员：客户同意").startswith("赵婷 20/11")
    assert box(floor, lot, "review", "主管：会审决定").startswith(
        "李国强 20/11 品质主管 · REVIEW-1"
    )
    assert box(floor, lot, "review", "品质主管：已改正并验证").startswith("李国强 20/11")


def test_an_open_review_has_empty_lines(floor: Floor) -> None:
    lot = floor.at_repair(6)
    floor.repair(lot, 6, outcome="nothing-found")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"nothing-found": 6})
    floor.receive(PRODUCTION, "REVIEW-1", lot, 6)
    assert "会审缘由 查不出" in read(floor, lot, "review")
    for label in ("业务员：客户同意", "主管：会审决定", "品质主管：已改正并验证"):
        assert box(floor, lot, "review", label) == EMPTY


def test_a_form_that_nothing_stands_on_is_not_there(floor: Floor) -> None:
    batch = batch_of(floor.book_in(5))
    browser = client(floor.site)
    for form in ("repair", "anomaly", "notice", "shipping", "review", "salary"):
        assert browser.get(f"/batches/{batch}/forms/{form}").status_code == 404
    assert browser.get(f"/batches/{batch}/forms/service?of=RT-1.1").status_code == 404
    assert browser.get("/batches/RT-9999-0001/forms/service").status_code == 404
    assert browser.get(f"/batches/{batch}/forms/salary/page.css").status_code == 404
