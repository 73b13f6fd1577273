"""A reader beside its desk: it beeps for what the process has taken, and chatters in vain."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from devices.answering import BUDGET
from devices.ssi import ACK, DECODED, HOST, READER, packet
from domain.codes import Code, CodeKind
from domain.events import Event
from terminal.desk.scans import scan
from terminal.readers import answers_of
from terminal.settings import Settings
from tests.floor import LEADER, ROOT, TESTER, Floor
from tests.terminal.reading import reading
from tests.terminal.test_settings import GOOD, problems, read

NOBODYS = str(Code(CodeKind.BADGE, "AAAAAAAA"))


def test_the_reader_beeps_for_what_the_process_has_taken_and_not_for_what_it_has_read(
    sqlite_floor: Floor,
) -> None:
    with reading(sqlite_floor, "SCREEN-1", model="datalogic") as reader:
        reader.twin.scan(sqlite_floor.badge(LEADER))
        assert reader.heard(1) == b"\x01"
        reader.twin.scan(NOBODYS)
        assert reader.heard(2) == b"FE"
        reader.twin.scan(b"\xff\xff\xff")
        assert reader.heard(2) == b"FE"

        # an answer is counted once it is out, which the reader may hear a moment before
        reader.wait_for(lambda: reader.counts.answered == 3)
        counts = reader.counts
        assert (counts.accepted, counts.refused, counts.failures) == (1, 2, 0)
        # ten times the budget: how fast it really is, the bench tells
        assert 0 < counts.slowest < BUDGET * 10
        assert counts.last == sqlite_floor.clock.at


def test_the_raw_bytes_of_a_refused_code_stay_in_its_event(sqlite_floor: Floor) -> None:
    raw = "控制板".encode("gb18030")
    with reading(sqlite_floor, "SCREEN-1", model="datalogic") as reader:
        for frame in (raw, b"\xff\xff\xff"):
            reader.twin.scan(frame)
            assert reader.heard(2) == b"FE"
    with sqlite_floor.site.reading() as db:
        query = select(Event).where(Event.kind == "scan:rejected").order_by(Event.number)
        assert [one.facts["raw"] for one in db.scalars(query)] == [raw.hex(), "ffffff"]


@pytest.mark.parametrize("code", [(CodeKind.BATCH, "RT-2611-0001"), (CodeKind.STATION, "SCREEN-1")])
def test_a_code_without_a_meaning_is_refused_everywhere(
    sqlite_floor: Floor, code: tuple[CodeKind, str]
) -> None:
    for station in sqlite_floor.site.settings.stations:
        assert not scan(sqlite_floor.site, station.code, str(Code(*code)))
        assert "not-here" in sqlite_floor.strip(station.code)


def test_an_error_of_the_database_is_bad_and_the_next_code_is_read(sqlite_floor: Floor) -> None:
    site = sqlite_floor.site
    with reading(sqlite_floor, "SCREEN-1", model="datalogic") as reader:
        badge = sqlite_floor.badge(LEADER)
        with site.writing() as db:
            db.execute(text("ALTER TABLE badge RENAME TO gone"))
        reader.twin.scan(badge)
        assert reader.heard(2) == b"FE"
        with site.writing() as db:
            db.execute(text("ALTER TABLE gone RENAME TO badge"))
        reader.twin.scan(sqlite_floor.badge(TESTER))
        assert reader.heard(1) == b"\x01"

        assert (reader.counts.failures, reader.counts.accepted) == (1, 1)


def test_a_zebra_reader_in_packets_signs_somebody_on(sqlite_floor: Floor) -> None:
    acknowledged = packet(ACK, source=HOST)
    with reading(sqlite_floor, "SCREEN-1", model="zebra-ssi") as reader:
        badge = sqlite_floor.badge(LEADER).encode()
        reader.twin.scan(packet(DECODED, b"\x03" + badge, source=READER), suffix=b"")
        beep = packet(0xE6, b"\x00", source=HOST)
        assert reader.heard(len(acknowledged + beep)) == acknowledged + beep


def test_a_site_may_tell_one_of_its_readers_something_else(sqlite_floor: Floor) -> None:
    own = {"good": "<07>"}
    with reading(sqlite_floor, "SCREEN-1", model="datalogic", answers=own) as reader:
        reader.twin.scan(sqlite_floor.badge(LEADER))
        assert reader.heard(1) == b"\x07"


def test_a_reader_that_chatters_is_one_scan_and_ten_real_scans_are_ten(
    sqlite_floor: Floor,
) -> None:
    lots = [str(Code(CodeKind.LOT, f"RT-2611-{number:04}.1")) for number in range(1, 11)]
    with reading(sqlite_floor, "RETEST-1", model="datalogic") as reader:
        for lot in lots:
            reader.twin.chatter(sqlite_floor.badge(TESTER), 300)
            reader.twin.scan(lot)
        assert reader.heard(1 + 10 * 2) == b"\x01" + b"FE" * 10

        counts = reader.counts
        assert counts.accepted + counts.refused == 11
        assert (counts.repeats, counts.failures, counts.discarded) == (2_999, 0, 0)
    with sqlite_floor.site.reading() as db:
        refused = select(func.count()).where(Event.kind == "scan:rejected")
        assert db.scalar(refused) == 10


def test_a_reader_is_plain_until_its_model_is_named(tmp_path: Path) -> None:
    (scanner,) = read(tmp_path, GOOD).scanners

    assert (scanner.kind, scanner.model, scanner.parity, scanner.ending) == (
        "barcode",
        "plain",
        "N",
        "",
    )
    assert not answers_of(scanner, read(tmp_path, GOOD).models).speaks


def test_the_shipped_models_are_known_to_the_demo_factory() -> None:
    models = Settings.read(ROOT / "config" / "demo.toml").models
    assert {
        "plain",
        "zebra-ssi",
        "datalogic",
        "honeywell",
        "keyence",
        "newland",
        "cipherlab",
    } <= set(models)


def test_every_mistake_in_the_settings_of_a_reader_is_told(tmp_path: Path) -> None:
    (tmp_path / "readers.toml").write_text(
        '[[model]]\ncode = "mine"\ngood = "<7>"\nbeep = "x"\nown = "OK"\npackets = 1\nbad = 7\n'
        '[[model]]\ngood = "B"\n'
    )
    wrong = GOOD.replace(
        'url = "sim:repair-1-scan"',
        'url = "sim:repair-1-scan"\nkind = "nose"\nmodel = "acme"\nparity = "X"\nsuffix = "TAB"\n'
        'gate = 1\nanswers = { good = "{", cheer = "y" }',
    )
    told = problems(tmp_path, wrong)
    assert any("scanner[1].gate" in one for one in told)
    told += problems(tmp_path, wrong.replace("gate = 1\n", ""))
    for place in (
        "readers.toml: model mine.good", "readers.toml: model mine.beep: is not a setting",
        "readers.toml: model mine.own: must list texts",
        "readers.toml: model mine.packets: must be true or false",
        "readers.toml: model mine.bad: must be a text", "readers.toml: model[2].code",
        "scanner repair-1-scan.kind: must be one of barcode, badge, scale",
        "scanner repair-1-scan.model: must be one of plain, mine",
        "scanner repair-1-scan.parity: must be one of N, E, O",
        "scanner repair-1-scan.suffix: must be one of '', CR, LF, CRLF, none",
        "scanner repair-1-scan.answers.good", "scanner repair-1-scan.answers.cheer",
    ):  # fmt: skip
        assert any(place in one for one in told), place
