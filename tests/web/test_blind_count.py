"""Nobody is told the giver's count before the receiver has stored his own."""

import re
import threading

from sqlalchemy import select

from domain.printing import Document, PrintJob
from tests.floor import LEADER, PACKER, REPAIRER, SALES, Floor
from tests.web.browser import Panels
from web.stream import _for_station

PIECES = 7919
SEEN = ["service-form", "signed"]
# The figure as a number of its own: tokens in a page are random letters and digits.
FIGURE = re.compile(r"(?<![0-9A-Za-z_-])7,?919(?![0-9A-Za-z_-])")


def offered(floor: Floor) -> str:
    return floor.book_in(PIECES)


def look_everywhere(panels: Panels, station: str) -> None:
    panel = panels.at(station)
    for view in ("waiting", "queue", "supervise", "entry", "find", "intake", "idle"):
        panel.post(f"view/{view}")
        panel.page()
    for name in ("bar", "strip", "desk"):
        panel.panel(name)
    panel.seen.append(panel.client.get("/board").get_data(as_text=True))
    panel.seen.append(panel.client.get("/").get_data(as_text=True))


def test_no_page_of_the_receiver_shows_the_offered_count(floor: Floor, panels: Panels) -> None:
    lot = offered(floor)
    floor.sign_on(PACKER, "RECV-1")
    receiver = panels.at("RECV-1")

    look_everywhere(panels, "RECV-1")
    receiver.post("lay", lot=lot)
    receiver.page()
    receiver.post("draft", act="receive", lot=lot, version="1", count="12")
    receiver.fill_in(count="7000", forms=SEEN)
    receiver.page()

    assert "已遮住" in panels.everything_seen("RECV-1")
    assert not FIGURE.search(panels.everything_seen("RECV-1"))


def test_no_page_of_the_giver_shows_it_either(floor: Floor, panels: Panels) -> None:
    lot = offered(floor)
    giver = panels.at("SALES-1")

    look_everywhere(panels, "SALES-1")
    giver.post("lay", lot=lot)

    assert "等收货核数点数签收" in giver.words()
    assert not FIGURE.search(panels.everything_seen("SALES-1"))


def test_the_slip_that_goes_with_the_goods_does_not_tell_it(floor: Floor) -> None:
    lot = offered(floor)

    (slip,) = travelers(floor, lot)

    assert "送往 收货核数" in slip
    assert not FIGURE.search(slip)


def test_later_slips_tell_what_sales_had_counted(floor: Floor) -> None:
    lot = offered(floor)
    floor.receive(PACKER, "RECV-1", lot, PIECES)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": PIECES})

    assert f"{PIECES} / {PIECES}" in travelers(floor, lot)[-1]


def travelers(floor: Floor, lot: str) -> list[str]:
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(
            PrintJob.lot == lot, PrintJob.document == Document.TRAVELER
        )
        return list(db.scalars(query.order_by(PrintJob.id)))


def test_a_first_wrong_count_does_not_tell_it(floor: Floor, panels: Panels) -> None:
    lot = offered(floor)
    floor.sign_on(PACKER, "RECV-1")
    receiver = panels.at("RECV-1")
    receiver.post("lay", lot=lot)
    receiver.fill_in(count="7900", forms=SEEN)
    receiver.scan(floor.badge(PACKER))

    assert "数量对不上，请再点一次" in receiver.words()
    assert "第 2 次" in receiver.words()
    look_everywhere(panels, "RECV-1")
    assert not FIGURE.search(panels.everything_seen("RECV-1"))


def test_a_refused_lot_that_nobody_counted_stays_covered(floor: Floor, panels: Panels) -> None:
    lot = offered(floor)
    floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("damaged",))
    panels.at("SALES-1").post("lay", lot=lot)

    look_everywhere(panels, "SALES-1")
    panels.at("SALES-1").post("lay", lot=lot)
    assert "货物损坏" in panels.at("SALES-1").words()
    assert "由 孙业务经理 决定" in panels.at("SALES-1").words()
    assert not FIGURE.search(panels.everything_seen("SALES-1"))


def test_the_part_of_a_split_lot_is_not_told_by_its_parent(floor: Floor, panels: Panels) -> None:
    lot = floor.at_screening(8000)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": PIECES})
    floor.sign_on(REPAIRER, "REPAIR-1")

    panels.at("SCREEN-1").post("lay", lot=lot)
    look_everywhere(panels, "SCREEN-1")
    look_everywhere(panels, "REPAIR-1")

    assert not FIGURE.search(panels.everything_seen("SCREEN-1", "REPAIR-1"))


def test_the_stream_names_what_changed_and_never_how_many(floor: Floor, panels: Panels) -> None:
    station = floor.site.settings.station("RECV-1")
    assert station
    events = _for_station(floor.site, station)
    heard = [next(events)]
    ready = threading.Event()

    def listen() -> None:
        ready.set()
        while "event: desk" not in heard[-1]:
            heard.append(next(events))

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert ready.wait(10)
    offered(floor)
    listener.join(20)

    assert "event: desk" in heard[-1]
    assert not FIGURE.search("".join(heard))


def test_both_figures_are_shown_after_two_counts(floor: Floor, panels: Panels) -> None:
    lot = offered(floor)
    for count in (7900, 7901):
        floor.receive(PACKER, "RECV-1", lot, count)
    receiver = panels.at("RECV-1")
    receiver.post("lay", lot=lot)

    words = receiver.words()

    assert "7,919" in words
    assert "7,901" in words
    assert "−18" in words
    assert "数量差异" in words


def test_a_received_lot_shows_its_count(floor: Floor, panels: Panels) -> None:
    lot = offered(floor)
    floor.receive(PACKER, "RECV-1", lot, PIECES)
    panels.at("RECV-1").post("view/idle")
    panels.at("RECV-1").post("away")

    assert "7,919 片" in panels.at("RECV-1").words()


def test_an_offer_withdrawn_and_made_again_is_still_covered(floor: Floor, panels: Panels) -> None:
    lot = offered(floor)
    floor.act(SALES, "SALES-1", "withdraw", lot=lot)
    floor.act(SALES, "SALES-1", "offer", lot=lot, count=PIECES)
    floor.sign_on(PACKER, "RECV-1")
    receiver = panels.at("RECV-1")
    receiver.post("lay", lot=lot)

    look_everywhere(panels, "RECV-1")
    receiver.post("lay", lot=lot)
    receiver.fill_in(count="7000", forms=SEEN)
    receiver.page()

    assert "签名：签收 7000 片" in receiver.words()
    assert not FIGURE.search(panels.everything_seen("RECV-1"))
