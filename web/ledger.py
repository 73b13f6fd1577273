"""The tracking record of a month as an A4 form."""

from typing import Final

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from terminal.queries.office.ledger import Month
from terminal.queries.office.ledger import ledger as read_ledger
from web.context import set_look, site
from web.office import also, page_style

bp = Blueprint("ledger", __name__)
FORM: Final = "ledger"


@bp.get("/ledger")
def newest() -> ResponseReturnValue:
    """Lead to this month's ledger."""
    return redirect(url_for("ledger.ledger", month=Month.of(site().today())), 302)


@bp.get("/ledger/<month>")
def ledger(month: str) -> str:
    """Show every batch of a month."""
    set_look()
    chosen = Month.read(month)
    with site().reading() as db:
        rows = read_ledger(site(), db, chosen)
    return render_template(
        "office/ledger.html",
        form=FORM,
        month=chosen,
        rows=rows,
        head=site().settings.forms.tracking,
        heads=site().settings.forms,
        printed_at=site().now(),
        also=also,
    )


@bp.get("/ledger/<month>/page.css")
def style(month: str) -> Response:
    """Return what stands on every printed page of the ledger."""
    set_look()
    return page_style(FORM, month, head=site().settings.forms.tracking)
