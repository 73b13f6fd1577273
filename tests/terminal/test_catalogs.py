"""Whatever the program can refuse, sign or do, both languages have words for it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import web.errors  # noqa: F401  (every refusal must be known)
from domain.errors import DomainError
from domain.handover import Reason
from domain.lot import LotState
from domain.process import Role, Step
from terminal.forms import BadForm
from terminal.words import LOCALES, Locale, Words
from tests.floor import ROOT

WORDS = Words.load()
ACTIONS = sorted((ROOT / "terminal" / "actions").glob("*.py"))
SPOKEN = [*(ROOT / "terminal").rglob("*.py"), *(ROOT / "web").rglob("*.py")]


def refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from refusals(refusal)


def constants(path: Path, *, keyword: str = "", key: str = "") -> Iterator[str]:
    """Every text that is passed as a keyword, or that stands under a key of a dictionary."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == keyword:
            yield from texts(node.value)
        elif isinstance(node, ast.Dict):
            for name, value in zip(node.keys, node.values, strict=True):
                if isinstance(name, ast.Constant) and name.value == key:
                    yield from texts(value)


def texts(value: ast.expr) -> Iterator[str]:
    branches = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    for branch in branches:
        if isinstance(branch, ast.Constant) and isinstance(branch.value, str) and branch.value:
            yield branch.value


CODES = sorted({refusal.code for refusal in refusals() if refusal is not BadForm})
MEANINGS = sorted({one for path in ACTIONS for one in constants(path, keyword="meaning")})
RESULTS = sorted({one for path in ACTIONS for one in constants(path, key="result")})


def test_the_search_finds_refusals_meanings_and_results() -> None:
    assert len(CODES) > 30
    assert {"received", "shipped", "inspector-absent", "difference-settled"} <= set(MEANINGS)
    assert {"count-again", "disputed", "booked-in", "closed"} <= set(RESULTS)


def test_every_refusal_has_a_code_of_its_own() -> None:
    kinds = [refusal for refusal in refusals() if refusal is not BadForm]
    assert len({kind.code for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", CODES)
def test_every_refusal_says_what_and_what_now(code: str, locale: Locale) -> None:
    assert {f"error.{code}", f"error.{code}.detail"} <= set(WORDS.catalogs[locale])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_signature_has_its_meaning_in_words(locale: Locale) -> None:
    decided = {f"meaning.decided-{step}" for step in Step if step not in {Step.INTAKE, Step.SHIP}}
    ruled = {f"meaning.ruled-{ruling}" for ruling in ("recount", "accept", "send-back")}
    told = {f"meaning.{meaning}" for meaning in MEANINGS}
    assert told | decided | ruled <= set(WORDS.catalogs[locale])


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_done_is_said(locale: Locale) -> None:
    results = {*RESULTS, "recount", "accept", "send-back"}
    wanted = {f"done.{one}{more}" for one in results for more in ("", ".detail")}
    assert wanted <= set(WORDS.catalogs[locale])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_step_role_state_and_reason_has_a_name(locale: Locale) -> None:
    wanted = {
        *(f"step.{step}" for step in Step),
        *(f"role.{role}" for role in Role),
        *(f"state.{state}" for state in LotState),
        *(f"refusal.{reason}" for reason in Reason),
    }
    assert not wanted - set(WORDS.catalogs[locale])


@pytest.mark.parametrize("locale", LOCALES)
def test_every_field_that_can_be_filled_in_wrongly_has_a_name(locale: Locale) -> None:
    named = {one for path in SPOKEN for one in constants(path, keyword="field") if "." not in one}
    assert not {f"field.{one}" for one in named} - set(WORDS.catalogs[locale])
