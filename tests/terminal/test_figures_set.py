"""Figures of the process: set by an administrator, in force at once and after a restart."""

from pathlib import Path
from typing import Any

import pytest

from domain.figures import FIGURES, read_figure, told
from domain.process import Figures
from terminal.compose import compose
from terminal.figures import learn, typed_figures
from terminal.settings import BadSettings, Settings
from tests.floor import ROOT, SALES, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import administer
from tests.terminal.test_all_or_nothing import THREADS, all_at_once


def set_to(floor: Floor, key: str, value: object, seen: object) -> None:
    administer(floor, "set-figure", figure=key, value=str(value), seen=str(seen))


def test_every_figure_of_the_process_has_its_bounds_and_keeps_its_default() -> None:
    defaults = typed_figures(Figures())
    assert list(FIGURES) == list(defaults)
    assert {key: told(read_figure(key, value)) for key, value in defaults.items()} == defaults


def test_a_figure_counts_at_once_and_the_log_keeps_before_and_after(floor: Floor) -> None:
    set_to(floor, "largest_quantity", 20, 100_000)
    with nothing_changes(floor) as refusal:
        floor.book_in(21)
    assert refusal.code == "bad-quantity"
    (change,) = events(floor, "figure:saved")
    assert change.person_name == "方敏"
    assert (change.facts["before"], change.facts["after"]) == ({"value": "100000"}, {"value": "20"})


def test_a_figure_survives_a_restart_and_can_be_the_files_again(floor: Floor) -> None:
    set_to(floor, "round_limit", 5, 2)
    again = compose(floor.site.settings, now=floor.clock)
    assert again.figures.round_limit == 5
    again.bus.close()
    again.database.dispose()
    set_to(floor, "round_limit", 2, 5)
    assert floor.site.changed == {}


def test_figures_that_several_stations_learn_at_one_moment_are_those_of_the_log(
    floor: Floor,
) -> None:
    set_to(floor, "round_limit", 5, 2)
    for _ in range(20):
        floor.site.changed.update(dict.fromkeys(("seconds_per_piece", "tap_seconds"), 12))
        assert all_at_once(lambda _: learn(floor.site)) == [None] * THREADS
        assert floor.site.changed == {"round_limit": 5}


def test_how_people_sign_can_be_made_stricter(floor: Floor) -> None:
    lot = floor.book_in(3)
    set_to(floor, "signing_policy", "pin", "session")
    with pytest.raises(AssertionError, match="asks for the PIN"):
        floor.receive("10301", "RECV-1", lot, 3)


IMPOSSIBLE: list[Any] = [
    ("moon", "1", "1", "bad-field"),
    ("round_limit", "21", "2", "bad-quantity"),
    ("round_limit", "two", "2", "bad-quantity"),
    ("round_limit", "٣", "2", "bad-quantity"),
    ("round_limit", "3", "1", "entry-changed"),
    ("signing_policy", "never", "session", "bad-field"),
    ("blind_labels", "true", "no", "bad-field"),
    ("wrong_pins_block", "4", "10", "figures-clash"),
    ("day_shift_to", "8", "20", "figures-clash"),
]


def test_a_figure_that_cannot_be_is_not_set(floor: Floor) -> None:
    for key, value, seen, code in IMPOSSIBLE:
        with nothing_changes(floor) as refusal:
            set_to(floor, key, value, seen)
        assert refusal.code == code
        assert floor.site.changed == {}


OTHERS: list[Any] = [SALES, TESTER]


def test_only_an_administrator_sets_a_figure(floor: Floor) -> None:
    for who in OTHERS:
        with nothing_changes(floor) as refusal:
            administer(floor, "set-figure", by=who, figure="round_limit", value="3", seen="2")
        assert refusal.code == "not-permitted"


def test_the_settings_say_where_a_station_and_a_figure_are_written() -> None:
    settings = Settings.read(ROOT / "config" / "demo.toml")
    lines = (ROOT / "config" / "demo.toml").read_text(encoding="utf-8").splitlines()
    name, _, number = settings.origins["station.REPAIR-1"].partition(":")
    assert (name, lines[int(number) - 1]) == ("demo.toml", "[[station]]")
    assert lines[int(number)] == 'code = "REPAIR-1"'
    assert {f"figure.{key}" for key in FIGURES} <= settings.origins.keys()


@pytest.mark.parametrize("text", ["round_limit = 99", "wrong_pins_block = 3", "day_shift_to = 0"])
def test_a_file_with_a_figure_out_of_bounds_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "process.toml").write_text(text, encoding="utf-8")
    (tmp_path / "site.toml").write_text('[database]\nurl = "sqlite:///x.db"', encoding="utf-8")
    with pytest.raises(BadSettings, match=text.partition(" ")[0]):
        Settings.read(tmp_path / "site.toml")
