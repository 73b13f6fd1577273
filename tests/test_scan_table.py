"""docs/scans.md tells what every scan means: all codes, real tests, the commands as they are."""

import re
from pathlib import Path

from domain.codes import CodeKind
from domain.process import Step
from terminal.command_table import COMMANDS, REASONS, word_of
from terminal.desk.scans import MEANINGS
from terminal.words import Words

ROOT = Path(__file__).parents[1]
DOC = ROOT / "docs" / "scans.md"
TEXT = DOC.read_text(encoding="utf-8")
BLOCK = re.compile(r"(<!-- commands:.*?-->\n)(.*?)(<!-- end -->)", re.DOTALL)
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in TEXT.partition("## Commands by step")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| code ")
]


def _word(name: str) -> str:
    reason = REASONS.get(name)
    return f"refusal.{reason.value}" if reason else word_of(name)


def commands() -> str:
    """The commands of each step, as they are obeyed."""
    words = Words.load()
    steps = list(Step)
    heads = ["command", "what it does", *(words.say("en", f"step.{one}") for one in steps)]
    lines = [heads, ["---", "---", *(":-:" for _ in steps)]]
    lines += [
        [f"`{name}`", words.say("en", _word(name)),
         *("●" if one in command.steps else "" for one in steps)]
        for name, command in COMMANDS.items()
    ]  # fmt: skip
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def test_every_kind_of_code_has_its_row_and_those_without_a_meaning_are_refused() -> None:
    told: dict[str, list[str]] = {}
    for code, _, meaning, _ in ROWS:
        if letter := re.match(r"`([A-Z])` ", code):
            told.setdefault(letter[1], []).append(meaning)
    assert set(told) == {kind.value for kind in CodeKind}
    refused = {
        letter
        for letter, meanings in told.items()
        if all(one.startswith("refused") for one in meanings)
    }
    assert refused == {kind.value for kind in set(CodeKind) - set(MEANINGS)}


def test_every_test_that_the_table_names_exists() -> None:
    known = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = {name for row in ROWS for name in re.findall(r"`(test_\w+)`", row[-1])}
    assert all("`test_" in row[-1] for row in ROWS)
    assert named <= known


def test_the_commands_are_those_that_the_readers_obey() -> None:
    """`python -m tests.test_scan_table` writes them anew."""
    found = BLOCK.search(TEXT)
    assert found
    assert found[2] == commands()


if __name__ == "__main__":
    DOC.write_text(BLOCK.sub(lambda found: found[1] + commands() + found[3], TEXT))
