"""Doing an action once, however often it is sent.

`perform` opens the transaction, answers a repeated submission with its first answer, runs the
action, seals its events and stores the answer, all in the same commit.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Final

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session as Db

from domain.errors import DomainError, KeyReused
from domain.events import Submission, canonical_json
from terminal.bus import News
from terminal.figures import learn
from terminal.site import Site
from terminal.transaction import Action, Answer, Signer, Transaction

TRIES: Final = 8
RETRIED: Final = frozenset({"40001", "40P01", "55P03"})


def perform(site: Site, action: Action, *, key: str, signer: Signer | None = None) -> Answer:
    """Do an action once; a repeat of the same key and content returns the first answer.

    Raises `DomainError` when a rule says no (then nothing has changed) and `KeyReused` when the
    key came before with other content.
    """
    body = digest(action, signer)
    for left in reversed(range(TRIES)):
        try:
            tx, answer = _once(site, action, key, body, signer)
        except DomainError:
            # The same form from two windows at once: one was done while the other waited.
            if (earlier := _answered(site, key, body)) is None:
                raise
            return earlier
        except (IntegrityError, OperationalError, DBAPIError) as error:
            if not left or not _worth_retrying(error):
                raise
            continue
        if tx:
            if any(news.topic == "figures" for news in tx.news):
                learn(site)
            site.bus.publish(*tx.news, News("board"))
        return answer
    raise AssertionError("unreachable")


def rehearse(site: Site, action: Action, *, signer: Callable[[Db], Signer]) -> None:
    """Do an action and undo it, to learn whether a rule says no before anybody signs.

    Every rule speaks in `perform`; what it would write at the end is not even sent.
    """
    with site.database.rehearsing() as db:
        action.perform(Transaction(site, db, signer(db), site.now()))


def _answered(site: Site, key: str, body: str) -> Answer | None:
    with site.reading() as db:
        earlier = db.get(Submission, key)
        same = earlier is not None and earlier.body_hash == body
        return dict(json.loads(earlier.answer)) if earlier and same else None


def _once(
    site: Site, action: Action, key: str, body: str, signer: Signer | None
) -> tuple[Transaction | None, Answer]:
    with site.writing() as db:
        earlier = db.get(Submission, key)
        if earlier is not None:
            if earlier.body_hash != body:
                raise KeyReused
            return None, dict(json.loads(earlier.answer))
        tx = Transaction(site, db, signer, site.now())
        answer = action.perform(tx)
        tx.finish()
        stored = canonical_json(answer)
        db.add(Submission(key=key, body_hash=body, answer=stored, at=tx.at))
    return tx, dict(json.loads(stored))


def digest(action: Action, signer: Signer | None) -> str:
    """Return the hash of what is being asked, and by which session."""
    asked: list[object] = [action.act, fields_of(action), signer.session if signer else ""]
    if signer and signer.late:
        asked.append([signer.late.slip, signer.late.at.isoformat(), signer.late.by])
    return hashlib.sha256(canonical_json(asked).encode()).hexdigest()


def fields_of(action: Action) -> dict[str, object]:
    """Return an action's inputs as plain JSON values."""
    return {name: _plain(value) for name, value in asdict(action).items()}  # type: ignore[call-overload]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): held for name, held in value.items()}
    return value


def _worth_retrying(error: DBAPIError) -> bool:
    # The same key twice at once: the second try finds the first one's answer.
    if isinstance(error, IntegrityError):
        return "submission" in str(error.orig)
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RETRIED
