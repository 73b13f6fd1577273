"""A scale beside the count: it offers a figure, a person takes it over, the record says so."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from devices.scale import Weight, read_weight
from domain.handover import Handover
from terminal.desk import drafts
from terminal.desk.scans import lay_by_hand
from terminal.desk.weighing import take_weight, weigh_sample
from terminal.queries.drafts import draft_of
from terminal.queries.receiving import counted_how
from terminal.queries.weighing import Offered, offer_of
from terminal.readers import Scanner
from terminal.weights import FRESH, OnScale
from tests.floor import PACKER, Floor
from tests.terminal.ground import events
from tests.terminal.reading import reading

ONE = 51_400


def with_scale(floor: Floor) -> Floor:
    scanners = (*floor.site.settings.scanners, Scanner("s", "RECV-1", "sim:s", kind="scale"))
    settings = replace(floor.site.settings, scanners=scanners)
    return replace(floor, site=replace(floor.site, settings=settings))


def put_on(floor: Floor, pieces: float, *, stable: bool = True) -> None:
    weight = Weight(round(pieces * ONE), 10, stable=stable, net=False)
    floor.site.scales["RECV-1"] = OnScale(weight, floor.clock())


def type_count(floor: Floor, lot: str, count: str) -> None:
    floor.clock.pass_by(seconds=5)
    fields = {"lot": lot, "version": str(floor.lot(lot).version), "count": count}
    drafts.save(floor.site, "RECV-1", lot, "receive", fields)


def waiting(floor: Floor, pieces: int) -> str:
    """A lot that waits for the packer, laid on his desk."""
    lot = floor.book_in(pieces)
    floor.sign_on(PACKER, "RECV-1")
    assert lay_by_hand(floor.site, "RECV-1", lot)
    return lot


def typed(floor: Floor, lot: str) -> dict[str, str]:
    with floor.site.reading() as db:
        return draft_of(db, "RECV-1", "receive", lot)


def offered(floor: Floor, lot: str) -> Offered | None:
    with floor.site.reading() as db:
        return offer_of(floor.site, db, "RECV-1", lot)


def weigh(floor: Floor, lot: str, pieces: int) -> None:
    put_on(floor, pieces)
    type_count(floor, lot, str(pieces))
    assert weigh_sample(floor.site, "RECV-1")


def test_a_receiver_counts_by_weight_and_the_record_says_how(floor: Floor) -> None:
    floor = with_scale(floor)
    lot = waiting(floor, 240)
    weigh(floor, lot, 100)
    put_on(floor, 240)

    assert take_weight(floor.site, "RECV-1")

    kept = typed(floor, lot)
    assert kept["count"] == "240"
    floor.receive(PACKER, "RECV-1", lot, 240, counting=counted_how(kept))
    with floor.site.reading() as db:
        query = select(Handover.counting).order_by(Handover.id.desc()).limit(1)
        assert db.scalar(query) == "12.336 kg ÷ 51.40 g"
    (weighed,) = events(floor, "product:weighed")
    assert (weighed.facts["pieces"], weighed.facts["milligrams"]) == (100, 100 * ONE)


def test_the_scale_fills_nothing_in_by_itself(floor: Floor) -> None:
    floor = with_scale(floor)
    lot = waiting(floor, 48)
    weigh(floor, lot, 20)
    type_count(floor, lot, "")
    put_on(floor, 48)

    assert offered(floor, lot)
    assert typed(floor, lot)["count"] == ""


def test_a_count_that_was_changed_after_the_tap_is_the_persons_own(floor: Floor) -> None:
    floor = with_scale(floor)
    lot = waiting(floor, 48)
    weigh(floor, lot, 20)
    put_on(floor, 48)
    assert take_weight(floor.site, "RECV-1")

    kept = typed(floor, lot)
    assert counted_how(kept) == "2467.20 g ÷ 51.40 g"
    assert counted_how(kept | {"count": "47"}) == ""


@pytest.mark.parametrize(
    ("pieces", "stable", "code"),
    [
        (0, True, "scale-unsettled"),
        (-3, True, "scale-unsettled"),
        (48, False, "scale-unsettled"),
        (48.5, True, "count-by-hand"),
        (4_000, True, "count-by-hand"),
    ],
)
def test_what_the_scale_does_not_know_is_counted_by_hand(
    sqlite_floor: Floor, pieces: float, stable: bool, code: str
) -> None:
    floor = with_scale(sqlite_floor)
    lot = waiting(floor, 48)
    weigh(floor, lot, 20)
    put_on(floor, pieces, stable=stable)

    assert not take_weight(floor.site, "RECV-1")
    assert code in floor.strip("RECV-1")
    assert typed(floor, lot)["count"] == ""


def test_a_weight_of_long_ago_is_none(sqlite_floor: Floor) -> None:
    floor = with_scale(sqlite_floor)
    lot = waiting(floor, 48)
    weigh(floor, lot, 20)
    put_on(floor, 48)
    floor.clock.pass_by(seconds=FRESH.total_seconds() + 1)

    assert not take_weight(floor.site, "RECV-1")
    assert "scale-unsettled" in floor.strip("RECV-1")


@pytest.mark.parametrize(
    ("pieces", "on_scale", "code"),
    [(9, 9.0, "sample-too-small"), (0, 5.0, "sample-too-small"), (10, 0.0, "scale-unsettled")],
)
def test_a_reference_is_counted_and_heavy_enough(
    sqlite_floor: Floor, pieces: int, on_scale: float, code: str
) -> None:
    floor = with_scale(sqlite_floor)
    lot = waiting(floor, 48)
    put_on(floor, on_scale)
    type_count(floor, lot, str(pieces))

    assert not weigh_sample(floor.site, "RECV-1")
    assert code in floor.strip("RECV-1")
    assert events(floor, "product:weighed") == []


def test_the_last_reference_counts(sqlite_floor: Floor) -> None:
    floor = with_scale(sqlite_floor)
    lot = waiting(floor, 48)
    weigh(floor, lot, 20)
    put_on(floor, 22)
    type_count(floor, lot, "20")
    assert weigh_sample(floor.site, "RECV-1")
    put_on(floor, 44)

    found = offered(floor, lot)
    assert found is not None
    assert found.pieces == 40


def test_a_station_without_a_scale_hears_nothing_of_it(sqlite_floor: Floor) -> None:
    scanners = tuple(one for one in sqlite_floor.site.settings.scanners if one.kind != "scale")
    settings = replace(sqlite_floor.site.settings, scanners=scanners)
    floor = replace(sqlite_floor, site=replace(sqlite_floor.site, settings=settings))

    assert offered(floor, waiting(floor, 48)) is None


def test_what_a_scale_says_is_heard_through_its_port_and_unsettled_is_told(
    sqlite_floor: Floor,
) -> None:
    with reading(sqlite_floor, "RECV-1", kind="scale", model="sics") as scale:
        assert scale.heard(5) == b"SIR\r\n"
        scales = scale.site.scales
        for line, settled in (
            (b"S D   2467.10 g", 0), (b"S S   2467.20 g", 2_467_200), (b"S I", 2_467_200),
            (b"S D   2467.20 g", 0), (b"S S   2467.20 g", 2_467_200),
        ):  # fmt: skip
            before = scales.get("RECV-1")
            scale.twin.scan(line)
            if read_weight(line):
                scale.wait_for(lambda seen=before: scales.get("RECV-1") is not seen)  # type: ignore[misc]
            assert scales["RECV-1"].settled == settled
        assert scale.counts.failures == 0
