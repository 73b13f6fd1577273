"""The weekly repair report as an A4 form: the issued versions of a week, or its draft."""

from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.errors import UnknownThing
from domain.weekly import Week
from terminal.forms import quantity
from terminal.queries.week import report_facts
from web.context import set_look, site
from web.office import also, page_style, share

bp = Blueprint("weeks", __name__)
FORM: Final = "weekly"
ON_PAPER: Final = 10


@bp.get("/weeks")
def newest() -> ResponseReturnValue:
    """Lead to last week's report, which is the one that people look for."""
    return redirect(url_for("weeks.week", week=Week.of(site().today()).before), 302)


@bp.get("/weeks/<week>")
def week(week: str) -> ResponseReturnValue:
    """Show a week's report; `version` asks for one that was issued. Raises `UnknownThing`."""
    set_look()
    wanted = request.args.get("version", "")
    version = quantity("version", wanted) if wanted else 0
    chosen = Week.read(week)
    with site().reading() as db:
        facts = report_facts(site(), db, chosen, version, most=ON_PAPER)
        if wanted and facts["report"] is None:
            raise UnknownThing(kind="form", name=f"{chosen} {wanted[:10]}")
        return render_template(
            "office/week.html",
            form=FORM,
            before=chosen.before,
            after=chosen.after,
            head=site().settings.forms.of(FORM),
            heads=site().settings.forms,
            printed_at=site().now(),
            also=also,
            share=share,
            **facts,
        )


@bp.get("/weeks/<week>/page.css")
def style(week: str) -> Response:
    """Return what stands on every printed page of a report."""
    set_look()
    return page_style(FORM, request.args.get("of") or week)
