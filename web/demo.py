"""The demo's simulated devices: scan a code with a reader, look at the printers' paper."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2_fragments.flask import render_block

from terminal import simulation
from terminal.command_sheet import sheet_of
from terminal.demo import demo_pins
from terminal.queries.demo_codes import codes
from terminal.queries.desk import desk_view
from web.context import set_look, site
from web.strips import spoken

bp = Blueprint("demo", __name__, url_prefix="/demo")
TEMPLATE = "demo/index.html"


@bp.get("")
def demo() -> str:
    """Show one simulated reader, what it can scan, and the printers of its station."""
    return render_template(TEMPLATE, **_facts())


@bp.get("/<any(answer, codes, printers):panel>")
def panel(panel: str) -> str:
    """Show one part of the page again."""
    return render_block(TEMPLATE, panel, **_facts())


@bp.post("/scan")
def scan() -> ResponseReturnValue:
    """Scan a code: its bytes go through the reader's port."""
    set_look()
    reader = request.form.get("reader", "")
    form = request.form
    simulation.scan(site(), reader, form.get("code", "").strip(), form.get("way", ""))
    return _back(reader)


@bp.post("/cable")
def cable() -> ResponseReturnValue:
    """Pull a reader's plug, or put it in again."""
    set_look()
    reader = request.form.get("reader", "")
    simulation.pull(site(), reader, request.form.get("what", ""))
    return _back(reader)


@bp.post("/fault")
def fault() -> ResponseReturnValue:
    """Break a printer, or heal it."""
    set_look()
    simulation.disturb(site(), request.form.get("printer", ""), request.form.get("what", ""))
    return _back(request.form.get("reader", ""))


@bp.get("/paper/<printer>/<int:number>.png")
def paper(printer: str, number: int) -> Response:
    """Show a paper as it came out of the printer."""
    set_look()
    return Response(simulation.picture(site(), printer, number), mimetype="image/png")


def _back(reader: str) -> ResponseReturnValue:
    if "HX-Request" in request.headers:
        return "", 204
    return redirect(url_for("demo.demo", reader=reader), 303)


def _facts() -> dict[str, object]:
    set_look()
    readers = simulation.readers(site())
    wanted = request.args.get("reader", "")
    reader = next((one for one in readers if one.code == wanted), readers[0] if readers else None)
    station = site().settings.station(reader.station) if reader else None
    with site().reading() as db:
        found = codes(db, station, demo_pins() if site().settings.demo else {})
        strip = desk_view(site(), db, station).strip if station else None
        sheet = sheet_of(db, station) if station else ()
    return {
        "readers": readers,
        "reader": reader,
        "station": station,
        "codes": found,
        "weights": simulation.WEIGHTS,
        "sheet": sheet,
        "strip": spoken(strip) if strip else None,
        "printers": simulation.printers(site(), station.code) if station else [],
        "faults": list(simulation.FAULTS),
        "ways": [way for way in simulation.WAYS if way],
    }
