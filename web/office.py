"""The A4 forms of a batch: pages that an office printer prints from the browser."""

import re
from functools import partial
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.errors import UnknownBatch, UnknownThing
from terminal.form_heads import FormHead
from terminal.queries.batch import Line, batch_of
from terminal.queries.office.forms import FORMS
from terminal.queries.office.source import Source, source
from web.batch_lines import told
from web.context import set_look, site
from web.looks import look

bp = Blueprint("office", __name__)
LONGEST_NUMBER: Final = 40
COUNTERS: Final = MappingProxyType({"{page}": "counter(page)", "{pages}": "counter(pages)"})
WIDE: Final = frozenset({"tracking", "repair"})


@bp.get("/batches/<number>/forms/<form>")
def form(number: str, form: str) -> ResponseReturnValue:
    """Show a batch's forms of one kind, or the one that `of` names.

    A lot's number leads to its own service form, or to its batch's form. Raises `UnknownBatch`,
    `UnknownThing`.
    """
    set_look()
    if form not in FORMS:
        abort(404)
    only = request.args.get("of", "")
    with site().reading() as db:
        known = batch_of(db, number)
        if known is None:
            raise UnknownBatch(batch=number[:LONGEST_NUMBER])
        if known != number:
            only = number if form == "service" else ""
            return redirect(url_for("office.form", number=known, form=form, of=only or None), 302)
        found = source(site(), db, known, only)
        sheets = list(FORMS[form](found))
        if not sheets:
            raise UnknownThing(kind="form", name=only[:LONGEST_NUMBER] or form)
        return render_template(
            "office/form.html",
            form=form,
            only=only,
            filled=sheets,
            wide=form in WIDE,
            head=site().settings.forms.of(form),
            heads=site().settings.forms,
            printed_at=site().now(),
            **_facts(found),
        )


def _facts(found: Source) -> dict[str, object]:
    view, english = found.view, look().locale == "en"
    terms = {key: words[english] for key, words in view.terms.items()}
    return {
        "view": view,
        "batch": view.batch,
        "papers": view.papers,
        "log": found.log,
        "told_lines": _told_lines,
        "also": also,
        "share": share,
        "term": lambda kind, code: terms.get((kind, code), code),
        "tail": lambda lot: lot.rpartition(".")[2],
    }


def _told_lines(lines: tuple[Line, ...]) -> list[tuple[int, object]]:
    return [(line.number, told(line)) for line in lines]


def also(key: str) -> str:
    """Say a word in the other language."""
    return site().words.say(look().other_locale, key)


def share(pieces: int, base: int) -> str:
    """Write a share in percent, cut off and not rounded: 4 of 801 never looks like 0.5 %."""
    thousandths = pieces * 100_000 // base
    return f"{thousandths // 1000}.{thousandths % 1000:03d} %"


@bp.get("/batches/<number>/forms/<form>/page.css")
def style(number: str, form: str) -> Response:
    """Return what stands on every printed page of a batch's form."""
    set_look()
    if form not in FORMS:
        abort(404)
    return page_style(form, request.args.get("of") or number)


def page_style(form: str, record: str, head: FormHead | None = None) -> Response:
    """Return a style sheet: form, record, document control, page x of y.

    Only a style sheet can count pages, and its texts cannot come from the page itself.
    """
    head = head or site().settings.forms.of(form)
    say = partial(site().words.say, look().locale)
    mark = say("office.controlled") if head.controlled else say("office.uncontrolled")
    pages = site().words.pattern(look().locale, "office.page")
    control = f"{say('office.document')} {head.number}  {say('office.revision')} {head.revision}"
    style = (
        "@page {\n"
        f"  @top-left {{ content: {css_text(say(f'office.title.{form}'))}; }}\n"
        f"  @top-right {{ content: {css_text(record[:LONGEST_NUMBER])}; }}\n"
        f"  @bottom-left {{ content: {css_text(control)}; }}\n"
        f"  @bottom-center {{ content: {css_text(mark)}; }}\n"
        f"  @bottom-right {{ content: {_counted(pages)}; }}\n"
        "}\n"
        "@page :first { @top-left { content: none; } @top-right { content: none; } }\n"
    )
    return Response(style, mimetype="text/css")


def _counted(pages: str) -> str:
    parts = re.split(r"(\{pages?\})", pages)
    return " ".join(COUNTERS.get(part) or css_text(part) for part in parts if part)


def css_text(text: str) -> str:
    """Write a text as a string of a style sheet; whatever is no letter or digit is escaped."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in text) + '"'
