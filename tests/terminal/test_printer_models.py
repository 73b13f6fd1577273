"""A printer in the settings names a model, and says what is different about it."""

from dataclasses import fields
from pathlib import Path

import pytest

from devices.profile import PROOFS, QUIRKS, Profile
from terminal.printers import SHIPPED
from terminal.settings import Settings
from tests.terminal.test_settings import GOOD, problems, read

MODELS = (
    "generic-80", "generic-58", "epson-tm-t88", "clone-80", "clone-58", "zebra-203", "tsc-203",
)  # fmt: skip


def with_printer(folder: Path, *lines: str) -> Settings:
    return read(folder, "\n".join((GOOD, *lines)))


def profile_of(folder: Path, *lines: str) -> Profile:
    return with_printer(folder, *lines).printers[0].profile


@pytest.mark.parametrize("name", MODELS)
def test_every_model_that_is_shipped_can_be_named(tmp_path: Path, name: str) -> None:
    settings = with_printer(tmp_path, f'profile = "{name}"')
    assert settings.printers[0].model == name
    assert settings.printers[0].profile != Profile()


def test_a_file_of_earlier_days_still_says_the_same(tmp_path: Path) -> None:
    assert profile_of(tmp_path) == Profile()
    profile = profile_of(tmp_path, "paper_mm = 58", 'text = "raster"', 'proof = "GSr"')
    assert profile == Profile(58, "raster", proof="GSr")


def test_a_printer_differs_from_its_model_in_what_it_says(tmp_path: Path) -> None:
    profile = profile_of(
        tmp_path, 'profile = "clone-80"', "darkness = 2", "density = true", "across = 568",
        'quirks = ["no-full-cut"]',
    )  # fmt: skip
    assert (profile.proof, profile.code_system, profile.near_end) == ("GSr", "gbk", False)
    assert (profile.darkness, profile.dots) == (2, 568)
    assert profile.quirks == {"no-full-cut"}


def test_a_site_can_have_models_of_its_own_and_change_ours(tmp_path: Path) -> None:
    own = '[desk]\npaper_mm = 58\nproof = "none"\n[clone-58]\npaper_mm = 58\ntext = "raster"\n'
    (tmp_path / "printers.toml").write_text(own)
    assert profile_of(tmp_path, 'profile = "desk"') == Profile(58, proof="none")
    assert profile_of(tmp_path, 'profile = "clone-58"') == Profile(58, "raster")
    assert profile_of(tmp_path, 'profile = "clone-80"').code_system == "gbk"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('profile = "laser"', "printer[1].profile: is none of generic-80"),
        ("profile = 3", "printer[1].profile: is none of"),
        ("across = 600", "printer[1].across: must be 192 to 576"),
        ('across = "all"', "printer[1].across: must be a whole number"),
        ("darkness = 9", "printer[1].darkness: must be -3 to 3"),
        ("cutter = 1", "printer[1].cutter: must be true or false"),
        ("darkness = true", "printer[1].darkness: must be a whole number"),
        ('language = "zpl"', "printer[1].proof: must be one of ~HS, none in zpl"),
        ('quirks = ["loud"]', "printer[1].quirks: must be out of"),
        ('quirks = "no-full-cut"', "printer[1].quirks: must list texts"),
        ('colour = "red"', "printer[1].colour: is not a setting"),
        ("label_mm = 40", "printer[1].label_mm: does nothing in escpos"),
        ("darkness = 2", "printer[1].darkness: does nothing without density"),
        ('profile = "tsc-203"\ngap_mm = 3', "printer[1].gap_mm: does nothing without label_mm"),
        ('profile = "zebra-203"\ndensity = true', "printer[1].density: does nothing in zpl"),
        ('fallback = "x"', "printer[1].fallback: does nothing without on_failure"),
        ("divert_seconds = 9", "printer[1].divert_seconds: does nothing without on_failure"),
        ("paper_mm = 80.0", "printer[1].paper_mm: must be 58 or 80"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, line: str, told: str) -> None:
    assert any(one.startswith(f"site.toml: {told}") for one in problems(tmp_path, GOOD + line))


def test_a_mistake_in_a_model_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "printers.toml").write_text(
        'wide = 1\n[desk]\npaper_mm = 57\n[other]\nproof = "x"\n'
    )
    told = problems(tmp_path, GOOD)
    assert told == [
        "site.toml: printers.toml: wide: must be written [wide]",
        "site.toml: printers.toml: desk.paper_mm: must be 58 or 80",
        "site.toml: printers.toml: other.proof: must be GS(H, GSr, ~HS or none",
    ]


def test_the_shipped_file_explains_every_key_and_every_word() -> None:
    told = SHIPPED.read_text(encoding="utf-8")
    keys = {field.name for field in fields(Profile)}
    words = {*QUIRKS, *PROOFS, *(proof for proofs in PROOFS.values() for proof in proofs)}
    assert {key for key in keys if f"\n#   {key} " not in told} == set()
    assert {word for word in words if f'"{word}"' not in told} == set()


def two_printers(folder: Path, one: str, other: str, codes: str = "pq") -> list[str]:
    head = GOOD.partition("[[printer]]")[0]
    text = "".join(
        f'[[printer]]\ncode = "{code}"\nurl = "{url}"\n'
        for code, url in zip(codes, (one, other), strict=True)
    )
    told = problems(folder, head + text)  # the station's own printer is not among them
    return [line for line in told if line.startswith("site.toml: printer:")]


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ("tcp://Host:9100", "tcp://host:9100", "tcp://host:9100"),
        ("tcp://host:9100", "tcp://host:09100", "tcp://host:9100"),
        ("serial:///dev/ttyUSB0?baudrate=9600", "file:///dev/ttyUSB0", "/dev/ttyUSB0"),
        ("file:///dev/usb/lp0", "file:///dev/./usb/lp0", "/dev/usb/lp0"),
        ("sim:a?paper=58", "sim:a", "sim:a"),
    ],
)
def test_one_printer_has_one_worker_however_its_address_is_written(
    tmp_path: Path, one: str, other: str, place: str
) -> None:
    told = f"site.toml: printer: {place} is the address of two printers"
    assert two_printers(tmp_path, one, other) == [told]


def test_two_ports_and_two_hosts_are_two_printers_and_two_codes_differ_in_more_than_their_case(
    tmp_path: Path,
) -> None:
    assert two_printers(tmp_path, "tcp://host:9100", "tcp://host:9101") == []
    assert two_printers(tmp_path, "tcp://a:9100", "tcp://b:9100") == []
    assert two_printers(tmp_path, "tcp://a:x", "serial:///dev/ttyS0") == []
    assert two_printers(tmp_path, "tcp://a:9100", "tcp://b:9100", "aA") == [
        f"site.toml: printer: the code {code!r} appears twice" for code in "Aa"
    ]
