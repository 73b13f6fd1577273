"""What the command line does besides serving; each command returns its status."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.codes import Code, CodeKind
from terminal.audit import audit
from terminal.compose import compose
from terminal.database import DatabaseRefused
from terminal.demo import fill
from terminal.enrolment import enrol
from terminal.exporting import export_file
from terminal.importing import import_file
from terminal.labels.layouts import Layouts
from terminal.labels.reference import reference
from terminal.preview import preview
from terminal.settings import BadSettings, Settings
from terminal.site import Site
from terminal.words import Words

REFUSED = 2


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Run one command; a database that cannot be trusted is told in one line."""
    try:
        return COMMANDS[arguments.command](settings, arguments)
    except DatabaseRefused as error:
        print(error, file=sys.stderr)
        return REFUSED


def with_site(settings: Settings, work: Callable[[Site], None]) -> None:
    """Do something with a site that serves nobody yet."""
    site = compose(settings)
    try:
        work(site)
    finally:
        site.database.dispose()


def _check(settings: Settings, _: argparse.Namespace) -> int:
    Layouts.load(settings.labels, Words.load(), settings.heads)
    print(f"{len(settings.stations)} stations, {len(settings.scanners)} readers, "
          f"{len(settings.printers)} printers: good")  # fmt: skip
    return 0


def _import(settings: Settings, arguments: argparse.Namespace) -> int:
    def work(site: Site) -> None:
        done = import_file(site, arguments.file)
        for kind, count in done.counts.items():
            print(f"{kind}: {count}")
        for number, name, badge, pin in done.credentials:
            code = Code(CodeKind.BADGE, badge)
            print(f"{number} {name}: badge {code}, start PIN {pin} (told once)")

    with_site(settings, work)
    return 0


def _export(settings: Settings, arguments: argparse.Namespace) -> int:
    def work(site: Site) -> None:
        try:
            counts = export_file(site, arguments.file)
        except OSError as error:
            raise BadSettings([f"{arguments.file}: {error.strerror}"]) from error
        for kind, count in counts.items():
            print(f"{kind}: {count}")

    with_site(settings, work)
    return 0


def _demo(settings: Settings, _: argparse.Namespace) -> int:
    if settings.demo:
        with_site(settings, fill)
    return 0


def _audit(settings: Settings, _: argparse.Namespace) -> int:
    problems: list[str] = []
    with_site(settings, lambda site: problems.extend(audit(site)))
    for problem in problems:
        print(problem)
    print("the log, the ledger and the lots agree" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


def _enrol(settings: Settings, arguments: argparse.Namespace) -> int:
    if settings.station(arguments.station) is None:
        raise BadSettings([f"there is no station {arguments.station!r}"])
    with_site(settings, lambda site: print(enrol(site, arguments.station)))
    return 0


def _labels(settings: Settings, arguments: argparse.Namespace) -> int:
    if arguments.what == "reference":
        print(reference())
        return 0
    settings = replace(settings, labels=arguments.labels or settings.labels)
    layouts = Layouts.load(settings.labels, Words.load(), settings.heads)
    for name, layout in layouts.by_name.items():
        print(f"{name}: {layout.source}")
    if arguments.what == "check":
        return 0
    try:
        written = preview(settings, arguments.out)
    except OSError as error:
        raise BadSettings([f"{arguments.out}: {error.strerror}"]) from error
    print(f"{len(written)} pictures in {arguments.out}")
    return 0


COMMANDS: Mapping[str, Callable[[Settings, argparse.Namespace], int]] = {
    "check": _check,
    "import": _import,
    "export": _export,
    "demo": _demo,
    "audit": _audit,
    "enrol": _enrol,
    "labels": _labels,
}
