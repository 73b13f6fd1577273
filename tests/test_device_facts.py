"""docs/devices.md tells each trap of scanners and printers; the cures and tests it names exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "devices.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| trap ")
]


def named(column: int) -> set[str]:
    return {name for row in ROWS for name in re.findall(r"`([^`]+)`", row[column])}


def test_every_trap_has_its_cure_and_its_proof() -> None:
    told = [row for row in ROWS if len(row) == 3 and "`" in row[1] and "`test_" in row[2]]
    assert ROWS
    assert told == ROWS


def test_every_cure_that_the_table_names_exists() -> None:
    files = {name for name in named(1) if "/" in name}
    assert {name for name in files if not (ROOT / name).is_file()} == set()


def test_every_test_that_the_table_names_exists() -> None:
    known = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)
    }
    assert named(2) <= known
