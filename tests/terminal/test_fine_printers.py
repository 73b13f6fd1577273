"""Every page agrees on which device is fine, and on what a station's printers are for."""

import pytest

from devices.state import STOPPED, Condition, DeviceState
from terminal.queries.device_rows import device_rows
from terminal.queries.devices import station_devices
from terminal.queries.printers import printer_rows, uses_of
from terminal.queries.targets import Target
from tests.floor import SALES, Floor

LABEL, SLIP = "sales-1-label", "sales-1-slip"
FINE = {"ready", "printing", "port-open"}


@pytest.mark.parametrize("condition", Condition)
def test_bar_list_queue_and_choice_agree_on_which_printer_is_fine(
    floor: Floor, condition: Condition
) -> None:
    floor.site.devices[LABEL] = DeviceState(condition, floor.clock(), None)
    station = floor.site.settings.station("SALES-1")
    assert station
    with floor.site.reading() as db:
        said = [
            *(one.fine for one in device_rows(floor.site, db, station) if one.code == LABEL),
            *(one.fine for one in station_devices(floor.site, db, station) if one.code == LABEL),
            *(one.fine for one in printer_rows(floor.site, db, {LABEL: "printer"})),
            Target(LABEL, condition.value, 80, own=True).fine,
        ]
    assert said == [condition in FINE] * 4
    assert not (condition in FINE and condition in STOPPED)


def test_a_paused_printer_is_fine_nowhere(floor: Floor) -> None:
    floor.site.devices[LABEL] = DeviceState(Condition.READY, floor.clock(), None)
    floor.note(SALES, "SALES-1", "pause-printer", printer=LABEL)
    station = floor.site.settings.station("SALES-1")
    assert station
    with floor.site.reading() as db:
        rows = [*device_rows(floor.site, db, station), *station_devices(floor.site, db, station)]
        rows += printer_rows(floor.site, db, {LABEL: "printer"})
    assert [one.fine for one in rows if one.code == LABEL] == [False] * 3


def test_a_stations_label_printer_comes_first_and_says_so_everywhere(floor: Floor) -> None:
    station = floor.site.settings.station("SALES-1")
    assert station
    with floor.site.reading() as db:
        cards = station_devices(floor.site, db, station)
        bar = device_rows(floor.site, db, station)
    for rows in (cards, bar):
        told = {one.code: one.kind for one in rows if one.code in {LABEL, SLIP}}
        assert told == uses_of(station) == {LABEL: "printer", SLIP: "slip-printer"}
