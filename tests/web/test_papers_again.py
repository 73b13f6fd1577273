"""A paper whose fate is unknown asks a person; a paper printed again says that it is a copy."""

import re

from sqlalchemy import select

from domain.errors import DomainError
from domain.events import Event
from domain.printing import Document, JobState, PrintJob
from terminal.command_sheet import sheet_of
from tests.floor import LEADER, PACKER, SALES, TESTER, Floor
from tests.web.browser import Panels


def jobs(floor: Floor, printer: str) -> list[PrintJob]:
    with floor.site.reading() as db:
        query = select(PrintJob).where(PrintJob.printer == printer)
        return list(db.scalars(query.order_by(PrintJob.id)))


def become(floor: Floor, job: PrintJob, state: JobState) -> None:
    with floor.site.writing() as db:
        db.get_one(PrintJob, job.id).state = state


def told(floor: Floor, kind: str) -> list[Event]:
    with floor.site.reading() as db:
        return list(db.scalars(select(Event).where(Event.kind == kind).order_by(Event.number)))


def uncertain_label(floor: Floor) -> PrintJob:
    floor.book_in(50)
    label = jobs(floor, "sales-1-label")[0]
    become(floor, label, JobState.UNCERTAIN)
    return label


def test_an_uncertain_paper_asks_somebody_to_look(floor: Floor, panels: Panels) -> None:
    label = uncertain_label(floor)
    panel = panels.at("SALES-1")
    assert "打印：1 张要看一眼" in panel.words()
    panel.post("view/queue")

    assert "打出来了" in panel.words()
    answer = panel.post("record", act="answer-print", job=str(label.id), printed="yes", nonce="n1")

    assert answer.status_code == 204
    assert jobs(floor, "sales-1-label")[0].state is JobState.CONFIRMED
    assert jobs(floor, "sales-1-label")[0].answered_by == "赵婷"
    assert [event.person_name for event in told(floor, "paper:found")] == ["赵婷"]


def test_a_paper_that_did_not_come_out_is_printed_again_as_a_copy(
    floor: Floor, panels: Panels
) -> None:
    label = uncertain_label(floor)
    panel = panels.at("SALES-1")
    for _ in range(2):
        panel.post("record", act="answer-print", job=str(label.id), printed="no", nonce="n1")

    first, *more = jobs(floor, "sales-1-label")
    assert first.state is JobState.CANCELLED
    assert [job.copy for job in more] == [2]
    assert "补打 第 2 份" in more[0].paper


def test_a_certain_paper_asks_nobody(floor: Floor, panels: Panels) -> None:
    label = uncertain_label(floor)
    become(floor, label, JobState.CONFIRMED)

    answer = panels.at("SALES-1").post(
        "record", act="answer-print", job=str(label.id), printed="no", nonce="n1"
    )

    assert answer.status_code == 422
    assert "这张单子不用确认" in answer.get_data(as_text=True)


def test_the_giver_reprints_a_traveler_and_each_copy_has_its_number(
    floor: Floor, panels: Panels
) -> None:
    floor.book_in(50)
    traveler = jobs(floor, "sales-1-slip")[0]
    become(floor, traveler, JobState.CONFIRMED)
    panel = panels.at("SALES-1")
    for nonce in ("n1", "n2"):
        panel.post("record", act="reprint", job=str(traveler.id), nonce=nonce)

    assert [job.copy for job in jobs(floor, "sales-1-slip")] == [1, 2, 3]
    assert [event.facts["copy"] for event in told(floor, "paper:reprinted")] == [2, 3]


def test_who_has_received_the_lot_reprints_nothing_of_the_giver(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.book_in(50)
    traveler = jobs(floor, "sales-1-slip")[0]
    become(floor, traveler, JobState.CONFIRMED)
    floor.receive(PACKER, "RECV-1", lot, 50)

    receiver = panels.at("RECV-1").post("record", act="reprint", job=str(traveler.id), nonce="n1")
    giver = panels.at("SALES-1").post("record", act="reprint", job=str(traveler.id), nonce="n2")

    assert receiver.status_code == 404
    assert giver.status_code == 422
    assert len(jobs(floor, "sales-1-slip")) == 1


def test_an_older_traveler_is_not_reprinted(floor: Floor) -> None:
    lot = floor.book_in(50)
    floor.act(SALES, "SALES-1", "withdraw", lot=lot)
    floor.act(SALES, "SALES-1", "offer", lot=lot, count=50)
    old = next(one for one in jobs(floor, "sales-1-slip") if one.document is Document.TRAVELER)
    become(floor, old, JobState.CONFIRMED)

    assert refusal(floor, SALES, "SALES-1", old) == "outdated-slip"


def test_a_paper_under_way_is_not_doubled(floor: Floor) -> None:
    floor.book_in(50)

    assert refusal(floor, SALES, "SALES-1", jobs(floor, "sales-1-label")[0]) == "wrong-state"


def test_a_visitor_from_another_step_reprints_nothing(floor: Floor) -> None:
    floor.at_screening(20)
    receipt = jobs(floor, "screen-1-slip")[0]
    become(floor, receipt, JobState.CONFIRMED)

    assert refusal(floor, PACKER, "SCREEN-1", receipt) == "not-permitted"
    assert refusal(floor, TESTER, "SCREEN-1", receipt) == ""
    assert LEADER


def refusal(floor: Floor, person: str, station: str, job: PrintJob) -> str:
    try:
        floor.note(person, station, "reprint", job=job.id)
    except DomainError as error:
        return error.code
    return ""


def test_a_station_prints_its_command_sheet_and_the_office_prints_it_on_a4(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(LEADER, "SCREEN-1")
    panel = panels.at("SCREEN-1")
    panel.post("view/queue")
    assert "操作码表" in panel.words()
    panel.post("record", act="print-commands", sheet="SCREEN-1", nonce="n1")
    assert {job.document for job in jobs(floor, "screen-1-slip")} == {Document.COMMAND_SHEET}

    station = floor.site.settings.station("SCREEN-1")
    assert station is not None
    with floor.site.reading() as db:
        codes = [entry.code for group in sheet_of(db, station) for entry in group.entries]
    page = panel.client.get("/commands/SCREEN-1").get_data(as_text=True)
    assert re.findall(r'<li><svg[^>]*aria-label="([^"]+)"', page) == codes
    stations = len(floor.site.settings.stations)
    everything = panel.client.get("/commands").get_data(as_text=True)
    assert everything.count('<article class="sheet">') == stations
    assert panel.client.get("/commands/NOWHERE").status_code == 404
