"""A tester's log fills the tray that lies open on a screening desk."""

from domain.errors import UnknownThing
from terminal.desk import drafts
from terminal.desk.desks import at_desk, show
from terminal.desk.strip import Strip
from terminal.site import Site
from terminal.tester_logs import read_log


def take_log(site: Site, station: str, lot: str, version: str, *, tester: str, data: bytes) -> None:
    """Fill in the next tray of a lot from a log; it is told by who presses the button.

    Raises `UnknownThing` for a tester that is not set up, `BadLog` with row and reason.
    """
    known = next((one for one in site.settings.testers if one.code == tester), None)
    if known is None:
        raise UnknownThing(kind="tester", name=tester[:40])
    log = read_log(known, data)
    fields = {"lot": lot, "version": version, "tray": str(log.pieces), "log": log.mark}
    fields |= {f"bad.{outcome.value}": str(pieces) for outcome, pieces in log.bad.items()}
    fields |= {f"defects.{defect}": str(pieces) for defect, pieces in log.defects.items()}
    drafts.save(site, station, lot, "tell-tray", fields)
    drafts.save(site, station, lot, "panel", {"panel": "tally", "version": version})
    with at_desk(site, station) as (tx, desk):
        show(tx, desk, Strip("ok", "log.filled", tx.at, {"pieces": log.pieces}))
