"""An act waits at the desk until its person signs it: a badge tap, or the PIN.

`prepare` rehearses the act, so that a rule says no before anybody signs; `sign` does it with the
key of its form, so that twice is once.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import asks_pin
from domain.errors import BadField, DomainError
from domain.events import canonical_json
from domain.late import Late
from domain.lot import Lot
from domain.people import BadgeNeeded, Desk, NoSession, Person
from terminal.acts import RECORDED, SIGNED
from terminal.desk import drafts
from terminal.desk.desks import at_desk, clear_act, idle_limit, open_session, refresh, show
from terminal.desk.late import ON_PAPER, fields_of, forget, late_of, slip_of
from terminal.desk.sessions import check_pin
from terminal.desk.strip import Strip, Tone
from terminal.forms import read
from terminal.perform import perform, rehearse
from terminal.site import Site
from terminal.transaction import Action, Answer, Signer, Transaction

WARNED: Final = frozenset(
    {
        "count-again",
        "disputed",
        "cart-differs",
        "tray-too-fast",
        "shift-count-again",
        "shift-differs",
        "serial-again",
    }
)


def prepare(site: Site, station: str, act: str, fields: Mapping[str, str], key: str) -> None:
    """Put an act on the desk to be signed; raises the refusal of the rule that says no.

    `fields` are as typed, `key` is the form's nonce. Nothing is changed beyond the desk.
    """
    if act not in SIGNED or not key:
        raise BadField(field="act", value=act[:40])
    late = _slip(site, station, act)
    try:
        action = read(SIGNED[act], fields)
        rehearse(
            site,
            action,
            signer=lambda db: Signer(_session(site, db, station), station, pin=True, late=late),
        )
    except DomainError as error:
        _tell(site, station, act, error)
        raise
    with at_desk(site, station) as (tx, desk):
        clear_act(desk)
        desk.act, desk.act_key, desk.act_at = act, key, tx.at
        desk.act_fields = canonical_json(dict(fields) | (fields_of(late) if late else {}))
        refresh(tx, desk)


def _slip(site: Site, station: str, act: str) -> Late | None:
    if act not in ON_PAPER:
        return None
    with site.reading() as db:
        return slip_of(db, station)


def _tell(site: Site, station: str, act: str, error: DomainError) -> None:
    """Say on the desk's strip and in the log that a rule said no; nothing else has changed."""
    with at_desk(site, station) as (tx, desk):
        session = open_session(tx.db, desk, tx.at, idle_limit(site, station))
        tx.person = tx.db.get(Person, session.person_id) if session else None
        details = {"act": act, "code": error.code, "facts": dict(error.facts)}
        tx.record("act:refused", details=details)
        show(tx, desk, Strip.refusal(error, tx.at))


def session_of(site: Site, station: str) -> str:
    """Return the id of the unbroken session at a desk; raises `NoSession`."""
    with site.reading() as db:
        return _session(site, db, station)


def _session(site: Site, db: Db, station: str) -> str:
    desk = db.get(Desk, station)
    session = desk and open_session(db, desk, site.now(), idle_limit(site, station))
    if not session:
        raise NoSession
    return session.id


@dataclass(frozen=True, slots=True)
class Taken:
    """An act that was taken off a desk to be signed; `session` is empty when it had broken."""

    act: str
    key: str
    fields: dict[str, str]
    session: str


def tap(site: Site, station: str) -> Answer | None:
    """Sign the waiting act with the signer's own badge, or ask the PIN where the act needs it."""
    with at_desk(site, station) as (tx, desk):
        taken = tapped(tx, desk)
    return sign(site, station, taken) if taken else None


def tapped(tx: Transaction, desk: Desk) -> Taken | None:
    """Take the waiting act off the desk, or ask the PIN where the act needs it."""
    if not _waiting(tx, desk):
        return None
    if asks_for_pin(tx.site, tx.db, desk.act, json.loads(desk.act_fields)):
        desk.act_tapped = True
        show(tx, desk, Strip("ask", "signon.pin-for-act", tx.at))
        refresh(tx, desk)
        return None
    return _take(tx, desk)


def _take(tx: Transaction, desk: Desk) -> Taken:
    session = open_session(tx.db, desk, tx.at, idle_limit(tx.site, desk.station))
    fields = json.loads(desk.act_fields)
    taken = Taken(desk.act, desk.act_key, fields, session.id if session else "")
    clear_act(desk)
    refresh(tx, desk)
    return taken


def asks_for_pin(site: Site, db: Db, act: str, typed: Mapping[str, str]) -> bool:
    """Return whether a form that was filled in so is signed with the PIN."""
    step = db.scalar(select(Lot.step).where(Lot.number == typed.get("lot", "")))
    return site.figures.signing_policy != "session" or asks_pin(act, step)


def ask_pin_instead(site: Site, station: str) -> None:
    """Let the waiting act be signed with the PIN alone, where a badge tap is not at hand.

    A site that wants badge and PIN every time (`signing.policy = "always"`) does not allow it.
    """
    with at_desk(site, station) as (tx, desk):
        if not _waiting(tx, desk):
            raise NoSession
        if site.figures.signing_policy == "always":
            raise BadgeNeeded
        desk.act_tapped = True
        refresh(tx, desk)


def sign_with_pin(site: Site, station: str, pin: str) -> Answer:
    """Sign the waiting act with the PIN of the person whose session it is."""
    with site.reading() as db:
        desk = db.get(Desk, station)
        tapped = desk is not None and desk.act_tapped
    if site.figures.signing_policy == "always" and not tapped:
        raise BadgeNeeded
    check_pin(site, station, pin)
    return complete(site, station)


def complete(site: Site, station: str) -> Answer:
    """Do the act that waits at a desk, signed with the PIN."""
    with at_desk(site, station) as (tx, desk):
        if not _waiting(tx, desk):
            raise NoSession
        taken = _take(tx, desk)
    return sign(site, station, taken, pin=True)


def sign(site: Site, station: str, taken: Taken, *, pin: bool = False) -> Answer:
    """Do an act that was taken off its desk; a rule that says no leaves the form as it was."""
    if not taken.session:
        raise NoSession
    shown = hashlib.sha256(canonical_json([taken.act, taken.fields]).encode()).hexdigest()
    late = late_of(taken.fields)
    signer = Signer(taken.session, station, pin=pin, shown_hash=shown, late=late)
    action = read(SIGNED[taken.act], taken.fields)
    return done(site, station, action, key=taken.key, signer=signer)


def record(site: Site, station: str, act: str, fields: Mapping[str, str], key: str) -> Answer:
    """Write a record within the session at a desk; the verdict signs for it later."""
    if act not in RECORDED or not key:
        raise BadField(field="act", value=act[:40])
    signer = Signer(session_of(site, station), station, records=True)
    return done(site, station, read(RECORDED[act], fields), key=key, signer=signer)


def done(site: Site, station: str, action: Action, *, key: str, signer: Signer) -> Answer:
    """Do an action for a desk, and say on its strip what came of it."""
    try:
        answer = perform(site, action, key=key, signer=signer)
    except DomainError as error:
        _tell(site, station, action.act, error)
        raise
    told = {name: value for name, value in answer.items() if isinstance(value, str | int)}
    if isinstance(parts := answer.get("parts"), list):
        told["sent"] = " ".join(f"{one['lot']}:{one['target']}" for one in parts if "target" in one)
    result = str(answer["result"])
    tone: Tone = "warn" if result in WARNED else "ok"
    with at_desk(site, station) as (tx, desk):
        drafts.use_up(tx, desk, action, result)
        if signer.late:
            forget(tx, station)
        show(tx, desk, Strip(tone, f"done.{result}", tx.at, told))
        refresh(tx, desk)
    return answer


def _waiting(tx: Transaction, desk: Desk) -> bool:
    limit = timedelta(seconds=tx.site.figures.tap_seconds)
    return bool(desk.act and desk.act_at and tx.at - desk.act_at <= limit)
