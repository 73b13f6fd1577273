"""PINs: never stored, never shown; checked with equal work for known and unknown people."""

import hashlib
import hmac
from itertools import count
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
DIGITS: Final = 6
NOBODY: Final = HASHER.hash("nobody has this PIN")
WEAK: Final = frozenset({"012345", "123456", "654321", "543210", "121212", "112233", "123123"})


def is_weak(pin: str) -> bool:
    """Whether a PIN is one that people try first."""
    return pin in WEAK or len(set(pin)) < 3  # noqa: PLR2004


def hash_pin(pin: str, pepper: bytes) -> str:
    """Return the argon2id hash of HMAC(pepper, PIN); takes about 17 ms on purpose."""
    return HASHER.hash(_peppered(pin, pepper))


def is_pin(pin: str, pin_hash: str, pepper: bytes) -> bool:
    """Whether this is the PIN; an empty hash costs the same time and is never right."""
    try:
        HASHER.verify(pin_hash or NOBODY, _peppered(pin, pepper))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(pin_hash)


def start_pin(seed: str, pepper: bytes) -> str:
    """Return the digits of a start PIN; they are kept nowhere, and never weak."""
    for turn in count():
        digest = hmac.new(pepper, f"start/{seed}/{turn}".encode(), hashlib.sha256).digest()
        pin = f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}d}"
        if not is_weak(pin):
            return pin
    raise AssertionError("unreachable")


def _peppered(pin: str, pepper: bytes) -> str:
    return hmac.new(pepper, pin.encode(), hashlib.sha256).hexdigest()
