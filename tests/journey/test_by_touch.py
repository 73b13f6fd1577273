"""Twenty pieces go from intake to shipped by touch: taps, keypads, readers and printed papers."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.codes import parse
from tests.floor import INSPECTOR, LEADER, LINE, PACKER, REPAIRER, SALES, TESTER
from tests.journey.crew import Crew
from tests.journey.hands import SHOTS, Hands
from tests.journey.shop import a_shop

PIECES, UNSEEN, SEEN = 20, 12, 8

pytestmark = pytest.mark.timeout(300)


def test_a_lot_is_walked_from_intake_to_shipped_by_touch(page: Page, tmp_path: Path) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    with a_shop(tmp_path, f"sqlite:///{tmp_path}/floor.db") as shop:
        page.set_default_timeout(15_000)
        hands = Hands(page, shop)
        slip = sales_books_in(hands)
        slip = packer_counts_in(hands, slip)
        for_rework, for_repair = leader_screens(hands, slip)
        repaired = repairer_repairs(hands, for_repair, for_rework)
        reworked = line_leader_reworks(hands, for_rework)
        for slip, pieces in ((repaired, UNSEEN), (reworked, SEEN)):
            to_inspect = the_tester_tests(hands, slip, pieces)
            to_pack = inspector_inspects(hands, to_inspect, pieces)
            sales_ships(hands, packer_packs(hands, to_pack, pieces), pieces)
        sales_issues_the_notice(hands)
        batch = parse(repaired).payload.partition(".")[0]
        everybody_reads_the_story(hands, batch)
        held = Crew(shop).check_ledger(batch, PIECES)
        assert held == {"customer": -PIECES, "shipped": PIECES}
        assert not hands.faults, "\n".join(hands.faults)


def sales_books_in(hands: Hands) -> str:
    hands.walk_to("SALES-1")
    hands.draw("nobody")
    hands.sign_on(SALES, "赵婷")
    hands.draw("idle")
    hands.button("收件登记").tap()
    hands.draw("intake")
    hands.choose("customer", "HK")
    hands.choose("product", "PCBA-HK7-R3.2")
    hands.key_in("counted", PIECES)
    hands.key_in("declared", PIECES)
    hands.draw("intake-goods")
    hands.choose("part", "complaint")
    hands.page.locator("[data-into='text-complaint']").first.tap()
    hands.page.locator("[data-into='text-demand']").first.tap()
    hands.draw("intake-complaint")
    hands.choose("part", "terms")
    hands.page.locator(".day").nth(4).tap()
    hands.scan("SF1000118000156")
    expect(hands.page.locator("#text-waybill")).to_have_value("SF1000118000156")
    hands.sign(SALES, "登记 20 片", "intake-terms")
    hands.draw("intake-done")
    (slip,) = hands.take_slips()
    return slip


def packer_counts_in(hands: Hands, slip: str) -> str:
    hands.arrive("RECV-1", PACKER, "杨丽华")
    hands.draw("idle")
    receive(hands, PACKER, slip, PIECES, wrong=PIECES - 1, shot="receive")
    hands.draw("register")
    hands.key_in("counts.counted", PIECES)
    hands.sign(PACKER, "移交 20 片给 筛查", "register")
    hands.draw("sent")
    (slip,) = hands.take_slips()
    return slip


def receive(
    hands: Hands, person: str, slip: str, pieces: int, *, wrong: int = 0, shot: str = ""
) -> None:
    """Scan the slip, key my own count, tick the forms, answer whether the date can be met, sign."""
    hands.scan_lot(slip)
    if shot:
        hands.draw(shot)
    offered = hands.page.locator(".hidden-quantity")
    expect(offered).to_be_visible()
    tick_all_forms(hands)
    if wrong:
        hands.count(wrong)
        hands.sign(person, f"我点的 {wrong} 片", f"{shot}-wrong")
        expect(hands.strip()).to_contain_text("再点一次")
        hands.draw(f"{shot}-again")
        assert f">{pieces}<" not in hands.page.content()
        for form in hands.page.locator("input[name='forms']").all():
            expect(form).to_be_checked()
    hands.count(pieces)
    hands.sign(person, f"我点的 {pieces} 片", f"{shot}-counted" if shot else "")
    expect(offered).to_be_hidden()


def tick_all_forms(hands: Hands) -> None:
    for form in hands.page.locator("input[name='forms']").all():
        hands.choose("forms", form.get_attribute("value") or "")
    if hands.page.locator("input[name='on_time']").count():
        hands.choose("on_time", "yes")


def leader_screens(hands: Hands, slip: str) -> tuple[str, str]:
    hands.arrive("SCREEN-1", LEADER, "王小梅")
    receive(hands, LEADER, slip, PIECES)
    hands.draw("screening")
    hands.key_in("counts.unseen", UNSEEN)
    hands.key_in("counts.seen", SEEN)
    with hands.in_english_and_dark("screening"):
        hands.shows("counts.unseen", UNSEEN)
    hands.shows("counts.seen", SEEN)
    hands.add_defects("bridge", SEEN)
    hands.draw("screening-anomaly-due")
    leader_registers_the_anomaly(hands)
    hands.shows("counts.unseen", UNSEEN)
    hands.sign(LEADER, "判定 20 片并移交", "screening-balanced")
    expect(hands.strip()).to_contain_text(".2 → 返工、.1 → 维修")
    hands.draw("screening-done")
    for_rework, for_repair = hands.take_slips(2)
    return for_rework, for_repair


def leader_registers_the_anomaly(hands: Hands) -> None:
    hands.button("登记异常反馈").tap()
    hands.key_in("quantity", SEEN)
    hands.choose("inspector", INSPECTOR)
    hands.button("连锡").tap()
    hands.sign(LEADER, "登记异常 8 片", "anomaly")
    expect(hands.page.locator(".matrix")).to_be_visible()


def repairer_repairs(hands: Hands, slip: str, wrong: str) -> str:
    hands.arrive("REPAIR-1", REPAIRER, "何军")
    receive(hands, REPAIRER, slip, UNSEEN, shot="receive")
    hands.draw("repair")
    lot = hands.page.locator("#lot-number").inner_text()
    hands.scan(wrong)
    expect(hands.page.locator("#strip [role=alert]")).to_contain_text("不能做")
    expect(hands.page.locator("#lot-number")).to_have_text(lot)
    hands.draw("wrong-station")
    record_all(hands, "repaired", "open", UNSEEN)
    return finish(hands, REPAIRER, "repaired", UNSEEN)


def record_all(hands: Hands, outcome: str, cause: str, pieces: int) -> None:
    """One record for two pieces, the rest as the piece before."""
    quantity = hands.page.locator(".stepper:has(input[name=quantity])")
    for _ in range(2):
        quantity.locator("[data-add='1']").tap()
    minutes = hands.page.locator(".stepper:has(input[name=minutes])")
    minutes.locator("[data-add='5']").tap()
    for name, value in (("outcome", outcome), ("cause", cause), ("repair", "resolder")):
        hands.choose(name, value)
    hands.draw("record")
    hands.press("记下 2 片")
    expect(hands.page.locator(".quantity")).to_contain_text("已修 2")
    hands.button("同上一片").tap()
    expect(quantity.locator("output")).to_have_text("1")
    hands.button(f"全部 {pieces - 2}").tap()
    hands.draw("same-again")
    hands.press(f"记下 {pieces - 2} 片")
    expect(hands.page.locator(".quantity")).to_contain_text(f"已修 {pieces}")


def finish(hands: Hands, person: str, outcome: str, pieces: int) -> str:
    hands.draw("recorded")
    hands.button("收尾移交").tap()
    hands.key_in(f"counts.{outcome}", pieces)
    hands.sign(person, f"判定 {pieces} 片并移交", "finish")
    (slip,) = hands.take_slips()
    return slip


def line_leader_reworks(hands: Hands, slip: str) -> str:
    hands.arrive("REWORK-1", LINE, "吴敏")
    receive(hands, LINE, slip, SEEN)
    hands.draw("rework")
    record_all(hands, "reworked", "bridge", SEEN)
    return finish(hands, LINE, "reworked", SEEN)


def the_tester_tests(hands: Hands, slip: str, pieces: int) -> str:
    hands.arrive("RETEST-1", TESTER, "刘芳")
    receive(hands, TESTER, slip, pieces)
    hands.draw("retest")
    hands.key_in("counts.retest-passed", pieces)
    hands.sign(TESTER, f"合格 {pieces} 片，送OQC", "retest")
    (slip,) = hands.take_slips()
    return slip


def inspector_inspects(hands: Hands, slip: str, pieces: int) -> str:
    hands.arrive("OQC-1", INSPECTOR, "黄丽")
    receive(hands, INSPECTOR, slip, pieces)
    hands.draw("oqc")
    hands.key_in("counts.oqc-passed", pieces)
    hands.sign(INSPECTOR, f"合格 {pieces} 片，送包装", "oqc")
    (slip,) = hands.take_slips()
    return slip


def packer_packs(hands: Hands, slip: str, pieces: int) -> str:
    hands.arrive("PACK-1", PACKER, "杨丽华")
    receive(hands, PACKER, slip, pieces)
    hands.draw("pack")
    hands.key_in("counts.packed", pieces)
    hands.key_in("rest", pieces)
    hands.sign(PACKER, f"包装 {pieces} 片，1 箱", "pack")
    (slip,) = hands.take_slips()
    return slip


def sales_ships(hands: Hands, slip: str, pieces: int) -> None:
    hands.arrive("SALES-1", SALES, "赵婷")
    receive(hands, SALES, slip, pieces, shot="receive-forms")
    hands.draw("ship")
    hands.key_in("quantity", pieces)
    hands.scan("SF2000118000157")
    expect(hands.page.locator("#typed-waybill")).to_have_value("SF2000118000157")
    hands.button("华康电子").tap()
    hands.prepare(f"出货 {pieces} 片", "ship")
    hands.scan_badge(SALES)
    expect(hands.page.locator("[data-pin-for]")).to_be_visible()
    hands.draw("ship-pin")
    hands.key_pin(SALES)
    expect(hands.strip()).to_contain_text("已出货")
    hands.draw("shipped")


def sales_issues_the_notice(hands: Hands) -> None:
    """More than 0.5 % came back: the batch closes only with its complaint notice (K-34)."""
    hands.button("投诉通知书待发 1").tap()
    hands.page.locator(".row.pick").tap()
    hands.sign(SALES, "", "notice")
    expect(hands.strip()).to_contain_text("已发出投诉通知书")
    hands.draw("notice-issued")


def everybody_reads_the_story(hands: Hands, batch: str) -> None:
    page = hands.page
    hands.station = ""
    page.goto(f"{hands.shop.base}/batches/{batch}")
    for name in ("赵婷", "杨丽华", "王小梅", "何军", "吴敏", "刘芳", "黄丽"):
        expect(page.locator(".tracking")).to_contain_text(name)
    expect(page.locator(".head")).to_contain_text("跟踪完成")
    hands.draw("batch")
    page.screenshot(path=SHOTS / "batch-whole.png", full_page=True)
    page.goto(f"{hands.shop.base}/batches")
    hands.draw("batches")
    page.goto(f"{hands.shop.base}/board")
    out = page.locator(".kpis div").nth(1).locator("dd")
    expect(out).to_have_text(str(PIECES))
    hands.draw("board")
