"""docs/procedure.md tells where each rule of the procedure lives; what it names exists."""

import re
from pathlib import Path

from domain.printing import Document
from terminal.acts import RECORDED, SIGNED

ROOT = Path(__file__).parents[1]
ROWS = re.findall(
    r"^\| (K-\d\d|待查|退货单|序列号|补码|补录) \|(.*)\|$",
    (ROOT / "docs" / "procedure.md").read_text(),
    re.MULTILINE,
)


def named(column: int) -> set[str]:
    cells = [row.split(" | ")[column] for _, row in ROWS]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_rule_of_the_procedure_has_its_row() -> None:
    assert [rule for rule, _ in ROWS if rule.startswith("K")] == [
        f"K-{number:02}" for number in range(1, 51)
    ]


def test_every_act_and_every_paper_that_the_table_names_exists() -> None:
    assert named(2) <= {*SIGNED, *RECORDED}
    assert named(3) <= {document.value for document in Document}


def test_every_test_that_the_table_names_exists() -> None:
    files = (ROOT / "tests").rglob("test_*.py")
    known = {
        name
        for file in files
        for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)
    }
    assert named(4) <= known
