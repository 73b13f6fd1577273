"""The command line: `terminal serve --config FILE` and what a factory needs besides.

The process that watches over the serving one stays as small as it can: it loads nothing else.
"""

from __future__ import annotations

import argparse
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.profile import PROOFS
from terminal.serve import Service
from terminal.settings import BadSettings, Settings

if TYPE_CHECKING:
    from flask import Flask

    from terminal.site import Site

PROBLEM: Final = 2


def main() -> None:
    """Run one command; problems are told in plain lines and end with status 2.

    A worker that cannot open its site ends `serve` with gunicorn's own status, 4.
    """
    arguments = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        status = _run(arguments)
    except BadSettings as error:
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
        "export": "write them into a new file, in the same form",
        "demo": "fill an empty database with the demo factory",
        "audit": "replay the whole log and compare",
        "enrol": "give out the credential of a station's browser",
        "labels": "check: say what is wrong with the layouts; preview: write a picture of every "
        "paper for every kind of printer; reference: print what a layout may hold",
    }.items():
        command = commands.add_parser(name, help=help_text)
        command.add_argument("--config", type=Path, default=Path("config/demo.toml"))
        if name == "serve":
            command.add_argument("--host")
            command.add_argument("--port", type=int)
        if name in {"import", "export"}:
            command.add_argument("file", type=Path)
        if name == "enrol":
            command.add_argument("station")
        if name == "labels":
            command.add_argument("what", choices=("check", "preview", "reference"))
            command.add_argument("--out", type=Path, default=Path("var/labels"), metavar="DIR")
            command.add_argument("--labels", type=Path, metavar="DIR",
                                 help="a folder of changed layouts to try")  # fmt: skip
    _add_simulators(commands)
    return parser


def _add_simulators(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sim = commands.add_parser("sim", help="simulate a printer or a barcode reader")
    kinds = sim.add_subparsers(dest="kind", required=True)
    printer = kinds.add_parser("printer", help="a printer on a network port; type help")
    printer.add_argument("--host", default="127.0.0.1")
    printer.add_argument("--port", type=int, default=9100, help="0 takes any free one")
    printer.add_argument("--paper", choices=("58", "80"), default="80", help="width in mm")
    printer.add_argument("--language", choices=tuple(PROOFS), default="escpos")
    printer.add_argument("--out", type=Path, metavar="DIR", help="where each paper is put as a PNG")
    printer.add_argument("--fault", action="append", default=[], metavar="ORDER", help="slow:200")
    scanner = kinds.add_parser("scanner", help="a serial barcode reader behind a link; type .help")
    scanner.add_argument("--link", type=Path, required=True, metavar="PATH")
    scanner.add_argument("--suffix", choices=("cr", "lf", "crlf", "none"), default="cr")


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "sim":
        from terminal.simulators import simulate  # noqa: PLC0415

        return simulate(arguments)
    settings = Settings.read(arguments.config)
    if arguments.command == "serve":
        return _serve(settings, arguments)
    from terminal.commands import run  # noqa: PLC0415  (serving needs none of them)

    return run(settings, arguments)


def _serve(settings: Settings, arguments: argparse.Namespace) -> int:
    settings = replace(
        settings,
        host=arguments.host or settings.host,
        port=arguments.port or settings.port,
    )
    Service(settings, _pages).run()
    return 0


def _pages(site: Site) -> Flask:
    from web.app import create_app  # noqa: PLC0415  (in the worker, after the fork)

    app = create_app(site)
    print(f"http://{site.settings.host}:{site.settings.port}/", flush=True)
    return app


if __name__ == "__main__":
    main()
