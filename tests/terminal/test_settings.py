"""A settings file is read strictly, and every mistake in it is told at once."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.process import Figures, Step
from terminal.form_heads import FormHead, FormHeads, Recipient
from terminal.settings import BadSettings, Settings
from tests.floor import ROOT

GOOD = """
[database]
url = "sqlite:///var/terminal.db"

[[station]]
code = "REPAIR-1"
name = { zh = "维修 1", en = "Repair 1" }
steps = ["repair"]
printers = { label = "repair-1-label" }

[[scanner]]
code = "repair-1-scan"
station = "REPAIR-1"
url = "sim:repair-1-scan"

[[printer]]
code = "repair-1-label"
url = "sim:repair-1-label"
"""


def read(folder: Path, text: str, figures: str = "") -> Settings:
    (folder / "process.toml").write_text(figures, encoding="utf-8")
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return Settings.read(path)


def problems(folder: Path, text: str, figures: str = "") -> list[str]:
    with pytest.raises(BadSettings) as refusal:
        read(folder, text, figures)
    return refusal.value.problems


def test_a_small_file_is_enough(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD)
    station = settings.station("REPAIR-1")
    assert station is not None
    assert (station.steps, station.called("en")) == ((Step.REPAIR,), "Repair 1")
    assert settings.printer_for("REPAIR-1", "label") == "repair-1-label"
    assert settings.printer_for("REPAIR-1", "slip") == ""
    assert settings.figures == Figures()


def test_the_demo_factory_has_no_mistakes() -> None:
    settings = Settings.read(ROOT / "config" / "demo.toml")
    assert {step for station in settings.stations for step in station.steps} == set(Step)


def test_the_figures_of_the_file_are_the_defaults_that_the_process_names() -> None:
    assert Settings.read(ROOT / "config" / "demo.toml").figures == Figures()


def test_every_mistake_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = """
        colour = "green"
        [database]
        [server]
        port = "eighty"
        speed = 9
        [site]
        timezone = "Mars/Olympus"
        moon = true
        [[station]]
        code = "REPAIR-1"
        name = "维修"
        steps = ["repair", "polish"]
        language = "fr"
        [[station]]
        code = "OQC-1"
        name = { zh = "OQC" }
        steps = ["oqc"]
        printers = { label = "nobody" }
        [[scanner]]
        code = "scan"
        station = "NOWHERE"
        url = "sim:scan"
        [[printer]]
        code = "thin"
        url = "sim:thin"
        paper_mm = 57
        text = "fancy"
        proof = "hope"
    """
    told = "\n".join(problems(tmp_path, text, "round_limit = 'two'\nmoon = 1\n"))
    for place in (
        "site.toml: colour", "site.toml: database.url", "server.port", "server.speed",
        "site.timezone", "site.moon", "station[1].steps: 'polish'", "station[1].language",
        "station[1].name", "station OQC-1.printers.label: no printer 'nobody'",
        "scanner scan: no station 'NOWHERE'", "printer[1].paper_mm", "printer[1].text",
        "printer[1].proof", "process.toml: round_limit", "process.toml: moon",
    ):  # fmt: skip
        assert place in told


def test_a_code_that_appears_twice_is_told(tmp_path: Path) -> None:
    twice = GOOD + '[[printer]]\ncode = "repair-1-label"\nurl = "sim:other"\n'
    assert problems(tmp_path, twice) == [
        "site.toml: printer: the code 'repair-1-label' appears twice"
    ]


def test_two_printers_at_one_address_are_refused_for_one_worker_owns_a_printer(
    tmp_path: Path,
) -> None:
    twice = GOOD + '[[printer]]\ncode = "second"\nurl = "sim:repair-1-label?paper=58"\n'
    assert problems(tmp_path, twice) == [
        "site.toml: printer: sim:repair-1-label is the address of two printers"
    ]


def test_a_forgotten_key_is_told_with_its_row(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, GOOD + '[[printer]]\ncode = "second"\n')
    assert told == "site.toml: printer[2].url: must be a text"


@pytest.mark.parametrize("text", ["[database", "\x00", "a = 1\na = 2"])
def test_a_file_that_is_not_toml_is_told(tmp_path: Path, text: str) -> None:
    (told,) = problems(tmp_path, text)
    assert "is not TOML" in told


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as refusal:
        Settings.read(tmp_path / "nobody.toml")
    assert "cannot be read" in str(refusal.value)


def test_a_figure_that_makes_no_sense_is_told(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD, "round_limit = -1\nsigning_policy = 'never'\nlock_minutes = 0")
    assert {line.split(": ")[2] for line in told} == {
        "round_limit", "signing_policy", "lock_minutes",
    }  # fmt: skip


VALUES = st.one_of(
    st.integers(-3, 10**6),
    st.booleans(),
    st.sampled_from(["", "x", "repair", "zh", "REPAIR-1", "repair-1-label", "80"]),
)
NAMES = st.sampled_from([
    "database", "server", "site", "station", "scanner", "printer", "code", "name", "url", "steps",
    "printers", "port", "language", "paper_mm", "text", "proof", "timezone", "secrets", "demo",
    "baudrate", "host", "zh", "theme", "line", "profile", "quirks", "across", "darkness",
])  # fmt: skip


def tables(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(NAMES, inner, max_size=5)


def lists(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3)


ANYTHING = st.recursive(VALUES, lambda inner: lists(inner) | tables(inner), max_leaves=8)
# Mostly the right shape: lists of tables, so that the reading goes deep.
FILES = st.fixed_dictionaries(
    {},
    optional={
        "database": tables(ANYTHING),
        "site": tables(ANYTHING) | VALUES,
        "server": tables(ANYTHING) | VALUES,
        "station": lists(tables(ANYTHING)) | ANYTHING,
        "scanner": lists(tables(ANYTHING)) | ANYTHING,
        "printer": lists(tables(ANYTHING)) | ANYTHING,
    },
)


def to_toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return f'"{value}"'
        case dict():
            return "{" + ", ".join(f"{key} = {to_toml(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(to_toml, value)) + "]"
    raise TypeError(value)


@given(FILES | tables(ANYTHING))
def test_no_right_word_in_a_wrong_place_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    lines = [f"{key} = {to_toml(value)}" for key, value in table.items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    with suppress(BadSettings):
        Settings.read(path)


def test_the_forms_heads_are_read_from_the_process_file(tmp_path: Path) -> None:
    figures = (
        'round_limit = 3\n[forms]\nfactory = "精工"\nrepair = { number = "X-1" }\n'
        'distribution = [{ department = "业务部", copies = 2 }]\n'
    )
    settings = read(tmp_path, GOOD, figures)
    assert settings.figures.round_limit == 3
    assert settings.forms.factory == "精工"
    assert settings.forms.repair == FormHead("X-1", "A-0", controlled=False)
    assert settings.forms.review == FormHeads().review
    assert settings.forms.distribution == (Recipient("业务部", 2),)


def test_every_mistake_in_a_forms_head_is_told(tmp_path: Path) -> None:
    figures = """[forms]
salary = { number = "X" }
factory = 7
notice = "X-1"
review = { number = 1, colour = "red" }
distribution = [{ department = "" }, { department = "品质部", copies = -1 }, 7]
"""
    told = problems(tmp_path, GOOD, figures)
    for key in (
        "forms.salary",
        "forms.factory",
        "forms.notice",
        "forms.review.number",
        "forms.distribution[1]",
        "forms.distribution[2].copies",
        "forms.distribution[3]",
    ):
        assert any(f"process.toml: {key}:" in one for one in told), key
    assert any("forms.review.colour: is not a setting" in one for one in told)
    assert problems(tmp_path, GOOD, "forms = 1\n")
