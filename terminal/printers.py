"""The site's printers, and the named models that they refer to (`config/printers.toml`).

A `[[printer]]` names a model with `profile` and may say any of its fields otherwise.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import normpath
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from devices.profile import BadProfile, Profile
from terminal.print_policy import Policy, take_policy

Problem = Callable[[str, str], None]
MODELS: Final = "printers.toml"
SHIPPED: Final = Path(__file__).parent.parent / "config" / MODELS
KINDS: Final = get_type_hints(Profile)
NAMES: Final[dict[type, str]] = {bool: "true or false", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class PrinterAddress:
    """A printer: where it is, what it can do, and the model that it was said to be.

    `policy` is what happens to its papers when it cannot print.
    """

    code: str
    url: str
    profile: Profile = Profile()  # noqa: RUF009  (it is frozen)
    model: str = ""
    policy: Policy = Policy()  # noqa: RUF009

    @property
    def paper_mm(self) -> int:
        """The width of its paper."""
        return self.profile.paper_mm


def read_models(tables: Mapping[str, object], problem: Problem) -> dict[str, Profile]:
    """Return the profiles of a file by name; every mistake goes to `problem` with its key."""
    found = {}
    for name, table in tables.items():
        if isinstance(table, dict):
            profile = _profile(table, Profile(), name, problem)
            if profile is not None:
                found[name] = profile
        else:
            problem(name, f"must be written [{name}]")
    return found


def read_printers(
    tables: object, models: Mapping[str, Profile], problem: Problem
) -> tuple[PrinterAddress, ...]:
    """Return the printers of a site; every mistake goes to `problem` with its key."""
    if not isinstance(tables, list):
        problem("printer", "must be written [[printer]]")
        return ()
    found = [_printer(table, f"printer[{n}]", models, problem) for n, table in enumerate(tables, 1)]
    good = [one for one in found if one]
    codes = [one.code.upper() for one in good]  # as the code of its test page says it
    for code in sorted({one.code for one in good if codes.count(one.code.upper()) > 1}):
        problem("printer", f"the code {code!r} appears twice")
    # One worker owns a printer: port 9100 serves one client, a serial port has one owner.
    places = [place_of(one.url) for one in good]
    for place in sorted({place for place in places if places.count(place) > 1}):
        problem("printer", f"{place} is the address of two printers")
    return tuple(good)


def place_of(url: str) -> str:
    """Return what two addresses of one printer have in common: host and port, or the device."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme == "tcp":
            return f"tcp://{parts.hostname}:{parts.port}"
        if parts.scheme in {"serial", "file"}:
            return normpath(parts.path)
    return url.partition("?")[0]


def _printer(
    table: object, where: str, models: Mapping[str, Profile], problem: Problem
) -> PrinterAddress | None:
    if not isinstance(table, dict):
        problem(where, "must be a table")
        return None
    rest: dict[str, Any] = dict(table)
    texts = {key: rest.pop(key, "") for key in ("code", "url", "profile")}
    policy = take_policy(rest, where, problem)
    wrong = [key for key in ("code", "url") if not isinstance(texts[key], str) or not texts[key]]
    for key in wrong:
        problem(f"{where}.{key}", "must be a text")
    name = texts["profile"]
    if name and (not isinstance(name, str) or name not in models):
        problem(f"{where}.profile", f"is none of {', '.join(models)}")
        return None
    profile = _profile(rest, models[name] if name else Profile(), where, problem)
    if wrong or profile is None:
        return None
    return PrinterAddress(texts["code"], texts["url"], profile, name, policy)


def _profile(
    table: Mapping[str, object], base: Profile, where: str, problem: Problem
) -> Profile | None:
    wrong = {key: why for key, value in table.items() if (why := _unfit(key, value))}
    for key, why in wrong.items():
        problem(f"{where}.{key}", why)
    if wrong:
        return None
    said: dict[str, Any] = dict(table)
    if isinstance(quirks := said.get("quirks"), list):
        said["quirks"] = frozenset(quirks)
    try:
        return replace(base, **said)
    except BadProfile as error:
        problem(f"{where}.{error.key}", error.why)
        return None


def _unfit(key: str, value: object) -> str:
    """Return what is wrong with the kind of a value, or nothing."""
    if key not in KINDS:
        return "is not a setting"
    kind, among = KINDS[key], get_args(KINDS[key])
    if get_origin(kind) is Literal:
        fits = type(value) is type(among[0]) and value in among
        return "" if fits else f"must be {', '.join(map(str, among[:-1]))} or {among[-1]}"
    if key == "quirks":
        good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if good else "must list texts"
    plain = bool if kind is bool else int
    return "" if type(value) is plain else f"must be {NAMES[plain]}, is {value!r}"
