"""The readers of the stations: how each is connected, and what its model understands.

What the models understand is data (`config/readers.toml`); a site may say it otherwise for one
reader.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, cast

from devices.answers import SILENT, Answers, BadBytes, read_bytes
from devices.framing import NONE, SENT

Parity = Literal["N", "E", "O"]
Problem = Callable[[str, str], None]
KINDS: Final = ("barcode", "badge", "scale")
PARITIES: Final = ("N", "E", "O")
SUFFIXES: Final = {"": "", "CR": SENT, "LF": SENT, "CRLF": SENT, "none": NONE}
ANSWERS: Final = ("good", "bad", "enable", "disable", "trigger")
PLAIN: Final = "plain"
SHIPPED: Final = Path(__file__).parent.parent / "config" / "readers.toml"
"""Our models; a site's file of this name beside its settings adds to them, or changes one."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A reader of a station: any pyserial URL, or `sim:NAME`.

    `kind` is barcode, badge for a reader of IC cards, or scale for one that counts pieces.
    `suffix` is CR, LF, CRLF, none, or empty to be learned. `answers` replaces what the model is
    told, `gate` enables the reader only while the service listens.
    """

    code: str
    station: str
    url: str
    baudrate: int = 9600
    kind: str = "barcode"
    model: str = PLAIN
    parity: str = "N"
    suffix: str = ""
    gate: bool = False
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def parity_bit(self) -> Parity:
        """The parity, as the port wants it."""
        return cast("Parity", self.parity)

    @property
    def ending(self) -> str:
        """How a code of this reader ends, as the framer wants it."""
        return SUFFIXES[self.suffix]


def read_models(tables: object, problem: Problem) -> dict[str, Answers]:
    """Read what each model understands; every mistake goes to `problem` with its key."""
    if not isinstance(tables, list):
        problem("model", "must be written [[model]]")
        return {PLAIN: SILENT}
    models = {PLAIN: SILENT}
    for n, table in enumerate(tables, 1):
        if not isinstance(table, dict) or not isinstance(table.get("code"), str):
            problem(f"model[{n}].code", "must be a text")
            continue
        models[table["code"]] = _model(table, f"model {table['code']}", problem)
    return models


def _model(table: Mapping[str, Any], where: str, problem: Problem) -> Answers:
    for key in table.keys() - {"code", "own", "packets", *ANSWERS}:
        problem(f"{where}.{key}", "is not a setting")
    own = table.get("own", [])
    if not isinstance(own, list):
        problem(f"{where}.own", "must list texts")
        own = []
    found = [_bytes(text, f"{where}.own", problem) for text in own]
    packets = table.get("packets", False)
    if not isinstance(packets, bool):
        problem(f"{where}.packets", "must be true or false")
    said = {key: _bytes(table[key], f"{where}.{key}", problem) for key in ANSWERS if key in table}
    return Answers(own=tuple(found), packets=packets is True, **said)


def _bytes(text: object, where: str, problem: Problem) -> bytes:
    try:
        if isinstance(text, str):
            return read_bytes(text)
        problem(where, "must be a text")
    except BadBytes as error:
        problem(where, str(error))
    return b""


def check(scanner: Scanner, models: Mapping[str, Answers], problem: Problem) -> None:
    """Tell every mistake in the settings of one reader."""
    where = f"scanner {scanner.code}"
    choices = {
        "kind": KINDS,
        "model": tuple(models),
        "parity": PARITIES,
        "suffix": tuple(SUFFIXES),
    }
    for key, known in choices.items():
        if getattr(scanner, key) not in known:
            told = ", ".join(one or repr(one) for one in known)
            problem(f"{where}.{key}", f"must be one of {told}")
    answers: object = scanner.answers
    if not isinstance(answers, dict):
        problem(f"{where}.answers", 'must be written { good = "...", bad = "..." }')
        return
    said: dict[str, Any] = {}
    for key, text in answers.items():
        if key in ANSWERS:
            said[key] = _bytes(text, f"{where}.answers.{key}", problem)
        else:
            problem(f"{where}.answers.{key}", f"must be one of {', '.join(ANSWERS)}")
    if scanner.gate and not replace(models.get(scanner.model, SILENT), **said).can_gate:
        problem(f"{where}.gate", "needs enable (or trigger) and disable in model or answers")


def answers_of(scanner: Scanner, models: Mapping[str, Answers]) -> Answers:
    """Return what a reader is told: its model's bytes, but for those that the site has set."""
    own: dict[str, Any] = {key: read_bytes(text) for key, text in scanner.answers.items()}
    return replace(models.get(scanner.model, SILENT), **own)
