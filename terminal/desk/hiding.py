"""What is said and kept of a refused scan: never a badge, not even a misread one.

Who knows a badge's code can print it, so that a refusal must not tell it: its event keeps how long
the bytes were, and a digest under the pepper by which two of the same can be told to be the same.
"""

import hashlib
import hmac
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.codes import Code, CodeKind, like_badge
from domain.errors import DomainError
from domain.people import Badge, BadgeKind
from terminal.site import Site

HIDDEN: Final = "B········"
KEPT: Final = 1024


def holds_badge(db: Db, text: str) -> bool:
    """Return whether a text holds something like a badge, or somebody's without its letter B."""
    return like_badge(text) or somebodys_badge(db, text)


def somebodys_badge(db: Db, text: str) -> bool:
    """Return whether a text holds a badge of this site, or is one but for one character.

    A foreign serial may begin with B and be as long as a badge; it is none of these.
    """
    read = text.strip().upper()
    printed = select(Badge.token).where(Badge.kind == BadgeKind.PRINTED)
    return any(
        token in read or _but_for_one(str(Code(CodeKind.BADGE, token)), read)
        for token in db.scalars(printed.order_by(Badge.id))
    )


def without_badge(site: Site, db: Db, error: DomainError, raw: bytes) -> str:
    """Take a badge out of a refusal's facts; return its bytes as they may be kept, in hex."""
    if not holds_badge(db, raw.decode("latin-1")):
        return raw.hex()[:KEPT]
    if "scanned" in error.facts:
        error.facts = error.facts | {"scanned": HIDDEN}
    digest = hmac.new(site.secrets.pepper, b"badge/" + raw, hashlib.sha256).hexdigest()
    return f"{len(raw)} bytes, hmac {digest[:16]}"


def _but_for_one(code: str, text: str) -> bool:
    """Return whether a text is a code with one character wrong, lost or gained."""
    longest = max(len(code), len(text))
    if longest - min(len(code), len(text)) > 1:
        return False
    return _same(code, text) + _same(code[::-1], text[::-1]) >= longest - 1


def _same(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
