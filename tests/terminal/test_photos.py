"""Photos stay with their batch; what is sent is kept as a whole or not at all."""

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import DBAPIError

from domain.base import Record
from domain.picture import Image, Photo
from terminal.audit import audit
from terminal.compose import compose
from terminal.desk.photos import take
from terminal.pictures import developed
from terminal.queries.batch import batch_view
from terminal.queries.photos import Shot, just_booked, picture_of, shots
from tests.floor import (
    ADMIN,
    INSPECTOR,
    LEADER,
    PACKER,
    PRODUCTION,
    QUALITY,
    REPAIRER,
    SALES,
    TECHNICAL,
    TESTER,
    Floor,
)
from tests.photographs import VILLAINS, a_board, a_photo, encoded
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import administer, agree

HK = "PCBA-HK7-R3.2"


def photograph(
    floor: Floor, person: str, station: str, data: bytes | None = None, **of: str
) -> None:
    """Somebody takes a photo at his station."""
    floor.sign_on(person, station)
    data = a_photo() if data is None else data
    take(floor.site, station, "add-photo", of, key=floor.key(), data=data)


def set_board(floor: Floor, person: str, seed: int = 1, product: str = HK) -> None:
    floor.sign_on(person, "REVIEW-1")
    fields = {"product": product}
    take(floor.site, "REVIEW-1", "set-board-picture", fields, key=floor.key(), data=a_photo(seed))


def taken(floor: Floor, lot: str) -> list[Shot]:
    with floor.site.reading() as db:
        return shots(db, batch=floor.lot(lot).batch_id)


def images(floor: Floor) -> int:
    with floor.site.reading() as db:
        return db.scalar(select(func.count(Image.digest))) or 0


def test_each_step_photographs_what_it_has_and_the_batch_keeps_it(floor: Floor) -> None:
    lot = floor.book_in(50)
    photograph(floor, SALES, "SALES-1", lot=lot, of="sheet")
    with floor.site.reading() as db:
        assert just_booked(db, "SALES-1", floor.clock()) == (lot, 1)
    photograph(floor, PACKER, "RECV-1", a_photo(2), lot=lot, of="damage")
    floor.receive(PACKER, "RECV-1", lot, 50)
    floor.note(PACKER, "RECV-1", "tag-piece", lot=lot, reason="磨损")
    photograph(floor, PACKER, "RECV-1", a_photo(3), lot=lot, of="tag/RT-2611-0001-N1")

    told = [(shot.about, shot.subject, shot.step, shot.station) for shot in taken(floor, lot)]

    assert told == [
        ("sheet", "", "intake", "SALES-1"),
        ("damage", "", "register", "RECV-1"),
        ("tag", "RT-2611-0001-N1", "register", "RECV-1"),
    ]
    assert [one.batch for one in events(floor, "photo:taken")] == ["RT-2611-0001"] * 3
    assert audit(floor.site) == []


def test_a_photo_makes_no_open_form_stale_and_tells_no_count(floor: Floor) -> None:
    lot = floor.at_screening(50)
    version = floor.lot(lot).version
    photograph(floor, TESTER, "SCREEN-1", lot=lot, of="defect")
    assert floor.lot(lot).version == version
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 50})
    photograph(floor, REPAIRER, "REPAIR-1", lot=lot, of="damage")
    with floor.site.reading() as db:
        lines = batch_view(floor.site, db, "RT-2611-0001").lines
    assert [one.quantity for one in lines if one.kind == "photo:taken"] == [None, None]


def test_the_same_photo_twice_is_stored_once(floor: Floor) -> None:
    lot = floor.at_screening(5)
    for _ in range(2):
        photograph(floor, LEADER, "SCREEN-1", lot=lot, of="defect")
    assert (len(taken(floor, lot)), images(floor)) == (2, 1)
    assert floor.site.darkroom == {}


def test_the_same_photo_from_two_desks_is_kept_though_one_of_them_is_refused(floor: Floor) -> None:
    lot = floor.at_screening(5)
    with developed(floor.site, a_photo()) as digest:
        with nothing_changes(floor) as refusal:
            photograph(floor, REPAIRER, "REPAIR-1", lot=lot, of="defect")
        assert refusal.code == "wrong-station"
        floor.note(LEADER, "SCREEN-1", "add-photo", lot=lot, of="defect", image=digest)
    assert images(floor) == 1
    assert floor.site.darkroom == {}


def test_what_is_no_photo_leaves_nothing_behind(floor: Floor) -> None:
    lot = floor.at_screening(5)
    for name in ("a page named .jpg", "half a file", "nothing at all"):
        with nothing_changes(floor) as refusal:
            photograph(floor, LEADER, "SCREEN-1", VILLAINS[name][0](), lot=lot, of="defect")
        assert refusal.code == "picture-refused"
    assert images(floor) == 0


def test_who_may_not_take_it_leaves_no_picture_behind(floor: Floor) -> None:
    lot = floor.at_screening(5)
    for person, station, of, code in (
        (PACKER, "SCREEN-1", "defect", "not-permitted"),
        (REPAIRER, "REPAIR-1", "defect", "wrong-station"),
        (LEADER, "SCREEN-1", "stray", "bad-field"),
        (LEADER, "SCREEN-1", "anomaly/RT-2611-0001-A9", "bad-field"),
        (LEADER, "SCREEN-1", "tag", "bad-field"),
        (LEADER, "SCREEN-1", "defect/x", "bad-field"),
        (LEADER, "SCREEN-1", "repair/99999999999999999999", "bad-field"),
        (LEADER, "SCREEN-1", "<script>", "bad-field"),
    ):
        with nothing_changes(floor) as refusal:
            photograph(floor, person, station, lot=lot, of=of)
        assert refusal.code == code, (person, of)
    assert images(floor) == 0
    assert floor.site.darkroom == {}


def test_a_report_and_a_record_have_their_photos(floor: Floor) -> None:
    lot = floor.at_screening(5)
    floor.act(LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=1, inspector=INSPECTOR,
              description="连锡")  # fmt: skip
    photograph(floor, LEADER, "SCREEN-1", lot=lot, of="anomaly/RT-2611-0001-A1")
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 4, "seen": 1},
                         defects={"bridge": 1})  # fmt: skip
    lot = parts["unseen"]
    floor.receive(REPAIRER, "REPAIR-1", lot, 4, on_time=True)
    floor.repair(lot, 1)
    photograph(floor, REPAIRER, "REPAIR-1", a_photo(2), lot=lot, of="repair/1")
    assert [shot.subject for shot in taken(floor, lot)] == ["RT-2611-0001-A1", "1"]


def test_boards_without_an_owner_have_photos_until_they_are_clarified(floor: Floor) -> None:
    found = floor.act(LEADER, "SCREEN-1", "report-found", quantity=1, product="-", place="地上")
    stray = str(found["stray"])
    photograph(floor, LEADER, "SCREEN-1", stray=stray, of="stray")
    with floor.site.reading() as db:
        assert [shot.about for shot in shots(db, stray=stray)] == ["stray"]
    floor.act(QUALITY, "REVIEW-1", "clarify", pin=True, stray=stray, way="scrap", note="x")
    with nothing_changes(floor) as refusal:
        photograph(floor, LEADER, "SCREEN-1", stray=stray, of="stray")
    assert refusal.code == "already-clarified"


def test_a_withdrawn_photo_is_seen_nowhere_and_its_bytes_stay(floor: Floor) -> None:
    lot = floor.at_screening(5)
    photograph(floor, TESTER, "SCREEN-1", lot=lot, of="defect")
    (shot,) = taken(floor, lot)
    for person, reason, code in ((LEADER, "拍糊了", "not-your-photo"), (QUALITY, " ", "bad-field")):
        with nothing_changes(floor) as refusal:
            floor.note(person, "SCREEN-1", "withdraw-photo", photo=shot.id, reason=reason)
        assert refusal.code == code
        assert "刘芳" not in str(refusal.facts)

    floor.note(TESTER, "SCREEN-1", "withdraw-photo", photo=shot.id, reason="拍糊了")

    (gone,) = taken(floor, lot)
    assert (gone.digest, gone.reason, gone.withdrawn_by) == ("", "拍糊了", "刘芳")
    with floor.site.reading() as db:
        assert picture_of(db, shot.digest, small=False) is None
    assert images(floor) == 1
    with nothing_changes(floor) as refusal:
        floor.note(QUALITY, "SCREEN-1", "withdraw-photo", photo=shot.id, reason="拍糊了")
    assert refusal.code == "already-withdrawn"


def test_a_supervisor_withdraws_what_others_took(floor: Floor) -> None:
    lot = floor.at_screening(5)
    photograph(floor, TESTER, "SCREEN-1", lot=lot, of="defect")
    (shot,) = taken(floor, lot)
    floor.note(QUALITY, "SCREEN-1", "withdraw-photo", photo=shot.id, reason="拍错批次")
    assert not taken(floor, lot)[0].digest


def test_a_supervisor_who_is_a_tester_first_withdraws_what_others_took(floor: Floor) -> None:
    lot = floor.at_screening(5)
    photograph(floor, TESTER, "SCREEN-1", lot=lot, of="defect")
    mixed = ("tester", "quality-supervisor")
    agree(floor, administer(floor, "propose-roles", number=LEADER, roles=mixed))
    floor.note(LEADER, "SCREEN-1", "withdraw-photo", photo=taken(floor, lot)[0].id, reason="x")
    assert not taken(floor, lot)[0].digest


def test_nobody_changes_a_picture_in_the_database(floor: Floor) -> None:
    lot = floor.at_screening(5)
    photograph(floor, LEADER, "SCREEN-1", lot=lot, of="defect")
    floor.note(LEADER, "SCREEN-1", "withdraw-photo", photo=taken(floor, lot)[0].id, reason="x")
    set_board(floor, TECHNICAL)
    for table in ("image", "photo", "photo_withdrawal", "board_picture"):
        kept = Record.metadata.tables[table]
        column = kept.columns.keys()[-1]
        for statement in (delete(kept), update(kept).values({column: None})):
            with pytest.raises(DBAPIError, match="append-only"), floor.site.writing() as db:
                db.execute(statement)


def test_the_audit_names_a_photo_that_now_shows_another_picture(floor: Floor) -> None:
    lot = floor.at_screening(5)
    for seed in (1, 2):
        photograph(floor, LEADER, "SCREEN-1", a_photo(seed), lot=lot, of="defect")
    set_board(floor, TECHNICAL)
    assert audit(floor.site) == []
    other = taken(floor, lot)[1].digest
    names = [f"photo of event {taken(floor, lot)[0].event}", f"board {HK} version 1"]
    with floor.site.database.write_engine.begin() as connection:
        for table in ("photo", "board_picture"):
            of = "" if floor.site.database.is_sqlite else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {table}_never_update{of}"))
            changed = update(Record.metadata.tables[table]).values(digest=other)
            connection.execute(changed)
    assert [one.partition(":")[0] for one in audit(floor.site)] == names


def test_who_sets_a_board_picture_and_who_changes_its_product_wait_in_one_order(
    floor: Floor,
) -> None:
    heard: list[str] = []

    def hear(*call: object) -> None:
        heard.append(str(call[2]))

    floor.sign_on(TECHNICAL, "REVIEW-1")
    listen(floor.site.database.write_engine, "before_cursor_execute", hear)
    set_board(floor, TECHNICAL)
    remove(floor.site.database.write_engine, "before_cursor_execute", hear)
    head, product = (
        next(n for n, said in enumerate(heard) if f"FROM {table}" in said.replace("\n", ""))
        for table in ("head", "product")
    )
    assert head < product
    assert "FOR UPDATE" not in heard[product]


def test_the_board_picture_is_set_by_whoever_looks_after_products(floor: Floor) -> None:
    for version, person in enumerate((ADMIN, TECHNICAL, PRODUCTION), 1):
        set_board(floor, person, seed=version)
    with nothing_changes(floor) as refusal:
        set_board(floor, QUALITY)
    assert refusal.code == "not-permitted"
    with nothing_changes(floor) as refusal:
        set_board(floor, ADMIN, product="<b>")
    assert refusal.code == "unknown-thing"
    told = [(one.facts["product"], one.facts["version"])
            for one in events(floor, "product:board-picture")]  # fmt: skip
    assert told == [(HK, 1), (HK, 2), (HK, 3)]
    assert images(floor) == 3


def test_photos_are_there_after_a_restart(floor: Floor) -> None:
    lot = floor.at_screening(5)
    photograph(floor, LEADER, "SCREEN-1", encoded(a_board(), "PNG"), lot=lot, of="defect")
    (shot,) = taken(floor, lot)
    settings = floor.site.settings
    with (again := compose(settings, now=floor.clock)).reading() as db:
        data = picture_of(db, shot.digest, small=False)
        assert data
        assert data.startswith(b"\xff\xd8\xff")
        assert db.scalars(select(Photo.person_name)).one() == "王小梅"
    assert audit(again) == []
    again.bus.close()
    again.database.dispose()
