"""Both catalogs say the same things, and nothing on a page is without words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.words import FAMILIES, LOCALES, MissingWordError, Words
from terminal.words.catalog import read_catalog

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "devices", "terminal", "web", "tests/web_shell")
SPEAKERS = {"say", "pattern", "t"}
CALL = re.compile(r"""\bt\(\s*["']([^"']+)["']\s*([,)~])""")
WORDS = Words.load()
KEYS = set(WORDS.catalogs["zh_Hans_CN"])


def said_in_templates() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.html"):
            for key, after in CALL.findall(path.read_text(encoding="utf-8")):
                yield (key if after != "~" else key + "*", path.name)


def said_in_python() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and speaker(node.func) in SPEAKERS:
                    yield from ((key, path.name) for key in constants(node) if "." in key)


def constants(call: ast.Call) -> Iterator[str]:
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def speaker(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")


def said() -> set[tuple[str, str]]:
    return {*said_in_templates(), *said_in_python()}


def test_both_catalogs_have_the_same_keys_and_facts() -> None:
    WORDS.check()


def test_every_word_that_is_said_is_written() -> None:
    missing = {
        (key, place)
        for key, place in said()
        if key not in KEYS and not (key.endswith("*") and key[:-1].startswith(FAMILIES))
    }
    assert not missing


def test_no_written_word_is_never_said() -> None:
    used = {key for key, _ in said()}
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "terminal" / "words").glob("*.py")
    )
    unused = {key for key in KEYS - used if not key.startswith(FAMILIES) and f'"{key}"' not in text}
    assert not unused


def test_every_declared_family_has_members() -> None:
    empty = {family for family in FAMILIES if not any(key.startswith(family) for key in KEYS)}
    assert not empty


@pytest.mark.parametrize("locale", LOCALES)
def test_no_key_is_written_twice(locale: str) -> None:
    path = ROOT / "terminal" / "words" / f"{locale}.po"
    keys = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))


def test_no_english_sentence_leaves_its_plural_to_the_reader() -> None:
    unsure = {key for key, said in WORDS.catalogs["en"].items() if re.search(r"\w\(e?s\)", said)}
    assert not unsure


def test_a_word_that_one_catalog_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "zh_Hans_CN.po").write_text('msgid "a.b"\nmsgstr "{lot} 在"\n', encoding="utf-8")
    (tmp_path / "en.po").write_text(
        'msgid "a.b"\nmsgstr "here"\n\nmsgid "a.c"\nmsgstr "<b>"\n', encoding="utf-8"
    )
    with pytest.raises(MissingWordError, match=r"a\.b: other facts; a\.c: only in one catalog"):
        Words.load(tmp_path).check()


def test_a_catalog_is_read_with_symbolic_keys() -> None:
    path = ROOT / "terminal" / "words" / "zh_Hans_CN.po"
    assert read_catalog(path)["step.repair"] == "维修"
