"""The page of a batch, and finding it by its number, a lot, a customer, a product, a complaint."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.errors import UnknownBatch
from terminal.closing import blockers
from terminal.queries.batch import batch_of, batch_view
from terminal.queries.batch_list import batches as list_batches
from terminal.queries.batch_list import meant
from terminal.queries.office.forms import printable
from terminal.queries.paperwork import forms_of_batch
from terminal.queries.payers import payers_of
from terminal.queries.photos import shots
from web.batch_lines import told
from web.batch_picture import picture
from web.context import set_look, site
from web.looks import look

bp = Blueprint("batches", __name__)


@bp.get("/batches")
def batches() -> ResponseReturnValue:
    """Show the latest batches, or those that a search finds; an exact number goes to its page."""
    set_look()
    text = request.args.get("q", "")
    with site().reading() as db:
        number = batch_of(db, meant(text)) if text else None
        if number:
            return redirect(url_for("batches.batch", number=number), 303)
        rows = list_batches(site(), db, text)
    return render_template("batches.html", rows=rows, text=text)


@bp.get("/batches/<number>")
def batch(number: str) -> ResponseReturnValue:
    """Show a batch; the number of one of its lots leads here too. Raises `UnknownBatch`."""
    set_look()
    with site().reading() as db:
        known = batch_of(db, number)
        if known is None:
            raise UnknownBatch(batch=number[:40])
        if known != number:
            return redirect(url_for("batches.batch", number=known), 302)
        view = batch_view(site(), db, number)
        english = look().locale == "en"
        terms = {key: words[english] for key, words in view.terms.items()}
        lines = [told(line, terms) for line in view.lines]
        return render_template(
            "batch.html",
            view=view,
            batch=view.batch,
            papers=view.papers,
            picture=picture(view.tree),
            lines=lines,
            unsigned=blockers(db, view.batch),
            forms=list(printable(view)),
            payers=payers_of(db, view),
            shots=shots(db, batch=view.batch.id),
            handed=forms_of_batch(db, view.batch.id, site().now()),
            signatures=[line for line in lines if line.signed],
            term=lambda kind, code: terms.get((kind, code), code),
            tail=lambda lot: lot.rpartition(".")[2],
        )
