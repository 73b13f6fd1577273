"""Codes that fill in the open form as keypad, chips and boxes do; its figures lie in its draft.

Nothing here looks at what was offered: a digit goes to the field that the page shows as chosen,
and everything else stays as it was typed (K-16).
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from domain.access import Act
from domain.codes import Code
from domain.errors import DomainError, UnknownThing
from domain.findings import Term, TermKind
from domain.people import Desk, Draft
from terminal.desk import drafts
from terminal.desk.desks import refresh, show, stay
from terminal.desk.strip import Strip, Tone
from terminal.desk.waybills import CHOSEN, EDITING, KEYED, lately
from terminal.queries.extras import extras
from terminal.queries.facing import facing_of
from terminal.queries.receiving import WAYS
from terminal.queries.steps.loaders import STEPS
from terminal.queries.steps.pad import AIDS, Pad, counted_with_aids
from terminal.queries.steps.typed import whole
from terminal.transaction import Transaction

LARGEST: Final = 99_999
# After that a digit begins anew: what somebody left half scanned is not lengthened by the next one.
GOES_ON: Final = timedelta(minutes=2)
PAGES: Final = frozenset({*STEPS, "receive", "offer", "cart"})
RECEIPTS: Final = frozenset({Act.RECEIVE, Act.REFUSE, *WAYS})
WORDS: Final = MappingProxyType({
    "count": "field.count", "quantity": "field.quantity", "minutes": "field.minutes",
    "full": "pack.full", "standard": "pack.standard", "rest": "pack.rest",
    **{name: f"receive.aid.{name.removeprefix('aid-')}" for name in AIDS},
})  # fmt: skip
TERM_FIELDS: Final = MappingProxyType({TermKind.CAUSE: "cause", TermKind.ACTION: "repair"})


class NoFormHere(DomainError):
    """The page on the desk has no form that codes can fill in."""

    code = "no-form-here"


class NoFieldHere(DomainError):
    """No field of the open form takes digits before something is chosen."""

    code = "no-field-here"


class NotOnThisForm(DomainError):
    """The code is of use at this station, but the open form has no place for it."""

    code = "not-on-this-form"


class WaitsForBadge(DomainError):
    """An act waits for its signature; only a badge, the PIN or CANCEL goes on."""

    code = "waits-for-badge"


class PinIsTyped(DomainError):
    """A PIN is asked; it is typed and never scanned."""

    code = "pin-is-typed"


class TooLarge(DomainError):
    """The number would be larger than any lot; `most` is the largest one."""

    code = "too-large"


def open_pad(tx: Transaction, desk: Desk) -> Pad:
    """Return the form that lies open; raises why there is none to fill in."""
    tx.db.flush()
    station = tx.site.settings.station(tx.station)
    if station is None:
        raise UnknownThing(kind="station", name=tx.station)
    facing = facing_of(tx.site, tx.db, station)
    if facing.page == "pin":
        raise PinIsTyped(name=facing.view.asks_pin)
    if facing.page == "tap":
        raise WaitsForBadge(station=desk.station)
    pad = extras(facing).get("pad") if facing.page in PAGES else None
    if not isinstance(pad, Pad):
        raise NoFormHere(station=desk.station)
    return pad


def digit(tx: Transaction, desk: Desk, code: Code) -> None:
    """Write a digit into the chosen field, after those that were just scanned into it."""
    pad = open_pad(tx, desk)
    goes_on = pad.typed.get(EDITING) == pad.field and lately(
        pad.typed.get(CHOSEN, ""), tx.at, within=GOES_ON
    )
    before = whole(pad.typed, pad.field) if goes_on else 0
    number = str(10 * before + int(code.payload))
    if int(number) > LARGEST:
        raise TooLarge(most=LARGEST)
    _write_number(tx, desk, pad, number)


def clear(tx: Transaction, desk: Desk) -> Strip:
    """Empty the chosen field."""
    return _write_number(tx, desk, open_pad(tx, desk), "")


def back(tx: Transaction, desk: Desk) -> Strip:
    """Take the last digit of the chosen field back."""
    pad = open_pad(tx, desk)
    return _write_number(tx, desk, pad, pad.typed.get(pad.field, "")[:-1])


def next_field(tx: Transaction, desk: Desk) -> Strip:
    """Choose the field that comes next on the page."""
    pad = open_pad(tx, desk)
    return choose(tx, desk, pad, pad.after)


def term(tx: Transaction, desk: Desk, code: Code) -> None:
    """Choose a coded word of the factory: a defect takes digits, a cause and an action are told."""
    word = tx.db.get(Term, int(code.payload))
    if word is None:
        raise UnknownThing(kind="term", name=code.payload)
    pad = open_pad(tx, desk)
    if word.kind is TermKind.DEFECT:
        choose(tx, desk, pad, f"defects.{word.code}")
    elif word.kind in TERM_FIELDS:
        tell(tx, desk, pad, TERM_FIELDS[word.kind], word.code, said=_both(word.zh, word.en))
    else:
        raise NotOnThisForm(station=desk.station)


def choose(tx: Transaction, desk: Desk, pad: Pad, field: str) -> Strip:
    """Let the next digits go to a field of the open form."""
    if not field:
        raise NoFieldHere(station=desk.station)
    if field not in pad.tiles and field not in pad.chips:
        raise NotOnThisForm(station=desk.station)
    part = _part(pad, field)
    write(tx, desk, pad, {"field": field, EDITING: "", **part})
    facts = {"tile": _word(tx, field), "number": pad.typed.get(field, "")}
    return _say(tx, desk, "keyed.field", facts)


def tell(
    tx: Transaction, desk: Desk, pad: Pad, field: str, value: str, *, said: str, kept: str = ""
) -> Strip:
    """Tell a coded choice of the open form; `kept` are those of the same field that stay told."""
    if value not in pad.single.get(field, frozenset()) | pad.several.get(field, frozenset()):
        raise NotOnThisForm(station=desk.station)
    told = ",".join(dict.fromkeys([*filter(None, kept.split(",")), value]))
    write(tx, desk, pad, {field: told})
    return _say(tx, desk, "keyed.told", {"tile": said})


def write(tx: Transaction, desk: Desk, pad: Pad, changed: Mapping[str, str]) -> None:
    """Keep what a scan has changed in the draft of the open form.

    The page that shows an older draft must not write over it while its own is on its way.
    """
    stay(tx, desk)
    names = pad.typed.get(KEYED, "").split(",") if lately(pad.typed.get(CHOSEN, ""), tx.at) else []
    marks = {
        CHOSEN: tx.at.isoformat(),
        KEYED: ",".join(sorted({*filter(None, names), *changed})),
        "again": str(whole(pad.typed, "again") + 1),
    }
    typed = {"field": pad.field, **pad.typed, **changed, **marks}
    bound = {"lot": pad.lot, "version": str(pad.version)}
    act = receiving_act(pad, typed)
    if act in RECEIPTS:
        others = tx.db.query(Draft).filter_by(station=desk.station, lot=pad.lot)
        others.filter(Draft.act.in_(RECEIPTS - {act})).delete(synchronize_session=False)
    drafts.write(tx, desk.station, pad.lot, act, typed | bound)
    refresh(tx, desk)


def receiving_act(pad: Pad, typed: Mapping[str, str]) -> str:
    """Return whose draft a form is: what a receiver fills in is a refusal once he has a reason."""
    if not pad.refuses:
        return pad.act
    if "way" in pad.single:
        return typed.get("way", "") or Act.REFUSE
    return Act.REFUSE if typed.get("reasons") else Act.RECEIVE


def _write_number(tx: Transaction, desk: Desk, pad: Pad, number: str) -> Strip:
    field = pad.field
    if not field:
        raise NoFieldHere(station=desk.station)
    changed = {field: number, "field": field, EDITING: field, **_part(pad, field)}
    if field in AIDS and pad.sums:
        changed[pad.sums] = counted_with_aids({**pad.typed, field: number})
    write(tx, desk, pad, changed)
    return _say(tx, desk, "keyed.number", {"tile": _word(tx, field), "number": number})


def _part(pad: Pad, field: str) -> dict[str, str]:
    """Return which part of a form must be open, where it has two: pieces, and what came along."""
    if not any(tile.startswith("accessories.") for tile in pad.tiles):
        return {}
    return {"part": "along" if field.startswith("accessories.") else "pieces"}


def _say(tx: Transaction, desk: Desk, key: str, facts: dict[str, str], tone: Tone = "ok") -> Strip:
    strip = Strip(tone, key, tx.at, facts)
    show(tx, desk, strip)
    return strip


def _word(tx: Transaction, field: str) -> str:
    """Return the key of a field's name, or its names in both languages where they are data."""
    family, _, name = field.partition(".")
    if family in {"counts", "bad"}:
        return f"outcome.{name}"
    if family == "defects":
        query = select(Term).where(Term.kind == TermKind.DEFECT, Term.code == name)
        found = tx.db.scalar(query)
        return _both(found.zh, found.en) if found else _both(name, name)
    return WORDS.get(field) or _both(name or field, name or field)


def _both(zh: str, en: str) -> str:
    return f"{zh}\t{en}"
