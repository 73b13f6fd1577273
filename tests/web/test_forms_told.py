"""What the A4 forms must not tell, and what hostile words cannot do to them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from domain.batch import Batch
from terminal.form_heads import FormHead, Recipient
from tests.floor import LEADER, PACKER, PRODUCTION, QUALITY, REPAIRER, SALES, TESTER, Floor, a_floor
from tests.web.forms import FORMS, a_whole_batch, batch_of, box, markup, read, rows
from tests.web.pages import UNFINISHED, a_demo, client, complaints, served, told, unfinished
from web.office import css_text, share

HOSTILE = "<script>alert(1)</script><b onclick=x>上电\"无'显示</b>{{ 7*7 }}"


def everything(floor: Floor, lot: str) -> str:
    """All that the forms of a batch say, in both languages, and their styles."""
    browser = client(floor.site)
    address = f"/batches/{batch_of(lot)}/forms"
    answers = []
    for language in ("zh", "en"):
        browser.set_cookie("language", language)
        for form in FORMS:
            answers.append(browser.get(f"{address}/{form}"))
            answers.append(browser.get(f"{address}/{form}/page.css"))
    return "".join(one.get_data(as_text=True) for one in answers if one.status_code == 200)


def test_a_first_offer_tells_no_figure_on_any_form(floor: Floor) -> None:
    lot = floor.book_in(7919, declared=7920)
    said = everything(floor, lot)
    assert not told(said, 7919)
    assert not told(said, 7920)
    assert "−1 片" not in said
    assert box(floor, lot, "service", "客户报数 / 实点") == "— / —"
    floor.receive(PACKER, "RECV-1", lot, 7919)
    assert box(floor, lot, "service", "现有数量") == "7,919 片"


def test_a_verdicts_parts_are_on_no_form_until_each_is_counted(floor: Floor) -> None:
    lot = floor.at_screening(8000)
    floor.act(
        LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=7919, inspector=TESTER,
        description="偏移",
    )  # fmt: skip
    counts = {"seen": 7919, "no-fault": 81}
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts=counts, defects={"shift": 7919})
    assert not told(everything(floor, lot), 7919)
    assert "81 片" not in everything(floor, lot)
    floor.receive(QUALITY, "REVIEW-1", parts["no-fault"], 81)
    assert not told(everything(floor, lot), 7919)


def test_what_stays_behind_does_not_tell_what_went(floor: Floor) -> None:
    lot = floor.at_screening(8000)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 7919})
    said = everything(floor, lot)
    assert not told(said, 7919)
    assert "81 片" not in said
    assert "81 pcs" not in said


def test_repair_records_tell_nothing_of_an_offer_nor_does_their_total(floor: Floor) -> None:
    lot = floor.at_repair(8000)
    floor.repair(lot, 7919)
    floor.repair(lot, 81, outcome="nothing-found")
    parts = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 7919, "nothing-found": 81})
    assert rows(floor, lot, "repair")[-1].endswith("—")
    assert not told(everything(floor, lot), 7919)
    assert "81 片" not in everything(floor, lot)
    floor.receive(TESTER, "RETEST-1", parts["repaired"], 7919)
    floor.receive(PRODUCTION, "REVIEW-1", parts["nothing-found"], 81)
    assert rows(floor, lot, "repair")[-1] == "合计 2 条 0 8,000 片"


@pytest.mark.parametrize("answer", UNFINISHED)
def test_an_unfinished_hand_over_goes_on_hiding(floor: Floor, answer: str) -> None:
    forms = everything(floor, unfinished(floor, answer))
    assert not told(forms, 7907)
    assert not told(forms, 7919)


def test_the_way_of_a_review_waits_for_its_receiver(floor: Floor) -> None:
    lot = floor.at_screening(8000)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 8000})
    floor.receive(QUALITY, "REVIEW-1", lot, 8000)
    parts = floor.decide(QUALITY, "REVIEW-1", lot, counts={"to-repair": 7919}, note="换机测")
    assert not told(everything(floor, lot), 7919)
    assert any(row.startswith("维修 — 换机测 李国强") for row in rows(floor, lot, "review"))
    floor.receive(REPAIRER, "REPAIR-1", parts["to-repair"], 7919, on_time=True)
    assert any(row.startswith("维修 7,919 片 换机测") for row in rows(floor, lot, "review"))


def test_boxes_that_wait_for_sales_are_not_told(floor: Floor) -> None:
    lot = floor.at_oqc(8000)
    floor.decide("10211", "OQC-1", lot, counts={"oqc-passed": 8000})
    floor.receive(PACKER, "PACK-1", lot, 8000)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 7919}, boxes=(7919,))
    assert not told(everything(floor, lot), 7919)


def test_hostile_words_are_only_words_on_every_form(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    with floor.site.writing() as db:
        db.execute(
            update(Batch).values(complaint=HOSTILE, rma=HOSTILE, demand="\u202e倒过来\u2066")
        )
    said = everything(floor, lot)
    assert "<script>alert" not in said
    assert "<b onclick" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert "{{ 7*7 }}" in said
    assert "<bdi>\u202e倒过来\u2066</bdi>" in said


def test_a_hostile_address_does_nothing_to_the_style_of_the_pages(floor: Floor) -> None:
    lot = floor.book_in(5)
    hostile = '"; } body { display: none } /*\\'
    style = client(floor.site).get(
        f"/batches/{batch_of(lot)}/forms/service/page.css", query_string={"of": hostile}
    )
    assert style.mimetype == "text/css"
    assert "display" in style.get_data(as_text=True)  # as a word of the head
    assert style.get_data(as_text=True).count("{") == style.get_data(as_text=True).count("}")
    assert re.search(r'"[^"\\]*"; \}.*body', style.get_data(as_text=True)) is None


def test_a_text_of_a_style_sheet_is_letters_digits_and_escapes() -> None:
    assert css_text("RT-1 页") == '"RT\\00002d1\\000020页"'
    assert css_text('"};') == '"\\000022\\00007d\\00003b"'


def test_pages_are_counted_and_carry_the_document_number(floor: Floor) -> None:
    lot = floor.book_in(5)
    browser = client(floor.site)
    style = browser.get(f"/batches/{batch_of(lot)}/forms/tracking/page.css").get_data(as_text=True)
    assert "counter(page)" in style
    assert "counter(pages)" in style
    assert "QR\\00002dTPZ\\00002d002\\00002d02" in style
    assert css_text("打印件不受控") in style


def test_a_controlled_form_says_who_gets_a_copy_and_signs_for_it(floor: Floor) -> None:
    lot = floor.at_retest(10)
    forms = replace(
        floor.site.settings.forms,
        service=FormHead("JG-QR-88", "C-3", controlled=True),
        distribution=(Recipient("业务部", 2), Recipient("<b>品质</b>"), Recipient("技术部", 1)),
    )
    floor.site = replace(floor.site, settings=replace(floor.site.settings, forms=forms))
    words = read(floor, lot, "service", lot)
    assert "分发清单 部门 份数 签收 日期" in words
    assert "业务部 2" in words
    assert "技术部 1" in words
    assert "<b>品质" not in markup(floor, lot, "service", lot)
    assert "分发清单" not in read(floor, lot, "tracking")


def test_a_factory_writes_its_own_numbers_and_its_controlled_copies(floor: Floor) -> None:
    lot = floor.book_in(5)
    forms = replace(
        floor.site.settings.forms,
        factory="精工电子",
        service=FormHead("JG-QR-88", "C-3", controlled=True),
    )
    floor.site = replace(floor.site, settings=replace(floor.site.settings, forms=forms))
    words = read(floor, lot, "service")
    assert words.startswith("精工电子") or "精工电子 售后服务表" in words
    assert "JG-QR-88 版次 C-3" in words
    assert "打印件不受控" not in words
    assert "受控" in words
    assert "打印件不受控" in read(floor, lot, "tracking")


def test_a_share_is_cut_off_and_never_rounded_up_to_the_limit() -> None:
    assert share(5, 1000) == "0.500 %"
    assert share(4, 801) == "0.499 %"
    assert share(89, 89) == "100.000 %"


def test_whoever_may_read_the_batch_may_print_its_forms(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    page = client(floor.site).get(f"/batches/{batch_of(lot)}")
    links = set(re.findall(r'href="(/batches/[^"]+/forms/[^"]+)"', page.get_data(as_text=True)))
    assert {link.split("/")[4].partition("?")[0] for link in links} == set(FORMS)
    for link in links:
        assert client(floor.site).get(link).status_code == 200


def test_a_form_changes_nothing(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    version = floor.lot(lot).version
    log = read(floor, lot, "tracking").partition("系统日志截至")[2]
    everything(floor, lot)
    assert floor.lot(lot).version == version
    assert read(floor, lot, "tracking").partition("系统日志截至")[2] == log


def test_no_form_styles_or_scripts_itself(floor: Floor) -> None:
    lot = a_whole_batch(floor)
    for form in FORMS:
        page = markup(floor, lot, form)
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_the_forms_fit_the_screen_and_everybody_can_read_them(page: Page, tmp_path: Path) -> None:
    with a_demo(tmp_path, f"sqlite:///{tmp_path}/demo.db") as site, served(site) as address:
        for form in ("service", "tracking", "repair", "shipping"):
            path = f"/batches/RT-2611-0001/forms/{form}"
            assert complaints(page, address, path, least=56) == []


@pytest.mark.parametrize("records", [1, 30, 200])
def test_long_forms_print_on_a4(page: Page, tmp_path: Path, records: int) -> None:
    with a_floor(tmp_path, f"sqlite:///{tmp_path}/floor.db") as floor:
        lot = floor.at_repair(records)
        for _ in range(records):
            floor.repair(lot, 1)
        with served(floor.site) as address:
            page.goto(f"{address}/batches/{batch_of(lot)}/forms/repair")
            page.evaluate("document.fonts.ready.then(() => true)")
            printed = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {(842, 595)}
    assert records // 30 < len(sizes) <= records // 20 + 1


def test_on_paper_there_is_only_the_form(page: Page, tmp_path: Path) -> None:
    with a_floor(tmp_path, f"sqlite:///{tmp_path}/floor.db") as floor:
        lot = floor.book_in(5)
        with served(floor.site) as address:
            page.add_init_script("print = () => document.body.setAttribute('data-printed', '')")
            page.goto(f"{address}/batches/{batch_of(lot)}/forms/service")
            page.get_by_role("button", name="打印").tap()
            expect(page.locator("body[data-printed]")).to_have_count(1)
            page.emulate_media(media="print")
            expect(page.locator(".officebar")).to_be_hidden()
            expect(page.locator(".sheet")).to_be_visible()


def test_sales_prints_the_order_of_what_was_shipped_first(floor: Floor) -> None:
    lot = floor.at_oqc(40)
    floor.decide("10211", "OQC-1", lot, counts={"oqc-passed": 40})
    floor.receive(PACKER, "PACK-1", lot, 40)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 40}, boxes=(20, 20))
    floor.receive(SALES, "SALES-1", lot, 40)
    for waybill, pieces in (("SF1", 15), ("SF2", 25)):
        floor.act(
            SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=pieces, waybill=waybill,
            recipient="李师傅",
        )  # fmt: skip
    first = read(floor, lot, "shipping", f"{batch_of(lot)}-S1")
    assert "SF1" in first
    assert "SF2" not in first
    assert "20 片 2 40 片" in first
