"""How each kind of decision in the work list looks, and what its form asks before it is signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from flask import Flask

from domain.paperwork import Department
from terminal.queries.supervise_items import Item

RULING: Final = ("ruling", "todo.ruling.first")
WAY: Final = ("way", "todo.way.first")
TO_CLARIFY: Final = ("way", "todo.clarify.way.first")
DAY: Final = ("production_on", "todo.day.first")
WHY: Final = ("reason", "todo.why.first")
PAYER: Final = ("paid_by", "todo.payer.first")
SHARE: Final = ("percent customer_amount", "todo.payer.share.first")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of decision.

    `icon` and `tone` are its row's, `form` the template of its own fields in `parts/decide`,
    `text` the field of its free text, which `must` be there or not and may have ready `phrases`;
    `asks` are the other fields that must be filled in (of several, one is enough), each with the
    words that say so. What is
    `recorded` is written within the session and not signed.
    """

    icon: str = "time"
    tone: str = ""
    form: str = ""
    text: str = ""
    must: bool = True
    phrases: bool = False
    asks: tuple[tuple[str, str], ...] = ()
    recorded: bool = False


# What two shifts could not agree on.
FATE: Final = Kind(
    "warn", "warn", "fate", "note", must=False, asks=(("fate", "todo.fate.first"),)
)  # fmt: skip
KINDS: Final = MappingProxyType(
    {
        "rule": Kind("bad", "bad", "rule", "note", must=False, phrases=True, asks=(RULING,)),
        "close-discrepancy": Kind("warn", "warn", text="note", phrases=True),
        "settle": Kind("warn", text="note"),
        "sign-anomaly": Kind("badge"),
        "sign-absent": Kind("badge", text="absent_reason", phrases=True),
        "receive-forms": Kind("print", form="forms", asks=(("forms", "todo.forms.first"),)),
        "clarify": Kind("unknown", form="clarify", text="note", phrases=True, asks=(TO_CLARIFY,)),
        "settle-receipt": Kind(
            "warn", "warn", "left", "reason", phrases=True, asks=(("left", "todo.left.first"),)
        ),
        "witness-book": Kind("badge", form="witness"),
        "issue-notice": Kind("warn"),
        "release": Kind("hold", "hold", text="note", must=False, phrases=True),
        "promise": Kind(form="promise", text="told_customer", must=False, asks=(DAY,)),
        "promise-late": Kind(
            "warn", "warn", "promise", text="told_customer", must=False, asks=(DAY,)
        ),
        "overdue-due": Kind(
            "warn", "warn", "overdue", text="note", must=False,
            asks=(WAY, WHY, ("until_on", "todo.until.first")),
        ),
        "overdue-waiting": Kind(
            "warn", "warn", "overdue", text="note", must=False,
            asks=(WAY, WHY, ("hours", "todo.until.first")),
        ),
        "take-over": Kind("badge"),
        **dict.fromkeys(("shift-different", "shift-missing", "shift-left-out"), FATE),
        "note-shift": Kind("warn", "warn", text="note", phrases=True, recorded=True),
        "opinion": Kind(text="text", recorded=True),
        "consent": Kind(text="consent", recorded=True),
        "note-speed": Kind("warn", "warn", text="note", phrases=True, recorded=True),
        "close-case": Kind(text="correction"),
        "confirm-batch-problem": Kind(text="note"),
        "settle-payer": Kind(form="payer", text="note", must=False, asks=(PAYER,)),
        "name-measure": Kind(form="measure", text="measure"),
        "verify-measure": Kind(
            form="verify", text="verification", asks=(("effective", "todo.verify.first"),)
        ),
        "appoint": Kind(form="appoint", asks=(("agreed", "todo.appoint.first"),)),
    }
)  # fmt: skip
# Found boards that go back to a lot name the lot instead of a reason.
TO_A_LOT: Final = frozenset({"restore", "put-back"})
BELONGS: Final = Kind(
    "unknown", form="clarify", asks=(TO_CLARIFY, ("belongs", "todo.belongs.first"))
)  # fmt: skip


def kind_of(item: Item, typed: Mapping[str, str]) -> Kind:
    """Return how a decision looks and what it asks, as its form is filled in so far."""
    if item.kind == "clarify" and typed.get("way") in TO_A_LOT:
        return BELONGS
    shown = KINDS.get(item.kind, Kind())
    by_percent = typed.get("paid_by") == "shared" and not typed.get("customer_amount")
    if item.kind == "settle-payer" and by_percent:
        return replace(shown, asks=(PAYER, SHARE))
    # The management office reviews the weekly report: its signature has a note (K-36).
    reviewed = bool(item.forms) and item.facts["department"] == Department.MANAGEMENT
    return replace(shown, text="note") if reviewed else shown


def still_missing(item: Item, typed: Mapping[str, str]) -> str:
    """Return the key of the words for the first thing that is still missing, or nothing."""
    shown = kind_of(item, typed)
    text = ((shown.text, "todo.text.first"),) if shown.text and shown.must else ()
    asked = (*shown.asks, *text)
    return next((words for names, words in asked if not any(map(typed.get, names.split()))), "")


def teach(app: Flask) -> None:
    """Let templates ask how a decision looks."""
    app.jinja_env.globals.update(kind_of=kind_of, still_missing=still_missing)
