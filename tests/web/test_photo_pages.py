"""Photos as the pages take and show them, and refuse what is none."""

import io
import re

from tests.floor import LEADER, PACKER, QUALITY, REPAIRER, Floor
from tests.photographs import VILLAINS, a_photo
from tests.web.browser import Browser, Panels
from tests.web.steps import fields_of

SHOWN = re.compile(r"/pictures/(?:small/)?[0-9a-f]{64}\.jpg")


def at_the_camera(floor: Floor, panels: Panels, pieces: int = 7919) -> tuple[str, Browser]:
    """The QC leader has opened the photos of a lot."""
    lot = floor.at_screening(pieces)
    panel = panels.at("SCREEN-1")
    panel.post("lay", lot=lot)
    opens(panel)
    return lot, panel


def opens(panel: Browser) -> None:
    panel.post("panel/photos", **fields_of(panel.page()))


def send(panel: Browser, data: bytes, name: str = "IMG_0001.jpg", **fields: str) -> int:
    taken = (io.BytesIO(data), name)
    return panel.post("photo", taken=taken, **fields).status_code  # type: ignore[arg-type]


def test_a_photo_is_taken_kept_and_shown_with_the_batch(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_camera(floor, panels)
    assert "还没有照片" in panel.words()
    assert 'capture="environment"' in panel.page()

    assert send(panel, a_photo(), '"><script>.jpg', lot=lot, of="defect", nonce="a") == 204

    assert "照片已保存" in panel.words()
    batch = panel.client.get("/batches/RT-2611-0001").get_data(as_text=True)
    addresses = {*SHOWN.findall(panel.page()), *SHOWN.findall(batch)}
    assert len(addresses) == 2
    for address in addresses:
        answer = panel.client.get(address)
        assert answer.status_code == 200
        assert answer.data.startswith(b"\xff\xd8\xff")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script>.jpg" not in batch


def test_without_a_script_the_form_comes_back_to_its_page(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_camera(floor, panels)
    page = panel.page()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    data = {"csrf_token": token, "lot": lot, "of": "defect", "nonce": "a",
            "taken": (io.BytesIO(b""), ""), "chosen": (io.BytesIO(a_photo()), "x.png")}  # fmt: skip
    answer = panel.client.post("/station/SCREEN-1/photo", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/station/SCREEN-1")
    assert len(SHOWN.findall(panel.page())) == 2
    assert panel.client.post("/station/SCREEN-1/photo", data={"lot": lot}).status_code == 400


def test_what_is_no_photo_is_refused_in_words(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_camera(floor, panels)
    for name, said in (
        ("a page named .jpg", "不是 JPEG、PNG、WebP 图片"),
        ("half a file", "文件损坏"),
        ("nothing at all", "没有选到文件"),
        ("a moving WebP", "是动图"),
        ("a bomb of 225 million points in 27 kB", "图片太大"),
    ):
        assert send(panel, VILLAINS[name][0](), lot=lot, of="defect", nonce=name) == 422
        assert said in panel.seen[-1]
    assert send(panel, bytes(17 * 1024 * 1024), lot=lot, of="defect", nonce="z") == 413
    assert "这里最多收 16 MB" in panel.seen[-1]
    assert not SHOWN.findall(panel.page())


def test_two_files_at_once_are_refused_and_none_is_kept(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_camera(floor, panels)
    both = {name: (io.BytesIO(a_photo(n)), name) for n, name in enumerate(("taken", "chosen"))}
    sent = panel.post("photo", lot=lot, of="defect", nonce="a", **both)  # type: ignore[arg-type]
    assert sent.status_code == 422
    assert "一次选了两张，只能选一张" in panel.seen[-1]
    assert not SHOWN.findall(panel.page())


def test_a_withdrawn_photo_is_gone_from_every_page(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_camera(floor, panels)
    send(panel, a_photo(), lot=lot, of="defect", nonce="a")
    address = SHOWN.findall(panel.page())[0]
    panel.post("record", act="withdraw-photo", photo="1", reason="<b>糊", nonce="b")
    batch = panel.client.get("/batches/RT-2611-0001").get_data(as_text=True)
    assert "撤下 1 张：&lt;b&gt;糊" in batch
    assert not SHOWN.findall(panel.page() + batch)
    assert panel.client.get(address).status_code == 404


def test_no_picture_is_given_out_by_another_name(floor: Floor, panels: Panels) -> None:
    client = panels.at("SCREEN-1").client
    for name in ("0" * 64, "x", "..%2f..%2fetc%2fpasswd", "A" * 64):
        assert client.get(f"/pictures/{name}.jpg").status_code == 404


def test_the_receiver_photographs_before_he_counts_and_sees_no_count(
    floor: Floor, panels: Panels
) -> None:
    lot, panel = at_the_camera(floor, panels)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 7919})
    floor.sign_on(REPAIRER, "REPAIR-1")
    bench = panels.at("REPAIR-1")
    bench.post("lay", lot=lot)
    bench.post("draft", **(bench.form() | {"count": "88", "reasons": "damaged"}))
    opens(bench)
    assert send(bench, a_photo(), lot=lot, of="defect", nonce="a") == 204
    assert len(SHOWN.findall(bench.page())) == 2
    bench.post("panel/own", **fields_of(bench.page()))
    assert 'value="88"' in bench.page()
    assert "7919" not in "".join(bench.seen).replace(",", "")
    assert panel.client.get("/batches/RT-2611-0001").status_code == 200


def test_sales_adds_the_customers_sheet_to_what_was_just_booked_in(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.book_in(5)
    panel = panels.at("SALES-1")
    panel.post("lay", lot=lot)
    assert "panel/photos" in panel.page()
    opens(panel)
    assert "客户单据" in panel.words()
    assert send(panel, a_photo(), lot=lot, of="sheet", nonce="a") == 204


def test_the_customers_sheet_is_hidden_from_who_has_still_to_count(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.book_in(50, declared=52)
    sales, packer = panels.at("SALES-1"), panels.at("RECV-1")
    sales.post("lay", lot=lot)
    opens(sales)
    for n, of in enumerate(("sheet", "label", "damage")):
        assert send(sales, a_photo(n), lot=lot, of=of, nonce=of) == 204
    floor.sign_on(PACKER, "RECV-1")
    packer.post("lay", lot=lot)
    opens(packer)

    def seen() -> list[int]:
        batch = packer.client.get("/batches/RT-2611-0001").get_data(as_text=True)
        for page in (packer.page(), batch):
            hidden = "客户单据和标签照片 2 张，清点后才显示" in page
            assert hidden is (len({*SHOWN.findall(page)}) == 2)
        return [len({*SHOWN.findall(page)}) // 2 for page in (sales.page(), packer.page(), batch)]

    assert seen() == [3, 1, 1]
    floor.receive(PACKER, "RECV-1", lot, 50)
    packer.post("lay", lot=lot)
    opens(packer)
    assert seen()[1:] == [3, 3]


def test_whose_step_it_is_not_sees_that_he_may_not(floor: Floor, panels: Panels) -> None:
    lot, panel = at_the_camera(floor, panels)
    panel.post("change-person")
    floor.at.clear()
    floor.sign_on(PACKER, "SCREEN-1")
    assert "这一道工序的人才能拍" in panel.words()
    assert send(panel, a_photo(), lot=lot, of="defect", nonce="a") == 422


def test_boards_without_an_owner_are_photographed_where_they_were_recorded(
    floor: Floor, panels: Panels
) -> None:
    floor.act(LEADER, "SCREEN-1", "report-found", quantity=1, product="-", place="地上")
    finder, boss = panels.at("SCREEN-1"), panels.at("REVIEW-1")
    finder.post("view/stray")
    assert "拍 RT-2611-F1（0 张）" in finder.words()
    assert send(finder, a_photo(), stray="RT-2611-F1", of="stray", nonce="a") == 204
    assert "拍 RT-2611-F1（1 张）" in finder.words()

    floor.sign_on(QUALITY, "REVIEW-1")
    boss.post("view/supervise")
    boss.post("draft", act="supervise", item="clarify:RT-2611-F1")

    assert len({*SHOWN.findall(boss.page())}) == 2


def test_the_customers_sheet_is_photographed_on_the_page_that_booked_it_in(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.book_in(5)
    panel = panels.at("SALES-1")
    panel.post("view/intake")
    assert f"单据拍照 {lot}（0 张）" in panel.words()
    assert send(panel, a_photo(), lot=lot, of="sheet", nonce="a") == 204
    assert f"单据拍照 {lot}（1 张）" in panel.words()
    panel.post("draft", act="book-in", counted="7")
    assert "单据拍照" not in panel.words()
