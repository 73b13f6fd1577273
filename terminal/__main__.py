"""The command line: `terminal serve --config FILE` and what a factory needs besides."""

import argparse
import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from terminal.audit import audit
from terminal.compose import compose
from terminal.database import DatabaseRefused
from terminal.enrolment import enrol
from terminal.importing import import_file
from terminal.serve import Service
from terminal.settings import BadSettings, Settings
from terminal.site import Site
from web.app import create_app

PROBLEM = 2


def main() -> None:
    """Run one command; problems are told in plain lines and end with status 2."""
    arguments = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        status = COMMANDS[arguments.command](arguments)
    except (BadSettings, DatabaseRefused) as error:
        print(error, file=sys.stderr)
        sys.exit(PROBLEM)
    sys.exit(status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="terminal", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, help_text in {
        "serve": "serve the pages and the devices",
        "check": "say what is wrong with the settings, without starting",
        "import": "import people, customers, products and coded words from a TOML file",
        "demo": "fill an empty database with the demo factory",
        "audit": "replay the whole log and compare",
        "enrol": "give out the credential of a station's browser",
    }.items():
        command = commands.add_parser(name, help=help_text)
        command.add_argument("--config", type=Path, default=Path("config/demo.toml"))
        if name == "serve":
            command.add_argument("--host")
            command.add_argument("--port", type=int)
        if name == "import":
            command.add_argument("file", type=Path)
        if name == "enrol":
            command.add_argument("station")
    return parser


def _serve(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    settings = replace(
        settings,
        host=arguments.host or settings.host,
        port=arguments.port or settings.port,
    )
    _fill_demo(settings)
    print(f"http://{settings.host}:{settings.port}/", flush=True)
    Service(settings, create_app).run()
    return 0


def _fill_demo(settings: Settings) -> None:
    if settings.demo:
        from terminal.demo import fill  # noqa: PLC0415  (only a demo pays for loading it)

        with_site(settings, fill)


def with_site(settings: Settings, work: Callable[[Site], None]) -> None:
    """Do something with a site that serves nobody yet."""
    site = compose(settings)
    try:
        work(site)
    finally:
        site.database.dispose()


def _check(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    print(f"{len(settings.stations)} stations, {len(settings.scanners)} readers, "
          f"{len(settings.printers)} printers: good")  # fmt: skip
    return 0


def _import(arguments: argparse.Namespace) -> int:
    def work(site: Site) -> None:
        done = import_file(site, arguments.file)
        for kind, count in done.counts.items():
            print(f"{kind}: {count}")
        for number, name, badge, pin in done.credentials:
            print(f"{number} {name}: badge B{badge}, PIN {pin} (told once)")

    with_site(_settings(arguments), work)
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    _fill_demo(_settings(arguments))
    return 0


def _audit(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    with_site(_settings(arguments), lambda site: problems.extend(audit(site)))
    for problem in problems:
        print(problem)
    print("the log, the ledger and the lots agree" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


def _enrol(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    if settings.station(arguments.station) is None:
        raise BadSettings([f"there is no station {arguments.station!r}"])
    with_site(settings, lambda site: print(enrol(site, arguments.station)))
    return 0


def _settings(arguments: argparse.Namespace) -> Settings:
    return Settings.read(arguments.config)


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "serve": _serve,
    "check": _check,
    "import": _import,
    "demo": _demo,
    "audit": _audit,
    "enrol": _enrol,
}

if __name__ == "__main__":
    main()
