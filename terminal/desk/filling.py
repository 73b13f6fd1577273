"""Command codes that fill in the open form and press its button; a badge tap still signs."""

from typing import Final

from domain.access import Act
from domain.errors import DomainError
from domain.people import Desk
from terminal.command_table import FORMS, PROMISES, REASONS, RESULTS
from terminal.desk import drafts
from terminal.desk.desks import at_desk, refresh, show
from terminal.desk.keyed import NotOnThisForm, choose, open_pad, tell, write
from terminal.desk.notes import Note
from terminal.desk.signing import asks_for_pin, prepare
from terminal.desk.strip import Strip
from terminal.desk.waybills import CHOSEN, EDITING, KEYED
from terminal.queries.receiving import CART
from terminal.queries.steps.pad import Pad
from terminal.queries.steps.sheet import Need
from terminal.site import Site
from terminal.transaction import Transaction

MARKS: Final = frozenset({EDITING, KEYED, CHOSEN, "again", "field", "part"})


class NotComplete(DomainError):
    """The button of the open form cannot be pressed yet; `need` says what is missing first."""

    code = "not-complete"


class CountedTwice(DomainError):
    """Both counts differ from the giver's; what is to be done is chosen on the page."""

    code = "counted-twice"


def result(tx: Transaction, desk: Desk, name: str) -> Strip:
    """Choose the tile of a result, or tell it in a repair record."""
    pad = open_pad(tx, desk)
    for outcome in RESULTS[name]:
        if outcome in pad.results:
            field, value = pad.results[outcome]
            if field == "field":
                return choose(tx, desk, pad, value)
            return tell(tx, desk, pad, field, value, said=f"outcome.{value}")
    raise NotOnThisForm(station=desk.station)


def seen(tx: Transaction, desk: Desk, name: str) -> Strip:
    """Tell a paper that the receiver sees with the goods, each by itself (K-17)."""
    pad, form = open_pad(tx, desk), FORMS[name]
    kept = pad.typed.get("forms", "")
    return tell(tx, desk, pad, "forms", form, said=f"receive.form.{form}", kept=kept)


def promise(tx: Transaction, desk: Desk, name: str) -> Strip:
    """Answer whether the pieces will be repaired in time (K-27)."""
    pad = open_pad(tx, desk)
    return tell(tx, desk, pad, "on_time", PROMISES[name], said=f"command.{name.lower()}")


def reason(tx: Transaction, desk: Desk, name: str) -> Strip:
    """Tell a reason for refusing (K-17); where both counts differ, it chooses to refuse as well."""
    pad, said = open_pad(tx, desk), REASONS[name].value
    kept = pad.typed.get("reasons", "")
    if "way" in pad.single and "reasons" not in pad.several:
        write(tx, desk, pad, {"way": "refuse"})
        pad = open_pad(tx, desk)
    return tell(tx, desk, pad, "reasons", said, said=f"refusal.{said}", kept=kept)


def accept(tx: Transaction, desk: Desk) -> Note | Strip:
    """Press the button of the receipt; while a reason is told, take the refusal back first."""
    pad = open_pad(tx, desk)
    if not pad.refuses and pad.act != CART:
        raise NotOnThisForm(station=desk.station)
    if "way" in pad.single:
        raise CountedTwice(station=desk.station)
    if not pad.typed.get("reasons"):
        return _pressed(pad)
    write(tx, desk, pad, {"reasons": "", "note": ""})
    return Strip("ok", "keyed.accepting", tx.at)


def refuse(tx: Transaction, desk: Desk) -> Note | Strip:
    """Press the button of the refusal, once a reason is told."""
    pad = open_pad(tx, desk)
    if not pad.refuses:
        raise NotOnThisForm(station=desk.station)
    if "way" in pad.single and pad.typed.get("way") != "refuse":
        write(tx, desk, pad, {"way": "refuse"})
        pad = open_pad(tx, desk)
        if not pad.typed.get("reasons"):
            return Strip("ask", "keyed.refusing", tx.at)
    if not pad.typed.get("reasons"):
        raise _missing(Need("refusal"))
    return _pressed(pad)


def press(tx: Transaction, desk: Desk) -> Note:
    """Press the main button of the open form; raises what it would say is missing."""
    return _pressed(open_pad(tx, desk))


def open_panel(panel: str, tx: Transaction, desk: Desk) -> Strip | None:
    """Open another form about the lot on the desk; what is typed in this one is kept."""
    pad = open_pad(tx, desk)
    if pad.refuses or pad.act in {CART, Act.OFFER}:
        raise NotOnThisForm(station=desk.station)
    chosen = {"panel": panel, "version": str(pad.version)}
    drafts.write(tx, desk.station, pad.lot, "panel", chosen)
    refresh(tx, desk)
    return None


def prepared(site: Site, station: str, note: Note) -> bool:
    """Put the act of a pressed button on the desk; return whether its rule lets it wait there."""
    try:
        prepare(site, station, note.act, note.fields, site.token(12))
    except DomainError:
        return False
    with at_desk(site, station) as (tx, desk):
        pin = asks_for_pin(site, tx.db, note.act, note.fields)
        show(tx, desk, Strip("ask", "keyed.badge-pin" if pin else "keyed.badge", tx.at))
    return True


def _pressed(pad: Pad) -> Note:
    for need in pad.needs[:1]:
        raise _missing(need)
    fields = {name: text for name, text in pad.form.items() if name not in MARKS}
    return Note(pad.presses, fields)


def _missing(need: Need) -> NotComplete:
    facts = {name: value for name, value in need.facts.items() if isinstance(value, str | int)}
    codes = " ".join(f"{need.family}{code}" for code in need.codes)
    return NotComplete(need=need.key, codes=codes, **facts)
