"""A station's page: bar, strip and desk, and what its buttons post."""

from secrets import token_urlsafe

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2_fragments.flask import render_block

from terminal.desk import drafts, late, own_pin, receipts, scans, sessions, signing
from terminal.desk.desks import choose_look, open_view
from terminal.desk.logs import take_log
from terminal.desk.wedge import scan_typed
from terminal.enrolment import is_enrolled
from web.context import CREDENTIAL, NotEnrolled, set_look, site, station_of
from web.desks import desk_context

bp = Blueprint("station", __name__)
DONE = ("", 204)
YEAR_SECONDS = 365 * 24 * 3600
SHELL = "station/shell.html"
VIEWS = (
    "intake, load, supervise, admin, registers, boards, week, queue, waiting, entry, find, shift, "
    "stray, late, printer, devices, idle, receipt, receipts, settle, details"
)
ASIDE = "hold, release, merge, serials, photos"
PANELS = (
    f"own, tally, matrix, log, anomaly, defects, causes, finish, records, opinion, consent, {ASIDE}"
)


@bp.get("/station/<code>")
def page(code: str) -> str:
    """Show the whole page of a station."""
    context = desk_context(station_of(code))
    return render_template(str(context["template"]), **context)


@bp.get("/station/<code>/<any(bar, strip, desk):panel>")
def panel(code: str, panel: str) -> str:
    """Show one panel again."""
    return fragment(desk_context(station_of(code)), panel)


@bp.post("/station/<code>/scan")
def scan(code: str) -> ResponseReturnValue:
    """Take a code from a keyboard-wedge reader, as if a serial reader had sent it."""
    station = station_of(code)
    scan_typed(site(), station.code, request.form.get("code", ""))
    return DONE


@bp.post("/station/<code>/lay")
def lay(code: str) -> ResponseReturnValue:
    """Put a lot on the desk that was picked from a list or typed."""
    station = station_of(code)
    number = typed().get("lot") or typed().get("found") or keyed_number()
    scans.lay_by_hand(site(), station.code, number)
    return DONE


@bp.post("/station/<code>/away")
def away(code: str) -> ResponseReturnValue:
    """Take the lot off the desk; what was typed stays in its draft."""
    scans.put_away(site(), station_of(code).code)
    return DONE


@bp.post(f"/station/<code>/view/<any({VIEWS}):view>")
def view(code: str, view: str) -> ResponseReturnValue:
    """Open one of the station's own pages."""
    open_view(site(), station_of(code).code, "" if view == "idle" else view)
    return DONE


@bp.post("/station/<code>/sort")
def sort(code: str) -> ResponseReturnValue:
    """Book the next batch of a delivery in: the receipt that was picked from the list."""
    receipts.sort_by_hand(site(), station_of(code).code, typed().get("receipt", ""))
    return DONE


@bp.post("/station/<code>/prepare")
def prepare(code: str) -> ResponseReturnValue:
    """Put an act on the desk, to be signed with a badge tap or the PIN."""
    station = station_of(code)
    fields = typed()
    signing.prepare(site(), station.code, fields.pop("act", ""), fields, fields.pop("nonce", ""))
    return DONE


@bp.post("/station/<code>/record")
def record(code: str) -> ResponseReturnValue:
    """Write a record within the session."""
    station = station_of(code)
    fields = typed()
    signing.record(site(), station.code, fields.pop("act", ""), fields, fields.pop("nonce", ""))
    return DONE


@bp.post("/station/<code>/slip")
def slip(code: str) -> ResponseReturnValue:
    """Enter a slip of an outage: the next act that is signed here is what was done on it."""
    late.begin(site(), station_of(code).code, typed())
    return DONE


@bp.post("/station/<code>/slip-aside")
def slip_aside(code: str) -> ResponseReturnValue:
    """Put the slip aside: what is signed next is done now."""
    late.end(site(), station_of(code).code)
    return DONE


@bp.post("/station/<code>/pin")
def pin(code: str) -> ResponseReturnValue:
    """Take the PIN that the desk asks for: of a badge, of an act's signer, or a new one."""
    station = station_of(code)
    given = request.form.get("pin", "")
    if request.form.get("for") == "act":
        signing.sign_with_pin(site(), station.code, given)
    elif request.form.get("for") == "own":
        own_pin.choose_pin(site(), station.code, given)
    else:
        sessions.sign_on(site(), station.code, given)
    return DONE


@bp.post("/station/<code>/pin-instead")
def pin_instead(code: str) -> ResponseReturnValue:
    """Sign the waiting act with the PIN, where no badge is at hand."""
    signing.ask_pin_instead(site(), station_of(code).code)
    return DONE


@bp.post("/station/<code>/cancel")
def cancel(code: str) -> ResponseReturnValue:
    """Forget the asked PIN or the waiting act."""
    sessions.cancel(site(), station_of(code).code)
    return DONE


@bp.post("/station/<code>/change-person")
def change_person(code: str) -> ResponseReturnValue:
    """End the session at this desk."""
    sessions.sign_off(site(), station_of(code).code)
    return DONE


@bp.post("/station/<code>/draft")
def draft(code: str) -> ResponseReturnValue:
    """Keep what is being typed, and show what it adds up to."""
    station = station_of(code)
    keep_draft(station.code)
    return fragment(desk_context(station), "desk")


@bp.post(f"/station/<code>/panel/<any({PANELS}):panel>")
def open_panel(code: str, panel: str) -> ResponseReturnValue:
    """Open another form about the lot on the desk; what was typed in this one is kept."""
    station = station_of(code)
    lot, version = keep_draft(station.code)
    chosen = {"panel": panel, "version": version}
    drafts.save(site(), station.code, lot, "panel", chosen)
    return fragment(desk_context(station), "desk")


@bp.post("/station/<code>/log")
def tester_log(code: str) -> ResponseReturnValue:
    """Fill in the next tray from a tester's log."""
    station = station_of(code)
    fields = typed()
    sent = request.files.get("log")
    take_log(
        site(),
        station.code,
        fields.get("lot", ""),
        fields.get("version", ""),
        tester=fields.get("tester", ""),
        data=sent.read() if sent else b"",
    )
    return fragment(desk_context(station), "desk")


def keep_draft(station: str) -> tuple[str, str]:
    """Keep the form that was sent along; returns its lot and version."""
    fields = typed()
    nonce, act = fields.pop("nonce", ""), fields.pop("act", "")
    lot, version = fields.get("lot", ""), fields.get("version", "")
    drafts.save(site(), station, lot, act, fields, key=nonce)
    return lot, version


@bp.post("/station/<code>/look/<any(language, theme):what>/<value>")
def look(code: str, what: str, value: str) -> ResponseReturnValue:
    """Keep the language or the colours of a desk, and show the page in them."""
    station = station_of(code)
    allowed = {"language": {"zh", "en"}, "theme": {"light", "dark"}}
    if value in allowed[what]:
        choose_look(site(), station.code, **{what: value})
    return "", 204, {"HX-Refresh": "true"}


@bp.get("/station/<code>/enrol")
def enrol_page(code: str) -> str:
    """Ask for the credential of this station."""
    set_look()
    return render_template("enrol.html", code=code)


@bp.post("/station/<code>/enrol")
def enrol(code: str) -> ResponseReturnValue:
    """Keep the credential that `terminal enrol` gave out, in this browser only."""
    credential = request.form.get("credential", "").strip().upper()
    if not is_enrolled(site(), code, credential):
        raise NotEnrolled(station=code)
    response = redirect(url_for("station.page", code=code), 303)
    response.set_cookie(
        CREDENTIAL,
        credential,
        path=f"/station/{code}",
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return response


def fragment(context: dict[str, object], panel: str) -> str:
    """Render one panel: the page's own, or the shell's where the page has none."""
    template = str(context["template"])
    own = panel in current_app.jinja_env.get_template(template).blocks
    return render_block(template if own else SHELL, panel, **context)


def typed() -> dict[str, str]:
    """Return a form as typed; several boxes of one name are joined with commas.

    A NUL, which PostgreSQL cannot hold and SQLite can, is shown as what it is: no character.
    """
    form = request.form
    return {
        _shown(name): ",".join(map(_shown, form.getlist(name)))
        for name in form
        if name != "csrf_token"
    }


def _shown(text: str) -> str:
    return text.replace("\0", "\ufffd")


def keyed_number() -> str:
    """Return the lot number whose month, serial and part were keyed in."""
    form = typed()
    serial = form.get("serial", "").zfill(4)
    return f"{site().code}-{form.get('month', '')}-{serial}.{form.get('part', '') or 1}"


def nonce() -> str:
    """Return a fresh key for a form, so that sent twice is done once."""
    return token_urlsafe(12)
