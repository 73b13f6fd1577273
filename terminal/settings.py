"""What a site may set, read once at the start; every mistake in the file is told at once."""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from devices.answers import SILENT, Answers
from devices.profile import Profile
from domain.figures import FIGURES, conflict, out_of_bounds
from domain.process import Figures, Step
from terminal.form_heads import FormHeads, read_heads
from terminal.origins import origins
from terminal.print_policy import policy_faults
from terminal.printers import MODELS, SHIPPED, PrinterAddress, read_printers
from terminal.printers import read_models as read_printer_models
from terminal.readers import PLAIN, Scanner, check, read_models
from terminal.readers import SHIPPED as READERS
from terminal.testers import Tester, read_testers
from terminal.toml import read_text, read_toml

LANGUAGES: Final = ("zh", "en")


class BadSettings(Exception):
    """The settings have mistakes; `problems` lists all of them, each with file and key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Station:
    """One place on the shop floor: its name by language, its steps and its printers by use."""

    code: str
    name: dict[str, str]
    steps: tuple[Step, ...]
    line: str = ""
    language: str = "zh"
    theme: str = "light"
    printers: dict[str, str] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """Return the station's name in a language, or in the first one it has."""
        return self.name.get(language) or next(iter(self.name.values()))


@dataclass(frozen=True, slots=True)
class Settings:
    """One site's settings."""

    database_url: str
    host: str = "127.0.0.1"
    port: int = 8080
    streams: int = 256
    site: str = "RT"
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    secrets: Path = Path("var/secrets")
    labels: Path | None = None
    demo: bool = False
    stations: tuple[Station, ...] = ()
    scanners: tuple[Scanner, ...] = ()
    printers: tuple[PrinterAddress, ...] = ()
    figures: Figures = field(default_factory=Figures)
    forms: FormHeads = field(default_factory=FormHeads)
    testers: tuple[Tester, ...] = ()
    models: dict[str, Answers] = field(default_factory=lambda: {PLAIN: SILENT})
    origins: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a settings file and the process figures beside it; raises `BadSettings`."""
        reader = _Reader(path.name)
        table = reader.load(path)
        process = path.parent / str(table.pop("process", "process.toml"))
        figures = reader.figures(process) if process.exists() else Figures()
        values: dict[str, Any] = {"figures": figures, "forms": reader.forms}
        values["origins"] = origins(path, process)
        values["testers"] = reader.testers(path.parent / "testers.toml")
        values["models"] = reader.models(path.parent / READERS.name)
        values |= reader.server(reader.table(table, "server"))
        values["database_url"] = reader.text(reader.table(table, "database"), "database", "url")
        values |= reader.site(reader.table(table, "site"), path.parent)
        values["stations"] = reader.rows(table.pop("station", []), "station", Station)
        values["scanners"] = reader.rows(table.pop("scanner", []), "scanner", Scanner)
        values["printers"] = reader.printers(table.pop("printer", []), path.parent / MODELS)
        for key in table:
            reader.problem(key, "is not a setting")
        reader.references(values)
        for key, why in policy_faults(values["printers"]):
            reader.problem(key, why)
        if reader.problems:
            raise BadSettings(reader.problems)
        return cls(**values)

    @property
    def has_simulated_devices(self) -> bool:
        """Whether any device is a simulated twin (`sim:`)."""
        urls = [one.url for one in self.scanners] + [one.url for one in self.printers]
        return any(url.startswith("sim:") for url in urls)

    @property
    def heads(self) -> dict[str, set[Profile]]:
        """The print heads that are narrower than their paper, by what stations use them for."""
        narrow = {one.code: one.profile for one in self.printers if one.profile.across is not None}
        found: dict[str, set[Profile]] = {}
        for station in self.stations:
            for use, code in station.printers.items():
                found.setdefault(use, set()).update({narrow[code]} if code in narrow else ())
        return found

    def station(self, code: str) -> Station | None:
        """Return a station by its code."""
        return next((station for station in self.stations if station.code == code), None)

    def printer_for(self, station: str, use: str) -> str:
        """Return the code of the printer that a station uses for labels or slips, or nothing."""
        found = self.station(station)
        return found.printers.get(use, "") if found else ""


class _Reader:
    """Reads tables strictly and collects what is wrong with them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[str] = []
        self.forms = FormHeads()

    def problem(self, key: str, why: str) -> None:
        self.problems.append(f"{self.name}: {key}: {why}")

    def load(self, path: Path) -> dict[str, Any]:
        try:
            return read_toml(read_text(path))
        except OSError as error:
            raise BadSettings([f"{path}: cannot be read: {error.strerror}"]) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadSettings([f"{path}: is not TOML: {error}"]) from error

    def table(self, tables: dict[str, Any], section: str) -> dict[str, Any]:
        found = tables.pop(section, {})
        if isinstance(found, dict):
            return found
        self.problem(section, f"must be written [{section}]")
        return {}

    def text(self, table: dict[str, Any], section: str, key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value:
            self.problem(f"{section}.{key}", "must be a text")
            return ""
        return value

    def figures(self, path: Path) -> Figures:
        table = self.load(path)
        self.forms = read_heads(
            table.pop("forms", {}), lambda key, why: self.problem(f"{path.name}: {key}", why)
        )
        known = {known.name: known for known in fields(Figures)}
        for key, value in table.items():
            if key not in known:
                self.problem(f"{path.name}: {key}", "is not a figure of the process")
            elif type(value) is not type(known[key].default):
                kind = type(known[key].default).__name__
                self.problem(f"{path.name}: {key}", f"must be {kind}, is {value!r}")
            elif type(value) is int and (value < 0 or out_of_bounds(key, value)):
                least, most = FIGURES[key].least, FIGURES[key].most
                self.problem(f"{path.name}: {key}", f"must be {least} to {most}, is {value}")
            elif type(value) is str and value not in FIGURES[key].choices:
                choices = ", ".join(FIGURES[key].choices)
                self.problem(f"{path.name}: {key}", f"must be one of {choices}")
        good: dict[str, Any] = {
            k: v for k, v in table.items() if k in known and type(v) is type(known[k].default)
        }
        figures = Figures(**good)
        if clash := conflict(figures):
            self.problem(f"{path.name}: {clash[0]}", f"must be larger than {clash[1]}")
        return figures

    def testers(self, path: Path) -> tuple[Tester, ...]:
        table = self.load(path) if path.exists() else {}
        return read_testers(
            table.get("tester", []), lambda key, why: self.problem(f"{path.name}: {key}", why)
        )

    def printers(self, tables: object, path: Path) -> tuple[PrinterAddress, ...]:
        known = self.load(SHIPPED) | (self.load(path) if path.exists() else {})
        models = read_printer_models(
            known, lambda key, why: self.problem(f"{path.name}: {key}", why)
        )
        return read_printers(tables, models, self.problem)

    def models(self, path: Path) -> dict[str, Answers]:
        found: dict[str, Answers] = {}
        for file in (READERS, path):
            table = self.load(file) if file.exists() else {}
            found |= read_models(
                table.get("model", []), lambda key, why: self.problem(f"{path.name}: {key}", why)
            )
        return found

    def server(self, table: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, kind in {"host": str, "port": int, "streams": int}.items():
            if key in table:
                values[key] = table.pop(key)
                if not isinstance(values[key], kind):
                    self.problem(f"server.{key}", f"must be {kind.__name__}")
        for key in table:
            self.problem(f"server.{key}", "is not a setting")
        return values

    def site(self, table: dict[str, Any], folder: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if "labels" in table:
            values["labels"] = folder / self.text(table, "site", "labels")
        elif (folder / "labels").is_dir():
            values["labels"] = folder / "labels"
        if "code" in table:
            values["site"] = self.text(table, "site", "code")
        if "timezone" in table:
            try:
                values["timezone"] = ZoneInfo(str(table["timezone"]))
            except (ZoneInfoNotFoundError, ValueError):
                self.problem("site.timezone", f"{table['timezone']!r} is not a time zone")
        if "secrets" in table:
            values["secrets"] = Path(self.text(table, "site", "secrets"))
        values["demo"] = table.get("demo", False) is True
        for key in set(table) - {"code", "timezone", "secrets", "labels", "demo"}:
            self.problem(f"site.{key}", "is not a setting")
        return values

    def rows(self, tables: object, section: str, kind: type[Any]) -> tuple[Any, ...]:
        if not isinstance(tables, list):
            self.problem(section, f"must be written [[{section}]]")
            return ()
        found = [self._row(table, f"{section}[{n}]", kind) for n, table in enumerate(tables, 1)]
        good = [row for row in found if row is not None]
        codes = [row.code for row in good]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            self.problem(section, f"the code {code!r} appears twice")
        return tuple(good)

    def _row(self, table: object, where: str, kind: type[Any]) -> Any | None:
        if not isinstance(table, dict):
            self.problem(where, "must be a table")
            return None
        before = len(self.problems)
        known = {known.name: known.type for known in fields(kind)}
        for key, value in table.items():
            if key not in known:
                self.problem(f"{where}.{key}", "is not a setting")
            elif known[key] in {str, int, bool} and type(value) is not known[key]:
                self.problem(f"{where}.{key}", f"is {value!r}")
        if kind is Station:
            table = self._station(table, where)
        try:
            return kind(**table) if len(self.problems) == before else None
        except TypeError as error:
            self.problem(where, str(error).partition("() ")[2] or str(error))
            return None

    def _station(self, table: dict[str, Any], where: str) -> dict[str, Any]:
        steps = table.get("steps", [])
        steps = steps if isinstance(steps, list) else [steps]
        for step in steps:
            if step not in list(Step):
                self.problem(f"{where}.steps", f"{step!r} is none of {', '.join(Step)}")
        if table.get("language", "zh") not in LANGUAGES:
            self.problem(f"{where}.language", f"must be one of {', '.join(LANGUAGES)}")
        name = table.get("name")
        if not isinstance(name, dict) or not name:
            self.problem(f"{where}.name", 'must be written { zh = "...", en = "..." }')
        if not isinstance(table.get("printers", {}), dict):
            self.problem(f"{where}.printers", 'must be written { label = "...", slip = "..." }')
        return table | {"steps": tuple(Step(step) for step in steps if step in list(Step))}

    def references(self, values: dict[str, Any]) -> None:
        """Check that scanners name stations and stations name printers that exist."""
        stations = {station.code for station in values["stations"]}
        printers = {printer.code for printer in values["printers"]}
        for scanner in values["scanners"]:
            if scanner.station not in stations:
                self.problem(f"scanner {scanner.code}", f"no station {scanner.station!r}")
            check(scanner, values["models"], self.problem)
        for station in values["stations"]:
            for use, printer in station.printers.items():
                if printer not in printers:
                    self.problem(
                        f"station {station.code}.printers.{use}", f"no printer {printer!r}"
                    )
